"""All checks: of each exception the key, the signature, the owner and, where it
leaves the list by its age, its day."""

from oracle import (checks_back_orders, checks_customers, checks_documents, checks_logistics, checks_service,
                    checks_visits)
from oracle.checks_service import src_01
from oracle.written import joined

CHECKS = {
    **checks_back_orders.CHECKS, **checks_visits.CHECKS, **checks_customers.CHECKS, **checks_documents.CHECKS,
    **checks_logistics.CHECKS, **checks_service.CHECKS,
}
EVERY = [*CHECKS, "SRC-01"]
# How long something is found, counted from its day; then it has expired, be it an event or a state nobody mended.
WINDOW_DAYS = {
    "VIS-01": 90, "VIS-02": 90, "VIS-03": 30, "VIS-04": 90, "VIS-07": 30, "VIS-08": 90, "QT-03": 180, "QT-04": 30,
    "ORD-02": 90, "ORD-04": 30, "APP-02": 30, "LG-01": 30, "LG-02": 90, "LG-03": 30, "LG-04": 90, "LG-06": 90,
    "LG-07": 7, "CS-02": 30, "TR-01": 30,
}
# What a check cannot do without, of the datasets that may be missing or untrustworthy on one of the mornings.
NEEDS = {"LG-05": {"claims"}, "LG-06": {"claims"}, "CR-03": {"invoices"}, "TR-01": {"training"}}


def untrusted(facts, usual):
    """The datasets on which nothing is judged today; what is only stale is judged."""
    return {key[0] for key, signature, _ in src_01(facts, usual) if signature != ["stale"]}


def exceptions(facts, usual):
    """{check: {key: (signature, owner, event_on)}} of the checks that have what they need."""
    found, missing = {}, untrusted(facts, usual)
    for name, check in [*CHECKS.items(), ("SRC-01", lambda known: src_01(known, usual))]:
        if NEEDS.get(name, set()) & missing:
            continue
        found[name] = {}
        for key, signature, owner, *event_on in check(facts):
            assert joined(key) not in found[name], f"{name} finds {joined(key)} twice"
            found[name][joined(key)] = (joined(signature), owner, event_on[0] if event_on else None)
    return found


def now_usual(facts, usual):
    """The row counts of the last good run, after this one."""
    bad = untrusted(facts, usual)
    return usual | {dataset: count for dataset, count in facts.row_counts.items() if dataset not in bad}
