/* The sheet of a list that its reader works on: what to do, row by row, with three columns to fill
 * in; see staff_lists.h. */
#include "core/clock.h"
#include "core/text.h"
#include "jobs/list_layout.h"
#include "jobs/statement.h"
#include "jobs/value_words.h"
#include "jobs/why.h"
#include "reports/exception_rows.h"
#include "reports/facts.h"
#include "reports/labels.h"
#include "reports/list_words.h"
#include "reports/staff_lists.h"
#include "reports/workbook_forms.h"

#include <stdio.h>
#include <string.h>

#define HEADING_POINTS 20.0
#define LINE_POINTS 15.0
#define TITLE_POINTS 26.0
#define LINE_CHARACTERS 190 /* over all columns */
#define LIST_ZOOM 85
#define BOLD_SPARE 2
#define SECONDS_PER_DAY 86400
#define STATUS_WORDS LIST_ABOUT_SHEET "!$D$1:$D$6"

enum {
    AT_NUMBER,
    AT_TODO,
    AT_STATE,
    AT_WHY,
    AT_KEY,
    AT_REFERENCE_VALUE,
    AT_FOUND_VALUE,
    AT_CUSTOMER,
    AT_PHONE,
    AT_AMOUNT,
    AT_AGE,
    AT_PROGRESS,
    AT_STATUS,
    AT_REMARK,
    AT_NEXT_ON,
    AT_ID,
    AT_BASELINE,
    AT_COUNT
};

static const struct {
    bool is_number, wraps;
    double width;
} columns[AT_COUNT] = {
    [AT_NUMBER] = {true, false, 6},       [AT_TODO] = {false, true, 22},
    [AT_STATE] = {false, true, 10},       [AT_WHY] = {false, true, 35},
    [AT_KEY] = {false, true, 15},         [AT_REFERENCE_VALUE] = {false, true, 11},
    [AT_FOUND_VALUE] = {false, true, 11}, [AT_CUSTOMER] = {false, true, 19},
    [AT_PHONE] = {false, true, 12},       [AT_AMOUNT] = {true, false, 12},
    [AT_AGE] = {true, false, 8},          [AT_PROGRESS] = {false, true, 20},
    [AT_STATUS] = {false, true, 14},      [AT_REMARK] = {false, true, 26},
    [AT_NEXT_ON] = {false, false, 12},    [AT_ID] = {false, false, 20},
    [AT_BASELINE] = {true, false, 8},
};

static const char *heading_of(size_t column, enum language language)
{
    switch (column) {
    case AT_NUMBER:
        return list_word(LIST_NUMBER, language);
    case AT_TODO:
        return label(LABEL_TODO, language);
    case AT_STATE:
        return label(LABEL_STATE, language);
    case AT_WHY:
        return label(LABEL_WHY, language);
    case AT_KEY:
        return label(LABEL_KEY, language);
    case AT_REFERENCE_VALUE:
        return list_word(LIST_REFERENCE_VALUE, language);
    case AT_FOUND_VALUE:
        return list_word(LIST_FOUND_VALUE, language);
    case AT_CUSTOMER:
        return label(LABEL_CUSTOMER_NAME, language);
    case AT_PHONE:
        return label(LABEL_PHONE, language);
    case AT_AMOUNT:
        return list_word(LIST_AMOUNT, language);
    case AT_AGE:
        return list_word(LIST_AGE, language);
    case AT_PROGRESS:
        return list_word(LIST_PROGRESS, language);
    case AT_STATUS:
        return list_heading(LIST_COLUMN_STATUS, language);
    case AT_REMARK:
        return list_heading(LIST_COLUMN_REMARK, language);
    case AT_NEXT_ON:
        return list_heading(LIST_COLUMN_NEXT_ON, language);
    case AT_ID:
        return list_heading(LIST_COLUMN_ID, language);
    default:
        return list_heading(LIST_COLUMN_BASELINE, language);
    }
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
    sheet_across(sheet, 0, AT_NEXT_ON, line, CELL_MISSING, LOOK_PLAIN);
    sheet_row_lines(sheet, text_display_width(line, strlen(line)) / LINE_CHARACTERS + 1);
    sheet_skip_row(sheet);
}

