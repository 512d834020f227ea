/* What readers of a slot must know though nothing failed: assumptions of the settings, and what
 * settings and data don't agree on. */
#ifndef KHROP_JOBS_NOTICES_H
#define KHROP_JOBS_NOTICES_H

#include "config/notices.h"
#include "jobs/catalogue.h"
#include "jobs/slot.h"

#include <sqlite3.h>
#include <stdio.h>

/* Makes khrop_notices(position, kind, text_en, text_th) in derived.sqlite, on the connection that
 * prepares it and on which the datasets already have their views: what settings_notices tells,
 * grades of the authority matrix that nobody has, circles of supervisors. */
bool notices_write(sqlite3 *connection, const struct settings *settings,
                   const struct catalogue *catalogue, const struct slot *slot, struct error *error);

/* Prints the warnings of a prepared slot, in English, a line each. */
bool notices_print(FILE *out, const struct slot *slot, struct error *error);

#endif
