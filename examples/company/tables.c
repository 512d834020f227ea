/* The tables of the four databases: names, keys and codes differ from system to system, as they do
 * where each was bought in another year. README.md says the same in words. */
#include "examples/company/credit.h"
#include "examples/company/crm.h"
#include "examples/company/customers.h"
#include "examples/company/logistics.h"
#include "examples/company/quotations.h"
#include "examples/company/rows.h"
#include "examples/company/sales.h"
#include "examples/company/staff.h"
#include "examples/company/visits.h"

static const struct raw_code yes_no[] = {{"yes", "Y"}, {"no", "N"}, {NULL, NULL}};
static const struct raw_code flags[] = {{"yes", "1"}, {"no", "0"}, {NULL, NULL}};
static const struct raw_code standings[] = {{"active", "A"}, {"closed", "C"}, {NULL, NULL}};
static const struct raw_code sorts[] = {{"regular", "N"}, {"walk_in", "W"}, {NULL, NULL}};
static const struct raw_code quote_states[] = {
    {"open", "O"}, {"won", "W"}, {"lost", "L"}, {"expired", "X"}, {NULL, NULL}};
static const struct raw_code order_kinds[] = {{"normal", "NM"},    {"deposit", "DP"},
                                              {"reserved", "RS"},  {"special", "SP"},
                                              {"drop_ship", "DS"}, {NULL, NULL}};
static const struct raw_code order_states[] = {
    {"open", "O"}, {"closed", "C"}, {"cancelled", "X"}, {NULL, NULL}};
static const struct raw_code back_order_states[] = {
    {"open", "P"}, {"filled", "F"}, {"cancelled", "X"}, {NULL, NULL}};
static const struct raw_code request_states[] = {
    {"open", "10"}, {"ordered", "20"}, {"received", "30"}, {"cancelled", "90"}, {NULL, NULL}};
static const struct raw_code holds[] = {{"yes", "H"}, {"no", "A"}, {NULL, NULL}};
static const struct raw_code payment_kinds[] = {{"deposit", "D"}, {"invoice", "I"}, {NULL, NULL}};
static const struct raw_code routes[] = {
    {"warehouse", "W"}, {"supplier", "S"}, {"pickup", "P"}, {NULL, NULL}};
static const struct raw_code claim_kinds[] = {
    {"damaged", "DMG"}, {"wrong_item", "WRG"}, {"short", "SHT"}, {NULL, NULL}};
static const struct raw_code contact_kinds[] = {{"visit", "V"}, {"call", "C"}, {NULL, NULL}};
static const struct raw_code follow_up_states[] = {
    {"open", "OPEN"}, {"closed", "DONE"}, {NULL, NULL}};
static const struct raw_code session_kinds[] = {
    {"training", "TRN"}, {"meeting", "MTG"}, {"service_meeting", "SVC"}, {NULL, NULL}};

/* sales */

static const struct raw_column emp[] = {
    {"emp_code", "staff_no", RAW_TEXT, 10, NULL},
    {"title_th", "prefix", RAW_TEXT, 20, NULL},
    {"first_name", "first_name", RAW_TEXT, 60, NULL},
    {"last_name", "last_name", RAW_TEXT, 60, NULL},
    {"section_code", "team_no", RAW_TEXT, 10, NULL},
    {"branch_code", "branch_no", RAW_TEXT, 10, NULL},
    {"grade", "grade", RAW_TEXT, 4, NULL},
    {"boss_code", "supervisor_no", RAW_TEXT, 10, NULL},
    {"email", "email", RAW_TEXT, 100, NULL},
    {"quit_date", "left_on", RAW_DATE, 0, NULL},
};

static const struct raw_column section[] = {
    {"section_code", "unit_no", RAW_TEXT, 10, NULL},
    {"section_name", "unit_name", RAW_TEXT, 100, NULL},
};

static const struct raw_column branch[] = {
    {"branch_code", "unit_no", RAW_TEXT, 10, NULL},
    {"branch_name", "unit_name", RAW_TEXT, 100, NULL},
};

