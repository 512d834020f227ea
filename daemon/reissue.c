/* Reissue: written aside, compared file by file with what was published, then put in its place. */
#include "daemon/reissue.h"

#include "core/clock.h"
#include "daemon/place.h"
#include "jobs/folder.h"
#include "jobs/past.h"
#include "reports/manifest_check.h"
#include "reports/publish.h"
#include "reports/reports.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NAMED_MAX 20
#define REASONS_SIZE 1024

struct reissue {
    const struct reissue_request *request;
    struct site site;
    struct slot_name name;
    struct ledger_attempt attempt;
    char date[DATE_TEXT_SIZE];
    int lock;
    struct past past;
    char *manifest;           /* that was published; NULL: not kept */
    char output[PATH_MAX];    /* the temporary folder of the files; "" when there is none */
    char published[PATH_MAX]; /* where they stand in the end */
    char aside[PATH_MAX];     /* where a damaged folder went; "" when there was none */
    size_t file_count, fault_count;
    bool is_equal;
};

static bool reissue_open(struct reissue *reissue, struct error *error)
{
    const struct reissue_request *request = reissue->request;

    reissue->name = request->name;
    if (!site_open(&reissue->site, request->configuration, error) ||
        !slot_name_find(&reissue->site, &reissue->name, &reissue->attempt, error))
        return false;
    reissue->site.ledger.begun_milliseconds = clock_monotonic_milliseconds();
    date_format_iso(reissue->name.business_on, reissue->date);
    return clock_now(&reissue->site.ledger.run_at, error);
}

/* Of the job by its name alone: where it was published needs nothing of its settings. */
static bool stands_whole(struct reissue *reissue, bool *stands, struct error *error)
{
    const struct job_settings job = {.name = reissue->name.job};
    struct slot slot = {.job = &job,
                        .business_on = reissue->attempt.business_on,
                        .attempt = reissue->attempt.attempt};

    *stands = false;
    if (!publish_place(reissue->site.settings, &slot, reissue->published, error))
        return false;
    place_straighten(reissue->published);
    snprintf(reissue->attempt.folder, sizeof reissue->attempt.folder, "%s", reissue->published);
    *stands = reissue->request->to == NULL &&
              publish_is_whole(reissue->site.settings, &slot, reissue->attempt.manifest_sha256);
    if (*stands)
        printf("%s for %s stands whole, every file with the SHA-256 that was published: %s\n"
               "To write it elsewhere too: khrop reissue %s %s --to FOLDER\n",
               reissue->name.job, reissue->date, reissue->published, reissue->name.job,
               reissue->date);
    return true;
}

static bool lock_and_open(struct reissue *reissue, struct error *error)
{
    reissue->lock =
        ledger_lock(reissue->site.settings, reissue->name.job, reissue->site.ledger.run_at, error);
    if (reissue->lock < 0)
        return false;
    if (!past_open(&reissue->past, reissue->site.settings, reissue->name.job, &reissue->attempt,
                   error)) {
        if (error->code == EXIT_CODE_UNAVAILABLE)
            return slot_name_explain_gone(&reissue->site, &reissue->name, &reissue->attempt, error);
        return false;
    }
    reissue->manifest = kept_manifest(&reissue->past.slot, error);
    return error->code == EXIT_CODE_GOOD;
}

/* The folder asked for appears whole or not at all, too. */
static bool begin_elsewhere(struct reissue *reissue, struct error *error)
{
    const char *to = reissue->request->to;
    char parent[PATH_MAX], name[PATH_MAX];
    struct stat status;

    if (!place_split(to, parent, name, error))
        return false;
    if (lstat(to, &status) == 0)
        return error_set(error, EXIT_CODE_CANNOT_WRITE,
                         "--to %s stands there already; name a folder that doesn't", to);
    if (stat(parent, &status) != 0)
        return error_set_errno(error, EXIT_CODE_CANNOT_WRITE, errno, "--to %s: %s", to, parent);
    if (!place_is_free_of_output(reissue->site.settings, to, error))
        return false;
    snprintf(reissue->output, sizeof reissue->output, "%.*s/.%.*s.khrop-partial", PATH_MAX / 2,
             parent, PATH_MAX / 3, name);
    if (!folder_remove(reissue->output, error))
        return false;
    if (mkdir(reissue->output, 0750) == 0)
        return true;
    error_set_errno(error, EXIT_CODE_CANNOT_WRITE, errno, "--to %s: can't make %s", to,
                    reissue->output);
    reissue->output[0] = '\0';
    return false;
}

