/* The words of staff lists, in Thai and English: headings, sentences, how to use a list. What a
 * list's reader must find again is in jobs/list_layout.h. */
#ifndef KHROP_REPORTS_LIST_WORDS_H
#define KHROP_REPORTS_LIST_WORDS_H

#include "config/settings.h"

enum list_word {
    /* sheets */
    LIST_SHEET_SUMMARY,
    LIST_SHEET_OFF,
    LIST_SHEET_HOW,
    /* headings */
    LIST_NUMBER,
    LIST_REFERENCE_VALUE,
    LIST_FOUND_VALUE,
    LIST_AMOUNT,
    LIST_AGE,
    LIST_PROGRESS,
    LIST_COUNT_HEADING,
    LIST_OLDEST_AGE,
    LIST_GO,
    LIST_OFF_STATE,
    /* above the rows */
    LIST_FILL_IN,
    LIST_STILL_FOUND,
    LIST_DUE_TODAY,
    LIST_OFF_COUNT,
    LIST_NOTHING_TO_DO,
    LIST_SUMMARY_NOTE,
    LIST_OFF_NOTE,
    LIST_OFF_NOTHING,
    /* of a row */
    LIST_OTHER_SAID,
    LIST_NO_REASON,
    LIST_CHANGED_SINCE,
    LIST_TIME_OVER,
    LIST_UNTIL,
    LIST_MOVED,
    LIST_CONFLICT,
    LIST_ASSIGNED,
    /* what a cell refuses */
    LIST_STATUS_REFUSED,
    LIST_DATE_REFUSED,
    LIST_HEADING_REFUSED,
    LIST_REFUSED_TITLE,
    LIST_WORD_COUNT
};

const char *list_word(enum list_word word, enum language language);

/* How to use a list, paragraph by paragraph from 0; NULL at the end. One that begins with `# ` is a
 * heading. */
const char *list_how(size_t index, enum language language);

#endif
