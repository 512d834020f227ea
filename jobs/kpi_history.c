/* Stages the days of KPIs in state.db; see kpi_history.h.
 *
 * In SQL on state.db's connection with the slot's results attached, as the worklist is. On the way:
 * published (attempts that count), ran (today's KPIs), covered (days that history knows), newest
 * (whose sums of a day count), figures (today's sums), differing (days to write).
 */
#include "jobs/kpi_history.h"

#include "jobs/kpi_definitions.h"
#include "jobs/kpi_frame.h"
#include "jobs/kpi_trends.h"
#include "jobs/needs.h"
#include "jobs/statement.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

struct history {
    sqlite3 *connection;
    const struct settings *settings;
    const struct catalogue *catalogue;
    const struct slot *slot;
};

static const char make_temporary[] =
    "CREATE TEMP TABLE published (attempt_id INTEGER PRIMARY KEY, business_on INTEGER);"
    "CREATE TEMP TABLE ran (kpi_id TEXT PRIMARY KEY, is_flow INTEGER, definition_id INTEGER,"
    " is_changed INTEGER, target_split TEXT) WITHOUT ROWID;"
    "CREATE TEMP TABLE readers (level TEXT, level_no TEXT, PRIMARY KEY (level, level_no))"
    " WITHOUT ROWID;"
    "CREATE TEMP TABLE covered (kpi_id TEXT, from_on INTEGER, to_on INTEGER);"
    "CREATE TEMP TABLE newest (kpi_id TEXT, day_on INTEGER, attempt_id INTEGER,"
    " PRIMARY KEY (kpi_id, day_on)) WITHOUT ROWID;"
    "CREATE TEMP TABLE figures (kpi_id TEXT, day_on INTEGER, staff_no TEXT, split TEXT,"
    " measure TEXT, part INTEGER, whole INTEGER);"
    "CREATE TEMP TABLE differing (kpi_id TEXT, day_on INTEGER,"
    " PRIMARY KEY (kpi_id, day_on)) WITHOUT ROWID;"
    "CREATE TEMP TABLE places (staff_no TEXT, from_on INTEGER, team TEXT, branch TEXT);";

static const char drop_temporary[] =
    "DROP TABLE IF EXISTS temp.published; DROP TABLE IF EXISTS temp.ran;"
    "DROP TABLE IF EXISTS temp.covered; DROP TABLE IF EXISTS temp.newest;"
    "DROP TABLE IF EXISTS temp.readers; DROP TABLE IF EXISTS temp.figures; DROP TABLE IF EXISTS "
    "temp.differing;"
    "DROP TABLE IF EXISTS temp.places;";

static const char find_published[] =
    "INSERT INTO temp.published SELECT attempt_id, business_on"
    " FROM attempts JOIN slots USING (slot_id) WHERE job = :job AND state = 'published'";

#define IS_COVERED(days)                                                                           \
    "EXISTS (SELECT 1 FROM temp.covered WHERE covered.kpi_id = " days ".kpi_id AND " days          \
    ".day_on BETWEEN covered.from_on AND covered.to_on)"

