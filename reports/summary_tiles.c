/* The headlines of summary.html: how many KPIs are on target, and a tile for each headline with its
 * target, its status, its change since the report of the working day before, and how it came there.
 */
#include "core/text.h"
#include "reports/kpi_units.h"
#include "reports/summary_trend.h"
#include "reports/trend_points.h"

#include <stdio.h>
#include <string.h>

#define TILES_MOST 12
#define SPARK_WIDTH 220
#define SPARK_HEIGHT 44
#define LENGTH(array) (sizeof(array) / sizeof(array)[0])

/* What a supervisor asks first; where a site shows none of them, its KPIs with a target. */
static const struct {
    const char *kpi, *measure; /* measure NULL: that which speaks for the KPI */
} headlines[] = {
    {"on_time_delivery", NULL},    {"otif", NULL},
    {"back_orders_open", "lines"}, {"back_order_age", NULL},
    {"case_satisfaction", NULL},   {"case_resolution_in_sla", NULL},
    {"visit_completion", NULL},    {"quote_conversion", NULL},
    {"orders_taken", "amount"},    {"overdue_balance", NULL},
    {"targets_met", NULL},         {"exceptions_open", NULL},
};

struct tile {
    struct summary_trend trend; /* of 90 days */
    struct kpi_figure figure;   /* of the main period */
    struct trend_point *points; /* of the main period */
    size_t point_count;
};

static bool point_value(const struct tile *tile, const struct trend_point *point, int64_t *value)
{
    *value = tile->trend.speaker.is_share ? point->share : point->value;
    return tile->trend.speaker.is_share ? point->has_share : point->has_value;
}

static bool read_figure(struct summary_page *page, struct tile *tile, struct error *error)
{
    const struct rule *rule = tile->trend.rule;
    const struct summary_speaker *speaker = &tile->trend.speaker;
    enum kpi_period period = kpi_main_period(rule);
    struct kpi_line *lines;
    size_t count;
    if (!kpi_lines_read(page->report, rule, report_level(page->report),
                        report_level_no(page->report), &page->region, &lines, &count, error))
        return false;
    tile->figure = (struct kpi_figure){.status = ""};
    if (count > 0 && strcmp(speaker->split, "*") != 0)
        tile->figure = summary_none_of_split(rule, speaker, &lines[0].figures[period]);
    for (size_t i = 0; i < count; i++)
        if (lines[i].measure == speaker->measure && strcmp(lines[i].split, speaker->split) == 0)
            tile->figure = lines[i].figures[period];
    return true;
}

static struct trend_key key_of(const struct summary_page *page, const struct tile *tile)
{
    return (struct trend_key){tile->trend.rule,           tile->trend.speaker.measure->name,
                              tile->trend.speaker.split,  kpi_main_period(tile->trend.rule),
                              report_level(page->report), report_level_no(page->report)};
}

static bool read_tile(struct summary_page *page, struct tile *tile, struct error *error)
{
    struct trend_key key = key_of(page, tile);
    return trend_points_read(page->report, &key, &page->region, &tile->points, &tile->point_count,
                             error) &&
           read_figure(page, tile, error) && summary_trend_read(page, &tile->trend, error);
}

static const char *status_of(const struct tile *tile)
{
    return summary_status_class(tile->figure.is_there ? tile->figure.status : "");
}

static void write_status(const struct summary_page *page, const struct tile *tile)
{
    enum language language = page->report->language;
    const struct rule *rule = tile->trend.rule;
    const char *class = status_of(tile);
    struct rule of_tile = *rule;
    char target[KPI_TEXT_SIZE];
    of_tile.target_split = NULL; /* the tile's title names it */
    kpi_target_text(&of_tile, language, target);
    if (!rule->has_target || tile->trend.speaker.measure != &rule->measures[0]) {
        summary_element(page, "<p class=\"faint\">", summary_says(page, SUMMARY_NO_TARGET),
                        "</p>\n");
        return;
    }
    fprintf(page->file, "<p class=\"%s%s\">", class[0] == '\0' ? "faint" : "state ", class);
    if (class[0] != '\0')
        summary_element(page, "", word(WORD_STATUS, tile->figure.status, language), " · ");
    summary_element(page, "", summary_label(page, LABEL_TARGET), " ");
    summary_element(page, "", target, "</p>\n");
}

