/* Trends of KPIs; see kpi_trends.h.
 *
 * In the results' temporary tables: trend_days (the days in question), trend_sums (one KPI's sums
 * by day, team and branch), trend_keys (whose trend it is).
 */
#include "jobs/kpi_trends.h"

#include "jobs/kpi_reckoning.h"
#include "jobs/statement.h"

#include <stdio.h>
#include <string.h>

#define ROLLING_DAYS 30

static const char make_tables[] =
    "CREATE TEMP TABLE trend_days(day_on INTEGER PRIMARY KEY, month_on INTEGER);"
    "CREATE TEMP TABLE trend_sums(day_on INTEGER, team TEXT, branch TEXT, split TEXT, measure TEXT,"
    " part INTEGER, whole INTEGER);"
    "CREATE TEMP TABLE trend_keys(level_no TEXT, measure TEXT, PRIMARY KEY (level_no, measure))"
    " WITHOUT ROWID;";

static const char drop_tables[] =
    "DROP TABLE IF EXISTS temp.trend_days; DROP TABLE IF EXISTS temp.trend_sums;"
    "DROP TABLE IF EXISTS temp.trend_keys;";

static const char clear_tables[] =
    "DELETE FROM temp.trend_days; DELETE FROM temp.trend_sums; DELETE FROM temp.trend_keys;";

/* Of a stock, a day on which there was none of it still is one. */
static const char sum_stock[] =
    "INSERT INTO temp.trend_sums SELECT day_on, team, branch, split, measure, part, whole"
    " FROM khrop_kpi_past WHERE kpi_id = :kpi AND measure IS NOT NULL UNION ALL"
    " SELECT :today, coalesce(s.team, ''), coalesce(s.branch, ''), p.split, p.measure, SUM(p.part),"
    " SUM(p.whole) FROM khrop_kpi_parts AS p LEFT JOIN khrop_staff_places AS s"
    " ON s.staff_no = p.staff_no AND :today BETWEEN s.from_on AND s.to_on"
    " WHERE p.kpi_id = :kpi GROUP BY 2, 3, 4, 5";

static const char find_stock_days[] =
    "INSERT INTO temp.trend_days SELECT DISTINCT day_on, day_on FROM khrop_kpi_past"
    " WHERE kpi_id = :kpi UNION SELECT :today, :today";

static const char sum_flow[] =
    "INSERT INTO temp.trend_sums"
    " SELECT p.day_on, coalesce(s.team, ''), coalesce(s.branch, ''), p.split, p.measure,"
    " SUM(p.part), SUM(p.whole) FROM khrop_kpi_parts AS p LEFT JOIN khrop_staff_places AS s"
    " ON s.staff_no = p.staff_no AND p.day_on BETWEEN s.from_on AND s.to_on"
    " WHERE p.kpi_id = :kpi AND p.day_on BETWEEN :first_on AND :last_on GROUP BY 1, 2, 3, 4, 5";

/* Days before the KPI's first are not days without any: nothing is known of them. */
static const char forget_early_days[] =
    "DELETE FROM temp.trend_days WHERE day_on < coalesce((SELECT MIN(day_on) FROM khrop_kpi_parts"
    " WHERE kpi_id = :kpi), :last_on + 1)";

/* `%s`: the level's column; the company's is ''. A day's whole that is null has nothing to measure.
 */
static const char grid[] =
    "WITH daily AS (SELECT %s AS level_no, measure, day_on,"
    "  SUM(CASE WHEN :split IN ('*', split) THEN part END) AS part,"
    "  SUM(CASE WHEN :split IN ('*', split) THEN whole END) AS whole, SUM(part) AS total"
    "  FROM temp.trend_sums GROUP BY 1, 2, 3),"
    " grid AS (SELECT level_no, measure, days.day_on, days.month_on, coalesce(part, 0) AS part,"
    "  whole, coalesce(total, 0) AS total FROM temp.trend_keys CROSS JOIN temp.trend_days AS days"
    "  LEFT JOIN daily USING (level_no, measure, day_on))";

static const char figures_of_stock[] = " SELECT level_no, measure, 'now', day_on, part, whole,"
                                       " total FROM grid";

