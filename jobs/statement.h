/* One SQLite statement at a time, with bound parameters and errors in words. */
#ifndef KHROP_JOBS_STATEMENT_H
#define KHROP_JOBS_STATEMENT_H

#include "core/error.h"

#include <sqlite3.h>
#include <stdint.h>

/* Fills `error` with what SQLite says about the last call on `database`, naming its file and, where
 * one is known, the fix. Always returns false. Codes: EXIT_CODE_CANNOT_WRITE for a full disk or a
 * file that can't be written, EXIT_CODE_TRY_AGAIN for one that stays locked, EXIT_CODE_DATA for a
 * damaged one, else EXIT_CODE_SOFTWARE. */
bool statement_error(sqlite3 *database, struct error *error);

/* Runs statements that give no rows and take no parameters. */
bool statement_execute(sqlite3 *database, const char *sql, struct error *error);

/* Prepares `sql`. The caller ends it with sqlite3_finalize. */
bool statement_prepare(sqlite3 *database, const char *sql, sqlite3_stmt **statement,
                       struct error *error);

/* Binds by name; a name that the statement doesn't have is passed over. NULL text binds a null.
 * Texts must stay until the statement has run. */
void statement_bind_text(sqlite3_stmt *statement, const char *name, const char *text);
void statement_bind_integer(sqlite3_stmt *statement, const char *name, int64_t value);

/* Steps to the next row: false at the end (error->code is 0) and on failure (it is not). */
bool statement_next(sqlite3_stmt *statement, struct error *error);

/* Runs it to its end and resets it for other values. */
bool statement_finish(sqlite3_stmt *statement, struct error *error);

/* A column's text, "" for a null. Valid until the next step. */
const char *statement_text(sqlite3_stmt *statement, int column);

#endif
