#!/usr/bin/python3
"""khrop's figures and exceptions against a second reckoning of the same raw databases (tests/oracle), to the last
digit and both ways. Run from the repository root; KHROP names another program, KHROP_LONG=1 adds a larger company."""

import collections
import csv
import datetime
import os
import pathlib
import sqlite3
import subprocess
import sys
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from company_site import DATES, KHROP, Site
from oracle import checks, company, kpis
from oracle.memory import Memory
from oracle.random_company import draw, live_on, scale_of
from oracle.strict import EVERY_RULE
from oracle.workdays import day_of_iso
from oracle_site import facts_of, restate_days

LONG = os.environ.get("KHROP_LONG") == "1"
KEY = ["kpi_id", "period", "level", "level_no", "split", "measure"]
NOT_COMPARED = set()
PUBLISHED = ["from_on", "to_on", "unit", "part", "whole", "value", "share_percent", "status"]


class ScaledSite(Site):
    """A company of another size."""

    def __init__(self, scale, day):
        self.scale = scale
        super().__init__(day)

    def move_to(self, day):
        subprocess.run([KHROP, "demo", str(self.folder), "--days", str(day), "--scale", str(self.scale)], check=True,
                       capture_output=True, timeout=300)
        self.day = day


def rows_of(path, sql):
    """The rows of a query on one file of a slot."""
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def published(path):
    """kpi_values.csv: {key: the other columns}; a key twice is an error."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    lines = {tuple(row[name] for name in KEY): tuple(row[name] for name in PUBLISHED) for row in rows}
    assert len(lines) == len(rows), "a figure is published twice"
    return lines


class Morning:
    """One business date: what khrop found, and what the oracle reckons from the same databases."""

    def __init__(self, site, day, memory):
        self.slot = site.state / "slots" / "daily" / f"{DATES[day]}.1"
        self.results = self.slot / "results.sqlite"
        self.folder = site.out / DATES[day]
        self.today = day_of_iso(DATES[day])
        self.raw = company.read(site.folder / "data")
        self.facts = facts_of(site, self.raw, self.today)
        self.read_results()
        memory.known = None if EVERY_RULE else self.checks_known
        self.facts.kpis_counted = None if EVERY_RULE else self.kpis_known
        self.exceptions = memory.see(self.facts)
        self.figures = kpis.figures(self.facts)
        self.worklist = memory.states(self.today)
        self.mirror = self.read_mirror()

    def read_results(self):
        """What khrop found."""
        self.checks_known, self.checks_run = self.rules_of("khrop_checks", "check_id")
        self.kpis_known, self.kpis_run = self.rules_of("khrop_kpis", "kpi_id")
        self.found_exceptions = {check: {key: (signature, owner) for key, signature, owner in rows_of(
            self.results, f'SELECT khrop_key, khrop_signature, khrop_owner FROM "{check}"')}
                                 for check in self.checks_run}
        self.found_worklist = {(check, key): state for check, key, state in rows_of(
            self.results, "SELECT check_id, khrop_key, state FROM khrop_worklist")}
        self.found_figures = {tuple(row[:6]): tuple(row[6:]) for row in rows_of(
            self.results, f"SELECT {', '.join(KEY)}, part, whole, value, share, status FROM khrop_kpi_values")}
        self.found_lines = published(self.folder / "csv" / "kpi_values.csv")

    def rules_of(self, table, column):
        """The rules that khrop knows, and those that it ran."""
        rows = rows_of(self.results, f"SELECT {column}, state FROM {table}")
        return {rule for rule, _ in rows}, {rule for rule, state in rows if state in ("checked", "partial")}

    def read_mirror(self):
        """{dataset: rows} of what was pulled, with the columns that the oracle knows."""
        pulled = {}
        for source in ("sales", "credit", "logistics", "crm"):
            path = self.slot / f"{source}.sqlite"
            for (dataset,) in rows_of(path, "SELECT dataset FROM khrop_pulls WHERE state = 'whole'"):
                rows = self.raw[dataset]
                if rows:
                    columns = ", ".join(f'"{column}"' for column in rows[0])
                    pulled[dataset] = rows_of(path, f'SELECT {columns} FROM "{dataset}"')
        return pulled


def morning_of(site, day, memory):
    """Runs a business date on the databases as they stand."""
    done = site.run(day=day, timeout=300)
    if done.returncode not in (0, 1):
        raise AssertionError(f"khrop run, day {day}: {done.returncode}\n{done.stdout}{done.stderr}")
    return Morning(site, day, memory)


class OnTheMornings:
    """The comparisons; a class below says of which company and on which days."""

    SCALE, DAYS = 1, [1]

    @classmethod
    def setUpClass(cls):
        site = ScaledSite(cls.SCALE, cls.DAYS[0])
        cls.mornings, memory = {}, Memory(restate_days=restate_days(site))
        try:
            for day in cls.DAYS:
                site.move_to(day)
                cls.mornings[day] = morning_of(site, day, memory)
        finally:
            site.close()

    def agree(self, wanted, found, what):
        """Both ways; shows the first few that differ."""
        differing = sorted((key for key in wanted.keys() | found.keys() if wanted.get(key) != found.get(key)), key=repr)
        shown = [f"{key}: oracle {wanted.get(key)}, khrop {found.get(key)}" for key in differing[:8]]
        self.assertEqual(len(differing), 0, f"{what}: {len(differing)} differ\n" + "\n".join(shown))

    def test_what_was_pulled_is_what_the_databases_hold(self):
        for day, morning in self.mornings.items():
            for dataset, rows in morning.mirror.items():
                with self.subTest(day=day, dataset=dataset):
                    wanted = collections.Counter(tuple(row.values()) for row in morning.raw[dataset])
                    self.agree(wanted, collections.Counter(rows), dataset)

    def test_figures_agree_to_the_last_digit(self):
        for day, morning in self.mornings.items():
            for kpi in sorted(morning.kpis_run):
                with self.subTest(day=day, kpi=kpi):
                    wanted = {key: row for key, row in morning.figures.items() if key[0] == kpi}
                    found = {key: row for key, row in morning.found_figures.items() if key[0] == kpi}
                    self.assertTrue(wanted)
                    self.agree(wanted, found, kpi)

    def test_kpis_run_are_those_that_can_be(self):
        for day, morning in self.mornings.items():
            able = {key[0] for key in morning.figures}
            with self.subTest(day=day):
                self.rules_agree(set(kpis.KPIS), able, morning.kpis_known, morning.kpis_run)

    def test_checks_run_are_those_that_can_be(self):
        for day, morning in self.mornings.items():
            with self.subTest(day=day):
                self.rules_agree(set(checks.EVERY), set(morning.exceptions), morning.checks_known, morning.checks_run)

    def rules_agree(self, every, able, known, run):
        """khrop runs what can be run, of the rules that it has; the oracle knows them all."""
        lacking = every - known
        if EVERY_RULE:
            self.assertEqual(known, every)
        elif lacking:
            NOT_COMPARED.update(lacking)
        self.assertEqual(known - every, set(), "the oracle does not know them")
        self.assertEqual(run, able - lacking)

    def test_published_figures_are_the_oracles(self):
        for day, morning in self.mornings.items():
            wanted = {key: row for key, row in morning.figures.items() if key[0] in morning.kpis_known}
            with self.subTest(day=day):
                self.agree(kpis.published(morning.facts, wanted), morning.found_lines, "kpi_values.csv")

    def test_exceptions_agree_with_signature_and_owner(self):
        for day, morning in self.mornings.items():
            for check in sorted(morning.checks_run):
                wanted = {key: row[:2] for key, row in morning.exceptions.get(check, {}).items()}
                with self.subTest(day=day, check=check):
                    self.agree(wanted, morning.found_exceptions[check], check)

    def test_states_on_the_worklist_agree(self):
        for day, morning in self.mornings.items():
            wanted = {key: state for key, state in morning.worklist.items() if key[0] in morning.checks_known}
            with self.subTest(day=day):
                self.agree(wanted, morning.found_worklist, "the worklist")


class OfEverySort(OnTheMornings):
    """Where there is something to find for every check, though not on each of the mornings."""

    def test_every_check_finds_something(self):
        found = {check for morning in self.mornings.values() for check, rows in morning.exceptions.items() if rows}
        self.assertEqual(set(checks.EVERY) - {"SRC-01"} - found, set())


class FiveMornings(OfEverySort, unittest.TestCase):
    """One company, morning after morning: tables empty, missing and shrunk on the way."""

    DAYS = [1, 2, 3, 4, 5]


class ThirdDayAlone(OnTheMornings, unittest.TestCase):
    """A first run on the third day."""

    DAYS = [3]


class RandomCompanies(OfEverySort, unittest.TestCase):
    """Companies drawn at random, one a seed, on two mornings; some run the first day late, when the databases already
    hold what came after it."""

    SEEDS = range(1, 41 if LONG else 5)
    WRITTEN_ON = [1, 3, 1, 5]

    @classmethod
    def setUpClass(cls):
        cls.mornings = {}
        for seed in cls.SEEDS:
            site = ScaledSite(scale_of(seed), cls.WRITTEN_ON[seed % 4])
            memory = Memory(restate_days=restate_days(site))
            try:
                draw(site.folder / "data", seed, datetime.date.fromisoformat(DATES[1]))
                cls.mornings[f"seed {seed}"] = morning_of(site, 1, memory)
                live_on(site.folder / "data", seed, datetime.date.fromisoformat(DATES[2]))
                cls.mornings[f"seed {seed}, the next day"] = morning_of(site, 2, memory)
            finally:
                site.close()


class ThreeTimesTheCompany(OnTheMornings, unittest.TestCase):
    """More staff, customers and orders."""

    SCALE = 3


@unittest.skipUnless(LONG, "KHROP_LONG=1 runs it")
class TenTimesTheCompany(OnTheMornings, unittest.TestCase):
    """30,000 orders, on the first day and on the last."""

    SCALE, DAYS = 10, [1, 5]


def tearDownModule():
    if NOT_COMPARED:
        every = len(checks.EVERY) + len(kpis.KPIS)
        print(f"{len(NOT_COMPARED)} of {every} rules were not compared: khrop does not have them yet")


if __name__ == "__main__":
    unittest.main()
