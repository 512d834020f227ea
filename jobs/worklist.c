/* Stages the worklist: what was found today against what stood on the newest published list before.
 *
 * All in SQL on state.db's connection with the slot's results and derived files attached, so that
 * memory stays flat however many exceptions there are. What is reckoned on the way stands in
 * temporary tables: found (today's results), listed (the worklist), routes (owner to list).
 */
#include "jobs/worklist.h"

#include "jobs/results.h"
#include "jobs/statement.h"
#include "jobs/worklist_lists.h"
#include "jobs/worklist_remarks.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

struct staging {
    sqlite3 *connection;
    const struct catalogue *catalogue;
    const struct slot *slot;
    int64_t previous; /* attempt whose list this one follows; 0: none */
    int64_t suppress_max_days;
    bool is_staff_known;
};

static const char make_result[] =
    "DROP TABLE IF EXISTS results.khrop_worklist;"
    "DROP TABLE IF EXISTS results.khrop_exception_history;" RESULTS_WORKLIST_TABLES_IN("results.");

static const char make_temporary[] =
    "DROP TABLE IF EXISTS temp.check_states; DROP TABLE IF EXISTS temp.earlier;"
    "DROP TABLE IF EXISTS temp.found; DROP TABLE IF EXISTS temp.ended;"
    "DROP TABLE IF EXISTS temp.listed; DROP TABLE IF EXISTS temp.ages;"
    "CREATE TEMP TABLE check_states (check_id TEXT PRIMARY KEY, state TEXT, severity TEXT,"
    " window_days INTEGER) WITHOUT ROWID;"
    "CREATE TEMP TABLE earlier (attempt_id INTEGER PRIMARY KEY, business_on INTEGER);"
    "CREATE TEMP TABLE found (exception_no INTEGER PRIMARY KEY, check_id TEXT, khrop_key TEXT,"
    " signature TEXT, owner TEXT, event_on INTEGER, why_en TEXT, why_th TEXT, customer_no TEXT,"
    " amount INTEGER);"
    "CREATE TEMP TABLE ended (exception_no INTEGER PRIMARY KEY, first_found_on INTEGER,"
    " runs_seen_count INTEGER, business_on INTEGER);"
    "CREATE TEMP TABLE listed (exception_no INTEGER PRIMARY KEY, check_id TEXT, khrop_key TEXT,"
    " state TEXT, first_found_on INTEGER, since_on INTEGER, last_found_on INTEGER,"
    " last_checked_on INTEGER, runs_seen_count INTEGER, event_on INTEGER, severity TEXT,"
    " owner TEXT, signature TEXT, why_en TEXT, why_th TEXT, customer_no TEXT, query_owner TEXT,"
    " earlier_list_no TEXT, amount INTEGER);"
    "CREATE TEMP TABLE ages (since_on INTEGER PRIMARY KEY, day_count INTEGER);";

static const char drop_temporary[] =
    "DROP TABLE temp.check_states; DROP TABLE temp.earlier; DROP TABLE temp.found;"
    "DROP TABLE temp.ended; DROP TABLE temp.listed; DROP TABLE temp.ages; DROP TABLE temp.said;"
    "DROP TABLE temp.routes; DROP TABLE temp.staff_now;";

