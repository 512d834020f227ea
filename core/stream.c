/* From a reader to a writer, batch by batch; see stream.h. */
#include "core/stream.h"

bool stream_copy(struct reader *reader, struct writer *writer, struct rejects *rejects,
                 stream_progress *progress, void *context, int64_t *row_count, struct error *error)
{
    struct batch batch;
    bool copied = false;

    *row_count = 0;
    error_clear(error);
    if (!batch_open(&batch, reader->schema, error))
        return false;
    while (reader->next(reader, &batch, rejects, error)) {
        if (!writer->write(writer, &batch, error))
            goto done;
        *row_count += (int64_t)batch.row_count;
        if (progress != NULL && !progress(context, *row_count, error))
            goto done;
    }
    if (error->code != EXIT_CODE_GOOD)
        goto done;
    copied = writer->finish(writer, error);
done:
    batch_close(&batch);
    return copied;
}
