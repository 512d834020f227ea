/* What a command that looks at published slots needs: the settings, and the state if any job has
 * ever run. */
#ifndef KHROP_DAEMON_SITE_H
#define KHROP_DAEMON_SITE_H

#include "core/date.h"
#include "jobs/ledger.h"

struct site {
    struct settings *settings;
    struct state *state;
    struct ledger ledger;
};

#define SITE_TEXT_SIZE (DATE_TEXT_SIZE + 32)

/* Reads the settings, sets the time zone and opens state.db. No state.db is an error that says to
 * run a job first. Start with `struct site site = {0};` and end with site_close, also after a
 * failure. */
bool site_open(struct site *site, const char *configuration, struct error *error);
void site_close(struct site *site);

/* The job of that name; NULL or "": the only one, else an error that names them. */
bool site_job(const struct site *site, const char *name, const struct job_settings **job,
              struct error *error);

/* The published slot of a job for a date, or (has_date false) its newest, as mirror_open takes it.
 */
bool site_slot(const struct site *site, const struct job_settings *job, bool has_date,
               int64_t business_on, struct slot *slot, struct error *error);

/* A timestamp in the site's zone, "2026-11-25 06:00:12"; "" for 0. */
void site_time(int64_t seconds, char text[SITE_TEXT_SIZE]);

#endif
