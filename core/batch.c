/* A block of rows, held by column; see batch.h. */
#include "core/batch.h"

#include <stdlib.h>
#include <string.h>

#define ARENA_BLOCK_BYTES ((size_t)65536)
#define NULL_WORDS ((BATCH_ROWS + 63) / 64)

/* Blocks are kept from batch to batch; only what a block holds is forgotten. */
struct arena_block {
    struct arena_block *next;
    size_t used, size;
    char bytes[];
};

struct text_arena {
    struct arena_block *first, *current;
};

static bool column_open(struct batch_column *column, enum column_type type)
{
    column->nulls = calloc(NULL_WORDS, sizeof *column->nulls);
    if (column_type_is_number(type))
        column->numbers = calloc(BATCH_ROWS, sizeof *column->numbers);
    else
        column->texts = calloc(BATCH_ROWS, sizeof *column->texts);
    return column->nulls != NULL && (column->numbers != NULL || column->texts != NULL);
}

bool batch_open(struct batch *batch, const struct schema *schema, struct error *error)
{
    size_t count = schema->column_count;
    *batch = (struct batch){.schema = schema};
    batch->columns = calloc(count == 0 ? 1 : count, sizeof *batch->columns);
    batch->row_numbers = calloc(BATCH_ROWS, sizeof *batch->row_numbers);
    batch->arena = calloc(1, sizeof *batch->arena);
    if (batch->columns == NULL || batch->row_numbers == NULL || batch->arena == NULL)
        goto failed;
    for (size_t i = 0; i < count; i++)
        if (!column_open(&batch->columns[i], schema->columns[i].type))
            goto failed;
    return true;
failed:
    batch_close(batch);
    return error_set(error, EXIT_CODE_SOFTWARE, "out of memory for a batch of %zu columns", count);
}

void batch_clear(struct batch *batch)
{
    batch->row_count = 0;
    for (size_t i = 0; i < batch->schema->column_count; i++)
        memset(batch->columns[i].nulls, 0, NULL_WORDS * sizeof *batch->columns[i].nulls);
    for (struct arena_block *block = batch->arena->first; block != NULL; block = block->next)
        block->used = 0;
    batch->arena->current = batch->arena->first;
}

void batch_close(struct batch *batch)
{
    for (size_t i = 0; batch->columns != NULL && i < batch->schema->column_count; i++) {
        free(batch->columns[i].numbers);
        free(batch->columns[i].texts);
        free(batch->columns[i].nulls);
    }
    if (batch->arena != NULL)
        while (batch->arena->first != NULL) {
            struct arena_block *next = batch->arena->first->next;
            free(batch->arena->first);
            batch->arena->first = next;
        }
    free(batch->arena);
    free(batch->columns);
    free(batch->row_numbers);
    *batch = (struct batch){0};
}

/* A block with room for `length` bytes: the current one, one kept from before, or a new one. */
static struct arena_block *arena_room(struct text_arena *arena, size_t length)
{
    struct arena_block **link = arena->current != NULL ? &arena->current : &arena->first;
    while (*link != NULL && (*link)->size - (*link)->used < length)
        link = &(*link)->next;
    if (*link == NULL) {
        size_t size = ARENA_BLOCK_BYTES;
        struct arena_block *block;
        /* In steps, so that long texts of many lengths share the blocks of earlier batches. */
        while (size < length && size <= SIZE_MAX / 4)
            size *= 2;
        block = size < length ? NULL : malloc(sizeof *block + size);
        if (block == NULL)
            return NULL;
        *block = (struct arena_block){.size = size};
        *link = block;
    }
    return *link;
}

char *batch_keep_text(struct batch *batch, const char *bytes, size_t length, struct error *error)
{
    struct arena_block *block = arena_room(batch->arena, length);
    char *copy;
    if (block == NULL) {
        error_set(error, EXIT_CODE_SOFTWARE, "out of memory for a text of %zu bytes", length);
        return NULL;
    }
    copy = block->bytes + block->used;
    memcpy(copy, bytes, length);
    block->used += length;
    if (length < ARENA_BLOCK_BYTES)
        batch->arena->current = block;
    return copy;
}
