/* One KPI's parts; see kpi_run.h. */
#include "jobs/kpi_run.h"

#include "jobs/query.h"
#include "jobs/statement.h"
#include "jobs/value_text.h"

#include <stdio.h>
#include <string.h>

static const char *const plain_columns[] = {"part", "whole", NULL};

/* The columns of the summed query: those that every KPI gives, and how many rows have what none
 * may have. */
enum {
    STAFF_NO,
    SPLIT,
    MEASURE,
    PART,
    WHOLE,
    DAY_ON,
    PARTLESS_COUNT,
    WHOLELESS_COUNT,
    ABOVE_COUNT,
    KPI_COLUMNS
};
static const char *const column_names[KPI_COLUMNS] = {
    "staff_no", "split",          "measure",         "part",       "whole",
    "day_on",   "partless_count", "wholeless_count", "above_count"};

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

static const struct kpi_measure *measure_of(const struct rule *rule, struct text_view name)
{
    for (size_t i = 0; i < rule->measure_count; i++)
        if (strlen(rule->measures[i].name) == name.length &&
            memcmp(rule->measures[i].name, name.bytes, name.length) == 0)
            return &rule->measures[i];
    return NULL;
}

static struct text_view text(const struct kpi_run *run, size_t which, size_t row)
{
    if (is_null(run, which, row))
        return (struct text_view){"", 0};
    return run->batch.columns[run->columns[which]].texts[row];
}

/* Says which rows of the query are at fault: those of a staff member, split and day. */
static bool row_error(const struct kpi_run *run, size_t row, const char *what, struct error *error)
{
    struct text_view staff = text(run, STAFF_NO, row), split = text(run, SPLIT, row);
    char day[VALUE_TEXT_SIZE] = "";
    if (!is_null(run, DAY_ON, row))
        value_format_exact(COLUMN_DATE, number(run, DAY_ON, row), day);
    return error_set(error, EXIT_CODE_CONFIGURATION,
                     "rows of staff_no \"%.*s\", split \"%.*s\"%s%s: %s", (int)staff.length,
                     staff.bytes, (int)split.length, split.bytes, day[0] == '\0' ? "" : ", ", day,
                     what);
}

static bool row_is_good(const struct kpi_run *run, size_t row, struct error *error)
{
    const struct kpi_measure *measure = measure_of(run->rule, text(run, MEASURE, row));
    bool is_ratio;
    if (measure == NULL)
        return row_error(run, row, "the header gives their measure no unit", error);
    is_ratio = measure->unit == UNIT_PERCENT || measure->unit == UNIT_DAYS;
    if (number(run, PARTLESS_COUNT, row) > 0)
        return row_error(run, row, "part is null", error);
    if (run->rule->kpi_kind == KPI_FLOW && is_null(run, DAY_ON, row))
        return row_error(run, row, "day_on of a flow is null", error);
    if (is_ratio && number(run, WHOLELESS_COUNT, row) > 0)
        return row_error(run, row, "whole is null; a percentage or mean needs one", error);
    if (measure->unit == UNIT_PERCENT && number(run, ABOVE_COUNT, row) > 0)
        return row_error(run, row, "part is above whole in a percentage", error);
    return true;
}

static void bind_text_or_empty(const struct kpi_run *run, int place, size_t which, size_t row)
{
    struct text_view value = text(run, which, row);
    sqlite3_bind_text(run->insert, place, value.bytes, (int)value.length, SQLITE_STATIC);
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
 * file gives. Nothing is cast here, for a cast would make an integer of a part that is none: to
 * PostgreSQL a bare NULL is text, so a file without a whole gives CAST(NULL AS BIGINT). */
static char *summed_sql(const struct rule *rule)
{
    const char *sql = rule->sql;
    size_t length = strlen(sql);
    while (length > 0 && strchr(" \t\r\n;", sql[length - 1]) != NULL)
        length--;
    return sqlite3_mprintf(
        "SELECT coalesce(staff_no, '') AS staff_no, coalesce(split, '') AS split, "
        "coalesce(measure, '') AS measure, %s AS day_on, SUM(part) AS part, SUM(whole) AS whole, "
        "SUM(CASE WHEN part IS NULL THEN 1 ELSE 0 END) AS partless_count, "
        "SUM(CASE WHEN whole IS NULL THEN 1 ELSE 0 END) AS wholeless_count, "
        "SUM(CASE WHEN part > whole THEN 1 ELSE 0 END) AS above_count FROM (%.*s\n) AS counted "
        "GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4",
        rule->kpi_kind == KPI_FLOW ? "day_on" : "CAST(NULL AS BIGINT)", (int)length, sql);
}

/* The columns that identify a row are there for who opens a figure. */
static bool has_row_columns(sqlite3_stmt *query, const struct rule *rule, struct error *error)
{
    for (size_t i = 0; rule->rows[i] != NULL; i++) {
        int column = 0;
        while (column < sqlite3_column_count(query) &&
               strcmp(sqlite3_column_name(query, column), rule->rows[i]) != 0)
            column++;
        if (column == sqlite3_column_count(query))
            return error_set(error, EXIT_CODE_CONFIGURATION,
                             "rows names \"%s\", a column that the query does not give",
                             rule->rows[i]);
    }
    return true;
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
    prepared = has_row_columns(alone, rule, error);
    sqlite3_finalize(alone);
    if (!prepared)
        return false;
    sql = summed_sql(rule);
    prepared = sql != NULL && sqlite3_prepare_v2(mirror, sql, -1, summed, NULL) == SQLITE_OK;
    sqlite3_free(sql);
    if (!prepared)
        return error_set(error, EXIT_CODE_CONFIGURATION, "%s: %s", rule->place.file,
                         sqlite3_errmsg(mirror));
    query_bind(*summed, rule, slot);
    return true;
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
