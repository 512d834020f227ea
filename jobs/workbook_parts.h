/* The parts of a workbook: a zip of XML files, read from memory and never trusted.
 *
 * Parts are found by name only, so a name with `..` in it leads nowhere. What may be inflated is
 * limited, whatever sizes the zip claims. A document type is refused before anything it declares is
 * looked at. Handlers are called while a part is inflated; its checksum is known at the end, so
 * what they gather counts only once parts_parse has returned true.
 */
#ifndef KHROP_JOBS_WORKBOOK_PARTS_H
#define KHROP_JOBS_WORKBOOK_PARTS_H

#include "jobs/workbook_fault.h"

#include <stdint.h>

#define PARTS_MOST 2000
#define PARTS_PART_BYTES ((int64_t)512 << 20)
#define PARTS_ALL_BYTES ((int64_t)1024 << 20)
#define PARTS_DEPTH 64
#define PARTS_TOKEN_BYTES ((int64_t)1 << 20)  /* one tag with its attributes, or one comment */
#define PARTS_PARSER_BYTES ((size_t)64 << 20) /* expat keeps every name that it has met */

struct workbook_parts;

/* What a part says. `name` is an element's name without its namespace, "" in a namespace that is
 * not a workbook's. A handler that finds a fault sets it: nothing more is read. */
struct part_events {
    void (*start)(void *context, const char *name, const char **attributes);
    void (*end)(void *context, const char *name);
    void (*text)(void *context, const char *bytes, size_t length);
    void *context;
    const char *const *names; /* the elements that it knows; ends with NULL */
    const bool *is_enough;    /* becomes true when the rest is of no interest; NULL: never */
};

/* `bytes` must stay until parts_close. */
bool parts_open(struct workbook_parts **parts, const void *bytes, size_t size,
                struct workbook_fault *fault);
void parts_close(struct workbook_parts *parts);

bool parts_has(struct workbook_parts *parts, const char *name);

/* Inflates and parses the part of that name; what is left when it is enough is not looked at. */
bool parts_parse(struct workbook_parts *parts, const char *name, const struct part_events *events,
                 struct workbook_fault *fault);

/* An attribute by its name without namespace; NULL when it isn't there. */
const char *part_attribute(const char **attributes, const char *name);

#endif
