"""What stays from morning to morning: the usual size of each dataset, the worklist, the promises seen.

How the definitions are read: what changed is open too; what was not checked today is not counted as open. A first
finding belongs to whoever owned it then. A line's promise is its own or its order's, not its back orders'; a promise
that is gone for a while is remembered."""

import collections

from oracle import checks
from oracle.checks_back_orders import followed_up_by

OPEN_STATES = {"new", "open", "changed", "reopened"}
ENDED_STATES = {"resolved", "expired"}

Entry = collections.namedtuple("Entry", "state first_on since_on signature owner event_on")
Event = collections.namedtuple("Event", "day_on split staff_no")


class Memory:
    """The mornings so far; `see` adds one. `restate_days`: how many days a morning reckons again."""

    def __init__(self, known=None, restate_days=35):
        self.restate_days = restate_days
        # The checks that count; None: all.
        self.known = known
        self.flows, self.places = {}, {}
        self.usual, self.worklist, self.promises = {}, {}, {}
        self.first_found, self.resolved, self.slips = [], [], []

    def see(self, facts):
        """Compares a morning with those before, and gives the exceptions found."""
        found = checks.exceptions(facts, self.usual)
        counted = {check: rows for check, rows in found.items() if self.known is None or check in self.known}
        facts.untrusted, facts.missing, facts.memory = set(found["SRC-01"]), checks.untrusted(facts, self.usual), self
        self.worklist = {(check, key): entry for check, key, entry in self.compare(facts.today, counted)}
        for (check, _), entry in self.worklist.items():
            if entry.state == "new":
                self.first_found.append(Event(facts.today, check, entry.owner))
            elif entry.state == "resolved" and entry.since_on == facts.today:
                self.resolved.append(Event(facts.today, check, entry.owner))
        self.see_promises(facts)
        self.see_places(facts)
        self.usual = checks.now_usual(facts, self.usual)
        return found

    def compare(self, today, found):
        """(check, key, entry) of all that was found today or ever before."""
        for check, rows in found.items():
            for key, (signature, owner, event_on) in rows.items():
                before = self.worklist.get((check, key))
                if before is None:
                    entry = Entry("new", today, today, signature, owner, event_on)
                elif before.state in ENDED_STATES:
                    entry = Entry("reopened", before.first_on, today, signature, owner, event_on)
                else:
                    state = "open" if before.signature == signature else "changed"
                    entry = Entry(state, before.first_on, before.since_on, signature, owner, event_on)
                yield check, key, entry
        for (check, key), before in self.worklist.items():
            if key not in found.get(check, {}):
                yield check, key, self.not_found(today, check in found, check, before)

    @staticmethod
    def not_found(today, was_checked, check, before):
        """What becomes of an exception that was not found; of an ended one, nothing more."""
        if before.state in ENDED_STATES:
            return before
        if not was_checked:
            return before._replace(state="not_checked")
        window = checks.WINDOW_DAYS.get(check)
        if window is not None and before.event_on < today - window:
            return before._replace(state="expired", since_on=today)
        return before._replace(state="resolved", since_on=today)

    def states(self, today):
        """{(check, key): state} of what stands on today's worklist."""
        return {name: entry.state for name, entry in self.worklist.items()
                if entry.state not in ENDED_STATES or entry.since_on == today}

    def see_promises(self, facts):
        """Notes the promises of lines and follow-ups that moved to a later day."""
        seen = [("sales", key, line["promise_on"], facts.order_staff(key[0])) for key, line in facts.lines.items()]
        seen += [("crm", row["follow_up_no"], row["promised_on"], followed_up_by(facts, row))
                 for row in facts.data["crm_follow_ups"]]
        for side, key, promise_on, staff_no in seen:
            if promise_on is None:
                continue
            if promise_on > self.promises.get((side, key), promise_on):
                self.slips.append(Event(facts.today, side, staff_no))
            self.promises[side, key] = promise_on

    def see_places(self, facts):
        """Notes the team and branch of everybody, new ones from the last day covered; who is gone keeps the last."""
        for staff_no, row in facts.staff.items():
            places = self.places.setdefault(staff_no, [])
            place = row["team"], row["branch"]
            if not places or places[-1][1] != place:
                places.append((facts.today - 1 if places else facts.workdays.first, place))

    def place(self, staff_no, day):
        """The team and branch of somebody on a day."""
        return [place for since_on, place in self.places.get(staff_no, []) if since_on <= day][-1:] or [("", "")]

    def with_older_days(self, facts, kpi, parts):
        """A flow's parts: of the days that are not reckoned again, those that stood there before. Of days before the
        first on which anything stood nothing is known; they are reckoned anew."""
        last_on, parts = facts.today - 1, [row for row in parts if row.day_on < facts.today]
        covered_through, before = self.flows.get(kpi, (None, []))
        if covered_through is not None:
            kept_on = min(covered_through, last_on - self.restate_days)
            first_on = min((row.day_on for row in before), default=kept_on + 1)
            known = range(first_on, kept_on + 1)
            parts = [row for row in parts if row.day_on not in known] + [row for row in before if row.day_on in known]
        self.flows[kpi] = last_on, parts
        return parts
