/* Draws the progress of a run. On a terminal every source has a line and the current step a bar,
 * drawn again at most ten times a second. */
#include "daemon/progress.h"

#include "core/clock.h"
#include "core/decimal.h"
#include "daemon/journal.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define SOURCES_MAX 64
#define NAME_SIZE 64
/* Together under 80 columns: a line that the terminal breaks could not be drawn over. */
#define BAR_WIDTH 20
#define PART_WIDTH "26"
#define DATASET_WIDTH "38"
#define REDRAW_MILLISECONDS 100

struct source_line {
    char name[NAME_SIZE];
    char dataset[NAME_SIZE];
    int64_t dataset_rows; /* of the dataset being read */
    int64_t rows;         /* of those before it */
    int64_t dataset_count;
    bool is_ended, is_failed;
};

struct progress {
    FILE *stream;
    bool is_terminal;
    struct source_line sources[SOURCES_MAX];
    size_t source_count;
    char step[NAME_SIZE];
    char part[NAME_SIZE];
    size_t done, count;
    size_t drawn_lines;
    int64_t drawn_at; /* monotonic milliseconds */
};

struct progress *progress_open(FILE *stream, bool is_terminal)
{
    struct progress *progress = calloc(1, sizeof *progress);

    if (progress == NULL)
        return NULL;
    progress->stream = stream;
    progress->is_terminal = is_terminal;
    return progress;
}

/* A stream in memory, in a test, has no descriptor and no journal. */
static const char *prefix(const struct progress *progress, enum journal_level level)
{
    int descriptor = fileno(progress->stream);
    return descriptor < 0 ? "" : journal_prefix(descriptor, level);
}

static void source_draw(const struct progress *progress, const struct source_line *source)
{
    char rows[DECIMAL_TEXT_SIZE];
    int64_t total = source->rows + source->dataset_rows;

    if (total > INT64_MAX / DECIMAL_SCALE)
        total = INT64_MAX / DECIMAL_SCALE;
    decimal_format_grouped(total * DECIMAL_SCALE, 0, rows);
    fprintf(progress->stream, "\r\033[K  %-16.16s %12s rows  %." DATASET_WIDTH "s\n", source->name,
            rows,
            source->is_failed  ? "failed"
            : source->is_ended ? "done"
                               : source->dataset);
}

static void step_draw(const struct progress *progress)
{
    char bar[BAR_WIDTH + 1];
    size_t filled = progress->count > 0 ? progress->done * BAR_WIDTH / progress->count : 0;

    if (progress->count == 0) {
        fprintf(progress->stream, "\r\033[K  %s ..\n", progress->step);
        return;
    }
    memset(bar, '.', BAR_WIDTH);
    memset(bar, '#', filled > BAR_WIDTH ? BAR_WIDTH : filled);
    bar[BAR_WIDTH] = '\0';
    fprintf(progress->stream, "\r\033[K  %-16.16s [%s] %zu/%zu %." PART_WIDTH "s\n", progress->step,
            bar, progress->done, progress->count, progress->part);
}

static void draw(struct progress *progress, bool is_due)
{
    int64_t now = clock_monotonic_milliseconds();

    if (!is_due && now - progress->drawn_at < REDRAW_MILLISECONDS)
        return;
    if (progress->drawn_lines > 0)
        fprintf(progress->stream, "\033[%zuA", progress->drawn_lines);
    for (size_t i = 0; i < progress->source_count; i++)
        source_draw(progress, &progress->sources[i]);
    if (*progress->step != '\0')
        step_draw(progress);
    progress->drawn_lines = progress->source_count + (*progress->step != '\0' ? 1 : 0);
    progress->drawn_at = now;
    fflush(progress->stream);
}

static struct source_line *source_find(struct progress *progress, const char *name)
{
    for (size_t i = 0; i < progress->source_count; i++)
        if (strcmp(progress->sources[i].name, name) == 0)
            return &progress->sources[i];
    if (progress->source_count == SOURCES_MAX)
        return NULL;
    snprintf(progress->sources[progress->source_count].name, NAME_SIZE, "%s", name);
    return &progress->sources[progress->source_count++];
}

static void dataset_next(struct source_line *source, const char *dataset)
{
    source->rows += source->dataset_rows;
    source->dataset_rows = 0;
    source->dataset_count++;
    snprintf(source->dataset, sizeof source->dataset, "%s", dataset);
}

void progress_pull(struct progress *progress, const char *source, const char *dataset, int64_t rows)
{
    struct source_line *line = progress != NULL ? source_find(progress, source) : NULL;

    if (line == NULL)
        return;
    if (strncmp(line->dataset, dataset, sizeof line->dataset - 1) != 0)
        dataset_next(line, dataset);
    line->dataset_rows = rows;
    if (progress->is_terminal)
        draw(progress, false);
}

void progress_pull_end(struct progress *progress, const char *source, const char *reason)
{
    struct source_line *line = progress != NULL ? source_find(progress, source) : NULL;

    if (line == NULL)
        return;
    line->is_ended = true;
    line->is_failed = reason != NULL;
    if (progress->is_terminal)
        draw(progress, true);
    else if (reason != NULL)
        fprintf(progress->stream, "%ssource %s: failed: %s\n", prefix(progress, JOURNAL_WARNING),
                source, reason);
    else
        fprintf(progress->stream, "%ssource %s: %" PRId64 " datasets, %" PRId64 " rows\n",
                prefix(progress, JOURNAL_INFO), source, line->dataset_count,
                line->rows + line->dataset_rows);
}

void progress_step(struct progress *progress, const char *what)
{
    if (progress == NULL)
        return;
    snprintf(progress->step, sizeof progress->step, "%s", what);
    progress->part[0] = '\0';
    progress->done = progress->count = 0;
    if (progress->is_terminal)
        draw(progress, true);
}

void progress_part(struct progress *progress, const char *id, size_t done, size_t count)
{
    if (progress == NULL)
        return;
    snprintf(progress->part, sizeof progress->part, "%s", id);
    progress->done = done;
    progress->count = count;
    if (progress->is_terminal)
        draw(progress, done == count);
    else if (done == count)
        fprintf(progress->stream, "%s%s: %zu done\n", prefix(progress, JOURNAL_INFO),
                progress->step, count);
}

void progress_close(struct progress *progress)
{
    if (progress == NULL)
        return;
    fflush(progress->stream);
    free(progress);
}
