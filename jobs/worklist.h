/* The worklist: exceptions live longer than a run. Compares today's results with the newest
 * published slot of an earlier date. */
#ifndef KHROP_JOBS_WORKLIST_H
#define KHROP_JOBS_WORKLIST_H

#include "jobs/catalogue.h"
#include "jobs/slot.h"
#include "jobs/state.h"

/* Stages the slot's worklist in state.db under slot->attempt_id (nobody sees it before the attempt
 * is published) and writes results.sqlite's khrop_worklist, with each exception's state, age, owner
 * and whose list it goes to. */
bool worklist_stage(struct state *state, const struct settings *settings,
                    const struct catalogue *catalogue, const struct slot *slot,
                    struct error *error);

#endif
