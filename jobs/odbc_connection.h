/* A connection to a source through its ODBC driver, with the driver's own settings added (table in
 * driver.h), and errors that say what to type. */
#ifndef KHROP_JOBS_ODBC_CONNECTION_H
#define KHROP_JOBS_ODBC_CONNECTION_H

#include "config/settings.h"
#include "core/error.h"

#include <sql.h>

struct driver;

struct odbc_connection {
    SQLHENV environment;
    SQLHDBC handle;
    const struct driver *driver; /* never NULL: an unknown driver has a row of defaults */
};

enum odbc_access { ODBC_READ_ONLY, ODBC_READ_WRITE };

/* Opens `connection_string` (as a site writes it: `Driver=SQLite3;Database=..`), with what keeps
 * memory flat added. `user` and `password` may be NULL. A driver that isn't installed is named with
 * its Debian package. The password is never in an error. */
bool odbc_open(struct odbc_connection *connection, const char *connection_string, const char *user,
               const char *password, enum odbc_access access, struct error *error);

/* Runs one statement that gives no rows. */
bool odbc_execute(struct odbc_connection *connection, const char *statement, struct error *error);

void odbc_close(struct odbc_connection *connection);

/* Fills `error` from the diagnostics of a handle: `DRIVER: message [SQLSTATE]`. Always returns
 * false. */
bool odbc_error(struct error *error, enum exit_code code, SQLSMALLINT handle_type, SQLHANDLE handle,
                const char *what);

#endif