/* " · ยังพบอยู่ 2", where there is any. */
static void append_count(char line[REPORT_LINE_SIZE], const char *what, int64_t count)
{
    size_t used = strlen(line);
    if (count > 0)
        text_format(line + used, REPORT_LINE_SIZE - used, " · %s %lld", what, (long long)count);
}

static void write_counts(struct sheet *sheet, const struct list_page *page)
{
    enum language language = page->report->language;
    const struct staff_list *list = page->list;
    char line[REPORT_LINE_SIZE];
    text_format(line, sizeof line, "%s %lld", label(LABEL_ON_LIST, language),
                (long long)list->row_count);
    append_count(line, label(LABEL_START_FRESH, language), list->fresh_count);
    append_count(line, list_word(LIST_STILL_FOUND, language), list->still_found_count);
    append_count(line, list_word(LIST_DUE_TODAY, language), list->due_count);
    append_count(line, list_word(LIST_OFF_COUNT, language), list->off_count);
    write_line(sheet, line, CELL_SECTION, HEADING_POINTS);
}

/* Whose list it is, of which day, how much, what is not on it, what to fill in; the headings. */
static void write_headings(struct sheet *sheet, const void *context)
{
    const struct list_page *page = context;
    enum language language = page->report->language;
    char line[REPORT_LINE_SIZE];
    text_format(line, sizeof line, "%s: %s", label(LABEL_LIST_TITLE, language), page->list->title);
    write_line(sheet, line, CELL_TITLE, TITLE_POINTS);
    report_date_line(page->report, line);
    write_line(sheet, line, CELL_SUBTITLE, HEADING_POINTS);
    write_counts(sheet, page);
    write_gaps(sheet, page->report);
    write_line(sheet, list_word(LIST_FILL_IN, language), CELL_NOTE, HEADING_POINTS);
    for (size_t i = 0; i < AT_COUNT; i++)
        sheet_text(sheet, i, heading_of(i, language),
                   columns[i].is_number ? CELL_HEADING_NUMBER : CELL_HEADING, LOOK_PLAIN);
    sheet_row_height(sheet, 3 * LINE_POINTS);
    sheet_freeze(sheet, AT_STATE);
}

void staff_list_todo(const struct staff_lists *lists, const struct list_group *group,
                     char line[REPORT_LINE_SIZE])
{
    const char *todo = group->rule == NULL ? "-" : group->rule->todo.text[lists->report->language];
    text_format(line, REPORT_LINE_SIZE, "%s (%s · %lld)", todo, group->check_id,
                (long long)group->count);
}

void staff_list_said(const struct staff_lists *lists, const char *by, int64_t at,
                     char line[REPORT_LINE_SIZE])
{
    int64_t seconds = at + clock_offset_seconds(at);
    char date[DATE_TEXT_SIZE];
    label_date((seconds - (seconds % SECONDS_PER_DAY + SECONDS_PER_DAY) % SECONDS_PER_DAY) /
                   SECONDS_PER_DAY,
               lists->report->language, date);
    text_format(line, REPORT_LINE_SIZE, "%s · %s", by, date);
}

void staff_list_customer(const char *no, const char *name, char line[REPORT_LINE_SIZE])
{
    text_format(line, REPORT_LINE_SIZE, name[0] == '\0' ? "%s" : "%s (%s)",
                name[0] == '\0' ? no : name, no);
}

/* Lines that a text takes in its column: every line of its own breaks where it has to. */
static size_t lines_of(const char *text, double width)
{
    size_t lines = 0;
    for (;;) {
        size_t length = strcspn(text, "\n");
        lines += (size_t)((double)text_display_width(text, length) / width) + 1;
        if (text[length] == '\0')
            return lines;
        text += length + 1;
    }
}

