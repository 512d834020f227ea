#!/usr/bin/python3
"""Changes each SQL file of the catalogue in one small way at a time and says whether the tests see it.

Right is what others than khrop say: the oracle (tests/oracle) on the company's mornings and on disordered companies, and
the authors of the cases (tests/catalogue/cases). A change that goes unseen stands in survivors.yaml with its reason, as
`equivalent` (it alters nothing that a rule promises) or `missed`. Run from the repository root.

  mutate.py                    all files
  mutate.py BO-04 otif         these
  mutate.py --sample 5         five of a hundred, the same ones each time
  mutate.py --cases            by the cases alone, without running khrop"""

import argparse
import collections
import multiprocessing
import os
import pathlib
import random
import sqlite3
import sys
import time

sys.dont_write_bytecode = True
TESTS = pathlib.Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS), str(TESTS / "end_to_end")]

from catalogue.cases import read_cases
from catalogue.rules import Catalogue, read_yaml
from mutation.changes import changes_of
from mutation.grounds import CaseGround, SlotGround, TooSlow, read_slots

SURVIVORS = pathlib.Path(__file__).with_name("survivors.yaml")
SEED = 20261117
WANTED_PERCENT = 95
CHANGES_A_TASK = 15
CAUGHT = ["caught", "does not run", "too slow"]

Verdict = collections.namedtuple("Verdict", "file change outcome where")


class Judge:
    """All grounds, and the order in which to ask them."""

    def __init__(self, slots):
        self.catalogue = Catalogue()
        self.slots = [SlotGround(slot, self.catalogue) for slot in slots]
        self.cases, self.grounds = read_cases(self.catalogue), {}

    def cases_of(self, rule):
        """The grounds of a rule's cases, made once."""
        if rule.id not in self.grounds:
            self.grounds[rule.id] = [CaseGround(case, self.catalogue) for case in self.cases.get(rule.id, [])]
        return self.grounds[rule.id]

    def faults(self):
        """Where the rules as they are don't give what is right: nothing can be judged there."""
        for rule in self.catalogue.rules.values():
            for ground in [*self.slots, *self.cases_of(rule)]:
                if ground.judges(rule) and ground.differs(rule, *ground.mirror.run(rule)):
                    yield f"{rule.name}: {ground.name}: not what is expected, without any change"

    def asked(self, rule):
        """[(ground, rules to look at)]: the nearest first."""
        behind = self.catalogue.behind(rule) if rule.kind == "derived" else []
        for other in [rule, *behind]:
            yield from ((ground, [other]) for ground in self.cases_of(other))
        for ground in self.slots:
            others = [other for other in [rule, *behind] if ground.judges(other)]
            if others:
                yield ground, others

    def outcome(self, rule, change):
        """(outcome, where it was seen)."""
        for ground, others in self.asked(rule):
            try:
                if self.is_seen(ground, rule, change, others):
                    return "caught", ground.name
            except TooSlow:
                return "too slow", ground.name
            except (sqlite3.Error, ArithmeticError, TypeError, ValueError) as error:
                return "does not run", f"{ground.name}: {error}"
        return "survived", ""

    def is_seen(self, ground, rule, change, others):
        """True where one of the rules gives what it should not."""
        if rule.kind != "derived":
            return ground.differs(rule, *ground.run(rule, change))
        if rule.id not in ground.derived:
            return False
        try:
            if not ground.is_another(rule, change):
                return False
            return any(ground.differs(other, *ground.counted(ground.limit(other), ground.mirror.run, other)[0])
                       if other is not rule else ground.differs(rule, *ground.rows_now(rule)) for other in others)
        finally:
            ground.mend(rule)


JUDGE = None


def judge(task):
    """Verdicts of some changes of one rule."""
    rule = JUDGE.catalogue.rules[task[0]]
    return [Verdict(rule.name, change, *JUDGE.outcome(rule, change)) for change in task[1]]


def read_survivors():
    """{(file, change): (equivalent or missed, reason)}."""
    text = read_yaml(SURVIVORS.read_text(encoding="utf-8")) or {}
    return {(file, change): (kind, reason) for file, kinds in text.items() for kind, changes in kinds.items()
            for change, reason in changes.items()}


