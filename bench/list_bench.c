/* A list of 200,000 rows and 12 columns with styles, wrapped texts, cells to fill in, validations
 * and marks of its groups: through khrop's workbook against bare libxlsxwriter in constant_memory,
 * a process each; and two workbooks at once, a thread each, against one after the other.
 *
 *     list_bench [ROWS]
 *
 * prints `bare ROWS SECONDS PROCESSOR_SECONDS PEAK_KIB`, `khrop ..`, `turns ..` (two workbooks, one
 * after the other) and `pair ..` (at once), three of each in turn. */
#include "core/clock.h"
#include "reports/workbook_forms.h"

#include <pthread.h>
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
#define EPOCH 25569
#define CHOICES "khrop!$D$1:$D$6"

enum { NUMBER, TODO, STATE, WHY, CUSTOMER, PHONE, AMOUNT, AGE, STATUS, REMARK, NEXT_ON, ID };

/* What a row holds, the same for both. */
struct row {
    char todo[160], state[48], why[200], customer[160], phone[32], id[48];
    int64_t amount, age;
};

static void row_make(struct row *row, int64_t number)
{
    static const char *const states[] = {"ใหม่", "ค้างอยู่", "ค้างอยู่", "เปลี่ยนแปลง"};
    snprintf(row->todo, sizeof row->todo, "ตรวจสอบจำนวนที่ค้างส่งจริง (BO-%02lld · 500)",
             (long long)(number / 500 % 60));
    snprintf(row->state, sizeof row->state, "%s", states[number % 4]);
    snprintf(row->why, sizeof row->why, "ระบบขายยังค้างส่ง %lld แต่ใน CRM บันทึกไว้ %lld",
             (long long)(number % 90), (long long)(number % 70));
    snprintf(row->customer, sizeof row->customer, "บริษัท รุ่งเรืองค้าวัสดุ %lld จำกัด",
             (long long)(number % 997));
    snprintf(row->phone, sizeof row->phone, "06%08lld", (long long)number);
    snprintf(row->id, sizeof row->id, "BO-04:SO%08lld:1", (long long)number);
    row->amount = number * 12345;
    row->age = number % 40;
}

struct formats {
    lxw_format *text, *wrapped, *fresh, *changed, *integer, *money, *input, *date;
};

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

static lxw_format *colored(lxw_format *format, uint32_t color)
{
    format_set_text_wrap(format);
    format_set_pattern(format, LXW_PATTERN_SOLID);
    format_set_bg_color(format, color);
    return format;
}

static struct formats formats_make(lxw_workbook *workbook)
{
    struct formats formats = {.text = format_of(workbook, NULL),
                              .wrapped = format_of(workbook, NULL),
                              .fresh = colored(format_of(workbook, NULL), 0xFFE1E1),
                              .changed = colored(format_of(workbook, NULL), 0xFFF1CC),
                              .integer = format_of(workbook, "#,##0"),
                              .money = format_of(workbook, "#,##0.00##"),
                              .input = colored(format_of(workbook, NULL), 0xFFFBE0),
                              .date = colored(format_of(workbook, "d mmm yyyy"), 0xFFFBE0)};
    format_set_text_wrap(formats.wrapped);
    format_set_unlocked(formats.input);
    format_set_unlocked(formats.date);
    return formats;
}

static void bare_row(lxw_worksheet *sheet, const struct formats *formats, const struct row *row,
                     lxw_row_t at)
{
    lxw_format *state = at % 4 == 1   ? formats->fresh
                        : at % 4 == 0 ? formats->changed
                                      : formats->wrapped;
    worksheet_write_number(sheet, at, NUMBER, at, formats->integer);
    worksheet_write_string(sheet, at, TODO, row->todo, formats->wrapped);
    worksheet_write_string(sheet, at, STATE, row->state, state);
    worksheet_write_string(sheet, at, WHY, row->why, formats->wrapped);
    worksheet_write_string(sheet, at, CUSTOMER, row->customer, formats->wrapped);
    worksheet_write_string(sheet, at, PHONE, row->phone, formats->text);
    worksheet_write_number(sheet, at, AMOUNT, (double)row->amount / 10000, formats->money);
    worksheet_write_number(sheet, at, AGE, (double)row->age, formats->integer);
    worksheet_write_blank(sheet, at, STATUS, formats->input);
    worksheet_write_blank(sheet, at, REMARK, formats->input);
    worksheet_write_number(sheet, at, NEXT_ON, 20000.0 + EPOCH + (double)row->age, formats->date);
    worksheet_write_string(sheet, at, ID, row->id, formats->text);
}

