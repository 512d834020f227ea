/* One order's whole life, from the quotation to the last delivery, whether or not it is known yet.
 */
#ifndef KHROP_EXAMPLES_COMPANY_ORDERS_H
#define KHROP_EXAMPLES_COMPANY_ORDERS_H

#include "examples/company/plan.h"
#include "examples/company/rows.h"

#define ORDER_LINES 5

struct order_line {
    int64_t product; /* index */
    int64_t qty, qty_cancelled, price;
};

/* What the warehouse was short of. Dates are ABSENT when it isn't to happen. */
struct back_order {
    int line; /* -1: the order has no back order */
    int64_t qty;
    int64_t opened_on, promised_on, requested_on, expected_on, received_on, shipped_on;
    int64_t delivered_on;
    int64_t cancelled_on; /* the customer didn't want to wait */
};

struct order {
    int64_t index, customer;
    char order_no[KEY_SIZE], customer_no[KEY_SIZE], staff_no[KEY_SIZE];
    int64_t ordered_on, promised_on;
    const char *kind;
    bool is_walk_in, is_picked_up;
    int line_count;
    struct order_line lines[ORDER_LINES];
    int64_t amount, deposit_amount; /* deposit_amount ABSENT: none asked */
    int64_t cancelled_on;           /* ABSENT, or nothing is ever shipped */
    int64_t shipped_on, delivered_on;
    struct back_order back_order;
};

void order_make(const struct company *company, int64_t index, struct order *order);

/* Quantity of a line in the first (0) or second (1, what was back-ordered) delivery. */
int64_t order_wave_qty(const struct order *order, int line, int wave);
/* When that delivery leaves and arrives. */
int64_t order_wave_shipped_on(const struct order *order, int wave);
int64_t order_wave_delivered_on(const struct order *order, int wave);
/* What its goods cost, rounded to the satang. */
int64_t order_wave_amount(const struct order *order, int wave);
/* When nothing is owed any more: delivered, or cancelled. */
int64_t order_ended_on(const struct order *order);
bool order_is_of_kind(const struct order *order, const char *kind);

/* qty x price, rounded to the satang. */
int64_t goods_amount(int64_t qty, int64_t price);

/* `SO69` and seven digits: the form of every document's number. */
void document_number(const char *letters, int64_t number, char *text, size_t size);
void product_number(int64_t product, char *text, size_t size);

#endif
