"""Where a changed rule shows that it is another: slots that the oracle has reckoned too, and cases made by hand."""

import collections

from catalogue.mirror import Mirror, faults_of, read_slot, run_in
from catalogue.rules import SCALE, is_number, type_of
from company_site import DATES, Site
from mutation.second_reckoning import SecondReckoning, disorder
from oracle.workdays import day_of_iso, iso_of

# Steps of SQLite's machine beyond which a changed query counts as caught: many times what the rule itself takes.
STEPS_AT_LEAST, STEPS_TIMES, STEPS_A_CALL = 3_000_000, 60, 1000

# What a slot gives: its tables, the rules that khrop ran, what the oracle says of checks and KPIs.
Slot = collections.namedtuple("Slot", "name today tables ran exceptions parts")


class TooSlow(Exception):
    """A changed query that would not come to an end."""


def slot_of(site, day, catalogue, reckoning, name):
    """Runs a business date; gives its Slot."""
    done = site.run(day=day, timeout=300)
    assert done.returncode in (0, 1), f"khrop run, {name}: {done.returncode}\n{done.stdout}{done.stderr}"
    today = day_of_iso(DATES[day])
    folder = site.state / "slots" / "daily" / f"{DATES[day]}.1"
    exceptions, parts = reckoning.see(site, today)
    return Slot(name, today, read_slot(folder, catalogue, today), run_in(folder), exceptions,
                {kpi: summed(rows) for kpi, rows in parts.items()})


def read_slots(catalogue, days, seeds):
    """The company's mornings one after the other, then disordered companies; odd seeds run the first day late."""
    slots, reckoning, site = [], SecondReckoning(), Site(1)
    try:
        for day in days:
            site.move_to(day)
            slots.append(slot_of(site, day, catalogue, reckoning, f"day {day}"))
    finally:
        site.close()
    for seed in seeds:
        site = Site(5 if seed % 2 else 1)
        try:
            disorder(site.folder / "data", seed)
            slots.append(slot_of(site, 1, catalogue, SecondReckoning(), f"seed {seed}"))
        finally:
            site.close()
    return slots


def summed(rows):
    """{(staff_no, split, measure, day_on): [part, whole]}; the whole of rows that have none is None."""
    sums = {}
    for staff_no, split, measure, day_on, part, whole in rows:
        total = sums.setdefault((staff_no or "", split or "", measure or "", day_on), [0, None])
        total[0] += part
        if whole is not None:
            total[1] = (total[1] or 0) + whole
    return sums


def shown(name, value):
    """A value as a key or a signature has it."""
    if value is None:
        return ""
    if not is_number(name):
        return value.replace("\\", "\\\\").replace(":", "\\:")
    if type_of(name) == "date":
        return iso_of(value)
    if type_of(name) != "scaled":
        return str(value)
    whole, rest = divmod(abs(value), SCALE)
    return ("-" if value < 0 else "") + f"{whole}.{rest:04d}".rstrip("0").rstrip(".")


def findings(rule, columns, rows):
    """What the oracle speaks of: {key: (signature, owner)} of a check, the sums of a KPI."""
    faults = list(faults_of(rule, columns, rows))
    if faults:
        raise ValueError(faults[0])
    if rule.kind == "kpis":
        places = [columns.index(name) for name in ("staff_no", "split", "measure")]
        places += [columns.index("day_on")] if rule.is_flow else []
        part, whole = columns.index("part"), columns.index("whole")
        return summed((*(row[place] for place in places), *(() if rule.is_flow else (None,)), row[part], row[whole])
                      for row in rows)
    found = {}
    for row in rows:
        named = dict(zip(columns, row))
        owner = rule.owner if rule.owner.startswith("role:") else named[rule.owner] or ""
        texts = [":".join(shown(name, named[name]) for name in names) for names in (rule.key, rule.signature)]
        found[texts[0]] = texts[1], owner
    return found


