/* The table of a slot's outputs, written side by side; see reports.h. */
#include "reports/reports.h"

#include "jobs/folder.h"
#include "jobs/prepare.h"
#include "reports/facts.h"
#include "reports/report.h"

#include <pthread.h>
#include <sha256.h>
#include <string.h>
#include <unistd.h>

/* Names are those of reports.yaml. */
static const struct {
    const char *name;
    report_writer *write;
} outputs[] = {
    {"kpi", kpi_workbook_write},     {"exceptions", exceptions_workbook_write},
    {"lists", staff_lists_write},    {"csv", csv_files_write},
    {"summary", summary_html_write},
};

static bool is_in_job(const struct job_settings *job, const char *name)
{
    for (size_t i = 0; i < job->report_count; i++)
        if (strcmp(job->reports[i], name) == 0)
            return true;
    return job->report_count == 0;
}

#define OUTPUT_COUNT (sizeof outputs / sizeof outputs[0])

/* What became of each output, in the order of the table: so that neither the manifest nor the error
 * that is told depends on which was done first. */
struct writing {
    const struct report *report;
    pthread_mutex_t mutex; /* for next */
    size_t next;
    struct written written[OUTPUT_COUNT];
    struct error errors[OUTPUT_COUNT];
};

/* On a connection of its own: nothing is shared but what all only read. */
static bool write_output(const struct writing *writing, size_t index, struct written *written,
                         struct error *error)
{
    struct report report = *writing->report;
    const struct report_settings *settings = settings_report(report.settings, outputs[index].name);
    bool is_written;
    if (!is_in_job(report.slot->job, outputs[index].name) ||
        (settings != NULL && !settings->is_enabled))
        return true;
    report.language = settings == NULL ? report.settings->language : settings->language;
    report.written = written;
    if (!mirror_open(&report.mirror, report.settings, report.catalogue, report.slot, error))
        return false;
    is_written = outputs[index].write(&report, error);
    sqlite3_close(report.mirror);
    return is_written;
}

static void *write_some(void *context)
{
    struct writing *writing = context;
    for (;;) {
        size_t index;
        pthread_mutex_lock(&writing->mutex);
        index = writing->next++;
        pthread_mutex_unlock(&writing->mutex);
        if (index >= OUTPUT_COUNT)
            return NULL;
        if (!write_output(writing, index, &writing->written[index], &writing->errors[index]))
            error_wrap(&writing->errors[index], "report %s", outputs[index].name);
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

static bool write_outputs(struct report *report, struct error *error)
{
    struct writing writing = {.report = report, .mutex = PTHREAD_MUTEX_INITIALIZER};
    write_side_by_side(&writing);
    for (size_t i = 0; i < OUTPUT_COUNT; i++) {
        for (size_t file = 0; file < writing.written[i].count; file++)
            report_wrote(report, writing.written[i].files[file].path,
                         writing.written[i].files[file].row_count);
        region_clear(&writing.written[i].region);
        if (writing.errors[i].code != EXIT_CODE_GOOD && error->code == EXIT_CODE_GOOD)
            *error = writing.errors[i];
    }
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
    is_written = facts_read(&facts, report.mirror, settings, catalogue, error) &&
                 facts_agree(&facts, report.mirror, settings, error) &&
                 write_outputs(&report, error) && folder_sync_all(folder, error) &&
                 hash_manifest(&report, manifest_sha256, error);
    sqlite3_close(report.mirror);
    facts_clear(&facts);
    region_clear(&written.region);
    return is_written;
}
