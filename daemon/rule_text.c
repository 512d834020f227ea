/* Rules in words; see rule_text.h. */
#include "daemon/rule_text.h"

#include "core/date.h"
#include "core/decimal.h"
#include "core/text.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Adds to what is there, as far as it fits, to the end of a character. */
__attribute__((format(printf, 2, 3))) static void add(char text[RULE_TEXT_SIZE], const char *format,
                                                      ...)
{
    size_t used = strlen(text);
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text + used, RULE_TEXT_SIZE - used, format, arguments);
    va_end(arguments);
    text[text_cut(text, strlen(text), RULE_TEXT_SIZE - 1)] = '\0';
}

/* ",a,b," as it is bound, "a, b" as it is read. */
static void add_list(char text[RULE_TEXT_SIZE], const char *bound)
{
    add(text, "[");
    for (const char *item = bound + strspn(bound, ","); *item != '\0';) {
        size_t length = strcspn(item, ",");
        const char *next = item + length + strspn(item + length, ",");
        add(text, "%.*s%s", (int)length, item, *next != '\0' ? ", " : "");
        item = next;
    }
    add(text, "]");
}

static void add_value(char text[RULE_TEXT_SIZE], const struct parameter *parameter)
{
    char number[DATE_TEXT_SIZE > DECIMAL_TEXT_SIZE ? DATE_TEXT_SIZE : DECIMAL_TEXT_SIZE];

    if (parameter->is_list) {
        add_list(text, parameter->text);
        return;
    }
    switch (parameter->type) {
    case COLUMN_TEXT:
        add(text, "%s", parameter->text);
        return;
    case COLUMN_QUANTITY:
    case COLUMN_MONEY:
        decimal_format(parameter->number, number);
        break;
    case COLUMN_DATE:
        date_format_iso(parameter->number, number);
        break;
    case COLUMN_BOOLEAN:
        snprintf(number, sizeof number, "%s", parameter->number != 0 ? "true" : "false");
        break;
    default:
        snprintf(number, sizeof number, "%" PRId64, parameter->number);
        break;
    }
    add(text, "%s", number);
}

static void add_parameter(char text[RULE_TEXT_SIZE], const struct parameter *parameter)
{
    add(text, "%s%s%s ", parameter->name, parameter->kind[0] != '\0' ? "." : "", parameter->kind);
    add_value(text, parameter);
    if (parameter->branch[0] != '\0')
        add(text, " at %s", parameter->branch);
}

void rule_parameter_text(const struct parameter *parameter, char text[RULE_TEXT_SIZE])
{
    text[0] = '\0';
    add_parameter(text, parameter);
}

void rule_parameters_text(const struct rule *rule, char text[RULE_TEXT_SIZE])
{
    text[0] = '\0';
    for (size_t i = 0; i < rule->parameter_count; i++) {
        add(text, "%s", i > 0 ? ", " : "");
        add_parameter(text, &rule->parameters[i]);
    }
}

static void add_names(char text[RULE_TEXT_SIZE], const char *const *names)
{
    for (size_t i = 0; names[i] != NULL; i++)
        add(text, "%s%s", i > 0 ? ", " : "", names[i]);
}

void rule_variations_text(const struct rule *rule, char text[RULE_TEXT_SIZE])
{
    text[0] = '\0';
    for (size_t i = 0; i < rule->variation_count; i++) {
        const struct variation *variation = &rule->variations[i];
        bool is_both = variation->is_by_branch && variation->by_kind != NULL;
        add(text, "%s%s by %s%s%s", i > 0 ? ", " : "", variation->parameter,
            variation->is_by_branch ? "branch" : "", is_both ? " and " : "",
            variation->by_kind != NULL ? variation->by_kind : "");
    }
}

void rule_names_text(const char *const *names, char text[RULE_TEXT_SIZE])
{
    text[0] = '\0';
    add_names(text, names);
}

void rule_needs_text(const struct rule *rule, char text[RULE_TEXT_SIZE])
{
    text[0] = '\0';
    for (size_t i = 0; i < rule->need_count; i++) {
        const struct need *need = &rule->needs[i];
        add(text, "%s%s", i > 0 ? ", " : "", need->dataset);
        if (need->columns[0] == NULL)
            continue;
        add(text, " (");
        add_names(text, need->columns);
        add(text, ")");
    }
}

void rule_may_use_text(const struct rule *rule, char text[RULE_TEXT_SIZE])
{
    text[0] = '\0';
    for (size_t i = 0; i < rule->may_use_count; i++) {
        add(text, "%s%s, for ", i > 0 ? "; " : "", rule->may_use[i].dataset);
        add_names(text, rule->may_use[i].columns);
    }
}

void rule_units_text(const struct rule *rule, char text[RULE_TEXT_SIZE])
{
    static const char *const units[] = {[UNIT_PERCENT] = "percent",
                                        [UNIT_DAYS] = "days",
                                        [UNIT_COUNT] = "count",
                                        [UNIT_QUANTITY] = "qty",
                                        [UNIT_MONEY] = "thb"};

    text[0] = '\0';
    for (size_t i = 0; i < rule->measure_count; i++) {
        const struct kpi_measure *measure = &rule->measures[i];
        add(text, "%s%s%s%s", i > 0 ? ", " : "", measure->name,
            measure->name[0] != '\0' ? ": " : "", units[measure->unit]);
    }
}

void rule_target_text(const struct rule *rule, char text[RULE_TEXT_SIZE])
{
    const char *bound = rule->direction == HIGHER_IS_BETTER ? "at least" : "at most";
    char number[DECIMAL_TEXT_SIZE];

    text[0] = '\0';
    if (!rule->has_target)
        return;
    decimal_format(rule->target, number);
    add(text, "%s %s", bound, number);
    if (rule->has_amber) {
        decimal_format(rule->amber, number);
        add(text, ", amber %s %s", bound, number);
    }
    if (rule->target_split != NULL)
        add(text, " (for %s)", rule->target_split);
}

void rule_table_text(const struct rule *rule, char columns[RULE_TEXT_SIZE],
                     char group[RULE_TEXT_SIZE], char top[RULE_TEXT_SIZE])
{
    const struct table_plan *plan = rule->table;

    columns[0] = group[0] = top[0] = '\0';
    for (size_t i = 0; i < plan->column_count; i++)
        add(columns, "%s%s", i > 0 ? ", " : "", plan->columns[i].name);
    add_names(group, plan->group);
    if (plan->top > 0)
        add(top, "the first %" PRId64 "%s%s", plan->top, plan->largest != NULL ? " by " : "",
            plan->largest != NULL ? plan->largest : "");
}
