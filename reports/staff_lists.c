/* lists/STAFF.xlsx: what each staff member and desk has to do, most severe first.
 *
 * One query gives the rows of all lists in order, so that the worklist is read once however many
 * lists there are; each list's own counts come before, in the same order.
 */
#include "core/text.h"
#include "jobs/statement.h"
#include "jobs/why.h"
#include "reports/exception_rows.h"
#include "reports/facts.h"
#include "reports/labels.h"
#include "reports/list_names.h"
#include "reports/report.h"
#include "reports/workbook.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define FOLDER_MODE 0750
#define HEADING_POINTS 20.0
#define LINE_POINTS 15.0
#define TITLE_POINTS 26.0
#define LINE_CHARACTERS 160 /* over all columns */

struct staff_list {
    const char *no, *title, *file;
    int64_t row_count, fresh_count;
};

struct staff_lists {
    const struct report *report;
    struct region region;
    struct staff_list *lists;
    size_t count;
    sqlite3_stmt *rows; /* of all lists; stands at the next row that is to be written */
    bool has_row;
};

/* Columns of the query. */
enum {
    LIST_NO,
    CHECK_ID,
    STATE,
    DAYS,
    FOUND_ON,
    WHY,
    REFERENCE,
    CUSTOMER_NO,
    CUSTOMER,
    PHONE,
    OWNER,
    REASON,
    LAST_CHECKED_ON
};

/* Columns of the sheet. */
enum {
    AT_STATE,
    AT_DAYS,
    AT_WHY,
    AT_CUSTOMER,
    AT_PHONE,
    AT_REFERENCE,
    AT_FOUND_ON,
    AT_OWNER,
    AT_COUNT
};

static const struct {
    enum label heading;
    bool is_number;
    double width;
} columns[AT_COUNT] = {
    [AT_STATE] = {LABEL_STATE, false, 13},       [AT_DAYS] = {LABEL_DAY_N, true, 11},
    [AT_WHY] = {LABEL_WHY, false, 52},           [AT_CUSTOMER] = {LABEL_CUSTOMER_NAME, false, 28},
    [AT_PHONE] = {LABEL_PHONE, false, 15},       [AT_REFERENCE] = {LABEL_KEY, false, 26},
    [AT_FOUND_ON] = {LABEL_FOUND_ON, false, 13}, [AT_OWNER] = {LABEL_LEFT_NOTE, false, 24},
};

static const char live_states[] = EXCEPTION_ROWS_LIVE;

static bool is_taken(const struct staff_lists *lists, const char *file)
{
    for (size_t i = 0; i < lists->count; i++)
        if (strcmp(lists->lists[i].file, file) == 0)
            return true;
    return false;
}

static const char *file_of(struct staff_lists *lists, const char *no)
{
    char name[LIST_NAME_SIZE], file[LIST_NAME_SIZE + 16];
    list_name_make(no, name);
    snprintf(file, sizeof file, "lists/%s.xlsx", name);
    if (is_taken(lists, file)) {
        list_name_make_exact(no, name);
        snprintf(file, sizeof file, "lists/%s.xlsx", name);
    }
    return region_copy(&lists->region, file);
}

static char *lists_sql(const struct report *report)
{
    sqlite3_str *sql = sqlite3_str_new(NULL);
    exception_rows_people(report, sql);
    sqlite3_str_appendf(sql,
                        "SELECT w.list_no, coalesce(p.name, w.list_no), count(*), "
                        "sum(w.state = 'new') FROM results.khrop_worklist AS w "
                        "LEFT JOIN khrop_people AS p ON p.no = w.list_no WHERE %s "
                        "GROUP BY w.list_no ORDER BY w.list_no",
                        live_states);
    return sqlite3_str_finish(sql);
}

static bool prepare(const struct report *report, char *sql, sqlite3_stmt **statement,
                    struct error *error)
{
    bool prepared = sql == NULL ? error_set(error, EXIT_CODE_SOFTWARE, "out of memory for a query")
                                : statement_prepare(report->mirror, sql, statement, error);
    sqlite3_free(sql);
    return prepared;
}

