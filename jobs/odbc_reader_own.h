/* What the parts of the ODBC reader share: odbc_reader.c (threads, blocks), odbc_columns.c
 * (contract against result), odbc_pages.c (paging), odbc_hidden.c (what a driver hides),
 * odbc_widths.c (values that were cut), odbc_values.c (bytes to values). */
#ifndef KHROP_JOBS_ODBC_READER_OWN_H
#define KHROP_JOBS_ODBC_READER_OWN_H

#include "core/text.h"
#include "jobs/charset.h"
#include "jobs/odbc_reader.h"

#include <pthread.h>
#include <sqlext.h>

#define NAMES_SIZE 2048
#define NO_COLUMN SIZE_MAX
#define MOST_PARAMETERS 8
#define PAGE_ROWS 5000
#define WIDEST_TEXT ((size_t)TEXT_MAX_CHARACTERS * 4 + 8) /* bytes that any text needs at most */

/* What a type of the driver's can hold. */
enum odbc_family {
    FAMILY_ANY, /* text may hold anything, and is read value by value */
    FAMILY_INTEGER,
    FAMILY_DECIMAL,
    FAMILY_DATE,
    FAMILY_TIMESTAMP,
    FAMILY_BINARY,
    FAMILY_TIME
};

/* A column of the source's result. */
struct source_column {
    char name[128];
    SQLSMALLINT sql_type;
    size_t contract_column; /* NO_COLUMN: not in the contract (extra, or page_by) */
    bool is_bound;
    bool is_unsigned;
    bool is_integer; /* fetched as SQL_C_SBIGINT */
    size_t width;    /* bytes a value */
};

/* One block of rows: for each source column an array of values and one of lengths. */
struct block {
    char **values;
    SQLLEN **lengths;
    SQLUSMALLINT *states; /* by row: SQL_ROW_ERROR where the driver could not convert a value */
    SQLULEN row_count;
};

enum fetch_state { FETCH_RUNNING, FETCH_ENDED, FETCH_FAILED };

struct odbc_reader {
    struct reader reader;
    struct odbc_query query;
    SQLHSTMT statement;
    struct source_column *columns;
    size_t column_count;
    size_t *source_of;    /* by the contract's column: its source column or NO_COLUMN */
    size_t page_column;   /* NO_COLUMN: the query doesn't page */
    size_t hidden_column; /* NO_COLUMN: the driver hides nothing */
    size_t block_rows;
    char absent[NAMES_SIZE], extra[NAMES_SIZE];
    struct charset_converter charset;
    bool is_too_narrow;

    /* Paging: the statement's parameters in the order in which they stand, and the last value of
     * page_by. */
    bool parameter_is_after[MOST_PARAMETERS];
    size_t parameter_count;
    bool pages_by_number;
    char after[256];
    SQLLEN after_length;
    SQLBIGINT after_number, limit;
    int64_t paged_count;
    bool page_has_rows;

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

enum odbc_family odbc_family_of(SQLSMALLINT sql_type);

/* Describes the result of the prepared statement. *is_known is false where the driver knows it only
 * once the query runs. */
bool odbc_columns_describe(struct odbc_reader *reader, bool *is_known, struct error *error);
/* .. and compares it with the contract. */
bool odbc_columns_match(struct odbc_reader *reader, struct error *error);

/* The query with `?` for `:after` and `:limit`, allocated with malloc; notes their order. */
char *odbc_pages_sql(struct odbc_reader *reader);
bool odbc_pages_check(const struct odbc_reader *reader, struct error *error);
/* Binds the parameters for the first page, by the type of the page_by column. */
bool odbc_pages_begin(struct odbc_reader *reader, struct error *error);
/* Remembers where the next page begins; fails where page_by repeats or goes backwards. */
bool odbc_pages_note(struct odbc_reader *reader, const struct block *block, struct error *error);

/* Prepares the query anew with a column that names a text of the row which the driver would cut,
 * where it is one that does. */
bool odbc_hidden_ask(struct odbc_reader *reader, struct error *error);

/* True for a value that the driver had no room for. */
bool odbc_widths_is_cut(const struct odbc_reader *reader, const struct block *block, size_t column,
                        size_t row);
/* True when a text of the block was cut and a wider binding will do; notes how wide. */
bool odbc_widths_note(struct odbc_reader *reader, const struct block *block);

/* Turns a block into the batch; rows that can't be taken go to the rejects. */
bool odbc_values_take(struct odbc_reader *reader, const struct block *block, struct batch *batch,
                      struct rejects *rejects, struct error *error);

#define DATE_REASON_SIZE 256

/* Why a value can't be taken for a date or timestamp, and what to write where. DATE_GOOD: it is
 * one, and outside the calendar. */
void odbc_date_reason(const struct odbc_query *query, enum column_type type,
                      enum date_status status, const char *bytes, size_t length,
                      char reason[DATE_REASON_SIZE]);

#endif
