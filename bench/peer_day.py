#!/usr/bin/python3
"""The demonstration company's day as a good analyst would do it: pandas for the reckoning, xlsxwriter for the
workbooks. Same databases, same mapping queries, same checks and KPIs as khrop's first thirteen and nine.

    peer_day.py odbc|files SITE OUT DATE

SITE is a folder that `khrop demo` wrote; OUT gets the workbooks, lists and CSV. Prints `stage NAME SECONDS` lines.

odbc: the same job. The databases are read over ODBC, as khrop reads them, by the site's own queries.
files: a short cut that only databases in files of this machine allow. sqlite3 opens them, which is twice as fast;
only the columns that something uses are read, and of datasets that only SRC-01 looks at, the birth date alone.

Both leave out what khrop does beside it: values are taken as they come, nothing is stored, there is no yesterday.
"""

import pathlib
import sqlite3
import sys
import time
import warnings

import numpy
import pandas
import pyodbc
import yaml

import peer_books

# What is read of each dataset; its birth date, which leaves out what came later; dates that read as null while ahead.
DATASETS = {
    "staff": (["staff_no", "staff_name", "team", "branch", "supervisor_no", "is_active"], None, []),
    "customers": (["customer_no", "customer_name", "phone", "staff_no", "created_on", "is_active", "is_walk_in"],
                  "created_on", []),
    "quotations": (["staff_no", "quoted_on", "valid_until_on", "decided_on", "status", "order_no"], "quoted_on",
                   ["decided_on"]),
    "orders": (["order_no", "customer_no", "staff_no", "ordered_on", "promised_on", "kind", "status", "order_amount"],
               "ordered_on", []),
    "order_lines": (["order_no", "line_no", "item_no", "item_name", "kind", "qty_ordered", "qty_cancelled", "price",
                     "promised_on"], None, []),
    "back_orders": (["order_no", "line_no", "item_no", "qty", "opened_on", "closed_on", "promised_on", "status",
                     "back_order_amount"], "opened_on", ["closed_on"]),
    "purchase_requests": (["requested_on"], "requested_on", []),
    "receipts": (["received_on"], "received_on", []),
    "visit_log": (["visit_no", "customer_no", "staff_no", "planned_on", "visited_on", "is_cancelled"], None,
                  ["visited_on"]),
    "credit_accounts": (["customer_no", "credit_limit", "balance", "overdue_amount", "is_on_hold"], None, []),
    "invoices": (["invoiced_on"], "invoiced_on", []),
    "payments": (["order_no", "paid_on", "payment_amount"], "paid_on", []),
    "deliveries": (["order_no", "line_no", "qty_delivered", "shipped_on", "delivered_on"], None,
                   ["shipped_on", "delivered_on"]),
    "claims": (["opened_on"], "opened_on", []),
    "crm_customers": (["customer_no", "customer_name", "tax_id", "phone", "province", "postcode", "staff_no"], None,
                      []),
    "crm_visits": (["crm_visit_no", "visit_no", "customer_no", "staff_no", "visited_on", "contact_kind", "outcome"],
                   None, ["visited_on"]),
    "crm_follow_ups": (["follow_up_no", "order_no", "line_no", "qty", "promised_on", "status", "contacted_on",
                        "staff_no"], None, ["contacted_on"]),
    "crm_cases": (["customer_no", "staff_no", "opened_on", "closed_on", "is_resolved", "score"], "opened_on",
                  ["closed_on"]),
    "training": (["held_on"], "held_on", []),
}
SOURCES = ("sales", "credit", "logistics", "crm")
LINE = ["order_no", "line_no"]

# Frames are filtered and then added to; pandas can't tell that nobody keeps the frame before. And it would rather
# have SQLAlchemy than pyodbc.
pandas.options.mode.chained_assignment = None
warnings.filterwarnings("ignore", message="pandas only supports SQLAlchemy")


