"""CRM-01 to CRM-07 and CR-01 to CR-03: the CRM's records of customers, and their credit.

How the definitions are read: CRM-02 counts from the day of updated_at in Bangkok. CRM-03 judges a record of a customer
who is active, and of a prospect its name and telephone alone; a customer with an account is a credit customer; a
province that the table does not have fits no postcode. CRM-06 gives one row a record, against the lowest record of a
lower number that is the same by any of the three ways, and says the first way in which those two are; numbers are
compared as the texts they are. In CR-03 whatever names an invoice pays it; a deposit that names none does not
count."""

from oracle import identity
from oracle.facts import differ, grouped
from oracle.written import amount_text, day_text

GRACE_DAYS = 1
NEW_BUYER_DAYS = 2
MANDATORY = ["customer_name", "phone", "province", "postcode", "staff_no"]
MANDATORY_FOR_CREDIT = ["tax_id"]
OF_A_PROSPECT = ["customer_name", "phone"]
NORMALISED = {"customer_name": identity.name, "tax_id": identity.tax_id, "phone": identity.phone,
              "staff_no": lambda value: value}
REGULAR_MONTHS, QUIET_DAYS, FORGET_DAYS = 3, 45, 365
OVERDUE_DAYS, NEW_DAYS = 30, 7
TOLERANCE = 10000
BANGKOK_SECONDS = 7 * 3600


def crm_01(facts):
    """Buys, but is not in the CRM."""
    known = {row["customer_no"] for row in facts.data["crm_customers"]}
    for customer_no, orders in facts.buyers().items():
        if customer_no not in known and facts.age(min(row["ordered_on"] for row in orders)) > NEW_BUYER_DAYS:
            last = max(orders, key=lambda row: (row["ordered_on"], row["order_no"]))
            yield [customer_no], [], facts.customer_staff(customer_no) or last["staff_no"] or ""


def recorded_by(facts, record):
    """Whose record it is; else whose customer."""
    return record["staff_no"] or facts.customer_staff(record["customer_no"])


def crm_02(facts):
    """Record that points to no customer."""
    for row in facts.data["crm_customers"]:
        if row["customer_no"] is None or row["customer_no"] in facts.customers:
            continue
        updated_on = None if row["updated_at"] is None else (row["updated_at"] + BANGKOK_SECONDS) // 86400
        if updated_on is None or facts.age(min(updated_on, facts.today)) > GRACE_DAYS:
            yield [row["crm_no"]], [row["customer_no"]], recorded_by(facts, row)


def wrong_field(facts, record, field):
    """What is wrong with a field that is not empty: invalid, mismatch or nothing."""
    value = record[field]
    if field == "tax_id":
        return None if identity.is_tax_id(identity.tax_id(value)) else "invalid"
    if field == "phone":
        return None if identity.is_phone(identity.phone(value)) else "invalid"
    if field == "email":
        return None if identity.is_email(value) else "invalid"
    if field == "postcode":
        if not facts.postcodes.knows(value):
            return "invalid"
        province = record["province"]
        return "mismatch" if province is not None and not facts.postcodes.is_of(value, province) else None
    return None


def crm_03(facts):
    """Field empty or not what it should be."""
    on_credit = {row["customer_no"] for row in facts.data["credit_accounts"]}
    for record in facts.data["crm_customers"]:
        customer_no = record["customer_no"]
        if customer_no is not None and (not facts.is_active(customer_no) or facts.is_walk_in(customer_no)):
            continue
        mandatory = MANDATORY + (MANDATORY_FOR_CREDIT if customer_no in on_credit else [])
        judged = OF_A_PROSPECT if customer_no is None else [*MANDATORY, "tax_id", "email"]
        for field in judged:
            problem = wrong_field(facts, record, field) if record[field] is not None else (
                "empty" if field in mandatory else None)
            if problem:
                yield [record["crm_no"], field], [problem, record[field]], recorded_by(facts, record)


def crm_04(facts):
    """The CRM and the sales system disagree on who it is."""
    for record in facts.data["crm_customers"]:
        customer = facts.customers.get(record["customer_no"])
        if customer is None or not customer["is_active"] or customer["is_walk_in"]:
            continue
        for field, normalised in NORMALISED.items():
            if differ(normalised(customer[field]), normalised(record[field])):
                yield [record["crm_no"], field], [customer[field], record[field]], recorded_by(facts, record)


def crm_05(facts):
    """The CRM has another credit limit."""
    limits = {row["customer_no"]: row["credit_limit"] for row in facts.data["credit_accounts"]}
    for record in facts.data["crm_customers"]:
        limit = limits.get(record["customer_no"])
        if differ(record["credit_limit"], limit) and not facts.is_walk_in(record["customer_no"]):
            yield [record["crm_no"]], [amount_text(record["credit_limit"]), amount_text(limit)], recorded_by(
                facts, record)


