/* Parameters that a site sets by branch, by kind or by both. See catalogue.h. */
#include "config/binder.h"
#include "jobs/catalogue_reading.h"

#include <string.h>

const struct variation *rule_variation(const struct rule *rule, const char *name)
{
    for (size_t i = 0; i < rule->variation_count; i++)
        if (strcmp(rule->variations[i].parameter, name) == 0)
            return &rule->variations[i];
    return NULL;
}

static struct parameter *find(const struct rule *rule, const char *name, const char *branch,
                              const char *kind)
{
    for (size_t i = 0; i < rule->parameter_count; i++)
        if (strcmp(rule->parameters[i].name, name) == 0 &&
            strcmp(rule->parameters[i].branch, branch) == 0 &&
            strcmp(rule->parameters[i].kind, kind) == 0)
            return (struct parameter *)&rule->parameters[i];
    return NULL;
}

const struct parameter *rule_parameter_at(const struct rule *rule, const char *name,
                                          const char *branch, const char *kind)
{
    const struct {
        const char *branch, *kind;
    } closest[] = {{branch, kind}, {branch, ""}, {"", kind}, {"", ""}};

    for (size_t i = 0; i < sizeof closest / sizeof closest[0]; i++) {
        const struct parameter *found = find(rule, name, closest[i].branch, closest[i].kind);
        if (found != NULL)
            return found;
    }
    return NULL;
}

/* The allowed values of `orders.kind`; NULL after a complaint. */
static const char *const *kinds_of(struct catalogue_reading *reading, const struct rule *rule,
                                   const char *word, int line)
{
    const char *dot = strchr(word, '.');
    const struct contract *contract =
        dot == NULL ? NULL
                    : catalogue_contract(reading->catalogue,
                                         region_format(&reading->catalogue->region, "%.*s",
                                                       (int)(dot - word), word));
    size_t column = contract == NULL ? 0 : schema_find(&contract->schema, dot + 1);

    if (contract != NULL && column < contract->schema.column_count &&
        contract->schema.columns[column].allowed != NULL)
        return contract->schema.columns[column].allowed;
    complain(&reading->complaints, rule->place.file, line,
             "vary_by: \"%s\" is neither branch nor a column that has kinds, such as orders.kind",
             word);
    return NULL;
}

static struct variation variation_read(struct catalogue_reading *reading, const struct rule *rule,
                                       const struct node *vary_by, const struct node_entry *entry)
{
    struct variation variation = {.parameter = entry->key};
    size_t count = 0;
    const char *const *words =
        binder_names(&reading->catalogue->region, vary_by, entry->key, &count);

    for (size_t i = 0; i < count; i++) {
        if (strcmp(words[i], "branch") == 0) {
            variation.is_by_branch = true;
            continue;
        }
        variation.by_kind = words[i];
        variation.kinds = kinds_of(reading, rule, words[i], entry->value->line);
    }
    return variation;
}

static bool has_parameter(const struct rule *rule, const char *name)
{
    for (size_t i = 0; i < rule->parameter_count; i++)
        if (strcmp(rule->parameters[i].name, name) == 0)
            return true;
    return false;
}

void rule_variations_take(struct catalogue_reading *reading, struct rule *rule,
                          const struct node *vary_by)
{
    struct variation *made;

    if (vary_by == NULL)
        return;
    if (vary_by->kind != NODE_MAP) {
        complain(&reading->complaints, rule->place.file, vary_by->line,
                 "\"vary_by\" must be a map {parameter: [branch, orders.kind]}");
        return;
    }
    made = region_allocate(&reading->catalogue->region, (vary_by->entry_count + 1) * sizeof *made);
    for (size_t i = 0; i < vary_by->entry_count; i++) {
        const struct node_entry *entry = &vary_by->entries[i];
        if (!has_parameter(rule, entry->key))
            complain(&reading->complaints, rule->place.file, entry->line,
                     "vary_by names \"%s\", which is no parameter", entry->key);
        made[i] = variation_read(reading, rule, vary_by, entry);
    }
    rule->variations = made;
    rule->variation_count = vary_by->entry_count;
}

/* "branch and orders.kind": what there is to choose from. */
static const char *dimensions(struct region *region, const struct variation *variation)
{
    if (variation == NULL || (!variation->is_by_branch && variation->by_kind == NULL))
        return "nothing";
    if (variation->by_kind == NULL)
        return "branch alone";
    return variation->is_by_branch ? region_format(region, "branch and %s", variation->by_kind)
                                   : region_format(region, "%s alone", variation->by_kind);
}

static bool is_kind(const struct variation *variation, const char *kind)
{
    for (size_t i = 0; variation->kinds[i] != NULL; i++)
        if (strcmp(variation->kinds[i], kind) == 0)
            return true;
    return false;
}

static size_t count_of(const char *const *names)
{
    size_t count = 0;
    while (names[count] != NULL)
        count++;
    return count;
}

static bool scope_is_good(struct catalogue_reading *reading, const struct rule *rule,
                          const struct parameter_setting *setting)
{
    struct region *region = &reading->catalogue->region;
    const struct variation *variation = rule_variation(rule, setting->name);
    bool has_kind = setting->kind[0] != '\0', has_branch = setting->branch[0] != '\0';

    if (!has_parameter(rule, setting->name) || variation == NULL ||
        (has_branch && !variation->is_by_branch) || (has_kind && variation->kinds == NULL)) {
        complain(&reading->complaints, setting->place.file, setting->place.line,
                 "%s: %s can't be set by %s; it varies by %s", rule->id, setting->name,
                 has_branch && has_kind ? "branch and kind"
                 : has_branch           ? "branch"
                                        : "kind",
                 dimensions(region, variation));
        return false;
    }
    if (!has_kind || is_kind(variation, setting->kind))
        return true;
    complain_name(&reading->complaints, setting->place.file, setting->place.line,
                  region_format(region, "%s: %s: %s has no kind", rule->id, setting->name,
                                variation->by_kind),
                  setting->kind, variation->kinds, count_of(variation->kinds));
    return false;
}

struct parameter *rule_variation_set(struct catalogue_reading *reading, struct rule *rule,
                                     const struct parameter_setting *setting)
{
    struct parameter *parameter = find(rule, setting->name, setting->branch, setting->kind);
    struct parameter made = {
        .name = setting->name, .branch = setting->branch, .kind = setting->kind};

    if (parameter != NULL)
        return parameter;
    if (!scope_is_good(reading, rule, setting))
        return NULL;
    for (size_t i = 0; i < rule->parameter_count; i++)
        if (strcmp(rule->parameters[i].name, setting->name) == 0)
            made.type = rule->parameters[i].type;
    return rule_parameter_add(reading, rule, &made);
}
