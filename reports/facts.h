/* What first pages tell: which sources and datasets were read, which checks ran, what they found,
 * what was not checked. Read once from the slot; one row each, so it stays small. */
#ifndef KHROP_REPORTS_FACTS_H
#define KHROP_REPORTS_FACTS_H

#include "core/region.h"
#include "jobs/catalogue.h"
#include "jobs/slot.h"

#include <sqlite3.h>

/* States of exceptions in the order of a list; those that ended come last. Suppressed ones, said
 * not to be a problem, stand in khrop_worklist with the state they would have. */
enum exception_state {
    STATE_NEW,
    STATE_REOPENED,
    STATE_CHANGED,
    STATE_OPEN,
    STATE_NOT_CHECKED,
    STATE_SUPPRESSED,
    STATE_RESOLVED,
    STATE_EXPIRED,
    STATE_RETIRED,
    STATE_COUNT
};

/* As they stand in khrop_worklist. */
extern const char *const exception_state_codes[STATE_COUNT];

struct fact_source {
    const char *source;
    struct bilingual title;
    const char *state;
    bool has_pulled_at;
    int64_t pulled_at, dataset_count, row_count, reject_count;
    const char *message;  /* for IT, as it was told */
    struct bilingual why; /* for the page's reader */
};

struct fact_dataset {
    const char *dataset, *source;
    struct bilingual title;
    const char *state;
    int64_t source_row_count, row_count, reject_count;
    const char *message;  /* for IT, as it was told */
    struct bilingual why; /* for the page's reader */
};

struct fact_control {
    const char *source, *dataset, *column, *total;
};

struct fact_check {
    const char *id;
    const struct rule *rule; /* NULL: no longer in the catalogue */
    struct bilingual title;
    const char *state, *severity;
    struct bilingual reason;
    int64_t found_count;
    int64_t counts[STATE_COUNT];
    int64_t suppressed_found_count; /* of the suppressed, those found today */
    bool has_oldest;
    int64_t oldest_on, oldest_days; /* of those on the list */
};

struct fact_kpi {
    const struct rule *rule;
    const char *state;
    struct bilingual reason;
};

struct fact_period {
    const char *period;
    int64_t from_on, to_on;
};

/* Something that was not looked at, or in part. */
struct fact_gap {
    const char *kind; /* source, dataset, check, kpi */
    const char *name;
    struct bilingual title;
    const char *state;
    struct bilingual reason;
};

/* What khrop took for granted, or warns of. */
struct fact_notice {
    const char *kind; /* assumption, warning */
    struct bilingual text;
};

struct facts {
    struct region region;
    struct fact_source *sources;
    size_t source_count;
    struct fact_dataset *datasets;
    size_t dataset_count;
    struct fact_control *controls;
    size_t control_count;
    struct fact_check *checks;
    size_t check_count;
    struct fact_kpi *kpis;
    size_t kpi_count;
    struct fact_period *periods;
    size_t period_count;
    struct fact_gap *gaps;
    size_t gap_count;
    struct fact_notice *notices;
    size_t notice_count;
    int64_t source_row_count, row_count, reject_count; /* of all datasets that were read */
    int64_t reject_rows;                               /* rows in khrop_rejects */
    bool has_unread;                                   /* a dataset gave nothing */
};

/* Which part of the slot a report tells: of an audience its exceptions alone; of the KPIs those
 * that are listed. Where data came from and whether it agrees is told to all. */
struct facts_scope {
    const struct audience_settings *audience; /* NULL: the company */
    const struct listed_names *kpis;          /* NULL: all */
    int64_t business_on;
};

/* Reads them. Start with `struct facts facts = {0};`, end with facts_clear, also after a failure.
 */
bool facts_read(struct facts *facts, sqlite3 *mirror, const struct settings *settings,
                const struct catalogue *catalogue, const struct facts_scope *scope,
                struct error *error);
void facts_clear(struct facts *facts);

/* Rows in a source = rows taken + rows rejected, and the mirror holds what was taken: false, with
 * the dataset and both numbers, when not. */
bool facts_agree(const struct facts *facts, sqlite3 *mirror, const struct settings *settings,
                 struct error *error);

/* False where the check could not look at all that it needs. One that is off or was not taken for
 * an older day is whole. */
bool fact_check_is_whole(const struct fact_check *check);
/* True when there are no findings of today at all: its counts are unknown, not 0. */
bool fact_check_is_blind(const struct fact_check *check);

/* Gaps that follow one another with one kind and one reason are told in one line: returns how many
 * from `first` on, and writes their names (`BO-01, BO-02`; of one alone, its title too). */
size_t facts_gap_group(const struct facts *facts, size_t first, enum language language, char *names,
                       size_t size);

/* How many exceptions of a check (NULL: of all) are on the list: new to not_checked. */
int64_t facts_listed(const struct facts *facts, const struct fact_check *check);
/* How many are in one state, over all checks. */
int64_t facts_in_state(const struct facts *facts, enum exception_state state);

const struct fact_period *facts_period(const struct facts *facts, const char *period);

#endif
