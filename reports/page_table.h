/* One table on a page of a subject: its title, its rows, what it draws. */
#ifndef KHROP_REPORTS_PAGE_TABLE_H
#define KHROP_REPORTS_PAGE_TABLE_H

#include "reports/table_rows.h"
#include "reports/workbook.h"

/* The pages of subjects are laid out in columns of one width: a text takes as many as it needs, and
 * so tables of all kinds stand below one another. */
#define PAGE_UNITS 12
#define PAGE_UNIT_WIDTH 12.0

#define PAGE_HEAD_PIXELS 62 /* title and dates, repeated on each printed page */

/* Where a table stands, and what keeps printed pages from cutting it. */
struct page_place {
    uint32_t used; /* pixels of the printed page that are used already, its head counted */
};

/* Writes a table below the sheet's current row and leaves a row free behind it. `state` and
 * `reason` are those of khrop_tables: one that was not checked is hatched. */
bool page_table_write(const struct report *report, struct sheet *sheet, struct page_place *place,
                      const struct rule *rule, const char *state, const char *reason,
                      struct error *error);

#endif
