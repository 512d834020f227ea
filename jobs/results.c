/* results.sqlite; see results.h. */
#include "jobs/results.h"

#include "jobs/statement.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

/* A statement that fails half way is taken back: hence a journal, in memory. */
static const char pragmas[] =
    "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA cache_size = -4096; "
    "PRAGMA temp_store = FILE; BEGIN;";

static const char kpi_tables[] =
    "CREATE TABLE khrop_kpis(kpi_id TEXT PRIMARY KEY, position INTEGER NOT NULL,"
    " state TEXT NOT NULL, reason_en TEXT NOT NULL, reason_th TEXT NOT NULL);"
    "CREATE TABLE khrop_kpi_parts(kpi_id TEXT NOT NULL, staff_no TEXT NOT NULL,"
    " split TEXT NOT NULL, measure TEXT NOT NULL, day_on INTEGER, part INTEGER NOT NULL,"
    " whole INTEGER);"
    "CREATE TABLE khrop_tables(table_id TEXT PRIMARY KEY, page TEXT NOT NULL,"
    " position INTEGER NOT NULL, state TEXT NOT NULL, reason_en TEXT NOT NULL,"
    " reason_th TEXT NOT NULL, row_count INTEGER NOT NULL);";

static const char other_tables[] =
    /* jobs/worklist.c makes and fills them; empty where no worklist is kept. */
    RESULTS_WORKLIST_TABLES
    "CREATE INDEX khrop_kpi_parts_kpi ON khrop_kpi_parts(kpi_id);"
    "CREATE TABLE khrop_checks(check_id TEXT PRIMARY KEY, position INTEGER NOT NULL,"
    " state TEXT NOT NULL, reason_en TEXT NOT NULL, reason_th TEXT NOT NULL,"
    " found_count INTEGER NOT NULL);"
    "CREATE TABLE khrop_kpi_values(kpi_id TEXT NOT NULL, period TEXT NOT NULL,"
    " level TEXT NOT NULL, level_no TEXT NOT NULL, split TEXT NOT NULL, measure TEXT NOT NULL,"
    " part INTEGER NOT NULL, whole INTEGER, value INTEGER, share INTEGER, status TEXT NOT NULL,"
    " PRIMARY KEY (kpi_id, period, level, level_no, split, measure));"
    "CREATE TABLE khrop_periods(period TEXT PRIMARY KEY, from_on INTEGER NOT NULL,"
    " to_on INTEGER NOT NULL);"
    "CREATE TABLE khrop_staff_places(staff_no TEXT NOT NULL, from_on INTEGER NOT NULL,"
    " to_on INTEGER NOT NULL, team TEXT NOT NULL, branch TEXT NOT NULL,"
    " PRIMARY KEY (staff_no, from_on));"
    "CREATE TABLE khrop_kpi_changes(kpi_id TEXT NOT NULL, measure TEXT NOT NULL,"
    " changed_on INTEGER NOT NULL, effect_on INTEGER, value_before INTEGER, value_after INTEGER,"
    " PRIMARY KEY (kpi_id, measure));"
    "CREATE TABLE khrop_kpi_past(kpi_id TEXT NOT NULL, day_on INTEGER NOT NULL, team TEXT,"
    " branch TEXT, split TEXT, measure TEXT, part INTEGER, whole INTEGER);"
    "CREATE TABLE khrop_kpi_trends(kpi_id TEXT NOT NULL, measure TEXT NOT NULL,"
    " split TEXT NOT NULL, period TEXT NOT NULL, level TEXT NOT NULL, level_no TEXT NOT NULL,"
    " day_on INTEGER NOT NULL, part INTEGER NOT NULL, whole INTEGER, value INTEGER NOT NULL,"
    " share INTEGER, status TEXT NOT NULL,"
    " PRIMARY KEY (kpi_id, measure, split, period, level, level_no, day_on)) WITHOUT ROWID;";

static bool paths_make(struct results *results, const struct slot *slot, struct error *error)
{
    if (snprintf(results->path, sizeof results->path, "%s/results.sqlite", slot->folder) >=
            (int)sizeof results->path ||
        snprintf(results->partial_path, sizeof results->partial_path, "%s/results.sqlite.partial",
                 slot->folder) >= (int)sizeof results->partial_path)
        return error_set(error, EXIT_CODE_CONFIGURATION, "%s: the path is too long", slot->folder);
    return true;
}

static bool tables_make(struct results *results, struct error *error)
{
    return statement_execute(results->connection, pragmas, error) &&
           (results->kind == RESULTS_SAME ||
            statement_execute(results->connection, kpi_tables, error)) &&
           (results->kind != RESULTS_NEW ||
            statement_execute(results->connection, other_tables, error));
}

