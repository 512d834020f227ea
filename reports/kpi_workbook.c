/* kpi.xlsx: what the supervisor opens at 07:00. */
#include "jobs/statement.h"
#include "reports/facts.h"
#include "reports/kpi_pages.h"
#include "reports/labels.h"

/* Its sheets, in their order; by the names that reports.yaml calls them (sheet_names of
 * config/settings_table.h). */
static const struct {
    const char *name;
    kpi_page_writer *write;
} pages[] = {
    {"today", kpi_today_write},
    {"team", kpi_team_write},
    {"trends", kpi_trends_write},
    {"back_orders", kpi_back_orders_write},
    {"visits", kpi_visits_write},
    {"quotations", kpi_quotations_write},
    {"credit", kpi_credit_write},
    {"service", kpi_service_write},
    {"training", kpi_training_write},
    {"values", kpi_values_write},
    {"definitions", kpi_definitions_write},
    {"provenance", kpi_provenance_write},
};

static bool is_asked_for(const struct report *report, const char *name)
{
    return report->sheets == NULL || listed_has(report->sheets, name);
}

static bool write_pages(const struct report *report, struct workbook *workbook, struct error *error)
{
    for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++)
        if (is_asked_for(report, pages[i].name) && !pages[i].write(report, workbook, error))
            return error_wrap(error, "sheet %s", pages[i].name);
    return true;
}

bool kpi_workbook_write(const struct report *report, struct error *error)
{
    struct workbook *workbook = NULL;
    int64_t row_count = 0;
    if (!report_workbook(report, KPI_WORKBOOK, label(LABEL_KPI_TITLE, report->language), &workbook,
                         error))
        return false;
    if (!write_pages(report, workbook, error) ||
        (is_asked_for(report, "values") && !kpi_values_count(report, &row_count, error))) {
        workbook_discard(workbook);
        return false;
    }
    if (!workbook_finish(workbook, error))
        return false;
    report_wrote(report, KPI_WORKBOOK, row_count);
    return true;
}
