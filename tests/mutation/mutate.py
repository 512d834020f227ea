#!/usr/bin/python3
"""Changes each SQL file of the catalogue in one small way at a time and says whether the tests see it.

Right is what others than khrop say: the oracle (tests/oracle) on the company's mornings and on disordered companies,
and the authors of the cases (tests/catalogue/cases). A change that goes unseen stands in survivors.yaml with its
reason, as `equivalent` (it alters nothing that a rule promises) or `missed`. Run from the repository root.

  mutate.py                    all files
  mutate.py BO-04 otif         these
  mutate.py --sample 5         five of a hundred, the same ones each time
  mutate.py --cases            by the cases alone, without running khrop
  mutate.py --yaml             what is unexplained, as entries of survivors.yaml"""

import argparse
import collections
import itertools
import json
import multiprocessing
import os
import pathlib
import random
import re
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
# (mornings of the company one after the other, seeds of disordered companies)
ROUNDS = [((1,), (1, 2)), ((1, 2, 3, 4, 5), (3, 4, 5, 6))]

Verdict = collections.namedtuple("Verdict", "file change outcome where")


class Judge:
    """The grounds on which to look at a change, and the order in which to do it."""

    def __init__(self, catalogue, slots):
        self.catalogue, self.slots = catalogue, slots
        self.cases, self.grounds = read_cases(catalogue), {}

    def cases_of(self, rule):
        """The grounds of a rule's cases, made once."""
        if rule.id not in self.grounds:
            self.grounds[rule.id] = [CaseGround(case, self.catalogue) for case in self.cases.get(rule.id, [])]
        return self.grounds[rule.id]

    def asked(self, rule):
        """[(ground, rules to look at)]: the slots, if there are any, else the cases, the nearest first."""
        behind = self.catalogue.behind(rule)
        for ground in self.slots:
            others = [other for other in [rule, *behind] if ground.judges(other)]
            if others:
                yield ground, others
        for other in [rule, *behind] if not self.slots else []:
            yield from ((ground, [other]) for ground in self.cases_of(other))

    def faults(self, ids):
        """Where the rules asked for, or those behind them, don't give what is right without any change: they are not
        judged there."""
        asked = [self.catalogue.rules[rule_id] for rule_id in ids]
        for rule in {rule.id: rule for first in asked for rule in [first, *self.catalogue.behind(first)]}.values():
            for ground in self.slots or self.cases_of(rule):
                if ground.judges(rule) and ground.differs(rule, *ground.now(rule)):
                    ground.wrong.add(rule.id)
                    yield (f"{rule.name}: {ground.name}: without any change "
                           + ground.differences(rule, *ground.now(rule)))

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
        if rule not in self.catalogue.stored:
            return ground.differs(rule, *ground.run(rule, change))
        if rule.id not in ground.stored:
            return False
        try:
            return ground.is_another(rule, change) and any(ground.differs(other, *ground.now(other))
                                                           for other in others)
        finally:
            ground.mend(rule)


JUDGE = None


def judge(task):
    """Verdicts of some changes of one rule."""
    rule = JUDGE.catalogue.rules[task[0]]
    return [Verdict(rule.name, change, *JUDGE.outcome(rule, change)) for change in task[1]]


def tasks_of(chosen):
    """[(rule id, some of its changes)] of (rule id, change)."""
    by_rule = collections.defaultdict(list)
    for rule_id, change in chosen:
        by_rule[rule_id].append(change)
    return [(rule_id, changes[i:i + CHANGES_A_TASK]) for rule_id, changes in by_rule.items()
            for i in range(0, len(changes), CHANGES_A_TASK)]


def judged_on(catalogue, slots, chosen, jobs):
    """(verdicts, faults) on slots, or on the cases when there are none, by as many processes."""
    global JUDGE
    JUDGE = Judge(catalogue, [SlotGround(slot, catalogue) for slot in slots])
    faults = list(JUDGE.faults({rule_id for rule_id, _ in chosen}))
    with multiprocessing.get_context("fork").Pool(jobs) as pool:
        return [verdict for some in pool.imap_unordered(judge, tasks_of(chosen)) for verdict in some], faults