class Site:
    """What the configuration says: mapping queries, holidays, the days allowed before a dataset is stale."""

    def __init__(self, folder, date):
        def read(name):
            return yaml.safe_load((folder / "etc" / name).read_text(encoding="utf-8"))

        self.folder = folder
        self.datasets = read("datasets.yaml")["datasets"]
        calendar = read("holidays.yaml")
        self.holidays = numpy.array([day["date"] for day in calendar["holidays"]], dtype="datetime64[D]")
        self.accepted_from = pandas.Timestamp(calendar["accepted"]["from"])
        self.stale_days = read("checks.yaml")["checks"]["SRC-01"]["params"]["stale_days"]
        self.today = pandas.Timestamp(date)
        self.last_on = self.today - pandas.Timedelta(days=1)

    def workdays(self, since):
        """Working days after `since` up to and including today."""
        one = numpy.timedelta64(1, "D")
        start = since.to_numpy().astype("datetime64[D]") + one
        today = self.today.to_datetime64().astype("datetime64[D]")
        return numpy.maximum(numpy.busday_count(start, today + one, holidays=self.holidays), 0)

    def beyond(self, frame, column, allowed):
        """Rows whose date is more than `allowed` working days ago."""
        known = frame[frame[column].notna()]
        return known[self.workdays(known[column]) > allowed]


def to_dates(values, form, era):
    """Texts to dates, each different text once."""
    codes, texts = pandas.factorize(values)
    texts = pandas.Series(texts, dtype=object).astype(str)
    if era == "buddhist":
        texts = texts.str[:6] + (texts.str[6:].astype(int) - 543).astype(str)
    pattern = {"dmy": "%d/%m/%Y", "compact": "%Y%m%d"}.get(form, "%Y-%m-%d")
    days = pandas.to_datetime(texts if form else texts.str[:10], format=pattern).to_numpy(dtype="datetime64[ns]")
    days = numpy.append(days, numpy.datetime64("NaT"))  # code -1 is null
    return pandas.Series(days[codes], index=values.index)


def is_number(column):
    """After its name: ODBC gives decimals as text."""
    return column.startswith(("qty", "is_")) or column == "score" or column.endswith(
        ("_qty", "_amount", "price", "balance", "limit"))


class Files:
    """The databases as files."""

    def __init__(self, site):
        self.connections = {source: sqlite3.connect(f"file:{site.folder}/data/{source}.sqlite?mode=ro", uri=True)
                            for source in SOURCES}
        self.connections["credit"].text_factory = lambda value: value.decode("cp874")

    def rows(self, mapped, columns):
        """What is used of a dataset."""
        sql = f"SELECT {', '.join(columns)} FROM ({mapped['query']})"
        return pandas.read_sql(sql, self.connections[mapped["source"]])


class Odbc:
    """The databases over ODBC."""

    def __init__(self, site):
        self.connections = {source: pyodbc.connect(
            f"Driver=SQLite3;Database={site.folder}/data/{source}.sqlite;StepAPI=1;BigInt=1;NoCreat=1;")
                            for source in SOURCES}
        self.connections["credit"].setdecoding(pyodbc.SQL_CHAR, encoding="cp874")

    def rows(self, mapped, _columns):
        """A dataset as the site maps it."""
        return pandas.read_sql(mapped["query"], self.connections[mapped["source"]])


def read(site, reader):
    """The datasets as of today, and how many rows each has."""
    data, counts = {}, []
    for name, (columns, born, ends) in DATASETS.items():
        mapped = site.datasets[name]
        frame = reader.rows(mapped, columns)
        for column in frame.columns:
            if column.endswith("_on"):
                frame[column] = to_dates(frame[column], mapped.get("dates"), mapped.get("era"))
            elif is_number(column):
                frame[column] = pandas.to_numeric(frame[column])
        counts.append((name, mapped["source"], len(frame), frame[born].max() if born else pandas.NaT))
        if born:
            frame = frame[frame[born].isna() | (frame[born] <= site.today)]
        frame = frame[columns]
        for column in ends:
            frame[column] = frame[column].where(frame[column] <= site.today)
        if "line_no" in columns:
            frame["line_no"] = frame["line_no"].astype("int64")
        data[name] = frame
    for connection in reader.connections.values():
        connection.close()
    data["pulls"] = pandas.DataFrame(counts, columns=["dataset", "source", "row_count", "newest_birth_on"])
    return data


