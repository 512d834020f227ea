/* The fields of each kind of thing by name, for the tables and for the files in planted/. */
#include "examples/company/rows.h"

#define FIELD(row, member, kind)                                                                   \
    {                                                                                              \
#member, kind, offsetof(struct row, member)                                                \
    }
#define SHAPE(name, row, fields)                                                                   \
    {                                                                                              \
        name, fields, sizeof(fields) / sizeof *(fields), sizeof(struct row)                        \
    }

static const struct field staff_fields[] = {
    FIELD(staff_row, staff_no, FIELD_TEXT),   FIELD(staff_row, prefix, FIELD_TEXT),
    FIELD(staff_row, first_name, FIELD_TEXT), FIELD(staff_row, last_name, FIELD_TEXT),
    FIELD(staff_row, team_no, FIELD_TEXT),    FIELD(staff_row, branch_no, FIELD_TEXT),
    FIELD(staff_row, grade, FIELD_TEXT),      FIELD(staff_row, supervisor_no, FIELD_TEXT),
    FIELD(staff_row, email, FIELD_TEXT),      FIELD(staff_row, left_on, FIELD_DATE),
};

static const struct field unit_fields[] = {
    FIELD(unit_row, unit_no, FIELD_TEXT),
    FIELD(unit_row, unit_name, FIELD_TEXT),
};

static const struct field customer_fields[] = {
    FIELD(customer_row, customer_no, FIELD_TEXT), FIELD(customer_row, customer_name, FIELD_TEXT),
    FIELD(customer_row, tax_id, FIELD_TEXT),      FIELD(customer_row, tax_branch_no, FIELD_TEXT),
    FIELD(customer_row, phone, FIELD_TEXT),       FIELD(customer_row, email, FIELD_TEXT),
    FIELD(customer_row, province, FIELD_TEXT),    FIELD(customer_row, postcode, FIELD_TEXT),
    FIELD(customer_row, branch_no, FIELD_TEXT),   FIELD(customer_row, staff_no, FIELD_TEXT),
    FIELD(customer_row, created_on, FIELD_DATE),  FIELD(customer_row, standing, FIELD_TEXT),
    FIELD(customer_row, sort, FIELD_TEXT),
};

static const struct field product_fields[] = {
    FIELD(product_row, item_no, FIELD_TEXT),
    FIELD(product_row, item_name, FIELD_TEXT),
    FIELD(product_row, unit, FIELD_TEXT),
    FIELD(product_row, price, FIELD_AMOUNT),
};

static const struct field quotation_fields[] = {
    FIELD(quotation_row, quote_no, FIELD_TEXT),
    FIELD(quotation_row, customer_no, FIELD_TEXT),
    FIELD(quotation_row, staff_no, FIELD_TEXT),
    FIELD(quotation_row, quoted_on, FIELD_DATE),
    FIELD(quotation_row, valid_until_on, FIELD_DATE),
    FIELD(quotation_row, followed_up_on, FIELD_DATE),
    FIELD(quotation_row, decided_on, FIELD_DATE),
    FIELD(quotation_row, quote_amount, FIELD_AMOUNT),
    FIELD(quotation_row, status, FIELD_TEXT),
    FIELD(quotation_row, approved_by_no, FIELD_TEXT),
    FIELD(quotation_row, approved_on, FIELD_DATE),
    FIELD(quotation_row, order_no, FIELD_TEXT),
};

static const struct field order_fields[] = {
    FIELD(order_row, order_no, FIELD_TEXT),
    FIELD(order_row, customer_no, FIELD_TEXT),
    FIELD(order_row, staff_no, FIELD_TEXT),
    FIELD(order_row, ordered_on, FIELD_DATE),
    FIELD(order_row, promised_on, FIELD_DATE),
    FIELD(order_row, kind, FIELD_TEXT),
    FIELD(order_row, status, FIELD_TEXT),
    FIELD(order_row, order_amount, FIELD_AMOUNT),
    FIELD(order_row, deposit_due_amount, FIELD_AMOUNT),
};

