#!/usr/bin/python3
"""Every SQL file of the catalogue runs unchanged on SQLite and on a real PostgreSQL and gives the same rows: on
mornings of the demonstration company, on disordered companies, and on every case made by hand. A KPI runs as its file
has it, and within the sums that khrop puts around it."""

import collections
import os
import pathlib
import shutil
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
TESTS = pathlib.Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS), str(TESTS / "end_to_end")]

import psycopg2
import servers
from catalogue.cases import read_cases
from catalogue.mirror import Calendar, Mirror
from catalogue.postgresql import PostgresMirror
from catalogue.rules import Catalogue, summed
from mutation.grounds import read_slots

CATALOGUE = Catalogue()
LONG = os.environ.get("KHROP_LONG") == "1"
# (mornings of the company one after the other, seeds of disordered companies)
SLOTS, LONG_SLOTS = ((1, 2), (1, 2)), ((1, 2, 3, 4, 5), (1, 2, 3, 4))
# Rule id: why it may differ. None does.
EXCEPTIONS = {}


def with_sums(rules):
    """The rules, and the KPIs among them summed too."""
    return [*rules, *(summed(rule) for rule in rules if rule.kind == "kpis")]


class Portable(unittest.TestCase):
    """The same file, the same rows."""

    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="khrop_portable_"))
        cls.folder.chmod(0o755)
        cls.server = servers.start_postgresql(cls.folder, ["mirror"])
        cls.server.password = servers.PASSWORD

    @classmethod
    def tearDownClass(cls):
        cls.server.stop()
        shutil.rmtree(cls.folder)

    def same(self, rule, here, there):
        """Compares a rule's rows as a bag of values."""
        columns, rows = here
        found_columns, found, faults = there
        self.assertEqual(faults, [])
        self.assertEqual(found_columns, columns)
        wanted, found = collections.Counter(rows), collections.Counter(found)
        for name, rows_apart in (("SQLite", wanted - found), ("PostgreSQL", found - wanted)):
            self.assertEqual(sorted(rows_apart.elements(), key=repr)[:5], [], f"{rule.name}: only {name} gives them")

    def other(self, calendar):
        """A mirror in PostgreSQL that goes with the test."""
        mirror = PostgresMirror(self.server, calendar)
        self.addCleanup(mirror.close)
        return mirror

    def compare(self, other, case, stored, rules):
        """Runs rules on both, those that others read first; `case` is (tables, today, parameters that are set)."""
        mirror = Mirror(*case)
        other.fill(*case)
        try:
            for rule in stored:
                with self.subTest(rule=rule.name):
                    self.same(rule, mirror.derive(rule), other.derive(rule))
            for rule in with_sums(rules):
                with self.subTest(rule=rule.name):
                    self.same(rule, mirror.run(rule), other.run(rule))
        finally:
            mirror.close()

    def test_slots_give_the_same_rows(self):
        ran = set()
        for slot in read_slots(CATALOGUE, *(LONG_SLOTS if LONG else SLOTS)):
            ran |= slot.ran
            with self.subTest(slot=slot.name):
                rules = [rule for rule in CATALOGUE.rules.values() if rule.id in slot.ran - set(EXCEPTIONS)]
                other = self.other(slot.tables["calendar"])
                self.compare(other, (slot.tables, slot.today, {}), [rule for rule in CATALOGUE.stored if rule in rules],
                             [rule for rule in rules if rule not in CATALOGUE.stored])
                other.close()
        self.assertEqual(set(CATALOGUE.rules) - ran, set(), "no slot has run these")

    def test_cases_give_the_same_rows(self):
        other = None
        for case in (case for cases in read_cases(CATALOGUE).values() for case in cases):
            tables, needed = case.tables(CATALOGUE), CATALOGUE.all_needs(case.rule)
            other = other or self.other(tables["calendar"])
            with self.subTest(case=case.name):
                self.compare(other, (tables, case.today, {case.rule.id: case.params}),
                             [rule for rule in CATALOGUE.stored if rule.id in needed], [case.rule])

    def test_workday_functions_are_those_of_the_calendar(self):
        """Over pairs of days around a holiday, of the company and of a branch with days of its own."""
        case = next(iter(read_cases(CATALOGUE).values()))[0]
        table = case.tables(CATALOGUE)["calendar"]
        calendar, other = Calendar(table.rows), self.other(table)
        for branch in (None, "", "HKT", "of no calendar"):
            for on in range(case.today - 10, case.today + 4):
                for until in (None, *range(on - 2, on + 12)):
                    other.cursor.execute("SELECT workdays(%s, %s, %s)", [branch, on, until])
                    self.assertEqual(other.cursor.fetchone()[0], calendar.between(branch, on, until))
                for number in (None, 1, 2, 5):
                    other.cursor.execute("SELECT workday_after(%s, %s, %s)", [branch, on, number])
                    self.assertEqual(other.cursor.fetchone()[0], calendar.after(branch, on, number))

    def test_days_outside_the_calendar_are_errors(self):
        case = next(iter(read_cases(CATALOGUE).values()))[0]
        other = self.other(case.tables(CATALOGUE)["calendar"])
        for call, message in (("workdays('', 1, 20000)", "outside the calendar"),
                              ("workdays('', 20500, 50000)", "outside the calendar"),
                              ("workday_after('', 20500, 0)", "counts from 1"),
                              ("workday_after('', 20500, 5000)", "outside the calendar")):
            with self.subTest(call=call):
                with self.assertRaisesRegex(psycopg2.Error, message):
                    other.cursor.execute(f"SELECT {call}")
                other.cursor.execute("ROLLBACK TO SAVEPOINT ready")


if __name__ == "__main__":
    unittest.main()
