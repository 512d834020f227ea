/* What several workbooks' pages have in common: title, seal, sources, counts by check, what was not
 * checked. Each goes on below the sheet's current row and leaves one row free after it. */
#ifndef KHROP_REPORTS_PAGES_H
#define KHROP_REPORTS_PAGES_H

#include "reports/facts.h"
#include "reports/report.h"
#include "reports/workbook.h"

/* Columns that a page is laid out in. */
#define PAGE_COLUMNS 14

/* The widths of a page whose tables begin with a short number and a title. Before its rows. */
void page_widths(struct sheet *sheet);

/* Organisation and title, dates; says when the slot is older than the newest published one. */
bool page_title(const struct report *report, struct sheet *sheet, const char *title,
                struct error *error);

/* Whether the totals agree, whether everything was checked, and what to do first. */
bool page_seal(const struct report *report, struct sheet *sheet, struct error *error);

/* What was not checked, hatched, and why; nothing where all was. The second is for pages laid out
 * in another number of columns. */
bool page_gaps(const struct report *report, struct sheet *sheet, struct error *error);
bool page_gaps_up_to(const struct report *report, struct sheet *sheet, size_t last_column,
                     struct error *error);

/* Each source: when it was read, rows, whether complete. */
bool page_sources(const struct report *report, struct sheet *sheet, struct error *error);

/* Counts by check and state. `links`: the sheet of each check of the facts, to link to; NULL, or
 * NULL entries: none. */
bool page_checks(const struct report *report, struct sheet *sheet, const char *const *links,
                 struct error *error);

/* The heading of a group of checks (BO, VIS ..), where the check at `index` of the facts is the
 * first of its group; before the check's own row. */
bool page_check_group(const struct report *report, struct sheet *sheet, size_t index,
                      struct error *error);

/* Links to the sheets of what is no problem, what has ended and what was rejected. */
bool page_links(const struct report *report, struct sheet *sheet, const char *suppressed,
                const char *ended, const char *rejects, struct error *error);

/* A row of headings; those marked `true` stand over numbers. */
struct page_heading {
    int label; /* enum label */
    bool is_number;
    size_t more_columns; /* that it spans beside its own */
};
void page_headings(const struct report *report, struct sheet *sheet,
                   const struct page_heading *headings, size_t count);

/* A section's title over the whole width, on its own row. */
bool page_section(const struct report *report, struct sheet *sheet, int label, struct error *error);

#endif
