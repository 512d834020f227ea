"""BO-01 to BO-11: back orders, their follow-ups, their requests.

How the definitions are read: a line without an order has no state, so nothing of it is known to be missing (BO-03,
BO-11). A back order whose line is not on its order is live, and BO-08's no_line beside that. The line's requests of
BO-06 are those linked to it or to any of its back orders, whatever became of them: what was received was received.
BO-10 asks for the CRM's contact with the order's customer; of an order that is not there nobody knows one. The
received goods of BO-11 are those of that request."""

from oracle.facts import differ, earliest, first_known, grouped, latest
from oracle.written import amount_text, day_text

PURCHASE_DAYS = 2
TIDY_DAYS = 1
QUANTITY_DAYS = 2
DELIVER_DAYS, DELIVER_SOON_DAYS = 3, 2
CONTACT_DAYS, CONTACT_SOON_DAYS = 5, 7
ORDER_DAYS = 2


def followed_up_by(facts, row):
    """Whose follow-up it is; of one without a name, the order's staff."""
    return row["staff_no"] or facts.order_staff(row["order_no"])


def highest(facts, follow_ups):
    """The staff of the follow-up with the highest number."""
    return followed_up_by(facts, max(follow_ups, key=lambda row: row["follow_up_no"]))


def bo_01(facts):
    """Open back order without a follow-up."""
    for key, live in facts.live.items():
        if facts.age(live["opened_on"]) > TIDY_DAYS and not facts.open_follow_ups(key):
            yield key, ["closed" if facts.follow_ups.get(key) else "none"], facts.order_staff(key[0])


def bo_02(facts):
    """Follow-up open though nothing is on back order any more."""
    for row in facts.data["crm_follow_ups"]:
        key = row["order_no"], row["line_no"]
        back_orders, line = facts.back_orders.get(key, []), facts.lines.get(key)
        if row["status"] != "open" or facts.open_back_orders(key):
            continue
        if not back_orders:
            if key not in facts.written_lines or line is not None and line["owed_qty"] == 0:
                yield [row["follow_up_no"]], ["none"], followed_up_by(facts, row)
            continue
        closed_on = latest(each["closed_on"] for each in back_orders)
        if closed_on is None or facts.age(closed_on) > TIDY_DAYS:
            filled = any(each["status"] == "filled" for each in back_orders)
            yield [row["follow_up_no"]], ["filled" if filled else "cancelled"], followed_up_by(facts, row)


def live_rows(facts):
    """The rows of live back orders whose line is known to miss something."""
    for key in facts.live:
        if key in facts.lines and facts.lines[key]["missing_qty"] > 0:
            for row in facts.open_back_orders(key):
                yield key, row


def bo_03(facts):
    """Open back order that nobody has requested."""
    loose = grouped((row for row in facts.data["purchase_requests"] if row["status"] != "cancelled"
                     and row["back_order_no"] is None and row["order_no"] is None), "item_no")
    for key, row in live_rows(facts):
        if facts.age(row["opened_on"]) <= PURCHASE_DAYS:
            continue
        named = any(each["status"] != "cancelled" for each in facts.requests(key, [row]))
        matched = any(each["requested_on"] >= row["opened_on"] for each in loose.get((row["item_no"],), []))
        if not named and not matched:
            yield [row["back_order_no"], *key], [], facts.order_staff(key[0])


def bo_04(facts):
    """Quantity in the CRM differs from what is owed."""
    twice = {tuple(key) for key, _, _ in bo_09(facts)}
    for key, live in facts.live.items():
        follow_ups = facts.open_follow_ups(key)
        if key in twice or not follow_ups or any(row["qty"] is None for row in follow_ups):
            continue
        line, crm_qty = facts.lines.get(key), sum(row["qty"] for row in follow_ups)
        changed_on = latest([live["opened_on"], line["last_delivered_on"] if line else None])
        if crm_qty != live["owed_qty"] and facts.age(changed_on) > QUANTITY_DAYS:
            yield key, [amount_text(live["owed_qty"]), amount_text(crm_qty)], highest(facts, follow_ups)


def bo_05(facts):
    """Promise passed, or the CRM promises another day."""
    for key, live in facts.live.items():
        crm_on = earliest(row["promised_on"] for row in facts.open_follow_ups(key))
        problem = None
        if live["promise_on"] is not None and live["promise_on"] < facts.today:
            problem = "overdue"
        elif differ(live["promise_on"], crm_on):
            problem = "differs"
        if problem:
            yield key, [problem, day_text(live["promise_on"]), day_text(crm_on)], facts.order_staff(key[0])


