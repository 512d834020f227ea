/* Charts of a workbook over its own cells, and what makes numbers speak within cells: bars, scales,
 * names.
 *
 * A chart takes its numbers from ranges of columns. So that programs which don't reckon (phones,
 * previews of mail) draw it too, it carries the numbers along: call sheet_keep_cells before the
 * rows it shows are written. It may be put in place at any time until the workbook is finished,
 * also on another sheet, above or below its rows. Nothing here moves a sheet's current row.
 */
#ifndef KHROP_REPORTS_WORKBOOK_CHARTS_H
#define KHROP_REPORTS_WORKBOOK_CHARTS_H

#include "reports/workbook.h"

/* A row of a sheet that sets no height of its own, in pixels of a chart. */
#define CHART_ROW_PIXELS 20

enum chart_kind {
    CHART_COLUMN,
    CHART_COLUMN_STACKED,
    CHART_BAR, /* from left to right, the first row on top */
    CHART_BAR_STACKED,
    CHART_LINE
};

/* Told apart by those who see few colours, and in grey. CHART_AGE_1 to 5 grow darker with age; the
 * last stands out. */
enum chart_color {
    CHART_DARK, /* the headings' own */
    CHART_BLUE,
    CHART_ORANGE,
    CHART_SKY,
    CHART_RED,
    CHART_GREY,
    CHART_AGE_1,
    CHART_AGE_2,
    CHART_AGE_3,
    CHART_AGE_4,
    CHART_AGE_5,
    CHART_COLORS
};

/* A column of numbers, and the column that names them. */
struct chart_series {
    const char *name;          /* in the legend */
    const struct sheet *sheet; /* that the cells are on */
    uint32_t first_row, last_row;
    size_t categories_column, values_column;
    enum chart_color color;
    bool is_target; /* a line to reach or to keep below: dashed. In CHART_LINE alone */
};

struct chart_plan {
    enum chart_kind kind;
    const char *title;
    const char *alternative; /* what the chart shows, in a sentence, for those who can't see it */
    const struct chart_series *series;
    size_t series_count;
    bool has_legend; /* also of one series; several always have one */
    /* Of the axes' labels, as Excel writes it; NULL: as the cells have it. */
    const char *value_format, *category_format;
    bool has_least, has_most; /* of the value axis */
    double least, most;
    bool is_bare; /* the line alone, without title, axes and legend: for a tile */
    /* The cell that its upper left corner stands in. The rows that it covers must have the usual
     * height: libxlsxwriter has forgotten any other by then. */
    uint32_t row;
    size_t column;
    int width, height; /* pixels */
    int x_offset, y_offset;
};

/* From here on the sheet remembers its cells for charts. For pages, not for long tables. */
void sheet_keep_cells(struct sheet *sheet);

/* Puts a chart on `sheet`. */
void sheet_chart(struct sheet *sheet, const struct chart_plan *plan);

/* The rows of usual height that a chart covers: to skip. */
uint32_t chart_rows(int height);

/* Bars behind the numbers of a column, from 0 to `most` (0: to the largest). */
void sheet_data_bars(struct sheet *sheet, size_t column, uint32_t first_row, uint32_t last_row,
                     enum chart_color color, double most);

/* Shades behind the numbers of a column, from white at the smallest to the colour at the largest.
 */
void sheet_color_scale(struct sheet *sheet, size_t column, uint32_t first_row, uint32_t last_row,
                       enum chart_color color);

/* part / whole as a percentage, "-" where the whole is 0: of a Pareto, the running sum over the sum
 * of all. */
void sheet_share(struct sheet *sheet, size_t column, int64_t part, int64_t whole,
                 enum cell_look look);

/* Names the cell in `column` of the current row for formulas and programs: letters, digits and `_`,
 * no name twice. */
void sheet_define_name(struct sheet *sheet, size_t column, const char *name);

#endif
