/* A dataset's table in a source's mirror file; see mirror_writer.h. */
#include "jobs/mirror_writer.h"

#include "core/decimal.h"
#include "jobs/mirror_identity.h"
#include "jobs/statement.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>

__extension__ typedef __int128 wide;

#define LAST_KEY_SIZE 1024

struct mirror_writer {
    struct writer writer;
    sqlite3 *file;
    const struct contract *contract;
    struct mirror_rejects *rejects;
    sqlite3_stmt *insert;
    wide *totals; /* by column; of money and quantities */
    struct identity_work work;
    int64_t row_count;
    size_t born_column;
    int64_t business_on;
    bool is_ordered; /* every key so far came after the one before: the index grows at its end,
                        unsorted */
    char last_key[LAST_KEY_SIZE];
    size_t last_key_length; /* 0: none yet */
    bool has_newest, is_finished;
    int64_t newest_on;
};

/* The journal is for taking a statement back (an index on a key that isn't unique), not for
 * crashes: without one SQLite leaves half the statement behind. New pages aren't journalled: it
 * stays small. */
static const char settings_and_tables[] =
    "PRAGMA page_size = 16384; PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA "
    "locking_mode = EXCLUSIVE; "
    "PRAGMA cache_size = -4096; PRAGMA temp_store = FILE; PRAGMA threads = 1; BEGIN; "
    "CREATE TABLE khrop_pulls(dataset TEXT PRIMARY KEY, source TEXT NOT NULL, state TEXT NOT NULL, "
    "row_count INTEGER NOT NULL, "
    "reject_count INTEGER NOT NULL, source_row_count INTEGER NOT NULL, pulled_at INTEGER, message "
    "TEXT NOT NULL, "
    "absent_columns TEXT NOT NULL, newest_birth_on INTEGER, "
    "query_sha256 TEXT NOT NULL); "
    "CREATE TABLE khrop_controls(dataset TEXT NOT NULL, column_name TEXT NOT NULL, total TEXT NOT "
    "NULL, "
    "PRIMARY KEY (dataset, column_name)); "
    "CREATE TABLE khrop_rejects(dataset TEXT NOT NULL, row_no INTEGER, key_text TEXT, column_name "
    "TEXT, value TEXT, "
    "reason TEXT NOT NULL)";

bool mirror_file_create(const char *path, sqlite3 **file, struct error *error)
{
    if (sqlite3_open_v2(path, file,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                        NULL) == SQLITE_OK) {
        if (statement_execute(*file, settings_and_tables, error))
            return true;
    } else {
        statement_error(*file, error);
        error_wrap(error, "%s", path);
    }
    sqlite3_close(*file);
    *file = NULL;
    return false;
}

static bool add_reject(struct rejects *rejects, const struct reject *reject, struct error *error)
{
    struct mirror_rejects *sink = (struct mirror_rejects *)rejects;
    statement_bind_text(sink->insert, ":dataset", sink->dataset);
    statement_bind_integer(sink->insert, ":row_no", reject->row_number);
    statement_bind_text(sink->insert, ":key_text", reject->key);
    statement_bind_text(sink->insert, ":column_name", reject->column);
    statement_bind_text(sink->insert, ":value", reject->value);
    statement_bind_text(sink->insert, ":reason", reject->reason);
    return statement_finish(sink->insert, error);
}

bool mirror_rejects_open(struct mirror_rejects *sink, sqlite3 *file, const char *dataset,
                         struct error *error)
{
    *sink =
        (struct mirror_rejects){.rejects = {.add = add_reject}, .file = file, .dataset = dataset};
    return statement_prepare(file,
                             "INSERT INTO khrop_rejects VALUES (:dataset, :row_no, :key_text, "
                             ":column_name, :value, :reason)",
                             &sink->insert, error);
}

void mirror_rejects_close(struct mirror_rejects *sink)
{
    sqlite3_finalize(sink->insert);
    sink->insert = NULL;
}

static bool execute_made(sqlite3 *file, char *sql, struct error *error)
{
    bool executed = sql == NULL
                        ? error_set(error, EXIT_CODE_SOFTWARE, "out of memory for a statement")
                        : statement_execute(file, sql, error);
    sqlite3_free(sql);
    return executed;
}

