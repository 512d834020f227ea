/* Connections over unixODBC; see odbc_connection.h. */
#include "jobs/odbc_connection.h"

#include "core/text.h"
#include "jobs/driver.h"

#include <sqlext.h>
#include <stdio.h>
#include <string.h>

#define CONNECTION_STRING_SIZE 4096
#define LOGIN_TIMEOUT_SECONDS 15
#define NAME_SIZE 128
#define DRIVERS_MOST 32

/* Drivers end lines as they like, and write in the server's charset: an error is one line of UTF-8.
 */
static void make_one_line(char *message)
{
    const char *start;
    size_t trimmed;
    bool is_utf8;
    message[text_cut(message, strlen(message), strlen(message))] = '\0';
    for (char *at = message; *at != '\0'; at++)
        if ((unsigned char)*at < 0x20)
            *at = ' ';
    is_utf8 = text_look(message, strlen(message), &start, &trimmed) != TEXT_NOT_UTF8;
    for (char *at = message; !is_utf8 && *at != '\0'; at++)
        if ((unsigned char)*at >= 0x80)
            *at = '?';
}

bool odbc_error(struct error *error, enum exit_code code, SQLSMALLINT handle_type, SQLHANDLE handle,
                const char *what)
{
    SQLCHAR state[6] = "", message[1024] = "";
    SQLINTEGER native = 0;
    SQLSMALLINT length = 0;
    if (handle == SQL_NULL_HANDLE ||
        !SQL_SUCCEEDED(SQLGetDiagRec(handle_type, handle, 1, state, &native, message,
                                     sizeof message, &length)))
        return error_set(error, code, "%s: the driver gives no reason", what);
    message[sizeof message - 1] = '\0';
    make_one_line((char *)message);
    return error_set(error, code, "%s: %s [%s]", what, (const char *)message, (const char *)state);
}

static bool allocate(struct odbc_connection *connection, struct error *error)
{
    if (!SQL_SUCCEEDED(SQLAllocHandle(SQL_HANDLE_ENV, SQL_NULL_HANDLE, &connection->environment)) ||
        !SQL_SUCCEEDED(SQLSetEnvAttr(connection->environment, SQL_ATTR_ODBC_VERSION,
                                     (SQLPOINTER)SQL_OV_ODBC3, 0)) ||
        !SQL_SUCCEEDED(
            SQLAllocHandle(SQL_HANDLE_DBC, connection->environment, &connection->handle)))
        return odbc_error(error, EXIT_CODE_SOFTWARE, SQL_HANDLE_ENV, connection->environment,
                          "unixODBC");
    /* Some drivers don't know it; the wall clock of the worker holds for all. */
    SQLSetConnectAttr(connection->handle, SQL_ATTR_LOGIN_TIMEOUT, (SQLPOINTER)LOGIN_TIMEOUT_SECONDS,
                      0);
    return true;
}

/* The installed driver whose name is nearest to what the connection string says; false: none is, or
 * it is the very one. */
static bool nearest_driver(struct odbc_connection *connection, const char *wanted,
                           char nearest[NAME_SIZE])
{
    char names[DRIVERS_MOST][NAME_SIZE];
    const char *pointers[DRIVERS_MOST];
    const char *found;
    char text[NAME_SIZE + 16];
    SQLCHAR attributes[1024];
    SQLSMALLINT length;
    size_t count = 0;
    while (count < DRIVERS_MOST &&
           SQL_SUCCEEDED(SQLDrivers(connection->environment,
                                    count == 0 ? SQL_FETCH_FIRST : SQL_FETCH_NEXT,
                                    (SQLCHAR *)names[count], NAME_SIZE, &length, attributes,
                                    sizeof attributes, &length))) {
        pointers[count] = names[count];
        count++;
    }
    found = text_nearest(wanted, pointers, count);
    if (found == NULL || strcmp(found, wanted) == 0)
        return false;
    /* Another brand's is no help: then the package is to be installed. */
    snprintf(text, sizeof text, "Driver={%s}", found);
    if (driver_find(text) != connection->driver)
        return false;
    snprintf(nearest, NAME_SIZE, "%s", found);
    return true;
}

/* unixODBC says IM002 when odbcinst.ini has no such driver, and 01000 with "Can't open lib" when
 * its file is missing. */
