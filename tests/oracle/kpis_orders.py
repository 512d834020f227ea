"""KPIs of quotations, orders, their documents and their delivery.

How the definitions are read: order_documents_complete asks of a payment without document only that it names the order;
a line of which nothing is wanted has no fill rate; an approval without a date counts on the day the document was
made."""

from oracle.documents import decided_on, documents, is_beyond_authority, lacks_deposit, lines_by_order
from oracle.documents import missing_order_documents
from oracle.facts import first_known, grouped, orders_delivered, quote_ended_on
from oracle.kpi_parts import Part, counted, number

FOLLOW_DAYS = 3
DOCUMENT_DAYS = 2


def orders_taken(facts):
    """Orders and what they are worth."""
    for order in facts.orders.values():
        if order["status"] != "cancelled":
            yield number(order["staff_no"] or "", order["ordered_on"], 1, measure="orders")
            yield number(order["staff_no"] or "", order["ordered_on"], order["order_amount"], measure="amount")


def quote_conversion(facts):
    """Quotations that came to an end; of them those won."""
    for quote in facts.data["quotations"]:
        ended_on = quote_ended_on(facts, quote)
        if ended_on is not None:
            yield counted(quote["staff_no"] or "", ended_on, quote["status"] == "won")


def quote_follow_up(facts):
    """Quotations by the day they should have been followed up; of them those that were, or came to an end."""
    for quote in facts.data["quotations"]:
        due_on = facts.workdays.due(quote["quoted_on"], FOLLOW_DAYS)
        ended_on = quote_ended_on(facts, quote) if quote["status"] in ("won", "lost") else None
        good = any(day is not None and day <= due_on for day in (quote["followed_up_on"], ended_on))
        yield counted(quote["staff_no"] or "", due_on, good)


def order_documents_complete(facts):
    """Orders that need documents, by the day they should be there; of them those that have them all."""
    quotations, lines = grouped(facts.data["quotations"], "order_no"), lines_by_order(facts)
    for order_no, order in facts.orders.items():
        of_order = lines.get(order_no, [])
        special = any(line["line_kind"] != "normal" for line in of_order)
        if order["status"] == "cancelled" or not ((order["deposit_due_amount"] or 0) > 0 or special):
            continue
        bad = (lacks_deposit(facts, order)
               or any(row["document_no"] is None for row in facts.payments.get((order_no,), []))
               or any(missing_order_documents(facts, order, of_order, quotations)))
        yield counted(facts.order_staff(order_no), facts.workdays.due(order["ordered_on"], DOCUMENT_DAYS), not bad)


def order_accuracy(facts):
    """Lines delivered in full; of them those of the right goods, no more than ordered and not claimed."""
    claimed = {(row["order_no"], row["item_no"]) for row in facts.data["claims"]
               if row["claim_kind"] in ("wrong_item", "short")}
    for key, line in facts.lines.items():
        if line["completed_on"] is None:
            continue
        right = all(row["item_no"] in (None, line["item_no"]) for row in facts.deliveries.get(key, []))
        within = line["delivered_qty"] <= line["qty_ordered"] - (line["qty_cancelled"] or 0)
        good = right and within and (key[0], line["item_no"]) not in claimed
        yield counted(facts.order_staff(key[0]), line["completed_on"], good)


def on_time_delivery(facts):
    """Orders delivered whole; of them those with no line after its promise."""
    for order_no, (completed_on, good) in orders_delivered(facts).items():
        yield counted(facts.order_staff(order_no), completed_on, good, facts.orders[order_no]["kind"])


def otif(facts):
    """Order lines by the day they were promised for; of them those complete by then."""
    for line in facts.lines.values():
        if line["net_qty"] > 0 and line["promise_on"] is not None:
            good = line["completed_on"] is not None and line["completed_on"] <= line["promise_on"]
            yield counted(facts.order_staff(line["order_no"]), line["promise_on"], good, line["line_kind"])


def fill_rate(facts):
    """Quantities wanted, by the day they were promised for; of them those delivered."""
    for line in facts.lines.values():
        if line["net_qty"] > 0:
            day_on = first_known(line["promise_on"], line["order"]["ordered_on"])
            yield Part(facts.order_staff(line["order_no"]), "", "", day_on, min(line["net_qty"], line["delivered_qty"]),
                       line["net_qty"])


def approval_in_authority(facts):
    """Documents approved; of them those by someone who may."""
    for document in documents(facts):
        approver = document["approved_by_no"]
        if approver is not None:
            staff_no = approver if approver in facts.staff else document["maker"]
            yield counted(staff_no, decided_on(document), not is_beyond_authority(facts, document), document["kind"])
