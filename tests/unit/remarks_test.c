/* Tests jobs/remarks.c: what was said is kept, found again by what its reader saw, never twice. */
#include "jobs/remarks.h"
#include "jobs/statement.h"
#include "tests/unit/testing.h"

#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MONDAY 20780
#define TUESDAY 20781

static char folder[PATH_MAX];
static struct state *state;
static struct region region;

/* Monday's list knows BO-04:SO1/1 with signature a, Tuesday's with b; CRM-03:a:b has a colon in its
 * key and stands on no list. */
static const char known[] =
    "INSERT INTO slots VALUES (1, 'daily', 20780), (2, 'daily', 20781);"
    "INSERT INTO attempts (attempt_id, slot_id, attempt_no, state, is_flows_only, started_at, pid)"
    " VALUES (1, 1, 1, 'published', 0, 0, 1), (2, 2, 1, 'published', 0, 0, 1);"
    "INSERT INTO exceptions VALUES (7, 'BO-04', 'SO1/1'), (8, 'CRM-03', 'a:b');"
    "INSERT INTO worklist (attempt_id, exception_no, state, day_count, first_found_on, since_on,"
    " last_found_on, last_checked_on, runs_seen_count, severity, owner, list_no, list_reason,"
    " signature) VALUES (1, 7, 'new', 1, 0, 0, 0, 0, 1, 'high', 'E01', 'E01', '', 'a'),"
    " (2, 7, 'changed', 2, 0, 0, 0, 0, 2, 'high', 'E01', 'E01', '', 'b');";

static int begin(void **context)
{
    struct error error = {0};

    (void)context;
    snprintf(folder, sizeof folder, "/tmp/khrop-remarks-XXXXXX");
    return mkdtemp(folder) == NULL || !state_open(&state, folder, &error) ||
           !statement_execute(state_connection(state), known, &error);
}

static int entry_remove(const char *path, const struct stat *status, int kind, struct FTW *where)
{
    (void)status, (void)kind, (void)where;
    return remove(path);
}

static int end(void **context)
{
    (void)context;
    region_clear(&region);
    state_close(state);
    return nftw(folder, entry_remove, 16, FTW_DEPTH | FTW_PHYS);
}

static struct remark typed(int64_t said_at, enum remark_status status, const char *words)
{
    return (struct remark){.business_on = MONDAY,
                           .said_at = said_at,
                           .taken_at = 5000,
                           .said_by = "E01",
                           .status = status,
                           .remark = words,
                           .source = "E01.xlsx",
                           .file_sha256 = "ab"};
}

static int64_t add(const struct remark *remark, bool expected_new)
{
    struct error error = {0};
    int64_t remark_no = 0;
    bool is_new = !expected_new;

    if (!remark_add(state, 7, remark, &remark_no, &is_new, &error))
        fail_msg("%s", error.text);
    assert_int_equal(is_new, expected_new);
    return remark_no;
}

static const char *printed(int64_t baseline_no)
{
    struct error error = {0};
    struct remark found = {0};
    bool has_one = false;

    assert_true(remark_printed(state, 7, baseline_no, &region, &found, &has_one, &error));
    return has_one ? found.remark : "-";
}

static int64_t exception_of(const char *exception_id)
{
    struct error error = {0};
    int64_t exception_no = -1;

    assert_true(remark_exception(state, exception_id, &exception_no, &error));
    return exception_no;
}

static void an_exception_is_found_by_its_id(void **context)
{
    (void)context;
    assert_int_equal(exception_of("BO-04:SO1/1"), 7);
    assert_int_equal(exception_of("CRM-03:a:b"), 8);
    assert_int_equal(exception_of("BO-04:SO1/2"), 0);
    assert_int_equal(exception_of("BO-04"), 0);
    assert_int_equal(exception_of(""), 0);
}

static void a_remark_is_given_back_as_it_was_said(void **context)
{
    struct error error = {0};
    struct remark remark = typed(100, REMARK_WAITING_SUPPLIER, "ของเข้า 30 พ.ย. \xF0\x9F\x98\x80");
    struct remark *all = NULL;
    size_t count = 0;

    (void)context;
    remark.has_next = true;
    remark.next_on = 20790;
    remark.baseline_no = 3;
    add(&remark, true);
    assert_true(remark_history(state, 7, &region, &all, &count, &error));
    assert_int_equal(count, 1);
    assert_int_equal(all[0].business_on, MONDAY);
    assert_int_equal(all[0].said_at, 100);
    assert_int_equal(all[0].taken_at, 5000);
    assert_string_equal(all[0].said_by, "E01");
    assert_int_equal(all[0].status, REMARK_WAITING_SUPPLIER);
    assert_string_equal(all[0].remark, remark.remark);
    assert_true(all[0].has_next);
    assert_int_equal(all[0].next_on, 20790);
    assert_string_equal(all[0].source, "E01.xlsx");
    assert_string_equal(all[0].file_sha256, "ab");
    assert_int_equal(all[0].baseline_no, 3);
}

static void the_same_file_read_twice_says_nothing_twice(void **context)
{
    struct remark remark = typed(100, REMARK_WORKING, "called");
    struct remark later = typed(101, REMARK_WORKING, "called");
    int64_t first = add(&remark, true);

    (void)context;
    assert_int_equal(add(&remark, false), first);
    assert_int_not_equal(add(&later, true), first);
}

