#!/usr/bin/python3
"""kill -9 at random moments: the next run is right, and `latest` is never half. KHROP_CRASHES says how
often (default 20), KHROP_SEED at which moments. Run from the repository root."""

import os
import random
import shutil
import signal
import time
import unittest

from company_site import DATES, Site, faults

CRASHES = int(os.environ.get("KHROP_CRASHES", "20"))
SEED = int(os.environ.get("KHROP_SEED", "2569"))


class Crash(unittest.TestCase):
    """One company; before each crash its state and output are taken back to the beginning."""

    @classmethod
    def setUpClass(cls):
        cls.site = Site()
        begun = time.monotonic()
        run = cls.site.run()
        cls.seconds = time.monotonic() - begun
        assert run.returncode == 0, run.stdout + run.stderr
        cls.wanted = cls.site.worklist(1)
        cls.manifest = (cls.site.out / DATES[1] / "manifest.json").read_bytes()
        cls.begin_again()

    @classmethod
    def tearDownClass(cls):
        cls.site.close()

    @classmethod
    def begin_again(cls):
        """As if nothing had been run."""
        shutil.rmtree(cls.site.state, ignore_errors=True)
        shutil.rmtree(cls.site.out, ignore_errors=True)

    def assert_latest_is_whole_or_absent(self):
        latest = self.site.out / "latest"
        if os.path.lexists(latest):
            self.assertEqual(faults(latest), [])

    def assert_all_is_right(self):
        """As if no crash had been."""
        self.assertEqual(os.readlink(self.site.out / "latest"), DATES[1])
        self.assertEqual(faults(self.site.out / "latest"), [])
        self.assertEqual((self.site.out / "latest" / "manifest.json").read_bytes(), self.manifest)
        self.assertEqual(self.site.worklist(1), self.wanted)
        self.assertEqual(sorted(os.listdir(self.site.out)), [DATES[1], "latest"])
        self.assertEqual(os.listdir(self.site.state / "slots" / "daily"), [DATES[1] + ".1"])
        self.assertEqual(
            self.site.query("SELECT count(*) FROM attempts WHERE state = 'published'"), [(1,)])
        self.assertEqual(
            self.site.query("SELECT count(*) FROM attempts WHERE state IN ('running',"
                            " 'publishing')"), [(0,)])
        for table in ("worklist", "kpi_runs", "kpi_days", "kpi_history", "staff_places", "promises"):
            self.assertEqual(
                self.site.query(f"SELECT count(*) FROM {table} JOIN attempts USING (attempt_id)"
                                " WHERE attempts.state <> 'published'"), [(0,)])

    def test_whenever_it_is_killed_the_next_run_is_right(self):
        moments = random.Random(SEED)
        for number in range(CRASHES):
            after = moments.uniform(0, self.seconds * 1.05)
            with self.subTest(number=number, after=round(after, 3)):
                run = self.site.start()
                time.sleep(after)
                run.send_signal(signal.SIGKILL)
                run.communicate()
                self.assert_latest_is_whole_or_absent()
                again = self.site.run()
                self.assertEqual(again.returncode, 0, again.stdout + again.stderr)
                self.assert_all_is_right()
            self.begin_again()

    def test_killed_again_and_again_without_a_whole_run_between(self):
        moments = random.Random(SEED + 1)
        for _ in range(5):
            run = self.site.start()
            time.sleep(moments.uniform(0, self.seconds))
            run.send_signal(signal.SIGKILL)
            run.communicate()
            self.assert_latest_is_whole_or_absent()
        self.assertEqual(self.site.run().returncode, 0)
        self.assert_all_is_right()
        self.begin_again()


if __name__ == "__main__":
    unittest.main(verbosity=2)
