/* What is wrong with rules and settings that can each be read, but don't fit one another. See
 * catalogue_reading.h. */
#include "jobs/catalogue_reading.h"

#include <string.h>

void rule_judge(struct catalogue_reading *reading, const struct rule *rule)
{
    for (size_t i = 0; i < rule->need_count; i++)
        need_check(reading, rule, &rule->needs[i]);
    if (strncmp(rule->id, "khrop_", 6) == 0 ||
        (rule->kind == RULE_DERIVED &&
         (need_is_own(rule->id) || catalogue_contract(reading->catalogue, rule->id) != NULL)))
        complain(&reading->complaints, rule->place.file, 1, "the name \"%s\" is taken", rule->id);
    if (rule->kind == RULE_KPI && rule->rows[0] == NULL)
        complain(&reading->complaints, rule->place.file, 1, "rows must name at least one column");
    if (rule->is_event && rule->event_on == NULL)
        complain(&reading->complaints, rule->place.file, 1,
                 "an event needs event_on, the date from which its window counts");
    if (strspn(rule->sql, " \t\r\n") == strlen(rule->sql))
        complain(&reading->complaints, rule->place.file, rule->place.line, "the query is missing");
}

/* A desk that nobody has set up would keep its exceptions to itself. */
static void check_owners(struct catalogue_reading *reading)
{
    const struct settings *settings = reading->settings;
    const struct catalogue *catalogue = reading->catalogue;
    const char **names =
        region_allocate(&reading->catalogue->region, (settings->desk_count + 1) * sizeof *names);
    for (size_t i = 0; i < settings->desk_count; i++)
        names[i] = settings->desks[i].name;
    for (size_t i = 0; i < catalogue->check_count; i++) {
        const struct rule *rule = &catalogue->checks[i];
        const struct rule_settings *set = settings_check(settings, rule->id);
        const struct place *place = set != NULL && set->owner != NULL ? &set->place : &rule->place;
        if (strncmp(rule->owner, "role:", 5) == 0 &&
            settings_desk(settings, rule->owner + 5) == NULL)
            complain_name(&reading->complaints, place->file,
                          place == &rule->place ? rule->owner_line : place->line,
                          "owner is an unknown desk", rule->owner + 5, names, settings->desk_count);
    }
}

static void check_datasets(struct catalogue_reading *reading)
{
    const struct settings *settings = reading->settings;
    struct catalogue *catalogue = reading->catalogue;
    const char **names =
        region_allocate(&catalogue->region, (catalogue->contract_count + 1) * sizeof *names);
    for (size_t i = 0; i < catalogue->contract_count; i++)
        names[i] = catalogue->contracts[i].name;
    for (size_t i = 0; i < settings->dataset_count; i++)
        if (catalogue_contract(catalogue, settings->datasets[i].name) == NULL)
            complain_name(&reading->complaints, "datasets.yaml", settings->datasets[i].place.line,
                          "unknown dataset", settings->datasets[i].name, names,
                          catalogue->contract_count);
}

typedef const struct rule *rule_finder(const struct catalogue *catalogue, const char *id);

static void check_job_names(struct catalogue_reading *reading, const struct job_settings *job,
                            const char *what, const char *const *ids, size_t id_count,
                            rule_finder *find, const struct rule *rules, size_t rule_count)
{
    const char **names =
        region_allocate(&reading->catalogue->region, (rule_count + 1) * sizeof *names);
    for (size_t i = 0; i < rule_count; i++)
        names[i] = rules[i].id;
    for (size_t i = 0; i < id_count; i++)
        if (find(reading->catalogue, ids[i]) == NULL)
            complain_name(&reading->complaints, "jobs.yaml", job->place.line, what, ids[i], names,
                          rule_count);
}

static void check_jobs(struct catalogue_reading *reading)
{
    const struct settings *settings = reading->settings;
    const struct catalogue *catalogue = reading->catalogue;
    for (size_t i = 0; i < settings->job_count; i++) {
        const struct job_settings *job = &settings->jobs[i];
        check_job_names(reading, job, "unknown check", job->checks, job->check_count,
                        catalogue_check, catalogue->checks, catalogue->check_count);
        check_job_names(reading, job, "unknown KPI", job->kpis, job->kpi_count, catalogue_kpi,
                        catalogue->kpis, catalogue->kpi_count);
    }
}

void settings_judge(struct catalogue_reading *reading)
{
    check_owners(reading);
    check_datasets(reading);
    check_jobs(reading);
}
