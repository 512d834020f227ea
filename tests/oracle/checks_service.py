"""CS-01, CS-02, TR-01 and SRC-01: cases, attendance, and what the sources gave.

How the definitions are read: a session without a course is made up for by none. The supervisor of nobody leaves a thing
unassigned."""

from oracle.written import day_text

SATISFIED_SCORE = 4
EVENT_DAYS = 30
SHRINK_PERCENT = 30
MAY_BE_EMPTY = {"claims"}
STALE_DAYS = {"orders": ("ordered_on", 2), "claims": ("opened_on", 8)}


def cs_01(facts):
    """Case open beyond its day."""
    for case in facts.data["crm_cases"]:
        due_on = facts.case_due_on(case)
        if case["closed_on"] is None and not case["is_resolved"] and due_on < facts.today:
            yield [case["case_no"]], [day_text(due_on)], facts.case_staff(case)


def cs_02(facts):
    """Case closed, customer not satisfied."""
    for case in facts.data["crm_cases"]:
        closed_on, score = case["closed_on"], case["score"]
        if closed_on is None or score is None or score >= SATISFIED_SCORE or closed_on < facts.today - EVENT_DAYS:
            continue
        yield [case["case_no"]], [score], facts.supervisor(facts.case_staff(case)), closed_on


def tr_01(facts):
    """Required training or meeting missed."""
    rows = facts.data["training"]
    attended = {}
    for row in rows:
        if row["has_attended"] and row["course_no"] is not None:
            key = row["staff_no"], row["course_no"]
            attended[key] = max(row["held_on"], attended.get(key, row["held_on"]))
    for row in rows:
        made_up_on = attended.get((row["staff_no"], row["course_no"]), row["held_on"])
        if (row["is_required"] and row["has_attended"] == 0 and made_up_on <= row["held_on"]
                and facts.today - EVENT_DAYS <= row["held_on"] < facts.today):
            yield [row["session_no"], row["staff_no"]], [], facts.supervisor(row["staff_no"]), row["held_on"]


def src_01(facts, usual):
    """A dataset that cannot be trusted; `usual` has the row counts of the last good run. What was pulled is
    counted, whatever the business date: the guard is against a pull that lost rows."""
    for dataset, rows in facts.data.items():
        problem = None
        born_on, most_days = STALE_DAYS.get(dataset, (None, None))
        if rows is None:
            problem = "failed"
        elif facts.row_counts[dataset] == 0 and dataset not in MAY_BE_EMPTY:
            problem = "empty"
        elif facts.row_counts[dataset] * 100 < (100 - SHRINK_PERCENT) * usual.get(dataset, 0):
            problem = "shrunk"
        elif born_on and rows and facts.age(max(row[born_on] for row in rows)) > most_days:
            problem = "stale"
        if problem:
            yield [dataset], [problem], "role:it"


CHECKS = {"CS-01": cs_01, "CS-02": cs_02, "TR-01": tr_01}
