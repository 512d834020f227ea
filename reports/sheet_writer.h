/* A worksheet as a writer of batches: a table with headings, each column as its type. */
#ifndef KHROP_REPORTS_SHEET_WRITER_H
#define KHROP_REPORTS_SHEET_WRITER_H

#include "core/stream.h"
#include "reports/workbook.h"

#define SHEET_LINES_MAX 4

/* A text column that breaks its lines at a width in characters. */
struct sheet_wrap {
    const char *column;
    double width;
};

/* What stands on the sheet besides the rows. All texts live until the writer is closed. */
struct sheet_plan {
    const char *name;
    const char *title;
    const char *lines[SHEET_LINES_MAX]; /* below the title; NULL: none */
    const char *back_to;                /* name of a sheet to link back to; NULL: none */
    size_t frozen_columns;
    /* A text column whose value says what the row means; NULL: none. */
    const char *look_column;
    enum cell_look (*look)(const char *text, size_t length, enum language language);
    /* Columns whose text wraps; ended by a NULL column; may be NULL. */
    const struct sheet_wrap *wraps;
};

/* Adds the sheet to the workbook. The schema must outlive the writer. */
bool sheet_writer_open(struct writer **writer, struct workbook *workbook,
                       const struct sheet_plan *plan, const struct schema *schema,
                       struct error *error);

/* The name that the sheet got. */
const char *sheet_writer_name(const struct writer *writer);

#endif
