#!/usr/bin/python3
"""kill -9 while the inbox is read: nothing that was typed is lost and nothing is kept twice, wherever it falls between
commit and move. KHROP_CRASHES says how often (default 20; 200 with KHROP_LONG), KHROP_SEED at which moments. Run from the
repository root."""

import os
import random
import shutil
import signal
import subprocess
import time
import unittest

import openpyxl

from company_site import DATES, KHROP, Site

LONG = "KHROP_LONG" in os.environ
CRASHES = int(os.environ.get("KHROP_CRASHES", "200" if LONG else "20"))
SEED = int(os.environ.get("KHROP_SEED", "2569"))
FILES = 30
SETTLE_SECONDS = 0.3  # before the first file is read


class InboxCrash(unittest.TestCase):
    """Thirty lists with three remarks each, put back before each crash."""

    @classmethod
    def setUpClass(cls):
        cls.site = Site()
        run = cls.site.run()
        assert run.returncode == 0, run.stdout + run.stderr
        cls.inbox = cls.site.state / "inbox"
        cls.saved = cls.site.folder / "saved"
        cls.saved.mkdir()
        cls.ids = [check + ":" + key for check, key in cls.site.query(
            "SELECT check_id, khrop_key FROM exceptions ORDER BY exception_no LIMIT ?", FILES * 3)]
        for number in range(FILES):
            cls.save(number)

    @classmethod
    def tearDownClass(cls):
        cls.site.close()

    @classmethod
    def save(cls, number):
        """A list of three rows."""
        workbook = openpyxl.Workbook()
        workbook.active.append(["khrop_id", "khrop_baseline", "Status", "Remark", "Next date"])
        for row in range(3):
            workbook.active.append([cls.ids[number * 3 + row], None, "working", f"file {number} row {row}", None])
        about = workbook.create_sheet("khrop")
        about.append(["list_no", f"P{number}"])
        about.append(["business_on", DATES[1]])
        workbook.save(cls.saved / f"list {number}.xlsx")

    def begin_again(self):
        """As if nothing had been read."""
        shutil.rmtree(self.inbox)
        shutil.copytree(self.saved, self.inbox)
        subprocess.run(["sqlite3", str(self.site.state / "state.db"),
                        "DELETE FROM remarks; DELETE FROM inbox_strays; DELETE FROM inbox_files"], check=True)

    def start(self):
        """khrop inbox in a process of its own."""
        return subprocess.Popen([KHROP, "inbox", "--config", str(self.site.etc)], stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT, env=self.site.environment())

    def finish(self):
        """A run that nobody kills."""
        process = self.start()
        out = process.communicate(timeout=60)[0]
        self.assertEqual(process.returncode, 0, out)

    def assert_all_is_right(self):
        """Every remark once, every file in done once."""
        said = sorted(row[0] for row in self.site.query("SELECT remark FROM remarks"))
        self.assertEqual(said, sorted(f"file {number} row {row}" for number in range(FILES) for row in range(3)))
        self.assertEqual(self.site.query("SELECT count(*), sum(edit_count) FROM inbox_files"), [(FILES, FILES * 3)])
        self.assertEqual([path for path in self.inbox.iterdir() if path.is_file()], [])
        done = self.inbox / "done" / DATES[1]
        self.assertEqual({path.name: path.read_bytes() for path in done.iterdir()},
                         {path.name: path.read_bytes() for path in self.saved.iterdir()})

    def test_killed_at_any_moment_it_loses_and_doubles_nothing(self):
        self.begin_again()
        begun = time.monotonic()
        self.finish()
        seconds = time.monotonic() - begun
        self.assert_all_is_right()
        random.seed(SEED)
        killed = rounds = 0
        while killed < CRASHES and rounds < 4 * CRASHES:
            rounds += 1
            with self.subTest(round=rounds):
                self.begin_again()
                process = self.start()
                time.sleep(random.uniform(SETTLE_SECONDS, seconds))
                process.send_signal(signal.SIGKILL)
                process.communicate(timeout=60)
                if process.returncode == -signal.SIGKILL:
                    killed += 1
                else:  # it was done before: the machine has become faster than it was when it was measured
                    seconds = max(SETTLE_SECONDS * 1.1, seconds * 0.97)
                self.finish()
                self.assert_all_is_right()
        self.assertEqual(killed, CRASHES)


if __name__ == "__main__":
    unittest.main()
