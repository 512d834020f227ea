/* The sheets behind a list: its summary, what has left it, how to use it, and whose it is; see
 * staff_lists.h. */
#include "core/text.h"
#include "jobs/list_layout.h"
#include "jobs/statement.h"
#include "jobs/why.h"
#include "reports/exception_rows.h"
#include "reports/labels.h"
#include "reports/list_words.h"
#include "reports/staff_lists.h"
#include "reports/workbook_forms.h"

#include <stdio.h>
#include <string.h>

#define TITLE_POINTS 26.0
#define HEADING_POINTS 20.0
#define LINE_POINTS 15.0
#define PARAGRAPH_HEADING_POINTS 26.0
#define PARAGRAPH_POINTS 17.0
#define PARAGRAPH_CHARACTERS 84
#define PARAGRAPH_WIDTH 90.0

static void write_line(struct sheet *sheet, const char *line, enum cell_kind kind, double points)
{
    sheet_text(sheet, 0, line, kind, LOOK_PLAIN);
    sheet_row_height(sheet, points);
    sheet_skip_row(sheet);
}

/* What stands above the rows of a page. */
struct page {
    const struct staff_lists *lists;
    const struct staff_list *list;
};

static void write_title(struct sheet *sheet, const struct page *page, const char *title,
                        const char *note)
{
    char line[REPORT_LINE_SIZE];
    text_format(line, sizeof line, "%s: %s", title, page->list->title);
    write_line(sheet, line, CELL_TITLE, TITLE_POINTS);
    report_date_line(page->lists->report, line);
    write_line(sheet, line, CELL_SUBTITLE, HEADING_POINTS);
    write_line(sheet, note, CELL_NOTE, HEADING_POINTS);
}

enum {
    SUM_SEVERITY,
    SUM_TODO,
    SUM_CHECK,
    SUM_TITLE,
    SUM_COUNT,
    SUM_FRESH,
    SUM_STILL,
    SUM_OLDEST,
    SUM_AMOUNT,
    SUM_COLUMNS
};

static void write_summary_headings(struct sheet *sheet, const void *context)
{
    const struct page *page = context;
    enum language language = page->lists->report->language;
    const char *const headings[SUM_COLUMNS] = {label(LABEL_SEVERITY, language),
                                               label(LABEL_TODO, language),
                                               label(LABEL_CHECK, language),
                                               label(LABEL_TITLE, language),
                                               list_word(LIST_COUNT_HEADING, language),
                                               label(LABEL_START_FRESH, language),
                                               list_word(LIST_STILL_FOUND, language),
                                               list_word(LIST_OLDEST_AGE, language),
                                               list_word(LIST_AMOUNT, language)};
    write_title(sheet, page, list_word(LIST_SHEET_SUMMARY, language),
                list_word(LIST_SUMMARY_NOTE, language));
    for (size_t i = 0; i < SUM_COLUMNS; i++)
        sheet_text(sheet, i, headings[i], i >= SUM_COUNT ? CELL_HEADING_NUMBER : CELL_HEADING,
                   LOOK_PLAIN);
    sheet_row_height(sheet, 3 * LINE_POINTS);
    sheet_freeze(sheet, 0);
}

static void write_tally(struct sheet *sheet, size_t column, int64_t count, enum cell_look look)
{
    sheet_tally(sheet, column, count, count == 0 ? LOOK_PLAIN : look);
}

static enum cell_look severity_look(const char *severity)
{
    return strcmp(severity, "high") == 0     ? LOOK_RED
           : strcmp(severity, "medium") == 0 ? LOOK_AMBER
                                             : LOOK_FAINT;
}

static void write_summary_row(const struct staff_lists *lists, struct sheet *sheet,
                              const struct list_group *group, const char *list_sheet)
{
    enum language language = lists->report->language;
    const struct rule *rule = group->rule;
    sheet_text(sheet, SUM_SEVERITY, word(WORD_SEVERITY, group->severity, language), CELL_TEXT,
               severity_look(group->severity));
    sheet_text_lines(sheet, SUM_TODO, rule == NULL ? "-" : rule->todo.text[language],
                     CELL_TEXT_WRAPPED, LOOK_PLAIN);
    if (group->first_row > 0)
        sheet_link_row(sheet, SUM_CHECK, list_sheet, group->first_row, group->check_id);
    else
        sheet_text(sheet, SUM_CHECK, group->check_id, CELL_TEXT, LOOK_PLAIN);
    sheet_text_lines(sheet, SUM_TITLE, rule == NULL ? "-" : rule->title.text[language],
                     CELL_TEXT_WRAPPED, LOOK_PLAIN);
    sheet_tally(sheet, SUM_COUNT, group->count, LOOK_STRONG);
    write_tally(sheet, SUM_FRESH, group->fresh_count, LOOK_FRESH);
    write_tally(sheet, SUM_STILL, group->still_found_count, LOOK_FRESH);
    sheet_integer(sheet, SUM_OLDEST, group->oldest_days, LOOK_PLAIN);
    if (group->has_amount)
        sheet_decimal(sheet, SUM_AMOUNT, group->amount, CELL_MONEY, LOOK_PLAIN);
    else
        sheet_blank(sheet, SUM_AMOUNT, CELL_MONEY, LOOK_PLAIN);
}