static bool create_table(struct mirror_writer *writer, struct error *error)
{
    const struct schema *schema = &writer->contract->schema;
    sqlite3_str *create = sqlite3_str_new(NULL), *insert = sqlite3_str_new(NULL);
    char *insert_sql;
    bool created;
    sqlite3_str_appendf(create, "CREATE TABLE \"%w\"(khrop_row INTEGER PRIMARY KEY",
                        writer->contract->name);
    sqlite3_str_appendf(insert, "INSERT INTO \"%w\" VALUES (?", writer->contract->name);
    for (size_t i = 0; i < schema->column_count; i++) {
        sqlite3_str_appendf(create, ", \"%w\" %s", schema->columns[i].name,
                            column_type_is_number(schema->columns[i].type) ? "INTEGER" : "TEXT");
        sqlite3_str_appendall(insert, ", ?");
    }
    mirror_identity_declare(writer->contract, create, insert);
    sqlite3_str_appendall(create, ")");
    sqlite3_str_appendall(insert, ")");
    created = execute_made(writer->file, sqlite3_str_finish(create), error);
    insert_sql = sqlite3_str_finish(insert);
    created = created && insert_sql != NULL &&
              statement_prepare(writer->file, insert_sql, &writer->insert, error);
    sqlite3_free(insert_sql);
    return created;
}

static bool is_summed(enum column_type type)
{
    return type == COLUMN_MONEY || type == COLUMN_QUANTITY;
}

static void note_column(struct mirror_writer *writer, const struct batch *batch, size_t column)
{
    const int64_t *numbers = batch->columns[column].numbers;
    for (size_t row = 0; row < batch->row_count; row++) {
        if (batch_is_null(batch, column, row))
            continue;
        if (column != writer->born_column) {
            writer->totals[column] += numbers[row];
        } else if (numbers[row] <= writer->business_on &&
                   (!writer->has_newest || numbers[row] > writer->newest_on)) {
            writer->newest_on = numbers[row];
            writer->has_newest = true;
        }
    }
}

static void bind_value(sqlite3_stmt *insert, const struct batch *batch, size_t column, size_t row)
{
    const struct batch_column *values = &batch->columns[column];
    int place = (int)column + 2;
    if (batch_is_null(batch, column, row))
        sqlite3_bind_null(insert, place);
    else if (values->texts != NULL)
        sqlite3_bind_text(insert, place, values->texts[row].bytes, (int)values->texts[row].length,
                          SQLITE_STATIC);
    else
        sqlite3_bind_int64(insert, place, values->numbers[row]);
}

/* Writes a row's key so that memcmp orders it as SQLite's index does. False when it is too long for
 * that. */
static bool comparable_key(const struct mirror_writer *writer, const struct batch *batch,
                           size_t row, char key[LAST_KEY_SIZE], size_t *length)
{
    const struct schema *schema = &writer->contract->schema;
    *length = 0;
    for (size_t i = 0; i < schema->column_count; i++) {
        const struct batch_column *values = &batch->columns[i];
        if (!schema->columns[i].is_key)
            continue;
        if (values->texts != NULL) {
            /* A text ends with a NUL, which it can't hold: the shorter goes first. */
            if (*length + values->texts[row].length + 1 > LAST_KEY_SIZE)
                return false;
            memcpy(key + *length, values->texts[row].bytes, values->texts[row].length);
            *length += values->texts[row].length;
            key[(*length)++] = '\0';
        } else {
            uint64_t big_endian = htobe64((uint64_t)values->numbers[row] ^ (UINT64_C(1) << 63));
            if (*length + sizeof big_endian > LAST_KEY_SIZE)
                return false;
            memcpy(key + *length, &big_endian, sizeof big_endian);
            *length += sizeof big_endian;
        }
    }
    return true;
}

/* True while the batch's keys go on ascending from those before. */
static bool goes_on_ascending(struct mirror_writer *writer, const struct batch *batch)
{
    for (size_t row = 0; row < batch->row_count; row++) {
        char key[LAST_KEY_SIZE];
        size_t length;
        int order;
        if (!comparable_key(writer, batch, row, key, &length))
            return false;
        order = memcmp(writer->last_key, key,
                       length < writer->last_key_length ? length : writer->last_key_length);
        if (writer->last_key_length > 0 &&
            (order > 0 || (order == 0 && length <= writer->last_key_length)))
            return false;
        memcpy(writer->last_key, key, length);
        writer->last_key_length = length;
    }
    return true;
}

static bool execute_for_key(struct mirror_writer *writer, const char *format, struct error *error);

/* Sources mostly hand rows over in the order of their key. Then the index grows row by row at its
 * end, which costs little; once a key is out of order, the index is made at the end instead, by one
 * sort. */
static bool keep_order(struct mirror_writer *writer, const struct batch *batch, struct error *error)
{
    bool was_ordered = writer->is_ordered;
    if (!was_ordered)
        return true;
    writer->is_ordered = goes_on_ascending(writer, batch);
    if (writer->is_ordered)
        return writer->row_count > 0 ||
               execute_for_key(writer, "CREATE UNIQUE INDEX \"%w_key\" ON \"%w\"(%s)", error);
    return execute_for_key(writer, "DROP INDEX IF EXISTS \"%w_key\"", error);
}

