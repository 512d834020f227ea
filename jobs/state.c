/* Opens state.db: creates it, brings an older one up to date, refuses a newer or damaged one. */
#include "jobs/state.h"

#include "jobs/folder.h"
#include "jobs/statement.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#define BUSY_MILLISECONDS 30000

struct state {
    sqlite3 *connection;
};

/* Row n brings the file from version n to n + 1. A row that has once been released never changes.
 */
static const char *const migrations[] = {
    "CREATE TABLE slots ("
    " slot_id INTEGER PRIMARY KEY,"
    " job TEXT NOT NULL,"
    " business_on INTEGER NOT NULL,"
    " UNIQUE (job, business_on));"
    "CREATE TABLE attempts ("
    " attempt_id INTEGER PRIMARY KEY,"
    " slot_id INTEGER NOT NULL REFERENCES slots,"
    " attempt_no INTEGER NOT NULL,"
    " state TEXT NOT NULL CHECK (state IN ('running', 'publishing', 'published', 'failed')),"
    " is_flows_only INTEGER NOT NULL,"
    " started_at INTEGER NOT NULL,"
    " ended_at INTEGER,"
    " pid INTEGER NOT NULL,"
    " manifest_sha256 TEXT,"
    " folder TEXT,"
    " exit_code INTEGER,"
    " why TEXT);"
    "CREATE INDEX attempts_slot ON attempts (slot_id, state, attempt_no);"
    "CREATE TABLE slot_events ("
    " event_id INTEGER PRIMARY KEY,"
    " attempt_id INTEGER NOT NULL REFERENCES attempts,"
    " at INTEGER NOT NULL,"
    " state TEXT NOT NULL,"
    " why TEXT);"
    "CREATE TABLE pulls ("
    " attempt_id INTEGER NOT NULL REFERENCES attempts,"
    " dataset TEXT NOT NULL,"
    " source TEXT, state TEXT, row_count INTEGER, reject_count INTEGER, source_row_count INTEGER,"
    " usual_row_count INTEGER, pulled_at INTEGER, newest_birth_on INTEGER, may_be_empty INTEGER,"
    " is_accepted INTEGER, absent_columns TEXT, message TEXT, duration_ms INTEGER,"
    " PRIMARY KEY (attempt_id, dataset)) WITHOUT ROWID;"
    "CREATE TABLE controls ("
    " attempt_id INTEGER NOT NULL REFERENCES attempts,"
    " source TEXT NOT NULL, dataset TEXT NOT NULL, column_name TEXT NOT NULL, total TEXT NOT NULL,"
    " PRIMARY KEY (attempt_id, source, dataset, column_name)) WITHOUT ROWID;"
    "CREATE TABLE exceptions ("
    " exception_no INTEGER PRIMARY KEY,"
    " check_id TEXT NOT NULL,"
    " khrop_key TEXT NOT NULL,"
    " UNIQUE (check_id, khrop_key));"
    "CREATE TABLE worklist ("
    " attempt_id INTEGER NOT NULL REFERENCES attempts,"
    " exception_no INTEGER NOT NULL REFERENCES exceptions,"
    " state TEXT NOT NULL,"
    " day_count INTEGER NOT NULL,"
    " first_found_on INTEGER NOT NULL,"
    " since_on INTEGER NOT NULL,"
    " last_found_on INTEGER NOT NULL,"
    " last_checked_on INTEGER NOT NULL,"
    " runs_seen_count INTEGER NOT NULL,"
    " event_on INTEGER,"
    " severity TEXT NOT NULL,"
    " owner TEXT NOT NULL,"
    " list_no TEXT NOT NULL,"
    " list_reason TEXT NOT NULL,"
    " signature TEXT NOT NULL,"
    " why_en TEXT, why_th TEXT, customer_no TEXT,"
    " PRIMARY KEY (attempt_id, exception_no)) WITHOUT ROWID;"
    "CREATE INDEX worklist_exception ON worklist (exception_no, attempt_id);"
    "CREATE TABLE exception_history ("
    " attempt_id INTEGER NOT NULL REFERENCES attempts,"
    " exception_no INTEGER NOT NULL REFERENCES exceptions,"
    " transition TEXT NOT NULL,"
    " business_on INTEGER NOT NULL,"
    " at INTEGER NOT NULL,"
    " signature TEXT, owner TEXT, why_en TEXT, why_th TEXT,"
    " PRIMARY KEY (exception_no, attempt_id)) WITHOUT ROWID;"
    "CREATE INDEX exception_history_attempt ON exception_history (attempt_id);"
    /* What counts: of each slot the last attempt that was published with a worklist of its own. An
     * attempt that filled flows only, for a date already passed, leaves the worklist as it was. */
    "CREATE VIEW counted_attempts AS"
    " SELECT attempts.attempt_id, slots.job, slots.business_on, attempts.attempt_no"
    " FROM attempts JOIN slots USING (slot_id)"
    " WHERE attempts.state = 'published' AND attempts.is_flows_only = 0 AND attempts.attempt_no ="
    "  (SELECT max(later.attempt_no) FROM attempts AS later WHERE later.slot_id = attempts.slot_id"
    "   AND later.state = 'published' AND later.is_flows_only = 0);",

    /* KPI history and promises. A definition of a KPI is its file and parameters. kpi_runs says of
     * which days an attempt knew a KPI's sums, kpi_days which of them it wrote and why: those of
     * the newest published attempt count, the older ones are the journal. */
    "CREATE TABLE kpi_definitions ("
    " definition_id INTEGER PRIMARY KEY,"
    " kpi_id TEXT NOT NULL,"
    " sha256 TEXT NOT NULL,"
    " parameters TEXT NOT NULL,"
    " UNIQUE (kpi_id, sha256));"
    "CREATE TABLE kpi_runs ("
    " attempt_id INTEGER NOT NULL REFERENCES attempts,"
    " kpi_id TEXT NOT NULL,"
    " definition_id INTEGER NOT NULL REFERENCES kpi_definitions,"
    " from_on INTEGER NOT NULL,"
    " to_on INTEGER NOT NULL,"
    " PRIMARY KEY (attempt_id, kpi_id)) WITHOUT ROWID;"
    "CREATE TABLE kpi_days ("
    " kpi_id TEXT NOT NULL,"
    " day_on INTEGER NOT NULL,"
    " attempt_id INTEGER NOT NULL REFERENCES attempts,"
    " why TEXT NOT NULL CHECK (why IN ('first', 'restated', 'definition')),"
    " PRIMARY KEY (kpi_id, day_on, attempt_id)) WITHOUT ROWID;"
    "CREATE INDEX kpi_days_attempt ON kpi_days (attempt_id);"
    "CREATE TABLE kpi_history ("
    " kpi_id TEXT NOT NULL,"
    " day_on INTEGER NOT NULL,"
    " attempt_id INTEGER NOT NULL REFERENCES attempts,"
    " staff_no TEXT NOT NULL,"
    " split TEXT NOT NULL,"
    " measure TEXT NOT NULL,"
    " part INTEGER NOT NULL,"
    " whole INTEGER,"
    " PRIMARY KEY (kpi_id, day_on, attempt_id, staff_no, split, measure)) WITHOUT ROWID;"
    "CREATE INDEX kpi_history_attempt ON kpi_history (attempt_id);"
    "CREATE TABLE kpi_changes ("
    " attempt_id INTEGER NOT NULL REFERENCES attempts,"
    " kpi_id TEXT NOT NULL,"
    " measure TEXT NOT NULL,"
    " changed_on INTEGER NOT NULL,"
    " effect_on INTEGER, value_before INTEGER, value_after INTEGER,"
    " PRIMARY KEY (attempt_id, kpi_id, measure)) WITHOUT ROWID;"
    "CREATE TABLE staff_places ("
    " attempt_id INTEGER NOT NULL REFERENCES attempts,"
    " staff_no TEXT NOT NULL,"
    " from_on INTEGER NOT NULL,"
    " team TEXT NOT NULL,"
    " branch TEXT NOT NULL,"
    " PRIMARY KEY (attempt_id, staff_no)) WITHOUT ROWID;"
    "CREATE TABLE promises ("
    " attempt_id INTEGER NOT NULL REFERENCES attempts,"
    " promise_kind TEXT NOT NULL,"
    " order_no TEXT NOT NULL,"
    " line_no TEXT NOT NULL,"
    " follow_up_no TEXT NOT NULL,"
    " promised_on INTEGER NOT NULL,"
    " earlier_on INTEGER,"
    " PRIMARY KEY (promise_kind, order_no, line_no, follow_up_no, attempt_id)) WITHOUT ROWID;"
    "CREATE INDEX promises_attempt ON promises (attempt_id);",

    /* How long rules took. */
    "CREATE TABLE rule_times ("
    " attempt_id INTEGER NOT NULL REFERENCES attempts,"
    " rule_id TEXT NOT NULL,"
    " kind TEXT NOT NULL CHECK (kind IN ('derived', 'check', 'kpi')),"
    " begun_us INTEGER NOT NULL,"
    " duration_us INTEGER NOT NULL,"
    " processor_us INTEGER NOT NULL,"
    " PRIMARY KEY (attempt_id, rule_id, kind)) WITHOUT ROWID;",

    /* What people said of exceptions, and to whom they gave them: appended to, never changed; see
     * remarks.h. A remark remembers the signature of what it was said of. */
    "CREATE TABLE remarks ("
    " remark_no INTEGER PRIMARY KEY,"
    " exception_no INTEGER NOT NULL REFERENCES exceptions,"
    " business_on INTEGER NOT NULL,"
    " said_at INTEGER NOT NULL,"
    " taken_at INTEGER NOT NULL,"
    " said_by TEXT NOT NULL,"
    " status TEXT NOT NULL CHECK (status IN ('', 'new', 'working', 'waiting_customer',"
    "  'waiting_supplier', 'done', 'not_a_problem')),"
    " remark TEXT NOT NULL,"
    " next_on INTEGER,"
    " source TEXT NOT NULL,"
    " file_sha256 TEXT NOT NULL,"
    " baseline_no INTEGER NOT NULL,"
    " signature TEXT);"
    "CREATE INDEX remarks_exception ON remarks (exception_no, said_at, remark_no);"
    "CREATE TABLE assignments ("
    " assignment_no INTEGER PRIMARY KEY,"
    " exception_no INTEGER NOT NULL REFERENCES exceptions,"
    " assigned_to TEXT NOT NULL," /* '': to whom the check's query gives it */
    " assigned_at INTEGER NOT NULL,"
    " assigned_by TEXT NOT NULL);"
    "CREATE INDEX assignments_exception ON assignments (exception_no, assignment_no);"
    "ALTER TABLE worklist ADD COLUMN query_owner TEXT;" /* NULL: as owner */
    "ALTER TABLE worklist ADD COLUMN amount INTEGER;"   /* at stake */
    "ALTER TABLE worklist ADD COLUMN is_suppressed INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE exception_history ADD COLUMN is_suppressed INTEGER NOT NULL DEFAULT 0;",

    /* Files that were read from the inbox, each once, and what was typed into rows that belong to
     * no exception; see inbox.h. */
    "CREATE TABLE inbox_files ("
    " file_sha256 TEXT PRIMARY KEY,"
    " name TEXT NOT NULL,"
    " list_no TEXT NOT NULL,"
    " business_on INTEGER,"
    " said_at INTEGER NOT NULL,"
    " taken_at INTEGER NOT NULL,"
    " row_count INTEGER NOT NULL,"
    " edit_count INTEGER NOT NULL,"
    " conflict_count INTEGER NOT NULL,"
    " stray_count INTEGER NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE inbox_strays ("
    " file_sha256 TEXT NOT NULL REFERENCES inbox_files,"
    " sheet TEXT NOT NULL,"
    " row_no INTEGER NOT NULL,"
    " exception_id TEXT NOT NULL,"
    " status TEXT NOT NULL, remark TEXT NOT NULL, next_on TEXT NOT NULL,"
    " PRIMARY KEY (file_sha256, sheet, row_no)) WITHOUT ROWID;",
    /* What must reach whom, and every answer that came; see outbox.h. */
    "CREATE TABLE outbox_contents ("
    " content_sha256 TEXT PRIMARY KEY,"
    " subject TEXT NOT NULL,"
    " plain TEXT NOT NULL,"
    " html TEXT NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE outbox ("
    " outbox_no INTEGER PRIMARY KEY,"
    " attempt_id INTEGER NOT NULL REFERENCES attempts,"
    " key TEXT NOT NULL UNIQUE,"
    " job TEXT NOT NULL,"
    " business_on INTEGER NOT NULL,"
    " delivery TEXT NOT NULL,"
    " report TEXT NOT NULL,"
    " way TEXT NOT NULL CHECK (way IN ('mail', 'folder')),"
    " recipient TEXT NOT NULL,"
    " recipient_name TEXT NOT NULL,"
    " content_sha256 TEXT NOT NULL,"
    " language TEXT NOT NULL,"
    " files TEXT NOT NULL,"
    " is_attached INTEGER NOT NULL,"
    " state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'failed', 'refused',"
    "  'uncertain', 'superseded')),"
    " tries INTEGER NOT NULL,"
    " tries_by_hand INTEGER NOT NULL DEFAULT 0,"
    " queued_at INTEGER NOT NULL,"
    " next_at INTEGER NOT NULL,"
    " give_up_at INTEGER NOT NULL,"
    " tried_at INTEGER, handed_at INTEGER, answered_at INTEGER,"
    " answer TEXT);"
    "CREATE INDEX outbox_due ON outbox (state, next_at);"
    "CREATE INDEX outbox_attempt ON outbox (attempt_id);"
    "CREATE TABLE outbox_receipts ("
    " receipt_no INTEGER PRIMARY KEY,"
    " outbox_no INTEGER NOT NULL REFERENCES outbox,"
    " at INTEGER NOT NULL,"
    " state TEXT NOT NULL,"
    " code INTEGER NOT NULL,"
    " answer TEXT NOT NULL);"
    "CREATE INDEX outbox_receipts_outbox ON outbox_receipts (outbox_no);",

    /* The tables of the pages have times too. */
    "ALTER TABLE rule_times RENAME TO rule_times_before;"
    "CREATE TABLE rule_times ("
    " attempt_id INTEGER NOT NULL REFERENCES attempts,"
    " rule_id TEXT NOT NULL,"
    " kind TEXT NOT NULL CHECK (kind IN ('derived', 'check', 'kpi', 'table')),"
    " begun_us INTEGER NOT NULL,"
    " duration_us INTEGER NOT NULL,"
    " processor_us INTEGER NOT NULL,"
    " PRIMARY KEY (attempt_id, rule_id, kind)) WITHOUT ROWID;"
    "INSERT INTO rule_times SELECT * FROM rule_times_before;"
    "DROP TABLE rule_times_before;",
};

