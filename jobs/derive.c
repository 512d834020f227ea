/* Derived datasets become tables with their key; see derive.h. */
#include "jobs/derive.h"

#include "core/text.h"
#include "jobs/mirror.h"
#include "jobs/needs.h"
#include "jobs/promises.h"
#include "jobs/query.h"
#include "jobs/rule_rows.h"
#include "jobs/rule_times.h"
#include "jobs/statement.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool execute_made(sqlite3 *connection, sqlite3_str *made, struct error *error)
{
    char *sql = sqlite3_str_finish(made);
    bool executed = sql == NULL ? error_set(error, EXIT_CODE_SOFTWARE, "out of memory for a table")
                                : statement_execute(connection, sql, error);
    sqlite3_free(sql);
    return executed;
}

static bool create_table(sqlite3 *connection, const struct rule *rule, const struct schema *schema,
                         struct error *error)
{
    sqlite3_str *sql = sqlite3_str_new(connection);
    sqlite3_str_appendf(sql, "CREATE TABLE main.\"%w\"(", rule->id);
    for (size_t i = 0; i < schema->column_count; i++)
        sqlite3_str_appendf(sql, "%s\"%w\" %s", i > 0 ? ", " : "", schema->columns[i].name,
                            column_type_is_number(schema->columns[i].type) ? "INTEGER" : "TEXT");
    sqlite3_str_appendall(sql, ")");
    return execute_made(connection, sql, error);
}

static bool prepare_insert(sqlite3 *connection, const struct rule *rule,
                           const struct schema *schema, sqlite3_stmt **insert, struct error *error)
{
    sqlite3_str *made = sqlite3_str_new(connection);
    char *sql;
    bool prepared;
    sqlite3_str_appendf(made, "INSERT INTO main.\"%w\" VALUES (", rule->id);
    for (size_t i = 0; i < schema->column_count; i++)
        sqlite3_str_appendall(made, i > 0 ? ", ?" : "?");
    sqlite3_str_appendall(made, ")");
    sql = sqlite3_str_finish(made);
    prepared = sql != NULL && statement_prepare(connection, sql, insert, error);
    sqlite3_free(sql);
    return prepared;
}

/* Row by row through a reader, which refuses what INSERT .. SELECT would take in silence: a number
 * that has overflowed into a floating-point one. */
static bool copy_rows(struct reader *reader, sqlite3_stmt *insert, struct error *error)
{
    struct batch batch;
    bool copied = true;
    if (!batch_open(&batch, reader->schema, error))
        return false;
    while (copied && reader->next(reader, &batch, NULL, error))
        for (size_t row = 0; copied && row < batch.row_count; row++) {
            rule_rows_bind(&batch, row, insert, 1);
            copied = statement_finish(insert, error);
        }
    batch_close(&batch);
    return copied && error->code == EXIT_CODE_GOOD;
}

static bool fill_table(sqlite3 *connection, const struct rule *rule, struct reader *reader,
                       struct error *error)
{
    sqlite3_stmt *insert = NULL;
    bool filled;
    for (size_t i = 0; rule->key[i] != NULL; i++)
        if (!rule_rows_have(reader->schema, rule->key[i], "key", error))
            return false;
    filled = create_table(connection, rule, reader->schema, error) &&
             prepare_insert(connection, rule, reader->schema, &insert, error) &&
             copy_rows(reader, insert, error);
    sqlite3_finalize(insert);
    return filled;
}

/* The key makes the look-ups of every rule fast, and two rows with one key an error here rather
 * than a doubled sum there. */
static bool index_table(sqlite3 *connection, const struct rule *rule, struct error *error)
{
    sqlite3_str *sql = sqlite3_str_new(connection);
    sqlite3_str_appendf(sql, "CREATE UNIQUE INDEX main.\"%w_key\" ON \"%w\"(", rule->id, rule->id);
    for (size_t i = 0; rule->key[i] != NULL; i++)
        sqlite3_str_appendf(sql, "%s\"%w\"", i > 0 ? ", " : "", rule->key[i]);
    sqlite3_str_appendall(sql, ")");
    if (execute_made(connection, sql, error))
        return true;
    if (sqlite3_errcode(connection) == SQLITE_CONSTRAINT)
        return error_set(error, EXIT_CODE_CONFIGURATION,
                         "two rows of its result have one key; name in `key` what tells them "
                         "apart, or give one row for both");
    return false;
}