static void write_summary_total(struct sheet *sheet, const struct staff_list *list,
                                enum language language)
{
    sheet_text(sheet, 0, label(LABEL_TOTAL, language), CELL_TEXT, LOOK_STRONG);
    for (size_t i = 1; i < SUM_COLUMNS; i++)
        sheet_blank(sheet, i, CELL_TEXT, LOOK_STRONG);
    sheet_tally(sheet, SUM_COUNT, list->row_count, LOOK_STRONG);
    sheet_tally(sheet, SUM_FRESH, list->fresh_count, LOOK_STRONG);
    sheet_tally(sheet, SUM_STILL, list->still_found_count, LOOK_STRONG);
}

bool staff_list_summary(const struct staff_lists *lists, const struct staff_list *list,
                        struct workbook *workbook, const char *list_sheet, struct error *error)
{
    static const double widths[SUM_COLUMNS] = {11, 52, 11, 48, 11, 11, 11, 14, 18};
    enum language language = lists->report->language;
    const struct page page = {lists, list};
    struct sheet *sheet = workbook_sheet(workbook, list_word(LIST_SHEET_SUMMARY, language), true,
                                         write_summary_headings, &page, error);
    if (sheet == NULL)
        return false;
    for (size_t i = 0; i < SUM_COLUMNS; i++)
        sheet_wrap(sheet, i, widths[i]);
    for (size_t i = 0; i < list->group_count; i++) {
        if (!sheet_next_row(sheet, error))
            return false;
        write_summary_row(lists, sheet, &list->groups[i], list_sheet);
    }
    if (!sheet_next_row(sheet, error))
        return false;
    write_summary_total(sheet, list, language);
    return sheet_is_good(sheet, error);
}

enum {
    OFF_AT_STATE,
    OFF_AT_WHAT,
    OFF_AT_WHY,
    OFF_AT_KEY,
    OFF_AT_CUSTOMER,
    OFF_AT_FOUND_ON,
    OFF_AT_AGE,
    OFF_AT_STATUS,
    OFF_AT_REMARK,
    OFF_AT_SAID,
    OFF_COLUMNS
};

static void write_off_headings(struct sheet *sheet, const void *context)
{
    const struct page *page = context;
    enum language language = page->lists->report->language;
    const char *const headings[OFF_COLUMNS] = {list_word(LIST_OFF_STATE, language),
                                               label(LABEL_TITLE, language),
                                               label(LABEL_WHY, language),
                                               label(LABEL_KEY, language),
                                               label(LABEL_CUSTOMER_NAME, language),
                                               label(LABEL_FOUND_ON, language),
                                               list_word(LIST_AGE, language),
                                               list_heading(LIST_COLUMN_STATUS, language),
                                               list_heading(LIST_COLUMN_REMARK, language),
                                               list_word(LIST_PROGRESS, language)};
    write_title(sheet, page, list_word(LIST_SHEET_OFF, language),
                list_word(LIST_OFF_NOTE, language));
    for (size_t i = 0; i < OFF_COLUMNS; i++)
        sheet_text(sheet, i, headings[i], i == OFF_AT_AGE ? CELL_HEADING_NUMBER : CELL_HEADING,
                   LOOK_PLAIN);
    sheet_row_height(sheet, 2 * LINE_POINTS);
    sheet_freeze(sheet, 0);
}

