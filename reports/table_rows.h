/* The rows of a page's table that a report's readers see: theirs alone, summed, cut and totalled as
 * the table's header says. */
#ifndef KHROP_REPORTS_TABLE_ROWS_H
#define KHROP_REPORTS_TABLE_ROWS_H

#include "reports/report.h"

enum table_kind {
    KIND_TEXT,
    KIND_DATE,
    KIND_TIMESTAMP,
    KIND_INTEGER,
    KIND_QUANTITY,
    KIND_MONEY,
    KIND_PERCENT /* scaled as khrop_kpi_values has it: 954265 is 95.43 % */
};

struct table_cell {
    bool is_there;
    int64_t number;
    const char *text; /* in words; of KIND_TEXT */
};

struct table_field {
    const char *name;  /* the column's */
    const char *title; /* its heading */
    enum table_kind kind;
    bool has_total;
    struct table_cell total; /* of all rows, also of those that aren't shown */
};

struct table_rows {
    const struct table_field *fields;
    size_t field_count;
    const struct table_cell *cells; /* row by row */
    size_t row_count;               /* that are shown */
    size_t all_count;
};

/* Reads a table that was run, in `region`. A team's or branch's report has the rows of those who
 * are in it on the business date, where the table says whose a row is (staff_no). */
bool table_rows_read(const struct report *report, const struct rule *rule, struct region *region,
                     struct table_rows *rows, struct error *error);

const struct table_cell *table_rows_cell(const struct table_rows *rows, size_t row, size_t field);

/* The place of a column; field_count when it isn't shown. */
size_t table_rows_find(const struct table_rows *rows, const char *name);

#endif
