/* Tests jobs/odbc_reader.c, odbc_columns.c and odbc_values.c against SQLite behind its ODBC driver:
 * what a value becomes, and what becomes of one that can't be taken. */
#include "tests/unit/odbc_site.h"

#include <pthread.h>

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

static int set_up(void **state)
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

static int tear_down(void **state)
{
    struct fixture *fixture = *state;

    odbc_close(&fixture->connection);
    site_close(&fixture->site);
    free(fixture);
    return 0;
}

static void read_query(struct fixture *fixture, const char *query)
{
    fixture->feed.query = query;
    if (!seen_read(&fixture->query, &fixture->seen))
        fail_msg("%s", fixture->seen.error.text);
}

/* One row whose other columns are null. */
static void read_value(struct fixture *fixture, const char *column, const char *expression)
{
    char query[512];

    snprintf(query, sizeof query, "SELECT 'SO1' AS order_no, %s AS %s", expression, column);
    read_query(fixture, query);
}

static void expect_reject(struct fixture *fixture, const char *column, const char *expression,
                          const char *reject)
{
    read_value(fixture, column, expression);
    assert_string_equal(fixture->seen.rows, "");
    assert_string_equal(fixture->seen.rejects, reject);
    assert_int_equal(fixture->seen.sink.row_count, 1);
    assert_int_equal(fixture->seen.source_row_count, 1);
}

static void expect_failure(struct fixture *fixture, const char *query, const char *reason)
{
    fixture->feed.query = query;
    assert_false(seen_read(&fixture->query, &fixture->seen));
    if (strstr(fixture->seen.error.text, reason) == NULL)
        fail_msg("\"%s\" says nothing of \"%s\"", fixture->seen.error.text, reason);
}

static void a_row_has_a_value_of_each_type(void **state)
{
    struct fixture *fixture = *state;

    fixture->query.offset_seconds = 7 * 3600;
    site_execute(&fixture->site, "INSERT INTO o VALUES ('SO1', '2026-11-25', 'deposit', '1234.50', "
                                 "'-0.25', '3', '1', '2026-11-25 08:30:00', 'ส่งด่วน')");
    read_query(fixture, "SELECT * FROM o");
    assert_string_equal(fixture->seen.rows,
                        "1|SO1|2026-11-25|deposit|1234.5|-0.25|3|1|2026-11-25T01:30:00+00:00|"
                        "ส่งด่วน\n");
    assert_string_equal(fixture->seen.rejects, "");
    assert_string_equal(fixture->seen.absent, "");
    assert_string_equal(fixture->seen.extra, "");
}

static void native_numbers_and_dates_are_read_too(void **state)
{
    struct fixture *fixture = *state;

    site_execute(
        &fixture->site,
        "CREATE TABLE native(order_no INTEGER, ordered_on DATE, order_amount DECIMAL(12,2), "
        "qty DOUBLE, line_count BIGINT, is_paid BOOLEAN, updated_at DATETIME); INSERT INTO "
        "native VALUES (7, '2026-11-25', 12.30, 2.5, 9007199254740993, 0, "
        "'2026-11-25 08:30:00')");
    read_query(fixture, "SELECT * FROM native");
    assert_string_equal(
        fixture->seen.rows,
        "1|7|2026-11-25|-|12.3|2.5|9007199254740993|0|2026-11-25T08:30:00+00:00|-\n");
}

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
                   "column note must hold a text, and the query gives binary data");
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

static void empty_and_blank_texts_are_null(void **state)
{
    struct fixture *fixture = *state;

    read_query(fixture, "SELECT 'SO1' AS order_no, '' AS note, ' ' AS qty, '' AS kind, ' ' AS "
                        "ordered_on, '  ' AS is_paid");
    assert_string_equal(fixture->seen.rows, "1|SO1|-|-|-|-|-|-|-|-\n");
}

static void text_is_trimmed_and_made_nfc(void **state)
{
    struct fixture *fixture = *state;

    /* e and U+0301 become U+00E9. */
    read_value(fixture, "note", "'  cafe' || char(769) || ' '");
    assert_string_equal(fixture->seen.rows, "1|SO1|-|-|-|-|-|-|-|café\n");
}

