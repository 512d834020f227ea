/* Empty tables in the place of what a check may use (`may_use:`) and is not there today: its query
 * runs as it is, and what it would have taken from them is not known. */
#ifndef KHROP_JOBS_STAND_INS_H
#define KHROP_JOBS_STAND_INS_H

#include "jobs/needs.h"
#include "jobs/slot.h"

/* How the datasets that the check may use stand: NEEDS_MISSING where one is not there. The reasons
 * say what is not known, or known in part, and why. */
bool stand_ins_look(sqlite3 *mirror, const struct catalogue *catalogue, const struct rule *check,
                    struct needs_answer *lacking, struct error *error);

/* Makes the empty tables, on a mirror connection that serves this check alone from then on. */
bool stand_ins_make(sqlite3 *mirror, const struct catalogue *catalogue, const struct rule *check,
                    const struct slot *slot, struct error *error);

/* Whether that column of the check's result would come from a table that is a stand-in. */
bool stand_ins_cover(sqlite3 *mirror, const struct rule *check, const char *column);

#endif
