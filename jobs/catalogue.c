/* Puts the catalogue together: contracts, rules, the site's own files, the settings' overrides. See
 * catalogue.h. */
#include "jobs/catalogue.h"

#include "config/installation.h"
#include "jobs/catalogue_reading.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* Where the rules of a kind stand, in the folder and in the catalogue. */
static const struct {
    const char *folder;
    size_t rules, count; /* offsets in struct catalogue */
} kinds[] = {
    [RULE_DERIVED] = {"derived", offsetof(struct catalogue, derived),
                      offsetof(struct catalogue, derived_count)},
    [RULE_CHECK] = {"checks", offsetof(struct catalogue, checks),
                    offsetof(struct catalogue, check_count)},
    [RULE_KPI] = {"kpis", offsetof(struct catalogue, kpis), offsetof(struct catalogue, kpi_count)},
};

static struct rule **rules_of(struct catalogue *catalogue, enum rule_kind kind)
{
    return (struct rule **)(void *)((char *)catalogue + kinds[kind].rules);
}

static size_t *count_of(struct catalogue *catalogue, enum rule_kind kind)
{
    return (size_t *)(void *)((char *)catalogue + kinds[kind].count);
}

static struct rule *find_rule(struct rule *rules, size_t count, const char *id)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(rules[i].id, id) == 0)
            return &rules[i];
    return NULL;
}

static void check_file_name(struct catalogue_reading *reading, const struct rule *rule,
                            const char *file)
{
    size_t length = strlen(rule->id);
    if (strncmp(file, rule->id, length) != 0 || strcmp(file + length, ".sql") != 0)
        complain(&reading->complaints, rule->place.file, 1, "id \"%s\" is not the file's name",
                 rule->id);
}

/* Adds a rule; a site's rule takes the place of the shipped one of its id. */
static void add_rule(struct catalogue_reading *reading, enum rule_kind kind,
                     const struct rule *rule, bool is_site)
{
    struct catalogue *catalogue = reading->catalogue;
    struct rule **rules = rules_of(catalogue, kind);
    size_t *count = count_of(catalogue, kind);
    struct rule *same = find_rule(*rules, *count, rule->id);
    if (same != NULL && is_site) {
        *same = *rule;
        return;
    }
    if (same != NULL) {
        complain(&reading->complaints, rule->place.file, 1, "id \"%s\" is that of %s too", rule->id,
                 same->place.file);
        return;
    }
    *rules = region_grow(&catalogue->region, *rules, *count, sizeof **rules);
    (*rules)[(*count)++] = *rule;
}

static int is_sql_file(const struct dirent *entry)
{
    size_t length = strlen(entry->d_name);
    return length > 4 && entry->d_name[0] != '.' && strcmp(entry->d_name + length - 4, ".sql") == 0;
}

