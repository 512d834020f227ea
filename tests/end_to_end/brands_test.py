#!/usr/bin/python3
"""The same company in PostgreSQL (sales), MariaDB (logistics, CRM) and SQLite (credit) gives the same
exceptions and KPI figures as in SQLite alone, byte for byte. The servers are the test's own: free
ports, an ordinary user, gone afterwards. Run from the repository root; KHROP names another program."""

import contextlib
import os
import pathlib
import shutil
import sqlite3
import subprocess
import tempfile
import unittest

from servers import HAS_SERVERS, PASSWORD, start_mariadb, start_postgresql

ROOT = pathlib.Path(__file__).resolve().parents[2]
KHROP = os.environ.get("KHROP", str(ROOT / "build" / "khrop"))
DATES = ["2026-11-17", "2026-11-18"]


def khrop(*arguments, date):
    run = subprocess.run([KHROP, *arguments], capture_output=True, text=True, timeout=300,
                         env=dict(os.environ, KHROP_NOW=date + "T06:00:00+07:00"), check=False)
    if run.returncode not in (0, 1):
        raise AssertionError(f"khrop {arguments}: {run.returncode}\n{run.stdout}{run.stderr}")
    return run


def run_days(folder, sources):
    """Writes and runs the company; what was found and measured, by date."""
    seen = {}
    for day, date in enumerate(DATES, 1):
        khrop("demo", str(folder), "--days", str(day),
              *[part for source in sources for part in ("--source", source)], date=date)
        khrop("run", "daily", "--config", str(folder / "etc"), "--date", date, date=date)
        exceptions = folder / "out" / "daily" / date / "csv" / "exceptions.csv"
        results = next((folder / "state" / "slots" / "daily").glob(date + ".*/results.sqlite"))
        with contextlib.closing(sqlite3.connect(f"file:{results}?mode=ro", uri=True)) as database:
            figures = sorted(map(str, database.execute("SELECT * FROM khrop_kpi_values")))
        seen[date] = (exceptions.read_bytes(), figures)
    return seen


@unittest.skipUnless(HAS_SERVERS, "PostgreSQL and MariaDB servers are not installed")
class Brands(unittest.TestCase):
    """Two companies, one of them spread over three brands."""

    @classmethod
    def setUpClass(cls):
        cls.stack = contextlib.ExitStack()
        try:
            cls.prepare()
        except BaseException:
            cls.stack.close()
            raise

    @classmethod
    def prepare(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="khrop_brands_"))
        cls.folder.chmod(0o755)
        cls.stack.callback(shutil.rmtree, cls.folder, ignore_errors=True)
        postgresql = start_postgresql(cls.folder)
        cls.stack.callback(postgresql.stop)
        mariadb = start_mariadb(cls.folder)
        cls.stack.callback(mariadb.stop)
        spread = ["sales=" + postgresql.connection("sales"),
                  "logistics=" + mariadb.connection("logistics"),
                  "crm=" + mariadb.connection("crm")]
        cls.spread = cls.folder / "spread"
        cls.seen_alone = run_days(cls.folder / "alone", [])
        cls.seen_spread = run_days(cls.spread, spread)

    @classmethod
    def tearDownClass(cls):
        cls.stack.close()

    def test_exceptions_are_the_same_bytes(self):
        for date in DATES:
            with self.subTest(date=date):
                self.assertEqual(self.seen_alone[date][0], self.seen_spread[date][0])

    def test_figures_are_the_same(self):
        for date in DATES:
            with self.subTest(date=date):
                self.assertGreater(len(self.seen_alone[date][1]), 0)
                self.assertEqual(self.seen_alone[date][1], self.seen_spread[date][1])

    def test_no_password_stands_in_the_configuration(self):
        for path in (self.spread / "etc").iterdir():
            if path.is_file():
                with self.subTest(path=path.name):
                    self.assertNotIn(PASSWORD, path.read_text(encoding="utf-8"))

    def test_passwords_are_for_their_owner_only(self):
        credentials = self.spread / "etc" / "credentials"
        for path in [credentials, *credentials.iterdir()]:
            with self.subTest(path=path.name):
                self.assertEqual(path.stat().st_mode & 0o077, 0)


if __name__ == "__main__":
    unittest.main()
