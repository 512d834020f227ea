/* What reports.yaml says of KPIs, held against the catalogue. */
#include "jobs/catalogue_reading.h"

static void check_name(struct catalogue_reading *reading, const char *name, int line,
                       const char *const *names)
{
    const struct catalogue *catalogue = reading->catalogue;
    const struct rule *rule = catalogue_kpi(catalogue, name);
    const struct rule_settings *set = settings_kpi(reading->settings, name);
    if (rule == NULL)
        complain_name(&reading->complaints, "reports.yaml", line, "unknown KPI", name, names,
                      catalogue->kpi_count);
    else if (!rule->is_enabled && set != NULL)
        complain(&reading->complaints, "reports.yaml", line,
                 "KPI %s is off (%s:%d): switch it on there, or leave it out here", name,
                 set->place.file, set->place.line);
}

static void check_listed(struct catalogue_reading *reading, const struct listed_names *listed,
                         const char *const *names)
{
    for (size_t i = 0; i < listed->count; i++)
        check_name(reading, listed->names[i], listed->lines[i], names);
}

void reports_check(struct catalogue_reading *reading)
{
    const struct settings *settings = reading->settings;
    const struct catalogue *catalogue = reading->catalogue;
    const char **names =
        region_allocate(&reading->catalogue->region, (catalogue->kpi_count + 1) * sizeof *names);
    for (size_t i = 0; i < catalogue->kpi_count; i++)
        names[i] = catalogue->kpis[i].id;
    for (size_t i = 0; i < settings->report_count; i++)
        check_listed(reading, &settings->reports[i].kpis, names);
    for (size_t i = 0; i < settings->audience_count; i++)
        check_listed(reading, &settings->audiences[i].kpis, names);
}
