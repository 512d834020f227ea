/* Tests config/holiday_csv.c and config/holiday_merge.c. Weekdays were looked up with cal(1). */
#include "config/holiday_merge.h"
#include "core/date.h"
#include "tests/unit/testing.h"

#include <stdlib.h>
#include <string.h>

struct fixture {
    struct region region;
    struct holiday_lines lines;
    struct holiday_merge merge;
    struct complaints complaints;
    struct error error;
};

static int set_up(void **state)
{
    *state = calloc(1, sizeof(struct fixture));
    return *state == NULL ? -1 : 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;

    region_clear(&fixture->region);
    free(fixture);
    return 0;
}

static void read_csv(struct fixture *fixture, const char *text)
{
    holiday_csv_read(&fixture->region, "h.csv", region_copy(&fixture->region, text),
                     &fixture->lines, &fixture->complaints);
}

static void read_good(struct fixture *fixture, const char *text)
{
    read_csv(fixture, text);
    if (!complaints_none(&fixture->complaints, &fixture->error))
        fail_msg("%s", fixture->error.text);
}

static void expect_complaints(struct fixture *fixture, const char *complaints)
{
    assert_false(complaints_none(&fixture->complaints, &fixture->error));
    assert_string_equal(fixture->error.text, complaints);
}

static void expect_merged(struct fixture *fixture, const char *old, const char *merged)
{
    if (!holiday_merge(&fixture->region, old, &fixture->lines, &fixture->merge,
                       &fixture->complaints)) {
        complaints_none(&fixture->complaints, &fixture->error);
        fail_msg("%s", fixture->error.text);
    }
    assert_string_equal(fixture->merge.text, merged);
}

#define HEADER "holiday_date,category,name_en,name_th\n"

static void lines_are_read_in_order_of_their_dates(void **state)
{
    struct fixture *fixture = *state;

    read_good(fixture,
              "\xEF\xBB\xBF" HEADER "2027-04-13,public,\"Songkran, day 1\",\"วันสงกรานต์\"\r\n"
              "2027-01-01,,New Year,\r\n\r\n"
              "2027-05-10,government,,วันพืชมงคล\r\n");
    assert_int_equal(fixture->lines.count, 3);
    assert_int_equal(fixture->lines.lines[0].on, date_from_civil(2027, 1, 1));
    assert_string_equal(fixture->lines.lines[0].name_en, "New Year");
    assert_string_equal(fixture->lines.lines[0].name_th, "");
    assert_string_equal(fixture->lines.lines[1].name_en, "Songkran, day 1");
    assert_string_equal(fixture->lines.lines[1].name_th, "วันสงกรานต์");
    assert_false(fixture->lines.lines[1].is_working);
    assert_int_equal(fixture->lines.lines[1].line, 2);
    assert_true(fixture->lines.lines[2].is_working);
}

static void years_of_the_buddhist_era_are_told_with_what_was_meant(void **state)
{
    read_csv(*state, HEADER "2570-04-13,public,Songkran,\n2027-02-30,public,x,\n13/4/2027,,x,\n");
    expect_complaints(*state, "h.csv:2: holiday_date: \"2570-04-13\" has a year of the Buddhist "
                              "era; write 2027-04-13\n"
                              "h.csv:3: holiday_date: \"2027-02-30\" is not a date; write it as "
                              "2026-12-31\n"
                              "h.csv:4: holiday_date: \"13/4/2027\" is not a date; write it as "
                              "2026-12-31");
}

static void a_date_that_stands_twice_is_told(void **state)
{
    read_csv(*state, HEADER "2027-04-13,public,Songkran,\n2027-04-14,public,Songkran,\n"
                            "2027-04-13,public,Songkran Day,\n");
    expect_complaints(*state, "h.csv:4: holiday_date: 2027-04-13 stands here twice (first in line "
                              "2); put both names in one line");
}

static void weekdays_are_compared_with_their_dates(void **state)
{
    /* 13 April 2027 is a Tuesday, 16 April a Friday, 1 July a Thursday. */
    read_csv(*state, "holiday_date,weekday,name_th\n2027-04-13,Tuesday,ก\n2027-04-16,fri,ข\n"
                     "2027-07-01,พฤหัส,ค\n2027-07-02,วันศุกร์,ง\n2027-07-03,,จ\n"
                     "2027-04-14,Tue,ฉ\n2027-04-15,วันพุธ,ช\n");
    expect_complaints(*state,
                      "h.csv:7: weekday: \"Tue\", but 2027-04-14 is a Wednesday (วันพุธ); correct "
                      "the date or the weekday\n"
                      "h.csv:8: weekday: \"วันพุธ\", but 2027-04-15 is a Thursday (วันพฤหัสบดี); "
                      "correct the date or the weekday");
}

static void columns_categories_and_names_are_checked(void **state)
{
    read_csv(*state, HEADER "2027-01-01,publik,New Year,\n2027-01-02,public,,\n"
                            "2027-01-03,public,\xA1\xA2,\n");
    expect_complaints(*state, "h.csv:2: unknown category \"publik\"; did you mean \"public\"?\n"
                              "h.csv:3: 2027-01-02 has no name; fill name_th or name_en\n"
                              "h.csv:4: name_en: it is not UTF-8; save the file as \"CSV UTF-8\"\n"
                              "h.csv:4: 2027-01-03 has no name; fill name_th or name_en");
}

