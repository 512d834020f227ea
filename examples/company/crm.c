/* Follow-ups are opened with their back order, or the day after; cases are dealt with within three
 * working days but for a few long ago. */
#include "examples/company/crm.h"

#include "core/date.h"
#include "examples/company/customers.h"
#include "examples/company/orders.h"
#include "examples/company/staff.h"

#include <stdio.h>

#define ORDERS_A_CASE 6
#define CASE_FIRST_NUMBER 30001

/* The customer is rung up every third working day while they wait. */
static int64_t last_contact_on(const struct company *company, int64_t opened_on, int64_t ended_on)
{
    int64_t contact_on = ABSENT, next_on = company_workday_after(opened_on, 3);

    for (; company_knows(company, next_on) && next_on <= ended_on;
         next_on = company_workday_after(next_on, 3))
        contact_on = next_on;
    return contact_on;
}

static bool follow_up_put(const struct company *company, const struct order *order,
                          struct row_sink *sink, struct error *error)
{
    const struct back_order *rest = &order->back_order;
    int64_t noted_on = company_workday_after(rest->opened_on, order->index % 4 == 0);
    int64_t closed_on = company_workday_after(order_ended_on(order), order->index % 5 == 0);
    struct follow_up_row row = {.follow_up_no = order->index + 1,
                                .order_no = order->order_no,
                                .line_no = rest->line + 1,
                                .qty = rest->qty,
                                .promised_on = rest->promised_on,
                                .staff_no = order->staff_no};

    if (!company_knows(company, noted_on))
        return true;
    row.status = company_knows(company, closed_on) ? "closed" : "open";
    row.contacted_on = last_contact_on(company, rest->opened_on, order_ended_on(order));
    return sink->put(sink, &row, error);
}

bool follow_ups_generate(const struct company *company, struct row_sink *sink, struct error *error)
{
    struct order order;

    for (int64_t index = 0; index < company_order_count(company); index++) {
        order_make(company, index, &order);
        if (order.back_order.line >= 0 && !follow_up_put(company, &order, sink, error))
            return false;
    }
    return true;
}

static int64_t draw_score(struct random *random, bool is_resolved)
{
    if (random_chance(random, 180))
        return ABSENT;
    if (is_resolved && random_chance(random, 860))
        return random_between(random, 4, 5);
    return random_between(random, is_resolved ? 2 : 1, 3);
}

static bool case_put(const struct company *company, int64_t index, struct row_sink *sink,
                     struct error *error)
{
    static const char *const kinds[] = {"product",  "product", "delivery", "delivery", "delivery",
                                        "document", "service", "enquiry",  "enquiry",  "other"};
    struct random random = random_start(company->seed, RANDOM_CASE, (uint64_t)index);
    int64_t opened_on = company_workday_from(company_order_day(company, index * ORDERS_A_CASE));
    int64_t contacted_on = company_workday_after(opened_on, random_below(&random, 2));
    int64_t closed_on = company_workday_after(opened_on, random_between(&random, 1, 3));
    bool is_resolved = random_chance(&random, 975);
    struct order order;
    struct case_row row = {.case_no = CASE_FIRST_NUMBER + index};

    order_make(company, index * ORDERS_A_CASE, &order);
    if (order.is_walk_in || !company_knows(company, opened_on))
        return true;
    if (random_chance(&random, 100) && opened_on < company->day_one - 14)
        closed_on = company_workday_after(opened_on, random_between(&random, 4, 6));
    row.customer_no = order.customer_no;
    row.staff_no = random_chance(&random, 950) ? order.staff_no : NULL;
    row.case_kind = kinds[random_below(&random, 10)];
    row.opened_on = opened_on;
    row.due_on = index % 4 == 0 ? company_workday_after(opened_on, 3) : ABSENT;
    row.contacted_on = company_seen(company, contacted_on);
    row.closed_on = company_seen(company, closed_on);
    row.is_resolved = company_knows(company, closed_on) && is_resolved ? "yes" : "no";
    row.score = draw_score(&random, is_resolved);
    if (!company_knows(company, closed_on))
        row.score = ABSENT;
    return sink->put(sink, &row, error);
}

bool cases_generate(const struct company *company, struct row_sink *sink, struct error *error)
{
    for (int64_t index = 0; index * ORDERS_A_CASE < company_order_count(company); index++)
        if (!case_put(company, index, sink, error))
            return false;
    return true;
}
