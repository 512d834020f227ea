/* Finds the rows behind an exception; see trace.h. */
#include "jobs/trace.h"

#include "core/region.h"
#include "jobs/needs.h"
#include "jobs/statement.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OWN_COLUMNS 6 /* khrop_key .. khrop_why_th of a check's table */
#define CLUES_MAX 256
#define COLUMNS_MAX 8

/* A value by which rows can be found: a column of the exception, or of a key found on the way. */
struct clue {
    const char *column;
    sqlite3_value *value;
    bool is_found; /* on the way */
};

struct trace {
    struct region region;
    sqlite3 *mirror;
    const struct catalogue *catalogue;
    const struct rule *check;
    sqlite3_stmt *row;
    const char **datasets;
    size_t dataset_count;
    struct clue clues[CLUES_MAX];
    size_t clue_count;
};

/* The clues that a condition is made of. */
struct condition {
    const struct clue *clues[COLUMNS_MAX];
    size_t count;
};

static void clue_add(struct trace *trace, const char *column, sqlite3_value *value, bool is_found)
{
    sqlite3_value *copy;

    if (trace->clue_count == CLUES_MAX || sqlite3_value_type(value) == SQLITE_NULL)
        return;
    copy = sqlite3_value_dup(value);
    if (copy != NULL)
        trace->clues[trace->clue_count++] =
            (struct clue){region_copy(&trace->region, column), copy, is_found};
}

static const struct clue *clue_find(const struct trace *trace, const char *column)
{
    for (size_t i = 0; i < trace->clue_count; i++)
        if (!trace->clues[i].is_found && strcmp(trace->clues[i].column, column) == 0)
            return &trace->clues[i];
    return NULL;
}

static bool row_find(struct trace *trace, const char *key, struct error *error)
{
    char *sql =
        sqlite3_mprintf("SELECT * FROM results.\"%w\" WHERE khrop_key = :key", trace->check->id);
    bool is_found = sql != NULL && statement_prepare(trace->mirror, sql, &trace->row, error);

    sqlite3_free(sql);
    if (!is_found)
        return error_set(error, EXIT_CODE_USAGE, "%s did not run in this slot", trace->check->id);
    sqlite3_bind_text(trace->row, 1, key, -1, SQLITE_TRANSIENT);
    if (statement_next(trace->row, error))
        return true;
    return error->code != EXIT_CODE_GOOD
               ? false
               : error_set(error, EXIT_CODE_USAGE, "%s:%s was not found in this slot",
                           trace->check->id, key);
}

static bool is_listed(const struct trace *trace, const char *dataset)
{
    for (size_t i = 0; i < trace->dataset_count; i++)
        if (strcmp(trace->datasets[i], dataset) == 0)
            return true;
    return false;
}

/* Derived datasets are never in a circle: catalogue_open sees to it. */
static void dataset_add(struct trace *trace, const char *dataset)
{
    const struct rule *derived = catalogue_derived(trace->catalogue, dataset);
    if (is_listed(trace, dataset))
        return;
    trace->datasets =
        region_grow(&trace->region, trace->datasets, trace->dataset_count, sizeof *trace->datasets);
    trace->datasets[trace->dataset_count++] = dataset;
    for (size_t i = 0; derived != NULL && i < derived->need_count; i++)
        dataset_add(trace, derived->needs[i].dataset);
}

/* What the check did without has no rows. */
static bool datasets_add(struct trace *trace, struct error *error)
{
    const struct rule *check = trace->check;
    for (size_t i = 0; i < check->need_count; i++)
        dataset_add(trace, check->needs[i].dataset);
    for (size_t i = 0; i < check->may_use_count; i++) {
        struct needs_answer answer;
        if (!needs_look_at(trace->mirror, trace->catalogue, check->may_use[i].dataset, &answer,
                           error))
            return false;
        if (answer.state != NEEDS_MISSING)
            dataset_add(trace, check->may_use[i].dataset);
    }
    return true;
}

