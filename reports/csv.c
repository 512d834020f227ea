/* Batches into a CSV file; see csv.h. */
#include "reports/csv.h"

#include "core/clock.h"
#include "core/date.h"
#include "core/decimal.h"
#include "reports/file.h"

#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BYTE_ORDER_MARK "\xEF\xBB\xBF"
#define LINE_END "\r\n"

struct csv_writer {
    struct writer writer;
    const struct schema *schema;
    FILE *file;
    char path[PATH_MAX];
};

static bool is_risky(char first)
{
    return first != '\0' && strchr("=+-@\t\r", first) != NULL;
}

static bool needs_quotes(const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (bytes[i] == '"' || bytes[i] == ',' || bytes[i] == '\n' || bytes[i] == '\r')
            return true;
    return false;
}

static void write_quoted(FILE *file, const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (bytes[i] == '"')
            putc_unlocked('"', file);
        putc_unlocked(bytes[i], file);
    }
}

void csv_write_text(FILE *file, const char *bytes, size_t length)
{
    bool is_quoted = needs_quotes(bytes, length);
    if (is_quoted)
        putc_unlocked('"', file);
    if (length > 0 && is_risky(bytes[0]))
        putc_unlocked('\'', file);
    if (is_quoted)
        write_quoted(file, bytes, length);
    else
        fwrite_unlocked(bytes, 1, length, file);
    if (is_quoted)
        putc_unlocked('"', file);
}

static void write_number(FILE *file, enum column_type type, int64_t value)
{
    char text[DATE_TEXT_SIZE];
    size_t length;
    switch (type) {
    case COLUMN_DATE:
        length = date_format_iso(value, text);
        break;
    case COLUMN_TIMESTAMP:
        length = timestamp_format_iso(value, clock_offset_seconds(value), text);
        break;
    case COLUMN_QUANTITY:
    case COLUMN_MONEY:
        length = decimal_format(value, text);
        break;
    default:
        length = (size_t)snprintf(text, sizeof text, "%" PRId64, value);
        break;
    }
    fwrite_unlocked(text, 1, length, file);
}

static void write_headings(struct csv_writer *csv)
{
    fputs(BYTE_ORDER_MARK, csv->file);
    for (size_t i = 0; i < csv->schema->column_count; i++) {
        const char *name = csv->schema->columns[i].name;
        if (i > 0)
            putc_unlocked(',', csv->file);
        csv_write_text(csv->file, name, strlen(name));
    }
    fputs(LINE_END, csv->file);
}

static bool write_batch(struct writer *writer, const struct batch *batch, struct error *error)
{
    struct csv_writer *csv = (struct csv_writer *)writer;
    for (size_t row = 0; row < batch->row_count; row++) {
        for (size_t i = 0; i < csv->schema->column_count; i++) {
            const struct batch_column *column = &batch->columns[i];
            if (i > 0)
                putc_unlocked(',', csv->file);
            if (batch_is_null(batch, i, row))
                continue;
            if (column->texts != NULL)
                csv_write_text(csv->file, column->texts[row].bytes, column->texts[row].length);
            else
                write_number(csv->file, csv->schema->columns[i].type, column->numbers[row]);
        }
        fputs(LINE_END, csv->file);
    }
    return !ferror(csv->file) || error_set(error, EXIT_CODE_CANNOT_WRITE,
                                           "%s: a write failed; is the disk full?", csv->path);
}

static bool finish(struct writer *writer, struct error *error)
{
    struct csv_writer *csv = (struct csv_writer *)writer;
    FILE *file = csv->file;
    csv->file = NULL;
    if (file_finish(file, csv->path, error))
        return true;
    unlink(csv->path);
    return false;
}

static void close_writer(struct writer *writer)
{
    struct csv_writer *csv = (struct csv_writer *)writer;
    if (csv->file != NULL) {
        fclose(csv->file);
        unlink(csv->path);
    }
    free(csv);
}

bool csv_writer_open(struct writer **writer, const char *path, const struct schema *schema,
                     struct error *error)
{
    struct csv_writer *csv = calloc(1, sizeof *csv);
    *writer = NULL;
    if (csv == NULL)
        return error_set(error, EXIT_CODE_SOFTWARE, "out of memory for a CSV file");
    csv->writer = (struct writer){write_batch, finish, close_writer};
    csv->schema = schema;
    snprintf(csv->path, sizeof csv->path, "%s", path);
    csv->file = file_create(path, error);
    if (csv->file == NULL) {
        free(csv);
        return false;
    }
    write_headings(csv);
    *writer = &csv->writer;
    return true;
}
