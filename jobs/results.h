/* results.sqlite while it is written: one connection, one writer at a time. For jobs/ alone. */
#ifndef KHROP_JOBS_RESULTS_H
#define KHROP_JOBS_RESULTS_H

#include "core/batch.h"
#include "jobs/catalogue.h"
#include "jobs/slot.h"

#include <pthread.h>
#include <sqlite3.h>

struct results {
    sqlite3 *connection;
    pthread_mutex_t mutex; /* held by whoever writes */
    char partial_path[PATH_MAX], path[PATH_MAX];
};

/* Makes results.sqlite.partial with its tables. */
bool results_open(struct results *results, const struct slot *slot, struct error *error);
/* Renames it to results.sqlite. */
bool results_finish(struct results *results, struct error *error);
/* Closes it; one that was not finished is removed. */
void results_close(struct results *results);

/* Records what became of a rule: in khrop_checks or khrop_kpis. Takes the mutex. */
bool results_record(struct results *results, const struct rule *rule, size_t position,
                    const char *state, const char *reason_en, const char *reason_th,
                    int64_t found_count, struct error *error);

#endif
