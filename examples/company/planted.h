/* What is planted in the company: rows written out by hand in planted/, one file a shape, each row
 * with the days on which it stands so. */
#ifndef KHROP_EXAMPLES_COMPANY_PLANTED_H
#define KHROP_EXAMPLES_COMPANY_PLANTED_H

#include "examples/company/raw_table.h"

struct planted_rows {
    const struct shape *shape;
    char *text;
    char *rows; /* structs of the shape, one after another */
    size_t count;
};

/* Start with `struct planted planted = {0};`. */
struct planted {
    struct planted_rows *files;
    size_t count;
};

/* Reads `folder`/SHAPE.csv for each table's shape, keeping the rows of `day`. A shape without a
 * file has none planted. */
bool planted_open(struct planted *planted, const char *folder, int day, struct error *error);
void planted_close(struct planted *planted);

/* Puts the planted rows of a shape. */
bool planted_put(const struct planted *planted, const struct shape *shape, struct row_sink *sink,
                 struct error *error);

#endif
