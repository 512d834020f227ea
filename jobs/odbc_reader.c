/* A query's rows in blocks, the next one fetched by a second thread while the caller works on this
 * one. See odbc_reader.h. */
#include "jobs/odbc_reader.h"

#include "jobs/driver.h"
#include "jobs/odbc_reader_own.h"

#include <inttypes.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BOUND_BYTES_MOST ((size_t)8 * 1024 * 1024) /* of both blocks together */
#define PAGE_ROWS 5000
#define WHOLE_RESULT_ROWS                                                                          \
    5000000 /* of a driver that keeps the whole result, unless row_limit says else */

/* The statement that runs in this process, for odbc_reader_cancel: a puller reads one query at a
 * time. */
static _Atomic(SQLHSTMT) running_statement;

void odbc_reader_cancel(void)
{
    SQLHSTMT statement = atomic_load(&running_statement);
    if (statement != SQL_NULL_HSTMT)
        SQLCancel(statement);
}

static bool statement_failed(struct odbc_reader *reader, struct error *error)
{
    return odbc_error(error, EXIT_CODE_DATA, SQL_HANDLE_STMT, reader->statement,
                      reader->query.connection->driver->name);
}

/* Replaces `:after` and `:limit` by `?` and notes their order. Other colons (casts, texts) stay. */
static char *page_sql(struct odbc_reader *reader, const char *query)
{
    static const char *const words[] = {":limit", ":after"};
    char *sql = malloc(strlen(query) + 1);
    size_t used = 0;
    while (sql != NULL && *query != '\0') {
        size_t word = 0;
        while (word < 2 && (strncmp(query, words[word], 6) != 0 || reader->parameter_count == 8))
            word++;
        if (word < 2) {
            reader->parameter_is_after[reader->parameter_count++] = word == 1;
            sql[used++] = '?';
            query += 6;
        } else {
            sql[used++] = *query++;
        }
    }
    if (sql != NULL)
        sql[used] = '\0';
    return sql;
}

static bool bind_parameters(struct odbc_reader *reader, struct error *error)
{
    reader->limit = PAGE_ROWS;
    for (size_t i = 0; i < reader->parameter_count; i++) {
        SQLUSMALLINT place = (SQLUSMALLINT)(i + 1);
        SQLRETURN answer =
            reader->parameter_is_after[i]
                ? SQLBindParameter(reader->statement, place, SQL_PARAM_INPUT, SQL_C_CHAR,
                                   SQL_VARCHAR, sizeof reader->after, 0, reader->after,
                                   sizeof reader->after, &reader->after_length)
                : SQLBindParameter(reader->statement, place, SQL_PARAM_INPUT, SQL_C_SBIGINT,
                                   SQL_BIGINT, 0, 0, &reader->limit, 0, NULL);
        if (!SQL_SUCCEEDED(answer))
            return statement_failed(reader, error);
    }
    return true;
}

static bool prepare(struct odbc_reader *reader, struct error *error)
{
    bool pages = reader->query.feed->page_by != NULL;
    char *sql =
        pages ? page_sql(reader, reader->query.feed->query) : strdup(reader->query.feed->query);
    SQLRETURN answer;
    if (sql == NULL)
        return error_set(error, EXIT_CODE_SOFTWARE, "out of memory for a query");
    answer = SQLPrepare(reader->statement, (SQLCHAR *)sql, SQL_NTS);
    free(sql);
    if (!SQL_SUCCEEDED(answer))
        return statement_failed(reader, error);
    if (pages && reader->parameter_count < 2)
        return error_set(error, EXIT_CODE_CONFIGURATION,
                         "page_by needs :after and :limit in the query (where %s > :after order by "
                         "%s limit :limit)",
                         reader->query.feed->page_by, reader->query.feed->page_by);
    /* The lowest value of any key: each brand compares a number with this text as a number. */
    snprintf(reader->after, sizeof reader->after, "%lld", (long long)INT64_MIN);
    reader->after_length = SQL_NTS;
    return !pages || bind_parameters(reader, error);
}

static bool execute(struct odbc_reader *reader, struct error *error)
{
    SQLRETURN answer = SQLExecute(reader->statement);
    return SQL_SUCCEEDED(answer) || answer == SQL_NO_DATA || statement_failed(reader, error);
}

