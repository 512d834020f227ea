/* Every figure of the company or of an audience, by subject, with all its periods; see kpi_grid.h.
 */
#include "core/text.h"
#include "reports/facts.h"
#include "reports/kpi_changes.h"
#include "reports/kpi_grid.h"
#include "reports/kpi_units.h"
#include "reports/labels.h"
#include "reports/pages.h"

#include <stdio.h>
#include <string.h>

#define HEADING_POINTS 30.0 /* two lines */
#define MOST_SPLITS 10
#define LENGTH(array) (sizeof(array) / sizeof(array)[0])

/* Columns of the grid, the narrow ones joined to their neighbours. */
enum {
    COLUMN_KPI = 0,
    COLUMN_KPI_LAST = 4,
    COLUMN_STATUS = 5,
    COLUMN_STATUS_LAST = 6,
    COLUMN_TARGET = 7,
    COLUMN_TARGET_LAST = 8
};

static const struct page_heading headings[] = {{LABEL_KPI, false, 4},    {LABEL_STATUS, false, 1},
                                               {LABEL_TARGET, true, 1},  {LABEL_NOW, true, 0},
                                               {LABEL_DAY, true, 0},     {LABEL_MONTH, true, 1},
                                               {LABEL_ROLLING, true, 0}, {LABEL_ALL, true, 0}};

static const struct {
    size_t first, last;
} period_columns[PERIOD_COUNT] = {[PERIOD_NOW] = {9, 9},
                                  [PERIOD_DAY] = {10, 10},
                                  [PERIOD_MONTH] = {11, 12},
                                  [PERIOD_ROLLING] = {13, 13},
                                  [PERIOD_ALL] = {14, 14}};

/* True where the KPI's target is judged on this line. */
static bool bears_target(const struct rule *rule, const struct kpi_line *line)
{
    if (!rule->has_target || line->measure != &rule->measures[0])
        return false;
    return strcmp(line->split, rule->target_split != NULL ? rule->target_split : "*") == 0;
}

static void write_status(const struct report *report, struct sheet *sheet, const struct rule *rule,
                         const struct kpi_line *line)
{
    const struct kpi_figure *figure = &line->figures[kpi_main_period(rule)];
    char text[KPI_TEXT_SIZE * 2];
    bool bears = bears_target(rule, line);
    struct rule of_line = *rule;
    of_line.target_split = NULL; /* the line names it already */
    if (bears)
        kpi_target_text(&of_line, report->language, text);
    sheet_across(sheet, COLUMN_TARGET, COLUMN_TARGET_LAST, bears ? text : "", CELL_NOTHING,
                 LOOK_PLAIN);
    if (!bears || !figure->is_there || figure->status[0] == '\0') {
        sheet_across(sheet, COLUMN_STATUS, COLUMN_STATUS_LAST, "", CELL_TEXT, LOOK_PLAIN);
        return;
    }
    snprintf(text, sizeof text, "%s %s", kpi_status_sign(figure->status),
             word(WORD_STATUS, figure->status, report->language));
    sheet_across(sheet, COLUMN_STATUS, COLUMN_STATUS_LAST, text, CELL_TEXT,
                 kpi_status_look(figure->status));
}

static bool is_company(const struct report *report)
{
    return strcmp(report_level(report), "company") == 0;
}

/* Of an audience the last column is the company's figure, to compare. */
static void write_figures(const struct report *report, struct sheet *sheet,
                          const struct kpi_line *line, bool is_share, bool is_colored)
{
    for (size_t period = 0; period < PERIOD_COUNT; period++)
        if (period != PERIOD_ALL || is_company(report))
            kpi_figure_across(sheet, period_columns[period].first, period_columns[period].last,
                              line->measure->unit, &line->figures[period], is_share, is_colored);
        else
            kpi_figure_cell(sheet, period_columns[period].first, line->measure->unit, &line->beside,
                            is_share, is_colored);
}

static void write_nothing(struct sheet *sheet)
{
    sheet_across(sheet, COLUMN_STATUS, COLUMN_STATUS_LAST, "", CELL_TEXT, LOOK_PLAIN);
    sheet_across(sheet, COLUMN_TARGET, COLUMN_TARGET_LAST, "", CELL_TEXT, LOOK_PLAIN);
}

/* What a figure consists of; the split that the target is for stands open. */
static void fold_split(struct sheet *sheet, const struct rule *rule, const struct kpi_line *line)
{
    bool bears = rule->target_split != NULL && strcmp(rule->target_split, line->split) == 0;
    if (strcmp(line->split, "*") != 0 && !bears)
        sheet_row_detail(sheet);
}

