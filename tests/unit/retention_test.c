/* Tests jobs/retention.c: what is past by a table of days, what never goes, what crashes left. */
#include "core/clock.h"
#include "core/date.h"
#include "jobs/folder.h"
#include "jobs/retention.h"
#include "jobs/statement.h"
#include "tests/unit/testing.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define MONDAY 20780 /* 2026-11-23 */
#define DAY_SECONDS INT64_C(86400)

static char root[PATH_MAX], state_folder[PATH_MAX + 8], output[PATH_MAX + 8];
static struct settings settings;
static const struct job_settings job = {.name = "daily", .covers = COVERS_THROUGH_YESTERDAY};
static struct ledger ledger;

static int begin(void **context)
{
    struct error error = {0};

    (void)context;
    snprintf(root, sizeof root, "/tmp/khrop-retention-XXXXXX");
    if (mkdtemp(root) == NULL)
        return 1;
    snprintf(state_folder, sizeof state_folder, "%s/state", root);
    snprintf(output, sizeof output, "%s/out", root);
    settings = (struct settings){.state_folder = state_folder,
                                 .output_folder = output,
                                 .retention = {.snapshot_days = 10, .output_days = 20}};
    ledger = (struct ledger){.begun_milliseconds = clock_monotonic_milliseconds()};
    return !clock_set_zone("UTC", &error) || !state_open(&ledger.state, state_folder, &error);
}

static int end(void **context)
{
    struct error error = {0};

    (void)context;
    state_close(ledger.state);
    return !folder_remove(root, &error);
}

static void make(const char *format, const char *folder, const char *name)
{
    char path[PATH_MAX + 64];
    struct error error = {0};
    FILE *file;

    snprintf(path, sizeof path, format, folder, name);
    assert_true(folder_make(path, &error));
    strncat(path, "/file", sizeof path - strlen(path) - 1);
    file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs("0123456789", file) >= 0);
    assert_int_equal(fclose(file), 0);
}

/* With its snapshot and its output, published at six in the morning of `published_on`. */
static struct slot published(int64_t business_on, int64_t published_on)
{
    struct slot slot = {.job = &job, .business_on = business_on, .last_on = business_on - 1};
    char date[DATE_TEXT_SIZE], name[DATE_TEXT_SIZE + 16];
    struct error error = {0};

    ledger.run_at = published_on * DAY_SECONDS + 6 * 3600;
    ledger.begun_milliseconds = clock_monotonic_milliseconds();
    assert_true(ledger_begin(&ledger, &settings, &slot, &error));
    assert_true(ledger_publishing(&ledger, &slot, "abc", EXIT_CODE_GOOD, &error));
    assert_true(ledger_published(&ledger, &slot, "x", NULL, &error));
    date_format_iso(business_on, date);
    snprintf(name, sizeof name, slot.attempt > 1 ? "%s.%d" : "%s", date, slot.attempt);
    make("%s/daily/%s", output, name);
    return slot;
}

static void execute(const char *sql)
{
    struct error error = {0};

    if (!statement_execute(state_connection(ledger.state), sql, &error))
        fail_msg("%s", error.text);
}

/* What would go on a day: "snapshot 2026-11-23.1 output 2026-11-23 ", in the plan's order. */
static void assert_goes(int64_t today_on, const char *expected)
{
    static const char *const kinds[] = {"snapshot", "output", "leftover", "temporary"};
    struct retention_plan plan = {0};
    struct error error = {0};
    char found[1024] = "";

    if (!retention_plan_job(&plan, &ledger, &settings, "daily", today_on, &error) ||
        !retention_plan_temporary(&plan, &settings, &error))
        fail_msg("%s", error.text);
    for (size_t i = 0; i < plan.count; i++) {
        size_t length = strlen(found);
        snprintf(found + length, sizeof found - length, "%s %s ", kinds[plan.items[i].kind],
                 strrchr(plan.items[i].path, '/') + 1);
    }
    assert_string_equal(found, expected);
    retention_clear(&plan);
}

static void carry_out(int64_t today_on)
{
    struct retention_plan plan = {0};
    struct error error = {0};

    assert_true(retention_plan_job(&plan, &ledger, &settings, "daily", today_on, &error));
    if (!retention_carry_out(&plan, &ledger, &settings, &error))
        fail_msg("%s", error.text);
    retention_clear(&plan);
}

