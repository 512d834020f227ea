#!/usr/bin/python3
"""The round trip of the staff's lists: what people type into today's, whatever they and their programs do to the file,
stands in tomorrow's. Files are saved by LibreOffice and openpyxl or built by hand; tomorrow's lists are read with
openpyxl. Run from the repository root; KHROP names another program."""

import collections
import datetime
import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import tempfile
import unittest
import unicodedata

from company_site import DATES, KHROP, Site
from inbox_books import Book, about_rows, excel, google, libreoffice, zip_of

CASES = []
LIVE = ("new", "reopened", "changed", "open", "not_checked")
WORKING, CUSTOMER, SUPPLIER, DONE = "ดำเนินการอยู่", "รอลูกค้า", "รอซัพพลายเออร์", "เสร็จแล้ว"
NEXT = datetime.date(2026, 11, 25)
NEXT_TEXT = "2026-11-25"
LONG = "".join(f"ข้อที่ {number} " for number in range(1, 6000))[:40000].strip()


def case(make):
    """A case gives {id: what must stand in tomorrow's row, or a function that looks at it}."""
    CASES.append(make)
    return make


class Making:
    """What cases make files with: ids that live tomorrow, today's lists, the inbox."""

    def __init__(self, site, live):
        self.site = site
        self.inbox = site.state / "inbox"
        self.inbox.mkdir(exist_ok=True)
        self.for_libreoffice = site.folder / "typed"
        self.for_libreoffice.mkdir()
        self.live = live
        self.names = iter(range(1, 1000))

    def take(self, count=1):
        """(list, ids): ids of one list that no other case has."""
        for list_no, ids in sorted(self.live.items(), key=lambda item: -len(item[1])):
            if len(ids) >= count:
                return list_no, [ids.pop() for _ in range(count)]
        raise AssertionError("the company has too few exceptions")

    def printed(self, list_no):
        """The list as it was published."""
        return Book(self.site.out / DATES[1] / "lists" / (list_no.lower().replace(":", "-") + ".xlsx"))

    def book(self, count=1):
        """(book, ids)"""
        list_no, ids = self.take(count)
        return self.printed(list_no), ids

    def put(self, book, name=None):
        """Saves it into the inbox with openpyxl."""
        book.save(self.inbox / (name or f"saved {next(self.names)}.xlsx"))

    def put_by_libreoffice(self, book):
        """.. with LibreOffice, when all cases are made."""
        book.save(self.for_libreoffice / f"office {next(self.names)}.xlsx")

    def close(self):
        """Lets LibreOffice save what is its own."""
        libreoffice(sorted(self.for_libreoffice.iterdir()), self.inbox, self.site.folder / "profile")


@case
def saved_by_openpyxl(make):
    book, (one,) = make.book()
    make.put(book.type(one, WORKING, "โทรหาลูกค้าแล้ว", NEXT))
    return {one: (WORKING, "โทรหาลูกค้าแล้ว", NEXT_TEXT)}


@case
def saved_by_libreoffice(make):
    book, (one, two) = make.book(2)
    make.put_by_libreoffice(book.type(one, CUSTOMER, "รอใบสั่งซื้อ", NEXT).type(two, remark="  ช่องว่างหัวท้าย  "))
    return {one: (CUSTOMER, "รอใบสั่งซื้อ", NEXT_TEXT), two: ("", "ช่องว่างหัวท้าย", "")}


@case
def sorted_and_saved_by_libreoffice(make):
    book, (one, two) = make.book(2)
    book.type(one, DONE, "sorted one").type(two, WORKING, "sorted two").reverse(one)
    make.put_by_libreoffice(book)
    return {one: (DONE, "sorted one", ""), two: (WORKING, "sorted two", "")}


@case
def sorted_by_openpyxl(make):
    book, (one,) = make.book()
    book.type(one, WORKING, "เรียงใหม่").reverse(one)
    make.put(book)
    return {one: (WORKING, "เรียงใหม่", "")}


@case
def filtered(make):
    book, (one, two) = make.book(2)
    book.type(one, remark="shown").type(two, remark="hidden by the filter")
    sheet, row, _ = book.places[two]
    sheet.row_dimensions[row].hidden = True
    make.put_by_libreoffice(book)
    return {one: ("", "shown", ""), two: ("", "hidden by the filter", "")}


@case
def another_row_deleted(make):
    book, (one, two) = make.book(2)
    book.type(one, DONE, "mine stays").delete(two)
    make.put(book)
    return {one: (DONE, "mine stays", ""), two: ("", "", "")}


