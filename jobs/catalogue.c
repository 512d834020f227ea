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
#include <sys/stat.h>

/* Where the rules of a kind stand, in the folder and in the catalogue. */
static const struct {
    const char *folder;
    size_t rules, count; /* offsets in struct catalogue */
} kinds[RULE_KINDS] = {
    [RULE_DERIVED] = {"derived", offsetof(struct catalogue, derived),
                      offsetof(struct catalogue, derived_count)},
    [RULE_CHECK] = {"checks", offsetof(struct catalogue, checks),
                    offsetof(struct catalogue, check_count)},
    [RULE_KPI] = {"kpis", offsetof(struct catalogue, kpis), offsetof(struct catalogue, kpi_count)},
    [RULE_TABLE] = {"tables", offsetof(struct catalogue, tables),
                    offsetof(struct catalogue, table_count)},
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
        complain(&reading->complaints, rule->place.file, rule->id_line,
                 "id \"%s\" is not the file's name; name the file %s.sql, or change the id",
                 rule->id, rule->id);
}

/* Adds a rule; a site's rule takes the place of the shipped one of its id. */
static void add_rule(struct catalogue_reading *reading, enum rule_kind kind,
                     const struct rule *rule, bool is_site)
{
    struct catalogue *catalogue = reading->catalogue;
    struct rule **rules = rules_of(catalogue, kind);
    size_t *count = count_of(catalogue, kind);
    struct rule *same = find_rule(*rules, *count, rule->id);
    if (same != NULL && is_site && strcmp(same->place.file, rule->place.file) == 0) {
        *same = *rule;
        return;
    }
    if (same != NULL) {
        complain(&reading->complaints, rule->place.file, rule->id_line,
                 "id \"%s\" is that of %s too", rule->id, same->place.file);
        return;
    }
    *rules = region_grow(&catalogue->region, *rules, *count, sizeof **rules);
    (*rules)[(*count)++] = *rule;
}

const char *catalogue_folder(enum rule_kind kind)
{
    return kinds[kind].folder;
}

bool catalogue_is_rule_file(const char *name)
{
    size_t length = strlen(name);
    return length > 4 && name[0] != '.' && strcmp(name + length - 4, ".sql") == 0;
}

