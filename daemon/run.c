/* The order of a run. What has been begun is published whole or taken back whole. */
#include "daemon/run.h"

#include "core/clock.h"
#include "core/date.h"
#include "core/text.h"
#include "daemon/deliver.h"
#include "daemon/headline.h"
#include "daemon/inbox_print.h"
#include "daemon/journal.h"
#include "daemon/recover.h"
#include "daemon/sources.h"
#include "daemon/sweep.h"
#include "jobs/evaluate.h"
#include "jobs/folder.h"
#include "jobs/kept.h"
#include "jobs/notices.h"
#include "jobs/promises.h"
#include "jobs/worklist.h"
#include "reports/deliveries.h"
#include "reports/publish.h"
#include "reports/reports.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct run {
    const struct run_request *request;
    struct settings *settings;
    struct catalogue *catalogue;
    struct state *state;
    struct ledger ledger;
    struct slot slot;
    int lock;
    struct progress *progress;
    struct pulled pulled;
    struct rule_times rule_times;
    char output[PATH_MAX];    /* the temporary folder of the files; "" when there is none */
    char published[PATH_MAX]; /* where they stand in the end */
    struct headline headline;
};

static bool job_find(struct run *run, struct error *error)
{
    const struct settings *settings = run->settings;
    const char *names[64] = {NULL};
    const char *nearest;
    size_t count = 0;

    run->slot.job = settings_job(settings, run->request->job);
    if (run->slot.job != NULL)
        return true;
    for (size_t i = 0; i < settings->job_count && count < sizeof names / sizeof names[0]; i++)
        names[count++] = settings->jobs[i].name;
    nearest = text_nearest(run->request->job, names, count);
    if (nearest == NULL && count == 1)
        nearest = names[0];
    if (nearest == NULL)
        return error_set(error, EXIT_CODE_USAGE, "there is no job \"%s\" in jobs.yaml",
                         run->request->job);
    return error_set(error, EXIT_CODE_USAGE,
                     "there is no job \"%s\" in jobs.yaml, did you mean \"%s\"?", run->request->job,
                     nearest);
}

static bool dataset_unknown(const struct settings *settings, const char *name, struct error *error)
{
    const char *names[64] = {NULL};
    const char *nearest;
    size_t count = 0;

    for (size_t i = 0; i < settings->dataset_count && count < sizeof names / sizeof names[0]; i++)
        names[count++] = settings->datasets[i].name;
    nearest = text_nearest(name, names, count);
    if (nearest == NULL)
        return error_set(error, EXIT_CODE_USAGE, "--accept %s: datasets.yaml has no such dataset",
                         name);
    return error_set(error, EXIT_CODE_USAGE,
                     "--accept %s: datasets.yaml has no such dataset, did you mean \"%s\"?", name,
                     nearest);
}

static bool accepted_look(const struct run *run, struct error *error)
{
    for (const char *const *name = run->request->accepted; *name != NULL; name++)
        if (settings_dataset(run->settings, *name) == NULL)
            return dataset_unknown(run->settings, *name, error);
    return true;
}

static bool date_look(const struct run *run, struct error *error)
{
    char date[DATE_TEXT_SIZE], from[DATE_TEXT_SIZE], to[DATE_TEXT_SIZE];
    const struct settings *settings = run->settings;

    if (run->slot.business_on >= settings->accepted_from_on &&
        run->slot.business_on <= settings->accepted_to_on)
        return true;
    date_format_iso(run->slot.business_on, date);
    date_format_iso(settings->accepted_from_on, from);
    date_format_iso(settings->accepted_to_on, to);
    return error_set(error, EXIT_CODE_USAGE,
                     "business date %s is outside the accepted dates %s to %s", date, from, to);
}

/* Reads what a run needs to know before it takes anything. */
static bool run_open(struct run *run, struct error *error)
{
    const struct run_request *request = run->request;

    if (!catalogue_open_with_settings(&run->catalogue, &run->settings, request->configuration,
                                      error) ||
        !clock_set_zone(run->settings->time_zone, error) || !job_find(run, error) ||
        !accepted_look(run, error) || !clock_now(&run->slot.run_at, error))
        return false;
    run->slot.business_on =
        request->has_date ? request->business_on : clock_local_day(run->slot.run_at);
    run->slot.last_on = slot_last_on(run->slot.job, run->slot.business_on);
    run->slot.is_restated = request->why != NULL;
    run->ledger.run_at = run->slot.run_at;
    run->ledger.begun_milliseconds = clock_monotonic_milliseconds();
    if (!date_look(run, error) || !folder_make(run->settings->state_folder, error))
        return false;
    run->lock = ledger_lock(run->settings, run->slot.job->name, run->slot.run_at, error);
    if (run->lock < 0)
        return false;
    if (!state_open(&run->state, run->settings->state_folder, error))
        return false;
    run->ledger.state = run->state;
    return recover(&run->ledger, run->settings, run->slot.job, error);
}

