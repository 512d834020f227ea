/* Tests daemon/workers.c: how each kind of end of a child reaches its parent. */
#include "core/clock.h"
#include "daemon/workers.h"
#include "tests/unit/testing.h"

#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct seen {
    char text[1024];
};

static void note(void *context, const struct worker *worker, const char *dataset, int64_t rows)
{
    struct seen *seen = context;
    size_t length = strlen(seen->text);

    if (dataset != NULL)
        snprintf(seen->text + length, sizeof seen->text - length, "%s:%s=%lld ", worker->name,
                 dataset, (long long)rows);
    else
        snprintf(seen->text + length, sizeof seen->text - length, "%s.", worker->name);
}

static enum exit_code work_well(void *context, struct worker_channel *channel, struct error *error)
{
    (void)context;
    (void)error;
    worker_report(channel, "orders", 1000);
    worker_report(channel, "orders", 1700);
    return EXIT_CODE_GOOD;
}

static enum exit_code work_badly(void *context, struct worker_channel *channel, struct error *error)
{
    (void)context;
    (void)channel;
    error_set(error, EXIT_CODE_UNAVAILABLE, "no route to host");
    return error->code;
}

static enum exit_code work_and_crash(void *context, struct worker_channel *channel,
                                     struct error *error)
{
    (void)context;
    (void)channel;
    (void)error;
    signal(SIGSEGV, SIG_DFL);
    raise(SIGSEGV);
    return EXIT_CODE_GOOD;
}

static enum exit_code work_and_leave(void *context, struct worker_channel *channel,
                                     struct error *error)
{
    (void)context;
    (void)channel;
    (void)error;
    _exit(9); /* as a driver that calls exit() would */
}

static atomic_bool is_cancelled;

static void cancel(void)
{
    atomic_store(&is_cancelled, true);
}

static enum exit_code work_until_cancelled(void *context, struct worker_channel *channel,
                                           struct error *error)
{
    (void)context;
    (void)channel;
    while (!atomic_load(&is_cancelled))
        usleep(1000);
    error_set(error, EXIT_CODE_UNAVAILABLE, "the query was cancelled");
    return error->code;
}

static enum exit_code work_deafly(void *context, struct worker_channel *channel,
                                  struct error *error)
{
    (void)context;
    (void)channel;
    (void)error;
    signal(SIGTERM, SIG_IGN);
    while (usleep(100000) == 0 || true)
        continue;
    return EXIT_CODE_GOOD;
}

static void run(struct worker *workers, size_t count, size_t parallel, struct seen *seen)
{
    struct error error = {0};

    assert_true(workers_run(workers, count, parallel, note, seen, &error));
}

static void a_good_worker_is_heard_and_ends_well(void **context)
{
    struct worker worker = {.name = "sales", .main = work_well, .time_limit_seconds = 10};
    struct seen seen = {0};

    (void)context;
    run(&worker, 1, 1, &seen);
    assert_string_equal(seen.text, "sales:orders=1000 sales:orders=1700 sales.");
    assert_int_equal(worker.code, EXIT_CODE_GOOD);
}

static void a_workers_error_reaches_the_parent(void **context)
{
    struct worker worker = {.name = "crm", .main = work_badly, .time_limit_seconds = 10};
    struct seen seen = {0};

    (void)context;
    run(&worker, 1, 1, &seen);
    assert_int_equal(worker.code, EXIT_CODE_UNAVAILABLE);
    assert_string_equal(worker.error.text, "no route to host");
}

static void a_crash_costs_its_own_worker_alone(void **context)
{
    struct worker workers[] = {
        {.name = "bad", .main = work_and_crash, .time_limit_seconds = 10},
        {.name = "good", .main = work_well, .time_limit_seconds = 10},
    };
    struct seen seen = {0};

    (void)context;
    run(workers, 2, 2, &seen);
    assert_int_equal(workers[0].code, EXIT_CODE_UNAVAILABLE);
    assert_non_null(strstr(workers[0].error.text, "killed by signal 11"));
    assert_int_equal(workers[1].code, EXIT_CODE_GOOD);
}

static void a_driver_that_ends_the_process_is_told(void **context)
{
    struct worker worker = {.name = "crm", .main = work_and_leave, .time_limit_seconds = 10};
    struct seen seen = {0};

    (void)context;
    run(&worker, 1, 1, &seen);
    assert_int_equal(worker.code, EXIT_CODE_SOFTWARE);
    assert_string_equal(worker.error.text, "ended with code 9 and said nothing");
}

static void a_worker_whose_time_is_up_is_cancelled(void **context)
{
    struct worker worker = {
        .name = "crm", .main = work_until_cancelled, .cancel = cancel, .time_limit_seconds = 1};
    int64_t begun = clock_monotonic_milliseconds();
    struct seen seen = {0};

    (void)context;
    run(&worker, 1, 1, &seen);
    assert_true(clock_monotonic_milliseconds() - begun < 1900);
    assert_int_equal(worker.code, EXIT_CODE_UNAVAILABLE);
    assert_string_equal(worker.error.text, "time limit of 1 s passed; ended");
}

static void a_worker_that_hears_nothing_is_killed(void **context)
{
    struct worker worker = {.name = "crm", .main = work_deafly, .time_limit_seconds = 1};
    int64_t begun = clock_monotonic_milliseconds();
    struct seen seen = {0};

    (void)context;
    run(&worker, 1, 1, &seen);
    assert_true(clock_monotonic_milliseconds() - begun < 7000);
    assert_string_equal(worker.error.text, "time limit of 1 s passed; killed");
}

static void one_at_a_time_runs_them_in_their_order(void **context)
{
    struct worker workers[] = {
        {.name = "a", .main = work_badly, .time_limit_seconds = 10},
        {.name = "b", .main = work_badly, .time_limit_seconds = 10},
        {.name = "c", .main = work_badly, .time_limit_seconds = 10},
    };
    struct seen seen = {0};

    (void)context;
    run(workers, 3, 1, &seen);
    assert_string_equal(seen.text, "a.b.c.");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_good_worker_is_heard_and_ends_well),
        cmocka_unit_test(a_workers_error_reaches_the_parent),
        cmocka_unit_test(a_crash_costs_its_own_worker_alone),
        cmocka_unit_test(a_driver_that_ends_the_process_is_told),
        cmocka_unit_test(a_worker_whose_time_is_up_is_cancelled),
        cmocka_unit_test(a_worker_that_hears_nothing_is_killed),
        cmocka_unit_test(one_at_a_time_runs_them_in_their_order),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
