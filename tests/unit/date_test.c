/* Tests core/date.c. Days and seconds were reckoned with Python's datetime. */
#include "core/date.h"
#include "tests/unit/testing.h"

#include <string.h>

static const struct {
    int year, month, day;
    int64_t days;
    int weekday;
} civil_days[] = {
    {1, 1, 1, -719162, 1},      {1600, 2, 29, -135081, 2}, {1900, 2, 28, -25509, 3},
    {1900, 3, 1, -25508, 4},    {1957, 2, 28, -4690, 4},   {1969, 12, 31, -1, 3},
    {1970, 1, 1, 0, 4},         {1999, 12, 31, 10956, 5},  {2000, 2, 29, 11016, 2},
    {2000, 3, 1, 11017, 3},     {2024, 2, 29, 19782, 4},   {2026, 2, 28, 20512, 6},
    {2026, 11, 25, 20782, 3},   {2026, 12, 31, 20818, 4},  {2399, 12, 31, 157053, 5},
    {9999, 12, 31, 2932896, 5},
};

#define CIVIL_COUNT (sizeof civil_days / sizeof civil_days[0])

static void days_count_from_1970(void **state)
{
    (void)state;
    for (size_t i = 0; i < CIVIL_COUNT; i++)
        assert_int_equal(
            date_from_civil(civil_days[i].year, civil_days[i].month, civil_days[i].day),
            civil_days[i].days);
}

static void days_give_back_their_civil_date(void **state)
{
    (void)state;
    for (size_t i = 0; i < CIVIL_COUNT; i++) {
        int year, month, day;
        date_to_civil(civil_days[i].days, &year, &month, &day);
        assert_int_equal(year, civil_days[i].year);
        assert_int_equal(month, civil_days[i].month);
        assert_int_equal(day, civil_days[i].day);
    }
}

static void every_day_of_four_centuries_comes_back(void **state)
{
    (void)state;
    for (int64_t days = -135140; days <= 157053; days++) { /* 1600-01-01 to 2399-12-31 */
        int year, month, day;
        date_to_civil(days, &year, &month, &day);
        assert_true(month >= 1 && month <= 12 && day >= 1 && day <= 31);
        assert_int_equal(date_from_civil(year, month, day), days);
    }
}

static void days_beyond_all_years_are_held_within(void **state)
{
    int year, month, day;
    (void)state;
    date_to_civil(INT64_MAX, &year, &month, &day);
    assert_true(year > 1900000000 && month >= 1 && month <= 12 && day >= 1 && day <= 31);
    date_to_civil(INT64_MIN, &year, &month, &day);
    assert_true(year < -1900000000 && month >= 1 && month <= 12 && day >= 1 && day <= 31);
}

static void week_begins_on_monday(void **state)
{
    (void)state;
    for (size_t i = 0; i < CIVIL_COUNT; i++)
        assert_int_equal(date_weekday(civil_days[i].days), civil_days[i].weekday);
}

static void month_begins_on_its_first(void **state)
{
    (void)state;
    assert_int_equal(date_first_of_month(20782), 20758); /* 2026-11-25: 2026-11-01 */
    assert_int_equal(date_first_of_month(20758), 20758);
    assert_int_equal(date_first_of_month(-1), -31); /* 1969-12-31: 1969-12-01 */
}

struct parse_case {
    const char *text;
    enum date_order order;
    enum date_era era;
    enum date_status status;
    int64_t days;
};

static void assert_parses(const struct parse_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct parse_case *given = &cases[i];
        int64_t days = -77;
        enum date_status status =
            date_parse(given->text, strlen(given->text), given->order, given->era, &days);
        if (status != given->status || (status == DATE_GOOD && days != given->days))
            fail_msg("\"%s\" gave status %d and %lld", given->text, (int)status, (long long)days);
    }
}

#define ASSERT_PARSES(cases) assert_parses(cases, sizeof(cases) / sizeof(cases)[0])
#define ISO DATE_ORDER_ISO
#define DMY DATE_ORDER_DMY
#define COMPACT DATE_ORDER_COMPACT
#define COMMON DATE_ERA_COMMON
#define BUDDHIST DATE_ERA_BUDDHIST

