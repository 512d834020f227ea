"""How the demonstration company's databases keep texts, numbers, dates and keys, and what of them is canonical: dates
are days since 1970-01-01, times seconds of UTC, decimals integers scaled by 10,000, text is NFC and trimmed, and what
is empty is None."""

import datetime
import decimal
import re
import sqlite3
import unicodedata

from oracle.workdays import day_of, day_of_iso

ENDS = r"^[\s\u200b\ufeff]+|[\s\u200b\ufeff]+$"
BANGKOK = datetime.timezone(datetime.timedelta(hours=7))


def text(value):
    """Text as khrop keeps it, without white space at its ends, be it of no width; a number is its digits."""
    if value is None:
        return None
    return re.sub(ENDS, "", unicodedata.normalize("NFC", str(value))) or None


def whole_number(value):
    """An integer column."""
    return None if value is None else int(value)


def scaled(value):
    """A decimal times 10,000, exactly."""
    if value is None:
        return None
    product = decimal.Decimal(str(value)) * 10000
    assert product == product.to_integral_value(), f"more than four decimals: {value}"
    return int(product)


def satang(value):
    """Satang as baht times 10,000."""
    return None if value is None else int(value) * 100


def iso(value):
    """An ISO date or timestamp."""
    return None if value is None else day_of_iso(value)


def timestamp(value):
    """YYYY-MM-DD HH:MM:SS of Bangkok."""
    if value is None:
        return None
    return int(datetime.datetime.fromisoformat(value).replace(tzinfo=BANGKOK).timestamp())


def buddhist(value):
    """dd/mm/yyyy of the Buddhist era."""
    if value is None:
        return None
    day, month, year = value.split("/")
    return day_of(int(year) - 543, int(month), int(day))


def compact(value):
    """yyyymmdd."""
    return None if value is None else day_of(int(value[0:4]), int(value[4:6]), int(value[6:8]))


def flag(value, yes, no):
    """1 or 0; None where the source says neither."""
    return {yes: 1, no: 0}.get(text(value))


def code(codes, value):
    """What a code stands for."""
    return None if value is None else codes[value]


def with_letters(letters, value):
    """A key whose letters the source leaves out."""
    return None if value is None else letters + text(value)


def without(mark, value):
    """A key into which the source puts marks."""
    return None if value is None else text(value).replace(mark, "")


def numbered(document, row):
    """A document's row: number/row."""
    return None if document is None or row is None else f"{document}/{row}"


class Database:
    """One of the four files."""

    def __init__(self, folder, name, charset="utf-8"):
        self.connection = sqlite3.connect(f"file:{folder / name}.sqlite?mode=ro", uri=True)
        self.connection.text_factory = lambda raw: raw.decode(charset)

    def rows(self, table):
        """The rows of a table that has to be there."""
        found = self.rows_or_none(table)
        assert found is not None, f"no table {table}"
        return found

    def rows_or_none(self, table):
        """A table's rows as dicts; None when there is no such table."""
        exists = self.connection.execute("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = ?",
                                         [table])
        if exists.fetchone()[0] == 0:
            return None
        cursor = self.connection.execute(f'SELECT * FROM "{table}"')
        columns = [column[0] for column in cursor.description]
        return [{column: None if value == "" else value for column, value in zip(columns, row)} for row in cursor]

    def close(self):
        """Lets go of the file."""
        self.connection.close()
