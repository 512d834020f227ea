/* Reads the planted rows. A file's first column, `days`, says on which mornings a row stands
 * (`12345`, `2`, `345`); the others are named after the shape's fields, and an empty one is absent.
 */
#include "examples/company/planted.h"

#include "core/date.h"
#include "core/decimal.h"
#include "examples/company/csv.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FIELD_LIMIT 32
#define PATH_SIZE 4096

static bool number_set(const struct field *field, const char *text, int64_t *value,
                       struct error *error)
{
    size_t length = strlen(text);
    bool is_good;

    if (field->kind == FIELD_DATE)
        is_good = date_parse(text, length, DATE_ORDER_ISO, DATE_ERA_COMMON, value) == DATE_GOOD;
    else if (field->kind == FIELD_AMOUNT)
        is_good = decimal_parse(text, length, value) == DECIMAL_GOOD;
    else
        is_good = integer_parse(text, length, value) == DECIMAL_GOOD;
    return is_good ||
           error_set(error, EXIT_CODE_SOFTWARE, "%s: \"%s\" is not a value", field->name, text);
}

static bool field_set(char *row, const struct field *field, const char *text, struct error *error)
{
    int64_t number = ABSENT;
    const char *kept = *text == '\0' ? NULL : text;

    if (field->kind == FIELD_TEXT) { /* NOLINT(clang-analyzer-core.NullDereference): every column of
                                        a sort has its field */
        memcpy(row + field->offset, &kept, sizeof kept);
        return true;
    }
    if (kept != NULL && !number_set(field, text, &number, error))
        return false;
    memcpy(row + field->offset, &number, sizeof number);
    return true;
}

/* The fields that the file's columns name, the first (`days`) left out. */
static bool header_read(const struct shape *shape, char **cursor, const struct field **columns,
                        size_t *count, struct error *error)
{
    char *names[FIELD_LIMIT];

    *count = csv_line(cursor, names, FIELD_LIMIT);
    if (*count != shape->field_count + 1 || *count > FIELD_LIMIT)
        return error_set(error, EXIT_CODE_SOFTWARE, "has %zu columns, not days and %zu fields",
                         *count, shape->field_count);
    for (size_t i = 1; i < *count; i++) {
        columns[i] = shape_field(shape, names[i]);
        if (columns[i] == NULL)
            return error_set(error, EXIT_CODE_SOFTWARE, "no field is called %s", names[i]);
    }
    return true;
}

static char *row_add(struct planted_rows *rows)
{
    char *larger = realloc(rows->rows, (rows->count + 1) * rows->shape->row_size);

    if (larger == NULL)
        return NULL;
    rows->rows = larger;
    return larger + rows->count++ * rows->shape->row_size;
}

static bool rows_read(struct planted_rows *rows, int day, struct error *error)
{
    const struct field *columns[FIELD_LIMIT] = {0};
    char *values[FIELD_LIMIT], *cursor = rows->text, *row;
    size_t expected = 0, count;

    if (!header_read(rows->shape, &cursor, columns, &expected, error))
        return false;
    while ((count = csv_line(&cursor, values, FIELD_LIMIT)) > 0) {
        if (count != expected)
            return error_set(error, EXIT_CODE_SOFTWARE, "row \"%s,%s\" has %zu fields", values[0],
                             values[count > 1], count);
        if (strchr(values[0], '0' + day) == NULL)
            continue;
        row = row_add(rows);
        if (row == NULL)
            return error_set(error, EXIT_CODE_SOFTWARE, "no memory");
        for (size_t i = 1; i < count; i++)
            if (!field_set(row, columns[i], values[i], error))
                return error_wrap(error, "row \"%s\"", values[1]);
    }
    return true;
}

static const struct planted_rows *planted_find(const struct planted *planted,
                                               const struct shape *shape)
{
    for (size_t i = 0; i < planted->count; i++)
        if (planted->files[i].shape == shape)
            return &planted->files[i];
    return NULL;
}

static bool file_read(struct planted *planted, const struct shape *shape, const char *folder,
                      int day, struct error *error)
{
    struct planted_rows *rows = &planted->files[planted->count];
    char path[PATH_SIZE];

    snprintf(path, sizeof path, "%s/%s.csv", folder, shape->name);
    if (access(path, F_OK) != 0)
        return true;
    *rows = (struct planted_rows){.shape = shape, .text = file_text(path, error)};
    planted->count++;
    if (rows->text == NULL)
        return false;
    return rows_read(rows, day, error) || error_wrap(error, "%s", path);
}

bool planted_open(struct planted *planted, const char *folder, int day, struct error *error)
{
    planted->files = calloc(company_table_count, sizeof *planted->files);
    if (planted->files == NULL)
        return error_set(error, EXIT_CODE_SOFTWARE, "no memory");
    for (size_t i = 0; i < company_table_count; i++) {
        const struct shape *shape = company_tables[i].shape;

        if (planted_find(planted, shape) == NULL && !file_read(planted, shape, folder, day, error))
            return false;
    }
    return true;
}

void planted_close(struct planted *planted)
{
    for (size_t i = 0; i < planted->count; i++) {
        free(planted->files[i].text);
        free(planted->files[i].rows);
    }
    free(planted->files);
    *planted = (struct planted){0};
}

bool planted_put(const struct planted *planted, const struct shape *shape, struct row_sink *sink,
                 struct error *error)
{
    const struct planted_rows *rows = planted_find(planted, shape);

    for (size_t i = 0; rows != NULL && i < rows->count; i++)
        if (!sink->put(sink, rows->rows + i * shape->row_size, error))
            return false;
    return true;
}
