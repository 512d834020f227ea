/* From every source's own record to one row a dataset; see prepare_pulls.h. */
#include "jobs/prepare_pulls.h"

#include "core/date.h"
#include "jobs/mirror.h"
#include "jobs/statement.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char tables[] =
    "CREATE TABLE khrop_pulls(dataset TEXT PRIMARY KEY, source TEXT NOT NULL, state TEXT NOT NULL, "
    "row_count INTEGER NOT NULL, reject_count INTEGER NOT NULL, source_row_count INTEGER NOT NULL, "
    "usual_row_count INTEGER, pulled_at INTEGER, newest_birth_on INTEGER, may_be_empty INTEGER NOT "
    "NULL, "
    "is_accepted INTEGER NOT NULL, absent_columns TEXT NOT NULL, message TEXT NOT NULL);"
    "CREATE TABLE khrop_sources(source TEXT PRIMARY KEY, state TEXT NOT NULL, pulled_at INTEGER, "
    "dataset_count INTEGER NOT NULL, row_count INTEGER NOT NULL, reject_count INTEGER NOT NULL, "
    "message TEXT NOT NULL);"
    "CREATE TABLE khrop_controls(source TEXT NOT NULL, dataset TEXT NOT NULL, column_name TEXT NOT "
    "NULL, "
    "total TEXT NOT NULL, PRIMARY KEY (source, dataset, column_name));"
    "CREATE TABLE khrop_rejects(source TEXT NOT NULL, dataset TEXT NOT NULL, row_no INTEGER, "
    "key_text TEXT, "
    "column_name TEXT, value TEXT, reason TEXT NOT NULL);"
    /* One row a feed: a dataset of several sources has several. */
    "CREATE TEMP TABLE feeds(dataset TEXT, source TEXT, position INTEGER, state TEXT, row_count "
    "INTEGER, "
    "reject_count INTEGER, source_row_count INTEGER, pulled_at INTEGER, newest_birth_on INTEGER, "
    "absent_columns TEXT, message TEXT, PRIMARY KEY (dataset, source));"
    "CREATE TEMP TABLE mapped(dataset TEXT PRIMARY KEY, may_be_empty INTEGER, is_accepted INTEGER, "
    "usual_row_count INTEGER)";

static const char *failure_of(const struct prepare_request *request, const char *source)
{
    for (size_t i = 0; i < request->failure_count; i++)
        if (strcmp(request->failures[i].source, source) == 0)
            return request->failures[i].reason;
    return NULL;
}

static bool insert_failed_feed(sqlite3 *connection, const char *dataset, const char *source,
                               size_t position, const char *reason, struct error *error)
{
    sqlite3_stmt *insert = NULL;
    bool inserted = statement_prepare(connection,
                                      "INSERT OR REPLACE INTO temp.feeds VALUES (:dataset, "
                                      ":source, :position, 'failed', 0, 0, 0, "
                                      "NULL, NULL, '', :reason)",
                                      &insert, error);
    if (inserted) {
        statement_bind_text(insert, ":dataset", dataset);
        statement_bind_text(insert, ":source", source);
        statement_bind_integer(insert, ":position", (int64_t)position);
        statement_bind_text(insert, ":reason", reason);
        inserted = statement_finish(insert, error);
    }
    sqlite3_finalize(insert);
    return inserted;
}

/* Every feed begins as one that gave nothing; what a source's file says then takes its place. */
static bool insert_feeds(sqlite3 *connection, const struct prepare_request *request,
                         struct error *error)
{
    for (size_t i = 0; i < request->settings->dataset_count; i++) {
        const struct dataset_settings *dataset = &request->settings->datasets[i];
        for (size_t j = 0; j < dataset->feed_count; j++) {
            const char *source = dataset->feeds[j].source;
            const char *failure = failure_of(request, source);
            if (!insert_failed_feed(connection, dataset->name, source, j,
                                    failure != NULL ? failure : "the source left no data", error))
                return false;
        }
    }
    return true;
}

static bool run_for_source(sqlite3 *connection, const char *sql, const char *source,
                           struct error *error)
{
    sqlite3_stmt *statement = NULL;
    bool done = statement_prepare(connection, sql, &statement, error);
    if (done) {
        statement_bind_text(statement, ":source", source);
        done = statement_finish(statement, error);
    }
    sqlite3_finalize(statement);
    return done;
}

