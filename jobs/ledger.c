/* The states of an attempt, from its beginning to published or failed. */
#include "jobs/ledger.h"

#include "core/clock.h"
#include "jobs/statement.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define ATTEMPT_COLUMNS                                                                            \
    "SELECT attempt_id, business_on, attempt_no, is_flows_only, attempts.state = 'publishing',"    \
    " manifest_sha256, started_at, ended_at, exit_code, folder"                                    \
    " FROM attempts JOIN slots USING (slot_id) WHERE job = :job "

static int64_t ledger_now(const struct ledger *ledger)
{
    return ledger->run_at + (clock_monotonic_milliseconds() - ledger->begun_milliseconds) / 1000;
}

static sqlite3 *ledger_connection(const struct ledger *ledger)
{
    return state_connection(ledger->state);
}

static void attempt_read(sqlite3_stmt *row, struct ledger_attempt *attempt)
{
    *attempt = (struct ledger_attempt){
        .attempt_id = sqlite3_column_int64(row, 0),
        .business_on = sqlite3_column_int64(row, 1),
        .attempt = sqlite3_column_int(row, 2),
        .is_flows_only = sqlite3_column_int(row, 3) != 0,
        .is_publishing = sqlite3_column_int(row, 4) != 0,
        .started_at = sqlite3_column_int64(row, 6),
        .ended_at = sqlite3_column_int64(row, 7),
        .exit_code = sqlite3_column_int(row, 8),
    };
    snprintf(attempt->manifest_sha256, sizeof attempt->manifest_sha256, "%s",
             statement_text(row, 5));
    snprintf(attempt->folder, sizeof attempt->folder, "%s", statement_text(row, 9));
}

static bool attempt_find(const struct ledger *ledger, const char *sql, const char *job,
                         int64_t business_on, struct ledger_attempt *attempt, bool *is_found,
                         struct error *error)
{
    sqlite3_stmt *statement = NULL;
    bool is_read = false;

    *is_found = false;
    if (!statement_prepare(ledger_connection(ledger), sql, &statement, error))
        return false;
    statement_bind_text(statement, ":job", job);
    statement_bind_integer(statement, ":business_on", business_on);
    *is_found = statement_next(statement, error);
    if (*is_found)
        attempt_read(statement, attempt);
    is_read = *is_found || error->code == EXIT_CODE_GOOD;
    sqlite3_finalize(statement);
    return is_read;
}

bool ledger_find_published(const struct ledger *ledger, const char *job, int64_t business_on,
                           struct ledger_attempt *attempt, bool *is_found, struct error *error)
{
    return attempt_find(ledger,
                        ATTEMPT_COLUMNS "AND business_on = :business_on AND state = 'published'"
                                        " ORDER BY attempt_no DESC LIMIT 1",
                        job, business_on, attempt, is_found, error);
}

bool ledger_find_attempt(const struct ledger *ledger, const char *job, int64_t business_on,
                         int attempt_no, struct ledger_attempt *attempt, bool *is_found,
                         struct error *error)
{
    char sql[sizeof ATTEMPT_COLUMNS + 128];

    snprintf(sql, sizeof sql,
             ATTEMPT_COLUMNS "AND business_on = :business_on AND state = 'published'"
                             " AND attempt_no = %d",
             attempt_no);
    return attempt_find(ledger, sql, job, business_on, attempt, is_found, error);
}

bool ledger_find_newest(const struct ledger *ledger, const char *job,
                        struct ledger_attempt *attempt, bool *is_found, struct error *error)
{
    return attempt_find(ledger,
                        ATTEMPT_COLUMNS "AND state = 'published'"
                                        " ORDER BY business_on DESC, attempt_no DESC LIMIT 1",
                        job, 0, attempt, is_found, error);
}

bool ledger_find_unfinished(const struct ledger *ledger, const char *job,
                            struct ledger_attempt *attempt, bool *is_found, struct error *error)
{
    return attempt_find(ledger,
                        ATTEMPT_COLUMNS "AND state IN ('running', 'publishing')"
                                        " ORDER BY attempt_id LIMIT 1",
                        job, 0, attempt, is_found, error);
}

