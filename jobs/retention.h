/* What is kept, and for how long: which snapshots, published folders and leftovers of a job are to
 * go. The history of KPIs and exceptions, in state.db, is never touched. */
#ifndef KHROP_JOBS_RETENTION_H
#define KHROP_JOBS_RETENTION_H

#include "config/settings.h"
#include "jobs/ledger.h"

#include <limits.h>

enum retention_kind {
    RETENTION_SNAPSHOT,  /* STATE/slots/JOB/DATE.N */
    RETENTION_OUTPUT,    /* OUT/JOB/DATE[.N], and what was set aside as damaged */
    RETENTION_LEFTOVER,  /* of an attempt that was not published */
    RETENTION_TEMPORARY, /* of a command that was killed */
    RETENTION_KINDS
};

struct retention_item {
    enum retention_kind kind;
    const char *path;
    int64_t attempt_id; /* 0: of none */
    int64_t age_days;
    int64_t size_bytes;
};

struct retention_plan {
    struct region region;
    struct retention_item *items;
    size_t count;
};

/* How old what was published is on a day: counted from its business date, or from the day it was
 * published if that came later. */
int64_t retention_age_days(int64_t today_on, int64_t business_on, int64_t published_on);

/* True when it is older than `days` days; 0 keeps it for ever. */
bool retention_is_past(int64_t days, int64_t age_days);

/* Adds what is to go of a job on a day; its lock must be held, so that no run is at work. Never the
 * newest published attempt, nor a folder that a queued delivery needs. */
bool retention_plan_job(struct retention_plan *plan, const struct ledger *ledger,
                        const struct settings *settings, const char *job, int64_t today_on,
                        struct error *error);

/* Adds what killed commands have left in STATE/temporary. */
bool retention_plan_temporary(struct retention_plan *plan, const struct settings *settings,
                              struct error *error);

/* Removes what the plan says, and notes it in the ledger. */
bool retention_carry_out(const struct retention_plan *plan, const struct ledger *ledger,
                         const struct settings *settings, struct error *error);

void retention_clear(struct retention_plan *plan);

#endif
