/* What people said of exceptions: status, remark and next date, each edit kept for ever.
 *
 * Edits come from the workbooks that staff save (their lists) and from the command line. They are
 * appended and never changed. The current remark of an exception is the newest by (said_at,
 * remark_no). A list prints the remark that was current among those numbered up to its baseline,
 * the highest number of that exception when it was written: so a list of last week still knows
 * what its reader saw. Two edits that differ and whose writers did not see each other are a
 * conflict, unless they are of the same person in the same file: it lasts until somebody who saw
 * both says something.
 */
#ifndef KHROP_JOBS_REMARKS_H
#define KHROP_JOBS_REMARKS_H

#include "core/region.h"
#include "jobs/state.h"

#include <stdint.h>

enum remark_status {
    REMARK_NONE,
    REMARK_NEW,
    REMARK_WORKING,
    REMARK_WAITING_CUSTOMER,
    REMARK_WAITING_SUPPLIER,
    REMARK_DONE,
    REMARK_NOT_A_PROBLEM, /* suppresses, given with a remark: the reason; next_on: until when */
    REMARK_STATUS_COUNT
};

/* The codes that state.db and the worklist hold: "", "new", "working", .. */
const char *remark_status_code(enum remark_status status);
/* False where no status has that code. */
bool remark_status_from_code(const char *code, enum remark_status *status);

/* `source` of what was said on the command line. */
#define REMARK_SOURCE_COMMAND "command"

struct remark {
    int64_t remark_no;
    int64_t business_on; /* of the list it was typed into */
    int64_t said_at;     /* the time of the file, or of the command */
    int64_t taken_at;    /* the run clock */
    const char *said_by; /* the list's staff number or role; the user of the command */
    enum remark_status status;
    const char *remark; /* "": none */
    bool has_next;
    int64_t next_on;
    const char *source;      /* the file's name, or REMARK_SOURCE_COMMAND */
    const char *file_sha256; /* "": no file */
    int64_t baseline_no;     /* the highest remark its writer saw; 0: none */
};

/* A remark as it is kept: NFC, without white space around it, lines ended by LF alone; a control
 * character becomes a space, a byte that is no text U+FFFD. In `region`. */
char *remark_clean(struct region *region, const char *bytes, size_t length);

/* .. as a cell shows it: what is longer than a cell holds is cut and ends in `…`; `text` itself
 * where it fits. */
const char *remark_cell_text(struct region *region, const char *text);

/* The number of an exception by its id `CHECK:KEY`; 0 where state.db knows none. */
bool remark_exception(struct state *state, const char *exception_id, int64_t *exception_no,
                      struct error *error);

/* Appends an edit, its text cleaned, and gives its number; remark->remark_no is passed over. The
 * very same edit (exception, time, by whom, words, source) is not kept twice: *remark_no is then
 * that of the first and *is_new false. Runs within the caller's transaction, if there is one. */
bool remark_add(struct state *state, int64_t exception_no, const struct remark *remark,
                int64_t *remark_no, bool *is_new, struct error *error);

/* The remark a list with this baseline showed: `found` gets it, its texts in `region`; *has_one is
 * false where it showed none. INT64_MAX: the current one. */
bool remark_printed(struct state *state, int64_t exception_no, int64_t baseline_no,
                    struct region *region, struct remark *found, bool *has_one,
                    struct error *error);

/* All edits of an exception, oldest first by (said_at, remark_no), in `region`. */
bool remark_history(struct state *state, int64_t exception_no, struct region *region,
                    struct remark **remarks, size_t *count, struct error *error);

/* Whether status, remark and next date of a row differ from what it showed (`printed` NULL:
 * nothing): what makes it an edit. */
bool remark_differs(const struct remark *printed, const struct remark *typed);

#endif
