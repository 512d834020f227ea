/* How each KPI came to stand where it stands: its figures of the last days, for charts and for what
 * changed since the working day before. */
#ifndef KHROP_JOBS_KPI_TRENDS_H
#define KHROP_JOBS_KPI_TRENDS_H

#include "jobs/results.h"

/* The days that a trend shows. */
#define KPI_TREND_DAYS 90
/* Of month-to-date figures, so many are kept: enough for the working day before. */
#define KPI_TREND_MONTH_DAYS 14

/* Fills khrop_kpi_trends from khrop_kpi_parts, khrop_kpi_past and khrop_staff_places, for the
 * company and the teams and branches of audiences: of a flow each day (`day`), the 30 days up to it
 * (`rolling`) and the month up to it (`month`), through the slot's last covered day; of a stock
 * each business date that history knows, and today (`now`). The total over splits ('*'), and the
 * split that bears the target. What has nothing to measure is left out. After the values of all. */
bool kpi_trends(struct results *results, const struct settings *settings,
                const struct catalogue *catalogue, const struct slot *slot, struct error *error);

#endif
