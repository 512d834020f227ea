/* Where the datasets of a slot stand: which file has which, and the views by which queries see
 * them. For jobs/ alone; others call mirror_open of prepare.h. */
#ifndef KHROP_JOBS_MIRROR_H
#define KHROP_JOBS_MIRROR_H

#include "jobs/prepare.h"

/* SQLite attaches at most 10 databases; `merged` and `results` take two. */
/* Files that are only read are mapped: what the rules look up here and there is not copied page by
 * page, and the pages are the system's own, not this process's memory. The number is SQLite's most
 * (2 GiB); behind it a file is read as ever. */
#define MIRROR_MAP_FILES "PRAGMA mmap_size = 2147418112; "

#define MIRROR_SOURCES_ATTACHED 8

/* True when the datasets of all sources are merged into one file, there being more files than can
 * be attached. */
bool mirror_merges_all(const struct settings *settings);

/* The schema that a dataset stands in: its source's name, or "merged". */
const char *mirror_schema_of(const struct settings *settings,
                             const struct dataset_settings *dataset);

/* Attaches FOLDER/NAME.sqlite read-only as NAME when the file is there. */
bool mirror_attach(sqlite3 *connection, const struct slot *slot, const char *name,
                   struct error *error);

/* Attaches the files of a slot to a connection whose main database is derived.sqlite, and makes the
 * views as of D. */
bool mirror_attach_all(sqlite3 *connection, const struct settings *settings,
                       const struct catalogue *catalogue, const struct slot *slot,
                       struct error *error);

/* While a connection is guarded, statements prepared on it may only read, and call no function
 * whose answer depends on the clock or on chance; anything else is "not authorized". */
void mirror_guard(sqlite3 *connection, bool is_guarded);

#endif
