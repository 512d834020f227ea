#!/usr/bin/python3
"""A site that maps no purchase requests and no receipts: what shows them beside its own matter is checked all the same, and
says that they are not known. Run from the repository root; KHROP names another program."""

import re
import sqlite3
import subprocess
import unittest

import openpyxl

from company_site import DATES, KHROP, Site

NOT_KNOWN = "ไม่ทราบ: สินค้าที่รับเข้าของแต่ละรายการในคำสั่งขาย: ยังไม่ได้กำหนดแหล่งข้อมูลของ"


def without(text, dataset):
    """datasets.yaml without one of its datasets."""
    shorter = re.sub(rf"(?m)^  {dataset}:\n(?:    .*\n|\n)+", "", text)
    assert shorter != text, dataset
    return shorter


def texts_of(site):
    """Every text on the sheet of BO-05."""
    book = openpyxl.load_workbook(site.out / "latest" / "exceptions.xlsx", read_only=True)
    return [cell for row in book["BO-05"].iter_rows(values_only=True) for cell in row if isinstance(cell, str)]


class WithoutReceipts(unittest.TestCase):
    """The first morning, with and without."""

    @classmethod
    def setUpClass(cls):
        cls.whole, cls.site = Site(), Site()
        path = cls.site.etc / "datasets.yaml"
        path.write_text(without(without(path.read_text(encoding="utf-8"), "purchase_requests"), "receipts"),
                        encoding="utf-8")
        cls.check = cls.site.check()
        cls.runs = [cls.whole.run(), cls.site.run()]

    @classmethod
    def tearDownClass(cls):
        cls.whole.close()
        cls.site.close()

    def state_of(self, check):
        """(state, why) of a check."""
        path = self.site.state / "slots" / "daily" / f"{DATES[1]}.1" / "results.sqlite"
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        try:
            return connection.execute("SELECT state, reason_th FROM khrop_checks WHERE check_id = ?",
                                      [check]).fetchone()
        finally:
            connection.close()

    def test_the_configuration_is_good(self):
        self.assertEqual(self.check.returncode, 0, self.check.stderr)
        self.assertEqual([run.returncode for run in self.runs], [0, 1], self.runs[1].stderr)

    def test_what_needs_them_is_not_checked(self):
        for check in ("BO-03", "BO-06", "BO-11", "LG-06"):
            with self.subTest(check=check):
                self.assertEqual(self.state_of(check)[0], "not_checked")

    def test_what_may_use_them_finds_the_same(self):
        there, here = (self.whole.worklist(1), self.site.worklist(1))
        wanted = {name for name in there if name.startswith("BO-05:")}
        self.assertGreater(len(wanted), 0)
        self.assertEqual({name for name in here if name.startswith("BO-05:")}, wanted)

    def test_it_says_what_is_not_known(self):
        state, why = self.state_of("BO-05")
        self.assertEqual(state, "checked")
        self.assertTrue(why.startswith(NOT_KNOWN), why)
        texts = texts_of(self.site)
        self.assertIn(why, texts)
        self.assertTrue(any("รับสินค้าเข้าแล้ว ไม่ทราบ (ตรวจรับแล้ว ไม่ทราบ)" in text for text in texts))

    def test_with_them_it_says_how_much(self):
        said = [text for text in texts_of(self.whole) if "รับสินค้าเข้าแล้ว" in text]
        self.assertGreater(len(said), 0)
        for text in said:
            self.assertRegex(text, r"รับสินค้าเข้าแล้ว \d[\d.,]* \(ตรวจรับแล้ว \d[\d.,]*\)")

    def test_it_is_explained_without_them(self):
        name = next(name for name in sorted(self.site.worklist(1)) if name.startswith("BO-05:"))
        done = subprocess.run([KHROP, "explain", name, "--config", str(self.site.etc), "--date", DATES[1]],
                              capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("\nlive_back_orders: derived by", done.stdout)
        self.assertNotIn("line_receipts", done.stdout)


if __name__ == "__main__":
    unittest.main()
