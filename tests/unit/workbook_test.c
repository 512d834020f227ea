/* Tests reports/workbook*.c: every cell as what it is, sheets that go on, failures that are told.
 */
#include "core/clock.h"
#include "reports/workbook_forms.h"
#include "reports/workbook_sheets.h"
#include "tests/unit/workbook_reading.h"

#include <dirent.h>
#include <sha256.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>

static char folder[] = "/tmp/khrop_workbook_XXXXXX";
static char path[64];
static struct error error;

static struct workbook *book(int64_t row_limit)
{
    const struct workbook_request request = {.path = path,
                                             .temporary_folder = folder,
                                             .title = "Test & try",
                                             .company = "รวมใจโฮมมาร์ท",
                                             .created_at = 1794870000,
                                             .language = LANGUAGE_TH,
                                             .row_limit = row_limit};
    struct workbook *workbook;

    error = (struct error){0};
    assert_true(workbook_open(&workbook, &request, &error));
    return workbook;
}

static struct sheet *sheet_of(struct workbook *workbook, const char *name)
{
    struct sheet *sheet = workbook_sheet(workbook, name, true, NULL, NULL, &error);

    assert_non_null(sheet);
    return sheet;
}

static const char *finished(struct workbook *workbook)
{
    if (!workbook_finish(workbook, &error))
        fail_msg("%s", error.text);
    return workbook_read(path, NULL);
}

static void text_is_never_a_formula_a_number_or_a_link(void **context)
{
    struct workbook *workbook = book(WORKBOOK_ROW_LIMIT);
    struct sheet *sheet = sheet_of(workbook, "a");
    const char *cells;

    (void)context;
    sheet_text(sheet, 0, "=1+1", CELL_TEXT, LOOK_PLAIN);
    sheet_text(sheet, 1, "0812345678", CELL_TEXT, LOOK_PLAIN);
    sheet_text(sheet, 2, "https://khrop.example", CELL_TEXT, LOOK_PLAIN);
    sheet_text(sheet, 3, "_x0041_ and _x_", CELL_TEXT, LOOK_PLAIN);
    sheet_text(sheet, 4, "สินค้าค้างส่ง", CELL_TEXT_WRAPPED, LOOK_PLAIN);
    cells = finished(workbook);
    assert_line(cells, "a!A1 s =1+1");
    assert_line(cells, "a!D1 s _x005F_x0041_ and _x_");
    assert_line(cells, "a!B1 s 0812345678");
    assert_line(cells, "a!C1 s https://khrop.example");
    assert_line(cells, "a!E1 s สินค้าค้างส่ง");
}

static void escapes_of_excel_stay_as_they_were_typed(void **context)
{
    struct workbook *workbook = book(WORKBOOK_ROW_LIMIT);
    struct sheet *sheet = sheet_of(workbook, "a");

    (void)context;
    sheet_text(sheet, 0, "_x0041_", CELL_TEXT, LOOK_PLAIN);
    sheet_text(sheet, 1, "_x00_", CELL_TEXT, LOOK_PLAIN);
    /* Excel reads _x005F_ as `_`; openpyxl leaves it. */
    assert_line(finished(workbook), "a!A1 s _x005F_x0041_");
    assert_line(workbook_read(path, NULL), "a!B1 s _x00_");
}

static void numbers_read_back_to_the_last_digit(void **context)
{
    struct workbook *workbook = book(WORKBOOK_ROW_LIMIT);
    struct sheet *sheet = sheet_of(workbook, "a");
    const char *cells;

    (void)context;
    sheet_percent(sheet, 0, 954265, LOOK_GREEN);
    sheet_decimal(sheet, 1, 259374300, CELL_MONEY, LOOK_PLAIN);
    sheet_decimal(sheet, 2, -1, CELL_QUANTITY, LOOK_PLAIN);
    sheet_decimal(sheet, 3, 50000, CELL_QUANTITY, LOOK_PLAIN);
    sheet_integer(sheet, 4, -12, LOOK_PLAIN);
    sheet_tally(sheet, 5, 0, LOOK_PLAIN);
    cells = finished(workbook);
    assert_line(cells, "a!A1 n 0.954265");
    assert_line(cells, "a!B1 n 25937.43");
    assert_line(cells, "a!C1 n -0.0001");
    assert_line(cells, "a!D1 n 5");
    assert_line(cells, "a!E1 n -12");
    assert_line(cells, "a!F1 n 0");
}

