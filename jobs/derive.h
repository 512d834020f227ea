/* Derived datasets: what many rules share, computed once. */
#ifndef KHROP_JOBS_DERIVE_H
#define KHROP_JOBS_DERIVE_H

#include "jobs/catalogue.h"
#include "jobs/slot.h"

#include <sqlite3.h>

/* Computes every derived dataset into the main database of a connection on which the mirror's views
 * stand, but those that the slot's job has no use for; and khrop_derived, which says of each
 * whether its inputs were whole and its query good. */
bool derive_all(sqlite3 *connection, const struct catalogue *catalogue, const struct slot *slot,
                struct error *error);

#endif
