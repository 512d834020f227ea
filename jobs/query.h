/* A query as a reader of batches: its columns' types follow from their names, and a value of
 * another type is an error. */
#ifndef KHROP_JOBS_QUERY_H
#define KHROP_JOBS_QUERY_H

#include "core/stream.h"
#include "jobs/catalogue.h"
#include "jobs/slot.h"

#include <sqlite3.h>

/* Prepares `rule`'s query, with the line of an error reckoned in its file, and binds :today,
 * :last_on, :zone_seconds (how far the site's clocks are ahead of UTC on that day: what to add to a
 * timestamp to find its date) and the rule's parameters. The caller ends it with sqlite3_finalize.
 */
bool query_prepare(sqlite3 *connection, const struct rule *rule, const struct slot *slot,
                   sqlite3_stmt **statement, struct error *error);

/* Binds what every query may ask of its slot. */
void query_bind_slot(sqlite3_stmt *statement, const struct slot *slot);

/* Binds the slot and the rule's plain parameters to a statement that was made around the rule's
 * query. */
void query_bind(sqlite3_stmt *statement, const struct rule *rule, const struct slot *slot);

/* Fills `error` for a rule's query: `checks/BO-04.sql:31: no such column: qtty`. Always returns
 * false. */
bool query_error(sqlite3 *connection, const struct rule *rule, struct error *error);

/* Reads a prepared statement. `name` stands in errors. The reader takes the statement over and
 * finalizes it when closed (reader->close), also when opening fails. A column for which
 * `plain_columns` (ended by NULL; may be NULL) has the name is an integer whatever its name says.
 */
bool query_reader_open(struct reader **reader, sqlite3_stmt *statement, const char *name,
                       const char *const *plain_columns, struct error *error);

#endif
