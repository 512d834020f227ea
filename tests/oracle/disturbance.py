"""Disorder in the four databases: dates moved, codes exchanged, references mixed up, values lost, rows gone or doubled.

What the company's maker never writes is what a real site has: this makes it, from a seed, so that khrop and the oracle
meet on it too. What a dataset needs to have stays there: no row is to be rejected."""

import datetime
import sqlite3

from oracle.disturbed_tables import TABLES

SHARE = 0.06
SMALL, SMALL_SHARE = 500, 0.25
FURTHEST_DAYS = [2, 25, 200]
# How long before the business date the rules draw their lines, and a day to either side.
LIMIT_DAYS = sorted({limit + side for limit in (0, 2, 3, 5, 7, 14, 30, 45, 90, 180) for side in (-1, 0, 1)})


def date_of(value):
    """A date in whatever form it is kept."""
    if "/" in value:
        day, month, year = map(int, value.split("/"))
        return datetime.date(year - 543, month, day)
    if len(value) == 8:
        return datetime.datetime.strptime(value, "%Y%m%d").date()
    return datetime.date.fromisoformat(value[:10])


def kept_as(value, date):
    """Another date in the form of a value."""
    if "/" in value:
        return f"{date.day:02d}/{date.month:02d}/{date.year + 543}"
    if len(value) == 8:
        return date.strftime("%Y%m%d")
    return date.isoformat() + value[10:]


def moved(chance, value, today):
    """A date moved, as often as not to where a rule draws its line."""
    if value is None:
        return None
    if chance.random() < 0.5:
        return kept_as(value, today - datetime.timedelta(chance.choice(LIMIT_DAYS)))
    furthest = chance.choice(FURTHEST_DAYS)
    return kept_as(value, date_of(value) + datetime.timedelta(chance.randint(-furthest, furthest)))


def changed_number(chance, value, sign=1):
    """A number a little or very different, exact to the last digit kept; `sign` -1 makes it one to pay back."""
    if value is None:
        return None
    return sign * chance.choice([value + 1,
                                 max(0, value - 1), value * 2, value // 2 if isinstance(value, int) else value])


class Disturbance:
    """One connection's disorder."""

    def __init__(self, chance, connection, charset, today):
        self.chance, self.connection, self.today = chance, connection, today
        connection.text_factory = lambda raw: raw.decode(charset)
        self.charset = charset

    def bound(self, value):
        """As the database keeps text."""
        return value.encode(self.charset) if isinstance(value, str) and self.charset != "utf-8" else value

    def set(self, table, column, row, value):
        """One cell; text stays text though its bytes aren't UTF-8."""
        self.connection.execute(f'UPDATE OR IGNORE "{table}" SET "{column}" = '
                                + ("CAST(? AS TEXT)" if isinstance(value, str) else "?") + " WHERE rowid = ?",
                                [self.bound(value), row])

    def chosen(self, rows):
        """Some of the rows; more of a table that has few."""
        share = SMALL_SHARE if len(rows) < SMALL else SHARE
        return [row for row in rows if self.chance.random() < share]

    def disturb(self, table):
        """Everything that may happen to a table."""
        self.double(table)
        self.join(table)
        for column in table.dates:
            self.change(table, column, lambda value: moved(self.chance, value, self.today), table.document)
        for column in table.mixed:
            there = [value for _, value in self.cells(table.name, column) if value is not None]
            if there:
                self.change(table, column, lambda _, there=there: self.chance.choice(there))
        for column in table.numbers:
            sign = -1 if column.startswith("-") else 1
            self.change(table, column.lstrip("-"), lambda value, sign=sign: changed_number(self.chance, value, sign))
        for column, codes in table.codes.items():
            document = None if column in table.own else table.document
            self.change(table, column, lambda _, codes=list(codes): self.chance.choice(codes), document)
        for column, otherwise in table.written.items():
            self.change(table, column, lambda value, way=otherwise: None if value is None else way(self.chance, value))
        for column in table.loses:
            self.change(table, column, lambda _: None)
        if table.goes:
            for row, _ in [cell for cell in self.cells(table.name, "rowid") if self.chance.random() < SHARE]:
                self.connection.execute(f'DELETE FROM "{table.name}" WHERE rowid = ?', [row])

    def change(self, table, column, changed, document=None):
        """Changes some cells of a column; with a document, that of all its rows alike."""
        cells = self.cells(table.name, column)
        documents = {row: [row] for row, _ in cells}
        if document is not None:
            alike = {}
            for row, number in self.cells(table.name, document):
                alike.setdefault(number, []).append(row)
            documents = {rows[0]: rows for rows in alike.values()}
        for row, value in self.chosen([cell for cell in cells if cell[0] in documents]):
            value = changed(value)
            for each in documents[row]:
                self.set(table.name, column, each, value)

    def cells(self, name, column):
        """(rowid, value) of a whole column."""
        column = column if column == "rowid" else f'"{column}"'
        return self.connection.execute(f'SELECT rowid, {column} FROM "{name}" ORDER BY rowid').fetchall()

    def join(self, table):
        """Some rows under another's number, as a document of several rows stands."""
        if not table.joined:
            return
        columns = ", ".join(f'"{column}"' for column in table.joined)
        self.connection.execute(f'DROP INDEX "{table.name}_key"')
        self.connection.execute(f'CREATE UNIQUE INDEX "{table.name}_key" ON "{table.name}" ({columns})')
        numbers = [number for _, number in self.cells(table.name, table.key)]
        self.change(table, table.key, lambda _: self.chance.choice(numbers))

    def double(self, table):
        """Some rows a second time, under a key of their own."""
        if table.key is None:
            return
        described = self.connection.execute(f'PRAGMA table_info("{table.name}")').fetchall()
        columns = [column[1] for column in described]
        is_number = any(column[1] == table.key and "INT" in column[2].upper() for column in described)
        first = self.chance.randrange(10_000_000, 90_000_000)
        for number, (row, _) in enumerate(self.chosen(self.cells(table.name, "rowid")), first):
            key = number if is_number else f"ZZ{number}"
            names = ", ".join(f'"{column}"' for column in columns)
            values = ", ".join("?" if column == table.key else f'"{column}"' for column in columns)
            self.connection.execute(f'INSERT OR IGNORE INTO "{table.name}" ({names}) SELECT {values} '
                                    f'FROM "{table.name}" WHERE rowid = ?', [key, row])


def disturb(folder, chance, today):
    """Disorders the databases in a folder for a business date; the same chance does the same."""
    for database in ("sales", "credit", "logistics", "crm"):
        connection = sqlite3.connect(folder / f"{database}.sqlite")
        disturbance = Disturbance(chance, connection, "cp874" if database == "credit" else "utf-8", today)
        for table in TABLES:
            if table.database == database:
                disturbance.disturb(table)
        connection.commit()
        connection.close()
