/* A block of rows, held by column: what every reader yields and every writer takes.
 *
 * Values of a column stand in one array; nulls are a bitmap beside it. Texts point into memory that
 * the reader owns (its own buffers or the batch's arena) and stay valid until its next batch.
 * Nothing here allocates once a batch is open, but the arena, which grows to the largest block
 * seen.
 */
#ifndef KHROP_CORE_BATCH_H
#define KHROP_CORE_BATCH_H

#include "core/error.h"
#include "core/schema.h"

#include <stdint.h>

#define BATCH_ROWS 1000

struct text_view {
    const char *bytes; /* UTF-8, NFC, trimmed; not ended by NUL */
    uint32_t length;   /* bytes */
};

struct batch_column {
    int64_t *numbers;        /* NULL for text */
    struct text_view *texts; /* NULL for numbers */
    uint64_t *nulls;         /* one bit a row, set where the value is null */
};

struct batch {
    const struct schema *schema;
    struct batch_column *columns; /* as many as the schema has */
    int64_t
        *row_numbers; /* number of each row in what the reader reads, from 1; rejects leave gaps */
    size_t row_count; /* at most BATCH_ROWS */
    struct text_arena *arena; /* for texts that had to be made; emptied by batch_clear */
};

/* Allocates for `schema`, which must outlive the batch. */
bool batch_open(struct batch *batch, const struct schema *schema, struct error *error);
/* Forgets the rows and empties the arena; keeps the memory. */
void batch_clear(struct batch *batch);
void batch_close(struct batch *batch);

static inline bool batch_is_null(const struct batch *batch, size_t column, size_t row)
{
    return (batch->columns[column].nulls[row / 64] >> (row % 64)) & 1U;
}

static inline void batch_set_null(struct batch *batch, size_t column, size_t row)
{
    batch->columns[column].nulls[row / 64] |= UINT64_C(1) << (row % 64);
}

/* A copy of `length` bytes in the batch's arena, or NULL (and an error) when there is no memory.
 * Earlier copies stay where they are. */
char *batch_keep_text(struct batch *batch, const char *bytes, size_t length, struct error *error);

#endif
