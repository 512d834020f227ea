/* Tests jobs/inbox_edits.c: what a list that came back says, and of what; what must be found is
 * written out. */
#include "tests/unit/inbox_site.h"

static void what_was_typed_is_kept_with_who_and_when(void **context)
{
    (void)context;
    list_put("my.xlsx", "E07",
             ROW("BO-04:SO1:1", "", "รอลูกค้า", "โทรแล้ว", "27/11/2569")
                 ROW("BO-04:SO1:2", "", "", "", ""),
             EARLIER);
    assert_string_equal(taken(false), "my.xlsx:taken 1 0 0;");
    assert_string_equal(remarks(), "1|E07|waiting_customer|โทรแล้ว|2026-11-27|0\n");
    assert_string_equal(rows_of(state_connection(state),
                                "SELECT business_on, said_at, taken_at, source FROM remarks"),
                        "20782|1795557600|1795561200|my.xlsx\n");
    assert_true(is_in("done/2026-11-25/my.xlsx"));
    assert_false(is_in("my.xlsx") || is_in("done/2026-11-25/my.xlsx.txt"));
}

static void a_list_saved_again_says_only_what_is_new(void **context)
{
    (void)context;
    list_put("a.xlsx", "E07", ROW("BO-04:SO1:1", "", "working", "one", ""), EARLIER);
    taken(false);
    list_put("a.xlsx", "E07",
             ROW("BO-04:SO1:1", "", "working", "one", "") ROW("BO-04:SO1:2", "", "done", "", ""),
             EARLIER + 60);
    assert_string_equal(taken(false), "a.xlsx:taken 1 0 0;");
    /* A change of mind is no conflict. */
    list_put("a.xlsx", "E07", ROW("BO-04:SO1:1", "", "working", "two", ""), EARLIER + 120);
    assert_string_equal(taken(false), "a.xlsx:taken 1 0 0;");
    assert_string_equal(remarks(), "1|E07|working|one|null|0\n2|E07|done||null|0\n"
                                   "1|E07|working|two|null|0\n");
}

static void two_people_who_differ_are_both_kept_and_told(void **context)
{
    (void)context;
    list_put("a.xlsx", "E07", ROW("BO-04:SO1:1", "", "working", "mine", ""), EARLIER);
    list_put("b.xlsx", "E08", ROW("BO-04:SO1:1", "", "done", "yours", ""), EARLIER + 60);
    assert_string_equal(taken(false), "a.xlsx:taken 1 0 0;b.xlsx:taken 1 1 0 conflict;");
    assert_string_equal(remarks(), "1|E07|working|mine|null|0\n1|E08|done|yours|null|0\n");
    assert_non_null(strstr(text_of("done/2026-11-25/b.xlsx.txt"), "both are kept"));
}

/* One desk, two clerks, each with a copy of the list. */
static void two_files_of_one_list_that_differ_are_both_kept_and_told(void **context)
{
    (void)context;
    list_put("a.xlsx", "role:credit", ROW("BO-04:SO1:1", "", "working", "mine", ""), EARLIER);
    list_put("b.xlsx", "role:credit", ROW("BO-04:SO1:1", "", "working", "yours", ""), EARLIER + 60);
    assert_string_equal(taken(false), "a.xlsx:taken 1 0 0;b.xlsx:taken 1 1 0 conflict;");
    /* The first saved again, with another row: it says nothing new of this one. */
    list_put("a.xlsx", "role:credit",
             ROW("BO-04:SO1:1", "", "working", "mine", "") ROW("BO-04:SO1:2", "", "done", "", ""),
             EARLIER + 120);
    assert_string_equal(taken(false), "a.xlsx:taken 1 0 0;");
}

