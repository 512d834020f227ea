"""All KPIs: their parts and wholes for every level and period, with value, share and status."""

import collections

from oracle import kpis_customers, kpis_orders, kpis_supply, kpis_work
from oracle.strict import HISTORY
from oracle.workdays import first_of_month, iso_of
from oracle.written import decimal_text

FIELDS = "parts unit stock higher target amber share judged_split measures needs"
# `share`: of what a KPI shows a share beside its figure, "whole" or the sum over "splits". A target, scaled by 10,000,
# is of the value, and of the share where there is one, except that of customers_over_limit; `judged_split` alone has
# one, if given. `needs`: the datasets it cannot do without, of those that may be missing.
Kpi = collections.namedtuple("Kpi", FIELDS, defaults=(None, None, None, None, ("",), ()))
MEASURE_UNITS = {"qty": "qty", "amount": "thb"}
OF_QUANTITIES = {"fill_rate"}
JUDGED_BY_VALUE = {"customers_over_limit"}
RATIOS = {"percent": 1000000, "days": 10000}


def flow(parts, unit="percent", higher=True, target=None, amber=None, **more):
    """A KPI that happens on days."""
    return Kpi(parts, unit, False, higher, scaled(target), scaled(amber), **more)


def stock(parts, unit="percent", higher=True, target=None, amber=None, **more):
    """A KPI that stands as of now."""
    return Kpi(parts, unit, True, higher, scaled(target), scaled(amber), **more)


def scaled(limit):
    """A limit as values are kept."""
    return None if limit is None else limit * 10000


KPIS = {
    "customer_retention": stock(kpis_customers.customer_retention, target=60, amber=50),
    "new_customers": flow(kpis_customers.new_customers, "count"),
    "case_satisfaction": flow(kpis_work.case_satisfaction, target=80, amber=75),
    "case_resolution_in_sla": flow(kpis_work.case_resolution_in_sla, target=90, amber=80),
    "case_resolution_days": flow(kpis_work.case_resolution_days, "days", False, 3, 5),
    "visit_completion": flow(kpis_customers.visit_completion, target=90, amber=80),
    "visit_coverage": stock(kpis_customers.visit_coverage, target=80, amber=70),
    "crm_completeness": stock(kpis_customers.crm_completeness, target=95, amber=90),
    "crm_accuracy": stock(kpis_customers.crm_accuracy, target=95, amber=90),
    "orders_taken": flow(kpis_orders.orders_taken, "count", measures=("orders", "amount")),
    "quote_conversion": flow(kpis_orders.quote_conversion, target=30, amber=20),
    "quote_follow_up": flow(kpis_orders.quote_follow_up, target=90, amber=80),
    "order_documents_complete": flow(kpis_orders.order_documents_complete, target=98, amber=95),
    "order_accuracy": flow(kpis_orders.order_accuracy, target=98, amber=95, needs={"claims"}),
    "on_time_delivery": flow(kpis_orders.on_time_delivery, target=95, amber=90),
    "otif": flow(kpis_orders.otif, target=90, amber=85),
    "back_orders_open": stock(kpis_supply.back_orders_open, "count", False,
                              measures=("orders", "lines", "qty", "amount")),
    "back_order_age": stock(kpis_supply.back_order_age, "count", False, 5, 10, share="splits", judged_split="31+"),
    "back_order_to_pr_days": flow(kpis_supply.back_order_to_pr_days, "days", False, 1, 2),
    "fill_rate": flow(kpis_orders.fill_rate, target=95, amber=90),
    "approval_in_authority": flow(kpis_orders.approval_in_authority, target=100, amber=98),
    "overdue_balance": stock(kpis_customers.overdue_balance, "thb", False, 10, 20, share="whole"),
    "customers_over_limit": stock(kpis_customers.customers_over_limit, "count", False, 0, 2, share="whole"),
    "proof_of_delivery": flow(kpis_supply.proof_of_delivery, target=98, amber=95),
    "damage_claims_closed": flow(kpis_supply.damage_claims_closed, target=90, amber=80, judged_split="damaged",
                                 needs={"claims"}),
    "training_attendance": flow(kpis_work.training_attendance, target=95, amber=90, needs={"training"}),
    "case_pareto": flow(kpis_work.case_pareto, "count", False, share="splits", needs={"claims"}),
    "exceptions_open": stock(kpis_work.exceptions_open, "count", False),
    "exceptions_resolved": flow(kpis_work.exceptions_resolved, "count"),
    "exception_age": stock(kpis_work.exception_age, "days", False, 3, 5),
    "data_freshness": stock(kpis_work.data_freshness, target=100, amber=100),
    "repeat_customers": stock(kpis_customers.repeat_customers, target=60, amber=50),
    "case_scored": flow(kpis_work.case_scored, target=70, amber=50),
    "promise_slips": flow(kpis_work.promise_slips, "count", False),
    "targets_met": stock(kpis_work.targets_met, target=80, amber=60),
}