static void more_digits_than_excel_keeps_stand_as_text(void **context)
{
    struct workbook *workbook = book(WORKBOOK_ROW_LIMIT);
    struct sheet *sheet = sheet_of(workbook, "a");
    const char *cells;

    (void)context;
    sheet_decimal(sheet, 0, INT64_C(9223372036854775807), CELL_MONEY, LOOK_PLAIN);
    sheet_integer(sheet, 1, INT64_C(-1000000000000000), LOOK_PLAIN);
    sheet_integer(sheet, 2, INT64_C(999999999999999), LOOK_PLAIN);
    cells = finished(workbook);
    assert_line(cells, "a!A1 s 922337203685477.5807");
    assert_line(cells, "a!B1 s -1000000000000000");
    assert_line(cells, "a!C1 n 999999999999999");
}

static void dates_are_dates_in_the_buddhist_era(void **context)
{
    struct workbook *workbook = book(WORKBOOK_ROW_LIMIT);
    struct sheet *sheet = sheet_of(workbook, "a");
    const char *cells;

    (void)context;
    assert_true(clock_set_zone("Asia/Bangkok", &error));
    sheet_date(sheet, 0, 20782, LOOK_PLAIN);  /* 2026-11-25 */
    sheet_date(sheet, 1, -25568, LOOK_PLAIN); /* 1899-12-31: Excel has no such day */
    sheet_timestamp(sheet, 2, INT64_C(1795561200), LOOK_PLAIN); /* 2026-11-25 06:00 in Bangkok */
    assert_true(workbook_finish(workbook, &error));
    cells = workbook_read(path, "--colours");
    assert_line(cells, "a!A1 d 2026-11-25 00:00 [$-107041E]d mmm yyyy None 00000000");
    assert_line(cells, "a!B1 s 1899-12-31 General None 00000000");
    assert_line(cells, "a!C1 d 2026-11-25 06:00 [$-107041E]d mmm yyyy hh:mm None 00000000");
}

static void meaning_shows_by_sign_as_well_as_by_colour(void **context)
{
    struct workbook *workbook = book(WORKBOOK_ROW_LIMIT);
    struct sheet *sheet = sheet_of(workbook, "a");

    (void)context;
    sheet_percent(sheet, 0, 100000, LOOK_RED);
    sheet_text(sheet, 1, "not read", CELL_MISSING, LOOK_PLAIN);
    assert_true(workbook_finish(workbook, &error));
    assert_line(workbook_read(path, "--colours"), "a!A1 n 0.1 \"✗ \"0.00% solid FFFFE1E1");
    assert_line(workbook_read(path, "--colours"), "a!B1 s not read General lightUp FFB8C0C8");
}

/* In Excel a number that doesn't fit is shown as ####. 12 characters, and 3 to spare; in the file 5
 * pixels of 7 more. */
static void a_large_number_far_down_has_room(void **context)
{
    struct workbook *workbook = book(WORKBOOK_ROW_LIMIT);
    struct sheet *sheet = sheet_of(workbook, "a");

    (void)context;
    for (int i = 0; i < 700; i++) {
        sheet_decimal(sheet, 0, i == 690 ? INT64_C(12345678900) : 10000, CELL_MONEY, LOOK_PLAIN);
        assert_true(sheet_next_row(sheet, &error));
    }
    sheet_fit(sheet, 1, 4, 40);
    finished(workbook);
    assert_line(workbook_read(path, "--colours"), "a!A width 15.7109");
}

static void names_that_excel_refuses_are_mended(void **context)
{
    struct workbook *workbook = book(WORKBOOK_ROW_LIMIT);
    const char *cells;

    (void)context;
    assert_string_equal(sheet_name(sheet_of(workbook, "a/b:c?")), "a-b-c-");
    assert_string_equal(sheet_name(sheet_of(workbook, "A/B:C?")), "A-B-C- (2)");
    assert_string_equal(sheet_name(sheet_of(workbook, "")), "-");
    /* 31 letters at most: this has 35. */
    assert_string_equal(sheet_name(sheet_of(workbook, "กกกกกกกกกกขขขขขขขขขขคคคคคคคคคคงงงงง")),
                        "กกกกกกกกกกขขขขขขขขขขคคคคคคคคคคง");
    cells = finished(workbook);
    assert_line(cells, "sheet A-B-C- (2) frozen None filter None");
}

