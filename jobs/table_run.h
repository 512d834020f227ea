/* Runs one table of a page: its query over the mirror, row by row into results.sqlite. */
#ifndef KHROP_JOBS_TABLE_RUN_H
#define KHROP_JOBS_TABLE_RUN_H

#include "jobs/results.h"

/* Fills the table that is named as the rule: `khrop_row` (from 1, in the query's order), then the
 * query's columns. False when the rule fails: its query, a column that the header names and the
 * query doesn't give, two rows with one key. No rows stay then. */
bool table_run(sqlite3 *mirror, struct results *results, const struct rule *rule,
               const struct slot *slot, int64_t *row_count, struct error *error);

#endif
