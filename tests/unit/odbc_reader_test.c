/* Tests jobs/odbc_reader.c, odbc_columns.c, odbc_pages.c and odbc_widths.c against SQLite behind
 * its ODBC driver. */
#include "tests/unit/odbc_fixture.h"

#include <pthread.h>

static void column_names_compare_without_case(void **state)
{
    struct fixture *fixture = *state;

    read_query(fixture, "SELECT 'SO1' AS ORDER_NO, 5 AS Order_Amount");
    assert_string_equal(fixture->seen.rows, "1|SO1|-|-|5|-|-|-|-|-\n");
}

static void nullable_column_that_the_query_leaves_out_is_absent(void **state)
{
    struct fixture *fixture = *state;

    read_query(fixture, "SELECT order_no, kind, order_amount, qty, line_count, is_paid FROM o");
    assert_string_equal(fixture->seen.absent, ",ordered_on,updated_at,note,");
}

static void extra_column_is_named(void **state)
{
    struct fixture *fixture = *state;

    read_query(fixture, "SELECT 'SO1' AS order_no, 1 AS colour, 2 AS weight");
    assert_string_equal(fixture->seen.extra, ",colour,weight,");
    assert_int_equal(fixture->seen.row_count, 1);
}

static void missing_column_fails_with_its_name_and_the_nearest(void **state)
{
    struct fixture *fixture = *state;

    expect_failure(fixture, "SELECT 'SO1' AS oder_no, 1 AS qty",
                   "the query does not give the column order_no; it gives oder_no,qty (write "
                   "`oder_no AS order_no`?)");
}

static void column_of_another_type_fails_with_its_name(void **state)
{
    struct fixture *fixture = *state;

    site_execute(&fixture->site, "CREATE TABLE retyped(order_no TEXT, ordered_on DOUBLE, qty DATE, "
                                 "note BLOB)");
    expect_failure(fixture, "SELECT order_no, ordered_on FROM retyped",
                   "column ordered_on must hold a date, and the query gives a decimal");
    expect_failure(fixture, "SELECT order_no, qty FROM retyped",
                   "column qty must hold a quantity, and the query gives a date");
    expect_failure(fixture, "SELECT order_no, note FROM retyped",
                   "column note must hold text, and the query gives binary data");
}

static void bad_query_fails_with_the_database_words(void **state)
{
    struct fixture *fixture = *state;

    expect_failure(fixture, "SELECT order_no FROM nowhere", "no such table: nowhere");
}

static void empty_table_gives_no_rows_and_no_error(void **state)
{
    struct fixture *fixture = *state;

    read_query(fixture, "SELECT * FROM o");
    assert_int_equal(fixture->seen.row_count, 0);
    assert_int_equal(fixture->seen.source_row_count, 0);
}

static void text_wider_than_bound_is_read_whole(void **state)
{
    struct fixture *fixture = *state;

    site_execute(&fixture->site, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
                                 "WHERE i < 3000) INSERT INTO o(order_no, note) SELECT 'SO' || i, "
                                 "CASE i WHEN 2900 THEN hex(zeroblob(3000)) END FROM n");
    read_query(fixture, "SELECT * FROM o");
    assert_int_equal(fixture->seen.row_count, 3000);
    assert_true(fixture->widths.bytes[8] > 6000);
    /* The width is remembered: the next reading needs no second try. */
    {
        bool too_narrow;
        assert_true(seen_once(&fixture->query, &fixture->seen, &too_narrow));
        assert_false(too_narrow);
    }
}

/* Each ก takes three bytes: the longest text that a cell holds has 98,301. */
static void longest_text_is_taken_and_one_more_is_a_reject(void **state)
{
    struct fixture *fixture = *state;

    read_value(fixture, "note", "replace(hex(zeroblob(16383)), '0', 'ก') || 'ก'");
    assert_int_equal(fixture->seen.row_count, 1);
    read_value(fixture, "note", "replace(hex(zeroblob(16384)), '0', 'ก')");
    assert_int_equal(fixture->seen.row_count, 0);
    assert_non_null(strstr(fixture->seen.rejects, "is longer than 32767 characters, the most a "
                                                  "worksheet cell holds; shorten it in the site's "
                                                  "query"));
}