def bo_06(facts):
    """Goods received and accepted, but not delivered."""
    receipts = grouped(facts.data["receipts"], "pr_no")
    for key, live in facts.live.items():
        requests = facts.requests(key, facts.back_orders.get(key, []))
        received = [row for request in requests for row in receipts.get((request["pr_no"],), [])]
        if not received:
            continue
        first_on = min(row["received_on"] for row in received)
        sent = [(first_known(row["shipped_on"], row["delivered_on"]), row["qty_delivered"])
                for row in facts.deliveries.get(key, [])]
        sent = [(day, qty) for day, qty in sent if day is not None and day >= first_on]
        last_on = max([first_on] + [day for day, _ in sent])
        soon = live["promise_on"] is None or live["promise_on"] <= facts.today + DELIVER_SOON_DAYS
        if accepted(received) > sum(qty for _, qty in sent) and facts.age(last_on) > DELIVER_DAYS and soon:
            yield key, [day_text(first_on)], facts.order_staff(key[0])


def accepted(receipts):
    """What was received and not rejected."""
    return sum(row["qty_received"] - (row["qty_rejected"] or 0) for row in receipts)


def bo_07(facts):
    """Owed after its promise, and no back order opened."""
    for key, line in facts.lines.items():
        late = line["promise_on"] is not None and line["promise_on"] < facts.today
        if (line["order"]["status"] == "open" and line["missing_qty"] > 0 and late
                and line["line_kind"] != "reserved" and not facts.open_back_orders(key)):
            yield key, [day_text(line["promise_on"])], facts.order_staff(key[0])


def bo_08(facts):
    """Back order left open though there is nothing to wait for."""
    for row in facts.data["back_orders"]:
        key = row["order_no"], row["line_no"]
        line, problem = facts.lines.get(key), None
        if row["status"] != "open":
            continue
        if line is None:
            problem = "no_line" if key[0] in facts.orders else None
        elif line["net_qty"] == 0:
            problem = "cancelled"
        elif line["owed_qty"] == 0 and facts.age(line["last_delivered_on"]) > TIDY_DAYS:
            problem = "delivered"
        if problem:
            yield [row["back_order_no"], *key], [problem], facts.order_staff(key[0])


def bo_09(facts):
    """A line followed up more often than it has back orders."""
    for key in facts.follow_ups:
        follow_ups = facts.open_follow_ups(key)
        if len(follow_ups) > max(1, len(facts.open_back_orders(key))):
            yield key, [len(follow_ups)], highest(facts, follow_ups)


def bo_10(facts):
    """Open follow-up of which the customer has not heard for long."""
    for row in facts.data["crm_follow_ups"]:
        live = facts.live.get((row["order_no"], row["line_no"]))
        if row["status"] != "open" or live is None:
            continue
        promise_on = first_known(row["promised_on"], live["promise_on"])
        if promise_on is not None and not facts.today <= promise_on <= facts.today + CONTACT_SOON_DAYS:
            continue
        contact_on = facts.contacts.get(facts.orders.get(row["order_no"], {}).get("customer_no"))
        if facts.age(latest([contact_on, live["opened_on"]])) > CONTACT_DAYS:
            yield [row["follow_up_no"]], [day_text(contact_on)], followed_up_by(facts, row)


def bo_11(facts):
    """Request of a live back order that stays with the supplier; of several lines, the first one's staff."""
    receipts = grouped(facts.data["receipts"], "pr_no")
    requests = {}
    for key, row in sorted(live_rows(facts), key=lambda live: live[0]):
        for request in facts.requests(key, [row]):
            requests.setdefault(request["pr_no"], (key, request))
    for number, (key, request) in requests.items():
        late = request["expected_on"] is not None and request["expected_on"] < facts.today
        problem = None
        if request["status"] == "cancelled":
            continue
        if request["po_no"] is None and facts.age(request["requested_on"]) > ORDER_DAYS:
            problem = "not_ordered"
        elif late and accepted(receipts.get((number,), [])) < request["qty"]:
            problem = "late"
        if problem:
            yield [number], [problem], facts.order_staff(key[0])


CHECKS = {"BO-01": bo_01, "BO-02": bo_02, "BO-03": bo_03, "BO-04": bo_04, "BO-05": bo_05, "BO-06": bo_06,
          "BO-07": bo_07, "BO-08": bo_08, "BO-09": bo_09, "BO-10": bo_10, "BO-11": bo_11}
