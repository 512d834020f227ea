/* A table of texts on a terminal: columns lined up by what a reader sees, Thai marks included. */
#ifndef KHROP_DAEMON_TABLE_H
#define KHROP_DAEMON_TABLE_H

#include "core/region.h"

#include <stdbool.h>
#include <stdio.h>

#define TABLE_COLUMNS_MAX 64

/* Widths come from the rows up to the first TABLE_ROWS_HELD; later rows are printed at once, so
 * memory stays flat however many there are. */
#define TABLE_ROWS_HELD 500

struct table {
    FILE *stream;
    size_t column_count;
    const char *titles[TABLE_COLUMNS_MAX];
    bool is_right[TABLE_COLUMNS_MAX];
    size_t widths[TABLE_COLUMNS_MAX];
    const char **held;
    size_t held_count; /* cells */
    bool is_flowing;
    struct region region;
};

/* Start with `struct table table = {.stream = .., .column_count = ..}` and its titles and is_right,
 * which must outlive it. A row of `column_count` texts, copied. */
void table_row(struct table *table, const char *const *cells);

/* Prints what is held, and gives memory back. */
void table_end(struct table *table);

#endif