static bool write_value_row(const struct report *report, struct sheet *sheet,
                            const struct rule *rule, const struct kpi_line *line,
                            struct error *error)
{
    char title[KPI_TEXT_SIZE * 4], split[KPI_SPLIT_SIZE];
    bool is_total = strcmp(line->split, "*") == 0;
    bool on_share = rule->is_target_on_share;
    if (!sheet_next_row(sheet, error))
        return false;
    if (is_total) {
        kpi_title_text(rule, line->measure, report->language, title, sizeof title);
        sheet_across(sheet, COLUMN_KPI, COLUMN_KPI_LAST, title, CELL_TEXT, LOOK_STRONG);
    } else {
        kpi_split_text(report, line->split, split);
        sheet_across(sheet, COLUMN_KPI, COLUMN_KPI_LAST, split, CELL_INDENTED, LOOK_PLAIN);
    }
    fold_split(sheet, rule, line);
    if (on_share) {
        write_nothing(sheet);
    } else {
        write_status(report, sheet, rule, line);
    }
    write_figures(report, sheet, line, false, !on_share && bears_target(rule, line));
    return true;
}

static bool has_share(const struct kpi_line *line)
{
    for (size_t period = 0; period < PERIOD_COUNT; period++)
        if (line->figures[period].has_share)
            return true;
    return false;
}

/* The share stands below its value; that of the total of splits would be 100 % of itself. */
static bool write_share_row(const struct report *report, struct sheet *sheet,
                            const struct rule *rule, const struct kpi_line *line,
                            struct error *error)
{
    bool is_total = strcmp(line->split, "*") == 0;
    bool is_own_total = is_total && rule->split_title.text[LANGUAGE_EN][0] != '\0';
    char title[KPI_SPLIT_SIZE + KPI_TEXT_SIZE], split[KPI_SPLIT_SIZE];
    if (!rule->shows_share || !has_share(line) || is_own_total)
        return true;
    if (!sheet_next_row(sheet, error))
        return false;
    fold_split(sheet, rule, line);
    kpi_split_text(report, line->split, split);
    text_format(title, sizeof title, "%s%s%s", is_total ? "" : split, is_total ? "" : ": ",
                label(LABEL_OF_TOTAL, report->language));
    sheet_across(sheet, COLUMN_KPI, COLUMN_KPI_LAST, title, CELL_INDENTED, LOOK_PLAIN);
    if (rule->is_target_on_share) {
        write_status(report, sheet, rule, line);
    } else {
        write_nothing(sheet);
    }
    write_figures(report, sheet, line, true, rule->is_target_on_share && bears_target(rule, line));
    return true;
}

static bool write_missing(const struct report *report, struct sheet *sheet,
                          const struct fact_kpi *kpi, struct error *error)
{
    char line[REPORT_LINE_SIZE * 2];
    if (!sheet_next_row(sheet, error))
        return false;
    sheet_across(sheet, COLUMN_KPI, COLUMN_KPI_LAST, kpi->rule->title.text[report->language],
                 CELL_TEXT, LOOK_STRONG);
    text_format(line, sizeof line, "%s: %s", word(WORD_RULE_STATE, kpi->state, report->language),
                kpi->reason.text[report->language]);
    sheet_across(sheet, COLUMN_STATUS, GRID_LAST, line, CELL_MISSING, LOOK_PLAIN);
    return true;
}

static bool write_note(struct sheet *sheet, const char *note, struct error *error)
{
    if (!sheet_next_row(sheet, error))
        return false;
    sheet_across(sheet, COLUMN_KPI, GRID_LAST, note, CELL_NOTE, LOOK_PLAIN);
    return true;
}

static bool write_more(const struct report *report, struct sheet *sheet, struct error *error)
{
    if (!write_note(sheet, label(LABEL_MORE_SPLITS, report->language), error))
        return false;
    sheet_row_detail(sheet);
    return true;
}

/* What a reader must know to compare the figure with last week's. */
static bool write_changes(const struct report *report, struct sheet *sheet, const struct rule *rule,
                          struct error *error)
{
    char text[REPORT_LINE_SIZE * 2];
    if (!kpi_changes_text(report, rule, text, sizeof text, error))
        return false;
    for (char *line = strtok(text, "\n"); line != NULL; line = strtok(NULL, "\n"))
        if (!write_note(sheet, line, error))
            return false;
    return true;
}

static bool is_measured(const struct fact_kpi *kpi)
{
    return strcmp(kpi->state, "checked") == 0 || strcmp(kpi->state, "partial") == 0;
}

/* The company's figure of the same line, in the KPI's main period. */
static bool read_beside(const struct report *report, const struct rule *rule, struct region *region,
                        struct kpi_line *lines, size_t count, struct error *error)
{
    struct kpi_line *company;
    size_t company_count;
    if (!kpi_lines_read(report, rule, "company", "", region, &company, &company_count, error))
        return false;
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < company_count; j++)
            if (strcmp(lines[i].split, company[j].split) == 0 &&
                lines[i].measure == company[j].measure)
                lines[i].beside = company[j].figures[kpi_main_period(rule)];
    return true;
}