static void null_in_a_key_is_a_reject(void **state)
{
    struct fixture *fixture = *state;

    read_query(fixture, "SELECT NULL AS order_no, 5 AS qty");
    assert_string_equal(fixture->seen.rejects, "1  order_no \"\" is empty, and must not be\n");
}

static void decimal_with_five_places_shows_the_round_to_write(void **state)
{
    expect_reject(*state, "order_amount", "'1.00005'",
                  "1 SO1 order_amount \"1.00005\" has more than four decimals; write "
                  "round(order_amount, 4) AS order_amount in the site's query if that is right\n");
}

static void trailing_zeros_are_no_places(void **state)
{
    struct fixture *fixture = *state;

    read_value(fixture, "order_amount", "'1.50000000'");
    assert_string_equal(fixture->seen.rows, "1|SO1|-|-|1.5|-|-|-|-|-\n");
}

static void amount_over_the_range_is_a_reject(void **state)
{
    expect_reject(*state, "order_amount", "'922337203685477.5808'",
                  "1 SO1 order_amount \"922337203685477.5808\" is beyond 922337203685477.5807, the "
                  "largest amount that can be kept\n");
}

static void native_integer_over_the_range_is_a_reject(void **state)
{
    struct fixture *fixture = *state;

    site_execute(&fixture->site,
                 "CREATE TABLE big(order_no TEXT, order_amount BIGINT); INSERT INTO "
                 "big VALUES ('SO1', 922337203685478)");
    read_query(fixture, "SELECT * FROM big");
    assert_string_equal(
        fixture->seen.rejects,
        "1 SO1 order_amount \"922337203685478\" is beyond 922337203685477.5807, the "
        "largest amount that can be kept\n");
}

static void not_a_number_and_infinity_are_rejects(void **state)
{
    expect_reject(*state, "qty", "'NaN'", "1 SO1 qty \"NaN\" is not a number\n");
    expect_reject(*state, "qty", "9e999", "1 SO1 qty \"Inf\" is not a number\n");
    expect_reject(*state, "qty", "'1,200'", "1 SO1 qty \"1,200\" is not a number\n");
}

/* SQLite keeps a text in a column declared INTEGER, and its driver would hand it out as 0. */
static void text_in_an_integer_column_is_a_reject(void **state)
{
    struct fixture *fixture = *state;

    site_execute(&fixture->site,
                 "CREATE TABLE loose(order_no TEXT, qty INTEGER, line_count INTEGER); INSERT INTO "
                 "loose VALUES ('SO1', 'many', 1), ('SO2', 1.5, 2), ('SO3', 2, 3.5)");
    read_query(fixture, "SELECT * FROM loose");
    assert_string_equal(fixture->seen.rows, "2|SO2|-|-|-|1.5|2|-|-|-\n");
    assert_string_equal(fixture->seen.rejects, "1 SO1 qty \"many\" is not a number\n"
                                               "3 SO3 line_count \"3.5\" is not a whole number\n");
}

/* Longer than the 64 bytes a number is bound with. */
static void endless_number_is_a_reject(void **state)
{
    struct fixture *fixture = *state;

    read_value(fixture, "qty", "'1' || hex(zeroblob(60))");
    assert_string_equal(fixture->seen.rows, "");
    assert_non_null(strstr(fixture->seen.rejects, "is longer than any number"));
    read_value(fixture, "ordered_on", "'2026-11-25' || hex(zeroblob(60))");
    assert_non_null(strstr(fixture->seen.rejects, "is longer than any date"));
}

static void impossible_date_is_a_reject(void **state)
{
    struct fixture *fixture = *state;

    fixture->feed.dates = DATE_ORDER_DMY;
    expect_reject(
        fixture, "ordered_on", "'31/02/2569'",
        "1 SO1 ordered_on \"31/02/2569\" is not a date of the dataset's form (`dates:` in "
        "datasets.yaml)\n");
}

