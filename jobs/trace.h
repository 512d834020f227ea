/* From an exception back to the source rows it rests on.
 *
 * A check's query says what it reads, but not which rows made which exception. They are found by
 * what the exception and a dataset have in common: the dataset's whole key; else the check's own
 * key; else the key of a row that another dataset has already given (a receipt by its purchase
 * request); else the customer.
 */
#ifndef KHROP_JOBS_TRACE_H
#define KHROP_JOBS_TRACE_H

#include "jobs/catalogue.h"

#include <sqlite3.h>

#define TRACE_CONDITION_SIZE 512

struct trace;

/* Finds the exception of `check` with that key (`SO1:2`) in results.sqlite of a mirror connection.
 * One that was not found in this slot is an error (EXIT_CODE_USAGE). End with trace_close. */
bool trace_open(struct trace **trace, sqlite3 *mirror, const struct catalogue *catalogue,
                const struct rule *check, const char *key, struct error *error);
void trace_close(struct trace *trace);

/* The row that the check's query gave, at its first column; valid until trace_close. */
sqlite3_stmt *trace_row(struct trace *trace);
/* The first of its columns that is the query's own, after those that khrop adds. */
int trace_first_column(void);

/* What the check reads, derived datasets before what they were made of; each once. Ended by NULL;
 * the trace's own. */
const char *const *trace_datasets(struct trace *trace);

/* The rows of a dataset that the exception rests on. `condition` says in words how they were found:
 * "order_no = SO1, line_no = 2". *rows is stepped and finalized by the caller, before the next
 * call; it is NULL when the dataset has nothing in common with the exception. */
bool trace_rows(struct trace *trace, const char *dataset, sqlite3_stmt **rows,
                char condition[TRACE_CONDITION_SIZE], struct error *error);

#endif
