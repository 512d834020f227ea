"""Nine KPIs, part and whole by member of staff, split, measure and day; then every level and period."""

import collections

from oracle.facts import first_known, grouped
from oracle.workdays import first_of_month, iso_of

RESCHEDULE_DAYS = 7
SATISFIED_SCORE = 4
VALID_DAYS = 30
MANDATORY = ["customer_name", "phone", "province", "postcode", "staff_no"]
MANDATORY_FOR_CREDIT = ["tax_id"]
BUCKETS = [(3, "0-3"), (7, "4-7"), (14, "8-14"), (30, "15-30"), (None, "31+")]

Kpi = collections.namedtuple("Kpi", "parts unit stock share target amber higher judged_split")
Part = collections.namedtuple("Part", "staff_no split measure day_on part whole")


def on_time_delivery(facts):
    """Orders delivered whole; of them those with no line after its promise."""
    for (order_no,), lines in grouped(facts.lines.values(), "order_no").items():
        order = facts.orders[order_no]
        lines = [line for line in lines if line["net_qty"] > 0]
        promised = [line for line in lines if line["promise_on"] is not None]
        if order["status"] == "cancelled" or not promised:
            continue
        if any(line["completed_on"] is None for line in lines):
            continue
        good = all(line["completed_on"] <= line["promise_on"] for line in promised)
        day_on = max(line["completed_on"] for line in lines)
        yield Part(facts.order_staff(order_no), order["kind"], "", day_on, int(good), 1)


def otif(facts):
    """Order lines by the day they were promised for; of them those complete by then."""
    for line in facts.lines.values():
        if line["net_qty"] > 0 and line["promise_on"] is not None:
            good = line["completed_on"] is not None and line["completed_on"] <= line["promise_on"]
            yield Part(facts.order_staff(line["order_no"]), line["line_kind"], "", line["promise_on"], int(good), 1)


def visit_completion(facts):
    """Planned visits; of them those made within a week."""
    for visit in facts.data["visit_log"]:
        if visit["planned_on"] is not None and not visit["is_cancelled"]:
            made = visit["visited_on"] is not None and abs(visit["visited_on"] - visit["planned_on"]) <= RESCHEDULE_DAYS
            yield Part(visit["staff_no"] or "", "", "", visit["planned_on"], int(made), 1)


def case_satisfaction(facts):
    """Cases closed with a score; of them those solved and scored well."""
    for case in facts.data["crm_cases"]:
        if case["closed_on"] is not None and case["score"] is not None:
            good = case["is_resolved"] == 1 and case["score"] >= SATISFIED_SCORE
            staff_no = case["staff_no"] or facts.customer_staff(case["customer_no"])
            yield Part(staff_no, "", "", case["closed_on"], int(good), 1)


def quote_conversion(facts):
    """Quotations that came to an end; of them those won."""
    for quote in facts.data["quotations"]:
        expiry = first_known(quote["valid_until_on"], quote["quoted_on"] + VALID_DAYS)
        if quote["status"] == "open" and expiry >= facts.today:
            continue
        ordered_on = facts.orders.get(quote["order_no"], {}).get("ordered_on")
        day_on = {"won": first_known(quote["decided_on"], ordered_on, quote["quoted_on"]),
                  "lost": first_known(quote["decided_on"], quote["quoted_on"])}.get(
                      quote["status"], first_known(quote["decided_on"], expiry))
        yield Part(quote["staff_no"] or "", "", "", day_on, int(quote["status"] == "won"), 1)


