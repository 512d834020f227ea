/* Tests jobs/ledger*.c: attempts from their beginning to published or failed, the lock, the usual
 * volumes. */
#include "core/clock.h"
#include "jobs/ledger.h"
#include "jobs/statement.h"
#include "tests/unit/testing.h"

#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define MONDAY 20780 /* 2026-11-23 */
#define RUN_AT INT64_C(1795388400)

static char folder[PATH_MAX];
static struct settings settings;
static const struct job_settings job = {.name = "daily", .covers = COVERS_THROUGH_YESTERDAY};
static struct ledger ledger;

static int entry_remove(const char *path, const struct stat *status, int kind, struct FTW *where)
{
    (void)status;
    (void)kind;
    (void)where;
    return remove(path);
}

static int begin(void **context)
{
    struct error error = {0};

    (void)context;
    snprintf(folder, sizeof folder, "/tmp/khrop-ledger-XXXXXX");
    if (mkdtemp(folder) == NULL)
        return 1;
    settings = (struct settings){.state_folder = folder};
    ledger =
        (struct ledger){.run_at = RUN_AT, .begun_milliseconds = clock_monotonic_milliseconds()};
    return !state_open(&ledger.state, folder, &error);
}

static int end(void **context)
{
    (void)context;
    state_close(ledger.state);
    return nftw(folder, entry_remove, 16, FTW_DEPTH | FTW_PHYS);
}

static struct slot slot_of(int64_t business_on)
{
    return (struct slot){.job = &job,
                         .business_on = business_on,
                         .last_on = slot_last_on(&job, business_on),
                         .run_at = RUN_AT};
}

static struct slot begun(int64_t business_on)
{
    struct slot slot = slot_of(business_on);
    struct error error = {0};

    assert_true(ledger_begin(&ledger, &settings, &slot, &error));
    return slot;
}

static struct slot published(int64_t business_on)
{
    struct slot slot = begun(business_on);
    struct error error = {0};

    assert_true(ledger_publishing(&ledger, &slot, "abc", EXIT_CODE_GOOD, &error));
    assert_true(ledger_published(&ledger, &slot, "/out/daily/x", NULL, &error));
    return slot;
}

static void execute(const char *sql)
{
    struct error error = {0};

    assert_true(statement_execute(state_connection(ledger.state), sql, &error));
}

static int64_t number_of(const char *sql)
{
    struct error error = {0};
    sqlite3_stmt *statement = NULL;
    int64_t number;

    assert_true(statement_prepare(state_connection(ledger.state), sql, &statement, &error));
    assert_true(statement_next(statement, &error));
    number = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return number;
}

static void file_put(const char *path)
{
    FILE *file = fopen(path, "w");

    assert_non_null(file);
    assert_int_equal(fclose(file), 0);
}

static void a_first_attempt_is_number_one_in_an_empty_folder_of_its_own(void **context)
{
    struct slot slot = begun(MONDAY);
    char expected[PATH_MAX + 64];
    struct stat status;

    (void)context;
    snprintf(expected, sizeof expected, "%s/slots/daily/2026-11-23.1", folder);
    assert_string_equal(slot.folder, expected);
    assert_int_equal(slot.attempt, 1);
    assert_false(slot.is_flows_only);
    assert_int_equal(slot.last_on, MONDAY - 1);
    assert_int_equal(stat(slot.folder, &status), 0);
    assert_true(S_ISDIR(status.st_mode));
}

static void every_change_is_an_event(void **context)
{
    (void)context;
    published(MONDAY);
    assert_int_equal(number_of("SELECT count(*) FROM slot_events"), 3);
    assert_int_equal(number_of("SELECT count(*) FROM (SELECT state FROM slot_events"
                               " ORDER BY event_id) WHERE state IN ('running', 'publishing',"
                               " 'published')"),
                     3);
    assert_int_equal(number_of("SELECT min(at) FROM slot_events"), RUN_AT);
}

