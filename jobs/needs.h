/* Whether what a rule needs was pulled today: the difference between "no problem" and "not
 * checked". */
#ifndef KHROP_JOBS_NEEDS_H
#define KHROP_JOBS_NEEDS_H

#include "jobs/catalogue.h"

#include <sqlite3.h>

/* When a rule can run: on the mirror alone; once the checks have run; once the worklist stands;
 * once the other KPIs have their values. */
enum rule_stage { STAGE_MIRROR, STAGE_CHECKS, STAGE_WORKLIST, STAGE_VALUES };

enum rule_stage needs_stage(const struct rule *rule);

/* Whether the job runs the rule, as far as the job's own lists go. */
bool needs_is_in_job(const struct job_settings *job, const struct rule *rule);

/* Which derived datasets the job's rules read, by themselves or by way of others, and `kept`, the
 * one that khrop reads itself; all, where the job names no rules. An array by their place in the
 * catalogue, to be freed. NULL: no memory. */
bool *needs_derived(const struct catalogue *catalogue, const struct job_settings *job,
                    const char *kept);

enum needs_state { NEEDS_WHOLE, NEEDS_PARTIAL, NEEDS_MISSING };

#define NEEDS_REASON_SIZE 1024

struct needs_answer {
    enum needs_state state;
    struct {
        char text[NEEDS_REASON_SIZE];
    } reason[LANGUAGE_COUNT]; /* all that is missing, or else partial, in one sentence; "" when
                                 whole */
};

/* Looks up the rule's needs in khrop_pulls and khrop_derived of a mirror connection, those that are
 * checks in khrop_checks of the results attached to it. */
bool needs_look(sqlite3 *mirror, const struct catalogue *catalogue, const struct rule *rule,
                struct needs_answer *answer, struct error *error);

/* The same of one dataset, whichever of its columns are there. */
bool needs_look_at(sqlite3 *mirror, const struct catalogue *catalogue, const char *dataset,
                   struct needs_answer *answer, struct error *error);

#endif
