/* One table of a page; see table_run.h. */
#include "jobs/table_run.h"

#include "jobs/query.h"
#include "jobs/rule_rows.h"
#include "jobs/statement.h"

#include <string.h>

struct table_run {
    const struct rule *rule;
    struct results *results;
    struct reader *reader;
    struct batch batch;
    sqlite3_stmt *insert;
    int64_t row_count;
};

static bool has_number(const struct schema *schema, const char *name, const char *what,
                       struct error *error)
{
    enum column_type type;
    if (!rule_rows_have(schema, name, what, error))
        return false;
    type = schema->columns[schema_find(schema, name)].type;
    return (type == COLUMN_INTEGER || type == COLUMN_QUANTITY || type == COLUMN_MONEY) ||
           error_set(error, EXIT_CODE_CONFIGURATION,
                     "%s names \"%s\", a column of type %s, not a number", what, name,
                     column_type_name(type));
}

static bool has_all(const struct schema *schema, const char *const *names, const char *what,
                    struct error *error)
{
    for (size_t i = 0; names[i] != NULL; i++)
        if (!rule_rows_have(schema, names[i], what, error))
            return false;
    return true;
}

/* Whom a row belongs to is a staff number by its column's name. */
static bool check_columns(const struct rule *rule, const struct schema *schema, struct error *error)
{
    const struct table_plan *plan = rule->table;
    if (!has_all(schema, rule->key, "key", error) || !has_all(schema, plan->group, "group", error))
        return false;
    for (size_t i = 0; i < plan->column_count; i++)
        if (!table_plan_makes(plan, plan->columns[i].name) &&
            !rule_rows_have(schema, plan->columns[i].name, "columns", error))
            return false;
    for (size_t i = 0; i < plan->share_count; i++)
        if (!has_number(schema, plan->shares[i].part, "shares", error) ||
            (plan->shares[i].whole == WHOLE_COLUMN &&
             !has_number(schema, plan->shares[i].whole_column, "shares", error)))
            return false;
    return plan->largest == NULL || has_number(schema, plan->largest, "largest", error);
}

static char *create_sql(const struct table_run *run)
{
    const struct schema *schema = run->reader->schema;
    sqlite3_str *sql = sqlite3_str_new(NULL);
    sqlite3_str_appendf(sql, "CREATE TABLE \"%w\"(khrop_row INTEGER PRIMARY KEY", run->rule->id);
    for (size_t i = 0; i < schema->column_count; i++)
        sqlite3_str_appendf(sql, ", \"%w\" %s", schema->columns[i].name,
                            column_type_is_number(schema->columns[i].type) ? "INTEGER" : "TEXT");
    for (size_t i = 0; run->rule->key[i] != NULL; i++)
        sqlite3_str_appendf(sql, "%s\"%w\"", i == 0 ? ", UNIQUE (" : ", ", run->rule->key[i]);
    sqlite3_str_appendall(sql, "))");
    return sqlite3_str_finish(sql);
}

static char *insert_sql(const struct table_run *run)
{
    sqlite3_str *sql = sqlite3_str_new(NULL);
    sqlite3_str_appendf(sql, "INSERT INTO \"%w\" VALUES (?", run->rule->id);
    for (size_t i = 0; i < run->reader->schema->column_count; i++)
        sqlite3_str_appendall(sql, ", ?");
    sqlite3_str_appendall(sql, ")");
    return sqlite3_str_finish(sql);
}

static bool create_table(struct table_run *run, struct error *error)
{
    char *create = create_sql(run), *insert = insert_sql(run);
    bool created;
    pthread_mutex_lock(&run->results->mutex);
    created = create != NULL && insert != NULL &&
              statement_execute(run->results->connection, create, error) &&
              statement_prepare(run->results->connection, insert, &run->insert, error);
    pthread_mutex_unlock(&run->results->mutex);
    sqlite3_free(create);
    sqlite3_free(insert);
    return created;
}

static bool insert_row(struct table_run *run, size_t row, struct error *error)
{
    int answer;
    if (!rule_rows_key_is_whole(run->rule, &run->batch, row, error))
        return false;
    sqlite3_bind_int64(run->insert, 1, run->batch.row_numbers[row]);
    rule_rows_bind(&run->batch, row, run->insert, 2);
    answer = sqlite3_step(run->insert);
    sqlite3_reset(run->insert);
    if (answer == SQLITE_CONSTRAINT)
        return error_set(error, EXIT_CODE_CONFIGURATION,
                         "row %lld of its result has the key of an earlier one; name in `key` what "
                         "tells them apart, or give one row for both",
                         (long long)run->batch.row_numbers[row]);
    run->row_count++;
    return answer == SQLITE_DONE || statement_error(run->results->connection, error);
}

static bool insert_batch(struct table_run *run, struct error *error)
{
    bool inserted = true;
    pthread_mutex_lock(&run->results->mutex);
    for (size_t row = 0; inserted && row < run->batch.row_count; row++)
        inserted = insert_row(run, row, error);
    pthread_mutex_unlock(&run->results->mutex);
    return inserted;
}

static bool copy_rows(struct table_run *run, struct error *error)
{
    if (!check_columns(run->rule, run->reader->schema, error) ||
        !batch_open(&run->batch, run->reader->schema, error) || !create_table(run, error))
        return false;
    while (run->reader->next(run->reader, &run->batch, NULL, error))
        if (!insert_batch(run, error))
            return false;
    return error->code == EXIT_CODE_GOOD;
}

/* Half a table's rows would look like all of them. */
static bool drop_table(const struct table_run *run, struct error *error)
{
    char *sql = sqlite3_mprintf("DROP TABLE IF EXISTS \"%w\"", run->rule->id);
    bool dropped;
    pthread_mutex_lock(&run->results->mutex);
    dropped = sql != NULL ? statement_execute(run->results->connection, sql, error)
                          : error_set(error, EXIT_CODE_SOFTWARE, "out of memory for a table");
    pthread_mutex_unlock(&run->results->mutex);
    sqlite3_free(sql);
    return dropped;
}

bool table_run(sqlite3 *mirror, struct results *results, const struct rule *rule,
               const struct slot *slot, int64_t *row_count, struct error *error)
{
    struct table_run run = {.rule = rule, .results = results};
    struct error undone = {0};
    sqlite3_stmt *query;
    bool good;

    *row_count = 0;
    error_clear(error);
    if (!query_prepare(mirror, rule, slot, &query, error) ||
        !query_reader_open(&run.reader, query, rule->place.file, NULL, error))
        return false;
    good = copy_rows(&run, error);
    if (run.batch.schema != NULL)
        batch_close(&run.batch);
    run.reader->close(run.reader);
    pthread_mutex_lock(&results->mutex);
    sqlite3_finalize(run.insert);
    pthread_mutex_unlock(&results->mutex);
    *row_count = run.row_count;
    if (good)
        return true;
    if (!drop_table(&run, &undone)) {
        *error = undone;
        error->code = EXIT_CODE_CANNOT_WRITE; /* not the rule's own fault: ends the run */
        return false;
    }
    if (strncmp(error->text, rule->place.file, strlen(rule->place.file)) != 0)
        error_wrap(error, "%s", rule->place.file);
    return false;
}