static bool compute(sqlite3 *connection, const struct rule *rule, const struct slot *slot,
                    struct error *error)
{
    sqlite3_stmt *query = NULL;
    struct reader *reader;
    struct rule_watch watch = rule_watch_begin();
    bool computed;
    mirror_guard(connection, true);
    computed = query_prepare(connection, rule, slot, &query, error);
    mirror_guard(connection, false);
    if (!computed || !query_reader_open(&reader, query, rule->place.file, NULL, error))
        return false;
    computed = fill_table(connection, rule, reader, error);
    reader->close(reader);
    computed = computed && index_table(connection, rule, error);
    rule_times_add(slot->rule_times, rule, &watch);
    if (computed)
        return true;
    if (strncmp(error->text, rule->place.file, strlen(rule->place.file)) != 0)
        error_wrap(error, "%s", rule->place.file);
    return false;
}

static void give_reason(struct needs_answer *answer, enum language language, const char *format,
                        const char *id, const char *reason)
{
    text_format(answer->reason[language].text, sizeof answer->reason[language].text, format, id,
                reason);
}

/* A query that fails costs those who need it, and not the morning. */
static bool give_up(sqlite3 *connection, const struct rule *rule, struct needs_answer *answer,
                    struct error *error)
{
    sqlite3_str *drop = sqlite3_str_new(connection);
    if (error->code == EXIT_CODE_CANNOT_WRITE) {
        sqlite3_free(sqlite3_str_finish(drop));
        return false;
    }
    give_reason(answer, LANGUAGE_EN, "derived dataset %s failed: %s", rule->id, error->text);
    give_reason(answer, LANGUAGE_TH, "คำนวณข้อมูล %s ไม่ได้ (%s)", rule->id, error->text);
    error_clear(error);
    sqlite3_str_appendf(drop, "DROP TABLE IF EXISTS main.\"%w\"", rule->id);
    return execute_made(connection, drop, error);
}

static bool record(sqlite3 *connection, const struct rule *rule, const struct needs_answer *answer,
                   bool has_failed, struct error *error)
{
    static const char *const states[] = {"whole", "partial", "not_derived"};
    sqlite3_stmt *insert = NULL;
    bool recorded = statement_prepare(
        connection, "INSERT INTO main.khrop_derived VALUES (:dataset, :state, :en, :th)", &insert,
        error);
    if (recorded) {
        statement_bind_text(insert, ":dataset", rule->id);
        statement_bind_text(insert, ":state", has_failed ? "failed" : states[answer->state]);
        statement_bind_text(insert, ":en", answer->reason[LANGUAGE_EN].text);
        statement_bind_text(insert, ":th", answer->reason[LANGUAGE_TH].text);
        recorded = statement_finish(insert, error);
    }
    sqlite3_finalize(insert);
    return recorded;
}

static bool derive(sqlite3 *connection, const struct catalogue *catalogue, const struct rule *rule,
                   const struct slot *slot, struct error *error)
{
    struct needs_answer answer;
    bool has_failed;
    if (!needs_look(connection, catalogue, rule, &answer, error))
        return false;
    has_failed = answer.state != NEEDS_MISSING && !compute(connection, rule, slot, error);
    if (has_failed && !give_up(connection, rule, &answer, error))
        return false;
    return record(connection, rule, &answer, has_failed, error);
}

/* What nobody reads in this job costs no time. */
static bool leave_out(sqlite3 *connection, const struct rule *rule, struct error *error)
{
    static const struct needs_answer unread = {
        NEEDS_MISSING,
        {{"no check and no KPI of this job reads it"}, {"ไม่มีรายการตรวจหรือ KPI ใดของงานนี้ที่ใช้ข้อมูลนี้"}}};
    return record(connection, rule, &unread, false, error);
}

bool derive_all(sqlite3 *connection, const struct catalogue *catalogue, const struct slot *slot,
                struct error *error)
{
    bool *needed, derived = true;
    if (!statement_execute(
            connection,
            "BEGIN; CREATE TABLE main.khrop_derived(dataset TEXT PRIMARY KEY, state TEXT NOT NULL, "
            "reason_en TEXT NOT NULL, reason_th TEXT NOT NULL)",
            error))
        return false;
    needed = needs_derived(catalogue, slot->job, PROMISES_DATASET);
    if (needed == NULL)
        return error_set(error, EXIT_CODE_SOFTWARE, "out of memory for derived datasets");
    for (size_t i = 0; derived && i < catalogue->derived_count; i++)
        derived = needed[i] ? derive(connection, catalogue, &catalogue->derived[i], slot, error)
                            : leave_out(connection, &catalogue->derived[i], error);
    free(needed);
    return derived && statement_execute(connection, "COMMIT", error);
}
