/* Memory that is given back all at once: what a configuration or a catalogue allocates while it is
 * read. */
#ifndef KHROP_CORE_REGION_H
#define KHROP_CORE_REGION_H

#include <stddef.h>

struct region_block;

/* Start with `struct region region = {0};`. */
struct region {
    struct region_block *newest;
};

/* Zeroed memory, aligned for any type, valid until region_clear. Ends the process with a message
 * when there is no memory (configuration and catalogue are small: nothing could be saved by
 * carrying on). */
void *region_allocate(struct region *region, size_t size_bytes);

/* A copy of `text` (NULL gives NULL). */
char *region_copy(struct region *region, const char *text);

/* A formatted text. */
char *region_format(struct region *region, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* An array that grows by one: returns `items` or a larger copy in the region that has room for item
 * number `count`. The room doubles at powers of two, so call it for every item in turn from count
 * 0. */
void *region_grow(struct region *region, void *items, size_t count, size_t item_size_bytes);

/* Gives everything back. */
void region_clear(struct region *region);

#endif
