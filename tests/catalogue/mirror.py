"""A slot's datasets as tables in memory, in SQLite: what the views of jobs/mirror.c show, as of a business date."""

import collections
import sqlite3

from catalogue.rules import ALWAYS_BOUND, is_number

# name -> (columns, rows); a column is (name, "INTEGER" or "TEXT"), a row a tuple.
Table = collections.namedtuple("Table", "columns rows key")


class Calendar:
    """workdays() and workday_after() over the rows of the table `calendar`, by counting; see jobs/calendar.h."""

    def __init__(self, rows):
        self.days = collections.defaultdict(set)
        self.first, self.last = min(row[1] for row in rows), max(row[1] for row in rows)
        for branch, day_on, _, is_workday, *_ in rows:
            if is_workday:
                self.days[branch].add(day_on)
        self.counts = {}
        for branch in {row[0] for row in rows}:
            count, counts = 0, {}
            for day in range(self.first, self.last + 1):
                count += day in self.days[branch]
                counts[day] = count
            self.counts[branch] = counts

    def of(self, branch):
        """A branch without days of its own has the company's."""
        return self.counts.get(branch or "", self.counts[""])

    def between(self, branch, from_on, to_on):
        """Working days in (from_on, to_on], never below 0."""
        if from_on is None or to_on is None:
            return None
        counts = self.of(branch)
        return max(0, counts[to_on] - counts[from_on])

    def after(self, branch, on, number):
        """The n-th working day after a day."""
        if on is None or number is None:
            return None
        counts = self.of(branch)
        wanted = counts[on] + number
        if number < 1:
            raise ValueError(number)
        return next(day for day in range(on + 1, self.last + 1) if counts[day] == wanted)