def order_line_state(site, data):
    """The state of each order line."""
    lines = data["order_lines"].rename(columns={"kind": "own_kind", "promised_on": "line_promised_on"})
    lines = lines.merge(data["orders"], on="order_no")
    deliveries = data["deliveries"]
    arrived = deliveries[deliveries.delivered_on.notna()]
    arrived = arrived.groupby(LINE + ["delivered_on"], as_index=False).qty_delivered.sum()
    arrived["running"] = arrived.groupby(LINE).qty_delivered.cumsum().round(4)
    lines["qty_cancelled"] = lines.qty_cancelled.fillna(0)
    arrived = arrived.merge(lines[LINE + ["qty_ordered", "qty_cancelled"]], on=LINE)
    arrived["completed_on"] = arrived.delivered_on.where(arrived.running >= arrived.qty_ordered - arrived.qty_cancelled)
    progress = arrived.groupby(LINE, as_index=False).agg(
        delivered_qty=("qty_delivered", "sum"), last_delivered_on=("delivered_on", "max"),
        completed_on=("completed_on", "min"))
    moving = deliveries[deliveries.delivered_on.isna() & deliveries.shipped_on.notna()]
    moving = moving[site.workdays(moving.shipped_on) <= 3]
    moving = moving.groupby(LINE, as_index=False).agg(in_transit_qty=("qty_delivered", "sum"))
    lines = lines.merge(progress, on=LINE, how="left").merge(moving, on=LINE, how="left")
    lines["line_kind"] = lines.own_kind.fillna(lines.kind)
    lines["promise_on"] = lines.line_promised_on.fillna(lines.promised_on)
    lines["net_qty"] = (lines.qty_ordered - lines.qty_cancelled).clip(lower=0).where(lines.status != "cancelled", 0)
    lines["delivered_qty"] = lines.delivered_qty.fillna(0)
    lines["in_transit_qty"] = lines.in_transit_qty.fillna(0)
    lines["owed_qty"] = (lines.net_qty - lines.delivered_qty).clip(lower=0).round(4)
    lines["missing_qty"] = (lines.owed_qty - lines.in_transit_qty).clip(lower=0).round(4)
    lines["completed_on"] = lines.completed_on.where(lines.net_qty > 0)
    return lines


def live_back_orders(data, lines):
    """Open back orders of lines that are still owed, by line."""
    state = lines[LINE + ["item_no", "item_name", "owed_qty", "in_transit_qty", "last_delivered_on", "promise_on"]]
    opened = data["back_orders"][data["back_orders"].status == "open"]
    opened = opened.merge(state[LINE + ["owed_qty"]], on=LINE, how="left")
    opened = opened[opened.owed_qty.isna() | (opened.owed_qty > 0)]
    live = opened.groupby(LINE, as_index=False).agg(
        opened_on=("opened_on", "min"), first_promised_on=("promised_on", "min"), bo_qty=("qty", "sum"),
        bo_item_no=("item_no", "min"))
    live = live.merge(state, on=LINE, how="left")
    live = live.merge(data["orders"][["order_no", "customer_no", "staff_no"]], on="order_no", how="left")
    live["item_no"] = live.item_no.fillna(live.bo_item_no)
    live["owed_bo_qty"] = live[["bo_qty", "owed_qty"]].min(axis=1)
    live["bo_promise_on"] = live.first_promised_on.fillna(live.promise_on)
    return live


