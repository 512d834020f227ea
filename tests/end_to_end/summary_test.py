#!/usr/bin/python3
"""summary.html, read by programs that are not khrop: an HTML5 parser, a browser, the accessibility checker axe. Its
contrasts are reckoned from its own style, its figures from the CSV files. Run from the repository root; KHROP names
another program."""

import contextlib
import decimal
import html
import json
import pathlib
import re
import shutil
import sqlite3
import subprocess
import tempfile
import unittest

import html5lib
import yaml

from company_site import DATES, ROOT, Site

DAY = 3
HTML = "{http://www.w3.org/1999/xhtml}"
SVG = "{http://www.w3.org/2000/svg}"
# WCAG 2.1: 1.4.3 for words, 1.4.11 for what else has a meaning.
WORDS, LINES = 4.5, 3.0
INKS = ("text", "faint", "head", "green", "amber", "red")
GROUNDS = ("ground", "card")
SHAPES = ("bar", "chart", "chart-faint", "chart-target", "stack1", "stack2", "stack3", "stack4", "stack5")
UNITS = {"th": {"percent": " %", "days": " วัน", "count": "", "qty": "", "thb": " บาท"},
         "en": {"percent": " %", "days": " days", "count": "", "qty": "", "thb": " THB"}}
AXE = "axe-core@4.14.1"


def kpi_headers():
    """{id: header} of the shipped KPIs, as their files have it."""
    headers = {}
    for path in (ROOT / "jobs" / "catalogue" / "kpis").glob("*.sql"):
        lines = [line[3:] for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("-- ")]
        header = yaml.safe_load("\n".join(lines))
        headers[header["id"]] = header
    return headers


def spoken(value, unit, language):
    """A value of a CSV file as a page says it: rounded half away from zero, thousands parted."""
    places = {"percent": 2, "days": 1, "count": 0, "qty": 2, "thb": 2}[unit]
    number = decimal.Decimal(value)
    if unit == "qty" and number == number.to_integral_value():
        places = 0
    rounded = number.quantize(decimal.Decimal(1).scaleb(-places), rounding=decimal.ROUND_HALF_UP)
    return f"{rounded:,}{UNITS[language][unit]}"


def text_of(element):
    """All words within an element, white space as one."""
    return " ".join("".join(element.itertext()).split())


