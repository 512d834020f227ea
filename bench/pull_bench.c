/* A pull into the mirror against a bare block-cursor loop that throws its rows away: the same
 * query, the same driver, a process each.
 *
 *     pull_bench CONNECTION QUERY [PAGE_BY USER BARE_QUERY]
 *
 * prints `bare ROWS SECONDS PROCESSOR_SECONDS PEAK_KIB` and `pull ..` lines, three of each in turn.
 * The seconds of a server's processes are in SECONDS alone. */
#include "core/clock.h"
#include "jobs/driver.h"
#include "jobs/odbc_connection.h"
#include "jobs/pull.h"

#include <sqlext.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define ROUNDS 3
#define ROWS 1000
#define MOST_COLUMNS 16
#define WIDTH 256
#define PAGE_ROWS 5000

/* What is measured: a query at a database, paged or not. */
struct job {
    const char *connection, *query, *page_by, *user, *bare_query;
    const char *folder;
};

static const struct column columns[] = {
    {"line_count", COLUMN_INTEGER, true, false, NULL},
    {"customer_no", COLUMN_TEXT, false, false, NULL},
    {"customer_name", COLUMN_TEXT, false, false, NULL},
    {"province", COLUMN_TEXT, false, false, NULL},
    {"order_amount", COLUMN_MONEY, false, false, NULL},
    {"ordered_on", COLUMN_DATE, false, false, NULL},
    {"updated_at", COLUMN_TIMESTAMP, false, false, NULL},
    {"remark", COLUMN_TEXT, false, true, NULL},
};
static const char *const no_ends[] = {NULL};

static int fail(const struct error *error)
{
    fprintf(stderr, "pull_bench: %s\n", error->text);
    return EXIT_FAILURE;
}

/* The rival's cursor: values and lengths of one block, and where a page begins. */
struct cursor {
    SQLHSTMT statement;
    SQLULEN fetched;
    SQLBIGINT after, limit;
    char (*values)[ROWS][WIDTH];
    SQLLEN (*lengths)[ROWS];
};

static bool cursor_open(struct cursor *cursor, struct odbc_connection *connection,
                        const struct job *job)
{
    *cursor = (struct cursor){.limit = PAGE_ROWS};
    cursor->values = calloc(MOST_COLUMNS, sizeof *cursor->values);
    cursor->lengths = calloc(MOST_COLUMNS, sizeof *cursor->lengths);
    SQLAllocHandle(SQL_HANDLE_STMT, connection->handle, &cursor->statement);
    SQLSetStmtAttr(cursor->statement, SQL_ATTR_ROW_ARRAY_SIZE, (SQLPOINTER)ROWS, 0);
    SQLSetStmtAttr(cursor->statement, SQL_ATTR_ROWS_FETCHED_PTR, &cursor->fetched, 0);
    SQLPrepare(cursor->statement, (SQLCHAR *)(job->page_by ? job->bare_query : job->query),
               SQL_NTS);
    if (job->page_by != NULL) {
        SQLBindParameter(cursor->statement, 1, SQL_PARAM_INPUT, SQL_C_SBIGINT, SQL_BIGINT, 0, 0,
                         &cursor->after, 0, NULL);
        SQLBindParameter(cursor->statement, 2, SQL_PARAM_INPUT, SQL_C_SBIGINT, SQL_BIGINT, 0, 0,
                         &cursor->limit, 0, NULL);
    }
    return cursor->values != NULL && cursor->lengths != NULL;
}

/* Bind, fetch, forget. Returns the rows of this page, or -1. */
static int64_t cursor_read(struct cursor *cursor)
{
    SQLSMALLINT count = 0;
    int64_t rows = 0;
    if (!SQL_SUCCEEDED(SQLExecute(cursor->statement)))
        return -1;
    SQLNumResultCols(cursor->statement, &count);
    for (SQLSMALLINT i = 0; i < count; i++)
        SQLBindCol(cursor->statement, (SQLUSMALLINT)(i + 1), i == 0 ? SQL_C_SBIGINT : SQL_C_CHAR,
                   cursor->values[i], i == 0 ? (SQLLEN)sizeof(SQLBIGINT) : WIDTH,
                   cursor->lengths[i]);
    while (SQL_SUCCEEDED(SQLFetch(cursor->statement))) {
        rows += (int64_t)cursor->fetched;
        memcpy(&cursor->after,
               (char *)cursor->values[0] + (cursor->fetched - 1) * sizeof(SQLBIGINT),
               sizeof cursor->after);
    }
    SQLFreeStmt(cursor->statement, SQL_CLOSE);
    return rows;
}

