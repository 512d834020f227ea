"""The files of the catalogue and the contracts of the datasets, read without khrop."""

import copy
import decimal
import pathlib
import re

import yaml

from oracle.workdays import day_of_iso

ROOT = pathlib.Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "jobs" / "catalogue"
KPI_RUN = ROOT / "jobs" / "kpi_run.c"
KINDS = ["derived", "checks", "kpis", "tables"]
SCALE = 10000
# What every query may use beside :today and :last_on: Bangkok is seven hours ahead of UTC.
ALWAYS_BOUND = {"zone_seconds": 7 * 3600}
# The normalisations that can say whether a value is one of its kind; see core/identity.h.
JUDGED = {"phone", "tax_id"}
# As core/schema.h has it; the first that fits decides.
TYPES = [(r"_no$", "text"), (r"_on$", "date"), (r"_at$", "timestamp"), (r"^qty$|^qty_|_qty$", "scaled"),
         (r"amount$|_limit$|balance$|price$", "scaled"), (r"_days$|_count$|score$", "integer"),
         (r"^is_|^has_", "integer")]


def read_yaml(text):
    """YAML whose scalars all stay text, as khrop reads it: `no` is a word here."""
    return yaml.load(text, Loader=yaml.BaseLoader)


def type_of(name):
    """The type that a column's name carries."""
    return next((kind for pattern, kind in TYPES if re.search(pattern, name)), "text")


def is_number(name):
    """True for every type but text."""
    return type_of(name) != "text"


def scaled(text):
    """A decimal times 10,000, exactly."""
    product = decimal.Decimal(text) * SCALE
    assert product == product.to_integral_value(), f"more than four decimals: {text}"
    return int(product)


def value_of(name, text):
    """What a mirror holds for a column's text."""
    readers = {"date": day_of_iso, "scaled": scaled, "integer": int, "timestamp": int, "text": str}
    return readers[type_of(name)](text)


def parameter_of(name, text):
    """A parameter's value; one whose name carries no type says it by its default."""
    if isinstance(text, list):
        return "," + ",".join(text) + ","
    if type_of(name) == "text" and text in ("true", "false"):
        return int(text == "true")
    if type_of(name) == "text" and re.fullmatch(r"-?\d+", text):
        return int(text)
    return value_of(name, text)


class Rule:
    """One .sql file: its header and its query."""

    def __init__(self, kind, path):
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        size = next(i for i, line in enumerate(lines) if not line.startswith("--"))
        self.kind, self.path, self.id = kind, path, path.stem
        self.header = read_yaml("".join(line[3:] for line in lines[:size]))
        self.sql = "".join(lines[size:])
        self.name = f"{kind}/{path.name}"
        # What a check has found, a KPI needs as `check:SRC-01`; a table a KPI's figures as `kpi:otif`, from a table
        # of khrop's own.
        self.needs = [name.removeprefix("check:") for name in self.header.get("needs") or {}
                      if not name.startswith("kpi:")]
        # What it can do without, with the columns of its result that are not known then.
        self.may_use = self.header.get("may_use") or {}
        self.needs += self.may_use
        self.params = {name: value for name, value in (self.header.get("params") or {}).items()}
        # {parameter: ["branch", "orders.kind"]}: what a site may set it by; it then stands in the table `parameters`.
        self.vary_by = self.header.get("vary_by") or {}
        self.key = self.header.get("key") or []
        self.signature = self.header.get("signature") or []
        self.owner = self.header.get("owner")
        self.is_flow = self.header.get("kind") == "flow"
        self.is_summed = False

    def bound(self):
        """The values that the query's parameters have, beside :today and :last_on."""
        return {name: parameter_of(name, text) for name, text in self.params.items() if not isinstance(text, dict)}

    def mapped(self, contracts, branches=(), params=None):
        """The rows that stand in the table `parameters`: (name, branch, kind, value). One that varies has one for each
        branch and kind, with what `params` sets in the place of its default."""
        rows = []
        for name, text in self.params.items():
            by = self.vary_by.get(name, [])
            values = text if isinstance(text, dict) else {"": text}
            if name not in self.vary_by and not isinstance(text, dict):
                continue
            kinds = [kind for word in by if word != "branch" for kind in contracts[word.split(".")[0]].allowed[
                word.split(".")[1]]]
            for branch in ["", *branches] if "branch" in by else [""]:
                for kind in ["", *kinds] if by else values:
                    value = values.get(kind, values.get(""))
                    if value is not None:
                        set_by_site = (params or {}).get(name)
                        rows.append((f"{self.id}.{name}", branch, kind,
                                     parameter_of(name, value) if set_by_site is None else set_by_site))
        return rows


