"""VIS-01 to VIS-08: visits made, planned and told to the CRM.

How the definitions are read: a telephone call is no visit for VIS-05 and VIS-07, but a contact for VIS-06. What VIS-06
asks of an open case is that nobody closed it and nobody solved it; a customer who is not in customers has troubles
too, and nobody to see to them."""

import collections

from oracle.facts import differ, grouped, is_visit, last_by_key, latest
from oracle.written import day_text

GRACE_DAYS = 1
WINDOW_DAYS = 90
PLAN_WINDOW_DAYS = 30
RESCHEDULE_DAYS = 7
VISIT_DAYS = 90
CONTACT_DAYS = 3


def near(days, day, distance):
    """Whether one of the days is that close."""
    return any(abs(other - day) <= distance for other in days)


def days_by_customer(rows):
    """{customer_no: days of visits made}."""
    made = (row for row in rows if row["visited_on"] is not None)
    return {key[0]: [row["visited_on"] for row in group] for key, group in grouped(made, "customer_no").items()}


def to_be_judged(facts, visited_on):
    """A visit's day of grace is over, and it is not too old."""
    return (visited_on is not None and facts.age(visited_on) > GRACE_DAYS
            and visited_on >= facts.today - WINDOW_DAYS)


def vis_01(facts):
    """Visit in the log, nothing in the CRM."""
    linked = {row["visit_no"] for row in facts.data["crm_visits"]}
    days = days_by_customer(facts.data["crm_visits"])
    for row in facts.data["visit_log"]:
        if (to_be_judged(facts, row["visited_on"]) and row["visit_no"] not in linked
                and not near(days.get(row["customer_no"], []), row["visited_on"], 1)):
            yield [row["visit_no"]], [day_text(row["visited_on"])], row["staff_no"] or "", row["visited_on"]


def vis_02(facts):
    """Visit in the CRM, nothing in the log."""
    made = [row for row in facts.data["visit_log"] if row["visited_on"] is not None]
    logged, days = {row["visit_no"] for row in made}, days_by_customer(made)
    for row in facts.data["crm_visits"]:
        if (is_visit(row) and to_be_judged(facts, row["visited_on"]) and row["visit_no"] not in logged
                and not near(days.get(row["customer_no"], []), row["visited_on"], 1)):
            yield [row["crm_visit_no"]], [day_text(row["visited_on"])], row["staff_no"] or "", row["visited_on"]


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
            yield [row["visit_no"]], [day_text(planned_on)], row["staff_no"] or "", planned_on


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
            yield [row["crm_visit_no"]], sides[0] + sides[1], log["staff_no"] or "", log["visited_on"]


def visits(facts):
    """(customer_no, staff_no, day) of the visits made, by where they are recorded."""
    return {"log": [(row["customer_no"], row["staff_no"], row["visited_on"]) for row in facts.data["visit_log"]
                    if row["visited_on"] is not None],
            "crm": [(row["customer_no"], row["staff_no"], row["visited_on"]) for row in facts.data["crm_visits"]
                    if row["visited_on"] is not None and is_visit(row)]}


def vis_05(facts):
    """Customer whom nobody has visited for long."""
    made = visits(facts)
    last = last_by_key((customer_no, day) for customer_no, _, day in made["log"] + made["crm"])
    for customer_no in facts.portfolio():
        last_on = last.get(customer_no)
        if last_on is None or facts.today - last_on > VISIT_DAYS:
            yield [customer_no], [day_text(last_on)], facts.customer_staff(customer_no)


def vis_06(facts):
    """Customer in trouble whom nobody has spoken to."""
    troubles = [(facts.orders.get(key[0], {}).get("customer_no"), live["promise_on"])
                for key, live in facts.live.items()
                if live["promise_on"] is not None and live["promise_on"] < facts.today]
    troubles += [(case["customer_no"], case["opened_on"]) for case in facts.data["crm_cases"]
                 if case["closed_on"] is None and not case["is_resolved"]]
    spoken = last_by_key([(row["customer_no"], row["visited_on"]) for row in facts.data["visit_log"]]
                         + [(row["customer_no"], row["contacted_on"]) for row in facts.data["crm_cases"]])
    for customer_no, days in days_of(troubles).items():
        if customer_no is None or facts.is_walk_in(customer_no):
            continue
        since_on = latest([min(days), facts.contacts.get(customer_no), spoken.get(customer_no)])
        if facts.age(since_on) > CONTACT_DAYS:
            yield [customer_no], [day_text(min(days))], facts.customer_staff(customer_no)


def days_of(pairs):
    """{key: its days}."""
    days = collections.defaultdict(list)
    for key, day in pairs:
        days[key].append(day)
    return days


def vis_07(facts):
    """Visit recorded twice."""
    counts = {source: collections.Counter(made) for source, made in visits(facts).items()}
    for source, other in (("crm", "log"), ("log", "crm")):
        for visit, count in counts[source].items():
            if count > max(1, counts[other][visit]) and visit[2] >= facts.today - PLAN_WINDOW_DAYS:
                yield [source, visit[0], visit[1], day_text(visit[2])], [count], visit[1] or "", visit[2]


def vis_08(facts):
    """Visit of which nobody wrote down what came of it."""
    for row in facts.data["crm_visits"]:
        if is_visit(row) and row["outcome"] is None and to_be_judged(facts, row["visited_on"]):
            yield [row["crm_visit_no"]], [], row["staff_no"] or "", row["visited_on"]


CHECKS = {"VIS-01": vis_01, "VIS-02": vis_02, "VIS-03": vis_03, "VIS-04": vis_04, "VIS-05": vis_05, "VIS-06": vis_06,
          "VIS-07": vis_07, "VIS-08": vis_08}
