/* Tests jobs/worklist*.c: hand-made results over several days give the states written out here.
 *
 * The days: Thursday 2026-11-19 (20776), Friday 20, Monday 23, Tuesday 24, Wednesday 25.
 */
#include "tests/unit/worklist_slot.h"

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
