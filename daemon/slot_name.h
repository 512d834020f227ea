/* How a command line names a published slot: `daily 2026-11-25`, `daily/2026-11-25.2`, a folder. */
#ifndef KHROP_DAEMON_SLOT_NAME_H
#define KHROP_DAEMON_SLOT_NAME_H

#include "daemon/site.h"

#define SLOT_NAME_JOB_SIZE 128

struct slot_name {
    char job[SLOT_NAME_JOB_SIZE]; /* "": the only one */
    int64_t business_on;
    int attempt; /* 0: the newest that was published */
};

/* Reads `2026-11-25` or `2026-11-25.2`. */
bool slot_name_date(const char *text, struct slot_name *name, struct error *error);

/* The attempt of that name, which must have been published. name->job is filled in. */
bool slot_name_find(const struct site *site, struct slot_name *name, struct ledger_attempt *attempt,
                    struct error *error);

/* Reads `DATE[.ATTEMPT]`, `JOB/DATE[.ATTEMPT]` or the path of a published folder (or of a copy of
 * it), and finds its attempt. */
bool slot_name_read(const struct site *site, const char *text, struct slot_name *name,
                    struct ledger_attempt *attempt, struct error *error);

/* Says, after "the snapshot is not kept", when and why it went and what is left. */
bool slot_name_explain_gone(const struct site *site, const struct slot_name *name,
                            const struct ledger_attempt *attempt, struct error *error);

#endif
