/* Tests reports/csv.c: the bytes of a CSV file, and the failures. */
#include "core/clock.h"
#include "reports/csv.h"
#include "tests/unit/testing.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

static const struct column columns[] = {
    {"order_no", COLUMN_TEXT, true, false, NULL},
    {"promised_on", COLUMN_DATE, false, true, NULL},
    {"order_amount", COLUMN_MONEY, false, true, NULL},
    {"late_days", COLUMN_INTEGER, false, true, NULL},
    {"updated_at", COLUMN_TIMESTAMP, false, true, NULL},
    {"is_on_hold", COLUMN_BOOLEAN, false, true, NULL},
};
static const struct schema schema = {columns, sizeof columns / sizeof columns[0]};

static const char path[] = "/tmp/khrop_csv_test.csv";
static struct error error;

static void text_set(struct batch *batch, size_t row, const char *text)
{
    batch->columns[0].texts[row] = (struct text_view){text, (uint32_t)strlen(text)};
}

/* A row of a text and nulls. */
static void row_add(struct batch *batch, const char *text)
{
    size_t row = batch->row_count++;

    text_set(batch, row, text);
    for (size_t i = 1; i < schema.column_count; i++)
        batch_set_null(batch, i, row);
}

static const char *written(const struct batch *batch)
{
    static char text[4096];
    struct writer *writer;
    size_t length;
    FILE *file;

    assert_true(csv_writer_open(&writer, path, &schema, &error));
    assert_true(writer->write(writer, batch, &error));
    assert_true(writer->finish(writer, &error));
    writer->close(writer);
    file = fopen(path, "rb");
    assert_non_null(file);
    length = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    text[length] = '\0';
    unlink(path);
    return text;
}

#define HEAD "\xEF\xBB\xBForder_no,promised_on,order_amount,late_days,updated_at,is_on_hold\r\n"

static void values_are_iso_dates_and_exact_decimals(void **context)
{
    struct batch batch;

    (void)context;
    assert_true(clock_set_zone("Asia/Bangkok", &error));
    assert_true(batch_open(&batch, &schema, &error));
    text_set(&batch, 0, "SO1");
    batch.columns[1].numbers[0] = 20782;
    batch.columns[2].numbers[0] = -2500001;
    batch.columns[3].numbers[0] = -3;
    batch.columns[4].numbers[0] = 0;
    batch.columns[5].numbers[0] = 1;
    batch.row_count = 1;
    assert_string_equal(written(&batch),
                        HEAD "SO1,2026-11-25,-250.0001,-3,1970-01-01T07:00:00+07:00,1\r\n");
    batch_close(&batch);
}

static void a_null_is_empty(void **context)
{
    struct batch batch;

    (void)context;
    assert_true(batch_open(&batch, &schema, &error));
    row_add(&batch, "SO1");
    assert_string_equal(written(&batch), HEAD "SO1,,,,,\r\n");
    batch_close(&batch);
}

static void what_a_spreadsheet_would_run_gets_an_apostrophe(void **context)
{
    static const char *const risky[] = {"=1+1", "+66812345678", "-3", "@sum", "\tx"};
    struct batch batch;

    (void)context;
    assert_true(batch_open(&batch, &schema, &error));
    for (size_t i = 0; i < sizeof risky / sizeof risky[0]; i++)
        row_add(&batch, risky[i]);
    row_add(&batch, "\rx");
    row_add(&batch, "a=1");
    assert_string_equal(written(&batch), HEAD "'=1+1,,,,,\r\n'+66812345678,,,,,\r\n'-3,,,,,\r\n"
                                              "'@sum,,,,,\r\n'\tx,,,,,\r\n\"'\rx\",,,,,\r\n"
                                              "a=1,,,,,\r\n");
    batch_close(&batch);
}

static void commas_quotes_and_line_ends_are_quoted(void **context)
{
    struct batch batch;

    (void)context;
    assert_true(batch_open(&batch, &schema, &error));
    row_add(&batch, "ท่อ 2\", ยาว");
    row_add(&batch, "=\"a\"\nb");
    assert_string_equal(written(&batch),
                        HEAD "\"ท่อ 2\"\", ยาว\",,,,,\r\n\"'=\"\"a\"\"\nb\",,,,,\r\n");
    batch_close(&batch);
}

static void a_file_that_was_not_finished_is_removed(void **context)
{
    struct writer *writer;

    (void)context;
    assert_true(csv_writer_open(&writer, path, &schema, &error));
    writer->close(writer);
    assert_int_equal(access(path, F_OK), -1);
}

static void a_folder_that_is_not_there_is_told(void **context)
{
    struct writer *writer;

    (void)context;
    assert_false(csv_writer_open(&writer, "/tmp/khrop_none/a.csv", &schema, &error));
    assert_int_equal(error.code, EXIT_CODE_CANNOT_WRITE);
    assert_string_equal(error.text, "/tmp/khrop_none/a.csv: No such file or directory");
}

static void a_full_disk_is_told_and_leaves_no_file(void **context)
{
    struct rlimit before, small;
    struct writer *writer;
    struct batch batch;
    bool went_on = true;

    (void)context;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small = (struct rlimit){16 * 1024, before.rlim_max};
    signal(SIGXFSZ, SIG_IGN);
    assert_true(batch_open(&batch, &schema, &error));
    for (int i = 0; i < BATCH_ROWS; i++)
        row_add(&batch, "a row that will not fit");
    assert_true(csv_writer_open(&writer, path, &schema, &error));
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    went_on = writer->write(writer, &batch, &error) && writer->finish(writer, &error);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_false(went_on);
    assert_int_equal(error.code, EXIT_CODE_CANNOT_WRITE);
    assert_non_null(strstr(error.text, path));
    writer->close(writer);
    assert_int_equal(access(path, F_OK), -1);
    batch_close(&batch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_iso_dates_and_exact_decimals),
        cmocka_unit_test(a_null_is_empty),
        cmocka_unit_test(what_a_spreadsheet_would_run_gets_an_apostrophe),
        cmocka_unit_test(commas_quotes_and_line_ends_are_quoted),
        cmocka_unit_test(a_file_that_was_not_finished_is_removed),
        cmocka_unit_test(a_folder_that_is_not_there_is_told),
        cmocka_unit_test(a_full_disk_is_told_and_leaves_no_file),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
