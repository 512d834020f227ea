/* Tests jobs/inbox.c and inbox_folder.c: which files of the inbox are read, and where they go. */
#include "tests/unit/inbox_site.h"

static void the_same_file_adds_nothing_whatever_its_name(void **context)
{
    (void)context;
    list_put("a.xlsx", "E07", ROW("BO-04:SO1:1", "", "done", "", ""), EARLIER);
    list_put("b.xlsx", "E07", ROW("BO-04:SO1:1", "", "done", "", ""), EARLIER + 60);
    assert_string_equal(taken(false), "a.xlsx:taken 1 0 0;b.xlsx:read before 0 0 0;");
    list_put("a.xlsx", "E07", ROW("BO-04:SO1:1", "", "done", "", ""), EARLIER);
    assert_string_equal(taken(false), "a.xlsx:read before 0 0 0;");
    assert_string_equal(remarks(), "1|E07|done||null|0\n");
    assert_true(is_in("done/2026-11-25/a.xlsx") && is_in("done/2026-11-25/a (2).xlsx"));
}

static void lock_files_and_hidden_ones_are_passed_over(void **context)
{
    (void)context;
    file_put("~$my.xlsx", "x", 1, EARLIER);
    file_put(".hidden.xlsx", "x", 1, EARLIER);
    file_put("notes.txt", "x", 1, EARLIER);
    file_put("1A2B3C4D", "x", 1, EARLIER);
    assert_string_equal(taken(false), "");
    assert_true(is_in("~$my.xlsx") && is_in(".hidden.xlsx") && is_in("notes.txt"));
}

static void a_file_that_somebody_has_open_is_read_and_stays(void **context)
{
    (void)context;
    /* Excel's lock files, and LibreOffice's. */
    file_put("~$my.xlsx", "x", 1, EARLIER);
    file_put(".~lock.your.xlsx#", "x", 1, EARLIER);
    file_put("~$ng name.xlsx", "x", 1, EARLIER);
    list_put("my.xlsx", "E07", ROW("BO-04:SO1:1", "", "done", "", ""), EARLIER);
    list_put("your.xlsx", "E07", ROW("BO-04:SO1:1", "", "", "", ""), EARLIER);
    list_put("long name.xlsx", "E07", ROW("BO-04:SO1:2", "", "", "", ""), EARLIER);
    assert_string_equal(taken(false), "long name.xlsx:taken 0 0 0 held;my.xlsx:taken 1 0 0 held;"
                                      "your.xlsx:taken 0 0 0 held;");
    assert_true(is_in("my.xlsx") && is_in("your.xlsx") && is_in("long name.xlsx"));
    assert_string_equal(taken(false),
                        "long name.xlsx:read before 0 0 0 held;my.xlsx:read before 0 0 0 held;"
                        "your.xlsx:read before 0 0 0 held;");
    assert_string_equal(remarks(), "1|E07|done||null|0\n");
}

static void a_file_on_its_way_is_left_and_an_old_piece_is_refused(void **context)
{
    (void)context;
    file_put("half.xlsx", "PK\3\4 the rest comes", 19, clock_real_seconds());
    file_put("empty.xlsx", "", 0, clock_real_seconds());
    file_put("old.xlsx", "PK\3\4 the rest comes", 19, clock_real_seconds() - 600);
    assert_string_equal(taken(false), "empty.xlsx:left for the next run 0 0 0;"
                                      "half.xlsx:left for the next run 0 0 0;"
                                      "old.xlsx:refused 0 0 0;");
    assert_true(is_in("half.xlsx") && is_in("empty.xlsx") && is_in("refused/old.xlsx"));
    assert_non_null(strstr(text_of("refused/old.xlsx.txt"), "ไฟล์ไม่ครบ"));
    assert_non_null(strstr(text_of("refused/old.xlsx.txt"), "the end of the file is missing"));
}

static void other_spreadsheets_are_refused_with_what_to_do(void **context)
{
    (void)context;
    file_put("list.xls", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8, EARLIER);
    file_put("list.csv", "a,b\n", 4, EARLIER);
    assert_string_equal(taken(false), "list.csv:refused 0 0 0;list.xls:refused 0 0 0;");
    assert_non_null(strstr(text_of("refused/list.xls.txt"), "without a password"));
}