static const struct field order_line_fields[] = {
    FIELD(order_line_row, order_no, FIELD_TEXT),
    FIELD(order_line_row, line_no, FIELD_COUNT),
    FIELD(order_line_row, item_no, FIELD_TEXT),
    FIELD(order_line_row, kind, FIELD_TEXT),
    FIELD(order_line_row, qty_ordered, FIELD_AMOUNT),
    FIELD(order_line_row, qty_cancelled, FIELD_AMOUNT),
    FIELD(order_line_row, price, FIELD_AMOUNT),
    FIELD(order_line_row, promised_on, FIELD_DATE),
};

static const struct field back_order_fields[] = {
    FIELD(back_order_row, back_order_no, FIELD_TEXT),
    FIELD(back_order_row, order_no, FIELD_TEXT),
    FIELD(back_order_row, line_no, FIELD_COUNT),
    FIELD(back_order_row, item_no, FIELD_TEXT),
    FIELD(back_order_row, qty, FIELD_AMOUNT),
    FIELD(back_order_row, opened_on, FIELD_DATE),
    FIELD(back_order_row, closed_on, FIELD_DATE),
    FIELD(back_order_row, promised_on, FIELD_DATE),
    FIELD(back_order_row, status, FIELD_TEXT),
    FIELD(back_order_row, back_order_amount, FIELD_AMOUNT),
    FIELD(back_order_row, approved_by_no, FIELD_TEXT),
    FIELD(back_order_row, approved_on, FIELD_DATE),
};

static const struct field request_fields[] = {
    FIELD(request_row, pr_no, FIELD_TEXT),         FIELD(request_row, row_no, FIELD_COUNT),
    FIELD(request_row, back_order_no, FIELD_TEXT), FIELD(request_row, order_no, FIELD_TEXT),
    FIELD(request_row, line_no, FIELD_COUNT),      FIELD(request_row, item_no, FIELD_TEXT),
    FIELD(request_row, qty, FIELD_AMOUNT),         FIELD(request_row, requested_on, FIELD_DATE),
    FIELD(request_row, expected_on, FIELD_DATE),   FIELD(request_row, status, FIELD_TEXT),
    FIELD(request_row, po_no, FIELD_TEXT),
};

static const struct field receipt_fields[] = {
    FIELD(receipt_row, receipt_no, FIELD_TEXT),     FIELD(receipt_row, row_no, FIELD_COUNT),
    FIELD(receipt_row, pr_no, FIELD_TEXT),          FIELD(receipt_row, pr_row_no, FIELD_COUNT),
    FIELD(receipt_row, item_no, FIELD_TEXT),        FIELD(receipt_row, qty_received, FIELD_AMOUNT),
    FIELD(receipt_row, qty_rejected, FIELD_AMOUNT), FIELD(receipt_row, received_on, FIELD_DATE),
};

static const struct field visit_fields[] = {
    FIELD(visit_row, visit_no, FIELD_TEXT),   FIELD(visit_row, customer_no, FIELD_TEXT),
    FIELD(visit_row, staff_no, FIELD_TEXT),   FIELD(visit_row, planned_on, FIELD_DATE),
    FIELD(visit_row, visited_on, FIELD_DATE), FIELD(visit_row, is_cancelled, FIELD_TEXT),
};

static const struct field account_fields[] = {
    FIELD(account_row, customer_no, FIELD_TEXT),   FIELD(account_row, credit_limit, FIELD_AMOUNT),
    FIELD(account_row, balance, FIELD_AMOUNT),     FIELD(account_row, overdue_amount, FIELD_AMOUNT),
    FIELD(account_row, oldest_due_on, FIELD_DATE), FIELD(account_row, is_on_hold, FIELD_TEXT),
    FIELD(account_row, term_days, FIELD_COUNT),
};

