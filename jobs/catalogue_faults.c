/* What is wrong with rules and settings that can each be read, but don't fit one another. See
 * catalogue_reading.h. */
#include "jobs/catalogue_reading.h"

#include <string.h>

/* The datasets that khrop itself writes into the mirror, and those that are there for KPIs alone,
 * once the checks have run. */
static const char *const own_datasets[] = {"khrop_pulls",   "khrop_sources", "khrop_controls",
                                           "khrop_rejects", "khrop_derived", "khrop_promises",
                                           "khrop_notices", "calendar",      "parameters",
                                           "postcodes",     "authority",     NULL};
static const char *const late_datasets[] = {
    "khrop_checks", "khrop_worklist",   "khrop_exception_history",
    "khrop_kpis",   "khrop_kpi_values", NULL};

static bool is_among(const char *const *names, const char *name)
{
    for (size_t i = 0; names[i] != NULL; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

static bool is_own(const char *dataset)
{
    return is_among(own_datasets, dataset) || is_among(late_datasets, dataset);
}

/* A KPI may need what a check has found: `check:SRC-01`. */
static void check_need_of_check(struct catalogue_reading *reading, const struct rule *rule,
                                const char *id)
{
    const struct catalogue *catalogue = reading->catalogue;
    const char **names;
    if (catalogue_check(catalogue, id) != NULL)
        return;
    names =
        region_allocate(&reading->catalogue->region, (catalogue->check_count + 1) * sizeof *names);
    for (size_t i = 0; i < catalogue->check_count; i++)
        names[i] = catalogue->checks[i].id;
    complain_name(&reading->complaints, rule->place.file, 1, "needs an unknown check", id, names,
                  catalogue->check_count);
}

static void check_need(struct catalogue_reading *reading, const struct rule *rule,
                       const struct need *need)
{
    struct catalogue *catalogue = reading->catalogue;
    const struct contract *contract = catalogue_contract(catalogue, need->dataset);
    bool is_check = strncmp(need->dataset, NEED_CHECK, strlen(NEED_CHECK)) == 0;
    const char **names;
    if (rule->kind != RULE_KPI && (is_check || is_among(late_datasets, need->dataset))) {
        complain(&reading->complaints, rule->place.file, 1,
                 "needs %s, which is there for KPIs alone, once the checks have run",
                 need->dataset);
        return;
    }
    if (is_check) {
        check_need_of_check(reading, rule, need->dataset + strlen(NEED_CHECK));
        return;
    }
    if (contract == NULL && catalogue_derived(catalogue, need->dataset) == NULL &&
        !is_own(need->dataset)) {
        names = region_allocate(&catalogue->region,
                                (catalogue->contract_count + catalogue->derived_count + 1) *
                                    sizeof *names);
        for (size_t i = 0; i < catalogue->contract_count; i++)
            names[i] = catalogue->contracts[i].name;
        for (size_t i = 0; i < catalogue->derived_count; i++)
            names[catalogue->contract_count + i] = catalogue->derived[i].id;
        complain_name(&reading->complaints, rule->place.file, rule->needs_line,
                      "needs an unknown dataset", need->dataset, names,
                      catalogue->contract_count + catalogue->derived_count);
    }
    for (size_t i = 0; contract != NULL && need->columns[i] != NULL; i++) {
        size_t column = schema_find(&contract->schema, need->columns[i]);
        if (column == contract->schema.column_count)
            complain(&reading->complaints, rule->place.file, rule->needs_line,
                     "needs %s.%s, a column that the contract hasn't", need->dataset,
                     need->columns[i]);
        else if (!contract->schema.columns[column].is_nullable)
            complain(&reading->complaints, rule->place.file, rule->needs_line,
                     "needs %s.%s: only a nullable column can be left out by a site", need->dataset,
                     need->columns[i]);
    }
}

void rule_judge(struct catalogue_reading *reading, const struct rule *rule)
{
    for (size_t i = 0; i < rule->need_count; i++)
        check_need(reading, rule, &rule->needs[i]);
    if (strncmp(rule->id, "khrop_", 6) == 0 ||
        (rule->kind == RULE_DERIVED &&
         (is_own(rule->id) || catalogue_contract(reading->catalogue, rule->id) != NULL)))
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
