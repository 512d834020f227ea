/* One KPI's trend; see summary_trend.h. */
#include "reports/summary_trend.h"

#include "core/decimal.h"
#include "core/text.h"
#include "reports/kpi_units.h"

#include <stdio.h>

#define TREND_DAYS 90
#define DAYS_FEWEST 14
#define GAP_OF_FLOW 1
#define GAP_OF_STOCK 7 /* a long holiday */
#define PERCENT_MOST INT64_C(1000000)

bool summary_trend_read(struct summary_page *page, struct summary_trend *trend, struct error *error)
{
    bool is_flow = trend->rule->kpi_kind == KPI_FLOW;
    const struct kpi_trend wanted = {.rule = trend->rule,
                                     .measure = trend->speaker.measure->name,
                                     .split = trend->speaker.split,
                                     .period = is_flow ? "rolling" : "now",
                                     .is_share = trend->speaker.is_share};
    struct kpi_point *points;
    size_t count;
    error_clear(error);
    if (!kpi_points_read(page->report, &wanted, &page->region, &points, &count, error))
        return false;
    summary_trend_take(page, trend, points, count);
    return true;
}

void summary_trend_take(struct summary_page *page, struct summary_trend *trend,
                        const struct kpi_point *points, size_t count)
{
    trend->points = region_allocate(&page->region, (count + 1) * sizeof *trend->points);
    trend->count = count;
    for (size_t i = 0; i < count; i++)
        trend->points[i] = (struct svg_point){points[i].day_on, points[i].value};
}

enum kpi_unit summary_trend_unit(const struct summary_trend *trend)
{
    return trend->speaker.is_share ? UNIT_PERCENT : trend->speaker.measure->unit;
}

void summary_trend_days(const struct summary_page *page, const struct summary_trend *trend,
                        int64_t *first_on, int64_t *last_on)
{
    const struct slot *slot = page->report->slot;
    *last_on = trend->rule->kpi_kind == KPI_FLOW ? slot->last_on : slot->business_on;
    *first_on = *last_on - TREND_DAYS + 1;
    if (trend->points[0].at > *first_on)
        *first_on = trend->points[0].at;
    if (*first_on > *last_on - DAYS_FEWEST + 1)
        *first_on = *last_on - DAYS_FEWEST + 1;
}

/* In the scale of the values: a target of a count is scaled, counts are not. */
static int64_t target_of(const struct summary_trend *trend)
{
    return summary_trend_unit(trend) == UNIT_COUNT ? trend->rule->target / DECIMAL_SCALE
                                                   : trend->rule->target;
}

struct svg_line_chart summary_trend_chart(const struct summary_page *page,
                                          const struct summary_trend *trend)
{
    const struct rule *rule = trend->rule;
    struct svg_line_chart chart = {
        .main = {trend->points, trend->count},
        .gap = rule->kpi_kind == KPI_FLOW ? GAP_OF_FLOW : GAP_OF_STOCK,
        .has_target = rule->has_target && trend->speaker.measure == &rule->measures[0],
        .target = target_of(trend),
        .has_most = summary_trend_unit(trend) == UNIT_PERCENT,
        .most = PERCENT_MOST,
    };
    summary_trend_days(page, trend, &chart.first_at, &chart.last_at);
    return chart;
}

static const struct svg_point *extreme(const struct summary_trend *trend, bool is_highest)
{
    const struct svg_point *found = &trend->points[0];
    for (size_t i = 1; i < trend->count; i++)
        if (is_highest ? trend->points[i].value > found->value
                       : trend->points[i].value < found->value)
            found = &trend->points[i];
    return found;
}

static size_t describe_point(const struct summary_page *page, const struct summary_trend *trend,
                             enum summary_word name, const struct svg_point *point, char *text,
                             size_t size)
{
    char value[KPI_TEXT_SIZE], date[DATE_TEXT_SIZE];
    kpi_value_text(summary_trend_unit(trend), point->value, page->report->language, value);
    label_date(point->at, page->report->language, date);
    return text_format(text, size, "%s %s (%s)", summary_says(page, name), value, date);
}

void summary_trend_describe(const struct summary_page *page, const struct summary_trend *trend,
                            char text[SUMMARY_DESCRIPTION_SIZE])
{
    const struct {
        enum summary_word name;
        const struct svg_point *point;
    } told[] = {{SUMMARY_LOWEST, extreme(trend, false)},
                {SUMMARY_HIGHEST, extreme(trend, true)},
                {SUMMARY_LATEST, &trend->points[trend->count - 1]}};
    size_t used = 0;
    for (size_t i = 0; i < sizeof told / sizeof told[0]; i++) {
        used += text_format(text + used, SUMMARY_DESCRIPTION_SIZE - used, "%s", i == 0 ? "" : ", ");
        used += describe_point(page, trend, told[i].name, told[i].point, text + used,
                               SUMMARY_DESCRIPTION_SIZE - used);
    }
}

void summary_chart_id(struct summary_page *page, char id[32])
{
    snprintf(id, 32, "c%u", ++page->chart_count);
}
