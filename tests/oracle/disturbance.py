"""Disorder in the four databases: dates moved, codes exchanged, references mixed up, values lost, rows gone or doubled.

What the company's maker never writes is what a real site has: this makes it, from a seed, so that khrop and the oracle
meet on it too. What a dataset needs to have stays there: no row is to be rejected."""

import collections
import datetime
import random
import sqlite3

SHARE = 0.06
SMALL, SMALL_SHARE = 500, 0.25
FURTHEST_DAYS = [2, 25, 200]
# How long before the business date the rules draw their lines, and a day to either side.
LIMIT_DAYS = sorted({limit + side for limit in (0, 2, 3, 7, 14, 30, 90, 180) for side in (-1, 0, 1)})

# A doubled row gets a new `key`; `dates` are moved, `mixed` columns get another row's value, `codes` another code, and
# `loses` may become null.
Table = collections.namedtuple("Table", "database name key dates mixed numbers codes loses")
TABLES = [
    Table("sales", "cust", None, ["open_date"], ["sales_emp"], [], {"cust_status": "AC", "cust_type": "NNNW"},
          ["sales_emp"]),
    Table("sales", "emp", None, [], ["section_code", "branch_code"], [], {}, []),
    Table("sales", "quote", "qt_no", ["qt_date", "valid_until", "first_follow", "decided"],
          ["cust_code", "emp_code", "so_no"], [], {"qt_status": "OWLX"}, ["valid_until", "decided", "so_no"]),
    Table("sales", "so_head", None, ["so_date", "due_date"], ["cust_code", "emp_code"], ["net_amount"],
          {"so_type": ["NM", "DP", "RS", "SP", "DS"], "so_status": "OCX"}, ["due_date"]),
    Table("sales", "so_item", None, ["due_date"], [], ["qty", "cancel_qty", "unit_price"],
          {"item_type": ["NM", "DP", "RS", "SP", "DS"]}, ["due_date", "cancel_qty", "item_type"]),
    Table("sales", "bo", "bo_no", ["open_date", "close_date", "promise_date"], ["so_no", "seq"],
          ["bo_qty", "bo_amount"], {"bo_status": "PFX"}, ["close_date", "promise_date", "bo_amount"]),
    Table("sales", "route_plan", "trip_no", ["plan_date"], ["cust_code", "emp_code"], [], {"cancel_flag": "YN"},
          ["plan_date"]),
    Table("sales", "check_in", None, ["check_in_date"], [], [], {}, []),
    Table("credit", "ar_account", None, [], [], ["limit_satang", "balance_satang", "overdue_satang"],
          {"acct_state": "HA"}, ["limit_satang", "overdue_satang"]),
    Table("credit", "ar_receipt", "rc_no", ["rc_date"], ["so_ref"], ["amount"], {}, ["so_ref"]),
    Table("logistics", "shipment", "ship_no", ["depart_ymd", "arrive_ymd"], [], ["ship_qty"], {},
          ["depart_ymd", "arrive_ymd"]),
    Table("crm", "account", "account_id", [], ["cust_ref", "owner_login"], [], {},
          ["cust_ref", "display_name", "phone", "province", "postcode", "tax_number", "owner_login"]),
    Table("crm", "activity", "activity_id", ["happened"], ["trip_ref", "cust_ref", "login"], [], {"channel": "VC"},
          ["trip_ref", "channel"]),
    Table("crm", "follow_up", "task_id", ["promised", "last_contact"], ["order_ref", "order_row", "login"],
          ["pending_qty"], {"task_state": ["OPEN", "DONE"]}, ["promised", "pending_qty", "login"]),
    Table("crm", "ticket", "ticket_id", ["opened", "closed"], ["cust_ref", "login"], [], {"resolved": "10"},
          ["closed", "stars", "login"]),
]
# Rows that may go: nothing that a query of the site joins without leaving the row.
DELETED = {"emp", "cust", "quote", "so_head", "so_item", "bo", "check_in", "ar_account", "ar_receipt", "shipment",
           "account", "activity", "follow_up", "ticket"}


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


def changed_number(chance, value):
    """A number a little or very different, exact to the last digit kept."""
    if value is None:
        return None
    return chance.choice([value + 1, max(0, value - 1), value * 2, value // 2 if isinstance(value, int) else value])


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
        self.connection.execute(f'UPDATE "{table}" SET "{column}" = '
                                + ("CAST(? AS TEXT)" if isinstance(value, str) else "?") + " WHERE rowid = ?",
                                [self.bound(value), row])

    def chosen(self, rows):
        """Some of the rows; more of a table that has few."""
        share = SMALL_SHARE if len(rows) < SMALL else SHARE
        return [row for row in rows if self.chance.random() < share]

    def disturb(self, table):
        """Everything that may happen to a table."""
        name = table.name
        self.double(table)
        for column in table.dates + table.mixed + table.numbers + list(table.codes):
            cells = self.connection.execute(f'SELECT rowid, "{column}" FROM "{name}" ORDER BY rowid').fetchall()
            there = [value for _, value in cells if value is not None]
            for row, value in self.chosen(cells):
                if column in table.dates:
                    value = moved(self.chance, value, self.today)
                elif column in table.mixed:
                    value = self.chance.choice(there)
                elif column in table.numbers:
                    value = changed_number(self.chance, value)
                else:
                    value = self.chance.choice(list(table.codes[column]))
                self.set(name, column, row, value)
        for column in table.loses:
            for row, in self.chosen(self.rowids(name)):
                self.set(name, column, row, None)
        if name in DELETED:
            for row, in [row for row in self.rowids(name) if self.chance.random() < SHARE]:
                self.connection.execute(f'DELETE FROM "{name}" WHERE rowid = ?', [row])

    def rowids(self, name):
        """All rows of a table."""
        return self.connection.execute(f'SELECT rowid FROM "{name}" ORDER BY rowid').fetchall()

    def double(self, table):
        """Some rows a second time, under a key of their own."""
        if table.key is None:
            return
        described = self.connection.execute(f'PRAGMA table_info("{table.name}")').fetchall()
        columns = [column[1] for column in described]
        for number, (row,) in enumerate(self.chosen(self.rowids(table.name))):
            key = 77000000 + number if table.database == "crm" else f"ZZ{77000000 + number}"
            names = ", ".join(f'"{column}"' for column in columns)
            values = ", ".join("?" if column == table.key else f'"{column}"' for column in columns)
            self.connection.execute(f'INSERT INTO "{table.name}" ({names}) SELECT {values} FROM "{table.name}" '
                                    "WHERE rowid = ?", [key, row])


def disturb(folder, seed, today):
    """Disorders the databases in a folder for a business date; the same seed does the same."""
    chance = random.Random(seed)
    for database in ("sales", "credit", "logistics", "crm"):
        connection = sqlite3.connect(folder / f"{database}.sqlite")
        disturbance = Disturbance(chance, connection, "cp874" if database == "credit" else "utf-8", today)
        for table in TABLES:
            if table.database == database:
                disturbance.disturb(table)
        connection.commit()
        connection.close()
