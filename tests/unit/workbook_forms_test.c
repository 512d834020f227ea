/* Tests reports/workbook_forms.c: what cells take, also on the sheets that a long one goes on in.
 */
#include "reports/workbook_forms.h"
#include "reports/workbook_sheets.h"
#include "tests/unit/workbook_reading.h"

#include <stdlib.h>

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
        cmocka_unit_test(a_form_goes_on_on_the_next_sheet),
        cmocka_unit_test(a_date_beyond_the_calendar_stands_as_text_to_fill_in),
        cmocka_unit_test(lines_of_a_text_have_room_each),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
