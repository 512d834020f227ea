/* A slot: one job for one business date, and the folder its mirror and results stand in while it is
 * worked on and after. */
#ifndef KHROP_JOBS_SLOT_H
#define KHROP_JOBS_SLOT_H

#include "config/settings.h"

#include <limits.h>
#include <stdint.h>

struct rule_times;

struct slot {
    const struct job_settings *job;
    int64_t business_on; /* D */
    int64_t last_on;     /* C: D-1 or D by the job's `covers` */
    int64_t run_at;      /* the run clock, asked once */
    int attempt;         /* 1, or more after a forced rerun */
    int64_t attempt_id;  /* in state.db */
    bool is_flows_only;  /* older than the newest published slot: stocks and checks are not taken */
    bool is_restated;    /* its days' figures replace those of history, however old they are */
    char folder[PATH_MAX];         /* STATE/slots/JOB/DATE.ATTEMPT */
    struct rule_times *rule_times; /* gathers how long rules take; NULL: nobody asks */
};

/* The last day covered: D-1 or D. */
int64_t slot_last_on(const struct job_settings *job, int64_t business_on);

/* Fills slot->folder from the job, the business date and the attempt. */
bool slot_place(struct slot *slot, const struct settings *settings, struct error *error);

/* Makes slot->folder, empty, with the folders above it; what a crash left there is removed. */
bool slot_folder_make(const struct slot *slot, struct error *error);

/* Removes slot->folder and all in it. A folder that isn't there is no error. */
bool slot_folder_remove(const struct slot *slot, struct error *error);

#endif
