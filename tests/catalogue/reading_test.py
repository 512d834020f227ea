#!/usr/bin/python3
"""What people read: Thai texts without English inside but ids and accepted terms, titles that can be
told apart, and words in both languages for every code that a page can show. Run from the repository root."""

import pathlib
import re
import sys
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from catalogue.rules import CATALOGUE, Catalogue, ROOT, read_yaml

THAI = re.compile(r"[\u0e00-\u0e7f]")
LATIN = re.compile(r"[A-Za-z][A-Za-z_.-]*")
TERMS = {"CRM", "PR", "OTIF", "KPI", "Excel", "SQL", "ODBC", "HTML", "CSV", "IT"}
# What is taken out before a text is looked at: places for values, rules' ids, names of programs, files and their kinds, a
# folder that readers see by that name, the two days of a comparison, and what IT types.
ACCEPTED = [r"\{\w+\}", r"%[-0-9.*]*(?:ll|z)?[a-z]", r"\\[nt\"]", r"Drop Ship", r"\b[A-Z]{2,3}-\d\d\b",
            r"khrop [a-z ]*FILE", r"--accept", r"\b(?:authority|holidays)\.yaml\b", r"\brejects\.max\b",
            r"\bExcel Workbook\b", r"\b(?:LibreOffice|OpenDocument|khrop)\b", r"\bkpi\.xlsx\b", r"\*?\.(?:xlsx|xls|ods)\b",
            r"โฟลเดอร์ inbox\b", r"\b[AB]\b",
            r"\((?:supervisor_no|training_attendance|exception_age)\)"]
# In the reader of holiday files, Thai days are read, not shown; a manual page shows an example of both.
NOT_SHOWN = {"config/holiday_csv.c", "daemon/command_holidays.c", "core/identity_name.c", "core/identity.c"}
FOLDERS = ["core", "config", "jobs", "reports", "daemon"]
STRING = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
TOKEN = re.compile(r"'(?:[^']|'')*'|\w+|\S")
WORD = re.compile(r'\{\s*(?:"(\w+)"|(WORD_\w+)),\s*"([^"]*)",\s*\{\{"([^"]*)",\s*"([^"]*)"\}\}\}')


def english_in(text):
    """The words of a Thai text that a Thai reader would stumble on."""
    for pattern in ACCEPTED:
        text = re.sub(pattern, " ", text)
    return [word for word in LATIN.findall(text) if word not in TERMS]


def thai_texts(node, place):
    """Every `th:` of a YAML tree, with where it stands."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "th":
                yield place, value
            else:
                yield from thai_texts(value, f"{place} {key}")
    elif isinstance(node, list):
        for item in node:
            yield from thai_texts(item, place)


def code_texts():
    """Every literal of the C code that has Thai in it, the pieces of a long one joined."""
    for path in sorted(path for folder in FOLDERS for path in (ROOT / folder).glob("*.[ch]")):
        name = str(path.relative_to(ROOT))
        if name in NOT_SHOWN:
            continue
        text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        for run in re.finditer(r'"(?:[^"\\\n]|\\.)*"(?:\s+"(?:[^"\\\n]|\\.)*")*', text):
            joined = "".join(STRING.findall(run.group()))
            if THAI.search(joined):
                yield name, joined


def words_of(path):
    """{(column or kind, code): (English, Thai)} of a table in C."""
    text = (ROOT / path).read_text(encoding="utf-8")
    return {(column or kind, code): (en, th) for column, kind, code, en, th in WORD.findall(text)}


def cases(sql):
    """(name, codes) of each `CASE .. END AS name` and `'code' AS name`."""
    tokens = TOKEN.findall(re.sub(r"--[^\n]*", "", sql))
    begun = []
    for i, token in enumerate(tokens):
        is_named = i + 2 < len(tokens) and tokens[i + 1] == "AS"
        if token == "CASE":
            begun.append(i)
        elif token == "END":
            inside = tokens[begun.pop():i]
            if is_named:
                yield tokens[i + 2], {code[1:-1] for before, code in zip(inside, inside[1:])
                                      if before in ("THEN", "ELSE") and code.startswith("'")}
        elif token.startswith("'") and is_named:
            yield tokens[i + 2], {token[1:-1]}


def codes_of(catalogue):
    """{(column, code)} that the rows of checks, and of what they read, can hold."""
    found = set()
    for rule in catalogue.of("checks") + catalogue.of("derived") + catalogue.of("tables"):
        found |= {(name, code) for name, codes in cases(rule.sql) for code in codes}
        if "field" in rule.key:
            found |= {("field", name) for value in rule.params.values() if isinstance(value, list) for name in value}
    # Owners are shown by their names.
    return {(column, code) for column, code in found if not code.startswith("role:")} | {
        (column, code) for (_, column), codes in allowed().items() for code in codes}


def allowed():
    """{(dataset, column): codes} of each column whose codes a contract lists."""
    contracts = read_yaml((CATALOGUE / "datasets.yaml").read_text(encoding="utf-8"))
    return {(dataset, column): codes for dataset, contract in contracts.items()
            for column, codes in (contract.get("allowed") or {}).items()}


def splits_of(rule, kinds):
    """The codes by which a KPI's query divides it; checks divide by ids that have titles."""
    found = {code for name, codes in cases(rule.sql) if name == "split" for code in codes}
    for prefix, column in re.findall(r"(?:'(\w+:)' \|\| )?(?:\w+\.)?(\w+) AS split\b", rule.sql):
        found |= {prefix + code for code in kinds.get(column, ())}
    return found - {"", "check:"}