static void rows_as_they_were_printed_are_no_edits(void **context)
{
    struct error error = {0};

    (void)context;
    assert_true(statement_execute(
        state_connection(state),
        "INSERT INTO remarks VALUES (7, 1, 20781, 1, 1, 'E07', 'working', 'one' || char(10) ||"
        " 'two', 20785, 'old.xlsx', 'x', 0, '1')",
        &error));
    /* Google and LibreOffice may write the line's end, blanks and the date otherwise. */
    list_put("a.xlsx", "E07",
             ROW("BO-04:SO1:1", "7", "ดำเนินการอยู่", " one&#13;\ntwo ", "28/11/2569"), EARLIER);
    assert_string_equal(taken(false), "a.xlsx:taken 0 0 0;");
    list_put("b.xlsx", "E07", ROW("BO-04:SO1:1", "7", "", "", ""), EARLIER);
    assert_string_equal(taken(false), "b.xlsx:taken 1 0 0;");
    assert_string_equal(remarks(), "1|E07|working|one\ntwo|2026-11-28|0\n1|E07|||null|7\n");
}

static void what_cannot_be_read_stands_in_the_remark(void **context)
{
    (void)context;
    list_put("a.xlsx", "E07", ROW("BO-04:SO1:1", "", "เดี๋ยวทำ", "โทรแล้ว", "อาทิตย์หน้า"), EARLIER);
    assert_string_equal(taken(false), "a.xlsx:taken 1 0 0 status date;");
    assert_string_equal(remarks(),
                        "1|E07||โทรแล้ว\n(สถานะงาน: เดี๋ยวทำ)\n(นัดครั้งถัดไป: อาทิตย์หน้า)|null|0\n");
    assert_non_null(strstr(text_of("done/2026-11-25/a.xlsx.txt"), "อ่านเป็นวันที่ไม่ได้"));
    /* Saved again as it is, it says nothing new. */
    list_put("a.xlsx", "E07",
             ROW("BO-04:SO1:1", "", "เดี๋ยวทำ", "โทรแล้ว", "อาทิตย์หน้า") ROW("X:none", "", "", "", ""),
             EARLIER + 9);
    assert_string_equal(taken(false), "a.xlsx:taken 0 0 0 status date;");
}

static void strays_are_kept_apart_and_told(void **context)
{
    (void)context;
    list_put("a.xlsx", "E07",
             ROW("BO-99:none", "", "done", "lost?", "") ROW("", "", "", "typed here", "")
                 ROW("BO-99:blank", "", "", "", "") ROW("X:gone", "", "", "late", ""),
             EARLIER);
    assert_string_equal(taken(false), "a.xlsx:taken 1 0 2 no-id unknown resolved;");
    assert_string_equal(rows_of(state_connection(state),
                                "SELECT row_no, exception_id, status, remark FROM inbox_strays"),
                        "2|BO-99:none|done|lost?\n3|||typed here\n");
    assert_string_equal(remarks(), "3|E07||late|null|0\n");
}

static void an_id_in_two_rows_keeps_both_remarks(void **context)
{
    (void)context;
    list_put("a.xlsx", "E07",
             ROW("BO-04:SO1:1", "", "working", "first", "") ROW("BO-04:SO1:2", "", "", "", "")
                 ROW("BO-04:SO1:1", "", "", "second", "1/12/2569"),
             EARLIER);
    assert_string_equal(taken(false), "a.xlsx:taken 1 0 0 twice;");
    assert_string_equal(remarks(), "1|E07|working|first\nsecond|2026-12-01|0\n");
}

static void not_a_problem_asks_for_its_reason(void **context)
{
    (void)context;
    list_put("a.xlsx", "E07",
             ROW("BO-04:SO1:1", "", "ไม่ใช่ปัญหา", "", "")
                 ROW("BO-04:SO1:2", "", "not a problem", "why", ""),
             EARLIER);
    assert_string_equal(taken(false), "a.xlsx:taken 2 0 0 reason;");
}

static void a_date_of_the_other_era_is_brought_into_ours(void **context)
{
    (void)context;
    /* 25/11/2569 typed into an Excel that counts by our era: 244678 is its DATE(2569,11,25). */
    list_put("a.xlsx", "E07",
             "<row>" CELL("BO-04:SO1:1") "<c/><c/><c/><c s=\"1\"><v>244678</v></c></row>"
                                         "<row>" CELL(
                                             "BO-04:SO1:2") "<c/><c/><c/><c><v>46351</v></c></row>",
             EARLIER);
    taken(false);
    assert_string_equal(remarks(), "1|E07|||2026-11-25|0\n2|E07|||2026-11-25|0\n");
}

