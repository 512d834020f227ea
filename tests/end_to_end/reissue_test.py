#!/usr/bin/python3
"""khrop reissue: the published bytes come again from the snapshot that was kept, whatever the configuration
says today, or nothing is written and it is said why. Run from the repository root."""

import hashlib
import os
import pathlib
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import time
import unittest

from company_site import DATES, KHROP, ROOT, Site, faults

SEED = int(os.environ.get("KHROP_SEED", "2569"))


def hashes(folder):
    """{file: SHA-256} of all files of a folder, by a program that is not khrop."""
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(folder.rglob("*")) if path.is_file()}


class Reissue(unittest.TestCase):
    """One company that has published one day; each test gets a copy of the site as it was then."""

    @classmethod
    def setUpClass(cls):
        cls.site = Site()
        run = cls.site.run()
        assert run.returncode == 0, run.stdout + run.stderr
        cls.published = cls.site.out / DATES[1]
        cls.wanted = hashes(cls.published)
        cls.snapshot = cls.site.state / "slots" / "daily" / (DATES[1] + ".1")
        cls.kept = cls.site.folder / "kept"
        cls.kept.mkdir()
        for name in ("etc", "state", "out"):
            shutil.copytree(cls.site.folder / name, cls.kept / name, symlinks=True)

    @classmethod
    def tearDownClass(cls):
        cls.site.close()

    def setUp(self):
        for name in ("etc", "state", "out"):
            shutil.rmtree(self.site.folder / name)
            shutil.copytree(self.kept / name, self.site.folder / name, symlinks=True)

    def arguments(self, *options):
        """The command line."""
        return [KHROP, "reissue", "daily", DATES[1], "--config", str(self.site.etc), *options]

    def reissue(self, *options):
        """Runs it, three weeks after."""
        return subprocess.run(self.arguments(*options), capture_output=True, text=True, timeout=120,
                              env=dict(os.environ, KHROP_NOW="2026-12-08T10:00:00+07:00"), check=False)

    def change_everything(self):
        """Another name, language and report, another title and target, a rule of the site's own."""
        self.site.edit("khrop.ini", "language = th", "language = en")
        self.site.edit("khrop.ini", "organisation_en = ", "organisation_en = Another ")
        self.site.edit("khrop.ini", "organisation_th = ", "organisation_th = อีกบริษัท ")
        (self.site.etc / "reports.yaml").write_text(
            "reports:\n  kpi: {language: en}\n  csv: {enabled: false}\n", encoding="utf-8")
        (self.site.etc / "kpis.yaml").write_text("kpis:\n  on_time_delivery: {target: 12}\n",
                                                 encoding="utf-8")
        checks = self.site.etc / "catalogue" / "checks"
        checks.mkdir(parents=True, exist_ok=True)
        rule = (ROOT / "jobs" / "catalogue" / "checks" / "BO-01.sql").read_text(encoding="utf-8")
        (checks / "BO-01.sql").write_text(re.sub(r"(?m)^-- title: .*$", "-- title: {en: Other, th: อื่น}",
                                                 rule), encoding="utf-8")
        run = self.site.run("--dry-run")
        self.assertIn(run.returncode, (0, 1), run.stdout + run.stderr)
        dry = pathlib.Path(re.search(r"(/\S*khrop-dry-run-\S+)", run.stdout).group(1))
        other = hashes(dry)
        shutil.rmtree(dry)
        self.assertNotEqual(other.get("kpi.xlsx"), self.wanted["kpi.xlsx"])
        self.assertNotEqual(other.get("exceptions.xlsx"), self.wanted["exceptions.xlsx"])

    def test_a_deleted_folder_comes_back_with_equal_hashes(self):
        shutil.rmtree(self.published)
        again = self.reissue()
        self.assertEqual(again.returncode, 0, again.stdout + again.stderr)
        self.assertEqual(hashes(self.published), self.wanted)
        self.assertIn(f"{len(self.wanted) - 1} files and manifest.json, each with the SHA-256 that was"
                      " published", again.stdout)
        self.assertEqual(os.readlink(self.site.out / "latest"), DATES[1])
        self.assertEqual(sorted(os.listdir(self.site.out)), [DATES[1], "latest"])
        self.assertEqual(
            self.site.query("SELECT count(*) FROM slot_events WHERE state = 'reissued'"), [(1,)])

    def test_the_bytes_are_those_of_that_day_though_everything_was_changed_since(self):
        self.change_everything()
        shutil.rmtree(self.published)
        again = self.reissue()
        self.assertEqual(again.returncode, 0, again.stdout + again.stderr)
        self.assertEqual(hashes(self.published), self.wanted)

    def test_a_job_that_is_no_more_has_its_past_all_the_same(self):
        self.site.edit("jobs.yaml", "  daily:", "  evening:")
        shutil.rmtree(self.published)
        again = self.reissue()
        self.assertEqual(again.returncode, 0, again.stdout + again.stderr)
        self.assertEqual(hashes(self.published), self.wanted)

    def test_a_whole_folder_is_left_as_it_is(self):
        before = os.stat(self.published).st_ino
        again = self.reissue()
        self.assertEqual(again.returncode, 0, again.stdout + again.stderr)
        self.assertIn("stands whole", again.stdout)
        self.assertEqual(os.stat(self.published).st_ino, before)

    def test_a_damaged_folder_goes_aside_and_a_whole_one_takes_its_place(self):
        (self.published / "kpi.xlsx").write_bytes(b"typed over")
        os.remove(self.published / "summary.html")
        again = self.reissue()
        self.assertEqual(again.returncode, 0, again.stdout + again.stderr)
        self.assertEqual(hashes(self.published), self.wanted)
        aside = self.site.out / (DATES[1] + ".damaged")
        self.assertEqual((aside / "kpi.xlsx").read_bytes(), b"typed over")
        self.assertIn(str(aside), again.stdout)

    def test_elsewhere_it_is_written_into_a_folder_that_was_not_there(self):
        place = self.site.folder / "again"
        shutil.rmtree(place, ignore_errors=True)
        again = self.reissue("--to", str(place))
        self.assertEqual(again.returncode, 0, again.stdout + again.stderr)
        self.assertEqual(hashes(place), self.wanted)
        self.assertEqual(hashes(self.published), self.wanted)
        before = hashes(place)
        once_more = self.reissue("--to", str(place))
        self.assertEqual(once_more.returncode, 73, once_more.stdout + once_more.stderr)
        self.assertIn("stands there already", once_more.stderr)
        self.assertEqual(hashes(place), before)
        shutil.rmtree(place)

    def test_no_folder_is_written_among_the_published_ones(self):
        again = self.reissue("--to", str(self.site.out / "2026-11-25"))
        self.assertEqual(again.returncode, 64, again.stdout + again.stderr)
        self.assertIn("below the output folder", again.stderr)
        self.assertEqual(sorted(os.listdir(self.site.out)), [DATES[1], "latest"])

    def test_a_damaged_snapshot_is_refused_in_words_and_nothing_is_written(self):
        shutil.rmtree(self.published)
        whole = {name: (self.snapshot / name).read_bytes()
                 for name in ("sales.sqlite", "results.sqlite", "derived.sqlite", "kept.sqlite")}
        damages = [("cut", lambda bytes_: bytes_[:len(bytes_) // 2]),
                   ("gone", lambda bytes_: None),
                   ("written over", lambda bytes_: bytes_[:8192] + b"\xff" * 8192 + bytes_[16384:])]
        for name, content in whole.items():
            for what, damage in damages:
                if (name, what) == ("kept.sqlite", "gone"):
                    continue # that is what a slot of an older khrop looks like
                with self.subTest(name=name, what=what):
                    damaged = damage(content)
                    if damaged is None:
                        os.remove(self.snapshot / name)
                    else:
                        (self.snapshot / name).write_bytes(damaged)
                    again = self.reissue()
                    (self.snapshot / name).write_bytes(content)
                    self.assertEqual(again.returncode, 65, again.stdout + again.stderr)
                    self.assertIn(f"{DATES[1]}.1/{name}", again.stderr)
                    self.assertIn("khrop restate", again.stderr)
                    self.assertFalse(self.published.exists())
        self.assertEqual(self.reissue().returncode, 0)

    def change_a_figure(self):
        """The snapshot is whole as a file, but says something else."""
        connection = sqlite3.connect(self.snapshot / "results.sqlite")
        with connection:
            changed = connection.execute(
                "UPDATE khrop_kpi_values SET value = value + 10000 WHERE period = 'month' AND level ="
                " 'company' AND split = '*' AND value IS NOT NULL").rowcount
        connection.close()
        self.assertGreater(changed, 0)

    def test_each_file_that_would_differ_is_named_with_why_and_nothing_is_written(self):
        self.change_a_figure()
        shutil.rmtree(self.published)
        again = self.reissue()
        self.assertEqual(again.returncode, 65, again.stdout + again.stderr)
        for name in ("kpi.xlsx differs", "csv/kpi_values.csv differs"):
            self.assertIn(name, again.stderr)
        self.assertNotIn("exceptions.xlsx", again.stderr)
        self.assertIn("why: the snapshot has been changed since it was published", again.stderr)
        self.assertFalse(self.published.exists())
        place = self.site.folder / "anyway"
        anyway = self.reissue("--to", str(place), "--anyway")
        self.assertEqual(anyway.returncode, 1, anyway.stdout + anyway.stderr)
        differing = {name for name, sha256 in hashes(place).items() if self.wanted[name] != sha256}
        told = {line.split()[0] for line in again.stderr.splitlines() if line.endswith(" differs")}
        self.assertEqual(told | {"manifest.json"}, differing)
        shutil.rmtree(place)

    def test_what_an_older_khrop_published_is_tried_with_the_settings_of_today(self):
        os.remove(self.snapshot / "kept.sqlite")
        shutil.rmtree(self.published)
        again = self.reissue()
        self.assertEqual(again.returncode, 0, again.stdout + again.stderr)
        self.assertEqual(hashes(self.published), self.wanted)
        self.change_everything()
        shutil.rmtree(self.published)
        changed = self.reissue()
        self.assertEqual(changed.returncode, 65, changed.stdout + changed.stderr)
        self.assertIn("kept neither its settings nor its catalogue", changed.stderr)
        self.assertFalse(self.published.exists())

    def test_no_snapshot_is_said_with_what_is_left(self):
        shutil.rmtree(self.snapshot)
        place = self.site.folder / "again"
        again = self.reissue("--to", str(place))
        self.assertEqual(again.returncode, 69, again.stdout + again.stderr)
        self.assertIn(f"the published folder {self.published}", again.stderr)
        self.assertIn("khrop restate daily", again.stderr)
        shutil.rmtree(self.published)
        self.assertIn("no published folder", self.reissue().stderr)

    def test_a_date_that_was_never_published_is_said(self):
        never = subprocess.run([KHROP, "reissue", "daily", "2026-11-16", "--config", str(self.site.etc)],
                               capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(never.returncode, 64)
        self.assertIn("has published nothing for 2026-11-16", never.stderr)

    def test_killed_at_any_moment_the_folder_is_whole_or_absent_and_the_next_reissue_is_right(self):
        shutil.rmtree(self.published)
        begun = time.monotonic()
        self.assertEqual(self.reissue().returncode, 0)
        seconds = time.monotonic() - begun
        moments = random.Random(SEED)
        for number in range(int(os.environ.get("KHROP_CRASHES", "12"))):
            is_damaged = number % 2 == 1
            if is_damaged:
                (self.published / "kpi.xlsx").write_bytes(b"typed over")
            else:
                shutil.rmtree(self.published)
            after = moments.uniform(0, seconds * 1.05)
            with self.subTest(number=number, after=round(after, 3)):
                process = subprocess.Popen(self.arguments(), stdout=subprocess.DEVNULL,
                                           stderr=subprocess.DEVNULL)
                time.sleep(after)
                process.send_signal(signal.SIGKILL)
                process.wait()
                if self.published.exists() and not is_damaged:
                    self.assertEqual(faults(self.published), [])
                again = self.reissue()
                self.assertEqual(again.returncode, 0, again.stdout + again.stderr)
                self.assertEqual(hashes(self.published), self.wanted)
                self.assertNotIn(".partial", os.listdir(self.site.out))


if __name__ == "__main__":
    unittest.main()
