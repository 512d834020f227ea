/* derived.sqlite: calendar, parameters, postcodes, what was pulled, the derived datasets. See
 * prepare.h. */
#include "jobs/prepare.h"

#include "jobs/authority.h"
#include "jobs/calendar.h"
#include "jobs/derive.h"
#include "jobs/mirror.h"
#include "jobs/notices.h"
#include "jobs/postcodes.h"
#include "jobs/prepare_pulls.h"
#include "jobs/statement.h"

#include <stdio.h>
#include <unistd.h>

static bool write_calendar(sqlite3 *connection, const struct settings *settings,
                           struct error *error)
{
    struct calendar *calendar;
    bool written;
    if (!calendar_open(&calendar, settings, error))
        return false;
    written = calendar_write(calendar, connection, error);
    calendar_close(calendar);
    return written;
}

static bool write_rule_parameters(sqlite3_stmt *insert, const struct rule *rule,
                                  struct error *error)
{
    for (size_t i = 0; i < rule->parameter_count; i++) {
        const struct parameter *parameter = &rule->parameters[i];
        char name[128];
        if (parameter->kind[0] == '\0')
            continue;
        snprintf(name, sizeof name, "%s.%s", rule->id, parameter->name);
        sqlite3_clear_bindings(insert);
        statement_bind_text(insert, ":name", name);
        statement_bind_text(insert, ":kind", parameter->kind);
        if (parameter->type == COLUMN_TEXT)
            statement_bind_text(insert, ":value", parameter->text);
        else
            statement_bind_integer(insert, ":value", parameter->number);
        if (!statement_finish(insert, error))
            return false;
    }
    return true;
}

/* Filled from state.db by promises.c, once the derived datasets say what is promised today. */
static const char promises_table[] =
    "CREATE TABLE khrop_promises(promise_kind TEXT NOT NULL, order_no TEXT NOT NULL,"
    " line_no TEXT NOT NULL, follow_up_no TEXT NOT NULL, seen_on INTEGER NOT NULL,"
    " earlier_on INTEGER NOT NULL, promised_on INTEGER NOT NULL)";

/* Map parameters stand in a table, to be joined by kind. */
static bool write_parameters(sqlite3 *connection, const struct catalogue *catalogue,
                             struct error *error)
{
    sqlite3_stmt *insert = NULL;
    bool written =
        statement_execute(
            connection,
            "CREATE TABLE parameters(name TEXT NOT NULL, branch TEXT NOT NULL, "
            "kind TEXT NOT NULL, value, PRIMARY KEY (name, branch, kind)) WITHOUT ROWID",
            error) &&
        statement_prepare(connection, "INSERT INTO parameters VALUES (:name, '', :kind, :value)",
                          &insert, error);
    for (size_t i = 0; written && i < catalogue->derived_count; i++)
        written = write_rule_parameters(insert, &catalogue->derived[i], error);
    for (size_t i = 0; written && i < catalogue->check_count; i++)
        written = write_rule_parameters(insert, &catalogue->checks[i], error);
    for (size_t i = 0; written && i < catalogue->kpi_count; i++)
        written = write_rule_parameters(insert, &catalogue->kpis[i], error);
    sqlite3_finalize(insert);
    return written;
}

/* The file can be made again from the sources' files, so nothing is synced. Memory is bounded by
 * the cache: each sorter takes as much again, and so does its thread. A larger one is no faster,
 * for the system keeps the files' pages anyway. */
static const char settings_of_file[] =
    MIRROR_MAP_FILES "PRAGMA main.mmap_size = 0; "
                     "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; "
                     "PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -4096; "
                     "PRAGMA temp_store = FILE; PRAGMA threads = 1";

static bool fill(sqlite3 *connection, const struct prepare_request *request, struct error *error)
{
    return statement_execute(connection, settings_of_file, error) &&
           statement_execute(connection, "BEGIN", error) &&
           write_calendar(connection, request->settings, error) &&
           write_parameters(connection, request->catalogue, error) &&
           statement_execute(connection, promises_table, error) &&
           postcodes_write(connection, error) &&
           authority_write(connection, request->settings, error) &&
           statement_execute(connection, "COMMIT", error) &&
           prepare_pulls(connection, request, error) && prepare_merge(connection, request, error) &&
           prepare_states(connection, request, error) &&
           mirror_attach_all(connection, request->settings, request->catalogue, request->slot,
                             error) &&
           notices_write(connection, request->settings, request->catalogue, request->slot, error) &&
           derive_all(connection, request->catalogue, request->slot, error) &&
           statement_execute(connection, "ANALYZE main", error);
}

bool prepare_mirror(const struct prepare_request *request, struct error *error)
{
    char path[PATH_MAX];
    sqlite3 *connection = NULL;
    bool prepared;
    error_clear(error);
    if (snprintf(path, sizeof path, "%s/derived.sqlite", request->slot->folder) >= (int)sizeof path)
        return error_set(error, EXIT_CODE_CONFIGURATION, "%s: the path is too long",
                         request->slot->folder);
    unlink(path);
    if (sqlite3_open_v2(path, &connection,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                        NULL) != SQLITE_OK)
        prepared = statement_error(connection, error);
    else
        prepared = fill(connection, request, error);
    sqlite3_close(connection);
    if (!prepared)
        unlink(path);
    return prepared;
}
