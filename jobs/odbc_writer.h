/* Writes batches into a table of an ODBC database, with arrays of bound parameters. */
#ifndef KHROP_JOBS_ODBC_WRITER_H
#define KHROP_JOBS_ODBC_WRITER_H

#include "core/stream.h"
#include "jobs/odbc_connection.h"

/* How a value of the batch is written as text in the target. One per column; numbers are written
 * exactly, dates as the order and era say. */
struct odbc_column {
    const char *name;           /* in the target's table */
    enum date_order date_order; /* for dates */
    enum date_era date_era;
    bool is_integer_key; /* text that the target keeps as an integer */
};

/* Opens a writer for `table`. Rows are sent in arrays in one transaction, committed by finish.
 * `charset` is that of the target's text: a character that it can't hold is an error. The caller
 * closes it with writer->close. */
bool odbc_writer_open(struct writer **writer, struct odbc_connection *connection, const char *table,
                      const struct schema *schema, const struct odbc_column *columns,
                      enum charset charset, struct error *error);

#endif