static bool write_row(struct mirror_writer *writer, const struct batch *batch, size_t row,
                      struct error *error)
{
    bool is_written;
    sqlite3_bind_int64(writer->insert, 1, batch->row_numbers[row]);
    for (size_t i = 0; i < batch->schema->column_count; i++)
        bind_value(writer->insert, batch, i, row);
    if (!mirror_identity_bind(writer->contract, batch, row, &writer->work, writer->insert, error))
        return false;
    is_written =
        sqlite3_step(writer->insert) == SQLITE_DONE || statement_error(writer->file, error);
    sqlite3_reset(writer->insert);
    return is_written;
}

static bool writer_write(struct writer *base, const struct batch *batch, struct error *error)
{
    struct mirror_writer *writer = (struct mirror_writer *)base;
    if (!keep_order(writer, batch, error))
        return false;
    for (size_t row = 0; row < batch->row_count; row++)
        if (!write_row(writer, batch, row, error))
            return false;
    for (size_t i = 0; i < batch->schema->column_count; i++)
        if (i == writer->born_column || is_summed(batch->schema->columns[i].type))
            note_column(writer, batch, i);
    writer->row_count += (int64_t)batch->row_count;
    return true;
}

/* `"a", "b"`, or with `format` what each column of the key becomes. */
static char *key_list(const struct contract *contract, const char *format, const char *separator)
{
    sqlite3_str *list = sqlite3_str_new(NULL);
    bool is_first = true;
    for (size_t i = 0; i < contract->schema.column_count; i++) {
        const struct column *column = &contract->schema.columns[i];
        if (!column->is_key)
            continue;
        if (!is_first)
            sqlite3_str_appendall(list, separator);
        sqlite3_str_appendf(list, format, column->name, column->name);
        is_first = false;
    }
    return sqlite3_str_finish(list);
}

/* Runs a statement on the table's key: the format takes the table's name twice and the list of key
 * columns. */
static bool execute_for_key(struct mirror_writer *writer, const char *format, struct error *error)
{
    char *key = key_list(writer->contract, "\"%w\"", ", ");
    bool executed = key != NULL && execute_made(writer->file,
                                                sqlite3_mprintf(format, writer->contract->name,
                                                                writer->contract->name, key),
                                                error);
    sqlite3_free(key);
    return executed;
}

static bool make_key_index(struct mirror_writer *writer, struct error *error)
{
    return execute_for_key(writer, "CREATE UNIQUE INDEX IF NOT EXISTS \"%w_key\" ON \"%w\"(%s)",
                           error);
}

/* The sums of rows that leave the table again. */
static bool subtract_totals(struct mirror_writer *writer, struct error *error)
{
    const struct schema *schema = &writer->contract->schema;
    for (size_t i = 0; i < schema->column_count; i++) {
        sqlite3_stmt *values = NULL;
        char *sql;
        bool good;
        if (!is_summed(schema->columns[i].type))
            continue;
        sql = sqlite3_mprintf(
            "SELECT \"%w\" FROM \"%w\" WHERE khrop_row IN (SELECT row_no FROM temp.duplicates)",
            schema->columns[i].name, writer->contract->name);
        good = sql != NULL && statement_prepare(writer->file, sql, &values, error);
        while (good && statement_next(values, error))
            writer->totals[i] -= sqlite3_column_int64(values, 0);
        sqlite3_finalize(values);
        sqlite3_free(sql);
        if (!good || error->code != EXIT_CODE_GOOD)
            return false;
    }
    return true;
}

static bool move_duplicates(struct mirror_writer *writer, const char *key, struct error *error)
{
    const char *name = writer->contract->name;
    char *key_text = key_list(writer->contract, "CAST(\"%w\" AS TEXT)", " || ':' || ");
    char *key_names = key_list(writer->contract, "%w", ", ");
    bool moved =
        key_text != NULL && key_names != NULL &&
        statement_execute(writer->file, "DROP TABLE IF EXISTS temp.duplicates", error) &&
        execute_made(
            writer->file,
            sqlite3_mprintf(
                "CREATE TEMP TABLE duplicates AS SELECT row_no, first_row, key_text FROM (SELECT "
                "khrop_row AS row_no, "
                "min(khrop_row) OVER (PARTITION BY %s) AS first_row, %s AS key_text FROM \"%w\") "
                "WHERE row_no > first_row ORDER BY row_no",
                key, key_text, name),
            error) &&
        execute_made(writer->file,
                     sqlite3_mprintf("INSERT INTO khrop_rejects SELECT %Q, row_no, key_text, %Q, "
                                     "'', 'row ' || row_no || ' has the key of row ' || "
                                     "first_row || ', which stays; the key must be unique in the "
                                     "site''s query' FROM temp.duplicates",
                                     name, key_names),
                     error) &&
        subtract_totals(writer, error) &&
        execute_made(
            writer->file,
            sqlite3_mprintf(
                "DELETE FROM \"%w\" WHERE khrop_row IN (SELECT row_no FROM temp.duplicates)", name),
            error);
    sqlite3_free(key_text);
    sqlite3_free(key_names);
    if (!moved)
        return false;
    writer->rejects->rejects.row_count += sqlite3_changes64(writer->file);
    writer->row_count -= sqlite3_changes64(writer->file);
    return statement_execute(writer->file, "DROP TABLE temp.duplicates", error);
}

