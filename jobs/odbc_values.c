/* From the driver's bytes to the contract's values; what doesn't fit is a reject with its reason,
 * never another value. See odbc_reader_own.h. */
#include "core/decimal.h"
#include "core/text.h"
#include "jobs/odbc_reader_own.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define VALUE_SHOWN 200
#define SHOWN_SIZE (VALUE_SHOWN * 4 + 4)
#define REASON_SIZE 512

/* One row on its way into the batch. */
struct row {
    struct odbc_reader *reader;
    const struct block *block;
    struct batch *batch;
    struct rejects *rejects;
    size_t source_row, row; /* in the block, and in the batch */
    bool is_rejected;
    struct error *error;
};

/* Bytes as they are where they are text, else with `\x` for each that is none. */
static void make_printable(const char *bytes, size_t length, char text[SHOWN_SIZE])
{
    const char *start;
    size_t trimmed, used = 0;
    size_t cut = text_cut(bytes, length, VALUE_SHOWN);
    enum text_status status = text_look(bytes, cut, &start, &trimmed);
    if ((cut > 0 || length == 0) && (status == TEXT_GOOD || status == TEXT_CHANGE)) {
        memcpy(text, bytes, cut);
        text[cut] = '\0';
        return;
    }
    cut = length < VALUE_SHOWN ? length : VALUE_SHOWN;
    for (size_t i = 0; i < cut; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        if (byte >= 0x20 && byte < 0x7F)
            text[used++] = (char)byte;
        else
            used += (size_t)snprintf(text + used, 5, "\\x%02X", byte);
    }
    text[used] = '\0';
}

/* As make_printable, from the source's own charset. */
static void show(struct odbc_reader *reader, const char *bytes, size_t length,
                 char text[SHOWN_SIZE])
{
    char converted[VALUE_SHOWN * 3];
    size_t shown = length < VALUE_SHOWN ? length : VALUE_SHOWN, converted_length;
    if (!charset_is_same(&reader->charset, bytes, shown) &&
        charset_convert(&reader->charset, bytes, shown, converted, sizeof converted,
                        &converted_length))
        make_printable(converted, converted_length, text);
    else
        make_printable(bytes, length, text);
}

static const char *value_bytes(const struct row *row, size_t source, size_t *length,
                               char number[32])
{
    const struct source_column *column = &row->reader->columns[source];
    SQLLEN stored = row->block->lengths[source][row->source_row];
    const char *place = row->block->values[source] + row->source_row * column->width;
    if (stored == SQL_NULL_DATA) {
        *length = 0;
        return "";
    }
    if (column->is_integer) {
        SQLBIGINT value;
        memcpy(&value, place, sizeof value);
        *length = (size_t)snprintf(number, 32, "%" PRId64, (int64_t)value);
        return number;
    }
    *length = stored < 0 || (size_t)stored >= column->width ? column->width - 1 : (size_t)stored;
    return place;
}

/* The key as it was read, for the rejects list. */
static void key_text(const struct row *row, char text[SHOWN_SIZE])
{
    const struct schema *schema = &row->reader->query.contract->schema;
    char joined[VALUE_SHOWN + 4], number[32];
    size_t used = 0;
    for (size_t i = 0; i < schema->column_count; i++) {
        size_t length;
        const char *bytes;
        if (!schema->columns[i].is_key || row->reader->source_of[i] == NO_COLUMN)
            continue;
        bytes = value_bytes(row, row->reader->source_of[i], &length, number);
        if (used > 0 && used < VALUE_SHOWN)
            joined[used++] = ':';
        length = length < VALUE_SHOWN - used ? length : VALUE_SHOWN - used;
        memcpy(joined + used, bytes, length);
        used += length;
    }
    show(row->reader, joined, used, text);
}

__attribute__((format(printf, 5, 6))) static bool reject(struct row *row, const char *column,
                                                         const char *bytes, size_t length,
                                                         const char *format, ...)
{
    char key[SHOWN_SIZE], value[SHOWN_SIZE], reason[REASON_SIZE];
    va_list arguments;
    struct reject made = {row->reader->row_number, key, column, value, reason};
    va_start(arguments, format);
    vsnprintf(reason, sizeof reason, format, arguments);
    va_end(arguments);
    key_text(row, key);
    show(row->reader, bytes, length, value);
    if (!row->is_rejected)
        row->rejects->row_count++;
    row->is_rejected = true;
    return row->rejects->add(row->rejects, &made, row->error);
}