/* What one would write by hand: no check, no measure of texts, no answer looked at. */
static bool bare(const char *path, char *folder, int64_t row_count)
{
    lxw_workbook_options options = {.constant_memory = LXW_TRUE, .tmpdir = folder};
    lxw_workbook *workbook = workbook_new_opt(path, &options);
    lxw_worksheet *sheet = workbook_add_worksheet(workbook, "rows");
    struct formats formats = formats_make(workbook);
    lxw_row_t last = (lxw_row_t)row_count;
    lxw_data_validation status = {.validate = LXW_VALIDATION_TYPE_LIST_FORMULA,
                                  .value_formula = "=" CHOICES};
    lxw_data_validation date = {.validate = LXW_VALIDATION_TYPE_DATE,
                                .criteria = LXW_VALIDATION_CRITERIA_BETWEEN,
                                .minimum_datetime = {.year = 2000, .month = 1, .day = 1},
                                .maximum_datetime = {.year = 2642, .month = 12, .day = 31}};
    lxw_conditional_format group = {.type = LXW_CONDITIONAL_TYPE_FORMULA,
                                    .value_string = "=$B2<>$B1",
                                    .format = colored(workbook_add_format(workbook), 0xEEF3F6)};
    struct row row;
    workbook_add_worksheet(workbook, "khrop");
    for (int64_t i = 1; i <= row_count; i++) {
        row_make(&row, i);
        bare_row(sheet, &formats, &row, (lxw_row_t)i);
    }
    worksheet_data_validation_range(sheet, 1, STATUS, last, STATUS, &status);
    worksheet_data_validation_range(sheet, 1, NEXT_ON, last, NEXT_ON, &date);
    worksheet_conditional_format_range(sheet, 1, 0, last, ID, &group);
    worksheet_autofilter(sheet, 0, 0, last, ID);
    return workbook_close(workbook) == LXW_NO_ERROR;
}

static void khrop_row(struct sheet *sheet, const struct row *row, int64_t number)
{
    enum cell_look look = number % 4 == 1 ? LOOK_FRESH : number % 4 == 0 ? LOOK_AMBER : LOOK_PLAIN;
    sheet_integer(sheet, NUMBER, number, LOOK_PLAIN);
    sheet_text_lines(sheet, TODO, row->todo, CELL_TEXT_WRAPPED, LOOK_PLAIN);
    sheet_text(sheet, STATE, row->state, CELL_TEXT_WRAPPED, look);
    sheet_text_lines(sheet, WHY, row->why, CELL_TEXT_WRAPPED, LOOK_PLAIN);
    sheet_text_lines(sheet, CUSTOMER, row->customer, CELL_TEXT_WRAPPED, LOOK_PLAIN);
    sheet_text(sheet, PHONE, row->phone, CELL_TEXT, LOOK_PLAIN);
    sheet_decimal(sheet, AMOUNT, row->amount, CELL_MONEY, LOOK_PLAIN);
    sheet_integer(sheet, AGE, row->age, LOOK_PLAIN);
    sheet_blank(sheet, STATUS, CELL_INPUT, LOOK_PLAIN);
    sheet_blank(sheet, REMARK, CELL_INPUT, LOOK_PLAIN);
    sheet_input_date(sheet, NEXT_ON, 20000 + row->age);
    sheet_text(sheet, ID, row->id, CELL_TEXT, LOOK_PLAIN);
}

static void headings(struct sheet *sheet, const void *context)
{
    (void)context;
    sheet_freeze(sheet, 0);
}