/* In the decimal form of core, from 128 bits: a total may be larger than any row. */
static void format_total(wide total, char text[64])
{
    char digits[64];
    size_t count = 0, length = 0;
    bool is_negative = total < 0;
    wide magnitude = is_negative ? -total : total;
    int fraction = (int)(magnitude % DECIMAL_SCALE);
    char fraction_text[DECIMAL_TEXT_SIZE];
    magnitude /= DECIMAL_SCALE;
    do {
        digits[count++] = (char)('0' + (int)(magnitude % 10));
        magnitude /= 10;
    } while (magnitude > 0);
    if (is_negative && total != 0)
        text[length++] = '-';
    while (count > 0)
        text[length++] = digits[--count];
    decimal_format(fraction, fraction_text); /* "0.25" or "0" */
    strcpy(text + length, fraction == 0 ? "" : fraction_text + 1);
}

static bool write_totals(struct mirror_writer *writer, struct error *error)
{
    const struct schema *schema = &writer->contract->schema;
    sqlite3_stmt *insert = NULL;
    bool written = statement_prepare(
        writer->file, "INSERT INTO khrop_controls VALUES (:dataset, :column, :total)", &insert,
        error);
    for (size_t i = 0; written && i < schema->column_count; i++) {
        char total[64];
        if (!is_summed(schema->columns[i].type))
            continue;
        format_total(writer->totals[i], total);
        statement_bind_text(insert, ":dataset", writer->contract->name);
        statement_bind_text(insert, ":column", schema->columns[i].name);
        statement_bind_text(insert, ":total", total);
        written = statement_finish(insert, error);
    }
    sqlite3_finalize(insert);
    return written;
}

static bool writer_finish(struct writer *base, struct error *error)
{
    struct mirror_writer *writer = (struct mirror_writer *)base;
    char *key = key_list(writer->contract, "\"%w\"", ", ");
    bool finished = key != NULL;
    sqlite3_finalize(writer->insert);
    writer->insert = NULL;
    error_clear(error);
    if (finished && !make_key_index(writer, error)) {
        finished = sqlite3_extended_errcode(writer->file) == SQLITE_CONSTRAINT_UNIQUE;
        if (finished) {
            error_clear(error);
            finished = move_duplicates(writer, key, error) && make_key_index(writer, error);
        }
    }
    sqlite3_free(key);
    writer->is_finished = finished && write_totals(writer, error);
    return writer->is_finished;
}

static void writer_close(struct writer *base)
{
    struct mirror_writer *writer = (struct mirror_writer *)base;
    sqlite3_finalize(writer->insert);
    if (!writer->is_finished)
        execute_made(writer->file,
                     sqlite3_mprintf("DROP TABLE IF EXISTS \"%w\"", writer->contract->name), NULL);
    identity_work_clear(&writer->work);
    free(writer->totals);
    free(writer);
}

bool mirror_writer_open(struct writer **writer, sqlite3 *file, const struct contract *contract,
                        int64_t business_on, struct mirror_rejects *rejects, struct error *error)
{
    struct mirror_writer *made = calloc(1, sizeof *made);
    *writer = NULL;
    if (made == NULL)
        return error_set(error, EXIT_CODE_SOFTWARE, "out of memory for %s", contract->name);
    *made = (struct mirror_writer){
        .writer = {writer_write, writer_finish, writer_close},
        .file = file,
        .is_ordered = true,
        .contract = contract,
        .business_on = business_on,
        .rejects = rejects,
        .totals = calloc(contract->schema.column_count + 1, sizeof *made->totals),
        .born_column = contract->born_on == NULL
                           ? contract->schema.column_count
                           : schema_find(&contract->schema, contract->born_on),
    };
    if (made->totals == NULL || !create_table(made, error)) {
        if (error->code == EXIT_CODE_GOOD)
            error_set(error, EXIT_CODE_SOFTWARE, "out of memory for %s", contract->name);
        writer_close(&made->writer);
        return false;
    }
    *writer = &made->writer;
    return true;
}

int64_t mirror_writer_row_count(const struct writer *writer)
{
    return ((const struct mirror_writer *)writer)->row_count;
}

bool mirror_writer_newest_birth(const struct writer *writer, int64_t *newest_on)
{
    const struct mirror_writer *own = (const struct mirror_writer *)writer;
    *newest_on = own->newest_on;
    return own->has_newest;
}
