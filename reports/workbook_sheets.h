/* What workbook.c, workbook_cells.c and workbook_forms.c share. For them alone. */
#ifndef KHROP_REPORTS_WORKBOOK_SHEETS_H
#define KHROP_REPORTS_WORKBOOK_SHEETS_H

#include "core/region.h"
#include "reports/workbook_styles.h"

#include <limits.h>

#define SHEET_COLUMNS_MAX 256
/* Widths of texts are taken from the first rows: enough to see, and no cost on a million. */
#define SHEET_ROWS_MEASURED 500

/* One worksheet of a sheet. */
struct sheet_part {
    lxw_worksheet *worksheet;
    uint32_t heading_row, last_row;
    size_t frozen_columns;
    bool is_frozen;
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
    struct error fault;
};

struct workbook {
    struct region region;
    lxw_workbook *file;
    struct workbook_styles styles;
    enum language language;
    int64_t row_limit;
    struct sheet *sheets, *last_sheet;
    char path[PATH_MAX], temporary_folder[PATH_MAX];
    char header[256], footer[256];
    char *text; /* the cell that is written, ended by NUL */
    size_t text_size;
};

/* Keeps the sheet's first fault. */
void sheet_fail(struct sheet *sheet, enum exit_code code, const char *what);

#endif
