/* What is known of each ODBC driver: how to keep its memory flat, how to read one snapshot, which
 * Debian package holds it. A row a driver. */
#ifndef KHROP_JOBS_DRIVER_H
#define KHROP_JOBS_DRIVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct driver_setting {
    const char *name; /* as in a connection string */
    const char *value;
};

struct driver {
    const char *name;    /* for people: "PostgreSQL" */
    const char *word;    /* a word of Driver= by which it is known, in lower case */
    const char *package; /* of Debian; NULL: the vendor's own */
    /* Added where the site's string has none; ended by a NULL name. */
    const struct driver_setting *settings,
        *read_settings;           /* always; for a session that only reads */
    const char *const *read_only; /* statements for a session that only reads; ended by NULL */
    const char *const *session;   /* patterns of statements for a pull, see driver_statement */
    const char *const *snapshot;  /* statements that begin one snapshot for all that follows, with
                                     autocommit off; ended by NULL. NULL: it can't */
    bool needs_autocommit_off; /* for the snapshot; sqliteodbc keeps the whole result in memory with
                                  it off */
    bool streams; /* hands rows over as they come; else it keeps the whole result, and a query is
                     paged or limited */
    bool keeps_types; /* a column declared an integer holds nothing else */
    bool ends_at_nul; /* cuts a text at its first NUL character without a word */
    const char *identifier_quote;
    const char
        *refused; /* what it most often means that it can't connect; NULL: it says so itself */
};

/* The row for a connection string's Driver=; never NULL: a driver that isn't known has a row of
 * harmless defaults. */
const struct driver *driver_find(const char *connection_string);

/* The name in a connection string's Driver=, without braces; "" where there is none. */
void driver_name(const char *connection_string, char *name, size_t size);

/* Writes the connection string with the driver's settings added, and user and password where given
 * (NULL: none). False when `size` is too small or a value holds a brace that can't be quoted. The
 * caller wipes `text` after use when it gave a password. */
bool driver_connection_string(const struct driver *driver, const char *connection_string,
                              const char *user, const char *password, bool is_read_only, char *text,
                              size_t size);

/* Writes a session statement from its pattern: `{seconds}` is the most that a statement of the
 * server may take, `{offset}` (`+07:00`) where local times stand. False when there is no room. */
bool driver_statement(const char *pattern, int64_t seconds, int64_t offset_seconds, char *text,
                      size_t size);

#endif
