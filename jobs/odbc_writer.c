/* Batches into an ODBC table by arrays of text parameters; see odbc_writer.h. */
#include "jobs/odbc_writer.h"

#include "core/decimal.h"
#include "core/text.h"
#include "jobs/charset.h"
#include "jobs/driver.h"

#include <inttypes.h>
#include <sqlext.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STATEMENT_SIZE 8192
#define WIDEST_BYTES 65536

/* One bound column: `rows` values of `width` bytes, and how long each is. */
struct bound {
    char *bytes;
    SQLLEN *lengths;
    size_t width;
    SQLSMALLINT type, decimals; /* as the target's table has it */
    SQLULEN size;
};

struct odbc_writer {
    struct writer writer;
    struct odbc_connection *connection;
    const struct schema *schema;
    const struct odbc_column *columns;
    const char *table;
    struct charset_converter charset;
    SQLHSTMT statement;
    struct bound *bound;
    SQLULEN rows_done;
    bool is_finished;
};

static bool format_date(int64_t days, const struct odbc_column *column, char text[DATE_TEXT_SIZE])
{
    int year, month, day;
    date_to_civil(days, &year, &month, &day);
    year += column->date_era == DATE_ERA_BUDDHIST ? 543 : 0;
    switch (column->date_order) {
    case DATE_ORDER_DMY:
        return snprintf(text, DATE_TEXT_SIZE, "%02d/%02d/%04d", day, month, year) > 0;
    case DATE_ORDER_COMPACT:
        return snprintf(text, DATE_TEXT_SIZE, "%04d%02d%02d", year, month, day) > 0;
    default:
        return snprintf(text, DATE_TEXT_SIZE, "%04d-%02d-%02d", year, month, day) > 0;
    }
}

/* A timestamp as a driver reads it: `2026-11-17 08:30:00`, in UTC. */
static void format_timestamp(int64_t seconds, char text[DATE_TEXT_SIZE])
{
    timestamp_format_iso(seconds, 0, text);
    text[10] = ' ';
    text[19] = '\0';
}

static size_t format_number(int64_t number, enum column_type type, const struct odbc_column *column,
                            char text[DATE_TEXT_SIZE])
{
    if (type == COLUMN_MONEY || type == COLUMN_QUANTITY)
        return decimal_format(number, text);
    if (type == COLUMN_DATE)
        format_date(number, column, text);
    else if (type == COLUMN_TIMESTAMP)
        format_timestamp(number, text);
    else
        snprintf(text, DATE_TEXT_SIZE, "%" PRId64, number);
    return strlen(text);
}

static size_t widest(const struct batch *batch, size_t column)
{
    size_t width = DATE_TEXT_SIZE;
    if (batch->columns[column].texts == NULL)
        return width;
    for (size_t row = 0; row < batch->row_count; row++)
        if (!batch_is_null(batch, column, row) &&
            batch->columns[column].texts[row].length + 1 > width)
            width = batch->columns[column].texts[row].length + 1;
    return width;
}

static bool grow(struct odbc_writer *writer, size_t column, size_t width, struct error *error)
{
    struct bound *bound = &writer->bound[column];
    char *bytes;
    if (width <= bound->width)
        return true;
    if (width > WIDEST_BYTES)
        return error_set(error, EXIT_CODE_DATA, "%s.%s: a text of %zu bytes is too long",
                         writer->table, writer->columns[column].name, width);
    bytes = realloc(bound->bytes, width * BATCH_ROWS);
    if (bytes == NULL)
        return error_set(error, EXIT_CODE_SOFTWARE, "out of memory for %s", writer->table);
    bound->bytes = bytes;
    bound->width = width;
    return true;
}

static bool put_text(struct odbc_writer *writer, size_t column, size_t row, struct text_view text,
                     struct error *error)
{
    struct bound *bound = &writer->bound[column];
    char *place = bound->bytes + row * bound->width;
    size_t length = text.length;
    if (charset_is_same(&writer->charset, text.bytes, text.length))
        memcpy(place, text.bytes, length);
    else if (!charset_convert(&writer->charset, text.bytes, text.length, place, bound->width - 1,
                              &length))
        return error_set(error, EXIT_CODE_DATA,
                         "%s.%s: \"%.*s\" holds a character that the table's charset has not",
                         writer->table, writer->columns[column].name,
                         (int)text_cut(text.bytes, text.length, 100), text.bytes);
    place[length] = '\0';
    bound->lengths[row] = (SQLLEN)length;
    return true;
}

