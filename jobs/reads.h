/* What a rule's query reads, against what its `needs` says that it reads. */
#ifndef KHROP_JOBS_READS_H
#define KHROP_JOBS_READS_H

#include "config/complaints.h"
#include "jobs/catalogue.h"
#include "jobs/slot.h"

#include <sqlite3.h>

/* Complains of each dataset that `rule`'s query reads and `needs` does not name: it would be run on
 * incomplete data as if that were whole, and close what it no longer finds. SQLite itself says what
 * is read (https://www.sqlite.org/c3ref/set_authorizer.html). A query that can't be prepared is not
 * this function's matter. */
void reads_check(sqlite3 *mirror, const struct catalogue *catalogue, const struct rule *rule,
                 const struct slot *slot, struct complaints *complaints);

#endif
