#!/usr/bin/python3
"""Small changes of the catalogue's files are seen by its tests: a sample of them, with KHROP_LONG=1 all.
tests/mutation/mutate.py tells more."""

import os
import pathlib
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
TESTS = pathlib.Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS), str(TESTS / "end_to_end")]

from catalogue.rules import Catalogue, Rule
from mutation.changes import changes_of
from mutation.mutate import WANTED_PERCENT, Report, Survivors, judged

LONG = os.environ.get("KHROP_LONG") == "1"
SAMPLE_PERCENT = 5
QUERY = """SELECT a.order_no
FROM orders AS a
LEFT JOIN paid ON paid.order_no = a.order_no
WHERE a.qty > :least_qty -- more than that
  AND (paid.order_no IS NULL OR a.kind NOT LIKE '%b%')
"""
# Of QUERY with params least_qty 3 and kinds [x, y], by hand.
CHANGES = [
    "LEFT JOIN paid ON paid.order_no [= -> <>] a.order_no",
    "LEFT JOIN paid ON [paid.order_no = a.order_no -> 1 = 1]",
    "WHERE a.qty [> -> >=] :least_qty -- more than that",
    "WHERE [a.qty > :least_qty -> 1 = 1] -- more than that",
    "[AND -> OR] (paid.order_no IS NULL OR a.kind NOT LIKE '%b%')",
    "AND (paid.order_no IS NULL [OR -> AND] a.kind NOT LIKE '%b%')",
    "AND (paid.order_no [IS NULL -> IS NOT NULL] OR a.kind NOT LIKE '%b%')",
    "AND (paid.order_no IS NULL OR a.kind [NOT -> ] LIKE '%b%')",
    "AND (paid.order_no IS NULL OR a.kind NOT LIKE ['%b%' -> '%b%~'] )",
    "AND [(paid.order_no IS NULL OR a.kind NOT LIKE '%b%') -> 1 = 1]",
    "AND ( [paid.order_no IS NULL -> 1 = 0] OR a.kind NOT LIKE '%b%')",
    "AND (paid.order_no IS NULL OR [a.kind NOT LIKE '%b%' -> 1 = 0] )",
    "[LEFT JOIN -> JOIN] paid ON paid.order_no = a.order_no",
    "params: least_qty [3 -> 4]", "params: least_qty [3 -> 2]", "params: kinds [x -> ]", "params: kinds [y -> ]",
]


class Changes(unittest.TestCase):
    """What mutate.py changes."""

    def changes(self, sql, header=""):
        """{what: change} of a query."""
        path = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="khrop_mutation_"))) / "X-01.sql"
        path.write_text(f"-- id: X-01\n{header}{sql}", encoding="utf-8")
        return {change.what: change for change in changes_of(Rule("checks", path))}

    def test_every_change_of_a_query_is_named(self):
        found = self.changes(QUERY, "-- params: {least_qty: 3, kinds: [x, y]}\n")
        self.assertEqual(sorted(found), sorted(CHANGES))

    def test_a_change_alters_one_place_alone(self):
        change = self.changes(QUERY)["WHERE a.qty [> -> >=] :least_qty -- more than that"]
        self.assertEqual(change.sql, QUERY.replace("a.qty >", "a.qty >="))

    def test_a_parameter_is_bound_as_its_name_says(self):
        change = self.changes(QUERY, "-- params: {least_qty: 3, kinds: [x, y]}\n")["params: least_qty [3 -> 4]"]
        self.assertEqual((change.bound, change.sql), ({"least_qty": 40000}, QUERY))

    def test_branches_of_a_case_are_dropped(self):
        found = self.changes("SELECT CASE WHEN a > 1 THEN 'x' WHEN a > 2 THEN 'y' ELSE 'z' END AS b\nFROM c\n")
        self.assertIn("SELECT CASE [WHEN a > 1 THEN 'x' -> ] WHEN a > 2 THEN 'y' ELSE 'z' END AS b", found)
        self.assertIn("SELECT CASE WHEN a > 1 THEN 'x' WHEN a > 2 THEN 'y' [ELSE 'z' -> ] END AS b", found)


class Mutation(unittest.TestCase):
    """The verdicts on the catalogue."""

    @classmethod
    def setUpClass(cls):
        known = Survivors()
        cls.report = Report(*judged(Catalogue(), known, percent=100 if LONG else SAMPLE_PERCENT), known)
        print(cls.report.table())

    def test_without_a_change_the_rules_give_what_is_right(self):
        self.assertEqual(self.report.faults, [])

    def test_changes_are_caught(self):
        self.assertGreaterEqual(self.report.percent(), WANTED_PERCENT, "\n".join(self.report.unexplained()))

    def test_a_change_that_is_not_caught_is_explained(self):
        self.assertEqual(self.report.unexplained(), [])

    @unittest.skipUnless(LONG, "KHROP_LONG=1 judges all changes")
    def test_an_explanation_is_of_a_change_that_is_not_caught(self):
        self.assertEqual(self.report.stale(), [])


if __name__ == "__main__":
    unittest.main()
