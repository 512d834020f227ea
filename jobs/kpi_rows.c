/* A figure opened; see kpi_rows.h. */
#include "jobs/kpi_rows.h"

#include "core/text.h"
#include "jobs/query.h"
#include "jobs/statement.h"

#include <string.h>

static const struct kpi_measure *measure_of(const struct kpi_cell *cell)
{
    for (size_t i = 0; i < cell->rule->measure_count; i++)
        if (strcmp(cell->rule->measures[i].name, cell->measure) == 0)
            return &cell->rule->measures[i];
    return NULL;
}

/* The suffix that gives parts and wholes the type they are kept in. */
static const char *suffix_of(const struct kpi_cell *cell)
{
    const struct kpi_measure *measure = measure_of(cell);

    if (measure != NULL && measure->unit == UNIT_MONEY)
        return "amount";
    if (cell->rule->has_scaled_parts || (measure != NULL && measure->unit == UNIT_QUANTITY))
        return "qty";
    return "count";
}

/* The KPI's rows with the place where each staff member stood on the row's day, as kpi_values.c
 * joins them. */
static void append_source(sqlite3_str *sql, const struct kpi_cell *cell)
{
    const char *query = cell->rule->sql;
    size_t length = strlen(query);
    bool is_flow = cell->rule->kpi_kind == KPI_FLOW;

    while (length > 0 && strchr(" \t\r\n;", query[length - 1]) != NULL)
        length--;
    sqlite3_str_appendall(sql, " FROM (");
    sqlite3_str_append(sql, query, (int)length);
    sqlite3_str_appendf(sql,
                        "\n) AS k JOIN results.khrop_periods AS w ON w.period = :khrop_period%s "
                        "LEFT JOIN results.khrop_staff_places AS s "
                        "ON s.staff_no = coalesce(k.staff_no, '') "
                        "AND %s BETWEEN s.from_on AND s.to_on "
                        "WHERE coalesce(k.measure, '') = :khrop_measure "
                        "AND (:khrop_split = '*' OR coalesce(k.split, '') = :khrop_split) ",
                        is_flow ? " AND k.day_on BETWEEN w.from_on AND w.to_on" : "",
                        is_flow ? "k.day_on" : "w.to_on");
    if (strcmp(cell->level, "staff") == 0)
        sqlite3_str_appendall(sql, "AND coalesce(k.staff_no, '') = :khrop_no");
    else if (strcmp(cell->level, "company") != 0)
        sqlite3_str_appendf(sql, "AND coalesce(s.\"%w\", '') = :khrop_no", cell->level);
}

static bool prepare(sqlite3 *mirror, const struct kpi_cell *cell, const struct slot *slot,
                    sqlite3_str *made, sqlite3_stmt **statement, struct error *error)
{
    char *sql = sqlite3_str_finish(made);
    bool is_prepared = sql != NULL && statement_prepare(mirror, sql, statement, error);

    sqlite3_free(sql);
    if (!is_prepared)
        return error_wrap(error, "%s", cell->rule->place.file);
    query_bind(*statement, cell->rule, slot);
    statement_bind_text(*statement, ":khrop_period", cell->period);
    statement_bind_text(*statement, ":khrop_measure", cell->measure);
    statement_bind_text(*statement, ":khrop_split", cell->split);
    statement_bind_text(*statement, ":khrop_no", cell->level_no);
    return true;
}

/* The key columns of the rows, but for those that every KPI gives anyway. */
static void append_row_columns(sqlite3_str *sql, const struct rule *rule)
{
    static const char *const given[] = {"staff_no", "split", "measure", "day_on"};

    for (size_t i = 0; rule->rows[i] != NULL; i++) {
        bool is_given = false;
        for (size_t j = 0; j < sizeof given / sizeof given[0]; j++)
            is_given = is_given || strcmp(rule->rows[i], given[j]) == 0;
        if (!is_given)
            sqlite3_str_appendf(sql, "k.\"%w\", ", rule->rows[i]);
    }
}