static int compare_names(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static void read_folder(struct catalogue_reading *reading, enum rule_kind kind, const char *root,
                        bool is_site)
{
    struct region *region = &reading->catalogue->region;
    char *folder = region_format(region, "%s/%s", root, kinds[kind].folder);
    struct dirent **entries;
    int count = scandir(folder, &entries, is_sql_file, compare_names);
    if (count < 0) {
        if (!is_site || errno != ENOENT)
            complain(&reading->complaints, kinds[kind].folder, 0, "%s: %s", folder,
                     strerror(errno));
        return;
    }
    for (int i = 0; i < count; i++) {
        const char *file = region_format(region, "%s/%s", kinds[kind].folder, entries[i]->d_name);
        struct rule rule;
        if (rule_file_read(reading, kind, root, file, &rule)) {
            check_file_name(reading, &rule, entries[i]->d_name);
            add_rule(reading, kind, &rule, is_site);
        }
        free(entries[i]);
    }
    free(entries);
}

static void read_all(struct catalogue_reading *reading, const char *shipped)
{
    const char *site = reading->settings->catalogue_folder;
    contracts_take(reading, shipped);
    for (size_t kind = 0; kind < sizeof kinds / sizeof kinds[0]; kind++) {
        read_folder(reading, (enum rule_kind)kind, shipped, false);
        if (site != NULL)
            read_folder(reading, (enum rule_kind)kind, site, true);
    }
}

/* The datasets that khrop itself writes into the mirror. */
static const char *const own_datasets[] = {"khrop_pulls",    "khrop_sources", "khrop_worklist",
                                           "khrop_controls", "khrop_rejects", "khrop_derived",
                                           "calendar",       "parameters",    "postcodes",
                                           "authority",      "khrop_notices", NULL};

static bool is_own(const char *dataset)
{
    for (size_t i = 0; own_datasets[i] != NULL; i++)
        if (strcmp(own_datasets[i], dataset) == 0)
            return true;
    return false;
}

static void check_need(struct catalogue_reading *reading, const struct rule *rule,
                       const struct need *need)
{
    struct catalogue *catalogue = reading->catalogue;
    const struct contract *contract = catalogue_contract(catalogue, need->dataset);
    const char **names;
    if (contract == NULL && catalogue_derived(catalogue, need->dataset) == NULL &&
        !is_own(need->dataset)) {
        names = region_allocate(&catalogue->region,
                                (catalogue->contract_count + catalogue->derived_count + 1) *
                                    sizeof *names);
        for (size_t i = 0; i < catalogue->contract_count; i++)
            names[i] = catalogue->contracts[i].name;
        for (size_t i = 0; i < catalogue->derived_count; i++)
            names[catalogue->contract_count + i] = catalogue->derived[i].id;
        complain_name(&reading->complaints, rule->place.file, 1, "needs an unknown dataset",
                      need->dataset, names, catalogue->contract_count + catalogue->derived_count);
    }
    for (size_t i = 0; contract != NULL && need->columns[i] != NULL; i++) {
        size_t column = schema_find(&contract->schema, need->columns[i]);
        if (column == contract->schema.column_count)
            complain(&reading->complaints, rule->place.file, 1,
                     "needs %s.%s, a column that the contract hasn't", need->dataset,
                     need->columns[i]);
        else if (!contract->schema.columns[column].is_nullable)
            complain(&reading->complaints, rule->place.file, 1,
                     "needs %s.%s: only a nullable column can be left out by a site", need->dataset,
                     need->columns[i]);
    }
}

static void check_rule(struct catalogue_reading *reading, const struct rule *rule)
{
    for (size_t i = 0; i < rule->need_count; i++)
        check_need(reading, rule, &rule->needs[i]);
    if (strncmp(rule->id, "khrop_", 6) == 0 ||
        (rule->kind == RULE_DERIVED &&
         (is_own(rule->id) || catalogue_contract(reading->catalogue, rule->id) != NULL)))
        complain(&reading->complaints, rule->place.file, 1, "the name \"%s\" is taken", rule->id);
    if (rule->is_event && rule->event_on == NULL)
        complain(&reading->complaints, rule->place.file, 1,
                 "an event needs event_on, the date from which its window counts");
    if (strspn(rule->sql, " \t\r\n") == strlen(rule->sql))
        complain(&reading->complaints, rule->place.file, rule->place.line, "the query is missing");
}

static void complain_of_rule(struct catalogue_reading *reading,
                             const struct rule_settings *settings, const char *what,
                             const struct rule *rules, size_t count)
{
    const char **names = region_allocate(&reading->catalogue->region, (count + 1) * sizeof *names);
    for (size_t i = 0; i < count; i++)
        names[i] = rules[i].id;
    complain_name(&reading->complaints, settings->place.file, settings->place.line, what,
                  settings->id, names, count);
}

static void apply_settings(struct catalogue_reading *reading)
{
    const struct settings *settings = reading->settings;
    struct catalogue *catalogue = reading->catalogue;
    for (size_t i = 0; i < settings->check_count; i++) {
        struct rule *rule = find_rule(*rules_of(catalogue, RULE_CHECK), catalogue->check_count,
                                      settings->checks[i].id);
        if (rule == NULL)
            complain_of_rule(reading, &settings->checks[i], "unknown check", catalogue->checks,
                             catalogue->check_count);
        else
            rule_override(reading, rule, &settings->checks[i]);
    }
    for (size_t i = 0; i < settings->kpi_count; i++) {
        struct rule *rule =
            find_rule(*rules_of(catalogue, RULE_KPI), catalogue->kpi_count, settings->kpis[i].id);
        if (rule == NULL)
            complain_of_rule(reading, &settings->kpis[i], "unknown KPI", catalogue->kpis,
                             catalogue->kpi_count);
        else
            rule_override(reading, rule, &settings->kpis[i]);
    }
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
                          place == &rule->place ? 1 : place->line, "owner is an unknown desk",
                          rule->owner + 5, names, settings->desk_count);
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

static void check_job_names(struct catalogue_reading *reading, const struct job_settings *job,
                            const char *what, const char *const *ids, size_t id_count,
                            const struct rule *rules, size_t rule_count)
{
    const char **names =
        region_allocate(&reading->catalogue->region, (rule_count + 1) * sizeof *names);
    for (size_t i = 0; i < rule_count; i++)
        names[i] = rules[i].id;
    for (size_t i = 0; i < id_count; i++)
        if (find_rule((struct rule *)rules, rule_count, ids[i]) == NULL)
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
                        catalogue->checks, catalogue->check_count);
        check_job_names(reading, job, "unknown KPI", job->kpis, job->kpi_count, catalogue->kpis,
                        catalogue->kpi_count);
    }
}

