/* All KPIs on summary.html, subject by subject, each with its periods; what a figure consists of is
 * folded below. */
#include "reports/kpi_changes.h"
#include "reports/kpi_units.h"
#include "reports/summary_page.h"

#include <stdio.h>
#include <string.h>

#define MOST_SPLITS 10
#define LENGTH(array) (sizeof(array) / sizeof(array)[0])
#define COLUMNS "5" /* beside the title */

/* Side by side. */
static const enum kpi_period periods[] = {PERIOD_DAY, PERIOD_MONTH, PERIOD_ROLLING, PERIOD_ALL};

/* A stock's figure, as of now, stands in the column of the month. */
static void write_headings(const struct summary_page *page, const char *title)
{
    char main_heading[REPORT_LINE_SIZE];
    const struct summary_heading headings[] = {
        {summary_label(page, LABEL_KPI), false},    {summary_label(page, LABEL_TARGET), true},
        {summary_label(page, LABEL_DAY), true},     {main_heading, true},
        {summary_label(page, LABEL_ROLLING), true}, {summary_label(page, LABEL_ALL), true}};
    snprintf(main_heading, sizeof main_heading, "%s / %s", summary_label(page, LABEL_MONTH),
             summary_label(page, LABEL_NOW));
    summary_table_begin(page, TABLE_FIGURES, title, true, headings, LENGTH(headings));
}

static void write_figures(const struct summary_page *page, const struct rule *rule,
                          const struct kpi_line *line, bool is_share)
{
    bool is_stock = rule->kpi_kind == KPI_STOCK;
    for (size_t i = 0; i < LENGTH(periods); i++) {
        enum kpi_period period = is_stock && periods[i] == PERIOD_MONTH ? PERIOD_NOW : periods[i];
        if (is_stock && period != PERIOD_NOW)
            summary_no_cell(page);
        else
            summary_figure_cell(page, line->measure->unit, &line->figures[period], is_share, false);
    }
}

static void begin_row(const struct summary_page *page, const char *title, bool is_share)
{
    summary_row_begin(page);
    summary_element(page, "", title, "");
    if (is_share)
        summary_element(page, " (", summary_label(page, LABEL_OF_TOTAL), ")");
}

static void write_target(const struct summary_page *page, const struct rule *rule, bool bears)
{
    char target[KPI_TEXT_SIZE];
    struct rule of_line = *rule;
    of_line.target_split = NULL; /* the line names it already */
    kpi_target_text(&of_line, page->report->language, target);
    if (bears)
        summary_cell(page, "n", target);
    else
        summary_no_cell(page);
}

/* True where the KPI's target is judged on this line. */
static bool bears_target(const struct rule *rule, const struct kpi_line *line)
{
    if (!rule->has_target || line->measure != &rule->measures[0])
        return false;
    return strcmp(line->split, rule->target_split != NULL ? rule->target_split : "*") == 0;
}

static void write_row(const struct summary_page *page, const struct rule *rule,
                      const struct kpi_line *line, const char *title, bool is_partial, bool bears,
                      bool is_share)
{
    begin_row(page, title, is_share);
    if (is_partial)
        summary_element(page, " <span class=\"bad\">! ",
                        word(WORD_RULE_STATE, "partial", page->report->language), "</span>");
    summary_row_title_end(page);
    write_target(page, rule, bears);
    write_figures(page, rule, line, is_share);
    summary_row_end(page);
}

/* A figure, and below it its share where the target is of that. */
static void write_line(const struct summary_page *page, const struct rule *rule,
                       const struct kpi_line *line, bool is_partial)
{
    char title[KPI_TEXT_SIZE * 4], split[KPI_SPLIT_SIZE], whole[SUMMARY_TITLE_SIZE * 2];
    bool bears = bears_target(rule, line), is_total = strcmp(line->split, "*") == 0;
    kpi_title_text(rule, line->measure, page->report->language, title, sizeof title);
    kpi_split_text(page->report, line->split, split);
    snprintf(whole, sizeof whole, "%s%s%s", title, is_total ? "" : ": ", is_total ? "" : split);
    write_row(page, rule, line, whole, is_partial, bears && !rule->is_target_on_share, false);
    if (bears && rule->is_target_on_share)
        write_row(page, rule, line, whole, is_partial, true, true);
}

