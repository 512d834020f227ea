/* One run of a job for a business date, from the pull to the published folder. */
#ifndef KHROP_DAEMON_RUN_H
#define KHROP_DAEMON_RUN_H

#include "core/error.h"

#include <stddef.h>
#include <stdint.h>

struct run_request {
    const char *configuration; /* folder of khrop.ini */
    const char *job;
    bool has_date;
    int64_t business_on; /* else the run clock's local date */
    bool is_dry;         /* write the files into a temporary folder and publish nothing */
    bool is_forced;      /* run again though the slot is published */
    const char *why; /* a restatement's reason, which replaces the figures of its days; or NULL */
    const char *const *accepted; /* datasets whose volume is accepted; ended by NULL */
};

/* Runs it, tells progress on stderr and the headline on stdout. EXIT_CODE_GOOD, or
 * EXIT_CODE_INCOMPLETE when it was published but something was not checked; any other code comes
 * with an error, and nothing was published. */
enum exit_code run_job(const struct run_request *request, struct error *error);

#endif
