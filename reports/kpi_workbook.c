/* kpi.xlsx: what the supervisor opens at 07:00. */
#include "reports/facts.h"
#include "reports/kpi_pages.h"
#include "reports/labels.h"

#define FILE_NAME "kpi.xlsx"

bool kpi_workbook_write(const struct report *report, struct error *error)
{
    struct workbook *workbook = NULL;
    int64_t row_count = 0;
    if (!report_workbook(report, FILE_NAME, label(LABEL_KPI_TITLE, report->language), &workbook,
                         error))
        return false;
    if (!kpi_today_write(report, workbook, error) || !kpi_team_write(report, workbook, error) ||
        !kpi_values_write(report, workbook, &row_count, error) ||
        !kpi_definitions_write(report, workbook, error) ||
        !kpi_provenance_write(report, workbook, error)) {
        workbook_discard(workbook);
        return false;
    }
    if (!workbook_finish(workbook, error))
        return false;
    report_wrote(report, FILE_NAME, row_count);
    return true;
}
