#!/usr/bin/python3
"""khrop holidays import on a site of its own: what it adds, what it refuses, and that a file is whole or as before;
and that a year without holidays is warned of. Run from the repository root; KHROP names another program."""

import os
import pathlib
import stat
import subprocess
import sys
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[0]))

from company_site import KHROP, Site

HEADER = "holiday_date,category,name_en,name_th\n"
NEXT_YEAR = HEADER + '2028-01-01,public,"New Year\'s Day","วันขึ้นปีใหม่"\n2028-04-13,public,"Songkran","วันสงกรานต์"\n'


class Holidays(unittest.TestCase):
    """One site; each test begins with the file as it was written."""

    @classmethod
    def setUpClass(cls):
        cls.site = Site()
        cls.yaml = cls.site.etc / "holidays.yaml"
        cls.before = cls.yaml.read_bytes()

    @classmethod
    def tearDownClass(cls):
        cls.site.close()

    def setUp(self):
        self.yaml.write_bytes(self.before)

    def khrop(self, *arguments, now="2026-11-17T06:00:00+07:00"):
        return subprocess.run([KHROP, *arguments, "--config", str(self.site.etc)], capture_output=True, text=True,
                              env=dict(os.environ, KHROP_NOW=now), timeout=60, check=False)

    def imported(self, text, *options):
        """Imports a file with that text."""
        path = self.site.folder / "new.csv"
        path.write_text(text, encoding="utf-8")
        return self.khrop("holidays", "import", str(path), *options)

    def test_days_are_added_and_told(self):
        os.chmod(self.yaml, 0o664)
        done = self.imported(NEXT_YEAR + "2026-12-10,public,Constitution Day,\n")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("added  2028-04-13  Thursday   วันสงกรานต์\n", done.stdout)
        self.assertIn("kept   2026-12-10  Thursday   Constitution Day\n", done.stdout)
        self.assertTrue(done.stdout.endswith("2 added, 1 stood there already and were kept as they are\n"))
        text = self.yaml.read_text(encoding="utf-8")
        self.assertEqual(text.replace(
            '  - {date: 2028-01-01, name: {th: "วันขึ้นปีใหม่", en: "New Year\'s Day"}}\n'
            '  - {date: 2028-04-13, name: {th: "วันสงกรานต์", en: "Songkran"}}\n', ""),
                         self.before.decode("utf-8"))
        self.assertEqual(stat.S_IMODE(self.yaml.stat().st_mode), 0o664)
        self.assertEqual(self.khrop("check").returncode, 0)

    def test_a_second_import_adds_nothing(self):
        self.imported(NEXT_YEAR)
        once = self.yaml.read_bytes()
        done = self.imported(NEXT_YEAR)
        self.assertIn("0 added, 2 stood there already", done.stdout)
        self.assertEqual(self.yaml.read_bytes(), once)

    def test_a_dry_run_writes_nothing(self):
        done = self.imported(NEXT_YEAR, "--dry-run")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("2 would be added", done.stdout)
        self.assertEqual(self.yaml.read_bytes(), self.before)

    def test_one_wrong_line_leaves_all_as_it_was(self):
        done = self.imported(NEXT_YEAR + "2571-05-01,public,Labour Day,\n")
        self.assertEqual(done.returncode, 65)
        self.assertIn('new.csv:4: holiday_date: "2571-05-01" has a year of the Buddhist era; write 2028-05-01',
                      done.stderr)
        self.assertEqual(self.yaml.read_bytes(), self.before)

    def test_a_folder_that_cannot_be_written_is_told(self):
        (self.site.etc / "holidays.yaml.new").mkdir()
        try:
            done = self.imported(NEXT_YEAR)
        finally:
            (self.site.etc / "holidays.yaml.new").rmdir()
        self.assertEqual(done.returncode, 73)
        self.assertIn("holidays.yaml.new", done.stderr)
        self.assertEqual(self.yaml.read_bytes(), self.before)

    def test_a_link_stays_a_link(self):
        elsewhere = self.site.folder / "shared.yaml"
        self.yaml.rename(elsewhere)
        self.yaml.symlink_to(elsewhere)
        try:
            done = self.imported(NEXT_YEAR)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertTrue(self.yaml.is_symlink())
            self.assertIn("2028-04-13", elsewhere.read_text(encoding="utf-8"))
        finally:
            self.yaml.unlink()
            elsewhere.unlink()

    def test_a_site_without_the_file_gets_one(self):
        self.yaml.unlink()
        done = self.imported(NEXT_YEAR)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertTrue(self.yaml.read_text(encoding="utf-8").startswith("holidays:\n  - {date: 2028-01-01"))

    def test_files_and_words_that_are_not_there_are_told(self):
        done = self.khrop("holidays", "import", "/nowhere.csv")
        self.assertEqual(done.returncode, 65)
        self.assertIn("/nowhere.csv: No such file", done.stderr)
        self.assertEqual(self.khrop("holidays", "export", "x").returncode, 64)
        self.assertEqual(self.khrop("holidays", "import").returncode, 64)

    def test_check_warns_of_a_year_without_holidays_sixty_days_before(self):
        self.assertNotIn("warning", self.khrop("check", now="2027-11-01T06:00:00+07:00").stdout)
        warned = self.khrop("check", now="2027-11-02T06:00:00+07:00")
        self.assertEqual(warned.returncode, 0)
        self.assertIn("warning: holidays.yaml has no holiday of 2028", warned.stdout)
        self.imported(NEXT_YEAR)
        self.assertNotIn("warning", self.khrop("check", now="2027-11-02T06:00:00+07:00").stdout)

    def test_a_run_warns_too_and_says_it_on_the_page(self):
        text = self.before.decode("utf-8")
        self.yaml.write_text("".join(line for line in text.splitlines(keepends=True) if "date: 2027" not in line),
                             encoding="utf-8")
        done = self.site.run("--dry-run")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("khrop: warning: holidays.yaml has no holiday of 2027", done.stderr)

    def test_check_and_run_say_what_is_assumed(self):
        authority = self.site.etc / "authority.yaml"
        kept = authority.read_text(encoding="utf-8")
        authority.unlink()
        try:
            self.assertIn("assumption: Approval of back orders: grade G3 decides alone", self.khrop("check").stdout)
            authority.write_text("authority:\n  back_order: [{grade: G9, level: own}]\n", encoding="utf-8")
            done = self.site.run("--dry-run")
            self.assertIn("khrop: warning: authority.yaml:2: back_order: nobody in staff has the grade \"G9\"",
                          done.stderr)
        finally:
            authority.write_text(kept, encoding="utf-8")


if __name__ == "__main__":
    unittest.main()
