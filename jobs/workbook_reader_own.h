/* What the two files of the workbook reader share: workbook_reader.c opens a workbook,
 * workbook_rows.c reads its sheets. */
#ifndef KHROP_JOBS_WORKBOOK_READER_OWN_H
#define KHROP_JOBS_WORKBOOK_READER_OWN_H

#include "core/region.h"
#include "jobs/workbook_parts.h"
#include "jobs/workbook_reader.h"

#define WORKBOOK_PATH_SIZE 512

/* Text that grows. */
struct gathered {
    char *bytes;
    size_t length, room;
};

struct relation {
    const char *id, *type, *target;
};

struct sheet_about {
    const char *name, *relation;
};

/* Where a parse stands, of whichever part it is: one flag for each element that matters. */
struct standing {
    bool in_rows, in_cell, in_text, in_formula, in_phonetic, in_item, in_styles;
};

/* Where a cell's text and formula begin among those of its row, which move while they grow. */
struct cell_place {
    size_t text, formula;
};

struct workbook_reader {
    struct workbook_parts *parts;
    struct region region;
    struct workbook_fault *fault; /* of the call under way */
    struct standing at;
    bool is_1904;

    char base[WORKBOOK_PATH_SIZE]; /* the part that relations start from */
    struct relation *relations;
    size_t relation_count;
    struct sheet_about *sheets;
    size_t sheet_count;

    bool *is_date_format, *is_date_style;
    size_t style_count;
    struct gathered strings; /* all shared strings, one behind the other */
    uint32_t *string_ends;
    size_t string_count, string_room;

    /* The sheet that is being read. */
    workbook_row *row_function;
    void *row_context;
    bool is_ended;
    size_t sheet;
    uint32_t row, row_count, next_column;
    struct gathered texts, formulas; /* of the row */
    struct workbook_cell *cells;
    struct cell_place *places;
    size_t cell_count, cell_room, all_cells, read_bytes;
    char type[16];
    bool has_date_style, has_value;
};

/* Appends; false, with the fault set, when there is no memory. */
bool workbook_gather(struct workbook_reader *reader, struct gathered *text, const char *bytes,
                     size_t length);

/* Set a fault; false. */
bool workbook_out_of_memory(struct workbook_reader *reader);
bool workbook_too_large(struct workbook_reader *reader, const char *what, size_t most);

/* A whole number from 0; false when the attribute isn't there or is none. */
bool workbook_attribute_number(const char **attributes, const char *name, int64_t *number);

/* The part that a relation leads to; NULL: there is none. */
const char *workbook_relation_target(const struct workbook_reader *reader, const char *id);

#endif
