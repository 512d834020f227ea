/* The table of drivers; see driver.h. What the settings do was measured:
 * docs/decisions/0003-odbc-drivers.md. */
#include "jobs/driver.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

static const char *const nothing[] = {NULL};

/* StepAPI streams instead of keeping the whole result; BigInt gives 64-bit integers. Without
 * NoCreat a wrong path makes an empty database. LongNames would put the table before each column.
 */
static const struct driver_setting sqlite_settings[] = {
    {"StepAPI", "1"}, {"BigInt", "1"}, {NULL, NULL}};
static const struct driver_setting sqlite_read_settings[] = {{"NoCreat", "1"}, {NULL, NULL}};
static const char *const sqlite_read_only[] = {"PRAGMA query_only = 1", NULL};
static const char *const sqlite_snapshot[] = {"BEGIN", NULL};

/* psqlodbc reads the whole result unless UseDeclareFetch is set. */
static const struct driver_setting postgresql_settings[] = {
    {"UseDeclareFetch", "1"}, {"Fetch", "1000"}, {NULL, NULL}};
static const char *const postgresql_read_only[] = {
    "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY", NULL};
static const char *const postgresql_snapshot[] = {"SET TRANSACTION ISOLATION LEVEL REPEATABLE READ",
                                                  NULL};

/* The time limit holds on the server, should this process be gone; timestamps with a time zone are
 * handed out in the session's. */
static const char *const postgresql_session[] = {"SET statement_timeout = '{seconds}s'",
                                                 "SET TIME ZONE INTERVAL '{offset}' HOUR TO MINUTE",
                                                 NULL};

/* The connector ignores SQL_ATTR_LOGIN_TIMEOUT; CONN_TIMEOUT works. */
static const struct driver_setting mariadb_settings[] = {
    {"CONN_TIMEOUT", "10"}, {"CHARSET", "utf8mb4"}, {NULL, NULL}};
static const char *const mariadb_read_only[] = {"SET SESSION TRANSACTION READ ONLY", NULL};
static const char *const mariadb_snapshot[] = {
    "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ",
    "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY", NULL};
static const char *const mariadb_session[] = {"SET SESSION max_statement_time = {seconds}",
                                              "SET SESSION time_zone = '{offset}'", NULL};

static const struct driver_setting no_settings[] = {{NULL, NULL}};

/* The last row is for all others. */
static const struct driver drivers[] = {
    {.name = "SQLite",
     .word = "sqlite",
     .package = "libsqliteodbc",
     .settings = sqlite_settings,
     .read_settings = sqlite_read_settings,
     .read_only = sqlite_read_only,
     .session = nothing,
     .snapshot = sqlite_snapshot,
     .streams = true,
     .ends_at_nul = true,
     .identifier_quote = "\"",
     .refused = "is the file of Database= there, and may khrop read it and its folder?"},
    {.name = "PostgreSQL",
     .word = "postgresql",
     .package = "odbc-postgresql",
     .settings = postgresql_settings,
     .read_settings = no_settings,
     .read_only = postgresql_read_only,
     .session = postgresql_session,
     .snapshot = postgresql_snapshot,
     .needs_autocommit_off = true,
     .streams = true,
     .keeps_types = true,
     .identifier_quote = "\""},
    {.name = "MariaDB",
     .word = "mariadb",
     .package = "odbc-mariadb",
     .settings = mariadb_settings,
     .read_settings = no_settings,
     .read_only = mariadb_read_only,
     .session = mariadb_session,
     .snapshot = mariadb_snapshot,
     .keeps_types = true,
     .identifier_quote = "`"},
    {.name = "FreeTDS",
     .word = "freetds",
     .package = "tdsodbc",
     .settings = no_settings,
     .read_settings = no_settings,
     .read_only = nothing,
     .session = nothing,
     .streams = true,
     .keeps_types = true,
     .identifier_quote = "\""},
    {.name = "ODBC",
     .word = "",
     .settings = no_settings,
     .read_settings = no_settings,
     .read_only = nothing,
     .session = nothing,
     .streams = true,
     .identifier_quote = "\""},
};

/* The value of `name` in a connection string: its start, and its length. NULL when it isn't there.
 */
