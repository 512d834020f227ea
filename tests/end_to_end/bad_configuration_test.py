#!/usr/bin/python3
"""What is wrong with the configuration or the catalogue is told in the words of who mends it: file,
line, name, and what to type. Run from the repository root; KHROP names another program."""

import getpass
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

from company_site import KHROP, Site

RULE = {
    "id": "X-01", "title": "{en: Test, th: ทดสอบ}", "why": "{en: w, th: w}",
    "todo": "{en: t, th: t}", "needs": "{orders: []}", "key": "[order_no]", "signature": "[]",
    "kind": "state", "owner": "staff_no", "severity": "low",
}


class Bad(unittest.TestCase):
    """Each test has a site of its own, and breaks it."""

    def setUp(self):
        self.site = Site()
        self.addCleanup(self.site.close)

    def write(self, name, data):
        """A file of the configuration, from text or bytes."""
        (self.site.etc / name).write_bytes(data if isinstance(data, bytes) else data.encode())

    def told(self, *lines):
        """khrop check and khrop run say these lines and no other, end with 78, and run nothing."""
        for run in (self.site.check(), self.site.run()):
            self.assertEqual(run.returncode, 78, run.stdout + run.stderr)
            self.assertEqual(run.stderr.removeprefix("khrop: ").splitlines(), list(lines))
        self.assertFalse(self.site.out.exists())
        self.assertFalse(self.site.state.exists())

    def told_in_part(self, *parts):
        """As `told`, of parts of lines."""
        run = self.site.run()
        self.assertEqual(run.returncode, 78, run.stdout + run.stderr)
        self.assertEqual(len(run.stderr.splitlines()), len(parts), run.stderr)
        for line, part in zip(run.stderr.splitlines(), parts):
            self.assertIn(part, line)


