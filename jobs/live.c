/* khrop check --live; see live.h. */
#include "jobs/live.h"

#include "core/clock.h"
#include "jobs/odbc_reader.h"

#include <string.h>

#define PASSWORD_SIZE 1024

/* Rejects of the first rows: the first one is shown. */
struct first_reject {
    struct rejects rejects;
    char text[512];
};

static bool keep_first(struct rejects *rejects, const struct reject *reject, struct error *error)
{
    struct first_reject *first = (struct first_reject *)rejects;
    (void)error;
    if (first->text[0] == '\0')
        snprintf(first->text, sizeof first->text, "row %lld: %s: \"%.100s\" %s",
                 (long long)reject->row_number, reject->column, reject->value, reject->reason);
    return true;
}

static bool read_first_rows(const struct odbc_query *query, struct first_reject *first,
                            size_t *row_count, char *warning, size_t size, struct error *error)
{
    struct odbc_reader *reader;
    struct batch batch;
    bool read;
    if (!odbc_reader_open(&reader, query, error))
        return false;
    read = batch_open(&batch, &query->contract->schema, error);
    if (read) {
        struct reader *stream = odbc_reader_stream(reader);
        /* A cut text is nothing to complain of: the pull widens by itself. */
        read = stream->next(stream, &batch, &first->rejects, error) ||
               error->code == EXIT_CODE_GOOD || odbc_reader_is_too_narrow(reader);
        *row_count = batch.row_count;
        batch_close(&batch);
    }
    snprintf(warning, size, "%s%s%s%s",
             odbc_reader_absent(reader)[0] != '\0' ? "; not given: " : "",
             odbc_reader_absent(reader), odbc_reader_extra(reader)[0] != '\0' ? "; not used: " : "",
             odbc_reader_extra(reader));
    odbc_reader_close(reader);
    return read;
}

static bool try_dataset(const struct settings *settings, const struct catalogue *catalogue,
                        const struct source_settings *source, struct odbc_connection *connection,
                        const struct dataset_settings *dataset, const struct feed_settings *feed,
                        FILE *out)
{
    struct text_widths widths = {0};
    struct first_reject first = {.rejects = {.add = keep_first}};
    struct error error = {0};
    char warning[1100] = "";
    size_t row_count = 0;
    struct odbc_query query = {
        .connection = connection,
        .contract = catalogue_contract(catalogue, dataset->name),
        .feed = feed,
        .charset = source->charset,
        .accepted_from_on = settings->accepted_from_on,
        .accepted_to_on = settings->accepted_to_on,
        .widths = &widths,
    };
    if (!read_first_rows(&query, &first, &row_count, warning, sizeof warning, &error)) {
        fprintf(out, "  bad   %-20s %s:%d: %s\n", dataset->name, feed->place.file, feed->place.line,
                error.text);
        return false;
    }
    if (first.text[0] != '\0') {
        fprintf(out, "  bad   %-20s %s%s\n", dataset->name, first.text, warning);
        return false;
    }
    fprintf(out, "  good  %-20s %s%s\n", dataset->name,
            row_count > 0 ? "rows come as the contract says" : "no rows", warning);
    return true;
}

static bool try_source(const struct settings *settings, const struct catalogue *catalogue,
                       const struct source_settings *source, FILE *out)
{
    char password[PASSWORD_SIZE];
    struct odbc_connection connection = {0};
    struct error error = {0};
    size_t bad = 0;
    bool good =
        settings_password(settings, source, password, sizeof password, &error) &&
        odbc_open(&connection, source->connection, source->user, password, ODBC_READ_ONLY, &error);
    explicit_bzero(password, sizeof password);
    fprintf(out, "source %s: %s\n", source->name, good ? "connected" : error.text);
    for (size_t i = 0; good && i < settings->dataset_count; i++)
        for (size_t j = 0; j < settings->datasets[i].feed_count; j++)
            if (strcmp(settings->datasets[i].feeds[j].source, source->name) == 0 &&
                !try_dataset(settings, catalogue, source, &connection, &settings->datasets[i],
                             &settings->datasets[i].feeds[j], out))
                bad++;
    odbc_close(&connection);
    return good && bad == 0;
}

bool live_check(const struct settings *settings, const struct catalogue *catalogue, FILE *out,
                struct error *error)
{
    size_t bad = 0;
    for (size_t i = 0; i < settings->source_count; i++)
        bad += try_source(settings, catalogue, &settings->sources[i], out) ? 0 : 1;
    if (bad == 0)
        return true;
    return error_set(error, EXIT_CODE_UNAVAILABLE, "%zu of %zu sources have something to mend", bad,
                     settings->source_count);
}