/* Texts sort after the empty one, numbers after the lowest. */
static void set_first_page(struct odbc_reader *reader)
{
    SQLSMALLINT type = reader->page_column == NO_COLUMN
                           ? SQL_BIGINT
                           : reader->columns[reader->page_column].sql_type;
    if (type == SQL_CHAR || type == SQL_VARCHAR || type == SQL_LONGVARCHAR || type == SQL_WCHAR ||
        type == SQL_WVARCHAR || type == SQL_WLONGVARCHAR)
        reader->after[0] = '\0';
}

static bool allocate_block(struct odbc_reader *reader, struct block *block)
{
    block->values = calloc(reader->column_count + 1, sizeof *block->values);
    block->lengths = calloc(reader->column_count + 1, sizeof *block->lengths);
    if (block->values == NULL || block->lengths == NULL)
        return false;
    for (size_t i = 0; i < reader->column_count; i++) {
        if (!reader->columns[i].is_bound)
            continue;
        block->values[i] = malloc(reader->columns[i].width * reader->block_rows);
        block->lengths[i] = malloc(sizeof(SQLLEN) * reader->block_rows);
        if (block->values[i] == NULL || block->lengths[i] == NULL)
            return false;
    }
    return true;
}

static bool allocate_blocks(struct odbc_reader *reader, struct error *error)
{
    size_t row_bytes = 1;
    for (size_t i = 0; i < reader->column_count; i++)
        row_bytes += reader->columns[i].is_bound ? reader->columns[i].width + sizeof(SQLLEN) : 0;
    reader->block_rows = BOUND_BYTES_MOST / 2 / row_bytes;
    if (reader->block_rows > BATCH_ROWS)
        reader->block_rows = BATCH_ROWS;
    if (reader->block_rows == 0)
        reader->block_rows = 1;
    for (size_t i = 0; i < 2; i++)
        if (!allocate_block(reader, &reader->blocks[i]))
            return error_set(error, EXIT_CODE_SOFTWARE, "out of memory for blocks of %zu rows",
                             reader->block_rows);
    return true;
}

static bool set_block_cursor(struct odbc_reader *reader, struct error *error)
{
    if (SQL_SUCCEEDED(
            SQLSetStmtAttr(reader->statement, SQL_ATTR_ROW_BIND_TYPE, SQL_BIND_BY_COLUMN, 0)) &&
        SQL_SUCCEEDED(SQLSetStmtAttr(reader->statement, SQL_ATTR_ROW_ARRAY_SIZE,
                                     (SQLPOINTER)(uintptr_t)reader->block_rows, 0)))
        return true;
    return statement_failed(reader, error);
}

static bool bind_block(struct odbc_reader *reader, struct block *block, struct error *error)
{
    for (size_t i = 0; i < reader->column_count; i++) {
        const struct source_column *column = &reader->columns[i];
        if (column->is_bound &&
            !SQL_SUCCEEDED(SQLBindCol(reader->statement, (SQLUSMALLINT)(i + 1),
                                      column->is_integer ? SQL_C_SBIGINT : SQL_C_CHAR,
                                      block->values[i], (SQLLEN)column->width, block->lengths[i])))
            return statement_failed(reader, error);
    }
    block->row_count = 0;
    if (!SQL_SUCCEEDED(
            SQLSetStmtAttr(reader->statement, SQL_ATTR_ROWS_FETCHED_PTR, &block->row_count, 0)))
        return statement_failed(reader, error);
    return true;
}

/* Remembers where the next page begins. */
static void note_page(struct odbc_reader *reader, const struct block *block)
{
    const struct source_column *column = &reader->columns[reader->page_column];
    size_t last = block->row_count - 1;
    const char *place = block->values[reader->page_column] + last * column->width;
    if (column->is_integer) {
        SQLBIGINT value;
        memcpy(&value, place, sizeof value);
        snprintf(reader->after, sizeof reader->after, "%" PRId64, (int64_t)value);
    } else {
        snprintf(reader->after, sizeof reader->after, "%.*s",
                 (int)block->lengths[reader->page_column][last], place);
    }
}