/* Once it is known which KPIs ran. */
static const char *const steps[] = {
    /* The ranges of days that attempts knew, those that meet as one. */
    "WITH known AS (SELECT kpi_id, from_on, to_on, max(to_on) OVER (PARTITION BY kpi_id"
    "   ORDER BY from_on, to_on ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before_on"
    "  FROM kpi_runs JOIN temp.published USING (attempt_id) JOIN temp.ran USING (kpi_id)"
    "  WHERE is_flow),"
    " marked AS (SELECT kpi_id, from_on, to_on, sum(coalesce(from_on > before_on + 1, 0))"
    "   OVER (PARTITION BY kpi_id ORDER BY from_on, to_on) AS island FROM known)"
    " INSERT INTO temp.covered SELECT kpi_id, min(from_on), max(to_on) FROM marked"
    " GROUP BY kpi_id, island",

    "INSERT INTO temp.newest SELECT kpi_id, day_on, max(attempt_id)"
    " FROM temp.ran CROSS JOIN kpi_days USING (kpi_id) JOIN temp.published USING (attempt_id)"
    " WHERE CASE WHEN is_flow THEN day_on <= :last_on ELSE day_on = :today END"
    " GROUP BY kpi_id, day_on",

    /* What was published of the days that are not reckoned again stays. */
    "DELETE FROM results.khrop_kpi_parts WHERE day_on <= :kept_on"
    " AND " IS_COVERED("khrop_kpi_parts"),

    "INSERT INTO results.khrop_kpi_parts (kpi_id, staff_no, split, measure, day_on, part, whole)"
    " SELECT kpi_id, staff_no, split, measure, day_on, part, whole"
    " FROM temp.newest CROSS JOIN kpi_history USING (kpi_id, day_on, attempt_id)"
    " JOIN temp.ran USING (kpi_id) WHERE is_flow AND day_on <= :kept_on",

    "INSERT INTO temp.figures"
    " SELECT kpi_id, CASE WHEN is_flow THEN day_on ELSE :today END, staff_no, split, measure, part,"
    "  whole FROM results.khrop_kpi_parts AS parts JOIN temp.ran USING (kpi_id)"
    " WHERE NOT is_flow OR (day_on <= :last_on"
    "  AND ((day_on > :kept_on AND NOT :adds_only) OR NOT " IS_COVERED("parts") "))",

    /* A day that history has not differs whatever its figures; the others are compared. */
    "INSERT INTO temp.differing SELECT DISTINCT kpi_id, day_on FROM temp.figures"
    " WHERE NOT EXISTS (SELECT 1 FROM temp.newest WHERE newest.kpi_id = figures.kpi_id"
    "  AND newest.day_on = figures.day_on)",

    "INSERT OR IGNORE INTO temp.differing SELECT DISTINCT kpi_id, day_on FROM ("
    " SELECT kpi_id, day_on, staff_no, split, measure, part, whole"
    "  FROM temp.figures JOIN temp.newest USING (kpi_id, day_on) EXCEPT"
    " SELECT kpi_id, day_on, staff_no, split, measure, part, whole"
    "  FROM temp.newest CROSS JOIN kpi_history USING (kpi_id, day_on, attempt_id))",

    "INSERT OR IGNORE INTO temp.differing SELECT DISTINCT kpi_id, day_on FROM ("
    " SELECT kpi_id, day_on, staff_no, split, measure, part, whole"
    "  FROM temp.newest CROSS JOIN kpi_history USING (kpi_id, day_on, attempt_id)"
    "  JOIN temp.ran USING (kpi_id)"
    "  WHERE NOT :adds_only AND (day_on > :kept_on OR NOT is_flow) EXCEPT"
    " SELECT kpi_id, day_on, staff_no, split, measure, part, whole FROM temp.figures)",

    "INSERT INTO kpi_days (kpi_id, day_on, attempt_id, why)"
    " SELECT kpi_id, day_on, :attempt_id,"
    "  CASE WHEN newest.attempt_id IS NULL AND NOT " IS_COVERED(
        "differing") " THEN 'first'"
                     "   WHEN is_changed THEN 'definition' ELSE 'restated' END"
                     " FROM temp.differing AS differing JOIN temp.ran USING (kpi_id)"
                     " LEFT JOIN temp.newest AS newest USING (kpi_id, day_on)",

    "INSERT INTO kpi_history (kpi_id, day_on, attempt_id, staff_no, split, measure, part, whole)"
    " SELECT kpi_id, day_on, :attempt_id, staff_no, split, measure, part, whole"
    " FROM temp.figures CROSS JOIN temp.differing USING (kpi_id, day_on)"
    /* In the order of the table, which then grows at its end. */
    " ORDER BY kpi_id, day_on, staff_no, split, measure",

    "INSERT INTO kpi_runs (attempt_id, kpi_id, definition_id, from_on, to_on)"
    " SELECT :attempt_id, kpi_id, definition_id,"
    "  CASE WHEN is_flow THEN min(:kept_on + 1, coalesce((SELECT min(day_on) FROM temp.figures"
    "   WHERE figures.kpi_id = ran.kpi_id), :last_on)) ELSE :today END,"
    "  CASE WHEN is_flow THEN :last_on ELSE :today END FROM temp.ran AS ran",
};

#define KNOWN_ATTEMPTS                                                                             \
    "counted_attempts WHERE job = :job AND (business_on < :today OR :is_flows_only)"

