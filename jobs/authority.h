/* The authority matrix as a table for SQL. */
#ifndef KHROP_JOBS_AUTHORITY_H
#define KHROP_JOBS_AUTHORITY_H

#include "config/settings.h"

#include <sqlite3.h>

/* Makes authority(document_kind, grade, ceiling_amount, level) from authority.yaml; ceiling_amount
 * null: none. */
bool authority_write(sqlite3 *connection, const struct settings *settings, struct error *error);

#endif
