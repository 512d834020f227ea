/* Tests reports/sheet_writer.c: batches become a table with headings, each column as its type. */
#include "core/clock.h"
#include "reports/sheet_writer.h"
#include "tests/unit/workbook_reading.h"

#include <stdlib.h>

static const struct column columns[] = {
    {"order_no", COLUMN_TEXT, true, false, NULL},
    {"state", COLUMN_TEXT, false, true, NULL},
    {"promised_on", COLUMN_DATE, false, true, NULL},
    {"owed_qty", COLUMN_QUANTITY, false, true, NULL},
    {"order_amount", COLUMN_MONEY, false, true, NULL},
    {"late_days", COLUMN_INTEGER, false, true, NULL},
    {"is_on_hold", COLUMN_BOOLEAN, false, true, NULL},
    {"updated_at", COLUMN_TIMESTAMP, false, true, NULL},
};
static const struct schema schema = {columns, sizeof columns / sizeof columns[0]};

static char folder[] = "/tmp/khrop_sheet_XXXXXX";
static char path[64];
static struct error error;

static enum cell_look look(const char *text, size_t length, enum language language)
{
    (void)language;
    return length == 3 && memcmp(text, "new", 3) == 0 ? LOOK_RED : LOOK_PLAIN;
}

static struct workbook *book(int64_t row_limit)
{
    const struct workbook_request request = {.path = path,
                                             .temporary_folder = folder,
                                             .title = "test",
                                             .company = "test",
                                             .language = LANGUAGE_EN,
                                             .row_limit = row_limit};
    struct workbook *workbook;

    assert_true(workbook_open(&workbook, &request, &error));
    return workbook;
}

static void text_set(struct batch *batch, size_t column, const char *text)
{
    batch->columns[column].texts[batch->row_count] =
        (struct text_view){text, (uint32_t)strlen(text)};
}

static void row_add(struct batch *batch, const char *order_no, const char *state)
{
    text_set(batch, 0, order_no);
    text_set(batch, 1, state);
    batch->columns[2].numbers[batch->row_count] = 20782;
    batch->columns[3].numbers[batch->row_count] = 12500;
    batch->columns[4].numbers[batch->row_count] = -10000;
    batch->columns[5].numbers[batch->row_count] = 3;
    batch->columns[6].numbers[batch->row_count] = 1;
    batch->columns[7].numbers[batch->row_count] = INT64_C(1795561200);
    batch->row_count++;
}

static void null_row_add(struct batch *batch, const char *order_no)
{
    text_set(batch, 0, order_no);
    for (size_t i = 1; i < schema.column_count; i++)
        batch_set_null(batch, i, batch->row_count);
    batch->row_count++;
}

static const char *written(const struct sheet_plan *plan, const struct batch *batch,
                           int64_t row_limit, const char *option)
{
    struct workbook *workbook = book(row_limit);
    struct writer *writer;

    assert_true(sheet_writer_open(&writer, workbook, plan, &schema, &error));
    assert_string_equal(sheet_writer_name(writer), plan->name);
    if (!writer->write(writer, batch, &error) || !writer->finish(writer, &error))
        fail_msg("%s", error.text);
    writer->close(writer);
    assert_true(workbook_finish(workbook, &error));
    return workbook_read(path, option);
}

static void every_type_is_a_cell_of_its_own(void **context)
{
    const struct sheet_plan plan = {.name = "rows"};
    struct batch batch;
    const char *cells;

    (void)context;
    assert_true(batch_open(&batch, &schema, &error));
    row_add(&batch, "SO1", "new");
    cells = written(&plan, &batch, WORKBOOK_ROW_LIMIT, NULL);
    assert_line(cells, "rows!A1 s Order no.");
    assert_line(cells, "rows!A2 s SO1");
    assert_line(cells, "rows!C2 d 2026-11-25 00:00");
    assert_line(cells, "rows!D2 n 1.25");
    assert_line(cells, "rows!E2 n -1");
    assert_line(cells, "rows!F2 n 3");
    assert_line(cells, "rows!G2 s yes");
    assert_line(cells, "rows!H2 d 2026-11-25 06:00");
    batch_close(&batch);
}