static const char figures_of_flow[] =
    ", running AS (SELECT level_no, measure, day_on, part, whole, total,"
    "  SUM(part) OVER rolling AS rolling_part, SUM(whole) OVER rolling AS rolling_whole,"
    "  SUM(total) OVER rolling AS rolling_total, COUNT(*) OVER rolling AS rolling_days,"
    "  SUM(part) OVER month AS month_part,"
    "  SUM(whole) OVER month AS month_whole, SUM(total) OVER month AS month_total FROM grid"
    "  WINDOW rolling AS (PARTITION BY level_no, measure ORDER BY day_on"
    "   ROWS BETWEEN 29 PRECEDING AND CURRENT ROW),"
    "  month AS (PARTITION BY level_no, measure, month_on ORDER BY day_on))"
    " SELECT level_no, measure, 'day', day_on, part, whole, total FROM running"
    "  WHERE day_on > :last_on - :days"
    " UNION ALL SELECT level_no, measure, 'rolling', day_on, rolling_part, rolling_whole,"
    "  rolling_total FROM running WHERE rolling_days = 30 AND day_on > :last_on - :days"
    " UNION ALL SELECT level_no, measure, 'month', day_on, month_part, month_whole, month_total"
    "  FROM running WHERE day_on > :last_on - :month_days";

struct trending {
    sqlite3 *connection;
    const struct settings *settings;
    const struct slot *slot;
    const struct rule *rule;
};

static bool prepare(const struct trending *trending, const char *sql, sqlite3_stmt **statement,
                    struct error *error)
{
    int64_t last_on = trending->slot->last_on;
    if (!statement_prepare(trending->connection, sql, statement, error))
        return false;
    statement_bind_text(*statement, ":kpi", trending->rule->id);
    statement_bind_integer(*statement, ":today", trending->slot->business_on);
    statement_bind_integer(*statement, ":last_on", last_on);
    statement_bind_integer(*statement, ":first_on", last_on - KPI_TREND_DAYS - ROLLING_DAYS + 2);
    statement_bind_integer(*statement, ":days", KPI_TREND_DAYS);
    statement_bind_integer(*statement, ":month_days", KPI_TREND_MONTH_DAYS);
    return true;
}

static bool run(const struct trending *trending, const char *sql, struct error *error)
{
    sqlite3_stmt *statement = NULL;
    bool has_run = prepare(trending, sql, &statement, error) && statement_finish(statement, error);
    sqlite3_finalize(statement);
    return has_run;
}

/* The days of a flow, each with its month's first. */
static bool list_days(const struct trending *trending, struct error *error)
{
    int64_t last_on = trending->slot->last_on;
    sqlite3_stmt *insert = NULL;
    bool listed = statement_prepare(trending->connection,
                                    "INSERT INTO temp.trend_days VALUES (:day_on, :month_on)",
                                    &insert, error);
    for (int64_t day = last_on - KPI_TREND_DAYS - ROLLING_DAYS + 2; listed && day <= last_on;
         day++) {
        statement_bind_integer(insert, ":day_on", day);
        statement_bind_integer(insert, ":month_on", date_first_of_month(day));
        listed = statement_finish(insert, error);
    }
    sqlite3_finalize(insert);
    return listed;
}

static bool gather(const struct trending *trending, struct error *error)
{
    if (!statement_execute(trending->connection, clear_tables, error))
        return false;
    if (trending->rule->kpi_kind == KPI_STOCK)
        return run(trending, sum_stock, error) && run(trending, find_stock_days, error);
    return run(trending, sum_flow, error) && list_days(trending, error) &&
           run(trending, forget_early_days, error);
}

/* The company has every measure, also one of which there was nothing. */
static bool list_company(const struct trending *trending, struct error *error)
{
    const struct rule *rule = trending->rule;
    bool listed = true;
    for (size_t i = 0; listed && i < rule->measure_count; i++) {
        char *sql = sqlite3_mprintf("INSERT OR IGNORE INTO temp.trend_keys VALUES ('', %Q)",
                                    rule->measures[i].name);
        listed = sql != NULL && statement_execute(trending->connection, sql, error);
        sqlite3_free(sql);
    }
    return listed;
}

/* Of teams and branches those that an audience is of: nobody reads the trends of others. */
static bool list_readers(const struct trending *trending, const char *level, struct error *error)
{
    const struct settings *settings = trending->settings;
    bool listed = true;
    for (size_t i = 0; listed && i < settings->audience_count; i++) {
        const struct audience_settings *audience = &settings->audiences[i];
        char *sql;
        if (strcmp(audience_level(audience), level) != 0)
            continue;
        sql = sqlite3_mprintf("INSERT OR IGNORE INTO temp.trend_keys SELECT DISTINCT %s, measure"
                              " FROM temp.trend_sums WHERE %s = %Q",
                              level, level, audience_level_no(audience));
        listed = sql != NULL && statement_execute(trending->connection, sql, error);
        sqlite3_free(sql);
    }
    return listed;
}

static bool list_keys(const struct trending *trending, const char *level, struct error *error)
{
    if (!statement_execute(trending->connection, "DELETE FROM temp.trend_keys", error))
        return false;
    return strcmp(level, "company") == 0 ? list_company(trending, error)
                                         : list_readers(trending, level, error);
}

