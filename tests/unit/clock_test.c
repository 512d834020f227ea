/* Tests core/clock.c. Seconds were reckoned with Python's datetime and zoneinfo. */
#include "core/clock.h"
#include "tests/unit/testing.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void run_clock_can_be_set_by_the_environment(void **state)
{
    struct error error = {0};
    int64_t seconds = 0;
    (void)state;
    assert_int_equal(setenv("KHROP_NOW", "2026-11-17T06:00:00+07:00", 1), 0);
    assert_true(clock_now(&seconds, &error));
    assert_int_equal(seconds, 1794870000);
    assert_int_equal(setenv("KHROP_NOW", "2026-11-16T23:00:00Z", 1), 0);
    assert_true(clock_now(&seconds, &error));
    assert_int_equal(seconds, 1794870000);
    assert_int_equal(unsetenv("KHROP_NOW"), 0);
}

static void run_clock_that_is_no_timestamp_is_refused(void **state)
{
    static const char *const texts[] = {"now", "2026-13-01", "2569-11-17T06:00:00+07:00", " "};
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct error error = {0};
        int64_t seconds = -77;
        assert_int_equal(setenv("KHROP_NOW", texts[i], 1), 0);
        assert_false(clock_now(&seconds, &error));
        assert_int_equal(error.code, EXIT_CODE_USAGE);
        assert_non_null(strstr(error.text, "KHROP_NOW"));
        assert_non_null(strstr(error.text, texts[i]));
    }
    assert_int_equal(unsetenv("KHROP_NOW"), 0);
}

static void without_it_the_systems_clock_is_asked(void **state)
{
    struct error error = {0};
    int64_t seconds = 0, before = (int64_t)time(NULL); /* lags by a tick at most */
    (void)state;
    assert_int_equal(unsetenv("KHROP_NOW"), 0);
    assert_true(clock_now(&seconds, &error));
    assert_true(seconds >= before && seconds <= (int64_t)time(NULL) + 1);
    /* set to nothing is not set */
    assert_int_equal(setenv("KHROP_NOW", "", 1), 0);
    assert_true(clock_now(&seconds, &error));
    assert_true(seconds >= before);
    assert_int_equal(unsetenv("KHROP_NOW"), 0);
}

static void durations_only_grow(void **state)
{
    int64_t earlier = clock_monotonic_milliseconds();
    struct timespec pause = {.tv_nsec = 3000000};
    int64_t later;
    (void)state;
    assert_int_equal(nanosleep(&pause, NULL), 0);
    later = clock_monotonic_milliseconds();
    assert_true(later >= earlier + 2 && later < earlier + 60000);
}

static void zone_tells_how_far_east_a_moment_is(void **state)
{
    struct error error = {0};
    (void)state;
    assert_true(clock_set_zone("Asia/Bangkok", &error));
    assert_int_equal(clock_offset_seconds(1794870000), 7 * 3600);
    /* before 1920-04-01 Bangkok kept 6:42:04 */
    assert_int_equal(clock_offset_seconds(-1600000000), 6 * 3600 + 42 * 60 + 4);
    assert_true(clock_set_zone("America/New_York", &error));
    assert_int_equal(clock_offset_seconds(1794870000), -5 * 3600); /* November */
    assert_int_equal(clock_offset_seconds(1784300000), -4 * 3600); /* July */
    assert_true(clock_set_zone("UTC", &error));
    assert_int_equal(clock_offset_seconds(1794870000), 0);
}

static void moment_beyond_all_years_has_no_offset(void **state)
{
    struct error error = {0};
    (void)state;
    assert_true(clock_set_zone("UTC", &error));
    assert_int_equal(clock_offset_seconds(INT64_MAX), 0);
    assert_int_equal(clock_offset_seconds(INT64_MIN), 0);
}

/* glibc would take each of these for UTC without a word. */
static void zone_that_the_system_does_not_know_is_refused(void **state)
{
    static const char *const zones[] = {"Asia/Bangkock", "Asia", "zone.tab", "+07", "Bangkok"};
    (void)state;
    for (size_t i = 0; i < sizeof zones / sizeof zones[0]; i++) {
        struct error error = {0};
        assert_false(clock_set_zone(zones[i], &error));
        assert_int_equal(error.code, EXIT_CODE_CONFIGURATION);
        assert_non_null(strstr(error.text, zones[i]));
        assert_non_null(strstr(error.text, "is not known here"));
    }
}

static void what_is_no_name_of_a_zone_is_refused(void **state)
{
    char long_name[400];
    const char *const zones[] = {"", "/etc/localtime", "../../../etc/localtime", long_name};
    (void)state;
    memset(long_name, 'x', sizeof long_name - 1);
    long_name[sizeof long_name - 1] = '\0';
    for (size_t i = 0; i < sizeof zones / sizeof zones[0]; i++) {
        struct error error = {0};
        assert_false(clock_set_zone(zones[i], &error));
        assert_non_null(strstr(error.text, "is not a name such as Asia/Bangkok"));
    }
}

static void refused_zone_leaves_the_one_before(void **state)
{
    struct error error = {0};
    (void)state;
    assert_true(clock_set_zone("Asia/Bangkok", &error));
    assert_false(clock_set_zone("Asia/Bangkock", &error));
    assert_int_equal(clock_offset_seconds(1794870000), 7 * 3600);
}

/* Two workbooks that are finished at once have their own dates: what libraries call is ours too. */
static void *date_in_a_thread(void *context)
{
    time_t moment = 86400;
    return gmtime(&moment) == context ? context : NULL;
}

static void a_date_is_each_threads_own(void **state)
{
    time_t moment = 0;
    struct tm *date = gmtime(&moment);
    void *same = date;
    pthread_t thread;
    (void)state;
    assert_int_equal(pthread_create(&thread, NULL, date_in_a_thread, date), 0);
    assert_int_equal(pthread_join(thread, &same), 0);
    assert_null(same);
    assert_int_equal(date->tm_year, 70);
    assert_int_equal(date->tm_mday, 1);
    assert_int_equal((uintptr_t)dlsym(RTLD_DEFAULT, "gmtime"), (uintptr_t)&gmtime);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(run_clock_can_be_set_by_the_environment),
        cmocka_unit_test(run_clock_that_is_no_timestamp_is_refused),
        cmocka_unit_test(without_it_the_systems_clock_is_asked),
        cmocka_unit_test(durations_only_grow),
        cmocka_unit_test(zone_tells_how_far_east_a_moment_is),
        cmocka_unit_test(moment_beyond_all_years_has_no_offset),
        cmocka_unit_test(zone_that_the_system_does_not_know_is_refused),
        cmocka_unit_test(what_is_no_name_of_a_zone_is_refused),
        cmocka_unit_test(refused_zone_leaves_the_one_before),
        cmocka_unit_test(a_date_is_each_threads_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
