/* What the company knows of each kind of thing. Texts belong to whoever made the row and last until
 * it makes the next. Dates are days since 1970, money and quantities scaled by 10,000, ABSENT (NULL
 * for texts) what isn't there. */
#ifndef KHROP_EXAMPLES_COMPANY_ROWS_H
#define KHROP_EXAMPLES_COMPANY_ROWS_H

#include "examples/company/raw_table.h"

struct staff_row {
    const char *staff_no, *prefix, *first_name, *last_name, *team_no, *branch_no, *grade;
    const char *supervisor_no, *email;
    int64_t left_on;
};

/* A team or a branch. */
struct unit_row {
    const char *unit_no, *unit_name;
};

struct customer_row {
    const char *customer_no, *customer_name, *tax_id, *tax_branch_no, *phone, *email, *province;
    const char *postcode, *branch_no, *staff_no;
    int64_t created_on;
    const char *standing; /* active, closed */
    const char *sort;     /* regular, walk_in */
};

struct product_row {
    const char *item_no, *item_name, *unit;
    int64_t price;
};

struct quotation_row {
    const char *quote_no, *customer_no, *staff_no;
    int64_t quoted_on, valid_until_on, followed_up_on, decided_on, quote_amount;
    const char *status, *approved_by_no;
    int64_t approved_on;
    const char *order_no;
};

struct order_row {
    const char *order_no, *customer_no, *staff_no;
    int64_t ordered_on, promised_on;
    const char *kind, *status;
    int64_t order_amount, deposit_due_amount;
};

struct order_line_row {
    const char *order_no;
    int64_t line_no;
    const char *item_no, *kind;
    int64_t qty_ordered, qty_cancelled, price, promised_on;
};

struct back_order_row {
    const char *back_order_no, *order_no;
    int64_t line_no;
    const char *item_no;
    int64_t qty, opened_on, closed_on, promised_on;
    const char *status;
    int64_t back_order_amount;
    const char *approved_by_no;
    int64_t approved_on;
};

struct request_row {
    const char *pr_no;
    int64_t row_no;
    const char *back_order_no, *order_no;
    int64_t line_no;
    const char *item_no;
    int64_t qty, requested_on, expected_on;
    const char *status, *po_no;
};

struct receipt_row {
    const char *receipt_no;
    int64_t row_no;
    const char *pr_no;
    int64_t pr_row_no;
    const char *item_no;
    int64_t qty_received, qty_rejected, received_on;
};

struct visit_row {
    const char *visit_no, *customer_no, *staff_no;
    int64_t planned_on, visited_on;
    const char *is_cancelled; /* yes, no */
};

struct account_row {
    const char *customer_no;
    int64_t credit_limit, balance, overdue_amount, oldest_due_on;
    const char *is_on_hold; /* yes, no */
    int64_t term_days;
};

struct invoice_row {
    const char *invoice_no, *order_no, *customer_no;
    int64_t invoiced_on, due_on, invoice_amount, paid_amount;
};

struct payment_row {
    const char *payment_no, *customer_no, *order_no, *invoice_no;
    int64_t paid_on, payment_amount;
    const char *kind, *document_no;
};

/* `line_ref` is how logistics names an order's line: the order's number without its letters, then
 * the line in two digits. */
struct delivery_row {
    const char *delivery_no, *line_ref, *item_no;
    int64_t qty_delivered, shipped_on, delivered_on;
    const char *route, *has_proof, *is_checked;
};

struct claim_row {
    const char *claim_no, *order_no, *receipt_no, *item_no, *claim_kind;
    int64_t opened_on, closed_on;
};

struct crm_customer_row {
    int64_t crm_no;
    const char *customer_no, *customer_name, *tax_id, *tax_branch_no, *phone, *email, *province;
    const char *postcode, *staff_no;
    int64_t credit_limit, updated_on;
};

struct crm_visit_row {
    int64_t crm_visit_no;
    const char *visit_no, *customer_no, *staff_no;
    int64_t visited_on;
    const char *contact_kind, *outcome;
    int64_t next_visit_on;
};

struct follow_up_row {
    int64_t follow_up_no;
    const char *order_no;
    int64_t line_no, qty, promised_on;
    const char *status;
    int64_t contacted_on;
    const char *staff_no;
};

struct case_row {
    int64_t case_no;
    const char *customer_no, *staff_no, *case_kind;
    int64_t opened_on, due_on, contacted_on, closed_on;
    const char *is_resolved; /* yes, no */
    int64_t score;
};

struct session_row {
    int64_t session_no;
    const char *session_kind, *course_no;
    int64_t held_on;
    const char *is_required; /* yes, no */
};

struct attendance_row {
    int64_t session_no;
    const char *staff_no, *has_attended; /* yes, no */
};

extern const struct shape staff_shape, team_shape, branch_shape, customer_shape, product_shape,
    quotation_shape, order_shape, order_line_shape, back_order_shape, request_shape, receipt_shape,
    visit_shape, account_shape, invoice_shape, payment_shape, delivery_shape, claim_shape,
    crm_customer_shape, crm_visit_shape, follow_up_shape, case_shape, session_shape,
    attendance_shape;

#endif
