/* Which definition a KPI has, and what a new one does to its figures; see kpi_definitions.h. */
#include "jobs/kpi_definitions.h"

#include "jobs/kpi_run.h"
#include "jobs/prepare.h"
#include "jobs/query.h"
#include "jobs/statement.h"

#include <inttypes.h>
#include <sha2.h>
#include <string.h>

#define MEANING "2:"
#define HASH_SIZE (sizeof MEANING - 1 + SHA256_DIGEST_STRING_LENGTH)

/* For people, and to compare with what earlier versions kept: `name.kind=value`, a line each, in
 * the order of the file. */
static char *parameters_text(const struct rule *rule)
{
    sqlite3_str *text = sqlite3_str_new(NULL);
    for (size_t i = 0; i < rule->parameter_count; i++) {
        const struct parameter *parameter = &rule->parameters[i];
        sqlite3_str_appendf(text, "%s%s%s=", parameter->name, *parameter->kind == '\0' ? "" : ".",
                            parameter->kind);
        if (parameter->is_list || parameter->type == COLUMN_TEXT)
            sqlite3_str_appendf(text, "%s\n", parameter->text);
        else
            sqlite3_str_appendf(text, "%lld\n", (long long)parameter->number);
    }
    sqlite3_str_appendall(text, "");
    return sqlite3_str_finish(text);
}

/* White space and comments apart, as one line: a query laid out anew asks the same. */
static void append_query(sqlite3_str *text, const char *sql)
{
    bool is_apart = false;
    int start = sqlite3_str_length(text);
    while (*sql != '\0') {
        size_t length = 1;
        if (strncmp(sql, "--", 2) == 0) {
            sql += strcspn(sql, "\n");
            continue;
        }
        if (strchr(" \t\r\n", *sql) != NULL) {
            is_apart = true;
            sql++;
            continue;
        }
        if (*sql == '\'' || *sql == '"')
            length += strcspn(sql + 1, (const char[]){*sql, '\0'}) + 1;
        if (is_apart && sqlite3_str_length(text) > start)
            sqlite3_str_appendchar(text, 1, ' ');
        is_apart = false;
        length = strnlen(sql, length);
        sqlite3_str_append(text, sql, (int)length);
        sql += length;
    }
}

/* What a KPI's figures and their colours follow from; what people read about it is no part of it.
 */
static char *meaning_text(const struct rule *rule)
{
    sqlite3_str *text = sqlite3_str_new(NULL);
    sqlite3_str_appendf(text, "kind %d, better %d, target %d %lld, amber %d %lld, of share %d %d, ",
                        (int)rule->kpi_kind, (int)rule->direction, rule->has_target,
                        (long long)rule->target, rule->has_amber, (long long)rule->amber,
                        rule->shows_share, rule->is_target_on_share);
    sqlite3_str_appendf(text, "split %Q, scaled %d\n", rule->target_split, rule->has_scaled_parts);
    for (size_t i = 0; i < rule->measure_count; i++)
        sqlite3_str_appendf(text, "measure %Q in %d\n", rule->measures[i].name,
                            (int)rule->measures[i].unit);
    for (size_t i = 0; i < rule->parameter_count; i++) {
        const struct parameter *parameter = &rule->parameters[i];
        bool is_text = parameter->is_list || parameter->type == COLUMN_TEXT;
        sqlite3_str_appendf(text, "parameter %Q %Q %Q = %Q %lld\n", parameter->name,
                            parameter->branch, parameter->kind, is_text ? parameter->text : NULL,
                            is_text ? 0LL : (long long)parameter->number);
    }
    append_query(text, rule->sql);
    return sqlite3_str_finish(text);
}

/* MEANING tells it from the hashes of files that earlier versions kept. */
static void hash(const struct rule *rule, char sha256[HASH_SIZE])
{
    char *meaning = meaning_text(rule);
    const char *text = meaning == NULL ? "" : meaning;
    memcpy(sha256, MEANING, sizeof MEANING);
    SHA256Data((const uint8_t *)text, strlen(text), sha256 + sizeof MEANING - 1);
    sqlite3_free(meaning);
}

static bool remember(sqlite3 *connection, const struct rule *rule, const char *sha256,
                     const char *parameters, struct error *error)
{
    sqlite3_stmt *insert = NULL;
    bool is_inserted = statement_prepare(connection,
                                         "INSERT OR IGNORE INTO kpi_definitions (kpi_id, sha256,"
                                         " parameters) VALUES (:kpi, :sha256, :parameters)",
                                         &insert, error);
    if (is_inserted) {
        statement_bind_text(insert, ":kpi", rule->id);
        statement_bind_text(insert, ":sha256", sha256);
        statement_bind_text(insert, ":parameters", parameters);
        is_inserted = statement_finish(insert, error);
    }
    sqlite3_finalize(insert);
    return is_inserted;
}

