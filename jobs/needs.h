/* Whether what a rule needs was pulled today: the difference between "no problem" and "not
 * checked". */
#ifndef KHROP_JOBS_NEEDS_H
#define KHROP_JOBS_NEEDS_H

#include "jobs/catalogue.h"

#include <sqlite3.h>

enum needs_state { NEEDS_WHOLE, NEEDS_PARTIAL, NEEDS_MISSING };

struct needs_answer {
    enum needs_state state;
    struct {
        char text[512];
    } reason[LANGUAGE_COUNT]; /* what is missing or partial, "" when whole */
};

/* Looks up the rule's needs in khrop_pulls and khrop_derived of a mirror connection. */
bool needs_look(sqlite3 *mirror, const struct catalogue *catalogue, const struct rule *rule,
                struct needs_answer *answer, struct error *error);

#endif
