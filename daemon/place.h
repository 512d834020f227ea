/* Where commands write what they were asked for: never among published folders. */
#ifndef KHROP_DAEMON_PLACE_H
#define KHROP_DAEMON_PLACE_H

#include "config/settings.h"

#include <limits.h>

/* A folder set as ../out reads better without the way to it. One that isn't there stays as it is.
 */
void place_straighten(char path[PATH_MAX]);

/* The folder that `path` is in ("." where it names none) and its last part. */
bool place_split(const char *path, char parent[PATH_MAX], char name[PATH_MAX], struct error *error);

/* False for a path below the output folder, which would be taken for what a run has published, or
 * change it. NULL is fine. */
bool place_is_free_of_output(const struct settings *settings, const char *path,
                             struct error *error);

#endif