static void headings_write(struct sheet *sheet, const void *context)
{
    sheet_text(sheet, 0, context, CELL_HEADING, LOOK_PLAIN);
    sheet_freeze(sheet, 1);
}

static const char *rows_written(int64_t row_limit, int64_t row_count)
{
    struct workbook *workbook = book(row_limit);
    struct sheet *sheet =
        workbook_sheet(workbook, "BO-04", true, headings_write, "heading", &error);

    assert_non_null(sheet);
    for (int64_t i = 1; i <= row_count; i++) {
        assert_true(sheet_next_row(sheet, &error));
        sheet_integer(sheet, 0, i, LOOK_PLAIN);
    }
    sheet_filter(sheet, 1);
    return finished(workbook);
}

static void a_full_sheet_goes_on_on_the_next(void **context)
{
    const char *cells = rows_written(4, 7);

    (void)context;
    assert_line(cells, "sheet BO-04 frozen B2 filter A1:A4");
    assert_line(cells, "BO-04!A4 n 3");
    assert_line(cells, "BO-04 (2)!A1 s heading");
    assert_line(cells, "BO-04 (2)!A2 n 4");
    assert_line(cells, "BO-04 (3)!A2 n 7");
    assert_line(cells, "sheet BO-04 (3) frozen B2 filter A1:A2");
    assert_no_text(cells, "BO-04!A5");
}

static void a_sheet_that_is_just_full_has_no_next(void **context)
{
    (void)context;
    assert_no_text(rows_written(4, 3), "BO-04 (2)");
}

static void a_text_that_no_cell_can_hold_is_told_with_its_row(void **context)
{
    static const struct {
        const char *text, *fault;
    } cases[] = {
        {"\xC3(", "sheet \"a\", row 2: a text is not valid UTF-8"},
        {"a\x01", "sheet \"a\", row 2: a text holds a control character"},
        {"\xEF\xBF\xBF", "sheet \"a\", row 2: a text holds a control character"},
    };

    (void)context;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct workbook *workbook = book(WORKBOOK_ROW_LIMIT);
        struct sheet *sheet = sheet_of(workbook, "a");

        assert_true(sheet_next_row(sheet, &error));
        sheet_text(sheet, 0, cases[i].text, CELL_TEXT, LOOK_PLAIN);
        assert_false(workbook_finish(workbook, &error));
        assert_int_equal(error.code, EXIT_CODE_DATA);
        assert_non_null(strstr(error.text, cases[i].fault));
        assert_int_equal(access(path, F_OK), -1);
    }
}

static void a_text_of_32768_characters_is_told(void **context)
{
    struct workbook *workbook = book(WORKBOOK_ROW_LIMIT);
    struct sheet *sheet = sheet_of(workbook, "a");
    static char text[32769];

    (void)context;
    memset(text, 'a', 32767);
    sheet_text(sheet, 0, text, CELL_TEXT, LOOK_PLAIN);
    assert_true(sheet_is_good(sheet, &error));
    memset(text, 'a', 32768);
    sheet_text(sheet, 0, text, CELL_TEXT, LOOK_PLAIN);
    assert_false(sheet_next_row(sheet, &error));
    assert_non_null(strstr(error.text, "32,767"));
    workbook_discard(workbook);
}

static void hash_one(char hash[SHA256_DIGEST_STRING_LENGTH])
{
    struct workbook *workbook = book(WORKBOOK_ROW_LIMIT);
    struct sheet *sheet = sheet_of(workbook, "a");

    for (int i = 0; i < 50; i++) {
        assert_true(sheet_next_row(sheet, &error));
        sheet_text(sheet, 0, "สินค้าค้างส่ง", CELL_TEXT, LOOK_FRESH);
        sheet_percent(sheet, 1, i * 1000, LOOK_AMBER);
    }
    assert_true(workbook_finish(workbook, &error));
    assert_non_null(SHA256File(path, hash));
}

static void the_same_cells_give_the_same_bytes(void **context)
{
    char first[SHA256_DIGEST_STRING_LENGTH], second[SHA256_DIGEST_STRING_LENGTH];

    (void)context;
    hash_one(first);
    /* Zip files keep times of two seconds. */
    sleep(3);
    hash_one(second);
    assert_string_equal(first, second);
}

