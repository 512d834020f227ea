/* Each delivery is invoiced on its day. Who has credit pays when it is due, some a little later;
 * the balance is what the invoices say less what was paid. */
#include "examples/company/credit.h"

#include "core/decimal.h"
#include "examples/company/customers.h"
#include "examples/company/orders.h"

#include <stdio.h>
#include <stdlib.h>

#define LIMIT_STEP (50000 * DECIMAL_SCALE)

/* The invoice of one delivery. */
struct invoice {
    int64_t invoiced_on, due_on, paid_on;
    int64_t amount, deposit; /* the deposit is taken off the first */
};

static int64_t draw_delay(struct random *random)
{
    if (random_chance(random, 700))
        return random_between(random, -5, 0);
    return random_between(random, 1, random_chance(random, 500) ? 10 : 20);
}

/* False when there is nothing to invoice. */
static bool invoice_make(const struct company *company, const struct order *order, int wave,
                         struct invoice *invoice)
{
    struct random random =
        random_start(company->seed, RANDOM_PAYMENT, (uint64_t)(order->index * 2 + wave));

    *invoice = (struct invoice){.invoiced_on = order_wave_delivered_on(order, wave),
                                .amount = order_wave_amount(order, wave)};
    if (invoice->amount == 0)
        return false;
    if (wave == 0 && order->deposit_amount != ABSENT)
        invoice->deposit = order->deposit_amount;
    invoice->due_on = invoice->invoiced_on;
    invoice->paid_on = invoice->invoiced_on;
    if (!customer_has_credit(order->customer))
        return true;
    invoice->due_on += customer_term_days(order->customer);
    invoice->paid_on = company_workday_from(invoice->due_on + draw_delay(&random));
    return true;
}

static void total_add(const struct company *company, struct credit_total *total,
                      const struct invoice *invoice)
{
    int64_t owed = invoice->amount - invoice->deposit;

    total->ordered += invoice->amount;
    if (!company_knows(company, invoice->invoiced_on) || company_knows(company, invoice->paid_on))
        return;
    total->balance += owed;
    if (invoice->due_on >= company->today)
        return;
    total->overdue += owed;
    if (total->oldest_due_on == ABSENT || invoice->due_on < total->oldest_due_on)
        total->oldest_due_on = invoice->due_on;
}

bool credit_reckon(struct company *company, struct error *error)
{
    struct order order;
    struct invoice invoice;

    company->credit = calloc((size_t)company->customer_count, sizeof *company->credit);
    if (company->credit == NULL)
        return error_set(error, EXIT_CODE_SOFTWARE, "no memory");
    for (int64_t i = 0; i < company->customer_count; i++)
        company->credit[i].oldest_due_on = ABSENT;
    for (int64_t index = 0; index < company_order_count(company); index++) {
        order_make(company, index, &order);
        for (int wave = 0; wave < 2; wave++)
            if (invoice_make(company, &order, wave, &invoice))
                total_add(company, &company->credit[order.customer], &invoice);
    }
    return true;
}

int64_t credit_limit(const struct company *company, int64_t customer)
{
    if (customer % 30 == 4)
        return ABSENT;
    return (company->credit[customer].ordered / LIMIT_STEP + 1) * LIMIT_STEP;
}

bool accounts_generate(const struct company *company, struct row_sink *sink, struct error *error)
{
    char number[KEY_SIZE];

    for (int64_t index = 1; index < company->customer_count; index++) {
        const struct credit_total *total = &company->credit[index];
        struct account_row row = {.customer_no = number,
                                  .credit_limit = credit_limit(company, index),
                                  .balance = total->balance,
                                  .overdue_amount = total->overdue,
                                  .oldest_due_on = total->oldest_due_on,
                                  .is_on_hold = "no",
                                  .term_days = customer_term_days(index)};

        if (!customer_has_account(index))
            continue;
        if (!customer_has_credit(index)) {
            row.credit_limit = 0;
            row.term_days = 0;
        }
        customer_number(index, number, sizeof number);
        if (company_knows(company, customer_created_on(company, index)) &&
            !sink->put(sink, &row, error))
            return false;
    }
    return true;
}

