/* Tests jobs/worklist_remarks.c: what people say of exceptions, from day to day. */
#include "jobs/remarks.h"
#include "tests/unit/worklist_slot.h"

#define A01 "A-01:k1"

/* Said at noon of the day of a list, of A-01:k1. */
static int64_t say_after(int64_t baseline_no, int64_t on, const char *by, enum remark_status status,
                         const char *words, int64_t next_on)
{
    struct error error = {0};
    int64_t exception_no = 0, remark_no = 0;
    bool is_new = false;
    struct remark remark = {.business_on = on,
                            .said_at = on * 86400 + 43200,
                            .taken_at = on * 86400 + 80000,
                            .said_by = by,
                            .status = status,
                            .remark = words,
                            .has_next = next_on != 0,
                            .next_on = next_on,
                            .source = "test.xlsx",
                            .file_sha256 = "",
                            .baseline_no = baseline_no};

    assert_true(remark_exception(ledger.state, A01, &exception_no, &error));
    assert_true(remark_add(ledger.state, exception_no, &remark, &remark_no, &is_new, &error));
    return remark_no;
}

static int64_t say(int64_t on, enum remark_status status, const char *words, int64_t next_on)
{
    return say_after(0, on, "E01", status, words, next_on);
}

static void assign(const char *to)
{
    struct error error = {0};
    char sql[256];

    snprintf(sql, sizeof sql,
             "INSERT INTO assignments (exception_no, assigned_to, assigned_at, assigned_by)"
             " SELECT exception_no, '%s', 0, 'somchai' FROM exceptions"
             " WHERE check_id || ':' || khrop_key = '" A01 "'",
             to);
    assert_true(statement_execute(state_connection(ledger.state), sql, &error));
}

static void assert_said(const struct slot *slot, const char *expected)
{
    assert_rows(slot, "results",
                "SELECT state || ' ' || is_suppressed || ' ' ||"
                " coalesce(suppressed_until_on, '-') || ' ' || not_suppressed_why"
                " FROM khrop_worklist WHERE exception_id = '" A01 "'",
                expected);
}

static void assert_lists_of(const struct slot *slot, const char *expected)
{
    assert_rows(slot, "results",
                "SELECT owner || '>' || list_no || ' ' || coalesce(assigned_to, '-')"
                " FROM khrop_worklist",
                expected);
}

#define FOUND(signature) ALL_CHECKED ROW("A-01", "k1", signature, "E01")

static void a_remark_stands_on_the_next_list(void **context)
{
    struct slot slot;

    (void)context;
    day(THURSDAY, FOUND("a"));
    say(THURSDAY, REMARK_WAITING_SUPPLIER, "ของเข้าวันจันทร์", MONDAY);
    slot = day(FRIDAY, FOUND("a") ROW("A-01", "k2", "a", "E01"));
    assert_rows(&slot, "results",
                "SELECT status || ' ' || remark || ' ' || coalesce(remark_by, '-') || ' ' ||"
                " coalesce(remark_at, '-') || ' ' || coalesce(next_on, '-') || ' ' ||"
                " coalesce(baseline_no, '-') || ' ' || is_still_found"
                " FROM khrop_worklist ORDER BY exception_id",
                /* noon of 20776 UTC = 20776 * 86400 + 43200 */
                "waiting_supplier ของเข้าวันจันทร์ E01 1795089600 20780 1 0;   - - - - 0");
}

static void done_that_is_found_again_is_still_found(void **context)
{
    struct slot slot;

    (void)context;
    day(THURSDAY, FOUND("a"));
    say(THURSDAY, REMARK_DONE, "", 0);
    slot = day(FRIDAY, STATE("A-01", "not_checked"));
    assert_rows(&slot, "results", "SELECT status || is_still_found FROM khrop_worklist", "done0");
    slot = day(MONDAY, FOUND("a"));
    assert_rows(&slot, "results", "SELECT status || is_still_found FROM khrop_worklist", "done1");
    slot = day(TUESDAY, ALL_CHECKED);
    assert_rows(&slot, "results", "SELECT state || is_still_found FROM khrop_worklist",
                "resolved0");
}