static const struct field invoice_fields[] = {
    FIELD(invoice_row, invoice_no, FIELD_TEXT),    FIELD(invoice_row, order_no, FIELD_TEXT),
    FIELD(invoice_row, customer_no, FIELD_TEXT),   FIELD(invoice_row, invoiced_on, FIELD_DATE),
    FIELD(invoice_row, due_on, FIELD_DATE),        FIELD(invoice_row, invoice_amount, FIELD_AMOUNT),
    FIELD(invoice_row, paid_amount, FIELD_AMOUNT),
};

static const struct field payment_fields[] = {
    FIELD(payment_row, payment_no, FIELD_TEXT), FIELD(payment_row, customer_no, FIELD_TEXT),
    FIELD(payment_row, order_no, FIELD_TEXT),   FIELD(payment_row, invoice_no, FIELD_TEXT),
    FIELD(payment_row, paid_on, FIELD_DATE),    FIELD(payment_row, payment_amount, FIELD_AMOUNT),
    FIELD(payment_row, kind, FIELD_TEXT),       FIELD(payment_row, document_no, FIELD_TEXT),
};

static const struct field delivery_fields[] = {
    FIELD(delivery_row, delivery_no, FIELD_TEXT), FIELD(delivery_row, line_ref, FIELD_TEXT),
    FIELD(delivery_row, item_no, FIELD_TEXT),     FIELD(delivery_row, qty_delivered, FIELD_AMOUNT),
    FIELD(delivery_row, shipped_on, FIELD_DATE),  FIELD(delivery_row, delivered_on, FIELD_DATE),
    FIELD(delivery_row, route, FIELD_TEXT),       FIELD(delivery_row, has_proof, FIELD_TEXT),
    FIELD(delivery_row, is_checked, FIELD_TEXT),
};

static const struct field claim_fields[] = {
    FIELD(claim_row, claim_no, FIELD_TEXT),   FIELD(claim_row, order_no, FIELD_TEXT),
    FIELD(claim_row, receipt_no, FIELD_TEXT), FIELD(claim_row, item_no, FIELD_TEXT),
    FIELD(claim_row, claim_kind, FIELD_TEXT), FIELD(claim_row, opened_on, FIELD_DATE),
    FIELD(claim_row, closed_on, FIELD_DATE),
};

static const struct field crm_customer_fields[] = {
    FIELD(crm_customer_row, crm_no, FIELD_COUNT),
    FIELD(crm_customer_row, customer_no, FIELD_TEXT),
    FIELD(crm_customer_row, customer_name, FIELD_TEXT),
    FIELD(crm_customer_row, tax_id, FIELD_TEXT),
    FIELD(crm_customer_row, tax_branch_no, FIELD_TEXT),
    FIELD(crm_customer_row, phone, FIELD_TEXT),
    FIELD(crm_customer_row, email, FIELD_TEXT),
    FIELD(crm_customer_row, province, FIELD_TEXT),
    FIELD(crm_customer_row, postcode, FIELD_TEXT),
    FIELD(crm_customer_row, staff_no, FIELD_TEXT),
    FIELD(crm_customer_row, credit_limit, FIELD_AMOUNT),
    FIELD(crm_customer_row, updated_on, FIELD_DATE),
};

static const struct field crm_visit_fields[] = {
    FIELD(crm_visit_row, crm_visit_no, FIELD_COUNT),
    FIELD(crm_visit_row, visit_no, FIELD_TEXT),
    FIELD(crm_visit_row, customer_no, FIELD_TEXT),
    FIELD(crm_visit_row, staff_no, FIELD_TEXT),
    FIELD(crm_visit_row, visited_on, FIELD_DATE),
    FIELD(crm_visit_row, contact_kind, FIELD_TEXT),
    FIELD(crm_visit_row, outcome, FIELD_TEXT),
    FIELD(crm_visit_row, next_visit_on, FIELD_DATE),
};