/* The steps after today's results have been gathered. */
static const char *const steps[] = {
    "INSERT INTO temp.earlier SELECT attempt_id, business_on FROM counted_attempts"
    " WHERE job = :job AND business_on < :today",

    /* When something found today last left the list as resolved or expired. */
    "INSERT INTO temp.ended"
    " SELECT found.exception_no, worklist.first_found_on, worklist.runs_seen_count,"
    "  max(earlier.business_on)"
    " FROM temp.found AS found"
    " CROSS JOIN exception_history ON exception_history.exception_no = found.exception_no"
    "  AND exception_history.transition IN ('resolved', 'expired')"
    " JOIN temp.earlier AS earlier ON earlier.attempt_id = exception_history.attempt_id"
    " JOIN worklist ON worklist.attempt_id = exception_history.attempt_id"
    "  AND worklist.exception_no = found.exception_no"
    " GROUP BY found.exception_no",

    /* Found today. */
    "INSERT INTO temp.listed"
    " SELECT found.exception_no, found.check_id, found.khrop_key,"
    "  CASE WHEN before.signature = found.signature THEN 'open'"
    "   WHEN before.signature IS NOT NULL THEN 'changed'"
    "   WHEN ended.exception_no IS NOT NULL THEN 'reopened' ELSE 'new' END,"
    "  coalesce(before.first_found_on, ended.first_found_on, :today),"
    "  coalesce(before.since_on, :today), :today, :today,"
    "  coalesce(before.runs_seen_count, ended.runs_seen_count, 0) + 1,"
    "  found.event_on, check_states.severity, found.owner, found.signature, found.why_en,"
    "  found.why_th, found.customer_no, found.owner, before.list_no, found.amount"
    " FROM temp.found AS found JOIN temp.check_states AS check_states USING (check_id)"
    " LEFT JOIN worklist AS before ON before.attempt_id = :previous"
    "  AND before.exception_no = found.exception_no"
    "  AND before.state NOT IN ('resolved', 'expired', 'retired')"
    " LEFT JOIN temp.ended AS ended ON ended.exception_no = found.exception_no",

    /* On the list before, not found today. Only a check that ran on whole inputs ends anything. */
    "INSERT INTO temp.listed"
    " SELECT before.exception_no, exceptions.check_id, exceptions.khrop_key,"
    "  CASE WHEN check_states.check_id IS NULL OR check_states.state = 'off' THEN 'retired'"
    "   WHEN check_states.state <> 'checked' THEN 'not_checked'"
    "   WHEN before.event_on < :today - check_states.window_days THEN 'expired'"
    "   ELSE 'resolved' END,"
    "  before.first_found_on, before.since_on, before.last_found_on,"
    "  CASE check_states.state WHEN 'checked' THEN :today ELSE before.last_checked_on END,"
    "  before.runs_seen_count, before.event_on,"
    "  coalesce(check_states.severity, before.severity),"
    "  coalesce(before.query_owner, before.owner), before.signature,"
    "  before.why_en, before.why_th, before.customer_no,"
    "  coalesce(before.query_owner, before.owner), before.list_no, before.amount"
    " FROM worklist AS before JOIN exceptions USING (exception_no)"
    " LEFT JOIN temp.check_states AS check_states USING (check_id)"
    " WHERE before.attempt_id = :previous"
    "  AND before.state NOT IN ('resolved', 'expired', 'retired')"
    "  AND NOT EXISTS (SELECT 1 FROM temp.found AS found"
    "   WHERE found.exception_no = before.exception_no)",

    /* Day N: the first day is 1, and so is a day on which nobody works. */
    "INSERT INTO temp.ages"
    " SELECT since_on, 1 + max(0, coalesce((SELECT workday_count FROM derived.calendar"
    "   WHERE branch = '' AND day_on = :today), 0)"
    "  - coalesce((SELECT workday_count FROM derived.calendar"
    "   WHERE branch = '' AND day_on = since_on), 0))"
    " FROM (SELECT DISTINCT since_on FROM temp.listed)",
};

