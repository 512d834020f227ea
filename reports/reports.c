/* The table of a slot's outputs, written side by side; see reports.h. */
#include "reports/reports.h"

#include "jobs/folder.h"
#include "jobs/prepare.h"
#include "reports/facts.h"
#include "reports/report.h"

#include <pthread.h>
#include <sha256.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Names are those of reports.yaml. */
static const struct {
    const char *name;
    report_writer *write;
    bool is_for_audiences; /* each has one of its own */
} outputs[] = {
    {"kpi", kpi_workbook_write, true},     {"exceptions", exceptions_workbook_write, false},
    {"lists", staff_lists_write, false},   {"csv", csv_files_write, false},
    {"summary", summary_html_write, true},
};

static bool is_in_job(const struct job_settings *job, const char *name)
{
    for (size_t i = 0; i < job->report_count; i++)
        if (strcmp(job->reports[i], name) == 0)
            return true;
    return job->report_count == 0;
}

bool report_is_written(const struct report *report, const char *name)
{
    const struct report_settings *settings = settings_report(report->settings, name);
    return is_in_job(report->slot->job, name) && (settings == NULL || settings->is_enabled);
}

#define OUTPUT_COUNT (sizeof outputs / sizeof outputs[0])

/* One output for one audience, and what became of it. */
struct task {
    size_t output;
    const struct audience_settings *audience; /* NULL: the company's own */
    struct written written;
    struct error error;
};

/* Told in the order of the tasks: so that neither the manifest nor the error depends on which was
 * done first. */
struct writing {
    const struct report *report;
    pthread_mutex_t mutex; /* for next */
    size_t next;
    struct task *tasks;
    size_t count;
};

/* On a connection of its own, with the facts of its readers: nothing is shared but what all only
 * read. */
static bool write_output(const struct writing *writing, struct task *task, struct error *error)
{
    struct report report = *writing->report;
    const struct report_settings *settings =
        settings_report(report.settings, outputs[task->output].name);
    struct facts facts = {0};
    struct facts_scope scope = {.audience = task->audience,
                                .business_on = report.slot->business_on};
    bool is_written;
    if (settings != NULL) {
        report.language = task->audience == NULL ? settings->language : task->audience->language;
        report.sheets = task->audience == NULL ? &settings->sheets : &task->audience->sheets;
        scope.kpis = task->audience == NULL ? &settings->kpis : &task->audience->kpis;
    }
    report.audience = task->audience;
    report.written = &task->written;
    report.facts = &facts;
    if (!mirror_open(&report.mirror, report.settings, report.catalogue, report.slot, error))
        return false;
    is_written =
        facts_read(&facts, report.mirror, report.settings, report.catalogue, &scope, error) &&
        outputs[task->output].write(&report, error);
    facts_clear(&facts);
    sqlite3_close(report.mirror);
    return is_written;
}

static void *write_some(void *context)
{
    struct writing *writing = context;
    for (;;) {
        struct task *task;
        size_t index;
        pthread_mutex_lock(&writing->mutex);
        index = writing->next++;
        pthread_mutex_unlock(&writing->mutex);
        if (index >= writing->count)
            return NULL;
        task = &writing->tasks[index];
        if (!write_output(writing, task, &task->error))
            error_wrap(&task->error, "report %s%s%s", outputs[task->output].name,
                       task->audience == NULL ? "" : " for ",
                       task->audience == NULL ? "" : task->audience->name);
    }
}

