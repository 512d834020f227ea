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
#define WHOLE_RESULT_ROWS                                                                          \
    5000000 /* of a driver that keeps the whole result, unless row_limit says else */

/* The statement that runs in this process, for odbc_reader_cancel: a puller reads one query at a
 * time. The mutex keeps it from being freed under a cancel. */
static pthread_mutex_t running_mutex = PTHREAD_MUTEX_INITIALIZER;
static SQLHSTMT running_statement;
static atomic_bool is_cancelled;

static void set_running(SQLHSTMT statement)
{
    pthread_mutex_lock(&running_mutex);
    running_statement = statement;
    pthread_mutex_unlock(&running_mutex);
}

void odbc_reader_cancel(void)
{
    atomic_store(&is_cancelled, true);
    pthread_mutex_lock(&running_mutex);
    if (running_statement != SQL_NULL_HSTMT)
        SQLCancel(running_statement);
    pthread_mutex_unlock(&running_mutex);
}

bool odbc_reader_is_cancelled(void)
{
    return atomic_load(&is_cancelled);
}

static bool statement_failed(struct odbc_reader *reader, struct error *error)
{
    return odbc_error(error, EXIT_CODE_DATA, SQL_HANDLE_STMT, reader->statement,
                      reader->query.connection->driver->name);
}

static bool prepare(struct odbc_reader *reader, struct error *error)
{
    bool pages = reader->query.feed->page_by != NULL;
    char *sql = pages ? odbc_pages_sql(reader) : strdup(reader->query.feed->query);
    SQLRETURN answer;
    if (sql == NULL)
        return error_set(error, EXIT_CODE_SOFTWARE, "out of memory for a query");
    if (pages && !odbc_pages_check(reader, error)) {
        free(sql);
        return false;
    }
    answer = SQLPrepare(reader->statement, (SQLCHAR *)sql, SQL_NTS);
    free(sql);
    return SQL_SUCCEEDED(answer) || statement_failed(reader, error);
}

static bool execute(struct odbc_reader *reader, struct error *error)
{
    SQLRETURN answer;
    if (odbc_reader_is_cancelled())
        return error_set(error, EXIT_CODE_UNAVAILABLE, "cancelled");
    answer = SQLExecute(reader->statement);
    return SQL_SUCCEEDED(answer) || answer == SQL_NO_DATA || statement_failed(reader, error);
}

static bool allocate_block(struct odbc_reader *reader, struct block *block)
{
    block->values = calloc(reader->column_count + 1, sizeof *block->values);
    block->lengths = calloc(reader->column_count + 1, sizeof *block->lengths);
    block->states = calloc(reader->block_rows, sizeof *block->states);
    if (block->values == NULL || block->lengths == NULL || block->states == NULL)
        return false;
    for (size_t i = 0; i < reader->column_count; i++) {
        if (!reader->columns[i].is_bound)
            continue;
        /* MariaDB's driver writes one byte of a BIT into the eight of a number. */
        block->values[i] = reader->columns[i].is_integer
                               ? calloc(reader->block_rows, reader->columns[i].width)
                               : malloc(reader->columns[i].width * reader->block_rows);
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
            SQLSetStmtAttr(reader->statement, SQL_ATTR_ROWS_FETCHED_PTR, &block->row_count, 0)) ||
        !SQL_SUCCEEDED(
            SQLSetStmtAttr(reader->statement, SQL_ATTR_ROW_STATUS_PTR, block->states, 0)))
        return statement_failed(reader, error);
    return true;
}

/* Fetches into the block. Returns the state after it; a page's end starts the next page, and a page
 * without rows is the end. */
static enum fetch_state fetch(struct odbc_reader *reader, struct block *block, struct error *error)
{
    bool pages = reader->page_column != NO_COLUMN;
    for (;;) {
        SQLRETURN answer;
        if (!bind_block(reader, block, error))
            return FETCH_FAILED;
        answer = SQLFetch(reader->statement);
        if (SQL_SUCCEEDED(answer) && block->row_count > 0) {
            reader->page_has_rows = true;
            return !pages || odbc_pages_note(reader, block, error) ? FETCH_RUNNING : FETCH_FAILED;
        }
        if (answer != SQL_NO_DATA && !SQL_SUCCEEDED(answer)) {
            statement_failed(reader, error);
            return FETCH_FAILED;
        }
        block->row_count = 0;
        if (!pages || !reader->page_has_rows)
            return FETCH_ENDED;
        reader->page_has_rows = false;
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
        state = fetch(reader, &reader->blocks[next], &error);
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

/* Compares the columns before the query runs; a driver that knows them only afterwards has it run
 * first. */
static bool match_columns(struct odbc_reader *reader, bool *is_running, struct error *error)
{
    bool is_known;
    *is_running = false;
    if (!odbc_columns_describe(reader, &is_known, error))
        return false;
    if (!is_known) {
        if (!execute(reader, error) || !odbc_columns_describe(reader, &is_known, error))
            return false;
        *is_running = true;
    }
    if (!is_known)
        return error_set(error, EXIT_CODE_CONFIGURATION, "the query gives no columns");
    return odbc_columns_match(reader, error);
}

static bool start(struct odbc_reader *reader, struct error *error)
{
    bool is_running;
    if (!SQL_SUCCEEDED(
            SQLAllocHandle(SQL_HANDLE_STMT, reader->query.connection->handle, &reader->statement)))
        return odbc_error(error, EXIT_CODE_UNAVAILABLE, SQL_HANDLE_DBC,
                          reader->query.connection->handle, reader->query.connection->driver->name);
    set_running(reader->statement);
    if (!charset_open(&reader->charset, reader->query.charset, CHARSET_TO_UTF8, error) ||
        !prepare(reader, error) || !match_columns(reader, &is_running, error) ||
        !odbc_hidden_ask(reader, error) || !allocate_blocks(reader, error) ||
        !set_block_cursor(reader, error))
        return false;
    if (reader->page_column != NO_COLUMN && !odbc_pages_begin(reader, error))
        return false;
    if (!is_running && !execute(reader, error))
        return false;
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
        .hidden_column = NO_COLUMN,
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
    free(block->states);
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
    set_running(SQL_NULL_HSTMT);
    if (reader->statement != SQL_NULL_HSTMT)
        SQLFreeHandle(SQL_HANDLE_STMT, reader->statement);
    for (size_t i = 0; i < 2; i++)
        free_block(reader, &reader->blocks[i]);
    charset_close(&reader->charset);
    free(reader->columns);
    free(reader->source_of);
    free(reader);
}
