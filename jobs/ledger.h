/* The ledger: which attempt at which slot is running, publishing, published or failed, and what was
 * pulled for it. Every change is an event, written in the transaction of the change.
 *
 *     begin -> running -> publishing -> published
 *                 |            |
 *                 +-> failed <-+
 */
#ifndef KHROP_JOBS_LEDGER_H
#define KHROP_JOBS_LEDGER_H

#include "jobs/prepare.h"
#include "jobs/rule_times.h"
#include "jobs/slot.h"
#include "jobs/state.h"

#define LEDGER_HASH_SIZE 65

/* `at` of an event is the run clock plus what has passed since `begun_milliseconds`, so that a run
 * asks the clock once. */
struct ledger {
    struct state *state;
    int64_t run_at;
    int64_t begun_milliseconds;
};

/* A row of `attempts`. */
struct ledger_attempt {
    int64_t attempt_id;
    int64_t business_on;
    int attempt;
    bool is_flows_only;
    bool is_publishing; /* had committed `publishing`: its folder may stand whole */
    char manifest_sha256[LEDGER_HASH_SIZE];
    int64_t started_at, ended_at;
    int exit_code;
    char folder[PATH_MAX]; /* where it was published */
};

/* Takes STATE/locks/JOB.lock; -1 on failure. Held by another run: EXIT_CODE_TRY_AGAIN, with its
 * process and since when. A lock whose process was killed passes over once the system has let go of
 * it. */
int ledger_lock(const struct settings *settings, const char *job, int64_t run_at,
                struct error *error);
void ledger_unlock(int lock);
/* True while a run holds the lock; `holder` gets "process 123 since 2026-..", for people. */
bool ledger_is_locked(const struct settings *settings, const char *job, char holder[128]);

/* The newest published attempt of the job at a business date, or (on_any) at any. */
bool ledger_find_published(const struct ledger *ledger, const char *job, int64_t business_on,
                           struct ledger_attempt *attempt, bool *is_found, struct error *error);
bool ledger_find_newest(const struct ledger *ledger, const char *job,
                        struct ledger_attempt *attempt, bool *is_found, struct error *error);

/* That attempt, if it was published. */
bool ledger_find_attempt(const struct ledger *ledger, const char *job, int64_t business_on,
                         int attempt_no, struct ledger_attempt *attempt, bool *is_found,
                         struct error *error);

/* An attempt of the job that a crash left running or publishing. */
bool ledger_find_unfinished(const struct ledger *ledger, const char *job,
                            struct ledger_attempt *attempt, bool *is_found, struct error *error);

/* Begins an attempt: slot has its job, business_on, last_on and run_at; gets attempt, attempt_id,
 * is_flows_only and an empty folder. */
bool ledger_begin(const struct ledger *ledger, const struct settings *settings, struct slot *slot,
                  struct error *error);
bool ledger_publishing(const struct ledger *ledger, const struct slot *slot,
                       const char *manifest_sha256, enum exit_code exit_code, struct error *error);
/* From here on what was staged under the attempt counts. `folder` may be NULL (unknown). */
bool ledger_published(const struct ledger *ledger, const struct slot *slot, const char *folder,
                      const char *why, struct error *error);
/* Also removes what was staged under the attempt, and its slot folder. */
bool ledger_failed(const struct ledger *ledger, const struct slot *slot, enum exit_code exit_code,
                   const char *why, struct error *error);

/* How long the pull of a dataset took. */
struct pull_duration {
    const char *source;
    const char *dataset;
    int64_t milliseconds;
};

/* Adds an event that leaves the attempt in its state: `reissued`, `snapshot removed`. */
bool ledger_note(const struct ledger *ledger, int64_t attempt_id, const char *what, const char *why,
                 struct error *error);

/* Copies khrop_pulls and khrop_controls of the slot's derived.sqlite into the ledger. */
bool ledger_record_pulls(const struct ledger *ledger, const struct slot *slot,
                         const struct pull_duration *durations, size_t duration_count,
                         struct error *error);

/* Writes how long each derived dataset, check and KPI took. */
bool ledger_record_rule_times(const struct ledger *ledger, const struct slot *slot,
                              const struct rule_times *times, struct error *error);

/* Rows of each dataset when it was last pulled well for a published slot of the job. The caller
 * frees with ledger_volumes_free. */
bool ledger_usual_volumes(const struct ledger *ledger, const char *job,
                          struct usual_volume **volumes, size_t *count, struct error *error);
void ledger_volumes_free(struct usual_volume *volumes, size_t count);

#endif
