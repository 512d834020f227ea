/* Fills the table `parameters`; see parameters.h. */
#include "jobs/parameters.h"

#include "core/region.h"
#include "jobs/statement.h"

#include <stdio.h>
#include <string.h>

struct filling {
    sqlite3_stmt *insert;
    const char **branches; /* "" first, ended by NULL */
    struct region region;
    struct error *error;
};

static bool insert(struct filling *filling, const struct rule *rule, const char *branch,
                   const char *kind, const struct parameter *parameter)
{
    char name[128];

    snprintf(name, sizeof name, "%s.%s", rule->id, parameter->name);
    sqlite3_clear_bindings(filling->insert);
    statement_bind_text(filling->insert, ":name", name);
    statement_bind_text(filling->insert, ":branch", branch);
    statement_bind_text(filling->insert, ":kind", kind);
    if (parameter->type == COLUMN_TEXT)
        statement_bind_text(filling->insert, ":value", parameter->text);
    else
        statement_bind_integer(filling->insert, ":value", parameter->number);
    return statement_finish(filling->insert, filling->error);
}

/* For one branch: the value for a kind that nobody knows, then for each kind. A map has none for
 * the first. */
static bool insert_kinds(struct filling *filling, const struct rule *rule,
                         const struct variation *variation, const char *branch)
{
    const struct parameter *parameter = rule_parameter_at(rule, variation->parameter, branch, "");

    if (parameter != NULL && !insert(filling, rule, branch, "", parameter))
        return false;
    for (size_t i = 0; variation->kinds != NULL && variation->kinds[i] != NULL; i++) {
        parameter = rule_parameter_at(rule, variation->parameter, branch, variation->kinds[i]);
        if (parameter != NULL && !insert(filling, rule, branch, variation->kinds[i], parameter))
            return false;
    }
    return true;
}

static bool insert_varying(struct filling *filling, const struct rule *rule,
                           const struct variation *variation)
{
    for (size_t i = 0; filling->branches[i] != NULL; i++)
        if ((i == 0 || variation->is_by_branch) &&
            !insert_kinds(filling, rule, variation, filling->branches[i]))
            return false;
    return true;
}

static bool insert_rules(struct filling *filling, const struct rule *rules, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < rules[i].variation_count; j++)
            if (!insert_varying(filling, &rules[i], &rules[i].variations[j]))
                return false;
        for (size_t j = 0; j < rules[i].parameter_count; j++) {
            const struct parameter *parameter = &rules[i].parameters[j];
            if (parameter->kind[0] != '\0' && rule_variation(&rules[i], parameter->name) == NULL &&
                !insert(filling, &rules[i], "", parameter->kind, parameter))
                return false;
        }
    }
    return true;
}

/* Without staff there is nobody's branch alone; what needs staff is not run then. */
static bool branches_read(struct filling *filling, sqlite3 *connection)
{
    sqlite3_stmt *rows = NULL;
    size_t count = 0;

    filling->branches = region_grow(&filling->region, NULL, count, sizeof *filling->branches);
    filling->branches[count++] = "";
    if (sqlite3_prepare_v2(connection,
                           "SELECT DISTINCT branch FROM staff WHERE branch IS NOT NULL "
                           "AND branch <> '' ORDER BY branch",
                           -1, &rows, NULL) == SQLITE_OK)
        while (statement_next(rows, filling->error)) {
            filling->branches = region_grow(&filling->region, (void *)filling->branches, count,
                                            sizeof *filling->branches);
            filling->branches[count++] = region_copy(&filling->region, statement_text(rows, 0));
        }
    sqlite3_finalize(rows);
    filling->branches =
        region_grow(&filling->region, (void *)filling->branches, count, sizeof *filling->branches);
    filling->branches[count] = NULL;
    return filling->error->code == EXIT_CODE_GOOD;
}

bool parameters_write(sqlite3 *connection, const struct catalogue *catalogue, struct error *error)
{
    struct filling filling = {.error = error};
    bool written =
        statement_execute(
            connection,
            "CREATE TABLE main.parameters(name TEXT NOT NULL, branch TEXT NOT NULL, "
            "kind TEXT NOT NULL, value, PRIMARY KEY (name, branch, kind)) WITHOUT ROWID",
            error) &&
        branches_read(&filling, connection) &&
        statement_prepare(connection,
                          "INSERT INTO main.parameters VALUES (:name, :branch, :kind, :value)",
                          &filling.insert, error) &&
        insert_rules(&filling, catalogue->derived, catalogue->derived_count) &&
        insert_rules(&filling, catalogue->checks, catalogue->check_count) &&
        insert_rules(&filling, catalogue->kpis, catalogue->kpi_count) &&
        insert_rules(&filling, catalogue->tables, catalogue->table_count);

    sqlite3_finalize(filling.insert);
    region_clear(&filling.region);
    return written;
}
