#!/usr/bin/python3
"""What is written about khrop against khrop: the page of every key, the man page, bash's completion, the tables of
ARCHITECTURE.md. Run from the repository root; KHROP names another program."""

import csv
import pathlib
import re
import shutil
import sqlite3
import subprocess
import unittest

import yaml

from company_site import DATES, KHROP, ROOT, Site

COMMON = {"config", "help"}
IDS = r"`(\w+)`"


def printed(*arguments):
    """What khrop prints."""
    return subprocess.run([KHROP, *arguments], check=True, capture_output=True, text=True, timeout=60).stdout


def commands():
    """The commands that `khrop --help` lists."""
    return re.findall(r"^  ([a-z]+)  +\S", printed("--help"), re.M)


def options(command):
    """The options that a command's --help lists."""
    return set(re.findall(r"^  --([a-z-]+)", printed(command, "--help"), re.M)) - COMMON


def manual_options():
    """{command: options} of the man page's synopsis."""
    text = (ROOT / "docs" / "khrop.1").read_text(encoding="utf-8")
    synopsis = text[text.index(".Sh SYNOPSIS"):text.index(".Sh DESCRIPTION")]
    found = {}
    for usage in synopsis.split(".Nm\n")[1:]:
        command = re.search(r"^\.Cm (\w+)", usage, re.M)
        if command:
            found.setdefault(command.group(1), set()).update(re.findall(r"Fl -([a-z-]+)", usage))
    return found


def completed(*words):
    """What bash offers for the last of the words."""
    script = (f"source {ROOT}/docs/completion/khrop.bash; COMP_WORDS=(khrop \"$@\"); COMP_CWORD=$#; "
              "_khrop; printf '%s\\n' \"${COMPREPLY[@]}\"")
    environment = {"PATH": f"{pathlib.Path(KHROP).resolve().parent}:/usr/bin:/bin"}
    return set(subprocess.run(["bash", "-c", script, "bash", *words], check=True, capture_output=True, text=True,
                              env=environment, timeout=60).stdout.split())


class Settings(unittest.TestCase):
    """docs/settings.md is what `khrop check --document` prints."""

    def test_the_page_is_up_to_date(self):
        page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
        self.assertEqual(page, printed("check", "--document"), "run `make documentation`")

    def test_every_key_of_the_page_can_be_explained(self):
        keys = re.findall(r"^\| `([^`]+)` \|", printed("check", "--document"), re.M)
        self.assertGreater(len(keys), 50)
        for key in keys:
            with self.subTest(key=key):
                self.assertIn(f": {key}\n", printed("check", "--explain", key))

    def test_a_mistyped_key_is_told_the_nearest(self):
        for key, nearest in (("time_limt", "time_limit"), ("khrop.langage", "khrop.language")):
            told = subprocess.run([KHROP, "check", "--explain", key], capture_output=True, text=True,
                                  timeout=60, check=False)
            with self.subTest(key=key):
                self.assertEqual(told.returncode, 64)
                self.assertIn(f'did you mean "{nearest}"?', told.stderr)


class Catalogue(unittest.TestCase):
    """docs/catalogue.md and khrop-catalogue(7) are what the SQL files' own headers say."""

    def test_the_pages_are_up_to_date(self):
        for page, option in (("catalogue.md", "--document"), ("khrop-catalogue.7", "--manual")):
            with self.subTest(page=page):
                self.assertEqual((ROOT / "docs" / page).read_text(encoding="utf-8"), printed("catalogue", option),
                                 "run `make documentation`")

    def test_every_file_of_the_catalogue_is_on_both_pages(self):
        for kind in ("checks", "kpis", "tables", "derived"):
            for path in sorted((ROOT / "jobs" / "catalogue" / kind).glob("*.sql")):
                with self.subTest(rule=path.stem):
                    self.assertIn(f"\n### {path.stem}: ", printed("catalogue", "--document"))
                    self.assertIn(f"\n.It Sy {path.stem}\n", printed("catalogue", "--manual"))


class CommandLine(unittest.TestCase):
    """Each option is in the help, in the man page and in the completion, or in none."""

    def test_the_manual_has_every_command_and_option(self):
        self.assertEqual(manual_options(), {command: options(command) for command in commands()})

    def test_the_completion_has_every_command(self):
        self.assertEqual(completed("") - {"--config", "--help", "--version"}, set(commands()))

    def test_the_completion_has_every_option(self):
        for command in commands():
            with self.subTest(command=command):
                offered = {word[2:] for word in completed(command, "--") if word.startswith("--")}
                self.assertEqual(offered - COMMON, options(command))

    def test_the_completion_knows_jobs_datasets_and_keys(self):
        site = Site(1)
        self.addCleanup(site.close)
        self.assertIn("daily", completed("--config", str(site.etc), "run", ""))
        self.assertIn("crm_visits", completed("run", "daily", "--config", str(site.etc), "--accept", "crm_v"))
        self.assertIn("source.*.time_limit", completed("check", "--explain", "source"))

    def test_the_completion_knows_checks(self):
        site = Site(1)
        self.addCleanup(site.close)
        own = site.etc / "own" / "checks"
        own.mkdir(parents=True)
        (own / "OUR-01.sql").write_text("", encoding="utf-8")
        ini = (site.etc / "khrop.ini").read_text(encoding="utf-8")
        (site.etc / "khrop.ini").write_text(ini.replace("catalogue = catalogue", "catalogue = own"), encoding="utf-8")
        self.assertEqual(completed("worklist", "list", "--config", str(site.etc), "--check", "OUR"), {"OUR-01"})

    @unittest.skipIf(shutil.which("man") is None, "man isn't here")
    def test_the_manual_has_no_fault(self):
        for page in ("khrop.1", "khrop-catalogue.7"):
            told = subprocess.run(["man", "--warnings", "-E", "UTF-8", "-l", str(ROOT / "docs" / page)],
                                  capture_output=True, text=True, timeout=60, check=True)
            with self.subTest(page=page):
                self.assertEqual(told.stderr, "")