static bool fill_column(struct odbc_writer *writer, const struct batch *batch, size_t column,
                        struct error *error)
{
    struct bound *bound = &writer->bound[column];
    enum column_type type = writer->schema->columns[column].type;
    if (!grow(writer, column, widest(batch, column), error))
        return false;
    for (size_t row = 0; row < batch->row_count; row++) {
        if (batch_is_null(batch, column, row))
            bound->lengths[row] = SQL_NULL_DATA;
        else if (batch->columns[column].texts == NULL)
            bound->lengths[row] =
                (SQLLEN)format_number(batch->columns[column].numbers[row], type,
                                      &writer->columns[column], bound->bytes + row * bound->width);
        else if (!put_text(writer, column, row, batch->columns[column].texts[row], error))
            return false;
    }
    return true;
}

static bool bind_column(struct odbc_writer *writer, size_t column, struct error *error)
{
    struct bound *bound = &writer->bound[column];
    SQLULEN size = bound->size > 0 ? bound->size : bound->width;
    if (SQL_SUCCEEDED(SQLBindParameter(
            writer->statement, (SQLUSMALLINT)(column + 1), SQL_PARAM_INPUT, SQL_C_CHAR, bound->type,
            size, bound->decimals, bound->bytes, (SQLLEN)bound->width, bound->lengths)))
        return true;
    return odbc_error(error, EXIT_CODE_DATA, SQL_HANDLE_STMT, writer->statement, writer->table);
}

static bool writer_write(struct writer *base, const struct batch *batch, struct error *error)
{
    struct odbc_writer *writer = (struct odbc_writer *)base;
    SQLRETURN answer;
    if (batch->row_count == 0)
        return true;
    for (size_t i = 0; i < writer->schema->column_count; i++)
        if (!fill_column(writer, batch, i, error) || !bind_column(writer, i, error))
            return false;
    SQLSetStmtAttr(writer->statement, SQL_ATTR_PARAMSET_SIZE,
                   (SQLPOINTER)(uintptr_t)batch->row_count, 0);
    SQLSetStmtAttr(writer->statement, SQL_ATTR_PARAMS_PROCESSED_PTR, &writer->rows_done, 0);
    answer = SQLExecute(writer->statement);
    if (SQL_SUCCEEDED(answer) || answer == SQL_NO_DATA)
        return true;
    return odbc_error(error, EXIT_CODE_DATA, SQL_HANDLE_STMT, writer->statement, writer->table);
}

static bool writer_finish(struct writer *base, struct error *error)
{
    struct odbc_writer *writer = (struct odbc_writer *)base;
    if (!SQL_SUCCEEDED(SQLEndTran(SQL_HANDLE_DBC, writer->connection->handle, SQL_COMMIT)))
        return odbc_error(error, EXIT_CODE_DATA, SQL_HANDLE_DBC, writer->connection->handle,
                          writer->table);
    writer->is_finished = true;
    return true;
}

static void writer_close(struct writer *base)
{
    struct odbc_writer *writer = (struct odbc_writer *)base;
    if (writer->statement != SQL_NULL_HSTMT)
        SQLFreeHandle(SQL_HANDLE_STMT, writer->statement);
    if (!writer->is_finished)
        SQLEndTran(SQL_HANDLE_DBC, writer->connection->handle, SQL_ROLLBACK);
    SQLSetConnectAttr(writer->connection->handle, SQL_ATTR_AUTOCOMMIT,
                      (SQLPOINTER)SQL_AUTOCOMMIT_ON, 0);
    for (size_t i = 0; writer->bound != NULL && i < writer->schema->column_count; i++) {
        free(writer->bound[i].bytes);
        free(writer->bound[i].lengths);
    }
    free(writer->bound);
    charset_close(&writer->charset);
    free(writer);
}

/* Writes `head`, the quoted column names, and `tail` into a statement. */
static bool make_statement(const struct odbc_writer *writer, bool is_insert,
                           char text[STATEMENT_SIZE], struct error *error)
{
    const char *quote = writer->connection->driver->identifier_quote;
    size_t used =
        (size_t)snprintf(text, STATEMENT_SIZE, is_insert ? "INSERT INTO %s%s%s (" : "SELECT ",
                         quote, writer->table, quote);
    for (size_t i = 0; i < writer->schema->column_count && used < STATEMENT_SIZE; i++)
        used += (size_t)snprintf(text + used, STATEMENT_SIZE - used, "%s%s%s%s", i > 0 ? ", " : "",
                                 quote, writer->columns[i].name, quote);
    if (used < STATEMENT_SIZE && !is_insert)
        used += (size_t)snprintf(text + used, STATEMENT_SIZE - used, " FROM %s%s%s WHERE 1 = 0",
                                 quote, writer->table, quote);
    if (used < STATEMENT_SIZE && is_insert) {
        used += (size_t)snprintf(text + used, STATEMENT_SIZE - used, ") VALUES (");
        for (size_t i = 0; i < writer->schema->column_count && used < STATEMENT_SIZE; i++)
            used += (size_t)snprintf(text + used, STATEMENT_SIZE - used, i > 0 ? ", ?" : "?");
        if (used < STATEMENT_SIZE)
            used += (size_t)snprintf(text + used, STATEMENT_SIZE - used, ")");
    }
    return used < STATEMENT_SIZE ||
           error_set(error, EXIT_CODE_SOFTWARE, "%s: too many columns", writer->table);
}