def judged(catalogue, known, ids=(), percent=100, with_slots=True, jobs=os.cpu_count()):
    """(all verdicts, faults of the rules as they are): of the cases first, then of a few slots on what the cases let through, then of all the others. Of a
    sample, what is known to be equivalent isn't looked at twice: often no more slots need be made."""
    chosen = [(rule.id, change) for rule in catalogue.rules.values() if not ids or rule.id in ids
              for change in changes_of(rule)]
    if percent < 100:
        chosen = random.Random(SEED).sample(chosen, max(1, len(chosen) * percent // 100))
    ids_of = {rule.name: rule.id for rule in catalogue.rules.values()}
    verdicts, faults = judged_on(catalogue, [], chosen, jobs)
    for days, seeds in ROUNDS if with_slots else []:
        through = [verdict for verdict in verdicts if verdict.outcome == "survived"
                   and (percent == 100 or not known.reason(verdict.file, verdict.change))]
        if through:
            again = [(ids_of[verdict.file], verdict.change) for verdict in through]
            more, more_faults = judged_on(catalogue, read_slots(catalogue, days, seeds), again, jobs)
            verdicts = [verdict for verdict in verdicts if verdict not in through] + more
            faults += more_faults
    return sorted(verdicts, key=lambda verdict: (verdict.file, verdict.change.what)), sorted(set(faults))


class Survivors:
    """survivors.yaml: who may live, and why."""

    def __init__(self, path=SURVIVORS):
        text = read_yaml(path.read_text(encoding="utf-8"))
        self.everywhere = text.pop("everywhere")
        self.reasons = {(file, change): (kind, reason) for file, kinds in text.items()
                        for kind, changes in kinds.items() for change, reason in changes.items()}

    def reason(self, file, change):
        """(equivalent or missed, reason); None of a change that nobody has explained."""
        for entry in self.everywhere:
            if re.match(entry["files"], file) and re.search(entry["change"], change.what):
                return "equivalent", entry["reason"]
        return self.reasons.get((file, change.what))


class Report:
    """What the verdicts come to."""

    def __init__(self, verdicts, faults, known):
        self.verdicts, self.faults, self.known = verdicts, faults, known
        self.survived = [verdict for verdict in verdicts if verdict.outcome == "survived"]

    def kind(self, verdict):
        """equivalent, missed or unexplained."""
        return (self.known.reason(verdict.file, verdict.change) or ("unexplained", ""))[0]

    def unexplained(self):
        """Survivors of which nobody has said why."""
        return [f"{verdict.file}: {verdict.change.kind}: {verdict.change.what}" for verdict in self.survived
                if self.kind(verdict) == "unexplained"]

    def stale(self):
        """Entries of survivors.yaml that no survivor has; means something when all files were judged."""
        return sorted(set(self.known.reasons) - {(verdict.file, verdict.change.what) for verdict in self.survived})

    def entries(self):
        """What is unexplained as survivors.yaml would have it, to be given its reasons."""
        for file, verdicts in itertools.groupby((verdict for verdict in self.survived
                                                 if self.kind(verdict) == "unexplained"), lambda verdict: verdict.file):
            yield f"{file}:\n  equivalent:"
            for verdict in verdicts:
                yield f"    ? {json.dumps(verdict.change.what, ensure_ascii=False)}\n    : why"

    def percent(self):
        """The share of the changes with a meaning that was caught."""
        missed = sum(self.kind(verdict) != "equivalent" for verdict in self.survived)
        caught = len(self.verdicts) - len(self.survived)
        return 100 * caught / (caught + missed) if caught + missed else 100

    def table(self):
        """One line a file."""
        lines = [f"{'file':38}{'changes':>8}{'caught':>8}{'does not run':>14}{'too slow':>10}{'equivalent':>12}"
                 f"{'missed':>8}{'unexplained':>13}"]
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
            kind, reason = self.known.reason(verdict.file, verdict.change) or ("unexplained", "")
            yield f"{verdict.file}: {kind}: {verdict.change.kind}: {verdict.change.what}{reason and ': '}{reason}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ids", nargs="*")
    parser.add_argument("--sample", type=int, default=100)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--cases", action="store_true")
    parser.add_argument("--yaml", action="store_true")
    arguments = parser.parse_args()
    started, known = time.monotonic(), Survivors()
    report = Report(*judged(Catalogue(), known, arguments.ids, arguments.sample, not arguments.cases, arguments.jobs),
                    known)
    print("\n".join(report.entries() if arguments.yaml else report.survivors()))
    print(report.table())
    print(f"{time.monotonic() - started:.0f} s")
    stale = [] if arguments.ids or arguments.sample < 100 else report.stale()
    for file, change in stale:
        print(f"survivors.yaml: {file}: caught by now, or gone: {change}")
    print("\n".join(report.faults))
    wrong = report.faults or stale or report.unexplained()
    sys.exit(1 if wrong or report.percent() < WANTED_PERCENT else 0)


if __name__ == "__main__":
    main()