/* Why a text can't be taken; NULL: it can. */
static const char *const text_reasons[] = {
    [TEXT_GOOD] = NULL,
    [TEXT_CHANGE] = NULL,
    [TEXT_NOT_UTF8] = "is not UTF-8; if the source keeps Thai in Windows-874, set charset = CP874 "
                      "for it in khrop.ini",
    [TEXT_HAS_NUL] = "holds a NUL character; take it out in the site's query",
    [TEXT_HAS_CONTROL] = "holds a control character; take it out in the site's query",
    [TEXT_TOO_LONG] = "is longer than 32767 characters, the most a worksheet cell holds; shorten "
                      "it in the site's query",
};

_Static_assert(TEXT_MAX_CHARACTERS == 32767, "the reason names the number");

/* Puts a good text into the batch, as NFC; what isn't the block's own is copied. */
static bool keep_text(struct row *row, size_t index, const char *start, size_t length,
                      enum text_status status, bool is_own)
{
    char *nfc = NULL;
    const char *kept = start;
    if (status == TEXT_CHANGE) {
        nfc = text_to_nfc(start, length, &length);
        if (nfc == NULL)
            return error_set(row->error, EXIT_CODE_SOFTWARE, "out of memory for a text");
        kept = nfc;
    }
    if (nfc != NULL || !is_own)
        kept = batch_keep_text(row->batch, kept, length, row->error);
    free(nfc);
    if (kept == NULL)
        return false;
    if (length == 0)
        batch_set_null(row->batch, index, row->row);
    row->batch->columns[index].texts[row->row] = (struct text_view){kept, (uint32_t)length};
    return true;
}

static bool look_and_keep(struct row *row, size_t index, const char *bytes, size_t length,
                          bool is_own, const char **reason)
{
    const char *start = bytes;
    size_t trimmed = length;
    enum text_status status = text_look(bytes, length, &start, &trimmed);
    *reason = text_reasons[status];
    return *reason != NULL || keep_text(row, index, start, trimmed, status, is_own);
}

static bool take_text(struct row *row, size_t index, const struct column *wanted, const char *bytes,
                      size_t length)
{
    struct charset_converter *charset = &row->reader->charset;
    const char *reason = "holds a byte that CP874 does not have; check the source's charset";
    char *converted;
    size_t converted_length;
    bool kept = true;

    if (charset_is_same(charset, bytes, length)) {
        if (!look_and_keep(row, index, bytes, length, true, &reason))
            return false;
        return reason == NULL || reject(row, wanted->name, bytes, length, "%s", reason);
    }
    converted = malloc(length * 3);
    if (converted == NULL)
        return error_set(row->error, EXIT_CODE_SOFTWARE, "out of memory for a text");
    if (charset_convert(charset, bytes, length, converted, length * 3, &converted_length))
        kept = look_and_keep(row, index, converted, converted_length, false, &reason);
    free(converted);
    return kept && (reason == NULL || reject(row, wanted->name, bytes, length, "%s", reason));
}

static bool is_allowed(const struct column *wanted, struct text_view text)
{
    for (size_t i = 0; wanted->allowed[i] != NULL; i++)
        if (strlen(wanted->allowed[i]) == text.length &&
            memcmp(wanted->allowed[i], text.bytes, text.length) == 0)
            return true;
    return false;
}

static bool check_allowed(struct row *row, size_t index, const struct column *wanted,
                          const char *raw, size_t raw_length)
{
    struct text_view text = row->batch->columns[index].texts[row->row];
    char list[256] = "";
    size_t used = 0;
    if (is_allowed(wanted, text))
        return true;
    for (size_t i = 0; wanted->allowed[i] != NULL && used + 48 < sizeof list; i++)
        used += (size_t)snprintf(list + used, sizeof list - used, "%s%.40s", i > 0 ? ", " : "",
                                 wanted->allowed[i]);
    return reject(row, wanted->name, raw, raw_length,
                  "must be one of %s; map it in the site's query", list);
}

static bool take_decimal(struct row *row, size_t index, const struct column *wanted,
                         const char *bytes, size_t length)
{
    enum decimal_status status =
        decimal_parse(bytes, length, &row->batch->columns[index].numbers[row->row]);
    if (status == DECIMAL_GOOD)
        return true;
    if (status == DECIMAL_TOO_MANY_PLACES)
        return reject(row, wanted->name, bytes, length,
                      "has more than four decimals; write round(%s, 4) AS %s in the site's query "
                      "if that is right",
                      wanted->name, wanted->name);
    if (status == DECIMAL_OUT_OF_RANGE)
        return reject(row, wanted->name, bytes, length,
                      "is beyond 922337203685477.5807, the largest amount that can be kept");
    return reject(row, wanted->name, bytes, length, "is not a number");
}

static bool take_integer(struct row *row, size_t index, const struct column *wanted,
                         const char *bytes, size_t length)
{
    enum decimal_status status =
        integer_parse(bytes, length, &row->batch->columns[index].numbers[row->row]);
    if (status == DECIMAL_GOOD)
        return true;
    if (status == DECIMAL_TOO_MANY_PLACES)
        return reject(row, wanted->name, bytes, length, "is not a whole number");
    return reject(row, wanted->name, bytes, length,
                  status == DECIMAL_OUT_OF_RANGE ? "is beyond 64 bits" : "is not a whole number");
}

