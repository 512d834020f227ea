/* How long derived datasets, checks and KPIs took. Times stand in state.db, for people and for the
 * benchmark, and in no published file: the bytes of those are decided by what was read alone. */
#ifndef KHROP_JOBS_RULE_TIMES_H
#define KHROP_JOBS_RULE_TIMES_H

#include "jobs/catalogue.h"

#include <pthread.h>

/* `begun_us` and the rest are microseconds; begun_us counts from `epoch_us` of the collection. The
 * processor's time is that of the rule's own thread. */
struct rule_time {
    const struct rule *rule;
    int64_t begun_us, duration_us, processor_us;
};

/* Several threads may add. */
struct rule_times {
    pthread_mutex_t mutex;
    int64_t epoch_us; /* monotonic */
    struct rule_time *times;
    size_t count;
};

struct rule_watch {
    int64_t begun_us, processor_us;
};

void rule_times_open(struct rule_times *times);
void rule_times_clear(struct rule_times *times);

struct rule_watch rule_watch_begin(void);

/* Notes what has passed since the watch began, on the thread that began it. `times` may be NULL:
 * nobody asks. Without memory the rule is left out. */
void rule_times_add(struct rule_times *times, const struct rule *rule,
                    const struct rule_watch *watch);

#endif
