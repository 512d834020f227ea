/* A process for each risk: child processes with a hard wall clock. At the limit: cancel, then TERM,
 * then KILL. */
#ifndef KHROP_DAEMON_WORKERS_H
#define KHROP_DAEMON_WORKERS_H

#include "core/error.h"

#include <stddef.h>
#include <stdint.h>

/* What the child does. Its return value is the exit code; what it leaves in `error` reaches the
 * parent. `report` sends progress to the parent. */
struct worker_channel;
typedef enum exit_code worker_main(void *context, struct worker_channel *channel,
                                   struct error *error);

void worker_report(struct worker_channel *channel, const char *dataset, int64_t rows);

struct worker {
    const char *name;
    worker_main *main;
    void *context;
    void (*cancel)(void); /* called in the child, from another thread, when its time is up */
    int64_t time_limit_seconds;

    /* filled by workers_run */
    enum exit_code code;
    struct error
        error; /* "time limit of 60 s passed; killed", "killed by signal 11", or the child's own */
};

/* Told in the parent: what a worker reports, and its end (dataset NULL). */
typedef void workers_progress(void *context, const struct worker *worker, const char *dataset,
                              int64_t rows);

/* Runs all workers, `parallel` at once, and waits for every one. A child dies with its parent.
 * False only when the machine itself fails (no process, no pipe); how each worker ended stands in
 * it. */
bool workers_run(struct worker *workers, size_t count, size_t parallel, workers_progress *progress,
                 void *context, struct error *error);

#endif
