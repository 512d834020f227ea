/* One KPI's parts; see kpi_run.h. */
#include "jobs/kpi_run.h"

#include "jobs/query.h"
#include "jobs/statement.h"

#include <stdio.h>
#include <string.h>

static const char *const plain_columns[] = {"part", "whole", NULL};

/* The columns that every KPI's query gives, by place. */
enum { STAFF_NO, SPLIT, MEASURE, PART, WHOLE, DAY_ON, KPI_COLUMNS };
static const char *const column_names[KPI_COLUMNS] = {"staff_no", "split", "measure",
                                                      "part",     "whole", "day_on"};

struct kpi_run {
    const struct rule *rule;
    struct results *results;
    struct reader *reader;
    struct batch batch;
    sqlite3_stmt *insert;
    size_t columns[KPI_COLUMNS];
};

static bool find_columns(struct kpi_run *run, struct error *error)
{
    const struct schema *schema = run->reader->schema;
    for (size_t i = 0; i < KPI_COLUMNS; i++) {
        run->columns[i] = schema_find(schema, column_names[i]);
        if (i == DAY_ON && run->rule->kpi_kind == KPI_STOCK)
            continue;
        if (run->columns[i] == schema->column_count)
            return error_set(error, EXIT_CODE_CONFIGURATION,
                             "the query does not give the column %s", column_names[i]);
    }
    return true;
}

static bool is_null(const struct kpi_run *run, size_t which, size_t row)
{
    return run->columns[which] == run->reader->schema->column_count ||
           batch_is_null(&run->batch, run->columns[which], row);
}

static int64_t number(const struct kpi_run *run, size_t which, size_t row)
{
    return run->batch.columns[run->columns[which]].numbers[row];
}

static bool is_known_measure(const struct rule *rule, const char *name, size_t length)
{
    for (size_t i = 0; i < rule->measure_count; i++)
        if (strlen(rule->measures[i].name) == length &&
            memcmp(rule->measures[i].name, name, length) == 0)
            return true;
    return false;
}

static bool row_is_good(const struct kpi_run *run, size_t row, struct error *error)
{
    long long row_number = (long long)run->batch.row_numbers[row];
    struct text_view measure = {"", 0};
    if (!is_null(run, MEASURE, row))
        measure = run->batch.columns[run->columns[MEASURE]].texts[row];
    if (is_null(run, PART, row))
        return error_set(error, EXIT_CODE_CONFIGURATION, "row %lld: part is null", row_number);
    if (run->rule->kpi_kind == KPI_FLOW && is_null(run, DAY_ON, row))
        return error_set(error, EXIT_CODE_CONFIGURATION, "row %lld: day_on of a flow is null",
                         row_number);
    if (!is_known_measure(run->rule, measure.bytes, measure.length))
        return error_set(error, EXIT_CODE_CONFIGURATION,
                         "row %lld: measure \"%.*s\" has no unit in the header", row_number,
                         (int)measure.length, measure.bytes);
    if (run->rule->measures[0].unit == UNIT_PERCENT &&
        (is_null(run, WHOLE, row) || number(run, PART, row) > number(run, WHOLE, row)))
        return error_set(error, EXIT_CODE_CONFIGURATION,
                         "row %lld: a percentage has part %lld above whole %lld", row_number,
                         (long long)number(run, PART, row),
                         is_null(run, WHOLE, row) ? 0LL : (long long)number(run, WHOLE, row));
    return true;
}

static void bind_text_or_empty(const struct kpi_run *run, int place, size_t which, size_t row)
{
    struct text_view text = {"", 0};
    if (!is_null(run, which, row))
        text = run->batch.columns[run->columns[which]].texts[row];
    sqlite3_bind_text(run->insert, place, text.bytes, (int)text.length, SQLITE_STATIC);
}

static void bind_number_or_null(const struct kpi_run *run, int place, size_t which, size_t row)
{
    if (is_null(run, which, row))
        sqlite3_bind_null(run->insert, place);
    else
        sqlite3_bind_int64(run->insert, place, number(run, which, row));
}

