/* Derived datasets become tables with their key; see derive.h. */
#include "jobs/derive.h"

#include "jobs/needs.h"
#include "jobs/query.h"
#include "jobs/statement.h"

#include <string.h>

static bool create_table(sqlite3 *connection, const struct rule *rule, sqlite3_stmt *query,
                         struct error *error)
{
    sqlite3_str *sql = sqlite3_str_new(connection);
    char *text;
    bool created;
    sqlite3_str_appendf(sql, "CREATE TABLE main.\"%w\"(", rule->id);
    for (int i = 0; i < sqlite3_column_count(query); i++) {
        const char *name = sqlite3_column_name(query, i);
        sqlite3_str_appendf(sql, "%s\"%w\" %s", i > 0 ? ", " : "", name,
                            column_type_of(name) == COLUMN_TEXT ? "TEXT" : "INTEGER");
    }
    sqlite3_str_appendall(sql, ")");
    text = sqlite3_str_finish(sql);
    created = text != NULL && statement_execute(connection, text, error);
    sqlite3_free(text);
    return created;
}

static bool fill_table(sqlite3 *connection, const struct rule *rule, const struct slot *slot,
                       struct error *error)
{
    sqlite3_stmt *insert = NULL;
    char *sql = sqlite3_mprintf("INSERT INTO main.\"%w\" %s", rule->id, rule->sql);
    bool filled = sql != NULL && statement_prepare(connection, sql, &insert, error);
    if (filled) {
        query_bind(insert, rule, slot);
        filled = statement_finish(insert, error);
    }
    sqlite3_finalize(insert);
    sqlite3_free(sql);
    return filled;
}

/* The key makes the look-ups of every rule fast, and two rows with one key an error here rather
 * than a doubled sum there. */
static bool index_table(sqlite3 *connection, const struct rule *rule, struct error *error)
{
    sqlite3_str *sql = sqlite3_str_new(connection);
    char *text;
    bool indexed;
    sqlite3_str_appendf(sql, "CREATE UNIQUE INDEX main.\"%w_key\" ON \"%w\"(", rule->id, rule->id);
    for (size_t i = 0; rule->key[i] != NULL; i++)
        sqlite3_str_appendf(sql, "%s\"%w\"", i > 0 ? ", " : "", rule->key[i]);
    sqlite3_str_appendall(sql, ")");
    text = sqlite3_str_finish(sql);
    indexed = text != NULL && statement_execute(connection, text, error);
    sqlite3_free(text);
    return indexed;
}

static bool compute(sqlite3 *connection, const struct rule *rule, const struct slot *slot,
                    struct error *error)
{
    sqlite3_stmt *query = NULL;
    bool computed = query_prepare(connection, rule, slot, &query, error) &&
                    create_table(connection, rule, query, error);
    sqlite3_finalize(query);
    if (!computed)
        return false;
    if (!fill_table(connection, rule, slot, error) || !index_table(connection, rule, error))
        return error_wrap(error, "%s", rule->place.file);
    return true;
}

static bool record(sqlite3 *connection, const struct rule *rule, const struct needs_answer *answer,
                   struct error *error)
{
    static const char *const states[] = {"whole", "partial", "not_derived"};
    sqlite3_stmt *insert = NULL;
    bool recorded = statement_prepare(
        connection, "INSERT INTO main.khrop_derived VALUES (:dataset, :state, :en, :th)", &insert,
        error);
    if (recorded) {
        statement_bind_text(insert, ":dataset", rule->id);
        statement_bind_text(insert, ":state", states[answer->state]);
        statement_bind_text(insert, ":en", answer->reason[LANGUAGE_EN].text);
        statement_bind_text(insert, ":th", answer->reason[LANGUAGE_TH].text);
        recorded = statement_finish(insert, error);
    }
    sqlite3_finalize(insert);
    return recorded;
}

bool derive_all(sqlite3 *connection, const struct catalogue *catalogue, const struct slot *slot,
                struct error *error)
{
    if (!statement_execute(
            connection,
            "CREATE TABLE main.khrop_derived(dataset TEXT PRIMARY KEY, state TEXT NOT NULL, "
            "reason_en TEXT NOT NULL, reason_th TEXT NOT NULL)",
            error))
        return false;
    for (size_t i = 0; i < catalogue->derived_count; i++) {
        const struct rule *rule = &catalogue->derived[i];
        struct needs_answer answer;
        if (!needs_look(connection, catalogue, rule, &answer, error))
            return false;
        if (answer.state != NEEDS_MISSING && !compute(connection, rule, slot, error))
            return false;
        if (!record(connection, rule, &answer, error))
            return false;
    }
    return true;
}