/* Of the file that an earlier version hashed nobody knows what it meant: it counts as another where
 * the parameters are others. */
static const char select_definition[] =
    "SELECT now.definition_id, NOT :is_flows_only AND coalesce((SELECT"
    "  CASE WHEN before.sha256 LIKE '" MEANING "%' THEN before.definition_id <> now.definition_id"
    "  ELSE before.parameters <> now.parameters END"
    "  FROM kpi_runs AS ran JOIN temp.published USING (attempt_id)"
    "  JOIN kpi_definitions AS before ON before.definition_id = ran.definition_id"
    "  WHERE ran.kpi_id = :kpi AND business_on < :today"
    "  ORDER BY business_on DESC, attempt_id DESC LIMIT 1), 0)"
    " FROM kpi_definitions AS now WHERE now.kpi_id = :kpi AND now.sha256 = :sha256";

bool kpi_definition_find(sqlite3 *connection, const struct rule *rule, const struct slot *slot,
                         struct kpi_definition *definition, struct error *error)
{
    char sha256[HASH_SIZE];
    char *parameters = parameters_text(rule);
    const char *text = parameters == NULL ? "" : parameters;
    sqlite3_stmt *select = NULL;
    bool is_found = false;

    hash(rule, sha256);
    if (remember(connection, rule, sha256, text, error) &&
        statement_prepare(connection, select_definition, &select, error)) {
        statement_bind_text(select, ":kpi", rule->id);
        statement_bind_text(select, ":sha256", sha256);
        statement_bind_integer(select, ":today", slot->business_on);
        statement_bind_integer(select, ":is_flows_only", slot->is_flows_only);
        is_found = statement_next(select, error);
    }
    if (is_found)
        *definition = (struct kpi_definition){sqlite3_column_int64(select, 0),
                                              sqlite3_column_int(select, 1) != 0};
    sqlite3_finalize(select);
    sqlite3_free(parameters);
    return is_found;
}

/* A figure as it was published, and as the new definition makes it. */
struct effect {
    bool is_known, has_before, has_after;
    int64_t before, after;
};

static bool before_find(sqlite3 *mirror, const struct rule *rule, const char *measure,
                        struct effect *effect)
{
    sqlite3_stmt *select = NULL;
    bool is_found = false;
    if (statement_prepare(mirror,
                          "SELECT value FROM results.khrop_kpi_values WHERE kpi_id = :kpi"
                          " AND period = :period AND level = 'company' AND split = '*'"
                          " AND measure = :measure",
                          &select, NULL)) {
        statement_bind_text(select, ":kpi", rule->id);
        statement_bind_text(select, ":period", rule->kpi_kind == KPI_FLOW ? "rolling" : "now");
        statement_bind_text(select, ":measure", measure);
        is_found = statement_next(select, &(struct error){0});
    }
    if (is_found) {
        effect->has_before = sqlite3_column_type(select, 0) != SQLITE_NULL;
        effect->before = sqlite3_column_int64(select, 0);
    }
    sqlite3_finalize(select);
    return is_found;
}

/* The rolling window lies within what every run reckons anew, so that no history is in it. */
static char *company_sql(const struct rule *rule, const struct slot *slot)
{
    const char *days = rule->kpi_kind == KPI_FLOW ? "day_on" : "NULL";
    size_t length = strlen(rule->sql);
    while (length > 0 && strchr(" \t\r\n;", rule->sql[length - 1]) != NULL)
        length--;
    return sqlite3_mprintf("SELECT SUM(part), SUM(whole) FROM (%.*s\n) WHERE"
                           " coalesce(measure, '') = :khrop_measure"
                           " AND coalesce(%s BETWEEN %lld AND %lld, %d)",
                           (int)length, rule->sql, days, (long long)slot->last_on - 29,
                           (long long)slot->last_on, rule->kpi_kind == KPI_STOCK);
}

static bool after_reckon(sqlite3 *mirror, const struct rule *rule,
                         const struct kpi_measure *measure, const struct slot *slot,
                         struct effect *effect)
{
    sqlite3_stmt *select = NULL;
    char *sql = company_sql(rule, slot);
    bool is_reckoned = false;
    if (sql != NULL && sqlite3_prepare_v2(mirror, sql, -1, &select, NULL) == SQLITE_OK) {
        query_bind(select, rule, slot);
        statement_bind_text(select, ":khrop_measure", measure->name);
        is_reckoned =
            statement_next(select, &(struct error){0}) &&
            kpi_value(measure->unit, sqlite3_column_int64(select, 0),
                      sqlite3_column_type(select, 1) != SQLITE_NULL,
                      sqlite3_column_int64(select, 1), &effect->has_after, &effect->after);
    }
    sqlite3_finalize(select);
    sqlite3_free(sql);
    return is_reckoned;
}

