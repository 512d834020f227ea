#!/usr/bin/python3
"""Deliveries by mail, to real servers and to servers that misbehave: what arrives, what is tried again, what
is said, and that nothing arrives twice. Run from the repository root."""

import email
import email.policy
import json
import mailbox
import os
import random
import re
import shutil
import signal
import subprocess
import time
import unittest

from company_site import DATES, KHROP, Deaf, Site
from mail_servers import EXIM, PASSWORD, USER, Authority, Exim, Rude, Sink

LONG = os.environ.get("KHROP_LONG") == "1"
KILLS = int(os.environ.get("KHROP_KILLS", "200" if LONG else "12"))
SEED = int(os.environ.get("KHROP_SEED", "2569"))
ADDRESSES = ["ann@example.com", "bert@example.com", "cher@example.com"]
DELIVERIES = """
deliveries:
  boss: {report: kpi, by: mail, to: [ann@example.com, bert@example.com, cher@example.com]}
"""
MAIL = """
[mail]
server = localhost
port = 1
ca_file = ../authority/ca.pem
user = khrop
credential = mail
from = khrop@ruamjai-home.example
time_limit = 20s
"""
KEPT = "kept"


def message_of(content):
    """As Python's strict reader has it; that it finds nothing wrong is part of every test."""
    message = email.message_from_bytes(content, policy=email.policy.strict)
    wrong = [defect for part in message.walk() for defect in
             [*part.defects, *(fault for value in part.values() for fault in value.defects)]]
    assert not wrong, wrong
    assert max(map(len, content.split(b"\r\n"))) <= 78, "a line is longer than 78 characters"
    return message


def part_of(message, content_type):
    """The text of a body."""
    return next(part.get_content() for part in message.walk()
                if part.get_content_type() == content_type and not part.get_filename())


