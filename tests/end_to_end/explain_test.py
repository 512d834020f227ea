#!/usr/bin/python3
"""From an exception back to the source: the rows that khrop explain names are the rows that the source's own database
gives for the query it names; and from a figure of a KPI to rows that add up to it. Run from the repository root; KHROP
names another program."""

import csv
import decimal
import random
import re
import sqlite3
import subprocess
import unittest

from company_site import DATES, KHROP, Site

SOURCE_ROW = re.compile(r"^  row (\d+) of the source's result$")


def blocks(text):
    """[(dataset, source, query, {row number: {column: value as shown}})] of an explanation."""
    found = []
    for part in re.split(r"(?m)^(?=[a-z_]+: (?:pulled|derived|khrop))", text.split("The rows it rests on")[1])[1:]:
        source = re.search(r"(?m)^  source (\w+), datasets\.yaml:\d+:$", part)
        rows, row = {}, None
        for line in part.splitlines():
            if SOURCE_ROW.match(line):
                row = rows.setdefault(int(SOURCE_ROW.match(line).group(1)), {})
            elif row is not None and line.startswith("    ") and "|" not in line[:6]:
                name, _, value = line.strip().partition(" ")
                row[name] = value.strip()
        query = "\n".join(re.findall(r"(?m)^    \| (.*)$", part))
        found.append((part.partition(":")[0], source.group(1) if source else None, query, rows))
    return found


