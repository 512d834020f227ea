/* Pulls one source; see pull.h. */
#include "jobs/pull.h"

#include "core/clock.h"
#include "core/text.h"
#include "jobs/driver.h"
#include "jobs/mirror_writer.h"
#include "jobs/odbc_reader.h"
#include "jobs/statement.h"

#include <errno.h>
#include <sha2.h>
#include <sqlext.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define MOST_WIDENINGS 8
#define PASSWORD_SIZE 1024
#define MESSAGE_SIZE (ERROR_TEXT_SIZE * 2)
#define NAMES_SIZE 2048
#define STATEMENT_SIZE 256

/* The pull of one source under way. */
struct pull {
    const struct pull_request *request;
    struct odbc_connection connection;
    sqlite3 *file;
    bool has_snapshot;
};

/* What became of one dataset. */
struct outcome {
    const char *state;
    int64_t row_count, reject_count;
    char message[MESSAGE_SIZE];
    char absent[NAMES_SIZE], extra[NAMES_SIZE];
    bool has_newest;
    int64_t newest_on;
};

struct told {
    const struct pull_request *request;
    const char *dataset;
};

static bool tell_progress(void *context, int64_t rows, struct error *error)
{
    const struct told *told = context;
    (void)error;
    if (told->request->progress != NULL)
        told->request->progress(told->request->context, told->dataset, rows);
    return true;
}

/* Reads and writes the dataset once. `*again`: a text was cut, and the columns are noted wider. */
static bool copy_once(struct pull *pull, const struct odbc_query *query, struct outcome *outcome,
                      bool *again, struct error *error)
{
    struct odbc_reader *reader = NULL;
    struct writer *writer = NULL;
    struct mirror_rejects rejects = {0};
    struct told told = {pull->request, query->contract->name};
    int64_t rows;
    bool copied = odbc_reader_open(&reader, query, error) &&
                  mirror_rejects_open(&rejects, pull->file, query->contract->name, error) &&
                  mirror_writer_open(&writer, pull->file, query->contract,
                                     pull->request->slot->business_on, &rejects, error) &&
                  stream_copy(odbc_reader_stream(reader), writer, &rejects.rejects, tell_progress,
                              &told, &rows, error);
    *again = !copied && reader != NULL && odbc_reader_is_too_narrow(reader);
    if (copied) {
        outcome->row_count = mirror_writer_row_count(writer);
        outcome->reject_count = rejects.rejects.row_count;
        outcome->has_newest = mirror_writer_newest_birth(writer, &outcome->newest_on);
        snprintf(outcome->absent, sizeof outcome->absent, "%s", odbc_reader_absent(reader));
        snprintf(outcome->extra, sizeof outcome->extra, "%s", odbc_reader_extra(reader));
        if (outcome->row_count + outcome->reject_count != odbc_reader_row_count(reader))
            copied = error_set(error, EXIT_CODE_SOFTWARE,
                               "rows in the source are not rows in the mirror and rejects");
    }
    if (writer != NULL)
        writer->close(writer);
    mirror_rejects_close(&rejects);
    if (reader != NULL)
        odbc_reader_close(reader);
    return copied;
}

static void forget_rejects(struct pull *pull, const char *dataset)
{
    char *sql = sqlite3_mprintf("DELETE FROM khrop_rejects WHERE dataset = %Q", dataset);
    if (sql != NULL)
        statement_execute(pull->file, sql, NULL);
    sqlite3_free(sql);
}

static bool copy_dataset(struct pull *pull, const struct odbc_query *query, struct outcome *outcome,
                         struct error *error)
{
    bool again = true, copied = false;
    for (int i = 0; again && i < MOST_WIDENINGS; i++) {
        error_clear(error);
        copied = copy_once(pull, query, outcome, &again, error);
        if (!copied)
            forget_rejects(pull, query->contract->name);
    }
    return copied;
}

