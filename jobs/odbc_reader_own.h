/* What the parts of the ODBC reader share: odbc_reader.c (threads, blocks), odbc_columns.c
 * (contract against result), odbc_values.c (bytes to values). */
#ifndef KHROP_JOBS_ODBC_READER_OWN_H
#define KHROP_JOBS_ODBC_READER_OWN_H

#include "jobs/charset.h"
#include "jobs/odbc_reader.h"

#include <pthread.h>
#include <sqlext.h>

#define NAMES_SIZE 512
#define NO_COLUMN SIZE_MAX

/* A column of the source's result. */
struct source_column {
    char name[128];
    SQLSMALLINT sql_type;
    size_t contract_column; /* NO_COLUMN: not in the contract (extra, or page_by) */
    bool is_bound;
    bool is_integer; /* fetched as SQL_C_SBIGINT */
    size_t width;    /* bytes a value */
};

/* One block of rows: for each source column an array of values and one of lengths. */
struct block {
    char **values;
    SQLLEN **lengths;
    SQLULEN row_count;
};

enum fetch_state { FETCH_RUNNING, FETCH_ENDED, FETCH_FAILED };

struct odbc_reader {
    struct reader reader;
    struct odbc_query query;
    SQLHSTMT statement;
    struct source_column *columns;
    size_t column_count;
    size_t *source_of;  /* by the contract's column: its source column or NO_COLUMN */
    size_t page_column; /* NO_COLUMN: the query doesn't page */
    size_t block_rows;
    char absent[NAMES_SIZE], extra[NAMES_SIZE];
    struct charset_converter charset;
    bool is_too_narrow;

    /* Paging: the statement's parameters in the order in which they stand. */
    bool parameter_is_after[8];
    size_t parameter_count;
    char after[256];
    SQLLEN after_length;
    SQLBIGINT limit;

    /* Shared by the two threads, under the mutex. */
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    bool is_started, is_stopping;
    struct block blocks[2];
    bool is_full[2];
    size_t taken; /* the block the caller works on */
    bool has_taken;
    enum fetch_state state;
    struct error error;
    int64_t fetched_count;

    int64_t row_number;
};

/* Describes the result and compares it with the contract. */
bool odbc_columns_match(struct odbc_reader *reader, struct error *error);

/* Turns a block into the batch; rows that can't be taken go to the rejects. */
bool odbc_values_take(struct odbc_reader *reader, const struct block *block, struct batch *batch,
                      struct rejects *rejects, struct error *error);

#endif
