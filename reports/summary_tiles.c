/* The headlines of summary.html: a tile for each, with its target, its status, its change since the
 * report of the working day before, and how it came there. */
#include "core/text.h"
#include "reports/kpi_units.h"
#include "reports/summary_page.h"
#include "reports/svg_chart.h"
#include "reports/trend_points.h"

#include <stdio.h>
#include <string.h>

#define TILES_MOST 12
#define SPARK_WIDTH 220
#define SPARK_HEIGHT 44
#define SPARK_GAP 5
#define TREND_DAYS 90
#define POINTS_FEWEST 2

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

#define HEADLINE_COUNT (sizeof headlines / sizeof headlines[0])

struct tile {
    const struct rule *rule;
    struct summary_speaker speaker;
    struct kpi_figure figure;
    struct trend_point *points; /* of the main period */
    size_t point_count;
    struct trend_point *spark; /* of 90 days */
    size_t spark_count;
};

static enum kpi_unit shown_unit(const struct tile *tile)
{
    return tile->speaker.is_share ? UNIT_PERCENT : tile->speaker.measure->unit;
}

static int64_t shown_value(const struct tile *tile)
{
    return tile->speaker.is_share ? tile->figure.share : tile->figure.value;
}

static bool point_value(const struct tile *tile, const struct trend_point *point, int64_t *value)
{
    *value = tile->speaker.is_share ? point->share : point->value;
    return tile->speaker.is_share ? point->has_share : point->has_value;
}

static bool read_figure(struct summary_page *page, struct tile *tile, struct error *error)
{
    struct kpi_line *lines;
    size_t count;
    if (!kpi_lines_read(page->report, tile->rule, report_level(page->report),
                        report_level_no(page->report), &page->region, &lines, &count, error))
        return false;
    tile->figure = (struct kpi_figure){.status = ""};
    for (size_t i = 0; i < count; i++)
        if (lines[i].measure == tile->speaker.measure &&
            strcmp(lines[i].split, tile->speaker.split) == 0)
            tile->figure = lines[i].figures[kpi_main_period(tile->rule)];
    return true;
}

static struct trend_key key_of(const struct summary_page *page, const struct tile *tile,
                               enum kpi_period period)
{
    return (struct trend_key){
        tile->rule, tile->speaker.measure->name, tile->speaker.split,
        period,     report_level(page->report),  report_level_no(page->report)};
}

static bool read_points(struct summary_page *page, struct tile *tile, struct error *error)
{
    bool is_flow = tile->rule->kpi_kind == KPI_FLOW;
    struct trend_key now = key_of(page, tile, kpi_main_period(tile->rule));
    struct trend_key spark = key_of(page, tile, is_flow ? PERIOD_ROLLING : PERIOD_NOW);
    return trend_points_read(page->report, &now, &page->region, &tile->points, &tile->point_count,
                             error) &&
           trend_points_read(page->report, &spark, &page->region, &tile->spark, &tile->spark_count,
                             error);
}

static void write_status(const struct summary_page *page, const struct tile *tile)
{
    enum language language = page->report->language;
    const char *class = summary_status_class(tile->figure.is_there ? tile->figure.status : "");
    struct rule of_tile = *tile->rule;
    char target[KPI_TEXT_SIZE];
    bool bears = tile->rule->has_target && tile->speaker.measure == &tile->rule->measures[0];
    of_tile.target_split = NULL; /* the tile's title names it */
    if (class[0] != '\0')
        fprintf(page->file, "<p class=\"state %s\">", class);
    else
        fputs("<p class=\"faint\">", page->file);
    summary_element(page, "",
                    class[0] != '\0' ? word(WORD_STATUS, tile->figure.status, language) : "", "");
    if (bears) {
        kpi_target_text(&of_tile, language, target);
        summary_element(page, class[0] != '\0' ? " · " : "", summary_label(page, LABEL_TARGET),
                        " ");
        summary_element(page, "", target, "");
    } else {
        summary_element(page, "", summary_says(page, SUMMARY_NO_TARGET), "");
    }
    fputs("</p>\n", page->file);
}

/* "+0.12 points", "-3". Shares and percentages differ by points. */
static void difference_text(const struct summary_page *page, const struct tile *tile,
                            int64_t difference, char *text, size_t size)
{
    enum kpi_unit unit = shown_unit(tile);
    char number[KPI_TEXT_SIZE];
    kpi_value_text(unit, difference, page->report->language, number);
    if (unit == UNIT_PERCENT)
        number[strcspn(number, " ")] = '\0';
    text_format(text, size, "%s%s%s", difference > 0 ? "+" : "", number,
                unit == UNIT_PERCENT ? summary_says(page, SUMMARY_POINTS) : "");
}

static void write_difference(const struct summary_page *page, const struct tile *tile,
                             int64_t difference, int64_t previous_on)
{
    bool is_better = (difference > 0) == (tile->rule->direction == HIGHER_IS_BETTER);
    enum summary_word how = difference == 0 ? SUMMARY_SAME
                            : is_better     ? SUMMARY_BETTER
                                            : SUMMARY_WORSE;
    char text[KPI_TEXT_SIZE * 2] = "", date[DATE_TEXT_SIZE];
    if (difference != 0)
        difference_text(page, tile, difference, text, sizeof text);
    label_date(previous_on, page->report->language, date);
    summary_element(page, "<p>", summary_says(page, how), difference == 0 ? "" : " ");
    summary_element(page, "", text, " ");
    summary_element(page, "<span class=\"faint\">", summary_says(page, SUMMARY_SINCE), " ");
    summary_element(page, "", date, "</span></p>\n");
}

