/* Numbers that look like chance and never change: each thing of the company draws from a sequence
 * of its own, so it can be made again at any time without those before it. */
#ifndef KHROP_EXAMPLES_COMPANY_RANDOM_H
#define KHROP_EXAMPLES_COMPANY_RANDOM_H

#include <stdbool.h>
#include <stdint.h>

/* What is drawn for: things of two subjects with one index share nothing. */
enum random_subject {
    RANDOM_STAFF = 1,
    RANDOM_CUSTOMER,
    RANDOM_CRM_CUSTOMER,
    RANDOM_ORDER,
    RANDOM_BACK_ORDER,
    RANDOM_PAYMENT,
    RANDOM_QUOTATION,
    RANDOM_VISIT,
    RANDOM_CASE,
    RANDOM_CLAIM,
    RANDOM_TRAINING,
};

struct random {
    uint64_t state;
};

struct random random_start(uint64_t seed, enum random_subject subject, uint64_t index);

/* The next 64 bits. */
uint64_t random_next(struct random *random);
/* From 0 to limit - 1; limit is at least 1. */
int64_t random_below(struct random *random, int64_t limit);
/* From `from` to `to`, both included. */
int64_t random_between(struct random *random, int64_t from, int64_t to);
/* True in `per_mille` of a thousand draws. */
bool random_chance(struct random *random, int per_mille);

#endif
