#!/usr/bin/python3
"""Deliveries to folders; who gets what and who can't; what a wrong `deliveries` or [mail] is told. Run from the
repository root."""

import hashlib
import json
import os
import subprocess
import unittest

from company_site import DATES, KHROP, Site, faults
from mail_servers import Sink

MAIL = """
[mail]
server = 127.0.0.1
port = {port}
security = none
from = khrop@ruamjai-home.example
"""


class Deliveries(unittest.TestCase):
    """Each test has a site of its own."""

    def setUp(self):
        self.site = Site()
        self.addCleanup(self.site.close)
        self.share = self.site.folder / "share"

    def write(self, deliveries, port=1):
        """`deliveries` of reports.yaml, and [mail] in the clear."""
        (self.site.etc / "reports.yaml").write_text(
            "deliveries:\n" + "".join(f"  {line}\n" for line in deliveries), encoding="utf-8")
        (self.site.etc / "khrop.ini").write_text(self.site.ini + MAIL.format(port=port), encoding="utf-8")

    def command(self, *arguments, minutes=5):
        """Runs khrop so many minutes after the run."""
        at = f"{DATES[self.site.day]}T06:{minutes:02}:00+07:00"
        return subprocess.run([KHROP, *arguments, "--config", str(self.site.etc)],
                              env=dict(os.environ, KHROP_NOW=at), capture_output=True, text=True,
                              timeout=60, check=False)

    def outbox(self, *options):
        """Rows of khrop outbox."""
        return json.loads(self.command("outbox", "--json", *options).stdout)

    def run_ends(self, code, *options):
        """Runs the job."""
        done = self.site.run(*options)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done


