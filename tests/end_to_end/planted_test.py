#!/usr/bin/python3
"""The oracle (tests/oracle) against planted.csv: what it finds in the demonstration company on each of five mornings is
what was planted, in the state that was planned. khrop only writes the company here; it judges nothing. Run from the
repository root; KHROP names another program."""

import csv
import pathlib
import sys
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from company_site import DATES, Site
from oracle import checks, company
from oracle.memory import OPEN_STATES, Memory
from oracle.strict import EVERY_RULE
from oracle.workdays import day_of_iso
from oracle_site import facts_of

# What the company's everyday life is full of, and planted.csv names but one of each.
BACKGROUND = {"LG-01", "CS-02"}
# The checks of which planted.csv does not name everything yet.
NOT_WHOLE = BACKGROUND | {"APP-02", "CRM-04", "VIS-05"}


def planted(path):
    """{day: {(check, key): state}}."""
    states = {day: {} for day in DATES}
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            identity = row["check"], row["key"]
            assert identity not in states[int(row["day"])], f"planted twice: {row}"
            states[int(row["day"])][identity] = row["state"]
    return states


class Planted(unittest.TestCase):
    """Five mornings of one company."""

    @classmethod
    def setUpClass(cls):
        site, memory, cls.states = Site(), Memory(), {}
        try:
            for day, date in DATES.items():
                site.move_to(day)
                today = day_of_iso(date)
                memory.see(facts_of(site, company.read(site.folder / "data"), today))
                cls.states[day] = memory.states(today)
            cls.planted = planted(site.folder / "planted.csv")
        finally:
            site.close()

    def agree(self, day, check, wanted, found):
        """Both ways; shows what differs."""
        differing = sorted(key for key in wanted.keys() | found.keys() if wanted.get(key) != found.get(key))
        shown = [f"{':'.join(key)}: planted {wanted.get(key)}, oracle {found.get(key)}" for key in differing[:8]]
        self.assertEqual(len(differing), 0, f"day {day}: {len(differing)} of {check} differ\n" + "\n".join(shown))

    def test_what_is_planted_is_found_in_its_state(self):
        for day, wanted in self.planted.items():
            for check in sorted({check for check, _ in wanted}):
                planned = {key: state for key, state in wanted.items() if key[0] == check and state != "not"}
                found = {key: state for key, state in self.states[day].items() if key in planned}
                with self.subTest(day=day, check=check):
                    self.agree(day, check, planned, found)

    def test_a_near_miss_is_not_found(self):
        for day, wanted in self.planted.items():
            for key in sorted(key for key, state in wanted.items() if state == "not"):
                with self.subTest(day=day, key=key):
                    self.assertNotIn(self.states[day].get(key), OPEN_STATES)

    def test_nothing_is_found_beside_what_is_planted(self):
        for check in sorted(set(checks.EVERY) - (BACKGROUND if EVERY_RULE else NOT_WHOLE)):
            for day, wanted in self.planted.items():
                beside = {key: state for key, state in self.states[day].items()
                          if key[0] == check and state != "not_checked" and key not in wanted}
                with self.subTest(day=day, check=check):
                    self.agree(day, check, {}, beside)

    def test_something_is_planted_for_every_check(self):
        named = {check for wanted in self.planted.values() for (check, _), state in wanted.items() if state != "not"}
        self.assertEqual(named, set(checks.EVERY))


if __name__ == "__main__":
    unittest.main()
