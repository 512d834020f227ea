/* From parts to values: sums of parts over sums of wholes, for each period and level. See
 * kpi_run.h. */
#include "core/text.h"
#include "jobs/kpi_reckoning.h"
#include "jobs/kpi_run.h"
#include "jobs/needs.h"
#include "jobs/statement.h"

#include <stdio.h>
#include <string.h>

static const char make_sums[] =
    "DROP TABLE IF EXISTS temp.staff_sums; DROP TABLE IF EXISTS temp.stretch_sums;"
    "CREATE TEMP TABLE staff_sums(period TEXT, staff_no TEXT, team TEXT, branch TEXT, split TEXT,"
    " measure TEXT, part INTEGER, whole INTEGER);"
    "CREATE TEMP TABLE stretch_sums(day_on INTEGER, staff_no TEXT, team TEXT, branch TEXT,"
    " split TEXT, measure TEXT, part INTEGER, whole INTEGER);";

static const char sum_stock[] =
    "DELETE FROM temp.staff_sums; INSERT INTO temp.staff_sums "
    "SELECT w.period, p.staff_no, coalesce(s.team, ''), coalesce(s.branch, ''), p.split, "
    "p.measure, SUM(p.part), SUM(p.whole) "
    "FROM khrop_kpi_parts AS p JOIN khrop_periods AS w ON w.period = 'now' "
    "LEFT JOIN khrop_staff_places AS s ON s.staff_no = p.staff_no "
    "AND coalesce(p.day_on, w.to_on) BETWEEN s.from_on AND s.to_on WHERE p.kpi_id = %Q "
    "GROUP BY 1, 2, 3, 4, 5, 6";

/* Periods overlap, and most parts are in several. So the parts are read once and summed by
 * stretches of days that no period's begin or end divides; a period is then the sum of a few of
 * these. `%s` tells the stretches apart. */
static const char sum_flow[] =
    "DELETE FROM temp.staff_sums; DELETE FROM temp.stretch_sums; INSERT INTO temp.stretch_sums "
    "SELECT MIN(p.day_on), p.staff_no, coalesce(s.team, ''), coalesce(s.branch, ''), p.split, "
    "p.measure, SUM(p.part), SUM(p.whole) "
    "FROM khrop_kpi_parts AS p LEFT JOIN khrop_staff_places AS s ON s.staff_no = p.staff_no "
    "AND p.day_on BETWEEN s.from_on AND s.to_on WHERE p.kpi_id = %Q "
    "GROUP BY 2, 5, 6, 3, 4, %s;"
    "INSERT INTO temp.staff_sums "
    "SELECT w.period, p.staff_no, p.team, p.branch, p.split, p.measure, SUM(p.part), SUM(p.whole) "
    "FROM temp.stretch_sums AS p JOIN khrop_periods AS w ON w.period <> 'now' "
    "AND p.day_on BETWEEN w.from_on AND w.to_on GROUP BY 1, 2, 3, 4, 5, 6";

/* How many begins and ends of periods a day has behind it. */
static const char tell_stretches[] =
    "SELECT group_concat('(p.day_on >= ' || from_on || ') + (p.day_on > ' || to_on || ')', ' + ') "
    "FROM khrop_periods WHERE period <> 'now'";

/* The parts of one KPI are many, its sums by staff member few: every level is made of these. What
 * somebody did stays with the team and branch where they stood on that day. */
static bool sum_staff(sqlite3 *connection, const struct rule *rule, struct error *error)
{
    sqlite3_stmt *stretches = NULL;
    char *sql = NULL;
    bool summed;
    if (rule->kpi_kind == KPI_STOCK)
        sql = sqlite3_mprintf(sum_stock, rule->id);
    else if (statement_prepare(connection, tell_stretches, &stretches, error) &&
             statement_next(stretches, error))
        sql = sqlite3_mprintf(sum_flow, rule->id, statement_text(stretches, 0));
    sqlite3_finalize(stretches);
    summed = sql != NULL && statement_execute(connection, sql, error);
    sqlite3_free(sql);
    return summed;
}

/* One level's sums of one KPI. `by_split` gives each split its rows; without, the total over
 * splits. */