def marks_of(record):
    """What a record could be recognised by, the surest first."""
    tax_id = identity.tax_id(record["tax_id"])
    marks = {"customer_no": record["customer_no"], "tax_id": None, "phone": identity.phone(record["phone"])}
    if identity.is_tax_id(tax_id):
        marks["tax_id"] = tax_id, identity.tax_branch(record["tax_branch_no"])
    return marks


def crm_06(facts):
    """The same customer twice in the CRM."""
    records = sorted((row for row in facts.data["crm_customers"] if not facts.is_walk_in(row["customer_no"])),
                     key=lambda row: row["crm_no"])
    seen = {"customer_no": {}, "tax_id": {}, "phone": {}}
    for record in records:
        name, same = identity.name(record["customer_name"]), []
        for rank, (kind, mark) in enumerate(marks_of(record).items()):
            if mark is None:
                continue
            earlier = seen[kind].setdefault(mark, [])
            same += [(number, rank, kind) for number, other in earlier
                     if kind != "phone" or names_fit(name, other)]
            earlier.append((record["crm_no"], name))
        if same:
            number, _, kind = min(same)
            yield [record["crm_no"], number], [kind], recorded_by(facts, record)


def names_fit(one, other):
    """Equal, or one begins with the other."""
    return one is not None and other is not None and (one.startswith(other) or other.startswith(one))


def crm_07(facts):
    """Regular customer gone quiet."""
    for customer_no, customer in facts.customers.items():
        days = [row["ordered_on"] for row in facts.ordered.get((customer_no,), [])]
        if not days or not customer["is_active"] or customer["is_walk_in"]:
            continue
        last_on = max(days)
        months = {(last_on - day) // 30 for day in days}
        if months >= set(range(REGULAR_MONTHS)) and QUIET_DAYS < facts.today - last_on <= FORGET_DAYS:
            yield [customer_no], [day_text(last_on)], facts.customer_staff(customer_no)


def cr_01(facts):
    """Goods still to be delivered to a customer on hold or over the limit."""
    waiting = {order_no for order_no, _ in facts.live}
    waiting |= {line["order_no"] for line in facts.lines.values()
                if line["owed_qty"] > 0 and line["order"]["status"] == "open"}
    accounts = {row["customer_no"]: row for row in facts.data["credit_accounts"]}
    for order_no in waiting:
        order = facts.orders.get(order_no, {})
        account = accounts.get(order.get("customer_no"))
        if account is None or facts.paid(order_no) >= order["order_amount"]:
            continue
        if account["is_on_hold"]:
            yield [order_no], ["hold"], facts.order_staff(order_no)
        elif account["credit_limit"] is not None and account["balance"] > account["credit_limit"]:
            yield [order_no], ["over_limit"], facts.order_staff(order_no)


def cr_02(facts):
    """Overdue for long, and ordering."""
    for account in facts.data["credit_accounts"]:
        customer_no, oldest_on = account["customer_no"], account["oldest_due_on"]
        if not (account["overdue_amount"] or 0) > 0 or oldest_on is None or facts.is_walk_in(customer_no):
            continue
        new = [order for order in facts.ordered.get((customer_no,), [])
               if order["ordered_on"] >= facts.today - NEW_DAYS]
        unpaid = any(facts.paid(order["order_no"]) < order["order_amount"] for order in new)
        if unpaid and facts.today - oldest_on > OVERDUE_DAYS:
            yield [customer_no], [day_text(oldest_on)], facts.customer_staff(customer_no)


def cr_03(facts):
    """Balance that invoices and payments do not add up to."""
    by_invoice = grouped(facts.data["payments"], "invoice_no")
    loose = grouped((row for row in facts.data["payments"]
                     if row["kind"] == "invoice" and row["invoice_no"] is None), "customer_no")
    invoices = grouped(facts.data["invoices"], "customer_no")
    for account in facts.data["credit_accounts"]:
        key = (account["customer_no"],)
        if facts.is_walk_in(account["customer_no"]):
            continue
        reckoned = -sum(row["payment_amount"] for row in loose.get(key, []))
        for invoice in invoices.get(key, []):
            settled = invoice["paid_amount"]
            if settled is None:
                settled = sum(row["payment_amount"] for row in by_invoice.get((invoice["invoice_no"],), []))
            reckoned += invoice["invoice_amount"] - settled
        if abs(account["balance"] - reckoned) > TOLERANCE:
            yield key, [amount_text(account["balance"] - reckoned)], "role:credit"


CHECKS = {"CRM-01": crm_01, "CRM-02": crm_02, "CRM-03": crm_03, "CRM-04": crm_04, "CRM-05": crm_05, "CRM-06": crm_06,
          "CRM-07": crm_07, "CR-01": cr_01, "CR-02": cr_02, "CR-03": cr_03}