class Configuration(Bad):
    """khrop.ini and the YAML files."""

    def test_unknown_keys_name_the_nearest(self):
        self.site.edit("khrop.ini", "time_limit = 10m", "time_limt = 10m")
        self.site.edit("khrop.ini", "[paths]\nstate", "[paths]\nstat")
        self.site.edit("khrop.ini", "[source credit]", "[sorce credit]")
        self.told_in_part('khrop.ini:11: unknown key "stat"; did you mean "state"?',
                          'khrop.ini:22: unknown key "time_limt"; did you mean "time_limit"?',
                          'khrop.ini:24: unknown key "sorce"; did you mean "source"?',
                          'datasets.yaml:92: dataset credit_accounts: khrop.ini has no [source] '
                          'named "credit"; valid here: sales, logistics, crm',
                          "datasets.yaml:102: ", "datasets.yaml:110: ")

    def test_unknown_keys_are_told_by_every_command(self):
        self.site.edit("khrop.ini", "time_limit = 10m", "time_limt = 10m")
        self.site.edit("khrop.ini", "[paths]\nstate", "[paths]\nstat")
        self.told('khrop.ini:11: unknown key "stat"; did you mean "state"?',
                  'khrop.ini:22: unknown key "time_limt"; did you mean "time_limit"?')

    def test_reports_name_sheets_and_figures_that_there_are(self):
        self.write("kpis.yaml", "kpis:\n  otif: {enabled: false}\n")
        self.write("reports.yaml", """reports:
  kpi:
    sheets: [today, tem]
    kpis: [on_time_delivry, fill_rate, fill_rate]
  csv: {sheets: [today], kpis: [fill_rate]}
audiences:
  team 1: {team: A, branch: B}
  all:
    sheets: []
    kpis:
      - otif
""")
        self.told('reports.yaml:4: "fill_rate" stands twice in "kpis"',
                  'reports.yaml:3: unknown sheet "tem"; did you mean "team"?',
                  'reports.yaml:5: report csv has no sheets to choose; only kpi has',
                  'reports.yaml:5: report csv has no KPIs to choose; only kpi and summary have',
                  'reports.yaml:7: audience "team 1": its name becomes a folder\'s; at most 64 of a-z, 0-9, _ and - are '
                  'valid',
                  'reports.yaml:7: audience team 1: name a team or a branch, not both',
                  'reports.yaml:9: "sheets" is empty; leave it out for all of them',
                  'reports.yaml:4: unknown KPI "on_time_delivry"; did you mean "on_time_delivery"?',
                  'reports.yaml:11: KPI otif is off (kpis.yaml:2): switch it on there, or leave it out here')

    def test_a_logo_that_is_not_a_png_or_not_there_is_told(self):
        for content, reason in ((b"GIF89a", "logo logo.png is not a whole PNG file; save the picture as PNG"),
                                (b"\x89PNG\r\n\x1a\n" + bytes(64),
                                 "logo logo.png is not a whole PNG file; save the picture as PNG"),
                                (bytes(1024 * 1024 + 1), "logo logo.png has more than 1 MiB; make it smaller"),
                                (None, "logo logo.png: No such file or directory")):
            self.site.mend()
            self.site.edit("khrop.ini", "[paths]", "logo = logo.png\n[paths]")
            (self.site.etc / "logo.png").unlink(missing_ok=True)
            if content is not None:
                self.write("logo.png", content)
            with self.subTest(reason=reason):
                self.told(f"khrop.ini:10: {reason}")

    def test_wrong_types_and_values_out_of_range_say_what_is_valid(self):
        self.site.edit("khrop.ini", "time_limit = 10m", "time_limit = soon")
        self.site.edit("khrop.ini", "[paths]",
                       "[jobs]\nparallel = 65\n[rejects]\nmax = many\n[paths]")
        self.write("reports.yaml", "reports:\n  csv: {language: de, enabled: perhaps}\n")
        self.told('khrop.ini:11: "parallel": 65 is out of range; 1 to 64 are valid',
                  'khrop.ini:13: "max": "many" is not a whole number',
                  'khrop.ini:26: "time_limit": "soon" is not a duration such as 90, 5m or 1h',
                  'reports.yaml:2: "language" can\'t be "de"; valid here: en, th',
                  'reports.yaml:2: "enabled": "perhaps" is neither true nor false')

    def test_unknown_datasets_sources_and_rules_name_the_nearest(self):
        self.site.edit("datasets.yaml", "  orders:\n    source: sales",
                       "  order:\n    source: salse")
        self.write("checks.yaml", "checks:\n  SRC-1: {enabled: false}\n")
        self.told('datasets.yaml:34: dataset order: khrop.ini has no [source] named "salse"; '
                  'did you mean "sales"?',
                  'checks.yaml:2: unknown check "SRC-1"; did you mean "SRC-01"?',
                  'datasets.yaml:34: unknown dataset "order"; did you mean "orders"?')

    def test_all_faults_of_all_files_are_told_at_once(self):
        self.site.edit("khrop.ini", "charset", "charste")
        self.site.edit("datasets.yaml", "  orders:", "  order:")
        self.write("jobs.yaml", "jobs: [daily\n")
        self.write("kpis.yaml", "kpis:\n  otif: {target: high}\n")
        self.write("desks.yaml", "desks:\n  it: {titel: IT}\n")
        self.write("holidays.yaml", "weekend: [sunnday]\n")
        rules = self.site.folder / "catalogue" / "checks"
        rules.mkdir(parents=True)
        (rules / "X-01.sql").write_text("-- id: X-01\nSELECT 1\n", encoding="utf-8")
        self.site.edit("khrop.ini", "catalogue = catalogue", "catalogue = ../catalogue")
        run = self.site.check()
        self.assertEqual(run.returncode, 78)
        for place in ("khrop.ini:", "datasets.yaml:34: ", "jobs.yaml:2: ", "kpis.yaml:2: ",
                      "desks.yaml:2: ", "holidays.yaml:1: ", "checks/X-01.sql:1: "):
            self.assertIn(place, run.stderr)

    def test_hundreds_of_faults_are_told_whole(self):
        self.site.edit("khrop.ini", "time_limit = 10m", "time_limt = 10m")
        for name, kind in (("checks", "check"), ("kpis", "KPI")):
            lines = [f"  Q_{number}: {{enabled: false}}\n" for number in range(1, 151)]
            self.write(f"{name}.yaml", f"{name}:\n" + "".join(lines))
        self.told_in_part('khrop.ini:22: unknown key "time_limt"',
                          *(f'checks.yaml:{number + 1}: unknown check "Q_{number}"' for number in range(1, 151)),
                          *(f'kpis.yaml:{number + 1}: unknown KPI "Q_{number}"' for number in range(1, 151)))

    def test_every_line_that_is_not_ini_is_told(self):
        self.write("khrop.ini", self.site.ini + "nothing here\n[open\n[jobs]\nparallel = 2\n")
        count = self.site.ini.count("\n")
        self.told(f"khrop.ini:{count + 1}: is neither `key = value` nor `[section]`",
                  f"khrop.ini:{count + 2}: is neither `key = value` nor `[section]`")

    def test_a_blank_before_a_semicolon_does_not_cut_a_connection_string(self):
        self.site.set_source("credit", "Driver={PostgreSQL Unicode} ;Server=db;Database=credit")
        line = (self.site.etc / "khrop.ini").read_text(encoding="utf-8").split("\n").index(
            "connection = Driver={PostgreSQL Unicode} ;Server=db;Database=credit") + 1
        self.told(f"khrop.ini:{line}: what follows ` ;` would be a comment; take the blank before "
                  "the semicolon out, or give the comment a line of its own")

    def test_a_password_in_a_connection_string_is_refused_however_it_is_written_and_never_printed(self):
        first = "Driver=SQLite3;Database=${FOLDER}/../data/sales.sqlite;"
        for key in ("PWD=", "pwd =", "Password=", "Note=PWD=1;Pwd="):
            with self.subTest(key=key):
                self.site.edit("khrop.ini", first, f"{first}{key}s3cret;")
                run = self.site.check()
                self.assertEqual(run.returncode, 78)
                self.assertIn("source sales: a password can't stand in \"connection\"", run.stderr)
                self.assertNotIn("s3cret", run.stdout + run.stderr)
                self.site.edit("khrop.ini", f"{first}{key}s3cret;", first)
        self.site.edit("khrop.ini", first, first + "MyPWD=x;")
        self.assertEqual(self.site.check().returncode, 0)

    def test_an_indented_key_is_a_key_and_not_more_of_the_line_above(self):
        self.site.edit("khrop.ini", "\ntime_limit = 10m", "\n    time_limit = 10m")
        self.assertEqual(self.site.check().returncode, 0)

    def test_malformed_yaml_is_told_with_its_line_and_what_it_most_often_means(self):
        self.site.edit("datasets.yaml", "  staff:\n    source", "  staff:\n\tsource")
        self.told_in_part("datasets.yaml:6: not valid YAML: while scanning for the next token, found "
                          "character that cannot start any token; indent with blanks, not tabs")
        self.site.edit("datasets.yaml", "\tsource", "   source")
        self.told_in_part("datasets.yaml:7: not valid YAML: mapping values are not allowed in this "
                          "context; indent it as the lines beside it")

    def test_duplicate_keys_name_the_first(self):
        self.site.edit("khrop.ini", "time_limit = 10m", "time_limit = 10m\ntime_limit = 5m")
        self.write("kpis.yaml", "kpis:\n  otif: {target: 90}\n  otif: {target: 80}\n")
        self.told('khrop.ini:23: "time_limit" stands here twice (first in line 22)',
                  'kpis.yaml:3: "otif" stands here twice (first in line 2)')

    def test_a_list_where_a_map_should_be_is_told(self):
        for name in ("checks", "kpis", "desks", "reports", "jobs", "datasets"):
            with self.subTest(name=name):
                before = (self.site.etc / f"{name}.yaml").read_bytes()
                self.write(f"{name}.yaml", f"{name}: [a, b]\n")
                self.told(f'{name}.yaml:1: "{name}" must be a map of keys')
                self.write(f"{name}.yaml", before)

    def test_a_file_that_is_not_utf8_says_how_to_turn_it(self):
        thai = self.site.ini.encode("utf-8").decode("utf-8").encode("cp874")
        self.write("khrop.ini", thai)
        desks = (self.site.etc / "desks.yaml").read_text(encoding="utf-8")
        self.write("desks.yaml", desks.encode("utf-16"))
        self.told("khrop.ini:5: is not UTF-8; if an editor saved it as Windows-874: "
                  "iconv -f CP874 -t UTF-8 khrop.ini",
                  "desks.yaml: is UTF-16; save it as UTF-8: iconv -f UTF-16 -t UTF-8 desks.yaml")
        turned = subprocess.run(["iconv", "-f", "CP874", "-t", "UTF-8", "khrop.ini"], check=True,
                                capture_output=True, cwd=self.site.etc)
        self.write("khrop.ini", turned.stdout)
        self.write("desks.yaml", b"\xef\xbb\xbf" + desks.replace("\n", "\r\n").encode())
        self.assertEqual(self.site.check().returncode, 0, "as an editor of Windows saves it")

    def test_a_file_that_cannot_be_read_says_who_must_be_able_to(self):
        path = self.site.etc / "jobs.yaml"
        self.site.folder.chmod(0o755)
        options = {"user": "nobody", "group": "nogroup", "extra_groups": []} \
            if os.geteuid() == 0 else {}
        def check():
            return subprocess.run([KHROP, "check", "--config", str(self.site.etc)], check=False,
                                  capture_output=True, text=True, **options)
        self.site.etc.chmod(0o000)
        run = check()
        if options:
            self.assertIn(f"configuration folder {self.site.etc}: Permission denied; user nobody must "
                          f"be able to read it: chgrp nogroup {self.site.etc} && chmod g+rx "
                          f"{self.site.etc}", run.stderr)
        self.site.etc.chmod(0o755)
        path.chmod(0o000)
        run = check()
        user = "nobody" if options else getpass.getuser()
        self.assertEqual(run.returncode, 78)
        self.assertIn(f"jobs.yaml: {path}: Permission denied; user {user}", run.stderr)
        for command in re.findall(r"must be able to read it: (.*)$", run.stderr, re.M):
            subprocess.run(["sh", "-c", command], check=True)
        self.assertEqual(check().returncode, 0, "what it says to type mends it")
        path.unlink()
        path.mkdir()
        self.assertIn(f"jobs.yaml: {path}: Is a directory", self.site.check().stderr)

    def test_a_missing_file_or_folder_says_what_to_type(self):
        (self.site.etc / "datasets.yaml").unlink()
        self.told_in_part("datasets.yaml: No such file or directory; `khrop demo DIR` writes one")
        for folder, reason in ((self.site.folder / "nowhere", "No such file or directory"),
                               (self.site.etc / "khrop.ini", "Not a directory")):
            for command in (["check"], ["run", "daily"], ["status"]):
                run = subprocess.run([KHROP, *command, "--config", str(folder)],
                                     capture_output=True, text=True, check=False)
                self.assertEqual(run.returncode, 78)
                self.assertEqual(run.stderr, f"khrop: configuration folder {folder}: {reason}; name "
                                             "the folder of khrop.ini with --config DIR, or begin "
                                             "with: khrop demo DIR\n")

    def test_an_unreadable_ini_does_not_blame_the_other_files(self):
        self.write("khrop.ini", b"")
        self.told('khrop.ini:1: "source" is missing (the databases: [source NAME])')

    def test_unknown_zones_of_khrop_and_of_a_source_are_told(self):
        self.site.edit("khrop.ini", "Asia/Bangkok", "Asia/Bangkock")
        self.site.edit("khrop.ini", "time_limit = 10m", "time_zone = Siam/Bangkok")
        self.told_in_part('khrop.ini:7: time zone "Asia/Bangkock" is not known here; see timedatectl',
                          'khrop.ini:22: time zone "Siam/Bangkok" is not known here')

    def test_holidays_say_what_is_wrong_with_each_date(self):
        self.write("holidays.yaml", "accepted: {from: 2026-01-01, to: 2569-12-31}\nholidays:\n"
                                    "  - {date: 2026-02-30}\n  - {date: 2026-05-01}\n"
                                    "  - {date: 2026-05-01}\n  - {name: x}\n")
        self.told('holidays.yaml:1: "to": "2569-12-31" has a year of the Buddhist era; write the '
                  "common era (year - 543)",
                  'holidays.yaml:3: "date": "2026-02-30" is not a date such as 2026-12-31',
                  'holidays.yaml:6: "date" is missing (the day)',
                  "holidays.yaml:5: 2026-05-01 stands here twice (first in line 4)")