static void write_missing(const struct summary_page *page, const struct fact_kpi *kpi)
{
    enum language language = page->report->language;
    begin_row(page, kpi->rule->title.text[language], false);
    summary_element(page,
                    "</th><td role=\"cell\" colspan=\"" COLUMNS "\"><span class=\"missing bad\">✗ ",
                    word(WORD_RULE_STATE, kpi->state, language), "</span>");
    if (kpi->reason.text[language][0] != '\0')
        fputs(": ", page->file);
    summary_reason(page, &kpi->reason);
    fputs("</td>", page->file);
    summary_row_end(page);
}

static bool read_lines(struct summary_page *page, const struct rule *rule, struct kpi_line **lines,
                       size_t *count, struct error *error)
{
    return kpi_lines_read(page->report, rule, report_level(page->report),
                          report_level_no(page->report), &page->region, lines, count, error);
}

/* Of the split that bears the target there may be none today: that is told too. */
static void write_none(const struct summary_page *page, const struct fact_kpi *kpi,
                       const struct kpi_line *lines, size_t count)
{
    const struct summary_speaker speaker = summary_speaker(kpi->rule);
    enum kpi_period period = kpi_main_period(kpi->rule);
    struct kpi_line none = {.split = speaker.split, .measure = speaker.measure};
    if (kpi->rule->target_split == NULL || count == 0)
        return;
    for (size_t i = 0; i < count; i++)
        if (bears_target(kpi->rule, &lines[i]))
            return;
    none.figures[period] = summary_none_of_split(kpi->rule, &speaker, &lines[0].figures[period]);
    write_line(page, kpi->rule, &none, false);
}

/* Totals, and the split that bears the target. Of what the report's readers have nothing, dashes.
 */
static bool write_kpi(struct summary_page *page, const struct fact_kpi *kpi, struct error *error)
{
    struct kpi_line *lines;
    size_t count;
    if (!summary_is_measured(kpi)) {
        write_missing(page, kpi);
        return true;
    }
    if (!read_lines(page, kpi->rule, &lines, &count, error))
        return false;
    for (size_t i = 0; i < count; i++)
        if (strcmp(lines[i].split, "*") == 0 || bears_target(kpi->rule, &lines[i]))
            write_line(page, kpi->rule, &lines[i], strcmp(kpi->state, "partial") == 0);
    for (size_t i = 0; count == 0 && i < kpi->rule->measure_count; i++)
        write_line(page, kpi->rule,
                   &(struct kpi_line){.split = "*", .measure = &kpi->rule->measures[i]}, false);
    write_none(page, kpi, lines, count);
    return true;
}

static bool has_splits(const struct fact_kpi *kpi)
{
    return summary_is_measured(kpi) && kpi->rule->split_title.text[LANGUAGE_EN][0] != '\0';
}

static void write_split_row(const struct summary_page *page, const struct rule *rule,
                            const struct kpi_line *line)
{
    const struct kpi_figure *figure = &line->figures[kpi_main_period(rule)];
    char split[KPI_SPLIT_SIZE];
    kpi_split_text(page->report, line->split, split);
    begin_row(page, split, false);
    if (rule->measure_count > 1)
        summary_element(page, ": ", line->measure->title.text[page->report->language], "");
    summary_row_title_end(page);
    summary_figure_cell(page, line->measure->unit, figure, false, false);
    if (figure->is_there && figure->has_share)
        summary_figure_cell(page, UNIT_PERCENT, figure, true, false);
    else
        summary_no_cell(page);
    summary_row_end(page);
}