/* Measured on data that has gaps: the row says so before anybody reads the figure as whole. */
static bool write_partial(const struct report *report, struct sheet *sheet,
                          const struct fact_kpi *kpi, struct error *error)
{
    char text[REPORT_LINE_SIZE * 2];
    if (strcmp(kpi->state, "partial") != 0)
        return true;
    if (!sheet_next_row(sheet, error))
        return false;
    text_format(text, sizeof text, "%s: %s", label(LABEL_PARTIAL, report->language),
                kpi->reason.text[report->language]);
    sheet_across(sheet, COLUMN_KPI, GRID_LAST, text, CELL_MISSING, LOOK_PLAIN);
    return true;
}

static bool write_kpi(const struct report *report, struct sheet *sheet, const struct fact_kpi *kpi,
                      struct region *region, struct error *error)
{
    struct kpi_line *lines;
    size_t count, shown;
    if (!is_measured(kpi))
        return write_missing(report, sheet, kpi, error);
    if (!kpi_lines_read(report, kpi->rule, report_level(report), report_level_no(report), region,
                        &lines, &count, error) ||
        (!is_company(report) && !read_beside(report, kpi->rule, region, lines, count, error)))
        return false;
    shown = kpi_lines_largest(kpi->rule, lines, count, MOST_SPLITS);
    for (size_t i = 0; i < shown; i++)
        if (!write_value_row(report, sheet, kpi->rule, &lines[i], error) ||
            !write_share_row(report, sheet, kpi->rule, &lines[i], error))
            return false;
    return (shown == count || write_more(report, sheet, error)) &&
           write_partial(report, sheet, kpi, error) &&
           write_changes(report, sheet, kpi->rule, error);
}

/* Which days a heading covers: those of the day, and the month by its name. */
static void write_period(const struct report *report, struct sheet *sheet, enum kpi_period period,
                         enum label heading)
{
    const struct fact_period *window = facts_period(report->facts, kpi_period_codes[period]);
    enum language language = report->language;
    char text[KPI_TEXT_SIZE * 2], first[DATE_TEXT_SIZE], last[DATE_TEXT_SIZE];
    if (window == NULL)
        return;
    label_date(window->from_on, language, first);
    label_date(window->to_on, language, last);
    if (period == PERIOD_MONTH)
        snprintf(text, sizeof text, "%s\n%s", label(heading, language),
                 last + strcspn(last, " ") + 1);
    else if (window->from_on == window->to_on)
        snprintf(text, sizeof text, "%s\n%s", label(heading, language), last);
    else
        snprintf(text, sizeof text, "%s\n%.*s - %s", label(heading, language),
                 (int)strcspn(first, " "), first, last);
    sheet_text(sheet, period_columns[period].first, text, CELL_HEADING_NUMBER, LOOK_PLAIN);
}

static void write_headings(const struct report *report, struct sheet *sheet)
{
    page_headings(report, sheet, headings, LENGTH(headings));
    write_period(report, sheet, PERIOD_DAY, LABEL_DAY);
    write_period(report, sheet, PERIOD_MONTH, LABEL_MONTH);
    if (!is_company(report))
        sheet_text(sheet, period_columns[PERIOD_ALL].first, label(LABEL_COMPANY, report->language),
                   CELL_HEADING_NUMBER, LOOK_PLAIN);
    sheet_row_height(sheet, HEADING_POINTS);
}

static bool write_subject(const struct report *report, struct sheet *sheet, const struct rule *rule,
                          struct error *error)
{
    const char *subject = word(WORD_SUBJECT, kpi_subject_code(rule->subject), report->language);
    if (!sheet_next_row(sheet, error))
        return false;
    sheet_text(sheet, COLUMN_KPI, subject, CELL_SECTION, LOOK_PLAIN);
    return true;
}

/* KPIs stand in the order of their subjects; each subject that is measured has its heading. */
static bool write_all(const struct report *report, struct sheet *sheet, struct region *region,
                      struct error *error)
{
    const struct rule *last = NULL;
    for (size_t i = 0; i < report->facts->kpi_count; i++) {
        const struct fact_kpi *kpi = &report->facts->kpis[i];
        if (kpi->rule == NULL || strcmp(kpi->state, "off") == 0)
            continue;
        if ((last == NULL || last->subject != kpi->rule->subject) &&
            !write_subject(report, sheet, kpi->rule, error))
            return false;
        last = kpi->rule;
        if (!write_kpi(report, sheet, kpi, region, error))
            return false;
    }
    return write_note(sheet, label(LABEL_SPLITS_NOTE, report->language), error);
}

bool kpi_figures_write(const struct report *report, struct sheet *sheet, struct error *error)
{
    struct region region = {0};
    bool written = page_section(report, sheet,
                                is_company(report) ? LABEL_SECTION_KPIS : LABEL_KPI_TITLE, error);
    if (written)
        write_headings(report, sheet);
    written = written && write_all(report, sheet, &region, error);
    region_clear(&region);
    return written && sheet_next_row(sheet, error) && sheet_next_row(sheet, error);
}
