/* What people fill in, and what helps them: cells for it, choices, dates, hidden columns.
 *
 * sheet_choices to sheet_mark_groups come after the rows: they hold for every row below the frozen
 * headings, on each worksheet that the sheet came to, and cost nothing a row.
 */
#ifndef KHROP_REPORTS_WORKBOOK_FORMS_H
#define KHROP_REPORTS_WORKBOOK_FORMS_H

#include "reports/workbook.h"

/* As sheet_text, in a column that wraps: each line of the text has room to break between words,
 * whatever font a program takes for ours. */
void sheet_text_lines(struct sheet *sheet, size_t column, const char *text, enum cell_kind kind,
                      enum cell_look look);

/* A date in a cell that people may change; see sheet_date. */
void sheet_input_date(struct sheet *sheet, size_t column, int64_t days);

/* A link to a row of a sheet, from 0. */
void sheet_link_row(struct sheet *sheet, size_t column, const char *sheet_name, uint32_t row,
                    const char *text);

/* What is said to someone who types what a cell refuses. */
struct sheet_refusal {
    const char *title, *message;
};

/* Cells of the column take a text of a range of cells, `khrop!$D$1:$D$6`, or nothing. */
void sheet_choices(struct sheet *sheet, size_t column, const char *range,
                   struct sheet_refusal refusal);
/* .. take a date of this century, of either era, or nothing. */
void sheet_dates(struct sheet *sheet, size_t column, struct sheet_refusal refusal);
/* The headings can't be typed over. */
void sheet_guard_headings(struct sheet *sheet, size_t column_count, struct sheet_refusal refusal);

/* Where the column's value differs from the row above, the row begins a group: a line above it, and
 * its value stands out. Holds however the rows are sorted. */
void sheet_mark_groups(struct sheet *sheet, size_t column, size_t column_count);

/* Columns that are there for programs and charts, not for readers. */
void sheet_hide_columns(struct sheet *sheet, size_t first, size_t last);
/* The whole sheet is hidden, until readers ask for it; not for the first of a workbook. */
void sheet_hide(struct sheet *sheet);
/* Shown at so many percent of its size. */
void sheet_zoom(struct sheet *sheet, uint16_t percent);

#endif
