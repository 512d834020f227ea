#!/usr/bin/python3
"""Northwind through configuration alone: the answers known for 1998-05-06 stand in the workbook, as
SQL over the database itself gives them, and what there is no data for says so. Run from the repository
root; KHROP names another program."""

import datetime
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import tempfile
import unittest

import openpyxl
import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
KHROP = os.environ.get("KHROP", str(ROOT / "build" / "khrop"))
DATE = "1998-05-06"
LATE_BY_EMPLOYEE = [2, 4, 5, 10, 1, 3, 4, 4, 4]
CATALOGUE = ROOT / "jobs" / "catalogue"

# What runs with orders, lines, deliveries, customers and staff alone.
CHECKS_THAT_RUN = {"BO-07", "BO-08", "CRM-07", "LG-01", "LG-03", "LG-04", "ORD-04", "ORD-05", "ORD-06",
                   "SRC-01"}
KPIS_THAT_RUN = {"back_order_age", "back_orders_open", "customer_retention", "data_freshness", "fill_rate",
                 "new_customers", "on_time_delivery", "orders_taken", "otif", "repeat_customers",
                 "targets_met"}
# They sum up the checks, and say which of them did not run.
KPIS_IN_PART = {"exception_age", "exceptions_open", "exceptions_resolved"}


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


def needs_of(path):
    """What a rule's header needs, with what its derived datasets and checks need: {dataset: columns}."""
    header = re.search(r"(?m)^-- needs: (.*(?:\n--  .*)*)$", path.read_text(encoding="utf-8"))[1]
    needs = dict(yaml.safe_load(header.replace("\n--", "\n")))
    for name in list(needs):
        derived = CATALOGUE / "derived" / f"{name}.sql"
        if derived.exists():
            for dataset, columns in needs_of(derived).items():
                needs[dataset] = list(needs.get(dataset, [])) + list(columns)
        if name.startswith("check:"):
            for dataset, columns in needs_of(CATALOGUE / "checks" / f"{name.removeprefix('check:')}.sql").items():
                needs[dataset] = list(needs.get(dataset, [])) + list(columns)
    return needs


