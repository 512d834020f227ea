/* A rehearsal: the whole catalogue over a mirror that has every dataset and not one row, so that a
 * typing error in a query shows before the night does. No source is asked. */
#ifndef KHROP_JOBS_REHEARSAL_H
#define KHROP_JOBS_REHEARSAL_H

#include "jobs/catalogue.h"
#include "jobs/slot.h"

#include <sqlite3.h>

struct rehearsal {
    const struct catalogue *catalogue;
    struct settings settings; /* the site's, with one source that feeds every dataset */
    struct source_settings source;
    struct job_settings job;
    struct slot slot;
    struct dataset_settings *datasets;
    const char **names; /* of the datasets, ended by NULL */
};

/* Makes the mirror in a temporary folder and runs every derived dataset, check, KPI and table that
 * is switched on. Start with `struct rehearsal rehearsal = {0};` and end with rehearsal_close, also
 * after a failure. A query that fails is no failure of this: see rehearsal_faults. */
bool rehearsal_open(struct rehearsal *rehearsal, const struct settings *settings,
                    const struct catalogue *catalogue, struct error *error);
void rehearsal_close(struct rehearsal *rehearsal);

/* True when every query ran, and reads no dataset that its `needs` does not name. Else `error` has
 * the faults, one a line, each with its file and line (EXIT_CODE_CONFIGURATION). */
bool rehearsal_is_good(struct rehearsal *rehearsal, struct error *error);

/* A connection to the mirror, as mirror_open gives it. */
bool rehearsal_mirror(struct rehearsal *rehearsal, sqlite3 **mirror, struct error *error);

#endif