bool kpi_rows_prepare(sqlite3 *mirror, const struct kpi_cell *cell, const struct slot *slot,
                      sqlite3_stmt **rows, struct error *error)
{
    const char *suffix = suffix_of(cell);
    sqlite3_str *sql = sqlite3_str_new(mirror);

    sqlite3_str_appendall(sql, "SELECT ");
    append_row_columns(sql, cell->rule);
    sqlite3_str_appendf(sql,
                        "k.staff_no, k.split, k.measure%s, k.part AS part_%s, k.whole AS whole_%s",
                        cell->rule->kpi_kind == KPI_FLOW ? ", k.day_on" : "", suffix, suffix);
    append_source(sql, cell);
    sqlite3_str_appendall(sql, " ORDER BY 1, 2, 3, 4");
    return prepare(mirror, cell, slot, sql, rows, error);
}

static void sums_take(sqlite3_stmt *row, int column, struct kpi_sums *sums)
{
    sums->part = sqlite3_column_int64(row, column);
    sums->has_whole = sqlite3_column_type(row, column + 1) != SQLITE_NULL;
    sums->whole = sqlite3_column_int64(row, column + 1);
}

bool kpi_rows_sum(sqlite3 *mirror, const struct kpi_cell *cell, const struct slot *slot,
                  struct kpi_sums *sums, struct error *error)
{
    sqlite3_str *sql = sqlite3_str_new(mirror);
    sqlite3_stmt *sum = NULL;

    *sums = (struct kpi_sums){0};
    sqlite3_str_appendall(sql, "SELECT COUNT(*), coalesce(SUM(k.part), 0), SUM(k.whole)");
    append_source(sql, cell);
    if (!prepare(mirror, cell, slot, sql, &sum, error))
        return false;
    if (statement_next(sum, error)) {
        sums->row_count = sqlite3_column_int64(sum, 0);
        sums_take(sum, 1, sums);
    }
    sqlite3_finalize(sum);
    return error->code == EXIT_CODE_GOOD;
}

static void cell_bind(sqlite3_stmt *row, const struct kpi_cell *cell)
{
    statement_bind_text(row, ":id", cell->rule->id);
    statement_bind_text(row, ":period", cell->period);
    statement_bind_text(row, ":level", cell->level);
    statement_bind_text(row, ":no", cell->level_no);
    statement_bind_text(row, ":split", cell->split);
    statement_bind_text(row, ":measure", cell->measure);
}

/* Names what there is instead: a split in which nothing was counted has no figure, and a mistyped
 * name has none either. */
static bool no_figure(sqlite3 *mirror, const struct kpi_cell *cell, struct error *error)
{
    char splits[512] = "";
    sqlite3_stmt *row = NULL;

    if (!statement_prepare(mirror,
                           "SELECT group_concat(split, ', ') FROM (SELECT DISTINCT split "
                           "FROM results.khrop_kpi_values WHERE kpi_id = :id AND period = :period "
                           "AND level = :level AND level_no = :no AND measure = :measure "
                           "ORDER BY split LIMIT 20)",
                           &row, error))
        return false;
    cell_bind(row, cell);
    if (statement_next(row, error))
        text_format(splits, sizeof splits, "%s", statement_text(row, 0));
    sqlite3_finalize(row);
    return error_set(error, EXIT_CODE_USAGE,
                     "%s counted nothing of period \"%s\", %s \"%s\", split \"%s\", measure \"%s\" "
                     "in this slot%s%s; csv/kpi_values.csv lists every figure",
                     cell->rule->id, cell->period, cell->level, cell->level_no, cell->split,
                     cell->measure, splits[0] != '\0' ? "; splits here: " : "", splits);
}

bool kpi_rows_figure(sqlite3 *mirror, const struct kpi_cell *cell, struct kpi_sums *figure,
                     int64_t *value, bool *has_value, struct error *error)
{
    sqlite3_stmt *row = NULL;
    bool is_found;

    *figure = (struct kpi_sums){0};
    if (!statement_prepare(mirror,
                           "SELECT part, whole, value FROM results.khrop_kpi_values "
                           "WHERE kpi_id = :id AND period = :period AND level = :level "
                           "AND level_no = :no AND split = :split AND measure = :measure",
                           &row, error))
        return false;
    cell_bind(row, cell);
    is_found = statement_next(row, error);
    if (is_found) {
        sums_take(row, 0, figure);
        *has_value = sqlite3_column_type(row, 2) != SQLITE_NULL;
        *value = sqlite3_column_int64(row, 2);
    }
    sqlite3_finalize(row);
    if (is_found || error->code != EXIT_CODE_GOOD)
        return is_found;
    return no_figure(mirror, cell, error);
}
