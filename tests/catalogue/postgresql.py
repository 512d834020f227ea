"""A mirror in PostgreSQL, on which the catalogue's files run as they are: only :names become numbered parameters."""

import io
import re

import psycopg2

from catalogue.rules import ALWAYS_BOUND, CATALOGUE, is_number

FUNCTIONS = CATALOGUE / "postgresql" / "functions.sql"
INTEGERS, TEXTS, NUMERIC = {20, 21, 23}, {25, 1042, 1043, 19}, 1700
# Of a summed KPI: sums of integers, which PostgreSQL gives as numeric.
SUMS = ["part", "whole", "partless_count", "wholeless_count", "above_count"]
OTHERS = {1700: "numeric: write CAST(SUM(..) AS BIGINT)", 701: "floating-point", 700: "floating-point",
          16: "boolean: write CASE WHEN .. THEN 1 ELSE 0 END"}
FEW_ROWS = 1000
ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})
# A string, a comment or a parameter, whichever begins first.
PARTS = re.compile(r"'(?:[^']|'')*'|--[^\n]*|(?<!:):(\w+)")


def numbered(sql):
    """(the query with $1, $2 .., the names in that order)."""
    names = []

    def number(found):
        name = found.group(1)
        if name is None:
            return found.group()
        if name not in names:
            names.append(name)
        return f"${names.index(name) + 1}"
    return PARTS.sub(number, sql), names


def cell(value):
    """A value as COPY reads it."""
    return r"\N" if value is None else str(value).translate(ESCAPES)


def whole_number(value):
    """A sum as the integer that it is; one with decimals stays as it is."""
    return int(value) if value is not None and value == int(value) else value


class PostgresMirror:
    """Tables in a schema of their own, which goes when the mirror is closed; `fill` exchanges all but the calendar."""

    def __init__(self, server, calendar):
        self.today, self.params, self.calendar = None, {}, calendar
        self.connection = psycopg2.connect(host="127.0.0.1", port=server.port, user="khrop",
                                           password=server.password, dbname="mirror")
        self.cursor = self.connection.cursor()
        self.cursor.execute("CREATE SCHEMA mirror; SET search_path TO mirror")
        self.store("calendar", calendar)
        self.cursor.execute(FUNCTIONS.read_text(encoding="utf-8"))
        self.cursor.execute("SAVEPOINT ready")

    def fill(self, tables, today, params=None):
        """Puts tables in the place of those before; `params` are what a site sets, by rule."""
        assert tables["calendar"] == self.calendar
        self.today, self.params = today, params or {}
        self.cursor.execute("ROLLBACK TO SAVEPOINT ready")
        for name, table in tables.items():
            if name != "calendar":
                self.store(name, table)

    def store(self, name, table):
        """Makes a table and fills it."""
        kinds = {"INTEGER": "BIGINT", "TEXT": "TEXT"}
        columns = ", ".join(f'"{column}" {kinds[kind]}' for column, kind in table.columns)
        self.cursor.execute(f'CREATE TABLE "{name}"({columns})')
        lines = "".join("\t".join(map(cell, row)) + "\n" for row in table.rows)
        self.cursor.copy_expert(f'COPY "{name}" FROM STDIN', io.StringIO(lines))
        self.index(name, table.key)
        if len(table.rows) > FEW_ROWS:
            self.cursor.execute(f'ANALYZE "{name}"')

    def index(self, name, key):
        """Two rows of one key are an error here as there."""
        if key:
            columns = ", ".join(f'"{column}"' for column in key)
            self.cursor.execute(f'CREATE UNIQUE INDEX "{name}_key" ON "{name}"({columns})')

    def prepare(self, rule):
        """Prepares a rule with its parameters as typed places, as an ODBC driver does; gives the call."""
        bound = {**ALWAYS_BOUND, **rule.bound(), **self.params.get(rule.id, {}), "today": self.today,
                 "last_on": self.today - 1}
        sql, names = numbered(rule.sql)
        types = ", ".join("bigint" if isinstance(bound[name], int) else "text" for name in names)
        values = ", ".join(self.cursor.mogrify("%s", [bound[name]]).decode() for name in names)
        self.cursor.execute("DEALLOCATE ALL")
        self.cursor.execute(f"PREPARE rule{types and f'({types})'} AS {sql}")
        return f"EXECUTE rule{values and f'({values})'}"

    def run(self, rule):
        """(column names, rows, what is wrong with the columns' types) of a rule."""
        self.cursor.execute("SAVEPOINT rule")
        try:
            self.cursor.execute(self.prepare(rule))
            return self.taken(rule)
        except psycopg2.Error as error:
            self.cursor.execute("ROLLBACK TO SAVEPOINT rule")
            return [], [], [f"{rule.name}: {str(error).strip()}"]

    def taken(self, rule):
        """What the statement gave."""
        rows, faults = self.cursor.fetchall(), []
        sums = SUMS if rule.is_summed else []
        for place, column in enumerate(self.cursor.description):
            if column.name in sums and column.type_code == NUMERIC:
                rows = [(*row[:place], whole_number(row[place]), *row[place + 1:]) for row in rows]
                continue
            numeric = is_number(column.name) or rule.kind == "kpis" and column.name in ("part", "whole")
            if (column.type_code not in (INTEGERS if numeric else TEXTS)
                    and any(row[place] is not None for row in rows)):
                faults.append(f"{rule.name}: column {column.name} is "
                              f"{OTHERS.get(column.type_code, 'number' if not numeric else 'text')}")
        return [column.name for column in self.cursor.description], rows, faults

    def derive(self, rule):
        """As run, and keeps the rows as a table, made inside PostgreSQL."""
        columns, rows, faults = self.run(rule)
        if faults:
            return columns, rows, faults
        self.cursor.execute(f'CREATE TABLE "{rule.id}" AS {self.prepare(rule)}')
        self.index(rule.id, rule.key)
        self.cursor.execute(f'ANALYZE "{rule.id}"')
        return columns, rows, faults

    def close(self):
        """Leaves the server as it was; twice does no harm."""
        if not self.connection.closed:
            self.connection.rollback()
            self.connection.close()