def summing():
    """The statement that khrop puts around a KPI's query, as it stands in the program: a day_on and the query go in."""
    code = KPI_RUN.read_text(encoding="utf-8")
    made = re.search(r"static char \*summed_sql\(.*?\n}\n", code, re.DOTALL).group()
    text = re.search(r'sqlite3_mprintf\(((?:\s*"[^"\n]*")+),', made).group(1)
    return "".join(re.findall(r'"([^"\n]*)"', text)).replace(r"\n", "\n").replace("%.*s", "%s")


def summed(rule):
    """A KPI as khrop runs it: its rows summed by staff member, split, measure and day."""
    whole = copy.copy(rule)
    whole.sql = summing() % ("day_on" if rule.is_flow else "CAST(NULL AS BIGINT)", rule.sql.rstrip(" \t\r\n;"))
    whole.name, whole.is_summed = f"{rule.name}, summed", True
    return whole


class Contract:
    """A dataset's columns, and which of its dates say when a row begins and ends."""

    def __init__(self, name, text):
        self.name, self.key = name, text["key"]
        self.columns = [column.rstrip("?") for column in text["columns"]]
        self.nullable = {column[:-1] for column in text["columns"] if column.endswith("?")}
        self.allowed = text.get("allowed") or {}
        self.born_on, self.ends = text.get("born_on"), text.get("ends") or []
        # Columns that people write in many ways, and how they are normalised; what the pull adds to each.
        self.identity = text.get("identity") or {}
        self.added = [f"{name}_identity" for name in self.identity]
        self.added += [f"is_{name}_valid" for name, kind in self.identity.items() if kind in JUDGED]

    def as_of(self, row, today):
        """A row as the views of a slot show it: later endings are null; None for a row born later."""
        if self.born_on and row[self.born_on] is not None and row[self.born_on] > today:
            return None
        return {name: None if name in self.ends and value is not None and value > today else value
                for name, value in row.items()}


class Catalogue:
    """Everything that stands in jobs/catalogue."""

    def __init__(self, folder=CATALOGUE):
        text = read_yaml((folder / "datasets.yaml").read_text(encoding="utf-8"))
        self.contracts = {name: Contract(name, contract) for name, contract in text.items()}
        self.rules = {}
        for kind in KINDS:
            for path in sorted((folder / kind).glob("*.sql")):
                rule = Rule(kind, path)
                self.rules[rule.id] = rule
        self.derived = self.in_order()
        found = [rule for rule in self.of("checks") if any(rule.id in other.needs for other in self.rules.values())]
        # The rules whose rows others read, each behind those it needs: the derived datasets, then checks for KPIs.
        self.stored = [*self.derived, *found]

    def of(self, kind):
        """The rules of a kind, by id."""
        return [rule for rule in self.rules.values() if rule.kind == kind]

    def in_order(self):
        """The derived datasets, each behind those it needs."""
        ordered, left = [], {rule.id: rule for rule in self.of("derived")}
        while left:
            ready = [rule for rule in left.values() if not set(rule.needs) & set(left)]
            assert ready, f"need each other in a circle: {', '.join(left)}"
            for rule in ready:
                ordered.append(left.pop(rule.id))
        return ordered

    def all_needs(self, rule):
        """What a rule needs, and what that needs."""
        needed = set(rule.needs)
        for name in rule.needs:
            if name in self.rules:
                needed |= self.all_needs(self.rules[name])
        return needed

    def behind(self, rule):
        """The rules that a stored one reaches, stored ones first."""
        reached = [other for other in self.stored if rule.id in self.all_needs(other)]
        return reached + [other for other in self.rules.values()
                          if other not in self.stored and rule.id in self.all_needs(other)]