static void the_newest_by_file_time_counts_whenever_it_was_read(void **context)
{
    struct remark noon = typed(200, REMARK_WORKING, "noon");
    struct remark morning = typed(100, REMARK_WORKING, "morning");
    int64_t first = add(&noon, true);
    int64_t second = add(&morning, true);

    (void)context;
    assert_string_equal(printed(INT64_MAX), "noon");
    assert_string_equal(printed(second), "noon");
    assert_string_equal(printed(first), "noon");
    assert_string_equal(printed(0), "-");
}

/* The clock of the machine that saved the first was an hour fast. */
static void an_answer_is_newer_than_what_its_writer_saw(void **context)
{
    struct remark fast = typed(3700, REMARK_WORKING, "fast");
    struct remark answer = typed(200, REMARK_DONE, "answer");

    (void)context;
    answer.baseline_no = add(&fast, true);
    add(&answer, true);
    assert_string_equal(printed(INT64_MAX), "answer");
    add(&answer, false);
}

static void a_list_of_last_week_still_knows_what_it_showed(void **context)
{
    struct remark old = typed(100, REMARK_WORKING, "old");
    struct remark newer = typed(200, REMARK_DONE, "newer");
    int64_t baseline = add(&old, true);

    (void)context;
    add(&newer, true);
    assert_string_equal(printed(baseline), "old");
    assert_string_equal(printed(INT64_MAX), "newer");
}

static void a_remark_remembers_what_it_was_said_of(void **context)
{
    struct error error = {0};
    struct remark monday = typed(100, REMARK_NOT_A_PROBLEM, "agreed");
    struct remark tuesday = typed(200, REMARK_NOT_A_PROBLEM, "agreed");
    struct remark before = typed(300, REMARK_NOT_A_PROBLEM, "agreed");
    sqlite3_stmt *statement = NULL;

    (void)context;
    tuesday.business_on = TUESDAY;
    before.business_on = MONDAY - 1;
    add(&monday, true);
    add(&tuesday, true);
    add(&before, true);
    assert_true(statement_prepare(state_connection(state),
                                  "SELECT group_concat(coalesce(signature, '-'), ' ') FROM"
                                  " (SELECT signature FROM remarks ORDER BY remark_no)",
                                  &statement, &error));
    assert_true(statement_next(statement, &error));
    assert_string_equal(statement_text(statement, 0), "a b -");
    sqlite3_finalize(statement);
}

static void a_remark_of_no_exception_is_an_error(void **context)
{
    struct error error = {0};
    struct remark remark = typed(100, REMARK_WORKING, "called");
    int64_t remark_no = 0;
    bool is_new = true;

    (void)context;
    assert_false(remark_add(state, 99, &remark, &remark_no, &is_new, &error));
    assert_int_not_equal(error.code, EXIT_CODE_GOOD);
    assert_false(is_new);
}

static void a_row_is_an_edit_where_one_of_three_cells_differs(void **context)
{
    struct remark shown = typed(100, REMARK_WORKING, "called");
    struct remark row = shown;
    struct remark empty = {.remark = ""};

    (void)context;
    row.said_at = 900;
    assert_false(remark_differs(&shown, &row));
    row.has_next = true;
    assert_true(remark_differs(&shown, &row));
    shown.has_next = true;
    assert_false(remark_differs(&shown, &row));
    row.next_on = 1;
    assert_true(remark_differs(&shown, &row));
    row = shown;
    row.status = REMARK_DONE;
    assert_true(remark_differs(&shown, &row));
    row = shown;
    row.remark = "";
    assert_true(remark_differs(&shown, &row));
    assert_true(remark_differs(&shown, &empty));
    assert_false(remark_differs(NULL, &empty));
    assert_true(remark_differs(NULL, &row));
}

static void a_code_leads_to_its_status_and_back(void **context)
{
    enum remark_status status = REMARK_STATUS_COUNT;

    (void)context;
    assert_true(remark_status_from_code("waiting_customer", &status));
    assert_int_equal(status, REMARK_WAITING_CUSTOMER);
    assert_string_equal(remark_status_code(status), "waiting_customer");
    assert_true(remark_status_from_code("", &status));
    assert_int_equal(status, REMARK_NONE);
    assert_false(remark_status_from_code("Done", &status));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
    const struct CMUnitTest tests[] = {
        TEST(an_exception_is_found_by_its_id),
        TEST(a_remark_is_given_back_as_it_was_said),
        TEST(the_same_file_read_twice_says_nothing_twice),
        TEST(the_newest_by_file_time_counts_whenever_it_was_read),
        TEST(an_answer_is_newer_than_what_its_writer_saw),
        TEST(a_list_of_last_week_still_knows_what_it_showed),
        TEST(a_remark_remembers_what_it_was_said_of),
        TEST(a_remark_of_no_exception_is_an_error),
        TEST(a_row_is_an_edit_where_one_of_three_cells_differs),
        cmocka_unit_test(a_code_leads_to_its_status_and_back),
    };
#undef TEST

    return cmocka_run_group_tests(tests, NULL, NULL);
}