static bool event_add(const struct ledger *ledger, int64_t attempt_id, const char *state,
                      const char *why, struct error *error)
{
    sqlite3_stmt *statement = NULL;
    bool is_added;

    if (!statement_prepare(ledger_connection(ledger),
                           "INSERT INTO slot_events (attempt_id, at, state, why)"
                           " VALUES (:attempt_id, :at, :state, :why)",
                           &statement, error))
        return false;
    statement_bind_integer(statement, ":attempt_id", attempt_id);
    statement_bind_integer(statement, ":at", ledger_now(ledger));
    statement_bind_text(statement, ":state", state);
    statement_bind_text(statement, ":why", why);
    is_added = statement_finish(statement, error);
    sqlite3_finalize(statement);
    return is_added;
}

bool ledger_note(const struct ledger *ledger, int64_t attempt_id, const char *what, const char *why,
                 struct error *error)
{
    return event_add(ledger, attempt_id, what, why, error);
}

/* A change of state: what the row gets, besides its event. */
struct change {
    const char *sql;
    const char *state;
    const char *why;
    const char *manifest_sha256;
    const char *folder;
    int exit_code;
};

static bool change_write(const struct ledger *ledger, int64_t attempt_id,
                         const struct change *change, struct error *error)
{
    sqlite3_stmt *statement = NULL;
    bool is_written;

    if (!statement_prepare(ledger_connection(ledger), change->sql, &statement, error))
        return false;
    statement_bind_integer(statement, ":attempt_id", attempt_id);
    statement_bind_text(statement, ":state", change->state);
    statement_bind_text(statement, ":why", change->why);
    statement_bind_text(statement, ":manifest_sha256", change->manifest_sha256);
    statement_bind_text(statement, ":folder", change->folder);
    statement_bind_integer(statement, ":exit_code", change->exit_code);
    statement_bind_integer(statement, ":at", ledger_now(ledger));
    is_written = statement_finish(statement, error) &&
                 event_add(ledger, attempt_id, change->state, change->why, error);
    sqlite3_finalize(statement);
    return is_written;
}

static bool transaction_begin(const struct ledger *ledger, struct error *error)
{
    return statement_execute(ledger_connection(ledger), "BEGIN IMMEDIATE", error);
}

/* Commits what is good, takes back what isn't. */
static bool transaction_end(const struct ledger *ledger, bool is_good, struct error *error)
{
    if (is_good && statement_execute(ledger_connection(ledger), "COMMIT", error))
        return true;
    (void)sqlite3_exec(ledger_connection(ledger), "ROLLBACK", NULL, NULL, NULL);
    return false;
}

static bool slot_insert(const struct ledger *ledger, const struct slot *slot, struct error *error)
{
    sqlite3_stmt *statement = NULL;
    bool is_inserted;

    if (!statement_prepare(
            ledger_connection(ledger),
            "INSERT OR IGNORE INTO slots (job, business_on) VALUES (:job, :business_on)",
            &statement, error))
        return false;
    statement_bind_text(statement, ":job", slot->job->name);
    statement_bind_integer(statement, ":business_on", slot->business_on);
    is_inserted = statement_finish(statement, error);
    sqlite3_finalize(statement);
    return is_inserted;
}

/* Failed attempts give their number free: only what was published has a folder that stays. */
static bool attempt_insert(const struct ledger *ledger, struct slot *slot, struct error *error)
{
    sqlite3_stmt *statement = NULL;
    bool is_inserted = false;

    if (!statement_prepare(
            ledger_connection(ledger),
            "INSERT INTO attempts (slot_id, attempt_no, state, is_flows_only, started_at, pid)"
            " SELECT slot_id, 1 + coalesce((SELECT max(attempt_no) FROM attempts"
            "   WHERE attempts.slot_id = slots.slot_id AND state = 'published'), 0), 'running',"
            "  EXISTS (SELECT 1 FROM counted_attempts WHERE counted_attempts.job = slots.job"
            "   AND counted_attempts.business_on > slots.business_on), :at, :pid"
            " FROM slots WHERE job = :job AND business_on = :business_on"
            " RETURNING attempt_id, attempt_no, is_flows_only",
            &statement, error))
        return false;
    statement_bind_text(statement, ":job", slot->job->name);
    statement_bind_integer(statement, ":business_on", slot->business_on);
    statement_bind_integer(statement, ":at", ledger->run_at);
    statement_bind_integer(statement, ":pid", getpid());
    if (statement_next(statement, error)) {
        slot->attempt_id = sqlite3_column_int64(statement, 0);
        slot->attempt = sqlite3_column_int(statement, 1);
        slot->is_flows_only = sqlite3_column_int(statement, 2) != 0;
        is_inserted = statement_finish(statement, error);
    }
    sqlite3_finalize(statement);
    return is_inserted;
}

