/* Memory given back all at once; see region.h. */
#include "core/region.h"

#include "core/exit_code.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_BYTES ((size_t)16384)

struct region_block {
    struct region_block *older;
    size_t used, size;
    max_align_t memory[];
};

static _Noreturn void no_memory(void)
{
    fputs("khrop: out of memory while reading the configuration\n", stderr);
    exit(EXIT_CODE_SOFTWARE);
}

static struct region_block *block_new(struct region *region, size_t size_bytes)
{
    size_t size = size_bytes > BLOCK_BYTES ? size_bytes : BLOCK_BYTES;
    struct region_block *block;
    if (size > SIZE_MAX / 2)
        no_memory();
    block = calloc(1, sizeof *block + size);
    if (block == NULL)
        no_memory();
    block->size = size;
    block->older = region->newest;
    region->newest = block;
    return block;
}

void *region_allocate(struct region *region, size_t size_bytes)
{
    struct region_block *block = region->newest;
    size_t alignment = _Alignof(max_align_t);
    size_t needed = (size_bytes + alignment - 1) / alignment * alignment;
    void *memory;
    if (needed < size_bytes)
        no_memory();
    if (block == NULL || block->size - block->used < needed)
        block = block_new(region, needed);
    memory = (char *)block->memory + block->used;
    block->used += needed;
    return memory;
}

char *region_copy(struct region *region, const char *text)
{
    size_t size;
    char *copy;
    if (text == NULL)
        return NULL;
    size = strlen(text) + 1;
    copy = region_allocate(region, size);
    memcpy(copy, text, size);
    return copy;
}

char *region_format(struct region *region, const char *format, ...)
{
    va_list arguments;
    int length;
    char *text;
    va_start(arguments, format);
    length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (length < 0)
        no_memory();
    text = region_allocate(region, (size_t)length + 1);
    va_start(arguments, format);
    vsnprintf(text, (size_t)length + 1, format, arguments);
    va_end(arguments);
    return text;
}

void *region_grow(struct region *region, void *items, size_t count, size_t item_size_bytes)
{
    void *larger;
    /* Full exactly when count is 0 or a power of two, 4 and above. */
    if (count != 0 && (count < 4 || (count & (count - 1)) != 0))
        return items;
    if (count > SIZE_MAX / 4 / (item_size_bytes == 0 ? 1 : item_size_bytes))
        no_memory();
    larger = region_allocate(region, (count == 0 ? 4 : count * 2) * item_size_bytes);
    if (count != 0)
        memcpy(larger, items, count * item_size_bytes);
    return larger;
}

void region_clear(struct region *region)
{
    while (region->newest != NULL) {
        struct region_block *older = region->newest->older;
        free(region->newest);
        region->newest = older;
    }
}
