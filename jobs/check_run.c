/* One check; see check_run.h. */
#include "jobs/check_run.h"

#include "jobs/query.h"
#include "jobs/rule_rows.h"
#include "jobs/stand_ins.h"
#include "jobs/statement.h"
#include "jobs/value_text.h"
#include "jobs/why.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KEY_SIZE 4096
#define OWN_COLUMNS 6 /* khrop_key .. khrop_why_th */

struct check_run {
    const struct rule *rule;
    struct results *results;
    struct reader *reader;
    struct batch batch;
    sqlite3_stmt *insert;
    const struct parameter *since; /* NULL: every row is judged */
    bool *unknown;                 /* by column: not known, what it comes from is not there */
    int64_t found_count;
};

static bool has_typed(const struct schema *schema, const char *name, const char *what,
                      enum column_type type, struct error *error)
{
    enum column_type found;
    if (!rule_rows_have(schema, name, what, error))
        return false;
    found = schema->columns[schema_find(schema, name)].type;
    return found == type ||
           error_set(error, EXIT_CODE_CONFIGURATION, "%s names \"%s\", a column of type %s, not %s",
                     what, name, column_type_name(found), column_type_name(type));
}

static bool check_columns(const struct rule *rule, const struct schema *schema, struct error *error)
{
    for (size_t i = 0; rule->key[i] != NULL; i++)
        if (!rule_rows_have(schema, rule->key[i], "key", error))
            return false;
    for (size_t i = 0; rule->signature[i] != NULL; i++)
        if (!rule_rows_have(schema, rule->signature[i], "signature", error))
            return false;
    if (rule->event_on != NULL &&
        !has_typed(schema, rule->event_on, "event_on", COLUMN_DATE, error))
        return false;
    for (size_t i = 0; rule->compares != NULL && rule->compares[i] != NULL; i++)
        if (!rule_rows_have(schema, rule->compares[i], "compares", error))
            return false;
    if (rule->at_stake != NULL &&
        !has_typed(schema, rule->at_stake, "at_stake", COLUMN_MONEY, error))
        return false;
    if (rule->born_on != NULL && !has_typed(schema, rule->born_on, "born_on", COLUMN_DATE, error))
        return false;
    if (strncmp(rule->owner, "role:", 5) != 0 &&
        !has_typed(schema, rule->owner, "owner", COLUMN_TEXT, error))
        return false;
    return why_check(rule->why.text[LANGUAGE_EN], schema, error) &&
           why_check(rule->why.text[LANGUAGE_TH], schema, error);
}

static bool check_options(const struct rule *rule, const struct schema *schema, struct error *error)
{
    for (size_t i = 0; i < rule->may_use_count; i++)
        for (size_t j = 0; rule->may_use[i].columns[j] != NULL; j++)
            if (!rule_rows_have(schema, rule->may_use[i].columns[j], "may_use", error))
                return false;
    return true;
}

static bool find_unknown(struct check_run *run, sqlite3 *mirror, struct error *error)
{
    const struct schema *schema = run->reader->schema;
    run->unknown = calloc(schema->column_count + 1, sizeof *run->unknown);
    if (run->unknown == NULL)
        return error_set(error, EXIT_CODE_SOFTWARE, "out of memory for a check");
    for (size_t i = 0; i < schema->column_count; i++)
        run->unknown[i] = stand_ins_cover(mirror, run->rule, schema->columns[i].name);
    return true;
}

static bool create_table(struct check_run *run, struct error *error)
{
    const struct schema *schema = run->reader->schema;
    sqlite3_str *create = sqlite3_str_new(NULL), *insert = sqlite3_str_new(NULL);
    char *create_sql, *insert_sql;
    bool created;
    sqlite3_str_appendf(
        create,
        "CREATE TABLE \"%w\"(khrop_key TEXT PRIMARY KEY, khrop_signature TEXT NOT NULL, "
        "khrop_owner TEXT NOT "
        "NULL, khrop_event_on INTEGER, khrop_why_en TEXT NOT NULL, khrop_why_th TEXT NOT NULL",
        run->rule->id);
    sqlite3_str_appendf(insert, "INSERT INTO \"%w\" VALUES (?, ?, ?, ?, ?, ?", run->rule->id);
    for (size_t i = 0; i < schema->column_count; i++) {
        sqlite3_str_appendf(create, ", \"%w\" %s", schema->columns[i].name,
                            column_type_is_number(schema->columns[i].type) ? "INTEGER" : "TEXT");
        sqlite3_str_appendall(insert, ", ?");
    }
    sqlite3_str_appendall(create, ")");
    sqlite3_str_appendall(insert, ")");
    create_sql = sqlite3_str_finish(create);
    insert_sql = sqlite3_str_finish(insert);
    pthread_mutex_lock(&run->results->mutex);
    created = create_sql != NULL && insert_sql != NULL &&
              statement_execute(run->results->connection, create_sql, error) &&
              statement_prepare(run->results->connection, insert_sql, &run->insert, error);
    pthread_mutex_unlock(&run->results->mutex);
    sqlite3_free(create_sql);
    sqlite3_free(insert_sql);
    return created;
}