static void a_finished_file_is_readable_by_its_group_alone(void **context)
{
    struct workbook *workbook;
    struct stat status;

    (void)context;
    workbook = book(WORKBOOK_ROW_LIMIT);
    sheet_of(workbook, "a");
    finished(workbook);
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0640);
}

static size_t open_files(void)
{
    DIR *files = opendir("/proc/self/fd");
    size_t count = 0;

    assert_non_null(files);
    while (readdir(files) != NULL)
        count++;
    closedir(files);
    return count;
}

static void a_discarded_workbook_leaves_nothing(void **context)
{
    size_t before = open_files();
    struct workbook *workbook = book(3);
    struct sheet *sheet = sheet_of(workbook, "a");

    (void)context;
    for (int i = 0; i < 9; i++)
        assert_true(sheet_next_row(sheet, &error));
    workbook_discard(workbook);
    assert_int_equal(access(path, F_OK), -1);
    assert_int_equal(open_files(), before);
}

/* Two rows to a sheet, below the headings. */
static void headings_of_a_form(struct sheet *sheet, const void *context)
{
    (void)context;
    sheet_text(sheet, 0, "Status", CELL_HEADING, LOOK_PLAIN);
    sheet_text(sheet, 1, "Date", CELL_HEADING, LOOK_PLAIN);
    sheet_freeze(sheet, 0);
}

static void a_form_goes_on_on_the_next_sheet(void **context)
{
    const struct sheet_refusal refusal = {"Please", "Choose one"};
    struct workbook *workbook = book(3);
    struct sheet *sheet = workbook_sheet(workbook, "a", true, headings_of_a_form, NULL, &error);
    const char *text;

    (void)context;
    assert_non_null(sheet);
    for (int i = 0; i < 3; i++) {
        assert_true(sheet_next_row(sheet, &error));
        sheet_text(sheet, 0, "done", CELL_INPUT, LOOK_PLAIN);
        sheet_input_date(sheet, 1, 20782); /* 2026-11-25 */
        sheet_text(sheet, 2, "locked", CELL_TEXT, LOOK_PLAIN);
    }
    sheet_choices(sheet, 0, "khrop!$D$1:$D$6", refusal);
    sheet_dates(sheet, 1, refusal);
    sheet_guard_headings(sheet, 2, refusal);
    sheet_mark_groups(sheet, 0, 2);
    sheet_hide_columns(sheet, 2, 2);
    sheet_hide(sheet_of(workbook, "khrop"));
    assert_true(workbook_finish(workbook, &error));
    text = workbook_read(path, "--forms");
    assert_line(text, "takes a A2:A3 list khrop!$D$1:$D$6 None Choose one");
    assert_line(text, "takes a (2) A2 list khrop!$D$1:$D$6 None Choose one");
    /* From 2000-01-01 to 2642-12-31, which is 2099 of the Buddhist era. */
    assert_line(text, "takes a B2:B3 date 36526 271376 Choose one");
    assert_line(text, "takes a (2) A1:B1 custom FALSE None Choose one");
    assert_line(text, "marks a A2:B3 $A2<>$A1");
    assert_line(text, "marks a (2) A2:B2 $A2<>$A1");
    assert_line(text, "hidden a (2) C 3 3");
    assert_line(text, "unlocked a (2) B2 d 2026-11-25 00:00");
    assert_line(text, "sheet khrop hidden");
    assert_no_text(text, "locked a C");
}

/* A date that Excel has no number for can't stand in a cell as one. */
static void a_date_beyond_the_calendar_stands_as_text_to_fill_in(void **context)
{
    struct workbook *workbook = book(WORKBOOK_ROW_LIMIT);

    (void)context;
    sheet_input_date(sheet_of(workbook, "a"), 0, -100000); /* 1696-03-17 */
    assert_true(workbook_finish(workbook, &error));
    assert_line(workbook_read(path, "--forms"), "unlocked a A1 s 1696-03-17");
}

/* Two lines, of which the second takes two: 3 x 15 points. */
static void lines_of_a_text_have_room_each(void **context)
{
    struct workbook *workbook = book(WORKBOOK_ROW_LIMIT);
    struct sheet *sheet = sheet_of(workbook, "a");

    (void)context;
    sheet_wrap(sheet, 0, 10);
    sheet_text_lines(sheet, 0, "one\ntwo and three", CELL_TEXT_WRAPPED, LOOK_PLAIN);
    assert_int_equal(sheet->row_lines, 3);
    sheet_text_lines(sheet, 1, "a column that does not wrap, however long its text is",
                     CELL_TEXT_WRAPPED, LOOK_PLAIN);
    assert_int_equal(sheet->row_lines, 3);
    workbook_discard(workbook);
}

