/* Tests jobs/inbox.c with what it stands on: files in a folder, state.db beside it. Lists are built
 * by hand; what must be found is written out.
 */
#include "core/clock.h"
#include "jobs/folder.h"
#include "jobs/inbox.h"
#include "jobs/statement.h"
#include "tests/unit/small_site.h"
#include "tests/unit/workbook_building.h"

#include <fcntl.h>

#define RUN_AT 1795561200 /* 2026-11-25 06:00 in Bangkok */
#define EARLIER (RUN_AT - 3600)

static char folder[PATH_MAX];
static char inbox[PATH_MAX + 16];
static struct settings settings;
static struct state *state;

/* Three exceptions; the third is resolved. E07 has the list of 2026-11-25, day 20782. */
static const char known[] =
    "INSERT INTO slots VALUES (1, 'daily', 20782);"
    "INSERT INTO attempts (attempt_id, slot_id, attempt_no, state, is_flows_only, started_at, pid)"
    " VALUES (1, 1, 1, 'published', 0, 0, 1);"
    "INSERT INTO exceptions VALUES (1, 'BO-04', 'SO1:1'), (2, 'BO-04', 'SO1:2'), (3, 'X', 'gone');"
    "INSERT INTO worklist (attempt_id, exception_no, state, day_count, first_found_on, since_on,"
    " last_found_on, last_checked_on, runs_seen_count, severity, owner, list_no, list_reason,"
    " signature) VALUES"
    " (1, 1, 'open', 2, 20781, 20781, 20782, 20782, 2, 'high', 'E07', 'E07', '', '1'),"
    " (1, 2, 'new', 1, 20782, 20782, 20782, 20782, 1, 'high', 'E08', 'E08', '', '2'),"
    " (1, 3, 'resolved', 1, 20781, 20782, 20781, 20782, 1, 'low', 'E07', 'E07', '', '3');";

static int inbox_begin(void **context)
{
    struct error error = {0};

    (void)context;
    snprintf(folder, sizeof folder, "/tmp/khrop-inbox-XXXXXX");
    if (mkdtemp(folder) == NULL || !clock_set_zone("Asia/Bangkok", &error))
        return 1;
    snprintf(inbox, sizeof inbox, "%s/inbox", folder);
    settings = (struct settings){.state_folder = folder, .inbox_folder = inbox};
    if (!folder_make(inbox, &error) || !state_open(&state, folder, &error))
        return 1;
    return statement_execute(state_connection(state), known, &error) ? 0 : 1;
}

static int inbox_end(void **context)
{
    struct error error = {0};

    (void)context;
    state_close(state);
    return folder_remove(folder, &error) ? 0 : 1;
}

static void file_put(const char *name, const void *bytes, size_t size, int64_t modified_at)
{
    const struct timespec times[] = {{modified_at, 0}, {modified_at, 0}};
    char path[PATH_MAX + 64];
    FILE *file;

    snprintf(path, sizeof path, "%s/%s", inbox, name);
    file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
}

#define CELL(text) "<c t=\"inlineStr\"><is><t>" text "</t></is></c>"
#define ROW(id, baseline, status, remark, next)                                                    \
    "<row>" CELL(id) CELL(baseline) CELL(status) CELL(remark) CELL(next) "</row>"

/* A list of `list_no` with these rows; its name is the sheet's too. */
static void list_put(const char *name, const char *list_no, const char *rows, int64_t modified_at)
{
    static const char workbook[] =
        XML_HEAD "<workbook xmlns=\"" MAIN_NAMESPACE "\" xmlns:r=\"" OFFICE "\"><sheets>"
                 "<sheet name=\"S\" r:id=\"rId1\"/><sheet name=\"khrop\" r:id=\"rId2\"/></sheets>"
                 "</workbook>";
    static const char relations[] =
        XML_HEAD "<Relationships xmlns=\"" PACKAGE "\"><Relationship Id=\"rId1\" Type=\"" OFFICE
                 "/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId2\""
                 " Type=\"" OFFICE "/worksheet\" Target=\"about.xml\"/></Relationships>";
    struct zip_building zip = {0};
    char *text = NULL;

    zip_part(&zip, "xl/workbook.xml", workbook);
    zip_part(&zip, "xl/_rels/workbook.xml.rels", relations);
    assert_true(asprintf(&text,
                         "<row>" CELL("khrop_id") CELL("khrop_baseline") CELL("Status")
                             CELL("Remark") CELL("Next date") "</row>%s",
                         rows) > 0);
    workbook_sheets(&zip, text, "");
    free(text);
    assert_true(asprintf(&text,
                         XML_HEAD "<worksheet xmlns=\"" MAIN_NAMESPACE "\"><sheetData><row>" CELL(
                             "list_no") CELL("%s") "</row><row>" CELL("business_on")
                             CELL("2026-11-25") "</row></sheetData></worksheet>",
                         list_no) > 0);
    zip_part(&zip, "xl/about.xml", text);
    free(text);
    zip_end(&zip);
    file_put(name, zip.bytes, zip.size, modified_at);
    zip_clear(&zip);
}

