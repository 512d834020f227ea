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

/* Puts every file below ROOT in, by its path below it: of khrop's own catalogue. */
bool kept_put_folder(sqlite3 *file, const char *place, const char *root, struct error *error);

/* Puts in what a site's catalogue is read from, and nothing else that may stand beside it (the
 * folder may be khrop.ini's own, with credentials in it): the .sql files of ROOT/FOLDER. A folder
 * that isn't there is empty. */
bool kept_put_rules(sqlite3 *file, const char *place, const char *root, const char *folder,
                    struct error *error);

/* Puts ROOT/PATH in. */
bool kept_put_file(sqlite3 *file, const char *place, const char *root, const char *path,
                   struct error *error);

#endif