/* Until 90 days after Thursday 20776, or the earlier date that was named. */
static void no_problem_suppresses_until_its_date(void **context)
{
    struct slot slot;

    (void)context;
    day(THURSDAY, FOUND("a"));
    say(THURSDAY, REMARK_NOT_A_PROBLEM, "ลูกค้ารับทราบแล้ว", 0);
    slot = day(FRIDAY, FOUND("a"));
    assert_said(&slot, "open 1 20866 ");
    say(FRIDAY, REMARK_NOT_A_PROBLEM, "until Monday", MONDAY);
    slot = day(MONDAY, FOUND("a"));
    assert_said(&slot, "open 1 20780 ");
    slot = day(TUESDAY, FOUND("a"));
    assert_said(&slot, "open 0 - ended");
}

static void a_date_beyond_the_most_days_is_drawn_in(void **context)
{
    struct slot slot;

    (void)context;
    settings.suppress_max_days = 3;
    day(THURSDAY, FOUND("a"));
    say(THURSDAY, REMARK_NOT_A_PROBLEM, "for ever", 30000);
    slot = day(FRIDAY, FOUND("a"));
    assert_said(&slot, "open 1 20779 ");
    slot = day(MONDAY, FOUND("a"));
    assert_said(&slot, "open 0 - ended");
}

static void no_problem_without_a_reason_stays_on_the_list(void **context)
{
    struct slot slot;

    (void)context;
    day(THURSDAY, FOUND("a"));
    say(THURSDAY, REMARK_NOT_A_PROBLEM, "", 0);
    slot = day(FRIDAY, FOUND("a"));
    assert_said(&slot, "open 0 - no_reason");
}

static void a_changed_signature_ends_it_and_keeps_the_rest(void **context)
{
    struct slot slot;

    (void)context;
    day(THURSDAY, FOUND("a"));
    say(THURSDAY, REMARK_NOT_A_PROBLEM, "agreed", 0);
    assign("role:credit");
    day(FRIDAY, FOUND("a"));
    slot = day(MONDAY, FOUND("b"));
    assert_said(&slot, "changed 0 - changed");
    assert_rows(&slot, "results",
                "SELECT first_found_on || ' ' || remark || ' ' || owner || ' ' || list_no || ' ' ||"
                " assigned_to FROM khrop_worklist",
                "20776 agreed role:credit role:credit role:credit");
    /* What was said of `a` holds again where it is `a` again. */
    slot = day(TUESDAY, FOUND("a"));
    assert_said(&slot, "changed 1 20866 ");
}

/* Somebody saves a list of last week: what they say is of what they saw. */
static void an_old_list_suppresses_what_it_showed_alone(void **context)
{
    struct slot slot;

    (void)context;
    day(THURSDAY, FOUND("a"));
    day(FRIDAY, FOUND("b"));
    say(THURSDAY, REMARK_NOT_A_PROBLEM, "agreed", 0);
    slot = day(MONDAY, FOUND("b"));
    assert_said(&slot, "open 0 - changed");
}

static void two_who_did_not_see_each_other_both_stand(void **context)
{
    struct slot slot;
    int64_t last;

    (void)context;
    day(THURSDAY, FOUND("a"));
    say_after(0, THURSDAY, "E01", REMARK_WORKING, "called", 0);
    last = say_after(0, THURSDAY, "E02", REMARK_NOT_A_PROBLEM, "agreed", 0);
    slot = day(FRIDAY, FOUND("a"));
    assert_rows(&slot, "results",
                "SELECT status || ' ' || remark_by || ' ' || other_status || ' ' || other_remark"
                " || ' ' || other_by || ' ' || baseline_no FROM khrop_worklist",
                "not_a_problem E02 working called E01 2");
    assert_said(&slot, "open 0 - conflict");
    /* Whoever saw both settles it. */
    say_after(last, FRIDAY, "E01", REMARK_NOT_A_PROBLEM, "asked E02, agreed", 0);
    slot = day(MONDAY, FOUND("a"));
    assert_said(&slot, "open 1 20867 ");
    assert_rows(&slot, "results",
                "SELECT coalesce(other_remark, '-') || ' ' || baseline_no FROM khrop_worklist",
                "- 3");
}

