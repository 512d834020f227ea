"""Who may approve what: the matrix of authority.csv, one row a document kind, grade and ceiling (empty: none).

How the definitions are read: of the rows of a grade, those whose ceiling the amount does not pass count (an amount that
nobody knows passes none); of these the lowest ceiling says at what level the maker's document is decided."""

import csv
import pathlib

from oracle.raw import scaled

PATH = pathlib.Path(__file__).with_name("authority.csv")


class Authority:
    """The matrix as questions."""

    def __init__(self, path=PATH):
        with open(path, encoding="utf-8", newline="") as file:
            self.rows = [dict(row, ceiling_amount=scaled(row["ceiling_amount"] or None))
                         for row in csv.DictReader(file)]

    def levels(self, kind, grade, amount):
        """The levels a grade has for a document, that of the lowest ceiling first."""
        fitting = [row for row in self.rows if row["document_kind"] == kind and row["grade"] == grade
                   and (row["ceiling_amount"] is None or amount is None or amount <= row["ceiling_amount"])]
        fitting.sort(key=lambda row: (row["ceiling_amount"] is None, row["ceiling_amount"] or 0))
        return [row["level"] for row in fitting]

    def may_approve(self, kind, grade, amount):
        """Whether someone of that grade may approve it, alone or having asked."""
        return any(level in ("own", "consult") for level in self.levels(kind, grade, amount))

    def needs_nobody(self, kind, grade, amount):
        """Whether a maker of that grade decides alone."""
        return self.levels(kind, grade, amount)[:1] == ["own"]

    def is_for_superior(self, kind, grade, amount):
        """Whether a document of a maker of that grade goes to the supervisor."""
        return self.levels(kind, grade, amount)[:1] not in (["own"], ["consult"])