/* "+0.12 points", "-3". Shares and percentages differ by points. */
static void difference_text(const struct summary_page *page, const struct tile *tile,
                            int64_t difference, char *text, size_t size)
{
    enum kpi_unit unit = summary_trend_unit(&tile->trend);
    char number[KPI_TEXT_SIZE];
    kpi_value_text(unit, difference, page->report->language, number);
    if (unit == UNIT_PERCENT)
        number[strcspn(number, " ")] = '\0';
    text_format(text, size, "%s%s%s", difference > 0 ? "+" : "", number,
                unit == UNIT_PERCENT ? summary_says(page, SUMMARY_POINTS) : "");
}

static void write_difference(const struct summary_page *page, const struct tile *tile,
                             int64_t difference)
{
    bool is_better = (difference > 0) == (tile->trend.rule->direction == HIGHER_IS_BETTER);
    char text[KPI_TEXT_SIZE * 2];
    if (difference == 0) {
        summary_element(page, "<p class=\"change\">", summary_says(page, SUMMARY_SAME), "</p>\n");
        return;
    }
    difference_text(page, tile, difference, text, sizeof text);
    summary_element(page, "<p class=\"change\">", text, " ");
    summary_element(page, "", summary_says(page, is_better ? SUMMARY_BETTER : SUMMARY_WORSE),
                    "</p>\n");
}

/* Month to date is not compared with another month's. */
static bool is_other_month(const struct summary_page *page, const struct tile *tile,
                           int64_t previous_on)
{
    const struct slot *slot = page->report->slot;
    int64_t behind = slot->business_on - slot->last_on;
    return tile->trend.rule->kpi_kind == KPI_FLOW &&
           date_first_of_month(previous_on - behind) != date_first_of_month(slot->last_on);
}

static bool write_change(const struct summary_page *page, const struct tile *tile,
                         struct error *error)
{
    struct trend_key key = key_of(page, tile);
    const struct trend_point *before = NULL;
    int64_t previous_on = 0, value, now = 0;
    bool has_previous = trend_previous_date(page->report, &previous_on, error);
    if (has_previous)
        before =
            trend_previous_point(page->report, &key, tile->points, tile->point_count, previous_on);
    if (has_previous && is_other_month(page, tile, previous_on)) {
        summary_element(page, "<p class=\"faint\">", summary_says(page, SUMMARY_NEW_MONTH),
                        "</p>\n");
    } else if (before != NULL && point_value(tile, before, &value)) {
        now = tile->trend.speaker.is_share ? tile->figure.share : tile->figure.value;
        write_difference(page, tile, now - value);
    } else {
        summary_element(page, "<p class=\"faint\">", summary_says(page, SUMMARY_NO_EARLIER),
                        "</p>\n");
    }
    return error->code == EXIT_CODE_GOOD;
}

static void write_spark(struct summary_page *page, const struct tile *tile)
{
    char id[32], description[SUMMARY_DESCRIPTION_SIZE];
    struct svg_line_chart chart;
    if (tile->trend.count < SUMMARY_POINTS_FEWEST)
        return;
    summary_trend_describe(page, &tile->trend, description);
    summary_chart_id(page, id);
    chart = summary_trend_chart(page, &tile->trend);
    chart.head = (struct svg_head){id, summary_says(page, SUMMARY_SPARK), description, SPARK_WIDTH,
                                   SPARK_HEIGHT};
    svg_line_chart(page->file, &chart);
}

/* The window that the value is of: "month to date", "now". */
static void write_value(const struct summary_page *page, const struct tile *tile)
{
    const struct summary_trend *trend = &tile->trend;
    bool is_flow = trend->rule->kpi_kind == KPI_FLOW;
    char text[KPI_TEXT_SIZE];
    bool has = summary_figure_text(page, trend->speaker.measure->unit, &tile->figure,
                                   trend->speaker.is_share, text, sizeof text);
    fprintf(page->file, "<p class=\"value %s\" data-kpi=\"%s\">", has ? status_of(tile) : "",
            trend->rule->id);
    summary_element(page, "", text, "</p>\n<p class=\"faint\">");
    summary_element(page, "",
                    has ? summary_label(page, is_flow ? LABEL_MONTH : LABEL_NOW)
                        : summary_says(page, SUMMARY_NOTHING),
                    "</p>\n");
}

static bool write_tile(struct summary_page *page, struct tile *tile, struct error *error)
{
    const char *class;
    char title[SUMMARY_TITLE_SIZE];
    if (!read_tile(page, tile, error))
        return false;
    class = status_of(tile);
    fprintf(page->file, "<li class=\"tile%s%s\">", class[0] == '\0' ? "" : " t", class);
    summary_speaker_title(page, tile->trend.rule, &tile->trend.speaker, title);
    summary_element(page, "<h3>", title, "</h3>\n");
    write_value(page, tile);
    write_status(page, tile);
    if (tile->figure.is_there && !write_change(page, tile, error))
        return false;
    write_spark(page, tile);
    fputs("</li>\n", page->file);
    return true;
}

