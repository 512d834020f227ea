/* What workbook.c, workbook_cells.c, workbook_charts.c and workbook_forms.c share. For them alone. */
#ifndef KHROP_REPORTS_WORKBOOK_SHEETS_H
#define KHROP_REPORTS_WORKBOOK_SHEETS_H

#include "core/region.h"
#include "reports/workbook_styles.h"

#include <limits.h>

#define SHEET_COLUMNS_MAX 256
/* Widths of texts are taken from the first rows: enough to see, and no cost on a million. */
#define SHEET_ROWS_MEASURED 500
#define SHEET_BREAKS_MAX 64

/* One worksheet of a sheet. */
struct sheet_part {
    lxw_worksheet *worksheet;
    uint32_t heading_row, last_row;
    size_t frozen_columns;
    bool is_frozen;
};

/* A cell that charts may be drawn from. */
struct kept_cell {
    uint32_t row;
    size_t column;
    const char *text; /* NULL: a number */
    double number;
};

struct sheet {
    struct workbook *workbook;
    struct sheet *next;
    const char *name; /* as asked for */
    bool is_landscape;
    sheet_headings *headings;
    const void *context;
    struct sheet_part *parts;
    size_t part_count;
    lxw_worksheet *worksheet; /* of the last part */
    uint32_t row;
    uint32_t widths[SHEET_COLUMNS_MAX];
    double largest[SHEET_COLUMNS_MAX]; /* number of the column, without its sign */
    double wraps[SHEET_COLUMNS_MAX];   /* 0: doesn't */
    size_t row_lines;                  /* of the tallest cell of the row */
    uint32_t breaks[SHEET_BREAKS_MAX]; /* of printed pages; ended by 0 */
    size_t break_count;
    bool keeps_cells;
    struct kept_cell *kept;
    size_t kept_count;
    struct error fault;
};

struct workbook {
    struct region region;
    lxw_workbook *file;
    struct workbook_styles styles;
    enum language language;
    int64_t row_limit;
    struct sheet *sheets, *last_sheet;
    const char **names; /* of cells */
    size_t name_count;
    char path[PATH_MAX], temporary_folder[PATH_MAX];
    char header[256], footer[256];
    char *text; /* the cell that is written, ended by NUL */
    size_t text_size;
};

/* Keeps the sheet's first fault. */
void sheet_fail(struct sheet *sheet, enum exit_code code, const char *what);

/* Remember a cell of the current row, on a sheet that keeps its cells. */
void sheet_keep_number(struct sheet *sheet, size_t column, double value);
void sheet_keep_text(struct sheet *sheet, size_t column, const char *text);

#endif