static bool stands(const char *folder, const char *name)
{
    char path[PATH_MAX + 64];
    struct stat status;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    return stat(path, &status) == 0;
}

static void age_counts_from_the_later_of_business_date_and_publication(void **context)
{
    (void)context;
    assert_int_equal(retention_age_days(MONDAY + 10, MONDAY, MONDAY), 10);
    assert_int_equal(retention_age_days(MONDAY + 10, MONDAY, MONDAY + 4), 6);
    assert_int_equal(retention_age_days(MONDAY + 10, MONDAY, MONDAY - 1), 10);
    assert_int_equal(retention_age_days(MONDAY, MONDAY + 3, MONDAY), -3);
}

static void a_day_at_the_limit_stays_and_the_next_goes(void **context)
{
    static const struct {
        int64_t days, age;
        bool is_past;
    } cases[] = {{10, 0, false},  {10, 9, false},      {10, 10, false}, {10, 11, true},
                 {1, 1, false},   {1, 2, true},        {0, 0, false},   {0, 100000, false},
                 {10, -3, false}, {36500, 36501, true}};

    (void)context;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(retention_is_past(cases[i].days, cases[i].age), cases[i].is_past);
}

static void by_a_table_of_days_snapshots_go_before_outputs(void **context)
{
    static const struct {
        int64_t after; /* days after Monday */
        const char *goes;
    } days[] = {
        {1, ""},
        {10, ""},
        {11, "snapshot 2026-11-23.1 "},
        {12, "snapshot 2026-11-23.1 snapshot 2026-11-24.1 "},
        {20, "snapshot 2026-11-23.1 snapshot 2026-11-24.1 "},
        {21, "snapshot 2026-11-23.1 output 2026-11-23 snapshot 2026-11-24.1 "},
        {22, "snapshot 2026-11-23.1 output 2026-11-23 snapshot 2026-11-24.1 output 2026-11-24 "},
        {9999, "snapshot 2026-11-23.1 output 2026-11-23 snapshot 2026-11-24.1 output 2026-11-24 "},
    };

    (void)context;
    for (int64_t on = MONDAY; on < MONDAY + 3; on++)
        published(on, on);
    for (size_t i = 0; i < sizeof days / sizeof days[0]; i++)
        assert_goes(MONDAY + days[i].after, days[i].goes);
}

static void zero_keeps_for_ever(void **context)
{
    (void)context;
    published(MONDAY, MONDAY);
    published(MONDAY + 1, MONDAY + 1);
    settings.retention = (struct retention_settings){0};
    assert_goes(MONDAY + 100000, "");
}

static void the_newest_published_date_never_goes(void **context)
{
    (void)context;
    published(MONDAY, MONDAY);
    assert_goes(MONDAY + 9999, "");
}

static void of_a_date_done_twice_the_older_attempt_goes_at_its_age(void **context)
{
    (void)context;
    published(MONDAY, MONDAY);
    published(MONDAY, MONDAY + 5);
    assert_goes(MONDAY + 11, "snapshot 2026-11-23.1 ");
    assert_goes(MONDAY + 9999, "snapshot 2026-11-23.1 output 2026-11-23 ");
}

/* Restated long after, as a day of the past: it is new, and must not go at once. */
static void a_date_restated_late_counts_from_then(void **context)
{
    (void)context;
    published(MONDAY, MONDAY);
    published(MONDAY + 30, MONDAY + 30);
    published(MONDAY, MONDAY + 30);
    assert_goes(MONDAY + 40, "snapshot 2026-11-23.1 output 2026-11-23 ");
    assert_goes(MONDAY + 41, "snapshot 2026-11-23.1 output 2026-11-23 snapshot 2026-11-23.2 ");
}

/* A row of the outbox for the first attempt, whatever other columns that table has. */
static void queue(void)
{
    sqlite3_stmt *row = NULL;
    struct error error = {0};

    assert_true(statement_prepare(
        state_connection(ledger.state),
        "SELECT 'INSERT INTO outbox (' || group_concat(name) || ') VALUES (' ||"
        " group_concat(CASE name WHEN 'attempt_id' THEN '1' WHEN 'state' THEN '''queued'''"
        " WHEN 'way' THEN '''mail''' ELSE '0' END) || ')' FROM pragma_table_info('outbox')",
        &row, &error));
    assert_true(statement_next(row, &error));
    execute(statement_text(row, 0));
    sqlite3_finalize(row);
}