/* What became of it: its state, until when it is no problem, or whose it is now. */
static void write_off_state(const struct staff_lists *lists, struct sheet *sheet, sqlite3_stmt *row)
{
    enum language language = lists->report->language;
    const char *kind = statement_text(row, OFF_KIND);
    char line[2 * REPORT_LINE_SIZE], date[DATE_TEXT_SIZE];
    bool is_conflict = strcmp(kind, "conflict") == 0;
    text_format(line, sizeof line, "%s", word(WORD_EXCEPTION_STATE, kind, language));
    if (strcmp(kind, "suppressed") == 0) {
        label_date(sqlite3_column_int64(row, OFF_UNTIL_ON), language, date);
        text_format(line, sizeof line, "%s %s %s", word(WORD_EXCEPTION_STATE, kind, language),
                    list_word(LIST_UNTIL, language), date);
    }
    if (strcmp(kind, "moved") == 0 || is_conflict)
        text_format(line, sizeof line, "%s %s",
                    list_word(is_conflict ? LIST_CONFLICT : LIST_MOVED, language),
                    statement_text(row, OFF_NOW_ON));
    sheet_text_lines(sheet, OFF_AT_STATE, line, CELL_TEXT_WRAPPED,
                     is_conflict                     ? LOOK_AMBER
                     : strcmp(kind, "resolved") == 0 ? LOOK_GREEN
                                                     : LOOK_FAINT);
}

/* Who said it last; the other answer, where there are two. */
static void write_off_said(const struct staff_lists *lists, struct sheet *sheet, sqlite3_stmt *row)
{
    enum language language = lists->report->language;
    enum remark_status status = REMARK_NONE;
    char line[4 * REPORT_LINE_SIZE] = "", who[REPORT_LINE_SIZE];
    size_t used = 0;
    if (sqlite3_column_type(row, OFF_REMARK_BY) != SQLITE_NULL) {
        staff_list_said(lists, statement_text(row, OFF_REMARK_BY),
                        sqlite3_column_int64(row, OFF_REMARK_AT), who);
        used = text_format(line, sizeof line, "%s", who);
    }
    if (sqlite3_column_type(row, OFF_OTHER_BY) != SQLITE_NULL) {
        (void)remark_status_from_code(statement_text(row, OFF_OTHER_STATUS), &status);
        staff_list_said(lists, statement_text(row, OFF_OTHER_BY),
                        sqlite3_column_int64(row, OFF_OTHER_AT), who);
        text_format(line + used, sizeof line - used, "\n! %s: %s: %s %s",
                    list_word(LIST_OTHER_SAID, language), who, list_status_word(status, language),
                    statement_text(row, OFF_OTHER_REMARK));
    }
    sheet_text_lines(sheet, OFF_AT_SAID, line, CELL_TEXT_WRAPPED, LOOK_PLAIN);
}

static void write_off_row(struct staff_lists *lists, struct sheet *sheet)
{
    sqlite3_stmt *row = lists->off_rows;
    enum language language = lists->report->language;
    const char *check_id = statement_text(row, OFF_CHECK_ID);
    const struct rule *rule = catalogue_check(lists->report->catalogue, check_id);
    enum remark_status status = REMARK_NONE;
    char line[REPORT_LINE_SIZE];
    write_off_state(lists, sheet, row);
    text_format(line, sizeof line, "%s  %s", check_id,
                rule == NULL ? "" : rule->title.text[language]);
    sheet_text_lines(sheet, OFF_AT_WHAT, line, CELL_TEXT_WRAPPED, LOOK_PLAIN);
    sheet_text_lines(sheet, OFF_AT_WHY, statement_text(row, OFF_WHY), CELL_TEXT_WRAPPED,
                     LOOK_PLAIN);
    sheet_text_lines(sheet, OFF_AT_KEY, statement_text(row, OFF_KEY), CELL_TEXT_WRAPPED,
                     LOOK_PLAIN);
    staff_list_customer(statement_text(row, OFF_CUSTOMER_NO), statement_text(row, OFF_CUSTOMER),
                        line);
    sheet_text_lines(sheet, OFF_AT_CUSTOMER, line, CELL_TEXT_WRAPPED, LOOK_PLAIN);
    sheet_date(sheet, OFF_AT_FOUND_ON, sqlite3_column_int64(row, OFF_FOUND_ON), LOOK_PLAIN);
    sheet_integer(sheet, OFF_AT_AGE, sqlite3_column_int64(row, OFF_DAYS) - 1, LOOK_PLAIN);
    (void)remark_status_from_code(statement_text(row, OFF_STATUS), &status);
    sheet_text(sheet, OFF_AT_STATUS, list_status_word(status, language), CELL_TEXT_WRAPPED,
               LOOK_PLAIN);
    sheet_text_lines(sheet, OFF_AT_REMARK,
                     remark_cell_text(&lists->region, statement_text(row, OFF_REMARK)),
                     CELL_TEXT_WRAPPED, LOOK_PLAIN);
    write_off_said(lists, sheet, row);
}

static bool is_off(const struct staff_lists *lists, const struct staff_list *list)
{
    return lists->has_off_row &&
           strcmp(statement_text(lists->off_rows, OFF_LIST_NO), list->no) == 0;
}

