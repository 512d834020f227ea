/* Orders, lines, back orders, purchase requests and receipts as they stand on the company's
 * morning. */
#include "examples/company/sales.h"

#include "examples/company/names.h"
#include "examples/company/orders.h"
#include "examples/company/staff.h"

#include <string.h>

typedef bool order_rows(const struct company *company, const struct order *order,
                        struct row_sink *sink, struct error *error);

/* Calls `rows` for each order that is known. */
static bool for_each_order(const struct company *company, order_rows *rows, struct row_sink *sink,
                           struct error *error)
{
    struct order order;

    for (int64_t index = 0; index < company_order_count(company); index++) {
        if (!company_knows(company, company_order_day(company, index)))
            return true;
        order_make(company, index, &order);
        if (!rows(company, &order, sink, error))
            return false;
    }
    return true;
}

bool products_generate(const struct company *company, struct row_sink *sink, struct error *error)
{
    char item_no[KEY_SIZE];

    (void)company;
    for (int64_t i = 0; i < names_product_count; i++) {
        const struct product_name *name = &names_products[i];
        struct product_row row = {item_no, name->name, name->unit, name->price_satang * 100};

        product_number(i, item_no, sizeof item_no);
        if (!sink->put(sink, &row, error))
            return false;
    }
    return true;
}

static const char *order_status(const struct company *company, const struct order *order)
{
    if (company_knows(company, order->cancelled_on))
        return "cancelled";
    return company_knows(company, order_ended_on(order)) ? "closed" : "open";
}

static bool order_row_put(const struct company *company, const struct order *order,
                          struct row_sink *sink, struct error *error)
{
    struct order_row row = {.order_no = order->order_no,
                            .customer_no = order->customer_no,
                            .staff_no = order->staff_no,
                            .ordered_on = order->ordered_on,
                            .promised_on = order->promised_on,
                            .kind = order->kind,
                            .status = order_status(company, order),
                            .order_amount = order->amount,
                            .deposit_due_amount = order->deposit_amount};

    return sink->put(sink, &row, error);
}

bool orders_generate(const struct company *company, struct row_sink *sink, struct error *error)
{
    return for_each_order(company, order_row_put, sink, error);
}

/* What was cancelled of a line, with what the customer no longer wanted to wait for. */
static int64_t cancelled_qty(const struct company *company, const struct order *order, int line)
{
    int64_t qty = order->lines[line].qty_cancelled;

    if (order->back_order.line != line || !company_knows(company, order->back_order.cancelled_on))
        return qty;
    return (qty == ABSENT ? 0 : qty) + order->back_order.qty;
}

static bool order_lines_put(const struct company *company, const struct order *order,
                            struct row_sink *sink, struct error *error)
{
    char item_no[KEY_SIZE];

    for (int i = 0; i < order->line_count; i++) {
        struct order_line_row row = {.order_no = order->order_no,
                                     .line_no = i + 1,
                                     .item_no = item_no,
                                     .qty_ordered = order->lines[i].qty,
                                     .qty_cancelled = cancelled_qty(company, order, i),
                                     .price = order->lines[i].price,
                                     .promised_on = ABSENT};

        product_number(order->lines[i].product, item_no, sizeof item_no);
        if (!sink->put(sink, &row, error))
            return false;
    }
    return true;
}

bool order_lines_generate(const struct company *company, struct row_sink *sink, struct error *error)
{
    return for_each_order(company, order_lines_put, sink, error);
}

static bool back_order_put(const struct company *company, const struct order *order,
                           struct row_sink *sink, struct error *error)
{
    const struct back_order *rest = &order->back_order;
    char number[KEY_SIZE], item_no[KEY_SIZE], supervisor[KEY_SIZE];
    struct back_order_row row = {.back_order_no = number,
                                 .order_no = order->order_no,
                                 .line_no = rest->line + 1,
                                 .item_no = item_no,
                                 .qty = rest->qty,
                                 .opened_on = rest->opened_on,
                                 .closed_on = ABSENT,
                                 .promised_on = rest->promised_on,
                                 .status = "open",
                                 .back_order_amount = ABSENT,
                                 .approved_on = ABSENT};
    int64_t approved_on;

    if (rest->line < 0 || !company_knows(company, rest->opened_on))
        return true;
    document_number("BO", order->index + 1, number, sizeof number);
    product_number(order->lines[rest->line].product, item_no, sizeof item_no);
    staff_supervisor(order->customer % company->staff_count, supervisor, sizeof supervisor);
    approved_on = company_workday_after(rest->opened_on, order->index % 2);
    if (company_knows(company, approved_on)) {
        row.approved_on = approved_on;
        row.approved_by_no = supervisor;
    }
    if (order->index % 3 != 0)
        row.back_order_amount = goods_amount(rest->qty, order->lines[rest->line].price);
    if (company_knows(company, order_ended_on(order))) {
        row.closed_on = order_ended_on(order);
        row.status = rest->cancelled_on != ABSENT ? "cancelled" : "filled";
    }
    return sink->put(sink, &row, error);
}