static void what_a_queued_delivery_needs_stays_until_it_is_sent(void **context)
{
    (void)context;
    published(MONDAY, MONDAY);
    published(MONDAY + 1, MONDAY + 1);
    queue();
    assert_goes(MONDAY + 50, "snapshot 2026-11-23.1 ");
    execute("UPDATE outbox SET state = 'uncertain'");
    assert_goes(MONDAY + 50, "snapshot 2026-11-23.1 ");
    execute("UPDATE outbox SET state = 'sent'");
    assert_goes(MONDAY + 50, "snapshot 2026-11-23.1 output 2026-11-23 ");
}

static void what_was_set_aside_as_damaged_goes_with_its_date(void **context)
{
    (void)context;
    published(MONDAY, MONDAY);
    published(MONDAY + 1, MONDAY + 1);
    make("%s/daily/%s", output, "2026-11-23.damaged");
    make("%s/daily/%s", output, "2026-11-23.damaged-2");
    make("%s/daily/%s", output, "2026-11-24.damaged");
    assert_goes(MONDAY + 20, "snapshot 2026-11-23.1 ");
    assert_goes(MONDAY + 21, "snapshot 2026-11-23.1 output 2026-11-23 output 2026-11-23.damaged "
                             "output 2026-11-23.damaged-2 ");
}

static void what_crashed_attempts_left_goes_at_once(void **context)
{
    struct slot slot = {.job = &job, .business_on = MONDAY + 1, .last_on = MONDAY};
    struct error error = {0};

    (void)context;
    published(MONDAY, MONDAY);
    assert_true(ledger_begin(&ledger, &settings, &slot, &error));
    assert_true(ledger_failed(&ledger, &slot, EXIT_CODE_DATA, "crashed", &error));
    make("%s/slots/daily/%s", state_folder, "2026-11-24.1");
    make("%s/daily/%s", output, ".partial");
    make("%s/daily/%s", output, ".doomed");
    assert_goes(MONDAY + 1, "leftover .partial leftover .doomed leftover 2026-11-24.1 ");
    carry_out(MONDAY + 1);
    assert_goes(MONDAY + 1, "");
    assert_true(stands(output, "daily/2026-11-23"));
    assert_true(stands(state_folder, "slots/daily/2026-11-23.1"));
}

/* As after state.db was restored from a backup that is older than the snapshot. */
static void a_snapshot_that_the_ledger_does_not_know_ages_as_others(void **context)
{
    char path[PATH_MAX + 64];
    struct timespec times[2] = {{.tv_sec = (time_t)MONDAY * 86400},
                                {.tv_sec = (time_t)MONDAY * 86400}};

    (void)context;
    published(MONDAY - 30, MONDAY + 60);
    make("%s/slots/daily/%s", state_folder, "2026-11-23.1");
    snprintf(path, sizeof path, "%s/slots/daily/2026-11-23.1", state_folder);
    assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
    assert_goes(MONDAY + 1, "");
    assert_goes(MONDAY + settings.retention.snapshot_days, "");
    assert_goes(MONDAY + settings.retention.snapshot_days + 1, "snapshot 2026-11-23.1 ");
}

static void what_can_not_be_removed_keeps_nothing_else(void **context)
{
    struct ledger *kept = &ledger;
    struct retention_plan plan = {0};
    struct error error = {0};

    (void)context;
    published(MONDAY, MONDAY);
    plan.items = region_grow(&plan.region, NULL, 0, sizeof *plan.items);
    plan.items = region_grow(&plan.region, plan.items, 1, sizeof *plan.items);
    plan.items[0] = (struct retention_item){
        .kind = RETENTION_LEFTOVER,
        .path = region_format(&plan.region, "%s/nowhere/gone", state_folder)};
    make("%s/slots/daily/%s", state_folder, "2026-11-24.1");
    plan.items[1] = (struct retention_item){
        .kind = RETENTION_LEFTOVER,
        .path = region_format(&plan.region, "%s/slots/daily/2026-11-24.1", state_folder)};
    plan.count = 2;
    assert_false(retention_carry_out(&plan, kept, &settings, &error));
    assert_non_null(strstr(error.text, "nowhere/gone"));
    assert_false(stands(state_folder, "slots/daily/2026-11-24.1"));
    retention_clear(&plan);
}