class Readme(unittest.TestCase):
    """Figures of README.md against what they tell of."""

    def test_the_figures_are_those_of_the_first_morning(self):
        site = Site(1)
        self.addCleanup(site.close)
        with open(site.folder / "planted.csv", encoding="utf-8", newline="") as file:
            faults = sum(row["day"] == "1" and row["state"] != "not" for row in csv.DictReader(file))
        rules = {kind: len(list((ROOT / "jobs" / "catalogue" / kind).glob("*.sql"))) for kind in ("checks", "kpis")}
        text = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
        self.assertIn(f"and {faults} known faults", text)
        self.assertIn(f"{faults} total", text)
        for rule in ("checks/BO-01", "kpis/on_time_delivery"):
            title = yaml.safe_load(re.search(r"(?m)^-- (title: .*)$", (
                ROOT / "jobs" / "catalogue" / f"{rule}.sql").read_text(encoding="utf-8"))[1])["title"]["th"]
            self.assertIn(f" {title} ..", text)
        self.assertIn(f"all {rules['checks']} checks and {rules['kpis']} KPIs", text)


class Tables(unittest.TestCase):
    """ARCHITECTURE.md names every table that a day leaves, and every column of it."""

    @classmethod
    def setUpClass(cls):
        cls.site = Site(1)
        cls.site.run()
        cls.slot = cls.site.state / "slots" / "daily" / f"{DATES[1]}.1"
        cls.page = (ROOT / "docs" / "ARCHITECTURE.md").read_text(encoding="utf-8")

    @classmethod
    def tearDownClass(cls):
        cls.site.close()

    def section(self, title):
        """{table: what the page says of it} of a section; a row may name several tables."""
        text = self.page[self.page.index(f"\n## {title}"):]
        text = text[:text.find("\n## ", 1)]
        rows = re.findall(r"^\| (.+?) \| (.+) \|$", text, re.M)[2:]
        return {table: said for names, said in rows for table in re.findall(IDS, names)}

    def columns(self, path):
        """{table: columns} of a file, those that are khrop's own."""
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        try:
            rows = connection.execute("SELECT t.name, c.name FROM sqlite_master AS t JOIN pragma_table_info(t.name)"
                                      " AS c WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'").fetchall()
        finally:
            connection.close()
        tables = {}
        for table, column in rows:
            tables.setdefault(table, set()).add(column)
        return tables

    def said_anywhere(self, table):
        """What the page says of a table, in whichever sections."""
        return " ".join(re.findall(rf"^\| `{table}` \| (.+) \|$", self.page, re.M))

    def compare(self, title, path, is_own):
        """Tables on both sides, and each column in what is said of its table."""
        said = {table: text for table, text in self.section(title).items() if is_own(table)}
        there = {table: names for table, names in self.columns(path).items() if is_own(table)}
        self.assertEqual(set(said), set(there))
        for table, names in there.items():
            if "as in " in said[table].lower():
                continue
            # "khrop_pulls' columns" stands for what is said of that table.
            text = said[table] + "".join(" " + self.said_anywhere(other)
                                         for other in re.findall(r"(khrop_\w+)'s? columns", said[table]))
            for name in names:
                with self.subTest(table=table, column=name):
                    self.assertRegex(text, rf"\b{name}\b")

    def test_of_what_is_kept(self):
        self.compare("kept.sqlite", self.slot / "kept.sqlite", lambda name: True)

    def test_of_a_source(self):
        self.compare("SOURCE.sqlite", self.slot / "sales.sqlite", lambda name: name.startswith("khrop_"))

    def test_of_what_rules_share(self):
        self.compare("derived.sqlite", self.slot / "derived.sqlite",
                     lambda name: name.startswith("khrop_") or name in ("calendar", "parameters"))

    def test_of_what_was_found(self):
        self.compare("results.sqlite", self.slot / "results.sqlite", lambda name: name.startswith("khrop_"))

    def test_of_the_ledger(self):
        self.compare("state.db", self.site.state / "state.db", lambda name: True)


if __name__ == "__main__":
    unittest.main()
