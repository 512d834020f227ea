/* How a KPI's figure came to stand where it stands, for pages: its points of the last 90 days, and
 * the figure that the report of the working day before told. */
#ifndef KHROP_REPORTS_TREND_POINTS_H
#define KHROP_REPORTS_TREND_POINTS_H

#include "reports/kpi_figures.h"

struct trend_point {
    int64_t day_on;
    bool has_value, has_share;
    int64_t value, share;
};

/* Whose trend, of what. */
struct trend_key {
    const struct rule *rule;
    const char *measure, *split;
    enum kpi_period period; /* now, day, rolling; month of the last days alone */
    const char *level, *level_no;
};

/* Reads them in the order of their days, in `region`. */
bool trend_points_read(const struct report *report, const struct trend_key *key,
                       struct region *region, struct trend_point **points, size_t *count,
                       struct error *error);

/* The business date of the working day before the report's, by the company's calendar: false where
 * the calendar doesn't reach so far. */
bool trend_previous_date(const struct report *report, int64_t *business_on, struct error *error);

/* The point that stood in that report: of a flow, as of the day that it covered last; of a stock as
 * of its date. NULL: there is none. */
const struct trend_point *trend_previous_point(const struct report *report,
                                               const struct trend_key *key,
                                               const struct trend_point *points, size_t count,
                                               int64_t previous_business_on);

#endif
