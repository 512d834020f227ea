/* One dataset from several sources, or more sources than SQLite attaches; see prepare_pulls.h. */
#include "jobs/mirror.h"
#include "jobs/prepare_pulls.h"
#include "jobs/statement.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* `"a", "b"`: the key's columns, or all, each behind `prefix`. */
static char *column_list(const struct contract *contract, bool only_key, const char *format,
                         const char *separator)
{
    sqlite3_str *list = sqlite3_str_new(NULL);
    bool is_first = true;
    for (size_t i = 0; i < contract->schema.column_count; i++) {
        const char *name = contract->schema.columns[i].name;
        if (only_key && !contract->schema.columns[i].is_key)
            continue;
        if (!is_first)
            sqlite3_str_appendall(list, separator);
        sqlite3_str_appendf(list, format, name, name);
        is_first = false;
    }
    for (size_t i = 0; !only_key && i < contract->identity_count; i++) {
        const char *name = contract->identities[i].name;
        sqlite3_str_appendall(list, separator);
        sqlite3_str_appendf(list, format, name, name);
    }
    return sqlite3_str_finish(list);
}

/* The lists that the statements are made of. */
struct lists {
    char *columns, *key, *same_key, *key_text;
};

static bool lists_make(struct lists *lists, const struct contract *contract, struct error *error)
{
    lists->columns = column_list(contract, false, "\"%w\"", ", ");
    lists->key = column_list(contract, true, "\"%w\"", ", ");
    lists->same_key = column_list(contract, true, "one.\"%w\" = other.\"%w\"", " AND ");
    lists->key_text = column_list(contract, true, "CAST(other.\"%w\" AS TEXT)", " || ':' || ");
    if (lists->columns == NULL || lists->key == NULL || lists->same_key == NULL ||
        lists->key_text == NULL)
        return error_set(error, EXIT_CODE_SOFTWARE, "out of memory for a merge");
    return true;
}

static void lists_free(struct lists *lists)
{
    sqlite3_free(lists->columns);
    sqlite3_free(lists->key);
    sqlite3_free(lists->same_key);
    sqlite3_free(lists->key_text);
}

static bool execute_made(sqlite3 *connection, char *sql, struct error *error)
{
    bool executed = sql == NULL ? error_set(error, EXIT_CODE_SOFTWARE, "out of memory for a merge")
                                : statement_execute(connection, sql, error);
    sqlite3_free(sql);
    return executed;
}

static bool create_merged(sqlite3 *connection, const struct contract *contract,
                          const struct lists *lists, struct error *error)
{
    char *definitions = column_list(contract, false, "\"%w\"", ", ");
    bool created =
        execute_made(
            connection,
            sqlite3_mprintf("CREATE TABLE merged.\"%w\"(khrop_row INTEGER, khrop_source TEXT, %s)",
                            contract->name, definitions),
            error) &&
        execute_made(connection,
                     sqlite3_mprintf("CREATE UNIQUE INDEX merged.\"%w_key\" ON \"%w\"(%s)",
                                     contract->name, contract->name, lists->key),
                     error);
    sqlite3_free(definitions);
    return created;
}

/* Takes what the merge has rejected off the rows of the dataset and of its source. */
static bool count_rejects(sqlite3 *connection, const char *dataset, const char *source, int count,
                          struct error *error)
{
    return execute_made(connection,
                        sqlite3_mprintf("UPDATE main.khrop_pulls SET reject_count = reject_count + "
                                        "%d, row_count = row_count - %d WHERE dataset = %Q",
                                        count, count, dataset),
                        error) &&
           execute_made(connection,
                        sqlite3_mprintf("UPDATE temp.feeds SET reject_count = reject_count + %d, "
                                        "row_count = row_count - %d "
                                        "WHERE dataset = %Q AND source = %Q",
                                        count, count, dataset, source),
                        error);
}

