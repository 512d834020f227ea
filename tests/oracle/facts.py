"""What both checks and KPIs rest on: the state of an order line, of its back orders and follow-ups, of a customer.

How the definitions are read: the cash-sale account is left out wherever a customer or the CRM's record of one is judged
(VIS-05, VIS-06, CRM-01, CRM-03 to CRM-07, CR-02, CR-03) and where a KPI counts customers; overdue_balance and
customers_over_limit count all accounts, as credit does. For the KPIs a customer is a row of customers: a number that is
not there is nobody who could be retained. A supervisor nobody has set leaves a thing unassigned."""

import collections

TRANSIT_DAYS = 3
ACTIVE_DAYS = 180
VISIT_DAYS = 90
MIN_ORDERS = 2
VALID_DAYS = 30
SLA_DAYS = 3


def earliest(days):
    """The least of the days that are known; None when none is."""
    return min((day for day in days if day is not None), default=None)


def latest(days):
    """The greatest of the days that are known; None when none is."""
    return max((day for day in days if day is not None), default=None)


def first_known(*values):
    """The first value that is not null."""
    return next((value for value in values if value is not None), None)


def grouped(rows, *columns):
    """{values of the columns: rows}."""
    groups = collections.defaultdict(list)
    for row in rows:
        groups[tuple(row[column] for column in columns)].append(row)
    return groups


def completed_on(deliveries, net_qty):
    """The first day on which all that is wanted had arrived."""
    if net_qty <= 0:
        return None
    total = 0
    for delivery in sorted((row for row in deliveries if row["delivered_on"] is not None),
                           key=lambda row: row["delivered_on"]):
        total += delivery["qty_delivered"]
        if total >= net_qty:
            return delivery["delivered_on"]
    return None


class Facts:
    """The company as known on the business date."""

    def __init__(self, datasets, today, workdays, postcodes, authority):
        self.data, self.today, self.workdays = datasets, today, workdays
        self.postcodes, self.authority = postcodes, authority
        # Rows that were pulled: those born later too.
        self.row_counts = {name: len(rows) for name, rows in datasets.items() if rows is not None}
        # What memory.see adds: the mornings before, the datasets of which SRC-01 speaks, those not to be judged by.
        self.memory, self.untrusted, self.missing = None, set(), set()
        # The KPIs that targets_met counts; None: all.
        self.kpis_counted = None
        self.staff = {row["staff_no"]: row for row in datasets["staff"]}
        self.customers = {row["customer_no"]: row for row in datasets["customers"]}
        self.orders = {row["order_no"]: row for row in datasets["orders"]}
        self.deliveries = grouped(datasets["deliveries"], "order_no", "line_no")
        self.back_orders = grouped(datasets["back_orders"], "order_no", "line_no")
        self.follow_ups = grouped(datasets["crm_follow_ups"], "order_no", "line_no")
        # A line has no date of its own: that of an order taken later is written down, but has no state yet.
        self.written_lines = {(row["order_no"], row["line_no"]): row for row in datasets["order_lines"]}
        self.lines = {key: self.line_state(row) for key, row in self.written_lines.items() if key[0] in self.orders}
        self.live = self.live_back_orders()
        self.payments = grouped(datasets["payments"], "order_no")
        self.ordered = grouped((row for row in datasets["orders"] if row["status"] != "cancelled"), "customer_no")
        self.requested = self.requests_by_link()
        self.contacts = self.contacts_by_customer()

    def age(self, day):
        """Working days since a day."""
        return self.workdays.between(day, self.today)

    def line_state(self, row):
        """What is wanted, delivered, owed, on its way and missing of an order line."""
        order = self.orders[row["order_no"]]
        deliveries = self.deliveries.get((row["order_no"], row["line_no"]), [])
        net = max(0, row["qty_ordered"] - (row["qty_cancelled"] or 0))
        net = 0 if order["status"] == "cancelled" else net
        delivered = sum(each["qty_delivered"] for each in deliveries if each["delivered_on"] is not None)
        transit = sum(each["qty_delivered"] for each in deliveries
                      if each["delivered_on"] is None and each["shipped_on"] is not None
                      and self.age(each["shipped_on"]) <= TRANSIT_DAYS)
        owed = max(0, net - delivered)
        return dict(row, order=order, net_qty=net, delivered_qty=delivered, owed_qty=owed,
                    missing_qty=max(0, owed - transit), line_kind=first_known(row["kind"], order["kind"]),
                    promise_on=first_known(row["promised_on"], order["promised_on"]),
                    last_delivered_on=latest(each["delivered_on"] for each in deliveries),
                    completed_on=completed_on(deliveries, net))

    def live_back_orders(self):
        """{(order_no, line_no): sums over the back orders that still stand for something owed}."""
        live = {}
        for key, rows in self.back_orders.items():
            line = self.lines.get(key)
            rows = [row for row in rows if row["status"] == "open" and (line is None or line["owed_qty"] > 0)]
            if not rows:
                continue
            qty = sum(row["qty"] for row in rows)
            promise_on = earliest(row["promised_on"] for row in rows)
            live[key] = {
                "opened_on": min(row["opened_on"] for row in rows),
                "owed_qty": qty if line is None else min(qty, line["owed_qty"]),
                "promise_on": first_known(promise_on, line["promise_on"] if line else None),
            }
        return live

    def requests_by_link(self):
        """{back order number, or (order_no, line_no): its requests}."""
        links = collections.defaultdict(list)
        for row in self.data["purchase_requests"]:
            if row["back_order_no"] is not None:
                links[row["back_order_no"]].append(row)
            if row["order_no"] is not None and row["line_no"] is not None:
                links[row["order_no"], row["line_no"]].append(row)
        return links

    def requests(self, key, back_orders):
        """The requests of an order line, named by it or through one of these back orders; each once."""
        found = list(self.requested.get(key, []))
        for row in back_orders:
            found += self.requested.get(row["back_order_no"], [])
        return list({row["pr_no"]: row for row in found}.values())

    def contacts_by_customer(self):
        """{customer_no: the last day the CRM says somebody reached them}."""
        reached = [(row["customer_no"], row["visited_on"]) for row in self.data["crm_visits"]]
        reached += [(self.orders.get(row["order_no"], {}).get("customer_no"), row["contacted_on"])
                    for row in self.data["crm_follow_ups"]]
        return last_by_key(reached)

    def promise_on(self, key):
        """What a line's work list goes by: the first promise of its live back orders, else the line's own."""
        return self.live[key]["promise_on"] if key in self.live else self.lines[key]["promise_on"]

    def paid(self, order_no):
        """What was paid for an order, of any kind; a refund takes away."""
        return sum(row["payment_amount"] for row in self.payments.get((order_no,), []))

    def open_follow_ups(self, key):
        """The follow-ups of a line that the CRM has not closed."""
        return [row for row in self.follow_ups.get(key, []) if row["status"] == "open"]

    def open_back_orders(self, key):
        """The back orders of a line that the sales system has not closed."""
        return [row for row in self.back_orders.get(key, []) if row["status"] == "open"]

    def customer_staff(self, customer_no):
        """Who looks after a customer; '' = nobody."""
        return self.customers.get(customer_no, {}).get("staff_no") or ""

    def supervisor(self, staff_no):
        """Whose list a member of staff's own doings go to; '' = nobody's."""
        return self.staff.get(staff_no, {}).get("supervisor_no") or ""

    def case_staff(self, case):
        """Whose case it is; else whose customer."""
        return case["staff_no"] or self.customer_staff(case["customer_no"])

    def case_due_on(self, case):
        """The day by which a case is to be solved."""
        return first_known(case["due_on"], self.workdays.due(case["opened_on"], SLA_DAYS))

    def is_walk_in(self, customer_no):
        """The cash-sale account."""
        return self.customers.get(customer_no, {}).get("is_walk_in") == 1

    def is_active(self, customer_no):
        """A customer whose account is open."""
        return self.customers.get(customer_no, {}).get("is_active") == 1

    def order_staff(self, order_no):
        """Whose order it is; else whose customer; '' = nobody's."""
        order = self.orders.get(order_no)
        if order is None:
            return ""
        return order["staff_no"] or self.customer_staff(order["customer_no"])

    def buyers(self):
        """{customer_no: orders not cancelled of the last 180 days}; the cash-sale account is no customer."""
        recent = grouped((row for row in self.data["orders"] if row["status"] != "cancelled"
                          and self.today - ACTIVE_DAYS < row["ordered_on"] <= self.today), "customer_no")
        return {number: recent[number,] for number, customer in self.customers.items()
                if customer["is_active"] and not customer["is_walk_in"] and (number,) in recent}

    def portfolio(self):
        """The buyers whom somebody has to visit."""
        return [number for number, orders in self.buyers().items()
                if self.customers[number]["staff_no"] is not None and len(orders) >= MIN_ORDERS
                and self.customers[number]["created_on"] <= self.today - VISIT_DAYS]