static void text_of_a_megabyte_is_one_reject(void **state)
{
    struct fixture *fixture = *state;

    read_query(fixture, "SELECT 'SO1' AS order_no, hex(zeroblob(500000)) AS note UNION ALL SELECT "
                        "'SO2', 'short'");
    assert_string_equal(fixture->seen.rows, "2|SO2|-|-|-|-|-|-|-|short\n");
    assert_int_equal(fixture->seen.sink.row_count, 1);
}

static void rejected_rows_keep_their_numbers(void **state)
{
    struct fixture *fixture = *state;

    site_execute(&fixture->site, "INSERT INTO o(order_no, qty) VALUES ('SO1', '1'), ('SO2', 'x'), "
                                 "('SO3', '3')");
    read_query(fixture, "SELECT * FROM o");
    assert_string_equal(fixture->seen.rows, "1|SO1|-|-|-|1|-|-|-|-\n3|SO3|-|-|-|3|-|-|-|-\n");
    assert_string_equal(fixture->seen.rejects, "2 SO2 qty \"x\" is not a number\n");
    assert_int_equal(fixture->seen.source_row_count, 3);
}

static void blocks_that_are_rejected_whole_are_no_end(void **state)
{
    struct fixture *fixture = *state;

    site_execute(&fixture->site, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
                                 "WHERE i < 12001) INSERT INTO o(order_no, qty) SELECT 'SO' || i, "
                                 "CASE WHEN i > 12000 THEN '5' ELSE 'x' END FROM n");
    read_query(fixture, "SELECT * FROM o");
    assert_string_equal(fixture->seen.rows, "12001|SO12001|-|-|-|5|-|-|-|-\n");
    assert_int_equal(fixture->seen.sink.row_count, 12000);
}

static void fill_numbered(const struct fixture *fixture)
{
    site_execute(
        &fixture->site,
        "CREATE TABLE numbered(id INTEGER PRIMARY KEY, order_no TEXT); WITH RECURSIVE n(i) "
        "AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 12345) INSERT INTO numbered "
        "SELECT i * 3 - 9000, 'SO' || i FROM n");
}

static void pages_give_every_row_once(void **state)
{
    struct fixture *fixture = *state;

    fill_numbered(fixture);
    fixture->feed.page_by = "id";
    read_query(fixture,
               "SELECT id, order_no FROM numbered WHERE id > :after ORDER BY id LIMIT :limit");
    assert_int_equal(fixture->seen.row_count, 12345);
    assert_memory_equal(fixture->seen.rows, "1|SO1|", 6);
    assert_string_equal(fixture->seen.extra, "");
}

static void pages_by_a_text_key_give_every_row_once(void **state)
{
    struct fixture *fixture = *state;

    fill_numbered(fixture);
    fixture->feed.page_by = "order_no";
    read_query(fixture, "SELECT order_no FROM numbered WHERE order_no > :after ORDER BY order_no "
                        "LIMIT :limit");
    assert_int_equal(fixture->seen.row_count, 12345);
}

static void page_by_needs_its_parameters_in_the_query(void **state)
{
    struct fixture *fixture = *state;

    fill_numbered(fixture);
    fixture->feed.page_by = "id";
    expect_failure(fixture, "SELECT id, order_no FROM numbered", "needs :after and :limit");
}

static void page_by_that_the_query_does_not_give_fails(void **state)
{
    struct fixture *fixture = *state;

    fill_numbered(fixture);
    fixture->feed.page_by = "id";
    expect_failure(fixture,
                   "SELECT order_no FROM numbered WHERE id > :after ORDER BY id LIMIT :limit",
                   "page_by names id, which the query does not give");
}

