/* Every word on every page, in Thai and in English: a table row each.
 *
 * Labels are sentences and headings that C code prints. Words are what stands for a code in the
 * slot's tables ("new" is "ใหม่"). Columns are the headings of a query's columns.
 */
#ifndef KHROP_REPORTS_LABELS_H
#define KHROP_REPORTS_LABELS_H

#include "config/settings.h"

enum label {
    /* sheets */
    LABEL_SHEET_TODAY,
    LABEL_SHEET_TEAM,
    LABEL_SHEET_VALUES,
    LABEL_SHEET_DEFINITIONS,
    LABEL_SHEET_PROVENANCE,
    LABEL_SHEET_COVER,
    LABEL_SHEET_ENDED,
    LABEL_SHEET_SUPPRESSED,
    LABEL_SHEET_REJECTS,
    LABEL_SHEET_LIST,
    /* titles */
    LABEL_KPI_TITLE,
    LABEL_EXCEPTIONS_TITLE,
    LABEL_LIST_TITLE,
    LABEL_BUSINESS_DATE,
    LABEL_COVERED_TO,
    LABEL_ISSUED_AT,
    LABEL_CLOCK,
    LABEL_TOTALS_AGREE,
    LABEL_TOTALS_READ,
    LABEL_ALL_CHECKED,
    LABEL_NOT_ALL_CHECKED,
    LABEL_START,
    LABEL_START_FRESH,
    LABEL_START_OLDEST,
    LABEL_START_NONE,
    LABEL_LIST_GAPS,
    LABEL_OLDER_SLOT,
    LABEL_SECTION_KPIS,
    LABEL_SECTION_SOURCES,
    LABEL_SECTION_EXCEPTIONS,
    LABEL_SECTION_GAPS,
    LABEL_SECTION_DATASETS,
    LABEL_SECTION_CONTROLS,
    LABEL_SECTION_VERSIONS,
    LABEL_SECTION_NOT_MEASURED,
    LABEL_SECTION_NOTICES,
    /* headings */
    LABEL_KPI,
    LABEL_TITLE_KPI,
    LABEL_UNASSIGNED_KIND,
    LABEL_TARGET,
    LABEL_NOW,
    LABEL_DAY,
    LABEL_MONTH,
    LABEL_ROLLING,
    LABEL_ALL,
    LABEL_SOURCE,
    LABEL_DATASET,
    LABEL_PULLED_AT,
    LABEL_DATASETS,
    LABEL_ROWS,
    LABEL_SOURCE_ROWS,
    LABEL_MIRROR_ROWS,
    LABEL_REJECTED,
    LABEL_COMPLETE,
    LABEL_NOTE,
    LABEL_CHECK,
    LABEL_TITLE,
    LABEL_SEVERITY,
    LABEL_NEW,
    LABEL_REOPENED,
    LABEL_CHANGED,
    LABEL_OPEN,
    LABEL_NOT_CHECKED,
    LABEL_ON_LIST,
    LABEL_RESOLVED,
    LABEL_EXPIRED,
    LABEL_SUPPRESSED,
    LABEL_SUPPRESSED_NOTE,
    LABEL_OLDEST,
    LABEL_STATE,
    LABEL_TOTAL,
    LABEL_LEVEL,
    LABEL_TEAM,
    LABEL_STAFF,
    LABEL_STAFF_NO,
    LABEL_COMPANY,
    LABEL_UNASSIGNED,
    LABEL_NO_TEAM,
    LABEL_NO_BRANCH,
    LABEL_UNIT,
    LABEL_DIRECTION,
    LABEL_FORMULA,
    LABEL_VERSION,
    LABEL_COLUMN,
    LABEL_SUM,
    LABEL_WHY,
    LABEL_TODO,
    LABEL_KEY,
    LABEL_DAY_N,
    LABEL_FOUND_ON,
    LABEL_CUSTOMER_NAME,
    LABEL_PHONE,
    LABEL_WINDOW,
    LABEL_SPLIT,
    LABEL_MEASURE,
    LABEL_PART,
    LABEL_WHOLE,
    LABEL_VALUE,
    LABEL_SHARE,
    LABEL_STATUS,
    /* sentences */
    LABEL_OF_TOTAL,
    LABEL_PAGE,
    LABEL_NO_REJECTS,
    LABEL_TEAM_NOTE,
    LABEL_BACK_TO_COVER,
    LABEL_LEFT_NOTE,
    LABEL_DEFINED_OTHERWISE,
    LABEL_BEFORE_CHANGE,
    LABEL_AFTER_CHANGE,
    LABEL_MORE_SPLITS,
    LABEL_SPLITS_NOTE,
    LABEL_USES,
    LABEL_NOT_MEASURED,
    /* the first page of kpi.xlsx */
    LABEL_TILES,
    LABEL_TILES_NOTE,
    LABEL_TILES_NO_LINE,
    LABEL_NO_BEFORE,
    LABEL_NEEDS_YOU,
    LABEL_NEEDS_NOTHING,
    LABEL_OVERLOADED,
    LABEL_ITEMS,
    LABEL_STAKE,
    LABEL_FRESH,
    LABEL_ROWS_OF,
    LABEL_LINE_DATA,
    LABEL_PARTIAL,
    LABEL_LOGO,
    /* trends */
    LABEL_SHEET_TRENDS,
    LABEL_SHEET_TREND_DATA,
    LABEL_TRENDS_NOTE,
    LABEL_TREND_ROLLING,
    LABEL_TREND_DAY,
    LABEL_TREND_NOW,
    LABEL_NO_TREND,
    LABEL_TOO_FEW_DAYS,
    LABEL_DATE,
    /* pages of subjects */
    LABEL_SHEET_BACK_ORDERS,
    LABEL_SHEET_VISITS,
    LABEL_SHEET_QUOTATIONS,
    LABEL_SHEET_CREDIT,
    LABEL_SHEET_SERVICE,
    LABEL_SHEET_TRAINING,
    LABEL_TABLE_EMPTY, /* without a row */
    LABEL_TABLE_MORE,  /* rows shown, rows in all */
    LABEL_TABLE_TOTAL, /* rows in all */
    /* messages */
    LABEL_MAIL_NOT_WHOLE,
    LABEL_MAIL_TOP,
    LABEL_MAIL_AND,
    LABEL_MAIL_MORE,
    LABEL_MAIL_BEFORE,
    LABEL_MAIL_DAY,
    LABEL_MAIL_NOTHING,
    LABEL_MAIL_FOLDER,
    LABEL_MAIL_FILES,
    LABEL_MAIL_ATTACHED,
    LABEL_MAIL_TOO_LARGE,
    LABEL_MAIL_AUTOMATIC,
    LABEL_MAIL_NO_ANSWER,
    LABEL_COUNT
};

