/* Folders as a whole: made, removed, brought to the disk. */
#ifndef KHROP_JOBS_FOLDER_H
#define KHROP_JOBS_FOLDER_H

#include "core/error.h"

#include <stdint.h>

/* Makes `path` and the folders above it that are missing, for the owner and the group. */
bool folder_make(const char *path, struct error *error);

/* Removes a folder and all in it; links are removed, not followed. One that isn't there is no
 * error. */
bool folder_remove(const char *path, struct error *error);

/* Brings the entries of a folder to the disk. */
bool folder_sync(const char *path, struct error *error);
/* .. of it and all folders below it. The files in them are synced by those that wrote them. */
bool folder_sync_all(const char *path, struct error *error);

/* The bytes of all files in a folder, or of a file; what can't be looked at counts as nothing. */
int64_t folder_size_bytes(const char *path);

#endif
