/* The company as a whole: how large it is, and which morning it shows. Everything else is made from
 * here, each thing by its number. */
#ifndef KHROP_EXAMPLES_COMPANY_PLAN_H
#define KHROP_EXAMPLES_COMPANY_PLAN_H

#include "examples/company/places.h"
#include "examples/company/planted.h"
#include "examples/company/random.h"
#include "examples/company/raw_table.h"
#include "examples/company/workdays.h"

/* Orders are taken from 2026-08-19 (90 days before the first business date) through 2026-11-22. */
#define ORDER_DAYS 96
#define KEY_SIZE 32

/* What a customer owes on the company's morning. */
struct credit_total {
    int64_t ordered, balance, overdue; /* scaled by 10,000 */
    int64_t oldest_due_on;
};

struct company {
    uint64_t seed;
    int64_t scale;
    int day;
    int64_t today;    /* business date: what happened before it is known */
    int64_t first_on; /* the first day orders are taken */
    int64_t day_one;  /* business date of day 1 */
    struct places places;
    struct planted planted;
    int64_t team_count, branch_count, staff_count, customer_count;
    int64_t orders_through[ORDER_DAYS]; /* orders taken up to and including each day */
    struct credit_total *credit;        /* by customer */
};

/* `text_folder` is where planted/ is. */
bool company_open(struct company *company, uint64_t seed, int scale, int day,
                  const char *text_folder, struct error *error);
void company_close(struct company *company);

/* Orders taken through the last day, whether or not they are known yet. */
static inline int64_t company_order_count(const struct company *company)
{
    return company->orders_through[ORDER_DAYS - 1];
}

/* The day on which order `index` is taken. */
int64_t company_order_day(const struct company *company, int64_t index);

/* `on` if it has happened by this morning, else ABSENT. */
static inline int64_t company_seen(const struct company *company, int64_t on)
{
    return on < company->today ? on : ABSENT;
}

static inline bool company_knows(const struct company *company, int64_t on)
{
    return on != ABSENT && on < company->today;
}

#endif
