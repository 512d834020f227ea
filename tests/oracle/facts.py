"""What both checks and KPIs rest on: the state of an order line, of its back orders and follow-ups, of a customer."""

import collections

TRANSIT_DAYS = 3
ACTIVE_DAYS = 180


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

    def __init__(self, datasets, today, workdays):
        self.data, self.today, self.workdays = datasets, today, workdays
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

    def open_follow_ups(self, key):
        """The follow-ups of a line that the CRM has not closed."""
        return [row for row in self.follow_ups.get(key, []) if row["status"] == "open"]

    def open_back_orders(self, key):
        """The back orders of a line that the sales system has not closed."""
        return [row for row in self.back_orders.get(key, []) if row["status"] == "open"]

    def customer_staff(self, customer_no):
        """Who looks after a customer; '' = nobody."""
        return self.customers.get(customer_no, {}).get("staff_no") or ""

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