class Explain(unittest.TestCase):
    """The second morning: exceptions new, open and changed, and one that is gone."""

    @classmethod
    def setUpClass(cls):
        cls.site = Site()
        for day in (1, 2):
            cls.site.move_to(day)
            run = cls.site.run()
            assert run.returncode in (0, 1), run.stdout + run.stderr
        cls.results = {}

    @classmethod
    def tearDownClass(cls):
        cls.site.close()

    def explain(self, *arguments):
        """What khrop says."""
        return subprocess.run([KHROP, "explain", *arguments, "--config", str(self.site.etc)], capture_output=True,
                              text=True, timeout=60, check=False)

    def source_rows(self, source, query):
        """[{column: value}] of a source's own database, in the order it gives them."""
        if (source, query) not in self.results:
            connection = sqlite3.connect(f"file:{self.site.folder}/data/{source}.sqlite?mode=ro", uri=True)
            connection.row_factory = sqlite3.Row
            connection.text_factory = lambda value: value.decode("cp874" if source == "credit" else "utf-8")
            self.results[source, query] = [dict(row) for row in connection.execute(query)]
            connection.close()
        return self.results[source, query]

    def test_every_source_row_is_the_sources_own(self):
        living = {name: state for name, state in self.site.worklist(2).items()
                  if state in ("new", "open", "changed", "reopened") and not name.startswith("SRC-")}
        self.assertGreaterEqual(len(living), 20)
        for name in living:
            explained = self.explain(name)
            with self.subTest(exception=name):
                self.assertEqual(explained.returncode, 0, explained.stderr)
                shown = 0
                for dataset, source, query, rows in blocks(explained.stdout):
                    for number, columns in rows.items():
                        own = self.source_rows(source, query)[number - 1]
                        for column, value in columns.items():
                            if column.endswith("_no"):
                                wanted = "-" if own.get(column) in (None, "") else str(own[column]).strip()
                                self.assertEqual(value, wanted, f"{dataset} row {number}: {column}")
                                shown += 1
                self.assertGreater(shown, 0)

    def test_the_key_of_an_exception_is_in_a_source_row(self):
        for name in ("BO-01:SO699000001:1", "BO-04:SO699000019:1", "CR-01:SO699000060", "CRM-01:C900084",
                     "VIS-01:V699000003", "VIS-02:9000008", "VIS-04:9000019"):
            key = name.split(":")[1:]
            rows = [row for _, source, _, rows in blocks(self.explain(name).stdout) if source for row in rows.values()]
            with self.subTest(exception=name):
                self.assertTrue(any(set(key) <= set(row.values()) for row in rows), rows)

    def test_what_is_not_there_is_said_to_be_not_there(self):
        text = self.explain("BO-01:SO699000001:1").stdout
        self.assertRegex(text, r"(?s)crm_follow_ups: pulled.*where order_no = SO699000001, line_no = 1:\n  no row")

    def test_parameters_say_where_they_come_from(self):
        text = self.explain("BO-01:SO699000001:1").stdout
        self.assertIn("  parameter grace_days 1 (default)\n", text)
        self.assertIn("  parameter transit_days 3 (default)\n", text)

    def test_one_that_is_gone_is_explained_as_of_the_day_that_last_found_it(self):
        gone = next(name for name, state in self.site.worklist(2).items() if state == "resolved")
        text = self.explain(gone).stdout
        self.assertIn(f"{gone}, as found on {DATES[1]} by checks/", text)
        self.assertRegex(text, rf"(?m)^{DATES[2]} +resolved ")

    def figures(self):
        """The published figures of the second morning that count something."""
        with open(self.site.out / DATES[2] / "csv" / "kpi_values.csv", encoding="utf-8-sig", newline="") as file:
            return [row for row in csv.DictReader(file) if row["part"] != "0" or row["whole"] not in ("", "0")]

    def rows_of(self, figure):
        """The rows that khrop explain gives for a figure."""
        path = self.site.folder / "rows.csv"
        place = [] if figure["level"] == "company" else [f"--{figure['level']}", figure["level_no"]]
        opened = self.explain(figure["kpi_id"], "--period", figure["period"], *place, "--split", figure["split"],
                              "--measure", figure["measure"], "--csv", str(path))
        self.assertEqual(opened.returncode, 0, opened.stderr)
        self.assertIn(": the figure\n", opened.stdout)
        with open(path, encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    def test_the_rows_of_a_figure_add_up_to_it(self):
        figures = self.figures()
        kpis = {row["kpi_id"] for row in figures}
        self.assertGreaterEqual(len(kpis), 30)
        chosen = [next(row for row in figures if row["kpi_id"] == kpi) for kpi in sorted(kpis)]
        for figure in chosen + random.Random(2569).sample(figures, 40):
            rows = self.rows_of(figure)
            with self.subTest(**figure):
                for name in ("part", "whole"):
                    column = next((column for column in rows[0] if column.startswith(name + "_")), None)
                    total = sum(decimal.Decimal(row[column]) for row in rows if row[column])
                    self.assertEqual(total, decimal.Decimal(figure[name] or 0))

    def test_the_rows_of_a_figure_are_the_sources_orders(self):
        figure = next(row for row in self.figures() if row["kpi_id"] == "on_time_delivery"
                      and (row["period"], row["level"], row["split"]) == ("month", "company", "*"))
        connection = sqlite3.connect(f"file:{self.site.folder}/data/sales.sqlite?mode=ro", uri=True)
        orders = {number for number, in connection.execute("SELECT so_no FROM so_head WHERE so_status <> 'X'")}
        connection.close()
        rows = self.rows_of(figure)
        self.assertEqual(len(rows), int(figure["whole"]))
        self.assertEqual(len({row["order_no"] for row in rows}), len(rows))
        self.assertLessEqual({row["order_no"] for row in rows}, orders)

    def test_a_figure_that_is_not_there_names_those_that_are(self):
        refused = self.explain("back_order_age", "--split", "99+")
        self.assertEqual(refused.returncode, 64)
        self.assertIn("splits here: *, 0-3", refused.stderr)

    def test_what_is_no_exception_is_refused(self):
        for name in ("BO-04:SO0:1", "XX-01:SO1", "orders"):
            refused = self.explain(name)
            with self.subTest(name=name):
                self.assertEqual(refused.returncode, 64)
                self.assertIn("khrop ", refused.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)
