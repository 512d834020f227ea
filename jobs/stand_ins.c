/* Stands in for what is not there; see stand_ins.h. */
#include "jobs/stand_ins.h"

#include "core/text.h"
#include "jobs/mirror.h"
#include "jobs/query.h"
#include "jobs/statement.h"

#include <string.h>

static const char *title_of(const struct catalogue *catalogue, const char *dataset,
                            enum language language)
{
    const struct rule *derived = catalogue_derived(catalogue, dataset);
    const struct contract *contract = catalogue_contract(catalogue, dataset);
    return derived != NULL    ? derived->title.text[language]
           : contract != NULL ? contract->title.text[language]
                              : dataset;
}

/* "not known: Goods received for each order line: dataset receipts is not mapped at this site". */
static void add_reason(struct needs_answer *lacking, enum language language, const char *title,
                       const struct needs_answer *answer)
{
    static const char *const words[LANGUAGE_COUNT][2] = {
        [LANGUAGE_EN] = {"known in part", "not known"},
        [LANGUAGE_TH] = {"ทราบเพียงบางส่วน", "ไม่ทราบ"}};
    char *text = lacking->reason[language].text;
    size_t size = sizeof lacking->reason[language].text, used = strlen(text);
    text_format(text + used, size - used, "%s%s: %s: %s", used > 0 ? "; " : "",
                words[language][answer->state == NEEDS_MISSING], title,
                answer->reason[language].text);
}

bool stand_ins_look(sqlite3 *mirror, const struct catalogue *catalogue, const struct rule *check,
                    struct needs_answer *lacking, struct error *error)
{
    *lacking = (struct needs_answer){0};
    for (size_t i = 0; i < check->may_use_count; i++) {
        const char *dataset = check->may_use[i].dataset;
        struct needs_answer answer;
        if (!needs_look_at(mirror, catalogue, dataset, &answer, error))
            return false;
        if (answer.state == NEEDS_WHOLE)
            continue;
        if (answer.state > lacking->state)
            lacking->state = answer.state;
        for (int language = 0; language < LANGUAGE_COUNT; language++)
            add_reason(lacking, (enum language)language,
                       title_of(catalogue, dataset, (enum language)language), &answer);
    }
    return true;
}

/* A table of temp is found before the one that failed, and before the view that says so. */
static bool make_table(sqlite3 *mirror, const char *dataset, sqlite3_str *columns,
                       struct error *error)
{
    char *listed = sqlite3_str_finish(columns);
    char *sql =
        listed == NULL
            ? NULL
            : sqlite3_mprintf("DROP VIEW IF EXISTS temp.\"%w\"; CREATE TEMP TABLE \"%w\"(%s)",
                              dataset, dataset, listed);
    bool made = sql != NULL ? statement_execute(mirror, sql, error)
                            : error_set(error, EXIT_CODE_SOFTWARE, "out of memory for a table");
    sqlite3_free(sql);
    sqlite3_free(listed);
    return made;
}

static void add_column(sqlite3_str *columns, const char *name, enum column_type type)
{
    sqlite3_str_appendf(columns, "%s\"%w\" %s", sqlite3_str_length(columns) > 0 ? ", " : "", name,
                        column_type_is_number(type) ? "INTEGER" : "TEXT");
}

static bool stand_for_source(sqlite3 *mirror, const struct contract *contract, struct error *error)
{
    sqlite3_str *columns = sqlite3_str_new(mirror);
    add_column(columns, "khrop_row", COLUMN_INTEGER);
    for (size_t i = 0; i < contract->schema.column_count; i++)
        add_column(columns, contract->schema.columns[i].name, contract->schema.columns[i].type);
    for (size_t i = 0; i < contract->identity_count; i++)
        add_column(columns, contract->identities[i].name,
                   column_type_of(contract->identities[i].name));
    return make_table(mirror, contract->name, columns, error);
}

static bool stand_for(sqlite3 *mirror, const struct catalogue *catalogue, const char *dataset,
                      const struct slot *slot, struct error *error);

/* Its query says which columns it has, once what it needs is there in name. */
static bool stand_for_derived(sqlite3 *mirror, const struct catalogue *catalogue,
                              const struct rule *derived, const struct slot *slot,
                              struct error *error)
{
    sqlite3_stmt *query = NULL;
    sqlite3_str *columns;
    for (size_t i = 0; i < derived->need_count; i++)
        if (!stand_for(mirror, catalogue, derived->needs[i].dataset, slot, error))
            return false;
    if (!query_prepare(mirror, derived, slot, &query, error))
        return false;
    columns = sqlite3_str_new(mirror);
    for (int i = 0; i < sqlite3_column_count(query); i++)
        add_column(columns, sqlite3_column_name(query, i),
                   column_type_of(sqlite3_column_name(query, i)));
    sqlite3_finalize(query);
    return make_table(mirror, derived->id, columns, error);
}

static bool is_stand_in(sqlite3 *mirror, const char *dataset)
{
    /* Of what is there, temp has a view, or nothing. */
    return sqlite3_table_column_metadata(mirror, "temp", dataset, NULL, NULL, NULL, NULL, NULL,
                                         NULL) == SQLITE_OK;
}

/* Nothing to do for what is there. */
static bool stand_for(sqlite3 *mirror, const struct catalogue *catalogue, const char *dataset,
                      const struct slot *slot, struct error *error)
{
    const struct rule *derived = catalogue_derived(catalogue, dataset);
    const struct contract *contract = catalogue_contract(catalogue, dataset);
    struct needs_answer answer;
    if (is_stand_in(mirror, dataset))
        return true;
    if (!needs_look_at(mirror, catalogue, dataset, &answer, error))
        return false;
    if (answer.state != NEEDS_MISSING)
        return true;
    if (derived != NULL)
        return stand_for_derived(mirror, catalogue, derived, slot, error);
    return contract == NULL || stand_for_source(mirror, contract, error);
}

bool stand_ins_make(sqlite3 *mirror, const struct catalogue *catalogue, const struct rule *check,
                    const struct slot *slot, struct error *error)
{
    bool made = true;
    mirror_guard(mirror, false);
    for (size_t i = 0; made && i < check->may_use_count; i++)
        made = stand_for(mirror, catalogue, check->may_use[i].dataset, slot, error);
    mirror_guard(mirror, true);
    return made;
}

bool stand_ins_cover(sqlite3 *mirror, const struct rule *check, const char *column)
{
    for (size_t i = 0; i < check->may_use_count; i++)
        for (size_t j = 0; check->may_use[i].columns[j] != NULL; j++)
            if (strcmp(check->may_use[i].columns[j], column) == 0 &&
                is_stand_in(mirror, check->may_use[i].dataset))
                return true;
    return false;
}
