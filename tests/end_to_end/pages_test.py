#!/usr/bin/python3
"""The pages of subjects in kpi.xlsx say what the sources say: their figures reckoned again in Python from the raw
databases; a team's workbook has its own people's rows; what was not pulled is said, not shown as none. Run from the
repository root; KHROP names another program."""

import collections
import pathlib
import re
import sys
import unittest
import xml.etree.ElementTree
import zipfile

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

import openpyxl

from company_site import DATES, Site
from oracle import company
from oracle.workdays import day_of_iso
from oracle_site import facts_of

DAY = 3
TODAY = day_of_iso(DATES[DAY])
LAST = TODAY - 1  # the last day covered
SCALE = 10000
UNASSIGNED = "ยังไม่มีผู้รับผิดชอบ"
TEAM = "ลูกค้าสัมพันธ์ 1"
PAGES = {"back_orders": "สินค้าค้างส่ง", "visits": "การออกเยี่ยมลูกค้า", "quotations": "ใบเสนอราคา", "credit": "สินเชื่อ",
         "service": "การบริการลูกค้า", "training": "การอบรมและประชุม"}
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"


def day_number(value):
    """A date cell as days since 1970."""
    return day_of_iso(value.date().isoformat())


class Table:
    """A table of a page, found by its title: a list of rows as {heading: value}, and the row of sums."""

    def __init__(self, sheet, title):
        cells = list(sheet.iter_rows(values_only=True))
        start = next(i for i, row in enumerate(cells) if row[0] == title)
        heading = next(i for i in range(start + 1, start + 5) if sum(value is not None for value in cells[i]) > 1)
        self.headings = {value: place for place, value in enumerate(cells[heading]) if value is not None}
        self.rows, self.total = [], None
        for row in cells[heading + 1:]:
            named = {name: row[place] for name, place in self.headings.items()}
            if all(value is None for value in named.values()):
                break
            if str(row[0]).startswith("รวม ("):
                self.total, self.count = named, int(re.search(r"\d+", row[0]).group())
                break
            self.rows.append(named)

    def by(self, *columns):
        """{first column: values of the others}; of one other column, its value."""
        name, *others = columns
        return {row[name]: tuple(row[other] for other in others) if len(others) > 1 else row[others[0]]
                for row in self.rows}