static void write_text(struct sheet *sheet, size_t column, const char *text)
{
    sheet_text(sheet, column, text, CELL_TEXT_WRAPPED, LOOK_PLAIN);
}

static void write_state(struct sheet *sheet, sqlite3_stmt *row, enum language language)
{
    const char *state = word(WORD_EXCEPTION_STATE, statement_text(row, ROW_STATE), language);
    sheet_text(sheet, AT_STATE, state, CELL_TEXT_WRAPPED,
               exception_rows_look(state, strlen(state), language));
}

/* Adds a remark in brackets to the sentence. */
static size_t append(char *line, size_t used, size_t size, const char *text, const char *detail)
{
    return used + text_format(line + used, size - used, " (%s%s%s)", text,
                              detail[0] == '\0' ? "" : " ", detail);
}

/* What was found; when it was last looked at, where that was not today; why it is on this list. */
static void write_why(struct sheet *sheet, sqlite3_stmt *row, enum language language)
{
    char date[DATE_TEXT_SIZE], line[WHY_SIZE + 2 * REPORT_LINE_SIZE], owner[REPORT_LINE_SIZE];
    const char *reason = statement_text(row, ROW_REASON);
    size_t used = text_format(line, sizeof line, "%s", statement_text(row, ROW_WHY));
    if (sqlite3_column_type(row, ROW_LAST_CHECKED_ON) != SQLITE_NULL) {
        label_date(sqlite3_column_int64(row, ROW_LAST_CHECKED_ON), language, date);
        used = append(line, used, sizeof line, column_heading("last_checked_on", language), date);
    }
    if (reason[0] != '\0' && statement_text(row, ROW_OWNER)[0] != '\0') {
        text_format(owner, sizeof owner, "%s:", statement_text(row, ROW_OWNER));
        used = append(line, used, sizeof line, owner, word(WORD_LIST_REASON, reason, language));
    } else if (reason[0] != '\0') {
        used = append(line, used, sizeof line, word(WORD_LIST_REASON, reason, language), "");
    }
    if (statement_text(row, ROW_ASSIGNED_TO)[0] != '\0')
        append(line, used, sizeof line, list_word(LIST_ASSIGNED, language), "");
    write_text(sheet, AT_WHY, line);
}

/* A value of a check's result, as what its column's name says it is. */
static void write_value(struct sheet *sheet, size_t column, sqlite3_stmt *values, int index,
                        const char *name, enum language language)
{
    const char *text = statement_text(values, index), *said;
    int64_t number = sqlite3_column_int64(values, index);
    if (sqlite3_column_type(values, index) == SQLITE_NULL) {
        sheet_text(sheet, column, "-", CELL_NOTHING, LOOK_PLAIN);
        return;
    }
    switch (column_type_of(name)) {
    case COLUMN_DATE:
        sheet_date(sheet, column, number, LOOK_PLAIN);
        return;
    case COLUMN_TIMESTAMP:
        sheet_timestamp(sheet, column, number, LOOK_PLAIN);
        return;
    case COLUMN_QUANTITY:
        sheet_decimal(sheet, column, number, CELL_QUANTITY, LOOK_PLAIN);
        return;
    case COLUMN_MONEY:
        sheet_decimal(sheet, column, number, CELL_MONEY, LOOK_PLAIN);
        return;
    case COLUMN_INTEGER:
        sheet_integer(sheet, column, number, LOOK_PLAIN);
        return;
    case COLUMN_BOOLEAN:
        write_text(sheet, column, word(WORD_BOOLEAN, text, language));
        return;
    case COLUMN_TEXT:
        break;
    }
    said = value_word(name, text, strlen(text), language);
    write_text(sheet, column, said != NULL ? said : text);
}

