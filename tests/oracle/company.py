"""The demonstration company's four databases, read as its README describes them, as canonical rows.

A row is a dict; dates are days since 1970-01-01, decimals integers scaled by 10,000, text is NFC and trimmed, and what
is empty is None."""

import decimal
import sqlite3
import unicodedata

from oracle.workdays import day_of, day_of_iso

KINDS = {"NM": "normal", "DP": "deposit", "RS": "reserved", "SP": "special", "DS": "drop_ship"}
ORDER_STATUS = {"O": "open", "C": "closed", "X": "cancelled"}
BACK_ORDER_STATUS = {"P": "open", "F": "filled", "X": "cancelled"}
QUOTE_STATUS = {"O": "open", "W": "won", "L": "lost", "X": "expired"}
REQUEST_STATUS = {"10": "open", "20": "ordered", "30": "received", "90": "cancelled"}
ROUTES = {"W": "warehouse", "S": "supplier", "P": "pickup"}
CLAIM_KINDS = {"DMG": "damaged", "WRG": "wrong_item", "SHT": "short"}
SESSION_KINDS = {"TRN": "training", "MTG": "meeting", "SVC": "service_meeting"}

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


def text(value):
    """Text as khrop keeps it; a number is its digits."""
    if value is None:
        return None
    return unicodedata.normalize("NFC", str(value)).strip() or None


def scaled(value):
    """A decimal times 10,000, exactly."""
    if value is None:
        return None
    product = decimal.Decimal(str(value)) * 10000
    assert product == product.to_integral_value(), f"more than four decimals: {value}"
    return int(product)


def satang(value):
    """Satang as baht times 10,000."""
    return None if value is None else int(value) * 100


def iso(value):
    """An ISO date or timestamp."""
    return None if value is None else day_of_iso(value)


def buddhist(value):
    """dd/mm/yyyy of the Buddhist era."""
    if value is None:
        return None
    day, month, year = value.split("/")
    return day_of(int(year) - 543, int(month), int(day))


def compact(value):
    """yyyymmdd."""
    return None if value is None else day_of(int(value[0:4]), int(value[4:6]), int(value[6:8]))


def flag(value, yes, no):
    """1 or 0; None where the source says neither."""
    return {yes: 1, no: 0}.get(text(value))


def with_letters(letters, value):
    """A key whose letters the source leaves out."""
    return None if value is None else letters + text(value)


def without(mark, value):
    """A key into which the source puts marks."""
    return None if value is None else text(value).replace(mark, "")


def numbered(document, row):
    """A document's row: number/row."""
    return None if document is None or row is None else f"{document}/{row}"


def read_table(connection, name, charset="utf-8"):
    """A table's rows as dicts; None when there is no such table."""
    connection.text_factory = lambda raw: raw.decode(charset)
    exists = connection.execute("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = ?", [name])
    if exists.fetchone()[0] == 0:
        return None
    cursor = connection.execute(f'SELECT * FROM "{name}"')
    columns = [column[0] for column in cursor.description]
    rows = [dict(zip(columns, row)) for row in cursor]
    return [{column: None if value == "" else value for column, value in row.items()} for row in rows]


class Database:
    """One of the four files."""

    def __init__(self, folder, name, charset="utf-8"):
        self.connection = sqlite3.connect(f"file:{folder / name}.sqlite?mode=ro", uri=True)
        self.charset = charset

    def rows(self, table):
        """The rows of a table that has to be there."""
        found = self.rows_or_none(table)
        assert found is not None, f"no table {table}"
        return found

    def rows_or_none(self, table):
        """The rows of a table, None when it is missing."""
        return read_table(self.connection, table, self.charset)

    def close(self):
        """Lets go of the file."""
        self.connection.close()


def read_people(sales):
    """staff and customers."""
    teams = {row["section_code"]: text(row["section_name"]) for row in sales.rows("section")}
    branches = {row["branch_code"]: text(row["branch_name"]) for row in sales.rows("branch")}
    staff = [{"staff_no": text(row["emp_code"]), "team": teams[row["section_code"]],
              "branch": branches[row["branch_code"]], "supervisor_no": text(row["boss_code"]),
              "is_active": 1 if row["quit_date"] is None else 0} for row in sales.rows("emp")]
    customers = [{"customer_no": text(row["cust_code"]), "staff_no": text(row["sales_emp"]),
                  "created_on": iso(row["open_date"]), "is_active": int(row["cust_status"] == "A"),
                  "is_walk_in": int(row["cust_type"] == "W")} for row in sales.rows("cust")]
    return {"staff": staff, "customers": customers}


