/* Parameters of a rule: its own defaults, then what the site sets. */
#include "config/binder.h"
#include "core/decimal.h"
#include "jobs/catalogue_reading.h"

#include <string.h>

/* A list stands as ",a,b," so that `:name LIKE '%,' || x || ',%'` finds a word in any database. */
static const char *list_text(struct region *region, const char *joined)
{
    return region_format(region, ",%s,", joined);
}

static const char *join(struct region *region, const struct node *list)
{
    const char *text = "";
    for (size_t i = 0; i < list->entry_count; i++)
        if (list->entries[i].value->text != NULL)
            text = region_format(region, "%s%s%s", text, text[0] == '\0' ? "" : ",",
                                 list->entries[i].value->text);
    return text;
}

/* Reads `value` as the type that the parameter's name carries. */
static bool read_value(struct parameter *parameter, const char *value)
{
    size_t length = strlen(value);
    bool truth;
    switch (parameter->type) {
    case COLUMN_TEXT:
        parameter->text = value;
        return true;
    case COLUMN_QUANTITY:
    case COLUMN_MONEY:
        return decimal_parse(value, length, &parameter->number) == DECIMAL_GOOD;
    case COLUMN_DATE:
        return date_parse(value, length, DATE_ORDER_ISO, DATE_ERA_COMMON, &parameter->number) ==
               DATE_GOOD;
    case COLUMN_BOOLEAN:
        if (!boolean_parse(value, &truth))
            return false;
        parameter->number = truth ? 1 : 0;
        return true;
    default:
        return integer_parse(value, length, &parameter->number) == DECIMAL_GOOD;
    }
}

/* Numbers whose names carry no type (shrink_pct, match_item) say it by their default. */
static enum column_type type_of(const char *name, const char *value)
{
    enum column_type type = column_type_of(name);
    int64_t number;
    if (type != COLUMN_TEXT)
        return type;
    if (strcmp(value, "true") == 0 || strcmp(value, "false") == 0)
        return COLUMN_BOOLEAN;
    return integer_parse(value, strlen(value), &number) == DECIMAL_GOOD ? COLUMN_INTEGER
                                                                        : COLUMN_TEXT;
}

const struct parameter *rule_parameter(const struct rule *rule, const char *name)
{
    for (size_t i = 0; i < rule->parameter_count; i++)
        if (rule->parameters[i].kind[0] == '\0' && rule->parameters[i].branch[0] == '\0' &&
            strcmp(rule->parameters[i].name, name) == 0)
            return &rule->parameters[i];
    return NULL;
}

static void add_default(struct catalogue_reading *reading, struct rule *rule, const char *name,
                        const char *kind, const struct node *value)
{
    struct region *region = &reading->catalogue->region;
    struct parameter *made =
        region_grow(region, (void *)rule->parameters, rule->parameter_count, sizeof *made);
    struct parameter *parameter = &made[rule->parameter_count];
    *parameter = (struct parameter){.name = name, .branch = "", .kind = kind, .origin = "default"};
    rule->parameters = made;
    rule->parameter_count++;
    if (value->kind == NODE_LIST) {
        parameter->is_list = true;
        parameter->text = list_text(region, join(region, value));
        return;
    }
    if (value->kind == NODE_MAP || value->text == NULL) {
        complain(&reading->complaints, rule->place.file, value->line, "parameter %s has no value",
                 name);
        return;
    }
    parameter->type = type_of(name, value->text);
    if (!read_value(parameter, value->text))
        complain(&reading->complaints, rule->place.file, value->line,
                 "parameter %s: \"%s\" is not of type %s", name, value->text,
                 column_type_name(parameter->type));
}

void rule_parameters_take(struct catalogue_reading *reading, struct rule *rule,
                          const struct node *params)
{
    if (params != NULL && params->kind != NODE_MAP) {
        complain(&reading->complaints, rule->place.file, params->line,
                 "\"params\" must be a map {name: value}");
        return;
    }
    for (size_t i = 0; params != NULL && i < params->entry_count; i++) {
        const struct node_entry *entry = &params->entries[i];
        if (entry->value->kind != NODE_MAP) {
            add_default(reading, rule, entry->key, "", entry->value);
            continue;
        }
        for (size_t j = 0; j < entry->value->entry_count; j++)
            add_default(reading, rule, entry->key, entry->value->entries[j].key,
                        entry->value->entries[j].value);
    }
}

