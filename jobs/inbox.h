/* The inbox: lists that staff have filled in and saved into a folder come back into state.db.
 *
 * Each file is read once, known by its SHA-256: what it says is committed in one transaction, then
 * the file moves to done/DATE/. Killed between the two, the next run finds the file known and only
 * moves it. One that can't be read moves to refused/, with a text beside it that says why. One that
 * is still being written, or that somebody has open, stays for the next run.
 */
#ifndef KHROP_JOBS_INBOX_H
#define KHROP_JOBS_INBOX_H

#include "jobs/inbox_notes.h"
#include "jobs/inbox_printed.h"
#include "jobs/state.h"

#include <stdint.h>

enum inbox_outcome {
    INBOX_TAKEN,   /* read, moved to done/ */
    INBOX_KNOWN,   /* the same bytes were read before: moved to done/, adds nothing */
    INBOX_REFUSED, /* moved to refused/ */
    INBOX_LEFT,    /* stays for the next run */
    INBOX_OUTCOMES
};

struct inbox_receipt_file {
    const char *name;
    enum inbox_outcome outcome;
    struct bilingual why; /* of what was refused or left; "" */
    const char *list_no;  /* whose list it is; "": not known */
    const char *place;    /* where it is now, from the inbox; "" where it stayed */
    int64_t row_count, edit_count, conflict_count, stray_count;
    struct inbox_notes notes;
};

struct inbox_receipt {
    struct region region;
    struct inbox_receipt_file *files;
    size_t file_count;
    size_t outcomes[INBOX_OUTCOMES];
    int64_t edit_count, conflict_count;
};

struct inbox_request {
    struct state *state;
    const struct settings *settings;
    int64_t run_at;
    bool is_dry;                        /* nothing is kept or moved */
    inbox_list_name *const *list_names; /* how lists are named; ends with NULL. NULL: not compared
                                           with what was printed */
};

/* Reads all files of the inbox. Start with `struct inbox_receipt receipt = {0};`, end with
 * inbox_receipt_clear, also after a failure. A file's fault is in the receipt; a failure is one of
 * the folder or of state.db, and what was read before it stays read. */
bool inbox_take(const struct inbox_request *request, struct inbox_receipt *receipt,
                struct error *error);
void inbox_receipt_clear(struct inbox_receipt *receipt);

/* "taken", "read before", "refused", "left for the next run" */
const char *inbox_outcome_text(enum inbox_outcome outcome);

#endif