@case
def rows_inserted(make):
    book, (one,) = make.book()
    book.type(one, WORKING, "below two new rows").insert(one, 2)
    make.put(book)
    return {one: (WORKING, "below two new rows", "")}


@case
def columns_added_in_front(make):
    book, (one,) = make.book()
    book.type(one, WORKING, "ย้ายคอลัมน์").add_columns(one)
    sheet, row, _ = book.places[one]
    sheet.cell(row, 1).value = "ของฉันเอง"
    make.put_by_libreoffice(book)
    return {one: (WORKING, "ย้ายคอลัมน์", "")}


@case
def file_renamed(make):
    book, (one,) = make.book()
    make.put(book.type(one, WORKING, "renamed"), "รายการของฉัน (สำเนา) วันนี้.xlsx")
    return {one: (WORKING, "renamed", "")}


@case
def sheet_renamed(make):
    book, (one,) = make.book()
    book.type(one, WORKING, "sheet renamed").places[one][0].title = "งานค้าง 'ของผม'"
    make.put(book)
    return {one: (WORKING, "sheet renamed", "")}


@case
def the_sheet_that_tells_the_owner_is_gone(make):
    book, (one,) = make.book()
    del book.type(one, WORKING, "no owner").workbook["khrop"]
    make.put(book)
    return {one: (WORKING, "no owner", "")}


@case
def id_cut_and_pasted_over_another(make):
    book, (one, two) = make.book(2)
    book.type(one, WORKING, "typed first").type(two, WORKING, "typed over")
    book.cell(two, "id").value = one
    make.put(book)
    return {one: (WORKING, lambda remark: {"typed first", "typed over"} == set(remark.split("\n")), "")}


@case
def two_people_differ(make):
    list_no, (one,) = make.take()
    other = next(no for no in make.live if no != list_no)
    make.put(make.printed(list_no).type(one, WORKING, "first says"), "two people 1.xlsx")
    excel(make.inbox / "two people 2.xlsx", [[one, "", DONE, "second says", ""]], about_rows(other, DATES[1]))
    return {one: lambda _, texts: all(any(said in text for text in texts) for said in ("first says", "second says"))}


@case
def saved_twice_under_two_names(make):
    book, (one, two) = make.book(2)
    make.put(book.type(one, WORKING, "morning"), "twice 1.xlsx")
    make.put(book.type(one, DONE, "evening").type(two, WORKING, "more"), "twice 2.xlsx")
    return {one: (DONE, "evening", ""), two: (WORKING, "more", "")}


@case
def formula_with_its_value(make):
    book, (one,) = make.book()
    make.put_by_libreoffice(book.type(one, WORKING, '="called "&CHAR(64)&" home"'))
    return {one: (WORKING, "called @ home", "")}


@case
def formula_without_its_value(make):
    book, (one,) = make.book()
    make.put(book.type(one, WORKING, "=1+1"))
    return {one: (WORKING, "=1+1", "")}


@case
def a_remark_that_excel_took_for_a_formula(make):
    list_no, (one,) = make.take()
    zip_of(make.inbox / "name error.xlsx", [("S", "<row>" + "".join(
        f"<c t=\"inlineStr\"><is><t>{text}</t></is></c>" for text in
        ("khrop_id", "khrop_baseline", "สถานะงาน", "หมายเหตุ", "นัดครั้งถัดไป")) + "</row><row><c t=\"inlineStr\"><is><t>"
        f"{one}</t></is></c><c/><c/><c t=\"e\"><f>โทรกลับพรุ่งนี้</f><v>#NAME?</v></c></row>"),
        ("khrop", f"<row><c t=\"str\"><v>list_no</v></c><c t=\"str\"><v>{list_no}</v></c></row>")])
    return {one: ("", "=โทรกลับพรุ่งนี้", "")}


@case
def forty_thousand_characters(make):
    list_no, (one,) = make.take()
    google(make.inbox / "long.xlsx", [[one, "", WORKING, LONG, ""]], about_rows(list_no, DATES[1]))

    def kept(row, _):
        said = make.site.query("SELECT remark FROM remarks WHERE source = 'long.xlsx'")
        return said == [(LONG,)] and row[1][:1000] == LONG[:1000] and len(row[1]) <= 32767
    return {one: kept}