static bool take_boolean(struct row *row, size_t index, const struct column *wanted,
                         const char *bytes, size_t length)
{
    static const struct {
        const char *word;
        int64_t value;
    } words[] = {{"1", 1}, {"0", 0}, {"true", 1}, {"false", 0}, {"t", 1}, {"f", 0},
                 {"y", 1}, {"n", 0}, {"yes", 1},  {"no", 0},    {"-1", 1}};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strlen(words[i].word) == length && strncasecmp(words[i].word, bytes, length) == 0) {
            row->batch->columns[index].numbers[row->row] = words[i].value;
            return true;
        }
    return reject(row, wanted->name, bytes, length,
                  "is neither yes nor no (1, 0, true, false, y, n)");
}

static bool reject_date(struct row *row, const struct column *wanted, const char *bytes,
                        size_t length, enum date_status status)
{
    char reason[DATE_REASON_SIZE];
    odbc_date_reason(&row->reader->query, wanted->type, status, bytes, length, reason);
    return reject(row, wanted->name, bytes, length, "%s", reason);
}

static bool check_day(struct row *row, const struct column *wanted, const char *bytes,
                      size_t length, int64_t day)
{
    const struct odbc_query *query = &row->reader->query;
    if (day >= query->accepted_from_on && day <= query->accepted_to_on)
        return true;
    return reject_date(row, wanted, bytes, length, DATE_GOOD);
}

static bool take_date(struct row *row, size_t index, const struct column *wanted, const char *bytes,
                      size_t length)
{
    const struct odbc_query *query = &row->reader->query;
    int64_t *days = &row->batch->columns[index].numbers[row->row];
    enum date_status status = date_parse(bytes, length, query->feed->dates, query->feed->era, days);
    if (status != DATE_GOOD)
        return reject_date(row, wanted, bytes, length, status);
    return check_day(row, wanted, bytes, length, *days);
}

static bool take_timestamp(struct row *row, size_t index, const struct column *wanted,
                           const char *bytes, size_t length)
{
    const struct odbc_query *query = &row->reader->query;
    int64_t *seconds = &row->batch->columns[index].numbers[row->row];
    enum date_status status =
        timestamp_parse(bytes, length, query->feed->era, query->offset_seconds, seconds);
    if (status != DATE_GOOD)
        return reject_date(row, wanted, bytes, length, status);
    return check_day(row, wanted, bytes, length, (*seconds + query->offset_seconds) / 86400);
}

typedef bool take_value(struct row *row, size_t index, const struct column *wanted,
                        const char *bytes, size_t length);

static take_value *const takers[] = {
    [COLUMN_TEXT] = take_text,           [COLUMN_DATE] = take_date,
    [COLUMN_TIMESTAMP] = take_timestamp, [COLUMN_QUANTITY] = take_decimal,
    [COLUMN_MONEY] = take_decimal,       [COLUMN_INTEGER] = take_integer,
    [COLUMN_BOOLEAN] = take_boolean,
};

/* A native integer needs no parsing. */
static bool take_native(struct row *row, size_t index, const struct column *wanted,
                        const char *place)
{
    int64_t *number = &row->batch->columns[index].numbers[row->row];
    SQLBIGINT value;
    char text[32];
    int length;
    memcpy(&value, place, sizeof value);
    *number = (int64_t)value;
    if (wanted->type == COLUMN_INTEGER ||
        (wanted->type == COLUMN_BOOLEAN && (value == 0 || value == 1)))
        return true;
    if ((wanted->type == COLUMN_MONEY || wanted->type == COLUMN_QUANTITY) &&
        !__builtin_mul_overflow((int64_t)value, DECIMAL_SCALE, number))
        return true;
    length = snprintf(text, sizeof text, "%" PRId64, (int64_t)value);
    return takers[wanted->type](row, index, wanted, text, (size_t)length);
}

/* Columns of a fixed width are filled up with blanks. */
static const char *trim_blanks(const char *bytes, SQLLEN *length)
{
    while (*length > 0 && bytes[*length - 1] == ' ')
        --*length;
    while (*length > 0 && *bytes == ' ') {
        bytes++;
        --*length;
    }
    return bytes;
}