/* This thread works too: without another it does all of it. */
static void write_side_by_side(struct writing *writing)
{
    pthread_t threads[OUTPUT_COUNT];
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    size_t started = 0, most = (size_t)writing->report->settings->parallel;
    if (cores > 0 && most > (size_t)cores)
        most = (size_t)cores;
    while (started + 1 < most && started < OUTPUT_COUNT &&
           pthread_create(&threads[started], NULL, write_some, writing) == 0)
        started++;
    write_some(writing);
    for (size_t i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
}

static void add_task(struct writing *writing, size_t output,
                     const struct audience_settings *audience)
{
    writing->tasks[writing->count++] = (struct task){.output = output, .audience = audience};
}

/* `enabled: false` is said of the company's own; audiences have what the job writes. */
static void list_tasks(struct writing *writing, const struct report *report)
{
    const struct settings *all = report->settings;
    for (size_t i = 0; i < OUTPUT_COUNT; i++) {
        if (!is_in_job(report->slot->job, outputs[i].name))
            continue;
        if (report_is_written(report, outputs[i].name))
            add_task(writing, i, NULL);
        for (size_t j = 0; outputs[i].is_for_audiences && j < all->audience_count; j++)
            add_task(writing, i, &all->audiences[j]);
    }
}

static bool make_folders(const struct report *report, struct error *error)
{
    const struct settings *settings = report->settings;
    char path[PATH_MAX];
    for (size_t i = 0; i < settings->audience_count; i++) {
        struct report own = *report;
        own.audience = &settings->audiences[i];
        if (!report_path(&own, "", path, error) || !folder_make(path, error))
            return false;
    }
    return true;
}

/* What one task wrote goes to what all have written. */
static void gather(const struct report *report, const struct written *from)
{
    for (size_t i = 0; i < from->count; i++)
        report_wrote(report, from->files[i].path, from->files[i].row_count);
    for (size_t i = 0; i < from->headline_count; i++)
        report_headline(report, from->headlines[i].path, from->headlines[i].name,
                        from->headlines[i].unit, from->headlines[i].value);
}

static bool write_outputs(struct report *report, struct error *error)
{
    struct writing writing = {.report = report, .mutex = PTHREAD_MUTEX_INITIALIZER};
    size_t room = OUTPUT_COUNT * (1 + report->settings->audience_count);
    writing.tasks = calloc(room, sizeof *writing.tasks);
    if (writing.tasks == NULL)
        return error_set(error, EXIT_CODE_SOFTWARE, "out of memory for reports");
    list_tasks(&writing, report);
    write_side_by_side(&writing);
    for (size_t i = 0; i < writing.count; i++) {
        struct task *task = &writing.tasks[i];
        gather(report, &task->written);
        region_clear(&task->written.region);
        if (task->error.code != EXIT_CODE_GOOD && error->code == EXIT_CODE_GOOD)
            *error = task->error;
    }
    free(writing.tasks);
    return error->code == EXIT_CODE_GOOD && manifest_write(report, error);
}

static bool hash_manifest(const struct report *report, char hash[MANIFEST_HASH_SIZE],
                          struct error *error)
{
    char path[PATH_MAX];
    if (!report_path(report, "manifest.json", path, error))
        return false;
    return SHA256File(path, hash) != NULL ||
           error_set(error, EXIT_CODE_CANNOT_WRITE, "%s: can't be read again", path);
}

bool reports_write(const struct settings *settings, const struct catalogue *catalogue,
                   const struct slot *slot, const char *folder,
                   char manifest_sha256[MANIFEST_HASH_SIZE], struct error *error)
{
    const struct facts_scope scope = {.business_on = slot->business_on};
    struct facts facts = {0};
    struct written written = {0};
    struct report report = {.settings = settings,
                            .catalogue = catalogue,
                            .slot = slot,
                            .folder = folder,
                            .facts = &facts,
                            .written = &written};
    bool is_written;

    error_clear(error);
    if (!mirror_open(&report.mirror, settings, catalogue, slot, error))
        return false;
    is_written = facts_read(&facts, report.mirror, settings, catalogue, &scope, error) &&
                 facts_agree(&facts, report.mirror, settings, error) &&
                 make_folders(&report, error) && write_outputs(&report, error) &&
                 folder_sync_all(folder, error) && hash_manifest(&report, manifest_sha256, error);
    sqlite3_close(report.mirror);
    facts_clear(&facts);
    region_clear(&written.region);
    return is_written;
}