static struct parameter *find_parameter(const struct rule *rule, const char *name, const char *kind)
{
    for (size_t i = 0; i < rule->parameter_count; i++)
        if (strcmp(rule->parameters[i].name, name) == 0 && rule->parameters[i].branch[0] == '\0' &&
            (kind == NULL || strcmp(rule->parameters[i].kind, kind) == 0))
            return (struct parameter *)&rule->parameters[i];
    return NULL;
}

static void complain_of_parameter(struct catalogue_reading *reading, const struct rule *rule,
                                  const struct parameter_setting *setting)
{
    const char **names =
        region_allocate(&reading->catalogue->region, (rule->parameter_count + 1) * sizeof *names);
    for (size_t i = 0; i < rule->parameter_count; i++)
        names[i] = rule->parameters[i].name;
    complain_name(&reading->complaints, setting->place.file, setting->place.line,
                  region_format(&reading->catalogue->region, "%s has no parameter", rule->id),
                  setting->name, names, rule->parameter_count);
}

struct parameter *rule_parameter_add(struct catalogue_reading *reading, struct rule *rule,
                                     const struct parameter *parameter)
{
    struct parameter *made = region_grow(&reading->catalogue->region, (void *)rule->parameters,
                                         rule->parameter_count, sizeof *made);
    made[rule->parameter_count] = *parameter;
    rule->parameters = made;
    return &made[rule->parameter_count++];
}

/* Every check that knows when its rows began has since_on, which no file has to write down. */
static bool is_since(const struct rule *rule, const struct parameter_setting *setting)
{
    return rule->born_on != NULL && strcmp(setting->name, RULE_SINCE) == 0 &&
           setting->kind[0] == '\0';
}

/* A map's default says the type of every one of its kinds; a kind that it lacks is added. */
static struct parameter *parameter_to_set(struct catalogue_reading *reading, struct rule *rule,
                                          const struct parameter_setting *setting)
{
    struct parameter *parameter = find_parameter(rule, setting->name, setting->kind);
    struct parameter *like = find_parameter(rule, setting->name, NULL);
    struct parameter made = {.name = setting->name, .branch = "", .kind = setting->kind};
    if (parameter != NULL)
        return parameter;
    if (is_since(rule, setting))
        made.type = COLUMN_DATE;
    else if (like != NULL && like->kind[0] != '\0' && setting->kind[0] != '\0')
        made.type = like->type;
    else
        return NULL;
    return rule_parameter_add(reading, rule, &made);
}

static void set_parameter(struct catalogue_reading *reading, struct rule *rule,
                          const struct parameter_setting *setting)
{
    struct parameter *parameter;
    if (rule_variation(rule, setting->name) != NULL || setting->branch[0] != '\0') {
        parameter = rule_variation_set(reading, rule, setting);
        if (parameter == NULL)
            return;
    } else {
        parameter = parameter_to_set(reading, rule, setting);
    }
    if (parameter == NULL) {
        complain_of_parameter(reading, rule, setting);
        return;
    }
    parameter->origin = "site";
    parameter->place = setting->place;
    if (parameter->is_list)
        parameter->text = list_text(&reading->catalogue->region, setting->value);
    else if (!read_value(parameter, setting->value))
        complain(&reading->complaints, setting->place.file, setting->place.line,
                 "%s: parameter %s: \"%s\" is not of type %s", rule->id, setting->name,
                 setting->value, column_type_name(parameter->type));
}

void rule_override(struct catalogue_reading *reading, struct rule *rule,
                   const struct rule_settings *settings)
{
    if (settings == NULL)
        return;
    rule->is_enabled = settings->is_enabled;
    if (settings->severity != NULL)
        rule->severity = settings->severity;
    if (settings->owner != NULL)
        rule->owner = settings->owner;
    if (settings->has_target) {
        rule->has_target = true;
        rule->target = settings->target;
    }
    if (settings->has_amber) {
        rule->has_amber = true;
        rule->amber = settings->amber;
    }
    for (size_t i = 0; i < settings->parameter_count; i++)
        set_parameter(reading, rule, &settings->parameters[i]);
}
