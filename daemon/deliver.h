/* Delivers what stands in the outbox and is due: mail to the mail server, files onto shares. */
#ifndef KHROP_DAEMON_DELIVER_H
#define KHROP_DAEMON_DELIVER_H

#include "jobs/ledger.h"
#include "jobs/outbox.h"

#include <stdio.h>

struct deliver_request {
    bool is_eager; /* also what waits for its next try */
};

/* What came of the rows that were tried. */
struct delivered {
    int64_t counts[OUTBOX_STATE_COUNT];
};

/* Takes the lock, settles what a crash left, and tries each row that is due once, with a line on
 * stdout for each that did not arrive. Fails with EXIT_CODE_TRY_AGAIN when another process
 * delivers. */
bool deliver_due(const struct ledger *ledger, const struct settings *settings,
                 const struct deliver_request *request, struct delivered *delivered,
                 struct error *error);

/* Writes the message of a row (its number or the beginning of its key) as it goes out. */
bool deliver_message_write(struct state *state, const struct settings *settings, const char *which,
                           FILE *out, struct error *error);

/* After a slot was published: tries what is due and says how the slot stands. True when nothing of
 * the slot is left undelivered. */
bool deliver_slot(const struct ledger *ledger, const struct settings *settings,
                  const struct slot *slot);

/* "2 of 3 delivered, 1 waits for its next try", from counts. */
#define DELIVER_TEXT_SIZE 256
void deliver_counts_text(const int64_t counts[OUTBOX_STATE_COUNT], char text[DELIVER_TEXT_SIZE]);

/* Nothing waits, failed, was refused or is uncertain. */
bool deliver_is_whole(const int64_t counts[OUTBOX_STATE_COUNT]);

#endif