static const struct raw_column cust[] = {
    {"cust_code", "customer_no", RAW_TEXT, 10, NULL},
    {"cust_name", "customer_name", RAW_TEXT, 200, NULL},
    {"tax_id", "tax_id", RAW_TEXT, 20, NULL},
    {"tax_branch", "tax_branch_no", RAW_TEXT, 10, NULL},
    {"tel", "phone", RAW_TEXT, 40, NULL},
    {"email", "email", RAW_TEXT, 100, NULL},
    {"province", "province", RAW_TEXT, 60, NULL},
    {"zip", "postcode", RAW_TEXT, 5, NULL},
    {"branch_code", "branch_no", RAW_TEXT, 10, NULL},
    {"sales_emp", "staff_no", RAW_TEXT, 10, NULL},
    {"open_date", "created_on", RAW_DATE, 0, NULL},
    {"cust_status", "standing", RAW_CODE, 1, standings},
    {"cust_type", "sort", RAW_CODE, 1, sorts},
};

static const struct raw_column product[] = {
    {"sku", "item_no", RAW_TEXT, 10, NULL},
    {"product_name", "item_name", RAW_TEXT, 200, NULL},
    {"unit_name", "unit", RAW_TEXT, 30, NULL},
    {"list_price", "price", RAW_DECIMAL, 0, NULL},
};

static const struct raw_column quote[] = {
    {"qt_no", "quote_no", RAW_TEXT, 20, NULL},
    {"cust_code", "customer_no", RAW_TEXT, 10, NULL},
    {"emp_code", "staff_no", RAW_TEXT, 10, NULL},
    {"qt_date", "quoted_on", RAW_DATE, 0, NULL},
    {"valid_until", "valid_until_on", RAW_DATE, 0, NULL},
    {"first_follow", "followed_up_on", RAW_DATE, 0, NULL},
    {"decided", "decided_on", RAW_DATE, 0, NULL},
    {"amount", "quote_amount", RAW_DECIMAL, 0, NULL},
    {"qt_status", "status", RAW_CODE, 1, quote_states},
    {"approve_emp", "approved_by_no", RAW_TEXT, 10, NULL},
    {"approve_date", "approved_on", RAW_DATE, 0, NULL},
    {"so_no", "order_no", RAW_TEXT, 20, NULL},
};

static const struct raw_column so_head[] = {
    {"so_no", "order_no", RAW_TEXT, 20, NULL},
    {"cust_code", "customer_no", RAW_TEXT, 10, NULL},
    {"emp_code", "staff_no", RAW_TEXT, 10, NULL},
    {"so_date", "ordered_on", RAW_DATE, 0, NULL},
    {"due_date", "promised_on", RAW_DATE, 0, NULL},
    {"so_type", "kind", RAW_CODE, 2, order_kinds},
    {"so_status", "status", RAW_CODE, 1, order_states},
    {"net_amount", "order_amount", RAW_DECIMAL, 0, NULL},
    {"deposit_amount", "deposit_due_amount", RAW_DECIMAL, 0, NULL},
};

static const struct raw_column so_item[] = {
    {"so_no", "order_no", RAW_TEXT, 20, NULL},
    {"seq", "line_no", RAW_INTEGER, 0, NULL},
    {"sku", "item_no", RAW_TEXT, 10, NULL},
    {"item_type", "kind", RAW_CODE, 2, order_kinds},
    {"qty", "qty_ordered", RAW_DECIMAL, 0, NULL},
    {"cancel_qty", "qty_cancelled", RAW_DECIMAL, 0, NULL},
    {"unit_price", "price", RAW_DECIMAL, 0, NULL},
    {"due_date", "promised_on", RAW_DATE, 0, NULL},
};

static const struct raw_column bo[] = {
    {"bo_no", "back_order_no", RAW_TEXT, 20, NULL},
    {"so_no", "order_no", RAW_TEXT, 20, NULL},
    {"seq", "line_no", RAW_INTEGER, 0, NULL},
    {"sku", "item_no", RAW_TEXT, 10, NULL},
    {"bo_qty", "qty", RAW_DECIMAL, 0, NULL},
    {"open_date", "opened_on", RAW_DATE, 0, NULL},
    {"close_date", "closed_on", RAW_DATE, 0, NULL},
    {"promise_date", "promised_on", RAW_DATE, 0, NULL},
    {"bo_status", "status", RAW_CODE, 1, back_order_states},
    {"bo_amount", "back_order_amount", RAW_DECIMAL, 0, NULL},
    {"approve_emp", "approved_by_no", RAW_TEXT, 10, NULL},
    {"approve_date", "approved_on", RAW_DATE, 0, NULL},
};

