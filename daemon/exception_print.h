/* One exception on a terminal: where it stands, and every change it has been through. */
#ifndef KHROP_DAEMON_EXCEPTION_PRINT_H
#define KHROP_DAEMON_EXCEPTION_PRINT_H

#include "daemon/site.h"

/* Finds an exception by its name, "BO-04:SO1:2", in any slot ever published. One that never was is
 * an error (EXIT_CODE_USAGE). */
bool exception_find(const struct site *site, const char *id, int64_t *exception_no,
                    struct error *error);

/* How it stands on the newest list of a job. */
bool exception_print_newest(const struct site *site, const struct job_settings *job, const char *id,
                            int64_t exception_no, struct error *error);

/* Its history with that job, a row a change. */
bool exception_print_history(const struct site *site, const struct job_settings *job,
                             int64_t exception_no, struct error *error);

/* Everything that was said of it, a row each; what it was given to whom. Nothing where nothing
 * was. */
bool exception_print_remarks(const struct site *site, int64_t exception_no, struct error *error);
bool exception_print_assignments(const struct site *site, int64_t exception_no,
                                 struct error *error);

/* The business date of the newest published slot that found it; false with no error when none
 * has. */
bool exception_last_found(const struct site *site, const struct job_settings *job,
                          int64_t exception_no, int64_t *business_on, struct error *error);

#endif