static bool read_lists(struct staff_lists *lists, struct error *error)
{
    sqlite3_stmt *rows = NULL;
    if (!prepare(lists->report, lists_sql(lists->report), &rows, error))
        return false;
    while (statement_next(rows, error)) {
        struct staff_list list = {.no = region_copy(&lists->region, statement_text(rows, 0)),
                                  .title = region_copy(&lists->region, statement_text(rows, 1)),
                                  .row_count = sqlite3_column_int64(rows, 2),
                                  .fresh_count = sqlite3_column_int64(rows, 3)};
        list.file = file_of(lists, list.no);
        lists->lists =
            region_grow(&lists->region, lists->lists, lists->count, sizeof *lists->lists);
        lists->lists[lists->count++] = list;
    }
    sqlite3_finalize(rows);
    return error->code == EXIT_CODE_GOOD;
}

static char *rows_sql(const struct report *report)
{
    enum language language = report->language;
    bool has_customers = exception_rows_has(report, "customers");
    sqlite3_str *sql = sqlite3_str_new(NULL);
    exception_rows_people(report, sql);
    sqlite3_str_appendall(sql, "SELECT w.list_no, w.check_id, ");
    exception_rows_words(sql, WORD_EXCEPTION_STATE, "w.state", language);
    sqlite3_str_appendf(sql,
                        ", w.day_count, w.first_found_on, w.why_%s, w.khrop_key, w.customer_no",
                        language == LANGUAGE_TH ? "th" : "en");
    sqlite3_str_appendall(sql, has_customers ? ", c.customer_name, c.phone" : ", NULL, NULL");
    sqlite3_str_appendall(sql,
                          ", CASE WHEN w.owner <> '' THEN coalesce(p.name, w.owner) ELSE '' END, ");
    exception_rows_words(sql, WORD_LIST_REASON, "w.list_reason", language);
    sqlite3_str_appendall(sql, ", CASE w.state WHEN 'not_checked' THEN w.last_checked_on END");
    sqlite3_str_appendall(sql, " FROM results.khrop_worklist AS w "
                               "LEFT JOIN khrop_people AS p ON p.no = w.owner ");
    if (has_customers)
        sqlite3_str_appendall(sql, "LEFT JOIN customers AS c ON c.customer_no = w.customer_no ");
    sqlite3_str_appendf(sql,
                        "WHERE %s ORDER BY w.list_no, CASE w.severity WHEN 'high' THEN 0 WHEN "
                        "'medium' THEN 1 ELSE 2 END, w.check_id, ",
                        live_states);
    exception_rows_order(sql);
    return sqlite3_str_finish(sql);
}

/* What stands above the rows. */
struct list_page {
    const struct report *report;
    const struct staff_list *list;
};

static void write_line(struct sheet *sheet, const char *line, enum cell_kind kind, double points)
{
    sheet_text(sheet, 0, line, kind, LOOK_PLAIN);
    sheet_row_height(sheet, points);
    sheet_skip_row(sheet);
}

/* A short list on a day on which much was not checked must not look like good news. */
static void write_gaps(struct sheet *sheet, const struct report *report)
{
    char line[REPORT_LINE_SIZE];
    size_t used = 0;
    for (size_t i = 0; i < report->facts->check_count && used < sizeof line; i++) {
        const struct fact_check *check = &report->facts->checks[i];
        if (fact_check_is_whole(check))
            continue;
        used +=
            (size_t)snprintf(line + used, sizeof line - used, "%s %s",
                             used == 0 ? label(LABEL_LIST_GAPS, report->language) : ",", check->id);
    }
    if (used == 0)
        return;
    sheet_across(sheet, 0, AT_COUNT - 1, line, CELL_MISSING, LOOK_PLAIN);
    sheet_row_lines(sheet, text_display_width(line, strlen(line)) / LINE_CHARACTERS + 1);
    sheet_skip_row(sheet);
}

