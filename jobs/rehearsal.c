/* Every query over an empty mirror; see rehearsal.h. */
#include "jobs/rehearsal.h"

#include "config/complaints.h"
#include "jobs/evaluate.h"
#include "jobs/folder.h"
#include "jobs/mirror_writer.h"
#include "jobs/prepare.h"
#include "jobs/reads.h"
#include "jobs/statement.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#define SOURCE "rehearsal"

static const struct feed_settings feed = {.source = SOURCE, .query = ""};

static bool site_make(struct rehearsal *rehearsal, const struct settings *settings,
                      struct error *error)
{
    size_t count = rehearsal->catalogue->contract_count;

    rehearsal->datasets = calloc(count + 1, sizeof *rehearsal->datasets);
    rehearsal->names = calloc(count + 1, sizeof *rehearsal->names);
    if (rehearsal->datasets == NULL || rehearsal->names == NULL)
        return error_set(error, EXIT_CODE_SOFTWARE, "out of memory for %zu datasets", count);
    for (size_t i = 0; i < count; i++) {
        rehearsal->names[i] = rehearsal->catalogue->contracts[i].name;
        rehearsal->datasets[i] = (struct dataset_settings){.name = rehearsal->names[i],
                                                           .feeds = &feed,
                                                           .feed_count = 1,
                                                           .may_be_empty = true,
                                                           .has_may_be_empty = true};
    }
    rehearsal->source = (struct source_settings){.name = SOURCE};
    rehearsal->settings = *settings;
    rehearsal->settings.sources = &rehearsal->source;
    rehearsal->settings.source_count = 1;
    rehearsal->settings.datasets = rehearsal->datasets;
    rehearsal->settings.dataset_count = count;
    return true;
}

/* Any day of the calendar serves: the middle one is none that a rule could trip over. */
static bool slot_make(struct rehearsal *rehearsal, struct error *error)
{
    const struct settings *settings = &rehearsal->settings;
    struct slot *slot = &rehearsal->slot;
    const char *temporary = getenv("TMPDIR");

    rehearsal->job = (struct job_settings){.name = SOURCE};
    *slot = (struct slot){.job = &rehearsal->job, .attempt = 1};
    slot->business_on =
        settings->accepted_from_on + (settings->accepted_to_on - settings->accepted_from_on) / 2;
    slot->last_on = slot_last_on(slot->job, slot->business_on);
    snprintf(slot->folder, sizeof slot->folder, "%s/khrop_rehearsal_XXXXXX",
             temporary != NULL ? temporary : "/tmp");
    if (mkdtemp(slot->folder) != NULL)
        return true;
    error_set_errno(error, EXIT_CODE_CANNOT_WRITE, errno, "%s", slot->folder);
    slot->folder[0] = '\0';
    return false;
}

static bool table_make(sqlite3 *file, const struct contract *contract, int64_t business_on,
                       struct error *error)
{
    struct mirror_rejects rejects;
    struct writer *writer = NULL;
    bool made;

    if (!mirror_rejects_open(&rejects, file, contract->name, error))
        return false;
    made = mirror_writer_open(&writer, file, contract, business_on, &rejects, error) &&
           writer->finish(writer, error);
    if (writer != NULL)
        writer->close(writer);
    mirror_rejects_close(&rejects);
    return made;
}

static bool tables_make(const struct rehearsal *rehearsal, sqlite3 *file, struct error *error)
{
    const struct catalogue *catalogue = rehearsal->catalogue;
    sqlite3_stmt *pull = NULL;
    bool made = true;

    for (size_t i = 0; made && i < catalogue->contract_count; i++)
        made = table_make(file, &catalogue->contracts[i], rehearsal->slot.business_on, error);
    made = made && statement_prepare(file,
                                     "INSERT INTO khrop_pulls VALUES (:dataset, '" SOURCE
                                     "', 'whole', 0, 0, 0, 0, '', '', NULL, '')",
                                     &pull, error);
    for (size_t i = 0; made && i < catalogue->contract_count; i++) {
        statement_bind_text(pull, ":dataset", catalogue->contracts[i].name);
        made = statement_finish(pull, error);
    }
    sqlite3_finalize(pull);
    return made && statement_execute(file, "COMMIT", error);
}

