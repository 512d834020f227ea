#!/usr/bin/python3
"""The oracle's own rules of identity (tests/oracle/identity.py) on examples written out by hand: what the same customer
is written like, and what only looks the same."""

import pathlib
import sys
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

import oracle_site
from oracle import identity


class Names(unittest.TestCase):
    """Forms and titles, spelling, what must stay."""

    def same(self, *values):
        self.assertEqual(len({identity.name(value) for value in values}), 1, [identity.name(value) for value in values])

    def test_a_form_does_not_count(self):
        self.same("บริษัท เจริญสินค้าไม้ จำกัด", "บจก. เจริญสินค้าไม้", "บจ.เจริญสินค้าไม้", "เจริญสินค้าไม้")
        self.same("บริษัท สยามวัสดุ จำกัด (มหาชน)", "บมจ. สยามวัสดุ", "สยามวัสดุ(มหาชน)")
        self.same("ห้างหุ้นส่วนจำกัด อีสานวงศ์", "หจก.อีสานวงศ์", "ห้างหุ้นส่วนสามัญ อีสานวงศ์", "หสน. อีสานวงศ์")

    def test_a_title_does_not_count_the_longest_first(self):
        self.same("นางสาวอรทัย ใจดี", "น.ส. อรทัย ใจดี", "นาง อรทัย ใจดี", "คุณอรทัย ใจดี", "อรทัยใจดี")

    def test_a_name_keeps_what_is_no_title(self):
        self.assertEqual(identity.name("คุณากร"), "คุณากร")
        self.assertEqual(identity.name("ร้านก"), "ร้านก")
        self.assertNotEqual(identity.name("นายิกา"), identity.name("ิกา"))

    def test_the_way_it_was_typed_does_not_count(self):
        self.same("น้ำทิพย์", "นํ้าทิพย์", "น้ํา\u200bทิพย์", "น้ำ ทิพย์")
        self.same("ที่ดี", "ท\u0e48\u0e35ดี")
        self.same("ร้านสาขา ๒๕", "สาขา25")
        self.same("ABC Group", "abc GROUP")

    def test_another_name_stays_another(self):
        self.assertNotEqual(identity.name("บริษัท เจริญ จำกัด"), identity.name("บริษัท เจริญสิน จำกัด"))
        self.assertIsNone(identity.name(None))


class Numbers(unittest.TestCase):
    """Telephones, tax ids, postcodes."""

    def test_a_telephone_is_its_digits(self):
        for written in ("081-194-3430", "+66811943430", "+66 (0)81 194 3430", "66811943430", "0066811943430",
                        "๐๘๑-๑๙๔๓๔๓๐", "0811943430 ต่อ 12", "0811943430, 021234567", "081\u200b1943430 ext.4"):
            with self.subTest(written=written):
                self.assertEqual(identity.phone(written), "0811943430")
        self.assertIsNone(identity.phone("-"))

    def test_what_a_telephone_is(self):
        good = ["021234567", "0811943430", "0612345678", "0912345678", "1669"]
        bad = ["02123456", "081194343", "0112345678", "0212345678", "811943430", "16690", None]
        self.assertEqual([number for number in good if not identity.is_phone(number)], [])
        self.assertEqual([number for number in bad if identity.is_phone(number)], [])

    def test_the_last_digit_of_a_tax_id_checks_the_others(self):
        # 1x13+2x12+3x11+4x10+5x9+6x8+7x7+8x6+9x5+0x4+1x3+2x2 = 352 = 32x11: 11 - 0, of which the last digit is 1.
        self.assertTrue(identity.is_tax_id("1234567890121"))
        self.assertEqual([end for end in "0123456789" if identity.is_tax_id("123456789012" + end)], ["1"])
        self.assertFalse(identity.is_tax_id("123456789012"))
        self.assertTrue(identity.is_tax_id(identity.tax_id("1-2345-67890-12-1")))
        self.assertTrue(identity.is_tax_id(identity.tax_id("๑๒๓๔๕๖๗๘๙๐๑๒๑")))

    def test_no_branch_is_the_head_office(self):
        self.assertEqual(identity.tax_branch(None), identity.tax_branch("00000"))
        self.assertNotEqual(identity.tax_branch(None), identity.tax_branch("00001"))

    def test_a_postcode_is_of_its_province(self):
        postcodes = oracle_site.postcodes()
        self.assertTrue(postcodes.is_of("10130", "สมุทรปราการ"))
        self.assertTrue(postcodes.is_of("10130", "Samut Prakan"))
        self.assertTrue(postcodes.is_of("๑๐๑๓๐", "จ.สมุทรปราการ"))
        self.assertTrue(postcodes.is_of("10110", "กรุงเทพฯ"))
        self.assertFalse(postcodes.is_of("10130", "ชลบุรี"))
        self.assertFalse(postcodes.knows("00000"))

    def test_an_address_has_one_at_and_a_dot_behind_it(self):
        good, bad = ["a@b.c"], ["a@b", "a.b@c", "a@b@c.d", "ab.c"]
        self.assertEqual([value for value in good + bad if identity.is_email(value)], good)


if __name__ == "__main__":
    unittest.main()
