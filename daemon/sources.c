/* The workers of a pull: one for each source that feeds a dataset. */
#include "daemon/sources.h"

#include "core/clock.h"
#include "core/text.h"
#include "daemon/workers.h"
#include "jobs/pull.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What a worker's child needs, and what the parent has seen of it. */
struct puller {
    const struct settings *settings;
    const struct catalogue *catalogue;
    const struct slot *slot;
    const struct source_settings *source;
    struct worker_channel *channel; /* in the child alone */
    const char *dataset;            /* being read, in the parent */
    int64_t since;                  /* when it was begun, monotonic milliseconds */
};

struct pulling {
    struct pulled *pulled;
    struct progress *progress;
    struct puller *pullers;
    struct worker *workers;
    size_t duration_room;
    int64_t begun;
};

static void report(void *context, const char *dataset, int64_t rows)
{
    struct puller *puller = context;

    worker_report(puller->channel, dataset, rows);
}

static enum exit_code pull_in_child(void *context, struct worker_channel *channel,
                                    struct error *error)
{
    struct puller *puller = context;
    struct pull_request request = {
        .settings = puller->settings,
        .catalogue = puller->catalogue,
        .slot = puller->slot,
        .source = puller->source,
        .progress = report,
        .context = puller,
    };

    puller->channel = channel;
    return pull_source(&request, error) ? EXIT_CODE_GOOD : error->code;
}

static void duration_end(struct pulling *pulling, struct puller *puller, int64_t now)
{
    struct pulled *pulled = pulling->pulled;

    if (puller->dataset == NULL || pulled->duration_count == pulling->duration_room)
        return;
    pulled->durations[pulled->duration_count++] = (struct pull_duration){
        .source = puller->source->name,
        .dataset = puller->dataset,
        .milliseconds = now - puller->since,
    };
    puller->dataset = NULL;
    puller->since = now;
}

static void duration_begin(struct pulling *pulling, struct puller *puller, const char *dataset,
                           int64_t now)
{
    const struct dataset_settings *settings = settings_dataset(puller->settings, dataset);

    if (settings == NULL || settings->name == puller->dataset)
        return;
    duration_end(pulling, puller, now);
    puller->dataset = settings->name;
    if (puller->since == 0)
        puller->since = pulling->begun;
}

static void told(void *context, const struct worker *worker, const char *dataset, int64_t rows)
{
    struct pulling *pulling = context;
    struct puller *puller = worker->context;
    int64_t now = clock_monotonic_milliseconds();

    if (dataset != NULL) {
        duration_begin(pulling, puller, dataset, now);
        progress_pull(pulling->progress, worker->name, dataset, rows);
        return;
    }
    duration_end(pulling, puller, now);
    progress_pull_end(pulling->progress, worker->name,
                      worker->code != EXIT_CODE_GOOD ? worker->error.text : NULL);
}

static size_t feed_count_of(const struct settings *settings, const char *source)
{
    size_t count = 0;

    for (size_t i = 0; i < settings->dataset_count; i++)
        for (size_t j = 0; j < settings->datasets[i].feed_count; j++)
            if (strcmp(settings->datasets[i].feeds[j].source, source) == 0)
                count++;
    return count;
}

static void worker_add(struct pulling *pulling, const struct settings *settings,
                       const struct catalogue *catalogue, const struct slot *slot,
                       const struct source_settings *source)
{
    size_t number = pulling->pulled->source_count++;

    pulling->pullers[number] = (struct puller){
        .settings = settings, .catalogue = catalogue, .slot = slot, .source = source};
    pulling->workers[number] = (struct worker){
        .name = source->name,
        .main = pull_in_child,
        .context = &pulling->pullers[number],
        .cancel = pull_cancel,
        .time_limit_seconds = source->time_limit_seconds,
    };
}

static bool pulling_allocate(struct pulling *pulling, const struct settings *settings,
                             struct error *error)
{
    size_t sources = settings->source_count + 1, feeds = 1;

    for (size_t i = 0; i < settings->dataset_count; i++)
        feeds += settings->datasets[i].feed_count;
    pulling->duration_room = feeds;
    pulling->pullers = calloc(sources, sizeof *pulling->pullers);
    pulling->workers = calloc(sources, sizeof *pulling->workers);
    pulling->pulled->failures = calloc(sources, sizeof *pulling->pulled->failures);
    pulling->pulled->durations = calloc(feeds, sizeof *pulling->pulled->durations);
    if (pulling->pullers == NULL || pulling->workers == NULL || pulling->pulled->failures == NULL ||
        pulling->pulled->durations == NULL)
        return error_set(error, EXIT_CODE_SOFTWARE, "no memory for the pullers");
    return true;
}

static void failure_add(struct pulled *pulled, const struct worker *worker)
{
    struct source_failure *failure = &pulled->failures[pulled->failure_count++];
    size_t length =
        text_cut(worker->error.text, strlen(worker->error.text), sizeof failure->reason - 1);

    failure->source = worker->name;
    memcpy(failure->reason, worker->error.text, length);
    failure->reason[length] = '\0';
}

static bool failures_gather(struct pulling *pulling, struct error *error)
{
    for (size_t i = 0; i < pulling->pulled->source_count; i++) {
        const struct worker *worker = &pulling->workers[i];
        if (worker->code == EXIT_CODE_CANNOT_WRITE) {
            *error = worker->error;
            error->code = EXIT_CODE_CANNOT_WRITE;
            return error_wrap(error, "source %s", worker->name);
        }
        if (worker->code != EXIT_CODE_GOOD)
            failure_add(pulling->pulled, worker);
    }
    return true;
}

bool sources_pull(const struct settings *settings, const struct catalogue *catalogue,
                  const struct slot *slot, struct progress *progress, struct pulled *pulled,
                  struct error *error)
{
    struct pulling pulling = {.pulled = pulled, .progress = progress};
    bool is_pulled = false;

    if (!pulling_allocate(&pulling, settings, error))
        goto done;
    for (size_t i = 0; i < settings->source_count; i++)
        if (feed_count_of(settings, settings->sources[i].name) > 0)
            worker_add(&pulling, settings, catalogue, slot, &settings->sources[i]);
    pulling.begun = clock_monotonic_milliseconds();
    is_pulled = workers_run(pulling.workers, pulled->source_count, (size_t)settings->parallel, told,
                            &pulling, error) &&
                failures_gather(&pulling, error);
done:
    free(pulling.pullers);
    free(pulling.workers);
    return is_pulled;
}

void sources_clear(struct pulled *pulled)
{
    free(pulled->failures);
    free(pulled->durations);
    *pulled = (struct pulled){0};
}
