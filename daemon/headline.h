/* What a run says in the end: exceptions by check, the headline KPIs, and what was not checked. */
#ifndef KHROP_DAEMON_HEADLINE_H
#define KHROP_DAEMON_HEADLINE_H

#include "core/region.h"
#include "jobs/catalogue.h"
#include "jobs/slot.h"

#include <stdio.h>

/* Exceptions of one check by state. */
struct headline_check {
    const char *id;
    const char *title;
    const char *state;
    int64_t new_count, reopened_count, changed_count, open_count, not_checked_count;
    int64_t resolved_count, expired_count, retired_count;
    int64_t suppressed_count; /* said not to be a problem: not in any of the others but the ended */
};

struct headline_kpi {
    const char *title;
    const char *day;   /* as people read it; "" where there is none */
    const char *month; /* a stock stands here alone */
    const char *share; /* of its whole, for a stock that shows one; else "" */
};

struct headline {
    struct region region;
    const char *job, *business_on, *last_on;
    bool is_flows_only;
    const struct headline_check *checks;
    size_t check_count;
    const struct headline_kpi *kpis;
    size_t kpi_count;
    const char *const *gaps; /* "BO-01, BO-02: not checked, ..": one for each reason */
    size_t gap_count;
    const char *const *warnings; /* "orders: the query also gives ..": whole all the same */
    size_t warning_count;
};

/* Reads it from the slot's folder. Start with `struct headline headline = {0};` and end with
 * headline_clear, also after a failure. */
bool headline_read(struct headline *headline, const struct settings *settings,
                   const struct catalogue *catalogue, const struct slot *slot, struct error *error);
void headline_clear(struct headline *headline);

/* False when something was not checked, only in part, or failed. */
bool headline_is_complete(const struct headline *headline);

/* `folder`: where the files stand. */
void headline_print(const struct headline *headline, FILE *stream, const char *folder, bool is_dry);

#endif