class Pages(unittest.TestCase):
    """Two mornings; the second's workbook against its sources."""

    @classmethod
    def setUpClass(cls):
        cls.site = Site(1)
        runs = [cls.site.run()]
        cls.site.move_to(DAY)
        runs.append(cls.site.run())
        for run in runs:
            if run.returncode not in (0, 1):
                raise AssertionError(run.stdout + run.stderr)
        cls.folder = cls.site.out / DATES[DAY]
        cls.book = openpyxl.load_workbook(cls.folder / "kpi.xlsx", data_only=True)
        cls.team_book = openpyxl.load_workbook(cls.folder / "audiences" / "team_1" / "kpi.xlsx", data_only=True)
        cls.facts = facts_of(cls.site, company.read(cls.site.folder / "data"), TODAY)
        cls.data = cls.facts.data

    @classmethod
    def tearDownClass(cls):
        cls.site.close()

    def table(self, page, title, book=None):
        """A table of a page."""
        return Table((book or self.book)[PAGES[page]], title)

    def name(self, staff_no):
        """Who a row belongs to, as pages have it."""
        return self.facts.staff[staff_no]["staff_name"] if staff_no else UNASSIGNED

    def staff_of_customer(self, customer_no):
        """The customer's staff; '' of an unknown customer."""
        return (self.facts.customers.get(customer_no) or {}).get("staff_no") or ""

    def open_back_orders(self):
        """(back order, its order, value in baht) of each that the sales system has open."""
        for row in self.data["back_orders"]:
            if row["status"] == "open":
                order = self.facts.orders.get(row["order_no"]) or {}
                line = self.facts.written_lines.get((row["order_no"], row["line_no"]))
                value = row["back_order_amount"]
                if value is None and line is not None:
                    value = round(row["qty"] * line["price"] / SCALE)
                yield row, order, (value or 0) / SCALE

    def in_team(self, staff_no):
        """True for the people of the team whose workbook is looked at."""
        return bool(staff_no) and self.facts.staff[staff_no]["team"] == TEAM

    def assert_amounts(self, found, wanted):
        """{name: baht}, to the satang."""
        self.assertEqual({name: round(value, 2) for name, value in found.items()},
                         {name: round(value, 2) for name, value in wanted.items()})

    def test_ageing_is_that_of_the_open_back_orders(self):
        lines, values = collections.Counter(), collections.Counter()
        for row, _, value in self.open_back_orders():
            bucket = next(name for most, name in ((3, "0-3"), (7, "4-7"), (14, "8-14"), (30, "15-30"), (99999, "31+"))
                          if TODAY - row["opened_on"] <= most)
            lines[bucket] += 1
            values[bucket] += value
        table = self.table("back_orders", "สินค้าค้างส่งตามอายุค้าง")
        self.assertEqual(table.by("อายุค้าง (วัน)", "รายการ"), dict(lines))
        self.assert_amounts(table.by("อายุค้าง (วัน)", "มูลค่า"), values)
        self.assertEqual(table.total["รายการ"], sum(lines.values()))
        self.assertAlmostEqual(table.total["มูลค่า"], sum(values.values()), 2)
        self.assertAlmostEqual(sum(row["สัดส่วนมูลค่า"] for row in table.rows), 1, 5)

    def test_back_orders_by_staff_are_in_order_and_add_up(self):
        values = collections.Counter()
        for _, order, value in self.open_back_orders():
            values[self.name(order.get("staff_no"))] += value
        table = self.table("back_orders", "มูลค่าสินค้าค้างส่งตามพนักงานและอายุค้าง")
        self.assert_amounts(table.by("พนักงาน", "มูลค่า"), values)
        found = [row["มูลค่า"] for row in table.rows]
        self.assertEqual(found, sorted(found, reverse=True))
        for row in table.rows:
            buckets = [row[name] for name in ("0-3 วัน", "4-7 วัน", "8-14 วัน", "15-30 วัน", "31 วันขึ้นไป")]
            self.assertAlmostEqual(sum(buckets), row["มูลค่า"], 2)

    def test_the_largest_customers_stand_first_and_the_sum_is_of_all(self):
        values = collections.Counter()
        for _, order, value in self.open_back_orders():
            values[order.get("customer_no", "")] += value
        table = self.table("back_orders", "ลูกค้าที่มีมูลค่าค้างส่งสูงสุด")
        self.assertEqual(len(table.rows), min(10, len(values)))
        self.assertEqual(table.count, len(values))
        self.assertEqual([round(row["มูลค่า"], 2) for row in table.rows],
                         [round(value, 2) for _, value in values.most_common(10)])
        self.assertAlmostEqual(table.total["มูลค่า"], sum(values.values()), 2)

    def test_what_can_be_delivered_was_received_and_not_sent(self):
        requests = collections.defaultdict(set)
        back_orders = {row["back_order_no"]: row for row in self.data["back_orders"]}
        for row in self.data["purchase_requests"]:
            if row["order_no"] and row["line_no"]:
                requests[row["order_no"], row["line_no"]].add(row["pr_no"])
            if row["back_order_no"] in back_orders:
                linked = back_orders[row["back_order_no"]]
                requests[linked["order_no"], linked["line_no"]].add(row["pr_no"])
        wanted = collections.Counter()
        for key, live in self.facts.live.items():
            received = [row for row in self.data["receipts"] if row["pr_no"] in requests[key]]
            if not received:
                continue
            first = min(row["received_on"] for row in received)
            sent = sum(row["qty_delivered"] for row in self.facts.deliveries[key]
                       if (row["shipped_on"] or row["delivered_on"] or 0) >= first)
            left = sum(row["qty_received"] - (row["qty_rejected"] or 0) for row in received) - sent
            if min(left, live["owed_qty"]) > 0:
                wanted[key[0]] += min(left, live["owed_qty"]) / SCALE
        table = self.table("back_orders", "รับเข้าแล้ว ส่งมอบได้วันนี้")
        self.assertGreater(len(wanted), 0)
        self.assertEqual(table.by("เลขที่คำสั่งขาย", "ส่งได้"), dict(wanted))

    def test_visits_by_staff(self):
        planned, made = collections.Counter(), collections.Counter()
        for row in self.data["visit_log"]:
            if row["planned_on"] is not None and LAST - 29 <= row["planned_on"] <= LAST and not row["is_cancelled"]:
                planned[self.name(row["staff_no"])] += 1
                made[self.name(row["staff_no"])] += (row["visited_on"] is not None
                                                     and abs(row["visited_on"] - row["planned_on"]) <= 7)
        table = self.table("visits", "แผนออกเยี่ยมลูกค้าใน 30 วันที่ผ่านมาตามพนักงาน")
        found = table.by("พนักงาน", "ตามแผน", "ออกเยี่ยมแล้ว", "ยังไม่ได้ออกเยี่ยม")
        self.assertEqual({name: counts for name, counts in found.items() if counts[0]},
                         {name: (planned[name], made[name], planned[name] - made[name]) for name in planned})
        self.assertAlmostEqual(table.total["ออกเยี่ยมตามแผน"], sum(made.values()) / sum(planned.values()), 5)

    def test_the_funnel_of_quotations(self):
        quoted = [row for row in self.data["quotations"] if LAST - 89 <= row["quoted_on"] <= LAST]
        followed = [row for row in quoted if row["followed_up_on"] is not None or row["status"] in ("won", "lost")]
        won = [row for row in quoted if row["status"] == "won"]
        ordered = [row for row in won if row["order_no"] in self.facts.orders]
        table = self.table("quotations", "จากใบเสนอราคาสู่คำสั่งขาย (ใบที่เสนอใน 90 วันที่ผ่านมา)")
        self.assertEqual([row["ใบเสนอราคา"] for row in table.rows], [len(quoted), len(followed), len(won), len(ordered)])
        self.assertAlmostEqual(table.rows[2]["มูลค่า"], sum(row["quote_amount"] for row in won) / SCALE, 2)
        self.assertAlmostEqual(table.rows[2]["สัดส่วนใบเสนอราคา"], len(won) / len(quoted), 5)

    def test_quotations_to_follow_up(self):
        waiting = [row for row in self.data["quotations"] if row["status"] == "open" and row["followed_up_on"] is None
                   and (row["valid_until_on"] or row["quoted_on"] + 30) >= TODAY]
        table = self.table("quotations", "ใบเสนอราคาที่ต้องติดตาม")
        self.assertEqual(table.count, len(waiting))
        self.assertAlmostEqual(table.total["มูลค่า"], sum(row["quote_amount"] for row in waiting) / SCALE, 2)
        self.assertEqual(table.rows[0]["มูลค่า"], max(row["quote_amount"] for row in waiting) / SCALE)

    def test_accounts_over_the_limit_or_on_hold(self):
        wanted = {row["customer_no"]: max(0, row["balance"] - (row["credit_limit"] or 0)) / SCALE
                  if row["credit_limit"] is not None else 0
                  for row in self.data["credit_accounts"]
                  if row["is_on_hold"] or row["credit_limit"] is not None and row["balance"] > row["credit_limit"]}
        self.assert_amounts(self.table("credit", "ลูกค้าที่เกินวงเงินหรือถูกระงับเครดิต").by("รหัสลูกค้า", "ส่วนที่เกินวงเงิน"), wanted)

    def test_overdue_by_age(self):
        wanted = collections.Counter()
        for row in self.data["credit_accounts"]:
            if (row["overdue_amount"] or 0) > 0:
                days = TODAY - row["oldest_due_on"]
                bucket = next(name for most, name in ((30, "1-30"), (60, "31-60"), (90, "61-90"), (99999, "91+"))
                              if days <= most)
                wanted[bucket] += row["overdue_amount"] / SCALE
        table = self.table("credit", "ยอดเกินกำหนดชำระตามอายุหนี้")
        self.assert_amounts(table.by("เกินกำหนด (วัน)", "ยอดเกินกำหนด"), wanted)
        self.assertAlmostEqual(table.total["ยอดเกินกำหนด"], sum(wanted.values()), 2)

    def test_satisfaction_by_week(self):
        scored, satisfied = collections.Counter(), collections.Counter()
        for row in self.data["crm_cases"]:
            if row["closed_on"] is None or row["score"] is None:
                continue
            monday = row["closed_on"] - (row["closed_on"] + 3) % 7  # 1970-01-01 was a Thursday
            if LAST - 83 <= monday and row["closed_on"] <= LAST:
                scored[monday] += 1
                satisfied[monday] += bool(row["is_resolved"]) and row["score"] >= 4
        table = self.table("service", "ความพึงพอใจต่อการแก้ไขปัญหารายสัปดาห์")
        found = {day_number(row["สัปดาห์ที่เริ่ม"]): row for row in table.rows}
        self.assertEqual({day: (row["มีคะแนน"], row["พึงพอใจ"]) for day, row in found.items() if row["มีคะแนน"]},
                         {day: (scored[day], satisfied[day]) for day in scored})
        for day, row in found.items():
            if scored[day]:
                self.assertAlmostEqual(row["ร้อยละที่พึงพอใจ"], satisfied[day] / scored[day], 5)
            self.assertAlmostEqual(row["เป้าหมาย"], 0.8, 5)

    def test_problems_by_kind_run_up_to_all(self):
        opened = sum(LAST - 29 <= row["opened_on"] <= LAST for row in self.data["crm_cases"])
        opened += sum(LAST - 29 <= row["opened_on"] <= LAST for row in self.data["claims"] or [])
        table = self.table("service", "ปัญหาของลูกค้าตามประเภท (30 วันที่ผ่านมา)")
        self.assertEqual(table.total["จำนวน"], opened)
        counts = [row["จำนวน"] for row in table.rows]
        self.assertEqual(counts, sorted(counts, reverse=True))
        running = [row["สะสม"] for row in table.rows]
        for i, share in enumerate(running):
            self.assertAlmostEqual(share, sum(counts[:i + 1]) / opened, 5)
        self.assertAlmostEqual(running[-1], 1, 6)

    def test_training_by_staff(self):
        required, attended = collections.Counter(), collections.Counter()
        for row in self.data["training"]:
            if row["is_required"] and row["has_attended"] is not None and LAST - 89 <= row["held_on"] <= LAST:
                required[self.name(row["staff_no"])] += 1
                attended[self.name(row["staff_no"])] += row["has_attended"]
        table = self.table("training", "การอบรมและประชุมที่ต้องเข้าร่วมใน 90 วันที่ผ่านมาตามพนักงาน")
        self.assertEqual({name: counts for name, counts in table.by("พนักงาน", "ต้องเข้าร่วม", "เข้าร่วมแล้ว", "ขาด").items()
                          if counts[0]},
                         {name: (required[name], attended[name], required[name] - attended[name]) for name in required})

    def test_a_team_has_the_rows_of_its_people_alone(self):
        values = collections.Counter()
        for _, order, value in self.open_back_orders():
            if self.in_team(order.get("staff_no")):
                values[self.name(order["staff_no"])] += value
        table = self.table("back_orders", "มูลค่าสินค้าค้างส่งตามพนักงานและอายุค้าง", self.team_book)
        self.assert_amounts(table.by("พนักงาน", "มูลค่า"), values)
        by_age = self.table("back_orders", "สินค้าค้างส่งตามอายุค้าง", self.team_book)
        self.assertAlmostEqual(by_age.total["มูลค่า"], sum(values.values()), 2)
        self.assertAlmostEqual(sum(row["สัดส่วนมูลค่า"] for row in by_age.rows), 1, 5)

    def test_a_team_reads_no_name_of_another_team(self):
        others = {row["staff_name"] for row in self.facts.staff.values() if row["team"] != TEAM}
        others -= {row["staff_name"] for row in self.facts.staff.values() if row["team"] == TEAM}
        for page in PAGES.values():
            for row in self.team_book[page].iter_rows(values_only=True):
                self.assertEqual(others & {value for value in row if isinstance(value, str)}, set(), page)

    def test_charts_have_a_text_for_those_who_do_not_see_them(self):
        with zipfile.ZipFile(self.folder / "kpi.xlsx") as file:
            texts = [node.get("descr") for name in file.namelist() if name.startswith("xl/drawings/drawing")
                     for node in xml.etree.ElementTree.fromstring(file.read(name)).iter(f"{DRAWING}cNvPr")]
        self.assertGreater(len(texts), 9)
        for text in texts:
            self.assertTrue(text)
        self.assertTrue(any(text.startswith("แผนภูมิแท่งแสดงมูลค่าสินค้าค้างส่งของพนักงานแต่ละคน") for text in texts))

    def test_pages_print_on_a4_with_their_head_repeated(self):
        for page in PAGES.values():
            sheet = self.book[page]
            with self.subTest(page=page):
                self.assertEqual((sheet.page_setup.paperSize, sheet.page_setup.orientation), (9, "landscape"))
                self.assertTrue(sheet.print_title_rows)
                self.assertTrue(sheet.freeze_panes)


class Gaps(unittest.TestCase):
    """A source that is down."""

    def test_what_was_not_pulled_is_said_and_not_shown_as_none(self):
        site = Site(1)
        try:
            site.set_source("credit", "Driver=SQLite3;Database=/nowhere/credit.sqlite")
            site.run()
            sheet = openpyxl.load_workbook(site.out / DATES[1] / "kpi.xlsx", data_only=True)[PAGES["credit"]]
            column = [row[0] for row in sheet.iter_rows(values_only=True)]
            for title in ("ลูกค้าที่เกินวงเงินหรือถูกระงับเครดิต", "คำสั่งขายที่ติดปัญหาเครดิต", "ยอดเกินกำหนดชำระตามอายุหนี้"):
                with self.subTest(table=title):
                    said = column[column.index(title) + 1:column.index(title) + 3]
                    self.assertTrue(any(str(text).startswith("ไม่ได้ตรวจ") for text in said), said)
            self.assertNotIn("✓ ไม่มีรายการในวันนี้", column)
        finally:
            site.close()


if __name__ == "__main__":
    unittest.main()