static int bare(const struct job *job, int64_t *row_count)
{
    struct odbc_connection connection;
    struct cursor cursor;
    struct error error = {0};
    int64_t page;
    if (!odbc_open(&connection, job->connection, job->user, NULL, ODBC_READ_ONLY, &error) ||
        !cursor_open(&cursor, &connection, job))
        return fail(&error);
    /* As the pull does it: with autocommit on, psqlodbc's cursors outlive their transaction, which
     * costs the server a copy of the whole result. */
    if (connection.driver->needs_autocommit_off)
        SQLSetConnectAttr(connection.handle, SQL_ATTR_AUTOCOMMIT, (SQLPOINTER)SQL_AUTOCOMMIT_OFF,
                          0);
    do {
        page = cursor_read(&cursor);
        if (page < 0) {
            odbc_error(&error, EXIT_CODE_DATA, SQL_HANDLE_STMT, cursor.statement, "bare loop");
            return fail(&error);
        }
        *row_count += page;
    } while (job->page_by != NULL && page == PAGE_ROWS);
    SQLFreeHandle(SQL_HANDLE_STMT, cursor.statement);
    odbc_close(&connection);
    free(cursor.values);
    free(cursor.lengths);
    return EXIT_SUCCESS;
}

static void count_rows(void *context, const char *dataset, int64_t rows)
{
    (void)dataset;
    *(int64_t *)context = rows;
}

static int pull(const struct job *job, int64_t *row_count)
{
    const struct feed_settings feed = {
        .source = "bench", .query = job->query, .page_by = job->page_by, .row_limit = 100000000};
    const struct dataset_settings dataset = {.name = "bench_rows", .feeds = &feed, .feed_count = 1};
    const struct source_settings source = {.name = "bench",
                                           .connection = job->connection,
                                           .user = job->user,
                                           .time_limit_seconds = 600};
    const struct contract contract = {.name = "bench_rows",
                                      .schema = {columns, sizeof columns / sizeof columns[0]},
                                      .born_on = "ordered_on",
                                      .ends = no_ends};
    const struct catalogue catalogue = {.contracts = &contract, .contract_count = 1};
    const struct settings settings = {.time_zone = "UTC",
                                      .sources = &source,
                                      .source_count = 1,
                                      .datasets = &dataset,
                                      .dataset_count = 1,
                                      .accepted_from_on = date_from_civil(1990, 1, 1),
                                      .accepted_to_on = date_from_civil(2069, 12, 31)};
    struct slot slot = {.run_at = 0};
    const struct pull_request request = {&settings, &catalogue, &slot,
                                         &source,   count_rows, row_count};
    struct error error = {0};
    snprintf(slot.folder, sizeof slot.folder, "%s", job->folder);
    return pull_source(&request, &error) ? EXIT_SUCCESS : fail(&error);
}

static double seconds_of(struct timeval time)
{
    return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

/* A child process each, so that peak memory is the job's own. */
static int measure(const char *name, const struct job *job)
{
    int64_t started = clock_monotonic_milliseconds();
    struct rusage usage;
    int status, ends[2];
    int64_t rows = 0;
    pid_t child;
    if (pipe(ends) != 0 || (child = fork()) < 0)
        return EXIT_FAILURE;
    if (child == 0) {
        int code = strcmp(name, "bare") == 0 ? bare(job, &rows) : pull(job, &rows);
        if (write(ends[1], &rows, sizeof rows) != (ssize_t)sizeof rows)
            code = EXIT_FAILURE;
        _exit(code);
    }
    if (wait4(child, &status, 0, &usage) != child ||
        read(ends[0], &rows, sizeof rows) != (ssize_t)sizeof rows)
        return EXIT_FAILURE;
    close(ends[0]);
    close(ends[1]);
    printf("%s %lld %.3f %.3f %ld\n", name, (long long)rows,
           (double)(clock_monotonic_milliseconds() - started) / 1000,
           seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime), usage.ru_maxrss);
    fflush(stdout);
    return WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_FAILURE;
}

int main(int argc, char **argv)
{
    char folder[] = "/tmp/khrop-bench-XXXXXX", path[64];
    struct job job = {.folder = folder};
    int code = EXIT_SUCCESS;
    if (argc != 3 && argc != 6) {
        fprintf(stderr, "usage: pull_bench CONNECTION QUERY [PAGE_BY USER BARE_QUERY]\n");
        return EXIT_FAILURE;
    }
    job.connection = argv[1];
    job.query = argv[2];
    job.page_by = argc == 6 && argv[3][0] != '\0' ? argv[3] : NULL;
    job.user = argc == 6 && argv[4][0] != '\0' ? argv[4] : NULL;
    job.bare_query = argc == 6 ? argv[5] : NULL;
    /* As khrop's main() sets it, for both. */
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
    if (mkdtemp(folder) == NULL)
        return EXIT_FAILURE;
    for (int i = 0; i < ROUNDS && code == EXIT_SUCCESS; i++) {
        code = measure("bare", &job);
        if (code == EXIT_SUCCESS)
            code = measure("pull", &job);
    }
    snprintf(path, sizeof path, "%s/bench.sqlite", folder);
    unlink(path);
    rmdir(folder);
    return code;
}
