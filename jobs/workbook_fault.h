/* Why a workbook could not be read, in words for the person who saved it: what is wrong, where, and
 * what to do. Thai and English, since it is told to staff and to IT.
 */
#ifndef KHROP_JOBS_WORKBOOK_FAULT_H
#define KHROP_JOBS_WORKBOOK_FAULT_H

#include "config/settings.h"

#include <stdbool.h>
#include <stddef.h>

enum workbook_fault_kind {
    WORKBOOK_GOOD,
    WORKBOOK_EMPTY,          /* no bytes at all */
    WORKBOOK_NOT_A_WORKBOOK, /* something else under that name */
    WORKBOOK_OLD_OR_LOCKED,  /* .xls, or .xlsx with a password: both are OLE files */
    WORKBOOK_OPEN_DOCUMENT,  /* .ods */
    WORKBOOK_CUT_SHORT,      /* a zip without its end */
    WORKBOOK_DAMAGED,
    WORKBOOK_PART_MISSING,
    WORKBOOK_NOT_XML,
    WORKBOOK_HAS_ENTITIES, /* a document type: no spreadsheet program writes one */
    WORKBOOK_TOO_LARGE,
    WORKBOOK_TOO_MANY,
    WORKBOOK_TOO_DEEP,
    WORKBOOK_NO_LIST,   /* a workbook, but no list of khrop's is in it */
    WORKBOOK_NO_COLUMN, /* .. or its list has lost a column that is read */
    WORKBOOK_NO_MEMORY, /* not the file's fault */
    WORKBOOK_FAULT_KINDS
};

#define WORKBOOK_DETAIL_SIZE 256
#define WORKBOOK_FAULT_TEXT_SIZE 1536

/* Start with `struct workbook_fault fault = {0};`. */
struct workbook_fault {
    enum workbook_fault_kind kind;
    char detail[WORKBOOK_DETAIL_SIZE]; /* where: a part, a limit; the same in both languages */
};

/* Keeps the first fault: later ones come of it. Always returns false. */
bool workbook_fault_set(struct workbook_fault *fault, enum workbook_fault_kind kind,
                        const char *format, ...) __attribute__((format(printf, 3, 4)));

/* "what is wrong (where). What to do." */
void workbook_fault_text(const struct workbook_fault *fault, enum language language,
                         char text[WORKBOOK_FAULT_TEXT_SIZE]);

#endif
