/* Queries over a mirror as batches; see query.h. */
#include "jobs/query.h"

#include "core/clock.h"
#include "jobs/statement.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAME_SIZE 128
#define SECONDS_A_DAY 86400

/* Bound in every query, whatever its rule. */
static const char *const slot_parameters[] = {"today", "last_on", "zone_seconds"};

struct query_reader {
    struct reader reader;
    sqlite3_stmt *statement;
    struct schema schema;
    struct column *columns;
    int64_t row_number;
    bool is_done;
    char name[NAME_SIZE];
};

/* Where in the query the fault lies; -1 when nobody knows. SQLite has no offset for a table that is
 * not there: its name, which ends the message, is looked for. */
static int fault_offset(sqlite3 *connection, const struct rule *rule)
{
    int offset = sqlite3_error_offset(connection);
    const char *name = strrchr(sqlite3_errmsg(connection), ' ');
    const char *found;
    if (offset >= 0 || name == NULL || strstr(sqlite3_errmsg(connection), "no such table") == NULL)
        return offset;
    found = strstr(rule->sql, name + 1);
    return found == NULL ? -1 : (int)(found - rule->sql);
}

bool query_error(sqlite3 *connection, const struct rule *rule, struct error *error)
{
    int offset = fault_offset(connection, rule);
    int line = rule->place.line;
    const char *message = sqlite3_errmsg(connection);
    for (int i = 0; i < offset && rule->sql[i] != '\0'; i++)
        line += rule->sql[i] == '\n';
    if (offset < 0)
        return error_set(error, EXIT_CODE_CONFIGURATION, "%s: %s", rule->place.file, message);
    return error_set(error, EXIT_CODE_CONFIGURATION, "%s:%d: %s", rule->place.file, line, message);
}

void query_bind_slot(sqlite3_stmt *statement, const struct slot *slot)
{
    statement_bind_integer(statement, ":today", slot->business_on);
    statement_bind_integer(statement, ":last_on", slot->last_on);
    statement_bind_integer(statement, ":zone_seconds",
                           clock_offset_seconds(slot->business_on * SECONDS_A_DAY));
}

void query_bind(sqlite3_stmt *statement, const struct rule *rule, const struct slot *slot)
{
    query_bind_slot(statement, slot);
    for (size_t i = 0; i < rule->parameter_count; i++) {
        const struct parameter *parameter = &rule->parameters[i];
        char name[NAME_SIZE];
        if (parameter->kind[0] != '\0' || parameter->branch[0] != '\0')
            continue; /* maps stand in the table `parameters` */
        snprintf(name, sizeof name, ":%s", parameter->name);
        if (parameter->is_list || parameter->type == COLUMN_TEXT)
            statement_bind_text(statement, name, parameter->text);
        else
            statement_bind_integer(statement, name, parameter->number);
    }
}

static bool is_bound(const struct rule *rule, const char *name)
{
    for (size_t i = 0; i < sizeof slot_parameters / sizeof slot_parameters[0]; i++)
        if (strcmp(name, slot_parameters[i]) == 0)
            return true;
    for (size_t i = 0; i < rule->parameter_count; i++)
        if (rule->parameters[i].kind[0] == '\0' && rule->parameters[i].branch[0] == '\0' &&
            strcmp(rule->parameters[i].name, name) == 0)
            return true;
    return false;
}

/* A parameter that nobody binds would be null in silence. */
static bool all_bound(sqlite3_stmt *statement, const struct rule *rule, struct error *error)
{
    for (int i = 1; i <= sqlite3_bind_parameter_count(statement); i++) {
        const char *name = sqlite3_bind_parameter_name(statement, i);
        if (name == NULL || !is_bound(rule, name + 1))
            return error_set(error, EXIT_CODE_CONFIGURATION,
                             "%s: the query uses %s, which params does not have", rule->place.file,
                             name == NULL ? "?" : name);
    }
    return true;
}

/* A rule is one statement that reads. What follows it may be white space and comments alone. */
static bool is_one_query(sqlite3 *connection, sqlite3_stmt *statement, const struct rule *rule,
                         const char *rest, struct error *error)
{
    sqlite3_stmt *more = NULL;
    int line = rule->place.line;
    bool is_alone;
    if (statement == NULL || sqlite3_column_count(statement) == 0)
        return error_set(error, EXIT_CODE_CONFIGURATION, "%s: the query gives no columns",
                         rule->place.file);
    if (!sqlite3_stmt_readonly(statement))
        return error_set(error, EXIT_CODE_CONFIGURATION, "%s: a rule may only read",
                         rule->place.file);
    is_alone = sqlite3_prepare_v2(connection, rest, -1, &more, NULL) == SQLITE_OK && more == NULL;
    sqlite3_finalize(more);
    if (is_alone)
        return true;
    rest += strspn(rest, " \t\r\n");
    for (const char *at = rule->sql; at < rest; at++)
        line += *at == '\n';
    return error_set(error, EXIT_CODE_CONFIGURATION,
                     "%s:%d: a rule is one statement, here a second begins", rule->place.file,
                     line);
}

bool query_prepare(sqlite3 *connection, const struct rule *rule, const struct slot *slot,
                   sqlite3_stmt **statement, struct error *error)
{
    const char *rest = NULL;
    *statement = NULL;
    if (sqlite3_prepare_v2(connection, rule->sql, -1, statement, &rest) != SQLITE_OK)
        return query_error(connection, rule, error);
    if (!is_one_query(connection, *statement, rule, rest, error) ||
        !all_bound(*statement, rule, error)) {
        sqlite3_finalize(*statement);
        *statement = NULL;
        return false;
    }
    query_bind(*statement, rule, slot);
    return true;
}

