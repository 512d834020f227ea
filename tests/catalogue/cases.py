"""Cases made by hand: a few rows of the datasets, and what a rule must find in them.

cases/ID.yaml belongs to the rule ID. `given` holds what every case starts from; a case's own `given` takes a dataset's
place, and its `params` set the rule's own. A row says only what matters: a column it leaves out has the value of
`usual` (the file's, then that of usual.yaml), or is null; what a name, a number or a place is compared by follows from
it. Dates: D is the business date, D-3 three calendar days before
it, or 2026-11-13."""

import collections
import pathlib
import re

from catalogue.mirror import Mirror, Table
from catalogue.rules import is_number, parameter_of, read_yaml, scaled, type_of, value_of
from oracle import identity
from oracle.workdays import EPOCH, day_of_iso, iso_of

FOLDER = pathlib.Path(__file__).parent / "cases"
KPI_KEY = ["staff_no", "split", "measure", "day_on"]
# Of the tables that khrop writes itself, the numbers whose names do not say so.
OWN_NUMBERS = {"may_be_empty", "part", "whole", "value", "share", "position"}
NORMALISED = {"name": identity.name, "phone": identity.phone, "tax_id": identity.tax_id, "province": identity.place,
              "tax_branch": identity.tax_branch, "postcode": lambda text: identity.plain(text).strip()}
VALID = {"phone": identity.is_phone, "tax_id": identity.is_tax_id}


def read_usual():
    """What holds in every case, unless it says otherwise."""
    return read_yaml((FOLDER / "usual.yaml").read_text(encoding="utf-8"))


def day_of_text(text, today):
    """D, D-3, D+3 or a date."""
    found = re.fullmatch(r"D([+-]\d+)?", text)
    return today + int(found.group(1) or 0) if found else day_of_iso(text)


def cell(name, text, today):
    """A value as a mirror has it."""
    if text == "null":
        return None
    return day_of_text(text, today) if type_of(name) == "date" else value_of(name, text)


def kind_of(column):
    """A column's type in a mirror."""
    return "INTEGER" if is_number(column) or column in OWN_NUMBERS else "TEXT"


def with_identity(row, contract):
    """A row with what the pull adds to it: nothing to what is null, nor to what the row itself says."""
    for name, kind in contract.identity.items():
        added = f"{name}_identity"
        if row[name] is not None and row[added] is None:
            row[added] = NORMALISED[kind](row[name])
            if kind in VALID:
                row[f"is_{name}_valid"] = int(VALID[kind](row[added]))
    return row


def calendar_rows(usual):
    """The table `calendar`: weekends and closed days of the company, then of each branch that has days of its own."""
    first, last = day_of_iso(usual["accepted"]["from"]), day_of_iso(usual["accepted"]["to"])
    closed = {branch: {day_of_iso(day) for day in days} for branch, days in usual["closed"].items()}
    for branch, days in closed.items():
        count = 0
        for day in range(first, last + 1):
            is_workday = int((day + EPOCH - 1) % 7 < 5 and day not in closed[""] | days)
            count += is_workday
            yield branch, day, (day + EPOCH - 1) % 7, is_workday, count, None


