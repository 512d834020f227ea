/* The tables of the four databases, and how each writes what the company knows: one struct a thing,
 * one description a table. */
#ifndef KHROP_EXAMPLES_COMPANY_RAW_TABLE_H
#define KHROP_EXAMPLES_COMPANY_RAW_TABLE_H

#include "core/batch.h"
#include "core/stream.h"

#include <stddef.h>
#include <stdint.h>

/* A number or date that isn't there; a text that isn't there is NULL. */
#define ABSENT INT64_MIN

struct company;

enum field_kind {
    FIELD_TEXT,   /* const char * */
    FIELD_DATE,   /* int64_t, days since 1970 */
    FIELD_AMOUNT, /* int64_t, scaled by 10,000 */
    FIELD_COUNT,  /* int64_t */
};

struct field {
    const char *name;
    enum field_kind kind;
    size_t offset;
};

/* What is known of one kind of thing, whichever table it goes to. */
struct shape {
    const char *name; /* also of its file in planted/ */
    const struct field *fields;
    size_t field_count;
    size_t row_size;
};

/* How a table keeps a field. */
enum raw_form {
    RAW_TEXT,
    RAW_INTEGER,
    RAW_DECIMAL,
    RAW_SATANG,       /* money as an integer of 1/100 baht */
    RAW_DATE,         /* a date of the database's own */
    RAW_TIMESTAMP,    /* a timestamp of the database's own, in office hours */
    RAW_COMPACT_DATE, /* 20261117 */
    RAW_THAI_DATE,    /* 17/11/2569 */
    RAW_DASHED,       /* SO690000123 as SO-69-0000123, C000123 as C-000123 */
    RAW_SLASHED,      /* SO690000123 as SO69/0000123 */
    RAW_BARE,         /* C000123 as 000123, SO690000123 as 690000123 */
    RAW_EMPLOYEE,     /* 10011 as EMP-10011 */
    RAW_LOGIN,        /* 10011 as the login of that member of staff */
    RAW_CODE,         /* by `codes` */
};

/* A word of the company and the code a table keeps for it. */
struct raw_code {
    const char *word, *code;
};

struct raw_column {
    const char *name;
    const char *field;
    enum raw_form form;
    int width;                    /* of texts */
    const struct raw_code *codes; /* ended by a NULL word */
};

/* Takes one row (a struct of the table's shape). */
struct row_sink {
    bool (*put)(struct row_sink *sink, const void *row, struct error *error);
};

struct raw_table {
    const char *source;
    const char *name;
    const struct shape *shape;
    const struct raw_column *columns;
    size_t column_count;
    /* NULL: every row of the shape has a row here. */
    bool (*holds)(const void *row);
    /* Gives every row of the company as it stands on the morning of its day, without those
     * planted. NULL: only planted rows. */
    bool (*generate)(const struct company *company, struct row_sink *sink, struct error *error);
    const char *index; /* columns that the table is looked up by, comma separated */
};

extern const struct raw_table company_tables[];
extern const size_t company_table_count;

/* Where rows of a raw table are gathered into batches for a writer. Embeds its sink first. */
struct raw_output {
    struct row_sink sink;
    const struct company *company;
    const struct raw_table *table;
    struct writer *writer;
    struct column *columns;
    const struct field **fields; /* of each column */
    struct schema schema;
    struct batch batch;
    int64_t row_count;
};

/* Prepares `output->schema`; a writer for it is given with raw_output_start. */
bool raw_output_open(struct raw_output *output, const struct company *company,
                     const struct raw_table *table, struct error *error);
/* Rows may be put from now on. The writer stays the caller's. */
bool raw_output_start(struct raw_output *output, struct writer *writer, struct error *error);
/* Hands on the rows that are left. */
bool raw_output_finish(struct raw_output *output, struct error *error);
void raw_output_close(struct raw_output *output);

const struct field *shape_field(const struct shape *shape, const char *name);

#endif
