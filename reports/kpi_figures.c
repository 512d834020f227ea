/* Values of KPIs for pages; see kpi_figures.h. */
#include "reports/kpi_figures.h"

#include "core/text.h"
#include "jobs/statement.h"
#include "reports/kpi_units.h"
#include "reports/labels.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const kpi_period_codes[PERIOD_COUNT] = {"now", "day", "month", "rolling", "all"};

static const struct {
    const char *status, *sign;
    enum cell_look look;
} statuses[] = {{"green", "✓", LOOK_GREEN},
                {"amber", "!", LOOK_AMBER},
                {"red", "✗", LOOK_RED},
                {"", "", LOOK_PLAIN}};

const char *kpi_status_sign(const char *status)
{
    size_t i = 0;
    while (statuses[i].status[0] != '\0' && strcmp(statuses[i].status, status) != 0)
        i++;
    return statuses[i].sign;
}

enum cell_look kpi_status_look(const char *status)
{
    size_t i = 0;
    while (statuses[i].status[0] != '\0' && strcmp(statuses[i].status, status) != 0)
        i++;
    return statuses[i].look;
}

#define CHECK_SPLIT "check:"

void kpi_split_text(const struct report *report, const char *split, char text[KPI_SPLIT_SIZE])
{
    enum language language = report->language;
    bool is_prefixed = strncmp(split, CHECK_SPLIT, sizeof CHECK_SPLIT - 1) == 0;
    const char *id = is_prefixed ? split + sizeof CHECK_SPLIT - 1 : split;
    const struct rule *check = catalogue_check(report->catalogue, id);

    if (split[0] == '\0')
        snprintf(text, KPI_SPLIT_SIZE, "%s", label(LABEL_UNASSIGNED_KIND, language));
    else if (check != NULL)
        snprintf(text, KPI_SPLIT_SIZE, "%s %s", id, check->title.text[language]);
    else
        snprintf(text, KPI_SPLIT_SIZE, "%s", word(WORD_SPLIT, split, language));
    text[text_cut(text, strlen(text), KPI_SPLIT_SIZE - 1)] = '\0';
}

/* Largest first, then in the order of the splits. */
static int compare_sizes(const struct kpi_line *left, const struct kpi_line *right,
                         enum kpi_period period)
{
    const struct kpi_figure *a = &left->figures[period], *b = &right->figures[period];
    int64_t left_value = a->is_there && a->has_value ? a->value : INT64_MIN;
    int64_t right_value = b->is_there && b->has_value ? b->value : INT64_MIN;

    if (left_value != right_value)
        return left_value > right_value ? -1 : 1;
    return strcmp(left->split, right->split);
}

static int compare_by_month(const void *left, const void *right)
{
    return compare_sizes(left, right, PERIOD_MONTH);
}

static int compare_by_now(const void *left, const void *right)
{
    return compare_sizes(left, right, PERIOD_NOW);
}

size_t kpi_lines_largest(const struct rule *rule, struct kpi_line *lines, size_t count, size_t most)
{
    size_t totals = count > 0 && strcmp(lines[0].split, "*") == 0 ? 1 : 0;

    if (rule->measure_count != 1 || count - totals <= most)
        return count;
    qsort(lines + totals, count - totals, sizeof *lines,
          kpi_main_period(rule) == PERIOD_MONTH ? compare_by_month : compare_by_now);
    return totals + most;
}

enum kpi_period kpi_main_period(const struct rule *rule)
{
    return rule->kpi_kind == KPI_STOCK ? PERIOD_NOW : PERIOD_MONTH;
}

static enum kpi_period period_of(const char *code)
{
    size_t i = 0;
    while (i + 1 < PERIOD_COUNT && strcmp(kpi_period_codes[i], code) != 0)
        i++;
    return (enum kpi_period)i;
}

/* The line of a measure and split: the last one, or a new one, rows coming in their order. */
static struct kpi_line *line_for(struct region *region, const struct rule *rule,
                                 struct kpi_line **lines, size_t *count, const char *split,
                                 const char *measure)
{
    struct kpi_line *last = *count == 0 ? NULL : &(*lines)[*count - 1];
    if (last != NULL && strcmp(last->split, split) == 0 &&
        strcmp(last->measure->name, measure) == 0)
        return last;
    *lines = region_grow(region, *lines, *count, sizeof **lines);
    last = &(*lines)[(*count)++];
    *last = (struct kpi_line){.split = region_copy(region, split),
                              .measure = kpi_measure_of(rule, measure)};
    if (last->measure == NULL)
        last->measure = &rule->measures[0];
    return last;
}

