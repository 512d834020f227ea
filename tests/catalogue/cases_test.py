#!/usr/bin/python3
"""Every case of cases/ on SQLite: given a few rows, each rule finds what its definition says, and nothing beside."""

import pathlib
import sys
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from catalogue.cases import read_cases
from catalogue.mirror import faults_of
from catalogue.rules import Catalogue

CATALOGUE = Catalogue()
CASES = read_cases(CATALOGUE)


class Cases(unittest.TestCase):
    """One test a rule, one subtest a case."""

    def test_names_of_cases_are_not_used_twice(self):
        for rule_id, cases in CASES.items():
            with self.subTest(rule=rule_id):
                self.assertEqual(len({case.name for case in cases}), len(cases))


def test_of(cases):
    """The test of a rule's cases."""
    def test(self):
        for case in cases:
            with self.subTest(case=case.name):
                mirror = case.mirror(CATALOGUE)
                try:
                    columns, rows = mirror.run(case.rule)
                finally:
                    mirror.close()
                self.assertEqual([*faults_of(case.rule, columns, rows), *case.faults(columns, rows)], [])
    return test


for _rule_id, _cases in CASES.items():
    setattr(Cases, f"test_{_rule_id}", test_of(_cases))


if __name__ == "__main__":
    unittest.main()
