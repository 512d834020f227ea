/* What differs between two ordered results, found in one pass over both: nothing is held but the
 * current row of each, however many there are. */
#ifndef KHROP_JOBS_DIFFERENCE_H
#define KHROP_JOBS_DIFFERENCE_H

#include "core/error.h"

#include <sqlite3.h>
#include <stdint.h>

enum difference_kind { ONLY_IN_A, ONLY_IN_B, IS_CHANGED };
#define DIFFERENCE_KINDS 3

/* One row that differs: `row` holds it on each side, NULL where it isn't there. Valid during the
 * call. False stops the search with the error it set. */
typedef bool difference_tell(void *context, enum difference_kind kind, sqlite3_stmt *a,
                             sqlite3_stmt *b, struct error *error);

/* Compares two statements of the same columns. The first `key_count` of them identify a row; both
 * must come ordered by these, ascending, as SQLite orders by default. */
bool difference_find(sqlite3_stmt *a, sqlite3_stmt *b, int key_count, difference_tell *tell,
                     void *context, struct error *error);

/* True when the column of both rows holds the same value of the same type. */
bool difference_is_equal(sqlite3_stmt *a, sqlite3_stmt *b, int column);

/* Of two rows' values, as SQLite orders them: below 0, 0, above 0. */
int difference_order(sqlite3_stmt *a, sqlite3_stmt *b, int column);

#endif
