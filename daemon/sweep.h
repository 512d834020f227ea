/* Removes what is past its retention, and what crashes have left: for khrop gc, and at a run's end.
 */
#ifndef KHROP_DAEMON_SWEEP_H
#define KHROP_DAEMON_SWEEP_H

#include "jobs/retention.h"

/* Sweeps a job whose lock is held, as of a day, and what killed commands have left; prints one line
 * of what went. What can't be removed is told on stderr, and is no failure of the run. */
void sweep_after_run(const struct ledger *ledger, const struct settings *settings, const char *job,
                     int64_t today_on);

/* Sweeps every job that ever ran and isn't at work, as khrop gc does: prints each folder with its
 * size and age. `is_dry`: says what would go. EXIT_CODE_INCOMPLETE when a job was at work. */
enum exit_code sweep_all(const struct ledger *ledger, const struct settings *settings,
                         int64_t today_on, bool is_dry, struct error *error);

#endif