static void buddhist_year_names_the_era_to_set(void **state)
{
    expect_reject(*state, "ordered_on", "'2569-11-25'",
                  "1 SO1 ordered_on \"2569-11-25\" has a year of the Buddhist era; set `era: "
                  "buddhist` for the dataset in datasets.yaml\n");
}

static void buddhist_dates_are_read_where_the_dataset_says_so(void **state)
{
    struct fixture *fixture = *state;

    fixture->feed.dates = DATE_ORDER_DMY;
    fixture->feed.era = DATE_ERA_BUDDHIST;
    read_value(fixture, "ordered_on", "'25/11/2569'");
    assert_string_equal(fixture->seen.rows, "1|SO1|2026-11-25|-|-|-|-|-|-|-\n");
}

/* As a date struct the driver would give the year -10493. */
static void compact_date_in_a_date_column_is_read_as_text(void **state)
{
    struct fixture *fixture = *state;

    site_execute(&fixture->site,
                 "CREATE TABLE compact(order_no TEXT, ordered_on DATE); INSERT INTO "
                 "compact VALUES ('SO1', '20240131'), ('SO2', 20240229)");
    fixture->feed.dates = DATE_ORDER_COMPACT;
    read_query(fixture, "SELECT * FROM compact");
    assert_string_equal(fixture->seen.rows, "1|SO1|2024-01-31|-|-|-|-|-|-|-\n"
                                            "2|SO2|2024-02-29|-|-|-|-|-|-|-\n");
}

static void compact_date_where_iso_is_said_is_a_reject(void **state)
{
    struct fixture *fixture = *state;

    site_execute(&fixture->site,
                 "CREATE TABLE compact(order_no TEXT, ordered_on DATE); INSERT INTO "
                 "compact VALUES ('SO1', '20240131')");
    read_query(fixture, "SELECT * FROM compact");
    assert_string_equal(fixture->seen.rejects,
                        "1 SO1 ordered_on \"20240131\" is not a date of the dataset's form "
                        "(`dates:` in datasets.yaml)\n");
}

static void sentinel_date_says_to_make_it_null(void **state)
{
    expect_reject(*state, "ordered_on", "'9999-12-31'",
                  "1 SO1 ordered_on \"9999-12-31\" has a year of the Buddhist era; set `era: "
                  "buddhist` for the dataset in datasets.yaml\n");
    expect_reject(*state, "ordered_on", "'1900-01-01'",
                  "1 SO1 ordered_on \"1900-01-01\" is outside the calendar's dates (holidays.yaml, "
                  "accepted); if it stands for no date, make it null in the site's query\n");
}

static void value_that_is_not_allowed_lists_those_that_are(void **state)
{
    expect_reject(*state, "kind", "'urgent'",
                  "1 SO1 kind \"urgent\" must be one of normal, deposit; map it in the site's "
                  "query\n");
}

static void booleans_are_read_as_databases_write_them(void **state)
{
    struct fixture *fixture = *state;

    read_query(fixture, "SELECT 'SO' || v AS order_no, v AS is_paid FROM (SELECT 'true' AS v UNION "
                        "ALL SELECT 'F' UNION ALL SELECT 'y' UNION ALL SELECT 'N' UNION ALL SELECT "
                        "'-1' UNION ALL SELECT 0 UNION ALL SELECT ' Y ')");
    assert_string_equal(fixture->seen.rows, "1|SOtrue|-|-|-|-|-|1|-|-\n"
                                            "2|SOF|-|-|-|-|-|0|-|-\n"
                                            "3|SOy|-|-|-|-|-|1|-|-\n"
                                            "4|SON|-|-|-|-|-|0|-|-\n"
                                            "5|SO-1|-|-|-|-|-|1|-|-\n"
                                            "6|SO0|-|-|-|-|-|0|-|-\n"
                                            "7|SO Y|-|-|-|-|-|1|-|-\n");
}

static void other_number_is_no_boolean(void **state)
{
    expect_reject(*state, "is_paid", "2",
                  "1 SO1 is_paid \"2\" is neither yes nor no (1, 0, true, false, y, n)\n");
}

