/* A configuration file as a tree that knows its lines: YAML by libyaml, ini files by inih. */
#ifndef KHROP_CONFIG_DOCUMENT_H
#define KHROP_CONFIG_DOCUMENT_H

#include "config/complaints.h"
#include "core/region.h"

#include <stdbool.h>
#include <stddef.h>

enum node_kind { NODE_SCALAR, NODE_LIST, NODE_MAP };

struct node;

struct node_entry {
    const char *key; /* NULL in a list */
    int line;        /* of the key */
    const struct node *value;
};

struct node {
    enum node_kind kind;
    int line;
    const char *text; /* scalars; NULL: an empty or `null` value */
    struct node_entry *entries;
    size_t entry_count;
};

/* Reads YAML from memory. `first_line` is the line number of its first line. Complains of what
 * libyaml can't read, of aliases, tags, duplicate keys and bytes that aren't UTF-8. Returns NULL
 * then; an empty document is an empty map. */
const struct node *document_parse_yaml(struct region *region, const char *file, const char *text,
                                       size_t length, int first_line,
                                       struct complaints *complaints);

/* Reads FOLDER/FILE as YAML. A missing file gives NULL; with a complaint when it is required. */
const struct node *document_read_yaml(struct region *region, const char *folder, const char *file,
                                      bool is_required, struct complaints *complaints);

/* Reads an ini file from memory; the text may be written over. `[source sales]` becomes source:
 * {sales: {..}}, `[jobs]` jobs: {..}. Complains of every line that is neither `key = value` nor
 * `[section]`, of duplicate keys, and of a ` ;` that would cut a value. Blanks before a key have no
 * meaning. */
const struct node *document_parse_ini(struct region *region, const char *file, char *text,
                                      struct complaints *complaints);

/* Reads FOLDER/FILE as an ini file. */
const struct node *document_read_ini(struct region *region, const char *folder, const char *file,
                                     struct complaints *complaints);

/* The text of what document_read_file gave, behind a byte order mark if there is one; *length is
 * that of the text. Complains of bytes that are not text of UTF-8, with their line, and gives NULL.
 */
char *document_text(char *bytes, size_t *length, const char *file, struct complaints *complaints);

/* Reads FOLDER/FILE as document_text takes it. What can't be read is complained of, with what to do
 * about it; a missing file when it is required. */
char *document_read_text(struct region *region, const char *folder, const char *file,
                         bool is_required, size_t *length, struct complaints *complaints);

/* `; user .. must be able to read it: chgrp ..`: what to type when permission was denied. */
const char *document_way_in(struct region *region, const char *path, const char *mode);

/* Reads a whole file into the region. `*length` gets its size. NULL when it can't be read; errno
 * says why. */
char *document_read_file(struct region *region, const char *path, size_t *length);

/* The value of `key` in a map, or NULL. `map` may be NULL. */
const struct node *node_find(const struct node *map, const char *key);

#endif