static bool record(struct pull *pull, const char *dataset, const struct feed_settings *feed,
                   const struct outcome *outcome, struct error *error)
{
    char hash[SHA256_DIGEST_STRING_LENGTH];
    sqlite3_stmt *insert = NULL;
    bool recorded = statement_prepare(
        pull->file,
        "INSERT INTO khrop_pulls VALUES (:dataset, :source, :state, :rows, :rejects, :source_rows, "
        ":pulled_at, :message, :absent, :newest, :hash)",
        &insert, error);
    if (recorded) {
        statement_bind_text(insert, ":dataset", dataset);
        statement_bind_text(insert, ":source", pull->request->source->name);
        statement_bind_text(insert, ":state", outcome->state);
        statement_bind_integer(insert, ":rows", outcome->row_count);
        statement_bind_integer(insert, ":rejects", outcome->reject_count);
        statement_bind_integer(insert, ":source_rows", outcome->row_count + outcome->reject_count);
        statement_bind_integer(insert, ":pulled_at", pull->request->slot->run_at);
        statement_bind_text(insert, ":message", outcome->message);
        statement_bind_text(insert, ":absent", outcome->absent);
        if (outcome->has_newest)
            statement_bind_integer(insert, ":newest", outcome->newest_on);
        statement_bind_text(insert, ":hash",
                            SHA256Data((const uint8_t *)feed->query, strlen(feed->query), hash));
        recorded = statement_finish(insert, error);
    }
    sqlite3_finalize(insert);
    return recorded;
}

/* A passed time limit, full disks and lost memory end the pull; all else is the dataset's own
 * trouble. */
static bool is_ours(const struct error *error)
{
    return error->code == EXIT_CODE_CANNOT_WRITE || error->code == EXIT_CODE_SOFTWARE ||
           odbc_reader_is_cancelled();
}

/* What there is to say of a dataset that was read whole. `extra`: `,a,b,` */
static void add_warnings(const struct pull *pull, struct outcome *outcome)
{
    size_t used = 0, length = strlen(outcome->extra);
    if (!pull->has_snapshot)
        used = (size_t)snprintf(outcome->message, sizeof outcome->message,
                                "the driver gives no snapshot: datasets were read one after the "
                                "other");
    if (length > 2)
        snprintf(outcome->message + used, sizeof outcome->message - used,
                 "%sthe query also gives %.*s, which the dataset has not", used > 0 ? "; " : "",
                 (int)(length - 2), outcome->extra + 1);
}

static int64_t offset_of(const struct pull_request *request)
{
    struct error ignored = {0};
    const char *zone = request->source->offset_zone;
    int64_t offset;
    /* The process is a child of its own: setting its zone for a moment disturbs nobody. */
    if (zone == NULL || !clock_set_zone(zone, &ignored))
        return clock_offset_seconds(request->slot->run_at);
    offset = clock_offset_seconds(request->slot->run_at);
    clock_set_zone(request->settings->time_zone, &ignored);
    return offset;
}

static bool pull_dataset(struct pull *pull, const struct dataset_settings *dataset,
                         const struct feed_settings *feed, struct error *error)
{
    const struct pull_request *request = pull->request;
    struct text_widths widths = {0};
    struct outcome outcome = {.state = "whole"};
    struct odbc_query query = {
        .connection = &pull->connection,
        .contract = catalogue_contract(request->catalogue, dataset->name),
        .feed = feed,
        .charset = request->source->charset,
        .offset_seconds = offset_of(request),
        .accepted_from_on = request->settings->accepted_from_on,
        .accepted_to_on = request->settings->accepted_to_on,
        .widths = &widths,
    };
    error_clear(error);
    if (!copy_dataset(pull, &query, &outcome, error)) {
        if (is_ours(error))
            return error_wrap(error, "dataset %s", dataset->name);
        outcome = (struct outcome){.state = "failed"};
        text_format(outcome.message, sizeof outcome.message, "%s:%d: %s", feed->place.file,
                    feed->place.line, error->text);
        error_clear(error);
    } else {
        add_warnings(pull, &outcome);
    }
    return record(pull, dataset->name, feed, &outcome, error);
}