static void a_published_slot_is_found_with_its_folder(void **context)
{
    struct ledger_attempt found;
    struct error error = {0};
    bool is_found = false;

    (void)context;
    published(MONDAY);
    assert_true(ledger_find_published(&ledger, "daily", MONDAY, &found, &is_found, &error));
    assert_true(is_found);
    assert_string_equal(found.folder, "/out/daily/x");
    assert_string_equal(found.manifest_sha256, "abc");
    assert_true(ledger_find_published(&ledger, "daily", MONDAY + 1, &found, &is_found, &error));
    assert_false(is_found);
    assert_true(ledger_find_published(&ledger, "weekly", MONDAY, &found, &is_found, &error));
    assert_false(is_found);
}

static void a_forced_rerun_is_the_next_attempt(void **context)
{
    struct slot again;

    (void)context;
    published(MONDAY);
    again = begun(MONDAY);
    assert_int_equal(again.attempt, 2);
    assert_string_equal(again.folder + strlen(again.folder) - 12, "2026-11-23.2");
}

static void a_failed_attempt_gives_its_number_free_and_its_folder_back(void **context)
{
    struct slot slot = begun(MONDAY);
    char path[PATH_MAX + 32];
    struct error error = {0};

    (void)context;
    snprintf(path, sizeof path, "%s/sales.sqlite.partial", slot.folder);
    file_put(path);
    assert_true(ledger_failed(&ledger, &slot, EXIT_CODE_CANNOT_WRITE, "disk full", &error));
    assert_int_equal(access(slot.folder, F_OK), -1);
    assert_int_equal(begun(MONDAY).attempt, 1);
    assert_int_equal(number_of("SELECT exit_code FROM attempts WHERE state = 'failed'"), 73);
}

static void
what_was_staged_goes_with_a_failed_attempt_and_stays_with_a_published_one(void **context)
{
    struct slot good = published(MONDAY), bad;
    struct error error = {0};
    char sql[512];

    (void)context;
    bad = begun(MONDAY + 1);
    execute("INSERT INTO exceptions VALUES (1, 'BO-04', 'SO1:2')");
    for (int64_t i = 0; i < 2; i++) {
        snprintf(sql, sizeof sql,
                 "INSERT INTO exception_history VALUES (%lld, 1, 'new', 20780, 0, '', '', '', '', 0)",
                 (long long)(i == 0 ? good.attempt_id : bad.attempt_id));
        execute(sql);
    }
    assert_true(ledger_failed(&ledger, &bad, EXIT_CODE_SOFTWARE, "crash", &error));
    assert_int_equal(number_of("SELECT count(*) FROM exception_history"), 1);
    assert_int_equal(number_of("SELECT attempt_id FROM exception_history"), good.attempt_id);
}

static void a_date_before_the_newest_published_one_fills_flows_only(void **context)
{
    (void)context;
    published(MONDAY);
    assert_true(begun(MONDAY - 1).is_flows_only);
    assert_false(begun(MONDAY).is_flows_only);
    assert_false(begun(MONDAY + 1).is_flows_only);
}

static void a_later_attempt_that_only_failed_makes_no_date_old(void **context)
{
    struct slot slot = begun(MONDAY);
    struct error error = {0};

    (void)context;
    assert_true(ledger_failed(&ledger, &slot, EXIT_CODE_DATA, "", &error));
    assert_false(begun(MONDAY - 1).is_flows_only);
}

static void a_crash_leaves_an_attempt_that_is_found(void **context)
{
    struct ledger_attempt found;
    struct slot slot = begun(MONDAY);
    struct error error = {0};
    bool is_found = false;

    (void)context;
    assert_true(ledger_find_unfinished(&ledger, "daily", &found, &is_found, &error));
    assert_true(is_found);
    assert_false(found.is_publishing);
    assert_int_equal(found.attempt_id, slot.attempt_id);
    assert_true(ledger_publishing(&ledger, &slot, "def", EXIT_CODE_INCOMPLETE, &error));
    assert_true(ledger_find_unfinished(&ledger, "daily", &found, &is_found, &error));
    assert_true(found.is_publishing);
    assert_string_equal(found.manifest_sha256, "def");
    assert_true(ledger_published(&ledger, &slot, NULL, "finished after a crash", &error));
    assert_true(ledger_find_unfinished(&ledger, "daily", &found, &is_found, &error));
    assert_false(is_found);
}