/* Takes one value; an integer column holds integers alone, a text column text alone. */
static bool take_value(struct query_reader *query, struct batch *batch, size_t column, size_t row,
                       struct error *error)
{
    int index = (int)column;
    int found = sqlite3_column_type(query->statement, index);
    bool is_number = column_type_is_number(query->columns[column].type);
    if (found == SQLITE_NULL) {
        batch_set_null(batch, column, row);
        return true;
    }
    if (is_number && found == SQLITE_INTEGER) {
        batch->columns[column].numbers[row] = sqlite3_column_int64(query->statement, index);
        return true;
    }
    if (!is_number && found == SQLITE_TEXT) {
        const char *bytes = (const char *)sqlite3_column_text(query->statement, index);
        size_t length = (size_t)sqlite3_column_bytes(query->statement, index);
        const char *kept = batch_keep_text(batch, bytes, length, error);
        batch->columns[column].texts[row] = (struct text_view){kept, (uint32_t)length};
        return kept != NULL;
    }
    return error_set(error, EXIT_CODE_CONFIGURATION,
                     "%s: row %lld: column %s must hold %s, and holds %s", query->name,
                     (long long)query->row_number, query->columns[column].name,
                     is_number ? "an integer (a scaled decimal, a date as days)" : "text",
                     found == SQLITE_FLOAT ? "a floating-point number: a division by one (write "
                                             "/ 2, not / 2.0), or an integer that overflowed"
                     : found == SQLITE_INTEGER ? "an integer"
                     : found == SQLITE_BLOB    ? "bytes: cast them to text"
                                               : "text");
}

/* A step fails for what the SQL says (a sum beyond 64 bits, a day outside the calendar) or for the
 * files beneath. */
static bool step_error(const struct query_reader *query, struct error *error)
{
    sqlite3 *connection = sqlite3_db_handle(query->statement);
    const char *message = sqlite3_errmsg(connection);
    bool is_overflow = strcmp(message, "integer overflow") == 0;
    if (sqlite3_errcode(connection) == SQLITE_ERROR)
        return error_set(error, EXIT_CODE_CONFIGURATION, "%s: behind row %lld of its result: %s%s",
                         query->name, (long long)query->row_number, message,
                         is_overflow ? ": a sum is beyond 922337203685477.5807" : "");
    statement_error(connection, error);
    return error_wrap(error, "%s", query->name);
}

static bool query_next(struct reader *reader, struct batch *batch, struct rejects *rejects,
                       struct error *error)
{
    struct query_reader *query = (struct query_reader *)reader;
    (void)rejects; /* what a query gives was accepted before, or is the query's fault */
    batch_clear(batch);
    error_clear(error);
    while (!query->is_done && batch->row_count < BATCH_ROWS) {
        size_t row = batch->row_count;
        int answer = sqlite3_step(query->statement);
        if (answer == SQLITE_DONE) {
            query->is_done = true;
            break;
        }
        if (answer != SQLITE_ROW)
            return step_error(query, error);
        query->row_number++;
        for (size_t i = 0; i < query->schema.column_count; i++)
            if (!take_value(query, batch, i, row, error))
                return false;
        batch->row_numbers[row] = query->row_number;
        batch->row_count++;
    }
    return batch->row_count > 0;
}

static void query_close(struct reader *reader)
{
    struct query_reader *query = (struct query_reader *)reader;
    sqlite3_finalize(query->statement);
    for (size_t i = 0; i < query->schema.column_count; i++)
        free((char *)query->columns[i].name);
    free(query->columns);
    free(query);
}

static bool is_plain(const char *const *plain_columns, const char *name)
{
    for (size_t i = 0; plain_columns != NULL && plain_columns[i] != NULL; i++)
        if (strcmp(plain_columns[i], name) == 0)
            return true;
    return false;
}

/* Names are copied: SQLite's own go when it prepares the statement again after a change of schema.
 */
static bool take_columns(struct query_reader *query, const char *const *plain_columns,
                         struct error *error)
{
    size_t count = (size_t)sqlite3_column_count(query->statement);
    query->columns = calloc(count + 1, sizeof *query->columns);
    if (query->columns == NULL)
        return error_set(error, EXIT_CODE_SOFTWARE, "out of memory for a query");
    query->schema.columns = query->columns;
    for (size_t i = 0; i < count; i++) {
        const char *found = sqlite3_column_name(query->statement, (int)i);
        char *name = found == NULL ? NULL : strdup(found);
        if (name == NULL)
            return error_set(error, EXIT_CODE_SOFTWARE, "out of memory for a query");
        if (schema_find(&query->schema, name) < i) {
            error_set(error, EXIT_CODE_CONFIGURATION, "%s: the query gives the column %s twice",
                      query->name, name);
            free(name);
            return false;
        }
        query->columns[i] = (struct column){
            .name = name,
            .type = is_plain(plain_columns, name) ? COLUMN_INTEGER : column_type_of(name),
            .is_nullable = true};
        query->schema.column_count = i + 1;
    }
    return true;
}

bool query_reader_open(struct reader **reader, sqlite3_stmt *statement, const char *name,
                       const char *const *plain_columns, struct error *error)
{
    struct query_reader *query = calloc(1, sizeof *query);
    *reader = NULL;
    if (query == NULL) {
        sqlite3_finalize(statement);
        return error_set(error, EXIT_CODE_SOFTWARE, "out of memory for a query");
    }
    *query = (struct query_reader){.reader = {.next = query_next, .close = query_close},
                                   .statement = statement};
    query->reader.schema = &query->schema;
    snprintf(query->name, sizeof query->name, "%s", name);
    if (!take_columns(query, plain_columns, error)) {
        query_close(&query->reader);
        return false;
    }
    *reader = &query->reader;
    return true;
}