/* Rows with the key of a page's last row would be passed over without a word. */
static void page_by_that_repeats_fails(void **state)
{
    struct fixture *fixture = *state;

    site_execute(&fixture->site, "CREATE TABLE lines(id INTEGER, order_no TEXT); INSERT INTO lines "
                                 "VALUES (1, 'SO1'), (2, 'SO2'), (2, 'SO3'), (3, 'SO4')");
    fixture->feed.page_by = "id";
    expect_failure(fixture,
                   "SELECT id, order_no FROM lines WHERE id > :after ORDER BY id LIMIT :limit",
                   "page_by = id: row 3 has the value of the row before; it must be unique");
}

static void page_by_without_order_fails(void **state)
{
    struct fixture *fixture = *state;

    site_execute(&fixture->site, "CREATE TABLE lines(id INTEGER, order_no TEXT); INSERT INTO lines "
                                 "VALUES (1, 'SO1'), (3, 'SO2'), (2, 'SO3')");
    fixture->feed.page_by = "id";
    expect_failure(fixture, "SELECT id, order_no FROM lines WHERE id > :after LIMIT :limit",
                   "page_by = id: row 3 comes before the row before; write ORDER BY this column");
}

static void row_limit_fails_the_dataset_and_says_so(void **state)
{
    struct fixture *fixture = *state;

    fill_numbered(fixture);
    fixture->feed.row_limit = 12000;
    expect_failure(fixture, "SELECT order_no FROM numbered",
                   "the query gives more than row_limit = 12000 rows");
    fixture->feed.row_limit = 12345;
    read_query(fixture, "SELECT order_no FROM numbered");
}

static void reader_that_is_closed_early_leaves_nothing(void **state)
{
    struct fixture *fixture = *state;
    struct odbc_reader *reader = NULL;
    struct error error = {0};

    fill_numbered(fixture);
    fixture->feed.query = "SELECT order_no FROM numbered";
    assert_true(odbc_reader_open(&reader, &fixture->query, &error));
    odbc_reader_close(reader);
    read_query(fixture, "SELECT order_no FROM numbered LIMIT 1");
    assert_int_equal(fixture->seen.row_count, 1);
}

/* Counting to 10^12 takes hours. */
static void *cancel_soon(void *context)
{
    (void)context;
    usleep(200000);
    odbc_reader_cancel();
    return NULL;
}

static void cancel_ends_a_query_that_runs(void **state)
{
    struct fixture *fixture = *state;
    pthread_t thread;

    assert_int_equal(pthread_create(&thread, NULL, cancel_soon, NULL), 0);
    expect_failure(fixture,
                   "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
                   "1000000000000) SELECT 'SO1' AS order_no, count(*) AS qty FROM n",
                   "SQLite");
    pthread_join(thread, NULL);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(column_names_compare_without_case),
        TEST(nullable_column_that_the_query_leaves_out_is_absent),
        TEST(extra_column_is_named),
        TEST(missing_column_fails_with_its_name_and_the_nearest),
        TEST(column_of_another_type_fails_with_its_name),
        TEST(bad_query_fails_with_the_database_words),
        TEST(empty_table_gives_no_rows_and_no_error),
        TEST(text_wider_than_bound_is_read_whole),
        TEST(longest_text_is_taken_and_one_more_is_a_reject),
        TEST(text_of_a_megabyte_is_one_reject),
        TEST(rejected_rows_keep_their_numbers),
        TEST(blocks_that_are_rejected_whole_are_no_end),
        TEST(pages_give_every_row_once),
        TEST(pages_by_a_text_key_give_every_row_once),
        TEST(page_by_needs_its_parameters_in_the_query),
        TEST(page_by_that_the_query_does_not_give_fails),
        TEST(page_by_that_repeats_fails),
        TEST(page_by_without_order_fails),
        TEST(row_limit_fails_the_dataset_and_says_so),
        TEST(reader_that_is_closed_early_leaves_nothing),
        TEST(cancel_ends_a_query_that_runs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
