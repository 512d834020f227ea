/* What a list that came back says anew: its rows against what it had printed, into state.db. */
#ifndef KHROP_JOBS_INBOX_EDITS_H
#define KHROP_JOBS_INBOX_EDITS_H

#include "jobs/inbox_notes.h"
#include "jobs/list_file.h"

/* Where the file came from, and what came of it. */
struct inbox_source {
    const char *name, *sha256;
    int64_t said_at; /* the time of the file; raised to the day of its list */
    int64_t taken_at;
    const char *list_no; /* whose list it is, gets "" where the file doesn't say */
    bool has_business_on;
    int64_t business_on; /* the day of the list; that of `said_at` where the file doesn't say */
    const struct list_changes *changes; /* outside the columns that are read; NULL: not known */
    int64_t row_count, edit_count, conflict_count, stray_count;
    struct inbox_notes notes;
};

/* Adds the edits of `file` within the caller's transaction. Notes go to `region`. */
bool inbox_edits_take(struct state *state, const struct list_file *file,
                      struct inbox_source *source, struct region *region, struct error *error);

#endif