def named_in(reason):
    """({datasets that are not mapped}, {(dataset, column) that a query doesn't give}) that a reason names."""
    datasets, columns = set(), set()
    for clause in reason.split("; "):
        mapped = re.fullmatch(r"datasets? ([\w, ]+?) (?:is|are) not mapped at this site", clause)
        given = re.fullmatch(r"the site's query for (\w+) does not give ([\w, ]+)", clause)
        assert mapped or given, clause
        if mapped:
            datasets |= set(re.split(", | and ", mapped[1]))
        else:
            columns |= {(given[1], column) for column in re.split(", | and ", given[2])}
    return datasets, columns


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
        cls.source = sqlite3.connect(f"file:{cls.folder / 'northwind.sqlite'}?mode=ro", uri=True)

    @classmethod
    def tearDownClass(cls):
        cls.source.close()
        cls.results.close()
        shutil.rmtree(cls.folder)

    def value(self, column, kpi, level="company", number="", period="all", measure=None, split="*"):
        """One cell of khrop_kpi_values, over all splits if none is named."""
        query = (f"SELECT {column} FROM khrop_kpi_values WHERE kpi_id = ? AND level = ? AND "
                 "level_no = ? AND period = ? AND split = ?")
        values = [kpi, level, number, period, split]
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

    def asked(self, query, *values):
        """The one row that a query over Northwind itself gives."""
        rows = self.source.execute(query, values).fetchall()
        self.assertEqual(len(rows), 1, rows)
        return rows[0]

    def test_lines_in_full_and_on_time_of_those_due(self):
        due, in_time = self.asked(
            "SELECT count(*), sum(o.shipped_date IS NOT NULL AND o.shipped_date <= o.required_date) "
            "FROM orders o JOIN order_details d ON d.order_id = o.order_id WHERE o.required_date <= ?",
            DATE)
        self.assertEqual((due, in_time), (1970, 1875))
        self.assertEqual((self.value("whole", "otif"), self.value("part", "otif")), (due, in_time))

    def test_units_shipped_of_those_due(self):
        due, shipped = self.asked(
            "SELECT sum(d.quantity), sum(CASE WHEN o.shipped_date IS NULL THEN 0 ELSE d.quantity END) "
            "FROM orders o JOIN order_details d ON d.order_id = o.order_id WHERE o.required_date <= ?",
            DATE)
        self.assertEqual((due, shipped), (47030, 46849))
        self.assertEqual((self.value("whole", "fill_rate"), self.value("part", "fill_rate")),
                         (due * 10000, shipped * 10000))

    def test_all_orders_and_their_worth_by_employee(self):
        amount = self.asked("SELECT sum(unit_price * quantity * (1 - discount)) FROM order_details")[0]
        self.assertEqual(round(amount, 2), 1265793.04)
        self.assertAlmostEqual(
            self.value("value", "orders_taken", measure="amount") / 10000, amount, delta=0.01)
        counts = self.source.execute("SELECT employee_id, count(*) FROM orders GROUP BY employee_id")
        for employee, count in counts.fetchall():
            with self.subTest(employee=employee):
                self.assertEqual(count, self.value("value", "orders_taken", "staff", str(employee),
                                                   measure="orders"))

    def test_orders_of_the_month_and_of_the_day(self):
        for period, first in (("month", "1998-05-01"), ("day", DATE)):
            with self.subTest(period=period):
                count = self.asked("SELECT count(*) FROM orders WHERE order_date BETWEEN ? AND ?",
                                   first, DATE)[0]
                self.assertGreater(count, 0)
                self.assertEqual(count, self.value("value", "orders_taken", period=period,
                                                   measure="orders"))

    def test_new_customers_are_all_who_ever_ordered(self):
        self.assertEqual(self.asked("SELECT count(DISTINCT customer_id) FROM orders")[0], 89)
        self.assertEqual(self.value("value", "new_customers"), 89)

    def test_customers_kept(self):
        whole, part = self.asked(
            "WITH before AS (SELECT DISTINCT customer_id FROM orders WHERE order_date "
            "BETWEEN date(?1, '-179 days') AND date(?1, '-90 days')), since AS (SELECT DISTINCT "
            "customer_id FROM orders WHERE order_date BETWEEN date(?1, '-89 days') AND ?1) "
            "SELECT count(*), sum(customer_id IN (SELECT customer_id FROM since)) FROM before", DATE)
        self.assertEqual((whole, part), (71, 60))
        self.assertEqual((self.value("whole", "customer_retention", period="now"),
                          self.value("part", "customer_retention", period="now")), (whole, part))

    def test_customers_who_came_back(self):
        whole, part = self.asked(
            "WITH lately AS (SELECT DISTINCT customer_id FROM orders WHERE order_date "
            "BETWEEN date(?1, '-29 days') AND ?1) SELECT count(*), sum(EXISTS (SELECT 1 FROM orders o "
            "WHERE o.customer_id = lately.customer_id AND o.order_date < date(?1, '-29 days'))) "
            "FROM lately", DATE)
        self.assertEqual((whole, part), (53, 53))
        self.assertEqual((self.value("whole", "repeat_customers", period="now"),
                          self.value("part", "repeat_customers", period="now")), (whole, part))

    def test_age_of_what_is_not_shipped(self):
        for bucket, first, last, lines in (("0-3", 0, 3, 47), ("4-7", 4, 7, 11), ("8-14", 8, 14, 6),
                                           ("15-30", 15, 30, 9)):
            with self.subTest(bucket=bucket):
                count = self.asked(
                    "SELECT count(*) FROM orders o JOIN order_details d ON d.order_id = o.order_id "
                    "WHERE o.shipped_date IS NULL AND julianday(?) - julianday(o.order_date) "
                    "BETWEEN ? AND ?", DATE, first, last)[0]
                self.assertEqual(count, lines)
                self.assertEqual(lines, self.value("part", "back_order_age", period="now", split=bucket))

    def found(self, check):
        """The keys of what a check found."""
        return [row[0] for row in self.results.execute(f'SELECT khrop_key FROM "{check}" ORDER BY 1')]

    def test_late_orders_of_the_last_30_days_are_on_the_list(self):
        late = self.source.execute(
            "SELECT CAST(order_id AS TEXT) FROM orders WHERE shipped_date > required_date AND "
            "shipped_date BETWEEN date(?1, '-30 days') AND ?1 ORDER BY order_id", (DATE,)).fetchall()
        self.assertEqual([row[0] for row in late], ["10924", "10927", "10960", "10970"])
        self.assertEqual(self.found("LG-01"), [row[0] for row in late])

    def test_customers_gone_quiet(self):
        quiet, today = [], datetime.date.fromisoformat(DATE)
        for customer, dates in self.source.execute(
                "SELECT customer_id, group_concat(order_date) FROM orders GROUP BY 1 ORDER BY 1"):
            dates = [datetime.date.fromisoformat(date) for date in dates.split(",")]
            spans = {(max(dates) - date).days // 30 for date in dates}
            if {0, 1, 2} <= spans and 45 < (today - max(dates)).days <= 365:
                quiet.append(customer)
        self.assertEqual(quiet, ["BERGS", "ISLAT"])
        self.assertEqual(self.found("CRM-07"), quiet)

    def test_checks_that_have_nothing_to_find_have_looked(self):
        for check in CHECKS_THAT_RUN - {"LG-01", "CRM-07"}:
            with self.subTest(check=check):
                self.assertEqual(self.found(check), [])

    def states(self, table, column):
        """{id: (state, reason)}"""
        return {row[0]: row[1:] for row in self.results.execute(
            f"SELECT {column}, state, reason_en FROM {table}")}

    def test_10_checks_and_11_kpis_run_whole(self):
        checks, kpis = self.states("khrop_checks", "check_id"), self.states("khrop_kpis", "kpi_id")
        self.assertEqual({name for name, (state, _) in checks.items() if state == "checked"},
                         CHECKS_THAT_RUN)
        self.assertEqual({name for name, (state, _) in kpis.items() if state == "checked"},
                         KPIS_THAT_RUN)
        self.assertEqual({name for name, (state, _) in kpis.items() if state == "partial"}, KPIS_IN_PART)

    def test_what_there_is_no_data_for_is_not_checked_and_says_what_is_missing(self):
        mapped = yaml.safe_load((self.folder / "etc" / "datasets.yaml").read_text(encoding="utf-8"))
        mapped = mapped["datasets"]
        contracts = yaml.safe_load((CATALOGUE / "datasets.yaml").read_text(encoding="utf-8"))
        page = " ".join(str(cell) for sheet in self.workbook for row in sheet.iter_rows(values_only=True)
                        for cell in row if cell is not None)
        checks, kpis = self.states("khrop_checks", "check_id"), self.states("khrop_kpis", "kpi_id")
        for rule in CHECKS_THAT_RUN:
            del checks[rule]
        for rule in KPIS_THAT_RUN | KPIS_IN_PART:
            del kpis[rule]
        self.assertEqual((len(checks), len(kpis)), (42, 21))
        for folder, states in (("checks", checks), ("kpis", kpis)):
            for rule, (state, reason) in states.items():
                with self.subTest(rule=rule):
                    self.assertEqual(state, "not_checked")
                    self.assertIn(reason, page)
                    needs = needs_of(CATALOGUE / folder / f"{rule}.sql")
                    missing = {name for name in needs if name in contracts and name not in mapped}
                    columns = {(name, column) for name, wanted in needs.items() if name in mapped for column in wanted
                               if not re.search(rf"\b{column}\b", mapped[name]["query"])}
                    self.assertEqual(named_in(reason), (missing, columns))

    def test_every_sheet_can_be_read(self):
        self.assertGreater(len(self.workbook.worksheets), 1)


if __name__ == "__main__":
    unittest.main()
