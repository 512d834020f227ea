/* Puts right what a crash has left of a job's earlier attempts. */
#ifndef KHROP_DAEMON_RECOVER_H
#define KHROP_DAEMON_RECOVER_H

#include "jobs/ledger.h"

/* Call with the job's lock held. An attempt that had committed `publishing` and whose folder stands
 * whole is published; any other is failed, and what it staged is removed. */
bool recover(const struct ledger *ledger, const struct settings *settings,
             const struct job_settings *job, struct error *error);

#endif