def rounded_product(quantity, price):
    """Quantity times price, all three scaled by 10,000; half away from zero."""
    product = quantity * price
    return (1 if product >= 0 else -1) * ((abs(product) + 5000) // 10000)


def back_order_amount(facts, row):
    """What is on back order, in baht; 0 where nobody knows the price."""
    if row["back_order_amount"] is not None:
        return row["back_order_amount"]
    line = facts.written_lines.get((row["order_no"], row["line_no"]))
    return 0 if line is None or line["price"] is None else rounded_product(row["qty"], line["price"])


def back_orders_open(facts):
    """Open back orders: how many orders and lines, what quantity, what worth."""
    rows = [row for row in facts.data["back_orders"] if row["status"] == "open"]
    for order_no in {row["order_no"] for row in rows}:
        yield Part(facts.order_staff(order_no), "", "orders", None, 1, None)
    for row in rows:
        staff_no = facts.order_staff(row["order_no"])
        yield Part(staff_no, "", "lines", None, 1, None)
        yield Part(staff_no, "", "qty", None, row["qty"], None)
        yield Part(staff_no, "", "amount", None, back_order_amount(facts, row), None)


def back_order_age(facts):
    """Open back orders by age in calendar days."""
    for row in facts.data["back_orders"]:
        if row["status"] == "open":
            age = facts.today - row["opened_on"]
            bucket = next(name for most, name in BUCKETS if most is None or age <= most)
            yield Part(facts.order_staff(row["order_no"]), bucket, "", None, 1, None)


def crm_completeness(facts):
    """Buyers; of them those of whom the CRM has a record with nothing mandatory left empty."""
    records = grouped(facts.data["crm_customers"], "customer_no")
    on_credit = {row["customer_no"] for row in facts.data["credit_accounts"]}
    for customer_no in facts.buyers():
        fields = MANDATORY + (MANDATORY_FOR_CREDIT if customer_no in on_credit else [])
        whole = any(all(record[field] is not None for field in fields) for record in records.get((customer_no,), []))
        yield Part(facts.customer_staff(customer_no), "", "", None, int(whole), 1)


def overdue_balance(facts):
    """What is owed on all accounts, as the credit system adds them up; of it what is overdue."""
    for account in facts.data["credit_accounts"]:
        overdue = account["overdue_amount"] or 0
        yield Part(facts.customer_staff(account["customer_no"]), "", "", None, overdue,
                   max(account["balance"], overdue, 0))


# `share`: of what a KPI shows a share beside its figure. A target is of the percentage, or of the share; `judged_split`
# alone has one, if given.
KPIS = {
    "on_time_delivery": Kpi(on_time_delivery, "percent", False, None, 950000, 900000, True, None),
    "otif": Kpi(otif, "percent", False, None, 900000, 850000, True, None),
    "visit_completion": Kpi(visit_completion, "percent", False, None, 900000, 800000, True, None),
    "case_satisfaction": Kpi(case_satisfaction, "percent", False, None, 800000, 750000, True, None),
    "quote_conversion": Kpi(quote_conversion, "percent", False, None, 300000, 200000, True, None),
    "back_orders_open": Kpi(back_orders_open, "count", True, None, None, None, False, None),
    "back_order_age": Kpi(back_order_age, "count", True, "splits", 50000, 100000, False, "31+"),
    "crm_completeness": Kpi(crm_completeness, "percent", True, None, 950000, 900000, True, None),
    "overdue_balance": Kpi(overdue_balance, "thb", True, "whole", 100000, 200000, False, None),
}
MEASURE_UNITS = {"qty": "qty", "amount": "thb"}


def percent(part, whole):
    """A percentage scaled by 10,000, half away from zero; None of nothing."""
    if not whole:
        return None
    return (1 if part >= 0 else -1) * ((2 * abs(part) * 1000000 + whole) // (2 * whole))


def periods(facts):
    """{period: (from, to)}; days through yesterday."""
    last_on = facts.today - 1
    return {"day": (facts.workdays.last_at(last_on), last_on), "month": (first_of_month(last_on), last_on),
            "rolling": (last_on - 29, last_on), "all": (facts.workdays.first, last_on)}


def levels(facts, staff_no):
    """The four places where a member of staff's figures count; of someone unknown, no team and no branch."""
    member = facts.staff.get(staff_no, {})
    return [("staff", staff_no), ("team", member.get("team") or ""), ("branch", member.get("branch") or ""),
            ("company", "")]


def status(kpi, split, judged):
    """green, amber, red; '' without a target or a figure."""
    if kpi.target is None or judged is None or kpi.judged_split not in (None, split):
        return ""
    sign = 1 if kpi.higher else -1
    if sign * judged >= sign * kpi.target:
        return "green"
    return "amber" if sign * judged >= sign * kpi.amber else "red"


def sums(facts, kpi):
    """{(period, level, level_no, split, measure): [part, whole]}."""
    windows = {"now": None} if kpi.stock else periods(facts)
    totals = {}
    for row in kpi.parts(facts):
        for period, window in windows.items():
            if window and not window[0] <= row.day_on <= window[1]:
                continue
            for level, level_no in levels(facts, row.staff_no):
                for split in {"*", row.split or "*"}:
                    total = totals.setdefault((period, level, level_no, split, row.measure), [0, None])
                    total[0] += row.part
                    if row.whole is not None:
                        total[1] = (total[1] or 0) + row.whole
    return totals


def figures(facts):
    """{(kpi, period, level, level_no, split, measure): (part, whole, value, share, status)}."""
    found = {}
    for name, kpi in KPIS.items():
        totals = sums(facts, kpi)
        for key, (part, whole) in totals.items():
            period, level, level_no, split, measure = key
            bases = {"whole": whole, "splits": totals[period, level, level_no, "*", measure][0]}
            share = percent(part, bases.get(kpi.share))
            value = percent(part, whole) if kpi.unit == "percent" else part
            judged = value if kpi.unit == "percent" else share
            found[(name, *key)] = (part, whole, value, share, status(kpi, split, judged))
    return found


def decimal_text(value, is_scaled):
    """A number as it is published: no more decimals than it needs."""
    if value is None:
        return ""
    if not is_scaled:
        return str(value)
    whole, rest = divmod(abs(value), 10000)
    return ("-" if value < 0 else "") + f"{whole}.{rest:04d}".rstrip("0").rstrip(".")


def published(facts, figures_found):
    """The lines of kpi_values.csv, {(kpi, period, level, level_no, split, measure): the other columns}."""
    windows = dict(periods(facts), now=(facts.today, facts.today))
    lines = {}
    for key, (part, whole, value, share, colour) in figures_found.items():
        unit = MEASURE_UNITS.get(key[-1], KPIS[key[0]].unit)
        money = unit in ("qty", "thb")
        lines[key] = (*(iso_of(day) for day in windows[key[1]]), unit, decimal_text(part, money),
                      decimal_text(whole, money), decimal_text(value, unit != "count"), decimal_text(share, True),
                      colour)
    return lines