def rows_of(path, sql):
    """The rows of a query on a file of a slot."""
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def tables_of(path):
    """{table: [(column, declared type)]} of a file."""
    names = [name for name, in rows_of(path, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    return {name: [(column[1], column[2]) for column in rows_of(path, f'PRAGMA table_info("{name}")')]
            for name in names if not name.startswith("sqlite_")}


def read_table(path, name, columns, key=()):
    """One table of a file as it stands, with its own key or the one given."""
    names = ", ".join(f'"{column}"' for column, _ in columns)
    rows = rows_of(path, f'SELECT {names} FROM "{name}"')
    typed = [(column, kind or "INTEGER") for column, kind in columns]
    own = [column[1] for column in rows_of(path, f'PRAGMA table_info("{name}")') if column[5]]
    return Table(typed, rows, tuple(key or own))


def as_of(table, contract, today):
    """A dataset's table as the views show it."""
    names = [name for name, _ in table.columns]
    shown = (contract.as_of(dict(zip(names, row)), today) for row in table.rows)
    return table._replace(rows=[tuple(row.values()) for row in shown if row is not None])


def read_slot(folder, catalogue, today):
    """{table: Table} of what a rule may read in a slot, but for the derived datasets."""
    derived = folder / "derived.sqlite"
    tables = {name: read_table(derived, name, columns) for name, columns in tables_of(derived).items()
              if name not in catalogue.rules}
    usable = {name for name, in rows_of(derived, "SELECT dataset FROM khrop_pulls WHERE state IN ('whole', 'partial')")}
    # A dataset of several sources stands in merged.sqlite too, and counts as it stands there.
    for path in sorted(folder.glob("*.sqlite"), key=lambda path: (path.stem == "merged", path.stem)):
        for name, columns in tables_of(path).items():
            if name in usable and name in catalogue.contracts:
                contract = catalogue.contracts[name]
                tables[name] = as_of(read_table(path, name, columns, tuple(contract.key)), contract, today)
    tables.update(read_results(folder / "results.sqlite", catalogue))
    return tables


def read_results(path, catalogue):
    """What khrop has written of its own for KPIs to read. What a KPI that reads figures gave was not there for it."""
    tables = {name: read_table(path, name, columns) for name, columns in tables_of(path).items()
              if name.startswith("khrop_") and name != "khrop_kpi_parts"}
    late = {rule.id for rule in catalogue.of("kpis") if "khrop_kpi_values" in rule.needs}
    for name in {"khrop_kpi_values", "khrop_kpis"} & set(tables):
        place = [column for column, _ in tables[name].columns].index("kpi_id")
        tables[name] = tables[name]._replace(rows=[row for row in tables[name].rows if row[place] not in late])
    return tables


def run_in(folder):
    """The rules that khrop ran in a slot: those whose inputs were there."""
    checked = "state IN ('checked', 'partial')"
    results = folder / "results.sqlite"
    ran = rows_of(results, f"SELECT check_id FROM khrop_checks WHERE {checked}")
    ran += rows_of(results, f"SELECT kpi_id FROM khrop_kpis WHERE {checked}")
    ran += rows_of(results, f"SELECT table_id FROM khrop_tables WHERE {checked}")
    ran += rows_of(folder / "derived.sqlite", "SELECT dataset FROM khrop_derived WHERE state <> 'not_derived'")
    return {name for name, in ran}


class Mirror:
    """Tables in an SQLite database in memory, on which rules run; `params` are what a site sets, by rule."""

    def __init__(self, tables, today, params=None):
        self.today, self.params = today, params or {}
        self.connection = sqlite3.connect(":memory:")
        self.connection.execute("PRAGMA temp_store = MEMORY")
        self.calendar = Calendar(tables["calendar"].rows)
        for name, function in (("workdays", self.calendar.between), ("workday_after", self.calendar.after)):
            self.connection.create_function(name, 3, function, deterministic=True)
        self.schemas = {}
        for name, table in tables.items():
            self.store(name, table)
        self.connection.execute("ANALYZE")

    def store(self, name, table, way=""):
        """Makes or replaces a table; its key's index runs one `way` or the other."""
        columns = ", ".join(f'"{column}" {kind}' for column, kind in table.columns)
        places = ", ".join("?" * len(table.columns))
        self.connection.execute(f'DROP TABLE IF EXISTS "{name}"')
        self.connection.execute(f'CREATE TABLE "{name}"({columns})')
        self.connection.executemany(f'INSERT INTO "{name}" VALUES ({places})', table.rows)
        if table.key:
            key = ", ".join(f'"{column}" {way}' for column in table.key)
            self.connection.execute(f'CREATE UNIQUE INDEX "{name}_key" ON "{name}"({key})')
        self.schemas[name] = table.columns

    def run(self, rule, sql=None, parameters=None):
        """(column names, rows) of a rule, or of another text with its parameters."""
        bound = {**ALWAYS_BOUND, **(rule.bound() if parameters is None else parameters), **self.params.get(rule.id, {}),
                 "today": self.today, "last_on": self.today - 1}
        cursor = self.connection.execute(rule.sql if sql is None else sql, bound)
        return [column[0] for column in cursor.description], cursor.fetchall()

    def keep(self, rule, columns, rows):
        """A stored rule's rows as a table. Its rows stand in no order that anybody promises: here it is the reverse of the
        one they came in, so that a rule which takes the first it meets is seen."""
        typed = [(column, "INTEGER" if is_number(column) else "TEXT") for column in columns]
        self.store(rule.id, Table(typed, rows[::-1], tuple(rule.key)), "DESC")

    def derive(self, rule):
        """Computes a stored rule and keeps its rows; gives them."""
        columns, rows = self.run(rule)
        self.keep(rule, columns, rows)
        return columns, rows

    def close(self):
        """Lets go of the memory."""
        self.connection.close()


def faults_of(rule, columns, rows):
    """What is wrong with a result before anybody looks at its values: types, null keys, keys that are there twice."""
    numbers = ["part", "whole", "day_on"] if rule.kind == "kpis" else []
    wanted = {name: int if name in numbers or is_number(name) else str for name in columns}
    for name, place in ((name, columns.index(name)) for name in columns):
        for row in rows:
            if row[place] is not None and type(row[place]) is not wanted[name]:
                yield f"column {name} must hold {wanted[name].__name__}, and holds {row[place]!r}"
                break
    keys = collections.Counter(tuple(row[columns.index(name)] for name in rule.key) for row in rows if rule.key)
    yield from (f"two rows have the key {key}" for key, count in keys.items() if count > 1)
    yield from (f"a key column is null: {key}" for key in keys if None in key)