def customer_activity(site, data):
    """What each customer buys."""
    orders = data["orders"][data["orders"].status != "cancelled"]
    recent = orders[orders.ordered_on > site.today - pandas.Timedelta(days=180)]
    bought = recent.groupby("customer_no", as_index=False).agg(
        first_recent_on=("ordered_on", "min"), recent_order_count=("order_no", "count"))
    last = orders.sort_values(["ordered_on", "order_no"]).drop_duplicates("customer_no", keep="last")
    last = last[["customer_no", "staff_no", "ordered_on"]]
    last.columns = ["customer_no", "last_staff_no", "last_ordered_on"]
    customers = data["customers"].merge(bought, on="customer_no", how="left").merge(last, on="customer_no", how="left")
    customers["owner_no"] = customers.staff_no.fillna(customers.last_staff_no).fillna("")
    customers["staff_no"] = customers.staff_no.fillna("")
    customers["is_buyer"] = ((customers.is_active == 1) & (customers.is_walk_in == 0) &
                             (customers.recent_order_count > 0))
    return customers


# Checks: each gives its rows, with what identifies them and whose they are.

def bo_01(site, data):
    """Back order without a follow-up in CRM."""
    follow_ups = data["crm_follow_ups"]
    followed = follow_ups.assign(is_open=follow_ups.status == "open", is_closed=follow_ups.status == "closed")
    followed = followed.groupby(LINE, as_index=False).agg(open_count=("is_open", "sum"),
                                                          closed_count=("is_closed", "sum"))
    live = data["live"].merge(followed, on=LINE, how="left")
    live[["open_count", "closed_count"]] = live[["open_count", "closed_count"]].fillna(0)
    found = site.beyond(live[live.open_count == 0], "opened_on", 1)
    return found[LINE + ["customer_no", "staff_no", "item_no", "item_name", "opened_on", "owed_bo_qty",
                         "bo_promise_on", "closed_count"]]


def bo_02(site, data):
    """Follow-up still open though nothing is on back order."""
    back_orders = data["back_orders"]
    held = back_orders.assign(**{f"is_{status}": back_orders.status == status
                                 for status in ("open", "filled", "cancelled")})
    held = held.groupby(LINE, as_index=False).agg(
        open_count=("is_open", "sum"), filled_count=("is_filled", "sum"), cancelled_count=("is_cancelled", "sum"),
        closed_on=("closed_on", "max"))
    follow_ups = data["crm_follow_ups"]
    judged = follow_ups[follow_ups.status == "open"].merge(held, on=LINE, how="left")
    orders = data["orders"][["order_no", "customer_no", "staff_no"]].rename(columns={"staff_no": "order_staff_no"})
    judged = judged.merge(orders, on="order_no", how="left")
    judged = judged.merge(data["order_lines"][LINE].assign(is_known=True), on=LINE, how="left")
    judged = judged.merge(data["lines"][LINE + ["item_no", "item_name", "owed_qty"]], on=LINE, how="left")
    judged["staff_no"] = judged.staff_no.fillna(judged.order_staff_no).fillna("")
    is_held = judged.open_count.notna()
    ended = judged[is_held & (judged.open_count == 0)]
    stray = judged[~is_held & ((judged.owed_qty == 0) | judged.is_known.isna())]
    found = pandas.concat([stray, ended[ended.closed_on.isna()], site.beyond(ended, "closed_on", 1)])
    return found[["follow_up_no"] + LINE + ["customer_no", "staff_no", "item_no", "item_name", "qty", "owed_qty",
                                            "closed_on", "filled_count", "cancelled_count"]]


def open_counts(data):
    """Open back orders by line."""
    back_orders = data["back_orders"]
    return back_orders[back_orders.status == "open"].groupby(LINE, as_index=False).agg(open_count=("qty", "size"))


def open_follow_ups(data):
    """Open follow-ups by line, with the staff of the last."""
    follow_ups = data["crm_follow_ups"]
    opened = follow_ups[follow_ups.status == "open"].assign(no=lambda rows: rows.follow_up_no.astype(str))
    opened = opened.sort_values("no")
    followed = opened.groupby(LINE, as_index=False).agg(
        follow_up_count=("no", "size"), known_count=("qty", "count"), crm_qty=("qty", "sum"), no=("no", "last"))
    return followed.merge(opened[["no", "staff_no"]].rename(columns={"staff_no": "crm_staff_no"}), on="no")