static bool write_pair(struct staff_lists *lists, struct sheet *sheet,
                       const struct list_group *group, struct error *error)
{
    sqlite3_stmt *values;
    if (!staff_lists_pair(lists, group, &values, error))
        return false;
    for (size_t i = 0; i < 2; i++)
        if (values != NULL)
            write_value(sheet, AT_REFERENCE_VALUE + i, values, (int)i, group->rule->compares[i],
                        lists->report->language);
        else
            sheet_blank(sheet, AT_REFERENCE_VALUE + i, CELL_TEXT, LOOK_PLAIN);
    return true;
}

/* Why an exception that was said to be no problem is on the list all the same. */
static const char *not_suppressed(const char *code, enum language language)
{
    static const struct {
        const char *code;
        enum list_word word;
    } reasons[] = {
        {"no_reason", LIST_NO_REASON}, {"changed", LIST_CHANGED_SINCE}, {"ended", LIST_TIME_OVER}};
    for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++)
        if (strcmp(reasons[i].code, code) == 0)
            return list_word(reasons[i].word, language);
    return NULL;
}

static size_t add_line(char *text, size_t used, size_t size, const char *line)
{
    return used + text_format(text + used, size - used, "%s%s", used == 0 ? "" : "\n", line);
}

static size_t add_other(const struct staff_lists *lists, sqlite3_stmt *row, char *text, size_t used,
                        size_t size)
{
    enum language language = lists->report->language;
    enum remark_status status = REMARK_NONE;
    char who[REPORT_LINE_SIZE], line[2 * REPORT_LINE_SIZE];
    (void)remark_status_from_code(statement_text(row, ROW_OTHER_STATUS), &status);
    staff_list_said(lists, statement_text(row, ROW_OTHER_BY),
                    sqlite3_column_int64(row, ROW_OTHER_AT), who);
    text_format(line, sizeof line, "! %s: %s: %s %s", list_word(LIST_OTHER_SAID, language), who,
                list_status_word(status, language), statement_text(row, ROW_OTHER_REMARK));
    return add_line(text, used, size, line);
}

/* Who said something last and when, and what is the matter with it. */
static void write_progress(const struct staff_lists *lists, struct sheet *sheet, sqlite3_stmt *row)
{
    enum language language = lists->report->language;
    const char *held = not_suppressed(statement_text(row, ROW_NOT_SUPPRESSED_WHY), language);
    bool is_still_found = sqlite3_column_int64(row, ROW_IS_STILL_FOUND) != 0;
    bool has_other = sqlite3_column_type(row, ROW_OTHER_BY) != SQLITE_NULL;
    char text[6 * REPORT_LINE_SIZE] = "", line[REPORT_LINE_SIZE];
    size_t used = 0;
    if (sqlite3_column_type(row, ROW_REMARK_BY) == SQLITE_NULL) {
        sheet_blank(sheet, AT_PROGRESS, CELL_TEXT, LOOK_PLAIN);
        return;
    }
    if (is_still_found) {
        text_format(line, sizeof line, "✗ %s", list_word(LIST_STILL_FOUND, language));
        used = add_line(text, used, sizeof text, line);
    }
    if (held != NULL) {
        text_format(line, sizeof line, "! %s", held);
        used = add_line(text, used, sizeof text, line);
    }
    staff_list_said(lists, statement_text(row, ROW_REMARK_BY),
                    sqlite3_column_int64(row, ROW_REMARK_AT), line);
    used = add_line(text, used, sizeof text, line);
    if (has_other)
        used = add_other(lists, row, text, used, sizeof text);
    sheet_row_lines(sheet, lines_of(text, columns[AT_PROGRESS].width));
    sheet_text(sheet, AT_PROGRESS, text, CELL_TEXT_WRAPPED,
               is_still_found              ? LOOK_RED
               : held != NULL || has_other ? LOOK_AMBER
                                           : LOOK_PLAIN);
}