/* Copies what the attached file of a source says of itself. */
static bool copy_source(sqlite3 *connection, const char *source, struct error *error)
{
    static const char *const copies[] = {
        "UPDATE temp.feeds SET (state, row_count, reject_count, source_row_count, pulled_at, "
        "newest_birth_on, "
        "absent_columns, message) = (SELECT p.state, p.row_count, p.reject_count, "
        "p.source_row_count, p.pulled_at, "
        "p.newest_birth_on, coalesce(p.absent_columns, ''), coalesce(p.message, '') FROM "
        "\"%w\".khrop_pulls AS p WHERE "
        "p.dataset = feeds.dataset) WHERE source = :source AND dataset IN (SELECT dataset FROM "
        "\"%w\".khrop_pulls)",
        "INSERT INTO main.khrop_controls SELECT :source, dataset, column_name, total FROM "
        "\"%w\".khrop_controls",
        "INSERT INTO main.khrop_rejects SELECT :source, dataset, row_no, key_text, column_name, "
        "value, reason FROM "
        "\"%w\".khrop_rejects ORDER BY dataset, row_no, column_name",
    };
    for (size_t i = 0; i < sizeof copies / sizeof copies[0]; i++) {
        char *sql = sqlite3_mprintf(copies[i], source, source);
        bool copied = sql != NULL && run_for_source(connection, sql, source, error);
        sqlite3_free(sql);
        if (!copied)
            return false;
    }
    return true;
}

/* What a damaged file gave before it broke is taken back: a sick source costs its own datasets
 * alone. */
static bool give_up_source(sqlite3 *connection, const struct prepare_request *request,
                           const char *source, const char *reason, struct error *error)
{
    if (!run_for_source(connection, "DELETE FROM main.khrop_controls WHERE source = :source",
                        source, error) ||
        !run_for_source(connection, "DELETE FROM main.khrop_rejects WHERE source = :source", source,
                        error))
        return false;
    for (size_t i = 0; i < request->settings->dataset_count; i++) {
        const struct dataset_settings *dataset = &request->settings->datasets[i];
        for (size_t j = 0; j < dataset->feed_count; j++)
            if (strcmp(dataset->feeds[j].source, source) == 0 &&
                !insert_failed_feed(connection, dataset->name, source, j, reason, error))
                return false;
    }
    return true;
}

