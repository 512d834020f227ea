/* A published attempt of the past as its own run saw it: its settings and catalogue from what was
 * kept with its snapshot, its slot, whether or not the site has changed since. */
#ifndef KHROP_JOBS_PAST_H
#define KHROP_JOBS_PAST_H

#include "jobs/catalogue.h"
#include "jobs/kept.h"
#include "jobs/ledger.h"

struct past {
    struct settings *settings; /* state and output folders are today's */
    struct catalogue *catalogue;
    struct slot slot; /* slot.job is of these settings */
    bool is_kept;     /* false: an older khrop kept nothing, settings and catalogue are today's */
};

/* Opens it, and looks at the snapshot's files first: EXIT_CODE_UNAVAILABLE when there is no
 * snapshot any more, EXIT_CODE_DATA when it is damaged. The process's time zone becomes that of its
 * settings. Start with `struct past past = {0};`, end with past_close also after a failure. */
bool past_open(struct past *past, const struct settings *settings, const char *job,
               const struct ledger_attempt *attempt, struct error *error);
void past_close(struct past *past);

/* Where past_open unpacks: STATE/temporary; each in a folder of its own, named after the process,
 * that is gone when past_open returns. */
#define PAST_TEMPORARY "temporary"

#endif
