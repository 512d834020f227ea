/* How orders go: most are delivered in time, a few come late by a day or two, some must wait for
 * goods that weren't there. */
#include "examples/company/orders.h"

#include "core/decimal.h"
#include "examples/company/customers.h"
#include "examples/company/names.h"
#include "examples/company/staff.h"

#include <stdio.h>
#include <string.h>

#define WALK_IN_PER_MILLE 60
#define CANCELLED_PER_MILLE 20
#define LATE_PER_MILLE 30
#define BACK_ORDER_PER_MILLE 62
#define LINE_CANCELLED_PER_MILLE 12
#define SATANG (DECIMAL_SCALE / 100)

/* How long a kind takes, in working days, and how many of a thousand orders it is. */
struct order_kind {
    const char *name;
    int per_mille, lead_from, lead_to;
};

static const struct order_kind kinds[] = {
    {"deposit", 50, 3, 8},    {"reserved", 30, 6, 12}, {"special", 40, 10, 15},
    {"drop_ship", 40, 5, 10}, {"normal", 1000, 2, 7},
};

void document_number(const char *letters, int64_t number, char *text, size_t size)
{
    snprintf(text, size, "%s69%07lld", letters, (long long)number);
}

void product_number(int64_t product, char *text, size_t size)
{
    snprintf(text, size, "P%lld", (long long)product + 1001);
}

bool order_is_of_kind(const struct order *order, const char *kind)
{
    return strcmp(order->kind, kind) == 0;
}

int64_t goods_amount(int64_t qty, int64_t price)
{
    int64_t satang = 0;

    decimal_multiply_divide(qty, price, DECIMAL_SCALE * SATANG, &satang);
    return satang * SATANG;
}

static const struct order_kind *draw_kind(struct random *random)
{
    int64_t drawn = random_below(random, 1000);
    const struct order_kind *kind = kinds;

    for (; drawn >= kind->per_mille && kind->per_mille < 1000; kind++)
        drawn -= kind->per_mille;
    return kind;
}

/* Few customers buy often, many now and then. New ones buy from the day they came. */
static int64_t draw_customer(const struct company *company, struct random *random,
                             int64_t ordered_on)
{
    int64_t last = company->customer_count - 1;
    int64_t index;

    do {
        int64_t drawn = random_below(random, 10000);

        index = 1 + (drawn * drawn / 10000 * last + random_below(random, last)) / 10000 % last;
    } while (!customer_is_active(index) || customer_created_on(company, index) > ordered_on);
    return index;
}

static void draw_lines(struct random *random, struct order *order)
{
    order->line_count = (int)random_between(random, 1, ORDER_LINES) - (int)random_below(random, 2);
    if (order->line_count < 1)
        order->line_count = 1;
    for (int i = 0; i < order->line_count; i++) {
        struct order_line *line = &order->lines[i];
        const struct product_name *product;

        line->product = random_below(random, names_product_count);
        product = &names_products[line->product];
        line->price = product->price_satang * SATANG;
        line->qty = random_between(random, 1, product->price_satang > 100000 ? 4 : 40);
        line->qty *= product->is_cut ? DECIMAL_SCALE / 2 : DECIMAL_SCALE;
        line->qty_cancelled = ABSENT;
        if (random_chance(random, LINE_CANCELLED_PER_MILLE) && line->qty > DECIMAL_SCALE)
            line->qty_cancelled = DECIMAL_SCALE;
        order->amount += goods_amount(
            line->qty - (line->qty_cancelled == ABSENT ? 0 : line->qty_cancelled), line->price);
    }
}

/* When the goods that are there leave and arrive. */
static void draw_delivery(struct random *random, struct order *order, int64_t lead)
{
    int64_t days = random_between(random, lead > 8 ? lead - 4 : 1, lead);

    order->delivered_on = company_workday_after(order->ordered_on, days);
    order->shipped_on = order->delivered_on;
    if (days > 1 && random_chance(random, 500))
        order->shipped_on = company_workday_after(order->delivered_on, -1);
    if (random_chance(random, LATE_PER_MILLE) && !order->is_picked_up) {
        order->shipped_on = order->promised_on;
        order->delivered_on =
            company_workday_after(order->promised_on, random_between(random, 1, 2));
    }
}