class Case:
    """One scenario of a rule."""

    def __init__(self, rule, file, text, usual):
        self.rule, self.file, self.text, self.usual = rule, file, text, usual
        self.today = day_of_iso(text.get("today", usual["today"]))
        self.name = f"{rule.id}: {text['name']}"
        unknown = set(text) - {"name", "today", "given", "params", "then"}
        assert not unknown, f"{self.name}: {', '.join(unknown)}: what is that?"
        self.params = {name: parameter_of(name, value) for name, value in text.get("params", {}).items()}
        assert set(self.params) <= set(rule.bound()), f"{self.name}: {rule.id} has not all these parameters"

    def usual_row(self, table):
        """The columns of a table and what they hold where a row doesn't say."""
        return {**self.usual["rows"].get(table, {}), **self.file.get("usual", {}).get(table, {})}

    def table(self, catalogue, name):
        """A table of the case as the views of a slot would show it."""
        usual, contract = self.usual_row(name), catalogue.contracts.get(name)
        columns = contract.columns + contract.added if contract else list(usual)
        rows = []
        for given in {**self.file.get("given", {}), **self.text.get("given", {})}.get(name, []):
            unknown = set(given) - set(columns)
            assert not unknown, f"{self.name}: {name} has no column {', '.join(unknown)}"
            row = {column: cell(column, given.get(column, usual.get(column, "null")), self.today) for column in columns}
            missing = [column for column in columns if contract and row[column] is None
                       and column not in contract.nullable and column not in contract.added]
            assert not missing, f"{self.name}: {name}: {', '.join(missing)} may not be null"
            rows.append(contract.as_of(with_identity(row, contract), self.today) if contract else row)
        typed = [(column, kind_of(column)) for column in columns]
        return Table(typed, [tuple(row.values()) for row in rows if row is not None], contract.key if contract else ())

    def parameters(self, catalogue):
        """The table `parameters`: every rule's defaults, then what the case adds."""
        staff = self.table(catalogue, "staff")
        place = [name for name, _ in staff.columns].index("branch")
        branches = sorted({row[place] for row in staff.rows if row[place]})
        rows = [row for rule in catalogue.rules.values()
                for row in rule.mapped(catalogue.contracts, branches, self.params if rule is self.rule else None)]
        rows += [(row["name"], row["branch"], row["kind"], int(row["value"]))
                 for row in self.text.get("given", {}).get("parameters", [])]
        set_last = {row[:3]: row for row in rows}
        return Table([("name", "TEXT"), ("branch", "TEXT"), ("kind", "TEXT"), ("value", "INTEGER")], [*set_last.values()],
                     ("name", "branch", "kind"))

    def tables(self, catalogue):
        """Everything that the rule may read, but for the rows of other rules."""
        own = [name for name in self.usual["rows"] if name not in catalogue.contracts]
        names = [*catalogue.contracts, *own]
        given = set(self.file.get("given", {})) | set(self.text.get("given", {}))
        assert given <= {*names, "parameters"}, f"{self.name}: no such dataset: {', '.join(given - set(names))}"
        needed = catalogue.all_needs(self.rule) | {*own}
        tables = {name: self.table(catalogue, name) for name in names if name in needed}
        tables["calendar"] = Table([("branch", "TEXT"), ("day_on", "INTEGER"), ("weekday_no", "INTEGER"),
                                    ("is_workday", "INTEGER"), ("workday_count", "INTEGER"), ("holiday_name", "TEXT")],
                                   list(calendar_rows(self.usual)), ("branch", "day_on"))
        tables["parameters"] = self.parameters(catalogue)
        return tables

    def mirror(self, catalogue):
        """The case as a mirror, its derived datasets computed."""
        mirror = Mirror(self.tables(catalogue), self.today, params={self.rule.id: self.params})
        for rule in catalogue.stored:
            if rule.id in catalogue.all_needs(self.rule):
                mirror.derive(rule)
        return mirror

    def expected(self):
        """The rows that must come, as {column: value}."""
        return [{name: self.wanted(row, name, text) for name, text in row.items()} for row in self.text["then"]]

    def wanted(self, row, name, text):
        """A value of `then`; a KPI's part and whole are in its unit."""
        if text == "null":
            return None
        if self.rule.kind == "kpis" and name in ("part", "whole"):
            unit = self.rule.header.get("parts", self.rule.header["unit"])
            unit = unit.get(row.get("measure", "")) if isinstance(unit, dict) else unit
            return scaled(text) if unit in ("qty", "thb") else int(text)
        return cell(name, text, self.today)

    def faults(self, columns, rows):
        """How a result differs from what must come; nothing when it doesn't."""
        found = [dict(zip(columns, row)) for row in rows]
        wanted = self.expected()
        key = self.rule.key
        if self.rule.kind == "kpis":
            key, found, wanted = KPI_KEY, summed(found), summed(wanted)
        found_by, wanted_by = by_key(found, key), by_key(wanted, key)
        for name in sorted(found_by.keys() | wanted_by.keys(), key=repr):
            if name not in wanted_by or name not in found_by:
                yield f"{shown(key, name)}: " + ("must not be found" if name in found_by else "must be found")
                continue
            for column, value in wanted_by[name].items():
                if column not in found_by[name] or found_by[name][column] != value:
                    yield f"{shown(key, name)}: {column} must be {value!r}, is {found_by[name].get(column)!r}"
        # A page shows the rows of a table as they come.
        if self.rule.kind == "tables" and list(found_by) != list(wanted_by) and found_by.keys() == wanted_by.keys():
            yield "the order must be " + ", ".join(shown(key, name) for name in wanted_by)


def shown(key, values):
    """A key as a reader knows it."""
    return " ".join(iso_of(value) if type_of(name) == "date" and value is not None else str(value)
                    for name, value in zip(key, values))


def by_key(rows, key):
    """{values of the key: row}."""
    return {tuple(row[name] for name in key): row for row in rows}


def summed(rows):
    """The rows of a KPI as khrop keeps them: one by staff member, split, measure and day."""
    sums = collections.OrderedDict()
    for row in rows:
        key = tuple(row.get(name) if name == "day_on" else row.get(name) or "" for name in KPI_KEY)
        total = sums.setdefault(key, dict(zip(KPI_KEY, key), part=0, whole=None))
        total["part"] += row["part"]
        if row.get("whole") is not None:
            total["whole"] = (total["whole"] or 0) + row["whole"]
    return list(sums.values())


def read_cases(catalogue, rule_id=None):
    """{rule id: cases} of every file, or of one."""
    usual, cases = read_usual(), {}
    for path in sorted(FOLDER.glob("*.yaml")):
        if path.stem == "usual" or rule_id not in (None, path.stem):
            continue
        assert path.stem in catalogue.rules, f"{path.name}: no rule has this id"
        file = read_yaml(path.read_text(encoding="utf-8"))
        cases[path.stem] = [Case(catalogue.rules[path.stem], file, text, usual) for text in file["cases"]]
    return cases