class Reading(unittest.TestCase):
    """The texts as they stand in the files."""

    @classmethod
    def setUpClass(cls):
        cls.catalogue = Catalogue()
        cls.headings = set(re.findall(r'^    \{"(\w+)", \{\{', (ROOT / "reports/labels_columns.c").read_text(
            encoding="utf-8"), re.MULTILINE))

    def test_the_search_finds_english(self):
        self.assertEqual(english_in("ส่ง stock ใน CRM {owed_qty} ของ Drop Ship (BO-01, PR) ด้วย --accept %lld แถว"),
                         ["stock"])
        self.assertEqual(list(cases("SELECT CASE WHEN a = 'x' THEN 'y' ELSE 'z' END AS problem, 'crm' AS source")),
                         [("problem", {"y", "z"}), ("source", {"crm"})])

    def test_headers_are_thai(self):
        seen = 0
        for rule in self.catalogue.rules.values():
            for place, text in thai_texts(rule.header, rule.name):
                seen += 1
                with self.subTest(place=place):
                    self.assertEqual(english_in(text), [], text)
                    self.assertRegex(text, THAI)
        self.assertGreater(seen, 52 * 3 + 35 * 2)

    def test_settings_are_thai(self):
        files = [CATALOGUE / "datasets.yaml", *sorted((ROOT / "examples/company/site").glob("*.yaml"))]
        for path in files:
            for place, text in thai_texts(read_yaml(path.read_text(encoding="utf-8")), path.name):
                with self.subTest(place=place):
                    self.assertEqual(english_in(text), [], text)

    def test_texts_of_the_program_are_thai(self):
        seen = 0
        for place, text in code_texts():
            seen += 1
            with self.subTest(place=place, text=text):
                self.assertEqual(english_in(text), [])
        self.assertGreater(seen, 400)

    def test_a_purchase_request_is_named_as_the_glossary_has_it(self):
        for rule in self.catalogue.of("checks") + self.catalogue.of("kpis"):
            for place, text in thai_texts(rule.header, rule.name):
                if "ใบเสนอซื้อ" in text:
                    with self.subTest(place=place):
                        self.assertIn("ใบเสนอซื้อ (PR)", text)

    def test_titles_can_be_told_apart(self):
        for kind in ("checks", "kpis", "tables"):
            for language in ("en", "th"):
                titles = [re.sub(r"\W", "", rule.header["title"][language]) for rule in self.catalogue.of(kind)]
                with self.subTest(kind=kind, language=language):
                    self.assertEqual(sorted(titles), sorted(set(titles)))

    def test_every_code_has_words(self):
        words = words_of("jobs/value_words.c")
        codes = {(column, code) for column, code in codes_of(self.catalogue) if column in self.headings and code}
        self.assertGreater(len(codes), 60)
        for column, code in sorted(codes):
            with self.subTest(column=column, code=code):
                self.assertTrue((column, code) in words)
                en, th = words[(column, code)]
                self.assertNotIn("_", en)
                self.assertEqual(english_in(th), [])

    def test_every_split_has_words(self):
        words = words_of("reports/labels.c")
        codes = allowed()
        kinds = {"order_kind": codes["orders", "kind"], "line_kind": codes["orders", "kind"],
                 "claim_kind": codes["claims", "claim_kind"], "case_kind": codes["crm_cases", "case_kind"],
                 "session_kind": codes["training", "session_kind"],
                 "document_kind": ["back_order", "quotation"]}  # the two that the authority matrix knows
        splits = {(rule.id, code) for rule in self.catalogue.of("kpis") if "split" in rule.header
                  for code in splits_of(rule, kinds)}
        self.assertGreater(len(splits), 25)
        for rule_id, code in sorted(splits):
            with self.subTest(kpi=rule_id, code=code):
                self.assertTrue(("WORD_SPLIT", code) in words)


if __name__ == "__main__":
    unittest.main()