/* The warehouse is short of something: the rest is put on back order the day the order leaves. */
static void draw_back_order(const struct company *company, struct order *order)
{
    struct random random = random_start(company->seed, RANDOM_BACK_ORDER, (uint64_t)order->index);
    struct back_order *rest = &order->back_order;
    const struct order_line *line;
    int64_t net, whole;

    if (!random_chance(&random, BACK_ORDER_PER_MILLE) || order->shipped_on > order->promised_on)
        return;
    rest->line = (int)random_below(&random, order->line_count);
    line = &order->lines[rest->line];
    net = line->qty - (line->qty_cancelled == ABSENT ? 0 : line->qty_cancelled);
    whole = net / DECIMAL_SCALE;
    rest->qty = whole < 2 ? net : random_between(&random, 1, whole) * DECIMAL_SCALE;
    order->delivered_on = order->shipped_on;
    rest->opened_on = order->shipped_on;
    rest->requested_on = company_workday_after(rest->opened_on, random_below(&random, 2));
    rest->expected_on = company_workday_after(rest->requested_on, random_between(&random, 3, 8));
    rest->promised_on = company_workday_after(rest->expected_on, 2);
    if (random_chance(&random, 50)) {
        rest->cancelled_on = company_workday_after(rest->opened_on, 2);
        return;
    }
    rest->received_on = company_workday_after(rest->expected_on, -random_below(&random, 2));
    rest->shipped_on = company_workday_after(rest->received_on, random_below(&random, 2));
    rest->delivered_on = company_workday_after(rest->shipped_on, random_below(&random, 2));
}

static void take_at_the_counter(struct order *order)
{
    order->customer = CUSTOMER_WALK_IN;
    order->kind = "normal";
    order->promised_on = order->shipped_on = order->delivered_on = order->ordered_on;
}

/* Some of the older orders were taken by one who has left since. */
static void draw_staff(const struct company *company, struct order *order)
{
    int64_t left_before = company->day_one - 40;

    if (order->index % 29 == 3 && order->ordered_on < left_before && order->back_order.line < 0)
        snprintf(order->staff_no, sizeof order->staff_no, "%s", STAFF_LEFT_NO);
    else if (order->is_walk_in)
        staff_number(order->index % company->staff_count, order->staff_no, sizeof order->staff_no);
    else
        staff_number(customer_staff(company, order->customer), order->staff_no,
                     sizeof order->staff_no);
}

static void draw_ordered(const struct company *company, struct random *random, struct order *order)
{
    const struct order_kind *kind = draw_kind(random);
    int64_t lead = random_between(random, kind->lead_from, kind->lead_to);

    order->kind = kind->name;
    order->customer = draw_customer(company, random, order->ordered_on);
    order->promised_on = company_workday_after(order->ordered_on, lead);
    order->is_picked_up = strcmp(kind->name, "reserved") == 0 || random_chance(random, 80);
    draw_delivery(random, order, lead);
    if (random_chance(random, CANCELLED_PER_MILLE))
        order->cancelled_on = company_workday_after(order->ordered_on, 1);
    else if (strcmp(kind->name, "normal") == 0)
        draw_back_order(company, order);
    if (strcmp(kind->name, "deposit") == 0)
        order->deposit_amount = order->amount * 3 / 10 / DECIMAL_SCALE * DECIMAL_SCALE;
}

void order_make(const struct company *company, int64_t index, struct order *order)
{
    struct random random = random_start(company->seed, RANDOM_ORDER, (uint64_t)index);

    *order = (struct order){
        .index = index,
        .ordered_on = company_order_day(company, index),
        .deposit_amount = ABSENT,
        .cancelled_on = ABSENT,
        .back_order = {-1, 0, ABSENT, ABSENT, ABSENT, ABSENT, ABSENT, ABSENT, ABSENT, ABSENT}};
    order->is_walk_in = random_chance(&random, WALK_IN_PER_MILLE);
    draw_lines(&random, order);
    if (order->is_walk_in) {
        order->is_picked_up = true;
        take_at_the_counter(order);
    } else {
        draw_ordered(company, &random, order);
    }
    draw_staff(company, order);
    document_number("SO", index + 1, order->order_no, sizeof order->order_no);
    customer_number(order->customer, order->customer_no, sizeof order->customer_no);
}

int64_t order_wave_qty(const struct order *order, int line, int wave)
{
    const struct order_line *what = &order->lines[line];
    bool is_short = order->back_order.line == line;
    int64_t net = what->qty - (what->qty_cancelled == ABSENT ? 0 : what->qty_cancelled);

    if (order->cancelled_on != ABSENT)
        return 0;
    if (wave == 0)
        return is_short ? net - order->back_order.qty : net;
    return is_short && order->back_order.cancelled_on == ABSENT ? order->back_order.qty : 0;
}

int64_t order_wave_shipped_on(const struct order *order, int wave)
{
    return wave == 0 ? order->shipped_on : order->back_order.shipped_on;
}

int64_t order_wave_delivered_on(const struct order *order, int wave)
{
    return wave == 0 ? order->delivered_on : order->back_order.delivered_on;
}

int64_t order_wave_amount(const struct order *order, int wave)
{
    int64_t amount = 0;

    for (int i = 0; i < order->line_count; i++)
        amount += goods_amount(order_wave_qty(order, i, wave), order->lines[i].price);
    return amount;
}

int64_t order_ended_on(const struct order *order)
{
    const struct back_order *rest = &order->back_order;

    if (order->cancelled_on != ABSENT)
        return order->cancelled_on;
    if (rest->line < 0)
        return order->delivered_on;
    return rest->cancelled_on != ABSENT ? rest->cancelled_on : rest->delivered_on;
}
