/* Who gets what of a slot: `deliveries` of reports.yaml made into rows of the outbox. */
#ifndef KHROP_REPORTS_DELIVERIES_H
#define KHROP_REPORTS_DELIVERIES_H

#include "jobs/catalogue.h"
#include "jobs/slot.h"
#include "jobs/state.h"

/* Queues every delivery of the slot's job under its attempt, from the written `folder` (with its
 * manifest) before it is published: the rows count once it is. Someone who has no address, or a bad
 * one, gets a row that says so. An older slot than the newest published one is delivered to nobody.
 */
bool deliveries_stage(struct state *state, const struct settings *settings,
                      const struct catalogue *catalogue, const struct slot *slot,
                      const char *folder, struct error *error);

#endif
