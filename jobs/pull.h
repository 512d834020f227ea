/* Pulls every dataset of one source into SOURCE.sqlite: the work of one child process. */
#ifndef KHROP_JOBS_PULL_H
#define KHROP_JOBS_PULL_H

#include "jobs/catalogue.h"
#include "jobs/slot.h"

#include <stdatomic.h>

struct pull_request {
    const struct settings *settings;
    const struct catalogue *catalogue;
    const struct slot *slot;
    const struct source_settings *source;
    /* Told after each batch; may be NULL. */
    void (*progress)(void *context, const char *dataset, int64_t rows);
    void *context;
};

/* Pulls into slot->folder/SOURCE.sqlite.partial and renames it to SOURCE.sqlite when all datasets
 * were tried. A dataset that fails is told in the file's khrop_pulls and costs only itself; false
 * (and no file) only when the source as a whole could not be read: no connection, no place to
 * write. `docs/ARCHITECTURE.md` has the file's tables. */
bool pull_source(const struct pull_request *request, struct error *error);

/* Asks the driver to stop the running query (SQLCancel); callable from another thread of the same
 * process. */
void pull_cancel(void);

#endif