/* The steps after the owners have their lists. */
static const char *const last_steps[] = {
    "INSERT INTO worklist (attempt_id, exception_no, state, day_count, first_found_on, since_on,"
    "  last_found_on, last_checked_on, runs_seen_count, event_on, severity, owner, list_no,"
    "  list_reason, signature, why_en, why_th, customer_no, query_owner, amount, is_suppressed)"
    " SELECT :attempt_id, exception_no, state, day_count, first_found_on, since_on, last_found_on,"
    "  last_checked_on, runs_seen_count, event_on, severity, owner, list_no, list_reason,"
    "  signature, why_en, why_th, customer_no, query_owner, amount, coalesce(is_suppressed, 0)"
    " FROM temp.listed JOIN temp.ages USING (since_on) JOIN temp.routes USING (owner)"
    " LEFT JOIN temp.said USING (exception_no)"
    " ORDER BY exception_no",

    "INSERT INTO exception_history (attempt_id, exception_no, transition, business_on, at,"
    "  signature, owner, why_en, why_th, is_suppressed)"
    " SELECT :attempt_id, exception_no, state, :today, :at, signature, owner, why_en, why_th,"
    "  coalesce(is_suppressed, 0)"
    " FROM temp.listed LEFT JOIN temp.said USING (exception_no)"
    " WHERE state NOT IN ('open', 'not_checked')",

    "INSERT INTO results.khrop_worklist"
    " SELECT check_id || ':' || khrop_key, check_id, khrop_key, state, day_count, first_found_on,"
    "  last_found_on, last_checked_on, runs_seen_count, severity, owner, list_no, list_reason,"
    "  signature, why_en, why_th, customer_no, since_on, amount, coalesce(status, ''),"
    "  coalesce(remark, ''), remark_by, remark_at, next_on, baseline_no, other_status,"
    "  other_remark, other_by, other_at, other_next_on,"
    "  CASE WHEN owner <> query_owner THEN owner END, earlier_list_no,"
    "  coalesce(is_still_found, 0), coalesce(is_suppressed, 0), suppressed_until_on,"
    "  coalesce(not_suppressed_why, '')"
    " FROM temp.listed JOIN temp.ages USING (since_on) JOIN temp.routes USING (owner)"
    " LEFT JOIN temp.said USING (exception_no)"
    " ORDER BY check_id, khrop_key",
};

/* What became of exceptions from day to day, for KPIs: on the earlier days, and today by this
 * attempt; a slot of the past, which stages nothing, sees its own day as it was published. */
static const char history_write[] =
    "INSERT INTO results.khrop_exception_history"
    " SELECT check_id || ':' || khrop_key, check_id, transition, history.business_on,"
    "  coalesce(owner, ''), is_suppressed"
    " FROM exception_history AS history JOIN exceptions USING (exception_no)"
    " LEFT JOIN counted_attempts AS counted ON counted.attempt_id = history.attempt_id"
    "  AND counted.job = :job AND (counted.business_on < :today"
    "   OR (counted.business_on = :today AND :is_flows_only))"
    " WHERE counted.attempt_id IS NOT NULL OR history.attempt_id = :attempt_id"
    " ORDER BY history.business_on, check_id, khrop_key";

static bool step_run(const struct staging *staging, const char *sql, struct error *error)
{
    sqlite3_stmt *statement = NULL;
    bool has_run;

    if (!statement_prepare(staging->connection, sql, &statement, error))
        return false;
    statement_bind_text(statement, ":job", staging->slot->job->name);
    statement_bind_integer(statement, ":today", staging->slot->business_on);
    statement_bind_integer(statement, ":attempt_id", staging->slot->attempt_id);
    statement_bind_integer(statement, ":previous", staging->previous);
    statement_bind_integer(statement, ":at", staging->slot->run_at);
    statement_bind_integer(statement, ":is_flows_only", staging->slot->is_flows_only);
    has_run = statement_finish(statement, error);
    sqlite3_finalize(statement);
    return has_run;
}

static bool steps_run(const struct staging *staging, const char *const *sql, size_t count,
                      struct error *error)
{
    for (size_t i = 0; i < count; i++)
        if (!step_run(staging, sql[i], error))
            return false;
    return true;
}

static bool attach(sqlite3 *connection, const struct slot *slot, const char *name,
                   struct error *error)
{
    sqlite3_stmt *statement = NULL;
    char path[PATH_MAX + 32];
    bool is_attached;

