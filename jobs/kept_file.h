/* SLOT/kept.sqlite as a file: opened, and files put into it. For kept.c, kept_files.c
 * and those who compare what two slots kept. */
#ifndef KHROP_JOBS_KEPT_FILE_H
#define KHROP_JOBS_KEPT_FILE_H

#include "jobs/slot.h"

#include <sqlite3.h>

bool kept_open(sqlite3 **file, const struct slot *slot, bool is_new, struct error *error);
bool kept_put(sqlite3 *file, const char *place, const char *path, const char *bytes, size_t size,
              struct error *error);
bool kept_put_fact(sqlite3 *file, const char *name, const char *value, struct error *error);

/* Puts every file below ROOT in, by its path below it. */
bool kept_put_folder(sqlite3 *file, const char *place, const char *root, struct error *error);

/* Puts ROOT/PATH in. */
bool kept_put_file(sqlite3 *file, const char *place, const char *root, const char *path,
                   struct error *error);

#endif