def read_orders(sales):
    """quotations, orders and their lines."""
    quotations = [{"quote_no": text(row["qt_no"]), "customer_no": text(row["cust_code"]),
                   "staff_no": text(row["emp_code"]), "quoted_on": iso(row["qt_date"]),
                   "valid_until_on": iso(row["valid_until"]), "followed_up_on": iso(row["first_follow"]),
                   "decided_on": iso(row["decided"]), "approved_on": iso(row["approve_date"]),
                   "status": QUOTE_STATUS[row["qt_status"]], "order_no": text(row["so_no"])}
                  for row in sales.rows("quote")]
    orders = [{"order_no": text(row["so_no"]), "customer_no": text(row["cust_code"]),
               "staff_no": text(row["emp_code"]), "ordered_on": iso(row["so_date"]),
               "promised_on": iso(row["due_date"]), "kind": KINDS[row["so_type"]],
               "status": ORDER_STATUS[row["so_status"]], "order_amount": scaled(row["net_amount"])}
              for row in sales.rows("so_head")]
    lines = [{"order_no": text(row["so_no"]), "line_no": text(row["seq"]), "item_no": text(row["sku"]),
              "kind": None if row["item_type"] is None else KINDS[row["item_type"]],
              "qty_ordered": scaled(row["qty"]), "qty_cancelled": scaled(row["cancel_qty"]),
              "price": scaled(row["unit_price"]), "promised_on": iso(row["due_date"])}
             for row in sales.rows("so_item")]
    return {"quotations": quotations, "orders": orders, "order_lines": lines}


def read_supply(sales):
    """back_orders, purchase_requests and receipts."""
    back_orders = [{"back_order_no": text(row["bo_no"]), "order_no": text(row["so_no"]), "line_no": text(row["seq"]),
                    "qty": scaled(row["bo_qty"]), "opened_on": iso(row["open_date"]),
                    "closed_on": iso(row["close_date"]), "promised_on": iso(row["promise_date"]),
                    "status": BACK_ORDER_STATUS[row["bo_status"]], "back_order_amount": scaled(row["bo_amount"]),
                    "approved_on": iso(row["approve_date"])} for row in sales.rows("bo")]
    heads = {row["pr_no"]: row for row in sales.rows("pr_head")}
    requests = [{"pr_no": numbered(row["pr_no"], row["row_no"]), "status": REQUEST_STATUS[row["state_code"]],
                 "requested_on": iso(heads[row["pr_no"]]["pr_date"])}
                for row in sales.rows("pr_item") if row["pr_no"] in heads]
    receipts = [{"receipt_no": numbered(row["gr_no"], row["row_no"]), "received_on": iso(row["gr_date"])}
                for row in sales.rows("gr_item")]
    return {"back_orders": back_orders, "purchase_requests": requests, "receipts": receipts}


def read_visits(sales):
    """visit_log: the plan with its check-in."""
    made = {row["trip_no"]: iso(row["check_in_date"]) for row in sales.rows("check_in")}
    return {"visit_log": [{"visit_no": text(row["trip_no"]), "customer_no": text(row["cust_code"]),
                           "staff_no": text(row["emp_code"]), "planned_on": iso(row["plan_date"]),
                           "visited_on": made.get(row["trip_no"]), "is_cancelled": int(row["cancel_flag"] == "Y")}
                          for row in sales.rows("route_plan")]}


def read_credit(credit):
    """credit_accounts, invoices and payments."""
    accounts = [{"customer_no": with_letters("C", row["acct"]), "credit_limit": satang(row["limit_satang"]),
                 "balance": satang(row["balance_satang"]), "overdue_amount": satang(row["overdue_satang"]),
                 "is_on_hold": flag(row["acct_state"], "H", "A")} for row in credit.rows("ar_account")]
    invoices = [{"invoice_no": text(row["inv_no"]), "invoiced_on": buddhist(row["inv_date"])}
                for row in credit.rows("ar_invoice")]
    payments = [{"payment_no": text(row["rc_no"]), "order_no": without("/", row["so_ref"]),
                 "paid_on": buddhist(row["rc_date"]), "payment_amount": scaled(row["amount"])}
                for row in credit.rows("ar_receipt")]
    return {"credit_accounts": accounts, "invoices": invoices, "payments": payments}


