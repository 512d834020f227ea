#!/usr/bin/python3
"""Parameters that a site sets by branch and by kind: what holds where, and what is told of a mistake. Run from the
repository root; KHROP names another program."""

import sqlite3
import subprocess
import unittest

from company_site import DATES, KHROP, Site

VARY = """\
checks:
  BO-03:
    params: {pr_days: 4}
    vary:
      - {kind: special, params: {pr_days: 5}}
      - {branch: สาขาเชียงใหม่, params: {pr_days: 6}}
      - {branch: สาขาเชียงใหม่, kind: drop_ship, params: {pr_days: 7}}
  CS-01:
    params: {sla_days: {product: 2}}
    vary:
      - {branch: สาขาเชียงใหม่, params: {sla_days: {service: 9}}}
"""
CHIANG_MAI, HEAD_OFFICE = "สาขาเชียงใหม่", "สำนักงานใหญ่"


class Parameters(unittest.TestCase):
    """Each test has a site of its own."""

    def setUp(self):
        self.site = Site()
        self.addCleanup(self.site.close)

    def write(self, text):
        """Replaces checks.yaml."""
        (self.site.etc / "checks.yaml").write_text(text, encoding="utf-8")

    def values(self, name):
        """{(branch, kind): value} of the slot."""
        path = self.site.state / "slots" / "daily" / f"{DATES[1]}.1" / "derived.sqlite"
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        try:
            return {(branch, kind): value for branch, kind, value in connection.execute(
                "SELECT branch, kind, value FROM parameters WHERE name = ?", [name])}
        finally:
            connection.close()

    def told(self, text):
        """What khrop check says of a checks.yaml."""
        self.write(text)
        run = subprocess.run([KHROP, "check", "--config", str(self.site.etc)], capture_output=True, text=True,
                             timeout=60, check=False)
        self.assertEqual(run.returncode, 78, run.stdout)
        return run.stderr

    def test_the_closest_value_holds(self):
        self.write(VARY)
        run = self.site.run()
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        days = self.values("BO-03.pr_days")
        self.assertEqual(days[HEAD_OFFICE, "normal"], 4)
        self.assertEqual(days[HEAD_OFFICE, "special"], 5)
        self.assertEqual(days["", ""], 4)
        self.assertEqual(days[CHIANG_MAI, "normal"], 6)
        self.assertEqual(days[CHIANG_MAI, "special"], 6, "a branch is closer than a kind")
        self.assertEqual(days[CHIANG_MAI, "drop_ship"], 7)
        days = self.values("CS-01.sla_days")
        self.assertEqual(days[HEAD_OFFICE, "product"], 2)
        self.assertEqual(days[CHIANG_MAI, "service"], 9)
        self.assertEqual(days[CHIANG_MAI, "document"], 3)

    def test_it_decides_what_is_found(self):
        self.assertEqual(self.site.run().returncode, 0)
        before = {name for name in self.site.worklist(1) if name.startswith("BO-03:")}
        self.assertTrue(before)
        patient = "checks: {BO-03: {vary: [%s]}}" % ", ".join(
            f"{{branch: {branch}, params: {{pr_days: 900}}}}" for branch in (CHIANG_MAI, HEAD_OFFICE))
        self.write(patient)
        self.assertEqual(self.site.run("--force").returncode, 0)
        after = {name for name, state in self.site.worklist(1, attempt=2).items() if name.startswith("BO-03:")}
        self.assertEqual(after, set())

    def test_catalogue_shows_each_value_with_its_branch(self):
        self.write(VARY)
        shown = subprocess.run([KHROP, "catalogue", "BO-03", "--config", str(self.site.etc)], capture_output=True,
                               text=True, timeout=60, check=True).stdout
        self.assertIn("pr_days 4 (site)", shown)
        self.assertIn("pr_days.special 5 (site)", shown)
        self.assertIn(f"pr_days.drop_ship 7 at {CHIANG_MAI} (site)", shown)
        self.assertIn("Varying: pr_days by branch and orders.kind", shown)

    def test_a_branch_that_nobody_is_of_is_told(self):
        self.write("checks:\n  BO-03:\n    vary:\n      - {branch: สาขาลำปาง, params: {pr_days: 3}}\n")
        run = self.site.run()
        self.assertEqual(run.returncode, 0)
        self.assertIn('checks.yaml:4: BO-03: pr_days: nobody in staff is of the branch "สาขาลำปาง"', run.stderr)

    def test_mistakes_say_what_is_valid(self):
        self.assertIn('checks.yaml:1: BO-03: pr_days: orders.kind has no kind "specail"; did you mean "special"?',
                      self.told("checks: {BO-03: {vary: [{kind: specail, params: {pr_days: 3}}]}}"))
        self.assertIn("checks.yaml:1: BO-04: grace_days can't be set by branch; it varies by nothing",
                      self.told("checks: {BO-04: {vary: [{branch: x, params: {grace_days: 3}}]}}"))
        self.assertIn("QT-01: follow_days can't be set by kind; it varies by branch alone",
                      self.told("checks: {QT-01: {vary: [{kind: x, params: {follow_days: 3}}]}}"))
        self.assertIn("say for which branch or kind these parameters are",
                      self.told("checks: {QT-01: {vary: [{params: {follow_days: 3}}]}}"))
        self.assertIn('unknown key "brnch"; did you mean "branch"?',
                      self.told("checks: {QT-01: {vary: [{brnch: x, params: {follow_days: 3}}]}}"))
        self.assertIn('unknown check "BO-33"', self.told("checks: {BO-33: {params: {pr_days: 3}}}"))


if __name__ == "__main__":
    unittest.main(verbosity=2)
