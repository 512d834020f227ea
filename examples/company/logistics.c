/* Deliveries, and claims about what was delivered. */
#include "examples/company/logistics.h"

#include "core/date.h"
#include "examples/company/orders.h"
#include "examples/company/rows.h"

#include <stdio.h>

#define CLAIM_PER_MILLE 12

static const char *route_of(const struct order *order)
{
    if (order_is_of_kind(order, "drop_ship"))
        return "supplier";
    return order->is_picked_up ? "pickup" : "warehouse";
}

/* The signed slip is back from the customer on the next working day. */
static const char *proof_of(const struct company *company, int64_t delivered_on)
{
    if (!company_knows(company, delivered_on))
        return NULL;
    return company_knows(company, company_workday_after(delivered_on, 1)) ? "yes" : "no";
}

static bool wave_put(const struct company *company, const struct order *order, int wave,
                     struct row_sink *sink, struct error *error)
{
    int64_t delivered_on = order_wave_delivered_on(order, wave);
    char number[KEY_SIZE], line_ref[KEY_SIZE], item_no[KEY_SIZE];

    if (!company_knows(company, order_wave_shipped_on(order, wave)))
        return true;
    document_number("DN", order->index * 2 + wave + 1, number, sizeof number);
    for (int i = 0; i < order->line_count; i++) {
        struct delivery_row row = {.delivery_no = number,
                                   .line_ref = line_ref,
                                   .item_no = item_no,
                                   .qty_delivered = order_wave_qty(order, i, wave),
                                   .shipped_on = order_wave_shipped_on(order, wave),
                                   .delivered_on = company_seen(company, delivered_on),
                                   .route = route_of(order),
                                   .has_proof = proof_of(company, delivered_on),
                                   .is_checked = "yes"};

        if (row.qty_delivered == 0)
            continue;
        snprintf(line_ref, sizeof line_ref, "%s%02d", order->order_no + 2, i + 1);
        product_number(order->lines[i].product, item_no, sizeof item_no);
        if (!sink->put(sink, &row, error))
            return false;
    }
    return true;
}

bool deliveries_generate(const struct company *company, struct row_sink *sink, struct error *error)
{
    struct order order;

    for (int64_t index = 0; index < company_order_count(company); index++) {
        if (!company_knows(company, company_order_day(company, index)))
            return true;
        order_make(company, index, &order);
        if (!wave_put(company, &order, 0, sink, error) ||
            !wave_put(company, &order, 1, sink, error))
            return false;
    }
    return true;
}

/* No claim comes after 6 November until one is planted on day 5. */
static bool claim_put(const struct company *company, const struct order *order,
                      struct row_sink *sink, struct error *error)
{
    static const char *const kinds[] = {"damaged", "damaged", "damaged", "wrong_item", "short"};
    struct random random = random_start(company->seed, RANDOM_CLAIM, (uint64_t)order->index);
    char number[KEY_SIZE], item_no[KEY_SIZE];
    int64_t opened_on, closed_on;
    struct claim_row row = {.claim_no = number, .order_no = order->order_no, .item_no = item_no};

    if (!random_chance(&random, CLAIM_PER_MILLE) || order_wave_qty(order, 0, 0) == 0)
        return true;
    opened_on = company_workday_after(order->delivered_on, 1);
    closed_on = company_workday_after(opened_on, random_between(&random, 1, 5));
    if (opened_on > date_from_civil(2026, 11, 6))
        return true;
    if (random_chance(&random, 150) && opened_on < company->day_one - 40)
        closed_on = company_workday_after(opened_on, 8);
    document_number("CL", order->index + 1, number, sizeof number);
    product_number(order->lines[0].product, item_no, sizeof item_no);
    row.claim_kind = kinds[random_below(&random, 5)];
    row.opened_on = opened_on;
    row.closed_on = closed_on;
    return sink->put(sink, &row, error);
}

bool claims_generate(const struct company *company, struct row_sink *sink, struct error *error)
{
    struct order order;

    for (int64_t index = 0; index < company_order_count(company); index++) {
        order_make(company, index, &order);
        if (!claim_put(company, &order, sink, error))
            return false;
    }
    return true;
}