class Catalogue(Bad):
    """The site's own SQL files."""

    def setUp(self):
        super().setUp()
        self.checks = self.site.folder / "catalogue" / "checks"
        self.checks.mkdir(parents=True)
        self.site.edit("khrop.ini", "catalogue = catalogue", "catalogue = ../catalogue")

    def rule(self, query="SELECT order_no, staff_no FROM orders", file="checks/X-01.sql", **header):
        """Writes a check; a header's line given as None is left out. The query begins in line 11."""
        lines = [f"-- {key}: {value}\n" for key, value in {**RULE, **header}.items() if value]
        path = self.checks.parent / file
        path.parent.mkdir(exist_ok=True)
        path.write_text("".join(lines) + query + "\n", encoding="utf-8")

    def fails_alone(self, pattern):
        """The check has failed with these words; all others are published."""
        run = self.site.run()
        self.assertEqual(run.returncode, 1, run.stdout + run.stderr)
        self.assertRegex(run.stdout, r"(?m)^  X-01: failed, " + pattern + "$")
        self.assertIn("BO-01", run.stdout)
        self.assertEqual(run.stdout.count("failed, "), 1, run.stdout)
        page = (self.site.out / "latest" / "summary.html").read_text(encoding="utf-8")
        self.assertIn("checks/X-01.sql", page)

    def test_a_check_without_a_key(self):
        self.rule(key=None)
        self.told('checks/X-01.sql:1: "key" is missing (the columns that identify the exception '
                  "from day to day)")
        self.rule(key="[]")
        self.told("checks/X-01.sql:6: key must name at least one column")

    def test_two_checks_with_one_id(self):
        self.rule()
        self.rule(file="checks/X-02.sql")
        self.told('checks/X-02.sql:1: id "X-01" is not the file\'s name; name the file X-01.sql, or '
                  "change the id", 'checks/X-02.sql:1: id "X-01" is that of checks/X-01.sql too')

    def test_needs_of_unknown_datasets_and_columns(self):
        self.rule(needs="{ordres: [], orders: [promisd_on]}")
        self.told('checks/X-01.sql:5: needs an unknown dataset "ordres"; did you mean "orders"?',
                  "checks/X-01.sql:5: needs orders.promisd_on, a column that the contract hasn't")

    def test_unknown_words_of_the_header(self):
        self.rule(severity="hihg", kind="stat", owner="role:itt", titel="x")
        self.told('checks/X-01.sql:8: "kind" can\'t be "stat"; did you mean "state"?',
                  'checks/X-01.sql:10: "severity" can\'t be "hihg"; did you mean "high"?',
                  'checks/X-01.sql:11: unknown key "titel"; did you mean "title"?',
                  'checks/X-01.sql:9: owner is an unknown desk "itt"; did you mean "it"?')

    def test_sql_in_another_charset_would_find_nothing(self):
        self.rule()
        path = self.checks / "X-01.sql"
        path.write_bytes(path.read_bytes() + "WHERE kind = 'ปกติ'\n".encode("cp874"))
        self.told("checks/X-01.sql:12: is not UTF-8; if an editor saved it as Windows-874: iconv -f "
                  "CP874 -t UTF-8 checks/X-01.sql")

    def test_folders_and_files_that_nobody_reads(self):
        self.rule(file="check/X-01.sql")
        self.rule(file="X-02.sql", id="X-02")
        site = self.site.etc / ".." / "catalogue"
        self.told(f"{site}/X-02.sql: put it into checks/, kpis/, tables/ or derived/",
                  f'{site}: unknown folder "check"; did you mean "checks"?')
        self.site.edit("khrop.ini", "../catalogue", "../catalog")
        missing = f"{self.site.etc}/../catalog"
        self.told(f"khrop.ini: [paths] catalogue = {missing}: No such file or directory; type: mkdir -p {missing}/checks")

    def test_a_sql_error_names_file_and_line(self):
        self.rule("SELECT order_no, staff_no,\n       ordered_at\nFROM orders")
        self.fails_alone(r"checks/X-01\.sql:12: no such column: ordered_at")

    def test_two_rows_with_one_key_are_both_named(self):
        # Rows 1 and 3 by their place in the result: SO1 and SO3 of three rows written out.
        self.rule("SELECT 'A' AS order_no, '' AS staff_no UNION ALL SELECT 'B', '' UNION ALL "
                  "SELECT 'A', ''")
        self.fails_alone("checks/X-01.sql: rows 1 and 3 of its result have one key, A; name in "
                         "`key` what tells them apart, or give one row for both")

    def test_a_key_too_long_to_be_kept_whole_is_refused(self):
        self.rule("SELECT printf('%05000d', 1) AS order_no, '' AS staff_no UNION ALL "
                  "SELECT printf('%05000d', 2), ''")
        self.fails_alone("checks/X-01.sql: row 1: its key or signature is longer than 4092 bytes")

    def test_a_floating_point_number_is_refused(self):
        self.rule("SELECT order_no, staff_no, order_amount / 2.0 AS half_amount FROM orders")
        self.fails_alone(r"checks/X-01.sql: row 1: column half_amount must hold an integer .*, and "
                         r"holds a floating-point number: a division by one \(write / 2, not / 2\.0\)"
                         ", or an integer that overflowed")

    def test_names_that_the_query_does_not_give(self):
        for header, words in ((
                {"key": "[order]"}, 'key names "order", a column that the query does not give'), (
                {"why": "{en: '{foo}', th: w}"}, "why names {foo}, a column that the query does not "
                                                 "give")):
            with self.subTest(header=header):
                self.rule(**header)
                run = self.site.run("--force")
                self.assertEqual(run.returncode, 1)
                self.assertIn("X-01: failed, checks/X-01.sql: " + words, run.stdout)

    def test_a_derived_dataset_that_fails_costs_those_who_need_it(self):
        derived = self.checks.parent / "derived"
        derived.mkdir()
        (derived / "live_back_orders.sql").write_text(
            "-- id: live_back_orders\n-- title: x\n-- needs: {back_orders: []}\n"
            "-- key: [order_no, line_no]\nSELECT order_no,\n       lineno\nFROM back_orders\n",
            encoding="utf-8")
        run = self.site.run()
        self.assertEqual(run.returncode, 1, run.stdout + run.stderr)
        self.assertRegex(run.stdout, r"BO-01, .*: not checked, derived dataset live_back_orders "
                                     r"failed: derived/live_back_orders\.sql:6: no such column: "
                                     r"lineno")
        states = {row["state"] for row in self.site.table("exceptions")
                  if row["check_id"].startswith("VIS-")}
        self.assertEqual(states, {"new"}, "visits need no back orders")


class Elsewhere(unittest.TestCase):
    """What needs no site."""

    def test_an_empty_folder_names_every_file_that_it_must_have(self):
        with tempfile.TemporaryDirectory(prefix="khrop_empty_") as name:
            run = subprocess.run([KHROP, "check", "--config", name], capture_output=True, text=True,
                                 check=False)
            folder = pathlib.Path(name).resolve()
            self.assertEqual(run.returncode, 78)
            for file in ("khrop.ini", "datasets.yaml", "jobs.yaml"):
                self.assertIn(f"{file}: {folder}/{file}: No such file or directory; `khrop demo DIR` "
                              "writes one to start from", run.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)