def bo_04(site, data):
    """Quantity in CRM differs from the quantity still owed."""
    live = data["live"].merge(open_follow_ups(data), on=LINE).merge(open_counts(data), on=LINE)
    found = live[(live.known_count == live.follow_up_count) &
                 ((live.follow_up_count == 1) | (live.follow_up_count <= live.open_count)) &
                 ((live.crm_qty - live.owed_bo_qty).abs() > 0.00005)].copy()
    found["staff_no"] = found.crm_staff_no.fillna(found.staff_no)
    found["moved_on"] = found[["opened_on", "last_delivered_on"]].max(axis=1)
    found = site.beyond(found, "moved_on", 2)
    return found[LINE + ["customer_no", "staff_no", "item_no", "item_name", "opened_on", "last_delivered_on",
                         "owed_bo_qty", "crm_qty", "bo_promise_on"]]


def bo_05(site, data):
    """Back order past its promise, or CRM promises another date."""
    follow_ups = data["crm_follow_ups"]
    followed = follow_ups.assign(open_on=follow_ups.promised_on.where(follow_ups.status == "open"))
    followed = followed.groupby(LINE, as_index=False).agg(crm_promised_on=("open_on", "min"),
                                                          contacted_on=("contacted_on", "max"))
    live = data["live"].merge(followed, on=LINE, how="left")
    overdue = live.bo_promise_on < site.today
    differs = live.crm_promised_on.notna() & live.bo_promise_on.notna() & (live.crm_promised_on != live.bo_promise_on)
    found = live.assign(problem=numpy.where(overdue, "overdue", "differs"))[overdue | differs]
    return found[LINE + ["customer_no", "staff_no", "item_no", "item_name", "opened_on", "owed_bo_qty",
                         "in_transit_qty", "bo_promise_on", "crm_promised_on", "contacted_on", "problem"]]


def bo_07(site, data):
    """Order line past its promise without a back order."""
    lines = data["lines"]
    late = lines[(lines.status == "open") & (lines.missing_qty > 0) & (lines.promise_on < site.today) &
                 (lines.line_kind != "reserved")]
    late = late.merge(open_counts(data), on=LINE, how="left")
    return late[late.open_count.isna()][LINE + ["customer_no", "staff_no", "item_no", "item_name", "line_kind",
                                                "ordered_on", "promise_on", "net_qty", "delivered_qty",
                                                "in_transit_qty", "missing_qty"]]


def bo_09(_site, data):
    """One order line followed up twice in CRM."""
    followed = open_follow_ups(data).merge(open_counts(data), on=LINE, how="left")
    followed["open_count"] = followed.open_count.fillna(0)
    found = followed[(followed.follow_up_count > 1) & (followed.follow_up_count > followed.open_count)]
    found = found.merge(data["orders"][["order_no", "customer_no", "staff_no"]], on="order_no", how="left")
    found["staff_no"] = found.crm_staff_no.fillna(found.staff_no).fillna("")
    found = found.merge(data["lines"][LINE + ["item_no", "item_name"]], on=LINE, how="left")
    return found[LINE + ["customer_no", "staff_no", "item_no", "item_name", "follow_up_count", "open_count", "no"]]


def cr_01(_site, data):
    """Goods owed to a customer on credit hold or over the limit."""
    lines, accounts = data["lines"], data["credit_accounts"]
    bad = accounts[(accounts.is_on_hold == 1) | (accounts.balance > accounts.credit_limit)]
    owing = pandas.concat([lines.order_no[(lines.status == "open") & (lines.owed_qty > 0)], data["live"].order_no])
    orders = data["orders"][data["orders"].order_no.isin(owing.unique())].merge(bad, on="customer_no")
    payments = data["payments"][data["payments"].order_no.isin(orders.order_no)]
    paid = payments.groupby("order_no", as_index=False).agg(paid_amount=("payment_amount", "sum"))
    orders = orders.merge(paid, on="order_no", how="left")
    orders["paid_amount"] = orders.paid_amount.fillna(0).round(4)
    return orders[orders.paid_amount < orders.order_amount][
        ["order_no", "customer_no", "staff_no", "ordered_on", "order_amount", "paid_amount", "balance",
         "credit_limit", "is_on_hold"]]