static void write_missing(const struct summary_page *page, const struct fact_kpi *kpi)
{
    enum language language = page->report->language;
    summary_element(page, "<li class=\"tile\"><h3>", kpi->rule->title.text[language], "</h3>\n");
    summary_element(page, "<p class=\"missing\"><b class=\"bad\">✗ ",
                    word(WORD_RULE_STATE, kpi->state, language), "</b></p></li>\n");
}

static bool write_kpi(struct summary_page *page, const struct fact_kpi *kpi, const char *measure,
                      struct error *error)
{
    struct tile tile = {.trend = {.rule = kpi->rule, .speaker = summary_speaker(kpi->rule)}};
    if (!summary_is_measured(kpi)) {
        write_missing(page, kpi);
        return true;
    }
    if (measure != NULL && kpi_measure_of(kpi->rule, measure) != NULL)
        tile.trend.speaker =
            (struct summary_speaker){kpi_measure_of(kpi->rule, measure), "*", false};
    return write_tile(page, &tile, error);
}

static const struct fact_kpi *find(const struct summary_page *page, const char *id)
{
    const struct facts *facts = page->report->facts;
    for (size_t i = 0; i < facts->kpi_count; i++)
        if (strcmp(facts->kpis[i].rule->id, id) == 0)
            return &facts->kpis[i];
    return NULL;
}

static bool write_headlines(struct summary_page *page, size_t *count, struct error *error)
{
    for (size_t i = 0; i < LENGTH(headlines); i++) {
        const struct fact_kpi *kpi = find(page, headlines[i].kpi);
        if (kpi == NULL)
            continue;
        (*count)++;
        if (!write_kpi(page, kpi, headlines[i].measure, error))
            return false;
    }
    return true;
}

static bool write_those_with_target(struct summary_page *page, struct error *error)
{
    const struct facts *facts = page->report->facts;
    size_t count = 0;
    for (size_t i = 0; i < facts->kpi_count && count < TILES_MOST; i++)
        if (facts->kpis[i].rule->has_target) {
            count++;
            if (!write_kpi(page, &facts->kpis[i], NULL, error))
                return false;
        }
    return true;
}

static const char *const statuses[] = {"green", "amber", "red"};

/* "▲ 21 on target · ● 6 near target · ▼ 2 off target" */
static bool write_score(struct summary_page *page, struct error *error)
{
    const struct facts *facts = page->report->facts;
    int64_t counts[LENGTH(statuses)] = {0};
    for (size_t i = 0; i < facts->kpi_count; i++) {
        const struct rule *rule = facts->kpis[i].rule;
        struct tile tile = {.trend = {.rule = rule, .speaker = summary_speaker(rule)}};
        if (!rule->has_target || !summary_is_measured(&facts->kpis[i]))
            continue;
        if (!read_tile(page, &tile, error))
            return false;
        for (size_t j = 0; tile.figure.is_there && j < LENGTH(statuses); j++)
            counts[j] += strcmp(tile.figure.status, statuses[j]) == 0;
    }
    fputs("<ul class=\"score\">", page->file);
    for (size_t i = 0; i < LENGTH(statuses); i++) {
        fprintf(page->file, "<li class=\"%s\">%lld ", summary_status_class(statuses[i]),
                (long long)counts[i]);
        summary_element(page, "", word(WORD_STATUS, statuses[i], page->report->language), "</li>");
    }
    fputs("</ul>\n", page->file);
    return true;
}

static bool write_compared(const struct summary_page *page, struct error *error)
{
    int64_t previous_on;
    char date[DATE_TEXT_SIZE];
    if (trend_previous_date(page->report, &previous_on, error)) {
        label_date(previous_on, page->report->language, date);
        summary_element(page, "<p class=\"faint\">", summary_says(page, SUMMARY_SINCE), " ");
        summary_element(page, "", date, "</p>\n");
    }
    return error->code == EXIT_CODE_GOOD;
}

bool summary_tiles_write(struct summary_page *page, struct error *error)
{
    size_t count = 0;
    if (!write_score(page, error) || !write_compared(page, error))
        return false;
    fputs("<ul class=\"tiles\">\n", page->file);
    if (!write_headlines(page, &count, error) ||
        (count == 0 && !write_those_with_target(page, error)))
        return false;
    fputs("</ul>\n", page->file);
    return true;
}
