/* A worksheet of 200,000 rows and 12 columns through khrop's sheet writer against bare
 * libxlsxwriter in constant_memory: the same values, the same formats, a process each.
 *
 *     worksheet_bench [ROWS]
 *
 * prints `bare ROWS SECONDS PROCESSOR_SECONDS PEAK_KIB` and `khrop ..` lines, three of each in
 * turn, and `ratio R`: khrop's rows per processor second over bare's, best of three each. */
#include "core/clock.h"
#include "reports/sheet_writer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <xlsxwriter.h>

#define ROUNDS 3
#define ROWS 200000
#define COLUMNS 12
#define TEXTS 7

static const struct column columns[COLUMNS] = {
    {"order_no", COLUMN_TEXT, true, false, NULL},
    {"line_no", COLUMN_TEXT, true, false, NULL},
    {"customer_no", COLUMN_TEXT, false, true, NULL},
    {"customer_name", COLUMN_TEXT, false, true, NULL},
    {"staff_no", COLUMN_TEXT, false, true, NULL},
    {"item_no", COLUMN_TEXT, false, true, NULL},
    {"item_name", COLUMN_TEXT, false, true, NULL},
    {"ordered_on", COLUMN_DATE, false, true, NULL},
    {"promised_on", COLUMN_DATE, false, true, NULL},
    {"owed_qty", COLUMN_QUANTITY, false, true, NULL},
    {"order_amount", COLUMN_MONEY, false, true, NULL},
    {"late_days", COLUMN_INTEGER, false, true, NULL},
};
static const struct schema schema = {columns, COLUMNS};

/* One batch serves again and again: what is measured is the writing. */
struct sample {
    struct batch batch;
    char texts[BATCH_ROWS][TEXTS][160];
};

static bool sample_make(struct sample *sample, struct error *error)
{
    static const char *const forms[TEXTS] = {"SO%08zu",
                                             "%zu",
                                             "C%06zu",
                                             "บริษัท รุ่งเรืองค้าวัสดุ %zu จำกัด",
                                             "E%03zu",
                                             "IT-%05zu",
                                             "กระเบื้องปูพื้น 60x60 ซม. สีเทา รุ่น %zu"};
    if (!batch_open(&sample->batch, &schema, error))
        return false;
    sample->batch.row_count = BATCH_ROWS;
    for (size_t row = 0; row < BATCH_ROWS; row++) {
        for (size_t i = 0; i < TEXTS; i++) {
            int length = snprintf(sample->texts[row][i], sizeof sample->texts[row][i], forms[i],
                                  row * 37 % 1000);
            sample->batch.columns[i].texts[row] =
                (struct text_view){sample->texts[row][i], (uint32_t)length};
        }
        sample->batch.columns[7].numbers[row] = 20000 + (int64_t)(row % 365);
        sample->batch.columns[8].numbers[row] = 20010 + (int64_t)(row % 365);
        sample->batch.columns[9].numbers[row] = (int64_t)(row % 90) * 10000;
        sample->batch.columns[10].numbers[row] = (int64_t)row * 1234567 + 5000;
        sample->batch.columns[11].numbers[row] = (int64_t)(row % 40);
    }
    return true;
}

static lxw_format *format_of(lxw_workbook *workbook, const char *number_format)
{
    lxw_format *format = workbook_add_format(workbook);
    format_set_font_name(format, "Tahoma");
    format_set_font_size(format, 10);
    format_set_border(format, LXW_BORDER_THIN);
    if (number_format != NULL)
        format_set_num_format(format, number_format);
    return format;
}

