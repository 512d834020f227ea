/* The sheets of kpi.xlsx. */
#ifndef KHROP_REPORTS_KPI_PAGES_H
#define KHROP_REPORTS_KPI_PAGES_H

#include "reports/report.h"
#include "reports/workbook.h"

#define KPI_WORKBOOK "kpi.xlsx"

/* Writes one sheet (or more) of the workbook; a row in the table of kpi_workbook.c. */
typedef bool kpi_page_writer(const struct report *report, struct workbook *workbook,
                             struct error *error);

/* Title, seal, headline figures, what needs attention, where the data came from. */
kpi_page_writer kpi_today_write;
/* Staff by KPI, then teams, branches, the company. */
kpi_page_writer kpi_team_write;
/* A chart for each KPI: how it came to stand where it stands; and a hidden sheet of the numbers. */
kpi_page_writer kpi_trends_write;
/* What each subject comes to: its figures, then the tables of the catalogue. */
kpi_page_writer kpi_back_orders_write, kpi_visits_write, kpi_quotations_write, kpi_credit_write,
    kpi_service_write, kpi_training_write;
/* Every value, a row each. */
kpi_page_writer kpi_values_write;
/* How each KPI is reckoned, and its target. */
kpi_page_writer kpi_definitions_write;
/* Rows and control totals of each dataset, what was not checked, versions. */
kpi_page_writer kpi_provenance_write;

/* How many rows kpi_values_write writes. */
bool kpi_values_count(const struct report *report, int64_t *row_count, struct error *error);

#endif