bool ledger_begin(const struct ledger *ledger, const struct settings *settings, struct slot *slot,
                  struct error *error)
{
    bool is_begun;

    if (!transaction_begin(ledger, error))
        return false;
    is_begun = slot_insert(ledger, slot, error) && attempt_insert(ledger, slot, error) &&
               event_add(ledger, slot->attempt_id, "running", NULL, error);
    if (!transaction_end(ledger, is_begun, error))
        return false;
    return slot_place(slot, settings, error) && slot_folder_make(slot, error);
}

bool ledger_publishing(const struct ledger *ledger, const struct slot *slot,
                       const char *manifest_sha256, enum exit_code exit_code, struct error *error)
{
    struct change change = {
        .sql = "UPDATE attempts SET state = :state, manifest_sha256 = :manifest_sha256,"
               " exit_code = :exit_code WHERE attempt_id = :attempt_id",
        .state = "publishing",
        .manifest_sha256 = manifest_sha256,
        .exit_code = (int)exit_code,
    };

    return transaction_begin(ledger, error) &&
           transaction_end(ledger, change_write(ledger, slot->attempt_id, &change, error), error);
}

bool ledger_published(const struct ledger *ledger, const struct slot *slot, const char *folder,
                      const char *why, struct error *error)
{
    struct change change = {
        .sql = "UPDATE attempts SET state = :state, ended_at = :at, folder = :folder, why = :why"
               " WHERE attempt_id = :attempt_id",
        .state = "published",
        .folder = folder,
        .why = why,
    };

    return transaction_begin(ledger, error) &&
           transaction_end(ledger, change_write(ledger, slot->attempt_id, &change, error), error);
}

static bool staged_remove(const struct ledger *ledger, int64_t attempt_id, struct error *error)
{
    static const char *const statements[] = {
        "DELETE FROM worklist WHERE attempt_id = :attempt_id",
        "DELETE FROM exception_history WHERE attempt_id = :attempt_id",
        "DELETE FROM pulls WHERE attempt_id = :attempt_id",
        "DELETE FROM controls WHERE attempt_id = :attempt_id",
        "DELETE FROM kpi_runs WHERE attempt_id = :attempt_id",
        "DELETE FROM kpi_days WHERE attempt_id = :attempt_id",
        "DELETE FROM kpi_history WHERE attempt_id = :attempt_id",
        "DELETE FROM kpi_changes WHERE attempt_id = :attempt_id",
        "DELETE FROM staff_places WHERE attempt_id = :attempt_id",
        "DELETE FROM promises WHERE attempt_id = :attempt_id",
        "DELETE FROM rule_times WHERE attempt_id = :attempt_id",
        "DELETE FROM outbox WHERE attempt_id = :attempt_id",
    };

    for (size_t i = 0; i < sizeof statements / sizeof statements[0]; i++) {
        sqlite3_stmt *statement = NULL;
        bool is_removed;

        if (!statement_prepare(ledger_connection(ledger), statements[i], &statement, error))
            return false;
        statement_bind_integer(statement, ":attempt_id", attempt_id);
        is_removed = statement_finish(statement, error);
        sqlite3_finalize(statement);
        if (!is_removed)
            return false;
    }
    return true;
}

bool ledger_failed(const struct ledger *ledger, const struct slot *slot, enum exit_code exit_code,
                   const char *why, struct error *error)
{
    struct change change = {
        .sql = "UPDATE attempts SET state = :state, ended_at = :at, exit_code = :exit_code,"
               " why = :why WHERE attempt_id = :attempt_id",
        .state = "failed",
        .why = why,
        .exit_code = (int)exit_code,
    };
    bool is_written;

    /* The folder first: on a full disk that makes the room the ledger needs. */
    if (!slot_folder_remove(slot, error) || !transaction_begin(ledger, error))
        return false;
    is_written = staged_remove(ledger, slot->attempt_id, error) &&
                 change_write(ledger, slot->attempt_id, &change, error);
    return transaction_end(ledger, is_written, error);
}
