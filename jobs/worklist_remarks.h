/* What people said of the exceptions on the worklist, and to whom they gave them, while it is
 * staged. */
#ifndef KHROP_JOBS_WORKLIST_REMARKS_H
#define KHROP_JOBS_WORKLIST_REMARKS_H

#include "core/error.h"

#include <sqlite3.h>
#include <stdint.h>

/* Gives those in temp.listed of state.db's `connection` that were assigned to someone their owner,
 * and makes temp.said: of each that something was said of its current remark, one that differs from
 * it and that its writer did not see, and whether it is suppressed: said to be no problem, with the
 * reason, of the signature it has today, not more than `suppress_max_days` ago or until the date
 * that was named. */
bool worklist_remarks_make(sqlite3 *connection, int64_t business_on, int64_t suppress_max_days,
                           struct error *error);

#endif
