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

/* The periods side by side; a stock stands in that of the month. */
static const struct {
    enum kpi_period period;
    enum label heading;
} columns[] = {{PERIOD_DAY, LABEL_DAY},
               {PERIOD_MONTH, LABEL_MONTH},
               {PERIOD_ROLLING, LABEL_ROLLING},
               {PERIOD_ALL, LABEL_ALL}};

static const char *heading_of(const struct summary_page *page, size_t column, bool is_stock)
{
    bool is_now = is_stock && columns[column].period == PERIOD_MONTH;
    return summary_label(page, is_now ? LABEL_NOW : columns[column].heading);
}

static void write_headings(const struct summary_page *page, const char *caption)
{
    char heading[REPORT_LINE_SIZE];
    summary_table_begin(page, "tall", caption);
    summary_heading(page, summary_label(page, LABEL_KPI), false);
    summary_heading(page, summary_label(page, LABEL_TARGET), true);
    for (size_t i = 0; i < LENGTH(columns); i++) {
        snprintf(heading, sizeof heading, "%s%s%s", heading_of(page, i, false),
                 columns[i].period == PERIOD_MONTH ? " / " : "",
                 columns[i].period == PERIOD_MONTH ? summary_label(page, LABEL_NOW) : "");
        summary_heading(page, heading, true);
    }
    summary_body_begin(page);
}

/* Of a stock there is one figure; the other cells stay empty, and are no cells on a phone. */
static void write_figures(const struct summary_page *page, const struct rule *rule,
                          const struct kpi_line *line, bool is_share)
{
    bool is_stock = rule->kpi_kind == KPI_STOCK;
    for (size_t i = 0; i < LENGTH(columns); i++)
        if (!is_stock)
            summary_figure_cell(page, line->measure->unit, &line->figures[columns[i].period],
                                is_share, heading_of(page, i, false));
        else if (columns[i].period == PERIOD_MONTH)
            summary_figure_cell(page, line->measure->unit, &line->figures[PERIOD_NOW], is_share,
                                heading_of(page, i, true));
        else
            fputs("<td role=\"cell\" class=\"none\"></td>", page->file);
}

static void begin_row(const struct summary_page *page, const char *title, bool is_share)
{
    summary_element(page, "<tr role=\"row\"><th scope=\"row\" role=\"rowheader\">", title, "");
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
        summary_cell(page, "n", summary_label(page, LABEL_TARGET), target);
    else
        fputs("<td role=\"cell\" class=\"none\"></td>", page->file);
}

/* True where the KPI's target is judged on this line. */
static bool bears_target(const struct rule *rule, const struct kpi_line *line)
{
    if (!rule->has_target || line->measure != &rule->measures[0])
        return false;
    return strcmp(line->split, rule->target_split != NULL ? rule->target_split : "*") == 0;
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
    for (int is_share = 0; is_share <= (bears && rule->is_target_on_share); is_share++) {
        begin_row(page, whole, is_share);
        if (is_partial)
            summary_element(page, " <span class=\"bad\">! ",
                            word(WORD_RULE_STATE, "partial", page->report->language), "</span>");
        fputs("</th>", page->file);
        write_target(page, rule, bears && is_share == rule->is_target_on_share);
        write_figures(page, rule, line, is_share);
        fputs("</tr>\n", page->file);
    }
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
    fputs("</td></tr>\n", page->file);
}

static bool read_lines(struct summary_page *page, const struct rule *rule, struct kpi_line **lines,
                       size_t *count, struct error *error)
{
    return kpi_lines_read(page->report, rule, report_level(page->report),
                          report_level_no(page->report), &page->region, lines, count, error);
}

/* Totals, and the split that bears the target. */
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
    return true;
}

static bool has_splits(const struct fact_kpi *kpi)
{
    return summary_is_measured(kpi) && kpi->rule->split_title.text[LANGUAGE_EN][0] != '\0';
}

static void write_split_row(const struct summary_page *page, const struct rule *rule,
                            const struct kpi_line *line)
{
    char split[KPI_SPLIT_SIZE], share[KPI_TEXT_SIZE];
    enum kpi_period period = kpi_main_period(rule);
    kpi_split_text(page->report, line->split, split);
    begin_row(page, split, false);
    if (rule->measure_count > 1)
        summary_element(page, ": ", line->measure->title.text[page->report->language], "");
    fputs("</th>", page->file);
    summary_figure_cell(page, line->measure->unit, &line->figures[period], false,
                        summary_label(page, period == PERIOD_NOW ? LABEL_NOW : LABEL_MONTH));
    if (summary_figure_text(page, UNIT_PERCENT, &line->figures[period], true, share, sizeof share))
        summary_cell(page, "n", summary_label(page, LABEL_SHARE), share);
    else
        fputs("<td role=\"cell\" class=\"none\"></td>", page->file);
    fputs("</tr>\n", page->file);
}

static bool write_splits_of(struct summary_page *page, const struct rule *rule, struct error *error)
{
    struct kpi_line *lines;
    size_t count, shown;
    enum kpi_period period = kpi_main_period(rule);
    char caption[REPORT_LINE_SIZE * 2];
    if (!read_lines(page, rule, &lines, &count, error))
        return false;
    shown = kpi_lines_largest(rule, lines, count, MOST_SPLITS);
    snprintf(caption, sizeof caption, "%s%s%s", rule->title.text[page->report->language],
             shown < count ? ": " : "", shown < count ? summary_says(page, SUMMARY_LARGEST) : "");
    summary_table_begin(page, "tall", caption);
    summary_heading(page, rule->split_title.text[page->report->language], false);
    summary_heading(page, summary_label(page, period == PERIOD_NOW ? LABEL_NOW : LABEL_MONTH),
                    true);
    summary_heading(page, summary_label(page, LABEL_SHARE), true);
    summary_body_begin(page);
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
        if (!has_any)
            summary_fold_begin(page, "", summary_says(page, SUMMARY_SPLITS));
        has_any = true;
        if (!write_splits_of(page, subject->kpis[i].rule, error))
            return false;
    }
    if (has_any)
        summary_fold_end(page);
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
