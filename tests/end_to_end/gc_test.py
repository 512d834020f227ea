#!/usr/bin/python3
"""[retention] and khrop gc: what is past goes with the run's end or by hand, what is newest stays, and what went is said when
it is asked for. Run from the repository root; KHROP names another program."""

import fcntl
import os
import shutil
import subprocess
import unittest

from company_site import DATES, KHROP, Site, faults


class Retention(unittest.TestCase):
    """Three mornings, kept two days and four."""

    @classmethod
    def setUpClass(cls):
        cls.site = Site()
        cls.site.edit("khrop.ini", "[paths]", "[retention]\nsnapshots = 2\noutputs = 4\n\n[paths]")
        cls.said = {}
        for day in (1, 2, 3, 4):
            cls.site.move_to(day)
            text = (cls.site.etc / "khrop.ini").read_text(encoding="utf-8")
            if "[retention]" not in text:
                cls.site.edit("khrop.ini", "[paths]", "[retention]\nsnapshots = 2\noutputs = 4\n\n[paths]")
            run = cls.site.run()
            assert run.returncode in (0, 1), run.stdout + run.stderr
            cls.said[day] = run.stdout

    @classmethod
    def tearDownClass(cls):
        cls.site.close()

    def khrop(self, *arguments, now="2026-11-20T15:00:00+07:00"):
        """Runs a command."""
        return subprocess.run([KHROP, *arguments, "--config", str(self.site.etc)], capture_output=True, text=True,
                              timeout=120, check=False, env=dict(os.environ, KHROP_NOW=now))

    def snapshots(self):
        """Those that stand."""
        return sorted(os.listdir(self.site.state / "slots" / "daily"))

    def outputs(self):
        """Published folders that stand."""
        return sorted(set(os.listdir(self.site.out)) - {"latest"})

    def test_1_each_run_removes_what_is_past_at_its_end_and_says_so(self):
        self.assertEqual(self.snapshots(), [f"{DATES[day]}.1" for day in (2, 3, 4)])
        self.assertEqual(self.outputs(), [DATES[day] for day in (1, 2, 3, 4)])
        self.assertNotIn("past retention", self.said[3])
        self.assertIn("removed, past retention or left over: 1 snapshot, ", self.said[4])

    def test_2_what_went_is_said_with_what_is_left(self):
        told = self.khrop("reissue", "daily", DATES[1], "--to", str(self.site.folder / "again"))
        self.assertEqual(told.returncode, 69, told.stdout + told.stderr)
        for said in ("it was removed on 2026-11-20 ", "3 days old; retention.snapshots = 2",
                     f"the published folder {self.site.out / DATES[1]}", "khrop restate daily"):
            self.assertIn(said, told.stderr)
        told = self.khrop("compare", DATES[1], DATES[2], "--to", str(self.site.folder / "days.xlsx"))
        self.assertEqual(told.returncode, 69, told.stdout + told.stderr)
        self.assertIn("retention.snapshots = 2", told.stderr)

    def test_3_a_dry_run_removes_nothing(self):
        told = self.khrop("gc", "--dry-run", now="2026-11-22T06:00:00+07:00")
        self.assertEqual(told.returncode, 0, told.stdout + told.stderr)
        lines = [line.split() for line in told.stdout.splitlines()]
        self.assertEqual([(line[0], line[1], os.path.basename(line[-1])) for line in lines[:-1]],
                         [("output", "5", DATES[1]), ("snapshot", "4", DATES[2] + ".1"),
                          ("snapshot", "3", DATES[3] + ".1")])
        self.assertEqual(told.stdout.splitlines()[-1], "3 folders and files would be removed")
        self.assertEqual(len(self.snapshots()), 3)
        self.assertEqual(len(self.outputs()), 4)

    def test_4_a_job_at_work_is_left_for_the_next_time(self):
        lock = open(self.site.state / "locks" / "daily.lock", "r+", encoding="utf-8")
        fcntl.lockf(lock, fcntl.LOCK_EX)
        fcntl.flock(lock, fcntl.LOCK_EX)
        told = self.khrop("gc", now="2027-11-22T06:00:00+07:00")
        lock.close()
        self.assertEqual(told.returncode, 1, told.stdout + told.stderr)
        self.assertIn("is left for the next time", told.stdout)
        self.assertEqual(len(self.snapshots()), 3)

    def test_5_by_hand_all_that_is_past_goes_and_the_newest_stays(self):
        unknown = self.site.state / "slots" / "daily" / "2026-11-30.1"  # as after state.db was restored
        unknown.mkdir()
        before = self.site.query("SELECT count(*) FROM kpi_history"), self.site.query("SELECT count(*) FROM worklist")
        told = self.khrop("gc", now="2027-11-22T06:00:00+07:00")
        self.assertEqual(told.returncode, 0, told.stdout + told.stderr)
        self.assertEqual(self.snapshots(), [DATES[4] + ".1"])
        self.assertEqual(self.outputs(), [DATES[4]])
        self.assertEqual(faults(self.site.out / "latest"), [])
        self.assertEqual((self.site.query("SELECT count(*) FROM kpi_history"),
                          self.site.query("SELECT count(*) FROM worklist")), before)
        self.assertIn("0 folders", self.khrop("gc", now="2027-11-22T06:00:00+07:00").stdout)

    def test_6_the_next_morning_goes_on_and_the_newest_can_be_reissued(self):
        shutil.rmtree(self.site.out / DATES[4])
        again = self.khrop("reissue", "daily", DATES[4])
        self.assertEqual(again.returncode, 0, again.stdout + again.stderr)
        self.assertEqual(faults(self.site.out / "latest"), [])
        self.site.move_to(5)
        run = self.site.run()
        self.assertIn(run.returncode, (0, 1), run.stdout + run.stderr)
        states = set(self.site.worklist(5).values())
        self.assertIn("open", states)


if __name__ == "__main__":
    unittest.main()