bool trace_open(struct trace **made, sqlite3 *mirror, const struct catalogue *catalogue,
                const struct rule *check, const char *key, struct error *error)
{
    struct trace *trace = calloc(1, sizeof *trace);

    *made = NULL;
    if (trace == NULL)
        return error_set(error, EXIT_CODE_SOFTWARE, "out of memory");
    trace->mirror = mirror;
    trace->catalogue = catalogue;
    trace->check = check;
    error_clear(error);
    if (!row_find(trace, key, error) || !datasets_add(trace, error)) {
        trace_close(trace);
        return false;
    }
    for (int i = OWN_COLUMNS; i < sqlite3_column_count(trace->row); i++)
        clue_add(trace, sqlite3_column_name(trace->row, i), sqlite3_column_value(trace->row, i),
                 false);
    trace->datasets =
        region_grow(&trace->region, trace->datasets, trace->dataset_count, sizeof *trace->datasets);
    trace->datasets[trace->dataset_count] = NULL;
    *made = trace;
    return true;
}

void trace_close(struct trace *trace)
{
    if (trace == NULL)
        return;
    sqlite3_finalize(trace->row);
    for (size_t i = 0; i < trace->clue_count; i++)
        sqlite3_value_free(trace->clues[i].value);
    region_clear(&trace->region);
    free(trace);
}

sqlite3_stmt *trace_row(struct trace *trace)
{
    return trace->row;
}

int trace_first_column(void)
{
    return OWN_COLUMNS;
}

const char *const *trace_datasets(struct trace *trace)
{
    return trace->datasets;
}

/* The key of a dataset; NULL for one of khrop's own. */
static const char *const *key_of(struct trace *trace, const char *dataset)
{
    const struct contract *contract = catalogue_contract(trace->catalogue, dataset);
    const struct rule *derived = catalogue_derived(trace->catalogue, dataset);
    const char **names;
    size_t count = 0;

    if (derived != NULL)
        return derived->key;
    if (contract == NULL)
        return NULL;
    names = region_allocate(&trace->region, (contract->schema.column_count + 1) * sizeof *names);
    for (size_t i = 0; i < contract->schema.column_count; i++)
        if (contract->schema.columns[i].is_key)
            names[count++] = contract->schema.columns[i].name;
    return names;
}

static bool has_column(sqlite3_stmt *columns, const char *name)
{
    for (int i = 0; i < sqlite3_column_count(columns); i++)
        if (strcmp(sqlite3_column_name(columns, i), name) == 0)
            return true;
    return false;
}

/* Those of the names that are columns of the dataset and clues; `is_all`: none, unless all are. */
static struct condition condition_of(struct trace *trace, sqlite3_stmt *columns,
                                     const char *const *names, bool is_all)
{
    struct condition condition = {.count = 0};

    for (size_t i = 0; names != NULL && names[i] != NULL; i++) {
        const struct clue *clue = clue_find(trace, names[i]);
        if (clue != NULL && has_column(columns, names[i]) && condition.count < COLUMNS_MAX)
            condition.clues[condition.count++] = clue;
        else if (is_all)
            return (struct condition){.count = 0};
    }
    return condition;
}

static void condition_say(const struct condition *condition, char text[TRACE_CONDITION_SIZE])
{
    size_t used = 0;

    text[0] = '\0';
    for (size_t i = 0; i < condition->count && used < TRACE_CONDITION_SIZE; i++)
        used += (size_t)snprintf(text + used, TRACE_CONDITION_SIZE - used, "%s%s = %s",
                                 i > 0 ? ", " : "", condition->clues[i]->column,
                                 (const char *)sqlite3_value_text(condition->clues[i]->value));
}

/* Prepares the query and steps once: *has_rows says whether to take it. */
static bool condition_try(struct trace *trace, const char *dataset,
                          const struct condition *condition, sqlite3_stmt **rows, bool *has_rows,
                          struct error *error)
{
    sqlite3_str *made = sqlite3_str_new(trace->mirror);
    char *sql;
    bool is_prepared;