/* A key that an earlier source has is a reject that names both rows; the rest is taken. */
static bool merge_feed(sqlite3 *connection, const struct contract *contract,
                       const struct lists *lists, const char *source, struct error *error)
{
    return execute_made(
               connection,
               sqlite3_mprintf(
                   "INSERT INTO main.khrop_rejects SELECT %Q, %Q, other.khrop_row, %s, '', '', "
                   "'row ' || other.khrop_row || ' of source %q has the key of row ' || "
                   "one.khrop_row || "
                   "' of source ' || one.khrop_source || ', which stays; a key must come from one "
                   "source' "
                   "FROM \"%w\".\"%w\" AS other JOIN merged.\"%w\" AS one ON %s ORDER BY "
                   "other.khrop_row",
                   source, contract->name, lists->key_text, source, source, contract->name,
                   contract->name, lists->same_key),
               error) &&
           count_rejects(connection, contract->name, source, sqlite3_changes(connection), error) &&
           execute_made(connection,
                        sqlite3_mprintf("INSERT INTO merged.\"%w\" SELECT other.khrop_row, %Q, %s "
                                        "FROM \"%w\".\"%w\" AS other "
                                        "WHERE NOT EXISTS (SELECT 1 FROM merged.\"%w\" AS one "
                                        "WHERE %s) ORDER BY other.khrop_row",
                                        contract->name, source, lists->columns, source,
                                        contract->name, contract->name, lists->same_key),
                        error);
}

static bool merge_source(sqlite3 *connection, const struct prepare_request *request,
                         const struct contract *contract, const struct lists *lists,
                         const char *source, struct error *error)
{
    bool merged = mirror_attach(connection, request->slot, source, error) &&
                  merge_feed(connection, contract, lists, source, error);
    char *detach = sqlite3_mprintf("DETACH \"%w\"", source);
    merged =
        detach != NULL && statement_execute(connection, detach, merged ? error : NULL) && merged;
    sqlite3_free(detach);
    return merged;
}

static bool is_whole(sqlite3 *connection, const char *dataset, bool *whole, struct error *error)
{
    sqlite3_stmt *state = NULL;
    *whole = false;
    if (!statement_prepare(
            connection,
            "SELECT 1 FROM main.khrop_pulls WHERE dataset = :dataset AND state = 'whole'", &state,
            error))
        return false;
    statement_bind_text(state, ":dataset", dataset);
    *whole = statement_next(state, error);
    sqlite3_finalize(state);
    return error->code == EXIT_CODE_GOOD;
}

static bool merge_dataset(sqlite3 *connection, const struct prepare_request *request,
                          const struct dataset_settings *dataset, struct error *error)
{
    const struct contract *contract = catalogue_contract(request->catalogue, dataset->name);
    struct lists lists = {0};
    bool merged = true, whole;
    if (contract == NULL || strcmp(mirror_schema_of(request->settings, dataset), "merged") != 0)
        return true;
    if (!is_whole(connection, dataset->name, &whole, error) || !whole)
        return error->code == EXIT_CODE_GOOD;
    merged =
        lists_make(&lists, contract, error) && create_merged(connection, contract, &lists, error);
    for (size_t i = 0; merged && i < dataset->feed_count; i++)
        merged =
            merge_source(connection, request, contract, &lists, dataset->feeds[i].source, error);
    lists_free(&lists);
    return merged ? true : error_wrap(error, "dataset %s", dataset->name);
}

static bool needs_merge(const struct settings *settings)
{
    for (size_t i = 0; i < settings->dataset_count; i++)
        if (strcmp(mirror_schema_of(settings, &settings->datasets[i]), "merged") == 0)
            return true;
    return false;
}

bool prepare_merge(sqlite3 *connection, const struct prepare_request *request, struct error *error)
{
    char path[PATH_MAX];
    sqlite3_stmt *attach = NULL;
    bool merged;
    error_clear(error);
    if (!needs_merge(request->settings))
        return true;
    if (snprintf(path, sizeof path, "%s/merged.sqlite", request->slot->folder) >= (int)sizeof path)
        return error_set(error, EXIT_CODE_CONFIGURATION, "%s: the path is too long",
                         request->slot->folder);
    unlink(path);
    merged = statement_prepare(connection, "ATTACH :path AS merged", &attach, error);
    if (merged) {
        statement_bind_text(attach, ":path", path);
        merged = statement_finish(attach, error);
    }
    sqlite3_finalize(attach);
    merged = merged &&
             statement_execute(connection,
                               "PRAGMA merged.journal_mode = OFF; PRAGMA merged.synchronous = OFF",
                               error);
    for (size_t i = 0; merged && i < request->settings->dataset_count; i++)
        merged = merge_dataset(connection, request, &request->settings->datasets[i], error);
    return statement_execute(connection, "DETACH merged", merged ? error : NULL) && merged;
}
