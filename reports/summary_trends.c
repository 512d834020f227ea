/* A chart for each KPI over 90 days on summary.html, with its target and its figures week by week.
 */
#include "core/decimal.h"
#include "core/text.h"
#include "reports/kpi_units.h"
#include "reports/summary_page.h"
#include "reports/svg_chart.h"
#include "reports/trend_points.h"

#include <stdio.h>
#include <string.h>

#define TREND_DAYS 90
#define DAYS_FEWEST 14 /* a young trend is not drawn wider than it is */
#define POINTS_FEWEST 2
#define CHART_WIDTH 400
#define CHART_HEIGHT 150
#define WEEK 7
#define GAP_OF_FLOW 1
#define GAP_OF_STOCK 7 /* a long holiday */
#define PERCENT_MOST INT64_C(1000000)
#define MILLION INT64_C(1000000)

struct trend {
    const struct rule *rule;
    struct summary_speaker speaker;
    struct svg_point *points;
    size_t count;
};

struct axis {
    enum kpi_unit unit;
    enum language language;
};

/* Labels of an axis are short: "92.5 %", "18.4 M", "3". */
static void axis_text(const void *context, int64_t value, char text[SVG_TEXT_SIZE])
{
    const struct axis *axis = context;
    char number[DECIMAL_TEXT_SIZE];
    bool is_count = axis->unit == UNIT_COUNT;
    int64_t million = is_count ? MILLION : MILLION * DECIMAL_SCALE;
    if (axis->unit != UNIT_PERCENT && (value >= million || value <= -million)) {
        decimal_format(value / (million / DECIMAL_SCALE), number);
        text_format(text, SVG_TEXT_SIZE, "%s%s", number,
                    summary_word(SUMMARY_MILLION, axis->language));
        return;
    }
    decimal_format(is_count ? value * DECIMAL_SCALE : value, number);
    if (value % DECIMAL_SCALE == 0 || is_count)
        decimal_format_grouped(is_count ? value * DECIMAL_SCALE : value, 0, number);
    text_format(text, SVG_TEXT_SIZE, "%s%s", number, axis->unit == UNIT_PERCENT ? " %" : "");
}

static enum kpi_unit shown_unit(const struct trend *trend)
{
    return trend->speaker.is_share ? UNIT_PERCENT : trend->speaker.measure->unit;
}

static bool has_target(const struct trend *trend)
{
    return trend->rule->has_target && trend->speaker.measure == &trend->rule->measures[0];
}

/* In the scale of the values: a target of a count is scaled, counts are not. */
static int64_t target_of(const struct trend *trend)
{
    return shown_unit(trend) == UNIT_COUNT ? trend->rule->target / DECIMAL_SCALE
                                           : trend->rule->target;
}

static bool read_trend(struct summary_page *page, struct trend *trend, struct error *error)
{
    bool is_flow = trend->rule->kpi_kind == KPI_FLOW, is_share = trend->speaker.is_share;
    struct trend_key key = {trend->rule,
                            trend->speaker.measure->name,
                            trend->speaker.split,
                            is_flow ? PERIOD_ROLLING : PERIOD_NOW,
                            report_level(page->report),
                            report_level_no(page->report)};
    struct trend_point *points;
    size_t count;
    if (!trend_points_read(page->report, &key, &page->region, &points, &count, error))
        return false;
    trend->points = region_allocate(&page->region, (count + 1) * sizeof *trend->points);
    trend->count = 0;
    for (size_t i = 0; i < count; i++)
        if (is_share ? points[i].has_share : points[i].has_value)
            trend->points[trend->count++] =
                (struct svg_point){points[i].day_on, is_share ? points[i].share : points[i].value};
    return true;
}

static const struct svg_point *extreme(const struct trend *trend, bool is_highest)
{
    const struct svg_point *found = &trend->points[0];
    for (size_t i = 1; i < trend->count; i++)
        if (is_highest ? trend->points[i].value > found->value
                       : trend->points[i].value < found->value)
            found = &trend->points[i];
    return found;
}

static size_t describe_point(const struct summary_page *page, const struct trend *trend,
                             enum summary_word name, const struct svg_point *point, char *text,
                             size_t size)
{
    char value[KPI_TEXT_SIZE], date[DATE_TEXT_SIZE];
    kpi_value_text(shown_unit(trend), point->value, page->report->language, value);
    label_date(point->at, page->report->language, date);
    return text_format(text, size, "%s %s (%s)", summary_says(page, name), value, date);
}

/* "Lowest 91.20 % (3 Nov 2026), highest 95.10 % (12 Oct 2026), latest 92.84 % (18 Nov 2026)" */
static void describe(const struct summary_page *page, const struct trend *trend, char *text,
                     size_t size)
{
    size_t used = describe_point(page, trend, SUMMARY_LOWEST, extreme(trend, false), text, size);
    used += text_format(text + used, size - used, ", ");
    used += describe_point(page, trend, SUMMARY_HIGHEST, extreme(trend, true), text + used,
                           size - used);
    used += text_format(text + used, size - used, ", ");
    describe_point(page, trend, SUMMARY_LATEST, &trend->points[trend->count - 1], text + used,
                   size - used);
}