    snprintf(path, sizeof path, "%s/%s.sqlite", slot->folder, name);
    if (!statement_prepare(connection, "ATTACH :path AS :name", &statement, error))
        return false;
    statement_bind_text(statement, ":path", path);
    statement_bind_text(statement, ":name", name);
    is_attached = statement_finish(statement, error);
    sqlite3_finalize(statement);
    return is_attached;
}

static bool previous_find(struct staging *staging, struct error *error)
{
    sqlite3_stmt *statement = NULL;
    bool is_good;

    if (!statement_prepare(staging->connection,
                           "SELECT attempt_id FROM counted_attempts"
                           " WHERE job = :job AND business_on < :today"
                           " ORDER BY business_on DESC LIMIT 1",
                           &statement, error))
        return false;
    statement_bind_text(statement, ":job", staging->slot->job->name);
    statement_bind_integer(statement, ":today", staging->slot->business_on);
    if (statement_next(statement, error))
        staging->previous = sqlite3_column_int64(statement, 0);
    is_good = error->code == EXIT_CODE_GOOD;
    sqlite3_finalize(statement);
    return is_good;
}

static bool check_state_add(const struct staging *staging, sqlite3_stmt *insert,
                            const char *check_id, const char *state, struct error *error)
{
    const struct rule *rule = catalogue_check(staging->catalogue, check_id);
    const struct parameter *window = rule == NULL ? NULL : rule_parameter(rule, "window_days");
    const char *severity = rule != NULL && rule->severity != NULL ? rule->severity : "medium";

    sqlite3_clear_bindings(insert);
    statement_bind_text(insert, ":check_id", check_id);
    statement_bind_text(insert, ":state", state);
    statement_bind_text(insert, ":severity", severity);
    if (window != NULL)
        statement_bind_integer(insert, ":window_days", window->number);
    return statement_finish(insert, error);
}

static bool check_states_gather(const struct staging *staging, struct error *error)
{
    sqlite3_stmt *select = NULL, *insert = NULL;
    bool is_good = false;

    if (!statement_prepare(staging->connection, "SELECT check_id, state FROM results.khrop_checks",
                           &select, error) ||
        !statement_prepare(staging->connection,
                           "INSERT INTO temp.check_states"
                           " VALUES (:check_id, :state, :severity, :window_days)",
                           &insert, error))
        goto done;
    while (statement_next(select, error))
        if (!check_state_add(staging, insert, statement_text(select, 0), statement_text(select, 1),
                             error))
            goto done;
    is_good = error->code == EXIT_CODE_GOOD;
done:
    sqlite3_finalize(select);
    sqlite3_finalize(insert);
    return is_good;
}

static bool has_column(sqlite3 *connection, const char *check_id, const char *column, bool *has,
                       struct error *error)
{
    sqlite3_stmt *statement = NULL;
    bool is_good;

    if (!statement_prepare(connection,
                           "SELECT 1 FROM pragma_table_info(:check_id, 'results')"
                           " WHERE name = :column",
                           &statement, error))
        return false;
    statement_bind_text(statement, ":check_id", check_id);
    statement_bind_text(statement, ":column", column);
    *has = statement_next(statement, error);
    is_good = error->code == EXIT_CODE_GOOD;
    sqlite3_finalize(statement);
    return is_good;
}

/* Takes the rows of one check: its table's name can't be bound, so it is quoted (%w doubles `"`,
 * %Q quotes a text). */