static bool explain_refusal(struct odbc_connection *connection, const char *connection_string,
                            struct error *error)
{
    struct error reason = {0};
    const struct driver *driver = connection->driver;
    char wanted[NAME_SIZE], nearest[NAME_SIZE];
    odbc_error(&reason, EXIT_CODE_UNAVAILABLE, SQL_HANDLE_DBC, connection->handle, driver->name);
    if (strstr(reason.text, "[IM002]") == NULL && strstr(reason.text, "Can't open lib") == NULL)
        return error_set(error, EXIT_CODE_UNAVAILABLE, "can't connect: %s%s%s", reason.text,
                         driver->refused != NULL ? "; " : "",
                         driver->refused != NULL ? driver->refused : "");
    driver_name(connection_string, wanted, sizeof wanted);
    if (nearest_driver(connection, wanted, nearest))
        return error_set(error, EXIT_CODE_UNAVAILABLE,
                         "no ODBC driver is installed as {%s}; did you mean Driver={%s}?", wanted,
                         nearest);
    if (driver->package != NULL)
        return error_set(error, EXIT_CODE_UNAVAILABLE,
                         "the ODBC driver for %s is not installed: apt-get install %s (%s)",
                         driver->name, driver->package, reason.text);
    return error_set(error, EXIT_CODE_UNAVAILABLE,
                     "the connection string's Driver= (or DSN=) names nothing that is installed; "
                     "`odbcinst -q -d` (-s) lists what is (%s)",
                     reason.text);
}

static bool connect_to(struct odbc_connection *connection, const char *connection_string,
                       const char *user, const char *password, enum odbc_access access,
                       struct error *error)
{
    char text[CONNECTION_STRING_SIZE];
    SQLRETURN answer;
    if (!driver_connection_string(connection->driver, connection_string, user, password,
                                  access == ODBC_READ_ONLY, text, sizeof text)) {
        explicit_bzero(text, sizeof text);
        return error_set(
            error, EXIT_CODE_CONFIGURATION,
            "the connection string is over %d bytes, or the user or password holds a `}`",
            CONNECTION_STRING_SIZE);
    }
    answer = SQLDriverConnect(connection->handle, NULL, (SQLCHAR *)text, SQL_NTS, NULL, 0, NULL,
                              SQL_DRIVER_NOPROMPT);
    explicit_bzero(text, sizeof text);
    return SQL_SUCCEEDED(answer) || explain_refusal(connection, connection_string, error);
}

bool odbc_open(struct odbc_connection *connection, const char *connection_string, const char *user,
               const char *password, enum odbc_access access, struct error *error)
{
    *connection = (struct odbc_connection){.driver = driver_find(connection_string)};
    if (!allocate(connection, error) ||
        !connect_to(connection, connection_string, user, password, access, error))
        goto failed;
    for (size_t i = 0; access == ODBC_READ_ONLY && connection->driver->read_only[i] != NULL; i++)
        if (!odbc_execute(connection, connection->driver->read_only[i], error))
            goto failed;
    return true;
failed:
    odbc_close(connection);
    return false;
}

bool odbc_execute(struct odbc_connection *connection, const char *statement, struct error *error)
{
    SQLHSTMT handle = SQL_NULL_HSTMT;
    SQLRETURN answer;
    bool executed;
    if (!SQL_SUCCEEDED(SQLAllocHandle(SQL_HANDLE_STMT, connection->handle, &handle)))
        return odbc_error(error, EXIT_CODE_UNAVAILABLE, SQL_HANDLE_DBC, connection->handle,
                          connection->driver->name);
    answer = SQLExecDirect(handle, (SQLCHAR *)statement, SQL_NTS);
    /* SQL_NO_DATA: it touched no row. */
    executed = SQL_SUCCEEDED(answer) || answer == SQL_NO_DATA ||
               odbc_error(error, EXIT_CODE_DATA, SQL_HANDLE_STMT, handle, connection->driver->name);
    SQLFreeHandle(SQL_HANDLE_STMT, handle);
    return executed;
}

void odbc_close(struct odbc_connection *connection)
{
    if (connection->handle != SQL_NULL_HDBC) {
        SQLEndTran(SQL_HANDLE_DBC, connection->handle, SQL_ROLLBACK);
        SQLDisconnect(connection->handle);
        SQLFreeHandle(SQL_HANDLE_DBC, connection->handle);
    }
    if (connection->environment != SQL_NULL_HENV)
        SQLFreeHandle(SQL_HANDLE_ENV, connection->environment);
    connection->handle = SQL_NULL_HDBC;
    connection->environment = SQL_NULL_HENV;
}