/* What one would write by hand: no check, no measure, no answer looked at. */
static int bare(const char *path, char *folder, struct sample *sample, int64_t row_count)
{
    lxw_workbook_options options = {.constant_memory = LXW_TRUE, .tmpdir = folder};
    lxw_workbook *workbook = workbook_new_opt(path, &options);
    lxw_worksheet *worksheet = workbook_add_worksheet(workbook, "rows");
    lxw_format *text = format_of(workbook, NULL), *date = format_of(workbook, "yyyy-mm-dd");
    lxw_format *integer = format_of(workbook, "#,##0"), *money = format_of(workbook, "#,##0.00");
    for (int64_t i = 0; i < row_count; i++) {
        size_t row = (size_t)(i % BATCH_ROWS);
        lxw_row_t at = (lxw_row_t)i + 1;
        for (size_t column = 0; column < COLUMNS; column++) {
            const struct batch_column *values = &sample->batch.columns[column];
            lxw_col_t place = (lxw_col_t)column;
            if (values->texts != NULL)
                worksheet_write_string(worksheet, at, place, values->texts[row].bytes, text);
            else if (columns[column].type == COLUMN_DATE)
                worksheet_write_number(worksheet, at, place, (double)values->numbers[row] + 25569,
                                       date);
            else if (columns[column].type == COLUMN_INTEGER)
                worksheet_write_number(worksheet, at, place, (double)values->numbers[row], integer);
            else
                worksheet_write_number(worksheet, at, place, (double)values->numbers[row] / 10000,
                                       money);
        }
    }
    return workbook_close(workbook) == LXW_NO_ERROR ? EXIT_SUCCESS : EXIT_FAILURE;
}

static int khrop(const char *path, char *folder, struct sample *sample, int64_t row_count)
{
    struct workbook_request request = {.path = path,
                                       .temporary_folder = folder,
                                       .title = "rows",
                                       .company = "khrop",
                                       .created_at = 1800000000,
                                       .language = LANGUAGE_TH,
                                       .row_limit = WORKBOOK_ROW_LIMIT};
    struct sheet_plan plan = {.name = "rows", .frozen_columns = 2};
    struct workbook *workbook;
    struct writer *writer;
    struct error error = {0};
    bool written;
    if (!workbook_open(&workbook, &request, &error) ||
        !sheet_writer_open(&writer, workbook, &plan, &schema, &error)) {
        fprintf(stderr, "%s\n", error.text);
        return EXIT_FAILURE;
    }
    written = true;
    for (int64_t i = 0; written && i < row_count; i += BATCH_ROWS)
        written = writer->write(writer, &sample->batch, &error);
    written = written && writer->finish(writer, &error);
    writer->close(writer);
    if (!written || !workbook_finish(workbook, &error)) {
        fprintf(stderr, "%s\n", error.text);
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}

static double seconds_of(struct timeval time)
{
    return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

/* A child process each, so that peak memory is its own. Returns the processor's seconds, which
 * other work on the machine disturbs least, or 0 on failure. */
static double measure(const char *name, char *folder, struct sample *sample, int64_t row_count)
{
    char path[64];
    int64_t started = clock_monotonic_milliseconds();
    struct rusage usage;
    double seconds, processor;
    int status;
    pid_t child = fork();
    snprintf(path, sizeof path, "%s/bench.xlsx", folder);
    if (child < 0)
        return 0;
    if (child == 0)
        _exit(strcmp(name, "bare") == 0 ? bare(path, folder, sample, row_count)
                                        : khrop(path, folder, sample, row_count));
    if (wait4(child, &status, 0, &usage) != child || !WIFEXITED(status) ||
        WEXITSTATUS(status) != EXIT_SUCCESS)
        return 0;
    seconds = (double)(clock_monotonic_milliseconds() - started) / 1000;
    processor = seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime);
    printf("%s %lld %.3f %.3f %ld\n", name, (long long)row_count, seconds, processor,
           usage.ru_maxrss);
    fflush(stdout);
    unlink(path);
    return processor;
}

int main(int argc, char **argv)
{
    static struct sample sample;
    char folder[] = "/tmp/khrop-bench-XXXXXX";
    double best_bare = 0, best_khrop = 0;
    int64_t row_count = argc > 1 ? atoll(argv[1]) : ROWS;
    struct error error = {0};
    if (mkdtemp(folder) == NULL || !sample_make(&sample, &error))
        return EXIT_FAILURE;
    for (int i = 0; i < ROUNDS; i++) {
        double bare_seconds = measure("bare", folder, &sample, row_count);
        double khrop_seconds = measure("khrop", folder, &sample, row_count);
        if (bare_seconds <= 0 || khrop_seconds <= 0)
            return EXIT_FAILURE;
        best_bare = i == 0 || bare_seconds < best_bare ? bare_seconds : best_bare;
        best_khrop = i == 0 || khrop_seconds < best_khrop ? khrop_seconds : best_khrop;
    }
    printf("ratio %.3f\n", best_bare / best_khrop);
    batch_close(&sample.batch);
    rmdir(folder);
    return EXIT_SUCCESS;
}
