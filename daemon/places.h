/* Tries where deliveries go, before the morning does. */
#ifndef KHROP_DAEMON_PLACES_H
#define KHROP_DAEMON_PLACES_H

#include "config/settings.h"

/* Connects to the mail server, encrypts and gives name and password, but sends nothing; looks at
 * each folder that is copied into. Prints a line for each, with the fix to type where something is
 * wrong, and adds how many are wrong to *bad_count. */
void places_try(const struct settings *settings, size_t *bad_count);

#endif