/* Whose list it is, of which day, how much, what is not on it; then the headings. */
static void write_headings(struct sheet *sheet, const void *context)
{
    const struct list_page *page = context;
    enum language language = page->report->language;
    char line[REPORT_LINE_SIZE];
    text_format(line, sizeof line, "%s: %s", label(LABEL_LIST_TITLE, language), page->list->title);
    write_line(sheet, line, CELL_TITLE, TITLE_POINTS);
    report_date_line(page->report, line);
    write_line(sheet, line, CELL_SUBTITLE, HEADING_POINTS);
    text_format(line, sizeof line, "%s %lld · %s %lld", label(LABEL_ON_LIST, language),
                (long long)page->list->row_count, label(LABEL_NEW, language),
                (long long)page->list->fresh_count);
    write_line(sheet, line, CELL_SUBTITLE, HEADING_POINTS);
    write_gaps(sheet, page->report);
    for (size_t i = 0; i < AT_COUNT; i++)
        sheet_text(sheet, i, label(columns[i].heading, language),
                   columns[i].is_number ? CELL_HEADING_NUMBER : CELL_HEADING, LOOK_PLAIN);
    sheet_row_height(sheet, 2 * LINE_POINTS);
    sheet_freeze(sheet, 0);
}

/* A check's title and what to do about it, above its exceptions. */
static bool write_check(const struct report *report, struct sheet *sheet, const char *check_id,
                        struct error *error)
{
    const struct rule *rule = catalogue_check(report->catalogue, check_id);
    enum language language = report->language;
    char line[REPORT_LINE_SIZE * 4];
    if (!sheet_next_row(sheet, error) || !sheet_next_row(sheet, error))
        return false;
    text_format(line, sizeof line, "%s  %s", check_id,
                rule == NULL ? "" : rule->title.text[language]);
    sheet_text(sheet, 0, line, CELL_SECTION, LOOK_PLAIN);
    sheet_row_height(sheet, HEADING_POINTS);
    if (!sheet_next_row(sheet, error))
        return false;
    text_format(line, sizeof line, "%s: %s", label(LABEL_TODO, language),
                rule == NULL ? "-" : rule->todo.text[language]);
    sheet_text(sheet, 0, line, CELL_NOTE, LOOK_PLAIN);
    return true;
}

static void write_text(struct sheet *sheet, size_t column, sqlite3_stmt *row, int from,
                       enum cell_kind kind)
{
    sheet_text(sheet, column, statement_text(row, from), kind, LOOK_PLAIN);
}

static void write_customer(struct sheet *sheet, sqlite3_stmt *row)
{
    const char *no = statement_text(row, CUSTOMER_NO), *name = statement_text(row, CUSTOMER);
    char line[REPORT_LINE_SIZE];
    text_format(line, sizeof line, name[0] == '\0' ? "%s" : "%s (%s)", name[0] == '\0' ? no : name,
                no);
    sheet_text(sheet, AT_CUSTOMER, line, CELL_TEXT_WRAPPED, LOOK_PLAIN);
}

/* What was found; when it was last looked at, where that was not today. */
static void write_why(struct sheet *sheet, sqlite3_stmt *row, enum language language)
{
    char date[DATE_TEXT_SIZE], line[WHY_SIZE + REPORT_LINE_SIZE];
    if (sqlite3_column_type(row, LAST_CHECKED_ON) == SQLITE_NULL) {
        write_text(sheet, AT_WHY, row, WHY, CELL_TEXT_WRAPPED);
        return;
    }
    label_date(sqlite3_column_int64(row, LAST_CHECKED_ON), language, date);
    snprintf(line, sizeof line, "%s (%s %s)", statement_text(row, WHY),
             column_heading("last_checked_on", language), date);
    sheet_text(sheet, AT_WHY, line, CELL_TEXT_WRAPPED, LOOK_PLAIN);
}

/* Whose it was, and why it is on this list. */
static void write_owner(struct sheet *sheet, sqlite3_stmt *row)
{
    const char *owner = statement_text(row, OWNER), *reason = statement_text(row, REASON);
    char line[REPORT_LINE_SIZE];
    text_format(line, sizeof line, "%s%s%s", owner, owner[0] == '\0' ? "" : ": ", reason);
    sheet_text(sheet, AT_OWNER, reason[0] == '\0' ? "" : line, CELL_TEXT_WRAPPED,
               reason[0] == '\0' ? LOOK_PLAIN : LOOK_AMBER);
}