static bool sum_level(sqlite3 *connection, const struct rule *rule, const char *level,
                      const char *level_no, bool by_split, struct error *error)
{
    const char *split = by_split ? "split" : "'*'";
    char *sql = sqlite3_mprintf(
        "INSERT INTO khrop_kpi_values SELECT %Q, period, %Q, %s, %s, measure, SUM(part), "
        "SUM(whole), NULL, NULL, '' FROM temp.staff_sums GROUP BY period, %s, %s, measure",
        rule->id, level, level_no, split, level_no, split);
    bool summed = sql != NULL && statement_execute(connection, sql, error);
    sqlite3_free(sql);
    return summed;
}

/* A period in which nothing happened stands with a part of 0, so that a page shows "-", not a hole.
 */
static bool fill_company(sqlite3 *connection, const struct rule *rule, struct error *error)
{
    bool filled = true;
    for (size_t i = 0; filled && i < rule->measure_count; i++) {
        bool has_whole =
            rule->measures[i].unit == UNIT_PERCENT || rule->measures[i].unit == UNIT_DAYS;
        char *sql = sqlite3_mprintf("INSERT OR IGNORE INTO khrop_kpi_values SELECT %Q, period, "
                                    "'company', '', '*', %Q, 0, %s, "
                                    "NULL, NULL, '' FROM khrop_periods WHERE (period = 'now') = %d",
                                    rule->id, rule->measures[i].name, has_whole ? "0" : "NULL",
                                    rule->kpi_kind == KPI_STOCK);
        filled = sql != NULL && statement_execute(connection, sql, error);
        sqlite3_free(sql);
    }
    return filled;
}

/* Of a whole that is there, a split without rows is nothing: a share of 0 %, which its target can
 * judge. Where the whole is 0 there is no share. */
static bool fill_target_split(sqlite3 *connection, const struct rule *rule, struct error *error)
{
    char *sql;
    bool filled;
    if (rule->target_split == NULL || !rule->shows_share)
        return true;
    sql = sqlite3_mprintf(
        "INSERT OR IGNORE INTO khrop_kpi_values SELECT kpi_id, period, level, level_no, %Q, "
        "measure, 0, NULL, NULL, NULL, '' FROM khrop_kpi_values WHERE kpi_id = %Q AND split = '*' "
        "AND measure = %Q AND whole IS NULL AND part <> 0",
        rule->target_split, rule->id, rule->measures[0].name);
    filled = sql != NULL && statement_execute(connection, sql, error);
    sqlite3_free(sql);
    return filled;
}

static bool sum_kpi(sqlite3 *connection, const struct rule *rule, struct error *error)
{
    static const struct {
        const char *level, *level_no;
    } levels[] = {{"staff", "staff_no"}, {"team", "team"}, {"branch", "branch"}, {"company", "''"}};
    bool has_splits = rule->split_title.text[LANGUAGE_EN][0] != '\0';
    if (!sum_staff(connection, rule, error))
        return false;
    for (size_t i = 0; i < sizeof levels / sizeof levels[0]; i++) {
        if (!sum_level(connection, rule, levels[i].level, levels[i].level_no, false, error))
            return false;
        if (has_splits &&
            !sum_level(connection, rule, levels[i].level, levels[i].level_no, true, error))
            return false;
    }
    return fill_company(connection, rule, error) && fill_target_split(connection, rule, error);
}

static bool update_row(sqlite3_stmt *row, sqlite3_stmt *update, const struct rule *rule,
                       struct error *error)
{
    size_t measure = kpi_measure_index(rule, statement_text(row, 2));
    struct kpi_reckoning figure = {
        .unit = rule->measures[measure].unit,
        .part = sqlite3_column_int64(row, 3),
        .whole = sqlite3_column_int64(row, 4),
        .has_whole = sqlite3_column_type(row, 4) != SQLITE_NULL,
        .total = sqlite3_column_int64(row, 5),
    };
    if (!kpi_reckon(rule, &figure))
        return error_set(error, EXIT_CODE_DATA, "a value of %s is beyond 64 bits", rule->id);
    sqlite3_clear_bindings(update);
    statement_bind_integer(update, ":row", sqlite3_column_int64(row, 0));
    if (figure.has_value)
        statement_bind_integer(update, ":value", figure.value);
    if (figure.has_share)
        statement_bind_integer(update, ":share", figure.share);
    statement_bind_text(update, ":status",
                        kpi_status(rule, &figure, statement_text(row, 1), measure == 0));
    return statement_finish(update, error);
}

