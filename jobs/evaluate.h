/* Runs the checks and KPIs of a job side by side over a prepared mirror, into results.sqlite. */
#ifndef KHROP_JOBS_EVALUATE_H
#define KHROP_JOBS_EVALUATE_H

#include "jobs/catalogue.h"
#include "jobs/slot.h"
#include "jobs/state.h"

/* Told when a rule is done; may be called from several threads, one at a time. */
typedef void evaluate_progress(void *context, const char *id, size_t done, size_t count);

/* Writes slot->folder/results.sqlite (docs/ARCHITECTURE.md has its tables): the result of each
 * check and the parts of each KPI but those that are made of the worklist. What can't be run for
 * lack of data is "not_checked" with its reason; a SQL error fails its rule alone ("failed"). False
 * when results.sqlite itself could not be written. */
bool evaluate(const struct settings *settings, const struct catalogue *catalogue,
              const struct slot *slot, evaluate_progress *progress, void *context,
              struct error *error);

/* After the worklist: the KPIs made of it, then the values of all by staff member, team, branch and
 * company for each window, then the KPIs made of those values. `state` has their history, which
 * they are staged in; NULL: what the sources hold is all there is. */
bool evaluate_figures(struct state *state, const struct settings *settings,
                      const struct catalogue *catalogue, const struct slot *slot,
                      struct error *error);

#endif