static void iso_dates_are_read_and_their_time_is_passed_over(void **state)
{
    static const struct parse_case cases[] = {
        {"2026-11-25", ISO, COMMON, DATE_GOOD, 20782},
        {" 2026-11-25\t", ISO, COMMON, DATE_GOOD, 20782},
        {"2026-11-25 08:30:00", ISO, COMMON, DATE_GOOD, 20782},
        {"2026-11-25 08:30", ISO, COMMON, DATE_GOOD, 20782},
        {"2026-11-25T23:59:59.999999999", ISO, COMMON, DATE_GOOD, 20782},
        {"2026-11-25 00:00:00.123+07:00", ISO, COMMON, DATE_GOOD, 20782},
        {"0001-01-01", ISO, COMMON, DATE_GOOD, -719162},
    };
    (void)state;
    ASSERT_PARSES(cases);
}

static void iso_date_is_read_under_every_order(void **state)
{
    static const struct parse_case cases[] = {
        {"2026-11-25", DMY, COMMON, DATE_GOOD, 20782},
        {"2026-11-25", COMPACT, COMMON, DATE_GOOD, 20782},
        {"2569-11-25", DMY, BUDDHIST, DATE_GOOD, 20782},
    };
    (void)state;
    ASSERT_PARSES(cases);
}

static void day_may_come_first_with_one_or_two_digits(void **state)
{
    static const struct parse_case cases[] = {
        {"25/11/2026", DMY, COMMON, DATE_GOOD, 20782},
        {"25-11-2026", DMY, COMMON, DATE_GOOD, 20782},
        {"25.11.2026", DMY, COMMON, DATE_GOOD, 20782},
        {"1/1/1970", DMY, COMMON, DATE_GOOD, 0},
        {"25/11.2026", DMY, COMMON, DATE_NOT_A_DATE, 0},
        {"25/11/26", DMY, COMMON, DATE_NOT_A_DATE, 0},
        {"25/11/20260", DMY, COMMON, DATE_NOT_A_DATE, 0},
        {"25 11 2026", DMY, COMMON, DATE_NOT_A_DATE, 0},
        {"25/11/2026", ISO, COMMON, DATE_NOT_A_DATE, 0},
        {"11/25/2026", DMY, COMMON, DATE_NOT_A_DATE, 0},
    };
    (void)state;
    ASSERT_PARSES(cases);
}

static void compact_dates_have_eight_digits(void **state)
{
    static const struct parse_case cases[] = {
        {"20261125", COMPACT, COMMON, DATE_GOOD, 20782},
        {"25691125", COMPACT, BUDDHIST, DATE_GOOD, 20782},
        {"2026112", COMPACT, COMMON, DATE_NOT_A_DATE, 0},
        {"202611250", COMPACT, COMMON, DATE_NOT_A_DATE, 0},
        {"20261125", ISO, COMMON, DATE_NOT_A_DATE, 0},
        {"20261125", DMY, COMMON, DATE_NOT_A_DATE, 0},
    };
    (void)state;
    ASSERT_PARSES(cases);
}

static void leap_days_are_those_of_the_gregorian_calendar(void **state)
{
    static const struct parse_case cases[] = {
        {"2024-02-29", ISO, COMMON, DATE_GOOD, 19782},
        {"2000-02-29", ISO, COMMON, DATE_GOOD, 11016},
        {"1600-02-29", ISO, COMMON, DATE_GOOD, -135081},
        {"2026-02-29", ISO, COMMON, DATE_NOT_A_DATE, 0},
        {"1900-02-29", ISO, COMMON, DATE_NOT_A_DATE, 0},
        {"2100-02-29", ISO, COMMON, DATE_NOT_A_DATE, 0},
        /* 2567 is 2024, 2543 is 2000, 2643 is 2100 */
        {"29/02/2567", DMY, BUDDHIST, DATE_GOOD, 19782},
        {"29/02/2543", DMY, BUDDHIST, DATE_GOOD, 11016},
        {"29/02/2643", DMY, BUDDHIST, DATE_NOT_A_DATE, 0},
        {"29/02/2568", DMY, BUDDHIST, DATE_NOT_A_DATE, 0},
    };
    (void)state;
    ASSERT_PARSES(cases);
}

static void day_that_its_month_lacks_is_not_a_date(void **state)
{
    static const struct parse_case cases[] = {
        {"31/02/2026", DMY, COMMON, DATE_NOT_A_DATE, 0},
        {"31/02/2569", DMY, COMMON, DATE_NOT_A_DATE, 0},
        {"31/02/2569", DMY, BUDDHIST, DATE_NOT_A_DATE, 0},
        {"31/04/2026", DMY, COMMON, DATE_NOT_A_DATE, 0},
        {"31/12/2026", DMY, COMMON, DATE_GOOD, 20818},
        {"00/01/2026", DMY, COMMON, DATE_NOT_A_DATE, 0},
        {"2026-13-01", ISO, COMMON, DATE_NOT_A_DATE, 0},
        {"2026-00-01", ISO, COMMON, DATE_NOT_A_DATE, 0},
        {"0000-01-01", ISO, COMMON, DATE_NOT_A_DATE, 0},
        {"0000-00-00", ISO, COMMON, DATE_NOT_A_DATE, 0},
    };
    (void)state;
    ASSERT_PARSES(cases);
}

