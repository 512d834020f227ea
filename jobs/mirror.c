/* A connection on which every dataset has its own name, as of the business date. See prepare.h and
 * mirror.h. */
#include "jobs/mirror.h"

#include "jobs/calendar.h"
#include "jobs/statement.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

bool mirror_merges_all(const struct settings *settings)
{
    return settings->source_count > MIRROR_SOURCES_ATTACHED;
}

const char *mirror_schema_of(const struct settings *settings,
                             const struct dataset_settings *dataset)
{
    return dataset->feed_count > 1 || mirror_merges_all(settings) ? "merged"
                                                                  : dataset->feeds[0].source;
}

bool mirror_attach(sqlite3 *connection, const struct slot *slot, const char *name,
                   struct error *error)
{
    char path[PATH_MAX];
    char *sql;
    sqlite3_stmt *attach = NULL;
    bool attached = false;
    if (snprintf(path, sizeof path, "%s/%s.sqlite", slot->folder, name) >= (int)sizeof path)
        return error_set(error, EXIT_CODE_CONFIGURATION, "%s: the path is too long", slot->folder);
    if (access(path, F_OK) != 0)
        return true;
    sql = sqlite3_mprintf("ATTACH :path AS \"%w\"", name);
    if (sql != NULL && statement_prepare(connection, sql, &attach, error)) {
        statement_bind_text(attach, ":path", path);
        attached = statement_finish(attach, error);
    }
    sqlite3_finalize(attach);
    sqlite3_free(sql);
    return attached;
}

/* Dates of a dataset that read as null while they lie after D. */
static bool is_end(const struct contract *contract, const char *column)
{
    for (size_t i = 0; contract->ends[i] != NULL; i++)
        if (strcmp(contract->ends[i], column) == 0)
            return true;
    return false;
}

static char *view_sql(const struct contract *contract, const char *schema, int64_t today)
{
    sqlite3_str *sql = sqlite3_str_new(NULL);
    sqlite3_str_appendf(sql, "CREATE TEMP VIEW \"%w\" AS SELECT khrop_row", contract->name);
    for (size_t i = 0; i < contract->schema.column_count; i++) {
        const char *column = contract->schema.columns[i].name;
        if (is_end(contract, column))
            sqlite3_str_appendf(sql, ", CASE WHEN \"%w\" <= %lld THEN \"%w\" END AS \"%w\"", column,
                                (long long)today, column, column);
        else
            sqlite3_str_appendf(sql, ", \"%w\"", column);
    }
    for (size_t i = 0; i < contract->identity_count; i++)
        sqlite3_str_appendf(sql, ", \"%w\"", contract->identities[i].name);
    sqlite3_str_appendf(sql, " FROM \"%w\".\"%w\"", schema, contract->name);
    if (contract->born_on != NULL)
        sqlite3_str_appendf(sql, " WHERE \"%w\" IS NULL OR \"%w\" <= %lld", contract->born_on,
                            contract->born_on, (long long)today);
    return sqlite3_str_finish(sql);
}

/* Without a view, the name of a dataset that may not be used would reach through to the attached
 * file. This one fails whoever asks it, and says why. */
static char *closed_view_sql(const char *dataset)
{
    char *reason = sqlite3_mprintf("dataset %s may not be used today, see khrop_pulls", dataset);
    char *sql = reason == NULL ? NULL
                               : sqlite3_mprintf("CREATE TEMP VIEW \"%w\" AS SELECT * FROM \"%w\"",
                                                 dataset, reason);
    sqlite3_free(reason);
    return sql;
}

static bool make_view(sqlite3 *connection, const struct settings *settings,
                      const struct catalogue *catalogue, const char *dataset, bool is_usable,
                      int64_t today, struct error *error)
{
    const struct contract *contract = catalogue_contract(catalogue, dataset);
    const struct dataset_settings *mapped = settings_dataset(settings, dataset);
    char *sql;
    bool made;
    /* A slot of earlier days may hold what the configuration no longer maps. */
    if (contract == NULL || mapped == NULL)
        return true;
    sql = is_usable ? view_sql(contract, mirror_schema_of(settings, mapped), today)
                    : closed_view_sql(dataset);
    if (sql == NULL)
        return error_set(error, EXIT_CODE_SOFTWARE, "out of memory for a view");
    made = statement_execute(connection, sql, error);
    sqlite3_free(sql);
    return made;
}

