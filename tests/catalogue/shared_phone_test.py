#!/usr/bin/python3
"""What CRM-06 costs where thousands of records share one number (a switchboard, 00-0000-0000): SQLite's own steps are
counted, so that no clock decides. Names are made of a few syllables, so that many begin with others."""

import pathlib
import random
import sys
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from catalogue.cases import read_cases
from catalogue.mirror import Mirror
from catalogue.rules import Catalogue

SYLLABLES = ["กา", "นา", "ดี", "มา", "ทอง", "ชัย", "สุข", "ศรี", "พร", "วงษ์", "ไม้", "ค้า"]
STEPS_A_CALL = 1000


def names(count):
    """Names of three to eight syllables, the same ones each time."""
    chance = random.Random(2)
    return ["".join(chance.choice(SYLLABLES) for _ in range(chance.randint(3, 8))) for _ in range(count)]


def expected(those):
    """{(crm_no, same_as_crm_no)}: the lowest number before it whose name is equal, begins it or begins with it; found by
    a look at all names that begin alike."""
    begins = {}
    for place, name in enumerate(those):
        for length in range(1, len(name) + 1):
            begins.setdefault(name[:length], place)
    first = {}
    for place, name in enumerate(those):
        first.setdefault(name, place)
    found = set()
    for place, name in enumerate(those):
        lowest = min([begins[name]] + [first[name[:length]] for length in range(1, len(name)) if name[:length] in first])
        if lowest < place:
            found.add((f"K{place:05d}", f"K{lowest:05d}"))
    return found


class SharedPhone(unittest.TestCase):
    """Records of one phone and nothing else in common."""

    @classmethod
    def setUpClass(cls):
        cls.catalogue = Catalogue()
        cls.case = read_cases(cls.catalogue, "CRM-06")["CRM-06"][1]

    def run_over(self, those):
        """(pairs found, steps taken)."""
        tables = self.case.tables(self.catalogue)
        table = tables["crm_customers"]
        columns = [name for name, _ in table.columns]
        blank = dict(zip(columns, table.rows[0]), customer_no=None, phone_identity="021111111")
        tables["crm_customers"] = table._replace(rows=[
            tuple(dict(blank, crm_no=f"K{place:05d}", customer_name=name, customer_name_identity=name)[column]
                  for column in columns) for place, name in enumerate(those)])
        mirror, calls = Mirror(tables, self.case.today), []
        mirror.connection.set_progress_handler(lambda: calls.append(1), STEPS_A_CALL)
        try:
            found, rows = mirror.run(self.case.rule)
        finally:
            mirror.close()
        places = found.index("crm_no"), found.index("same_as_crm_no")
        return {tuple(row[place] for place in places) for row in rows}, len(calls) * STEPS_A_CALL

    def test_every_pair_is_found(self):
        those = names(3000)
        wanted = expected(those)
        self.assertGreater(len(wanted), 300)
        self.assertEqual(self.run_over(those)[0], wanted)

    def test_twice_the_records_cost_about_twice(self):
        _, few = self.run_over(names(2500))
        _, many = self.run_over(names(5000))
        self.assertLess(many, 3 * few)
        self.assertLess(many, 20_000_000)


if __name__ == "__main__":
    unittest.main()
