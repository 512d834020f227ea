/* Tests jobs/sql_functions.c. */
#include "jobs/calendar.h"
#include "tests/unit/holidays.h"
#include "tests/unit/testing.h"

/* 20777 is Friday 2026-11-20. */
#define FRIDAY "20777"

static sqlite3 *open_connection(void)
{
    static struct settings settings;
    sqlite3 *connection = NULL;
    struct error error = {0};

    settings = holidays_read();
    assert_int_equal(sqlite3_open(":memory:", &connection), SQLITE_OK);
    assert_true(calendar_register(connection, &settings, &error));
    return connection;
}

/* Runs a query of one value; its text goes to `answer`, "null" or the error where there is one. */
static void ask(const char *sql, char answer[256])
{
    sqlite3 *connection = open_connection();
    sqlite3_stmt *row = NULL;

    snprintf(answer, 256, "null");
    if (sqlite3_prepare_v2(connection, sql, -1, &row, NULL) != SQLITE_OK ||
        sqlite3_step(row) != SQLITE_ROW)
        snprintf(answer, 256, "%s", sqlite3_errmsg(connection));
    else if (sqlite3_column_type(row, 0) == SQLITE_INTEGER)
        snprintf(answer, 256, "%lld", sqlite3_column_int64(row, 0));
    else if (sqlite3_column_type(row, 0) != SQLITE_NULL)
        snprintf(answer, 256, "not an integer");
    sqlite3_finalize(row);
    sqlite3_close(connection);
}

static void monday_is_the_first_working_day_after_friday(void **state)
{
    char answer[256];

    (void)state;
    ask("SELECT workdays('', " FRIDAY ", " FRIDAY " + 3)", answer);
    assert_string_equal(answer, "1");
    ask("SELECT workday_after('', " FRIDAY ", 1) - " FRIDAY, answer);
    assert_string_equal(answer, "3");
}

static void days_backwards_are_none(void **state)
{
    char answer[256];

    (void)state;
    ask("SELECT workdays('', " FRIDAY " + 3, " FRIDAY ")", answer);
    assert_string_equal(answer, "0");
}

static void null_day_gives_null(void **state)
{
    char answer[256];

    (void)state;
    ask("SELECT workdays('', NULL, " FRIDAY ")", answer);
    assert_string_equal(answer, "null");
    ask("SELECT workdays('', " FRIDAY ", NULL)", answer);
    assert_string_equal(answer, "null");
    ask("SELECT workday_after('', NULL, 1)", answer);
    assert_string_equal(answer, "null");
}

static void unknown_branch_is_the_company(void **state)
{
    char answer[256];

    (void)state;
    ask("SELECT workdays('nowhere', " FRIDAY ", " FRIDAY " + 3)", answer);
    assert_string_equal(answer, "1");
    ask("SELECT workdays(NULL, " FRIDAY ", " FRIDAY " + 3)", answer);
    assert_string_equal(answer, "1");
}

static void day_outside_the_calendar_is_an_error(void **state)
{
    char answer[256];

    (void)state;
    ask("SELECT workdays('', " FRIDAY ", 0)", answer);
    assert_string_equal(answer, "workdays from 2026-11-20 to 1970-01-01: outside the calendar"
                                " (holidays.yaml, accepted)");
    ask("SELECT workdays('', " FRIDAY ", 4611686018427387904)", answer);
    assert_string_equal(answer, "workdays from 2026-11-20 to day 4611686018427387904: outside the"
                                " calendar (holidays.yaml, accepted)");
    ask("SELECT workday_after('', " FRIDAY ", 5000)", answer);
    assert_string_equal(answer, "workday_after: number 5000 after 2026-11-20: outside the calendar"
                                " (holidays.yaml, accepted)");
}

static void texts_and_counts_below_1_are_errors(void **state)
{
    char answer[256];

    (void)state;
    ask("SELECT workdays('', '2026-11-20', " FRIDAY ")", answer);
    assert_string_equal(answer, "workdays and workday_after take days as integers");
    ask("SELECT workday_after('', " FRIDAY ", 1.5)", answer);
    assert_string_equal(answer, "workdays and workday_after take days as integers");
    ask("SELECT workday_after('', " FRIDAY ", 0)", answer);
    assert_string_equal(answer, "workday_after: number 0 after 2026-11-20: it counts from 1");
}

static void functions_may_stand_in_an_index(void **state)
{
    sqlite3 *connection = open_connection();

    (void)state;
    /* SQLite takes deterministic functions only. */
    assert_int_equal(sqlite3_exec(connection,
                                  "CREATE TABLE t (day_on INTEGER);"
                                  "CREATE INDEX i ON t (workdays('', day_on, day_on))",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    sqlite3_close(connection);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(monday_is_the_first_working_day_after_friday),
        cmocka_unit_test(days_backwards_are_none),
        cmocka_unit_test(null_day_gives_null),
        cmocka_unit_test(unknown_branch_is_the_company),
        cmocka_unit_test(day_outside_the_calendar_is_an_error),
        cmocka_unit_test(texts_and_counts_below_1_are_errors),
        cmocka_unit_test(functions_may_stand_in_an_index),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