static void derived_make(const struct slot *slot, const char *rows)
{
    char path[PATH_MAX + 32];
    struct error error = {0};
    sqlite3 *derived = NULL;

    snprintf(path, sizeof path, "%s/derived.sqlite", slot->folder);
    assert_int_equal(sqlite3_open(path, &derived), SQLITE_OK);
    assert_true(statement_execute(
        derived,
        "CREATE TABLE khrop_pulls (dataset TEXT PRIMARY KEY, source TEXT, state TEXT,"
        " row_count, reject_count, source_row_count, usual_row_count, pulled_at, newest_birth_on,"
        " may_be_empty, is_accepted, absent_columns TEXT, message TEXT);"
        "CREATE TABLE khrop_controls (source TEXT, dataset TEXT, column_name TEXT, total TEXT);"
        "INSERT INTO khrop_controls VALUES ('sales', 'orders', 'order_amount', '12.5');",
        &error));
    assert_true(statement_execute(derived, rows, &error));
    sqlite3_close(derived);
}

static void pulls_are_kept_with_their_durations_and_become_the_usual_volume(void **context)
{
    static const struct pull_duration durations[] = {{"sales", "orders", 1200}};
    struct usual_volume *volumes = NULL;
    struct slot slot = begun(MONDAY);
    struct error error = {0};
    size_t count = 0;

    (void)context;
    derived_make(&slot, "INSERT INTO khrop_pulls (dataset, source, state, row_count) VALUES"
                        " ('orders', 'sales', 'whole', 3000), ('staff', 'sales', 'failed', 0)");
    assert_true(ledger_record_pulls(&ledger, &slot, durations, 1, &error));
    assert_true(ledger_usual_volumes(&ledger, "daily", &volumes, &count, &error));
    assert_int_equal(count, 0); /* not published yet */
    assert_true(ledger_published(&ledger, &slot, NULL, NULL, &error));
    assert_true(ledger_usual_volumes(&ledger, "daily", &volumes, &count, &error));
    assert_int_equal(count, 1);
    assert_string_equal(volumes[0].dataset, "orders");
    assert_int_equal(volumes[0].row_count, 3000);
    ledger_volumes_free(volumes, count);
    assert_int_equal(number_of("SELECT duration_ms FROM pulls WHERE dataset = 'orders'"), 1200);
    assert_int_equal(number_of("SELECT count(*) FROM controls WHERE total = '12.5'"), 1);
}

static void times_of_rules_are_kept_and_go_with_a_failed_attempt(void **context)
{
    const struct rule check = {.kind = RULE_CHECK, .id = "BO-04"};
    struct rule_time taken[] = {{&check, 20, 7000, 5000}};
    struct rule_times times = {.times = taken, .count = 1};
    struct slot slot = begun(MONDAY);
    struct error error = {0};

    (void)context;
    assert_true(ledger_record_rule_times(&ledger, &slot, &times, &error));
    assert_int_equal(number_of("SELECT duration_us - processor_us - begun_us FROM rule_times"
                               " WHERE rule_id = 'BO-04' AND kind = 'check'"),
                     1980); /* 7000 - 5000 - 20 */
    assert_true(ledger_failed(&ledger, &slot, EXIT_CODE_DATA, "no", &error));
    assert_int_equal(number_of("SELECT count(*) FROM rule_times"), 0);
}