static bool pull_datasets(struct pull *pull, struct error *error)
{
    const struct settings *settings = pull->request->settings;
    for (size_t i = 0; i < settings->dataset_count; i++)
        for (size_t j = 0; j < settings->datasets[i].feed_count; j++)
            if (strcmp(settings->datasets[i].feeds[j].source, pull->request->source->name) == 0 &&
                !pull_dataset(pull, &settings->datasets[i], &settings->datasets[i].feeds[j], error))
                return false;
    return true;
}

/* The server keeps the time limit too, and hands local times out in the source's own zone. */
static bool set_session(struct pull *pull, struct error *error)
{
    const char *const *patterns = pull->connection.driver->session;
    int64_t seconds = pull->request->source->time_limit_seconds;
    for (size_t i = 0; patterns[i] != NULL; i++) {
        char statement[STATEMENT_SIZE];
        if (!driver_statement(patterns[i], seconds, offset_of(pull->request), statement,
                              sizeof statement))
            return error_set(error, EXIT_CODE_SOFTWARE, "%s: no statement", patterns[i]);
        if (!odbc_execute(&pull->connection, statement, error))
            return error_wrap(error, "%s", statement);
    }
    return true;
}

/* All datasets are read in one transaction, so that they stand as of one moment. */
static bool begin_snapshot(struct pull *pull, struct error *error)
{
    const char *const *statements = pull->connection.driver->snapshot;
    if (statements == NULL)
        return true;
    if (pull->connection.driver->needs_autocommit_off &&
        !SQL_SUCCEEDED(SQLSetConnectAttr(pull->connection.handle, SQL_ATTR_AUTOCOMMIT,
                                         (SQLPOINTER)SQL_AUTOCOMMIT_OFF, 0)))
        return odbc_error(error, EXIT_CODE_UNAVAILABLE, SQL_HANDLE_DBC, pull->connection.handle,
                          "beginning a snapshot");
    for (size_t i = 0; statements[i] != NULL; i++)
        if (!odbc_execute(&pull->connection, statements[i], error))
            return error_wrap(error, "beginning a snapshot");
    pull->has_snapshot = true;
    return true;
}

static bool connect_source(struct pull *pull, struct error *error)
{
    const struct source_settings *source = pull->request->source;
    char password[PASSWORD_SIZE];
    bool connected =
        settings_password(pull->request->settings, source, password, sizeof password, error) &&
        odbc_open(&pull->connection, source->connection, source->user, password, ODBC_READ_ONLY,
                  error);
    explicit_bzero(password, sizeof password);
    return connected && set_session(pull, error) && begin_snapshot(pull, error);
}

static bool pull_into(struct pull *pull, const char *partial, struct error *error)
{
    return connect_source(pull, error) && mirror_file_create(partial, &pull->file, error) &&
           pull_datasets(pull, error) && statement_execute(pull->file, "COMMIT", error);
}

bool pull_source(const struct pull_request *request, struct error *error)
{
    struct pull pull = {.request = request};
    char path[PATH_MAX], partial[PATH_MAX];
    bool pulled;

    error_clear(error);
    if (snprintf(partial, sizeof partial, "%s/%s.sqlite.partial", request->slot->folder,
                 request->source->name) >= (int)sizeof partial ||
        snprintf(path, sizeof path, "%s/%s.sqlite", request->slot->folder, request->source->name) >=
            (int)sizeof path)
        return error_set(error, EXIT_CODE_CONFIGURATION, "%s: the path is too long",
                         request->slot->folder);
    if (odbc_reader_is_cancelled())
        return error_set(error, EXIT_CODE_UNAVAILABLE, "cancelled");
    unlink(partial);
    pulled = pull_into(&pull, partial, error);
    if (pull.file != NULL && sqlite3_close(pull.file) != SQLITE_OK)
        pulled = error_set(error, EXIT_CODE_SOFTWARE, "%s: a statement was left open", partial);
    odbc_close(&pull.connection);
    if (pulled && rename(partial, path) != 0)
        pulled = error_set_errno(error, EXIT_CODE_CANNOT_WRITE, errno, "%s", path);
    if (!pulled)
        unlink(partial);
    return pulled;
}

void pull_cancel(void)
{
    odbc_reader_cancel();
}
