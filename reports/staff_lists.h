/* The staff lists while they are written: whose they are, their groups, and their sheets.
 *
 * A list's rows stand in groups, one for each check: what there is to do about it. For staff_*.c
 * alone.
 */
#ifndef KHROP_REPORTS_STAFF_LISTS_H
#define KHROP_REPORTS_STAFF_LISTS_H

#include "reports/report.h"
#include "reports/workbook.h"

#include <limits.h>

/* What one person has to do about one check. */
struct list_group {
    const char *check_id, *severity;
    const struct rule *rule; /* NULL: no longer in the catalogue */
    int64_t count, fresh_count, still_found_count;
    int64_t oldest_days; /* working days */
    bool has_amount;
    int64_t amount;     /* sum of what is at stake */
    uint32_t first_row; /* on the list's sheet; 0: on a continuation */
};

struct staff_list {
    const char *no, *title, *file;
    struct list_group *groups;
    size_t group_count;
    int64_t row_count, fresh_count, still_found_count, due_count, off_count;
    bool has_amounts, has_pairs, has_words;
};

/* All lists in the order of their numbers; everything in the region. */
struct staff_lists {
    const struct report *report;
    struct region region;
    struct staff_list *lists;
    size_t count;
    sqlite3_stmt *rows; /* of all lists; stands at the next row that is to be written */
    bool has_row;
    sqlite3_stmt *off_rows; /* .. of what has left them */
    bool has_off_row;
    sqlite3_stmt **pairs; /* of each check of the catalogue: the values it compares, by key */
};

/* Columns of the rows. */
enum list_row {
    ROW_LIST_NO,
    ROW_EXCEPTION_ID,
    ROW_CHECK_ID,
    ROW_SEVERITY,
    ROW_STATE,
    ROW_DAYS,
    ROW_WHY,
    ROW_KEY,
    ROW_CUSTOMER_NO,
    ROW_CUSTOMER,
    ROW_PHONE,
    ROW_AMOUNT,
    ROW_OWNER,
    ROW_REASON,
    ROW_LAST_CHECKED_ON,
    ROW_STATUS,
    ROW_REMARK,
    ROW_REMARK_BY,
    ROW_REMARK_AT,
    ROW_NEXT_ON,
    ROW_BASELINE_NO,
    ROW_OTHER_STATUS,
    ROW_OTHER_REMARK,
    ROW_OTHER_BY,
    ROW_OTHER_AT,
    ROW_IS_STILL_FOUND,
    ROW_NOT_SUPPRESSED_WHY,
    ROW_ASSIGNED_TO
};

/* Columns of what has left a list. */
enum off_row {
    OFF_LIST_NO,
    OFF_KIND, /* resolved, expired, retired, suppressed, moved, conflict */
    OFF_CHECK_ID,
    OFF_WHY,
    OFF_KEY,
    OFF_CUSTOMER_NO,
    OFF_CUSTOMER,
    OFF_PHONE,
    OFF_FOUND_ON,
    OFF_DAYS,
    OFF_STATUS,
    OFF_REMARK,
    OFF_REMARK_BY,
    OFF_REMARK_AT,
    OFF_UNTIL_ON,
    OFF_NOW_ON,
    OFF_OTHER_STATUS,
    OFF_OTHER_REMARK,
    OFF_OTHER_BY,
    OFF_OTHER_AT
};

/* Columns of the sheet that its reader works on. */
enum list_column_at {
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

/* Reads the lists and their groups and prepares the rows; staff_lists_clear, also after a failure.
 */
bool staff_lists_read(struct staff_lists *lists, struct error *error);
void staff_lists_clear(struct staff_lists *lists);

/* The two values that the check of the current row compares, as columns 0 and 1 of *values; NULL
 * where it compares none, or has no row of it today. */
bool staff_lists_pair(struct staff_lists *lists, const struct list_group *group,
                      sqlite3_stmt **values, struct error *error);

/* Writes the list's own sheet; gives its name in the region, *written the rows. */
bool staff_list_sheet(struct staff_lists *lists, struct staff_list *list, struct workbook *workbook,
                      const char **name, int64_t *written, struct error *error);

/* Writes the current row of lists->rows as the list's row `number`. */
bool staff_list_row(struct staff_lists *lists, struct sheet *sheet, const struct list_group *group,
                    const char *todo, int64_t number, struct error *error);

/* The sheets behind it: a summary with links into it, what has left the list, how to use it, and
 * the hidden one that says whose it is. */
bool staff_list_summary(const struct staff_lists *lists, const struct staff_list *list,
                        struct workbook *workbook, const char *list_sheet, struct error *error);
bool staff_list_off(struct staff_lists *lists, const struct staff_list *list,
                    struct workbook *workbook, struct error *error);
bool staff_list_how(const struct staff_lists *lists, struct workbook *workbook,
                    struct error *error);
bool staff_list_about(const struct staff_lists *lists, const struct staff_list *list,
                      struct workbook *workbook, struct error *error);

/* "แก้เลขที่ .. (BO-05 · 3)": what to do, of which check, how many. */
void staff_list_todo(const struct staff_lists *lists, const struct list_group *group,
                     char line[REPORT_LINE_SIZE]);
/* "18 พ.ย. 2569 สมหญิง (10003)": who said it and when. */
void staff_list_said(const struct staff_lists *lists, const char *by, int64_t at,
                     char line[REPORT_LINE_SIZE]);
/* "บจก. ก้าวหน้า (C0012)" */
void staff_list_customer(const char *no, const char *name, char line[REPORT_LINE_SIZE]);

#endif