static bool insert_row(struct kpi_run *run, size_t row, struct error *error)
{
    int answer;
    if (!row_is_good(run, row, error))
        return false;
    sqlite3_bind_text(run->insert, 1, run->rule->id, -1, SQLITE_STATIC);
    bind_text_or_empty(run, 2, STAFF_NO, row);
    bind_text_or_empty(run, 3, SPLIT, row);
    bind_text_or_empty(run, 4, MEASURE, row);
    bind_number_or_null(run, 5, DAY_ON, row);
    bind_number_or_null(run, 6, PART, row);
    bind_number_or_null(run, 7, WHOLE, row);
    answer = sqlite3_step(run->insert);
    sqlite3_reset(run->insert);
    return answer == SQLITE_DONE || statement_error(run->results->connection, error);
}

static bool copy_rows(struct kpi_run *run, struct error *error)
{
    if (!find_columns(run, error) || !batch_open(&run->batch, run->reader->schema, error))
        return false;
    while (run->reader->next(run->reader, &run->batch, NULL, error)) {
        bool inserted = true;
        pthread_mutex_lock(&run->results->mutex);
        for (size_t row = 0; inserted && row < run->batch.row_count; row++)
            inserted = insert_row(run, row, error);
        pthread_mutex_unlock(&run->results->mutex);
        if (!inserted)
            return false;
    }
    return error->code == EXIT_CODE_GOOD;
}

/* Takes back what a KPI that failed half way has left. */
static void delete_rows(struct results *results, const struct rule *rule)
{
    sqlite3_stmt *statement = NULL;
    pthread_mutex_lock(&results->mutex);
    if (statement_prepare(results->connection, "DELETE FROM khrop_kpi_parts WHERE kpi_id = :id",
                          &statement, NULL)) {
        statement_bind_text(statement, ":id", rule->id);
        statement_finish(statement, NULL);
    }
    sqlite3_finalize(statement);
    pthread_mutex_unlock(&results->mutex);
}

/* The query, summed to one small row by staff member, split, measure and day, whatever grain the
 * file gives. */
static char *summed_sql(const struct rule *rule)
{
    const char *sql = rule->sql;
    size_t length = strlen(sql);
    while (length > 0 && strchr(" \t\r\n;", sql[length - 1]) != NULL)
        length--;
    return sqlite3_mprintf("SELECT staff_no, split, measure, %s AS day_on, SUM(part) AS part, "
                           "SUM(whole) AS whole FROM (%.*s\n) "
                           "GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4",
                           rule->kpi_kind == KPI_FLOW ? "day_on" : "NULL", (int)length, sql);
}

static bool prepare(sqlite3 *mirror, const struct rule *rule, const struct slot *slot,
                    sqlite3_stmt **summed, struct error *error)
{
    sqlite3_stmt *alone;
    char *sql;
    bool prepared;
    /* Prepared alone first, so that a mistake is told with the line of its file. */
    if (!query_prepare(mirror, rule, slot, &alone, error))
        return false;
    sqlite3_finalize(alone);
    sql = summed_sql(rule);
    prepared = sql != NULL && statement_prepare(mirror, sql, summed, error);
    sqlite3_free(sql);
    if (prepared)
        query_bind(*summed, rule, slot);
    return prepared;
}

bool kpi_run(sqlite3 *mirror, struct results *results, const struct rule *rule,
             const struct slot *slot, struct error *error)
{
    struct kpi_run run = {.rule = rule, .results = results};
    sqlite3_stmt *query = NULL;
    bool good;

    error_clear(error);
    if (!prepare(mirror, rule, slot, &query, error) ||
        !query_reader_open(&run.reader, query, rule->place.file, plain_columns, error))
        goto failed;
    pthread_mutex_lock(&results->mutex);
    good = statement_prepare(results->connection,
                             "INSERT INTO khrop_kpi_parts VALUES (?, ?, ?, ?, ?, ?, ?)",
                             &run.insert, error);
    pthread_mutex_unlock(&results->mutex);
    good = good && copy_rows(&run, error);
    if (run.batch.schema != NULL)
        batch_close(&run.batch);
    run.reader->close(run.reader);
    pthread_mutex_lock(&results->mutex);
    sqlite3_finalize(run.insert);
    pthread_mutex_unlock(&results->mutex);
    if (good)
        return true;
    delete_rows(results, rule);
failed:
    if (strncmp(error->text, rule->place.file, strlen(rule->place.file)) != 0)
        error_wrap(error, "%s", rule->place.file);
    return false;
}