static int is_sql_file(const struct dirent *entry)
{
    return catalogue_is_rule_file(entry->d_name);
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

/* What stands elsewhere than in the three folders would be passed over in silence. */
static void look_at_entry(struct catalogue_reading *reading, const char *site,
                          const struct dirent *entry)
{
    const char *names[sizeof kinds / sizeof kinds[0]];
    struct stat status;
    const char *path = region_format(&reading->catalogue->region, "%s/%s", site, entry->d_name);
    if (entry->d_name[0] == '.')
        return;
    if (is_sql_file(entry))
        complain(&reading->complaints, path, 0, "put it into checks/, kpis/, tables/ or derived/");
    if (stat(path, &status) != 0 || !S_ISDIR(status.st_mode))
        return;
    for (size_t kind = 0; kind < sizeof kinds / sizeof kinds[0]; kind++) {
        names[kind] = kinds[kind].folder;
        if (strcmp(names[kind], entry->d_name) == 0)
            return;
    }
    complain_name(&reading->complaints, site, 0, "unknown folder", entry->d_name, names,
                  sizeof names / sizeof names[0]);
}

static void look_at_site(struct catalogue_reading *reading, const char *site)
{
    struct dirent **entries;
    int count = scandir(site, &entries, NULL, compare_names);
    if (count < 0) {
        complain(&reading->complaints, "khrop.ini", 0,
                 "[paths] catalogue = %s: %s; type: mkdir -p %s/checks", site, strerror(errno),
                 site);
        return;
    }
    for (int i = 0; i < count; i++) {
        look_at_entry(reading, site, entries[i]);
        free(entries[i]);
    }
    free(entries);
}

static void read_all(struct catalogue_reading *reading, const char *shipped)
{
    const char *site = reading->settings != NULL ? reading->settings->catalogue_folder : NULL;
    if (site != NULL)
        look_at_site(reading, site);
    contracts_take(reading, shipped);
    for (size_t kind = 0; kind < sizeof kinds / sizeof kinds[0]; kind++) {
        read_folder(reading, (enum rule_kind)kind, shipped, false);
        if (site != NULL)
            read_folder(reading, (enum rule_kind)kind, site, true);
    }
}

static void check_rule(struct catalogue_reading *reading, const struct rule *rule)
{
    for (size_t i = 0; i < rule->need_count; i++)
        need_check(reading, rule, &rule->needs[i]);
    for (size_t i = 0; i < rule->may_use_count; i++)
        may_use_check(reading, rule, &rule->may_use[i]);
    if (strncmp(rule->id, "khrop_", 6) == 0 ||
        (rule->kind == RULE_DERIVED &&
         (need_is_own(rule->id) || catalogue_contract(reading->catalogue, rule->id) != NULL)))
        complain(&reading->complaints, rule->place.file, 1, "the name \"%s\" is taken", rule->id);
    if (rule->kind == RULE_KPI && rule->rows[0] == NULL)
        complain(&reading->complaints, rule->place.file, 1, "rows must name at least one column");
    if (rule->kind == RULE_TABLE)
        rule_table_check(reading, rule);
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

static void apply_rules(struct catalogue_reading *reading, enum rule_kind kind, const char *unknown,
                        const struct rule_settings *settings, size_t settings_count)
{
    struct rule *rules = *rules_of(reading->catalogue, kind);
    size_t count = *count_of(reading->catalogue, kind);
    for (size_t i = 0; i < settings_count; i++) {
        struct rule *rule = find_rule(rules, count, settings[i].id);
        if (rule == NULL)
            complain_of_rule(reading, &settings[i], unknown, rules, count);
        else
            rule_override(reading, rule, &settings[i]);
    }
}

static void apply_settings(struct catalogue_reading *reading)
{
    const struct settings *settings = reading->settings;
    apply_rules(reading, RULE_CHECK, "unknown check", settings->checks, settings->check_count);
    apply_rules(reading, RULE_DERIVED, "unknown derived dataset", settings->derived,
                settings->derived_count);
    apply_rules(reading, RULE_KPI, "unknown KPI", settings->kpis, settings->kpi_count);
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
    if (left->subject != right->subject)
        return left->subject < right->subject ? -1 : 1;
    if (left->position != right->position)
        return left->position < right->position ? -1 : 1;
    return strcmp(left->id, right->id);
}

static int compare_tables(const void *a, const void *b)
{
    const struct rule *left = a, *right = b;
    if (left->page != right->page)
        return left->page < right->page ? -1 : 1;
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
    if (reading->settings != NULL) {
        apply_settings(reading);
        check_owners(reading);
        check_datasets(reading);
        check_jobs(reading);
        reports_check(reading);
    }
    order_derived(reading);
    if (catalogue->table_count > 0)
        qsort(*rules_of(catalogue, RULE_TABLE), catalogue->table_count, sizeof(struct rule),
              compare_tables);
    if (catalogue->check_count > 0)
        qsort(*rules_of(catalogue, RULE_CHECK), catalogue->check_count, sizeof(struct rule),
              compare_checks);
    if (catalogue->kpi_count > 0)
        qsort(*rules_of(catalogue, RULE_KPI), catalogue->kpi_count, sizeof(struct rule),
              compare_kpis);
}

static bool catalogue_read_from(struct catalogue **catalogue, const struct settings *settings,
                                const char *shipped, struct complaints *complaints,
                                struct error *error)
{
    struct catalogue_reading reading = {.settings = settings, .complaints = *complaints};

    *catalogue = NULL;
    reading.catalogue = calloc(1, sizeof *reading.catalogue);
    if (reading.catalogue == NULL)
        return error_set(error, EXIT_CODE_SOFTWARE, "out of memory for the catalogue");
    read_all(&reading, shipped);
    finish(&reading);
    *complaints = reading.complaints;
    *catalogue = reading.catalogue;
    return true;
}

static bool catalogue_read(struct catalogue **catalogue, const struct settings *settings,
                           struct complaints *complaints, struct error *error)
{
    char shipped[PATH_MAX];

    *catalogue = NULL;
    return installation_find("catalogue", shipped, sizeof shipped, error) &&
           catalogue_read_from(catalogue, settings, shipped, complaints, error);
}

static bool without_complaint(struct catalogue **catalogue, const struct complaints *complaints,
                              struct error *error)
{
    if (complaints_none(complaints, error))
        return true;
    catalogue_close(*catalogue);
    *catalogue = NULL;
    return false;
}

bool catalogue_open(struct catalogue **catalogue, const struct settings *settings,
                    struct error *error)
{
    struct complaints complaints = {0};
    return catalogue_read(catalogue, settings, &complaints, error) &&
           without_complaint(catalogue, &complaints, error);
}

bool catalogue_open_from(struct catalogue **catalogue, const struct settings *settings,
                         const char *shipped, struct error *error)
{
    struct complaints complaints = {0};
    return catalogue_read_from(catalogue, settings, shipped, &complaints, error) &&
           without_complaint(catalogue, &complaints, error);
}

bool catalogue_open_with_settings(struct catalogue **catalogue, struct settings **settings,
                                  const char *folder, struct error *error)
{
    struct complaints complaints = {0};
    *catalogue = NULL;
    if (!settings_read(settings, folder, &complaints, error))
        return false;
    /* Without a source, khrop.ini could not be read, and with it where the site's catalogue is. */
    if (((*settings)->source_count == 0 ||
         catalogue_read(catalogue, *settings, &complaints, error)) &&
        without_complaint(catalogue, &complaints, error))
        return true;
    settings_close(*settings);
    *settings = NULL;
    return false;
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

const struct rule *catalogue_table(const struct catalogue *catalogue, const char *id)
{
    return find_rule((struct rule *)catalogue->tables, catalogue->table_count, id);
}

const struct rule *catalogue_rule(const struct catalogue *catalogue, const char *id)
{
    const struct rule *found = NULL;
    for (size_t kind = 0; found == NULL && kind < sizeof kinds / sizeof kinds[0]; kind++)
        found = find_rule(*rules_of((struct catalogue *)catalogue, (enum rule_kind)kind),
                          *count_of((struct catalogue *)catalogue, (enum rule_kind)kind), id);
    return found;
}
