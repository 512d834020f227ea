/* Tests jobs/calendar.c. */
#include "jobs/calendar.h"
#include "tests/unit/holidays.h"
#include "tests/unit/testing.h"

static int64_t workdays_between(const struct calendar *calendar, const char *branch,
                                int64_t from_on, int64_t to_on)
{
    int64_t days = -1;

    assert_true(calendar_workdays(calendar, branch, from_on, to_on, &days));
    return days;
}

static struct calendar *open_calendar(const struct settings *settings)
{
    struct calendar *calendar = NULL;
    struct error error = {0};

    assert_true(calendar_open(&calendar, settings, &error));
    return calendar;
}

/* Monday to Friday less public holidays, as the data's own description counts them. */
static void thai_years_have_240_241_and_242_working_days(void **state)
{
    struct settings settings = holidays_read();
    struct calendar *calendar = open_calendar(&settings);

    (void)state;
    assert_int_equal(workdays_between(calendar, "", date_from_civil(2024, 12, 31),
                                      date_from_civil(2025, 12, 31)),
                     240);
    assert_int_equal(workdays_between(calendar, "", date_from_civil(2025, 12, 31),
                                      date_from_civil(2026, 12, 31)),
                     241);
    assert_int_equal(workdays_between(calendar, "", date_from_civil(2026, 12, 31),
                                      date_from_civil(2027, 12, 31)),
                     242);
    calendar_close(calendar);
}

/* 2026-11-20 is a Friday. */
static void weekend_days_are_not_counted(void **state)
{
    struct settings settings = holidays_read();
    struct calendar *calendar = open_calendar(&settings);
    int64_t friday = date_from_civil(2026, 11, 20);

    (void)state;
    assert_int_equal(workdays_between(calendar, "", friday, friday), 0);
    assert_int_equal(workdays_between(calendar, "", friday, friday + 2), 0);
    assert_int_equal(workdays_between(calendar, "", friday, friday + 3), 1);
    assert_int_equal(workdays_between(calendar, "", friday + 3, friday), 0);
    calendar_close(calendar);
}

static void nth_working_day_after_friday_passes_the_weekend(void **state)
{
    struct settings settings = holidays_read();
    struct calendar *calendar = open_calendar(&settings);
    int64_t friday = date_from_civil(2026, 11, 20), after = 0;

    (void)state;
    assert_true(calendar_workday_after(calendar, "", friday, 1, &after));
    assert_int_equal(after, friday + 3);
    assert_true(calendar_workday_after(calendar, "", friday, 6, &after));
    assert_int_equal(after, friday + 10);
    assert_false(calendar_workday_after(calendar, "", friday, 0, &after));
    assert_false(calendar_workday_after(calendar, "", friday, -1, &after));
    calendar_close(calendar);
}

static void branch_has_its_own_days_and_an_unknown_one_the_companys(void **state)
{
    struct settings settings = holidays_read();
    int64_t saturday = date_from_civil(2026, 11, 21), monday = saturday + 2;
    const struct branch_day_settings days[] = {
        {.branch = "B2", .on = saturday, .is_working = true, .name = {{"Fair", "งานแฟร์"}}},
        {.branch = "B2", .on = monday, .is_working = false, .name = {{"Stocktaking", "ตรวจนับ"}}},
    };
    struct calendar *calendar;

    (void)state;
    settings.branch_days = days;
    settings.branch_day_count = 2;
    calendar = open_calendar(&settings);
    assert_int_equal(workdays_between(calendar, "B2", saturday - 1, saturday), 1);
    assert_int_equal(workdays_between(calendar, "B2", saturday, monday), 0);
    assert_int_equal(workdays_between(calendar, "B1", saturday - 1, saturday), 0);
    assert_int_equal(workdays_between(calendar, "B1", saturday, monday), 1);
    calendar_close(calendar);
}

