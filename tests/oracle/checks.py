"""Thirteen checks: the key, signature and owner of each exception."""

from oracle.facts import earliest, grouped, latest
from oracle.kpis import decimal_text
from oracle.workdays import iso_of

WINDOW_DAYS = 90
PLAN_WINDOW_DAYS = 30
RESCHEDULE_DAYS = 7
SHRINK_PERCENT = 30
MAY_BE_EMPTY = {"claims"}
STALE_DAYS = {"orders": ("ordered_on", 2), "claims": ("opened_on", 8)}


def day_text(day):
    """A day as a signature has it."""
    return None if day is None else iso_of(day)


def joined(values):
    """Values as khrop writes a key or a signature: text, joined by colons."""
    return ":".join("" if value is None else str(value).replace("\\", "\\\\").replace(":", "\\:") for value in values)


def followed_up_by(facts, row):
    """Whose follow-up it is; of one without a name, the order's staff."""
    return row["staff_no"] or facts.order_staff(row["order_no"])


def highest(facts, follow_ups):
    """The staff of the follow-up with the highest number."""
    return followed_up_by(facts, max(follow_ups, key=lambda row: row["follow_up_no"]))


def is_visit(row):
    """A contact of the CRM that somebody went out for."""
    return row["contact_kind"] in (None, "visit")


def differ(one, other):
    """Unknown is not different."""
    return one is not None and other is not None and one != other


def bo_01(facts):
    """Open back order without a follow-up."""
    for key, live in facts.live.items():
        if facts.age(live["opened_on"]) > 1 and not facts.open_follow_ups(key):
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
        if closed_on is None or facts.age(closed_on) > 1:
            filled = any(each["status"] == "filled" for each in back_orders)
            yield [row["follow_up_no"]], ["filled" if filled else "cancelled"], followed_up_by(facts, row)


def bo_04(facts):
    """Quantity in the CRM differs from what is owed."""
    twice = {tuple(key) for key, _, _ in bo_09(facts)}
    for key, live in facts.live.items():
        follow_ups = facts.open_follow_ups(key)
        if key in twice or not follow_ups or any(row["qty"] is None for row in follow_ups):
            continue
        line, crm_qty = facts.lines.get(key), sum(row["qty"] for row in follow_ups)
        changed_on = latest([live["opened_on"], line["last_delivered_on"] if line else None])
        if crm_qty != live["owed_qty"] and facts.age(changed_on) > 2:
            yield key, [decimal_text(live["owed_qty"], True), decimal_text(crm_qty, True)], highest(facts, follow_ups)


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


def bo_07(facts):
    """Owed after its promise, and no back order opened."""
    for key, line in facts.lines.items():
        late = line["promise_on"] is not None and line["promise_on"] < facts.today
        if (line["order"]["status"] == "open" and line["missing_qty"] > 0 and late
                and line["line_kind"] != "reserved" and not facts.open_back_orders(key)):
            yield key, [day_text(line["promise_on"])], facts.order_staff(key[0])


def bo_09(facts):
    """A line followed up more often than it has back orders."""
    for key in facts.follow_ups:
        follow_ups = facts.open_follow_ups(key)
        if len(follow_ups) > max(1, len(facts.open_back_orders(key))):
            yield key, [len(follow_ups)], highest(facts, follow_ups)


def near(days, day, distance):
    """Whether one of the days is that close."""
    return any(abs(other - day) <= distance for other in days)


def days_by_customer(rows):
    """{customer_no: days of visits made}."""
    made = (row for row in rows if row["visited_on"] is not None)
    return {key[0]: [row["visited_on"] for row in group] for key, group in grouped(made, "customer_no").items()}


def to_be_judged(facts, visited_on):
    """A visit's day of grace is over, and it is not too old."""
    return visited_on is not None and facts.age(visited_on) > 1 and visited_on >= facts.today - WINDOW_DAYS


def vis_01(facts):
    """Visit in the log, nothing in the CRM."""
    linked = {row["visit_no"] for row in facts.data["crm_visits"]}
    days = days_by_customer(facts.data["crm_visits"])
    for row in facts.data["visit_log"]:
        if (to_be_judged(facts, row["visited_on"]) and row["visit_no"] not in linked
                and not near(days.get(row["customer_no"], []), row["visited_on"], 1)):
            yield [row["visit_no"]], [day_text(row["visited_on"])], row["staff_no"] or ""


def vis_02(facts):
    """Visit in the CRM, nothing in the log."""
    made = [row for row in facts.data["visit_log"] if row["visited_on"] is not None]
    logged, days = {row["visit_no"] for row in made}, days_by_customer(made)
    for row in facts.data["crm_visits"]:
        if (is_visit(row) and to_be_judged(facts, row["visited_on"]) and row["visit_no"] not in logged
                and not near(days.get(row["customer_no"], []), row["visited_on"], 1)):
            yield [row["crm_visit_no"]], [day_text(row["visited_on"])], row["staff_no"] or ""