static const char *const notes[INBOX_NOTE_KINDS] = {
    [INBOX_NOTE_CONFLICT] = "conflict",
    [INBOX_NOTE_RESOLVED] = "resolved",
    [INBOX_NOTE_UNKNOWN] = "unknown",
    [INBOX_NOTE_NO_ID] = "no-id",
    [INBOX_NOTE_TWICE] = "twice",
    [INBOX_NOTE_STATUS_UNREAD] = "status",
    [INBOX_NOTE_DATE_UNREAD] = "date",
    [INBOX_NOTE_REASON_NEEDED] = "reason",
    [INBOX_NOTE_OTHER_CELLS] = "other-cells",
    [INBOX_NOTE_MIXED] = "mixed",
    [INBOX_NOTE_NO_BASELINE] = "no-baseline",
    [INBOX_NOTE_NO_OWNER] = "no-owner",
    [INBOX_NOTE_LONG] = "long",
    [INBOX_NOTE_HELD] = "held",
    [INBOX_NOTE_STAYS] = "stays",
};

/* Reads the inbox: "NAME:outcome EDITS CONFLICTS STRAYS notes;" a file. */
static const char *taken(bool is_dry)
{
    static char text[2048];
    const struct inbox_request request = {state, &settings, RUN_AT, is_dry, NULL};
    struct inbox_receipt receipt = {0};
    struct error error = {0};
    size_t used = 0;

    text[0] = '\0';
    if (!inbox_take(&request, &receipt, &error))
        fail_msg("%s", error.text);
    for (size_t i = 0; i < receipt.file_count; i++) {
        const struct inbox_receipt_file *file = &receipt.files[i];
        used += (size_t)snprintf(text + used, sizeof text - used, "%s:%s %d %d %d", file->name,
                                 inbox_outcome_text(file->outcome), (int)file->edit_count,
                                 (int)file->conflict_count, (int)file->stray_count);
        for (size_t note = 0; note < file->notes.count; note++)
            used += (size_t)snprintf(text + used, sizeof text - used, " %s",
                                     notes[file->notes.notes[note].kind]);
        used += (size_t)snprintf(text + used, sizeof text - used, ";");
    }
    inbox_receipt_clear(&receipt);
    return text;
}

static const char *remarks(void)
{
    return rows_of(state_connection(state),
                   "SELECT exception_no, said_by, status, remark, date(next_on * 86400,"
                   " 'unixepoch'), baseline_no FROM remarks ORDER BY remark_no");
}

static bool is_in(const char *place)
{
    char path[PATH_MAX + 64];

    snprintf(path, sizeof path, "%s/%s", inbox, place);
    return access(path, F_OK) == 0;
}

static const char *text_of(const char *place)
{
    static char text[8192];
    char path[PATH_MAX + 64];
    FILE *file;

    snprintf(path, sizeof path, "%s/%s", inbox, place);
    file = fopen(path, "rb");
    assert_non_null(file);
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    return text;
}

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
    file_put("~$my.xlsx", "x", 1, EARLIER);
    list_put("my.xlsx", "E07", ROW("BO-04:SO1:1", "", "done", "", ""), EARLIER);
    assert_string_equal(taken(false), "my.xlsx:taken 1 0 0 held;");
    assert_true(is_in("my.xlsx"));
    assert_string_equal(taken(false), "my.xlsx:read before 0 0 0 held;");
    assert_string_equal(remarks(), "1|E07|done||null|0\n");
}

static void a_file_on_its_way_is_left_and_an_old_piece_is_refused(void **context)
{
    (void)context;
    file_put("half.xlsx", "PK\3\4 the rest comes", 22, clock_real_seconds());
    file_put("empty.xlsx", "", 0, clock_real_seconds());
    file_put("old.xlsx", "PK\3\4 the rest comes", 22, clock_real_seconds() - 600);
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

static void a_list_without_its_owner_counts_for_those_who_have_the_rows(void **context)
{
    (void)context;
    list_put("a.xlsx", "", ROW("BO-04:SO1:2", "", "done", "", ""), EARLIER);
    assert_string_equal(taken(false), "a.xlsx:taken 1 0 0 no-owner;");
    assert_string_equal(remarks(), "2|E08|done||null|0\n");
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

#define INBOX_TEST(test) cmocka_unit_test_setup_teardown(test, inbox_begin, inbox_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        INBOX_TEST(what_was_typed_is_kept_with_who_and_when),
        INBOX_TEST(the_same_file_adds_nothing_whatever_its_name),
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
        INBOX_TEST(lock_files_and_hidden_ones_are_passed_over),
        INBOX_TEST(a_file_that_somebody_has_open_is_read_and_stays),
        INBOX_TEST(a_file_on_its_way_is_left_and_an_old_piece_is_refused),
        INBOX_TEST(other_spreadsheets_are_refused_with_what_to_do),
        INBOX_TEST(a_dry_run_keeps_and_moves_nothing),
        INBOX_TEST(what_was_committed_but_not_moved_is_only_moved),
        INBOX_TEST(a_folder_that_cannot_be_moved_to_loses_nothing),
        INBOX_TEST(a_list_without_its_owner_counts_for_those_who_have_the_rows),
        INBOX_TEST(a_set_inbox_that_is_not_there_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
