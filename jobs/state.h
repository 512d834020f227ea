/* state.db: what must never be lost. Slots and attempts, exceptions and their history. SQLite, WAL,
 * synchronous=FULL, versioned migrations. */
#ifndef KHROP_JOBS_STATE_H
#define KHROP_JOBS_STATE_H

#include "core/error.h"

#include <sqlite3.h>

struct state;

/* Opens (and creates or migrates) FOLDER/state.db. A newer version or a damaged file is refused in
 * words. */
bool state_open(struct state **state, const char *folder, struct error *error);
sqlite3 *state_connection(struct state *state);
void state_close(struct state *state);

#endif
