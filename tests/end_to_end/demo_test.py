#!/usr/bin/python3
"""The demonstration company over five mornings: what khrop finds is what was planted, no more and no
less, in the states that were planned. Run from the repository root; KHROP names another program."""

import csv
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
KHROP = os.environ.get("KHROP", str(ROOT / "build" / "khrop"))
DATES = ["2026-11-17", "2026-11-18", "2026-11-19", "2026-11-20", "2026-11-23"]
CHECKS = {
    "BO-01", "BO-02", "BO-03", "BO-04", "BO-05", "BO-06", "BO-07", "BO-08", "BO-09", "BO-10", "BO-11",
    "VIS-01", "VIS-02", "VIS-03", "VIS-04", "VIS-05", "VIS-06", "VIS-07", "VIS-08",
    "CRM-01", "CRM-02", "CRM-03", "CRM-04", "CRM-05", "CRM-06", "CRM-07", "QT-01", "QT-02", "QT-03", "QT-04",
    "APP-01", "APP-02", "ORD-01", "ORD-02", "ORD-03", "ORD-04", "ORD-05", "ORD-06", "CR-01", "CR-02", "CR-03",
    "LG-01", "LG-02", "LG-03", "LG-04", "LG-05", "LG-06", "LG-07", "CS-01", "CS-02", "TR-01", "SRC-01",
}
STATES = {"new", "open", "changed", "resolved", "reopened", "expired", "not_checked"}


def khrop(*arguments, date=None):
    environment = dict(os.environ, TZ="UTC")
    if date:
        environment["KHROP_NOW"] = date + "T06:00:00+07:00"
    return subprocess.run([KHROP, *arguments], env=environment, capture_output=True, text=True,
                          timeout=300, check=False)


def planned(folder, day):
    """{(check, key): state} of a day; near misses have the state `not`."""
    with open(folder / "planted.csv", encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file)
                if row["check"] in CHECKS and int(row["day"]) == day]
    states = {}
    for row in rows:
        identity = (row["check"], row["key"])
        assert identity not in states, f"planted twice on day {day}: {identity}"
        states[identity] = row["state"]
    return states


def found(folder, date):
    """{(check, key): state} of what was published for a date."""
    path = folder / "out" / "daily" / date / "csv" / "exceptions.csv"
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    states = {}
    for row in rows:
        check, _, key = row["exception_id"].partition(":")
        assert (check, key) not in states, f"listed twice: {check}:{key}"
        states[(check, key)] = row["state"]
    return {identity: state for identity, state in states.items() if identity[0] in CHECKS}


class Demo(unittest.TestCase):
    """One company, run morning by morning."""

    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="khrop_demo_"))
        cls.runs, cls.planned, cls.found = {}, {}, {}
        for day, date in enumerate(DATES, 1):
            written = khrop("demo", str(cls.folder), "--days", str(day))
            if written.returncode != 0:
                raise AssertionError(f"khrop demo, day {day}: {written.stderr}")
            cls.runs[day] = khrop("run", "daily", "--config", str(cls.folder / "etc"), "--date",
                                  date, date=date)
            if cls.runs[day].returncode not in (0, 1):
                raise AssertionError(f"khrop run, day {day}: {cls.runs[day].returncode}\n"
                                     f"{cls.runs[day].stdout}{cls.runs[day].stderr}")
            cls.planned[day] = planned(cls.folder, day)
            cls.found[day] = found(cls.folder, date)

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)

    def test_the_first_day_is_whole(self):
        self.assertEqual(self.runs[1].returncode, 0, self.runs[1].stderr)

    def test_none_missed(self):
        for day in self.planned:
            missed = {identity: state for identity, state in self.planned[day].items()
                      if state != "not" and identity not in self.found[day]}
            with self.subTest(day=day):
                self.assertEqual(missed, {})

    def test_none_extra(self):
        for day in self.planned:
            wanted = {identity for identity, state in self.planned[day].items() if state != "not"}
            extra = {identity: state for identity, state in self.found[day].items()
                     if identity not in wanted}
            with self.subTest(day=day):
                self.assertEqual(extra, {})

    def test_states_are_as_planned(self):
        for day in self.planned:
            wrong = {identity: (state, self.found[day][identity])
                     for identity, state in self.planned[day].items()
                     if identity in self.found[day] and self.found[day][identity] != state}
            with self.subTest(day=day):
                self.assertEqual(wrong, {}, "planned, found")

    def test_every_state_occurs(self):
        occurring = {state for day in self.planned for state in self.planned[day].values()}
        self.assertEqual(occurring, STATES | {"not"})

    def test_every_check_has_three_planted_and_three_near_misses(self):
        for check in sorted(CHECKS):
            keys, near = set(), set()
            for day in self.planned:
                for (name, key), state in self.planned[day].items():
                    if name == check:
                        (near if state == "not" else keys).add(key)
            with self.subTest(check=check):
                self.assertGreaterEqual(len(keys), 3)
                self.assertGreaterEqual(len(near), 3)


if __name__ == "__main__":
    unittest.main()
