/* An order of special or drop-ship goods was always quoted, another now and then. Quotations that
 * came to nothing have a sequence of their own. */
#include "examples/company/quotations.h"

#include "examples/company/customers.h"
#include "examples/company/orders.h"
#include "examples/company/staff.h"

#include <stdio.h>

#define QUOTED_PER_MILLE 120 /* of normal orders */
#define VALID_DAYS 30
#define LOST_FIRST_NUMBER 5000001

struct quotation {
    struct quotation_row row;
    char number[KEY_SIZE], supervisor[KEY_SIZE];
};

static bool put_won(const struct company *company, const struct order *order, struct row_sink *sink,
                    struct error *error)
{
    struct random random = random_start(company->seed, RANDOM_QUOTATION, (uint64_t)order->index);
    bool is_quoted = random_chance(&random, QUOTED_PER_MILLE);
    bool is_ordered = company_knows(company, order->ordered_on);
    struct quotation quotation;
    int64_t quoted_on, followed_up_on;

    if (order_is_of_kind(order, "special") || order_is_of_kind(order, "drop_ship"))
        is_quoted = true;
    if (!is_quoted || order->is_walk_in)
        return true;
    quoted_on = company_workday_after(order->ordered_on, -random_between(&random, 1, 10));
    if (customer_created_on(company, order->customer) > quoted_on)
        quoted_on = company_workday_after(order->ordered_on, 0);
    if (!company_knows(company, quoted_on))
        return true;
    followed_up_on = company_workday_after(quoted_on, random_between(&random, 1, 3));
    if (followed_up_on > order->ordered_on)
        followed_up_on = order->ordered_on;
    document_number("QT", order->index + 1, quotation.number, sizeof quotation.number);
    staff_supervisor(customer_staff(company, order->customer), quotation.supervisor,
                     sizeof quotation.supervisor);
    quotation.row = (struct quotation_row){.quote_no = quotation.number,
                                           .customer_no = order->customer_no,
                                           .staff_no = order->staff_no,
                                           .quoted_on = quoted_on,
                                           .valid_until_on = quoted_on + VALID_DAYS,
                                           .followed_up_on = company_seen(company, followed_up_on),
                                           .decided_on = company_seen(company, order->ordered_on),
                                           .quote_amount = order->amount,
                                           .status = is_ordered ? "won" : "open",
                                           .approved_by_no = quotation.supervisor,
                                           .approved_on = quoted_on,
                                           .order_no = is_ordered ? order->order_no : NULL};
    return sink->put(sink, &quotation.row, error);
}

/* A quotation that nobody ordered on: declined after a while, or left to expire. */
static bool put_lost(const struct company *company, int64_t index, struct row_sink *sink,
                     struct error *error)
{
    struct random random =
        random_start(company->seed, RANDOM_QUOTATION, (uint64_t)index + LOST_FIRST_NUMBER);
    int64_t quoted_on = company_workday_from(company_order_day(company, index * 5 / 2));
    bool is_declined = random_chance(&random, 700);
    int64_t decided_on = quoted_on + VALID_DAYS, followed_up_on;
    struct quotation quotation;
    struct order like;
    char staff_no[KEY_SIZE];

    order_make(company, index * 5 / 2, &like);
    if (like.is_walk_in || !company_knows(company, quoted_on))
        return true;
    if (is_declined)
        decided_on = company_workday_after(quoted_on, random_between(&random, 4, 15));
    followed_up_on = company_workday_after(quoted_on, random_between(&random, 1, 3));
    if (random_chance(&random, 100) && quoted_on < company->day_one - 14)
        followed_up_on = company_workday_after(quoted_on, 5);
    document_number("QT", LOST_FIRST_NUMBER + index, quotation.number, sizeof quotation.number);
    staff_number(customer_staff(company, like.customer), staff_no, sizeof staff_no);
    staff_supervisor(customer_staff(company, like.customer), quotation.supervisor,
                     sizeof quotation.supervisor);
    quotation.row = (struct quotation_row){.quote_no = quotation.number,
                                           .customer_no = like.customer_no,
                                           .staff_no = staff_no,
                                           .quoted_on = quoted_on,
                                           .valid_until_on = quoted_on + VALID_DAYS,
                                           .followed_up_on = company_seen(company, followed_up_on),
                                           .decided_on = company_seen(company, decided_on),
                                           .quote_amount = like.amount * 11 / 10,
                                           .status = !company_knows(company, decided_on) ? "open"
                                                     : is_declined                       ? "lost"
                                                                   : "expired",
                                           .approved_by_no = quotation.supervisor,
                                           .approved_on = quoted_on};
    quotation.row.quote_amount -= quotation.row.quote_amount % 10000;
    return sink->put(sink, &quotation.row, error);
}

bool quotations_generate(const struct company *company, struct row_sink *sink, struct error *error)
{
    int64_t count = company_order_count(company);
    struct order order;

    for (int64_t index = 0; index < count; index++) {
        order_make(company, index, &order);
        if (!put_won(company, &order, sink, error))
            return false;
    }
    for (int64_t index = 0; index * 5 / 2 < count; index++)
        if (!put_lost(company, index, sink, error))
            return false;
    return true;
}