static bool reckon_kpi(sqlite3 *connection, const struct rule *rule, struct error *error)
{
    sqlite3_stmt *rows = NULL, *update = NULL;
    bool reckoned =
        statement_prepare(
            connection,
            "SELECT v.rowid, v.split, v.measure, v.part, v.whole, t.part FROM khrop_kpi_values AS "
            "v "
            "LEFT JOIN khrop_kpi_values AS t ON t.kpi_id = v.kpi_id AND t.period = v.period AND "
            "t.level = v.level AND t.level_no = v.level_no AND t.split = '*' AND t.measure = "
            "v.measure "
            "WHERE v.kpi_id = :id ORDER BY v.rowid",
            &rows, error) &&
        statement_prepare(
            connection,
            "UPDATE khrop_kpi_values SET value = :value, share = :share, status = :status "
            "WHERE rowid = :row",
            &update, error);
    if (reckoned)
        statement_bind_text(rows, ":id", rule->id);
    while (reckoned && statement_next(rows, error))
        reckoned = update_row(rows, update, rule, error);
    reckoned = reckoned && error->code == EXIT_CODE_GOOD;
    sqlite3_finalize(rows);
    sqlite3_finalize(update);
    return reckoned;
}

static bool has_run(sqlite3 *connection, const struct rule *rule, struct error *error)
{
    sqlite3_stmt *state = NULL;
    bool ran = false;
    if (statement_prepare(
            connection,
            "SELECT 1 FROM khrop_kpis WHERE kpi_id = :id AND state IN ('checked', 'partial')",
            &state, error)) {
        statement_bind_text(state, ":id", rule->id);
        ran = statement_next(state, error);
    }
    sqlite3_finalize(state);
    return ran;
}

/* A KPI that can't be summed or reckoned costs itself alone; half of it would read as a whole. */
static bool fail_kpi(sqlite3 *connection, const struct rule *rule, const struct error *why,
                     struct error *error)
{
    static const char *const steps[] = {
        "DELETE FROM khrop_kpi_values WHERE kpi_id = :id",
        "DELETE FROM khrop_kpi_parts WHERE kpi_id = :id",
        "UPDATE khrop_kpis SET state = 'failed', reason_en = :why, reason_th = :thai "
        "WHERE kpi_id = :id",
    };
    char reason[ERROR_TEXT_SIZE], thai[ERROR_TEXT_SIZE + 128];
    if (why->code == EXIT_CODE_CANNOT_WRITE)
        return error_set(error, why->code, "KPI %s: %s", rule->id, why->text);
    text_format(reason, sizeof reason, "%s: %s", rule->place.file,
                strstr(why->text, "integer overflow") != NULL
                    ? "integer overflow: its parts add up to more than 922337203685477.5807"
                    : why->text);
    text_format(thai, sizeof thai, "คำนวณตัวชี้วัดนี้ไม่ได้ (%s)", reason);
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        sqlite3_stmt *step = NULL;
        bool done = statement_prepare(connection, steps[i], &step, error);
        if (done) {
            statement_bind_text(step, ":id", rule->id);
            statement_bind_text(step, ":why", reason);
            statement_bind_text(step, ":thai", thai);
            done = statement_finish(step, error);
        }
        sqlite3_finalize(step);
        if (!done)
            return false;
    }
    return true;
}

bool kpi_values(struct results *results, const struct catalogue *catalogue, bool is_last,
                struct error *error)
{
    error_clear(error);
    if (!statement_execute(results->connection, make_sums, error))
        return false;
    for (size_t i = 0; i < catalogue->kpi_count; i++) {
        const struct rule *rule = &catalogue->kpis[i];
        struct error why = {0};
        if ((needs_stage(rule) == STAGE_VALUES) == is_last &&
            has_run(results->connection, rule, error) &&
            (!sum_kpi(results->connection, rule, &why) ||
             !reckon_kpi(results->connection, rule, &why)) &&
            !fail_kpi(results->connection, rule, &why, error))
            return false;
        if (error->code != EXIT_CODE_GOOD)
            return false;
    }
    return true;
}