def crm_01(site, data):
    """Customer who buys but is not in CRM."""
    customers = data["activity"]
    missing = customers[customers.is_buyer & ~customers.customer_no.isin(data["crm_customers"].customer_no)]
    return site.beyond(missing, "first_recent_on", 2)[
        ["customer_no", "customer_name", "owner_no", "first_recent_on", "last_ordered_on", "recent_order_count"]]


def src_01(site, data):
    """Dataset not pulled, empty or stale."""
    pulls = data["pulls"].assign(desk="role:it", allowed=data["pulls"].dataset.map(site.stale_days))
    known = pulls[pulls.newest_birth_on.notna() & pulls.allowed.notna()]
    stale = known[site.workdays(known.newest_birth_on) > known.allowed]
    empty = pulls[(pulls.row_count == 0) & (pulls.dataset != "claims")]
    return pandas.concat([empty, stale])[["dataset", "source", "row_count", "newest_birth_on", "desk"]]


def near(found, key, others, column, days):
    """The keys of rows for which `others` has one of the same customer within `days`."""
    pairs = found.merge(others[["customer_no", "visited_on"]].dropna(), on="customer_no", suffixes=("", "_other"))
    gap = (pairs["visited_on_other" if column == "visited_on" else "visited_on"] - pairs[column]).abs()
    return pairs[key][gap <= pandas.Timedelta(days=days)]


def vis_01(site, data):
    """Visit in the log that is not in CRM."""
    log, crm = data["visit_log"], data["crm_visits"]
    visits = site.beyond(log[log.visited_on >= site.today - pandas.Timedelta(days=90)], "visited_on", 1)
    visits = visits[~visits.visit_no.isin(crm.visit_no)]
    visits = visits[~visits.visit_no.isin(near(visits[["visit_no", "customer_no", "visited_on"]], "visit_no", crm,
                                               "visited_on", 1))]
    return visits[["visit_no", "customer_no", "staff_no", "planned_on", "visited_on"]]


def vis_02(site, data):
    """Visit in CRM that is not in the log."""
    log, crm = data["visit_log"], data["crm_visits"]
    visits = crm[(crm.contact_kind.isna() | (crm.contact_kind == "visit")) &
                 (crm.visited_on >= site.today - pandas.Timedelta(days=90))]
    visits = site.beyond(visits, "visited_on", 1)
    visits = visits[~visits.visit_no.isin(log.visit_no[log.visited_on.notna()])]
    visits = visits[~visits.crm_visit_no.isin(near(visits[["crm_visit_no", "customer_no", "visited_on"]],
                                                   "crm_visit_no", log, "visited_on", 1))]
    return visits[["crm_visit_no", "visit_no", "customer_no", "staff_no", "visited_on", "outcome"]]


def vis_03(site, data):
    """Planned visit missed."""
    log, crm = data["visit_log"], data["crm_visits"]
    missed = log[(log.planned_on < site.today) & (log.planned_on >= site.today - pandas.Timedelta(days=30)) &
                 (log.is_cancelled == 0) & log.visited_on.isna()]
    missed = missed[["visit_no", "customer_no", "staff_no", "planned_on"]]
    missed = missed[~missed.visit_no.isin(crm.visit_no)]
    visits = crm[crm.contact_kind.isna() | (crm.contact_kind == "visit")]
    made = pandas.concat([log[["customer_no", "visited_on"]], visits[["customer_no", "visited_on"]]])
    missed = missed[~missed.visit_no.isin(near(missed, "visit_no", made, "planned_on", 7))]
    plans = log[(log.is_cancelled == 0) & (log.planned_on >= site.today)][["customer_no", "planned_on"]]
    again = missed.merge(plans, on="customer_no", suffixes=("", "_again"))
    again = again.visit_no[again.planned_on_again <= again.planned_on + pandas.Timedelta(days=7)]
    return missed[~missed.visit_no.isin(again)]