static void holiday_on_which_the_company_works_is_a_working_day(void **state)
{
    struct settings settings = holidays_read();
    int64_t wednesday = date_from_civil(2026, 11, 25);
    const struct holiday_settings worked = {.on = wednesday, .is_working = true};
    struct calendar *calendar;

    (void)state;
    settings.holidays = &worked;
    settings.holiday_count = 1;
    calendar = open_calendar(&settings);
    assert_int_equal(workdays_between(calendar, "", wednesday - 1, wednesday), 1);
    calendar_close(calendar);
}

static void days_outside_the_accepted_dates_are_refused(void **state)
{
    struct settings settings = holidays_read();
    struct calendar *calendar = open_calendar(&settings);
    int64_t first = settings.accepted_from_on, last = settings.accepted_to_on;
    int64_t days = 0;

    (void)state;
    assert_false(calendar_workdays(calendar, "", first - 1, first, &days));
    assert_false(calendar_workdays(calendar, "", first, last + 1, &days));
    assert_false(calendar_workday_after(calendar, "", last, 1, &days));
    assert_false(calendar_workday_after(calendar, "", first, INT64_MAX, &days));
    calendar_close(calendar);
}

static void sunday_and_a_holiday_are_no_working_days(void **state)
{
    struct settings settings = holidays_read();
    struct calendar *calendar = open_calendar(&settings);

    (void)state;
    assert_false(calendar_is_workday(calendar, date_from_civil(2026, 11, 22)));
    assert_true(calendar_is_workday(calendar, date_from_civil(2026, 11, 23)));
    assert_false(calendar_is_workday(calendar, date_from_civil(2026, 4, 13))); /* Songkran */
    calendar_close(calendar);
}

static int64_t ask(sqlite3 *connection, const char *sql)
{
    sqlite3_stmt *row = NULL;
    int64_t answer;

    assert_int_equal(sqlite3_prepare_v2(connection, sql, -1, &row, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(row), SQLITE_ROW);
    answer = sqlite3_column_int64(row, 0);
    sqlite3_finalize(row);
    return answer;
}

static void table_has_a_row_for_every_day_with_the_running_count(void **state)
{
    struct settings settings = holidays_read();
    struct calendar *calendar = open_calendar(&settings);
    struct error error = {0};
    sqlite3 *connection = NULL;

    (void)state;
    assert_int_equal(sqlite3_open(":memory:", &connection), SQLITE_OK);
    assert_true(calendar_write(calendar, connection, &error));
    /* 2024-12-31 through 2028-01-01 */
    assert_int_equal(ask(connection, "SELECT count(*) FROM calendar"), 1 + 365 + 365 + 365 + 1);
    assert_int_equal(ask(connection, "SELECT sum(is_workday) FROM calendar"), 1 + 240 + 241 + 242);
    assert_int_equal(ask(connection, "SELECT max(workday_count) FROM calendar"),
                     1 + 240 + 241 + 242);
    /* 2026-04-13, Songkran, a Monday: 20556 days after 1970-01-01 */
    assert_int_equal(ask(connection, "SELECT weekday_no * 10 + is_workday FROM calendar"
                                     " WHERE day_on = 20556"),
                     10);
    assert_int_equal(ask(connection, "SELECT holiday_name = 'วันสงกรานต์' FROM calendar"
                                     " WHERE day_on = 20556"),
                     1);
    assert_false(calendar_write(calendar, connection, &error)); /* the table is there already */
    sqlite3_close(connection);
    calendar_close(calendar);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(thai_years_have_240_241_and_242_working_days),
        cmocka_unit_test(weekend_days_are_not_counted),
        cmocka_unit_test(nth_working_day_after_friday_passes_the_weekend),
        cmocka_unit_test(branch_has_its_own_days_and_an_unknown_one_the_companys),
        cmocka_unit_test(holiday_on_which_the_company_works_is_a_working_day),
        cmocka_unit_test(days_outside_the_accepted_dates_are_refused),
        cmocka_unit_test(sunday_and_a_holiday_are_no_working_days),
        cmocka_unit_test(table_has_a_row_for_every_day_with_the_running_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