/* Text parameters must say the target's own type, or PostgreSQL refuses them. */
static bool describe_columns(struct odbc_writer *writer, struct error *error)
{
    char sql[STATEMENT_SIZE];
    SQLHSTMT statement = SQL_NULL_HSTMT;
    bool described = false;
    if (!make_statement(writer, false, sql, error))
        return false;
    if (!SQL_SUCCEEDED(SQLAllocHandle(SQL_HANDLE_STMT, writer->connection->handle, &statement)) ||
        !SQL_SUCCEEDED(SQLExecDirect(statement, (SQLCHAR *)sql, SQL_NTS))) {
        odbc_error(error, EXIT_CODE_DATA, SQL_HANDLE_STMT, statement, writer->table);
        goto done;
    }
    for (size_t i = 0; i < writer->schema->column_count; i++) {
        struct bound *bound = &writer->bound[i];
        SQLCHAR name[256];
        SQLSMALLINT length, nullable;
        if (!SQL_SUCCEEDED(SQLDescribeCol(statement, (SQLUSMALLINT)(i + 1), name, sizeof name,
                                          &length, &bound->type, &bound->size, &bound->decimals,
                                          &nullable))) {
            odbc_error(error, EXIT_CODE_DATA, SQL_HANDLE_STMT, statement, writer->table);
            goto done;
        }
        /* Wide types would make the driver convert; the bytes pass as they are. */
        if (bound->type == SQL_WVARCHAR || bound->type == SQL_WCHAR ||
            bound->type == SQL_WLONGVARCHAR)
            bound->type = SQL_VARCHAR;
    }
    described = true;
done:
    SQLFreeHandle(SQL_HANDLE_STMT, statement);
    return described;
}

static bool prepare(struct odbc_writer *writer, enum charset charset, struct error *error)
{
    char sql[STATEMENT_SIZE];
    SQLHDBC handle = writer->connection->handle;
    writer->bound = calloc(writer->schema->column_count + 1, sizeof *writer->bound);
    if (writer->bound == NULL)
        return error_set(error, EXIT_CODE_SOFTWARE, "out of memory for %s", writer->table);
    for (size_t i = 0; i < writer->schema->column_count; i++)
        if ((writer->bound[i].lengths = calloc(BATCH_ROWS, sizeof(SQLLEN))) == NULL)
            return error_set(error, EXIT_CODE_SOFTWARE, "out of memory for %s", writer->table);
    if (!charset_open(&writer->charset, charset, CHARSET_FROM_UTF8, error) ||
        !describe_columns(writer, error) || !make_statement(writer, true, sql, error))
        return false;
    if (!SQL_SUCCEEDED(
            SQLSetConnectAttr(handle, SQL_ATTR_AUTOCOMMIT, (SQLPOINTER)SQL_AUTOCOMMIT_OFF, 0)))
        return odbc_error(error, EXIT_CODE_DATA, SQL_HANDLE_DBC, handle, writer->table);
    if (!SQL_SUCCEEDED(SQLAllocHandle(SQL_HANDLE_STMT, handle, &writer->statement)))
        return odbc_error(error, EXIT_CODE_DATA, SQL_HANDLE_DBC, handle, writer->table);
    if (!SQL_SUCCEEDED(SQLPrepare(writer->statement, (SQLCHAR *)sql, SQL_NTS)))
        return odbc_error(error, EXIT_CODE_DATA, SQL_HANDLE_STMT, writer->statement, writer->table);
    return true;
}

bool odbc_writer_open(struct writer **writer, struct odbc_connection *connection, const char *table,
                      const struct schema *schema, const struct odbc_column *columns,
                      enum charset charset, struct error *error)
{
    struct odbc_writer *made = calloc(1, sizeof *made);
    *writer = NULL;
    if (made == NULL)
        return error_set(error, EXIT_CODE_SOFTWARE, "out of memory for %s", table);
    *made = (struct odbc_writer){
        .writer = {writer_write, writer_finish, writer_close},
        .connection = connection,
        .schema = schema,
        .columns = columns,
        .table = table,
        .charset = {(iconv_t)-1},
        .statement = SQL_NULL_HSTMT,
    };
    if (!prepare(made, charset, error)) {
        writer_close(&made->writer);
        return false;
    }
    *writer = &made->writer;
    return true;
}