/* Who stands elsewhere than the last published list of staff said has moved since its days. */
static const char *const place_steps[] = {
    "INSERT INTO temp.places SELECT staff_no, from_on, team, branch FROM staff_places"
    " WHERE attempt_id IN (SELECT attempt_id FROM " KNOWN_ATTEMPTS ")",

    "INSERT INTO staff_places (attempt_id, staff_no, from_on, team, branch)"
    " SELECT :attempt_id, now.staff_no, CASE WHEN last.staff_no IS NULL THEN now.from_on"
    "  ELSE 1 - (:today - :last_on) + (SELECT max(business_on) FROM " KNOWN_ATTEMPTS ") END,"
    "  now.team, now.branch"
    " FROM results.khrop_staff_places AS now LEFT JOIN ("
    /* With max() in SQLite, the other columns are those of the row that holds the maximum. */
    "  SELECT staff_no, team, branch, max(from_on) FROM temp.places GROUP BY staff_no) AS last"
    "  USING (staff_no)"
    " WHERE NOT :is_flows_only"
    "  AND (last.staff_no IS NULL OR last.team <> now.team OR last.branch <> now.branch)",

    "INSERT INTO temp.places SELECT staff_no, from_on, team, branch FROM staff_places"
    " WHERE attempt_id = :attempt_id",

    "DELETE FROM results.khrop_staff_places WHERE staff_no IN (SELECT staff_no FROM temp.places)",

    "INSERT INTO results.khrop_staff_places SELECT staff_no, from_on,"
    "  coalesce(lead(from_on) OVER (PARTITION BY staff_no ORDER BY from_on) - 1, :always),"
    "  team, branch FROM temp.places",
};

#define OF_READERS(level)                                                                          \
    "CASE WHEN EXISTS (SELECT 1 FROM temp.readers WHERE readers.level = '" level                   \
    "' AND readers.level_no = places." level ") THEN places." level " ELSE '' END"

/* Balances of earlier business dates, for their trend: by team and branch where somebody reads
 * these, by the split that bears the target. A date without any stands as a row of nulls: there was
 * none of it. */
static const char *const past_steps[] = {
    "INSERT INTO results.khrop_kpi_past (kpi_id, day_on) SELECT DISTINCT kpi_id, business_on"
    " FROM temp.ran JOIN kpi_runs USING (kpi_id) JOIN temp.published USING (attempt_id)"
    " WHERE NOT is_flow AND business_on > :today - :trend_days AND business_on < :today",

    "INSERT INTO results.khrop_kpi_past"
    " SELECT kpi_id, day_on, " OF_READERS("team") ", " OF_READERS(
        "branch") ","
                  "  CASE WHEN split = target_split THEN split ELSE '' END, measure, sum(part), "
                  "sum(whole)"
                  " FROM (SELECT kpi_id, day_on, target_split, max(attempt_id) AS attempt_id"
                  "  FROM temp.ran CROSS JOIN kpi_days USING (kpi_id) JOIN temp.published USING "
                  "(attempt_id)"
                  "  WHERE NOT is_flow AND day_on > :today - :trend_days AND day_on < :today"
                  "  GROUP BY kpi_id, day_on)"
                  " CROSS JOIN kpi_history USING (kpi_id, day_on, attempt_id)"
                  " LEFT JOIN results.khrop_staff_places AS places ON places.staff_no = "
                  "kpi_history.staff_no"
                  "  AND day_on BETWEEN places.from_on AND places.to_on"
                  " GROUP BY 1, 2, 3, 4, 5, 6",
};

static bool step_run(const struct history *history, const char *sql, struct error *error)
{
    const struct slot *slot = history->slot;
    sqlite3_stmt *statement = NULL;
    bool has_run;

    if (!statement_prepare(history->connection, sql, &statement, error))
        return false;
    statement_bind_text(statement, ":job", slot->job->name);
    statement_bind_integer(statement, ":today", slot->business_on);
    statement_bind_integer(statement, ":last_on", slot->last_on);
    statement_bind_integer(statement, ":kept_on", slot->last_on - slot->job->restate_days);
    statement_bind_integer(statement, ":attempt_id", slot->attempt_id);
    statement_bind_integer(statement, ":is_flows_only", slot->is_flows_only);
    statement_bind_integer(statement, ":adds_only", slot->is_flows_only && !slot->is_restated);
    statement_bind_integer(statement, ":always", PLACE_TO_ALWAYS);
    statement_bind_integer(statement, ":trend_days", KPI_TREND_DAYS);
    has_run = statement_finish(statement, error);
    sqlite3_finalize(statement);
    return has_run;
}

static bool steps_run(const struct history *history, const char *const *sql, size_t count,
                      struct error *error)
{
    for (size_t i = 0; i < count; i++)
        if (!step_run(history, sql[i], error))
            return false;
    return true;
}

