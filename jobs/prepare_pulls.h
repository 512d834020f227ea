/* What was pulled and what not, put together from the source files. For prepare.c alone. */
#ifndef KHROP_JOBS_PREPARE_PULLS_H
#define KHROP_JOBS_PREPARE_PULLS_H

#include "jobs/prepare.h"

/* Makes khrop_pulls, khrop_sources, khrop_controls and khrop_rejects in the main database of
 * `connection` and fills them: one row for each mapped dataset, `failed` where a source was down or
 * its query failed. */
bool prepare_pulls(sqlite3 *connection, const struct prepare_request *request, struct error *error);

/* Sets the final state of each dataset: partial, too_many_rejects, blocked by the volume guard.
 * After the merge, which adds rejects. */
bool prepare_states(sqlite3 *connection, const struct prepare_request *request,
                    struct error *error);

/* Puts what several sources feed, or everything where there are too many files to attach, into
 * merged.sqlite. */
bool prepare_merge(sqlite3 *connection, const struct prepare_request *request, struct error *error);

#endif