def tasks_of(catalogue, ids, percent):
    """[(rule id, changes)] to be judged."""
    chosen = [(rule.id, change) for rule in catalogue.rules.values() if not ids or rule.id in ids
              for change in changes_of(rule)]
    if percent < 100:
        chosen = random.Random(SEED).sample(chosen, max(1, len(chosen) * percent // 100))
    by_rule = collections.defaultdict(list)
    for rule_id, change in chosen:
        by_rule[rule_id].append(change)
    return [(rule_id, changes[i:i + CHANGES_A_TASK]) for rule_id, changes in by_rule.items()
            for i in range(0, len(changes), CHANGES_A_TASK)]


def judged(slots, ids=(), percent=100, jobs=os.cpu_count()):
    """All verdicts."""
    global JUDGE
    JUDGE = Judge(slots)
    faults = list(JUDGE.faults())
    if faults:
        raise SystemExit("\n".join(faults))
    with multiprocessing.get_context("fork").Pool(jobs) as pool:
        verdicts = [verdict for some in pool.imap_unordered(judge, tasks_of(JUDGE.catalogue, ids, percent))
                    for verdict in some]
    return sorted(verdicts, key=lambda verdict: (verdict.file, verdict.change.what))


class Report:
    """What the verdicts come to."""

    def __init__(self, verdicts, known):
        self.verdicts, self.known = verdicts, known
        self.survived = [verdict for verdict in verdicts if verdict.outcome == "survived"]

    def kind(self, verdict):
        """equivalent, missed or unexplained."""
        return self.known.get((verdict.file, verdict.change.what), ("unexplained", ""))[0]

    def unexplained(self):
        """Survivors of which nobody has said why."""
        return [verdict for verdict in self.survived if self.kind(verdict) == "unexplained"]

    def stale(self):
        """Entries of survivors.yaml that the tests do catch by now."""
        return [(verdict.file, verdict.change.what) for verdict in self.verdicts if verdict.outcome != "survived"
                and (verdict.file, verdict.change.what) in self.known]

    def percent(self):
        """The share of the changes with a meaning that was caught."""
        missed = sum(self.kind(verdict) != "equivalent" for verdict in self.survived)
        caught = len(self.verdicts) - len(self.survived)
        return 100 * caught / (caught + missed) if caught + missed else 100

    def table(self):
        """One line a file."""
        lines = [f"{'file':38}{'changes':>8}{'caught':>8}{'does not run':>14}{'too slow':>10}{'equivalent':>12}{'missed':>8}"
                 f"{'unexplained':>13}"]
        files = collections.defaultdict(collections.Counter)
        for verdict in self.verdicts:
            kind = self.kind(verdict) if verdict.outcome == "survived" else verdict.outcome
            for file in (verdict.file, "all"):
                files[file].update([kind, "changes"])
        for file in [*sorted(name for name in files if name != "all"), "all"]:
            found = files[file]
            lines.append(f"{file:38}{found['changes']:8}{found['caught']:8}{found['does not run']:14}"
                         f"{found['too slow']:10}{found['equivalent']:12}{found['missed']:8}{found['unexplained']:13}")
        lines.append(f"caught of the changes that alter meaning: {self.percent():.1f} %")
        return "\n".join(lines)

    def survivors(self):
        """The changes that nobody saw, with the reason if there is one."""
        for verdict in self.survived:
            kind, reason = self.known.get((verdict.file, verdict.change.what), ("unexplained", ""))
            yield f"{verdict.file}: {kind}: {verdict.change.kind}: {verdict.change.what}{': ' if reason else ''}{reason}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ids", nargs="*")
    parser.add_argument("--sample", type=int, default=100)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--cases", action="store_true")
    arguments = parser.parse_args()
    started = time.monotonic()
    slots = [] if arguments.cases else read_slots(Catalogue())
    prepared = time.monotonic()
    report = Report(judged(slots, arguments.ids, arguments.sample, arguments.jobs), read_survivors())
    print("\n".join(report.survivors()))
    print(report.table())
    print(f"{prepared - started:.0f} s to prepare, {time.monotonic() - prepared:.0f} s to judge")
    for file, change in report.stale():
        print(f"survivors.yaml: {file}: caught by now: {change}")
    sys.exit(0 if report.percent() >= WANTED_PERCENT and not report.unexplained() else 1)


if __name__ == "__main__":
    main()