static void a_file_without_its_columns_is_told(void **state)
{
    read_csv(*state, "date,name_th\n2027-01-01,ก\n");
    expect_complaints(*state,
                      "h.csv:1: unknown column \"date\"; valid here: holiday_date, name_th, "
                      "name_en, category, weekday\n"
                      "h.csv:1: the first line must name the columns, among them holiday_date");
}

static void a_file_without_holidays_is_told(void **state)
{
    read_csv(*state, HEADER);
    expect_complaints(*state, "h.csv: there is no holiday in it");
}

static void holidays_go_between_those_that_stand_there(void **state)
{
    struct fixture *fixture = *state;

    read_good(fixture,
              HEADER "2027-01-01,public,New Year,วันปีใหม่\n2026-06-03,public,Birthday,\n"
                     "2026-01-01,public,Other name,\n2025-12-31,public,\"New \"\"Eve\"\"\",\n");
    expect_merged(fixture,
                  "# days\nweekend: [sunday]\nholidays:\n"
                  "  - {date: 2026-01-01, name: New Year}  # kept\n"
                  "  - date: 2026-12-31\n    name: Eve\n\nbranches:\n  บางนา: {}\n",
                  "# days\nweekend: [sunday]\nholidays:\n"
                  "  - {date: 2025-12-31, name: {en: \"New \\\"Eve\\\"\"}}\n"
                  "  - {date: 2026-01-01, name: New Year}  # kept\n"
                  "  - {date: 2026-06-03, name: {en: \"Birthday\"}}\n"
                  "  - date: 2026-12-31\n    name: Eve\n"
                  "  - {date: 2027-01-01, name: {th: \"วันปีใหม่\", en: \"New Year\"}}\n"
                  "\nbranches:\n  บางนา: {}\n");
    assert_int_equal(fixture->merge.added_count, 3);
    assert_true(fixture->merge.is_added[0]);
    assert_false(fixture->merge.is_added[1]);
}

static void the_first_holidays_make_their_list(void **state)
{
    struct fixture *fixture = *state;

    read_good(fixture, HEADER "2027-05-10,government,Ploughing,\n");
    expect_merged(fixture, "",
                  "holidays:\n  - {date: 2027-05-10, name: {en: \"Ploughing\"}, "
                  "working: true}\n");
    expect_merged(fixture, "weekend: [sunday]",
                  "weekend: [sunday]\nholidays:\n"
                  "  - {date: 2027-05-10, name: {en: \"Ploughing\"}, working: true}\n");
    expect_merged(fixture, "holidays:\nweekend: [sunday]\n",
                  "holidays:\n  - {date: 2027-05-10, name: {en: \"Ploughing\"}, working: true}\n"
                  "weekend: [sunday]\n");
}

static void what_was_merged_once_stays_as_it_is(void **state)
{
    struct fixture *fixture = *state;
    const char *once;

    read_good(fixture, HEADER "2027-01-01,public,New Year,\n");
    assert_true(holiday_merge(&fixture->region, "holidays:\n- {date: 2026-01-01}\n",
                              &fixture->lines, &fixture->merge, &fixture->complaints));
    once = fixture->merge.text;
    assert_string_equal(
        once, "holidays:\n- {date: 2026-01-01}\n- {date: 2027-01-01, name: {en: \"New Year\"}}\n");
    expect_merged(fixture, once, once);
    assert_int_equal(fixture->merge.added_count, 0);
}

static void a_list_on_one_line_is_told(void **state)
{
    struct fixture *fixture = *state;

    read_good(fixture, HEADER "2027-01-01,public,New Year,\n");
    assert_false(holiday_merge(&fixture->region, "# x\nholidays: [{date: 2026-01-01}]\n",
                               &fixture->lines, &fixture->merge, &fixture->complaints));
    expect_complaints(fixture, "holidays.yaml:2: holidays: write the list in lines of their own, "
                               "each as \"  - {date: 2026-12-31, name: ..}\", then import");
}

static void a_day_outside_the_accepted_dates_is_told(void **state)
{
    struct fixture *fixture = *state;

    read_good(fixture, HEADER "2036-01-01,public,New Year,\n");
    assert_false(holiday_merge(&fixture->region, "accepted: {from: 2015-01-01, to: 2035-12-31}\n",
                               &fixture->lines, &fixture->merge, &fixture->complaints));
    expect_complaints(fixture, "holidays.yaml:1: 2036-01-01 is outside the accepted dates; widen "
                               "accepted: {from: .., to: ..}");
}

static void a_file_that_is_no_yaml_is_told(void **state)
{
    struct fixture *fixture = *state;

    read_good(fixture, HEADER "2027-01-01,public,New Year,\n");
    assert_false(holiday_merge(&fixture->region, "holidays: [\n", &fixture->lines, &fixture->merge,
                               &fixture->complaints));
    assert_false(complaints_none(&fixture->complaints, &fixture->error));
    assert_non_null(strstr(fixture->error.text, "holidays.yaml:"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(lines_are_read_in_order_of_their_dates),
        TEST(years_of_the_buddhist_era_are_told_with_what_was_meant),
        TEST(a_date_that_stands_twice_is_told),
        TEST(weekdays_are_compared_with_their_dates),
        TEST(columns_categories_and_names_are_checked),
        TEST(a_file_without_its_columns_is_told),
        TEST(a_file_without_holidays_is_told),
        TEST(holidays_go_between_those_that_stand_there),
        TEST(the_first_holidays_make_their_list),
        TEST(what_was_merged_once_stays_as_it_is),
        TEST(a_list_on_one_line_is_told),
        TEST(a_day_outside_the_accepted_dates_is_told),
        TEST(a_file_that_is_no_yaml_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
