"""QT-01 to QT-04, ORD-01 to ORD-06, APP-01 and APP-02: quotations, order documents, approvals.

How the definitions are read: the event of QT-04 is the day the quotation was won, as quote_conversion has it, and its
signature the customers of both, then the amounts of both. A quotation of QT-03 that was won before the first order
known points beyond what is known, and is not judged. The owner of APP-02 is the supervisor of whoever approved, of an
approver not in staff that of the maker; a supervisor of nobody leaves it unassigned. A maker whose grade has no row in
the matrix asks the supervisor (APP-01)."""

from oracle.documents import (decided_on, documents, grade, is_beyond_authority, lacks_deposit, lines_by_order,
                              missing_order_documents)
from oracle.facts import differ, expiry, first_known, grouped, quote_ended_on
from oracle.written import amount_text, day_text

FOLLOW_DAYS = 3
WON_DAYS, WON_WINDOW_DAYS = 2, 180
TOLERANCE_PERCENT = 5
DEPOSIT_DAYS = 1
DOCUMENT_DAYS, DOCUMENT_WINDOW_DAYS = 2, 90
ORDER_DAYS = 2
HOLD_DAYS = 15
APPROVE_DAYS = 1
EVENT_DAYS = 30


def qt_01(facts):
    """Quotation that nobody followed up."""
    for row in facts.data["quotations"]:
        if (row["status"] == "open" and row["followed_up_on"] is None and facts.age(row["quoted_on"]) > FOLLOW_DAYS
                and expiry(row) >= facts.today):
            yield [row["quote_no"]], [], row["staff_no"] or ""


def qt_02(facts):
    """Quotation past its validity, still open."""
    for row in facts.data["quotations"]:
        if row["status"] == "open" and row["order_no"] is None and expiry(row) < facts.today:
            yield [row["quote_no"]], [day_text(row["valid_until_on"])], row["staff_no"] or ""


def qt_03(facts):
    """Quotation won, but there is no order."""
    first_on = min((row["ordered_on"] for row in facts.data["orders"]), default=facts.today)
    for row in facts.data["quotations"]:
        won_on = first_known(row["decided_on"], row["quoted_on"])
        if row["status"] != "won" or row["order_no"] in facts.orders:
            continue
        if row["order_no"] is not None and won_on < first_on:
            continue
        if facts.age(won_on) > WON_DAYS and won_on >= facts.today - WON_WINDOW_DAYS:
            yield [row["quote_no"]], [row["order_no"]], row["staff_no"] or "", won_on


def qt_04(facts):
    """Quotation and order disagree on customer or amount."""
    for row in facts.data["quotations"]:
        order = facts.orders.get(row["order_no"])
        if row["status"] != "won" or order is None:
            continue
        won_on = quote_ended_on(facts, row)
        apart = abs(row["quote_amount"] - order["order_amount"]) * 100 > TOLERANCE_PERCENT * row["quote_amount"]
        if (apart or differ(row["customer_no"], order["customer_no"])) and won_on >= facts.today - EVENT_DAYS:
            amounts = amount_text(row["quote_amount"]), amount_text(order["order_amount"])
            yield [row["quote_no"]], [row["customer_no"], order["customer_no"], *amounts], row["staff_no"] or "", won_on


def ord_01(facts):
    """Deposit not paid, or not in full."""
    for order in facts.orders.values():
        if (order["status"] == "open" and lacks_deposit(facts, order)
                and facts.age(order["ordered_on"]) > DEPOSIT_DAYS):
            yield [order["order_no"]], [amount_text(order["deposit_due_amount"]),
                                        amount_text(facts.paid(order["order_no"]))], facts.order_staff(
                                            order["order_no"])


def ord_02(facts):
    """Payment without its document."""
    for row in facts.data["payments"]:
        if (row["document_no"] is None and facts.age(row["paid_on"]) > DOCUMENT_DAYS
                and row["paid_on"] >= facts.today - DOCUMENT_WINDOW_DAYS):
            owner = facts.order_staff(row["order_no"]) or facts.customer_staff(row["customer_no"])
            yield [row["payment_no"]], [], owner, row["paid_on"]


def ord_03(facts):
    """Special or drop-ship order without quotation or request."""
    quotations, lines = grouped(facts.data["quotations"], "order_no"), lines_by_order(facts)
    for order_no, order in facts.orders.items():
        if order["status"] == "open" and facts.age(order["ordered_on"]) > ORDER_DAYS:
            for document in missing_order_documents(facts, order, lines.get(order_no, []), quotations):
                yield [order_no, document], [], facts.order_staff(order_no)


def ord_04(facts):
    """Drop-ship goods from the warehouse, or others from the supplier."""
    for row in facts.data["deliveries"]:
        line = facts.lines.get((row["order_no"], row["line_no"]))
        sent_on = first_known(row["delivered_on"], row["shipped_on"])
        if line is None or sent_on is None or sent_on < facts.today - EVENT_DAYS:
            continue
        wrong = {"drop_ship": "warehouse", "special": None}.get(line["line_kind"], "supplier")
        if row["route"] == wrong:
            yield [row["delivery_no"], row["order_no"], row["line_no"]], [wrong], facts.order_staff(
                row["order_no"]), sent_on


def ord_05(facts):
    """Reserved goods that nobody fetches."""
    for key, line in facts.lines.items():
        if line["order"]["status"] != "open" or line["line_kind"] != "reserved" or line["missing_qty"] == 0:
            continue
        promise_on, ordered_on = line["promise_on"], line["order"]["ordered_on"]
        if promise_on < facts.today if promise_on is not None else facts.age(ordered_on) > HOLD_DAYS:
            yield key, [day_text(promise_on)], facts.order_staff(key[0])


def ord_06(facts):
    """Owed, and no day was promised."""
    for key, line in facts.lines.items():
        if (line["order"]["status"] == "open" and line["owed_qty"] > 0 and line["line_kind"] != "reserved"
                and facts.promise_on(key) is None and facts.age(line["order"]["ordered_on"]) > ORDER_DAYS):
            yield key, [], facts.order_staff(key[0])


def app_01(facts):
    """Document that nobody approved."""
    for document in documents(facts):
        if (not document["is_pending"] or document["approved_by_no"] is not None
                or facts.age(document["made_on"]) <= APPROVE_DAYS):
            continue
        owner, kind = document["maker"], document["kind"]
        if owner in facts.staff and facts.authority.is_for_superior(kind, grade(facts, owner), document["amount"]):
            owner = facts.supervisor(owner)
        yield [kind, document["number"]], [], owner


def app_02(facts):
    """Approved by someone who may not."""
    for document in documents(facts):
        approver = document["approved_by_no"]
        if approver is None or not is_beyond_authority(facts, document):
            continue
        if decided_on(document) >= facts.today - EVENT_DAYS:
            owner = facts.supervisor(approver if approver in facts.staff else document["maker"])
            signature = [approver, amount_text(document["amount"])]
            yield [document["kind"], document["number"]], signature, owner, decided_on(document)


CHECKS = {"QT-01": qt_01, "QT-02": qt_02, "QT-03": qt_03, "QT-04": qt_04, "ORD-01": ord_01, "ORD-02": ord_02,
          "ORD-03": ord_03, "ORD-04": ord_04, "ORD-05": ord_05, "ORD-06": ord_06, "APP-01": app_01, "APP-02": app_02}