def rounded(part, scale, whole):
    """part x scale / whole, half away from zero; None of nothing."""
    if not whole:
        return None
    return (1 if part >= 0 else -1) * ((2 * abs(part) * scale + whole) // (2 * whole))


def periods(facts):
    """{period: (from, to)}; days through yesterday."""
    last_on = facts.today - 1
    return {"day": (facts.workdays.last_at(last_on), last_on), "month": (first_of_month(last_on), last_on),
            "rolling": (last_on - 29, last_on), "all": (facts.workdays.first, last_on)}


def levels(facts, staff_no, day_on):
    """The four places where a member of staff's figures count; of someone unknown, no team and no branch."""
    member = facts.staff.get(staff_no, {})
    team, branch = member.get("team") or "", member.get("branch") or ""
    if HISTORY:
        (team, branch), = facts.memory.place(staff_no, facts.today if day_on is None else day_on)
    return [("staff", staff_no), ("team", team), ("branch", branch), ("company", "")]


def status(kpi, split, measure, judged):
    """green, amber, red; '' without a target or a figure."""
    if kpi.target is None or judged is None or kpi.judged_split not in (None, split) or measure != kpi.measures[0]:
        return ""
    sign = 1 if kpi.higher else -1
    if sign * judged >= sign * kpi.target:
        return "green"
    return "amber" if sign * judged >= sign * kpi.amber else "red"


def sums(facts, kpi, parts):
    """{(period, level, level_no, split, measure): [part, whole]}; the company has a figure though nothing happened."""
    windows = {"now": None} if kpi.stock else periods(facts)
    totals = {}
    for row in parts:
        for period, window in windows.items():
            if window and not window[0] <= row.day_on <= window[1]:
                continue
            for level, level_no in levels(facts, row.staff_no, row.day_on):
                for split in {"*", row.split or "*"}:
                    total = totals.setdefault((period, level, level_no, split, row.measure), [0, None])
                    total[0] += row.part
                    if row.whole is not None:
                        total[1] = (total[1] or 0) + row.whole
    for period in windows:
        for measure in kpi.measures:
            totals.setdefault((period, "company", "", "*", measure), [0, 0 if kpi.unit in RATIOS else None])
    return {**nothing_in_it(kpi, totals), **totals}


def nothing_in_it(kpi, totals):
    """Of shares of a sum, the one that the target is for, wherever there is a sum: none of something is 0 %."""
    if kpi.share != "splits" or kpi.judged_split is None:
        return {}
    return {(*place, kpi.judged_split, measure): [0, None] for (*place, split, measure), (part, _) in totals.items()
            if split == "*" and measure == kpi.measures[0] and part}


def kpi_figures(facts, name, parts):
    """{(kpi, period, level, level_no, split, measure): (part, whole, value, share, status)} of one KPI."""
    kpi, found = KPIS[name], {}
    totals = sums(facts, kpi, parts)
    for key, (part, whole) in totals.items():
        period, level, level_no, split, measure = key
        bases = {"whole": whole, "splits": totals[period, level, level_no, "*", measure][0]}
        share = rounded(part, 1000000, bases.get(kpi.share))
        value = rounded(part, RATIOS[kpi.unit], whole) if kpi.unit in RATIOS else part
        judged = share
        if kpi.share is None or name in JUDGED_BY_VALUE:
            judged = value * 10000 if kpi.unit == "count" else value
        found[(name, *key)] = (part, whole, value, share, status(kpi, split, measure, judged))
    return found


def figures(facts):
    """The figures of every KPI that has what it needs."""
    found = {}
    missing = facts.missing
    for name, kpi in KPIS.items():
        if missing & set(kpi.needs):
            continue
        parts = kpi.parts(facts, KPIS, dict(found)) if name == "targets_met" else kpi.parts(facts)
        if HISTORY and not kpi.stock:
            parts = facts.memory.with_older_days(facts, name, parts)
        found.update(kpi_figures(facts, name, parts))
    return found


def published(facts, figures_found):
    """The lines of kpi_values.csv, {(kpi, period, level, level_no, split, measure): the other columns}."""
    windows = dict(periods(facts), now=(facts.today, facts.today))
    lines = {}
    for key, (part, whole, value, share, colour) in figures_found.items():
        unit = MEASURE_UNITS.get(key[-1], KPIS[key[0]].unit)
        is_decimal = unit in ("qty", "thb") or key[0] in OF_QUANTITIES
        lines[key] = (*(iso_of(day) for day in windows[key[1]]), unit, decimal_text(part, is_decimal),
                      decimal_text(whole, is_decimal), decimal_text(value, unit != "count"), decimal_text(share, True),
                      colour)
    return lines
