/* Publication: a folder appears under OUT/JOB/ whole or not at all, then `latest` points to it. */
#ifndef KHROP_REPORTS_PUBLISH_H
#define KHROP_REPORTS_PUBLISH_H

#include "jobs/slot.h"

#include <limits.h>

/* Makes an empty temporary folder on the file system of OUT/JOB; what an earlier run left of it is
 * removed. */
bool publish_begin(const struct settings *settings, const struct slot *slot, char folder[PATH_MAX],
                   struct error *error);

/* OUT/JOB/DATE (DATE.2 .. for a later attempt): where the slot stands once it is published. */
bool publish_place(const struct settings *settings, const struct slot *slot, char path[PATH_MAX],
                   struct error *error);

/* Renames it to OUT/JOB/DATE (DATE.2 .. for a later attempt), syncs the parent and swaps `latest`.
 * `published` gets the final path. */
bool publish_commit(const struct settings *settings, const struct slot *slot, const char *folder,
                    char published[PATH_MAX], struct error *error);

/* As publish_commit for what was published before: `latest` stays as it is. A damaged folder in its
 * place goes aside first, to `aside` (OUT/JOB/DATE.damaged, .damaged-2 ..; "" when there was none),
 * and is never removed. */
bool publish_again(const struct settings *settings, const struct slot *slot, const char *folder,
                   char published[PATH_MAX], char aside[PATH_MAX], struct error *error);

/* Removes a folder that was begun and won't be committed. */
void publish_abandon(const char *folder);

/* After a crash: true when OUT/JOB/DATE[.N] stands with a manifest.json of this SHA-256 and every
 * file in it has the hash the manifest says. */
bool publish_is_whole(const struct settings *settings, const struct slot *slot,
                      const char *manifest_sha256);

/* Points `latest` to the slot's folder, as publish_commit does after its rename: for a crash
 * between the two. Does nothing when it points there already, or to a later business date. */
bool publish_latest(const struct settings *settings, const struct slot *slot, struct error *error);

#endif