@case
def emoji(make):
    book, (one,) = make.book()
    make.put_by_libreoffice(book.type(one, WORKING, "ลูกค้าพอใจ 😀👍🏽 ✓"))
    return {one: (WORKING, "ลูกค้าพอใจ 😀👍🏽 ✓", "")}


@case
def lines_as_windows_ends_them(make):
    list_no, (one,) = make.take()
    excel(make.inbox / "lines.xlsx", [[one, "", WORKING, "บรรทัดแรก\r\nบรรทัดสอง\r\n\r\nท้าย", ""]],
          about_rows(list_no, DATES[1]))
    return {one: (WORKING, "บรรทัดแรก\nบรรทัดสอง\n\nท้าย", "")}


@case
def lines_as_libreoffice_ends_them(make):
    book, (one,) = make.book()
    make.put_by_libreoffice(book.type(one, WORKING, "บรรทัดแรก\nบรรทัดสอง"))
    return {one: (WORKING, "บรรทัดแรก\nบรรทัดสอง", "")}


def date_typed(text, expected=NEXT_TEXT):
    """A case of its own for a date as people type it."""
    def make_case(make):
        book, (one,) = make.book()
        make.put(book.type(one, WORKING, "นัด", text))
        return {one: (WORKING, "นัด", expected)}
    make_case.__name__ = f"date_typed_as_{text}"
    CASES.append(make_case)


for written in ("25/11/2569", "25/11/2026", "2026-11-25", "25 พ.ย. 2569", "๒๕/๑๑/๖๙"):
    date_typed(written)
date_typed(datetime.date(2569, 11, 25))
date_typed(datetime.datetime(2026, 11, 25, 13, 30))


@case
def a_date_that_is_none(make):
    book, (one,) = make.book()
    make.put_by_libreoffice(book.type(one, WORKING, "โทรอีกที", "สัปดาห์หน้า"))
    return {one: (WORKING, "โทรอีกที\n(นัดครั้งถัดไป: สัปดาห์หน้า)", "")}


@case
def a_status_in_english_and_oddly_spaced(make):
    book, (one, two, three) = make.book(3)
    make.put(book.type(one, " Waiting  for Supplier ", "a").type(two, "DONE", "b").type(three, "waiting_customer", "c"))
    return {one: (SUPPLIER, "a", ""), two: (DONE, "b", ""), three: (CUSTOMER, "c", "")}


@case
def a_status_that_is_none(make):
    book, (one,) = make.book()
    make.put(book.type(one, "กำลังคุย", "ต่อรองราคา"))
    return {one: ("", "ต่อรองราคา\n(สถานะงาน: กำลังคุย)", "")}


@case
def excel_with_shared_strings(make):
    list_no, (one,) = make.take()
    excel(make.inbox / "excel.xlsx", [[one, "", CUSTOMER, " จาก <Excel> & เพื่อน _x0041_ ", "25/11/2569"]],
          about_rows(list_no, DATES[1]))
    return {one: (CUSTOMER, "จาก <Excel> & เพื่อน A", NEXT_TEXT)}


@case
def google_sheets_with_inline_strings(make):
    list_no, (one,) = make.take()
    google(make.inbox / "google.xlsx", [["", "", "", "หัวข้อของฉัน", ""], [one, "", "", "จาก Google", ""]],
           about_rows(list_no, DATES[1]))
    return {one: ("", "จาก Google", "")}


@case
def text_in_pieces_of_unicode(make):
    book, (one,) = make.book()
    make.put(book.type(one, WORKING, unicodedata.normalize("NFD", "café à la carte")))
    return {one: (WORKING, "café à la carte", "")}


@case
def a_number_for_a_remark(make):
    book, (one, two) = make.book(2)
    make.put(book.type(one, WORKING, 812345678).type(two, WORKING, datetime.datetime(2026, 11, 25, 13, 30)))
    return {one: (WORKING, "812345678", ""), two: (WORKING, "2026-11-25 13:30", "")}


@case
def a_remark_that_looks_like_a_formula(make):
    list_no, (one, two) = make.take(2)
    excel(make.inbox / "at.xlsx", [[one, "", "", "=HYPERLINK(\"http://x\")", ""], [two, "", "", "+66 81 234 5678", ""]],
          about_rows(list_no, DATES[1]))
    return {one: ("", "=HYPERLINK(\"http://x\")", ""), two: ("", "+66 81 234 5678", "")}


@case
def not_a_problem_without_a_reason_stays(make):
    book, (one,) = make.book()
    make.put(book.type(one, "ไม่ใช่ปัญหา (ระบุเหตุผล)"))
    return {one: ("ไม่ใช่ปัญหา (ระบุเหตุผล)", "", "")}