static bool write_off_rows(struct staff_lists *lists, const struct staff_list *list,
                           struct sheet *sheet, struct error *error)
{
    int64_t written = 0;
    for (; is_off(lists, list); written++) {
        if (!sheet_next_row(sheet, error))
            return false;
        write_off_row(lists, sheet);
        lists->has_off_row = statement_next(lists->off_rows, error);
    }
    if (error->code != EXIT_CODE_GOOD)
        return false;
    return written == list->off_count ||
           error_set(error, EXIT_CODE_DATA,
                     "list of %s: %lld exceptions have left it, %lld are on the sheet; nothing is "
                     "published",
                     list->no, (long long)list->off_count, (long long)written);
}

bool staff_list_off(struct staff_lists *lists, const struct staff_list *list,
                    struct workbook *workbook, struct error *error)
{
    static const double widths[OFF_COLUMNS] = {22, 36, 44, 18, 24, 14, 11, 16, 28, 24};
    enum language language = lists->report->language;
    const struct page page = {lists, list};
    struct sheet *sheet = workbook_sheet(workbook, list_word(LIST_SHEET_OFF, language), true,
                                         write_off_headings, &page, error);
    if (sheet == NULL)
        return false;
    for (size_t i = 0; i < OFF_COLUMNS; i++)
        sheet_wrap(sheet, i, widths[i]);
    if (list->off_count > 0) {
        if (!write_off_rows(lists, list, sheet, error))
            return false;
        sheet_filter(sheet, OFF_COLUMNS);
        return sheet_is_good(sheet, error);
    }
    if (!sheet_next_row(sheet, error))
        return false;
    sheet_across(sheet, 0, OFF_COLUMNS - 1, list_word(LIST_OFF_NOTHING, language), CELL_TEXT,
                 LOOK_FAINT);
    return sheet_is_good(sheet, error);
}

bool staff_list_how(const struct staff_lists *lists, struct workbook *workbook, struct error *error)
{
    enum language language = lists->report->language;
    const char *paragraph;
    struct sheet *sheet =
        workbook_sheet(workbook, list_word(LIST_SHEET_HOW, language), false, NULL, NULL, error);
    if (sheet == NULL)
        return false;
    sheet_wrap(sheet, 0, PARAGRAPH_WIDTH);
    write_line(sheet, list_word(LIST_SHEET_HOW, language), CELL_TITLE, TITLE_POINTS);
    for (size_t i = 0; (paragraph = list_how(i, language)) != NULL; i++) {
        bool is_heading = strncmp(paragraph, "# ", 2) == 0;
        size_t width = text_display_width(paragraph, strlen(paragraph));
        write_line(sheet, is_heading ? paragraph + 2 : paragraph,
                   is_heading ? CELL_SECTION : CELL_PARAGRAPH,
                   is_heading ? PARAGRAPH_HEADING_POINTS
                              : PARAGRAPH_POINTS * (double)(width / PARAGRAPH_CHARACTERS + 1) + 4);
    }
    return sheet_is_good(sheet, error);
}

bool staff_list_about(const struct staff_lists *lists, const struct staff_list *list,
                      struct workbook *workbook, struct error *error)
{
    const struct report *report = lists->report;
    char business_on[DATE_TEXT_SIZE];
    const char *const facts[LIST_ABOUT_COUNT] = {[LIST_ABOUT_FORMAT] = LIST_FORMAT,
                                                 [LIST_ABOUT_LIST_NO] = list->no,
                                                 [LIST_ABOUT_JOB] = report->slot->job->name,
                                                 [LIST_ABOUT_BUSINESS_ON] = business_on};
    struct sheet *sheet = workbook_sheet(workbook, LIST_ABOUT_SHEET, false, NULL, NULL, error);
    if (sheet == NULL)
        return false;
    date_format_iso(report->slot->business_on, business_on);
    for (size_t i = 0; i < REMARK_STATUS_COUNT - 1 || i < LIST_ABOUT_COUNT; i++) {
        if (i < LIST_ABOUT_COUNT) {
            sheet_text(sheet, 0, list_about_name((enum list_about)i), CELL_TEXT, LOOK_PLAIN);
            sheet_text(sheet, 1, facts[i], CELL_TEXT, LOOK_PLAIN);
        }
        if (i < REMARK_STATUS_COUNT - 1)
            sheet_text(sheet, 3, list_status_word((enum remark_status)(i + 1), report->language),
                       CELL_TEXT, LOOK_PLAIN);
        sheet_skip_row(sheet);
    }
    sheet_hide(sheet);
    return sheet_is_good(sheet, error);
}