const char *label(enum label label, enum language language);

/* Kinds of codes that the tables of a slot hold. */
enum word_kind {
    WORD_EXCEPTION_STATE, /* khrop_worklist.state */
    WORD_LIST_REASON,     /* khrop_worklist.list_reason, and why it is on this list */
    WORD_SEVERITY,
    WORD_RULE_STATE,  /* khrop_checks.state, khrop_kpis.state */
    WORD_PULL_STATE,  /* khrop_pulls.state, khrop_sources.state */
    WORD_PERIOD,      /* khrop_periods.period */
    WORD_LEVEL,       /* khrop_kpi_values.level */
    WORD_STATUS,      /* khrop_kpi_values.status */
    WORD_UNIT,        /* kpi_unit_code */
    WORD_DIRECTION,   /* higher, lower */
    WORD_ROLE,        /* desks that desks.yaml does not name */
    WORD_GAP_KIND,    /* source, dataset, check, kpi */
    WORD_NOTICE_KIND, /* assumption, warning */
    WORD_SPLIT,       /* khrop_kpi_values.split of the shipped KPIs */
    WORD_SUBJECT,     /* kpi_subject_code */
    WORD_CHECK_GROUP, /* what a check's id begins with */
    WORD_BOOLEAN      /* 0, 1 */
};

/* The word for a code; the code itself where the table has none. */
const char *word(enum word_kind kind, const char *code, enum language language);

/* Walks over the codes of a kind, from *index 0. NULL at the end. */
const char *word_next(enum word_kind kind, size_t *index);

/* The heading of a query's column; its own name where the table has none. */
const char *column_heading(const char *column, enum language language);

/* Dates as the language's readers write them in a sentence: `25 พ.ย. 2569`, `25 Nov 2026`. */
size_t label_date(int64_t days, enum language language, char text[DATE_TEXT_SIZE]);

/* .. and a moment of the run's time zone: `25 พ.ย. 2569 06:00 น.`, `25 Nov 2026 06:00`. */
size_t label_moment(int64_t seconds, enum language language, char text[DATE_TEXT_SIZE]);

#endif