    sqlite3_str_appendf(made, "SELECT * FROM \"%w\" WHERE ", dataset);
    for (size_t i = 0; i < condition->count; i++)
        sqlite3_str_appendf(made, "%s\"%w\" = ?", i > 0 ? " AND " : "",
                            condition->clues[i]->column);
    sql = sqlite3_str_finish(made);
    is_prepared = sql != NULL && statement_prepare(trace->mirror, sql, rows, error);
    sqlite3_free(sql);
    if (!is_prepared)
        return false;
    for (size_t i = 0; i < condition->count; i++)
        sqlite3_bind_value(*rows, (int)i + 1, condition->clues[i]->value);
    *has_rows = statement_next(*rows, error);
    sqlite3_reset(*rows);
    return error->code == EXIT_CODE_GOOD;
}

/* Keys of these rows lead on to what refers to them. */
static bool keys_take(struct trace *trace, sqlite3_stmt *rows, const char *const *key,
                      struct error *error)
{
    while (key != NULL && statement_next(rows, error))
        for (int i = 0; i < sqlite3_column_count(rows); i++)
            for (size_t j = 0; key[j] != NULL; j++)
                if (strcmp(sqlite3_column_name(rows, i), key[j]) == 0 &&
                    clue_find(trace, key[j]) == NULL)
                    clue_add(trace, key[j], sqlite3_column_value(rows, i), true);
    sqlite3_reset(rows);
    return error->code == EXIT_CODE_GOOD;
}

/* The ladder: each condition is tried until one finds rows. The first that could be tried stays,
 * without rows, when none does: that nothing is there is often the very point. */
struct ladder {
    struct condition steps[CLUES_MAX + 3];
    size_t count;
};

static void ladder_add(struct ladder *ladder, struct condition condition)
{
    if (condition.count > 0)
        ladder->steps[ladder->count++] = condition;
}

static void ladder_make(struct trace *trace, sqlite3_stmt *columns, const char *const *key,
                        struct ladder *ladder)
{
    static const char *const customer[] = {"customer_no", NULL};

    ladder->count = 0;
    ladder_add(ladder, condition_of(trace, columns, key, key != NULL));
    ladder_add(ladder, condition_of(trace, columns, trace->check->key, false));
    for (size_t i = 0; i < trace->clue_count; i++)
        if (trace->clues[i].is_found && has_column(columns, trace->clues[i].column))
            ladder_add(ladder, (struct condition){.clues = {&trace->clues[i]}, .count = 1});
    ladder_add(ladder, condition_of(trace, columns, customer, true));
}

static bool ladder_climb(struct trace *trace, const char *dataset, const struct ladder *ladder,
                         const struct condition **taken, sqlite3_stmt **rows, struct error *error)
{
    *taken = NULL;
    for (size_t i = 0; i < ladder->count; i++) {
        sqlite3_stmt *tried = NULL;
        bool has_rows = false;
        if (!condition_try(trace, dataset, &ladder->steps[i], &tried, &has_rows, error)) {
            sqlite3_finalize(tried);
            return false;
        }
        if (*taken == NULL || has_rows) {
            sqlite3_finalize(*rows);
            *rows = tried;
            *taken = &ladder->steps[i];
        } else {
            sqlite3_finalize(tried);
        }
        if (has_rows)
            return true;
    }
    return true;
}

bool trace_rows(struct trace *trace, const char *dataset, sqlite3_stmt **rows,
                char condition[TRACE_CONDITION_SIZE], struct error *error)
{
    const char *const *key = key_of(trace, dataset);
    const struct condition *taken = NULL;
    struct ladder ladder;
    sqlite3_stmt *columns = NULL;
    char *sql = sqlite3_mprintf("SELECT * FROM \"%w\" LIMIT 0", dataset);
    bool is_found = sql != NULL && statement_prepare(trace->mirror, sql, &columns, error);

    *rows = NULL;
    condition[0] = '\0';
    sqlite3_free(sql);
    if (!is_found)
        return false;
    ladder_make(trace, columns, key, &ladder);
    sqlite3_finalize(columns);
    if (!ladder_climb(trace, dataset, &ladder, &taken, rows, error))
        return false;
    if (taken == NULL)
        return true;
    condition_say(taken, condition);
    return keys_take(trace, *rows, key, error);
}