def luminance(color):
    """Of #rgb or #rrggbb, as WCAG 2.1 defines it."""
    digits = color.lstrip("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    channels = [int(digits[i:i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    """The ratio of two colours."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def schemes(style):
    """{light, dark, print: {name: colour}} of the page's custom properties."""
    found = {"light": style[:style.index("@media")]}
    found["dark"] = re.search(r"@media screen and \(prefers-color-scheme:dark\)\{(.*)", style).group(1)
    found["print"] = re.search(r"@media print\{:root\{(.*?)\}", style).group(1)
    return {name: dict(re.findall(r"--([\w-]+):(#[0-9a-f]{3,6})\b", rules)) for name, rules in found.items()}


class Page:
    """A page as an HTML5 parser that forgives nothing reads it."""

    def __init__(self, path):
        self.path = path
        self.text = path.read_text(encoding="utf-8")
        self.root = html5lib.HTMLParser(strict=True).parse(self.text)
        self.parents = {child: parent for parent in self.root.iter() for child in parent}
        self.style = self.root.find(f".//{HTML}style").text

    def all(self, *names):
        """Elements of HTML by their names, in their order."""
        return [element for element in self.root.iter() if element.tag in [HTML + name for name in names]]

    def section(self, name):
        """The section whose heading has that id."""
        return next(s for s in self.all("section") if s.get("aria-labelledby") == name)

    def rows(self, table):
        """[(title, [cells])] of a table's body."""
        rows = []
        for row in table.find(HTML + "tbody"):
            cells = list(row)
            rows.append((text_of(cells[0]), [text_of(cell) for cell in cells[1:]]))
        return rows


def browser(*options, timeout=120):
    """Runs Chromium without a window."""
    with tempfile.TemporaryDirectory() as profile:
        return subprocess.run(["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                               f"--user-data-dir={profile}", *options], capture_output=True, text=True,
                              timeout=timeout, check=False)


def has_browser():
    """Chromium's snap on other systems can't read a temporary folder; Debian's can."""
    return shutil.which("chromium") is not None


class Published(unittest.TestCase):
    """The page of the third morning, in Thai and in English."""

    @classmethod
    def setUpClass(cls):
        cls.site = Site(1)
        for day in range(1, DAY + 1):
            cls.site.move_to(day)
            if day == DAY:
                cls.site.edit("reports.yaml", "en: Customer relations 1},", "en: Team <1>}, language: en,")
            run = cls.site.run()
            assert run.returncode in (0, 1), run.stderr
        cls.folder = cls.site.out / DATES[DAY]
        cls.page = Page(cls.folder / "summary.html")
        cls.team = Page(cls.folder / "audiences" / "team_1" / "summary.html")
        cls.values = cls.site.table("kpi_values")
        cls.headers = kpi_headers()

    @classmethod
    def tearDownClass(cls):
        cls.site.close()

    def pages(self):
        """Both, for what holds for every page."""
        return self.page, self.team

    def test_it_stands_alone(self):
        for page in self.pages():
            self.assertNotRegex(page.text, r"https?:|//[a-z]|@import|url\(")
            tags = {element.tag for element in page.root.iter() if isinstance(element.tag, str)}
            for unwanted in ("script", "link", "iframe", "object", "embed", "form", "base"):
                self.assertNotIn(HTML + unwanted, tags)
            for element in page.root.iter():
                for name, value in element.attrib.items():
                    self.assertFalse(name.startswith("on"), name)
                    if name in ("href", "src"):
                        self.assertRegex(value, r"^(#|data:image/png;base64,)")

    def test_it_is_small(self):
        for page in self.pages():
            self.assertLess(len(page.text.encode()), 300 * 1000)

    def test_ids_are_once_and_what_refers_to_one_finds_it(self):
        for page in self.pages():
            ids = [element.get("id") for element in page.root.iter() if element.get("id")]
            self.assertEqual(len(ids), len(set(ids)))
            for element in page.root.iter():
                for name in ("aria-labelledby", "aria-describedby"):
                    for wanted in (element.get(name) or "").split():
                        self.assertIn(wanted, ids)
                if (element.get("href") or "").startswith("#"):
                    self.assertIn(element.get("href")[1:], ids)

    def test_it_has_landmarks_and_headings_in_order(self):
        for page in self.pages():
            for name in ("header", "nav", "main", "footer", "h1"):
                self.assertEqual(len(page.all(name)), 1, name)
            levels = [int(element.tag[-1]) for element in page.all("h1", "h2", "h3", "h4", "h5", "h6")]
            self.assertEqual(levels[0], 1)
            for before, after in zip(levels, levels[1:]):
                self.assertLessEqual(after, before + 1)
            first = page.all("body")[0][0]
            self.assertEqual((first.get("class"), first.get("href")), ("skip", "#main"))
        self.assertEqual(self.page.root.get("lang"), "th")
        self.assertEqual(self.team.root.get("lang"), "en")

    def test_tables_say_what_they_are_and_what_each_heading_is_of(self):
        for page in self.pages():
            tables = page.all("table")
            self.assertGreater(len(tables), 20)
            for table in tables:
                self.assertTrue(text_of(table.find(HTML + "caption")))
                columns = [heading.get("scope") for heading in table.find(HTML + "thead").iter(HTML + "th")]
                self.assertEqual(set(columns), {"col"})
                for row in table.find(HTML + "tbody"):
                    self.assertEqual([c.get("scope") for c in row if c.tag == HTML + "th"], ["row"])
                    spans = sum(int(cell.get("colspan", "1")) for cell in row)
                    self.assertEqual(spans, len(columns), text_of(row))
                place = page.parents[table]
                self.assertEqual((place.get("role"), place.get("tabindex")), ("group", "0"))
                self.assertTrue(place.get("aria-label"))

    def test_charts_have_words(self):
        for page in self.pages():
            charts = [element for element in page.root.iter(SVG + "svg")]
            self.assertGreater(len(charts), 30)
            for chart in charts:
                self.assertEqual(chart.get("role"), "img")
                self.assertTrue(text_of(chart.find(SVG + "title")))
            described = [chart for chart in charts if chart.find(SVG + "desc") is not None]
            self.assertGreaterEqual(len(described), len(charts) - 1)

    def test_every_colour_is_seen_on_every_ground(self):
        for scheme, colors in schemes(self.page.style).items():
            grounds = [colors[name] for name in GROUNDS] + (["#fff"] if scheme == "print" else [])
            for ground in grounds:
                for ink in INKS:
                    with self.subTest(scheme=scheme, ink=ink, ground=ground):
                        self.assertGreaterEqual(contrast(colors[ink], ground), WORDS)
            for shape in SHAPES:
                with self.subTest(scheme=scheme, shape=shape):
                    self.assertGreaterEqual(contrast(colors[shape], colors["card"]), LINES)
            with self.subTest(scheme=scheme, ink="band"):
                self.assertGreaterEqual(contrast(colors["band"], colors["band-ground"]), WORDS)

    def test_no_other_colour_is_used(self):
        """What the test above doesn't know of would not be seen by it."""
        rules = re.sub(r"--[\w-]+:[^;}]+", "", self.page.style)
        used = set(re.findall(r"(?:[^-]color|fill|stroke|background|border(?:-\w+)*|outline):([^;}]*)", rules))
        words = {word for value in used for word in re.findall(r"#\w+|var\(--[\w-]+\)", value)}
        known = {f"var(--{name})" for name in INKS + GROUNDS + SHAPES + ("band", "band-ground", "line", "red-ground")}
        self.assertEqual(words - known, {"#fff"})  # paper, and below a logo

    def test_a_status_is_also_a_sign_and_a_word(self):
        for status, word in (("g", "ได้ตามเป้าหมาย"), ("a", "ใกล้เป้าหมาย"), ("r", "ไม่ได้ตามเป้าหมาย")):
            rule = re.search(rf"\.{status}::before\{{content:\"(.+?) \";content:\"(.+?) \"/'(.+?) '\}}", self.page.style)
            self.assertEqual(rule.group(1), rule.group(2))
            self.assertEqual(rule.group(3), word)
        signs = re.findall(r"\.[gar]::before\{content:\"(.+?) \"", self.page.style)
        self.assertEqual(len(set(signs)), 3)

    # --- figures ------------------------------------------------------------------------------------

    def value(self, kpi, measure, split, period, level, level_no, share=False):
        """The figure of a CSV row, as a page says it; "-" where there is none."""
        for row in self.values:
            if (row["kpi_id"], row["measure"], row["split"], row["period"], row["level"], row["level_no"]) == (
                    kpi, measure, split, period, level, level_no):
                number = row["share_percent" if share else "value"]
                return "-" if number == "" else spoken(number, "percent" if share else row["unit"], self.language)
        return None

    def titles(self, language):
        """{title on the page: (KPI, measure, split, is_share)} of lines of totals."""
        named = {}
        for kpi, header in self.headers.items():
            measures = header.get("measures") or {"": None}
            for measure, title in measures.items():
                whole = header["title"][language] + (f": {title[language]}" if title else "")
                named[whole] = (kpi, measure, "*", False)
                named[whole + (" (สัดส่วน)" if language == "th" else " (share)")] = (kpi, measure, "*", True)
        return named

    def assert_table(self, page, level, level_no):
        """Every line of the KPI tables in every period; gives how many figures there were."""
        named = self.titles(self.language)
        seen = set()
        count = 0
        for table in [t for t in page.section("figures").iter(HTML + "table") if "figures" in t.get("class").split()]:
            for title, cells in page.rows(table):
                if title not in named:  # a line of the split that bears the target
                    self.assertIn(": ", title)
                    continue
                kpi, measure, split, is_share = named[title]
                seen.add(kpi)
                is_stock = self.headers[kpi]["kind"] == "stock"
                periods = [None, "now", None, None] if is_stock else ["day", "month", "rolling", "all"]
                for period, cell in zip(periods, cells[1:]):
                    wanted = "" if period is None else \
                        self.value(kpi, measure, split, period, level, level_no, is_share)
                    self.assertEqual(cell, wanted if wanted is not None else "-", (title, period))
                    count += period is not None
        self.assertEqual(seen, set(self.headers))
        return count

    def test_every_figure_is_that_of_the_csv(self):
        self.language = "th"
        self.assertGreater(self.assert_table(self.page, "company", ""), 90)

    def test_a_team_reads_its_own_figures(self):
        self.language = "en"
        self.assertGreater(self.assert_table(self.team, "team", "ลูกค้าสัมพันธ์ 1"), 90)
        self.assertIn("Team <1>", text_of(self.team.all("header")[0]))
        self.assertIn("<bdi>Team &lt;1&gt;</bdi>", self.team.text)

    def test_no_other_teams_people_stand_on_a_teams_page(self):
        staff = {row[0] for row in self.staff_of("ลูกค้าสัมพันธ์ 1")}
        shown = set(re.findall(r'<span class="faint"><bdi>(\d+)</bdi>', self.team.text))
        self.assertTrue(shown)
        self.assertLessEqual(shown, staff)

    def staff_of(self, team):
        """Staff numbers of a team, from the mirror."""
        path = next((self.site.state / "slots" / "daily").glob(f"{DATES[DAY]}.*")) / "sales.sqlite"
        with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as mirror:
            return mirror.execute("SELECT staff_no FROM staff WHERE team = ?", (team,)).fetchall()

    def test_headlines_are_those_of_the_csv(self):
        self.language = "th"
        tiles = [e for e in self.page.root.iter() if (e.get("id") or "").startswith("kpi_")]
        self.assertEqual(len(tiles), 8)
        for tile in tiles:
            kpi = tile.get("id")[4:]
            header = self.headers[kpi]
            on_share = header.get("shows_share", False) and "target" in header
            split = str(header.get("target_split", "*"))
            period = "now" if header["kind"] == "stock" else "month"
            wanted = self.value(kpi, "", split, period, "company", "", on_share)
            if wanted is None:  # there is none of that split today
                wanted = "0.00 %"
            self.assertEqual(text_of(tile), wanted, kpi)

    def test_headlines_are_those_of_the_manifest(self):
        """Of kpi.xlsx, where a percentage is a number of 1."""
        manifest = json.loads((self.folder / "manifest.json").read_text(encoding="utf-8"), parse_float=decimal.Decimal)
        for page, book in ((self.page, "kpi.xlsx"), (self.team, "audiences/team_1/kpi.xlsx")):
            told = {row["name"]: row for row in manifest["headlines"] if row["path"] == book}
            tiles = {e.get("id"): text_of(e) for e in page.root.iter() if (e.get("id") or "").startswith("kpi_")}
            counts = [text_of(item).split()[0] for item in page.section("needs").find(f".//{HTML}ul[@class='counts']")]
            for name, count in zip(("exceptions_on_lists", "exceptions_new_or_reopened"), counts):
                self.assertEqual(count, spoken(told.pop(name)["value"], "count", "en"))
            self.assertEqual(set(told), {name for name, text in tiles.items() if text != "-"})
            for name, row in told.items():
                value = decimal.Decimal(row["value"]) * (100 if row["unit"] == "percent" else 1)
                self.assertEqual(tiles[name], spoken(value, row["unit"], page.root.get("lang")), name)

    def test_the_matrix_is_that_of_the_csv(self):
        self.language = "th"
        named = self.titles("th")
        table = next(self.page.section("teams").iter(HTML + "table"))
        headings = [text_of(cell) for cell in table.find(HTML + "thead").iter(HTML + "th")][2:]
        known = {row["level_no"]: row["level"] for row in self.values if row["level"] in ("team", "branch")}
        count = 0
        for title, cells in self.page.rows(table):
            if title not in named:
                continue
            kpi, measure, split, is_share = named[title]
            period = "now" if self.headers[kpi]["kind"] == "stock" else "month"
            for heading, cell in zip(headings, cells[1:]):
                level, level_no = known.get(heading), heading
                if heading == "ทั้งบริษัท":
                    level, level_no = "company", ""
                if level is None:  # without a team or branch
                    continue
                wanted = self.value(kpi, measure, split, period, level, level_no, is_share)
                self.assertEqual(cell, wanted or "-", (title, heading))
                count += 1
        self.assertGreater(count, 200)

    def test_checks_are_counted_as_the_manifest_does(self):
        manifest = json.loads((self.folder / "manifest.json").read_text(encoding="utf-8"))
        exceptions = self.site.table("exceptions")
        listed, fresh = {}, {}
        for row in exceptions:
            if row["state"] not in ("resolved", "expired", "retired"):
                listed[row["check_id"]] = listed.get(row["check_id"], 0) + 1
            if row["state"] in ("new", "reopened"):
                fresh[row["check_id"]] = fresh.get(row["check_id"], 0) + 1
        counts = [text_of(item) for item in self.page.section("needs").find(f".//{HTML}ul[@class='counts']")]
        self.assertEqual(counts[0].split()[0], f"{sum(listed.values()):,}")
        self.assertEqual(counts[1].split()[0], f"{sum(fresh.values()):,}")
        shown = {}
        for table in list(self.page.section("needs").iter(HTML + "table"))[:2]:
            for title, cells in self.page.rows(table):
                shown[title.split()[0]] = (cells[1], cells[2])
        for check, (on_list, new) in shown.items():
            self.assertEqual((on_list, new), (str(listed.get(check, 0)), str(fresh.get(check, 0))), check)
        self.assertLessEqual(set(listed), set(shown))
        rest = text_of(self.page.section("needs"))
        for check in manifest["checks"]:
            self.assertIn(check["check"], rest)

    def test_rows_of_each_dataset_are_the_manifests(self):
        manifest = json.loads((self.folder / "manifest.json").read_text(encoding="utf-8"))
        rows = self.page.rows(next(self.page.section("provenance").iter(HTML + "table")))
        self.assertEqual(sorted(int(cells[2].replace(",", "")) for _, cells in rows),
                         sorted(dataset["rows"] for dataset in manifest["datasets"]))

    # --- a browser ----------------------------------------------------------------------------------

    def measured(self, page, script, width, *options):
        """What a script finds on a copy of the page in a browser's window, as it prints it into the title."""
        if not has_browser():
            self.skipTest("Chromium isn't here")
        with tempfile.TemporaryDirectory() as folder:
            copy = pathlib.Path(folder) / "page.html"
            copy.write_text(page.text.replace("</body>", f"<script>{script}</script></body>"), encoding="utf-8")
            done = browser(f"--window-size={width},900", "--virtual-time-budget=60000", *options, "--dump-dom",
                           f"file://{copy}")
        found = re.search(r"<title>(.*?)</title>", done.stdout, re.S)
        self.assertIsNotNone(found, done.stderr[-2000:])
        return found.group(1)

    def test_nothing_is_pushed_out_of_a_phone(self):
        """Chromium has no window narrower than 500: a frame has."""
        for page in self.pages():
            for width in (320, 390, 1280):
                script = ("const f=document.createElement('iframe');f.style.cssText='border:0;height:900px;width:"
                          f"{width}px';f.srcdoc=document.documentElement.outerHTML.replace(/<script>.*<.script>/s,'');"
                          "f.onload=()=>{document.title=f.contentDocument.documentElement.scrollWidth};"
                          "document.body.append(f)")
                self.assertLessEqual(int(self.measured(page, script, 1400)), width, width)

    def test_it_prints_on_a4_with_its_headings_again(self):
        if not has_browser():
            self.skipTest("Chromium isn't here")
        with tempfile.TemporaryDirectory() as folder:
            pdf = pathlib.Path(folder) / "page.pdf"
            browser("--no-pdf-header-footer", f"--print-to-pdf={pdf}", f"file://{self.page.path}")
            told = subprocess.run(["pdfinfo", str(pdf)], capture_output=True, text=True, check=True, timeout=60).stdout
            pages = int(re.search(r"Pages:\s+(\d+)", told).group(1))
            size = [float(number) for number in re.search(r"Page size:\s+([\d.]+) x ([\d.]+)", told).groups()]
            texts = [subprocess.run(["pdftotext", "-f", str(n), "-l", str(n), "-layout", str(pdf), "-"], check=True,
                                    capture_output=True, text=True, timeout=60).stdout for n in range(1, pages + 1)]
        self.assertAlmostEqual(size[0], 595.3, delta=1)
        self.assertAlmostEqual(size[1], 841.9, delta=1)
        self.assertLess(pages, 25)
        # The table of checks goes on over a page's end: its heading stands on both.
        self.assertGreaterEqual(sum("รหัสการตรวจ" in text for text in texts), 2)
        for number, text in enumerate(texts, 1):
            self.assertIn(f"{number} / {pages}", text)
        whole = "\n".join(texts)
        # A folded part that is of use on paper is opened, one that isn't stays out.
        self.assertIn("case_satisfaction", whole)
        self.assertNotIn("รายพนักงาน\n", whole)

    def axe(self):
        """The source of axe-core, by npm."""
        if not has_browser() or shutil.which("npm") is None:
            self.skipTest("Chromium or npm isn't here")
        with tempfile.TemporaryDirectory() as folder:
            packed = subprocess.run(["npm", "pack", "--silent", AXE], cwd=folder, capture_output=True, text=True,
                                    timeout=120, check=False)
            archives = list(pathlib.Path(folder).glob("*.tgz"))
            if packed.returncode != 0 or not archives:
                self.skipTest("axe-core can't be fetched: " + packed.stderr.strip()[-200:])
            subprocess.run(["tar", "xzf", str(archives[0])], cwd=folder, check=True, timeout=60)
            return (pathlib.Path(folder) / "package" / "axe.min.js").read_text(encoding="utf-8")

    def test_axe_finds_nothing(self):
        script = (self.axe().replace("</script", "<\\/script") + ";axe.run(document,{resultTypes:['violations']})"
                  ".then(r=>{document.title=JSON.stringify({passes:r.passes.length,found:r.violations.map("
                  "v=>[v.id,v.nodes.length,v.nodes[0].html.slice(0,120)])})})")
        opened = Page.__new__(Page)
        for page in self.pages():
            opened.text = page.text.replace("<details", "<details open=''")
            for width, options in ((500, ()), (1280, ("--blink-settings=preferredColorScheme=0",))):
                with self.subTest(options=options, width=width):
                    told = json.loads(html.unescape(self.measured(opened, script, width, *options)))
                    self.assertEqual(told["found"], [])
                    self.assertGreater(told["passes"], 20)


class Disturbed(unittest.TestCase):
    """What is missing is said where it is missing, and never shown as if whole."""

    def test_a_source_that_is_down(self):
        site = Site(1)
        self.addCleanup(site.close)
        site.set_source("logistics", "Driver=SQLite3;Database=/nonexistent/l.sqlite;StepAPI=1;")
        run = site.run()
        self.assertEqual(run.returncode, 1, run.stderr)
        page = Page(site.out / DATES[1] / "summary.html")
        self.assertIn("logistics", text_of(page.section("gaps")))
        self.assertIn("#gaps", [link.get("href") for link in page.all("a")])
        tiles = {text_of(tile.find(HTML + "h3")): tile for tile in page.section("headlines").iter(HTML + "li")
                 if tile.find(HTML + "h3") is not None}
        on_time = tiles["คำสั่งขายที่ส่งครบตามกำหนดเวลา"]
        self.assertIn("ไม่ได้ตรวจ", text_of(on_time))
        self.assertNotRegex(text_of(on_time), r"\d %")
        source = next(item for item in page.section("sources").iter(HTML + "li") if "จัดส่ง" in text_of(item))
        self.assertIn("✗ อ่านไม่สำเร็จ", text_of(source))
        for table in page.section("figures").iter(HTML + "table"):
            for title, cells in page.rows(table):
                if title.startswith("คำสั่งขายที่ส่งครบตามกำหนดเวลา"):
                    self.assertEqual(len(cells), 1)
                    self.assertIn("ไม่ได้ตรวจ", cells[0])

    def test_names_stand_as_they_are(self):
        site = Site(1)
        self.addCleanup(site.close)
        name = "<b>\"O'Neil\" & Sons</b> \u202eลูก\u200bค้า"
        site.execute("sales", "UPDATE emp SET title_th = '', first_name = ?, last_name = 'Z'", name)
        run = site.run()
        self.assertIn(run.returncode, (0, 1), run.stderr)
        page = Page(site.out / DATES[1] / "summary.html")
        self.assertIn(name + " Z", ["".join(element.itertext()) for element in page.all("bdi")])
        self.assertEqual([e for e in page.all("b") if "Neil" in text_of(e)], [])


if __name__ == "__main__":
    unittest.main()
