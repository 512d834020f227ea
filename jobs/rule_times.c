/* How long rules took; see rule_times.h. */
#include "jobs/rule_times.h"

#include "core/clock.h"

#include <stdlib.h>

void rule_times_open(struct rule_times *times)
{
    *times = (struct rule_times){.mutex = PTHREAD_MUTEX_INITIALIZER,
                                 .epoch_us = clock_monotonic_microseconds()};
}

void rule_times_clear(struct rule_times *times)
{
    free(times->times);
    times->times = NULL;
    times->count = 0;
}

struct rule_watch rule_watch_begin(void)
{
    return (struct rule_watch){clock_monotonic_microseconds(), clock_thread_microseconds()};
}

void rule_times_add(struct rule_times *times, const struct rule *rule,
                    const struct rule_watch *watch)
{
    struct rule_time *grown;
    if (times == NULL)
        return;
    pthread_mutex_lock(&times->mutex);
    grown = realloc(times->times, (times->count + 1) * sizeof *grown);
    if (grown != NULL) {
        times->times = grown;
        grown[times->count++] = (struct rule_time){
            .rule = rule,
            .begun_us = watch->begun_us - times->epoch_us,
            .duration_us = clock_monotonic_microseconds() - watch->begun_us,
            .processor_us = clock_thread_microseconds() - watch->processor_us,
        };
    }
    pthread_mutex_unlock(&times->mutex);
}
