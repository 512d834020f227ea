/* Values, shares and statuses of KPIs; see kpi_reckoning.h. */
#include "jobs/kpi_reckoning.h"

#include "core/decimal.h"
#include "jobs/kpi_run.h"

#include <string.h>

#define PERCENT_SCALE INT64_C(1000000)

size_t kpi_measure_index(const struct rule *rule, const char *measure)
{
    size_t index = 0;
    while (index + 1 < rule->measure_count && strcmp(rule->measures[index].name, measure) != 0)
        index++;
    return index;
}

bool kpi_value(enum kpi_unit unit, int64_t part, bool has_whole, int64_t whole, bool *has_value,
               int64_t *value)
{
    bool is_ratio = unit == UNIT_PERCENT || unit == UNIT_DAYS;
    *has_value = !is_ratio || (has_whole && whole != 0);
    *value = part;
    return !is_ratio || !*has_value ||
           decimal_multiply_divide(part, unit == UNIT_PERCENT ? PERCENT_SCALE : DECIMAL_SCALE,
                                   whole, value);
}

bool kpi_reckon(const struct rule *rule, struct kpi_reckoning *figure)
{
    if (!kpi_value(figure->unit, figure->part, figure->has_whole, figure->whole, &figure->has_value,
                   &figure->value))
        return false;
    figure->has_share =
        rule->shows_share && (figure->has_whole ? figure->whole : figure->total) != 0;
    return !figure->has_share ||
           decimal_multiply_divide(figure->part, PERCENT_SCALE,
                                   figure->has_whole ? figure->whole : figure->total,
                                   &figure->share);
}

const char *kpi_status(const struct rule *rule, const struct kpi_reckoning *figure,
                       const char *split, bool is_first_measure)
{
    bool is_higher = rule->direction == HIGHER_IS_BETTER;
    int64_t shown = rule->is_target_on_share     ? figure->share
                    : figure->unit == UNIT_COUNT ? figure->value * DECIMAL_SCALE
                                                 : figure->value;
    bool is_known = rule->is_target_on_share ? figure->has_share : figure->has_value;
    if (!rule->has_target || !is_known || !is_first_measure)
        return "";
    if (rule->target_split != NULL && strcmp(rule->target_split, split) != 0)
        return "";
    if (is_higher ? shown >= rule->target : shown <= rule->target)
        return "green";
    if (rule->has_amber && (is_higher ? shown >= rule->amber : shown <= rule->amber))
        return "amber";
    return "red";
}
