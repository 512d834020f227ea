/* The outbox, in state.db: what must reach whom, how often it was tried, and what came of it.
 *
 * Rows are staged under an attempt and count once it is published, as all that a run stages. A
 * row's key (job, report, business date, way, recipient, content) exists once: what stands in the
 * outbox is never queued again, so it is never sent again by itself.
 *
 *     queued -> sending -> sent
 *        ^         |-----> refused    the other side will not have it: nothing to wait for
 *        |         |-----> uncertain  the message was handed over, and no answer was recorded
 *        +---------+-----> failed     tried until its time was up
 *     queued -> superseded            a later attempt at the same day says otherwise
 *
 * One process at a time delivers (ledger_lock of OUTBOX_LOCK), so that a row found `sending` was
 * left by a crash. If the crash came before its last bytes went out (handed_at is null), the other
 * side can't have taken it, and it is queued again; else nobody knows, and it becomes `uncertain`:
 * it is not sent again but on a person's word. That is the one window; see
 * docs/decisions/0009-once-or-said.md.
 */
#ifndef KHROP_JOBS_OUTBOX_H
#define KHROP_JOBS_OUTBOX_H

#include "core/region.h"
#include "jobs/state.h"

#include <stddef.h>
#include <stdint.h>

#define OUTBOX_LOCK ".outbox"
#define OUTBOX_KEY_SIZE 65

enum outbox_state {
    OUTBOX_QUEUED,
    OUTBOX_SENDING,
    OUTBOX_SENT,
    OUTBOX_FAILED,
    OUTBOX_REFUSED,
    OUTBOX_UNCERTAIN,
    OUTBOX_SUPERSEDED,
    OUTBOX_STATE_COUNT
};

/* As they stand in the table. */
extern const char *const outbox_state_codes[OUTBOX_STATE_COUNT];

/* A delivery to one recipient. Texts are not NULL; "" where there is none. */
struct outbox_item {
    const char *job;
    int64_t business_on;
    const char *delivery, *report;
    const char *way;       /* mail, folder */
    const char *recipient; /* an address, a folder, or who has no address */
    const char *recipient_name;
    const char *subject, *plain, *html;
    const char *language; /* en, th */
    const char *files; /* a line each: path below the published folder, bytes, SHA-256 and the name
                          that readers see, with a TAB between two */
    bool is_attached;  /* of mail: the files go along */
    const char *refusal; /* it can't be delivered, and why; "": it can */
    int64_t queued_at, give_up_at;
};

/* Queues it under an attempt that is not published yet. One whose key is there already is passed
 * over. */
bool outbox_stage(struct state *state, int64_t attempt_id, const struct outbox_item *item,
                  struct error *error);

/* A row that is to be delivered. */
struct outbox_row {
    int64_t outbox_no;
    char key[OUTBOX_KEY_SIZE];
    int attempt;        /* of the slot */
    const char *folder; /* that was published; "": not recorded */
    int64_t tries;      /* with this one */
    struct outbox_item item;
};

/* Settles what a crash left `sending`, and what a later attempt has made stale. Under the lock. */
bool outbox_recover(struct state *state, int64_t now, struct error *error);

/* Which rows a round is about: behind `after_no`, that are due, or (is_eager) that wait at all. */
struct outbox_due {
    int64_t now;
    int64_t after_no;
    bool is_eager;
};

/* Takes the first of them and marks it `sending`. Texts are in `region`. *is_found is false when
 * there is none. */
bool outbox_take(struct state *state, const struct outbox_due *due, struct region *region,
                 struct outbox_row *row, bool *is_found, struct error *error);

/* Reads any row, by its number or the beginning of its key; fails as outbox_resend does. */
bool outbox_read(struct state *state, const char *which, struct region *region,
                 struct outbox_row *row, struct error *error);

/* The last bytes are about to go out: from here on a crash leaves it uncertain. */
bool outbox_handed(struct state *state, const struct outbox_row *row, int64_t now,
                   struct error *error);

/* What came of a try. */
struct outbox_outcome {
    enum outbox_state state; /* OUTBOX_QUEUED: to be tried again */
    bool is_soon;            /* .. at once: it is another message now */
    int64_t code;            /* the other side's, 0: none */
    const char *answer;      /* its words, or what went wrong */
};

/* Records it with its receipt. One that was to be tried again and has no time left fails;
 * outcome->state tells. */
bool outbox_settle(struct state *state, const struct outbox_row *row,
                   struct outbox_outcome *outcome, int64_t now, struct error *error);

/* Its files stay behind from here on. */
bool outbox_detach(struct state *state, const struct outbox_row *row, struct error *error);

/* Puts off all of them that are mail: the server itself is what fails. `counts` goes up by what
 * became of them: OUTBOX_QUEUED, or OUTBOX_FAILED. */
bool outbox_put_off(struct state *state, const struct outbox_due *due, const char *answer,
                    int64_t counts[OUTBOX_STATE_COUNT], struct error *error);

/* Queues a row again, by its number or the beginning of its key (8 characters or more). Fails with
 * EXIT_CODE_USAGE when there is no such row, or its text is no longer kept. */
bool outbox_resend(struct state *state, const char *which, int64_t now, int64_t give_up_at,
                   struct error *error);

/* Rows by state: of one attempt, or (attempt_id 0) of all that are published. */
bool outbox_count(struct state *state, int64_t attempt_id, int64_t counts[OUTBOX_STATE_COUNT],
                  struct error *error);

/* Lets go of texts that nothing will send any more; receipts stay. */
bool outbox_forget(struct state *state, int64_t now, struct error *error);

#endif
