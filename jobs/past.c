/* Opens a day of the past; see past.h. */
#include "jobs/past.h"

#include "core/clock.h"
#include "jobs/folder.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static bool folder_begin(const struct settings *settings, char folder[PATH_MAX],
                         struct error *error)
{
    if (snprintf(folder, PATH_MAX, "%s/" PAST_TEMPORARY, settings->state_folder) >= PATH_MAX - 64)
        return error_set(error, EXIT_CODE_CONFIGURATION, "%s: path too long",
                         settings->state_folder);
    if (!folder_make(folder, error))
        return false;
    snprintf(folder, PATH_MAX, "%s/" PAST_TEMPORARY "/%d-XXXXXX", settings->state_folder,
             (int)getpid());
    return mkdtemp(folder) != NULL ||
           error_set_errno(error, EXIT_CODE_CANNOT_WRITE, errno, "%s", folder);
}

static const char *below(struct past *past, const char *folder, const char *name)
{
    const char *path = region_format(&past->settings->region, "%s/%s", folder, name);

    return access(path, F_OK) == 0 ? path : NULL;
}

/* The rules as they were; where they are read from and written to as it is today. */
static bool unpacked_open(struct past *past, const struct settings *settings, const char *folder,
                          struct error *error)
{
    char path[PATH_MAX + 32];

    snprintf(path, sizeof path, "%s/configuration", folder);
    if (!settings_open(&past->settings, path, error))
        return false;
    past->settings->state_folder = region_copy(&past->settings->region, settings->state_folder);
    past->settings->output_folder = region_copy(&past->settings->region, settings->output_folder);
    past->settings->catalogue_folder = below(past, folder, "site");
    snprintf(path, sizeof path, "%s/catalogue", folder);
    return catalogue_open_from(&past->catalogue, past->settings, path, error);
}

static bool kept_ones_open(struct past *past, const struct settings *settings, struct error *error)
{
    char folder[PATH_MAX];
    struct error own = {0};
    bool is_open;

    if (!folder_begin(settings, folder, error))
        return false;
    is_open =
        kept_unpack(&past->slot, folder, error) && unpacked_open(past, settings, folder, error);
    /* One that can't be removed is cleared away by khrop gc. */
    (void)folder_remove(folder, &own);
    return is_open ||
           error_wrap(error, "the settings that were kept with the snapshot %s", past->slot.folder);
}

static bool slot_find(struct past *past, const struct settings *settings,
                      const struct job_settings *job, const struct ledger_attempt *attempt,
                      struct error *error)
{
    past->slot = (struct slot){
        .job = job,
        .business_on = attempt->business_on,
        .run_at = attempt->started_at,
        .attempt = attempt->attempt,
        .attempt_id = attempt->attempt_id,
        .is_flows_only = attempt->is_flows_only,
    };
    return slot_place(&past->slot, settings, error);
}

static bool snapshot_look(const struct past *past, struct error *error)
{
    if (access(past->slot.folder, F_OK) != 0)
        return error_set(error, EXIT_CODE_UNAVAILABLE, "%s isn't there: the snapshot is not kept",
                         past->slot.folder);
    return kept_look(&past->slot, error);
}

bool past_open(struct past *past, const struct settings *settings, const char *job,
               const struct ledger_attempt *attempt, struct error *error)
{
    const struct job_settings named = {.name = job};
    bool is_open;

    if (!slot_find(past, settings, &named, attempt, error) || !snapshot_look(past, error))
        return false;
    past->is_kept = kept_is_there(&past->slot);
    is_open = past->is_kept ? kept_ones_open(past, settings, error)
                            : catalogue_open_with_settings(&past->catalogue, &past->settings,
                                                           settings->folder, error);
    if (!is_open)
        return false;
    past->slot.job = settings_job(past->settings, job);
    if (past->slot.job == NULL)
        return error_set(error, EXIT_CODE_DATA, "the settings of %s know no job %s",
                         past->slot.folder, job);
    past->slot.last_on = slot_last_on(past->slot.job, past->slot.business_on);
    return clock_set_zone(past->settings->time_zone, error);
}

void past_close(struct past *past)
{
    if (past->catalogue != NULL)
        catalogue_close(past->catalogue);
    if (past->settings != NULL)
        settings_close(past->settings);
    *past = (struct past){0};
}