/* A cell shows 32,767 characters, the last of them `…` where there were more. */
static void a_remark_longer_than_a_cell_is_kept_whole_and_said_once(void **context)
{
    static char remark[40001], row[41000];

    (void)context;
    memset(remark, 'x', 40000);
    snprintf(row, sizeof row, ROW("BO-04:SO1:1", "", "done", "%s", ""), remark);
    list_put("a.xlsx", "E07", row, EARLIER);
    assert_string_equal(taken(false), "a.xlsx:taken 1 0 0 long;");
    snprintf(row, sizeof row, ROW("BO-04:SO1:1", "", "done", "%s", "") "<row><c/></row>", remark);
    list_put("a.xlsx", "E07", row, EARLIER + 60);
    assert_string_equal(taken(false), "a.xlsx:taken 0 0 0;");
    /* Tomorrow's list as it was printed. */
    remark[32766] = '\0';
    snprintf(row, sizeof row, ROW("BO-04:SO1:1", "1", "done", "%s…", ""), remark);
    list_put("b.xlsx", "E07", row, EARLIER + 120);
    assert_string_equal(taken(false), "b.xlsx:taken 0 0 0;");
    assert_string_equal(rows_of(state_connection(state), "SELECT length(remark) FROM remarks"),
                        "40000\n");
}

static void a_list_without_its_owner_counts_for_those_who_have_the_rows(void **context)
{
    (void)context;
    list_put("a.xlsx", "", ROW("BO-04:SO1:2", "", "done", "", ""), EARLIER);
    assert_string_equal(taken(false), "a.xlsx:taken 1 0 0 no-owner;");
    assert_string_equal(remarks(), "2|E08|done||null|0\n");
}

static void no_file_is_older_than_its_list(void **context)
{
    (void)context;
    list_put("a.xlsx", "E07", ROW("BO-04:SO1:1", "", "done", "", ""), 315532800); /* 1980 */
    list_put("b.xlsx", "E07", ROW("BO-04:SO1:2", "", "done", "", ""), RUN_AT + 99999);
    /* One that says it is of a day to come is not believed. */
    list_put_of("9999-12-31", "c.xlsx", "E07", ROW("X:gone", "", "done", "", ""), EARLIER);
    taken(false);
    /* Midnight of 25 November in Bangkok; and never later than the run. */
    assert_string_equal(rows_of(state_connection(state), "SELECT said_at FROM remarks"),
                        "1795539600\n1795561200\n1795557600\n");
    assert_string_equal(
        rows_of(state_connection(state), "SELECT said_at FROM inbox_files ORDER BY name"),
        "1795539600\n1795561200\n1795557600\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        INBOX_TEST(what_was_typed_is_kept_with_who_and_when),
        INBOX_TEST(a_list_saved_again_says_only_what_is_new),
        INBOX_TEST(two_people_who_differ_are_both_kept_and_told),
        INBOX_TEST(two_files_of_one_list_that_differ_are_both_kept_and_told),
        INBOX_TEST(rows_as_they_were_printed_are_no_edits),
        INBOX_TEST(what_cannot_be_read_stands_in_the_remark),
        INBOX_TEST(strays_are_kept_apart_and_told),
        INBOX_TEST(an_id_in_two_rows_keeps_both_remarks),
        INBOX_TEST(not_a_problem_asks_for_its_reason),
        INBOX_TEST(a_date_of_the_other_era_is_brought_into_ours),
        INBOX_TEST(a_remark_longer_than_a_cell_is_kept_whole_and_said_once),
        INBOX_TEST(a_list_without_its_owner_counts_for_those_who_have_the_rows),
        INBOX_TEST(no_file_is_older_than_its_list),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
