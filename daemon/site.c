/* Opens what the looking commands share. */
#include "daemon/site.h"

#include "core/clock.h"
#include "core/text.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define JOBS_NAMED_MAX 64

bool site_open(struct site *site, const char *configuration, struct error *error)
{
    char path[PATH_MAX];

    if (!settings_open(&site->settings, configuration, error) ||
        !clock_set_zone(site->settings->time_zone, error))
        return false;
    snprintf(path, sizeof path, "%s/state.db", site->settings->state_folder);
    if (access(path, F_OK) != 0)
        return error_set(error, EXIT_CODE_USAGE,
                         "%s isn't there: no job has been run yet; begin with: khrop run %s", path,
                         site->settings->job_count > 0 ? site->settings->jobs[0].name : "JOB");
    if (!state_open(&site->state, site->settings->state_folder, error))
        return false;
    site->ledger.state = site->state;
    return true;
}

void site_close(struct site *site)
{
    state_close(site->state);
    if (site->settings != NULL)
        settings_close(site->settings);
}

static bool job_unknown(const struct settings *settings, const char *name, struct error *error)
{
    const char *names[JOBS_NAMED_MAX] = {NULL};
    const char *nearest;
    size_t count = 0;

    for (size_t i = 0; i < settings->job_count && count < JOBS_NAMED_MAX; i++)
        names[count++] = settings->jobs[i].name;
    nearest = text_nearest(name, names, count);
    if (nearest == NULL && count > 0)
        nearest = names[0];
    if (nearest == NULL)
        return error_set(error, EXIT_CODE_CONFIGURATION, "jobs.yaml has no job");
    return error_set(error, EXIT_CODE_USAGE,
                     "there is no job \"%s\" in jobs.yaml, did you mean \"%s\"?", name, nearest);
}

static bool job_wanted(const struct settings *settings, struct error *error)
{
    char names[512] = "";

    for (size_t i = 0; i < settings->job_count; i++) {
        size_t length = strlen(names);
        snprintf(names + length, sizeof names - length, "%s%s", i > 0 ? ", " : "",
                 settings->jobs[i].name);
    }
    return error_set(error, EXIT_CODE_USAGE, "which job? Name one with --job: %s", names);
}

bool site_job(const struct site *site, const char *name, const struct job_settings **job,
              struct error *error)
{
    const struct settings *settings = site->settings;

    if ((name == NULL || *name == '\0') && settings->job_count == 1) {
        *job = &settings->jobs[0];
        return true;
    }
    if (name == NULL || *name == '\0')
        return job_wanted(settings, error);
    *job = settings_job(settings, name);
    return *job != NULL || job_unknown(settings, name, error);
}

bool site_slot(const struct site *site, const struct job_settings *job, bool has_date,
               int64_t business_on, struct slot *slot, struct error *error)
{
    struct ledger_attempt attempt = {0};
    char date[DATE_TEXT_SIZE];
    bool is_found = false;

    if (has_date ? !ledger_find_published(&site->ledger, job->name, business_on, &attempt,
                                          &is_found, error)
                 : !ledger_find_newest(&site->ledger, job->name, &attempt, &is_found, error))
        return false;
    date_format_iso(business_on, date);
    if (!is_found)
        return error_set(error, EXIT_CODE_USAGE, "%s has published nothing%s%s; see: khrop history",
                         job->name, has_date ? " for " : " yet", has_date ? date : "");
    *slot = (struct slot){
        .job = job,
        .business_on = attempt.business_on,
        .last_on = slot_last_on(job, attempt.business_on),
        .run_at = attempt.started_at,
        .attempt = attempt.attempt,
        .attempt_id = attempt.attempt_id,
        .is_flows_only = attempt.is_flows_only,
    };
    return slot_place(slot, site->settings, error);
}

void site_time(int64_t seconds, char text[SITE_TEXT_SIZE])
{
    char stamp[DATE_TEXT_SIZE];

    text[0] = '\0';
    if (seconds == 0)
        return;
    timestamp_format_iso(seconds, clock_offset_seconds(seconds), stamp);
    snprintf(text, SITE_TEXT_SIZE, "%.10s %.8s", stamp, stamp + 11);
}