/* Columns of row: level_no, measure, period, day_on, part, whole, total. */
static bool write_figure(const struct trending *trending, sqlite3_stmt *row, sqlite3_stmt *insert,
                         const char *split, struct error *error)
{
    const struct rule *rule = trending->rule;
    size_t measure = kpi_measure_index(rule, statement_text(row, 1));
    struct kpi_reckoning figure = {.unit = rule->measures[measure].unit,
                                   .part = sqlite3_column_int64(row, 4),
                                   .has_whole = sqlite3_column_type(row, 5) != SQLITE_NULL,
                                   .whole = sqlite3_column_int64(row, 5),
                                   .total = sqlite3_column_int64(row, 6)};
    if (!kpi_reckon(rule, &figure))
        return error_set(error, EXIT_CODE_DATA, "a value of %s's trend is beyond 64 bits",
                         rule->id);
    if (!figure.has_value)
        return true;
    sqlite3_clear_bindings(insert);
    statement_bind_text(insert, ":kpi", rule->id);
    statement_bind_text(insert, ":split", split);
    statement_bind_text(insert, ":level_no", statement_text(row, 0));
    statement_bind_text(insert, ":measure", statement_text(row, 1));
    statement_bind_text(insert, ":period", statement_text(row, 2));
    statement_bind_integer(insert, ":day_on", sqlite3_column_int64(row, 3));
    statement_bind_integer(insert, ":part", figure.part);
    if (figure.has_whole)
        statement_bind_integer(insert, ":whole", figure.whole);
    statement_bind_integer(insert, ":value", figure.value);
    if (figure.has_share)
        statement_bind_integer(insert, ":share", figure.share);
    statement_bind_text(insert, ":status", kpi_status(rule, &figure, split, measure == 0));
    return statement_finish(insert, error);
}

static bool write_split(const struct trending *trending, const char *level, const char *column,
                        const char *split, struct error *error)
{
    char select[sizeof grid + sizeof figures_of_flow + 16], insert_sql[256];
    sqlite3_stmt *rows = NULL, *insert = NULL;
    bool written;
    int used = snprintf(select, sizeof select, grid, column);
    snprintf(select + used, sizeof select - (size_t)used, "%s",
             trending->rule->kpi_kind == KPI_STOCK ? figures_of_stock : figures_of_flow);
    snprintf(insert_sql, sizeof insert_sql,
             "INSERT INTO khrop_kpi_trends VALUES (:kpi, :measure, :split, :period, '%s',"
             " :level_no, :day_on, :part, :whole, :value, :share, :status)",
             level);
    written = prepare(trending, select, &rows, error) &&
              statement_prepare(trending->connection, insert_sql, &insert, error);
    if (written)
        statement_bind_text(rows, ":split", split);
    while (written && statement_next(rows, error))
        written = write_figure(trending, rows, insert, split, error);
    sqlite3_finalize(rows);
    sqlite3_finalize(insert);
    return written && error->code == EXIT_CODE_GOOD;
}

static bool write_kpi(const struct trending *trending, struct error *error)
{
    static const struct {
        const char *level, *column;
    } levels[] = {{"company", "''"}, {"branch", "branch"}, {"team", "team"}};
    const char *bearing = trending->rule->target_split;
    if (!gather(trending, error))
        return false;
    for (size_t i = 0; i < sizeof levels / sizeof levels[0]; i++)
        if (!list_keys(trending, levels[i].level, error) ||
            !write_split(trending, levels[i].level, levels[i].column, "*", error) ||
            (bearing != NULL &&
             !write_split(trending, levels[i].level, levels[i].column, bearing, error)))
            return false;
    return true;
}

static bool has_values(sqlite3 *connection, const struct rule *rule, struct error *error)
{
    sqlite3_stmt *rows = NULL;
    bool has = false;
    if (statement_prepare(connection, "SELECT 1 FROM khrop_kpi_values WHERE kpi_id = :id LIMIT 1",
                          &rows, error)) {
        statement_bind_text(rows, ":id", rule->id);
        has = statement_next(rows, error);
    }
    sqlite3_finalize(rows);
    return has;
}

bool kpi_trends(struct results *results, const struct settings *settings,
                const struct catalogue *catalogue, const struct slot *slot, struct error *error)
{
    error_clear(error);
    if (!statement_execute(results->connection, drop_tables, error) ||
        !statement_execute(results->connection, make_tables, error))
        return false;
    for (size_t i = 0; i < catalogue->kpi_count; i++) {
        const struct trending trending = {results->connection, settings, slot, &catalogue->kpis[i]};
        if (has_values(results->connection, trending.rule, error) && !write_kpi(&trending, error))
            return error_wrap(error, "trend of %s", trending.rule->id);
        if (error->code != EXIT_CODE_GOOD)
            return false;
    }
    return statement_execute(results->connection, drop_tables, error);
}
