/* What a person should know of a file that came back: of a row, or of the file as a whole. Thai and
 * English. */
#ifndef KHROP_JOBS_INBOX_NOTES_H
#define KHROP_JOBS_INBOX_NOTES_H

#include "config/settings.h"
#include "core/region.h"

#include <stdio.h>

enum inbox_note_kind {
    INBOX_NOTE_CONFLICT,      /* somebody else said something else meanwhile */
    INBOX_NOTE_RESOLVED,      /* the exception is no longer on any list */
    INBOX_NOTE_UNKNOWN,       /* no exception has that id */
    INBOX_NOTE_NO_ID,         /* typed into a row without id */
    INBOX_NOTE_TWICE,         /* the id stands in more than one row */
    INBOX_NOTE_STATUS_UNREAD, /* no status word: kept in the remark */
    INBOX_NOTE_DATE_UNREAD,   /* no date: kept in the remark */
    INBOX_NOTE_REASON_NEEDED, /* "not a problem" without saying why */
    INBOX_NOTE_OTHER_CELLS,   /* cells outside the three columns were changed */
    INBOX_NOTE_MIXED,         /* what stands beside the id is another exception's */
    INBOX_NOTE_NO_BASELINE,   /* the hidden column of what was printed is gone */
    INBOX_NOTE_NO_OWNER,      /* the file doesn't say whose list it is */
    INBOX_NOTE_LONG,          /* longer than a cell of the list may be */
    INBOX_NOTE_HELD,          /* read, and stays while somebody has it open */
    INBOX_NOTE_STAYS,         /* the file could not be moved */
    INBOX_NOTE_KINDS
};

struct inbox_note {
    enum inbox_note_kind kind;
    const char *sheet; /* NULL: of the file */
    uint32_t row;
    const char *id, *detail; /* "": none */
};

/* All of a file's; those beyond INBOX_NOTES_MOST are only counted. */
#define INBOX_NOTES_MOST 500

struct inbox_notes {
    struct inbox_note *notes;
    size_t count, left_out;
};

void inbox_note_add(struct inbox_notes *notes, struct region *region, struct inbox_note note);

/* A line each, beginning with `indent`. */
void inbox_notes_print(const struct inbox_notes *notes, enum language language, const char *indent,
                       FILE *out);

#endif
