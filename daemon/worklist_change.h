/* What people say of an exception on the command line, and to whom they give it. It counts from the
 * next run on. */
#ifndef KHROP_DAEMON_WORKLIST_CHANGE_H
#define KHROP_DAEMON_WORKLIST_CHANGE_H

#include "daemon/site.h"

struct worklist_change {
    const char *exception;   /* `CHECK:KEY` */
    const char *by;          /* who says so; NULL: the user of this process */
    const char *status;      /* a status' code; NULL: as it was */
    const char *remark;      /* NULL: as it was */
    int64_t next_on;         /* INT64_MIN: as it was */
    const char *assigned_to; /* a staff number, role:NAME, or `-`: to whom the query gives it */
};

/* Adds a remark; what isn't given stays as it was last said. */
bool worklist_note(const struct site *site, const struct job_settings *job,
                   const struct worklist_change *change, struct error *error);

/* Says that it is no problem: change->remark is the reason, change->next_on until when. */
bool worklist_dismiss(const struct site *site, const struct job_settings *job,
                      const struct worklist_change *change, struct error *error);

/* Gives it to change->assigned_to, who must be there. */
bool worklist_assign(const struct site *site, const struct job_settings *job,
                     const struct worklist_change *change, struct error *error);

#endif