@case
def cells_outside_are_ignored(make):
    book, (one,) = make.book()
    sheet, row, columns = book.type(one, WORKING, "only this").places[one]
    for column in range(1, sheet.max_column + 1):
        if column not in columns.values() and sheet.cell(row, column).value is not None:
            sheet.cell(row, column).value = "ผมแก้เอง"
    make.put(book, "others.xlsx")
    return {one: lambda row, texts: row == (WORKING, "only this", "") and "ผมแก้เอง" not in texts}


class RoundTrip(unittest.TestCase):
    """One evening's inbox, and the next morning's lists."""

    @classmethod
    def setUpClass(cls):
        cls.site = Site()
        run = cls.site.run()
        assert run.returncode == 0, run.stdout + run.stderr
        make = Making(cls.site, cls.live_tomorrow())
        cls.expected = {test.__name__: test(make) for test in CASES}
        make.close()
        cls.files = sorted(path.name for path in cls.site.state.joinpath("inbox").iterdir())
        cls.age_files()
        cls.site.move_to(2)
        cls.run_2 = cls.site.run()
        cls.rows, cls.texts = cls.read_tomorrow()

    @classmethod
    def tearDownClass(cls):
        cls.site.close()

    @classmethod
    def live_tomorrow(cls):
        """{list: ids} that are on the same list today and tomorrow, found by another site's two days."""
        other = Site()
        assert other.run().returncode == 0
        other.move_to(2)
        other.run()
        found = [dict(other.query(
            "SELECT check_id || ':' || khrop_key, list_no FROM worklist JOIN exceptions USING (exception_no)"
            f" JOIN counted_attempts USING (attempt_id) WHERE business_on = ? AND worklist.state IN {LIVE}",
            (datetime.date.fromisoformat(DATES[day]) - datetime.date(1970, 1, 1)).days)) for day in (1, 2)]
        other.close()
        lists = collections.defaultdict(list)
        for identity in sorted(set(found[0].items()) & set(found[1].items())):
            lists[identity[1]].append(identity[0])
        return lists

    @classmethod
    def age_files(cls):
        """They were saved the evening before, a minute apart in the order of their names."""
        evening = datetime.datetime.fromisoformat(DATES[1] + "T17:00:00+07:00").timestamp()
        for minute, name in enumerate(cls.files):
            os.utime(cls.site.state / "inbox" / name, (evening + 60 * minute, evening + 60 * minute))

    @classmethod
    def read_tomorrow(cls):
        """{id: what stands in the three columns}, {id: all texts of its row}"""
        rows, texts = {}, {}
        for path in sorted((cls.site.out / DATES[2] / "lists").glob("*.xlsx")):
            book = Book(path)
            for identity, (sheet, row, _) in book.places.items():
                rows[identity] = book.typed(identity)
                texts[identity] = [str(cell.value) for cell in sheet[row] if cell.value is not None]
        return rows, texts

    def test_every_file_was_read(self):
        self.assertIn(self.run_2.returncode, (0, 1), self.run_2.stderr)
        self.assertRegex(self.run_2.stderr, rf"inbox: {len(self.files)} files, \d+ remarks taken, 2 conflicts, 0 refused")
        done = sorted(path.name for path in (self.site.state / "inbox" / "done" / DATES[2]).glob("*.xlsx"))
        self.assertEqual(done, self.files)

    def test_there_are_thirty_cases(self):
        self.assertGreaterEqual(len(CASES), 30)

    def test_what_was_typed_stands_in_tomorrows_list(self):
        for name, expected in self.expected.items():
            for identity, wanted in expected.items():
                with self.subTest(case=name, id=identity):
                    self.assertIn(identity, self.rows)
                    row = self.rows[identity]
                    if callable(wanted):
                        self.assertTrue(wanted(row, self.texts[identity]), (row, self.texts[identity]))
                        continue
                    for seen, want in zip(row, wanted):
                        if callable(want):
                            self.assertTrue(want(seen), seen)
                        else:
                            self.assertEqual(seen, want)

    def test_rows_that_nobody_touched_say_nothing(self):
        typed = {identity for expected in self.expected.values() for identity in expected}
        said = {row[0] for row in self.site.query(
            "SELECT check_id || ':' || khrop_key FROM remarks JOIN exceptions USING (exception_no)")}
        self.assertEqual(said - typed, set())

    def test_the_text_beside_a_file_says_what_was_changed_in_vain(self):
        text = (self.site.state / "inbox" / "done" / DATES[2] / "others.xlsx.txt").read_text(encoding="utf-8-sig")
        self.assertIn("มีการแก้ไขช่องอื่นนอกจากสถานะ หมายเหตุ และวันนัด", text)
        self.assertIn("cells outside status, remark and next date were changed", text)