def read_logistics(logistics):
    """deliveries; claims are None when the table is missing."""
    deliveries = [{"delivery_no": text(row["ship_no"]), "order_no": "SO" + row["so_line_ref"][:-2],
                   "line_no": text(int(row["so_line_ref"][-2:])), "qty_delivered": scaled(row["ship_qty"]),
                   "shipped_on": compact(row["depart_ymd"]), "delivered_on": compact(row["arrive_ymd"])}
                  for row in logistics.rows("shipment")]
    claims = logistics.rows_or_none("claim")
    if claims is not None:
        claims = [{"claim_no": text(row["claim_no"]), "claim_kind": CLAIM_KINDS[row["reason"]],
                   "opened_on": compact(row["open_ymd"]), "closed_on": compact(row["close_ymd"])} for row in claims]
    return {"deliveries": deliveries, "claims": claims}


def read_crm(crm):
    """What the CRM has; people by their login."""
    people = {row["login"]: text(row["emp_ref"]).removeprefix("EMP-") for row in crm.rows("app_user")}
    customers = [{"crm_no": text(row["account_id"]), "customer_no": without("-", row["cust_ref"]),
                  "customer_name": text(row["display_name"]), "tax_id": text(row["tax_number"]),
                  "phone": text(row["phone"]), "province": text(row["province"]), "postcode": text(row["postcode"]),
                  "staff_no": people.get(row["owner_login"])} for row in crm.rows("account")]
    visits = [{"crm_visit_no": text(row["activity_id"]), "visit_no": without("-", row["trip_ref"]),
               "customer_no": without("-", row["cust_ref"]), "staff_no": people.get(row["login"]),
               "visited_on": iso(row["happened"]), "contact_kind": {"V": "visit", "C": "call"}.get(row["channel"])}
              for row in crm.rows("activity")]
    follow_ups = [{"follow_up_no": text(row["task_id"]), "order_no": without("-", row["order_ref"]),
                   "line_no": text(row["order_row"]), "qty": scaled(row["pending_qty"]),
                   "promised_on": iso(row["promised"]), "contacted_on": iso(row["last_contact"]),
                   "status": {"OPEN": "open", "DONE": "closed"}[row["task_state"]],
                   "staff_no": people.get(row["login"])} for row in crm.rows("follow_up")]
    cases = [{"case_no": text(row["ticket_id"]), "customer_no": without("-", row["cust_ref"]),
              "staff_no": people.get(row["login"]), "opened_on": iso(row["opened"]),
              "contacted_on": iso(row["first_reply"]), "closed_on": iso(row["closed"]),
              "is_resolved": flag(row["resolved"], "1", "0"),
              "score": None if row["stars"] is None else int(row["stars"])} for row in crm.rows("ticket")]
    sessions = {row["session_id"]: row for row in crm.rows("session")}
    training = [{"session_no": text(row["session_id"]), "staff_no": people[row["login"]],
                 "session_kind": SESSION_KINDS[sessions[row["session_id"]]["session_type"]],
                 "held_on": iso(sessions[row["session_id"]]["held"])} for row in crm.rows("attendance")
                if row["session_id"] in sessions and row["login"] in people]
    return {"crm_customers": customers, "crm_visits": visits, "crm_follow_ups": follow_ups, "crm_cases": cases,
            "training": training}


def read(folder):
    """{dataset: rows} of the databases in a folder; a dataset whose table is missing is None."""
    sales, crm = Database(folder, "sales"), Database(folder, "crm")
    credit, logistics = Database(folder, "credit", "cp874"), Database(folder, "logistics")
    datasets = {}
    for part in (read_people(sales), read_orders(sales), read_supply(sales), read_visits(sales), read_credit(credit),
                 read_logistics(logistics), read_crm(crm)):
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
