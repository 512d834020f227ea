/* derived.sqlite: calendar, parameters, postcodes, what was pulled, the derived datasets. See
 * prepare.h. */
#include "jobs/prepare.h"

#include "jobs/authority.h"
#include "jobs/calendar.h"
#include "jobs/derive.h"
#include "jobs/mirror.h"
#include "jobs/notices.h"
#include "jobs/parameters.h"
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

/* Filled from state.db by promises.c, once the derived datasets say what is promised today. */
static const char promises_table[] =
    "CREATE TABLE khrop_promises(promise_kind TEXT NOT NULL, order_no TEXT NOT NULL,"
    " line_no TEXT NOT NULL, follow_up_no TEXT NOT NULL, seen_on INTEGER NOT NULL,"
    " earlier_on INTEGER NOT NULL, promised_on INTEGER NOT NULL)";

/* The file can be made again from the sources' files, so nothing is synced. Memory is bounded by
 * the cache: each sorter takes as much again, and so does its thread. A larger one is no faster,
 * for the system keeps the files' pages anyway. */
static const char settings_of_file[] =
    "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; "
    "PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -4096; "
    "PRAGMA temp_store = FILE; PRAGMA threads = 1";

static bool fill(sqlite3 *connection, const struct prepare_request *request, struct error *error)
{
    return statement_execute(connection, settings_of_file, error) &&
           statement_execute(connection, "BEGIN", error) &&
           write_calendar(connection, request->settings, error) &&
           statement_execute(connection, promises_table, error) &&
           postcodes_write(connection, error) &&
           authority_write(connection, request->settings, error) &&
           statement_execute(connection, "COMMIT", error) &&
           prepare_pulls(connection, request, error) && prepare_merge(connection, request, error) &&
           prepare_states(connection, request, error) &&
           mirror_attach_all(connection, request->settings, request->catalogue, request->slot,
                             error) &&
           parameters_write(connection, request->catalogue, error) &&
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