bool results_open(struct results *results, enum results_kind kind, const struct slot *slot,
                  struct error *error)
{
    int create = kind == RESULTS_SAME ? 0 : SQLITE_OPEN_CREATE;
    *results = (struct results){.kind = kind, .mutex = PTHREAD_MUTEX_INITIALIZER};
    if (!paths_make(results, slot, error))
        return false;
    if (kind == RESULTS_NEW)
        unlink(results->path);
    unlink(results->partial_path);
    if (sqlite3_open_v2(
            kind == RESULTS_SAME ? results->path : results->partial_path, &results->connection,
            SQLITE_OPEN_READWRITE | create | SQLITE_OPEN_FULLMUTEX, NULL) != SQLITE_OK) {
        statement_error(results->connection, error);
        results_close(results);
        return false;
    }
    if (!tables_make(results, error)) {
        results_close(results);
        return false;
    }
    return true;
}

/* The rows of the pages' tables that a later stage has found. */
static bool add_tables(struct results *results, struct error *error)
{
    sqlite3_stmt *tables = NULL;
    bool is_added = statement_prepare(results->connection,
                                      "SELECT name FROM main.sqlite_master WHERE type = 'table' "
                                      "AND name IN (SELECT table_id FROM main.khrop_tables)",
                                      &tables, error);
    while (is_added && statement_next(tables, error)) {
        const char *name = statement_text(tables, 0);
        char *sql = sqlite3_mprintf("CREATE TABLE whole.\"%w\" AS SELECT * FROM main.\"%w\" "
                                    "ORDER BY khrop_row",
                                    name, name);
        is_added = sql != NULL && statement_execute(results->connection, sql, error);
        sqlite3_free(sql);
    }
    sqlite3_finalize(tables);
    return is_added && error->code == EXIT_CODE_GOOD;
}

/* Copies what a later stage has found into the file that stands. */
static bool add_to_file(struct results *results, struct error *error)
{
    sqlite3_stmt *attach = NULL;
    bool is_added = statement_prepare(results->connection, "ATTACH :path AS whole", &attach, error);
    if (is_added) {
        statement_bind_text(attach, ":path", results->path);
        is_added = statement_finish(attach, error);
    }
    sqlite3_finalize(attach);
    return is_added &&
           statement_execute(
               results->connection,
               "PRAGMA whole.journal_mode = MEMORY; PRAGMA whole.synchronous = OFF; BEGIN;"
               "INSERT INTO whole.khrop_kpis SELECT * FROM main.khrop_kpis;"
               "INSERT INTO whole.khrop_tables SELECT * FROM main.khrop_tables;"
               "INSERT INTO whole.khrop_kpi_parts SELECT * FROM main.khrop_kpi_parts;",
               error) &&
           add_tables(results, error) && statement_execute(results->connection, "COMMIT", error);
}

bool results_finish(struct results *results, struct error *error)
{
    if (!statement_execute(results->connection, "COMMIT", error) ||
        (results->kind == RESULTS_MORE && !add_to_file(results, error)))
        return false;
    if (sqlite3_close(results->connection) != SQLITE_OK)
        return error_set(error, EXIT_CODE_SOFTWARE, "%s: a statement was left open", results->path);
    results->connection = NULL;
    if (results->kind == RESULTS_MORE)
        unlink(results->partial_path);
    if (results->kind == RESULTS_NEW && rename(results->partial_path, results->path) != 0)
        return error_set_errno(error, EXIT_CODE_CANNOT_WRITE, errno, "%s", results->path);
    return true;
}

void results_close(struct results *results)
{
    if (results->connection == NULL)
        return;
    sqlite3_close(results->connection);
    results->connection = NULL;
    if (results->kind != RESULTS_SAME)
        unlink(results->partial_path);
}

bool results_record(struct results *results, const struct rule *rule, size_t position,
                    const char *state, const char *reason_en, const char *reason_th,
                    int64_t found_count, struct error *error)
{
    static const char *const inserts[] = {
        [RULE_CHECK] = "INSERT INTO khrop_checks VALUES (:id, :position, :state, :en, :th, :found)",
        [RULE_KPI] = "INSERT INTO khrop_kpis VALUES (:id, :position, :state, :en, :th)",
        [RULE_TABLE] =
            "INSERT INTO khrop_tables VALUES (:id, :page, :position, :state, :en, :th, :found)",
    };
    sqlite3_stmt *insert = NULL;
    bool recorded;
    pthread_mutex_lock(&results->mutex);
    recorded = statement_prepare(results->connection, inserts[rule->kind], &insert, error);
    if (recorded) {
        statement_bind_text(insert, ":id", rule->id);
        statement_bind_integer(insert, ":position", (int64_t)position);
        statement_bind_text(insert, ":page", rule_page_code(rule->page));
        statement_bind_text(insert, ":state", state);
        statement_bind_text(insert, ":en", reason_en);
        statement_bind_text(insert, ":th", reason_th);
        statement_bind_integer(insert, ":found", found_count);
        recorded = statement_finish(insert, error);
    }
    sqlite3_finalize(insert);
    pthread_mutex_unlock(&results->mutex);
    return recorded;
}