/* Adds a value to a key; `:` and `\` in it are escaped, so that no two keys read alike. */
static size_t append_escaped(char *text, size_t used, const char *bytes, size_t length)
{
    for (size_t i = 0; i < length && used + 3 < KEY_SIZE; i++) {
        if (bytes[i] == ':' || bytes[i] == '\\')
            text[used++] = '\\';
        text[used++] = bytes[i];
    }
    text[used] = '\0';
    return used;
}

static size_t append_value(const struct batch *batch, size_t column, size_t row, char *text,
                           size_t used)
{
    const struct batch_column *values = &batch->columns[column];
    char number[VALUE_TEXT_SIZE];
    size_t length;
    if (batch_is_null(batch, column, row))
        return used;
    if (values->texts != NULL)
        return append_escaped(text, used, values->texts[row].bytes, values->texts[row].length);
    length = value_format_exact(batch->schema->columns[column].type, values->numbers[row], number);
    return append_escaped(text, used, number, length);
}

/* False when there is no room for all: a key that is cut may be another's. */
static bool join_values(const struct batch *batch, const char *const *names, size_t row,
                        char text[KEY_SIZE])
{
    size_t used = 0;
    text[0] = '\0';
    for (size_t i = 0; names[i] != NULL; i++) {
        if (i > 0 && used + 1 < KEY_SIZE) {
            text[used++] = ':';
            text[used] = '\0';
        }
        used = append_value(batch, schema_find(batch->schema, names[i]), row, text, used);
    }
    return used + 3 < KEY_SIZE;
}

static void bind_owner(const struct check_run *run, size_t row)
{
    size_t column;
    if (strncmp(run->rule->owner, "role:", 5) == 0) {
        sqlite3_bind_text(run->insert, 3, run->rule->owner, -1, SQLITE_STATIC);
        return;
    }
    column = schema_find(run->batch.schema, run->rule->owner);
    if (batch_is_null(&run->batch, column, row) || run->batch.columns[column].texts == NULL)
        sqlite3_bind_text(run->insert, 3, "", 0, SQLITE_STATIC);
    else
        sqlite3_bind_text(run->insert, 3, run->batch.columns[column].texts[row].bytes,
                          (int)run->batch.columns[column].texts[row].length, SQLITE_STATIC);
}

static void bind_columns(const struct check_run *run, size_t row)
{
    const struct batch *batch = &run->batch;
    size_t event = run->rule->event_on == NULL ? batch->schema->column_count
                                               : schema_find(batch->schema, run->rule->event_on);
    sqlite3_bind_null(run->insert, 4);
    if (event < batch->schema->column_count && !batch_is_null(batch, event, row))
        sqlite3_bind_int64(run->insert, 4, batch->columns[event].numbers[row]);
    rule_rows_bind(batch, row, run->insert, OWN_COLUMNS + 1);
}

/* A site begins with what is new to it. What began on a day that nobody knows is judged. */
static bool is_judged(const struct check_run *run, size_t row)
{
    size_t born;
    if (run->since == NULL)
        return true;
    born = schema_find(run->batch.schema, run->rule->born_on);
    return batch_is_null(&run->batch, born, row) ||
           run->batch.columns[born].numbers[row] >= run->since->number;
}

/* A check's rows are inserted in order, so the number of one that is judged is its rowid. */
static bool duplicate_error(const struct check_run *run, const char *key, struct error *error)
{
    sqlite3_stmt *first = NULL;
    long long first_row = 0;
    char *sql = sqlite3_mprintf("SELECT rowid FROM \"%w\" WHERE khrop_key = :key", run->rule->id);
    if (sql != NULL && statement_prepare(run->results->connection, sql, &first, error)) {
        statement_bind_text(first, ":key", key);
        if (statement_next(first, error))
            first_row = sqlite3_column_int64(first, 0);
    }
    sqlite3_finalize(first);
    sqlite3_free(sql);
    return error_set(error, EXIT_CODE_CONFIGURATION,
                     "rows %lld and %lld of its result have one key, %s; name in `key` what tells "
                     "them apart, or give one row for both",
                     first_row, (long long)run->found_count + 1, key);
}

