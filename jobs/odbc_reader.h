/* A dataset's query at a source, as batches of the contract's columns. */
#ifndef KHROP_JOBS_ODBC_READER_H
#define KHROP_JOBS_ODBC_READER_H

#include "core/stream.h"
#include "jobs/catalogue.h"
#include "jobs/odbc_connection.h"

/* Bytes that each text column is bound with; it grows when a value didn't fit. */
struct text_widths {
    size_t bytes[128]; /* by the contract's column; 0: not known yet */
};

struct odbc_query {
    struct odbc_connection *connection;
    const struct contract *contract;
    const struct feed_settings *feed;
    enum charset charset;
    int64_t offset_seconds; /* of the source's timestamps, east of UTC */
    int64_t accepted_from_on, accepted_to_on;
    struct text_widths *widths;
};

struct odbc_reader;

/* Prepares the query, compares its columns with the contract and starts it. Fails with the column's
 * name where the contract misses one or finds it of another type. */
bool odbc_reader_open(struct odbc_reader **reader, const struct odbc_query *query,
                      struct error *error);

/* The reader's own stream. After `next` has failed, odbc_reader_is_too_narrow says whether widening
 * (already noted in `widths`) and opening it again will do. A second thread fetches the next block
 * while the caller works on this one. */
struct reader *odbc_reader_stream(struct odbc_reader *reader);
bool odbc_reader_is_too_narrow(const struct odbc_reader *reader);

/* `,a,b,`: nullable columns that the query doesn't give; "" when it gives all. And what it gives
 * beside the contract, for a warning. */
const char *odbc_reader_absent(const struct odbc_reader *reader);
const char *odbc_reader_extra(const struct odbc_reader *reader);

/* Rows fetched from the source so far. */
int64_t odbc_reader_row_count(const struct odbc_reader *reader);

void odbc_reader_close(struct odbc_reader *reader);

/* Asks the driver to stop the query that runs in this process, if any; from any thread. Once
 * cancelled, a pull begins no other query. */
void odbc_reader_cancel(void);
bool odbc_reader_is_cancelled(void);

#endif