class Folders(Deliveries):
    """Copies to shares."""

    def copied(self, name, attempt=""):
        """The files of a copy below its day, as its manifest lists them; each is what it says."""
        day = self.share / "daily" / (DATES[1] + attempt)
        manifest = json.loads((day / f"{name}.manifest.json").read_text(encoding="utf-8"))
        for file in manifest["files"]:
            content = (day / file["path"]).read_bytes()
            self.assertEqual((len(content), hashlib.sha256(content).hexdigest()),
                             (file["bytes"], file["sha256"]))
            published = self.site.out / (DATES[1] + attempt) / file["path"]
            self.assertEqual(content, published.read_bytes())
        return [file["path"] for file in manifest["files"]]

    def test_the_demonstration_copies_its_lists_and_figures(self):
        done = self.run_ends(0)
        self.assertIn("\ndeliveries: 2 delivered\n", done.stdout)
        self.assertEqual(self.copied("share_kpi"), ["kpi.xlsx"])
        published = sorted(f"lists/{path.name}" for path in (self.site.out / DATES[1] / "lists").iterdir())
        self.assertEqual(sorted(self.copied("share_lists")), published)
        self.assertEqual([path for path in self.share.rglob("*") if path.name.startswith(".")], [])
        self.assertEqual([path for path in self.share.rglob("*") if path.is_symlink()], [])

    def test_a_share_that_is_not_there_is_tried_again_and_not_made(self):
        self.share.rmdir()
        done = self.run_ends(1)
        self.assertIn("is the share mounted? khrop does not make this folder", done.stdout)
        self.assertIn("deliveries: 0 delivered, 2 to be tried again", done.stdout)
        self.assertFalse(self.share.exists())
        self.assertEqual(faults(self.site.out / "latest"), [])
        self.share.mkdir()
        again = self.command("deliver")
        self.assertEqual((again.returncode, again.stdout), (0, "2 delivered\n"))
        self.assertEqual(self.copied("share_kpi"), ["kpi.xlsx"])

    def test_a_locked_share_is_tried_again(self):
        # A file where the day's folder must be stands for what can't be written, also for root.
        (self.share / "daily").write_text("locked", encoding="ascii")
        done = self.run_ends(1)
        self.assertIn("a link or a file stands where a folder must be, take it away", done.stdout)
        (self.share / "daily").unlink()
        self.assertEqual(self.command("deliver").returncode, 0)
        self.assertEqual(self.copied("share_kpi"), ["kpi.xlsx"])

    @unittest.skipIf(os.geteuid() == 0, "root writes everywhere")
    def test_a_share_without_write_access_says_so(self):
        self.share.chmod(0o500)
        self.addCleanup(self.share.chmod, 0o700)
        self.assertIn("give the user that runs khrop write access to it", self.run_ends(1).stdout)

    def test_a_full_share_is_tried_again_and_keeps_nothing_half(self):
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", self.share],
                                 capture_output=True, check=False)
        if mounted.returncode != 0:
            self.skipTest("no right to mount")
        try:
            done = self.run_ends(1)
            self.assertIn("No space left on device; make room there", done.stdout)
            self.assertFalse((self.share / "daily" / DATES[1] / "share_kpi.manifest.json").exists())
            self.assertEqual(list(self.share.rglob("*.partial")), [])
            subprocess.run(["mount", "-o", "remount,size=16m", self.share], check=True)
            self.assertEqual(self.command("deliver").returncode, 0)
            self.assertEqual(self.copied("share_kpi"), ["kpi.xlsx"])
        finally:
            subprocess.run(["umount", self.share], check=True)

    def test_no_link_is_followed(self):
        elsewhere = self.site.folder / "elsewhere"
        elsewhere.mkdir()
        (self.share / "daily").symlink_to(elsewhere)
        self.assertIn("a link or a file stands where a folder must be", self.run_ends(1).stdout)
        self.assertEqual(list(elsewhere.iterdir()), [])

    def test_a_link_in_place_of_a_file_is_replaced(self):
        secret = self.site.folder / "secret"
        secret.write_text("mine", encoding="ascii")
        day = self.share / "daily" / DATES[1]
        day.mkdir(parents=True)
        (day / "kpi.xlsx").symlink_to(secret)
        self.run_ends(0)
        self.assertEqual(secret.read_text(encoding="ascii"), "mine")
        self.assertEqual(self.copied("share_kpi"), ["kpi.xlsx"])

    def test_what_a_crash_left_half_is_made_whole(self):
        self.run_ends(0)
        day = self.share / "daily" / DATES[1]
        (day / "kpi.xlsx").write_bytes(b"half")
        (day / ".kpi.xlsx.partial").write_bytes(b"half")
        (day / "share_kpi.manifest.json").unlink()
        number = next(row["outbox_no"] for row in self.outbox() if row["delivery"] == "share_kpi")
        self.site.execute_state("UPDATE outbox SET state = 'sending' WHERE outbox_no = ?", number)
        self.assertEqual(self.command("deliver").returncode, 0)
        self.assertEqual(self.copied("share_kpi"), ["kpi.xlsx"])
        self.assertEqual(list(day.glob(".*")), [])

    def test_a_forced_rerun_goes_beside_the_first_and_only_with_what_is_new(self):
        self.run_ends(0)
        reports = self.site.etc / "reports.yaml"
        reports.write_text(reports.read_text(encoding="utf-8").replace("kpi: {language: th}", "kpi: {language: en}", 1),
                           encoding="utf-8")
        self.run_ends(0, "--force")
        self.assertEqual(self.copied("share_kpi"), self.copied("share_kpi", ".2"))
        self.assertEqual([row["delivery"] for row in self.outbox("--all")], ["share_kpi", "share_lists", "share_kpi"])

    def test_a_published_file_that_was_changed_is_not_delivered(self):
        self.share.rmdir()
        self.run_ends(1)
        self.share.mkdir()
        path = self.site.out / DATES[1] / "kpi.xlsx"
        path.chmod(0o640)
        path.write_bytes(path.read_bytes() + b" ")
        done = self.command("deliver")
        self.assertEqual(done.returncode, 1)
        self.assertIn("what was read back is not what was published", done.stdout)
        self.assertFalse((self.share / "daily" / DATES[1] / "kpi.xlsx").exists())


