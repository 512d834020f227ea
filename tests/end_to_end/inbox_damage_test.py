#!/usr/bin/python3
"""A thousand damaged lists in one inbox: each is refused with its reason beside it or, where the damage hit nothing that
is read, says what was typed and nothing else. Memory and time stay within bounds. KHROP_SEED says which damage. Run from
the repository root; KHROP names another program, such as a sanitized one."""

import io
import os
import random
import resource
import subprocess
import time
import unittest
import zipfile
import zlib

from company_site import DATES, KHROP, Site
from inbox_books import MAIN, OFFICE, PACKAGE, Book

COUNT = 1000
SEED = int(os.environ.get("KHROP_SEED", "2569"))
MEMORY_BYTES = 600 << 20
SECONDS = 120
TYPED = ("รอลูกค้า", "ลูกค้าขอเลื่อนส่ง")


def flip(data):
    """Some bits."""
    for _ in range(random.randint(1, 8)):
        data[random.randrange(len(data))] ^= 1 << random.randrange(8)
    return data


def cut(data):
    """The end is missing."""
    return data[:random.randrange(len(data))]


def blot(data):
    """A piece is noise."""
    start = random.randrange(len(data))
    for place in range(start, min(len(data), start + random.randrange(1, 400))):
        data[place] = random.randrange(256)
    return data


def without_a_part(data):
    """A part of the zip is missing, another's name leads out of it."""
    source = zipfile.ZipFile(io.BytesIO(bytes(data)))
    made = io.BytesIO()
    names = source.namelist()
    gone, led = random.sample(names, 2)
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name in names:
            if name != gone:
                target.writestr("../../../" + name if name == led else name, source.read(name))
    return made.getvalue()


def with_entities(data):
    """A part declares entities of entities."""
    source = zipfile.ZipFile(io.BytesIO(bytes(data)))
    made = io.BytesIO()
    nested = "".join(f"<!ENTITY e{n} \"{f'&e{n - 1};' * 10}\">" for n in range(1, 10))
    chosen = random.choice([name for name in source.namelist() if "sheet1" in name or "workbook.xml" in name])
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            text = source.read(name)
            if name == chosen:
                head, rest = text.split(b"?>", 1) if text.startswith(b"<?xml") else (b"<?xml version=\"1.0\"", text)
                text = head + b"?><!DOCTYPE a [<!ENTITY e0 \"ha\">" + nested.encode() + b"]>" + rest
            target.writestr(name, text)
    return made.getvalue()


def bomb():
    """Ten gigabytes of blanks in a shared string, in some ten megabytes; stands behind a sound beginning."""
    head = f"<sst xmlns=\"{MAIN}\"><si><t>".encode()
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(head) + packer.flush(zlib.Z_FULL_FLUSH)
    packed += (packer.compress(b" " * (1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)) * 10240
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as target:
        target.writestr("xl/workbook.xml", f"<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets><sheet name=\"S\""
                        " r:id=\"a\"/></sheets></workbook>")
        target.writestr("xl/_rels/workbook.xml.rels", f"<Relationships xmlns=\"{PACKAGE}\"><Relationship Id=\"b\""
                        f" Type=\"{OFFICE}/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>")
        target.writestr("xl/sharedStrings.xml", packed)
    data = made.getvalue()
    # zipfile stored the packed bytes: say that they are deflated and hold what a zip can say at most.
    for mark, at in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        place = data.rindex(mark)
        data = data[:place + at] + b"\x08\0" + data[place + at + 2:]
        data = data[:place + at + 14] + b"\xfe\xff\xff\xff" + data[place + at + 18:]
    return data


DAMAGES = (flip, flip, flip, cut, blot, without_a_part, with_entities)


class Damage(unittest.TestCase):
    """A list with one remark, damaged again and again."""

    @classmethod
    def setUpClass(cls):
        cls.site = Site()
        run = cls.site.run()
        assert run.returncode == 0, run.stderr
        cls.inbox = cls.site.state / "inbox"
        path = sorted((cls.site.out / DATES[1] / "lists").glob("1*.xlsx"))[0]
        book = Book(path)
        cls.one = book.ids[0]
        sound = book.type(cls.one, *TYPED).save(cls.site.folder / "typed.xlsx").read_bytes()
        random.seed(SEED)
        for number in range(COUNT):
            data = bytes(DAMAGES[number % len(DAMAGES)](bytearray(sound)))
            (cls.inbox / f"damaged {number}.xlsx").write_bytes(data)
            os.utime(cls.inbox / f"damaged {number}.xlsx", (1, 1))
        (cls.inbox / "bomb.xlsx").write_bytes(bomb())
        begun = time.monotonic()
        cls.told = subprocess.run(
            [KHROP, "inbox", "--config", str(cls.site.etc)], env=cls.site.environment(), capture_output=True, text=True,
            timeout=SECONDS, check=False, preexec_fn=cls.limit if "sanitize" not in KHROP else None)
        cls.seconds = time.monotonic() - begun

    @classmethod
    def tearDownClass(cls):
        cls.site.close()

    @staticmethod
    def limit():
        """What a hostile file must do with."""
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))

    def test_every_file_has_gone_to_done_or_with_a_reason_to_refused(self):
        self.assertEqual(self.told.returncode, 1, self.told.stderr)
        refused = self.inbox / "refused"
        done = list(self.inbox.glob("done/*/*.xlsx"))
        names = {path.name for path in refused.glob("*.xlsx")}
        self.assertEqual(len(names) + len(done), COUNT + 1)
        self.assertGreater(len(names), COUNT * 3 / 4)
        self.assertEqual([path for path in self.inbox.iterdir() if path.is_file()], [])
        for name in names:
            text = (refused / f"{name}.txt").read_text(encoding="utf-8-sig")
            thai, english = text.split("\n\n")
            self.assertRegex(thai, rf"^ไม่ได้อ่านไฟล์ {name}: .{{10}}")
            self.assertRegex(english, rf"^{name} was not read: .{{10}}")

    def test_what_is_read_is_what_was_typed(self):
        said = self.site.query("SELECT DISTINCT check_id || ':' || khrop_key, status, remark FROM remarks"
                               " JOIN exceptions USING (exception_no)")
        self.assertEqual(said, [(self.one, "waiting_customer", TYPED[1])])

    def test_entities_and_bombs_are_told_as_what_they_are(self):
        refused = self.inbox / "refused"
        self.assertIn("more than a list can", (refused / "bomb.xlsx.txt").read_text(encoding="utf-8-sig"))
        entities = [number for number in range(COUNT) if DAMAGES[number % len(DAMAGES)] is with_entities]
        for number in entities:
            self.assertIn("document type", (refused / f"damaged {number}.xlsx.txt").read_text(encoding="utf-8-sig"))

    def test_nothing_was_written_outside(self):
        self.assertFalse((self.site.folder / "xl").exists() or (self.site.state / "xl").exists())

    def test_it_took_its_time_and_no_more(self):
        self.assertLess(self.seconds, SECONDS)


if __name__ == "__main__":
    unittest.main()