static void a_dry_run_keeps_and_moves_nothing(void **context)
{
    (void)context;
    list_put("a.xlsx", "E07", ROW("BO-04:SO1:1", "", "done", "", ""), EARLIER);
    file_put("b.xlsx", "x", 1, EARLIER);
    assert_string_equal(taken(true), "a.xlsx:taken 1 0 0;b.xlsx:refused 0 0 0;");
    assert_string_equal(remarks(), "");
    assert_true(is_in("a.xlsx") && is_in("b.xlsx") && !is_in("done") && !is_in("refused"));
}

/* Killed between commit and move: the file is known, and only moves. */
static void what_was_committed_but_not_moved_is_only_moved(void **context)
{
    (void)context;
    list_put("a.xlsx", "E07", ROW("BO-04:SO1:1", "", "done", "", ""), EARLIER);
    taken(false);
    list_put("a.xlsx", "E07", ROW("BO-04:SO1:1", "", "done", "", ""), EARLIER);
    assert_string_equal(taken(false), "a.xlsx:read before 0 0 0;");
    assert_string_equal(remarks(), "1|E07|done||null|0\n");
    assert_false(is_in("a.xlsx"));
}

static void a_folder_that_cannot_be_moved_to_loses_nothing(void **context)
{
    (void)context;
    list_put("a.xlsx", "E07", ROW("BO-04:SO1:1", "", "done", "", ""), EARLIER);
    file_put("done", "a file stands where the folder should", 37, EARLIER);
    assert_string_equal(taken(false), "a.xlsx:taken 1 0 0 stays;");
    assert_string_equal(taken(false), "a.xlsx:read before 0 0 0 stays;");
    assert_string_equal(remarks(), "1|E07|done||null|0\n");
}

static void a_link_in_place_of_a_folder_leads_nowhere(void **context)
{
    char path[PATH_MAX + 64];

    (void)context;
    list_put("a.xlsx", "E07", ROW("BO-04:SO1:1", "", "done", "", ""), EARLIER);
    snprintf(path, sizeof path, "%s/done", inbox);
    assert_int_equal(symlink(folder, path), 0);
    assert_string_equal(taken(false), "a.xlsx:taken 1 0 0 stays;");
    assert_true(is_in("a.xlsx"));
    snprintf(path, sizeof path, "%s/link.xlsx", inbox);
    assert_int_equal(symlink("/etc/passwd", path), 0);
    assert_string_equal(taken(false), "a.xlsx:read before 0 0 0 stays;");
}

static void names_of_any_bytes_are_shown_as_text(void **context)
{
    (void)context;
    list_put("\xE0\xB8 bad\n.xlsx", "E07", ROW("BO-04:SO1:1", "", "done", "", ""), EARLIER);
    assert_string_equal(taken(false), "\xEF\xBF\xBD\xEF\xBF\xBD bad .xlsx:taken 1 0 0;");
    assert_string_equal(rows_of(state_connection(state), "SELECT source FROM remarks"),
                        "\xEF\xBF\xBD\xEF\xBF\xBD bad .xlsx\n");
    assert_true(is_in("done/2026-11-25/\xE0\xB8 bad\n.xlsx"));
}

static void a_set_inbox_that_is_not_there_is_told(void **context)
{
    const struct inbox_request request = {state, &settings, RUN_AT, false, NULL};
    struct inbox_receipt receipt = {0};
    struct error error = {0};

    (void)context;
    settings.inbox_folder = "/nowhere/inbox";
    settings.has_inbox_folder = true;
    assert_false(inbox_take(&request, &receipt, &error));
    assert_int_equal(error.code, EXIT_CODE_UNAVAILABLE);
    assert_non_null(strstr(error.text, "paths.inbox"));
    inbox_receipt_clear(&receipt);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        INBOX_TEST(the_same_file_adds_nothing_whatever_its_name),
        INBOX_TEST(lock_files_and_hidden_ones_are_passed_over),
        INBOX_TEST(a_file_that_somebody_has_open_is_read_and_stays),
        INBOX_TEST(a_file_on_its_way_is_left_and_an_old_piece_is_refused),
        INBOX_TEST(other_spreadsheets_are_refused_with_what_to_do),
        INBOX_TEST(a_dry_run_keeps_and_moves_nothing),
        INBOX_TEST(what_was_committed_but_not_moved_is_only_moved),
        INBOX_TEST(a_folder_that_cannot_be_moved_to_loses_nothing),
        INBOX_TEST(a_link_in_place_of_a_folder_leads_nowhere),
        INBOX_TEST(names_of_any_bytes_are_shown_as_text),
        INBOX_TEST(a_set_inbox_that_is_not_there_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
