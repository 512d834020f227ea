/* What the tests of the ODBC reader begin with: a connection to a site, and a query to be read. */
#ifndef KHROP_TESTS_UNIT_ODBC_FIXTURE_H
#define KHROP_TESTS_UNIT_ODBC_FIXTURE_H

#include "tests/unit/odbc_site.h"

struct fixture {
    struct site site;
    struct odbc_connection connection;
    struct feed_settings feed;
    struct text_widths widths;
    struct odbc_query query;
    struct seen seen;
};

/* A column that every type of value fits in: SQLite keeps what it is given. */
static const char orders_table[] =
    "CREATE TABLE o(order_no TEXT, ordered_on TEXT, kind TEXT, order_amount TEXT, qty TEXT, "
    "line_count TEXT, is_paid TEXT, updated_at TEXT, note TEXT);";

static inline int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    struct error error = {0};

    if (fixture == NULL)
        return -1;
    site_open(&fixture->site, orders_table);
    if (!odbc_open(&fixture->connection, fixture->site.connection, NULL, NULL, ODBC_READ_ONLY,
                   &error))
        fail_msg("%s", error.text);
    fixture->feed = (struct feed_settings){.source = "sales", .query = "SELECT * FROM o"};
    fixture->query = site_query(&fixture->connection, &fixture->feed, &fixture->widths);
    *state = fixture;
    return 0;
}

static inline int tear_down(void **state)
{
    struct fixture *fixture = *state;

    odbc_close(&fixture->connection);
    site_close(&fixture->site);
    free(fixture);
    return 0;
}

static inline void read_query(struct fixture *fixture, const char *query)
{
    fixture->feed.query = query;
    if (!seen_read(&fixture->query, &fixture->seen))
        fail_msg("%s", fixture->seen.error.text);
}

/* One row whose other columns are null. */
static inline void read_value(struct fixture *fixture, const char *column, const char *expression)
{
    char query[512];

    snprintf(query, sizeof query, "SELECT 'SO1' AS order_no, %s AS %s", expression, column);
    read_query(fixture, query);
}

static inline void expect_reject(struct fixture *fixture, const char *column,
                                 const char *expression, const char *reject)
{
    read_value(fixture, column, expression);
    assert_string_equal(fixture->seen.rows, "");
    assert_string_equal(fixture->seen.rejects, reject);
    assert_int_equal(fixture->seen.sink.row_count, 1);
    assert_int_equal(fixture->seen.source_row_count, 1);
}

static inline void expect_failure(struct fixture *fixture, const char *query, const char *reason)
{
    fixture->feed.query = query;
    assert_false(seen_read(&fixture->query, &fixture->seen));
    if (strstr(fixture->seen.error.text, reason) == NULL)
        fail_msg("\"%s\" says nothing of \"%s\"", fixture->seen.error.text, reason);
}

#endif