#define VERSION ((int)(sizeof migrations / sizeof migrations[0]))

static bool version_read(sqlite3 *connection, int *version, struct error *error)
{
    sqlite3_stmt *statement = NULL;
    bool is_read = false;

    if (statement_prepare(connection, "PRAGMA user_version", &statement, error) &&
        statement_next(statement, error)) {
        *version = sqlite3_column_int(statement, 0);
        is_read = true;
    }
    sqlite3_finalize(statement);
    return is_read;
}

static bool migrate_one(sqlite3 *connection, int from, struct error *error)
{
    char pragma[64];

    snprintf(pragma, sizeof pragma, "PRAGMA user_version = %d", from + 1);
    return statement_execute(connection, migrations[from], error) &&
           statement_execute(connection, pragma, error);
}

/* The version is read again inside the transaction: another process may have migrated meanwhile. */
static bool migrate(sqlite3 *connection, struct error *error)
{
    int version = 0;

    if (!statement_execute(connection, "BEGIN IMMEDIATE", error))
        return false;
    if (!version_read(connection, &version, error))
        goto failed;
    for (; version < VERSION; version++)
        if (!migrate_one(connection, version, error))
            goto failed;
    if (statement_execute(connection, "COMMIT", error))
        return true;
failed:
    (void)sqlite3_exec(connection, "ROLLBACK", NULL, NULL, NULL);
    return false;
}