static void a_null_is_an_empty_cell(void **context)
{
    const struct sheet_plan plan = {.name = "rows"};
    struct batch batch;
    const char *cells;

    (void)context;
    assert_true(batch_open(&batch, &schema, &error));
    null_row_add(&batch, "SO1");
    cells = written(&plan, &batch, WORKBOOK_ROW_LIMIT, NULL);
    assert_line(cells, "rows!A2 s SO1");
    assert_no_text(cells, "rows!B2");
    assert_no_text(cells, "rows!H2");
    batch_close(&batch);
}

static void lines_stand_above_frozen_headings(void **context)
{
    const struct sheet_plan plan = {
        .name = "rows", .title = "Title", .lines = {"One", "Two"}, .frozen_columns = 1};
    struct batch batch;
    const char *cells;

    (void)context;
    assert_true(batch_open(&batch, &schema, &error));
    row_add(&batch, "SO1", "new");
    cells = written(&plan, &batch, WORKBOOK_ROW_LIMIT, NULL);
    assert_line(cells, "sheet rows frozen B5 filter A4:H5");
    assert_line(cells, "rows!A1 s Title");
    assert_line(cells, "rows!A3 s Two");
    assert_line(cells, "rows!A4 s Order no.");
    batch_close(&batch);
}

static void the_column_that_says_what_a_row_means_has_its_look(void **context)
{
    const struct sheet_plan plan = {.name = "rows", .look_column = "state", .look = look};
    struct batch batch;
    const char *cells;

    (void)context;
    assert_true(batch_open(&batch, &schema, &error));
    row_add(&batch, "SO1", "new");
    row_add(&batch, "SO2", "open");
    cells = written(&plan, &batch, WORKBOOK_ROW_LIMIT, "--colours");
    assert_line(cells, "rows!B2 s new General solid FFFFE1E1");
    assert_line(cells, "rows!B3 s open General None 00000000");
    assert_line(cells, "rows!A2 s SO1 General None 00000000");
    batch_close(&batch);
}

static void rows_past_the_limit_stand_on_a_next_sheet(void **context)
{
    const struct sheet_plan plan = {.name = "BO-04", .title = "Title"};
    struct batch batch;
    const char *cells;

    (void)context;
    assert_true(batch_open(&batch, &schema, &error));
    for (int i = 0; i < 5; i++)
        row_add(&batch, "SO1", "new");
    row_add(&batch, "SO6", "new");
    cells = written(&plan, &batch, 5, NULL);
    assert_line(cells, "sheet BO-04 frozen A3 filter A2:H5");
    assert_line(cells, "BO-04 (2)!A1 s Title");
    assert_line(cells, "BO-04 (2)!A5 s SO6");
    assert_no_text(cells, "BO-04 (3)");
    batch_close(&batch);
}

static void a_text_that_no_cell_can_hold_fails_the_batch(void **context)
{
    const struct sheet_plan plan = {.name = "rows"};
    struct workbook *workbook = book(WORKBOOK_ROW_LIMIT);
    struct writer *writer;
    struct batch batch;

    (void)context;
    assert_true(batch_open(&batch, &schema, &error));
    row_add(&batch, "\xFF", "new");
    assert_true(sheet_writer_open(&writer, workbook, &plan, &schema, &error));
    assert_false(writer->write(writer, &batch, &error));
    assert_int_equal(error.code, EXIT_CODE_DATA);
    assert_non_null(strstr(error.text, "sheet \"rows\", row 2"));
    writer->close(writer);
    workbook_discard(workbook);
    batch_close(&batch);
}

static int begin(void **context)
{
    (void)context;
    if (mkdtemp(folder) == NULL || !clock_set_zone("Asia/Bangkok", &error))
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
        cmocka_unit_test(every_type_is_a_cell_of_its_own),
        cmocka_unit_test(a_null_is_an_empty_cell),
        cmocka_unit_test(lines_stand_above_frozen_headings),
        cmocka_unit_test(the_column_that_says_what_a_row_means_has_its_look),
        cmocka_unit_test(rows_past_the_limit_stand_on_a_next_sheet),
        cmocka_unit_test(a_text_that_no_cell_can_hold_fails_the_batch),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
