/* Tests jobs/worklist*.c: hand-made results over several days give the states written out here.
 *
 * The days: Thursday 2026-11-19 (20776), Friday 20, Monday 23, Tuesday 24, Wednesday 25.
 */
#include "core/clock.h"
#include "jobs/ledger.h"
#include "jobs/statement.h"
#include "jobs/worklist.h"
#include "tests/unit/testing.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define THURSDAY 20776
#define FRIDAY 20777
#define MONDAY 20780
#define TUESDAY 20781
#define WEDNESDAY 20782
#define RUN_AT INT64_C(1795000000)

static char folder[PATH_MAX];
static struct ledger ledger;
static struct settings settings;
static struct catalogue catalogue;
static const struct job_settings job = {.name = "daily"};

static const struct parameter window[] = {
    {.name = "window_days", .branch = "", .kind = "", .type = COLUMN_INTEGER, .number = 30}};
static const struct rule checks[] = {
    {.kind = RULE_CHECK, .id = "A-01", .severity = "high", .is_enabled = true},
    {.kind = RULE_CHECK,
     .id = "A-02",
     .severity = "low",
     .is_event = true,
     .parameters = window,
     .parameter_count = 1,
     .is_enabled = true},
    {.kind = RULE_CHECK, .id = "A-03", .severity = "medium", .is_enabled = true},
};

static const struct column staff_columns[] = {
    {.name = "staff_no", .type = COLUMN_TEXT, .is_key = true},
    {.name = "supervisor_no", .type = COLUMN_TEXT, .is_nullable = true},
    {.name = "is_active", .type = COLUMN_BOOLEAN},
};
static const char *const no_names[] = {NULL};
static const struct contract contracts[] = {
    {.name = "staff", .schema = {staff_columns, 3}, .ends = no_names}};
static const struct source_settings sources[] = {{.name = "sales"}};
static const struct feed_settings feeds[] = {{.source = "sales", .query = "SELECT 1"}};
static const struct dataset_settings datasets[] = {
    {.name = "staff", .feeds = feeds, .feed_count = 1}};

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
    snprintf(folder, sizeof folder, "/tmp/khrop-worklist-XXXXXX");
    if (mkdtemp(folder) == NULL)
        return 1;
    settings = (struct settings){.state_folder = folder,
                                 .sources = sources,
                                 .source_count = 1,
                                 .datasets = datasets,
                                 .dataset_count = 1};
    catalogue = (struct catalogue){
        .checks = checks, .check_count = 3, .contracts = contracts, .contract_count = 1};
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

static void file_execute(const struct slot *slot, const char *name, const char *sql)
{
    char path[PATH_MAX + 32];
    struct error error = {0};
    sqlite3 *file = NULL;

    snprintf(path, sizeof path, "%s/%s.sqlite", slot->folder, name);
    assert_int_equal(sqlite3_open(path, &file), SQLITE_OK);
    if (!statement_execute(file, sql, &error))
        fail_msg("%s", error.text);
    sqlite3_close(file);
}

/* The calendar around the days, and that staff wasn't pulled unless a test says so. */
static const char make_derived[] =
    "CREATE TABLE calendar (branch TEXT, day_on, weekday_no, is_workday, workday_count,"
    " holiday_name);"
    "INSERT INTO calendar (branch, day_on, workday_count) VALUES ('', 20775, 100),"
    " ('', 20776, 101), ('', 20777, 102), ('', 20778, 102), ('', 20779, 102), ('', 20780, 103),"
    " ('', 20781, 104), ('', 20782, 105);"
    "CREATE TABLE khrop_pulls (dataset TEXT PRIMARY KEY, source TEXT, state TEXT, row_count,"
    " reject_count, source_row_count, usual_row_count, pulled_at, newest_birth_on, may_be_empty,"
    " is_accepted, absent_columns TEXT, message TEXT);";

#define CHECK_COLUMNS                                                                              \
    "(khrop_key TEXT PRIMARY KEY, khrop_signature TEXT, khrop_owner TEXT, khrop_event_on INTEGER," \
    " khrop_why_en TEXT, khrop_why_th TEXT, customer_no TEXT)"