static void tell_fault(void *context, const char *path, enum file_fault fault)
{
    struct reissue *reissue = context;

    if (++reissue->fault_count <= NAMED_MAX)
        fprintf(stderr, "  %s %s\n", path,
                fault == FILE_IS_MISSING ? "is not among the files now" : "differs");
}

static void reason_add(char reasons[REASONS_SIZE], const char *format, const char *was)
{
    size_t length = strlen(reasons);

    if (length > 0)
        length += (size_t)snprintf(reasons + length, REASONS_SIZE - length, "; ");
    if (length < REASONS_SIZE)
        snprintf(reasons + length, REASONS_SIZE - length, format, was);
}

/* All that could make a difference is kept, so that what is left is the snapshot itself. */
static bool reasons_find(const struct reissue *reissue, char reasons[REASONS_SIZE],
                         struct error *error)
{
    const struct slot *slot = &reissue->past.slot;
    char versions[REASONS_SIZE / 2] = "", was[KEPT_TEXT_SIZE] = "", now[KEPT_TEXT_SIZE];

    reasons[0] = '\0';
    if (!reissue->past.is_kept) {
        reason_add(reasons, "%s",
                   "an older khrop published it and kept neither its settings nor its catalogue: "
                   "today's were used");
        return true;
    }
    if (!kept_fact(slot, "program_sha256", was, error) || !kept_program_sha256(now, error))
        return false;
    if (reissue->manifest != NULL)
        manifest_versions_differ(reissue->manifest, reissue->output, versions, sizeof versions);
    if (*versions != '\0')
        reason_add(reasons, "it was written by other versions: %s", versions);
    else if (strcmp(was, now) != 0)
        reason_add(reasons, "%s",
                   "it was written by another build of khrop, though of the same version");
    if (*reasons == '\0')
        reason_add(reasons, "%s", "the snapshot has been changed since it was published");
    return true;
}

static bool tell_difference(struct reissue *reissue, struct error *error)
{
    char reasons[REASONS_SIZE];
    size_t told = 0;

    fprintf(stderr, "khrop: %s for %s: not the bytes that were published:\n", reissue->name.job,
            reissue->date);
    if (reissue->manifest != NULL &&
        !manifest_compare(reissue->manifest, reissue->output, tell_fault, reissue,
                          &reissue->file_count, &told, error))
        return false;
    if (reissue->fault_count > NAMED_MAX)
        fprintf(stderr, "  and %zu more\n", reissue->fault_count - NAMED_MAX);
    if (reissue->manifest == NULL)
        fprintf(stderr, "  which files can't be told: no manifest was kept\n");
    else if (reissue->fault_count == 0)
        fprintf(stderr, "  manifest.json differs\n");
    if (!reasons_find(reissue, reasons, error))
        return false;
    fprintf(stderr, "  why: %s\n", reasons);
    if (reissue->request->to != NULL && reissue->request->is_anyway)
        return true;
    return error_set(error, EXIT_CODE_DATA,
                     "nothing was written; to look at the files as they would be now: khrop "
                     "reissue %s %s --to FOLDER --anyway",
                     reissue->name.job, reissue->date);
}