static void write_chart(struct summary_page *page, const struct trend *trend, const char *title)
{
    const struct axis axis = {shown_unit(trend), page->report->language};
    const struct svg_axis_words words = {axis_text, &axis};
    bool is_flow = trend->rule->kpi_kind == KPI_FLOW;
    int64_t last_on = is_flow ? page->report->slot->last_on : page->report->slot->business_on;
    int64_t first_on = last_on - TREND_DAYS + 1;
    char id[32], description[KPI_TEXT_SIZE * 8], first[DATE_TEXT_SIZE], last[DATE_TEXT_SIZE];
    char target[KPI_TEXT_SIZE];
    struct rule of_chart = *trend->rule;
    of_chart.target_split = NULL;
    if (trend->points[0].at > first_on)
        first_on = trend->points[0].at < last_on - DAYS_FEWEST + 1 ? trend->points[0].at
                                                                   : last_on - DAYS_FEWEST + 1;
    label_date(first_on, page->report->language, first);
    label_date(last_on, page->report->language, last);
    kpi_target_text(&of_chart, page->report->language, target);
    describe(page, trend, description, sizeof description);
    snprintf(id, sizeof id, "c%u", ++page->chart_count);
    svg_line_chart(page->file, &(struct svg_line_chart){
                                   .head = {id, title, description, CHART_WIDTH, CHART_HEIGHT},
                                   .main = {trend->points, trend->count},
                                   .first_at = first_on,
                                   .last_at = last_on,
                                   .gap = is_flow ? GAP_OF_FLOW : GAP_OF_STOCK,
                                   .has_target = has_target(trend),
                                   .target = target_of(trend),
                                   .has_most = shown_unit(trend) == UNIT_PERCENT,
                                   .most = PERCENT_MOST,
                                   .words = &words,
                                   .first_label = first,
                                   .last_label = last,
                                   .target_label = target,
                               });
}

/* The latest figure and each a week, two weeks .. before it. */
static void write_weeks(const struct summary_page *page, const struct trend *trend,
                        const char *title)
{
    int64_t next_on = INT64_MAX;
    summary_fold_begin(page, "", summary_says(page, SUMMARY_FIGURES));
    summary_table_begin(page, "", title);
    summary_heading(page, summary_says(page, SUMMARY_DAY_ON), false);
    summary_heading(page, summary_label(page, LABEL_VALUE), true);
    summary_body_begin(page);
    for (size_t i = trend->count; i > 0; i--) {
        const struct svg_point *point = &trend->points[i - 1];
        char value[KPI_TEXT_SIZE], date[DATE_TEXT_SIZE];
        if (point->at > next_on)
            continue;
        next_on = point->at - WEEK;
        kpi_value_text(shown_unit(trend), point->value, page->report->language, value);
        label_date(point->at, page->report->language, date);
        summary_element(page, "<tr><th scope=\"row\">", date, "</th><td class=\"n\">");
        summary_element(page, "", value, "</td></tr>\n");
    }
    summary_table_end(page);
    summary_fold_end(page);
}

static void write_trend(struct summary_page *page, const struct trend *trend)
{
    char title[SUMMARY_TITLE_SIZE], value[KPI_TEXT_SIZE];
    summary_speaker_title(page, trend->rule, &trend->speaker, title);
    kpi_value_text(shown_unit(trend), trend->points[trend->count - 1].value, page->report->language,
                   value);
    summary_element(page, "<figure><figcaption>", title, " <span>");
    summary_element(page, "", summary_says(page, SUMMARY_LATEST), " ");
    summary_element(page, "", value, "</span></figcaption>\n");
    write_chart(page, trend, title);
    write_weeks(page, trend, title);
    fputs("</figure>\n", page->file);
}

/* KPIs without a target show each measure. `young`: those that can't be drawn yet. */
static bool write_kpi(struct summary_page *page, const struct fact_kpi *kpi, char *young,
                      size_t size, struct error *error)
{
    size_t count = kpi->rule->has_target ? 1 : kpi->rule->measure_count;
    if (!summary_is_measured(kpi))
        return true;
    for (size_t i = 0; i < count; i++) {
        struct trend trend = {.rule = kpi->rule, .speaker = summary_speaker(kpi->rule)};
        size_t used = strlen(young);
        if (!kpi->rule->has_target)
            trend.speaker = (struct summary_speaker){&kpi->rule->measures[i], "*", false};
        if (!read_trend(page, &trend, error))
            return false;
        if (trend.count >= POINTS_FEWEST)
            write_trend(page, &trend);
        else if (i == 0)
            text_format(young + used, size - used, "%s%s", used == 0 ? "" : ", ",
                        kpi->rule->title.text[page->report->language]);
    }
    return true;
}

static bool write_subject(struct summary_page *page, const struct summary_subject *subject,
                          struct error *error)
{
    char young[REPORT_LINE_SIZE * 4] = "";
    summary_element(page, "<h3>", summary_subject_title(page, subject),
                    "</h3>\n<div class=\"charts\">\n");
    for (size_t i = 0; i < subject->count; i++)
        if (!write_kpi(page, &subject->kpis[i], young, sizeof young, error))
            return false;
    fputs("</div>\n", page->file);
    if (young[0] != '\0') {
        summary_element(page, "<p class=\"faint\">", summary_says(page, SUMMARY_TOO_YOUNG), " ");
        summary_element(page, "", young, "</p>\n");
    }
    return true;
}

bool summary_trends_write(struct summary_page *page, struct error *error)
{
    struct summary_subject subject;
    size_t index = 0;
    summary_element(page, "<p class=\"faint\">", summary_says(page, SUMMARY_TREND_NOTE), "</p>\n");
    while (summary_subject_next(page, &index, &subject))
        if (!write_subject(page, &subject, error))
            return false;
    return true;
}
