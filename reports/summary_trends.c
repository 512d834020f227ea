/* A chart for each KPI over 90 days on summary.html, with its target and its figures week by week.
 */
#include "core/decimal.h"
#include "core/text.h"
#include "reports/kpi_units.h"
#include "reports/summary_trend.h"

#include <stdio.h>
#include <string.h>

#define CHART_WIDTH 400
#define CHART_HEIGHT 150
#define WEEK 7
#define MILLION INT64_C(1000000)

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

static void write_chart(struct summary_page *page, const struct summary_trend *trend,
                        const char *title)
{
    const struct axis axis = {summary_trend_unit(trend), page->report->language};
    const struct svg_axis_words words = {axis_text, &axis};
    struct svg_line_chart chart = summary_trend_chart(page, trend);
    char id[32], description[SUMMARY_DESCRIPTION_SIZE], first[DATE_TEXT_SIZE], last[DATE_TEXT_SIZE];
    char target[KPI_TEXT_SIZE];
    struct rule of_chart = *trend->rule;
    of_chart.target_split = NULL; /* the title names it */
    label_date(chart.first_at, page->report->language, first);
    label_date(chart.last_at, page->report->language, last);
    kpi_target_text(&of_chart, page->report->language, target);
    summary_trend_describe(page, trend, description);
    summary_chart_id(page, id);
    chart.head = (struct svg_head){id, title, description, CHART_WIDTH, CHART_HEIGHT};
    chart.words = &words;
    chart.first_label = first;
    chart.last_label = last;
    chart.target_label = target;
    svg_line_chart(page->file, &chart);
}

/* The latest figure and each a week, two weeks .. before it. */
static void write_weeks(const struct summary_page *page, const struct summary_trend *trend)
{
    int64_t next_on = INT64_MAX;
    summary_fold_begin(page, "", summary_says(page, SUMMARY_FIGURES));
    fprintf(page->file, "<table class=\"weeks\" aria-labelledby=\"c%u-t\"><thead><tr>",
            page->chart_count);
    summary_element(page, "<th scope=\"col\">", summary_says(page, SUMMARY_DAY_ON), "</th>");
    summary_element(page, "<th scope=\"col\" class=\"n\">", summary_label(page, LABEL_VALUE),
                    "</th>");
    fputs("</tr></thead><tbody>\n", page->file);
    for (size_t i = trend->count; i > 0; i--) {
        const struct svg_point *point = &trend->points[i - 1];
        char value[KPI_TEXT_SIZE], date[DATE_TEXT_SIZE];
        if (point->at > next_on)
            continue;
        next_on = point->at - WEEK;
        kpi_value_text(summary_trend_unit(trend), point->value, page->report->language, value);
        label_date(point->at, page->report->language, date);
        summary_element(page, "<tr><th scope=\"row\">", date, "</th><td>");
        summary_element(page, "", value, "</td></tr>\n");
    }
    fputs("</tbody></table>", page->file);
    summary_fold_end(page);
}

static void write_trend(struct summary_page *page, const struct summary_trend *trend)
{
    char title[SUMMARY_TITLE_SIZE], value[KPI_TEXT_SIZE];
    summary_speaker_title(page, trend->rule, &trend->speaker, title);
    kpi_value_text(summary_trend_unit(trend), trend->points[trend->count - 1].value,
                   page->report->language, value);
    summary_element(page, "<figure><figcaption>", title, " <span>");
    summary_element(page, "", summary_says(page, SUMMARY_LATEST), " ");
    summary_element(page, "", value, "</span></figcaption>\n");
    write_chart(page, trend, title);
    write_weeks(page, trend);
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
        struct summary_trend trend = {.rule = kpi->rule, .speaker = summary_speaker(kpi->rule)};
        size_t used = strlen(young);
        if (!kpi->rule->has_target)
            trend.speaker = (struct summary_speaker){&kpi->rule->measures[i], "*", false};
        if (!summary_trend_read(page, &trend, error))
            return false;
        if (trend.count >= SUMMARY_POINTS_FEWEST)
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
