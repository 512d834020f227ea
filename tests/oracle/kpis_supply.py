"""KPIs of back orders, deliveries' proof and claims.

How the definitions are read: a delivery of several rows is due as its last row is; a claim of an order that nobody
looks after is goods inspection's."""

from oracle.documents import back_order_amount, first_requested_on
from oracle.facts import grouped
from oracle.kpi_parts import Part, counted, number

BUCKETS = [(3, "0-3"), (7, "4-7"), (14, "8-14"), (30, "15-30"), (None, "31+")]
PROOF_DAYS = {"warehouse": 2, "supplier": 5}
CLAIM_DAYS = 5


def back_orders_open(facts):
    """Open back orders: how many orders and lines, what quantity, what worth."""
    rows = [row for row in facts.data["back_orders"] if row["status"] == "open"]
    for order_no in {row["order_no"] for row in rows}:
        yield number(facts.order_staff(order_no), None, 1, measure="orders")
    for row in rows:
        staff_no = facts.order_staff(row["order_no"])
        yield number(staff_no, None, 1, measure="lines")
        yield number(staff_no, None, row["qty"], measure="qty")
        yield number(staff_no, None, back_order_amount(facts, row) or 0, measure="amount")


def back_order_age(facts):
    """Open back orders by age in calendar days."""
    for row in facts.data["back_orders"]:
        if row["status"] == "open":
            age = facts.today - row["opened_on"]
            bucket = next(name for most, name in BUCKETS if most is None or age <= most)
            yield number(facts.order_staff(row["order_no"]), None, 1, bucket)


def back_order_to_pr_days(facts):
    """Back orders by the day they were first requested, and the working days until then."""
    for row in facts.data["back_orders"]:
        requested_on = first_requested_on(facts, row)
        if requested_on is not None:
            days = facts.workdays.between(row["opened_on"], requested_on)
            yield Part(facts.order_staff(row["order_no"]), "", "", requested_on, days, 1)


def proof_of_delivery(facts):
    """Deliveries by the day their proof was due; of them those proved on every row."""
    delivered = (row for row in facts.data["deliveries"]
                 if row["delivered_on"] is not None and row["route"] != "pickup")
    for (_, order_no), rows in grouped(delivered, "delivery_no", "order_no").items():
        due_on = max(facts.workdays.due(row["delivered_on"], PROOF_DAYS[row["route"]]) for row in rows)
        yield counted(facts.order_staff(order_no), due_on, all(row["has_proof"] == 1 for row in rows))


def damage_claims_closed(facts):
    """Claims by the day they should be settled; of them those that were."""
    for row in facts.data["claims"]:
        due_on = facts.workdays.due(row["opened_on"], CLAIM_DAYS)
        good = row["closed_on"] is not None and row["closed_on"] <= due_on
        yield counted(facts.order_staff(row["order_no"]) or "role:goods_inspection", due_on, good, row["claim_kind"])
