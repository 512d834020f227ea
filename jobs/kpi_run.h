/* Runs one KPI: its query over the mirror, summed by staff member, split, measure and day into
 * results.sqlite. And then, for all of them, the values. */
#ifndef KHROP_JOBS_KPI_RUN_H
#define KHROP_JOBS_KPI_RUN_H

#include "jobs/results.h"

/* False when the KPI fails: its query, a missing column, a percentage whose part is above its
 * whole. No rows of it stay then. */
bool kpi_run(sqlite3 *mirror, struct results *results, const struct rule *rule,
             const struct slot *slot, struct error *error);

/* A part and whole as a value of khrop_kpi_values; has_value is false where there is nothing to
 * measure. False when it is beyond 64 bits. */
bool kpi_value(enum kpi_unit unit, int64_t part, bool has_whole, int64_t whole, bool *has_value,
               int64_t *value);

/* Fills khrop_kpi_values from khrop_kpi_parts, khrop_periods and khrop_staff_places for the KPIs
 * that ran: each period, each level, with value, share and status. `is_last`: for those that are
 * made of the others' values; else for those others. */
bool kpi_values(struct results *results, const struct catalogue *catalogue, bool is_last,
                struct error *error);

#endif
