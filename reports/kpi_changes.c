/* Reads khrop_kpi_changes; see kpi_changes.h. */
#include "reports/kpi_changes.h"

#include "core/text.h"
#include "jobs/statement.h"
#include "reports/kpi_units.h"
#include "reports/labels.h"

#include <stdio.h>
#include <string.h>

/* A figure, or "-" where there was nothing to measure. */
static void figure_text(sqlite3_stmt *row, int column, enum kpi_unit unit, enum language language,
                        char text[KPI_TEXT_SIZE])
{
    if (sqlite3_column_type(row, column) == SQLITE_NULL)
        snprintf(text, KPI_TEXT_SIZE, "-");
    else
        kpi_value_text(unit, sqlite3_column_int64(row, column), language, text);
}

/* Columns: measure, changed_on, effect_on, value_before, value_after. */
static size_t line_write(const struct report *report, const struct rule *rule, sqlite3_stmt *row,
                         char *text, size_t size)
{
    enum language language = report->language;
    enum kpi_unit unit = kpi_unit_of(rule, statement_text(row, 0));
    const struct kpi_measure *measure = kpi_measure_of(rule, statement_text(row, 0));
    bool is_named = rule->measure_count > 1 && measure != NULL;
    char changed[DATE_TEXT_SIZE], effect[DATE_TEXT_SIZE];
    char before[KPI_TEXT_SIZE], after[KPI_TEXT_SIZE];
    size_t used;

    label_date(sqlite3_column_int64(row, 1), language, changed);
    used =
        (size_t)snprintf(text, size, "%s%s%s %s", is_named ? measure->title.text[language] : "",
                         is_named ? ": " : "", label(LABEL_DEFINED_OTHERWISE, language), changed);
    if (sqlite3_column_type(row, 2) == SQLITE_NULL || used >= size)
        return used;
    label_date(sqlite3_column_int64(row, 2), language, effect);
    figure_text(row, 3, unit, language, before);
    figure_text(row, 4, unit, language, after);
    return used + (size_t)snprintf(
                      text + used, size - used, " · %s, %s: %s %s, %s %s", effect,
                      word(WORD_PERIOD, rule->kpi_kind == KPI_FLOW ? "rolling" : "now", language),
                      label(LABEL_BEFORE_CHANGE, language), before,
                      label(LABEL_AFTER_CHANGE, language), after);
}

bool kpi_changes_text(const struct report *report, const struct rule *rule, char *text, size_t size,
                      struct error *error)
{
    sqlite3_stmt *rows = NULL;
    size_t used = 0;

    text[0] = '\0';
    error_clear(error);
    if (!statement_prepare(report->mirror,
                           "SELECT measure, changed_on, effect_on, value_before, value_after"
                           " FROM results.khrop_kpi_changes WHERE kpi_id = :kpi ORDER BY measure",
                           &rows, error))
        return false;
    statement_bind_text(rows, ":kpi", rule->id);
    while (statement_next(rows, error) && used + 2 < size) {
        if (used > 0)
            text[used++] = '\n';
        used += line_write(report, rule, rows, text + used, size - used);
    }
    sqlite3_finalize(rows);
    text[text_cut(text, strlen(text), size - 1)] = '\0';
    return error->code == EXIT_CODE_GOOD;
}