static void a_folder_that_is_not_there_is_told_with_the_path(void **context)
{
    struct workbook_request request = {.path = "/tmp/khrop_none/a.xlsx",
                                       .temporary_folder = folder,
                                       .title = "",
                                       .company = "",
                                       .row_limit = 4};
    struct workbook *workbook;

    (void)context;
    assert_false(workbook_open(&workbook, &request, &error));
    assert_int_equal(error.code, EXIT_CODE_CANNOT_WRITE);
    assert_string_equal(error.text, "/tmp/khrop_none/a.xlsx: No such file or directory");
}

static void a_temporary_folder_that_is_not_there_is_told(void **context)
{
    struct workbook_request request = {.path = path,
                                       .temporary_folder = "/tmp/khrop_none",
                                       .title = "",
                                       .company = "",
                                       .row_limit = 4};
    struct workbook *workbook;

    (void)context;
    assert_false(workbook_open(&workbook, &request, &error));
    assert_int_equal(error.code, EXIT_CODE_CANNOT_WRITE);
    assert_string_equal(error.text, "/tmp/khrop_none: No such file or directory");
}

/* A limit on the size of files stands in for a full disk. */
static void a_disk_that_fills_up_is_told_and_leaves_no_file(void **context)
{
    struct rlimit before, small;
    struct workbook *workbook;
    struct sheet *sheet;
    bool went_on = true;

    (void)context;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small = (struct rlimit){64 * 1024, before.rlim_max};
    signal(SIGXFSZ, SIG_IGN);
    workbook = book(WORKBOOK_ROW_LIMIT);
    sheet = sheet_of(workbook, "a");
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    for (int i = 0; went_on && i < 5000; i++) {
        went_on = sheet_next_row(sheet, &error);
        sheet_text(sheet, 0, "a row of a sheet that will not fit", CELL_TEXT, LOOK_PLAIN);
    }
    assert_false(workbook_finish(workbook, &error));
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_int_equal(error.code, EXIT_CODE_CANNOT_WRITE);
    assert_non_null(strstr(error.text, path));
    assert_int_equal(access(path, F_OK), -1);
}

static int begin(void **context)
{
    (void)context;
    if (mkdtemp(folder) == NULL)
        return -1;
    snprintf(path, sizeof path, "%s/a.xlsx", folder);
    return 0;
}

static int end(void **context)
{
    (void)context;
    unlink(path);
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_never_a_formula_a_number_or_a_link),
        cmocka_unit_test(escapes_of_excel_stay_as_they_were_typed),
        cmocka_unit_test(numbers_read_back_to_the_last_digit),
        cmocka_unit_test(more_digits_than_excel_keeps_stand_as_text),
        cmocka_unit_test(dates_are_dates_in_the_buddhist_era),
        cmocka_unit_test(meaning_shows_by_sign_as_well_as_by_colour),
        cmocka_unit_test(a_large_number_far_down_has_room),
        cmocka_unit_test(names_that_excel_refuses_are_mended),
        cmocka_unit_test(a_full_sheet_goes_on_on_the_next),
        cmocka_unit_test(a_sheet_that_is_just_full_has_no_next),
        cmocka_unit_test(a_text_that_no_cell_can_hold_is_told_with_its_row),
        cmocka_unit_test(a_text_of_32768_characters_is_told),
        cmocka_unit_test(the_same_cells_give_the_same_bytes),
        cmocka_unit_test(a_finished_file_is_readable_by_its_group_alone),
        cmocka_unit_test(a_discarded_workbook_leaves_nothing),
        cmocka_unit_test(a_form_goes_on_on_the_next_sheet),
        cmocka_unit_test(a_date_beyond_the_calendar_stands_as_text_to_fill_in),
        cmocka_unit_test(lines_of_a_text_have_room_each),
        cmocka_unit_test(a_folder_that_is_not_there_is_told_with_the_path),
        cmocka_unit_test(a_temporary_folder_that_is_not_there_is_told),
        cmocka_unit_test(a_disk_that_fills_up_is_told_and_leaves_no_file),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
