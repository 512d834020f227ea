/* Runs one check: its query over the mirror, its rows with key, signature, owner and sentence into
 * results.sqlite. */
#ifndef KHROP_JOBS_CHECK_RUN_H
#define KHROP_JOBS_CHECK_RUN_H

#include "jobs/results.h"

/* False when the check fails: its query, a row without key, two rows with one key. The results then
 * hold no table of it. */
bool check_run(sqlite3 *mirror, struct results *results, const struct rule *rule,
               const struct slot *slot, int64_t *found_count, struct error *error);

#endif