/* Fetches into the block. Returns the state after it; a page's end starts the next page. */
static enum fetch_state fetch(struct odbc_reader *reader, struct block *block, int64_t *page_rows,
                              struct error *error)
{
    for (;;) {
        SQLRETURN answer;
        if (!bind_block(reader, block, error))
            return FETCH_FAILED;
        answer = SQLFetch(reader->statement);
        if (SQL_SUCCEEDED(answer) && block->row_count > 0) {
            *page_rows += (int64_t)block->row_count;
            if (reader->page_column != NO_COLUMN)
                note_page(reader, block);
            return FETCH_RUNNING;
        }
        if (answer != SQL_NO_DATA && !SQL_SUCCEEDED(answer)) {
            statement_failed(reader, error);
            return FETCH_FAILED;
        }
        block->row_count = 0;
        if (reader->page_column == NO_COLUMN || *page_rows < PAGE_ROWS)
            return FETCH_ENDED;
        *page_rows = 0;
        SQLFreeStmt(reader->statement, SQL_CLOSE);
        if (!execute(reader, error))
            return FETCH_FAILED;
    }
}

static bool is_over_limit(const struct odbc_reader *reader, struct error *error)
{
    int64_t limit = reader->query.feed->row_limit;
    bool keeps_all = !reader->query.connection->driver->streams && reader->page_column == NO_COLUMN;
    if (limit == 0 && keeps_all)
        limit = WHOLE_RESULT_ROWS;
    if (limit == 0 || reader->fetched_count <= limit)
        return false;
    error_set(error, EXIT_CODE_DATA, "the query gives more than row_limit = %" PRId64 " rows%s",
              limit,
              keeps_all ? "; this driver keeps the whole result in memory: name a native indexed "
                          "column in page_by"
                        : "");
    return true;
}

static void *fetch_blocks(void *context)
{
    struct odbc_reader *reader = context;
    enum fetch_state state = FETCH_RUNNING;
    int64_t page_rows = 0;
    for (size_t next = 0; state == FETCH_RUNNING; next ^= 1) {
        struct error error = {0};
        pthread_mutex_lock(&reader->mutex);
        while (reader->is_full[next] && !reader->is_stopping)
            pthread_cond_wait(&reader->changed, &reader->mutex);
        if (reader->is_stopping) {
            pthread_mutex_unlock(&reader->mutex);
            break;
        }
        pthread_mutex_unlock(&reader->mutex);
        state = fetch(reader, &reader->blocks[next], &page_rows, &error);
        pthread_mutex_lock(&reader->mutex);
        reader->fetched_count += (int64_t)reader->blocks[next].row_count;
        if (state == FETCH_RUNNING && is_over_limit(reader, &error))
            state = FETCH_FAILED;
        if (state == FETCH_RUNNING)
            reader->is_full[next] = true;
        else
            reader->error = error;
        reader->state = state;
        pthread_cond_broadcast(&reader->changed);
        pthread_mutex_unlock(&reader->mutex);
    }
    return NULL;
}

/* Gives the block of the call before back, and waits for the next. NULL at the end and on failure.
 */
static const struct block *next_block(struct odbc_reader *reader, struct error *error)
{
    const struct block *block = NULL;
    pthread_mutex_lock(&reader->mutex);
    if (reader->has_taken) {
        reader->is_full[reader->taken] = false;
        reader->taken ^= 1;
        pthread_cond_broadcast(&reader->changed);
    }
    reader->has_taken = false;
    while (!reader->is_full[reader->taken] && reader->state == FETCH_RUNNING)
        pthread_cond_wait(&reader->changed, &reader->mutex);
    if (reader->is_full[reader->taken]) {
        block = &reader->blocks[reader->taken];
        reader->has_taken = true;
    } else if (reader->state == FETCH_FAILED) {
        *error = reader->error;
    }
    pthread_mutex_unlock(&reader->mutex);
    return block;
}

static bool reader_next(struct reader *base, struct batch *batch, struct rejects *rejects,
                        struct error *error)
{
    struct odbc_reader *reader = (struct odbc_reader *)base;
    const struct block *block;
    error_clear(error);
    /* A block whose rows were all rejected is no end. */
    do {
        batch_clear(batch);
        block = next_block(reader, error);
        if (block == NULL)
            return false;
        if (!odbc_values_take(reader, block, batch, rejects, error))
            return false;
    } while (batch->row_count == 0);
    return true;
}

