/* Tests jobs/odbc_values.c and odbc_hidden.c against SQLite behind its ODBC driver: what a value
 * becomes, and what becomes of one that can't be taken. */
#include "tests/unit/odbc_fixture.h"

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
        "1 SO1 ordered_on \"31/02/2569\" is not a day of the calendar, written as 31/12/2026 "
        "(`dates: dmy` in datasets.yaml)\n");
}

static void number_where_a_date_should_be_is_a_reject(void **state)
{
    expect_reject(
        *state, "ordered_on", "'46000'",
        "1 SO1 ordered_on \"46000\" is not a day of the calendar, written as 2026-12-31 "
        "(`dates: iso` in datasets.yaml); it is a number: make a date of it in the site's "
        "query\n");
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
                        "1 SO1 ordered_on \"20240131\" is not a day of the calendar, written as "
                        "2026-12-31 (`dates: iso` in datasets.yaml); it looks like `dates: "
                        "compact`\n");
}

static void sentinel_date_says_to_make_it_null(void **state)
{
    expect_reject(*state, "ordered_on", "'9999-12-31'",
                  "1 SO1 ordered_on \"9999-12-31\" is outside the calendar's dates (holidays.yaml, "
                  "accepted); if it stands for no date, make it null in the site's query\n");
    expect_reject(*state, "ordered_on", "'1900-01-01'",
                  "1 SO1 ordered_on \"1900-01-01\" is outside the calendar's dates (holidays.yaml, "
                  "accepted); if it stands for no date, make it null in the site's query\n");
}

static void timestamp_outside_the_calendar_is_a_reject(void **state)
{
    expect_reject(*state, "updated_at", "'1970-01-01 00:00:00'",
                  "1 SO1 updated_at \"1970-01-01 00:00:00\" is outside the calendar's dates "
                  "(holidays.yaml, accepted); if it stands for no date, make it null in the site's "
                  "query\n");
    expect_reject(*state, "updated_at", "'2026-11-25 25:00:00'",
                  "1 SO1 updated_at \"2026-11-25 25:00:00\" is not a moment of the calendar, "
                  "written as 2026-12-31 23:59:59; write it so in the site's query\n");
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

/* The driver would give "A" and say nothing. */
static void nul_that_the_driver_hides_is_a_reject(void **state)
{
    struct fixture *fixture = *state;

    read_query(fixture, "SELECT 'SO1' AS order_no, CAST(x'410042' AS TEXT) AS note UNION ALL "
                        "SELECT 'SO2', 'good' -- all");
    assert_string_equal(fixture->seen.rows, "2|SO2|-|-|-|-|-|-|-|good\n");
    assert_string_equal(fixture->seen.rejects, "1 SO1 note \"A\" holds a NUL character; take it "
                                               "out in the site's query\n");
    assert_string_equal(fixture->seen.extra, "");
}

static void control_character_is_a_reject(void **state)
{
    expect_reject(*state, "note", "'a' || char(7)",
                  "1 SO1 note \"a\\x07\" holds a control character; take it out in the site's "
                  "query\n");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_row_has_a_value_of_each_type),
        TEST(native_numbers_and_dates_are_read_too),
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
        TEST(number_where_a_date_should_be_is_a_reject),
        TEST(buddhist_year_names_the_era_to_set),
        TEST(buddhist_dates_are_read_where_the_dataset_says_so),
        TEST(compact_date_in_a_date_column_is_read_as_text),
        TEST(compact_date_where_iso_is_said_is_a_reject),
        TEST(sentinel_date_says_to_make_it_null),
        TEST(timestamp_outside_the_calendar_is_a_reject),
        TEST(value_that_is_not_allowed_lists_those_that_are),
        TEST(booleans_are_read_as_databases_write_them),
        TEST(other_number_is_no_boolean),
        TEST(cp874_bytes_in_a_utf8_source_name_the_charset),
        TEST(cp874_source_is_read),
        TEST(byte_that_cp874_has_not_is_a_reject),
        TEST(rejects_of_a_cp874_source_can_be_read),
        TEST(nul_that_the_driver_hides_is_a_reject),
        TEST(control_character_is_a_reject),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
