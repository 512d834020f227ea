/* The sheet of a list that its reader works on: what to do, row by row, with three columns to fill
 * in; see staff_lists.h. */
#include "core/text.h"
#include "jobs/list_layout.h"
#include "jobs/statement.h"
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
#define STATUS_WORDS LIST_ABOUT_SHEET "!$D$1:$D$6"

static const struct {
    bool is_number, wraps;
    double width;
} columns[AT_COUNT] = {
    [AT_NUMBER] = {true, false, 6},       [AT_TODO] = {false, true, 22},
    [AT_STATE] = {false, true, 10},       [AT_WHY] = {false, true, 35},
    [AT_KEY] = {false, true, 16},         [AT_REFERENCE_VALUE] = {false, true, 13},
    [AT_FOUND_VALUE] = {false, true, 13}, [AT_CUSTOMER] = {false, true, 19},
    [AT_PHONE] = {false, true, 12},       [AT_AMOUNT] = {true, false, 12},
    [AT_AGE] = {true, false, 8},          [AT_PROGRESS] = {false, true, 20},
    [AT_STATUS] = {false, true, 14},      [AT_REMARK] = {false, true, 26},
    [AT_NEXT_ON] = {false, false, 13},    [AT_ID] = {false, false, 20},
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
            !staff_list_row(lists, sheet, group, todo, ++*written, error))
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