class Ground:
    """A mirror on which rules run as they are, and changed."""

    def __init__(self, name, mirror, catalogue, stored):
        self.name, self.mirror, self.catalogue = name, mirror, catalogue
        self.stored = {rule.id: mirror.derive(rule) for rule in stored}
        self.counts = {rule_id: collections.Counter(rows) for rule_id, (_, rows) in self.stored.items()}
        self.steps, self.wrong = {}, set()

    def counted(self, limit, work, *arguments):
        """(what the work gives, steps it took); TooSlow beyond the limit."""
        steps = 0

        def step():
            nonlocal steps
            steps += STEPS_A_CALL
            return limit is not None and steps > limit
        self.mirror.connection.set_progress_handler(step, STEPS_A_CALL)
        try:
            return work(*arguments), steps
        except Exception as error:
            if limit is not None and steps > limit:
                raise TooSlow from error
            raise
        finally:
            self.mirror.connection.set_progress_handler(None, 0)

    def limit(self, rule):
        """The steps that a changed rule may take here."""
        if rule.id not in self.steps:
            _, self.steps[rule.id] = self.counted(None, self.mirror.run, rule)
        return max(STEPS_AT_LEAST, STEPS_TIMES * self.steps[rule.id])

    def run(self, rule, change):
        """A changed rule's columns and rows; a parameter of the table `parameters` is moved as long as that takes."""
        limit, bound = self.limit(rule), {**rule.bound(), **change.bound}
        self.move(change, 1)
        try:
            return self.counted(limit, self.mirror.run, rule, change.sql, bound)[0]
        finally:
            self.move(change, -1)

    def move(self, change, times):
        """Moves a mapped parameter: by a step and not to a value, for a site may have set another."""
        for name, kind, step in change.mapped:
            self.mirror.connection.execute(
                "UPDATE parameters SET value = value + ? WHERE name = ? AND kind = ifnull(?, kind)",
                [times * step, name, kind])

    def is_another(self, rule, change):
        """True where a changed stored rule gives other rows than it should; they then stand in the mirror."""
        columns, rows = self.run(rule, change)
        if columns == self.stored[rule.id][0] and collections.Counter(rows) == self.counts[rule.id]:
            return False
        self.mirror.keep(rule, columns, rows)
        for other in self.catalogue.behind(rule):
            if other.id in self.stored:
                columns, rows = self.counted(self.limit(other), self.mirror.run, other)[0]
                self.mirror.keep(other, columns, rows)
        return True

    def now(self, rule):
        """What a rule gives as things stand; of a stored one, what is kept."""
        if rule.id not in self.stored:
            return self.counted(self.limit(rule), self.mirror.run, rule)[0]
        cursor = self.mirror.connection.execute(f'SELECT * FROM "{rule.id}"')
        return [column[0] for column in cursor.description], cursor.fetchall()

    def mend(self, rule):
        """A stored rule, and those behind it, as they should be."""
        for other in [rule, *self.catalogue.behind(rule)]:
            if other.id in self.stored:
                self.mirror.keep(other, *self.stored[other.id])


class SlotGround(Ground):
    """A slot: right is what the oracle says."""

    def __init__(self, slot, catalogue):
        ran = [rule for rule in catalogue.stored if rule.id in slot.ran]
        super().__init__(slot.name, Mirror(slot.tables, slot.today), catalogue, ran)
        self.expected = {**slot.exceptions, **slot.parts}
        self.expected = {rule_id: wanted for rule_id, wanted in self.expected.items() if rule_id in slot.ran}

    def judges(self, rule):
        """True for a check or KPI that the oracle reckons too."""
        return rule.id in self.expected and rule.id not in self.wrong

    def differs(self, rule, columns, rows):
        """True where a result isn't the oracle's."""
        return findings(rule, columns, rows) != self.expected[rule.id]

    def differences(self, rule, columns, rows):
        """The first few of them, for people."""
        found, wanted = findings(rule, columns, rows), self.expected[rule.id]
        apart = sorted((key for key in found.keys() | wanted.keys() if found.get(key) != wanted.get(key)), key=repr)
        return "; ".join(f"{key}: {found.get(key)}, the oracle says {wanted.get(key)}" for key in apart[:3])


class CaseGround(Ground):
    """A case: right is what its author wrote."""

    def __init__(self, case, catalogue):
        needed = [rule for rule in catalogue.stored if rule.id in {case.rule.id} | catalogue.all_needs(case.rule)]
        mirror = Mirror(case.tables(catalogue), case.today, {case.rule.id: case.params})
        super().__init__(case.name, mirror, catalogue, needed)
        self.case = case

    def judges(self, rule):
        """True for its own rule."""
        return rule is self.case.rule and rule.id not in self.wrong

    def differs(self, rule, columns, rows):
        """True where a result isn't what the case wants."""
        return any(faults_of(rule, columns, rows)) or any(self.case.faults(columns, rows))

    def differences(self, rule, columns, rows):
        """All of them, for people."""
        return "; ".join([*faults_of(rule, columns, rows), *self.case.faults(columns, rows)])
