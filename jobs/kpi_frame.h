/* What figures are laid out in: the windows of days, and where each staff member stood on which
 * day. */
#ifndef KHROP_JOBS_KPI_FRAME_H
#define KHROP_JOBS_KPI_FRAME_H

#include "jobs/results.h"

/* Before the first day and after the last that a place is known for. */
#define PLACE_FROM_ALWAYS INT64_C(-1000000)
#define PLACE_TO_ALWAYS INT64_C(10000000)

/* Fills khrop_periods: day, month to date, rolling 30 days, all, now. */
bool kpi_periods_write(struct results *results, const struct settings *settings,
                       const struct slot *slot, struct error *error);

/* Fills khrop_staff_places with the team and branch that `mirror` gives for each staff member, as
 * if they had always been there. None where staff was not pulled. */
bool kpi_places_write(sqlite3 *mirror, struct results *results, struct error *error);

#endif