static const struct raw_column pr_head[] = {
    {"pr_no", "pr_no", RAW_TEXT, 20, NULL},
    {"pr_date", "requested_on", RAW_DATE, 0, NULL},
    {"po_no", "po_no", RAW_TEXT, 20, NULL},
};

static const struct raw_column pr_item[] = {
    {"pr_no", "pr_no", RAW_TEXT, 20, NULL},
    {"row_no", "row_no", RAW_INTEGER, 0, NULL},
    {"bo_no", "back_order_no", RAW_TEXT, 20, NULL},
    {"so_no", "order_no", RAW_TEXT, 20, NULL},
    {"so_seq", "line_no", RAW_INTEGER, 0, NULL},
    {"sku", "item_no", RAW_TEXT, 10, NULL},
    {"qty", "qty", RAW_DECIMAL, 0, NULL},
    {"expect_date", "expected_on", RAW_DATE, 0, NULL},
    {"state_code", "status", RAW_CODE, 2, request_states},
};

static const struct raw_column gr_item[] = {
    {"gr_no", "receipt_no", RAW_TEXT, 20, NULL},
    {"row_no", "row_no", RAW_INTEGER, 0, NULL},
    {"pr_no", "pr_no", RAW_TEXT, 20, NULL},
    {"pr_row", "pr_row_no", RAW_INTEGER, 0, NULL},
    {"sku", "item_no", RAW_TEXT, 10, NULL},
    {"qty", "qty_received", RAW_DECIMAL, 0, NULL},
    {"reject_qty", "qty_rejected", RAW_DECIMAL, 0, NULL},
    {"gr_date", "received_on", RAW_DATE, 0, NULL},
};

static const struct raw_column route_plan[] = {
    {"trip_no", "visit_no", RAW_TEXT, 20, NULL},
    {"cust_code", "customer_no", RAW_TEXT, 10, NULL},
    {"emp_code", "staff_no", RAW_TEXT, 10, NULL},
    {"plan_date", "planned_on", RAW_DATE, 0, NULL},
    {"cancel_flag", "is_cancelled", RAW_CODE, 1, yes_no},
};

static const struct raw_column check_in[] = {
    {"trip_no", "visit_no", RAW_TEXT, 20, NULL},
    {"check_in_date", "visited_on", RAW_DATE, 0, NULL},
};

/* credit */

static const struct raw_column ar_account[] = {
    {"acct", "customer_no", RAW_BARE, 10, NULL},
    {"limit_satang", "credit_limit", RAW_SATANG, 0, NULL},
    {"balance_satang", "balance", RAW_SATANG, 0, NULL},
    {"overdue_satang", "overdue_amount", RAW_SATANG, 0, NULL},
    {"oldest_due", "oldest_due_on", RAW_THAI_DATE, 10, NULL},
    {"acct_state", "is_on_hold", RAW_CODE, 20, holds},
    {"term", "term_days", RAW_INTEGER, 0, NULL},
};

static const struct raw_column ar_invoice[] = {
    {"inv_no", "invoice_no", RAW_TEXT, 20, NULL},
    {"so_ref", "order_no", RAW_SLASHED, 20, NULL},
    {"acct", "customer_no", RAW_BARE, 10, NULL},
    {"inv_date", "invoiced_on", RAW_THAI_DATE, 10, NULL},
    {"due_date", "due_on", RAW_THAI_DATE, 10, NULL},
    {"amount", "invoice_amount", RAW_DECIMAL, 0, NULL},
    {"paid", "paid_amount", RAW_DECIMAL, 0, NULL},
};

static const struct raw_column ar_receipt[] = {
    {"rc_no", "payment_no", RAW_TEXT, 20, NULL},
    {"acct", "customer_no", RAW_BARE, 10, NULL},
    {"so_ref", "order_no", RAW_SLASHED, 20, NULL},
    {"inv_no", "invoice_no", RAW_TEXT, 20, NULL},
    {"rc_date", "paid_on", RAW_THAI_DATE, 10, NULL},
    {"amount", "payment_amount", RAW_DECIMAL, 0, NULL},
    {"rc_type", "kind", RAW_CODE, 20, payment_kinds},
    {"document", "document_no", RAW_TEXT, 60, NULL},
};

/* logistics */