static void run_close(struct run *run)
{
    progress_close(run->progress);
    sources_clear(&run->pulled);
    rule_times_clear(&run->rule_times);
    state_close(run->state);
    ledger_unlock(run->lock);
    if (run->catalogue != NULL)
        catalogue_close(run->catalogue);
    if (run->settings != NULL)
        settings_close(run->settings);
}

static bool pull(struct run *run, struct error *error)
{
    if (!sources_pull(run->settings, run->catalogue, &run->slot, run->progress, &run->pulled,
                      error))
        return false;
    if (run->pulled.failure_count < run->pulled.source_count)
        return true;
    error_set(error, EXIT_CODE_UNAVAILABLE, "no source could be pulled, nothing is published");
    for (size_t i = 0; i < run->pulled.failure_count; i++) {
        size_t length = strlen(error->text);
        snprintf(error->text + length, sizeof error->text - length, "\n  %s: %s",
                 run->pulled.failures[i].source, run->pulled.failures[i].reason);
    }
    return false;
}

static bool prepare(struct run *run, struct error *error)
{
    struct prepare_request request = {
        .settings = run->settings,
        .catalogue = run->catalogue,
        .slot = &run->slot,
        .failures = run->pulled.failures,
        .failure_count = run->pulled.failure_count,
        .accepted = run->request->accepted,
    };
    struct usual_volume *volumes = NULL;
    bool is_prepared;

    if (!ledger_usual_volumes(&run->ledger, run->slot.job->name, &volumes, &request.volume_count,
                              error))
        return false;
    request.volumes = volumes;
    is_prepared = prepare_mirror(&request, error) &&
                  ledger_record_pulls(&run->ledger, &run->slot, run->pulled.durations,
                                      run->pulled.duration_count, error);
    ledger_volumes_free(volumes, request.volume_count);
    return is_prepared;
}

static void rule_done(void *context, const char *id, size_t done, size_t count)
{
    progress_part(context, id, done, count);
}

/* What people have said by now belongs into today's lists. A dry run keeps nothing. */
static bool inbox(struct run *run, struct error *error)
{
    const struct inbox_request request = {run->state, run->settings, run->slot.run_at, false,
                                          inbox_list_names};

    return run->request->is_dry || inbox_take_and_tell(&request, error);
}

/* Everything up to the results and the staged worklist. */
static bool work(struct run *run, struct error *error)
{
    progress_step(run->progress, "pull");
    if (!pull(run, error))
        return false;
    progress_step(run->progress, "prepare");
    if (!prepare(run, error) || !notices_print(stderr, &run->slot, error) ||
        !promises_stage(run->state, &run->slot, error))
        return false;
    progress_step(run->progress, "checks and KPIs");
    if (!evaluate(run->settings, run->catalogue, &run->slot, rule_done, run->progress, error))
        return false;
    progress_step(run->progress, "worklist");
    return worklist_stage(run->state, run->settings, run->catalogue, &run->slot, error) &&
           evaluate_figures(run->state, run->settings, run->catalogue, &run->slot, error) &&
           ledger_record_rule_times(&run->ledger, &run->slot, &run->rule_times, error) &&
           headline_read(&run->headline, run->settings, run->catalogue, &run->slot, error);
}

/* A folder set as ../out reads better without the way to it. */
static void path_straighten(char path[PATH_MAX])
{
    char *straight = realpath(path, NULL);

    if (straight != NULL)
        snprintf(path, PATH_MAX, "%s", straight);
    free(straight);
}

static bool publish(struct run *run, struct error *error)
{
    char manifest_sha256[MANIFEST_HASH_SIZE];
    enum exit_code code =
        headline_is_complete(&run->headline) ? EXIT_CODE_GOOD : EXIT_CODE_INCOMPLETE;

    progress_step(run->progress, "reports");
    if (!publish_begin(run->settings, &run->slot, run->output, error))
        return false;
    if (!reports_write(run->settings, run->catalogue, &run->slot, run->output, manifest_sha256,
                       error) ||
        !kept_finish(&run->slot, run->output, error) ||
        !deliveries_stage(run->state, run->settings, run->catalogue, &run->slot, run->output,
                          error) ||
        !ledger_publishing(&run->ledger, &run->slot, manifest_sha256, code, error) ||
        !publish_commit(run->settings, &run->slot, run->output, run->published, error))
        return false;
    run->output[0] = '\0';
    path_straighten(run->published);
    return ledger_published(&run->ledger, &run->slot, run->published, run->request->why, error);
}