static bool change_insert(sqlite3 *connection, const struct rule *rule, const char *measure,
                          const struct slot *slot, const struct slot *earlier,
                          const struct effect *effect, struct error *error)
{
    sqlite3_stmt *insert = NULL;
    bool is_inserted = statement_prepare(
        connection,
        "INSERT INTO kpi_changes (attempt_id, kpi_id, measure, changed_on, effect_on,"
        " value_before, value_after) VALUES (:attempt_id, :kpi, :measure, :today, :effect_on,"
        " :before, :after)",
        &insert, error);
    if (is_inserted) {
        statement_bind_integer(insert, ":attempt_id", slot->attempt_id);
        statement_bind_text(insert, ":kpi", rule->id);
        statement_bind_text(insert, ":measure", measure);
        statement_bind_integer(insert, ":today", slot->business_on);
        if (effect->is_known)
            statement_bind_integer(insert, ":effect_on", earlier->business_on);
        if (effect->is_known && effect->has_before)
            statement_bind_integer(insert, ":before", effect->before);
        if (effect->is_known && effect->has_after)
            statement_bind_integer(insert, ":after", effect->after);
        is_inserted = statement_finish(insert, error);
    }
    sqlite3_finalize(insert);
    return is_inserted;
}

/* The newest slot of an earlier date that was published. */
static bool earlier_find(sqlite3 *connection, const struct settings *settings,
                         const struct slot *slot, struct slot *earlier, bool *is_found,
                         struct error *error)
{
    sqlite3_stmt *select = NULL;
    if (!statement_prepare(connection,
                           "SELECT business_on, attempt_no FROM counted_attempts"
                           " WHERE job = :job AND business_on < :today"
                           " ORDER BY business_on DESC LIMIT 1",
                           &select, error))
        return false;
    statement_bind_text(select, ":job", slot->job->name);
    statement_bind_integer(select, ":today", slot->business_on);
    *is_found = statement_next(select, error);
    if (*is_found)
        *earlier = (struct slot){
            .job = slot->job,
            .business_on = sqlite3_column_int64(select, 0),
            .last_on = slot_last_on(slot->job, sqlite3_column_int64(select, 0)),
            .attempt = sqlite3_column_int(select, 1),
        };
    sqlite3_finalize(select);
    return error->code == EXIT_CODE_GOOD && (!*is_found || slot_place(earlier, settings, error));
}

bool kpi_change_stage(sqlite3 *connection, const struct settings *settings,
                      const struct catalogue *catalogue, const struct rule *rule,
                      const struct slot *slot, struct error *error)
{
    struct slot earlier = {0};
    sqlite3 *mirror = NULL;
    bool is_found = false, is_staged = true;

    if (!earlier_find(connection, settings, slot, &earlier, &is_found, error))
        return false;
    /* Without that slot's folder the change is told, and its effect isn't known. */
    if (is_found && !mirror_open(&mirror, settings, catalogue, &earlier, &(struct error){0}))
        mirror = NULL;
    for (size_t i = 0; is_staged && i < rule->measure_count; i++) {
        const struct kpi_measure *measure = &rule->measures[i];
        struct effect effect = {0};
        effect.is_known = mirror != NULL && before_find(mirror, rule, measure->name, &effect) &&
                          after_reckon(mirror, rule, measure, &earlier, &effect);
        is_staged = change_insert(connection, rule, measure->name, slot, &earlier, &effect, error);
    }
    sqlite3_close(mirror);
    return is_staged;
}

bool kpi_changes_show(sqlite3 *connection, const struct slot *slot, struct error *error)
{
    sqlite3_stmt *insert = NULL;
    bool is_shown;

    if (!statement_prepare(
            connection,
            "INSERT OR REPLACE INTO results.khrop_kpi_changes"
            " SELECT kpi_id, measure, changed_on, effect_on, value_before, value_after"
            " FROM kpi_changes WHERE changed_on > :today - :days AND (attempt_id = :attempt_id"
            "  OR attempt_id IN (SELECT attempt_id FROM counted_attempts"
            "   WHERE job = :job AND business_on < :today)) ORDER BY changed_on",
            &insert, error))
        return false;
    statement_bind_integer(insert, ":today", slot->business_on);
    statement_bind_integer(insert, ":days", KPI_CHANGE_DAYS);
    statement_bind_integer(insert, ":attempt_id", slot->attempt_id);
    statement_bind_text(insert, ":job", slot->job->name);
    is_shown = statement_finish(insert, error);
    sqlite3_finalize(insert);
    return is_shown;
}