/* Month to date is not compared with another month's. */
static bool is_other_month(const struct summary_page *page, const struct tile *tile,
                           int64_t previous_on)
{
    int64_t behind = page->report->slot->business_on - page->report->slot->last_on;
    return tile->rule->kpi_kind == KPI_FLOW && date_first_of_month(previous_on - behind) !=
                                                   date_first_of_month(page->report->slot->last_on);
}

static bool write_change(const struct summary_page *page, const struct tile *tile,
                         struct error *error)
{
    struct trend_key key = key_of(page, tile, kpi_main_period(tile->rule));
    const struct trend_point *before = NULL;
    int64_t previous_on = 0, value;
    bool has_previous = trend_previous_date(page->report, &previous_on, error);
    if (has_previous)
        before =
            trend_previous_point(page->report, &key, tile->points, tile->point_count, previous_on);
    if (has_previous && is_other_month(page, tile, previous_on))
        summary_element(page, "<p class=\"faint\">", summary_says(page, SUMMARY_NEW_MONTH),
                        "</p>\n");
    else if (before != NULL && point_value(tile, before, &value))
        write_difference(page, tile, shown_value(tile) - value, previous_on);
    else
        summary_element(page, "<p class=\"faint\">", summary_says(page, SUMMARY_NO_EARLIER),
                        "</p>\n");
    return error->code == EXIT_CODE_GOOD;
}

/* "90 days. Lowest 91.20 %, highest 95.10 %, latest 92.84 %" */
static void describe(const struct summary_page *page, const struct tile *tile,
                     const struct svg_line *line, char *text, size_t size)
{
    static const enum summary_word names[] = {SUMMARY_LOWEST, SUMMARY_HIGHEST, SUMMARY_LATEST};
    int64_t values[] = {INT64_MAX, INT64_MIN, line->points[line->count - 1].value};
    size_t used = 0;
    for (size_t i = 0; i < line->count; i++) {
        values[0] = line->points[i].value < values[0] ? line->points[i].value : values[0];
        values[1] = line->points[i].value > values[1] ? line->points[i].value : values[1];
    }
    for (size_t i = 0; i < sizeof names / sizeof names[0] && used < size; i++) {
        char number[KPI_TEXT_SIZE];
        kpi_value_text(shown_unit(tile), values[i], page->report->language, number);
        used += text_format(text + used, size - used, "%s%s %s", i == 0 ? "" : ", ",
                            summary_says(page, names[i]), number);
    }
}

static void write_spark(struct summary_page *page, const struct tile *tile)
{
    struct svg_point *points =
        region_allocate(&page->region, (tile->spark_count + 1) * sizeof *points);
    struct svg_line line = {points, 0};
    char id[32], description[KPI_TEXT_SIZE * 6];
    int64_t last_on = page->report->slot->business_on;
    for (size_t i = 0; i < tile->spark_count; i++)
        if (point_value(tile, &tile->spark[i], &points[line.count].value))
            points[line.count++].at = tile->spark[i].day_on;
    if (line.count < POINTS_FEWEST)
        return;
    describe(page, tile, &line, description, sizeof description);
    snprintf(id, sizeof id, "c%u", ++page->chart_count);
    svg_line_chart(
        page->file,
        &(struct svg_line_chart){
            .head = {id, summary_says(page, SUMMARY_SPARK), description, SPARK_WIDTH, SPARK_HEIGHT},
            .main = line,
            .first_at = last_on - TREND_DAYS + 1,
            .last_at = last_on,
            .gap = SPARK_GAP,
            .has_target =
                tile->rule->has_target && tile->speaker.measure == &tile->rule->measures[0],
            .target = tile->speaker.measure->unit == UNIT_COUNT && !tile->speaker.is_share
                          ? tile->rule->target / 10000
                          : tile->rule->target,
        });
}

static void write_value(const struct summary_page *page, const struct tile *tile)
{
    char text[KPI_TEXT_SIZE];
    bool has = summary_figure_text(page, tile->speaker.measure->unit, &tile->figure,
                                   tile->speaker.is_share, text, sizeof text);
    fprintf(page->file, "<p class=\"value %s\" data-kpi=\"%s\">",
            summary_status_class(has ? tile->figure.status : ""), tile->rule->id);
    summary_element(page, "", text, "</p>\n");
    if (!has)
        summary_element(page, "<p class=\"faint\">", summary_says(page, SUMMARY_NOTHING), "</p>\n");
}

static bool write_tile(struct summary_page *page, struct tile *tile, struct error *error)
{
    const char *class;
    char title[SUMMARY_TITLE_SIZE];
    if (!read_figure(page, tile, error) || !read_points(page, tile, error))
        return false;
    class = summary_status_class(tile->figure.is_there ? tile->figure.status : "");
    fprintf(page->file, "<li class=\"tile%s%s\">", class[0] == '\0' ? "" : " t", class);
    summary_speaker_title(page, tile->rule, &tile->speaker, title);
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
    struct tile tile = {.rule = kpi->rule, .speaker = summary_speaker(kpi->rule)};
    if (!summary_is_measured(kpi)) {
        write_missing(page, kpi);
        return true;
    }
    if (measure != NULL && kpi_measure_of(kpi->rule, measure) != NULL)
        tile.speaker = (struct summary_speaker){kpi_measure_of(kpi->rule, measure), "*", false};
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
    for (size_t i = 0; i < HEADLINE_COUNT; i++) {
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

bool summary_tiles_write(struct summary_page *page, struct error *error)
{
    size_t count = 0;
    fputs("<ul class=\"tiles\">\n", page->file);
    if (!write_headlines(page, &count, error) ||
        (count == 0 && !write_those_with_target(page, error)))
        return false;
    fputs("</ul>\n", page->file);
    return true;
}