static void stream_close(struct reader *base)
{
    odbc_reader_close((struct odbc_reader *)base);
}

static bool start(struct odbc_reader *reader, struct error *error)
{
    if (!SQL_SUCCEEDED(
            SQLAllocHandle(SQL_HANDLE_STMT, reader->query.connection->handle, &reader->statement)))
        return odbc_error(error, EXIT_CODE_UNAVAILABLE, SQL_HANDLE_DBC,
                          reader->query.connection->handle, reader->query.connection->driver->name);
    atomic_store(&running_statement, reader->statement);
    if (!charset_open(&reader->charset, reader->query.charset, CHARSET_TO_UTF8, error) ||
        !prepare(reader, error))
        return false;
    /* Some drivers know the columns only of a query that runs. */
    if (!set_block_cursor(reader, error) || !execute(reader, error) ||
        !odbc_columns_match(reader, error))
        return false;
    if (reader->page_column != NO_COLUMN) {
        set_first_page(reader);
        SQLFreeStmt(reader->statement, SQL_CLOSE);
    }
    if (!allocate_blocks(reader, error))
        return false;
    if (reader->page_column != NO_COLUMN || reader->block_rows < BATCH_ROWS) {
        /* The number of rows of a block is set before a query runs. */
        SQLFreeStmt(reader->statement, SQL_CLOSE);
        if (!set_block_cursor(reader, error) || !execute(reader, error))
            return false;
    }
    if (pthread_create(&reader->thread, NULL, fetch_blocks, reader) != 0)
        return error_set(error, EXIT_CODE_SOFTWARE, "the system gives no thread");
    reader->is_started = true;
    return true;
}

bool odbc_reader_open(struct odbc_reader **reader, const struct odbc_query *query,
                      struct error *error)
{
    struct odbc_reader *made = calloc(1, sizeof *made);
    *reader = NULL;
    if (made == NULL)
        return error_set(error, EXIT_CODE_SOFTWARE, "out of memory for a query");
    *made = (struct odbc_reader){
        .reader = {&query->contract->schema, reader_next, stream_close},
        .query = *query,
        .page_column = NO_COLUMN,
        .block_rows = BATCH_ROWS,
        .charset = {(iconv_t)-1},
        .mutex = PTHREAD_MUTEX_INITIALIZER,
        .changed = PTHREAD_COND_INITIALIZER,
    };
    if (!start(made, error)) {
        odbc_reader_close(made);
        return false;
    }
    *reader = made;
    return true;
}

struct reader *odbc_reader_stream(struct odbc_reader *reader)
{
    return &reader->reader;
}

bool odbc_reader_is_too_narrow(const struct odbc_reader *reader)
{
    return reader->is_too_narrow;
}

const char *odbc_reader_absent(const struct odbc_reader *reader)
{
    return reader->absent;
}

const char *odbc_reader_extra(const struct odbc_reader *reader)
{
    return reader->extra;
}

int64_t odbc_reader_row_count(const struct odbc_reader *reader)
{
    return reader->row_number;
}

static void free_block(const struct odbc_reader *reader, struct block *block)
{
    for (size_t i = 0; i < reader->column_count; i++) {
        if (block->values != NULL)
            free(block->values[i]);
        if (block->lengths != NULL)
            free(block->lengths[i]);
    }
    free(block->values);
    free(block->lengths);
}

void odbc_reader_close(struct odbc_reader *reader)
{
    if (reader->is_started) {
        pthread_mutex_lock(&reader->mutex);
        reader->is_stopping = true;
        pthread_cond_broadcast(&reader->changed);
        pthread_mutex_unlock(&reader->mutex);
        pthread_join(reader->thread, NULL);
    }
    atomic_store(&running_statement, SQL_NULL_HSTMT);
    if (reader->statement != SQL_NULL_HSTMT)
        SQLFreeHandle(SQL_HANDLE_STMT, reader->statement);
    for (size_t i = 0; i < 2; i++)
        free_block(reader, &reader->blocks[i]);
    charset_close(&reader->charset);
    free(reader->columns);
    free(reader->source_of);
    free(reader);
}