static const struct field follow_up_fields[] = {
    FIELD(follow_up_row, follow_up_no, FIELD_COUNT), FIELD(follow_up_row, order_no, FIELD_TEXT),
    FIELD(follow_up_row, line_no, FIELD_COUNT),      FIELD(follow_up_row, qty, FIELD_AMOUNT),
    FIELD(follow_up_row, promised_on, FIELD_DATE),   FIELD(follow_up_row, status, FIELD_TEXT),
    FIELD(follow_up_row, contacted_on, FIELD_DATE),  FIELD(follow_up_row, staff_no, FIELD_TEXT),
};

static const struct field case_fields[] = {
    FIELD(case_row, case_no, FIELD_COUNT),     FIELD(case_row, customer_no, FIELD_TEXT),
    FIELD(case_row, staff_no, FIELD_TEXT),     FIELD(case_row, case_kind, FIELD_TEXT),
    FIELD(case_row, opened_on, FIELD_DATE),    FIELD(case_row, due_on, FIELD_DATE),
    FIELD(case_row, contacted_on, FIELD_DATE), FIELD(case_row, closed_on, FIELD_DATE),
    FIELD(case_row, is_resolved, FIELD_TEXT),  FIELD(case_row, score, FIELD_COUNT),
};

static const struct field session_fields[] = {
    FIELD(session_row, session_no, FIELD_COUNT), FIELD(session_row, session_kind, FIELD_TEXT),
    FIELD(session_row, course_no, FIELD_TEXT),   FIELD(session_row, held_on, FIELD_DATE),
    FIELD(session_row, is_required, FIELD_TEXT),
};

static const struct field attendance_fields[] = {
    FIELD(attendance_row, session_no, FIELD_COUNT),
    FIELD(attendance_row, staff_no, FIELD_TEXT),
    FIELD(attendance_row, has_attended, FIELD_TEXT),
};

const struct shape staff_shape = SHAPE("staff", staff_row, staff_fields);
const struct shape team_shape = SHAPE("teams", unit_row, unit_fields);
const struct shape branch_shape = SHAPE("branches", unit_row, unit_fields);
const struct shape customer_shape = SHAPE("customers", customer_row, customer_fields);
const struct shape product_shape = SHAPE("products", product_row, product_fields);
const struct shape quotation_shape = SHAPE("quotations", quotation_row, quotation_fields);
const struct shape order_shape = SHAPE("orders", order_row, order_fields);
const struct shape order_line_shape = SHAPE("order_lines", order_line_row, order_line_fields);
const struct shape back_order_shape = SHAPE("back_orders", back_order_row, back_order_fields);
const struct shape request_shape = SHAPE("requests", request_row, request_fields);
const struct shape receipt_shape = SHAPE("receipts", receipt_row, receipt_fields);
const struct shape visit_shape = SHAPE("visits", visit_row, visit_fields);
const struct shape account_shape = SHAPE("accounts", account_row, account_fields);
const struct shape invoice_shape = SHAPE("invoices", invoice_row, invoice_fields);
const struct shape payment_shape = SHAPE("payments", payment_row, payment_fields);
const struct shape delivery_shape = SHAPE("deliveries", delivery_row, delivery_fields);
const struct shape claim_shape = SHAPE("claims", claim_row, claim_fields);
const struct shape crm_customer_shape =
    SHAPE("crm_customers", crm_customer_row, crm_customer_fields);
const struct shape crm_visit_shape = SHAPE("crm_visits", crm_visit_row, crm_visit_fields);
const struct shape follow_up_shape = SHAPE("follow_ups", follow_up_row, follow_up_fields);
const struct shape case_shape = SHAPE("cases", case_row, case_fields);
const struct shape session_shape = SHAPE("sessions", session_row, session_fields);
const struct shape attendance_shape = SHAPE("attendances", attendance_row, attendance_fields);