static bool make_views(sqlite3 *connection, const struct settings *settings,
                       const struct catalogue *catalogue, const struct slot *slot,
                       struct error *error)
{
    sqlite3_stmt *pulls = NULL;
    bool made = true;
    if (!statement_prepare(
            connection,
            "SELECT dataset, state IN ('whole', 'partial') FROM main.khrop_pulls ORDER BY dataset",
            &pulls, error))
        return false;
    while (made && statement_next(pulls, error))
        made = make_view(connection, settings, catalogue, statement_text(pulls, 0),
                         sqlite3_column_int(pulls, 1) != 0, slot->business_on, error);
    made = made && error->code == EXIT_CODE_GOOD;
    sqlite3_finalize(pulls);
    return made;
}

bool mirror_attach_all(sqlite3 *connection, const struct settings *settings,
                       const struct catalogue *catalogue, const struct slot *slot,
                       struct error *error)
{
    error_clear(error);
    if (!mirror_attach(connection, slot, "merged", error) ||
        !mirror_attach(connection, slot, "results", error))
        return false;
    for (size_t i = 0; !mirror_merges_all(settings) && i < settings->source_count; i++)
        if (!mirror_attach(connection, slot, settings->sources[i].name, error))
            return false;
    return calendar_register(connection, settings, error) &&
           make_views(connection, settings, catalogue, slot, error);
}

/* Their answers differ from run to run, or reach outside the mirror. */
static const char *const refused_functions[] = {
    "changes",    "current_date", "current_time",   "current_timestamp", "date",
    "datetime",   "julianday",    "load_extension", "last_insert_rowid", "random",
    "randomblob", "strftime",     "time",           "total_changes",     "unixepoch",
};

static bool is_refused(const char *function)
{
    for (size_t i = 0; i < sizeof refused_functions / sizeof refused_functions[0]; i++)
        if (sqlite3_stricmp(function, refused_functions[i]) == 0)
            return true;
    return false;
}

/* What a rule's and an analyst's query may do: read. */
static int allow_reading(void *context, int action, const char *first, const char *second,
                         const char *schema, const char *trigger)
{
    (void)context, (void)first, (void)schema, (void)trigger;
    if (action == SQLITE_FUNCTION)
        return second != NULL && is_refused(second) ? SQLITE_DENY : SQLITE_OK;
    return action == SQLITE_SELECT || action == SQLITE_READ || action == SQLITE_RECURSIVE
               ? SQLITE_OK
               : SQLITE_DENY;
}

void mirror_guard(sqlite3 *connection, bool is_guarded)
{
    sqlite3_set_authorizer(connection, is_guarded ? allow_reading : NULL, NULL);
}

bool mirror_open(sqlite3 **connection, const struct settings *settings,
                 const struct catalogue *catalogue, const struct slot *slot, struct error *error)
{
    char path[PATH_MAX];
    *connection = NULL;
    if (snprintf(path, sizeof path, "%s/derived.sqlite", slot->folder) >= (int)sizeof path)
        return error_set(error, EXIT_CODE_CONFIGURATION, "%s: the path is too long", slot->folder);
    if (access(path, F_OK) != 0)
        return error_set(error, EXIT_CODE_DATA, "%s is not there: the slot was not prepared", path);
    if (sqlite3_open_v2(path, connection, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL) !=
        SQLITE_OK) {
        statement_error(*connection, error);
        goto failed;
    }
    if (!statement_execute(*connection,
                           MIRROR_MAP_FILES "PRAGMA cache_size = -4096; PRAGMA temp_store = FILE",
                           error) ||
        !mirror_attach_all(*connection, settings, catalogue, slot, error))
        goto failed;
    mirror_guard(*connection, true);
    return true;
failed:
    sqlite3_close(*connection);
    *connection = NULL;
    return false;
}
