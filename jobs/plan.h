/* How SQLite will go about a rule's query, and whether that grows faster than the data does. */
#ifndef KHROP_JOBS_PLAN_H
#define KHROP_JOBS_PLAN_H

#include "jobs/catalogue.h"
#include "jobs/slot.h"

#include <sqlite3.h>
#include <stdio.h>

/* Prints the plan of `rule`'s query over a mirror as an indented tree (EXPLAIN QUERY PLAN), with a
 * warning at each step that reads a whole table again and again: a scan inside another loop, or in
 * a query that is run for each row. Adds their number to *warning_count. */
bool plan_print(FILE *out, sqlite3 *mirror, const struct rule *rule, const struct slot *slot,
                size_t *warning_count, struct error *error);

#endif
