#!/usr/bin/python3
"""A run and what may befall it: run twice, by two at once, with sources down or deaf, with nowhere to
write. Run from the repository root; KHROP names another program."""

import html
import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

import openpyxl

from company_site import DATES, Deaf, KHROP, Site, faults

NOWHERE = "Driver=SQLite3;Database=/nonexistent/credit.sqlite;StepAPI=1;"
SOURCES = ("sales", "credit", "logistics", "crm")


def children(process):
    """The processes that a process has started."""
    path = pathlib.Path(f"/proc/{process}/task/{process}/children")
    return [int(child) for child in path.read_text(encoding="ascii").split()]


class Run(unittest.TestCase):
    """Each test has a site of its own."""

    def setUp(self):
        self.site = Site()
        self.addCleanup(self.site.close)

    def latest(self):
        return os.readlink(self.site.out / "latest")

    def assert_code(self, run, code):
        self.assertEqual(run.returncode, code, run.stdout + run.stderr)

    def test_a_published_date_is_told_and_left_as_it_is(self):
        self.assert_code(self.site.run(), 0)
        before = (self.site.out / DATES[1] / "manifest.json").stat()
        again = self.site.run()
        self.assert_code(again, 0)
        self.assertIn("was published at 2026-11-17T06:00", again.stdout)
        self.assertEqual((self.site.out / DATES[1] / "manifest.json").stat().st_mtime_ns,
                         before.st_mtime_ns)
        self.assertEqual(self.site.query("SELECT count(*) FROM attempts"), [(1,)])

    def test_a_forced_run_stands_beside_the_first(self):
        self.assert_code(self.site.run(), 0)
        self.assert_code(self.site.run("--force"), 0)
        self.assertEqual(self.latest(), DATES[1] + ".2")
        self.assertEqual(faults(self.site.out / DATES[1]), [])
        self.assertEqual(faults(self.site.out / (DATES[1] + ".2")), [])
        self.assertEqual(set(self.site.worklist(1, attempt=2).values()), {"new"})

    def test_a_dry_run_publishes_nothing_and_names_its_folder(self):
        run = self.site.run("--dry-run")
        self.assert_code(run, 0)
        folder = pathlib.Path(re.search(r"dry run.*: (\S+)$", run.stdout, re.M).group(1))
        self.addCleanup(shutil.rmtree, folder)
        self.assertEqual(faults(folder), [])
        self.assertFalse(self.site.out.exists())
        self.assertEqual(self.site.query("SELECT count(*) FROM worklist"), [(0,)])
        self.assertEqual(list((self.site.state / "slots" / "daily").iterdir()), [])
        self.assert_code(self.site.run(), 0)
        self.assertEqual(self.latest(), DATES[1])

    def test_an_older_date_leaves_worklist_and_latest_as_they_are(self):
        self.site.move_to(2)
        self.assertIn(self.site.run().returncode, (0, 1))
        self.assertIn(self.site.run(day=1).returncode, (0, 1))
        self.assertEqual(self.latest(), DATES[2])
        self.assertEqual(self.site.worklist(1), {})
        self.site.move_to(3)
        self.assertIn(self.site.run().returncode, (0, 1))
        self.assertIn("open", self.site.worklist(3).values())

    def test_a_second_run_at_once_is_told_who_holds_the_job(self):
        deaf = Deaf()
        self.addCleanup(deaf.close)
        self.site.set_source("credit", deaf.connection(), "30s")
        first = self.site.start()
        try:
            lock = self.site.state / "locks" / "daily.lock"
            until = time.monotonic() + 20
            while not (lock.exists() and str(first.pid) in lock.read_text(encoding="ascii")):
                self.assertLess(time.monotonic(), until, "the first run has not begun")
                time.sleep(0.02)
            second = self.site.run()
        finally:
            first.send_signal(signal.SIGKILL)
            first.communicate()
        self.assert_code(second, 75)
        self.assertIn(f"process {first.pid} since 2026-11-17T06:00:00+07:00", second.stderr)

    def test_a_deaf_source_costs_its_own_datasets_within_its_time_limit(self):
        self.assert_code(self.site.run(), 0)
        self.site.move_to(2)
        deaf = Deaf()
        self.addCleanup(deaf.close)
        self.site.set_source("credit", deaf.connection(), "2s")
        begun = time.monotonic()
        run = self.site.run()
        self.assertLess(time.monotonic() - begun, 12)
        self.assert_code(run, 1)
        self.assertIn("time limit of 2 s passed", run.stdout)
        self.credit_was_not_checked()
        self.assert_page_says("ใช้เวลาเกินกำหนด (time limit of 2 s passed; ")

    def test_a_source_that_is_down_costs_its_own_datasets(self):
        self.assert_code(self.site.run(), 0)
        self.site.move_to(2)
        self.site.set_source("credit", NOWHERE)
        self.assert_code(self.site.run(), 1)
        self.credit_was_not_checked()
        self.assert_page_says("เชื่อมต่อฐานข้อมูลไม่ได้ (can't connect: ")

    def test_a_query_that_is_wrong_is_told_in_thai_with_the_drivers_words(self):
        path = self.site.etc / "datasets.yaml"
        whole = path.read_text(encoding="utf-8")
        for query, wrong, kind in (("FROM ar_account", "FROM ar_acount", "ไม่พบตารางในฐานข้อมูล"),
                                   ("acct_state", "acct_stat", "คำสั่งดึงข้อมูลไม่ได้คอลัมน์ที่ต้องใช้")):
            self.site.edit("datasets.yaml", query, wrong)
            with self.subTest(query=wrong):
                self.assert_code(self.site.run("--force"), 1)
                self.assert_page_says(f"{kind} (source credit: datasets.yaml:")
            path.write_text(whole, encoding="utf-8")

    def assert_page_says(self, text):
        """The newest summary.html and the first workbook have the text."""
        page = (self.site.out / "latest" / "summary.html").read_text(encoding="utf-8")
        self.assertTrue(text in html.unescape(page), text)
        book = openpyxl.load_workbook(self.site.out / "latest" / "kpi.xlsx", read_only=True)
        cells = [cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
        self.assertTrue(any(text in cell for cell in cells if isinstance(cell, str)), text)

    def credit_was_not_checked(self):
        """Nothing of what credit feeds is closed; the rest is published."""
        before, after = self.site.worklist(1), self.site.worklist(2)
        held = {name for name in before if name.startswith("CR-01:")}
        self.assertTrue(held)
        self.assertEqual({after[name] for name in held}, {"not_checked"})
        self.assertIn("open", {state for name, state in after.items() if name not in held})
        self.assertEqual(faults(self.site.out / DATES[2]), [])
        self.assertEqual(self.latest(), DATES[2])

    def test_with_every_source_down_nothing_is_published_and_the_next_run_is_right(self):
        for name in SOURCES:
            self.site.set_source(name, NOWHERE)
        run = self.site.run()
        self.assert_code(run, 69)
        for name in SOURCES:
            self.assertIn(f"  {name}: ", run.stderr)
        self.assertFalse((self.site.out / "latest").exists())
        self.site.mend()
        self.assert_code(self.site.run(), 0)
        self.assertEqual(self.latest(), DATES[1])
        self.assertEqual(self.site.query("SELECT state FROM attempts ORDER BY attempt_id"),
                         [("failed",), ("published",)])

    def test_a_puller_that_is_killed_costs_its_own_datasets(self):
        deaf = Deaf()
        self.addCleanup(deaf.close)
        self.site.set_source("credit", deaf.connection(), "30s")
        run = self.site.start()
        time.sleep(2)
        for child in children(run.pid):
            os.kill(child, signal.SIGKILL)
        output = run.communicate(timeout=60)[0]
        self.assertEqual(run.returncode, 1, output)
        self.assertIn("killed by signal 9", output)

    def test_an_output_folder_that_cannot_be_written_is_told_with_its_path(self):
        self.site.set_path("output", "/proc/khrop")
        run = self.site.run()
        self.assert_code(run, 73)
        self.assertIn("/proc/khrop", run.stderr)
        self.site.mend()
        self.assert_code(self.site.run(), 0)

    def test_a_full_disk_leaves_nothing_half(self):
        disk = tempfile.mkdtemp(prefix="khrop_disk_")
        self.addCleanup(os.rmdir, disk)
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk],
                                 capture_output=True, check=False)
        if mounted.returncode != 0:
            self.skipTest("a small disk can't be mounted here")
        self.addCleanup(subprocess.run, ["umount", disk], check=True)
        for key in ("state", "output"):
            self.site.set_path(key, f"{disk}/{key}")
        run = self.site.run()
        self.assert_code(run, 73)
        self.assertIn(disk, run.stderr)
        self.assertFalse(os.path.lexists(f"{disk}/output/daily/latest"))
        subprocess.run(["mount", "-o", "remount,size=64m", disk], check=True)
        self.assert_code(self.site.run(), 0)
        self.assertEqual(faults(pathlib.Path(disk) / "output" / "daily" / "latest"), [])

    def test_a_check_with_a_fault_is_told_with_file_and_line_and_costs_only_itself(self):
        folder = self.site.folder / "catalogue" / "checks"
        folder.mkdir(parents=True)
        (folder / "X-01.sql").write_text(
            "-- id: X-01\n-- title: {en: Test, th: ทดสอบ}\n-- why: {en: w, th: w}\n"
            "-- todo: {en: t, th: t}\n-- needs: {orders: []}\n-- key: [order_no]\n"
            "-- signature: []\n-- kind: state\n-- owner: role:it\n-- severity: low\n"
            "SELECT order_no,\n       nothing_like_it\nFROM orders\n", encoding="utf-8")
        text = (self.site.etc / "khrop.ini").read_text(encoding="utf-8")
        (self.site.etc / "khrop.ini").write_text(
            text.replace("catalogue = catalogue", "catalogue = ../catalogue"), encoding="utf-8")
        run = self.site.run()
        self.assert_code(run, 1)
        self.assertRegex(run.stdout, r"X-01: failed, .*X-01\.sql:1[123]: .*nothing_like_it")
        self.assertTrue(self.site.worklist(1))

    def test_a_live_check_tells_each_source_and_waits_for_none(self):
        deaf = Deaf()
        self.addCleanup(deaf.close)
        good = subprocess.run([KHROP, "check", "--live", "--config", str(self.site.etc)],
                              capture_output=True, text=True, timeout=60, check=False)
        self.assert_code(good, 0)
        self.site.set_source("credit", deaf.connection(), "1s")
        self.site.set_source("crm", NOWHERE)
        bad = subprocess.run([KHROP, "check", "--live", "--config", str(self.site.etc)],
                             capture_output=True, text=True, timeout=60, check=False)
        self.assert_code(bad, 69)
        self.assertIn("source credit: time limit of 1 s passed", bad.stdout)
        self.assertIn("source sales: connected", bad.stdout)
        self.assertIn("2 of 4 sources have something to mend", bad.stderr)

    def test_usage_errors_say_what_is_nearest(self):
        run = subprocess.run([KHROP, "rnu"], capture_output=True, text=True, check=False)
        self.assert_code(run, 64)
        self.assertIn('did you mean "run"?', run.stderr)
        run = self.site.run("--accept", "order")
        self.assert_code(run, 64)
        self.assertIn('--accept order: datasets.yaml has no such dataset, did you mean "orders"?',
                      run.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)
