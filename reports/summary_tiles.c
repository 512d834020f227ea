/* The headlines of summary.html: how many KPIs are on target, and a tile for each headline of
 * kpi.xlsx with its target, its status, its change since the working day before, and how it came
 * there. */
#include "core/text.h"
#include "reports/kpi_headline.h"
#include "reports/kpi_units.h"
#include "reports/summary_trend.h"

#include <stdio.h>
#include <string.h>

#define SPARK_WIDTH 186 /* 178 for 89 steps: whole ones are shorter to write */
#define SPARK_HEIGHT 38
#define TILE_TEXT_SIZE 256
#define LENGTH(array) (sizeof(array) / sizeof(array)[0])

/* A figure that data is missing for has no colour: it isn't known on which side it stands. */
static const char *class_of(const struct kpi_headline *headline)
{
    bool is_known = headline->is_measured && headline->has_value && !headline->is_partial;
    return summary_status_class(is_known ? headline->status : "");
}

static struct summary_speaker speaker_of(const struct kpi_headline *headline)
{
    return (struct summary_speaker){&headline->rule->measures[0], headline->split,
                                    headline->is_share};
}

static void write_value(const struct summary_page *page, const struct kpi_headline *headline)
{
    char text[KPI_TEXT_SIZE] = "-";
    if (headline->has_value)
        kpi_value_text(headline->unit, headline->value, page->report->language, text);
    fprintf(page->file, "<p class=\"value %s\" id=\"%s\">", class_of(headline), headline->name);
    summary_element(page, "", text, "</p>\n");
    if (!headline->has_value)
        summary_element(page, "<p class=\"faint\">", summary_says(page, SUMMARY_NOTHING), "</p>\n");
    if (headline->is_partial)
        summary_element(page, "<p class=\"missing bad\">! ", summary_label(page, LABEL_PARTIAL),
                        "</p>\n");
}

static void write_status(const struct summary_page *page, const struct kpi_headline *headline)
{
    const char *class = class_of(headline);
    struct rule of_tile = *headline->rule;
    char target[KPI_TEXT_SIZE];
    of_tile.target_split = NULL; /* the tile's title names it */
    kpi_target_text(&of_tile, page->report->language, target);
    if (!headline->rule->has_target) {
        summary_element(page, "<p class=\"faint\">", summary_says(page, SUMMARY_NO_TARGET),
                        "</p>\n");
        return;
    }
    if (class[0] != '\0') {
        fprintf(page->file, "<p class=\"state %s\">", class);
        summary_element(page, "", word(WORD_STATUS, headline->status, page->report->language),
                        "</p>\n");
    }
    summary_element(page, "<p class=\"faint\">", summary_label(page, LABEL_TARGET), " ");
    summary_element(page, "", target, "</p>\n");
}

/* "+0.12 points", "-3". Shares and percentages differ by points. */
static void difference_text(const struct summary_page *page, const struct kpi_headline *headline,
                            char text[TILE_TEXT_SIZE])
{
    int64_t difference = headline->value - headline->before;
    bool is_percent = headline->unit == UNIT_PERCENT;
    char number[KPI_TEXT_SIZE];
    kpi_value_text(headline->unit, difference, page->report->language, number);
    if (is_percent)
        number[strcspn(number, " ")] = '\0';
    text_format(text, TILE_TEXT_SIZE, "%s%s%s", difference > 0 ? "+" : "", number,
                is_percent ? summary_says(page, SUMMARY_POINTS) : "");
}

static void write_change(const struct summary_page *page, const struct kpi_headline *headline)
{
    enum cell_look look = kpi_headline_change(headline);
    char text[TILE_TEXT_SIZE];
    if (!headline->has_before || !headline->has_value) {
        summary_element(page, "<p class=\"faint\">", summary_label(page, LABEL_NO_BEFORE),
                        "</p>\n");
        return;
    }
    if (headline->value == headline->before) {
        summary_element(page, "<p>", summary_says(page, SUMMARY_SAME), "</p>\n");
        return;
    }
    difference_text(page, headline, text);
    summary_element(page, "<p>", text, " ");
    summary_element(page, "",
                    summary_says(page, look == LOOK_BETTER ? SUMMARY_BETTER : SUMMARY_WORSE),
                    "</p>\n");
}

static void write_company(const struct summary_page *page, const struct kpi_headline *headline)
{
    char text[KPI_TEXT_SIZE];
    if (!headline->has_company)
        return;
    kpi_value_text(headline->unit, headline->company, page->report->language, text);
    summary_element(page, "<p class=\"faint\">", summary_label(page, LABEL_COMPANY), " ");
    summary_element(page, "", text, "</p>\n");
}

