"""Back orders and quotations as documents that somebody made and somebody may approve.

How the definitions are read: a back order of several rows opened with the first and is approved as soon as one row is;
one row open makes it open. Its amount is a sum of amounts: one that is unknown makes it unknown, for null is "unknown"
and no ceiling is judged by a part of what was approved."""

from oracle.facts import earliest, grouped, latest


def rounded_product(quantity, price):
    """Quantity times price, all three scaled by 10,000; half away from zero."""
    product = quantity * price
    return (1 if product >= 0 else -1) * ((abs(product) + 5000) // 10000)


def back_order_amount(facts, row):
    """What is on back order, in baht; None where nobody knows the price."""
    if row["back_order_amount"] is not None:
        return row["back_order_amount"]
    line = facts.written_lines.get((row["order_no"], row["line_no"]))
    return None if line is None or line["price"] is None else rounded_product(row["qty"], line["price"])


def back_order_documents(facts):
    """The back orders by their number."""
    for (number,), rows in grouped(facts.data["back_orders"], "back_order_no").items():
        amounts = [back_order_amount(facts, row) for row in rows]
        order_no = min(row["order_no"] for row in rows)
        yield {"kind": "back_order", "number": number, "amount": None if None in amounts else sum(amounts),
               "maker": facts.order_staff(order_no), "made_on": min(row["opened_on"] for row in rows),
               "approved_by_no": max((row["approved_by_no"] or "" for row in rows)) or None,
               "approved_on": latest(row["approved_on"] for row in rows),
               "is_pending": any(row["status"] == "open" for row in rows)}


def quotation_documents(facts):
    """The quotations."""
    for row in facts.data["quotations"]:
        yield {"kind": "quotation", "number": row["quote_no"], "amount": row["quote_amount"],
               "maker": row["staff_no"] or "", "made_on": row["quoted_on"], "approved_by_no": row["approved_by_no"],
               "approved_on": row["approved_on"], "is_pending": row["status"] in ("open", "won")}


def documents(facts):
    """All documents that the authority matrix speaks of."""
    yield from back_order_documents(facts)
    yield from quotation_documents(facts)


def grade(facts, staff_no):
    """A member of staff's grade; None of someone unknown."""
    return facts.staff.get(staff_no, {}).get("grade")


def decided_on(document):
    """The day on which a document was approved, else made."""
    return document["made_on"] if document["approved_on"] is None else document["approved_on"]


def is_beyond_authority(facts, document):
    """Whether whoever approved it had no right to: not in staff, or not that much."""
    approver = document["approved_by_no"]
    if approver not in facts.staff:
        return True
    return not facts.authority.may_approve(document["kind"], grade(facts, approver), document["amount"])


def is_approved_quotation(facts, quote):
    """Approved by somebody, or not in need of it."""
    return quote["approved_by_no"] is not None or facts.authority.needs_nobody(
        "quotation", grade(facts, quote["staff_no"]), quote["quote_amount"])


def lacks_deposit(facts, order):
    """Whether an order's deposit is not paid, or not in full."""
    due, paid = order["deposit_due_amount"], facts.paid(order["order_no"])
    if not (due or 0) > 0 and order["kind"] != "deposit":
        return False
    return paid <= 0 if due is None else paid < due


def lines_by_order(facts):
    """{order_no: its lines}."""
    return {key[0]: rows for key, rows in grouped(facts.lines.values(), "order_no").items()}


def missing_order_documents(facts, order, lines, quotations):
    """Which of quotation and purchase_request a special or drop-ship order lacks."""
    ordered = [line for line in lines if line["line_kind"] in ("special", "drop_ship")]
    if not ordered:
        return
    if not any(is_approved_quotation(facts, quote) for quote in quotations.get((order["order_no"],), [])):
        yield "quotation"
    for line in ordered:
        key = line["order_no"], line["line_no"]
        requests = facts.requests(key, facts.back_orders.get(key, []))
        if line["missing_qty"] > 0 and all(row["status"] == "cancelled" for row in requests):
            yield "purchase_request"
            return


def first_requested_on(facts, back_order):
    """The first request for a back order that still stands."""
    key = back_order["order_no"], back_order["line_no"]
    return earliest(row["requested_on"] for row in facts.requests(key, [back_order]) if row["status"] != "cancelled")