class Recipients(Deliveries):
    """Who gets what."""

    def setUp(self):
        super().setUp()
        self.sink = Sink()
        self.addCleanup(self.sink.close)

    def got(self):
        """Recipients, in order."""
        return sorted(to for tos, _ in self.sink.messages for to in tos)

    def test_staff_without_an_address_or_with_a_bad_one_are_told_of(self):
        self.write(["staff: {report: lists, by: mail, to: staff}"], self.sink.port)
        self.site.execute("sales", "UPDATE emp SET email = NULL WHERE emp_code = '10002'")
        self.site.execute("sales", "UPDATE emp SET email = 'anucha@' WHERE emp_code = '10012'")
        done = self.run_ends(1)
        self.assertIn("2 refused", done.stdout)
        answers = {row["recipient"]: row["answer"] for row in self.outbox() if row["state"] == "refused"}
        self.assertEqual(answers, {
            "10002": "staff 10002 has no e-mail; give them one in the source of dataset staff",
            "anucha@": "e-mail anucha@ of staff 10012 is not an address: what stands behind the @ is not a "
                       "domain; mend it in the source of dataset staff"})
        self.assertNotIn("anucha@", self.got())
        self.assertEqual(len(self.got()), len(set(self.got())))

    def test_supervisors_of_an_audience_are_those_of_its_team(self):
        (self.site.etc / "reports.yaml").write_text(
            "audiences:\n  team_1: {title: {th: ทีม 1, en: Team 1}, team: ลูกค้าสัมพันธ์ 1}\n"
            "deliveries:\n  team_1: {report: kpi, audience: team_1, by: mail, to: supervisors}\n",
            encoding="utf-8")
        (self.site.etc / "khrop.ini").write_text(self.site.ini + MAIL.format(port=self.sink.port),
                                                 encoding="utf-8")
        self.run_ends(0)
        wanted = self.site.mirror(
            "sales", "SELECT DISTINCT boss.email FROM staff JOIN staff AS boss ON boss.staff_no ="
            " staff.supervisor_no WHERE staff.team = 'ลูกค้าสัมพันธ์ 1' AND staff.is_active = 1"
            " AND boss.is_active = 1")
        self.assertEqual(self.got(), sorted(row["email"] for row in wanted))
        self.assertTrue(self.got())

    def test_empty_says_who_hears_of_nothing(self):
        idle = self.idle_desk()
        for empty, heard in (("skip", 0), ("heartbeat", 1), ("file", 1)):
            with self.subTest(empty=empty):
                self.write([f"idle: {{report: lists, by: mail, to: 'role:{idle}', empty: {empty}}}"],
                           self.sink.port)
                self.sink.messages.clear()
                self.run_ends(0, "--force")
                self.assertEqual(len(self.got()), heard)

    def test_skip_is_no_silence_when_not_all_was_checked(self):
        idle = self.idle_desk()
        self.write([f"idle: {{report: lists, by: mail, to: 'role:{idle}', empty: skip}}"], self.sink.port)
        (self.site.folder / "data" / "credit.sqlite").unlink()
        self.run_ends(1)
        self.assertEqual(len(self.got()), 1)

    def idle_desk(self):
        """A desk that owns nothing."""
        with open(self.site.etc / "desks.yaml", "a", encoding="utf-8") as file:
            file.write("  idle: {title: {th: ว่าง, en: Idle}, email: idle@ruamjai-home.example}\n")
        return "idle"

    def test_one_thing_to_one_address_is_sent_once_whoever_names_it(self):
        self.write(["one: {report: kpi, by: mail, to: a@example.com}",
                    "two: {report: kpi, by: mail, to: a@example.com}"], self.sink.port)
        self.run_ends(0)
        self.assertEqual(self.got(), ["a@example.com"])

    def test_a_forced_rerun_takes_the_place_of_what_was_not_sent(self):
        self.write(["one: {report: kpi, by: mail, to: a@example.com}"])
        self.run_ends(1)
        self.write(["one: {report: kpi, by: mail, to: a@example.com}"], self.sink.port)
        self.site.execute("sales", "UPDATE emp SET email = NULL WHERE emp_code = '10002'")
        later = dict(self.site.environment(), KHROP_NOW=DATES[1] + "T07:00:00+07:00")
        done = subprocess.run(self.site.arguments("--force"), env=later, capture_output=True, text=True,
                              timeout=60, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertEqual(self.got(), ["a@example.com"])
        self.assertEqual([row["state"] for row in self.outbox("--all")], ["superseded", "sent"])

    def test_an_older_day_is_delivered_to_nobody(self):
        self.site.move_to(2)
        self.write(["one: {report: kpi, by: mail, to: a@example.com}"], self.sink.port)
        self.run_ends(1) # its first day has no training, which is not checked
        self.site.run(day=1)
        self.assertEqual(self.got(), ["a@example.com"])

    def test_a_dry_run_is_delivered_to_nobody(self):
        self.write(["one: {report: kpi, by: mail, to: a@example.com}"], self.sink.port)
        self.run_ends(0, "--dry-run")
        self.assertEqual(self.got(), [])

    def test_the_link_is_the_one_that_is_set(self):
        self.write(["one: {report: kpi, by: mail, to: a@example.com, contents: summary, "
                    "link: 'https://files.example/{job}/{date}/'}"], self.sink.port)
        self.run_ends(0)
        [plain] = self.site.query("SELECT plain FROM outbox_contents")
        self.assertIn(f": https://files.example/daily/{DATES[1]}/\n", plain[0])
        self.assertNotIn(str(self.site.folder), plain[0])


class Live(Deliveries):
    """khrop check --live."""

    def test_servers_and_shares_are_tried(self):
        sink = Sink()
        self.addCleanup(sink.close)
        self.write(["one: {report: kpi, by: mail, to: a@example.com}",
                    "two: {report: kpi, by: folder, folder: ../share}"], sink.port)
        done = self.site.check("--live")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn(f"mail server 127.0.0.1:{sink.port}: connected, not encrypted\n", done.stdout)
        self.assertRegex(done.stdout, r"folder .*/share: can be written\n")
        self.assertEqual((sink.messages, sink.asked), ([], []))

    def test_what_is_wrong_is_told_with_the_fix(self):
        self.write(["one: {report: kpi, by: mail, to: a@example.com}",
                    "two: {report: kpi, by: folder, folder: ../nowhere}"])
        done = self.site.check("--live")
        self.assertEqual(done.returncode, 69, done.stdout + done.stderr)
        self.assertIn("mail server 127.0.0.1:1 does not take connections; are \"server\" and \"port\" in "
                      "[mail] right", done.stdout)
        self.assertRegex(done.stdout, r"nowhere: No such file or directory; is the share mounted\? khrop does "
                                      r"not make this folder \(reports.yaml:3\)\n")
        self.assertIn("2 of the places that deliveries go to have something to mend", done.stderr)


class Wrong(Deliveries):
    """What is told of a wrong `deliveries` or [mail]: file, line, and what to type."""

    def told(self, *parts):
        """Each line of the complaint has its part."""
        done = self.site.check()
        self.assertEqual(done.returncode, 78, done.stdout + done.stderr)
        lines = done.stderr.removeprefix("khrop: ").splitlines()
        self.assertEqual(len(lines), len(parts), done.stderr)
        for line, part in zip(lines, parts):
            self.assertIn(part, line)

    def test_reports_audiences_and_desks_that_are_not_there(self):
        self.write(["a: {report: kpis, by: mail, to: x@example.com}",
                    "b: {report: kpi, audience: team_9, by: mail, to: x@example.com}",
                    "c: {report: lists, by: mail, to: role:credt}",
                    "d: {report: lists, by: mail, to: stuff}",
                    "e: {report: csv, by: mail, to: x@example.com}"])
        self.told('reports.yaml:2: "report" can\'t be "kpis"; did you mean "kpi"?',
                  'reports.yaml:5: delivery d: "to" names nobody that is known: "stuff"; did you mean "staff"?',
                  'reports.yaml:3: delivery b: there is no audience "team_9": "audiences" has none',
                  'reports.yaml:4: delivery c: desks.yaml has no desk "credt"; did you mean "credit"?',
                  "reports.yaml:6: delivery e: csv is a folder of files and can't be attached; write "
                  "contents: summary, or by: folder")

    def test_a_report_that_is_off_or_that_no_job_writes(self):
        (self.site.etc / "reports.yaml").write_text(
            "reports:\n  kpi: {enabled: false}\ndeliveries:\n  a: {report: kpi, by: folder, folder: ../share}\n"
            "  b: {report: csv, by: folder, folder: ../share}\n", encoding="utf-8")
        self.site.edit("jobs.yaml", "  daily:", "  daily:\n    reports: [kpi, lists]")
        self.told("reports.yaml:4: delivery a: report kpi is off (line 2); write enabled: true there, or take "
                  "the delivery away",
                  "reports.yaml:5: delivery b: no job of jobs.yaml writes report csv; add it to a job's "
                  '"reports"')

    def test_bad_addresses(self):
        self.write(["a: {report: kpi, by: mail, to: ['สมชาย@example.com', 'x@example', 'a..b@example.com', "
                    "'two words@example.com', 'a@b.com\\r\\nBcc: c@d.com']}"])
        self.told(*[f"reports.yaml:2: delivery a: to {address}" for address in
                    ("สมชาย@example.com is not an address: only letters a-z", "x@example is not an address: "
                     "the domain behind the @ is not whole", "a..b@example.com is not an address: a dot",
                     "two words@example.com is not an address: only letters a-z")],
                  "a@b.com")

    def test_each_way_has_its_own_settings(self):
        self.write(["a: {report: kpi, by: folder, to: x@example.com}",
                    "b: {report: kpi, by: mail, folder: ../share}"])
        self.told('delivery a: by: folder needs "folder", the path that files are copied into',
                  'delivery a: "to" is of mail; a folder has none',
                  'delivery b: "folder" is for by: folder',
                  'delivery b: by: mail needs "to": [address, staff, supervisors, role:DESK]')

    def test_mail_without_a_server(self):
        (self.site.etc / "reports.yaml").write_text(
            "deliveries:\n  a: {report: kpi, by: mail, to: x@example.com}\n", encoding="utf-8")
        self.told("reports.yaml:2: delivery a: by: mail needs a mail server; write [mail] with server and from "
                  "into khrop.ini")

    def test_a_password_does_not_travel_in_the_clear(self):
        self.write([])
        (self.site.etc / "reports.yaml").write_text("{}\n", encoding="utf-8")
        with open(self.site.etc / "khrop.ini", "a", encoding="utf-8") as file:
            file.write("user = khrop\ncredential = mail\nreply_to = nobody\n")
        self.told("reply_to = nobody is not an address: it has no @",
                  'with security = none the password of "user" would travel in the clear; write security = '
                  "starttls, or leave user and credential out")


if __name__ == "__main__":
    unittest.main(verbosity=2)
