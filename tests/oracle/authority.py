"""Who may approve what: the matrix of a site's authority.yaml, one row a document kind, grade and ceiling (none:
without a ceiling); where a site has none, the assumption that grade G3 decides alone.

How the definitions are read: of the rows of a grade, those whose ceiling the amount does not pass count (an amount that
nobody knows passes none); of these the lowest ceiling says at what level the maker's document is decided."""

import collections
import re

from oracle.raw import scaled

Row = collections.namedtuple("Row", "document_kind grade ceiling_amount level")
ASSUMED = [Row("back_order", "G3", None, "own"), Row("quotation", "G3", None, "own")]


def read_matrix(path):
    """The rows of authority.yaml; what is assumed, where there is none."""
    if not path.is_file():
        return ASSUMED
    rows, kind = [], None
    for line in path.read_text(encoding="utf-8").splitlines():
        heading, row = re.fullmatch(r"  (\w+):", line), re.fullmatch(r" +- \{(.*)\}", line)
        if heading:
            kind = heading.group(1)
        elif row:
            values = dict(part.split(": ") for part in row.group(1).split(", "))
            rows.append(Row(kind, values["grade"], scaled(values.get("ceiling")), values["level"]))
        else:
            assert not line or line[0] in "#a", f"{path}: {line}"
    return rows


class Authority:
    """The matrix as questions."""

    def __init__(self, rows):
        self.rows = rows

    def levels(self, kind, grade, amount):
        """The levels a grade has for a document, that of the lowest ceiling first."""
        fitting = [row for row in self.rows if row.document_kind == kind and row.grade == grade
                   and (row.ceiling_amount is None or amount is None or amount <= row.ceiling_amount)]
        fitting.sort(key=lambda row: (row.ceiling_amount is None, row.ceiling_amount or 0))
        return [row.level for row in fitting]

    def may_approve(self, kind, grade, amount):
        """Whether someone of that grade may approve it, alone or having asked."""
        return any(level in ("own", "consult") for level in self.levels(kind, grade, amount))

    def needs_nobody(self, kind, grade, amount):
        """Whether a maker of that grade decides alone."""
        return "own" in self.levels(kind, grade, amount)

    def is_for_superior(self, kind, grade, amount):
        """Whether a document of a maker of that grade goes to the supervisor."""
        return self.levels(kind, grade, amount)[:1] not in (["own"], ["consult"])