def vis_04(site, data):
    """Log and CRM disagree on a visit's customer, staff or date."""
    pairs = data["crm_visits"].merge(data["visit_log"], on="visit_no", suffixes=("_crm", ""))
    pairs = pairs[pairs.visited_on >= site.today - pandas.Timedelta(days=90)]
    gap = (pairs.visited_on_crm - pairs.visited_on).abs()
    found = pairs[(pairs.customer_no_crm != pairs.customer_no) |
                  (pairs.staff_no_crm.notna() & (pairs.staff_no_crm != pairs.staff_no)) |
                  (gap > pandas.Timedelta(days=1))]
    return found[["crm_visit_no", "visit_no", "customer_no", "staff_no", "visited_on", "customer_no_crm",
                  "staff_no_crm", "visited_on_crm"]]


# check: how it is found, its key, whose it is, how much it matters
CHECKS = {
    "BO-01": (bo_01, LINE, "staff_no", "high"), "BO-02": (bo_02, ["follow_up_no"], "staff_no", "medium"),
    "BO-04": (bo_04, LINE, "staff_no", "high"), "BO-05": (bo_05, LINE, "staff_no", "high"),
    "BO-07": (bo_07, LINE, "staff_no", "high"), "BO-09": (bo_09, LINE, "staff_no", "medium"),
    "CR-01": (cr_01, ["order_no"], "staff_no", "high"), "CRM-01": (crm_01, ["customer_no"], "owner_no", "medium"),
    "SRC-01": (src_01, ["dataset"], "desk", "high"), "VIS-01": (vis_01, ["visit_no"], "staff_no", "medium"),
    "VIS-02": (vis_02, ["crm_visit_no"], "staff_no", "medium"),
    "VIS-03": (vis_03, ["visit_no"], "staff_no", "medium"),
    "VIS-04": (vis_04, ["crm_visit_no"], "staff_no", "medium"),
}


def lists_of(data):
    """Whose list an owner's exceptions are on: up the line to the first supervisor who is still there."""
    staff = data["staff"].set_index("staff_no")
    active, boss = staff.is_active.to_dict(), staff.supervisor_no.to_dict()

    def list_of(owner):
        if owner.startswith("role:"):
            return owner
        while owner in active and not active[owner]:
            owner = boss[owner]
        return owner if owner in active else "role:supervisor"

    return list_of


def find(site, data):
    """{check: its rows}, each with exception_id, owner and list_no first."""
    list_of, found = lists_of(data), {}
    for check, (rule, key, owner, severity) in CHECKS.items():
        rows = rule(site, data).sort_values(key)
        identity = check + ":" + rows[key[0]].astype(str)
        for name in key[1:]:
            identity = identity + ":" + rows[name].astype(str)
        owners = rows[owner].fillna("")
        rows.insert(0, "exception_id", identity)
        rows.insert(1, "severity", severity)
        rows.insert(2, "owner", owners)
        rows.insert(3, "list_no", owners.map({name: list_of(name) for name in owners.unique()}))
        found[check] = rows
    return found


def main():
    way, folder, out, date = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3]), sys.argv[4]
    started = time.monotonic()

    def tell(stage):
        nonlocal started
        now = time.monotonic()
        print(f"stage {stage} {now - started:.3f}", flush=True)
        started = now

    site = Site(folder, date)
    data = read(site, Odbc(site) if way == "odbc" else Files(site))
    tell("read")
    data["lines"] = order_line_state(site, data)
    data["live"] = live_back_orders(data, data["lines"])
    data["activity"] = customer_activity(site, data)
    tell("derive")
    found = find(site, data)
    tell("checks")
    values = peer_books.kpi_values(site, data)
    tell("kpis")
    peer_books.write(out, site, data, found, values)
    tell("write")


if __name__ == "__main__":
    main()
