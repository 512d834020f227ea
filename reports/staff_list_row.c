/* A row of a list: what was found and said, and the cells to fill in; see staff_lists.h. */
#include "core/clock.h"
#include "core/text.h"
#include "jobs/list_layout.h"
#include "jobs/statement.h"
#include "jobs/value_words.h"
#include "jobs/why.h"
#include "reports/exception_rows.h"
#include "reports/labels.h"
#include "reports/list_words.h"
#include "reports/staff_lists.h"
#include "reports/workbook_forms.h"

#include <string.h>

#define SECONDS_PER_DAY 86400

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

static void write_text(struct sheet *sheet, size_t column, const char *text)
{
    sheet_text_lines(sheet, column, text, CELL_TEXT_WRAPPED, LOOK_PLAIN);
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
    sheet_text_lines(sheet, AT_PROGRESS, text, CELL_TEXT_WRAPPED,
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
        sheet_text_lines(sheet, AT_REMARK, remark, CELL_INPUT, LOOK_PLAIN);
    if (sqlite3_column_type(row, ROW_NEXT_ON) == SQLITE_NULL)
        sheet_blank(sheet, AT_NEXT_ON, CELL_INPUT_DATE, LOOK_PLAIN);
    else
        sheet_input_date(sheet, AT_NEXT_ON, sqlite3_column_int64(row, ROW_NEXT_ON));
    sheet_text(sheet, AT_ID, statement_text(row, ROW_EXCEPTION_ID), CELL_TEXT, LOOK_FAINT);
    if (sqlite3_column_type(row, ROW_BASELINE_NO) != SQLITE_NULL)
        sheet_integer(sheet, AT_BASELINE, sqlite3_column_int64(row, ROW_BASELINE_NO), LOOK_FAINT);
}

bool staff_list_row(struct staff_lists *lists, struct sheet *sheet, const struct list_group *group,
                    const char *todo, int64_t number, struct error *error)
{
    sqlite3_stmt *row = lists->rows;
    enum language language = lists->report->language;
    char customer[REPORT_LINE_SIZE];
    sheet_integer(sheet, AT_NUMBER, number, LOOK_PLAIN);
    write_text(sheet, AT_TODO, todo);
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