static bool check_gather(const struct staging *staging, const char *check_id, struct error *error)
{
    const struct rule *rule = catalogue_check(staging->catalogue, check_id);
    const char *at_stake = rule != NULL && rule->at_stake != NULL ? rule->at_stake : "";
    char *sql = NULL, *amount;
    bool has = false, has_amount = false, is_gathered = false;

    if (!has_column(staging->connection, check_id, "customer_no", &has, error) ||
        !has_column(staging->connection, check_id, at_stake, &has_amount, error))
        return false;
    amount = sqlite3_mprintf(has_amount ? "result.\"%w\"" : "NULL", at_stake);
    sql = sqlite3_mprintf(
        "INSERT OR IGNORE INTO exceptions (check_id, khrop_key)"
        " SELECT %Q, khrop_key FROM results.\"%w\";"
        "INSERT INTO temp.found SELECT exception_no, check_id, exceptions.khrop_key,"
        " coalesce(khrop_signature, ''), coalesce(khrop_owner, ''), khrop_event_on, khrop_why_en,"
        " khrop_why_th, %s, %s FROM results.\"%w\" AS result JOIN exceptions"
        " ON exceptions.check_id = %Q AND exceptions.khrop_key = result.khrop_key;",
        check_id, check_id, has ? "result.customer_no" : "NULL", amount, check_id, check_id);
    sqlite3_free(amount);
    if (sql == NULL)
        return error_set(error, EXIT_CODE_SOFTWARE, "no memory");
    is_gathered = statement_execute(staging->connection, sql, error);
    sqlite3_free(sql);
    return is_gathered || error_wrap(error, "check %s", check_id);
}

static bool found_gather(const struct staging *staging, struct error *error)
{
    sqlite3_stmt *checks = NULL;
    bool is_good = false;

    if (!statement_prepare(staging->connection,
                           "SELECT check_id FROM temp.check_states"
                           " WHERE state IN ('checked', 'partial') ORDER BY check_id",
                           &checks, error))
        return false;
    while (statement_next(checks, error))
        if (!check_gather(staging, statement_text(checks, 0), error))
            goto done;
    is_good = error->code == EXIT_CODE_GOOD;
done:
    sqlite3_finalize(checks);
    return is_good;
}

static bool stage(struct staging *staging, struct error *error)
{
    if (!statement_execute(staging->connection, make_result, error))
        return false;
    /* For a date already passed the worklist stays as it is: nothing is staged. */
    if (staging->slot->is_flows_only)
        return step_run(staging, history_write, error);
    return statement_execute(staging->connection, make_temporary, error) &&
           previous_find(staging, error) && check_states_gather(staging, error) &&
           found_gather(staging, error) &&
           steps_run(staging, steps, sizeof steps / sizeof steps[0], error) &&
           worklist_remarks_make(staging->connection, staging->slot->business_on,
                                 staging->suppress_max_days, error) &&
           worklist_lists_make(staging->connection, staging->is_staff_known, error) &&
           steps_run(staging, last_steps, sizeof last_steps / sizeof last_steps[0], error) &&
           step_run(staging, history_write, error) &&
           statement_execute(staging->connection, drop_temporary, error);
}

bool worklist_stage(struct state *state, const struct settings *settings,
                    const struct catalogue *catalogue, const struct slot *slot, struct error *error)
{
    struct staging staging = {
        .connection = state_connection(state),
        .catalogue = catalogue,
        .slot = slot,
        .suppress_max_days = settings->suppress_max_days,
    };
    bool is_staged = false;

    if (!attach(staging.connection, slot, "results", error) ||
        !attach(staging.connection, slot, "derived", error) ||
        !worklist_staff_gather(staging.connection, settings, catalogue, slot,
                               &staging.is_staff_known, error) ||
        !statement_execute(staging.connection, "BEGIN IMMEDIATE", error))
        goto done;
    is_staged = stage(&staging, error) && statement_execute(staging.connection, "COMMIT", error);
    if (!is_staged)
        (void)sqlite3_exec(staging.connection, "ROLLBACK", NULL, NULL, NULL);
done:
    (void)sqlite3_exec(staging.connection, "DETACH results", NULL, NULL, NULL);
    (void)sqlite3_exec(staging.connection, "DETACH derived", NULL, NULL, NULL);
    return is_staged || error_wrap(error, "worklist");
}
