/* Tests jobs/mirror.c: datasets by their names, as of the business date, to be read alone. */
#include "jobs/mirror.h"
#include "tests/unit/small_site.h"

static struct small_site *prepared_site(void)
{
    struct small_site *site = site_open();

    site_pull(site);
    site_prepare(site);
    return site;
}

static void row_born_after_the_business_date_is_not_there(void **state)
{
    struct small_site *site = prepared_site();
    sqlite3 *mirror = site_mirror(site);

    (void)state;
    assert_string_equal(rows_of(mirror, "SELECT order_no FROM orders ORDER BY 1"), "O1\nO2\nO3\n");
    sqlite3_close(mirror);
    site_close(site);
}

static void row_born_on_the_business_date_is_there(void **state)
{
    struct small_site *site = prepared_site();
    sqlite3 *mirror;

    (void)state;
    site->slot.business_on = 20783;
    mirror = site_mirror(site);
    assert_string_equal(rows_of(mirror, "SELECT order_no, closed_on FROM orders ORDER BY 1"),
                        "O1|20781\nO2|20783\nO3|null\nO4|null\n");
    sqlite3_close(mirror);
    site_close(site);
}

static void end_after_the_business_date_reads_as_null(void **state)
{
    struct small_site *site = prepared_site();
    sqlite3 *mirror = site_mirror(site);

    (void)state;
    assert_string_equal(rows_of(mirror, "SELECT order_no, closed_on FROM orders ORDER BY 1"),
                        "O1|20781\nO2|null\nO3|null\n");
    sqlite3_close(mirror);
    site_close(site);
}

static void row_number_of_the_source_is_kept(void **state)
{
    struct small_site *site = prepared_site();
    sqlite3 *mirror = site_mirror(site);

    (void)state;
    assert_string_equal(rows_of(mirror, "SELECT khrop_row FROM orders WHERE order_no = 'O3'"),
                        "3\n");
    sqlite3_close(mirror);
    site_close(site);
}

/* Its rows stand in the attached file, where its name must not reach. */
static void dataset_that_may_not_be_used_fails_whoever_asks_it(void **state)
{
    struct small_site *site = site_open();
    sqlite3_stmt *query = NULL;
    sqlite3 *mirror;

    (void)state;
    site_pull(site);
    site_execute(site, "shop",
                 "UPDATE khrop_pulls SET reject_count = 11, source_row_count = 14"
                 " WHERE dataset = 'orders'");
    site_prepare(site);
    mirror = site_mirror(site);
    assert_int_equal(sqlite3_prepare_v2(mirror, "SELECT order_no FROM orders", -1, &query, NULL),
                     SQLITE_ERROR);
    assert_string_equal(sqlite3_errmsg(mirror), "no such table: dataset orders may not be used"
                                                " today, see khrop_pulls");
    assert_string_equal(rows_of(mirror, "SELECT count(*) FROM staff"), "3\n");
    sqlite3_close(mirror);
    site_close(site);
}

static void own_tables_and_functions_are_there(void **state)
{
    struct small_site *site = prepared_site();
    sqlite3 *mirror = site_mirror(site);

    (void)state;
    assert_string_equal(rows_of(mirror, "SELECT count(*) FROM khrop_pulls"), "3\n");
    /* Friday 2026-11-20 to D, Wednesday */
    assert_string_equal(rows_of(mirror, "SELECT workdays('', 20777, 20782),"
                                        " workday_after('', 20777, 1)"),
                        "3|20780\n");
    assert_string_equal(rows_of(mirror, "SELECT is_workday FROM calendar"
                                        " WHERE branch = '' AND day_on = 20782"),
                        "1\n");
    sqlite3_close(mirror);
    site_close(site);
}

static void expect_refused(sqlite3 *mirror, const char *sql)
{
    sqlite3_stmt *statement = NULL;

    if (sqlite3_prepare_v2(mirror, sql, -1, &statement, NULL) != SQLITE_AUTH)
        fail_msg("%s: %s", sql, sqlite3_errmsg(mirror));
    sqlite3_finalize(statement);
}

static void nothing_but_reading_is_allowed(void **state)
{
    struct small_site *site = prepared_site();
    sqlite3 *mirror = site_mirror(site);

    (void)state;
    expect_refused(mirror, "DELETE FROM calendar");
    expect_refused(mirror, "CREATE TABLE t (a)");
    expect_refused(mirror, "CREATE TEMP TABLE t (a)");
    expect_refused(mirror, "DROP VIEW temp.orders");
    expect_refused(mirror, "ATTACH '/tmp/other.sqlite' AS other");
    expect_refused(mirror, "PRAGMA journal_mode = OFF");
    expect_refused(mirror, "UPDATE shop.orders SET order_no = 'x'");
    sqlite3_close(mirror);
    site_close(site);
}

static void function_of_the_clock_or_of_chance_is_refused(void **state)
{
    struct small_site *site = prepared_site();
    sqlite3 *mirror = site_mirror(site);
    sqlite3_stmt *statement = NULL;

    (void)state;
    assert_int_not_equal(sqlite3_prepare_v2(mirror, "SELECT random()", -1, &statement, NULL),
                         SQLITE_OK);
    assert_int_not_equal(sqlite3_prepare_v2(mirror, "SELECT date('now')", -1, &statement, NULL),
                         SQLITE_OK);
    assert_int_not_equal(sqlite3_prepare_v2(mirror, "SELECT current_date", -1, &statement, NULL),
                         SQLITE_OK);
    sqlite3_close(mirror);
    site_close(site);
}

static void slot_that_was_not_prepared_says_so(void **state)
{
    struct small_site *site = site_open();
    sqlite3 *mirror = NULL;

    (void)state;
    assert_false(
        mirror_open(&mirror, &site->settings, &site->catalogue, &site->slot, &site->error));
    assert_int_equal(site->error.code, EXIT_CODE_DATA);
    assert_non_null(strstr(site->error.text, "the slot was not prepared"));
    assert_null(mirror);
    site_close(site);
}

static void results_are_attached_when_they_are_there(void **state)
{
    struct small_site *site = prepared_site();
    sqlite3 *mirror;

    (void)state;
    site_execute(site, "results", "CREATE TABLE khrop_checks (check_id TEXT)");
    mirror = site_mirror(site);
    assert_string_equal(rows_of(mirror, "SELECT count(*) FROM results.khrop_checks"), "0\n");
    sqlite3_close(mirror);
    site_close(site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(row_born_after_the_business_date_is_not_there),
        cmocka_unit_test(row_born_on_the_business_date_is_there),
        cmocka_unit_test(end_after_the_business_date_reads_as_null),
        cmocka_unit_test(row_number_of_the_source_is_kept),
        cmocka_unit_test(dataset_that_may_not_be_used_fails_whoever_asks_it),
        cmocka_unit_test(own_tables_and_functions_are_there),
        cmocka_unit_test(nothing_but_reading_is_allowed),
        cmocka_unit_test(function_of_the_clock_or_of_chance_is_refused),
        cmocka_unit_test(slot_that_was_not_prepared_says_so),
        cmocka_unit_test(results_are_attached_when_they_are_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