static bool insert_row(struct check_run *run, size_t row, struct error *error)
{
    char key[KEY_SIZE], signature[KEY_SIZE], why_en[WHY_SIZE], why_th[WHY_SIZE];
    int answer;
    if (!rule_rows_key_is_whole(run->rule, &run->batch, row, error))
        return false;
    if (!join_values(&run->batch, run->rule->key, row, key) ||
        !join_values(&run->batch, run->rule->signature, row, signature))
        return error_set(error, EXIT_CODE_CONFIGURATION,
                         "row %lld: its key or signature is longer than %d bytes",
                         (long long)run->batch.row_numbers[row], KEY_SIZE - 4);
    why_write(run->rule->why.text[LANGUAGE_EN], LANGUAGE_EN, &run->batch, run->unknown, row,
              why_en);
    why_write(run->rule->why.text[LANGUAGE_TH], LANGUAGE_TH, &run->batch, run->unknown, row,
              why_th);
    sqlite3_bind_text(run->insert, 1, key, -1, SQLITE_STATIC);
    sqlite3_bind_text(run->insert, 2, signature, -1, SQLITE_STATIC);
    bind_owner(run, row);
    sqlite3_bind_text(run->insert, 5, why_en, -1, SQLITE_STATIC);
    sqlite3_bind_text(run->insert, 6, why_th, -1, SQLITE_STATIC);
    bind_columns(run, row);
    answer = sqlite3_step(run->insert);
    sqlite3_reset(run->insert);
    if (answer == SQLITE_CONSTRAINT)
        return duplicate_error(run, key, error);
    return answer == SQLITE_DONE || statement_error(run->results->connection, error);
}

static bool insert_batch(struct check_run *run, struct error *error)
{
    bool inserted = true;
    pthread_mutex_lock(&run->results->mutex);
    for (size_t row = 0; inserted && row < run->batch.row_count; row++) {
        if (!is_judged(run, row))
            continue;
        inserted = insert_row(run, row, error);
        run->found_count++;
    }
    pthread_mutex_unlock(&run->results->mutex);
    return inserted;
}

/* Nothing received and nothing known of it are not the same. */
static void forget_unknown(struct check_run *run)
{
    for (size_t i = 0; i < run->batch.schema->column_count; i++)
        for (size_t row = 0; run->unknown[i] && row < run->batch.row_count; row++)
            batch_set_null(&run->batch, i, row);
}

static bool copy_rows(struct check_run *run, sqlite3 *mirror, struct error *error)
{
    if (!check_columns(run->rule, run->reader->schema, error) ||
        !check_options(run->rule, run->reader->schema, error) ||
        !find_unknown(run, mirror, error) || !batch_open(&run->batch, run->reader->schema, error) ||
        !create_table(run, error))
        return false;
    while (run->reader->next(run->reader, &run->batch, NULL, error)) {
        forget_unknown(run);
        if (!insert_batch(run, error))
            return false;
    }
    return error->code == EXIT_CODE_GOOD;
}

/* Half a check's rows would look like all of them. */
static void drop_table(const struct check_run *run)
{
    char *sql = sqlite3_mprintf("DROP TABLE IF EXISTS \"%w\"", run->rule->id);
    pthread_mutex_lock(&run->results->mutex);
    if (sql != NULL)
        statement_execute(run->results->connection, sql, NULL);
    pthread_mutex_unlock(&run->results->mutex);
    sqlite3_free(sql);
}

bool check_run(sqlite3 *mirror, struct results *results, const struct rule *rule,
               const struct slot *slot, int64_t *found_count, struct error *error)
{
    struct check_run run = {
        .rule = rule, .results = results, .since = rule_parameter(rule, RULE_SINCE)};
    sqlite3_stmt *query;
    bool good;

    *found_count = 0;
    error_clear(error);
    if (!query_prepare(mirror, rule, slot, &query, error) ||
        !query_reader_open(&run.reader, query, rule->place.file, NULL, error))
        return false;
    good = copy_rows(&run, mirror, error);
    if (run.batch.schema != NULL)
        batch_close(&run.batch);
    run.reader->close(run.reader);
    free(run.unknown);
    pthread_mutex_lock(&results->mutex);
    sqlite3_finalize(run.insert);
    pthread_mutex_unlock(&results->mutex);
    *found_count = run.found_count;
    if (good)
        return true;
    drop_table(&run);
    if (strncmp(error->text, rule->place.file, strlen(rule->place.file)) != 0)
        error_wrap(error, "%s", rule->place.file);
    return false;
}