static void year_of_the_other_era_is_told(void **state)
{
    static const struct parse_case cases[] = {
        {"25/11/2569", DMY, COMMON, DATE_LOOKS_BUDDHIST, 0},
        {"2569-11-25", ISO, COMMON, DATE_LOOKS_BUDDHIST, 0},
        {"2400-01-01", ISO, COMMON, DATE_LOOKS_BUDDHIST, 0},
        {"2399-12-31", ISO, COMMON, DATE_GOOD, 157053},
        {"9999-12-31", ISO, COMMON, DATE_LOOKS_BUDDHIST, 0},
        {"25/11/2026", DMY, BUDDHIST, DATE_LOOKS_COMMON, 0},
        {"31/12/2399", DMY, BUDDHIST, DATE_LOOKS_COMMON, 0},
        /* 2500-02-28 is 1957-02-28 */
        {"28/02/2500", DMY, BUDDHIST, DATE_GOOD, -4690},
        {"25/11/2569", DMY, BUDDHIST, DATE_GOOD, 20782},
    };
    (void)state;
    ASSERT_PARSES(cases);
}

static void what_is_no_date_is_refused(void **state)
{
    static const char *const texts[] = {
        "",
        " ",
        "2026-11-2",
        "2026-1-25",
        "2026/11/25",
        "26-11-25",
        "2026-11-25x",
        "2026-11-25  08:30",
        "2026-11-25 8:30",
        "2026-11-25 24:00:00",
        "NULL",
        "46351",
        "2026-11-25 08:60",
        "2026-11-25 08:30:60",
        "2026-11-25T",
        "-2026-11-25",
        "2026-11-25 08:30:00.",
        "๒๕/๑๑/๒๕๖๙",
        "2026-11-25 08:30:00+",
        "2026-11-25 08:30+15:00",
        "2026-11-25 08:30+07:",
        "2026-11-25 08:30+07:60",
        "2026-11-25 08:30+7",
        "20261125",
    };
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        int64_t days = -77;
        if (date_parse(texts[i], strlen(texts[i]), ISO, COMMON, &days) != DATE_NOT_A_DATE)
            fail_msg("\"%s\" was taken for a date", texts[i]);
    }
}

static void date_ends_where_its_length_says(void **state)
{
    int64_t days;
    (void)state;
    assert_int_equal(date_parse("2026-11-25xyz", 10, ISO, COMMON, &days), DATE_GOOD);
    assert_int_equal(days, 20782);
    assert_int_equal(date_parse("2026-11-25", 9, ISO, COMMON, &days), DATE_NOT_A_DATE);
    assert_int_equal(date_parse("2026-11-25\0", 11, ISO, COMMON, &days), DATE_NOT_A_DATE);
}

static void timestamps_are_seconds_of_utc(void **state)
{
    static const struct {
        const char *text;
        enum date_era era;
        int64_t offset_seconds, seconds;
    } cases[] = {
        {"2026-11-17T06:00:00+07:00", COMMON, 0, 1794870000},
        {"2026-11-17 06:00:00", COMMON, 25200, 1794870000},
        {"2026-11-17 06:00:00.999", COMMON, 25200, 1794870000},
        {"2026-11-16T23:00:00Z", COMMON, 25200, 1794870000},
        {"2026-11-17 06:00:00+07", COMMON, 0, 1794870000},
        {"2026-11-17 06:00:00+0700", COMMON, 0, 1794870000},
        {"2569-11-17 06:00", BUDDHIST, 25200, 1794870000},
        {"2026-11-25T00:00:00-09:30", COMMON, 0, 1795599000},
        {"1969-12-31T23:59:59", COMMON, 0, -1},
        {"2026-11-25", COMMON, 0, INT64_C(20782) * 86400},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t seconds = -77;
        if (timestamp_parse(cases[i].text, strlen(cases[i].text), cases[i].era,
                            cases[i].offset_seconds, &seconds) != DATE_GOOD ||
            seconds != cases[i].seconds)
            fail_msg("\"%s\" gave %lld", cases[i].text, (long long)seconds);
    }
}

