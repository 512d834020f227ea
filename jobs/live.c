/* khrop check --live; see live.h. */
#include "jobs/live.h"

#include "core/clock.h"
#include "jobs/odbc_reader.h"

#include <string.h>

#define PASSWORD_SIZE 1024
#define LINE_SIZE 2048
#define MOST_WIDENINGS 8

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

/* What a look at a dataset came to. */
struct look {
    struct first_reject first;
    size_t row_count;
    char warning[LINE_SIZE];
};

/* `,a,b,` as `; not given: a, b` */
static void add_names(struct look *look, const char *title, const char *names)
{
    size_t used = strlen(look->warning);
    if (names[0] == '\0')
        return;
    used += (size_t)snprintf(look->warning + used, LINE_SIZE - used, "; %s: ", title);
    for (size_t i = 1; names[i] != '\0' && names[i + 1] != '\0' && used + 3 < LINE_SIZE; i++) {
        look->warning[used++] = names[i];
        if (names[i] == ',')
            look->warning[used++] = ' ';
    }
    look->warning[used < LINE_SIZE ? used : LINE_SIZE - 1] = '\0';
}

/* Reads the first rows. *again: a text was cut, and its column is noted wider. */
static bool look_once(const struct odbc_query *query, struct look *look, bool *again,
                      struct error *error)
{
    struct odbc_reader *reader;
    struct batch batch;
    bool read;
    *look = (struct look){.first.rejects.add = keep_first};
    *again = false;
    if (!odbc_reader_open(&reader, query, error))
        return false;
    read = batch_open(&batch, &query->contract->schema, error);
    if (read) {
        struct reader *stream = odbc_reader_stream(reader);
        read = stream->next(stream, &batch, &look->first.rejects, error) ||
               error->code == EXIT_CODE_GOOD;
        *again = odbc_reader_is_too_narrow(reader);
        look->row_count = batch.row_count;
        batch_close(&batch);
    }
    add_names(look, "not given", odbc_reader_absent(reader));
    add_names(look, "not used", odbc_reader_extra(reader));
    odbc_reader_close(reader);
    return read;
}

static bool look_at(const struct odbc_query *query, struct look *look, struct error *error)
{
    bool again = true, read = false;
    for (int i = 0; again && i < MOST_WIDENINGS; i++) {
        error_clear(error);
        read = look_once(query, look, &again, error);
    }
    return read;
}

static bool try_dataset(const struct settings *settings, const struct catalogue *catalogue,
                        const struct source_settings *source, struct odbc_connection *connection,
                        const struct dataset_settings *dataset, const struct feed_settings *feed,
                        FILE *out)
{
    struct text_widths widths = {0};
    struct look look;
    struct error error = {0};
    struct odbc_query query = {
        .connection = connection,
        .contract = catalogue_contract(catalogue, dataset->name),
        .feed = feed,
        .charset = source->charset,
        .accepted_from_on = settings->accepted_from_on,
        .accepted_to_on = settings->accepted_to_on,
        .widths = &widths,
    };
    if (!look_at(&query, &look, &error)) {
        fprintf(out, "  bad   %-20s %s:%d: %s\n", dataset->name, feed->place.file, feed->place.line,
                error.text);
        return false;
    }
    if (look.first.text[0] != '\0') {
        fprintf(out, "  bad   %-20s %s%s\n", dataset->name, look.first.text, look.warning);
        return false;
    }
    fprintf(out, "  good  %-20s %s%s\n", dataset->name,
            look.row_count > 0 ? "rows come as the contract says" : "no rows", look.warning);
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
