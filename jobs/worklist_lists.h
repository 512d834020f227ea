/* Whose list an exception goes to: its owner's, or that of whoever stands in for someone who has
 * left. */
#ifndef KHROP_JOBS_WORKLIST_LISTS_H
#define KHROP_JOBS_WORKLIST_LISTS_H

#include "jobs/catalogue.h"
#include "jobs/slot.h"

#include <sqlite3.h>

/* Copies today's staff into temp.staff_now of `connection`, which has the slot's derived.sqlite
 * attached as `derived`; *is_known is false where staff wasn't pulled. Not within a transaction. */
bool worklist_staff_gather(sqlite3 *connection, const struct settings *settings,
                           const struct catalogue *catalogue, const struct slot *slot,
                           bool *is_known, struct error *error);

/* Makes temp.routes (owner, list_no, list_reason) for every owner in temp.listed. Where staff isn't
 * known, a staff member's list is their own. */
bool worklist_lists_make(sqlite3 *connection, bool is_staff_known, struct error *error);

#endif
