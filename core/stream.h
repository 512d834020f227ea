/* Everything is a stream of batches: a reader yields them, a writer takes them, and what can't be
 * taken as it is goes to the rejects. */
#ifndef KHROP_CORE_STREAM_H
#define KHROP_CORE_STREAM_H

#include "core/batch.h"

/* A source row that was not taken. All texts are valid during the call only. */
struct reject {
    int64_t row_number; /* in the source's result, from 1 */
    const char *key;    /* values of the key columns as read, joined by `:`; "" where unknown */
    const char *column; /* "" where the row as a whole is at fault */
    const char *value;  /* as read, made printable, cut at 200 characters */
    const char *reason; /* one sentence with the fix */
};

/* Where rejected rows go. Embed it first in a struct of your own. */
struct rejects {
    bool (*add)(struct rejects *rejects, const struct reject *reject, struct error *error);
    int64_t row_count; /* rows rejected so far: a row with two faults counts once */
};

/* Embed it first in a struct of your own. `schema` is there once the reader is open. */
struct reader {
    const struct schema *schema;
    /* Reads the next rows into `batch` (opened for `schema`). Returns false at the end of data
     * (error->code is 0) and on failure (it is not). */
    bool (*next)(struct reader *reader, struct batch *batch, struct rejects *rejects,
                 struct error *error);
    void (*close)(struct reader *reader);
};

/* Embed it first in a struct of your own. */
struct writer {
    bool (*write)(struct writer *writer, const struct batch *batch, struct error *error);
    /* Ends the output; without it, what was written is not whole and close throws it away. */
    bool (*finish)(struct writer *writer, struct error *error);
    void (*close)(struct writer *writer);
};

/* Called after each batch; returning false stops the copy with the error it set. */
typedef bool stream_progress(void *context, int64_t rows_written, struct error *error);

/* Moves every batch of `reader` into `writer` and finishes it. `progress` may be NULL. Closes
 * neither. Returns the rows written in *row_count. */
bool stream_copy(struct reader *reader, struct writer *writer, struct rejects *rejects,
                 stream_progress *progress, void *context, int64_t *row_count, struct error *error);

#endif
