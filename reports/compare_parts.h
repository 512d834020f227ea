/* The sheets of compare.xlsx while they are written. For the files compare*.c alone. */
#ifndef KHROP_REPORTS_COMPARE_PARTS_H
#define KHROP_REPORTS_COMPARE_PARTS_H

#include "reports/compare.h"
#include "reports/compare_words.h"
#include "reports/labels.h"
#include "reports/workbook.h"

struct comparing {
    const struct compare_request *request;
    struct comparison *comparison;
    enum language language;
    sqlite3 *mirrors[2];
    struct workbook *workbook;
    struct sheet *summary, *kpis, *exceptions, *rows;
};

/* A table's headings: a word of compare_words.h, or (below 0) -1 - a label of labels.h. */
struct compare_heading {
    int word;
    bool is_number;
};
#define COMPARE_LABEL(label) (-1 - (int)(label))
void compare_headings(struct comparing *comparing, struct sheet *sheet,
                      const struct compare_heading *headings, size_t count);

/* Adds a part, and counts in it. */
struct compare_part *compare_part_add(struct comparing *comparing, const char *name);
void compare_gap_add(struct comparing *comparing, enum compare_word what, const char *name);

/* Prepares the same query on both sides; both are to be finalized. */
bool compare_prepare(struct comparing *comparing, const char *sql, sqlite3_stmt *sides[2],
                     struct error *error);

const char *compare_kind_word(const struct comparing *comparing, enum difference_kind kind);

/* Ends a sheet of rows: filter, widths. */
bool compare_sheet_end(struct sheet *sheet, size_t column_count, struct error *error);

bool compare_kpis(struct comparing *comparing, struct error *error);
bool compare_exceptions(struct comparing *comparing, struct error *error);
bool compare_rows(struct comparing *comparing, struct error *error);
bool compare_files(struct comparing *comparing, struct error *error);
bool compare_summary(struct comparing *comparing, struct error *error);

#endif