static bool is_ready(const struct catalogue *catalogue, const struct rule *derived, size_t done)
{
    for (size_t i = 0; i < derived->need_count; i++) {
        const struct rule *need = catalogue_derived(catalogue, derived->needs[i].dataset);
        if (need != NULL && (size_t)(need - catalogue->derived) >= done)
            return false;
    }
    return true;
}

/* Derived datasets in the order in which each finds what it needs. */
static void order_derived(struct catalogue_reading *reading)
{
    struct catalogue *catalogue = reading->catalogue;
    struct rule *rules = *rules_of(catalogue, RULE_DERIVED);
    for (size_t done = 0; done < catalogue->derived_count; done++) {
        size_t next = done;
        struct rule rule;
        while (next < catalogue->derived_count && !is_ready(catalogue, &rules[next], done))
            next++;
        if (next == catalogue->derived_count) {
            complain(&reading->complaints, rules[done].place.file, 1,
                     "derived datasets need each other in a circle: %s is one of them",
                     rules[done].id);
            return;
        }
        rule = rules[next];
        memmove(&rules[done + 1], &rules[done], (next - done) * sizeof *rules);
        rules[done] = rule;
    }
}

static int compare_kpis(const void *a, const void *b)
{
    const struct rule *left = a, *right = b;
    if (left->position != right->position)
        return left->position < right->position ? -1 : 1;
    return strcmp(left->id, right->id);
}

static int compare_checks(const void *a, const void *b)
{
    const struct rule *left = a, *right = b;
    return strcmp(left->id, right->id);
}

static void finish(struct catalogue_reading *reading)
{
    struct catalogue *catalogue = reading->catalogue;
    for (size_t kind = 0; kind < sizeof kinds / sizeof kinds[0]; kind++)
        for (size_t i = 0; i < *count_of(catalogue, (enum rule_kind)kind); i++)
            check_rule(reading, &(*rules_of(catalogue, (enum rule_kind)kind))[i]);
    apply_settings(reading);
    check_owners(reading);
    check_datasets(reading);
    check_jobs(reading);
    order_derived(reading);
    if (catalogue->check_count > 0)
        qsort(*rules_of(catalogue, RULE_CHECK), catalogue->check_count, sizeof(struct rule),
              compare_checks);
    if (catalogue->kpi_count > 0)
        qsort(*rules_of(catalogue, RULE_KPI), catalogue->kpi_count, sizeof(struct rule),
              compare_kpis);
}

bool catalogue_open(struct catalogue **catalogue, const struct settings *settings,
                    struct error *error)
{
    struct catalogue_reading reading = {.settings = settings};
    char shipped[PATH_MAX];

    *catalogue = NULL;
    if (!installation_find("catalogue", shipped, sizeof shipped, error))
        return false;
    reading.catalogue = calloc(1, sizeof *reading.catalogue);
    if (reading.catalogue == NULL)
        return error_set(error, EXIT_CODE_SOFTWARE, "out of memory for the catalogue");
    read_all(&reading, shipped);
    finish(&reading);
    if (!complaints_none(&reading.complaints, error)) {
        catalogue_close(reading.catalogue);
        return false;
    }
    *catalogue = reading.catalogue;
    return true;
}

void catalogue_close(struct catalogue *catalogue)
{
    if (catalogue == NULL)
        return;
    region_clear(&catalogue->region);
    free(catalogue);
}

const struct contract *catalogue_contract(const struct catalogue *catalogue, const char *name)
{
    for (size_t i = 0; i < catalogue->contract_count; i++)
        if (strcmp(catalogue->contracts[i].name, name) == 0)
            return &catalogue->contracts[i];
    return NULL;
}

const struct rule *catalogue_derived(const struct catalogue *catalogue, const char *id)
{
    return find_rule((struct rule *)catalogue->derived, catalogue->derived_count, id);
}

const struct rule *catalogue_check(const struct catalogue *catalogue, const char *id)
{
    return find_rule((struct rule *)catalogue->checks, catalogue->check_count, id);
}

const struct rule *catalogue_kpi(const struct catalogue *catalogue, const char *id)
{
    return find_rule((struct rule *)catalogue->kpis, catalogue->kpi_count, id);
}