static void take_figure(struct region *region, sqlite3_stmt *row, struct kpi_line *line)
{
    struct kpi_figure *figure = &line->figures[period_of(statement_text(row, 2))];
    *figure = (struct kpi_figure){
        .is_there = true,
        .has_value = sqlite3_column_type(row, 3) != SQLITE_NULL,
        .value = sqlite3_column_int64(row, 3),
        .has_share = sqlite3_column_type(row, 4) != SQLITE_NULL,
        .share = sqlite3_column_int64(row, 4),
        .status = region_copy(region, statement_text(row, 5)),
    };
}

static bool read_measure(const struct report *report, const struct rule *rule, const char *measure,
                         const char *level, const char *level_no, struct region *region,
                         struct kpi_line **lines, size_t *count, struct error *error)
{
    sqlite3_stmt *rows = NULL;
    bool read = statement_prepare(
        report->mirror,
        "SELECT split, measure, period, value, share, status FROM results.khrop_kpi_values "
        "WHERE kpi_id = :kpi AND measure = :measure AND level = :level AND level_no = :level_no "
        "ORDER BY split <> '*', CAST(split AS INTEGER), split, period",
        &rows, error);
    if (read) {
        statement_bind_text(rows, ":kpi", rule->id);
        statement_bind_text(rows, ":measure", measure);
        statement_bind_text(rows, ":level", level);
        statement_bind_text(rows, ":level_no", level_no);
        while (statement_next(rows, error))
            take_figure(region, rows,
                        line_for(region, rule, lines, count, statement_text(rows, 0),
                                 statement_text(rows, 1)));
        read = error->code == EXIT_CODE_GOOD;
    }
    sqlite3_finalize(rows);
    return read;
}

bool kpi_lines_read(const struct report *report, const struct rule *rule, const char *level,
                    const char *level_no, struct region *region, struct kpi_line **lines,
                    size_t *count, struct error *error)
{
    *lines = NULL;
    *count = 0;
    error_clear(error);
    for (size_t i = 0; i < rule->measure_count; i++)
        if (!read_measure(report, rule, rule->measures[i].name, level, level_no, region, lines,
                          count, error))
            return false;
    return true;
}

void kpi_number_cell(struct sheet *sheet, size_t column, enum kpi_unit unit, int64_t value,
                     enum cell_look look)
{
    switch (unit) {
    case UNIT_PERCENT:
        sheet_percent(sheet, column, value, look);
        return;
    case UNIT_DAYS:
        sheet_decimal(sheet, column, value, CELL_DAYS, look);
        return;
    case UNIT_COUNT:
        sheet_integer(sheet, column, value, look);
        return;
    case UNIT_QUANTITY:
        sheet_decimal(sheet, column, value, CELL_QUANTITY, look);
        return;
    case UNIT_MONEY:
        sheet_decimal(sheet, column, value, CELL_MONEY, look);
        return;
    }
}

void kpi_figure_cell(struct sheet *sheet, size_t column, enum kpi_unit unit,
                     const struct kpi_figure *figure, bool is_share, bool is_colored)
{
    enum cell_look look =
        is_colored && figure->is_there ? kpi_status_look(figure->status) : LOOK_PLAIN;
    if (!figure->is_there || (is_share ? !figure->has_share : !figure->has_value))
        sheet_text(sheet, column, "-", CELL_NOTHING, LOOK_PLAIN);
    else if (is_share)
        sheet_percent(sheet, column, figure->share, look);
    else
        kpi_number_cell(sheet, column, unit, figure->value, look);
}

void kpi_figure_across(struct sheet *sheet, size_t first, size_t last, enum kpi_unit unit,
                       const struct kpi_figure *figure, bool is_share, bool is_colored)
{
    enum cell_look look =
        is_colored && figure->is_there ? kpi_status_look(figure->status) : LOOK_PLAIN;
    if (first < last)
        sheet_across(sheet, first, last, "", CELL_INTEGER, look);
    kpi_figure_cell(sheet, first, unit, figure, is_share, is_colored);
}