static bool rows_write(struct workbook *workbook, int64_t row_count, struct error *error)
{
    static const double widths[COLUMNS] = {[TODO] = 22, [STATE] = 10, [WHY] = 35, [CUSTOMER] = 19};
    const struct sheet_refusal refusal = {"t", "m"};
    struct sheet *sheet = workbook_sheet(workbook, "rows", true, headings, NULL, error);
    struct row row;
    for (size_t i = 0; sheet != NULL && i < COLUMNS; i++)
        if (widths[i] > 0)
            sheet_wrap(sheet, i, widths[i]);
    for (int64_t i = 1; sheet != NULL && i <= row_count; i++) {
        if (!sheet_next_row(sheet, error))
            return false;
        row_make(&row, i);
        khrop_row(sheet, &row, i);
    }
    if (sheet == NULL)
        return false;
    sheet_filter(sheet, COLUMNS);
    sheet_mark_groups(sheet, TODO, COLUMNS);
    sheet_choices(sheet, STATUS, CHOICES, refusal);
    sheet_dates(sheet, NEXT_ON, refusal);
    return workbook_sheet(workbook, "khrop", false, NULL, NULL, error) != NULL;
}

static bool khrop(const char *path, char *folder, int64_t row_count)
{
    struct workbook_request request = {.path = path,
                                       .temporary_folder = folder,
                                       .title = "rows",
                                       .company = "khrop",
                                       .created_at = 1800000000,
                                       .language = LANGUAGE_TH,
                                       .row_limit = WORKBOOK_ROW_LIMIT};
    struct workbook *workbook;
    struct error error = {0};
    bool written = workbook_open(&workbook, &request, &error);
    if (written && !rows_write(workbook, row_count, &error)) {
        workbook_discard(workbook);
        written = false;
    } else if (written) {
        written = workbook_finish(workbook, &error);
    }
    if (!written)
        fprintf(stderr, "%s\n", error.text);
    return written;
}

/* One of two workbooks. */
struct half {
    char path[64];
    char *folder;
    int64_t row_count;
    bool is_written;
};

static void *half_write(void *context)
{
    struct half *half = context;
    half->is_written = khrop(half->path, half->folder, half->row_count);
    return NULL;
}

static bool both(char *folder, int64_t row_count, bool at_once)
{
    struct half halves[2];
    pthread_t thread;
    for (int i = 0; i < 2; i++) {
        halves[i] = (struct half){.folder = folder, .row_count = row_count};
        snprintf(halves[i].path, sizeof halves[i].path, "%s/%d.xlsx", folder, i);
    }
    if (at_once && pthread_create(&thread, NULL, half_write, &halves[1]) != 0)
        return false;
    half_write(&halves[0]);
    if (at_once)
        pthread_join(thread, NULL);
    else
        half_write(&halves[1]);
    unlink(halves[1].path);
    unlink(halves[0].path);
    return halves[0].is_written && halves[1].is_written;
}

static bool work(const char *name, const char *path, char *folder, int64_t row_count)
{
    if (strcmp(name, "bare") == 0)
        return bare(path, folder, row_count);
    if (strcmp(name, "khrop") == 0)
        return khrop(path, folder, row_count);
    return both(folder, row_count, strcmp(name, "pair") == 0);
}

static double seconds_of(struct timeval time)
{
    return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

/* A child process each, so that peak memory is its own. */
static bool measure(const char *name, char *folder, int64_t row_count)
{
    char path[64];
    int64_t started = clock_monotonic_milliseconds();
    struct rusage usage;
    int status;
    pid_t child = fork();
    snprintf(path, sizeof path, "%s/bench.xlsx", folder);
    if (child < 0)
        return false;
    if (child == 0)
        _exit(work(name, path, folder, row_count) ? EXIT_SUCCESS : EXIT_FAILURE);
    if (wait4(child, &status, 0, &usage) != child || !WIFEXITED(status) ||
        WEXITSTATUS(status) != EXIT_SUCCESS)
        return false;
    printf("%s %lld %.3f %.3f %ld\n", name, (long long)row_count,
           (double)(clock_monotonic_milliseconds() - started) / 1000,
           seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime), usage.ru_maxrss);
    fflush(stdout);
    unlink(path);
    return true;
}

int main(int argc, char **argv)
{
    static const char *const names[] = {"bare", "khrop", "turns", "pair"};
    char folder[] = "/tmp/khrop-bench-XXXXXX";
    int64_t row_count = argc > 1 ? atoll(argv[1]) : ROWS;
    bool is_good = mkdtemp(folder) != NULL;
    for (int i = 0; i < ROUNDS; i++)
        for (size_t name = 0; is_good && name < sizeof names / sizeof names[0]; name++)
            is_good = measure(names[name], folder, row_count);
    rmdir(folder);
    return is_good ? EXIT_SUCCESS : EXIT_FAILURE;
}
