/* The sheets of kpi.xlsx. */
#ifndef KHROP_REPORTS_KPI_PAGES_H
#define KHROP_REPORTS_KPI_PAGES_H

#include "reports/report.h"
#include "reports/workbook.h"

/* Title, seal, headline figures, what needs attention, where the data came from. */
bool kpi_today_write(const struct report *report, struct workbook *workbook, struct error *error);
/* Staff by KPI, then teams, branches, the company. */
bool kpi_team_write(const struct report *report, struct workbook *workbook, struct error *error);
/* Every value, a row each; *row_count gets how many. */
bool kpi_values_write(const struct report *report, struct workbook *workbook, int64_t *row_count,
                      struct error *error);
/* How each KPI is reckoned, and its target. */
bool kpi_definitions_write(const struct report *report, struct workbook *workbook,
                           struct error *error);
/* Rows and control totals of each dataset, what was not checked, versions. */
bool kpi_provenance_write(const struct report *report, struct workbook *workbook,
                          struct error *error);

#endif