static const char make_results[] =
    "CREATE TABLE khrop_checks (check_id TEXT PRIMARY KEY, position, state TEXT, reason_en,"
    " reason_th, found_count);"
    "CREATE TABLE \"A-01\" " CHECK_COLUMNS ";"
    "CREATE TABLE \"A-02\" " CHECK_COLUMNS ";"
    "CREATE TABLE \"A-03\" " CHECK_COLUMNS ";";

/* A check that ran on whole inputs, and a row it found. */
#define STATE(id, state) "INSERT INTO khrop_checks (check_id, state) VALUES ('" id "','" state "');"
#define ALL_CHECKED STATE("A-01", "checked") STATE("A-02", "checked") STATE("A-03", "checked")
#define ROW(id, key, signature, owner)                                                             \
    "INSERT INTO \"" id "\" VALUES ('" key "','" signature "','" owner "',NULL,'why','เหตุ','C1');"
#define EVENT(id, key, event_on)                                                                   \
    "INSERT INTO \"" id "\" VALUES ('" key "','s','E01'," event_on ",'why','เหตุ','C1');"

static struct slot day_begun(int64_t on, const char *results)
{
    struct slot slot = {.job = &job, .business_on = on, .last_on = on - 1, .run_at = RUN_AT};
    struct error error = {0};

    assert_true(ledger_begin(&ledger, &settings, &slot, &error));
    file_execute(&slot, "derived", make_derived);
    file_execute(&slot, "results", make_results);
    file_execute(&slot, "results", results);
    return slot;
}

static void stage(const struct slot *slot)
{
    struct error error = {0};

    if (!worklist_stage(ledger.state, &settings, &catalogue, slot, &error))
        fail_msg("%s", error.text);
}

static struct slot day_staged(int64_t on, const char *results)
{
    struct slot slot = day_begun(on, results);

    stage(&slot);
    return slot;
}

static void publish(const struct slot *slot)
{
    struct error error = {0};

    assert_true(ledger_published(&ledger, slot, NULL, NULL, &error));
}

static struct slot day(int64_t on, const char *results)
{
    struct slot slot = day_staged(on, results);

    publish(&slot);
    return slot;
}

/* The first column of a query on one of the slot's files, rows joined by "; ". */
static void assert_rows(const struct slot *slot, const char *name, const char *sql,
                        const char *expected)
{
    char path[PATH_MAX + 32], got[4096] = "";
    struct error error = {0};
    sqlite3 *file = NULL;
    sqlite3_stmt *statement = NULL;

    snprintf(path, sizeof path, "%s/%s.sqlite", slot->folder, name);
    assert_int_equal(sqlite3_open(path, &file), SQLITE_OK);
    assert_true(statement_prepare(file, sql, &statement, &error));
    while (statement_next(statement, &error)) {
        size_t length = strlen(got);
        snprintf(got + length, sizeof got - length, "%s%s", length > 0 ? "; " : "",
                 statement_text(statement, 0));
    }
    sqlite3_finalize(statement);
    sqlite3_close(file);
    assert_string_equal(got, expected);
}

static void assert_worklist(const struct slot *slot, const char *expected)
{
    assert_rows(slot, "results",
                "SELECT exception_id || ' ' || state || ' ' || day_count FROM khrop_worklist"
                " ORDER BY exception_id",
                expected);
}