static void timestamp_that_is_none_is_refused(void **state)
{
    int64_t seconds = -77;
    (void)state;
    assert_int_equal(timestamp_parse("17/11/2026 06:00", 16, COMMON, 0, &seconds), DATE_NOT_A_DATE);
    assert_int_equal(timestamp_parse("2026-11-17 06", 13, COMMON, 0, &seconds), DATE_NOT_A_DATE);
    assert_int_equal(timestamp_parse("2569-11-17 06:00", 16, COMMON, 0, &seconds),
                     DATE_LOOKS_BUDDHIST);
    assert_int_equal(timestamp_parse("2026-11-17 06:00", 16, BUDDHIST, 0, &seconds),
                     DATE_LOOKS_COMMON);
    assert_int_equal(seconds, -77);
}

static void dates_are_written_for_machines_and_for_people(void **state)
{
    char text[DATE_TEXT_SIZE];
    (void)state;
    assert_int_equal(date_format_iso(20782, text), 10);
    assert_string_equal(text, "2026-11-25");
    date_format_iso(-719162, text);
    assert_string_equal(text, "0001-01-01");
    date_format_iso(2932896, text);
    assert_string_equal(text, "9999-12-31");
    date_format_english(20782, text);
    assert_string_equal(text, "25 Nov 2026");
    date_format_thai(20782, text);
    assert_string_equal(text, "25 พ.ย. 2569");
    date_format_thai(20512, text);
    assert_string_equal(text, "28 ก.พ. 2569");
}

static void days_without_a_four_digit_year_are_written_as_numbers(void **state)
{
    char text[DATE_TEXT_SIZE];
    (void)state;
    date_format_iso(2932897, text);
    assert_string_equal(text, "day 2932897");
    date_format_thai(-719163, text);
    assert_string_equal(text, "day -719163");
    assert_int_equal(date_format_english(INT64_MIN, text), 24);
    assert_string_equal(text, "day -9223372036854775808");
    timestamp_format_iso(INT64_MAX, 25200, text);
    assert_string_equal(text, "second 9223372036854775807");
    timestamp_format_iso(INT64_MIN, -25200, text);
    assert_string_equal(text, "second -9223372036854775808");
}

static void timestamps_are_written_with_their_place(void **state)
{
    static const struct {
        int64_t seconds, offset_seconds;
        const char *text;
    } cases[] = {
        {1795570200, 25200, "2026-11-25T08:30:00+07:00"},
        {1795599000, -34200, "2026-11-25T00:00:00-09:30"},
        {-1, 0, "1969-12-31T23:59:59+00:00"},
        {-1, 25200, "1970-01-01T06:59:59+07:00"},
        {INT64_C(-62135510400), 0, "0001-01-02T00:00:00+00:00"},
        {INT64_C(253402214399), 0, "9999-12-30T23:59:59+00:00"},
    };
    char text[DATE_TEXT_SIZE];
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(timestamp_format_iso(cases[i].seconds, cases[i].offset_seconds, text), 25);
        assert_string_equal(text, cases[i].text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_count_from_1970),
        cmocka_unit_test(days_give_back_their_civil_date),
        cmocka_unit_test(every_day_of_four_centuries_comes_back),
        cmocka_unit_test(days_beyond_all_years_are_held_within),
        cmocka_unit_test(week_begins_on_monday),
        cmocka_unit_test(month_begins_on_its_first),
        cmocka_unit_test(iso_dates_are_read_and_their_time_is_passed_over),
        cmocka_unit_test(iso_date_is_read_under_every_order),
        cmocka_unit_test(day_may_come_first_with_one_or_two_digits),
        cmocka_unit_test(compact_dates_have_eight_digits),
        cmocka_unit_test(leap_days_are_those_of_the_gregorian_calendar),
        cmocka_unit_test(day_that_its_month_lacks_is_not_a_date),
        cmocka_unit_test(year_of_the_other_era_is_told),
        cmocka_unit_test(what_is_no_date_is_refused),
        cmocka_unit_test(date_ends_where_its_length_says),
        cmocka_unit_test(timestamps_are_seconds_of_utc),
        cmocka_unit_test(timestamp_that_is_none_is_refused),
        cmocka_unit_test(dates_are_written_for_machines_and_for_people),
        cmocka_unit_test(days_without_a_four_digit_year_are_written_as_numbers),
        cmocka_unit_test(timestamps_are_written_with_their_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
