/* Definitions of KPIs that have changed lately, in words for the pages. */
#ifndef KHROP_REPORTS_KPI_CHANGES_H
#define KHROP_REPORTS_KPI_CHANGES_H

#include "reports/report.h"

/* "Defined otherwise since 20 Nov 2026; 19 Nov 2026, last 30 days: 97.90 % before, 95.20 % now" for
 * each measure of the KPI whose definition has changed in the last days, a line each; "" for one
 * that hasn't. */
bool kpi_changes_text(const struct report *report, const struct rule *rule, char *text, size_t size,
                      struct error *error);

#endif
