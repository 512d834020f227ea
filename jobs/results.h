/* results.sqlite while it is written: one connection, one writer at a time. For jobs/ alone. */
#ifndef KHROP_JOBS_RESULTS_H
#define KHROP_JOBS_RESULTS_H

#include "core/batch.h"
#include "jobs/catalogue.h"
#include "jobs/slot.h"

#include <pthread.h>
#include <sqlite3.h>

/* The worklist's tables, made in the schema of that name or in none. */
#define RESULTS_WORKLIST_TABLES_IN(schema)                                                         \
    "CREATE TABLE " schema "khrop_worklist (exception_id TEXT PRIMARY KEY, check_id TEXT,"         \
    " khrop_key TEXT, state TEXT, day_count INTEGER, first_found_on INTEGER,"                      \
    " last_found_on INTEGER, last_checked_on INTEGER, runs_seen_count INTEGER, severity TEXT,"     \
    " owner TEXT, list_no TEXT, list_reason TEXT, signature TEXT, why_en TEXT, why_th TEXT,"       \
    " customer_no TEXT, since_on INTEGER, amount INTEGER, status TEXT, remark TEXT, remark_by "    \
    "TEXT,"                                                                                        \
    " remark_at INTEGER, next_on INTEGER, baseline_no INTEGER, other_status TEXT,"                 \
    " other_remark TEXT, other_by TEXT, other_at INTEGER, other_next_on INTEGER,"                  \
    " assigned_to TEXT, earlier_list_no TEXT, is_still_found INTEGER NOT NULL DEFAULT 0,"          \
    " is_suppressed INTEGER NOT NULL DEFAULT 0, suppressed_until_on INTEGER,"                      \
    " not_suppressed_why TEXT);"                                                                   \
    "CREATE TABLE " schema "khrop_exception_history (exception_id TEXT, check_id TEXT,"            \
    " transition TEXT, business_on INTEGER, owner TEXT,"                                           \
    " is_suppressed INTEGER NOT NULL DEFAULT 0);"
#define RESULTS_WORKLIST_TABLES RESULTS_WORKLIST_TABLES_IN("")

enum results_kind {
    RESULTS_NEW,  /* the whole file, made anew */
    RESULTS_MORE, /* KPIs and tables, added to the file once all are there; queries may read it
                     meanwhile */
    RESULTS_SAME, /* the file itself, changed */
};

struct results {
    enum results_kind kind;
    sqlite3 *connection;
    pthread_mutex_t mutex; /* held by whoever writes */
    char partial_path[PATH_MAX], path[PATH_MAX];
};

/* Opens results.sqlite.partial with its tables, or (RESULTS_SAME) results.sqlite. */
bool results_open(struct results *results, enum results_kind kind, const struct slot *slot,
                  struct error *error);
/* What was written stands in results.sqlite from here on. */
bool results_finish(struct results *results, struct error *error);
/* Closes it; what was not finished is taken back. */
void results_close(struct results *results);

/* Records what became of a rule: in khrop_checks, khrop_kpis or khrop_tables. Takes the mutex. */
bool results_record(struct results *results, const struct rule *rule, size_t position,
                    const char *state, const char *reason_en, const char *reason_th,
                    int64_t found_count, struct error *error);

#endif
