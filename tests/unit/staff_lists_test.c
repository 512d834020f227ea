/* Tests reports/staff_list*.c over a small slot, read back by a program that is not khrop. */
#include "reports/manifest_check.h"
#include "reports/reports.h"
#include "tests/unit/report_slot.h"
#include "tests/unit/workbook_reading.h"

static const char *cells_of(struct report_slot *fixture, const char *name)
{
    char hash[MANIFEST_HASH_SIZE], path[PATH_MAX];

    if (!report_write(fixture, hash))
        fail_msg("%s", fixture->error.text);
    report_path_of(fixture, name, path);
    return workbook_read(path, NULL);
}

/* Of what cells_of has written: another file. */
static const char *cells_of_too(const struct report_slot *fixture, const char *name)
{
    char path[PATH_MAX];

    report_path_of(fixture, name, path);
    return workbook_read(path, NULL);
}

static void a_list_has_what_its_owner_left_behind(void **context)
{
    struct report_slot *fixture = report_open(LANGUAGE_EN);
    const char *cells = cells_of(fixture, "lists/e1.xlsx");

    (void)context;
    assert_line(cells, "To do!A1 s Exception list: สมชาย ใจดี (E1)");
    /* Rows 1 to 6: whose, of when, how much, the gap of T-02, what to fill in, the headings. */
    assert_line(cells, "To do!A3 s On the list 2 · new or reopened 1 · closed since yesterday 1");
    assert_line(cells, "To do!B7 s Ask (T-01 · 2)");
    assert_line(cells, "To do!C7 s New");
    assert_line(cells, "To do!D7 s w2 (สมหญิง รักงาน (E2): the owner has left)");
    assert_line(cells, "To do!C8 s Open");
    assert_line(cells, "To do!H8 s =cmd() (C1)");
    assert_line(cells, "To do!I8 s +66812345678");
    assert_line(cells, "To do!K8 n 2");
    assert_line(cells, "To do!P8 s T-01:O1");
    assert_line(cells, "Closed since yesterday!A5 s Resolved");
    report_close(fixture);
}

/* O2 was new on E1's list; E2, who has left, found it to be no problem. */
static const char suppress_o2[] =
    "UPDATE khrop_worklist SET is_suppressed = 1, status = 'not_a_problem', remark = 'agreed',"
    " remark_by = 'E2', remark_at = 1795500000, suppressed_until_on = 20800"
    " WHERE khrop_key = 'O2'";

static void what_is_no_problem_leaves_the_list_and_is_counted(void **context)
{
    struct report_slot *fixture = report_open(LANGUAGE_EN);
    const char *cells;

    (void)context;
    report_file(fixture, "results", suppress_o2);
    cells = cells_of(fixture, "exceptions.xlsx");
    assert_line(cells, "Not a problem!B5 s O2");
    assert_line(cells, "Not a problem!D5 s agreed");
    assert_line(cells, "Not a problem!E5 s สมหญิง รักงาน (E2)");
    assert_line(cells, "Not a problem!G5 d 2026-12-13 00:00"); /* 20800 */
    assert_no_text(cells, "T-01!E4 s w2");
    cells = cells_of_too(fixture, "lists/e1.xlsx");
    assert_line(cells, "To do!A3 s On the list 1 · closed since yesterday 2");
    assert_line(cells, "To do!P7 s T-01:O1");
    assert_no_text(cells, "T-01:O2");
    assert_line(cells, "Closed since yesterday!A6 s Not a problem until 13 Dec 2026");
    report_close(fixture);
}

/* It was on E1's list before, with what E1 said; E2 said something else. */
static void a_list_tells_of_answers_that_differ_and_of_what_went_elsewhere(void **context)
{
    struct report_slot *fixture = report_open(LANGUAGE_EN);
    const char *cells;

    (void)context;
    report_file(fixture, "results",
                "UPDATE khrop_worklist SET status = 'done', remark = 'a' || char(10) || 'b',"
                " remark_by = 'E1', remark_at = 1795500000, next_on = 20790, baseline_no = 7,"
                " other_by = 'E2', other_at = 1795500000, other_status = 'working',"
                " other_remark = 'called', is_still_found = 1 WHERE khrop_key = 'O1';"
                "UPDATE khrop_worklist SET earlier_list_no = 'E1' WHERE khrop_key = 'O3'");
    cells = cells_of(fixture, "lists/e1.xlsx");
    assert_line(cells, "To do!A3 s On the list 2 · new or reopened 1 · still found 1 · closed "
                       "since yesterday 2");
    assert_line(cells, "To do!P7 s T-01:O1"); /* the most urgent */
    assert_line(cells, "To do!L7 s ✗ still found\\nสมชาย ใจดี (E1) · 24 Nov 2026\\n! Another "
                       "answer: สมหญิง รักงาน (E2) · 24 Nov 2026: working called");
    assert_line(cells, "To do!M7 s done");
    assert_line(cells, "To do!N7 s a\\nb");
    assert_line(cells, "To do!O7 d 2026-12-03 00:00"); /* 20790 */
    assert_line(cells, "To do!Q7 n 7");
    assert_line(cells, "Closed since yesterday!A5 s Now on the list of Supervisor");
    /* E2 has nothing to do, and sees there that the answers differ. */
    cells = cells_of_too(fixture, "lists/e2.xlsx");
    assert_line(cells, "To do!A7 s ✓ Nothing to do today");
    assert_line(cells, "Closed since yesterday!A5 s Two answers differ; it is on the list of "
                       "สมชาย ใจดี (E1)");
    report_close(fixture);
}

static void a_list_says_what_was_not_looked_at_today(void **context)
{
    struct report_slot *fixture = report_open(LANGUAGE_EN);

    (void)context;
    assert_line(cells_of(fixture, "lists/e1.xlsx"),
                "To do!A4 s This list may not be all; not checked in full today: T-02");
    report_close(fixture);
    fixture = report_open(LANGUAGE_EN);
    assert_non_null(
        strstr(cells_of(fixture, "lists/role-credit.xlsx"), "(Last checked 24 Nov 2026)"));
    report_close(fixture);
}

static void a_desk_has_a_list_too(void **context)
{
    struct report_slot *fixture = report_open(LANGUAGE_EN);

    (void)context;
    assert_line(cells_of(fixture, "lists/role-credit.xlsx"),
                "To do!A1 s Exception list: Credit desk");
    report_close(fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_list_has_what_its_owner_left_behind),
        cmocka_unit_test(what_is_no_problem_leaves_the_list_and_is_counted),
        cmocka_unit_test(a_list_tells_of_answers_that_differ_and_of_what_went_elsewhere),
        cmocka_unit_test(a_list_says_what_was_not_looked_at_today),
        cmocka_unit_test(a_desk_has_a_list_too),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