class Days(unittest.TestCase):
    """What is typed into lists of other days, and what becomes of it over days."""

    @classmethod
    def setUpClass(cls):
        """A site after its first day, and of its first three {day: {states: (list, id) of people's lists}}."""
        cls.first, cls.known = Site(), {}
        cls.template = pathlib.Path(tempfile.mkdtemp(prefix="khrop_template_")) / "site"
        for day in (1, 2, 3):
            if day > 1:
                cls.first.move_to(day)
            cls.first.run()
            if day == 1:
                shutil.copytree(cls.first.folder, cls.template, symlinks=True)
            cls.known[day] = {states: set(cls.first.query(
                "SELECT list_no, check_id || ':' || khrop_key FROM worklist JOIN exceptions USING (exception_no)"
                " WHERE attempt_id = (SELECT max(attempt_id) FROM attempts) AND list_no NOT LIKE 'role:%'"
                " AND worklist.state IN (SELECT value FROM json_each(?))", json.dumps(states)))
                for states in (LIVE, ("resolved",))}

    @classmethod
    def tearDownClass(cls):
        cls.first.close()
        shutil.rmtree(cls.template.parent)

    def setUp(self):
        """The first day stands; the ledger's path follows the copy."""
        self.site = Site()
        self.addCleanup(self.site.close)
        shutil.rmtree(self.site.folder)
        shutil.copytree(self.template, self.site.folder, symlinks=True)
        connection = sqlite3.connect(self.site.state / "state.db")
        connection.execute("UPDATE attempts SET folder = ?", (str(self.site.out / DATES[1]),))
        connection.commit()
        connection.close()
        self.inbox = self.site.state / "inbox"

    def run_day(self, day):
        """The morning of a day."""
        if day > 1:
            self.site.move_to(day)
        run = self.site.run()
        self.assertIn(run.returncode, (0, 1), run.stderr)
        return run

    def list_of(self, day, list_no):
        """A published list."""
        return Book(self.site.out / DATES[day] / "lists" / f"{list_no}.xlsx")

    def put(self, book, name, day, hour=17):
        """Saves it into the inbox, that day at that hour."""
        self.inbox.mkdir(exist_ok=True)
        path = book.save(self.inbox / name)
        moment = datetime.datetime.fromisoformat(f"{DATES[day]}T{hour:02}:00:00+07:00").timestamp()
        os.utime(path, (moment, moment))

    def inbox_now(self, *options, day=1, hour=18):
        """khrop inbox, that day at that hour."""
        environment = dict(os.environ, KHROP_NOW=f"{DATES[day]}T{hour:02}:00:00+07:00")
        return subprocess.run([KHROP, "inbox", "--config", str(self.site.etc), *options], env=environment,
                              capture_output=True, text=True, timeout=60, check=False)

    def lasting(self, days=(1, 2, 3)):
        """(list, id) of an exception that is on one person's list on all those days."""
        return sorted(set.intersection(*(self.known[day][LIVE] for day in days)))[0]

    def texts(self, day, list_no, identity):
        """All texts of a row."""
        book = self.list_of(day, list_no)
        sheet, row, _ = book.places[identity]
        return [str(cell.value) for cell in sheet[row] if cell.value is not None]

    def test_an_old_list_says_what_it_says_beside_what_was_said_since(self):
        list_no, one = self.lasting()
        old = self.list_of(1, list_no)
        self.put(self.list_of(1, list_no).type(one, WORKING, "day one"), "first.xlsx", 1)
        self.run_day(2)
        self.assertEqual(self.list_of(2, list_no).typed(one), (WORKING, "day one", ""))
        self.put(old.type(one, DONE, "from the old list"), "old.xlsx", 2)
        self.run_day(3)
        texts = self.texts(3, list_no, one)
        self.assertEqual(self.list_of(3, list_no).typed(one), (DONE, "from the old list", ""))
        self.assertTrue(any("day one" in text for text in texts), texts)
        self.assertTrue(any("ยังพบอยู่" in text for text in texts), texts)

    def test_rows_of_an_old_list_that_nobody_touched_undo_nothing(self):
        list_no, one = self.lasting((1, 2))
        old = self.list_of(1, list_no)
        self.put(self.list_of(1, list_no).type(one, WORKING, "day one", NEXT), "first.xlsx", 1)
        self.assertIn("taken", self.inbox_now().stdout)
        self.put(old, "old.xlsx", 1, hour=19)
        self.run_day(2)
        self.assertEqual(self.list_of(2, list_no).typed(one), (WORKING, "day one", NEXT_TEXT))

    def test_what_is_printed_and_saved_by_libreoffice_is_no_edit(self):
        list_no, one = self.lasting((1, 2))
        self.put(self.list_of(1, list_no).type(one, WORKING, "a\nb 😀 =x", NEXT), "first.xlsx", 1)
        self.run_day(2)
        printed = self.site.out / DATES[2] / "lists" / f"{list_no}.xlsx"
        libreoffice([printed], self.inbox, self.site.folder / "profile")
        told = self.inbox_now(day=2)
        self.assertRegex(told.stdout, rf"{list_no}\.xlsx +taken +{list_no} +\d+ +0 +0 +0 ")
        self.assertNotIn("ignored", told.stdout)
        self.assertEqual(self.site.query("SELECT count(*) FROM remarks"), [(1,)])

    def test_a_remark_on_what_is_resolved_is_in_its_history(self):
        list_no, one = sorted(self.known[2][("resolved",)])[0]
        book = self.list_of(1, list_no)
        self.run_day(2)
        self.put(book.type(one, DONE, "it was the warehouse"), "late.xlsx", 2)
        told = self.inbox_now(day=2)
        self.assertIn("no longer on the list", told.stdout)
        self.assertEqual(self.site.query(
            "SELECT remark, business_on FROM remarks JOIN exceptions USING (exception_no)"
            " WHERE check_id || ':' || khrop_key = ?", one), [("it was the warehouse", 20774)])
        shown = subprocess.run([KHROP, "worklist", "show", one, "--config", str(self.site.etc)], check=True,
                               capture_output=True, text=True, timeout=60).stdout
        self.assertIn("it was the warehouse", shown)

    def test_a_dry_run_says_what_would_come_of_it_and_keeps_nothing(self):
        list_no, one = self.lasting((1,))
        self.put(self.list_of(1, list_no).type(one, WORKING, "dry"), "mine.xlsx", 1)
        (self.inbox / "broken.xlsx").write_bytes(b"PK\x03\x04 half")
        os.utime(self.inbox / "broken.xlsx", (1, 1))
        told = self.inbox_now("--dry-run")
        self.assertEqual(told.returncode, 1)
        self.assertRegex(told.stdout, r"mine\.xlsx +taken +\S+ +\d+ +1 ")
        self.assertIn("broken.xlsx: the end of the file is missing", told.stdout)
        self.assertEqual(sorted(path.name for path in self.inbox.iterdir()), ["broken.xlsx", "mine.xlsx"])
        self.assertEqual(self.site.query("SELECT count(*) FROM remarks"), [(0,)])
        dry = self.site.run("--dry-run", "--force")
        self.assertIn(dry.returncode, (0, 1), dry.stderr)
        self.assertTrue((self.inbox / "mine.xlsx").is_file())

    def test_an_inbox_that_is_not_mounted_is_told_and_stops_no_run(self):
        self.site.move_to(2)
        self.site.edit("khrop.ini", "[paths]", f"[paths]\ninbox = {self.site.folder}/not_mounted")
        run = self.site.run()
        self.assertIn(run.returncode, (0, 1), run.stderr)
        self.assertIn("is the share mounted", run.stderr)
        self.assertFalse((self.site.folder / "not_mounted").exists())
        told = self.inbox_now(day=2)
        self.assertEqual(told.returncode, 69)
        self.assertIn("paths.inbox", told.stderr)

    def test_a_refused_file_stops_no_run_and_comes_with_its_reason(self):
        self.inbox.mkdir(exist_ok=True)
        (self.inbox / "ของฉัน.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
        run = self.run_day(2)
        self.assertIn("inbox: 1 file, 0 remarks taken, 0 conflicts, 1 refused, 0 left", run.stderr)
        text = (self.inbox / "refused" / "ของฉัน.xlsx.txt").read_text(encoding="utf-8-sig")
        self.assertIn("รหัสผ่าน", text)
        self.assertIn("without a password", text)


if __name__ == "__main__":
    unittest.main()
