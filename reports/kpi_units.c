/* Units of KPIs, a row each; see kpi_units.h. */
#include "reports/kpi_units.h"

#include "core/decimal.h"
#include "core/text.h"
#include "jobs/value_text.h"
#include "reports/labels.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *code;
    int places;
    bool is_scaled;              /* parts and wholes */
    struct bilingual unit_words; /* behind the number */
} units[] = {
    [UNIT_PERCENT] = {"percent", 2, false, {{" %", " %"}}},
    [UNIT_DAYS] = {"days", 1, false, {{" days", " วัน"}}},
    [UNIT_COUNT] = {"count", 0, false, {{"", ""}}},
    [UNIT_QUANTITY] = {"qty", 2, true, {{"", ""}}},
    [UNIT_MONEY] = {"thb", 2, true, {{" THB", " บาท"}}},
};

const struct kpi_measure *kpi_measure_of(const struct rule *rule, const char *measure)
{
    for (size_t i = 0; rule != NULL && i < rule->measure_count; i++)
        if (strcmp(rule->measures[i].name, measure) == 0)
            return &rule->measures[i];
    return NULL;
}

enum kpi_unit kpi_unit_of(const struct rule *rule, const char *measure)
{
    const struct kpi_measure *found = kpi_measure_of(rule, measure);
    return found == NULL ? UNIT_COUNT : found->unit;
}

const char *kpi_unit_code(enum kpi_unit unit)
{
    return units[unit].code;
}

bool kpi_parts_are_scaled(const struct rule *rule, enum kpi_unit unit)
{
    return units[unit].is_scaled || (rule != NULL && rule->has_scaled_parts);
}

void kpi_value_text(enum kpi_unit unit, int64_t value, enum language language,
                    char text[KPI_TEXT_SIZE])
{
    char number[DECIMAL_TEXT_SIZE];
    int places = units[unit].places;
    if (unit == UNIT_COUNT) {
        if (value > INT64_MAX / DECIMAL_SCALE || value < INT64_MIN / DECIMAL_SCALE) {
            snprintf(text, KPI_TEXT_SIZE, "%lld", (long long)value);
            return;
        }
        value *= DECIMAL_SCALE;
    }
    if (unit == UNIT_QUANTITY && value % DECIMAL_SCALE == 0)
        places = 0;
    decimal_format_grouped(value, places, number);
    snprintf(text, KPI_TEXT_SIZE, "%s%s", number, units[unit].unit_words.text[language]);
}

void kpi_target_text(const struct rule *rule, enum language language, char text[KPI_TEXT_SIZE])
{
    enum kpi_unit unit = rule->is_target_on_share ? UNIT_PERCENT : rule->measures[0].unit;
    char number[DECIMAL_TEXT_SIZE];
    if (!rule->has_target) {
        snprintf(text, KPI_TEXT_SIZE, "-");
        return;
    }
    decimal_format(rule->target, number);
    snprintf(text, KPI_TEXT_SIZE, "%s%s%s %s%s",
             rule->target_split == NULL ? "" : word(WORD_SPLIT, rule->target_split, language),
             rule->target_split == NULL ? "" : " ", rule->direction == HIGHER_IS_BETTER ? "≥" : "≤",
             number, units[unit].unit_words.text[language]);
}

/* Writes the value of the parameter that `name` (of `length` bytes) names; the name itself where
 * there is none. */
static size_t parameter_text(const struct rule *rule, const char *name, size_t length,
                             enum language language, char *text, size_t size)
{
    char number[VALUE_TEXT_SIZE];
    for (size_t i = 0; i < rule->parameter_count; i++) {
        const struct parameter *parameter = &rule->parameters[i];
        bool is_text = parameter->is_list || parameter->type == COLUMN_TEXT;
        if (strlen(parameter->name) != length || memcmp(parameter->name, name, length) != 0)
            continue;
        if (!is_text)
            value_format_spoken(parameter->type, parameter->number, language, number);
        return (size_t)snprintf(text, size, "%s", is_text ? parameter->text : number);
    }
    return (size_t)snprintf(text, size, "{%.*s}", (int)length, name);
}

void rule_words(const struct rule *rule, const char *words, enum language language, char *text,
                size_t size)
{
    const char *rest = words;
    size_t used = 0;
    text[0] = '\0';
    while (*rest != '\0' && used < size) {
        size_t plain = strcspn(rest, "{");
        const char *close = strchr(rest + plain, '}');
        used += (size_t)snprintf(text + used, size - used, "%.*s", (int)plain, rest);
        rest += plain;
        if (*rest == '\0' || close == NULL || used >= size)
            break;
        used += parameter_text(rule, rest + 1, (size_t)(close - rest) - 1, language, text + used,
                               size - used);
        rest = close + 1;
    }
    text[text_cut(text, strlen(text), size - 1)] = '\0';
}

void kpi_formula_text(const struct rule *rule, enum language language, char *text, size_t size)
{
    rule_words(rule, rule->formula.text[language], language, text, size);
}

void kpi_title_text(const struct rule *rule, const struct kpi_measure *measure,
                    enum language language, char *text, size_t size)
{
    if (rule->measure_count > 1 && measure != NULL)
        snprintf(text, size, "%s: %s", rule->title.text[language], measure->title.text[language]);
    else
        snprintf(text, size, "%s", rule->title.text[language]);
}
