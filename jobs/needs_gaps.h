/* What keeps a rule from running, or from all of its data, gathered and then told in one sentence:
 * a site that maps nothing of purchasing hears of every dataset at once. For jobs/needs.c alone. */
#ifndef KHROP_JOBS_NEEDS_GAPS_H
#define KHROP_JOBS_NEEDS_GAPS_H

#include "core/region.h"
#include "jobs/needs.h"

/* In the order in which they are told. */
enum gap_kind {
    GAP_NOT_MAPPED,
    GAP_UNUSABLE, /* why: as it was told */
    GAP_COLUMN,   /* of a dataset; why: the column */
    GAP_OTHER,    /* why: a whole sentence */
    GAP_PARTIAL   /* the same, of data that is there in part */
};

struct gap {
    enum gap_kind kind;
    const char *dataset;
    struct bilingual why;
    bool is_told;
};

/* Start with {0}; end with region_clear of its region. */
struct needs_gaps {
    struct region region;
    struct gap *gaps;
    size_t count;
    size_t met_count; /* with those that were there already */
};

/* Adds what isn't there yet; copies the texts. */
void needs_gaps_add(struct needs_gaps *gaps, enum gap_kind kind, const char *dataset,
                    const char *why_en, const char *why_th);

/* The worst of them as a state, and all of that state in one sentence. */
void needs_gaps_tell(struct needs_gaps *gaps, struct needs_answer *answer);

#endif
