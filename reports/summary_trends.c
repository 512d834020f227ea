/* A chart for each KPI over 90 days on summary.html, with its target and its figures week by week.
 */
#include "core/decimal.h"
#include "core/text.h"
#include "reports/kpi_units.h"
#include "reports/summary_trend.h"

#include <stdio.h>
#include <string.h>

#define CHART_WIDTH 416 /* 356 for 89 steps: whole ones are shorter to write */
#define CHART_HEIGHT 150
#define WEEK 7
#define WEEKS 13
#define TRENDS_MOST 32 /* of one subject */
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

/* The trends of a subject: side by side, and in one table below. */
struct trends {
    struct summary_trend drawn[TRENDS_MOST];
    const char *titles[TRENDS_MOST];
    size_t count;
    char young[REPORT_LINE_SIZE * 4]; /* KPIs that can't be drawn yet */
};

static void write_trend(struct summary_page *page, const struct summary_trend *trend,
                        const char *title)
{
    char value[KPI_TEXT_SIZE];
    kpi_value_text(summary_trend_unit(trend), trend->points[trend->count - 1].value,
                   page->report->language, value);
    summary_element(page, "<figure><figcaption>", title, " <span>");
    summary_element(page, "", summary_says(page, SUMMARY_LATEST), " ");
    summary_element(page, "", value, "</span></figcaption>\n");
    write_chart(page, trend, title);
    fputs("</figure>\n", page->file);
}

/* The last point within the week that ends so. NULL: there is none. */
static const struct svg_point *point_of_week(const struct summary_trend *trend, int64_t last_on)
{
    const struct svg_point *found = NULL;
    for (size_t i = 0; i < trend->count; i++)
        if (trend->points[i].at <= last_on && trend->points[i].at > last_on - WEEK)
            found = &trend->points[i];
    return found;
}

static bool has_week(const struct trends *trends, int64_t last_on)
{
    for (size_t i = 0; i < trends->count; i++)
        if (point_of_week(&trends->drawn[i], last_on) != NULL)
            return true;
    return false;
}

static void write_week(const struct summary_page *page, const struct trends *trends,
                       int64_t last_on)
{
    char date[DATE_TEXT_SIZE];
    label_date(last_on, page->report->language, date);
    summary_element(page, "<tr><th scope=\"row\">", date, "</th>");
    for (size_t i = 0; i < trends->count; i++) {
        const struct svg_point *point = point_of_week(&trends->drawn[i], last_on);
        char value[KPI_TEXT_SIZE] = "-";
        if (point != NULL)
            kpi_value_text(summary_trend_unit(&trends->drawn[i]), point->value,
                           page->report->language, value);
        summary_element(page, "<td>", value, "</td>");
    }
    summary_row_end(page);
}

/* What the charts are drawn from, for those who don't see them, and for those who want a number. */
static void write_weeks(const struct summary_page *page, const struct trends *trends,
                        const char *subject)
{
    struct summary_heading headings[TRENDS_MOST + 1] = {{summary_says(page, SUMMARY_WEEK), false}};
    int64_t last_on = page->report->slot->business_on;
    char caption[REPORT_LINE_SIZE];
    for (size_t i = 0; i < trends->count; i++)
        headings[i + 1] = (struct summary_heading){trends->titles[i], true};
    text_format(caption, sizeof caption, "%s: %s", subject, summary_says(page, SUMMARY_FIGURES));
    summary_fold_begin(page, "", summary_says(page, SUMMARY_FIGURES));
    summary_table_begin(page, TABLE_MATRIX, caption, true, headings, trends->count + 1);
    for (int64_t week = 0; week < WEEKS; week++)
        if (has_week(trends, last_on - week * WEEK))
            write_week(page, trends, last_on - week * WEEK);
    summary_table_end(page);
    summary_fold_end(page);
}

static void take_trend(struct summary_page *page, struct trends *trends,
                       const struct summary_trend *trend)
{
    char title[SUMMARY_TITLE_SIZE];
    size_t used = strlen(trends->young);
    summary_speaker_title(page, trend->rule, &trend->speaker, title);
    if (trend->count >= SUMMARY_POINTS_FEWEST && trends->count < TRENDS_MOST) {
        trends->titles[trends->count] = region_copy(&page->region, title);
        trends->drawn[trends->count++] = *trend;
        return;
    }
    text_format(trends->young + used, sizeof trends->young - used, "%s%s", used == 0 ? "" : ", ",
                title);
}

/* KPIs without a target show each measure. */
static bool read_kpi(struct summary_page *page, const struct fact_kpi *kpi, struct trends *trends,
                     struct error *error)
{
    size_t count = kpi->rule->has_target ? 1 : kpi->rule->measure_count;
    if (!summary_is_measured(kpi))
        return true;
    for (size_t i = 0; i < count; i++) {
        struct summary_trend trend = {.rule = kpi->rule, .speaker = summary_speaker(kpi->rule)};
        if (!kpi->rule->has_target)
            trend.speaker = (struct summary_speaker){&kpi->rule->measures[i], "*", false};
        if (!summary_trend_read(page, &trend, error))
            return false;
        take_trend(page, trends, &trend);
    }
    return true;
}

static bool write_subject(struct summary_page *page, const struct summary_subject *subject,
                          struct error *error)
{
    struct trends *trends = region_allocate(&page->region, sizeof *trends);
    const char *title = summary_subject_title(page, subject);
    for (size_t i = 0; i < subject->count; i++)
        if (!read_kpi(page, &subject->kpis[i], trends, error))
            return false;
    summary_element(page, "<h3>", title, "</h3>\n");
    if (trends->count > 0) {
        fputs("<div class=\"charts\">\n", page->file);
        for (size_t i = 0; i < trends->count; i++)
            write_trend(page, &trends->drawn[i], trends->titles[i]);
        fputs("</div>\n", page->file);
        write_weeks(page, trends, title);
    }
    if (trends->young[0] != '\0') {
        summary_element(page, "<p class=\"faint\">", summary_says(page, SUMMARY_TOO_YOUNG), " ");
        summary_element(page, "", trends->young, "</p>\n");
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
