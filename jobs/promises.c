/* Promises against what they were before; see promises.h. In SQL on state.db's connection with the
 * slot's derived.sqlite attached. */
#include "jobs/promises.h"

#include "jobs/statement.h"

#include <stdio.h>

#define PROMISE "promise_kind, order_no, line_no, follow_up_no"
#define EARLIER                                                                                    \
    "counted_attempts WHERE job = :job AND (business_on < :today"                                  \
    " OR (:is_flows_only AND business_on = :today))"

/* With max() in SQLite, the other columns are those of the row that holds the maximum. */
static const char remember[] =
    "INSERT INTO promises (attempt_id, " PROMISE ", promised_on, earlier_on)"
    " SELECT :attempt_id, " PROMISE ", now.promised_on, known.promised_on"
    " FROM derived.promised_dates AS now LEFT JOIN ("
    "  SELECT " PROMISE ", promised_on, max(business_on) FROM promises"
    "  JOIN (SELECT attempt_id, business_on FROM " EARLIER ") USING (attempt_id)"
    "  GROUP BY " PROMISE ") AS known USING (" PROMISE ")"
    " WHERE known.promised_on IS NULL OR known.promised_on <> now.promised_on";

static const char show[] = "INSERT INTO derived.khrop_promises"
                           " SELECT " PROMISE ", business_on, earlier_on, promised_on FROM promises"
                           " JOIN (SELECT attempt_id, business_on FROM " EARLIER
                           "  UNION ALL SELECT :attempt_id, :today) USING (attempt_id)"
                           " WHERE earlier_on IS NOT NULL ORDER BY business_on, " PROMISE;

static bool step_run(sqlite3 *connection, const char *sql, const struct slot *slot,
                     struct error *error)
{
    sqlite3_stmt *statement = NULL;
    bool has_run;

    if (!statement_prepare(connection, sql, &statement, error))
        return false;
    statement_bind_text(statement, ":job", slot->job->name);
    statement_bind_integer(statement, ":today", slot->business_on);
    statement_bind_integer(statement, ":attempt_id", slot->attempt_id);
    statement_bind_integer(statement, ":is_flows_only", slot->is_flows_only);
    has_run = statement_finish(statement, error);
    sqlite3_finalize(statement);
    return has_run;
}

/* Whether the day's promises are there. A day on which they aren't moves nothing. */
static bool dates_look(sqlite3 *connection, bool *are_there, struct error *error)
{
    sqlite3_stmt *statement = NULL;

    if (!statement_prepare(connection,
                           "SELECT 1 FROM derived.khrop_derived WHERE dataset = 'promised_dates'"
                           " AND state IN ('whole', 'partial')",
                           &statement, error))
        return false;
    *are_there = statement_next(statement, error);
    sqlite3_finalize(statement);
    return error->code == EXIT_CODE_GOOD;
}

static bool stage(sqlite3 *connection, const struct slot *slot, struct error *error)
{
    bool are_there = false;

    if (!dates_look(connection, &are_there, error))
        return false;
    return (!are_there || slot->is_flows_only || step_run(connection, remember, slot, error)) &&
           step_run(connection, show, slot, error);
}

static bool derived_attach(sqlite3 *connection, const struct slot *slot, struct error *error)
{
    sqlite3_stmt *statement = NULL;
    char path[PATH_MAX + 32];
    bool is_attached;

    snprintf(path, sizeof path, "%s/derived.sqlite", slot->folder);
    if (!statement_prepare(connection, "ATTACH :path AS derived", &statement, error))
        return false;
    statement_bind_text(statement, ":path", path);
    is_attached = statement_finish(statement, error);
    sqlite3_finalize(statement);
    return is_attached;
}

bool promises_stage(struct state *state, const struct slot *slot, struct error *error)
{
    sqlite3 *connection = state_connection(state);
    bool is_staged = false;

    error_clear(error);
    if (!derived_attach(connection, slot, error) ||
        !statement_execute(connection, "BEGIN IMMEDIATE", error))
        goto done;
    is_staged = stage(connection, slot, error) && statement_execute(connection, "COMMIT", error);
    if (!is_staged)
        (void)sqlite3_exec(connection, "ROLLBACK", NULL, NULL, NULL);
done:
    (void)sqlite3_exec(connection, "DETACH derived", NULL, NULL, NULL);
    return is_staged || error_wrap(error, "promises");
}
