/* Promises remembered from run to run: what date each order line, back order and follow-up had, so
 * that it shows how often and how far it moved, and on which side. */
#ifndef KHROP_JOBS_PROMISES_H
#define KHROP_JOBS_PROMISES_H

#include "jobs/slot.h"
#include "jobs/state.h"

/* What it compares: the one derived dataset that C knows by name. */
#define PROMISES_DATASET "promised_dates"

/* Compares the slot's derived dataset promised_dates with what the newest published slots of
 * earlier dates have seen, stages what is new or has moved in state.db under slot->attempt_id (it
 * counts once the attempt is published), and writes every move seen so far into derived.sqlite's
 * khrop_promises. A slot older than the newest published one stages nothing. */
bool promises_stage(struct state *state, const struct slot *slot, struct error *error);

#endif