static void assert_lists(const struct slot *slot, const char *expected)
{
    assert_rows(slot, "results",
                "SELECT owner || '>' || list_no || ' ' || list_reason FROM khrop_worklist"
                " ORDER BY exception_id",
                expected);
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

static void five_days_give_the_states_written_out(void **context)
{
    struct slot slot;

    (void)context;
    slot = day(THURSDAY, ALL_CHECKED ROW("A-01", "k1", "a", "E01") ROW("A-01", "k2", "a", "E01")
                             EVENT("A-02", "e1", "20746") ROW("A-03", "z1", "a", "E02"));
    assert_worklist(&slot, "A-01:k1 new 1; A-01:k2 new 1; A-02:e1 new 1; A-03:z1 new 1");

    /* e1 happened on 20746, 31 days before Friday: out of its window of 30. */
    slot =
        day(FRIDAY, STATE("A-01", "checked") STATE("A-02", "checked") STATE("A-03", "not_checked")
                        ROW("A-01", "k1", "a", "E01") ROW("A-01", "k2", "b", "E01"));
    assert_worklist(&slot, "A-01:k1 open 2; A-01:k2 changed 2; A-02:e1 expired 2; "
                           "A-03:z1 not_checked 2");

    /* Monday is the third working day. A partial check finds new things and closes none. */
    slot = day(MONDAY, STATE("A-01", "checked") STATE("A-02", "checked") STATE("A-03", "partial")
                           ROW("A-01", "k2", "b", "E01") ROW("A-03", "z2", "a", "E02"));
    assert_worklist(&slot, "A-01:k1 resolved 3; A-01:k2 open 3; A-03:z1 not_checked 3; "
                           "A-03:z2 new 1");

    slot = day(TUESDAY, STATE("A-01", "checked") STATE("A-02", "checked") STATE("A-03", "off")
                            ROW("A-01", "k1", "a", "E01") ROW("A-01", "k2", "b", "E01"));
    assert_worklist(&slot, "A-01:k1 reopened 1; A-01:k2 open 4; A-03:z1 retired 4; "
                           "A-03:z2 retired 2");

    /* Switched on again: z1 was never mended, so it isn't reopened. */
    slot = day(WEDNESDAY, ALL_CHECKED ROW("A-01", "k1", "a", "E01") ROW("A-03", "z1", "a", "E02"));
    assert_worklist(&slot, "A-01:k1 open 2; A-01:k2 resolved 5; A-03:z1 new 1");
    assert_rows(&slot, "results",
                "SELECT first_found_on || ' ' || last_found_on || ' ' || last_checked_on || ' ' ||"
                " runs_seen_count || ' ' || severity || ' ' || customer_no FROM khrop_worklist"
                " WHERE exception_id = 'A-01:k1'",
                "20776 20782 20782 4 high C1");
}

/* For KPIs: what became of exceptions on each day, and since when one is open. A day that is run
 * again tells what its last run found. */
static void history_is_told_day_by_day(void **context)
{
    struct slot slot;

    (void)context;
    day(THURSDAY, ALL_CHECKED ROW("A-01", "k1", "a", "E01") ROW("A-01", "k2", "a", "E01"));
    day(FRIDAY, ALL_CHECKED ROW("A-01", "k2", "b", "E01"));
    day(FRIDAY, ALL_CHECKED ROW("A-01", "k2", "a", "E01"));
    slot = day(MONDAY, ALL_CHECKED ROW("A-01", "k1", "a", "E02") ROW("A-01", "k2", "a", "E01"));
    assert_rows(&slot, "results",
                "SELECT exception_id || ' ' || transition || ' ' || business_on || ' ' || owner"
                " FROM khrop_exception_history ORDER BY business_on, exception_id",
                "A-01:k1 new 20776 E01; A-01:k2 new 20776 E01; A-01:k1 resolved 20777 E01; "
                "A-01:k1 reopened 20780 E02");
    assert_rows(&slot, "results",
                "SELECT exception_id || ' ' || first_found_on || ' ' || since_on"
                " FROM khrop_worklist ORDER BY exception_id",
                "A-01:k1 20776 20780; A-01:k2 20776 20776");
}

/* A date already passed sees the days up to its own, as they were published. */
static void older_slot_is_told_the_history_up_to_its_day(void **context)
{
    struct slot slot;

    (void)context;
    day(THURSDAY, ALL_CHECKED ROW("A-01", "k1", "a", "E01"));
    day(FRIDAY, ALL_CHECKED);
    day(MONDAY, ALL_CHECKED ROW("A-01", "k2", "a", "E01"));
    slot = day(FRIDAY, ALL_CHECKED ROW("A-01", "k9", "a", "E01"));
    assert_true(slot.is_flows_only);
    assert_rows(&slot, "results",
                "SELECT exception_id || ' ' || transition || ' ' || business_on"
                " FROM khrop_exception_history ORDER BY business_on, exception_id",
                "A-01:k1 new 20776; A-01:k1 resolved 20777");
}

static void what_was_not_checked_shows_when_it_last_was(void **context)
{
    struct slot slot;

    (void)context;
    day(THURSDAY, ALL_CHECKED ROW("A-01", "k1", "a", "E01"));
    day(FRIDAY, STATE("A-01", "failed"));
    slot = day(MONDAY, STATE("A-01", "not_checked"));
    assert_rows(&slot, "results",
                "SELECT state || ' ' || last_found_on || ' ' || last_checked_on || ' ' ||"
                " runs_seen_count FROM khrop_worklist",
                "not_checked 20776 20776 1");
    slot = day(TUESDAY, ALL_CHECKED ROW("A-01", "k1", "a", "E01"));
    assert_worklist(&slot, "A-01:k1 open 4");
    slot = day(WEDNESDAY, ALL_CHECKED);
    assert_worklist(&slot, "A-01:k1 resolved 5");
}

static void a_check_that_is_gone_from_the_results_is_retired(void **context)
{
    struct slot slot;

    (void)context;
    day(THURSDAY, ALL_CHECKED ROW("A-01", "k1", "a", "E01"));
    slot = day(FRIDAY, STATE("A-02", "checked"));
    assert_worklist(&slot, "A-01:k1 retired 2");
}

static void an_event_mended_within_its_window_is_resolved(void **context)
{
    struct slot slot;

    (void)context;
    day(THURSDAY, ALL_CHECKED EVENT("A-02", "e1", "20770") EVENT("A-02", "e2", "20747"));
    slot = day(FRIDAY, ALL_CHECKED); /* the window begins on 20747 */
    assert_worklist(&slot, "A-02:e1 resolved 2; A-02:e2 resolved 2");
}

static void running_a_date_again_replaces_its_transitions(void **context)
{
    struct slot slot;

    (void)context;
    day(THURSDAY, ALL_CHECKED ROW("A-01", "k1", "a", "E01"));
    day(FRIDAY, ALL_CHECKED);
    slot = day(FRIDAY, ALL_CHECKED ROW("A-01", "k1", "b", "E01"));
    assert_int_equal(slot.attempt, 2);
    assert_worklist(&slot, "A-01:k1 changed 2");
    /* Its end of the first attempt counts no more: it isn't reopened but open. */
    slot = day(MONDAY, ALL_CHECKED ROW("A-01", "k1", "b", "E01"));
    assert_worklist(&slot, "A-01:k1 open 3");
    assert_int_equal(number_of("SELECT count(*) FROM exception_history"
                               " JOIN counted_attempts USING (attempt_id)"),
                     2);
}

static void what_was_only_staged_is_seen_by_nobody(void **context)
{
    struct error error = {0};
    struct slot slot = day_staged(THURSDAY, ALL_CHECKED ROW("A-01", "k1", "a", "E01"));

    (void)context;
    assert_true(ledger_failed(&ledger, &slot, EXIT_CODE_CANNOT_WRITE, "disk full", &error));
    slot = day(FRIDAY, ALL_CHECKED ROW("A-01", "k1", "a", "E01"));
    assert_worklist(&slot, "A-01:k1 new 1");
}

static void an_older_date_leaves_the_worklist_as_it_is(void **context)
{
    struct slot slot;

    (void)context;
    day(MONDAY, ALL_CHECKED ROW("A-01", "k1", "a", "E01"));
    slot = day(FRIDAY, STATE("A-01", "not_taken"));
    assert_true(slot.is_flows_only);
    assert_worklist(&slot, "");
    /* Monday once more follows nothing; Tuesday follows Monday. */
    slot = day(MONDAY, ALL_CHECKED ROW("A-01", "k1", "a", "E01"));
    assert_worklist(&slot, "A-01:k1 new 1");
    slot = day(TUESDAY, ALL_CHECKED ROW("A-01", "k1", "a", "E01"));
    assert_worklist(&slot, "A-01:k1 open 2");
}

static void another_job_has_a_worklist_of_its_own(void **context)
{
    static const struct job_settings other = {.name = "evening"};
    struct slot slot = {.job = &other, .business_on = FRIDAY, .last_on = FRIDAY, .run_at = RUN_AT};
    struct error error = {0};

    (void)context;
    day(THURSDAY, ALL_CHECKED ROW("A-01", "k1", "a", "E01"));
    assert_true(ledger_begin(&ledger, &settings, &slot, &error));
    file_execute(&slot, "derived", make_derived);
    file_execute(&slot, "results", make_results);
    file_execute(&slot, "results", ALL_CHECKED ROW("A-01", "k1", "a", "E01"));
    stage(&slot);
    assert_worklist(&slot, "A-01:k1 new 1");
}

static void without_staff_every_owner_keeps_their_own_list(void **context)
{
    struct slot slot;

    (void)context;
    slot = day(THURSDAY, ALL_CHECKED ROW("A-01", "k1", "a", "E01") ROW("A-01", "k2", "a", "")
                             ROW("A-01", "k3", "a", "role:credit"));
    assert_lists(&slot, "E01>E01 ; >role:supervisor unassigned; role:credit>role:credit ");
}

/* E05 has left and so has E04, whose supervisor E01 is there; E06 and E07 have left and supervise
 * each other; E08 has left without a supervisor. */
static const char make_staff[] =
    "CREATE TABLE staff (khrop_row INTEGER, staff_no TEXT, supervisor_no TEXT, is_active INTEGER);"
    "INSERT INTO staff VALUES (1, 'E01', NULL, 1), (2, 'E04', 'E01', 0), (3, 'E05', 'E04', 0),"
    " (4, 'E06', 'E07', 0), (5, 'E07', 'E06', 0), (6, 'E08', NULL, 0), (7, 'E09', 'E01', 1);"
    "CREATE TABLE khrop_pulls (dataset TEXT PRIMARY KEY, state TEXT);"
    "INSERT INTO khrop_pulls VALUES ('staff', 'whole');";

static void who_has_left_goes_to_the_first_supervisor_who_is_there(void **context)
{
    struct slot slot =
        day_begun(THURSDAY, ALL_CHECKED ROW("A-01", "k1", "a", "E09") ROW("A-01", "k2", "a", "E05")
                                ROW("A-01", "k3", "a", "E06") ROW("A-01", "k4", "a", "E08")
                                    ROW("A-01", "k5", "a", "E99") ROW("A-01", "k6", "a", "")
                                        ROW("A-01", "k7", "a", "role:it"));

    (void)context;
    file_execute(&slot, "sales", make_staff);
    file_execute(&slot, "derived",
                 "INSERT INTO khrop_pulls (dataset, source, state, absent_columns) VALUES"
                 " ('staff', 'sales', 'whole', '')");
    stage(&slot);
    assert_lists(&slot, "E09>E09 ; E05>E01 inactive; E06>role:supervisor inactive; "
                        "E08>role:supervisor inactive; E99>role:supervisor not_in_staff; "
                        ">role:supervisor unassigned; role:it>role:it ");
}

static void a_slot_without_results_is_an_error_and_stages_nothing(void **context)
{
    struct slot slot = {.job = &job, .business_on = THURSDAY, .run_at = RUN_AT};
    struct error error = {0};

    (void)context;
    assert_true(ledger_begin(&ledger, &settings, &slot, &error));
    assert_false(worklist_stage(ledger.state, &settings, &catalogue, &slot, &error));
    assert_int_not_equal(error.code, EXIT_CODE_GOOD);
    assert_int_equal(number_of("SELECT count(*) FROM worklist"), 0);
    /* And the connection is good for another: nothing is left attached. */
    error_clear(&error);
    slot = day(THURSDAY, ALL_CHECKED ROW("A-01", "k1", "a", "E01"));
    assert_worklist(&slot, "A-01:k1 new 1");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
    const struct CMUnitTest tests[] = {
        TEST(five_days_give_the_states_written_out),
        TEST(history_is_told_day_by_day),
        TEST(older_slot_is_told_the_history_up_to_its_day),
        TEST(what_was_not_checked_shows_when_it_last_was),
        TEST(a_check_that_is_gone_from_the_results_is_retired),
        TEST(an_event_mended_within_its_window_is_resolved),
        TEST(running_a_date_again_replaces_its_transitions),
        TEST(what_was_only_staged_is_seen_by_nobody),
        TEST(an_older_date_leaves_the_worklist_as_it_is),
        TEST(another_job_has_a_worklist_of_its_own),
        TEST(without_staff_every_owner_keeps_their_own_list),
        TEST(who_has_left_goes_to_the_first_supervisor_who_is_there),
        TEST(a_slot_without_results_is_an_error_and_stages_nothing),
    };
#undef TEST

    return cmocka_run_group_tests(tests, NULL, NULL);
}