static void an_attempt_at_work_or_left_to_recovery_is_no_leftover(void **context)
{
    struct slot slot = {.job = &job, .business_on = MONDAY, .last_on = MONDAY - 1};
    struct error error = {0};

    (void)context;
    assert_true(ledger_begin(&ledger, &settings, &slot, &error));
    assert_goes(MONDAY, "");
    assert_true(ledger_publishing(&ledger, &slot, "abc", EXIT_CODE_GOOD, &error));
    assert_goes(MONDAY, "");
}

static void temporary_files_go_with_their_process(void **context)
{
    char name[64];
    pid_t child = fork();

    (void)context;
    if (child == 0)
        _exit(0);
    assert_int_equal(waitpid(child, NULL, 0), child);
    snprintf(name, sizeof name, "%d-Xy12ab", (int)getpid());
    make("%s/temporary/%s", state_folder, name);
    make("%s/temporary/%s", state_folder, "not-a-process");
    assert_goes(MONDAY, "");
    snprintf(name, sizeof name, "%d-Xy12ab", (int)child);
    make("%s/temporary/%s", state_folder, name);
    snprintf(name, sizeof name, "temporary %d-Xy12ab ", (int)child);
    assert_goes(MONDAY, name);
}

static void what_went_is_gone_noted_and_the_history_stays(void **context)
{
    sqlite3_stmt *row = NULL;
    struct error error = {0};

    (void)context;
    published(MONDAY, MONDAY);
    published(MONDAY + 1, MONDAY + 1);
    execute("INSERT INTO kpi_history VALUES ('k', 20779, 1, '', '', '', 1, NULL)");
    carry_out(MONDAY + 21);
    assert_false(stands(output, "daily/2026-11-23"));
    assert_false(stands(output, "daily/.doomed"));
    assert_false(stands(state_folder, "slots/daily/2026-11-23.1"));
    assert_true(stands(output, "daily/2026-11-24"));
    assert_true(statement_prepare(state_connection(ledger.state),
                                  "SELECT group_concat(state || ': ' || why, '; '),"
                                  " (SELECT count(*) FROM kpi_history) FROM slot_events"
                                  " WHERE attempt_id = 1 AND state LIKE '%removed'",
                                  &row, &error));
    assert_true(statement_next(row, &error));
    assert_string_equal(statement_text(row, 0),
                        "snapshot removed: 21 days old; retention.snapshots = 10; "
                        "output removed: 21 days old; retention.outputs = 20");
    assert_int_equal(sqlite3_column_int(row, 1), 1);
    sqlite3_finalize(row);
}

static void sizes_are_those_of_the_files(void **context)
{
    char path[PATH_MAX + 64];

    (void)context;
    make("%s/%s", root, "a/b");
    make("%s/%s", root, "a");
    snprintf(path, sizeof path, "%s/a", root);
    assert_int_equal(folder_size_bytes(path), 20);
    assert_int_equal(folder_size_bytes("/nowhere/at/all"), 0);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(age_counts_from_the_later_of_business_date_and_publication),
        CASE(a_day_at_the_limit_stays_and_the_next_goes),
        CASE(by_a_table_of_days_snapshots_go_before_outputs),
        CASE(zero_keeps_for_ever),
        CASE(the_newest_published_date_never_goes),
        CASE(of_a_date_done_twice_the_older_attempt_goes_at_its_age),
        CASE(a_date_restated_late_counts_from_then),
        CASE(what_a_queued_delivery_needs_stays_until_it_is_sent),
        CASE(what_was_set_aside_as_damaged_goes_with_its_date),
        CASE(what_crashed_attempts_left_goes_at_once),
        CASE(a_snapshot_that_the_ledger_does_not_know_ages_as_others),
        CASE(what_can_not_be_removed_keeps_nothing_else),
        CASE(an_attempt_at_work_or_left_to_recovery_is_no_leftover),
        CASE(temporary_files_go_with_their_process),
        CASE(what_went_is_gone_noted_and_the_history_stays),
        CASE(sizes_are_those_of_the_files),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
