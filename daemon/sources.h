/* Pulls every source of a run, a process each, and tells what each came to. */
#ifndef KHROP_DAEMON_SOURCES_H
#define KHROP_DAEMON_SOURCES_H

#include "daemon/progress.h"
#include "jobs/ledger.h"

struct pulled {
    size_t source_count; /* that feed a dataset */
    struct source_failure *failures;
    size_t failure_count;
    struct pull_duration *durations;
    size_t duration_count;
};

/* Start with `struct pulled pulled = {0};` and end with sources_clear, also after a failure. False
 * when the machine itself fails, or when a worker couldn't write: that is no fault of its source.
 */
bool sources_pull(const struct settings *settings, const struct catalogue *catalogue,
                  const struct slot *slot, struct progress *progress, struct pulled *pulled,
                  struct error *error);
void sources_clear(struct pulled *pulled);

#endif