static void write_row(struct sheet *sheet, sqlite3_stmt *row, enum language language)
{
    const char *state = statement_text(row, STATE);
    sheet_text(sheet, AT_STATE, state, CELL_TEXT_WRAPPED,
               exception_rows_look(state, strlen(state), language));
    sheet_integer(sheet, AT_DAYS, sqlite3_column_int64(row, DAYS), LOOK_PLAIN);
    write_why(sheet, row, language);
    write_customer(sheet, row);
    write_text(sheet, AT_PHONE, row, PHONE, CELL_TEXT);
    write_text(sheet, AT_REFERENCE, row, REFERENCE, CELL_TEXT);
    sheet_date(sheet, AT_FOUND_ON, sqlite3_column_int64(row, FOUND_ON), LOOK_PLAIN);
    write_owner(sheet, row);
}

/* Writes the rows of one list; *written gets their number. */
static bool write_rows(struct staff_lists *lists, struct sheet *sheet,
                       const struct staff_list *list, int64_t *written, struct error *error)
{
    char check_id[256] = "";
    for (*written = 0;
         lists->has_row && strcmp(statement_text(lists->rows, LIST_NO), list->no) == 0;
         (*written)++) {
        const char *check = statement_text(lists->rows, CHECK_ID);
        if (strcmp(check, check_id) != 0) {
            snprintf(check_id, sizeof check_id, "%s", check);
            if (!write_check(lists->report, sheet, check_id, error))
                return false;
        }
        if (!sheet_next_row(sheet, error))
            return false;
        write_row(sheet, lists->rows, lists->report->language);
        lists->has_row = statement_next(lists->rows, error);
    }
    if (error->code != EXIT_CODE_GOOD || !sheet_is_good(sheet, error))
        return false;
    return *written == list->row_count ||
           error_set(error, EXIT_CODE_DATA,
                     "list of %s: %lld exceptions, %lld are on the sheet; nothing is published",
                     list->no, (long long)list->row_count, (long long)*written);
}

static bool write_list(struct staff_lists *lists, const struct staff_list *list,
                       struct error *error)
{
    const struct report *report = lists->report;
    const struct list_page page = {report, list};
    struct workbook *workbook;
    struct sheet *sheet;
    int64_t written = 0;
    if (!report_workbook(report, list->file, label(LABEL_LIST_TITLE, report->language), &workbook,
                         error))
        return false;
    sheet = workbook_sheet(workbook, label(LABEL_SHEET_LIST, report->language), true,
                           write_headings, &page, error);
    for (size_t i = 0; sheet != NULL && i < AT_COUNT; i++)
        sheet_wrap(sheet, i, columns[i].width);
    if (sheet == NULL || !write_rows(lists, sheet, list, &written, error)) {
        workbook_discard(workbook);
        return error_wrap(error, "%s", list->file);
    }
    if (!workbook_finish(workbook, error))
        return false;
    report_wrote(report, list->file, written);
    return true;
}

static bool write_all(struct staff_lists *lists, struct error *error)
{
    if (!read_lists(lists, error) ||
        !prepare(lists->report, rows_sql(lists->report), &lists->rows, error))
        return false;
    lists->has_row = statement_next(lists->rows, error);
    if (error->code != EXIT_CODE_GOOD)
        return false;
    for (size_t i = 0; i < lists->count; i++)
        if (!write_list(lists, &lists->lists[i], error))
            return false;
    return true;
}

bool staff_lists_write(const struct report *report, struct error *error)
{
    struct staff_lists lists = {.report = report};
    char folder[PATH_MAX];
    bool written;
    error_clear(error);
    if (!report_path(report, "lists", folder, error))
        return false;
    if (mkdir(folder, FOLDER_MODE) != 0)
        return error_set_errno(error, EXIT_CODE_CANNOT_WRITE, errno, "%s", folder);
    written = write_all(&lists, error);
    sqlite3_finalize(lists.rows);
    region_clear(&lists.region);
    return written;
}