static void who_saves_a_list_again_has_changed_their_mind(void **context)
{
    struct slot slot;

    (void)context;
    day(THURSDAY, FOUND("a"));
    say(THURSDAY, REMARK_WORKING, "called", 0);
    say(THURSDAY, REMARK_NOT_A_PROBLEM, "agreed", 0);
    slot = day(FRIDAY, FOUND("a"));
    assert_said(&slot, "open 1 20866 ");
}

static void two_who_say_the_same_agree(void **context)
{
    struct slot slot;

    (void)context;
    day(THURSDAY, FOUND("a"));
    say_after(0, THURSDAY, "E01", REMARK_WORKING, "called", 0);
    say_after(0, THURSDAY, "E02", REMARK_WORKING, "called", 0);
    slot = day(FRIDAY, FOUND("a"));
    assert_rows(&slot, "results",
                "SELECT remark || ' ' || coalesce(other_remark, '-') FROM khrop_worklist",
                "called -");
}

static void an_assignment_wins_over_the_query_until_it_is_taken_back(void **context)
{
    struct slot slot;

    (void)context;
    day(THURSDAY, FOUND("a"));
    assign("E02");
    slot = day(FRIDAY, ALL_CHECKED ROW("A-01", "k1", "a", "E03"));
    assert_lists_of(&slot, "E02>E02 E02");
    slot = day(MONDAY, STATE("A-01", "not_checked"));
    assert_lists_of(&slot, "E02>E02 E02");
    assign("");
    slot = day(TUESDAY, STATE("A-01", "not_checked"));
    assert_lists_of(&slot, "E03>E03 -");
    slot = day(WEDNESDAY, FOUND("a"));
    assert_lists_of(&slot, "E01>E01 -");
}

static void what_is_resolved_while_it_is_no_problem_says_so(void **context)
{
    struct slot slot;

    (void)context;
    day(THURSDAY, FOUND("a") ROW("A-01", "k2", "a", "E01"));
    say(THURSDAY, REMARK_NOT_A_PROBLEM, "agreed", 0);
    slot = day(FRIDAY, ALL_CHECKED);
    assert_rows(&slot, "results",
                "SELECT exception_id || ' ' || transition || ' ' || is_suppressed"
                " FROM khrop_exception_history WHERE business_on = 20777 ORDER BY exception_id",
                "A-01:k1 resolved 1; A-01:k2 resolved 0");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
    const struct CMUnitTest tests[] = {
        TEST(a_remark_stands_on_the_next_list),
        TEST(done_that_is_found_again_is_still_found),
        TEST(no_problem_suppresses_until_its_date),
        TEST(a_date_beyond_the_most_days_is_drawn_in),
        TEST(no_problem_without_a_reason_stays_on_the_list),
        TEST(a_changed_signature_ends_it_and_keeps_the_rest),
        TEST(an_old_list_suppresses_what_it_showed_alone),
        TEST(two_who_did_not_see_each_other_both_stand),
        TEST(who_saves_a_list_again_has_changed_their_mind),
        TEST(two_who_say_the_same_agree),
        TEST(an_assignment_wins_over_the_query_until_it_is_taken_back),
        TEST(what_is_resolved_while_it_is_no_problem_says_so),
    };
#undef TEST

    return cmocka_run_group_tests(tests, NULL, NULL);
}
