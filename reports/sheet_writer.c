/* Batches into a worksheet; see sheet_writer.h. */
#include "reports/sheet_writer.h"

#include "reports/labels.h"

#include <stdlib.h>
#include <string.h>

#define TITLE_POINTS 26.0
#define LINE_POINTS 20.0
#define HEADING_POINTS 30.0 /* two lines */
#define WIDTH_LEAST 8.0
#define WIDTH_MOST 40.0

struct sheet_writer;
typedef void cell_writer(struct sheet_writer *writer, const struct batch *batch, size_t column,
                         size_t row, enum cell_look look);

/* How a column is written: chosen once. */
struct column_plan {
    cell_writer *write;
    enum cell_kind kind;
};

struct sheet_writer {
    struct writer writer;
    struct sheet_plan plan;
    const struct schema *schema;
    struct workbook *workbook;
    struct sheet *sheet;
    struct column_plan *columns;
    size_t look_column; /* column_count: none */
};

static void write_text(struct sheet_writer *writer, const struct batch *batch, size_t column,
                       size_t row, enum cell_look look)
{
    sheet_text_view(writer->sheet, column, batch->columns[column].texts[row],
                    writer->columns[column].kind, look);
}

static void write_date(struct sheet_writer *writer, const struct batch *batch, size_t column,
                       size_t row, enum cell_look look)
{
    sheet_date(writer->sheet, column, batch->columns[column].numbers[row], look);
}

static void write_timestamp(struct sheet_writer *writer, const struct batch *batch, size_t column,
                            size_t row, enum cell_look look)
{
    sheet_timestamp(writer->sheet, column, batch->columns[column].numbers[row], look);
}

static void write_decimal(struct sheet_writer *writer, const struct batch *batch, size_t column,
                          size_t row, enum cell_look look)
{
    sheet_decimal(writer->sheet, column, batch->columns[column].numbers[row],
                  writer->columns[column].kind, look);
}

static void write_integer(struct sheet_writer *writer, const struct batch *batch, size_t column,
                          size_t row, enum cell_look look)
{
    sheet_integer(writer->sheet, column, batch->columns[column].numbers[row], look);
}

static void write_boolean(struct sheet_writer *writer, const struct batch *batch, size_t column,
                          size_t row, enum cell_look look)
{
    const char *code = batch->columns[column].numbers[row] != 0 ? "1" : "0";
    sheet_text(writer->sheet, column, word(WORD_BOOLEAN, code, workbook_language(writer->workbook)),
               CELL_TEXT, look);
}

static const struct column_plan plans[] = {
    [COLUMN_TEXT] = {write_text, CELL_TEXT},
    [COLUMN_DATE] = {write_date, CELL_DATE},
    [COLUMN_TIMESTAMP] = {write_timestamp, CELL_TIMESTAMP},
    [COLUMN_QUANTITY] = {write_decimal, CELL_QUANTITY},
    [COLUMN_MONEY] = {write_decimal, CELL_MONEY},
    [COLUMN_INTEGER] = {write_integer, CELL_INTEGER},
    [COLUMN_BOOLEAN] = {write_boolean, CELL_TEXT},
};

/* 0: the column's text doesn't wrap. */
static double wrap_width(const struct sheet_writer *writer, const char *name)
{
    const struct sheet_wrap *wrap = writer->plan.wraps;
    for (; wrap != NULL && wrap->column != NULL; wrap++)
        if (strcmp(wrap->column, name) == 0)
            return wrap->width;
    return 0;
}

static bool is_right(enum column_type type)
{
    return type == COLUMN_INTEGER || type == COLUMN_MONEY || type == COLUMN_QUANTITY;
}

