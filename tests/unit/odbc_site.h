/* A site for the tests of the pull: a SQLite database behind its ODBC driver, a contract with a
 * column of each type, and what a reader makes of a query, as text. */
#ifndef KHROP_TESTS_UNIT_ODBC_SITE_H
#define KHROP_TESTS_UNIT_ODBC_SITE_H

#include "core/decimal.h"
#include "jobs/odbc_reader.h"
#include "tests/unit/testing.h"

#include <ftw.h>
#include <limits.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct site {
    char folder[64];
    char path[128];
    char connection[256];
};

static inline void site_execute(const struct site *site, const char *sql)
{
    sqlite3 *database = NULL;
    char *message = NULL;

    assert_int_equal(sqlite3_open(site->path, &database), SQLITE_OK);
    sqlite3_busy_timeout(database, 5000);
    if (sqlite3_exec(database, sql, NULL, NULL, &message) != SQLITE_OK)
        fail_msg("%s: %s", sql, message);
    assert_int_equal(sqlite3_close(database), SQLITE_OK);
}

static inline void site_open(struct site *site, const char *sql)
{
    *site = (struct site){.folder = "/tmp/khrop_site_XXXXXX"};
    assert_non_null(mkdtemp(site->folder));
    snprintf(site->path, sizeof site->path, "%s/site.db", site->folder);
    snprintf(site->connection, sizeof site->connection, "Driver=SQLite3;Database=%s;", site->path);
    site_execute(site, sql);
}

static inline int site_remove_one(const char *path, const struct stat *status, int type,
                                  struct FTW *place)
{
    (void)status;
    (void)type;
    (void)place;
    return remove(path);
}

static inline void site_close(const struct site *site)
{
    nftw(site->folder, site_remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

/* `orders` of the tests: a column of each type. */
static const char *const site_kinds[] = {"normal", "deposit", NULL};
static const struct column site_columns[] = {
    {.name = "order_no", .type = COLUMN_TEXT, .is_key = true},
    {.name = "ordered_on", .type = COLUMN_DATE, .is_nullable = true},
    {.name = "kind", .type = COLUMN_TEXT, .is_nullable = true, .allowed = site_kinds},
    {.name = "order_amount", .type = COLUMN_MONEY, .is_nullable = true},
    {.name = "qty", .type = COLUMN_QUANTITY, .is_nullable = true},
    {.name = "line_count", .type = COLUMN_INTEGER, .is_nullable = true},
    {.name = "is_paid", .type = COLUMN_BOOLEAN, .is_nullable = true},
    {.name = "updated_at", .type = COLUMN_TIMESTAMP, .is_nullable = true},
    {.name = "note", .type = COLUMN_TEXT, .is_nullable = true},
};
static const struct contract site_contract = {
    .name = "orders",
    .schema = {site_columns, sizeof site_columns / sizeof site_columns[0]},
    .born_on = "ordered_on",
};

/* What a query came to: a line a row, a line a reject. */
struct seen {
    struct rejects sink;
    char rows[8192], rejects[8192], absent[512], extra[512];
    int64_t row_count; /* taken; `rows` holds the first of them */
    int64_t source_row_count;
    struct error error;
};

static inline void seen_add(char *text, size_t size, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
static inline void seen_add(char *text, size_t size, const char *format, ...)
{
    size_t used = strlen(text);
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text + used, size - used, format, arguments);
    va_end(arguments);
}

static inline bool seen_reject(struct rejects *sink, const struct reject *reject,
                               struct error *error)
{
    struct seen *seen = (struct seen *)sink;

    (void)error;
    seen_add(seen->rejects, sizeof seen->rejects, "%lld %s %s \"%s\" %s\n",
             (long long)reject->row_number, reject->key, reject->column, reject->value,
             reject->reason);
    return true;
}

static inline void seen_value(struct seen *seen, const struct batch *batch, size_t column,
                              size_t row)
{
    const struct batch_column *values = &batch->columns[column];
    char text[DATE_TEXT_SIZE + DECIMAL_TEXT_SIZE] = "";

    if (batch_is_null(batch, column, row)) {
        seen_add(seen->rows, sizeof seen->rows, "|-");
        return;
    }
    if (values->texts != NULL) {
        seen_add(seen->rows, sizeof seen->rows, "|%.*s", (int)values->texts[row].length,
                 values->texts[row].bytes);
        return;
    }
    switch (batch->schema->columns[column].type) {
    case COLUMN_DATE:
        date_format_iso(values->numbers[row], text);
        break;
    case COLUMN_TIMESTAMP:
        timestamp_format_iso(values->numbers[row], 0, text);
        break;
    case COLUMN_MONEY:
    case COLUMN_QUANTITY:
        decimal_format(values->numbers[row], text);
        break;
    default:
        snprintf(text, sizeof text, "%lld", (long long)values->numbers[row]);
    }
    seen_add(seen->rows, sizeof seen->rows, "|%s", text);
}

static inline void seen_batch(struct seen *seen, const struct batch *batch)
{
    for (size_t row = 0; row < batch->row_count; row++) {
        if (strlen(seen->rows) > sizeof seen->rows / 2)
            break;
        seen_add(seen->rows, sizeof seen->rows, "%lld", (long long)batch->row_numbers[row]);
        for (size_t i = 0; i < batch->schema->column_count; i++)
            seen_value(seen, batch, i, row);
        seen_add(seen->rows, sizeof seen->rows, "\n");
    }
    seen->row_count += (int64_t)batch->row_count;
}

/* Reads the query once; true at its end. */
static inline bool seen_once(const struct odbc_query *query, struct seen *seen, bool *too_narrow)
{
    struct odbc_reader *reader = NULL;
    struct batch batch;

    *seen = (struct seen){.sink = {.add = seen_reject}};
    *too_narrow = false;
    if (!odbc_reader_open(&reader, query, &seen->error))
        return false;
    assert_true(batch_open(&batch, &query->contract->schema, &seen->error));
    while (odbc_reader_stream(reader)->next(odbc_reader_stream(reader), &batch, &seen->sink,
                                            &seen->error))
        seen_batch(seen, &batch);
    *too_narrow = odbc_reader_is_too_narrow(reader);
    snprintf(seen->absent, sizeof seen->absent, "%s", odbc_reader_absent(reader));
    snprintf(seen->extra, sizeof seen->extra, "%s", odbc_reader_extra(reader));
    seen->source_row_count = odbc_reader_row_count(reader);
    batch_close(&batch);
    odbc_reader_close(reader);
    return seen->error.code == EXIT_CODE_GOOD;
}

/* As the pull reads it: again with wider columns while a text was cut. */
static inline bool seen_read(const struct odbc_query *query, struct seen *seen)
{
    bool too_narrow = true, read = false;

    for (int i = 0; too_narrow && i < 4; i++)
        read = seen_once(query, seen, &too_narrow);
    return read;
}

/* The query's settings where a test has no others: UTF-8, ISO dates, 2010 to 2039. */
static inline struct odbc_query site_query(struct odbc_connection *connection,
                                           const struct feed_settings *feed,
                                           struct text_widths *widths)
{
    return (struct odbc_query){
        .connection = connection,
        .contract = &site_contract,
        .feed = feed,
        .accepted_from_on = date_from_civil(2010, 1, 1),
        .accepted_to_on = date_from_civil(2039, 12, 31),
        .widths = widths,
    };
}

#endif