static const struct raw_column shipment[] = {
    {"ship_no", "delivery_no", RAW_TEXT, 20, NULL},
    {"so_line_ref", "line_ref", RAW_TEXT, 14, NULL},
    {"item_code", "item_no", RAW_BARE, 10, NULL},
    {"ship_qty", "qty_delivered", RAW_DECIMAL, 0, NULL},
    {"depart_ymd", "shipped_on", RAW_COMPACT_DATE, 8, NULL},
    {"arrive_ymd", "delivered_on", RAW_COMPACT_DATE, 8, NULL},
    {"via", "route", RAW_CODE, 1, routes},
    {"pod", "has_proof", RAW_CODE, 1, yes_no},
    {"qc", "is_checked", RAW_CODE, 1, yes_no},
};

static const struct raw_column claim[] = {
    {"claim_no", "claim_no", RAW_TEXT, 20, NULL},
    {"so_ref", "order_no", RAW_BARE, 20, NULL},
    {"gr_ref", "receipt_no", RAW_TEXT, 20, NULL},
    {"item_code", "item_no", RAW_BARE, 10, NULL},
    {"reason", "claim_kind", RAW_CODE, 3, claim_kinds},
    {"open_ymd", "opened_on", RAW_COMPACT_DATE, 8, NULL},
    {"close_ymd", "closed_on", RAW_COMPACT_DATE, 8, NULL},
};

/* crm */

static const struct raw_column app_user[] = {
    {"login", "staff_no", RAW_LOGIN, 40, NULL},
    {"emp_ref", "staff_no", RAW_EMPLOYEE, 20, NULL},
};

static const struct raw_column account[] = {
    {"account_id", "crm_no", RAW_INTEGER, 0, NULL},
    {"cust_ref", "customer_no", RAW_DASHED, 20, NULL},
    {"display_name", "customer_name", RAW_TEXT, 200, NULL},
    {"tax_number", "tax_id", RAW_TEXT, 20, NULL},
    {"tax_branch", "tax_branch_no", RAW_TEXT, 10, NULL},
    {"phone", "phone", RAW_TEXT, 40, NULL},
    {"email", "email", RAW_TEXT, 100, NULL},
    {"province", "province", RAW_TEXT, 60, NULL},
    {"postcode", "postcode", RAW_TEXT, 5, NULL},
    {"owner_login", "staff_no", RAW_LOGIN, 40, NULL},
    {"credit_limit", "credit_limit", RAW_DECIMAL, 0, NULL},
    {"modified", "updated_on", RAW_TIMESTAMP, 0, NULL},
};

static const struct raw_column activity[] = {
    {"activity_id", "crm_visit_no", RAW_INTEGER, 0, NULL},
    {"trip_ref", "visit_no", RAW_DASHED, 20, NULL},
    {"cust_ref", "customer_no", RAW_DASHED, 20, NULL},
    {"login", "staff_no", RAW_LOGIN, 40, NULL},
    {"happened", "visited_on", RAW_TIMESTAMP, 0, NULL},
    {"channel", "contact_kind", RAW_CODE, 1, contact_kinds},
    {"result_text", "outcome", RAW_TEXT, 200, NULL},
    {"next_action", "next_visit_on", RAW_TIMESTAMP, 0, NULL},
};

static const struct raw_column follow_up[] = {
    {"task_id", "follow_up_no", RAW_INTEGER, 0, NULL},
    {"order_ref", "order_no", RAW_DASHED, 20, NULL},
    {"order_row", "line_no", RAW_INTEGER, 0, NULL},
    {"pending_qty", "qty", RAW_DECIMAL, 0, NULL},
    {"promised", "promised_on", RAW_TIMESTAMP, 0, NULL},
    {"task_state", "status", RAW_CODE, 10, follow_up_states},
    {"last_contact", "contacted_on", RAW_TIMESTAMP, 0, NULL},
    {"login", "staff_no", RAW_LOGIN, 40, NULL},
};

static const struct raw_column ticket[] = {
    {"ticket_id", "case_no", RAW_INTEGER, 0, NULL},
    {"cust_ref", "customer_no", RAW_DASHED, 20, NULL},
    {"login", "staff_no", RAW_LOGIN, 40, NULL},
    {"topic", "case_kind", RAW_TEXT, 20, NULL},
    {"opened", "opened_on", RAW_TIMESTAMP, 0, NULL},
    {"due", "due_on", RAW_TIMESTAMP, 0, NULL},
    {"first_reply", "contacted_on", RAW_TIMESTAMP, 0, NULL},
    {"closed", "closed_on", RAW_TIMESTAMP, 0, NULL},
    {"resolved", "is_resolved", RAW_CODE, 1, flags},
    {"stars", "score", RAW_INTEGER, 0, NULL},
};

