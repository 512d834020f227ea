/* Tries every source and every dataset's query, before the night does. */
#ifndef KHROP_JOBS_LIVE_H
#define KHROP_JOBS_LIVE_H

#include "jobs/catalogue.h"

#include <stdio.h>

/* Connects to each source, starts each query, compares its columns and reads its first rows; prints
 * a line for each, with the fix to type where something is wrong. False when anything is. */
bool live_check(const struct settings *settings, const struct catalogue *catalogue, FILE *out,
                struct error *error);

#endif