static bool ran_add(const struct history *history, const struct rule *rule, struct error *error)
{
    struct kpi_definition definition;
    sqlite3_stmt *insert = NULL;
    bool is_added;

    if (!kpi_definition_find(history->connection, rule, history->slot, &definition, error) ||
        !statement_prepare(history->connection,
                           "INSERT INTO temp.ran"
                           " SELECT kpi_id, :is_flow, :definition_id, :is_changed, :target_split"
                           " FROM results.khrop_kpis"
                           " WHERE kpi_id = :kpi AND state IN ('checked', 'partial')",
                           &insert, error))
        return false;
    statement_bind_text(insert, ":kpi", rule->id);
    statement_bind_integer(insert, ":is_flow", rule->kpi_kind == KPI_FLOW);
    statement_bind_integer(insert, ":definition_id", definition.definition_id);
    statement_bind_integer(insert, ":is_changed", definition.is_changed);
    statement_bind_text(insert, ":target_split", rule->target_split);
    is_added = statement_finish(insert, error);
    sqlite3_finalize(insert);
    if (!is_added || !definition.is_changed || sqlite3_changes(history->connection) == 0)
        return is_added;
    return kpi_change_stage(history->connection, history->settings, history->catalogue, rule,
                            history->slot, error);
}

static bool ran_gather(const struct history *history, bool is_last, struct error *error)
{
    const struct catalogue *catalogue = history->catalogue;

    for (size_t i = 0; i < catalogue->kpi_count; i++)
        if ((needs_stage(&catalogue->kpis[i]) == STAGE_VALUES) == is_last &&
            !ran_add(history, &catalogue->kpis[i], error))
            return error_wrap(error, "%s", catalogue->kpis[i].id);
    return true;
}

/* The teams and branches that audiences are of. */
static bool readers_gather(const struct history *history, struct error *error)
{
    const struct settings *settings = history->settings;
    sqlite3_stmt *insert = NULL;
    bool gathered = statement_prepare(
        history->connection, "INSERT OR IGNORE INTO temp.readers VALUES (:level, :level_no)",
        &insert, error);

    for (size_t i = 0; gathered && i < settings->audience_count; i++) {
        statement_bind_text(insert, ":level", audience_level(&settings->audiences[i]));
        statement_bind_text(insert, ":level_no", audience_level_no(&settings->audiences[i]));
        gathered = statement_finish(insert, error);
    }
    sqlite3_finalize(insert);
    return gathered;
}

static bool stage(const struct history *history, bool is_last, struct error *error)
{
    return statement_execute(history->connection, drop_temporary, error) &&
           statement_execute(history->connection, make_temporary, error) &&
           step_run(history, find_published, error) && ran_gather(history, is_last, error) &&
           readers_gather(history, error) &&
           steps_run(history, steps, sizeof steps / sizeof steps[0], error) &&
           (is_last ||
            steps_run(history, place_steps, sizeof place_steps / sizeof place_steps[0], error)) &&
           steps_run(history, past_steps, sizeof past_steps / sizeof past_steps[0], error) &&
           kpi_changes_show(history->connection, history->slot, error) &&
           statement_execute(history->connection, drop_temporary, error);
}

static bool results_attach(const struct history *history, struct error *error)
{
    sqlite3_stmt *statement = NULL;
    char path[PATH_MAX + 32];
    bool is_attached;

    snprintf(path, sizeof path, "%s/results.sqlite", history->slot->folder);
    if (!statement_prepare(history->connection, "ATTACH :path AS results", &statement, error))
        return false;
    statement_bind_text(statement, ":path", path);
    is_attached = statement_finish(statement, error);
    sqlite3_finalize(statement);
    return is_attached;
}

bool kpi_history_stage(struct state *state, const struct settings *settings,
                       const struct catalogue *catalogue, const struct slot *slot, bool is_last,
                       struct error *error)
{
    struct history history = {state_connection(state), settings, catalogue, slot};
    bool is_staged = false;

    error_clear(error);
    if (!results_attach(&history, error))
        goto done;
    if (!statement_execute(history.connection, "BEGIN IMMEDIATE", error))
        goto done;
    is_staged =
        stage(&history, is_last, error) && statement_execute(history.connection, "COMMIT", error);
    if (!is_staged)
        (void)sqlite3_exec(history.connection, "ROLLBACK", NULL, NULL, NULL);
done:
    (void)sqlite3_exec(history.connection, "DETACH results", NULL, NULL, NULL);
    return is_staged || error_wrap(error, "KPI history");
}