static const struct raw_column session[] = {
    {"session_id", "session_no", RAW_INTEGER, 0, NULL},
    {"session_type", "session_kind", RAW_CODE, 3, session_kinds},
    {"course", "course_no", RAW_TEXT, 100, NULL},
    {"held", "held_on", RAW_TIMESTAMP, 0, NULL},
    {"mandatory", "is_required", RAW_CODE, 1, flags},
};

static const struct raw_column attendance[] = {
    {"session_id", "session_no", RAW_INTEGER, 0, NULL},
    {"login", "staff_no", RAW_LOGIN, 40, NULL},
    {"present", "has_attended", RAW_CODE, 1, flags},
};

/* A request of several rows has one head. */
static bool is_first_row(const void *row)
{
    return ((const struct request_row *)row)->row_no == 1;
}

static bool is_visited(const void *row)
{
    return ((const struct visit_row *)row)->visited_on != ABSENT;
}

#define COLUMNS(columns) columns, sizeof(columns) / sizeof *(columns)

const struct raw_table company_tables[] = {
    {"sales", "emp", &staff_shape, COLUMNS(emp), NULL, staff_generate, "emp_code"},
    {"sales", "section", &team_shape, COLUMNS(section), NULL, staff_generate_teams, "section_code"},
    {"sales", "branch", &branch_shape, COLUMNS(branch), NULL, staff_generate_branches,
     "branch_code"},
    {"sales", "cust", &customer_shape, COLUMNS(cust), NULL, customers_generate, "cust_code"},
    {"sales", "product", &product_shape, COLUMNS(product), NULL, products_generate, "sku"},
    {"sales", "quote", &quotation_shape, COLUMNS(quote), NULL, quotations_generate, "qt_no"},
    {"sales", "so_head", &order_shape, COLUMNS(so_head), NULL, orders_generate, "so_no"},
    {"sales", "so_item", &order_line_shape, COLUMNS(so_item), NULL, order_lines_generate,
     "so_no, seq"},
    {"sales", "bo", &back_order_shape, COLUMNS(bo), NULL, back_orders_generate, "bo_no"},
    {"sales", "pr_head", &request_shape, COLUMNS(pr_head), is_first_row, requests_generate,
     "pr_no"},
    {"sales", "pr_item", &request_shape, COLUMNS(pr_item), NULL, requests_generate,
     "pr_no, row_no"},
    {"sales", "gr_item", &receipt_shape, COLUMNS(gr_item), NULL, receipts_generate,
     "gr_no, row_no"},
    {"sales", "route_plan", &visit_shape, COLUMNS(route_plan), NULL, visits_generate, "trip_no"},
    {"sales", "check_in", &visit_shape, COLUMNS(check_in), is_visited, visits_generate, "trip_no"},
    {"credit", "ar_account", &account_shape, COLUMNS(ar_account), NULL, accounts_generate, "acct"},
    {"credit", "ar_invoice", &invoice_shape, COLUMNS(ar_invoice), NULL, invoices_generate,
     "inv_no"},
    {"credit", "ar_receipt", &payment_shape, COLUMNS(ar_receipt), NULL, payments_generate, "rc_no"},
    {"logistics", "shipment", &delivery_shape, COLUMNS(shipment), NULL, deliveries_generate,
     "ship_no, so_line_ref"},
    {"logistics", "claim", &claim_shape, COLUMNS(claim), NULL, claims_generate, "claim_no"},
    {"crm", "app_user", &staff_shape, COLUMNS(app_user), NULL, staff_generate_logins, "login"},
    {"crm", "account", &crm_customer_shape, COLUMNS(account), NULL, customers_generate_crm,
     "account_id"},
    {"crm", "activity", &crm_visit_shape, COLUMNS(activity), NULL, crm_visits_generate,
     "activity_id"},
    {"crm", "follow_up", &follow_up_shape, COLUMNS(follow_up), NULL, follow_ups_generate,
     "task_id"},
    {"crm", "ticket", &case_shape, COLUMNS(ticket), NULL, cases_generate, "ticket_id"},
    {"crm", "session", &session_shape, COLUMNS(session), NULL, sessions_generate, "session_id"},
    {"crm", "attendance", &attendance_shape, COLUMNS(attendance), NULL, attendances_generate,
     "session_id, login"},
};

const size_t company_table_count = sizeof company_tables / sizeof *company_tables;