/* ก is the one byte A1 in CP874, and no UTF-8. */
static void cp874_bytes_in_a_utf8_source_name_the_charset(void **state)
{
    expect_reject(
        *state, "note", "CAST(x'A1A2' AS TEXT)",
        "1 SO1 note \"\\xA1\\xA2\" is not UTF-8; if the source keeps Thai in Windows-874, "
        "set charset = CP874 for it in khrop.ini\n");
}

static void cp874_source_is_read(void **state)
{
    struct fixture *fixture = *state;

    fixture->query.charset = CHARSET_CP874;
    /* A1 ก, 85 the ellipsis that TIS-620 doesn't have. */
    read_value(fixture, "note", "CAST(x'A185' AS TEXT)");
    assert_string_equal(fixture->seen.rows, "1|SO1|-|-|-|-|-|-|-|ก…\n");
}

static void byte_that_cp874_has_not_is_a_reject(void **state)
{
    struct fixture *fixture = *state;

    fixture->query.charset = CHARSET_CP874;
    expect_reject(fixture, "note", "CAST(x'A1FF' AS TEXT)",
                  "1 SO1 note \"\\xA1\\xFF\" holds a byte that CP874 does not have; check the "
                  "source's charset\n");
}

static void rejects_of_a_cp874_source_can_be_read(void **state)
{
    struct fixture *fixture = *state;

    fixture->query.charset = CHARSET_CP874;
    read_query(fixture, "SELECT CAST(x'A1A2' AS TEXT) AS order_no, CAST(x'A1A2' AS TEXT) AS qty");
    assert_string_equal(fixture->seen.rejects, "1 กข qty \"กข\" is not a number\n");
}

/* The driver would give "A". */
static void nul_that_the_driver_hides_fails_the_dataset(void **state)
{
    expect_failure(*state, "SELECT 'SO1' AS order_no, CAST(x'410042' AS TEXT) AS note -- all",
                   "column note holds a NUL character, at which this driver would cut the text");
}

static void control_character_is_a_reject(void **state)
{
    expect_reject(*state, "note", "'a' || char(7)",
                  "1 SO1 note \"a\\x07\" holds a control character; take it out in the site's "
                  "query\n");
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
        TEST(a_row_has_a_value_of_each_type),
        TEST(native_numbers_and_dates_are_read_too),
        TEST(column_names_compare_without_case),
        TEST(nullable_column_that_the_query_leaves_out_is_absent),
        TEST(extra_column_is_named),
        TEST(missing_column_fails_with_its_name_and_the_nearest),
        TEST(column_of_another_type_fails_with_its_name),
        TEST(bad_query_fails_with_the_database_words),
        TEST(empty_table_gives_no_rows_and_no_error),
        TEST(empty_and_blank_texts_are_null),
        TEST(text_is_trimmed_and_made_nfc),
        TEST(null_in_a_key_is_a_reject),
        TEST(decimal_with_five_places_shows_the_round_to_write),
        TEST(trailing_zeros_are_no_places),
        TEST(amount_over_the_range_is_a_reject),
        TEST(native_integer_over_the_range_is_a_reject),
        TEST(not_a_number_and_infinity_are_rejects),
        TEST(text_in_an_integer_column_is_a_reject),
        TEST(endless_number_is_a_reject),
        TEST(impossible_date_is_a_reject),
        TEST(buddhist_year_names_the_era_to_set),
        TEST(buddhist_dates_are_read_where_the_dataset_says_so),
        TEST(compact_date_in_a_date_column_is_read_as_text),
        TEST(compact_date_where_iso_is_said_is_a_reject),
        TEST(sentinel_date_says_to_make_it_null),
        TEST(value_that_is_not_allowed_lists_those_that_are),
        TEST(booleans_are_read_as_databases_write_them),
        TEST(other_number_is_no_boolean),
        TEST(cp874_bytes_in_a_utf8_source_name_the_charset),
        TEST(cp874_source_is_read),
        TEST(byte_that_cp874_has_not_is_a_reject),
        TEST(rejects_of_a_cp874_source_can_be_read),
        TEST(nul_that_the_driver_hides_fails_the_dataset),
        TEST(control_character_is_a_reject),
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