class Mail(unittest.TestCase):
    """A day is published while the mail server is away; each test begins with the outbox of then."""

    deliveries = DELIVERIES

    @classmethod
    def setUpClass(cls):
        cls.site = Site()
        cls.addClassCleanup(cls.site.close)
        cls.authority = Authority(cls.site.folder / "authority")
        with open(cls.site.etc / "reports.yaml", "w", encoding="utf-8") as file:
            file.write("reports:\n  kpi: {language: th}\n" + cls.deliveries)
        with open(cls.site.etc / "khrop.ini", "a", encoding="utf-8") as file:
            file.write(MAIL)
        (cls.site.etc / "credentials").mkdir(exist_ok=True)
        secret = cls.site.etc / "credentials" / "mail"
        secret.write_text(PASSWORD + "\n", encoding="utf-8")
        secret.chmod(0o600)
        cls.ini = (cls.site.etc / "khrop.ini").read_text(encoding="utf-8")
        cls.published = cls.site.run()
        shutil.copy(cls.site.state / "state.db", cls.site.folder / KEPT)

    def setUp(self):
        for name in ("state.db", "state.db-wal", "state.db-shm"):
            (self.site.state / name).unlink(missing_ok=True)
        shutil.copy(self.site.folder / KEPT, self.site.state / "state.db")
        self.set()

    def set(self, **keys):
        """Keys of [mail]."""
        text = self.ini
        for key, value in keys.items():
            line = f"{key} = {value}" if value is not None else ""
            head, mail = text.split("[mail]")
            mail = re.sub(rf"(?m)^{key}\s*=.*\n", "", mail)
            text = f"{head}[mail]{mail}{line}\n"
        (self.site.etc / "khrop.ini").write_text(text, encoding="utf-8")

    def serve(self, there, **keys):
        """The site's mail server from here on, gone with the test."""
        self.addCleanup(there.close)
        self.set(port=there.port, **keys)
        return there

    def sink(self, **settings):
        """The good one."""
        return self.serve(Sink(self.authority, **settings))

    def rude(self, **settings):
        """One in the clear."""
        return self.serve(Rude(**settings), security="none", user=None, credential=None,
                          server="127.0.0.1")

    def command(self, *arguments, minutes=0, timeout=60):
        """Runs khrop so many minutes after the run."""
        at = f"{DATES[1]}T{6 + minutes // 60:02}:{minutes % 60:02}:00+07:00"
        return subprocess.run([KHROP, *arguments, "--config", str(self.site.etc)],
                              env=dict(os.environ, KHROP_NOW=at), capture_output=True, text=True,
                              timeout=timeout, check=False)

    def deliver(self, *options, minutes=5, code=0, timeout=60):
        """Runs khrop deliver, which must end so."""
        done = self.command("deliver", *options, minutes=minutes, timeout=timeout)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        self.assertNotIn(PASSWORD, done.stdout + done.stderr)
        return done

    def states(self):
        """{recipient: state} as khrop outbox says."""
        done = self.command("outbox", "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        return {row["recipient"]: row["state"] for row in json.loads(done.stdout)}

    def assert_each_once(self, sink, recipients=None):
        """Everyone has one message, and nobody a second."""
        self.assertEqual(sorted(to for tos, _ in sink.messages for to in tos),
                         sorted(recipients or ADDRESSES))


class Faults(Mail):
    """What goes wrong with a server."""

    def test_publication_stands_and_says_that_nobody_has_it(self):
        self.assertEqual(self.published.returncode, 1, self.published.stdout + self.published.stderr)
        self.assertIn("deliveries: 0 delivered, 3 to be tried again (khrop outbox shows them)",
                      self.published.stdout)
        self.assertIn("mail server localhost:1 does not take connections", self.published.stdout)
        self.assertTrue((self.site.out / "latest" / "manifest.json").is_file())

    def test_a_server_that_was_away_gets_each_message_once(self):
        sink = self.sink()
        self.assertIn("3 delivered", self.deliver().stdout)
        self.assert_each_once(sink)
        self.deliver(minutes=90)
        again = self.site.run()
        self.assertEqual(again.returncode, 0, again.stdout + again.stderr)
        self.assert_each_once(sink)
        self.assertEqual(set(sink.logins), {True})
        self.assertEqual(set(self.states().values()), {"sent"})

    def test_what_is_not_due_waits(self):
        sink = self.sink()
        done = self.deliver(minutes=0, code=1)
        self.assertIn("0 delivered; 3 more wait for their next try (--now tries them)", done.stdout)
        self.assertEqual(sink.asked, [])
        self.deliver("--now", minutes=0)
        self.assert_each_once(sink)

    def test_greylisted_is_tried_again_later(self):
        sink = self.sink(first="451 4.7.1 greylisted, come back")
        done = self.deliver(code=1)
        self.assertIn("not yet delivered: boss to ann@example.com: 451 4.7.1 greylisted, come back",
                      done.stdout)
        self.assertEqual(sink.messages, [])
        self.deliver(minutes=6, code=1) # five minutes after the second try
        self.assertEqual(sink.messages, [])
        self.deliver(minutes=11)
        self.assert_each_once(sink)
        codes = self.site.query("SELECT code, state FROM outbox_receipts WHERE outbox_no = 1"
                                " ORDER BY receipt_no")
        self.assertEqual(codes, [(0, "queued"), (451, "queued"), (250, "sent")])

    def test_one_of_three_refused_leaves_the_others_alone(self):
        sink = self.sink(refuse={"bert@example.com": "550 5.1.1 no such person"})
        done = self.deliver(code=1)
        self.assertIn("refused: boss to bert@example.com: 550 5.1.1 no such person", done.stdout)
        self.assert_each_once(sink, ["ann@example.com", "cher@example.com"])
        self.assertEqual(self.states(), {"ann@example.com": "sent", "bert@example.com": "refused",
                                         "cher@example.com": "sent"})
        self.deliver(minutes=90)
        self.assertEqual(sink.asked.count("bert@example.com"), 1)
        again = self.site.run()
        self.assertEqual(again.returncode, 1, "a refused delivery shows in the exit code")

    def test_dropped_in_the_message_is_sent_again(self):
        for size in (1, 2000, 100000):
            with self.subTest(size=size):
                self.setUp()
                rude = self.rude(data=size)
                self.deliver(code=1)
                self.assertEqual(set(self.states().values()), {"queued"})
                self.assertEqual(rude.ended, 0)
        sink = self.sink()
        self.deliver(minutes=60)
        self.assert_each_once(sink)

    def test_no_answer_to_the_whole_message_is_said_and_not_sent_again(self):
        rude = self.rude(**{".": None})
        done = self.deliver(code=1)
        self.assertIn("uncertain: boss to ann@example.com: the message went out and mail server "
                      "127.0.0.1 gave no answer: it may have arrived", done.stdout)
        self.assertEqual(rude.ended, 3)
        sink = self.sink()
        self.deliver(minutes=90)
        self.assertEqual(sink.messages, [])
        self.assertEqual(set(self.states().values()), {"uncertain"})
        self.deliver("--resend", "1", minutes=91)
        self.assert_each_once(sink, ["ann@example.com"])

    def test_silent_for_ever_ends_at_the_time_limit(self):
        deaf = Deaf()
        self.serve(deaf, time_limit="2s")
        begun = time.monotonic()
        done = self.deliver(code=1)
        self.assertLess(time.monotonic() - begun, 8)
        self.assertIn("did not answer within the time limit", done.stdout)
        self.assertEqual(set(self.states().values()), {"queued"})

    def test_a_certificate_of_another_authority_ends_it_before_the_password(self):
        other = Authority(self.site.folder / "other")
        sink = self.serve(Sink(other))
        done = self.deliver(code=1)
        self.assertIn("shows a certificate that is not trusted, so nothing was sent; set \"ca_file\"",
                      done.stdout)
        self.assertEqual((sink.logins, sink.asked), ([], []))

    def test_a_certificate_of_another_name_ends_it_too(self):
        sink = self.serve(Sink(self.authority), server="127.0.0.1")
        self.assertIn("certificate that is not trusted", self.deliver(code=1).stdout)
        self.assertEqual((sink.logins, sink.asked), ([], []))

    def test_a_server_without_starttls_hears_nothing(self):
        rude = self.serve(Rude())
        self.assertIn("offers no STARTTLS, so nothing was sent", self.deliver(code=1).stdout)
        self.assertLessEqual(set(rude.commands), {"EHLO", "QUIT"})

    def test_a_wrong_password_is_said_and_shown_to_nobody(self):
        secret = self.site.etc / "credentials" / "mail"
        secret.write_text("wrong-" + PASSWORD, encoding="utf-8")
        self.addCleanup(secret.write_text, PASSWORD, encoding="utf-8")
        sink = self.sink()
        self.assertIn("does not accept the user and password of [mail]", self.deliver(code=1).stdout)
        self.assertEqual(sink.messages, [])
        for path in self.site.state.rglob("*"):
            if path.is_file():
                self.assertNotIn(PASSWORD.encode(), path.read_bytes(), path)

    def test_a_name_that_does_not_resolve_is_said(self):
        self.set(server="mail.ruamjai-home.invalid")
        done = self.deliver(code=1)
        self.assertIn("mail server mail.ruamjai-home.invalid:1 has no address; is \"server\" in [mail] "
                      "right", done.stdout)

    def test_what_is_too_large_goes_without_its_file(self):
        for settings in ({"size": 100000}, {"answer": None}):
            with self.subTest(settings=settings):
                self.setUp()
                if "size" in settings:
                    sink = self.sink(**settings)
                    self.deliver()
                    self.assert_each_once(sink)
                    message = message_of(sink.messages[0][1])
                    self.assertEqual(list(message.iter_attachments()), [])
                    self.assertIn("ไฟล์ใหญ่เกินกว่าจะแนบได้", part_of(message, "text/plain"))
                else:
                    rude = self.rude(**{".": "552 5.3.4 message too big"})
                    done = self.deliver(code=1)
                    self.assertIn("refused: boss to ann@example.com: 552", done.stdout)
                    self.assertEqual(rude.ended, 6) # with its file, then without

    def test_it_is_given_up_when_its_time_is_over(self):
        self.set(server="mail.ruamjai-home.invalid")
        self.site.execute_state("UPDATE outbox SET give_up_at = queued_at + 600")
        self.deliver(minutes=5, code=1)
        done = self.deliver(minutes=20, code=1)
        self.assertIn("3 given up", done.stdout)
        self.assertEqual(set(self.states().values()), {"failed"})
        sink = self.sink()
        self.deliver(minutes=90)
        self.assertEqual(sink.messages, [])
        self.deliver("--resend", "2", minutes=91)
        self.assert_each_once(sink, ["bert@example.com"])


class Messages(Mail):
    """What arrives."""

    deliveries = """
deliveries:
  boss: {report: kpi, by: mail, to: [ann@example.com]}
  english: {report: summary, by: mail, to: bert@example.com, language: en, contents: summary}
  staff: {report: lists, by: mail, to: [staff, role:credit], empty: heartbeat}
"""

    def arrived(self):
        """{recipient: message}"""
        sink = self.sink()
        self.deliver()
        return {tos[0]: message_of(content) for tos, content in sink.messages}

    def test_headers_and_files_are_right_in_thai(self):
        message = self.arrived()["ann@example.com"]
        self.assertTrue(str(message["subject"]).startswith("รวมใจโฮมมาร์ท · ตัวชี้วัด · 17 พ.ย. 2569"))
        self.assertEqual(message["date"].datetime.isoformat(), "2026-11-17T06:00:00+07:00")
        self.assertEqual(message["auto-submitted"], "auto-generated")
        self.assertEqual(message["from"].addresses[0].display_name, "รวมใจโฮมมาร์ท")
        self.assertRegex(message["message-id"], r"^<[0-9a-f]{32}\.2026-11-17@ruamjai-home\.example>$")
        [workbook] = message.iter_attachments()
        self.assertEqual(workbook.get_filename(), "ตัวชี้วัด 17 พ.ย. 2569.xlsx")
        self.assertEqual(workbook.get_param("name"), "kpi-2026-11-17.xlsx")
        self.assertEqual(workbook.get_content(), (self.site.out / DATES[1] / "kpi.xlsx").read_bytes())

    def test_both_bodies_stand_alone(self):
        message = self.arrived()["ann@example.com"]
        plain, html = part_of(message, "text/plain"), part_of(message, "text/html")
        for text in (plain, html):
            self.assertIn("คำสั่งขายที่ส่งครบตามกำหนดเวลา", text)
            self.assertIn("! 93.84 %", text) # as kpi.xlsx and the console have it
            self.assertIn("เป้าหมาย ≥ 95 %", text)
            self.assertIn("✓ ตรวจครบทุกรายการ", text)
            self.assertIn("อนุมัติเกินอำนาจของระดับผู้อนุมัติ", text)
            self.assertIn(str((self.site.out / DATES[1]).resolve()), text)
        self.assertNotRegex(html, r"(?i)<(script|img|link|iframe)")

    def test_a_summary_in_english_brings_no_file(self):
        message = self.arrived()["bert@example.com"]
        self.assertEqual(list(message.iter_attachments()), [])
        self.assertIn("Orders delivered on time: ! 93.84 %", part_of(message, "text/plain"))
        self.assertIn("Key figures · 17 Nov 2026", message["subject"])

    def test_everyone_gets_their_own_list_and_no_other(self):
        arrived = self.arrived()
        staff = dict(self.staff())
        lists = {address: message for address, message in arrived.items()
                 if address not in ("ann@example.com", "bert@example.com")}
        self.assertEqual(set(lists), set(staff.values()) | {"credit@ruamjai-home.example"})
        for number, address in staff.items():
            files = list(lists[address].iter_attachments())
            path = self.site.out / DATES[1] / "lists" / f"{number}.xlsx"
            self.assertEqual([file.get_content() for file in files],
                             [path.read_bytes()] if path.exists() else [])
            if not files:
                self.assertIn("ไม่มีรายการที่ต้องดำเนินการ", part_of(lists[address], "text/plain"))

    def staff(self):
        """(number, address) of those at work, from the company's own table."""
        return [(row["staff_no"], row["email"]) for row in self.site.mirror(
            "sales", "SELECT staff_no, email FROM staff WHERE is_active = 1")]

    def test_what_is_shown_is_what_goes_out(self):
        sink = self.sink()
        self.deliver()
        shown = subprocess.run([KHROP, "outbox", "--config", str(self.site.etc), "--message", "1"],
                               capture_output=True, timeout=60, check=True).stdout
        self.assertEqual([content for tos, content in sink.messages if tos == ["ann@example.com"]], [shown])

    def test_a_second_client_reads_it(self):
        sink = self.sink()
        self.deliver()
        path = self.site.folder / "inbox.mbox"
        path.unlink(missing_ok=True)
        box = mailbox.mbox(path)
        content = next(content for tos, content in sink.messages if tos == ["ann@example.com"])
        box.add(email.message_from_bytes(content, policy=email.policy.compat32))
        box.close()
        decoded = self.site.folder / "decoded"
        self.mutt(path, f"<decode-copy><kill-line>{decoded}<enter><exit>")
        text = decoded.read_text(encoding="utf-8")
        self.assertIn("From: รวมใจโฮมมาร์ท <khrop@ruamjai-home.example>\n", text)
        self.assertIn("Subject: รวมใจโฮมมาร์ท · ตัวชี้วัด · 17 พ.ย. 2569", text)
        self.assertIn("คำสั่งขายที่ส่งครบตามกำหนดเวลา: ! 93.84 %", text)
        self.mutt(path, "<view-attachments><last-entry><save-entry><enter><exit><exit>")
        saved = self.site.folder / "mutt" / "ตัวชี้วัด 17 พ.ย. 2569.xlsx"
        self.assertEqual(saved.read_bytes(), (self.site.out / DATES[1] / "kpi.xlsx").read_bytes())

    def mutt(self, path, keys):
        """Has mutt open a mailbox and press these keys."""
        folder = self.site.folder / "mutt"
        folder.mkdir(exist_ok=True)
        settings = folder / "muttrc"
        settings.write_text(
            "set charset=utf-8\nset copy=no\nset quit=yes\nset delete=no\nset sleep_time=0\n"
            f"set folder={folder}\nset confirmappend=no\nset confirmcreate=no\npush '{keys}'\n", encoding="utf-8")
        subprocess.run(["script", "-qec", f"mutt -n -F {settings} -f {path}", "/dev/null"], cwd=folder,
                       env=dict(os.environ, TERM="xterm", LC_ALL="C.UTF-8", HOME=str(folder)),
                       stdin=subprocess.DEVNULL, capture_output=True, timeout=30, check=False)

    @unittest.skipIf(EXIM is None, "exim4 is not installed")
    def test_exim_takes_it(self):
        exim = self.serve(Exim(self.authority))
        self.deliver()
        arrived = exim.messages(len(self.states()))
        self.assertEqual(set(arrived), set(self.states()))
        message = message_of(arrived["ann@example.com"].replace(b"\n", b"\r\n"))
        [workbook] = message.iter_attachments()
        self.assertEqual(workbook.get_content(), (self.site.out / DATES[1] / "kpi.xlsx").read_bytes())


class Kills(Mail):
    """kill -9 across deliveries: nothing is lost, and nothing arrives twice."""

    deliveries = """
deliveries:
  boss: {report: kpi, by: mail, contents: summary, to: [%s]}
""" % ", ".join(f"p{number}@example.com" for number in range(12))

    def environment(self, minutes):
        """Of a khrop so many minutes after the run."""
        return dict(os.environ, KHROP_NOW=f"{DATES[1]}T06:{minutes:02}:00+07:00")

    def kill(self, after):
        """Starts a delivery and ends it after so many seconds."""
        process = subprocess.Popen([KHROP, "deliver", "--config", str(self.site.etc)],
                                   env=self.environment(5), stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        time.sleep(after)
        process.send_signal(signal.SIGKILL)
        process.wait()

    def test_nothing_is_lost_and_nothing_arrives_twice(self):
        moments, uncertain = random.Random(SEED), 0
        sink = self.sink(pause=0.01)
        begun = time.monotonic()
        self.deliver()
        seconds = time.monotonic() - begun
        for number in range(KILLS):
            after = moments.uniform(0, seconds)
            with self.subTest(number=number, after=after):
                self.setUp()
                self.set(port=sink.port)
                sink.messages.clear()
                self.kill(after)
                self.command("deliver", minutes=30)
                states = self.states()
                arrived = [to for tos, _ in sink.messages for to in tos]
                self.assertEqual(len(arrived), len(set(arrived)), "somebody has it twice")
                self.assertLessEqual(set(states.values()), {"sent", "uncertain"})
                for address, state in states.items():
                    if state == "sent":
                        self.assertIn(address, arrived)
                in_window = [address for address in states if states[address] == "uncertain"]
                self.assertLessEqual(len(in_window), 1, "one message is on its way at a time")
                uncertain += len(in_window)
        print(f"{KILLS} kills: {uncertain} in the window", flush=True)


if __name__ == "__main__":
    unittest.main(verbosity=2)