def vis_03(facts):
    """Planned visit missed."""
    log, crm = facts.data["visit_log"], facts.data["crm_visits"]
    linked = {row["visit_no"] for row in crm}
    days = days_by_customer(log + [row for row in crm if is_visit(row)])
    plans = grouped((row for row in log if row["planned_on"] is not None and not row["is_cancelled"]), "customer_no")
    for row in log:
        planned_on, customer_no = row["planned_on"], row["customer_no"]
        if planned_on is None or row["is_cancelled"] or row["visited_on"] is not None or row["visit_no"] in linked:
            continue
        if not facts.today - PLAN_WINDOW_DAYS <= planned_on < facts.today:
            continue
        again = any(facts.today <= plan["planned_on"] <= planned_on + RESCHEDULE_DAYS
                    for plan in plans[customer_no,] if plan is not row)
        if not again and not near(days.get(customer_no, []), planned_on, RESCHEDULE_DAYS):
            yield [row["visit_no"]], [day_text(planned_on)], row["staff_no"] or ""


def vis_04(facts):
    """Log and CRM disagree on a visit: a matter for whoever went, which the log knows."""
    made = {row["visit_no"]: row for row in facts.data["visit_log"] if row["visited_on"] is not None}
    for row in facts.data["crm_visits"]:
        log = made.get(row["visit_no"])
        if log is None or log["visited_on"] < facts.today - WINDOW_DAYS:
            continue
        apart = row["visited_on"] is not None and abs(log["visited_on"] - row["visited_on"]) > 1
        if differ(log["customer_no"], row["customer_no"]) or differ(log["staff_no"], row["staff_no"]) or apart:
            sides = [(side["customer_no"], side["staff_no"], day_text(side["visited_on"])) for side in (log, row)]
            yield [row["crm_visit_no"]], sides[0] + sides[1], log["staff_no"] or ""


def crm_01(facts):
    """Buys, but is not in the CRM."""
    known = {row["customer_no"] for row in facts.data["crm_customers"]}
    for customer_no, orders in facts.buyers().items():
        if customer_no not in known and facts.age(min(row["ordered_on"] for row in orders)) > 2:
            last = max(orders, key=lambda row: (row["ordered_on"], row["order_no"]))
            yield [customer_no], [], facts.customer_staff(customer_no) or last["staff_no"] or ""


def cr_01(facts):
    """Goods still to be delivered to a customer on hold or over the limit."""
    waiting = {order_no for order_no, _ in facts.live}
    waiting |= {line["order_no"] for line in facts.lines.values()
                if line["owed_qty"] > 0 and line["order"]["status"] == "open"}
    accounts = {row["customer_no"]: row for row in facts.data["credit_accounts"]}
    payments = grouped(facts.data["payments"], "order_no")
    for order_no in waiting:
        order = facts.orders.get(order_no, {})
        account = accounts.get(order.get("customer_no"))
        paid = sum(row["payment_amount"] for row in payments.get((order_no,), []))
        if account is None or paid >= order["order_amount"]:
            continue
        if account["is_on_hold"]:
            yield [order_no], ["hold"], facts.order_staff(order_no)
        elif account["credit_limit"] is not None and account["balance"] > account["credit_limit"]:
            yield [order_no], ["over_limit"], facts.order_staff(order_no)


def src_01(facts, usual):
    """A dataset that cannot be trusted; `usual` has the row counts of the last good run."""
    for dataset, rows in facts.data.items():
        problem = None
        born_on, most_days = STALE_DAYS.get(dataset, (None, None))
        if rows is None:
            problem = "failed"
        elif not rows and dataset not in MAY_BE_EMPTY:
            problem = "empty"
        elif len(rows) * 100 < (100 - SHRINK_PERCENT) * usual.get(dataset, 0):
            problem = "shrunk"
        elif born_on and rows and facts.age(max(row[born_on] for row in rows)) > most_days:
            problem = "stale"
        if problem:
            yield [dataset], [problem], "role:it"


CHECKS = {
    "BO-01": bo_01, "BO-02": bo_02, "BO-04": bo_04, "BO-05": bo_05, "BO-07": bo_07, "BO-09": bo_09,
    "VIS-01": vis_01, "VIS-02": vis_02, "VIS-03": vis_03, "VIS-04": vis_04, "CRM-01": crm_01, "CR-01": cr_01,
}


def exceptions(facts, usual):
    """{check: {key: (signature, owner)}}."""
    found = {}
    for name, check in [*CHECKS.items(), ("SRC-01", lambda known: src_01(known, usual))]:
        found[name] = {}
        for key, signature, owner in check(facts):
            assert joined(key) not in found[name], f"{name} finds {joined(key)} twice"
            found[name][joined(key)] = (joined(signature), owner)
    return found


def now_usual(facts, usual):
    """The row counts of the last good run, after this one."""
    bad = {key[0] for key, signature, _ in src_01(facts, usual) if signature != ["stale"]}
    return usual | {dataset: len(rows) for dataset, rows in facts.data.items() if dataset not in bad}
