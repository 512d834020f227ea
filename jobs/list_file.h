/* A staff list that came back: whose it is, of which day, and the rows that carry an exception's
 * id, on whatever sheet, in whatever order, with their columns wherever they have moved.
 *
 * Columns are known by their headings (list_layout.h). A heading that occurs twice is one column:
 * what was typed under either counts. Nothing is judged here: cells are as they were typed.
 */
#ifndef KHROP_JOBS_LIST_FILE_H
#define KHROP_JOBS_LIST_FILE_H

#include "core/region.h"
#include "jobs/list_layout.h"
#include "jobs/workbook_reader.h"

/* More no list has; what a file may make khrop keep is limited by it. */
#define LIST_ROWS_MOST 250000
#define LIST_TEXT_BYTES ((size_t)64 << 20) /* of the columns that are read, in all rows */

struct typed_cell {
    enum workbook_value value; /* WORKBOOK_VALUE_NONE: nothing was typed */
    const char *text;          /* as remark_clean leaves it; "": none */
    int64_t date_on;           /* of a date */
};

/* A cell of a column that nobody reads: its heading, and a hash of its text, to be compared. */
struct other_cell {
    uint32_t heading;
    uint64_t hash;
};

struct typed_row {
    const char *sheet;
    uint32_t row;
    struct typed_cell cells[LIST_COLUMN_COUNT];
    const struct other_cell *others;
    size_t other_count;
};

struct list_file {
    struct region region;
    const char *about[LIST_ABOUT_COUNT]; /* "": not in the file */
    struct typed_row *rows; /* with an id, or with something typed where the id is missing */
    size_t row_count;
    bool has_baseline;     /* the file has its column */
    const char **headings; /* of the other columns */
    size_t heading_count;
};

/* Start with `struct list_file file = {0};`, end with list_file_clear, also after a failure. */
bool list_file_read(struct list_file *file, const void *bytes, size_t size,
                    struct workbook_fault *fault);
void list_file_clear(struct list_file *file);

/* What was changed outside the columns that are read. */
struct list_changes {
    size_t cell_count, row_count;
    const char *headings; /* under which, joined by commas */
    bool *is_mixed;       /* by row of the file: most of what stands beside its id is another's */
};

/* Compares `file` with the list as it was printed, row by row by their ids; the result is in
 * `region`. Added columns and rows change nothing. */
void list_compare(const struct list_file *file, const struct list_file *printed,
                  struct region *region, struct list_changes *changes);

/* A date as people type it: 25/11/2569, 25-11-2026, 2026-11-25, 25 พ.ย. 69, 25 Nov 2026, with
 * Thai digits or not. Years from 2400 are Buddhist; one of two digits is the year, of either era,
 * that lies near `near_on`. False: it can't be read. */
bool list_date_parse(const char *text, int64_t near_on, int64_t *date_on);

#endif