static void begin_splits(const struct summary_page *page, const struct rule *rule, bool is_cut)
{
    enum language language = page->report->language;
    bool is_stock = rule->kpi_kind == KPI_STOCK;
    char caption[REPORT_LINE_SIZE * 2];
    const struct summary_heading headings[] = {
        {rule->split_title.text[language], false},
        {summary_label(page, is_stock ? LABEL_NOW : LABEL_MONTH), true},
        {summary_label(page, LABEL_SHARE), true}};
    snprintf(caption, sizeof caption, "%s%s%s", rule->title.text[language], is_cut ? ": " : "",
             is_cut ? summary_says(page, SUMMARY_LARGEST) : "");
    summary_table_begin(page, TABLE_TALL, caption, false, headings, LENGTH(headings));
}

static bool write_splits_of(struct summary_page *page, const struct rule *rule, struct error *error)
{
    struct kpi_line *lines;
    size_t count, shown;
    if (!read_lines(page, rule, &lines, &count, error))
        return false;
    shown = kpi_lines_largest(rule, lines, count, MOST_SPLITS);
    begin_splits(page, rule, shown < count);
    for (size_t i = 0; i < shown; i++)
        if (strcmp(lines[i].split, "*") != 0)
            write_split_row(page, rule, &lines[i]);
    summary_table_end(page);
    return true;
}

static bool write_splits(struct summary_page *page, const struct summary_subject *subject,
                         struct error *error)
{
    bool has_any = false;
    for (size_t i = 0; i < subject->count; i++) {
        if (!has_splits(&subject->kpis[i]))
            continue;
        if (!has_any) {
            summary_fold_begin(page, "", summary_says(page, SUMMARY_SPLITS));
            fputs("<div class=\"two\">\n", page->file);
        }
        has_any = true;
        if (!write_splits_of(page, subject->kpis[i].rule, error))
            return false;
    }
    if (has_any) {
        fputs("</div>\n", page->file);
        summary_fold_end(page);
    }
    return true;
}

/* What a reader must know to compare the figure with last week's. */
static bool write_changes(const struct summary_page *page, const struct summary_subject *subject,
                          struct error *error)
{
    for (size_t i = 0; i < subject->count; i++) {
        const struct rule *rule = subject->kpis[i].rule;
        char text[REPORT_LINE_SIZE * 2], *rest = text;
        if (!kpi_changes_text(page->report, rule, text, sizeof text, error))
            return false;
        for (char *line = strtok_r(text, "\n", &rest); line != NULL;
             line = strtok_r(NULL, "\n", &rest)) {
            summary_element(page, "<p class=\"faint\">! ", rule->title.text[page->report->language],
                            ": ");
            summary_element(page, "", line, "</p>\n");
        }
    }
    return true;
}

static bool write_subject(struct summary_page *page, const struct summary_subject *subject,
                          struct error *error)
{
    const char *title = summary_subject_title(page, subject);
    summary_element(page, "<h3>", title, "</h3>\n");
    write_headings(page, title);
    for (size_t i = 0; i < subject->count; i++)
        if (!write_kpi(page, &subject->kpis[i], error))
            return false;
    summary_table_end(page);
    return write_changes(page, subject, error) && write_splits(page, subject, error);
}

bool summary_kpis_write(struct summary_page *page, struct error *error)
{
    static const char *const statuses[] = {"green", "amber", "red"};
    struct summary_subject subject;
    size_t index = 0;
    fputs("<p class=\"faint\">", page->file);
    for (size_t i = 0; i < LENGTH(statuses); i++) {
        summary_element(page, i == 0 ? "" : " · ", kpi_status_sign(statuses[i]), " ");
        summary_element(page, "", word(WORD_STATUS, statuses[i], page->report->language), "");
    }
    fputs("</p>\n", page->file);
    while (summary_subject_next(page, &index, &subject))
        if (!write_subject(page, &subject, error))
            return false;
    return true;
}