def last_by_key(pairs):
    """{key: the last day}; days that nobody knows do not count."""
    last = {}
    for key, day in pairs:
        if key is not None and day is not None:
            last[key] = max(day, last.get(key, day))
    return last


def expiry(quote):
    """The last day on which a quotation binds."""
    return first_known(quote["valid_until_on"], quote["quoted_on"] + VALID_DAYS)


def quote_ended_on(facts, quote):
    """The day on which a quotation was won or lost or ran out; None while it is open."""
    if quote["status"] == "open" and expiry(quote) >= facts.today:
        return None
    ordered_on = facts.orders.get(quote["order_no"], {}).get("ordered_on")
    return {"won": first_known(quote["decided_on"], ordered_on, quote["quoted_on"]),
            "lost": first_known(quote["decided_on"], quote["quoted_on"])}.get(
                quote["status"], first_known(quote["decided_on"], expiry(quote)))


def is_visit(row):
    """A contact of the CRM that somebody went out for."""
    return row["contact_kind"] in (None, "visit")


def differ(one, other):
    """Unknown is not different."""
    return one is not None and other is not None and one != other


def orders_delivered(facts):
    """{order_no: (the day its last line was complete, whether every promise was kept)} of the orders delivered whole
    of which something was promised."""
    delivered = {}
    for (order_no,), lines in grouped(facts.lines.values(), "order_no").items():
        lines = [line for line in lines if line["net_qty"] > 0]
        promised = [line for line in lines if line["promise_on"] is not None]
        if facts.orders[order_no]["status"] == "cancelled" or not promised:
            continue
        if any(line["completed_on"] is None for line in lines):
            continue
        good = all(line["completed_on"] <= line["promise_on"] for line in promised)
        delivered[order_no] = max(line["completed_on"] for line in lines), good
    return delivered