static const char *find_value(const char *connection_string, const char *name, size_t *length)
{
    size_t name_length = strlen(name);
    const char *at = connection_string;
    while (*at != '\0') {
        at += strspn(at, "; \t");
        if (strncasecmp(at, name, name_length) == 0 &&
            at[name_length + strspn(at + name_length, " ")] == '=') {
            at = strchr(at, '=') + 1;
            *length = *at == '{' ? strcspn(at, "}") + 1 : strcspn(at, ";");
            return at;
        }
        /* A value in braces may hold semicolons. */
        at += strcspn(at, ";{");
        if (*at == '{')
            at += strcspn(at, "}");
        at += strcspn(at, ";");
    }
    return NULL;
}

static bool holds_word(const char *bytes, size_t length, const char *word)
{
    size_t word_length = strlen(word);
    for (size_t i = 0; i + word_length <= length; i++)
        if (strncasecmp(bytes + i, word, word_length) == 0)
            return true;
    return false;
}

const struct driver *driver_find(const char *connection_string)
{
    size_t count = sizeof drivers / sizeof drivers[0], length = 0;
    const char *value = find_value(connection_string, "Driver", &length);
    for (size_t i = 0; value != NULL && i + 1 < count; i++)
        if (holds_word(value, length, drivers[i].word))
            return &drivers[i];
    return &drivers[count - 1];
}

void driver_name(const char *connection_string, char *name, size_t size)
{
    size_t length = 0;
    const char *value = find_value(connection_string, "Driver", &length);
    if (value != NULL && *value == '{' && length >= 2) {
        value++;
        length -= 2;
    }
    snprintf(name, size, "%.*s", (int)length, value != NULL ? value : "");
}

static bool append(char *text, size_t size, size_t *used, const char *name, const char *value)
{
    bool needs_braces = strpbrk(value, ";{}[]()=,?*!@ ") != NULL;
    int length;
    if (strchr(value, '}') != NULL)
        return false;
    length = snprintf(text + *used, size - *used, "%s%s=%s%s%s",
                      *used > 0 && text[*used - 1] != ';' ? ";" : "", name, needs_braces ? "{" : "",
                      value, needs_braces ? "}" : "");
    if (length < 0 || (size_t)length >= size - *used)
        return false;
    *used += (size_t)length;
    return true;
}

/* Adds the settings that the site's string has not. */
static bool append_settings(const char *connection_string, const struct driver_setting *settings,
                            char *text, size_t size, size_t *used)
{
    size_t length;
    for (; settings->name != NULL; settings++)
        if (find_value(connection_string, settings->name, &length) == NULL &&
            !append(text, size, used, settings->name, settings->value))
            return false;
    return true;
}

bool driver_connection_string(const struct driver *driver, const char *connection_string,
                              const char *user, const char *password, bool is_read_only, char *text,
                              size_t size)
{
    size_t used = strlen(connection_string);
    if (used >= size)
        return false;
    memcpy(text, connection_string, used + 1);
    if (!append_settings(connection_string, driver->settings, text, size, &used) ||
        (is_read_only &&
         !append_settings(connection_string, driver->read_settings, text, size, &used)))
        return false;
    if (user != NULL && user[0] != '\0' && !append(text, size, &used, "UID", user))
        return false;
    return password == NULL || password[0] == '\0' || append(text, size, &used, "PWD", password);
}

bool driver_statement(const char *pattern, int64_t seconds, int64_t offset_seconds, char *text,
                      size_t size)
{
    const char *brace = strchr(pattern, '{'), *end = strchr(pattern, '}');
    int64_t minutes = (offset_seconds < 0 ? -offset_seconds : offset_seconds) / 60;
    char value[48];
    int length;
    if (brace == NULL || end == NULL)
        return false;
    if (strncmp(brace, "{seconds}", 9) == 0)
        snprintf(value, sizeof value, "%" PRId64, seconds);
    else
        snprintf(value, sizeof value, "%c%02" PRId64 ":%02" PRId64, offset_seconds < 0 ? '-' : '+',
                 minutes / 60, minutes % 60);
    length = snprintf(text, size, "%.*s%s%s", (int)(brace - pattern), pattern, value, end + 1);
    return length >= 0 && (size_t)length < size;
}
