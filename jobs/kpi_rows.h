/* The rows behind one figure of a KPI: its own query again, one row a thing counted, narrowed to
 * the period, level, split and measure of the figure. */
#ifndef KHROP_JOBS_KPI_ROWS_H
#define KHROP_JOBS_KPI_ROWS_H

#include "jobs/catalogue.h"
#include "jobs/slot.h"

#include <sqlite3.h>

/* Which figure, as khrop_kpi_values names it. */
struct kpi_cell {
    const struct rule *rule;
    const char *period;   /* "day", "month", "rolling", "all"; of a stock "now" */
    const char *level;    /* "staff", "team", "branch", "company" */
    const char *level_no; /* "" for the company, or for nobody */
    const char *split;    /* "*": the total over splits */
    const char *measure;  /* "" for a KPI with a single one */
};

struct kpi_sums {
    int64_t row_count, part, whole;
    bool has_whole;
};

/* Prepares the rows over a mirror connection with its results: the columns that the KPI's `rows:`
 * names, staff_no, split, measure, day_on of a flow, then part and whole with the suffix of their
 * unit (part_count, part_amount), so that their type is known. In the order of their first columns.
 * The caller ends it with sqlite3_finalize. */
bool kpi_rows_prepare(sqlite3 *mirror, const struct kpi_cell *cell, const struct slot *slot,
                      sqlite3_stmt **rows, struct error *error);

/* What the rows add up to. */
bool kpi_rows_sum(sqlite3 *mirror, const struct kpi_cell *cell, const struct slot *slot,
                  struct kpi_sums *sums, struct error *error);

/* What the figure holds, from khrop_kpi_values; no such figure is an error (EXIT_CODE_USAGE).
 * row_count stays 0. `value`: as khrop_kpi_values has it, NULL bytes for none; has_value false. */
bool kpi_rows_figure(sqlite3 *mirror, const struct kpi_cell *cell, struct kpi_sums *figure,
                     int64_t *value, bool *has_value, struct error *error);

#endif
