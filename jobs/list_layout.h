/* What a staff list's workbook and its reader agree on: by which words columns, statuses and sheets
 * are known in what comes back.
 *
 * The rows of a list stand on one sheet, or on several of the same layout, under one row of
 * headings; above it is a page's head. Whatever else stands there (other columns, other rows, in
 * any order) means nothing to the reader. A row is an edit where its status, remark and next date
 * differ from the remark its baseline showed (remark_printed, remark_differs).
 */
#ifndef KHROP_JOBS_LIST_LAYOUT_H
#define KHROP_JOBS_LIST_LAYOUT_H

#include "config/settings.h"
#include "jobs/remarks.h"

/* The columns that are read. */
enum list_column {
    LIST_COLUMN_ID,       /* hidden, text: exception_id, `CHECK:KEY` */
    LIST_COLUMN_BASELINE, /* hidden, whole number: highest remark_no; empty: no remark yet */
    LIST_COLUMN_STATUS,   /* a status word; empty: none */
    LIST_COLUMN_REMARK,   /* text */
    LIST_COLUMN_NEXT_ON,  /* a date cell; people also type text */
    LIST_COLUMN_COUNT
};

/* A column's heading; hidden columns have one for both languages. */
const char *list_heading(enum list_column column, enum language language);
/* The column with this heading in either language, however it is spaced or broken into lines. */
bool list_heading_find(const char *heading, size_t length, enum list_column *column);

/* A status as the dropdown offers it; "" for REMARK_NONE. */
const char *list_status_word(enum remark_status status, enum language language);
/* The status with this word in either language, or this code; white space around and within it and
 * the case of letters don't count. An empty text is REMARK_NONE. */
bool list_status_find(const char *word, size_t length, enum remark_status *status);

/* The hidden sheet: a line a fact, its name in column A and its text in column B. The status words
 * of the dropdown stand there too, in column D. */
#define LIST_ABOUT_SHEET "khrop"

enum list_about {
    LIST_ABOUT_FORMAT,      /* LIST_FORMAT */
    LIST_ABOUT_LIST_NO,     /* whose list: a staff number or `role:NAME` */
    LIST_ABOUT_JOB,         /* the job that wrote it */
    LIST_ABOUT_BUSINESS_ON, /* `2026-11-25`, as text */
    LIST_ABOUT_COUNT
};

#define LIST_FORMAT "1"

/* The name in column A. */
const char *list_about_name(enum list_about about);
bool list_about_find(const char *name, size_t length, enum list_about *about);

/* A date as Excel keeps it: days since 1899-12-30; a date's day number plus this. */
#define LIST_EXCEL_EPOCH_DAYS 25569

#endif