/* On the morning of day 4 older invoices that are paid were put into the archive. */
static bool is_archived(const struct company *company, const struct invoice *invoice)
{
    return company->day == 4 && company_knows(company, invoice->paid_on) &&
           invoice->invoiced_on < company->day_one - 40;
}

static bool invoice_put(const struct company *company, const struct order *order, int wave,
                        struct row_sink *sink, struct error *error)
{
    struct invoice invoice;
    char number[KEY_SIZE];
    struct invoice_row row = {
        .invoice_no = number, .order_no = order->order_no, .customer_no = order->customer_no};

    if (!invoice_make(company, order, wave, &invoice) ||
        !company_knows(company, invoice.invoiced_on) || is_archived(company, &invoice))
        return true;
    document_number("IV", order->index * 2 + wave + 1, number, sizeof number);
    row.invoiced_on = invoice.invoiced_on;
    row.due_on = invoice.due_on;
    row.invoice_amount = invoice.amount;
    row.paid_amount = company_knows(company, invoice.paid_on) ? invoice.amount : invoice.deposit;
    /* The payments themselves say it for some. */
    if (order->index % 9 == 1 && invoice.deposit == 0)
        row.paid_amount = ABSENT;
    return sink->put(sink, &row, error);
}

bool invoices_generate(const struct company *company, struct row_sink *sink, struct error *error)
{
    struct order order;

    for (int64_t index = 0; index < company_order_count(company); index++) {
        order_make(company, index, &order);
        if (!invoice_put(company, &order, 0, sink, error) ||
            !invoice_put(company, &order, 1, sink, error))
            return false;
    }
    return true;
}

/* Payment `place` of an order: 0 its deposit, 1 and 2 its invoices. */
static bool payment_put(const struct order *order, int place, int64_t paid_on, int64_t amount,
                        struct row_sink *sink, struct error *error)
{
    char number[KEY_SIZE], invoice_no[KEY_SIZE], document[128];
    struct payment_row row = {.payment_no = number,
                              .customer_no = order->customer_no,
                              .order_no = order->order_no,
                              .invoice_no = place == 0 ? NULL : invoice_no,
                              .paid_on = paid_on,
                              .payment_amount = amount,
                              .kind = place == 0 ? "deposit" : "invoice",
                              .document_no = document};

    document_number("RC", order->index * 3 + place + 1, number, sizeof number);
    document_number("IV", order->index * 2 + place, invoice_no, sizeof invoice_no);
    snprintf(document, sizeof document, "%s %s", place == 0 ? "ใบรับมัดจำ" : "ใบเสร็จรับเงิน",
             number + 2);
    return sink->put(sink, &row, error);
}

static bool payments_put(const struct company *company, const struct order *order,
                         struct row_sink *sink, struct error *error)
{
    struct invoice invoice;

    if (order->deposit_amount != ABSENT && company_knows(company, order->ordered_on) &&
        !payment_put(order, 0, order->ordered_on, order->deposit_amount, sink, error))
        return false;
    for (int wave = 0; wave < 2; wave++) {
        if (!invoice_make(company, order, wave, &invoice) ||
            !company_knows(company, invoice.paid_on))
            continue;
        if (!payment_put(order, wave + 1, invoice.paid_on, invoice.amount - invoice.deposit, sink,
                         error))
            return false;
    }
    return true;
}

bool payments_generate(const struct company *company, struct row_sink *sink, struct error *error)
{
    struct order order;

    for (int64_t index = 0; index < company_order_count(company); index++) {
        order_make(company, index, &order);
        if (!payments_put(company, &order, sink, error))
            return false;
    }
    return true;
}