static void write_spark(struct summary_page *page, const struct kpi_headline *headline)
{
    struct summary_trend trend = {.rule = headline->rule, .speaker = speaker_of(headline)};
    char id[32], description[SUMMARY_DESCRIPTION_SIZE];
    struct svg_line_chart chart;
    if (headline->point_count < SUMMARY_POINTS_FEWEST)
        return;
    summary_trend_take(page, &trend, headline->points, headline->point_count);
    summary_trend_describe(page, &trend, description);
    summary_chart_id(page, id);
    chart = summary_trend_chart(page, &trend);
    chart.head = (struct svg_head){id, summary_says(page, SUMMARY_SPARK), description, SPARK_WIDTH,
                                   SPARK_HEIGHT};
    svg_line_chart(page->file, &chart);
}

static void write_missing(const struct summary_page *page, const struct kpi_headline *headline)
{
    summary_element(page, "<p class=\"missing\"><b class=\"bad\">✗ ",
                    word(WORD_RULE_STATE, headline->kpi->state, page->report->language), "</b>: ");
    summary_reason(page, &headline->kpi->reason);
    fputs("</p>\n", page->file);
}

static void write_tile(struct summary_page *page, const struct kpi_headline *headline)
{
    const char *class = class_of(headline);
    const struct summary_speaker speaker = speaker_of(headline);
    char title[SUMMARY_TITLE_SIZE];
    fprintf(page->file, "<li class=\"tile%s%s\">", class[0] == '\0' ? "" : " t", class);
    summary_speaker_title(page, headline->rule, &speaker, title);
    summary_element(page, "<h3>", title, "</h3>\n");
    if (headline->is_measured) {
        write_value(page, headline);
        write_status(page, headline);
        write_change(page, headline);
        write_company(page, headline);
        write_spark(page, headline);
    } else {
        write_missing(page, headline);
    }
    fputs("</li>\n", page->file);
}

static const char *const statuses[] = {"green", "amber", "red"};

/* The status of the figure that the KPI's target is of. */
static bool count_status(struct summary_page *page, const struct rule *rule,
                         int64_t counts[LENGTH(statuses)], struct error *error)
{
    const struct summary_speaker speaker = summary_speaker(rule);
    enum kpi_period period = kpi_main_period(rule);
    struct kpi_figure figure = {.status = ""};
    struct kpi_line *lines;
    size_t count;
    if (!kpi_lines_read(page->report, rule, report_level(page->report),
                        report_level_no(page->report), &page->region, &lines, &count, error))
        return false;
    if (count > 0 && strcmp(speaker.split, "*") != 0)
        figure = summary_none_of_split(rule, &speaker, &lines[0].figures[period]);
    for (size_t i = 0; i < count; i++)
        if (lines[i].measure == speaker.measure && strcmp(lines[i].split, speaker.split) == 0)
            figure = lines[i].figures[period];
    for (size_t i = 0; figure.is_there && i < LENGTH(statuses); i++)
        counts[i] += strcmp(figure.status, statuses[i]) == 0;
    return true;
}

/* "▲ 21 on target  ● 6 near target  ▼ 2 off target" */
static bool write_score(struct summary_page *page, struct error *error)
{
    const struct facts *facts = page->report->facts;
    int64_t counts[LENGTH(statuses)] = {0};
    for (size_t i = 0; i < facts->kpi_count; i++)
        if (facts->kpis[i].rule->has_target && strcmp(facts->kpis[i].state, "checked") == 0 &&
            !count_status(page, facts->kpis[i].rule, counts, error))
            return false;
    fputs("<ul class=\"score\">", page->file);
    for (size_t i = 0; i < LENGTH(statuses); i++) {
        fprintf(page->file, "<li class=\"%s\">%lld ", summary_status_class(statuses[i]),
                (long long)counts[i]);
        summary_element(page, "", word(WORD_STATUS, statuses[i], page->report->language), "</li>");
    }
    summary_element(page, "</ul>\n<p class=\"faint\">", summary_label(page, LABEL_TILES_NOTE),
                    "</p>\n");
    return true;
}

bool summary_tiles_write(struct summary_page *page, struct error *error)
{
    struct kpi_headline *headlines;
    size_t count;
    if (!write_score(page, error) ||
        !kpi_headlines_read(page->report, &page->region, &headlines, &count, error))
        return false;
    fputs("<ul class=\"tiles\">\n", page->file);
    for (size_t i = 0; i < count; i++)
        write_tile(page, &headlines[i]);
    fputs("</ul>\n", page->file);
    return true;
}
