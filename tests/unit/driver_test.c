/* Tests jobs/driver.c: which row a connection string has, and what is added to it. */
#include "jobs/driver.h"
#include "tests/unit/testing.h"

#include <string.h>

static void expect_driver(const char *connection_string, const char *name)
{
    assert_string_equal(driver_find(connection_string)->name, name);
}

static void drivers_are_known_by_their_names(void **state)
{
    (void)state;
    expect_driver("Driver=SQLite3;Database=/srv/sales.db", "SQLite");
    expect_driver("driver = {PostgreSQL Unicode};Server=db", "PostgreSQL");
    expect_driver("Server=db;DRIVER={MariaDB Unicode}", "MariaDB");
    expect_driver("Driver=FreeTDS;Server=db", "FreeTDS");
}

static void other_driver_has_harmless_defaults(void **state)
{
    (void)state;
    expect_driver("Driver={Oracle 21};DBQ=x", "ODBC");
    expect_driver("DSN=sales", "ODBC");
    expect_driver("", "ODBC");
    /* A word elsewhere than in Driver= says nothing. */
    expect_driver("Driver=Other;Database=/srv/sqlite/mariadb", "ODBC");
}

static void expect_made(const char *given, const char *user, const char *password,
                        bool is_read_only, const char *made)
{
    char text[512];

    assert_true(driver_connection_string(driver_find(given), given, user, password, is_read_only,
                                         text, sizeof text));
    assert_string_equal(text, made);
}

static void settings_that_keep_memory_flat_are_added(void **state)
{
    (void)state;
    expect_made("Driver=SQLite3;Database=a.db;", NULL, NULL, false,
                "Driver=SQLite3;Database=a.db;StepAPI=1;BigInt=1");
    expect_made("Driver={PostgreSQL Unicode};Server=db", NULL, NULL, true,
                "Driver={PostgreSQL Unicode};Server=db;UseDeclareFetch=1;Fetch=1000");
    expect_made("Driver={MariaDB Unicode};Server=db", NULL, NULL, true,
                "Driver={MariaDB Unicode};Server=db;CONN_TIMEOUT=10;CHARSET=utf8mb4");
}

/* sqliteodbc makes an empty database where there is none. */
static void reading_makes_no_database(void **state)
{
    (void)state;
    expect_made("Driver=SQLite3;Database=a.db", NULL, NULL, true,
                "Driver=SQLite3;Database=a.db;StepAPI=1;BigInt=1;NoCreat=1");
}

static void what_the_site_sets_stays(void **state)
{
    (void)state;
    expect_made("Driver={PostgreSQL Unicode};fetch=200;Server={a;Fetch=1}", NULL, NULL, true,
                "Driver={PostgreSQL Unicode};fetch=200;Server={a;Fetch=1};UseDeclareFetch=1");
}

static void user_and_password_stand_at_the_end(void **state)
{
    (void)state;
    expect_made("Driver=Other", "reader", "a;b c", true, "Driver=Other;UID=reader;PWD={a;b c}");
    expect_made("Driver=Other", "", "", true, "Driver=Other");
}

static void password_with_a_closing_brace_is_refused(void **state)
{
    char text[512];

    (void)state;
    assert_false(
        driver_connection_string(driver_find(""), "DSN=a", NULL, "a}b", true, text, sizeof text));
}

static void string_without_room_is_refused(void **state)
{
    const char *given = "Driver=SQLite3;Database=a.db";
    char text[48];

    (void)state;
    assert_false(
        driver_connection_string(driver_find(given), given, NULL, NULL, true, text, sizeof text));
    assert_false(driver_connection_string(driver_find(given), given, NULL, NULL, true, text, 10));
}

static void session_statements_have_their_values(void **state)
{
    char text[128];

    (void)state;
    assert_true(driver_statement("SET t = '{seconds}s'", 600, 0, text, sizeof text));
    assert_string_equal(text, "SET t = '600s'");
    assert_true(driver_statement("SET z = '{offset}'", 600, 7 * 3600, text, sizeof text));
    assert_string_equal(text, "SET z = '+07:00'");
    assert_true(driver_statement("SET z = '{offset}'", 600, -12600, text, sizeof text));
    assert_string_equal(text, "SET z = '-03:30'");
    assert_false(driver_statement("SET z = '{offset}'", 600, 0, text, 8));
    assert_false(driver_statement("SET z", 600, 0, text, sizeof text));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(drivers_are_known_by_their_names),
        cmocka_unit_test(other_driver_has_harmless_defaults),
        cmocka_unit_test(settings_that_keep_memory_flat_are_added),
        cmocka_unit_test(reading_makes_no_database),
        cmocka_unit_test(what_the_site_sets_stays),
        cmocka_unit_test(user_and_password_stand_at_the_end),
        cmocka_unit_test(password_with_a_closing_brace_is_refused),
        cmocka_unit_test(string_without_room_is_refused),
        cmocka_unit_test(session_statements_have_their_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