static bool source_make(const struct rehearsal *rehearsal, struct error *error)
{
    char path[PATH_MAX];
    sqlite3 *file = NULL;
    bool made;

    if (snprintf(path, sizeof path, "%s/" SOURCE ".sqlite", rehearsal->slot.folder) >=
        (int)sizeof path)
        return error_set(error, EXIT_CODE_CANNOT_WRITE, "%s: the path is too long",
                         rehearsal->slot.folder);
    made = mirror_file_create(path, &file, error) && tables_make(rehearsal, file, error);
    sqlite3_close(file);
    return made;
}

bool rehearsal_open(struct rehearsal *rehearsal, const struct settings *settings,
                    const struct catalogue *catalogue, struct error *error)
{
    struct prepare_request request = {
        .settings = &rehearsal->settings, .catalogue = catalogue, .slot = &rehearsal->slot};

    rehearsal->catalogue = catalogue;
    if (!site_make(rehearsal, settings, error) || !slot_make(rehearsal, error) ||
        !source_make(rehearsal, error))
        return error_wrap(error, "trying the queries");
    request.accepted = rehearsal->names;
    if (!prepare_mirror(&request, error) ||
        !evaluate(&rehearsal->settings, catalogue, &rehearsal->slot, NULL, NULL, error) ||
        !evaluate_figures(NULL, &rehearsal->settings, catalogue, &rehearsal->slot, error))
        return error_wrap(error, "trying the queries");
    return true;
}

void rehearsal_close(struct rehearsal *rehearsal)
{
    if (rehearsal->slot.folder[0] != '\0')
        folder_remove(rehearsal->slot.folder, NULL);
    free(rehearsal->datasets);
    free(rehearsal->names);
    *rehearsal = (struct rehearsal){0};
}

bool rehearsal_mirror(struct rehearsal *rehearsal, sqlite3 **mirror, struct error *error)
{
    return mirror_open(mirror, &rehearsal->settings, rehearsal->catalogue, &rehearsal->slot, error);
}

static void needs_compare(struct rehearsal *rehearsal, sqlite3 *mirror, const struct rule *rules,
                          size_t count, struct complaints *complaints)
{
    for (size_t i = 0; i < count; i++)
        reads_check(mirror, rehearsal->catalogue, &rules[i], &rehearsal->slot, complaints);
}

static void all_needs_compare(struct rehearsal *rehearsal, sqlite3 *mirror,
                              struct complaints *complaints)
{
    const struct catalogue *catalogue = rehearsal->catalogue;

    needs_compare(rehearsal, mirror, catalogue->derived, catalogue->derived_count, complaints);
    needs_compare(rehearsal, mirror, catalogue->checks, catalogue->check_count, complaints);
    needs_compare(rehearsal, mirror, catalogue->kpis, catalogue->kpi_count, complaints);
    needs_compare(rehearsal, mirror, catalogue->tables, catalogue->table_count, complaints);
}

/* A reason begins with the file and line; what needs a dataset that failed has nothing of its own
 * to say. */
bool rehearsal_is_good(struct rehearsal *rehearsal, struct error *error)
{
    struct complaints complaints = {0};
    sqlite3 *mirror = NULL;
    sqlite3_stmt *faults = NULL;
    bool is_read = rehearsal_mirror(rehearsal, &mirror, error) &&
                   statement_prepare(mirror,
                                     "SELECT reason_en FROM khrop_derived WHERE state = 'failed' "
                                     "UNION ALL "
                                     "SELECT reason_en FROM khrop_checks WHERE state = 'failed' "
                                     "UNION ALL "
                                     "SELECT reason_en FROM khrop_kpis WHERE state = 'failed' "
                                     "UNION ALL "
                                     "SELECT reason_en FROM khrop_tables WHERE state = 'failed'",
                                     &faults, error);

    while (is_read && statement_next(faults, error))
        complain_as_told(&complaints, statement_text(faults, 0));
    is_read = is_read && error->code == EXIT_CODE_GOOD;
    sqlite3_finalize(faults);
    if (is_read)
        all_needs_compare(rehearsal, mirror, &complaints);
    sqlite3_close(mirror);
    return is_read && complaints_none(&complaints, error);
}