static bool version_settle(sqlite3 *connection, const char *path, struct error *error)
{
    int version = 0;

    if (!version_read(connection, &version, error))
        return false;
    if (version > VERSION)
        return error_set(error, EXIT_CODE_CONFIGURATION,
                         "%s was written by a newer khrop (version %d of its tables; this one "
                         "knows %d): install that khrop again, or restore the state.db that was "
                         "kept before the upgrade",
                         path, version, VERSION);
    if (version == VERSION)
        return true;
    return migrate(connection, error);
}

static bool connection_set(sqlite3 *connection, struct error *error)
{
    if (sqlite3_busy_timeout(connection, BUSY_MILLISECONDS) != SQLITE_OK)
        return statement_error(connection, error);
    return statement_execute(connection,
                             "PRAGMA journal_mode = WAL;"
                             "PRAGMA synchronous = FULL;"
                             "PRAGMA foreign_keys = ON;"
                             "PRAGMA temp_store = FILE;",
                             error);
}

static bool connection_open(struct state *state, const char *path, struct error *error)
{
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;

    if (sqlite3_open_v2(path, &state->connection, flags, NULL) != SQLITE_OK) {
        if (state->connection == NULL)
            return error_set(error, EXIT_CODE_SOFTWARE, "%s: no memory", path);
        return statement_error(state->connection, error);
    }
    return connection_set(state->connection, error) &&
           version_settle(state->connection, path, error);
}

bool state_open(struct state **state, const char *folder, struct error *error)
{
    char path[PATH_MAX];
    struct state *opened;

    *state = NULL;
    if ((size_t)snprintf(path, sizeof path, "%s/state.db", folder) >= sizeof path)
        return error_set(error, EXIT_CODE_CONFIGURATION, "%s: path too long", folder);
    if (!folder_make(folder, error))
        return error_wrap(error, "state_folder");
    opened = calloc(1, sizeof *opened);
    if (opened == NULL)
        return error_set(error, EXIT_CODE_SOFTWARE, "%s: no memory", path);
    if (!connection_open(opened, path, error)) {
        state_close(opened);
        return false;
    }
    *state = opened;
    return true;
}

sqlite3 *state_connection(struct state *state)
{
    return state->connection;
}

void state_close(struct state *state)
{
    if (state == NULL)
        return;
    (void)sqlite3_close(state->connection);
    free(state);
}