static void a_blocked_day_leaves_the_usual_volume_of_the_day_before(void **context)
{
    struct usual_volume *volumes = NULL;
    struct slot first = begun(MONDAY), second;
    struct error error = {0};
    size_t count = 0;

    (void)context;
    derived_make(&first, "INSERT INTO khrop_pulls (dataset, state, row_count) VALUES"
                         " ('orders', 'whole', 3000)");
    assert_true(ledger_record_pulls(&ledger, &first, NULL, 0, &error));
    assert_true(ledger_published(&ledger, &first, NULL, NULL, &error));
    second = begun(MONDAY + 1);
    derived_make(&second, "INSERT INTO khrop_pulls (dataset, state, row_count) VALUES"
                          " ('orders', 'blocked', 300)");
    assert_true(ledger_record_pulls(&ledger, &second, NULL, 0, &error));
    assert_true(ledger_published(&ledger, &second, NULL, NULL, &error));
    assert_true(ledger_usual_volumes(&ledger, "daily", &volumes, &count, &error));
    assert_int_equal(count, 1);
    assert_int_equal(volumes[0].row_count, 3000);
    ledger_volumes_free(volumes, count);
}

static void a_second_run_at_once_is_told_who_holds_the_job(void **context)
{
    struct error error = {0};
    char own[64], holder[128];
    int first, second;

    (void)context;
    first = ledger_lock(&settings, "daily", RUN_AT, &error);
    assert_true(first >= 0);
    second = ledger_lock(&settings, "daily", RUN_AT, &error);
    assert_int_equal(second, -1);
    assert_int_equal(error.code, EXIT_CODE_TRY_AGAIN);
    snprintf(own, sizeof own, "process %d since ", (int)getpid());
    assert_non_null(strstr(error.text, own));
    assert_true(ledger_is_locked(&settings, "daily", holder));
    assert_ptr_equal(strstr(holder, own), holder);
    ledger_unlock(first);
    assert_false(ledger_is_locked(&settings, "daily", holder));
}

static void another_job_has_a_lock_of_its_own(void **context)
{
    struct error error = {0};
    int first, second;

    (void)context;
    first = ledger_lock(&settings, "daily", RUN_AT, &error);
    second = ledger_lock(&settings, "weekly", RUN_AT, &error);
    assert_true(first >= 0 && second >= 0);
    ledger_unlock(first);
    ledger_unlock(second);
}

/* A child that outlives its killed parent by a moment holds the parent's lock. */
static void the_lock_of_a_killed_run_is_waited_for(void **context)
{
    struct error error = {0};
    int lock, status;
    pid_t run;

    (void)context;
    run = fork();
    assert_true(run >= 0);
    if (run == 0) {
        if (ledger_lock(&settings, "daily", RUN_AT, &error) < 0)
            _exit(1);
        if (fork() == 0) {
            usleep(300000);
            _exit(0);
        }
        _exit(0);
    }
    assert_int_equal(waitpid(run, &status, 0), run);
    assert_int_equal(status, 0);
    lock = ledger_lock(&settings, "daily", RUN_AT, &error);
    assert_true(lock >= 0);
    ledger_unlock(lock);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
    const struct CMUnitTest tests[] = {
        TEST(a_first_attempt_is_number_one_in_an_empty_folder_of_its_own),
        TEST(every_change_is_an_event),
        TEST(a_published_slot_is_found_with_its_folder),
        TEST(a_forced_rerun_is_the_next_attempt),
        TEST(a_failed_attempt_gives_its_number_free_and_its_folder_back),
        TEST(what_was_staged_goes_with_a_failed_attempt_and_stays_with_a_published_one),
        TEST(a_date_before_the_newest_published_one_fills_flows_only),
        TEST(a_later_attempt_that_only_failed_makes_no_date_old),
        TEST(a_crash_leaves_an_attempt_that_is_found),
        TEST(pulls_are_kept_with_their_durations_and_become_the_usual_volume),
        TEST(times_of_rules_are_kept_and_go_with_a_failed_attempt),
        TEST(a_blocked_day_leaves_the_usual_volume_of_the_day_before),
        TEST(a_second_run_at_once_is_told_who_holds_the_job),
        TEST(another_job_has_a_lock_of_its_own),
        TEST(the_lock_of_a_killed_run_is_waited_for),
    };
#undef TEST

    return cmocka_run_group_tests(tests, NULL, NULL);
}
