#!/usr/bin/python3
"""A check and a KPI of one's own: begun from a template, tried without a source, run at night, explained.
Run from the repository root; KHROP names another program."""

import csv
import subprocess
import unittest

from company_site import DATES, KHROP, Site


class Catalogue(unittest.TestCase):
    """Each test has a site of its own."""

    def setUp(self):
        self.site = Site()
        self.addCleanup(self.site.close)

    def khrop(self, *arguments):
        """Runs a command on the site."""
        return subprocess.run([KHROP, *arguments, "--config", str(self.site.etc)], capture_output=True, text=True,
                              timeout=60, check=False)

    def begin(self, kind, name):
        """The path of a new file."""
        begun = self.khrop("new", kind, name)
        self.assertEqual(begun.returncode, 0, begun.stderr)
        return self.site.etc / "catalogue" / (kind + "s" if kind != "derived" else kind) / f"{name}.sql"

    def test_templates_run_as_they_are(self):
        for kind, name in (("check", "X-01"), ("kpi", "orders_promised"), ("table", "orders_by_staff"),
                           ("derived", "customer_orders")):
            self.assertIn(f"id: {name}", self.begin(kind, name).read_text(encoding="utf-8"))
        tried = self.khrop("check")
        self.assertEqual(tried.returncode, 0, tried.stderr)
        run = self.site.run()
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        with open(self.site.out / DATES[1] / "csv" / "kpi_values.csv", encoding="utf-8-sig", newline="") as file:
            self.assertIn("orders_promised", {row["kpi_id"] for row in csv.DictReader(file)})

    def test_a_typing_error_shows_before_the_night_does(self):
        check, kpi = self.begin("check", "X-01"), self.begin("kpi", "orders_promised")
        check.write_text(check.read_text(encoding="utf-8").replace("orders.order_amount", "orders.order_amuont"),
                         encoding="utf-8")
        kpi.write_text(kpi.read_text(encoding="utf-8").replace("FROM orders", "FROM order"), encoding="utf-8")
        tried = self.khrop("check")
        self.assertEqual(tried.returncode, 78, tried.stdout)
        lines = check.read_text(encoding="utf-8").splitlines()
        wrong = next(number for number, line in enumerate(lines, 1) if "order_amuont" in line)
        self.assertIn(f"checks/X-01.sql:{wrong}: no such column: orders.order_amuont", tried.stderr)
        self.assertIn("kpis/orders_promised.sql:", tried.stderr)
        self.assertFalse(self.site.state.exists(), "a check of the configuration leaves no state behind")

    def test_a_plan_warns_of_a_table_that_is_read_again_and_again(self):
        check = self.begin("check", "X-01")
        text = check.read_text(encoding="utf-8")
        text = text.replace("customers.customer_no = orders.customer_no", "customers.created_on > orders.ordered_on")
        text = text.replace("customers.is_active = 0", "customers.is_active < 1")
        check.write_text(text.replace("orders.status = 'open'", "orders.status < 'p'"), encoding="utf-8")
        plan = self.khrop("check", "--plan", "X-01")
        self.assertEqual(plan.returncode, 0, plan.stderr)
        self.assertIn("<- reads all of it again for each row", plan.stdout)
        self.assertNotIn("BO-04", plan.stdout)
        self.assertIn("0 steps read a whole table again and again", self.khrop("check", "--plan", "BO-04").stdout)

    def test_no_shipped_query_reads_a_whole_table_again_and_again(self):
        plan = self.khrop("check", "--plan")
        self.assertIn("\n0 steps read a whole table again and again\n", plan.stdout)

    def test_a_taken_or_impossible_id_is_refused(self):
        path = self.begin("check", "X-01")
        before = path.read_bytes()
        for kind, name, words in (("check", "X-01", "is in the catalogue already"),
                                  ("kpi", "BO-04", "is in the catalogue already (checks/BO-04.sql)"),
                                  ("check", "orders", "is a dataset"), ("check", "../X", "can't be an id"),
                                  ("chek", "X-02", "write check, kpi, table or derived")):
            refused = self.khrop("new", kind, name)
            with self.subTest(kind=kind, name=name):
                self.assertEqual(refused.returncode, 64, refused.stdout)
                self.assertIn(words, refused.stderr)
        self.assertEqual(path.read_bytes(), before)

    def test_a_site_without_a_folder_of_its_own_is_told_the_line_to_write(self):
        ini = self.site.etc / "khrop.ini"
        ini.write_text(ini.read_text(encoding="utf-8").replace("catalogue = catalogue\n", ""), encoding="utf-8")
        refused = self.khrop("new", "check", "X-01")
        self.assertEqual(refused.returncode, 78)
        self.assertIn("write `catalogue = catalogue` into [paths]", refused.stderr)

    def test_each_parameter_says_where_it_comes_from(self):
        shown = self.khrop("catalogue", "SRC-01").stdout
        self.assertIn("shrink_pct 30 (default)", shown)
        self.assertIn("stale_days.claims 8 (site)", shown)
        listed = self.khrop("catalogue").stdout
        self.assertRegex(listed, r"(?m)^BO-04 +check +high +staff_no +on ")
        unknown = self.khrop("catalogue", "BO-99")
        self.assertEqual(unknown.returncode, 64)


if __name__ == "__main__":
    unittest.main(verbosity=2)