static void write_inputs(struct staff_lists *lists, struct sheet *sheet, sqlite3_stmt *row)
{
    enum language language = lists->report->language;
    enum remark_status status = REMARK_NONE;
    const char *remark = remark_cell_text(&lists->region, statement_text(row, ROW_REMARK));
    (void)remark_status_from_code(statement_text(row, ROW_STATUS), &status);
    if (status == REMARK_NONE)
        sheet_blank(sheet, AT_STATUS, CELL_INPUT, LOOK_PLAIN);
    else
        sheet_text(sheet, AT_STATUS, list_status_word(status, language), CELL_INPUT, LOOK_PLAIN);
    if (remark[0] == '\0')
        sheet_blank(sheet, AT_REMARK, CELL_INPUT, LOOK_PLAIN);
    else
        sheet_text(sheet, AT_REMARK, remark, CELL_INPUT, LOOK_PLAIN);
    if (sqlite3_column_type(row, ROW_NEXT_ON) == SQLITE_NULL)
        sheet_blank(sheet, AT_NEXT_ON, CELL_INPUT_DATE, LOOK_PLAIN);
    else
        sheet_input_date(sheet, AT_NEXT_ON, sqlite3_column_int64(row, ROW_NEXT_ON));
    sheet_text(sheet, AT_ID, statement_text(row, ROW_EXCEPTION_ID), CELL_TEXT, LOOK_FAINT);
    if (sqlite3_column_type(row, ROW_BASELINE_NO) != SQLITE_NULL)
        sheet_integer(sheet, AT_BASELINE, sqlite3_column_int64(row, ROW_BASELINE_NO), LOOK_FAINT);
}

static bool write_row(struct staff_lists *lists, struct sheet *sheet,
                      const struct list_group *group, const char *todo, int64_t number,
                      struct error *error)
{
    sqlite3_stmt *row = lists->rows;
    enum language language = lists->report->language;
    char customer[REPORT_LINE_SIZE];
    sheet_integer(sheet, AT_NUMBER, number, LOOK_PLAIN);
    write_text(sheet, AT_TODO, todo);
    sheet_row_lines(sheet, lines_of(todo, columns[AT_TODO].width - BOLD_SPARE));
    write_state(sheet, row, language);
    write_why(sheet, row, language);
    write_text(sheet, AT_KEY, statement_text(row, ROW_KEY));
    if (!write_pair(lists, sheet, group, error))
        return false;
    staff_list_customer(statement_text(row, ROW_CUSTOMER_NO), statement_text(row, ROW_CUSTOMER),
                        customer);
    write_text(sheet, AT_CUSTOMER, customer);
    sheet_text(sheet, AT_PHONE, statement_text(row, ROW_PHONE), CELL_TEXT, LOOK_PLAIN);
    if (sqlite3_column_type(row, ROW_AMOUNT) == SQLITE_NULL)
        sheet_blank(sheet, AT_AMOUNT, CELL_MONEY, LOOK_PLAIN);
    else
        sheet_decimal(sheet, AT_AMOUNT, sqlite3_column_int64(row, ROW_AMOUNT), CELL_MONEY,
                      LOOK_PLAIN);
    sheet_integer(sheet, AT_AGE, sqlite3_column_int64(row, ROW_DAYS) - 1, LOOK_PLAIN);
    write_progress(lists, sheet, row);
    write_inputs(lists, sheet, row);
    return true;
}

static bool is_of(const struct staff_lists *lists, const struct staff_list *list,
                  const struct list_group *group)
{
    return lists->has_row && strcmp(statement_text(lists->rows, ROW_LIST_NO), list->no) == 0 &&
           strcmp(statement_text(lists->rows, ROW_CHECK_ID), group->check_id) == 0 &&
           strcmp(statement_text(lists->rows, ROW_SEVERITY), group->severity) == 0;
}

