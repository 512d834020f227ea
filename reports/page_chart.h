/* The chart of a table on a page of a subject, and the table while it is written. For page_table.c
 * alone. */
#ifndef KHROP_REPORTS_PAGE_CHART_H
#define KHROP_REPORTS_PAGE_CHART_H

#include "reports/page_table.h"

#define TITLE_SIZE 1024
#define ROW_PIXELS 20
#define PAGE_PIXELS 670 /* high, of a printed page */

struct table {
    const struct report *report;
    struct sheet *sheet;
    const struct rule *rule;
    const struct table_plan *plan;
    struct table_rows rows;
    size_t *first, *span; /* the units of each field */
    size_t units;
    size_t heading_lines;
    uint32_t first_row, last_row; /* of the rows, once they are written */
};

/* True where there is something to draw. */
bool page_chart_is_there(const struct table *table);

/* Whether it stands beside the rows, else below them. */
bool page_chart_is_beside(const struct table *table);

/* In pixels: as high as it likes to be; below the rows what is left of the page, where that will
 * do. */
int page_chart_height(const struct table *table);
int page_chart_height_below(const struct table *table, const struct page_place *place);

void page_chart_draw(const struct table *table, uint32_t row, size_t column, int height);

/* Bars behind the numbers of the rows. */
void page_chart_cells(const struct table *table);

#endif
