/* Writes the company's structs the way each database keeps them. */
#include "examples/company/raw_table.h"

#include "core/date.h"
#include "core/decimal.h"
#include "examples/company/staff.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CELL_SIZE 64
#define SATANG (DECIMAL_SCALE / 100)

const struct field *shape_field(const struct shape *shape, const char *name)
{
    for (size_t i = 0; i < shape->field_count; i++)
        if (strcmp(shape->fields[i].name, name) == 0)
            return &shape->fields[i];
    return NULL;
}

static enum column_type type_of(enum raw_form form)
{
    switch (form) {
    case RAW_INTEGER:
    case RAW_SATANG:
        return COLUMN_INTEGER;
    case RAW_DECIMAL:
        return COLUMN_MONEY;
    case RAW_DATE:
        return COLUMN_DATE;
    case RAW_TIMESTAMP:
        return COLUMN_TIMESTAMP;
    default:
        return COLUMN_TEXT;
    }
}

static const char *text_of(const struct field *field, const void *row)
{
    return *(const char *const *)((const char *)row + field->offset);
}

static int64_t number_of(const struct field *field, const void *row)
{
    return *(const int64_t *)((const char *)row + field->offset);
}

static bool is_absent(const struct field *field, const void *row)
{
    if (field->kind == FIELD_TEXT)
        return text_of(field, row) == NULL;
    return number_of(field, row) == ABSENT;
}

/* The number a column keeps. A timestamp is what the wall clock showed, in the morning, at a minute
 * that its date gives. */
static int64_t kept_number(enum raw_form form, int64_t value)
{
    if (form == RAW_SATANG)
        return value / SATANG;
    if (form == RAW_TIMESTAMP)
        return value * 86400 + 9 * 3600 + value % 90 * 60;
    return value;
}

static const char *code_of(const struct raw_column *column, const char *word)
{
    for (const struct raw_code *code = column->codes; code->word != NULL; code++)
        if (strcmp(code->word, word) == 0)
            return code->code;
    return word;
}

static void date_as_text(enum raw_form form, int64_t days, char cell[CELL_SIZE])
{
    int year = 0, month = 0, day = 0;

    date_to_civil(days, &year, &month, &day);
    if (form == RAW_COMPACT_DATE)
        snprintf(cell, CELL_SIZE, "%04d%02d%02d", year, month, day);
    else
        snprintf(cell, CELL_SIZE, "%02d/%02d/%04d", day, month, year + 543);
}

static size_t letters_of(const char *key)
{
    return strspn(key, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
}

/* Letters, the year if there is one (keys of seven more digits), and the number. */
static void key_apart(const char *key, const char *between, const char *last, char cell[CELL_SIZE])
{
    size_t letters = letters_of(key);

    if (strlen(key + letters) == 9)
        snprintf(cell, CELL_SIZE, "%.*s%s%.2s%s%s", (int)letters, key, between, key + letters, last,
                 key + letters + 2);
    else
        snprintf(cell, CELL_SIZE, "%.*s%s%s", (int)letters, key, last, key + letters);
}

/* The text a column keeps: `cell`, or the row's own. */
static const char *kept_text(const struct raw_output *output, const struct raw_column *column,
                             const struct field *field, const void *row, char cell[CELL_SIZE])
{
    const char *text;

    if (field->kind == FIELD_DATE) {
        date_as_text(column->form, number_of(field, row), cell);
        return cell;
    }
    text = text_of(field, row);
    switch (column->form) {
    case RAW_DASHED:
        key_apart(text, "-", "-", cell);
        return cell;
    case RAW_SLASHED:
        key_apart(text, "", "/", cell);
        return cell;
    case RAW_BARE:
        return text + letters_of(text);
    case RAW_EMPLOYEE:
        snprintf(cell, CELL_SIZE, "EMP-%s", text);
        return cell;
    case RAW_LOGIN:
        staff_login(output->company, text, cell, CELL_SIZE);
        return cell;
    case RAW_CODE:
        return code_of(column, text);
    default:
        return text;
    }
}

static bool cell_put(struct raw_output *output, size_t index, const void *row, struct error *error)
{
    struct batch *batch = &output->batch;
    const struct raw_column *column = &output->table->columns[index];
    const struct field *field = output->fields[index];
    size_t at = batch->row_count;
    char cell[CELL_SIZE];
    const char *text, *kept;

    if (is_absent(field, row)) {
        batch_set_null(batch, index, at);
        return true;
    }
    if (column_type_is_number(output->columns[index].type)) {
        batch->columns[index].numbers[at] = kept_number(column->form, number_of(field, row));
        return true;
    }
    text = kept_text(output, column, field, row, cell);
    kept = batch_keep_text(batch, text, strlen(text), error);
    if (kept == NULL)
        return false;
    batch->columns[index].texts[at] = (struct text_view){kept, (uint32_t)strlen(text)};
    return true;
}

static bool flush(struct raw_output *output, struct error *error)
{
    if (output->batch.row_count == 0)
        return true;
    if (!output->writer->write(output->writer, &output->batch, error))
        return false;
    batch_clear(&output->batch);
    return true;
}

static bool output_put(struct row_sink *sink, const void *row, struct error *error)
{
    struct raw_output *output = (struct raw_output *)sink;
    struct batch *batch = &output->batch;

    if (output->table->holds != NULL && !output->table->holds(row))
        return true;
    for (size_t i = 0; i < output->schema.column_count; i++)
        if (!cell_put(output, i, row, error))
            return false;
    batch->row_numbers[batch->row_count] = ++output->row_count;
    batch->row_count++;
    return batch->row_count < BATCH_ROWS || flush(output, error);
}

bool raw_output_open(struct raw_output *output, const struct company *company,
                     const struct raw_table *table, struct error *error)
{
    *output = (struct raw_output){.sink = {output_put}, .company = company, .table = table};
    output->columns = calloc(table->column_count, sizeof *output->columns);
    output->fields = calloc(table->column_count, sizeof *output->fields);
    if (output->columns == NULL || output->fields == NULL)
        return error_set(error, EXIT_CODE_SOFTWARE, "no memory");
    for (size_t i = 0; i < table->column_count; i++) {
        const struct raw_column *column = &table->columns[i];

        output->fields[i] = shape_field(table->shape, column->field);
        if (output->fields[i] == NULL)
            return error_set(error, EXIT_CODE_SOFTWARE, "table %s: no field %s", table->name,
                             column->field);
        output->columns[i] = (struct column){
            .name = column->name, .type = type_of(column->form), .is_nullable = true};
    }
    output->schema = (struct schema){output->columns, table->column_count};
    return true;
}

bool raw_output_start(struct raw_output *output, struct writer *writer, struct error *error)
{
    output->writer = writer;
    return batch_open(&output->batch, &output->schema, error);
}

bool raw_output_finish(struct raw_output *output, struct error *error)
{
    return flush(output, error);
}

void raw_output_close(struct raw_output *output)
{
    batch_close(&output->batch);
    free(output->columns);
    free(output->fields);
}
