/* The thin layer over SQLite's C interface that state.db and the worklist are written with. */
#include "jobs/statement.h"

#include <stddef.h>

static enum exit_code code_of(int status)
{
    switch (status & 0xff) {
    case SQLITE_FULL:
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_IOERR:
        return EXIT_CODE_CANNOT_WRITE;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return EXIT_CODE_TRY_AGAIN;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return EXIT_CODE_DATA;
    default:
        return EXIT_CODE_SOFTWARE;
    }
}

static const char *fix_of(int status)
{
    switch (status & 0xff) {
    case SQLITE_FULL:
        return "; make room on its disk and run again";
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
        return "; give the user that runs khrop write access to its folder";
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return "; another process holds it, try again when that has ended";
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return "; restore it from a backup, or move it away to start anew";
    default:
        return "";
    }
}

bool statement_error(sqlite3 *database, struct error *error)
{
    int status = sqlite3_errcode(database);
    const char *path = sqlite3_db_filename(database, "main");

    if (path == NULL || *path == '\0')
        return error_set(error, code_of(status), "%s%s", sqlite3_errmsg(database), fix_of(status));
    return error_set(error, code_of(status), "%s: %s%s", path, sqlite3_errmsg(database),
                     fix_of(status));
}

bool statement_execute(sqlite3 *database, const char *sql, struct error *error)
{
    if (sqlite3_exec(database, sql, NULL, NULL, NULL) != SQLITE_OK)
        return statement_error(database, error);
    return true;
}

bool statement_prepare(sqlite3 *database, const char *sql, sqlite3_stmt **statement,
                       struct error *error)
{
    if (sqlite3_prepare_v2(database, sql, -1, statement, NULL) != SQLITE_OK)
        return statement_error(database, error);
    return true;
}

/* The only way these binds fail is a statement that is still running or no memory: the step that
 * follows then fails too, or the parameter reads as null where a NOT NULL constraint refuses it. */
void statement_bind_text(sqlite3_stmt *statement, const char *name, const char *text)
{
    int index = sqlite3_bind_parameter_index(statement, name);

    if (index > 0)
        (void)sqlite3_bind_text(statement, index, text, -1, SQLITE_STATIC);
}

void statement_bind_integer(sqlite3_stmt *statement, const char *name, int64_t value)
{
    int index = sqlite3_bind_parameter_index(statement, name);

    if (index > 0)
        (void)sqlite3_bind_int64(statement, index, value);
}

bool statement_next(sqlite3_stmt *statement, struct error *error)
{
    switch (sqlite3_step(statement)) {
    case SQLITE_ROW:
        return true;
    case SQLITE_DONE:
        return false;
    default:
        return statement_error(sqlite3_db_handle(statement), error);
    }
}

bool statement_finish(sqlite3_stmt *statement, struct error *error)
{
    int status;

    do
        status = sqlite3_step(statement);
    while (status == SQLITE_ROW);
    if (status != SQLITE_DONE) {
        statement_error(sqlite3_db_handle(statement), error);
        sqlite3_reset(statement);
        return false;
    }
    sqlite3_reset(statement);
    return true;
}

const char *statement_text(sqlite3_stmt *statement, int column)
{
    const unsigned char *text = sqlite3_column_text(statement, column);

    return text != NULL ? (const char *)text : "";
}