static bool files_write(struct reissue *reissue, struct error *error)
{
    char sha256[MANIFEST_HASH_SIZE];
    size_t faults = 0;

    if (reissue->request->to != NULL
            ? !begin_elsewhere(reissue, error)
            : !publish_begin(reissue->site.settings, &reissue->past.slot, reissue->output, error))
        return false;
    if (!reports_write(reissue->past.settings, reissue->past.catalogue, &reissue->past.slot,
                       reissue->output, sha256, error))
        return false;
    reissue->is_equal = strcmp(sha256, reissue->attempt.manifest_sha256) == 0;
    if (!reissue->is_equal)
        return tell_difference(reissue, error);
    /* Read again from the disk: what is said of the files is so. */
    return reissue->manifest == NULL ||
           (manifest_compare(reissue->manifest, reissue->output, tell_fault, reissue,
                             &reissue->file_count, &faults, error) &&
            (faults == 0 ||
             error_set(error, EXIT_CODE_CANNOT_WRITE,
                       "%zu files read back otherwise than they were written", faults)));
}

/* `latest` may be gone with the folder; it points to the newest attempt alone. */
static bool latest_mend(const struct reissue *reissue, struct error *error)
{
    struct ledger_attempt newest;
    bool is_found = false;

    if (!ledger_find_newest(&reissue->site.ledger, reissue->name.job, &newest, &is_found, error))
        return false;
    return !is_found || newest.attempt_id != reissue->attempt.attempt_id ||
           publish_latest(reissue->site.settings, &reissue->past.slot, error);
}

static bool files_place(struct reissue *reissue, struct error *error)
{
    const struct settings *settings = reissue->site.settings;

    if (reissue->request->to == NULL) {
        if (!publish_again(settings, &reissue->past.slot, reissue->output, reissue->published,
                           reissue->aside, error))
            return false;
        reissue->output[0] = '\0';
        return latest_mend(reissue, error);
    }
    if (!folder_sync_all(reissue->output, error))
        return false;
    if (rename(reissue->output, reissue->request->to) != 0)
        return error_set_errno(error, EXIT_CODE_CANNOT_WRITE, errno, "%s", reissue->request->to);
    reissue->output[0] = '\0';
    snprintf(reissue->published, sizeof reissue->published, "%s", reissue->request->to);
    return true;
}

static bool tell_done(struct reissue *reissue, struct error *error)
{
    char note[PATH_MAX + 64];

    place_straighten(reissue->published);
    place_straighten(reissue->aside);
    if (reissue->is_equal)
        printf("reissued: %s\n  %s for %s, %zu files and manifest.json, each with the SHA-256 that "
               "was published\n",
               reissue->published, reissue->name.job, reissue->date, reissue->file_count);
    else
        printf("written, not as published: %s\n", reissue->published);
    if (*reissue->aside != '\0')
        printf("  what stood there was damaged, and stands aside: %s\n", reissue->aside);
    snprintf(note, sizeof note, "%s %s", reissue->is_equal ? "to" : "not as published, to",
             reissue->published);
    return ledger_note(&reissue->site.ledger, reissue->attempt.attempt_id, "reissued", note, error);
}

static void reissue_close(struct reissue *reissue)
{
    if (*reissue->output != '\0')
        publish_abandon(reissue->output);
    free(reissue->manifest);
    past_close(&reissue->past);
    ledger_unlock(reissue->lock);
    site_close(&reissue->site);
}

enum exit_code reissue(const struct reissue_request *request, struct error *error)
{
    struct reissue reissue = {.request = request, .lock = -1, .is_equal = true};
    bool stands = false;
    bool is_good = reissue_open(&reissue, error) && stands_whole(&reissue, &stands, error) &&
                   (stands || (lock_and_open(&reissue, error) && files_write(&reissue, error) &&
                               files_place(&reissue, error) && tell_done(&reissue, error)));

    reissue_close(&reissue);
    if (!is_good)
        return error->code != EXIT_CODE_GOOD ? error->code : EXIT_CODE_SOFTWARE;
    return reissue.is_equal ? EXIT_CODE_GOOD : EXIT_CODE_INCOMPLETE;
}
