/* Makes the slot's mirror ready after the pull: derived.sqlite with the calendar, parameters, what
 * was pulled and not, and the derived datasets. */
#ifndef KHROP_JOBS_PREPARE_H
#define KHROP_JOBS_PREPARE_H

#include "jobs/catalogue.h"
#include "jobs/slot.h"

#include <sqlite3.h>

/* What a source's child process came to; a source that is not named here was pulled. */
struct source_failure {
    const char *source;
    char reason[512];
};

/* How many rows a dataset had in the last published slot, for the volume guard. */
struct usual_volume {
    const char *dataset;
    int64_t row_count;
};

struct prepare_request {
    const struct settings *settings;
    const struct catalogue *catalogue;
    const struct slot *slot;
    const struct source_failure *failures;
    size_t failure_count;
    const struct usual_volume *volumes;
    size_t volume_count;
    const char *const *accepted; /* datasets whose volume is accepted by --accept; ended by NULL */
};

/* Writes slot->folder/derived.sqlite (and merged.sqlite where several sources feed a dataset, or
 * there are more than can be attached), then computes the derived datasets in dependency order. A
 * derived dataset whose inputs are missing is left out, and so is one whose SQL fails:
 * khrop_derived says why, with its file and line. */
bool prepare_mirror(const struct prepare_request *request, struct error *error);

/* Opens a read-only connection to a slot's mirror for queries: every dataset by its name as of D,
 * derived datasets, khrop_ tables, workdays() and workday_after(). results.sqlite is attached as
 * `results` when it is there. Close with sqlite3_close. */
bool mirror_open(sqlite3 **connection, const struct settings *settings,
                 const struct catalogue *catalogue, const struct slot *slot, struct error *error);

#endif
