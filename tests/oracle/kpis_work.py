"""KPIs of cases and attendance, and of the work itself: exceptions, promises, sources, targets.

How the definitions are read: desks stand where a member of staff would (role:it). A member of staff for targets_met is
any staff number, known to staff or not, but no desk; one KPI counts once, by its first measure and the split that its
target is for."""

from oracle.kpi_parts import Part, counted, number
from oracle.memory import OPEN_STATES

SATISFIED_SCORE = 4


def closed(facts):
    """The cases that came to an end."""
    return [case for case in facts.data["crm_cases"] if case["closed_on"] is not None]


def case_satisfaction(facts):
    """Cases closed with a score; of them those solved and scored well."""
    for case in closed(facts):
        if case["score"] is not None:
            good = case["is_resolved"] == 1 and case["score"] >= SATISFIED_SCORE
            yield counted(facts.case_staff(case), case["closed_on"], good)


def case_scored(facts):
    """Cases closed; of them those with a score."""
    for case in closed(facts):
        yield counted(facts.case_staff(case), case["closed_on"], case["score"] is not None)


def case_resolution_in_sla(facts):
    """Cases by the day they were to be solved; of them those that were."""
    for case in facts.data["crm_cases"]:
        due_on = facts.case_due_on(case)
        good = case["is_resolved"] == 1 and case["closed_on"] is not None and case["closed_on"] <= due_on
        yield counted(facts.case_staff(case), due_on, good)


def case_resolution_days(facts):
    """Cases solved, and the working days they took."""
    for case in closed(facts):
        if case["is_resolved"] == 1:
            days = facts.workdays.between(case["opened_on"], case["closed_on"])
            yield Part(facts.case_staff(case), "", "", case["closed_on"], days, 1)


def training_attendance(facts):
    """Required sessions of those not excused; of them those attended."""
    for row in facts.data["training"]:
        if row["is_required"] and row["has_attended"] is not None:
            yield counted(row["staff_no"] or "", row["held_on"], row["has_attended"] == 1, row["session_kind"])


def case_pareto(facts):
    """What goes wrong: cases, claims and exceptions, by kind."""
    for case in facts.data["crm_cases"]:
        yield number(facts.case_staff(case), case["opened_on"], 1, f"case:{case['case_kind']}")
    for claim in facts.data["claims"]:
        yield number(facts.order_staff(claim["order_no"]), claim["opened_on"], 1, f"claim:{claim['claim_kind']}")
    for event in facts.memory.first_found:
        yield number(event.staff_no, event.day_on, 1, f"check:{event.split}")


def open_exceptions(facts):
    """(check, entry) of what is open today."""
    return [(check, entry) for (check, _), entry in facts.memory.worklist.items() if entry.state in OPEN_STATES]


def exceptions_open(facts):
    """Exceptions to be worked on, by check."""
    for check, entry in open_exceptions(facts):
        yield number(entry.owner, None, 1, check)


def exceptions_resolved(facts):
    """Exceptions no longer found, by the day of the run that did not."""
    for event in facts.memory.resolved:
        yield number(event.staff_no, event.day_on, 1, event.split)


def exception_age(facts):
    """Exceptions to be worked on, and the working days since they were found or found again."""
    for _, entry in open_exceptions(facts):
        yield Part(entry.owner, "", "", None, facts.workdays.between(entry.since_on, facts.today), 1)


def promise_slips(facts):
    """Promises put off, by who made them: the sales system's or the CRM's."""
    for event in facts.memory.slips:
        yield number(event.staff_no, event.day_on, 1, event.split)


def data_freshness(facts):
    """Datasets; of them those with nothing to complain of."""
    for dataset in facts.data:
        yield counted("role:it", None, dataset not in facts.untrusted)


def targets_met(facts, kpis, found):
    """The KPIs of each member of staff with a target and a figure, this month's or today's; of them the green ones."""
    for (name, period, level, staff_no, split, measure), figure in found.items():
        kpi = kpis[name]
        if facts.kpis_counted is not None and name not in facts.kpis_counted:
            continue
        is_person = level == "staff" and staff_no and not staff_no.startswith("role:")
        if (is_person and period == ("now" if kpi.stock else "month")
                and split == (kpi.judged_split or "*") and measure == kpi.measures[0] and figure[-1]):
            yield counted(staff_no, None, figure[-1] == "green")
