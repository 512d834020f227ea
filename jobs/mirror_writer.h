/* Writes one dataset into a source's mirror file. */
#ifndef KHROP_JOBS_MIRROR_WRITER_H
#define KHROP_JOBS_MIRROR_WRITER_H

#include "core/stream.h"
#include "jobs/catalogue.h"

#include <sqlite3.h>

/* Makes FILE with the tables of a source (khrop_pulls, khrop_controls, khrop_rejects), tuned for a
 * file that can be pulled again. The caller closes it with sqlite3_close. */
bool mirror_file_create(const char *path, sqlite3 **file, struct error *error);

/* A sink of rejects that writes to khrop_rejects of the file. */
struct mirror_rejects {
    struct rejects rejects;
    sqlite3 *file;
    sqlite3_stmt *insert;
    const char *dataset;
};

bool mirror_rejects_open(struct mirror_rejects *sink, sqlite3 *file, const char *dataset,
                         struct error *error);
void mirror_rejects_close(struct mirror_rejects *sink);

/* A writer into the dataset's table. Rows are appended in the order they come; `finish` makes the
 * unique index on the key, moves rows whose key an earlier row has to the rejects, and writes the
 * control sums. Closed without finish, the table is dropped. Rows born after `business_on` stand in
 * the table, but are not looked at for the newest birth: as of that day they aren't there. */
bool mirror_writer_open(struct writer **writer, sqlite3 *file, const struct contract *contract,
                        int64_t business_on, struct mirror_rejects *rejects, struct error *error);

/* After finish: rows in the table, and the newest birth date up to the business date (false:
 * none). */
int64_t mirror_writer_row_count(const struct writer *writer);
bool mirror_writer_newest_birth(const struct writer *writer, int64_t *newest_on);

#endif
