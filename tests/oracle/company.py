"""The demonstration company's four databases, read as its README describes them, as canonical rows (dicts; see raw)."""

from oracle.company_sales import read_orders, read_people, read_supply, read_visits
from oracle.raw import (Database, buddhist, code, compact, flag, iso, satang, scaled, text, timestamp, whole_number,
                        with_letters, without)

ROUTES = {"W": "warehouse", "S": "supplier", "P": "pickup"}
CLAIM_KINDS = {"DMG": "damaged", "WRG": "wrong_item", "SHT": "short"}
SESSION_KINDS = {"TRN": "training", "MTG": "meeting", "SVC": "service_meeting"}
CONTACT_KINDS = {"V": "visit", "C": "call"}
PAYMENT_KINDS = {"D": "deposit", "I": "invoice"}

# The day on which a row comes to be; a row of a later day is not there yet.
BORN_ON = {
    "customers": "created_on", "quotations": "quoted_on", "orders": "ordered_on", "back_orders": "opened_on",
    "purchase_requests": "requested_on", "receipts": "received_on", "invoices": "invoiced_on", "payments": "paid_on",
    "claims": "opened_on", "crm_cases": "opened_on", "training": "held_on",
}
# The days on which something ends; one that lies ahead has not happened.
ENDS = {
    "quotations": ["followed_up_on", "decided_on", "approved_on"], "back_orders": ["closed_on", "approved_on"],
    "visit_log": ["visited_on"], "deliveries": ["shipped_on", "delivered_on"], "claims": ["closed_on"],
    "crm_visits": ["visited_on"], "crm_follow_ups": ["contacted_on"], "crm_cases": ["contacted_on", "closed_on"],
}


def read_credit(credit):
    """credit_accounts, invoices and payments."""
    accounts = [{"customer_no": with_letters("C", row["acct"]), "credit_limit": satang(row["limit_satang"]),
                 "balance": satang(row["balance_satang"]), "overdue_amount": satang(row["overdue_satang"]),
                 "oldest_due_on": buddhist(row["oldest_due"]), "is_on_hold": flag(row["acct_state"], "H", "A"),
                 "term_days": whole_number(row["term"])} for row in credit.rows("ar_account")]
    invoices = [{"invoice_no": text(row["inv_no"]), "order_no": without("/", row["so_ref"]),
                 "customer_no": with_letters("C", row["acct"]), "invoiced_on": buddhist(row["inv_date"]),
                 "due_on": buddhist(row["due_date"]), "invoice_amount": scaled(row["amount"]),
                 "paid_amount": scaled(row["paid"])} for row in credit.rows("ar_invoice")]
    payments = [{"payment_no": text(row["rc_no"]), "customer_no": with_letters("C", row["acct"]),
                 "order_no": without("/", row["so_ref"]), "invoice_no": text(row["inv_no"]),
                 "paid_on": buddhist(row["rc_date"]), "payment_amount": scaled(row["amount"]),
                 "kind": PAYMENT_KINDS[row["rc_type"]], "document_no": text(row["document"])}
                for row in credit.rows("ar_receipt")]
    return {"credit_accounts": accounts, "invoices": invoices, "payments": payments}


def read_logistics(logistics):
    """deliveries; claims are None when the table is missing."""
    deliveries = [{"delivery_no": text(row["ship_no"]), "order_no": "SO" + row["so_line_ref"][:-2],
                   "line_no": text(int(row["so_line_ref"][-2:])), "item_no": with_letters("P", row["item_code"]),
                   "qty_delivered": scaled(row["ship_qty"]), "shipped_on": compact(row["depart_ymd"]),
                   "delivered_on": compact(row["arrive_ymd"]), "route": ROUTES[row["via"]],
                   "has_proof": flag(row["pod"], "Y", "N"), "is_checked": flag(row["qc"], "Y", "N")}
                  for row in logistics.rows("shipment")]
    claims = logistics.rows_or_none("claim")
    if claims is not None:
        claims = [{"claim_no": text(row["claim_no"]), "order_no": with_letters("SO", row["so_ref"]),
                   "receipt_no": text(row["gr_ref"]), "item_no": with_letters("P", row["item_code"]),
                   "claim_kind": CLAIM_KINDS[row["reason"]], "opened_on": compact(row["open_ymd"]),
                   "closed_on": compact(row["close_ymd"])} for row in claims]
    return {"deliveries": deliveries, "claims": claims}


