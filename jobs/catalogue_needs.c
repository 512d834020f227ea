/* The `needs` of a rule against what there is to need. */
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

bool need_is_own(const char *dataset)
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
    complain_name(&reading->complaints, rule->place.file, rule->needs_line,
                  "needs an unknown check", id, names, catalogue->check_count);
}

/* A table may show what a KPI has come to. */
static void check_need_of_kpi(struct catalogue_reading *reading, const struct rule *rule,
                              const char *id)
{
    const struct catalogue *catalogue = reading->catalogue;
    const char **names;
    if (rule->kind != RULE_TABLE) {
        complain(&reading->complaints, rule->place.file, rule->needs_line,
                 "needs " NEED_KPI "%s, which is there for tables alone", id);
        return;
    }
    if (catalogue_kpi(catalogue, id) != NULL)
        return;
    names =
        region_allocate(&reading->catalogue->region, (catalogue->kpi_count + 1) * sizeof *names);
    for (size_t i = 0; i < catalogue->kpi_count; i++)
        names[i] = catalogue->kpis[i].id;
    complain_name(&reading->complaints, rule->place.file, rule->needs_line, "needs an unknown KPI",
                  id, names, catalogue->kpi_count);
}

static void complain_of_dataset(struct catalogue_reading *reading, const struct rule *rule,
                                int line, const char *what, const char *dataset)
{
    struct catalogue *catalogue = reading->catalogue;
    const char **names =
        region_allocate(&catalogue->region,
                        (catalogue->contract_count + catalogue->derived_count + 1) * sizeof *names);
    for (size_t i = 0; i < catalogue->contract_count; i++)
        names[i] = catalogue->contracts[i].name;
    for (size_t i = 0; i < catalogue->derived_count; i++)
        names[catalogue->contract_count + i] = catalogue->derived[i].id;
    complain_name(&reading->complaints, rule->place.file, line, what, dataset, names,
                  catalogue->contract_count + catalogue->derived_count);
}

void need_check(struct catalogue_reading *reading, const struct rule *rule, const struct need *need)
{
    struct catalogue *catalogue = reading->catalogue;
    const struct contract *contract = catalogue_contract(catalogue, need->dataset);
    bool is_kpi = strncmp(need->dataset, NEED_KPI, strlen(NEED_KPI)) == 0;
    bool is_check = strncmp(need->dataset, NEED_CHECK, strlen(NEED_CHECK)) == 0;
    if (rule->kind != RULE_KPI && rule->kind != RULE_TABLE &&
        (is_check || is_among(late_datasets, need->dataset))) {
        complain(&reading->complaints, rule->place.file, rule->needs_line,
                 "needs %s, which is there for KPIs and tables alone, once the checks have run",
                 need->dataset);
        return;
    }
    if (is_kpi) {
        check_need_of_kpi(reading, rule, need->dataset + strlen(NEED_KPI));
        return;
    }
    if (is_check) {
        check_need_of_check(reading, rule, need->dataset + strlen(NEED_CHECK));
        return;
    }
    if (contract == NULL && catalogue_derived(catalogue, need->dataset) == NULL &&
        !need_is_own(need->dataset))
        complain_of_dataset(reading, rule, rule->needs_line, "needs an unknown dataset",
                            need->dataset);
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

static bool is_needed(const struct rule *rule, const char *dataset)
{
    for (size_t i = 0; i < rule->need_count; i++)
        if (strcmp(rule->needs[i].dataset, dataset) == 0)
            return true;
    return false;
}

/* What an exception is known by from day to day, who has it, and how long it is judged must not
 * change with what a source gave this morning. */
static const char *use_of_column(const struct rule *rule, const char *column)
{
    const struct {
        const char *column, *use;
    } single[] = {{rule->owner, "owner"}, {rule->event_on, "event_on"}, {rule->born_on, "born_on"}};
    if (is_among(rule->key, column))
        return "key";
    if (is_among(rule->signature, column))
        return "signature";
    for (size_t i = 0; i < sizeof single / sizeof single[0]; i++)
        if (single[i].column != NULL && strcmp(single[i].column, column) == 0)
            return single[i].use;
    return NULL;
}

void may_use_check(struct catalogue_reading *reading, const struct rule *rule,
                   const struct need *use)
{
    struct complaints *complaints = &reading->complaints;
    const char *file = rule->place.file;
    if (need_is_own(use->dataset))
        complain(complaints, file, rule->may_use_line, "may_use names %s, which is always there",
                 use->dataset);
    else if (catalogue_contract(reading->catalogue, use->dataset) == NULL &&
             catalogue_derived(reading->catalogue, use->dataset) == NULL)
        complain_of_dataset(reading, rule, rule->may_use_line, "may_use names an unknown dataset",
                            use->dataset);
    if (is_needed(rule, use->dataset))
        complain(complaints, file, rule->may_use_line, "may_use names %s, which is needed anyway",
                 use->dataset);
    if (use->columns[0] == NULL)
        complain(complaints, file, rule->may_use_line,
                 "may_use must name the columns of the result that are not known without %s",
                 use->dataset);
    for (size_t i = 0; use->columns[i] != NULL; i++) {
        const char *other = use_of_column(rule, use->columns[i]);
        if (other != NULL)
            complain(complaints, file, rule->may_use_line,
                     "may_use names %s, which stands in %s: an exception may not depend on what it "
                     "can do without",
                     use->columns[i], other);
    }
}
