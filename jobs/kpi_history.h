/* The history of KPIs in state.db: the sums of each by staff member, split, measure and day.
 *
 * A run reckons the last `restate_days` days again, and any earlier day that history does not know;
 * what it knows of older days it takes from there, so that a figure does not change when a source
 * forgets. A day whose sums have changed is written again under the attempt: the newest published
 * attempt that wrote a day counts, the others are its journal. Nothing of it is seen before the
 * attempt is published. Who has moved to another team keeps on each day the team of that day.
 */
#ifndef KHROP_JOBS_KPI_HISTORY_H
#define KHROP_JOBS_KPI_HISTORY_H

#include "jobs/catalogue.h"
#include "jobs/slot.h"
#include "jobs/state.h"

/* Stages the sums of the KPIs that ran under slot->attempt_id, and puts what history knows into
 * results.sqlite: older days into khrop_kpi_parts, teams and branches into khrop_staff_places,
 * changed definitions into khrop_kpi_changes. `is_last`: for the KPIs that are made of the others'
 * values; else for those others. A slot older than the newest published one adds only days that
 * history lacks, unless it is restated. */
bool kpi_history_stage(struct state *state, const struct settings *settings,
                       const struct catalogue *catalogue, const struct slot *slot, bool is_last,
                       struct error *error);

#endif