bool back_orders_generate(const struct company *company, struct row_sink *sink, struct error *error)
{
    return for_each_order(company, back_order_put, sink, error);
}

/* Special and drop-ship goods are bought for their order: a request a line. */
static bool bought_lines_put(const struct company *company, const struct order *order,
                             struct row_sink *sink, struct error *error)
{
    char number[KEY_SIZE], purchase[KEY_SIZE], item_no[KEY_SIZE];
    int64_t expected_on = company_workday_after(order->promised_on, -3);
    const char *status = company_knows(company, order->cancelled_on)     ? "cancelled"
                         : company_knows(company, order->shipped_on)     ? "received"
                         : company_knows(company, order->ordered_on + 1) ? "ordered"
                                                                         : "open";

    document_number("PR", order->index + 1, number, sizeof number);
    document_number("PO", order->index + 1, purchase, sizeof purchase);
    for (int i = 0; i < order->line_count; i++) {
        struct request_row row = {.pr_no = number,
                                  .row_no = i + 1,
                                  .order_no = order->order_no,
                                  .line_no = i + 1,
                                  .item_no = item_no,
                                  .qty = order->lines[i].qty,
                                  .requested_on = order->ordered_on,
                                  .expected_on = expected_on,
                                  .status = status,
                                  .po_no = strcmp(status, "open") == 0 ? NULL : purchase};

        product_number(order->lines[i].product, item_no, sizeof item_no);
        if (!sink->put(sink, &row, error))
            return false;
    }
    return true;
}

static bool is_bought_for(const struct order *order)
{
    return order_is_of_kind(order, "special") || order_is_of_kind(order, "drop_ship");
}

static bool request_put(const struct company *company, const struct order *order,
                        struct row_sink *sink, struct error *error)
{
    const struct back_order *rest = &order->back_order;
    char number[KEY_SIZE], purchase[KEY_SIZE], back_order_no[KEY_SIZE], item_no[KEY_SIZE];
    struct request_row row = {.pr_no = number,
                              .row_no = 1,
                              .back_order_no = back_order_no,
                              .line_no = ABSENT,
                              .item_no = item_no,
                              .qty = rest->qty,
                              .requested_on = rest->requested_on,
                              .expected_on = rest->expected_on,
                              .status = "open"};

    if (is_bought_for(order))
        return bought_lines_put(company, order, sink, error);
    if (rest->line < 0 || !company_knows(company, rest->requested_on))
        return true;
    document_number("PR", order->index + 1, number, sizeof number);
    document_number("PO", order->index + 1, purchase, sizeof purchase);
    document_number("BO", order->index + 1, back_order_no, sizeof back_order_no);
    product_number(order->lines[rest->line].product, item_no, sizeof item_no);
    if (company_knows(company, company_workday_after(rest->requested_on, 1))) {
        row.status = "ordered";
        row.po_no = purchase;
    }
    if (company_knows(company, rest->received_on))
        row.status = "received";
    if (company_knows(company, rest->cancelled_on))
        row.status = "cancelled";
    return sink->put(sink, &row, error);
}

bool requests_generate(const struct company *company, struct row_sink *sink, struct error *error)
{
    return for_each_order(company, request_put, sink, error);
}

static bool receipt_row_put(const struct order *order, int line, int64_t request_row, int64_t qty,
                            int64_t received_on, struct row_sink *sink, struct error *error)
{
    char number[KEY_SIZE], request[KEY_SIZE], item_no[KEY_SIZE];
    struct receipt_row row = {.receipt_no = number,
                              .row_no = line + 1,
                              .pr_no = request,
                              .pr_row_no = request_row,
                              .item_no = item_no,
                              .qty_received = qty,
                              .qty_rejected = order->index % 2 ? ABSENT : 0,
                              .received_on = received_on};

    document_number("GR", order->index + 1, number, sizeof number);
    document_number("PR", order->index + 1, request, sizeof request);
    product_number(order->lines[line].product, item_no, sizeof item_no);
    return sink->put(sink, &row, error);
}

static bool receipt_put(const struct company *company, const struct order *order,
                        struct row_sink *sink, struct error *error)
{
    const struct back_order *rest = &order->back_order;

    if (rest->line >= 0 && company_knows(company, rest->received_on))
        return receipt_row_put(order, rest->line, 1, rest->qty, rest->received_on, sink, error);
    if (!order_is_of_kind(order, "special") || order->cancelled_on != ABSENT ||
        !company_knows(company, order->shipped_on))
        return true;
    for (int i = 0; i < order->line_count; i++)
        if (!receipt_row_put(order, i, i + 1, order->lines[i].qty, order->shipped_on, sink, error))
            return false;
    return true;
}

bool receipts_generate(const struct company *company, struct row_sink *sink, struct error *error)
{
    return for_each_order(company, receipt_put, sink, error);
}