static bool write_group(struct staff_lists *lists, struct sheet *sheet,
                        const struct staff_list *list, struct list_group *group, uint32_t headings,
                        int64_t *written, struct error *error)
{
    char todo[REPORT_LINE_SIZE];
    staff_list_todo(lists, group, todo);
    while (is_of(lists, list, group)) {
        if (!sheet_next_row(sheet, error) ||
            !write_row(lists, sheet, group, todo, ++*written, error))
            return false;
        if (group->first_row == 0 && sheet_row(sheet) == headings + *written)
            group->first_row = sheet_row(sheet);
        lists->has_row = statement_next(lists->rows, error);
    }
    return error->code == EXIT_CODE_GOOD;
}

static bool write_nothing(const struct staff_lists *lists, struct sheet *sheet, struct error *error)
{
    if (!sheet_next_row(sheet, error))
        return false;
    sheet_across(sheet, 0, AT_NEXT_ON, list_word(LIST_NOTHING_TO_DO, lists->report->language),
                 CELL_TEXT, LOOK_GREEN);
    return true;
}

static bool write_rows(struct staff_lists *lists, struct sheet *sheet, struct staff_list *list,
                       int64_t *written, struct error *error)
{
    uint32_t headings = sheet_row(sheet);
    *written = 0;
    if (list->row_count == 0 && !write_nothing(lists, sheet, error))
        return false;
    for (size_t i = 0; i < list->group_count; i++)
        if (!write_group(lists, sheet, list, &list->groups[i], headings, written, error))
            return false;
    if (!sheet_is_good(sheet, error))
        return false;
    return *written == list->row_count ||
           error_set(error, EXIT_CODE_DATA,
                     "list of %s: %lld exceptions, %lld are on the sheet; nothing is published",
                     list->no, (long long)list->row_count, (long long)*written);
}

/* Columns that nothing on this list stands in leave room for the others. */
static void set_widths(struct sheet *sheet, const struct staff_list *list)
{
    for (size_t i = 0; i < AT_COUNT; i++)
        if (!columns[i].wraps)
            sheet_width(sheet, i, i, columns[i].width);
    if (!list->has_pairs)
        sheet_hide_columns(sheet, AT_REFERENCE_VALUE, AT_FOUND_VALUE);
    if (!list->has_amounts)
        sheet_hide_columns(sheet, AT_AMOUNT, AT_AMOUNT);
    if (!list->has_words)
        sheet_hide_columns(sheet, AT_PROGRESS, AT_PROGRESS);
    sheet_hide_columns(sheet, AT_ID, AT_BASELINE);
}

static void set_forms(struct sheet *sheet, const struct staff_list *list, enum language language)
{
    const char *title = list_word(LIST_REFUSED_TITLE, language);
    if (list->row_count > 0) {
        sheet_filter(sheet, AT_COUNT);
        sheet_mark_groups(sheet, AT_TODO, AT_ID);
        sheet_choices(sheet, AT_STATUS, STATUS_WORDS,
                      (struct sheet_refusal){title, list_word(LIST_STATUS_REFUSED, language)});
        sheet_dates(sheet, AT_NEXT_ON,
                    (struct sheet_refusal){title, list_word(LIST_DATE_REFUSED, language)});
    }
    sheet_guard_headings(sheet, AT_COUNT,
                         (struct sheet_refusal){title, list_word(LIST_HEADING_REFUSED, language)});
    sheet_zoom(sheet, LIST_ZOOM);
}

bool staff_list_sheet(struct staff_lists *lists, struct staff_list *list, struct workbook *workbook,
                      const char **name, int64_t *written, struct error *error)
{
    const struct report *report = lists->report;
    const struct list_page page = {report, list};
    struct sheet *sheet = workbook_sheet(workbook, label(LABEL_SHEET_LIST, report->language), true,
                                         write_headings, &page, error);
    for (size_t i = 0; sheet != NULL && i < AT_COUNT; i++)
        if (columns[i].wraps)
            sheet_wrap(sheet, i, columns[i].width);
    if (sheet == NULL || !write_rows(lists, sheet, list, written, error))
        return false;
    set_widths(sheet, list);
    set_forms(sheet, list, report->language);
    *name = region_copy(&lists->region, sheet_name(sheet));
    return sheet_is_good(sheet, error);
}