/* Looked at on a connection of its own: while a damaged file is attached, no statement runs. */
static bool is_readable(const char *path, struct error *damage)
{
    sqlite3 *source = NULL;
    bool readable =
        (sqlite3_open_v2(path, &source, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK &&
         sqlite3_exec(source, "SELECT count(*) FROM khrop_pulls", NULL, NULL, NULL) == SQLITE_OK) ||
        statement_error(source, damage);
    sqlite3_close(source);
    return readable;
}

static bool copy_attached(sqlite3 *connection, const struct prepare_request *request,
                          const char *source, struct error *damage)
{
    char *detach = sqlite3_mprintf("DETACH \"%w\"", source);
    bool copied = mirror_attach(connection, request->slot, source, damage) &&
                  copy_source(connection, source, damage);
    copied =
        detach != NULL && statement_execute(connection, detach, copied ? damage : NULL) && copied;
    sqlite3_free(detach);
    return copied;
}

static bool take_source(sqlite3 *connection, const struct prepare_request *request,
                        const char *source, struct error *error)
{
    char path[PATH_MAX], aside[PATH_MAX];
    struct error damage = {0};
    if (failure_of(request, source) != NULL)
        return true;
    if (snprintf(path, sizeof path, "%s/%s.sqlite", request->slot->folder, source) >=
            (int)sizeof path ||
        snprintf(aside, sizeof aside, "%s/%s.sqlite.damaged", request->slot->folder, source) >=
            (int)sizeof aside ||
        access(path, F_OK) != 0)
        return true;
    if (is_readable(path, &damage) && copy_attached(connection, request, source, &damage))
        return true;
    if (damage.code == EXIT_CODE_CANNOT_WRITE)
        return error_set(error, damage.code, "source %s: %s", source, damage.text);
    /* Out of the way of those who attach the slot's files. */
    if (rename(path, aside) != 0)
        return error_set_errno(error, EXIT_CODE_CANNOT_WRITE, errno, "%s", aside);
    return give_up_source(connection, request, source, "the file of its pull is damaged", error);
}

/* The house's list of datasets that may be empty is a parameter of SRC-01. */
static bool may_be_empty(const struct prepare_request *request,
                         const struct dataset_settings *dataset)
{
    const struct rule *rule = catalogue_check(request->catalogue, "SRC-01");
    char wanted[128];
    if (dataset->has_may_be_empty)
        return dataset->may_be_empty;
    snprintf(wanted, sizeof wanted, ",%s,", dataset->name);
    for (size_t i = 0; rule != NULL && i < rule->parameter_count; i++)
        if (strcmp(rule->parameters[i].name, "may_be_empty") == 0 && rule->parameters[i].is_list)
            return strstr(rule->parameters[i].text, wanted) != NULL;
    return false;
}

static bool is_accepted(const struct prepare_request *request, const char *dataset)
{
    for (size_t i = 0; request->accepted != NULL && request->accepted[i] != NULL; i++)
        if (strcmp(request->accepted[i], dataset) == 0)
            return true;
    return false;
}

static const int64_t *usual_rows(const struct prepare_request *request, const char *dataset)
{
    for (size_t i = 0; i < request->volume_count; i++)
        if (strcmp(request->volumes[i].dataset, dataset) == 0)
            return &request->volumes[i].row_count;
    return NULL;
}

static bool insert_mapped(sqlite3 *connection, const struct prepare_request *request,
                          struct error *error)
{
    sqlite3_stmt *insert = NULL;
    bool inserted = statement_prepare(
        connection,
        "INSERT INTO temp.mapped VALUES (:dataset, :may_be_empty, :is_accepted, :usual)", &insert,
        error);
    for (size_t i = 0; inserted && i < request->settings->dataset_count; i++) {
        const struct dataset_settings *dataset = &request->settings->datasets[i];
        const int64_t *usual = usual_rows(request, dataset->name);
        sqlite3_clear_bindings(insert);
        statement_bind_text(insert, ":dataset", dataset->name);
        statement_bind_integer(insert, ":may_be_empty", may_be_empty(request, dataset) ? 1 : 0);
        statement_bind_integer(insert, ":is_accepted", is_accepted(request, dataset->name) ? 1 : 0);
        if (usual != NULL)
            statement_bind_integer(insert, ":usual", *usual);
        inserted = statement_finish(insert, error);
    }
    sqlite3_finalize(insert);
    return inserted;
}

bool prepare_pulls(sqlite3 *connection, const struct prepare_request *request, struct error *error)
{
    if (!statement_execute(connection, tables, error) ||
        !insert_feeds(connection, request, error) || !insert_mapped(connection, request, error))
        return false;
    for (size_t i = 0; i < request->settings->source_count; i++)
        if (!take_source(connection, request, request->settings->sources[i].name, error))
            return false;
    /* A dataset is whole when all its feeds are; a column is there when all of them give it. */
    return statement_execute(
        connection,
        "INSERT INTO main.khrop_pulls SELECT f.dataset, group_concat(f.source, ','), "
        "CASE WHEN min(f.state = 'whole') THEN 'whole' ELSE 'failed' END, sum(f.row_count), "
        "sum(f.reject_count), "
        "sum(f.source_row_count), m.usual_row_count, max(f.pulled_at), max(f.newest_birth_on), "
        "m.may_be_empty, "
        "m.is_accepted, group_concat(f.absent_columns, ''), "
        "coalesce(group_concat(CASE WHEN f.message <> '' THEN 'source ' || f.source || ': ' || "
        "f.message END, '; '), '') "
        "FROM (SELECT * FROM temp.feeds ORDER BY dataset, position) AS f JOIN temp.mapped AS m ON "
        "m.dataset = f.dataset "
        "GROUP BY f.dataset ORDER BY f.dataset",
        error);
}

/* What is to be typed stands in the message whole: the slot may be published by then. */
static bool guard_volumes(sqlite3 *connection, const struct prepare_request *request,
                          struct error *error)
{
    sqlite3_stmt *guard = NULL;
    char date[DATE_TEXT_SIZE], command[256];
    bool guarded = statement_prepare(
        connection,
        "UPDATE main.khrop_pulls SET state = 'blocked', message = CASE WHEN row_count = 0 THEN "
        "'it is empty' ELSE 'it has shrunk from ' || usual_row_count || ' rows to ' || row_count "
        "END || '; if that is right: ' || :command || dataset WHERE state IN ('whole', 'partial') "
        "AND is_accepted = 0 AND "
        "((row_count = 0 AND may_be_empty = 0) OR (row_count > 0 AND "
        "row_count * 100 < usual_row_count * (100 - :shrink_percent)))",
        &guard, error);
    date_format_iso(request->slot->business_on, date);
    snprintf(command, sizeof command, "khrop run %s --date %s --force --accept ",
             request->slot->job->name, date);
    if (guarded) {
        statement_bind_text(guard, ":command", command);
        statement_bind_integer(guard, ":shrink_percent", request->settings->shrink_percent);
        guarded = statement_finish(guard, error);
    }
    sqlite3_finalize(guard);
    return guarded;
}

static bool judge_rejects(sqlite3 *connection, const struct prepare_request *request,
                          struct error *error)
{
    sqlite3_stmt *judge = NULL;
    /* The columns with the most rejects, and the first of them: often that is all there is to know.
     * Values stay in the rejects list: they may be personal. */
    bool judged = statement_prepare(
        connection,
        "UPDATE main.khrop_pulls AS p SET state = CASE WHEN reject_count > :most THEN "
        "'too_many_rejects' ELSE 'partial' END, "
        "message = CASE WHEN message = '' THEN '' ELSE message || '; ' END || reject_count || "
        "CASE reject_count WHEN 1 THEN ' row was rejected' ELSE ' rows were rejected' END || "
        "CASE WHEN reject_count > :most THEN ', more than rejects.max = ' || :most ELSE '' END || "
        "coalesce(' (' || (SELECT group_concat(what, ', ') FROM (SELECT column_name || ' ' || "
        "count(*) AS what FROM main.khrop_rejects WHERE dataset = p.dataset GROUP BY column_name "
        "ORDER BY count(*) DESC, column_name LIMIT 5)) || ')', '') || "
        "coalesce('; the first: row ' || (SELECT row_no || ', key ' || key_text || ': ' || "
        "column_name || ' ' || reason FROM main.khrop_rejects WHERE dataset = p.dataset ORDER BY "
        "source, row_no, column_name LIMIT 1), '') || '; csv/rejects.csv has all' "
        "WHERE state = 'whole' AND reject_count > 0",
        &judge, error);
    if (judged) {
        statement_bind_integer(judge, ":most", request->settings->rejects_max);
        judged = statement_finish(judge, error);
    }
    sqlite3_finalize(judge);
    return judged;
}

/* A source that was down altogether says so once. */
static bool sum_up_sources(sqlite3 *connection, const struct prepare_request *request,
                           struct error *error)
{
    sqlite3_stmt *insert = NULL;
    bool inserted = statement_prepare(
        connection,
        "INSERT INTO main.khrop_sources SELECT :source, CASE WHEN :failure IS NOT NULL OR "
        "coalesce(min(state = 'failed'), 0) THEN 'failed' WHEN max(state = 'failed' OR "
        "reject_count > 0) THEN 'partial' "
        "ELSE 'whole' END, max(pulled_at), count(*), coalesce(sum(row_count), 0), "
        "coalesce(sum(reject_count), 0), "
        "coalesce(:failure, group_concat(CASE WHEN message <> '' THEN dataset || ': ' || message "
        "END, '; '), '') "
        "FROM (SELECT * FROM temp.feeds WHERE source = :source ORDER BY dataset)",
        &insert, error);
    for (size_t i = 0; inserted && i < request->settings->source_count; i++) {
        const char *source = request->settings->sources[i].name;
        statement_bind_text(insert, ":source", source);
        statement_bind_text(insert, ":failure", failure_of(request, source));
        inserted = statement_finish(insert, error);
    }
    sqlite3_finalize(insert);
    return inserted;
}

bool prepare_states(sqlite3 *connection, const struct prepare_request *request, struct error *error)
{
    return judge_rejects(connection, request, error) && guard_volumes(connection, request, error) &&
           sum_up_sources(connection, request, error);
}