/* What stands above the rows of each worksheet. */
static void write_headings(struct sheet *sheet, const void *context)
{
    const struct sheet_writer *writer = context;
    enum language language = workbook_language(writer->workbook);
    if (writer->plan.title != NULL) {
        sheet_text(sheet, 0, writer->plan.title, CELL_TITLE, LOOK_PLAIN);
        sheet_row_height(sheet, TITLE_POINTS);
        sheet_skip_row(sheet);
    }
    for (size_t i = 0; i < SHEET_LINES_MAX && writer->plan.lines[i] != NULL; i++) {
        sheet_text(sheet, 0, writer->plan.lines[i], CELL_SUBTITLE, LOOK_PLAIN);
        sheet_row_height(sheet, LINE_POINTS);
        sheet_skip_row(sheet);
    }
    if (writer->plan.back_to != NULL) {
        sheet_link(sheet, 0, writer->plan.back_to, label(LABEL_BACK_TO_COVER, language));
        sheet_skip_row(sheet);
    }
    for (size_t i = 0; i < writer->schema->column_count; i++) {
        const struct column *column = &writer->schema->columns[i];
        sheet_text(sheet, i, column_heading(column->name, language),
                   is_right(column->type) ? CELL_HEADING_NUMBER : CELL_HEADING, LOOK_PLAIN);
    }
    sheet_row_height(sheet, HEADING_POINTS);
    sheet_freeze(sheet, writer->plan.frozen_columns);
}

static enum cell_look look_of(const struct sheet_writer *writer, const struct batch *batch,
                              size_t row)
{
    const struct text_view *text;
    if (writer->look_column == writer->schema->column_count ||
        batch_is_null(batch, writer->look_column, row))
        return LOOK_PLAIN;
    text = &batch->columns[writer->look_column].texts[row];
    return writer->plan.look(text->bytes, text->length, workbook_language(writer->workbook));
}

static bool write_batch(struct writer *base, const struct batch *batch, struct error *error)
{
    struct sheet_writer *writer = (struct sheet_writer *)base;
    for (size_t row = 0; row < batch->row_count; row++) {
        enum cell_look look = look_of(writer, batch, row);
        if (!sheet_next_row(writer->sheet, error))
            return false;
        for (size_t i = 0; i < writer->schema->column_count; i++) {
            enum cell_look own = i == writer->look_column ? look : LOOK_PLAIN;
            if (batch_is_null(batch, i, row))
                sheet_blank(writer->sheet, i, CELL_TEXT, own);
            else
                writer->columns[i].write(writer, batch, i, row, own);
        }
    }
    return sheet_is_good(writer->sheet, error);
}

static bool finish(struct writer *base, struct error *error)
{
    struct sheet_writer *writer = (struct sheet_writer *)base;
    size_t count = writer->schema->column_count;
    sheet_filter(writer->sheet, count);
    sheet_fit(writer->sheet, count, WIDTH_LEAST, WIDTH_MOST);
    return sheet_is_good(writer->sheet, error);
}

static void close_writer(struct writer *base)
{
    struct sheet_writer *writer = (struct sheet_writer *)base;
    free(writer->columns);
    free(writer);
}

static void plan_columns(struct sheet_writer *writer)
{
    for (size_t i = 0; i < writer->schema->column_count; i++) {
        const struct column *column = &writer->schema->columns[i];
        writer->columns[i] = plans[column->type];
        if (column->type == COLUMN_TEXT && wrap_width(writer, column->name) > 0)
            writer->columns[i].kind = CELL_TEXT_WRAPPED;
    }
    writer->look_column = writer->plan.look_column == NULL
                              ? writer->schema->column_count
                              : schema_find(writer->schema, writer->plan.look_column);
}

bool sheet_writer_open(struct writer **writer, struct workbook *workbook,
                       const struct sheet_plan *plan, const struct schema *schema,
                       struct error *error)
{
    struct sheet_writer *made = calloc(1, sizeof *made);
    *writer = NULL;
    if (made != NULL)
        made->columns = calloc(schema->column_count + 1, sizeof *made->columns);
    if (made == NULL || made->columns == NULL) {
        free(made);
        return error_set(error, EXIT_CODE_SOFTWARE, "out of memory for a sheet");
    }
    made->writer = (struct writer){write_batch, finish, close_writer};
    made->plan = *plan;
    made->schema = schema;
    made->workbook = workbook;
    plan_columns(made);
    made->sheet = workbook_sheet(workbook, plan->name, true, write_headings, made, error);
    if (made->sheet == NULL) {
        close_writer(&made->writer);
        return false;
    }
    for (size_t i = 0; i < schema->column_count; i++)
        if (made->columns[i].kind == CELL_TEXT_WRAPPED)
            sheet_wrap(made->sheet, i, wrap_width(made, schema->columns[i].name));
    *writer = &made->writer;
    return true;
}

const char *sheet_writer_name(const struct writer *writer)
{
    return sheet_name(((const struct sheet_writer *)writer)->sheet);
}