def read_crm_records(crm, people):
    """crm_customers and crm_visits."""
    customers = [{"crm_no": text(row["account_id"]), "customer_no": without("-", row["cust_ref"]),
                  "customer_name": text(row["display_name"]), "tax_id": text(row["tax_number"]),
                  "tax_branch_no": text(row["tax_branch"]), "phone": text(row["phone"]), "email": text(row["email"]),
                  "province": text(row["province"]), "postcode": text(row["postcode"]),
                  "staff_no": people.get(row["owner_login"]), "credit_limit": scaled(row["credit_limit"]),
                  "updated_at": timestamp(row["modified"])} for row in crm.rows("account")]
    visits = [{"crm_visit_no": text(row["activity_id"]), "visit_no": without("-", row["trip_ref"]),
               "customer_no": without("-", row["cust_ref"]), "staff_no": people.get(row["login"]),
               "visited_on": iso(row["happened"]), "contact_kind": code(CONTACT_KINDS, row["channel"]),
               "outcome": text(row["result_text"]), "next_visit_on": iso(row["next_action"])}
              for row in crm.rows("activity")]
    return {"crm_customers": customers, "crm_visits": visits}


def read_crm_work(crm, people):
    """crm_follow_ups, crm_cases and training."""
    follow_ups = [{"follow_up_no": text(row["task_id"]), "order_no": without("-", row["order_ref"]),
                   "line_no": text(row["order_row"]), "qty": scaled(row["pending_qty"]),
                   "promised_on": iso(row["promised"]), "contacted_on": iso(row["last_contact"]),
                   "status": {"OPEN": "open", "DONE": "closed"}[row["task_state"]],
                   "staff_no": people.get(row["login"])} for row in crm.rows("follow_up")]
    cases = [{"case_no": text(row["ticket_id"]), "customer_no": without("-", row["cust_ref"]),
              "staff_no": people.get(row["login"]), "case_kind": text(row["topic"]), "opened_on": iso(row["opened"]),
              "due_on": iso(row["due"]), "contacted_on": iso(row["first_reply"]), "closed_on": iso(row["closed"]),
              "is_resolved": int(text(row["resolved"]) == "1"), "score": whole_number(row["stars"])}
             for row in crm.rows("ticket")]
    sessions = {row["session_id"]: row for row in crm.rows("session")}
    training = [dict(session_of(sessions[row["session_id"]]), staff_no=people[row["login"]],
                     has_attended=flag(row["present"], "1", "0")) for row in crm.rows("attendance")
                if row["session_id"] in sessions and row["login"] in people]
    return {"crm_follow_ups": follow_ups, "crm_cases": cases, "training": training}


def session_of(row):
    """What a training row has of its session."""
    return {"session_no": text(row["session_id"]), "session_kind": SESSION_KINDS[row["session_type"]],
            "course_no": text(row["course"]), "held_on": iso(row["held"]),
            "is_required": int(text(row["mandatory"]) == "1")}


def read(folder):
    """{dataset: rows} of the databases in a folder; a dataset whose table is missing is None."""
    sales, crm = Database(folder, "sales"), Database(folder, "crm")
    credit, logistics = Database(folder, "credit", "cp874"), Database(folder, "logistics")
    people = {row["login"]: text(row["emp_ref"]).removeprefix("EMP-") for row in crm.rows("app_user")}
    datasets = {}
    for part in (read_people(sales), read_orders(sales), read_supply(sales), read_visits(sales), read_credit(credit),
                 read_logistics(logistics), read_crm_records(crm, people), read_crm_work(crm, people)):
        datasets.update(part)
    for database in (sales, credit, logistics, crm):
        database.close()
    return datasets


def as_of(datasets, today):
    """The datasets as they were known on a day: nothing born later, and nothing ended later."""
    known = {}
    for name, rows in datasets.items():
        if rows is None:
            known[name] = None
            continue
        born_on = BORN_ON.get(name)
        kept = [dict(row) for row in rows if born_on is None or row[born_on] is None or row[born_on] <= today]
        for row in kept:
            for column in ENDS.get(name, []):
                if row[column] is not None and row[column] > today:
                    row[column] = None
        known[name] = kept
    return known