/* A dry run's files stay where they were written, and nothing else of it stays. */
static bool write_dry(struct run *run, struct error *error)
{
    char manifest_sha256[MANIFEST_HASH_SIZE];
    const char *place = getenv("TMPDIR");

    progress_step(run->progress, "reports");
    snprintf(run->published, sizeof run->published, "%s/khrop-dry-run-XXXXXX",
             place != NULL && *place != '\0' ? place : "/tmp");
    if (mkdtemp(run->published) == NULL)
        return error_set_errno(error, EXIT_CODE_CANNOT_WRITE, errno, "%s", run->published);
    return reports_write(run->settings, run->catalogue, &run->slot, run->published, manifest_sha256,
                         error);
}

/* Takes back what was begun. That this may fail too (a full disk) is said; the next run will see
 * to it. */
static void attempt_fail(struct run *run, const struct error *fault)
{
    struct error error = {0};

    if (*run->output != '\0')
        publish_abandon(run->output);
    if (run->slot.attempt_id == 0)
        return;
    if (!ledger_failed(&run->ledger, &run->slot, fault->code, fault->text, &error))
        fprintf(stderr, "%skhrop: the failure could not be recorded (the next run will): %s\n",
                journal_prefix(STDERR_FILENO, JOURNAL_ERROR), error.text);
}

/* Publishing has been committed: the folder may stand, so nothing is taken back here. */
static bool is_left_to_recovery(const struct run *run)
{
    return *run->published != '\0' && !run->request->is_dry;
}

/* At its beginning: a crash may come before its end. */
static bool restatement_note(const struct run *run, struct error *error)
{
    return run->request->why == NULL ||
           ledger_note(&run->ledger, run->slot.attempt_id, "restating", run->request->why, error);
}

static bool attempt(struct run *run, struct error *error)
{
    struct error dry = {EXIT_CODE_GOOD, "dry run"};
    bool is_good;

    run->progress = progress_open(stderr, isatty(STDERR_FILENO) != 0);
    rule_times_open(&run->rule_times);
    run->slot.rule_times = &run->rule_times;
    is_good = ledger_begin(&run->ledger, run->settings, &run->slot, error) &&
              restatement_note(run, error) && kept_begin(run->settings, &run->slot, error) &&
              inbox(run, error) && work(run, error) &&
              (run->request->is_dry ? write_dry(run, error) : publish(run, error));
    progress_close(run->progress);
    run->progress = NULL;
    if (is_good)
        headline_print(&run->headline, stdout, run->published, run->request->is_dry);
    if (!is_good && !is_left_to_recovery(run))
        attempt_fail(run, error);
    if (is_good && run->request->is_dry)
        attempt_fail(run, &dry);
    if (is_good && !run->request->is_dry)
        sweep_after_run(&run->ledger, run->settings, run->slot.job->name,
                        clock_local_day(run->slot.run_at));
    return is_good;
}

/* A slot is published once: says where it stands. */
static bool stands_already(struct run *run, bool *stands, struct error *error)
{
    struct ledger_attempt found;
    char date[DATE_TEXT_SIZE], when[DATE_TEXT_SIZE];

    *stands = false;
    if (run->request->is_forced || run->request->is_dry)
        return true;
    if (!ledger_find_published(&run->ledger, run->slot.job->name, run->slot.business_on, &found,
                               stands, error))
        return false;
    if (!*stands)
        return true;
    run->slot.attempt_id = found.attempt_id;
    date_format_iso(run->slot.business_on, date);
    timestamp_format_iso(found.ended_at, clock_offset_seconds(found.ended_at), when);
    printf("%s for %s was published at %s%s%s\nTo run it again: khrop run %s --date %s --force",
           run->slot.job->name, date, when, *found.folder != '\0' ? ": " : "", found.folder,
           run->slot.job->name, date);
    for (const char *const *name = run->request->accepted; *name != NULL; name++)
        printf(" --accept %s", *name);
    putchar('\n');
    return true;
}

enum exit_code run_job(const struct run_request *request, struct error *error)
{
    struct run run = {.request = request, .lock = -1};
    enum exit_code code = EXIT_CODE_GOOD;
    bool stands = false;

    if (!run_open(&run, error) || !stands_already(&run, &stands, error) ||
        (!stands && !attempt(&run, error)))
        code = error->code != EXIT_CODE_GOOD ? error->code : EXIT_CODE_SOFTWARE;
    else if (!stands && !headline_is_complete(&run.headline))
        code = EXIT_CODE_INCOMPLETE;
    if (code <= EXIT_CODE_INCOMPLETE && !request->is_dry &&
        !deliver_slot(&run.ledger, run.settings, &run.slot))
        code = EXIT_CODE_INCOMPLETE;
    headline_clear(&run.headline);
    run_close(&run);
    return code;
}