static bool take_column(struct row *row, size_t index)
{
    struct odbc_reader *reader = row->reader;
    const struct column *wanted = &reader->query.contract->schema.columns[index];
    size_t source = reader->source_of[index];
    const struct source_column *column = source == NO_COLUMN ? NULL : &reader->columns[source];
    SQLLEN length = column == NULL ? SQL_NULL_DATA : row->block->lengths[source][row->source_row];
    const char *place = "";
    bool taken = true;

    if (length != SQL_NULL_DATA) {
        place = row->block->values[source] + row->source_row * column->width;
        if (!column->is_integer && wanted->type != COLUMN_TEXT)
            place = trim_blanks(place, &length);
        if (column->is_integer)
            taken = take_native(row, index, wanted, place);
        else if (length == 0)
            length = SQL_NULL_DATA; /* empty text is null */
        else
            taken = takers[wanted->type](row, index, wanted, place, (size_t)length);
    }
    if (length == SQL_NULL_DATA)
        batch_set_null(row->batch, index, row->row);
    if (!taken || row->is_rejected)
        return taken;
    if (batch_is_null(row->batch, index, row->row))
        return wanted->is_nullable || reject(row, wanted->name, "", 0, "is empty, and must not be");
    return wanted->allowed == NULL || check_allowed(row, index, wanted, place, (size_t)length);
}

/* A value that is longer than the widest binding can only be a reject. */
static bool reject_endless(struct row *row)
{
    const struct schema *schema = &row->reader->query.contract->schema;
    for (size_t i = 0; i < row->reader->column_count; i++) {
        const struct source_column *source = &row->reader->columns[i];
        const struct column *wanted;
        const char *place;
        bool added;
        if (!odbc_widths_is_cut(row->reader, row->block, i, row->source_row))
            continue;
        wanted = &schema->columns[source->contract_column];
        place = row->block->values[i] + row->source_row * source->width;
        if (wanted->type == COLUMN_TEXT)
            added = reject(row, wanted->name, place, source->width - 1,
                           "is longer than %d characters, the most a worksheet cell holds; shorten "
                           "it in the site's query",
                           TEXT_MAX_CHARACTERS);
        else
            added =
                reject(row, wanted->name, place, source->width - 1, "is longer than any %s",
                       wanted->type == COLUMN_DATE || wanted->type == COLUMN_TIMESTAMP ? "date"
                                                                                       : "number");
        if (!added)
            return false;
    }
    return true;
}

/* The driver could not convert a value of this row, and does not say which. */
static bool reject_unread(struct row *row)
{
    SQLUSMALLINT state = row->block->states[row->source_row];
    if (state != SQL_ROW_ERROR)
        return true;
    return reject(
        row, "", "", 0,
        "the driver could not read the row; cast its columns to text in the site's query");
}

/* A text that the driver cut at a NUL; the database names its column. */
static bool reject_hidden(struct row *row)
{
    struct odbc_reader *reader = row->reader;
    char unused[32];
    const char *name, *value = "";
    size_t length;
    if (reader->hidden_column == NO_COLUMN ||
        row->block->lengths[reader->hidden_column][row->source_row] <= 0)
        return true;
    name = value_bytes(row, reader->hidden_column, &length, unused);
    for (size_t i = 0; i < reader->column_count; i++)
        if (i != reader->hidden_column && strcmp(reader->columns[i].name, name) == 0)
            value = value_bytes(row, i, &length, unused);
    return reject(row, name, value, value[0] == '\0' ? 0 : length, "%s",
                  text_reasons[TEXT_HAS_NUL]);
}

static bool take_row(struct row *row)
{
    if (!reject_hidden(row))
        return false;
    if (row->is_rejected)
        return true;
    if (!reject_unread(row) || (!row->is_rejected && !reject_endless(row)))
        return false;
    for (size_t i = 0; !row->is_rejected && i < row->reader->query.contract->schema.column_count;
         i++)
        if (!take_column(row, i))
            return false;
    return true;
}

/* A row that is rejected leaves nothing behind. */
static void forget_row(struct batch *batch, size_t row)
{
    for (size_t i = 0; i < batch->schema->column_count; i++)
        batch->columns[i].nulls[row / 64] &= ~(UINT64_C(1) << (row % 64));
}

bool odbc_values_take(struct odbc_reader *reader, const struct block *block, struct batch *batch,
                      struct rejects *rejects, struct error *error)
{
    if (odbc_widths_note(reader, block)) {
        reader->is_too_narrow = true;
        return error_set(error, EXIT_CODE_DATA, "a text is longer than the column was bound");
    }
    for (size_t i = 0; i < block->row_count; i++) {
        struct row row = {.reader = reader,
                          .block = block,
                          .batch = batch,
                          .rejects = rejects,
                          .source_row = i,
                          .row = batch->row_count,
                          .error = error};
        reader->row_number++;
        if (!take_row(&row))
            return false;
        if (row.is_rejected) {
            forget_row(batch, row.row);
            continue;
        }
        batch->row_numbers[batch->row_count++] = reader->row_number;
    }
    return true;
}
