#!/usr/bin/python3
"""Northwind through configuration alone: the answers known for 1998-05-06 stand in the workbook. Run
from the repository root; KHROP names another program."""

import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import tempfile
import unittest

import openpyxl

ROOT = pathlib.Path(__file__).resolve().parents[2]
KHROP = os.environ.get("KHROP", str(ROOT / "build" / "khrop"))
DATE = "1998-05-06"
LATE_BY_EMPLOYEE = [2, 4, 5, 10, 1, 3, 4, 4, 4]


def configuration(folder):
    """The shipped configuration, with state and output in a folder of the test's own."""
    etc = folder / "etc"
    shutil.copytree(ROOT / "examples" / "northwind" / "etc", etc)
    shutil.copy(ROOT / "examples" / "northwind" / "northwind.sqlite", folder)
    text = (etc / "khrop.ini").read_text(encoding="utf-8")
    text = re.sub(r"(?m)^state = .*$", "state = ../state", text)
    text = re.sub(r"(?m)^output = .*$", "output = ../out", text)
    (etc / "khrop.ini").write_text(text, encoding="utf-8")
    return etc


def numbers(workbook):
    """Every number of every sheet: {sheet: [value]}."""
    return {sheet.title: [cell for row in sheet.iter_rows(values_only=True) for cell in row
                          if isinstance(cell, (int, float)) and not isinstance(cell, bool)]
            for sheet in workbook.worksheets}


class Northwind(unittest.TestCase):
    """One run; the workbook and the results are read back."""

    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="khrop_northwind_"))
        etc = configuration(cls.folder)
        run = subprocess.run([KHROP, "run", "daily", "--date", DATE, "--config", str(etc)],
                             env=dict(os.environ, KHROP_NOW=DATE + "T20:00:00+00:00"),
                             capture_output=True, text=True, timeout=120, check=False)
        if run.returncode not in (0, 1):
            raise AssertionError(f"{run.returncode}\n{run.stdout}{run.stderr}")
        published = cls.folder / "out" / "daily" / DATE
        cls.workbook = openpyxl.load_workbook(published / "kpi.xlsx", data_only=True)
        cls.numbers = [value for values in numbers(cls.workbook).values() for value in values]
        slots = cls.folder / "state" / "slots" / "daily"
        results = next(slots.glob(DATE + ".*/results.sqlite"))
        cls.results = sqlite3.connect(f"file:{results}?mode=ro", uri=True)

    @classmethod
    def tearDownClass(cls):
        cls.results.close()
        shutil.rmtree(cls.folder)

    def value(self, column, kpi, level, number, period="all", measure=None):
        """One cell of khrop_kpi_values, over all splits."""
        query = (f"SELECT {column} FROM khrop_kpi_values WHERE kpi_id = ? AND level = ? AND "
                 "level_no = ? AND period = ? AND split = '*'")
        values = [kpi, level, number, period]
        if measure is not None:
            query += " AND measure = ?"
            values.append(measure)
        rows = self.results.execute(query, values).fetchall()
        self.assertEqual(len(rows), 1, (kpi, level, number, period, measure, rows))
        return rows[0][0]

    def in_workbook(self, value):
        """True when some cell holds the number, as a percentage or a plain value."""
        return any(abs(cell - value) < 1e-9 or abs(cell - value / 100) < 1e-9
                   for cell in self.numbers)

    def test_37_orders_of_809_were_late(self):
        whole = self.value("whole", "on_time_delivery", "company", "")
        part = self.value("part", "on_time_delivery", "company", "")
        self.assertEqual((whole, whole - part), (809, 37))

    def test_95_4265_percent_were_on_time(self):
        self.assertEqual(self.value("value", "on_time_delivery", "company", ""), 954265)

    def test_late_by_employee(self):
        late = [self.value("whole - part", "on_time_delivery", "staff", str(number))
                for number in range(1, 10)]
        self.assertEqual(late, LATE_BY_EMPLOYEE)

    def test_what_is_not_shipped(self):
        for measure, value in (("orders", 21), ("lines", 73), ("qty", 11980000)):
            with self.subTest(measure=measure):
                self.assertEqual(
                    self.value("value", "back_orders_open", "company", "", "now", measure), value)

    def test_what_is_not_shipped_is_worth_25937_43(self):
        amount = self.value("value", "back_orders_open", "company", "", "now", "amount")
        self.assertEqual(round(amount / 10000, 2), 25937.43)

    def test_the_known_answers_stand_in_the_workbook(self):
        for number in (809, 772, 21, 73, 1198, 95.4265):
            with self.subTest(number=number):
                self.assertTrue(self.in_workbook(number), number)

    def test_830_orders_were_pulled(self):
        mirror = next((self.folder / "state" / "slots" / "daily").glob(DATE + ".*/northwind.sqlite"))
        with sqlite3.connect(f"file:{mirror}?mode=ro", uri=True) as source:
            counts = [source.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
                      for table in ("orders", "order_lines", "deliveries", "back_orders")]
        self.assertEqual(counts, [830, 2155, 2082, 73])

    def test_every_sheet_can_be_read(self):
        self.assertGreater(len(self.workbook.worksheets), 1)


if __name__ == "__main__":
    unittest.main()
