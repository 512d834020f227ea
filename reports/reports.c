/* The table of a slot's outputs, and the order they are written in; see reports.h. */
#include "reports/reports.h"

#include "jobs/folder.h"
#include "jobs/prepare.h"
#include "reports/facts.h"
#include "reports/report.h"

#include <sha256.h>
#include <string.h>

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

static bool write_outputs(struct report *report, struct error *error)
{
    for (size_t i = 0; i < sizeof outputs / sizeof outputs[0]; i++) {
        const struct report_settings *settings = settings_report(report->settings, outputs[i].name);
        if (!is_in_job(report->slot->job, outputs[i].name) ||
            (settings != NULL && !settings->is_enabled))
            continue;
        report->language = settings == NULL ? report->settings->language : settings->language;
        if (!outputs[i].write(report, error))
            return error_wrap(error, "report %s", outputs[i].name);
    }
    return manifest_write(report, error);
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
