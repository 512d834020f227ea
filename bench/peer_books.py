"""The analyst's KPIs and files (see peer_day.py): sums of parts over sums of wholes by staff, team, branch and
company, then kpi.xlsx, exceptions.xlsx, a workbook for each list, and CSV."""

import numpy
import pandas
import xlsxwriter

MANDATORY = ["customer_name", "phone", "province", "postcode", "staff_no"]
# kpi: title, unit, target, amber, is higher better, its splits have rows of their own
KPIS = {
    "on_time_delivery": ("Orders delivered on time", "percent", 95, 90, True, True),
    "otif": ("Order lines delivered in full and on time (OTIF)", "percent", 90, 85, True, True),
    "visit_completion": ("Planned visits made", "percent", 90, 80, True, False),
    "case_satisfaction": ("Satisfaction with solved problems", "percent", 80, 75, True, False),
    "quote_conversion": ("Quotations won", "percent", 30, 20, True, False),
    "back_orders_open": ("Open back orders", "sum", None, None, False, False),
    "back_order_age": ("Age of open back orders", "sum", 5, 10, False, True),
    "crm_completeness": ("Customers with a complete CRM record", "percent", 95, 90, True, False),
    "overdue_balance": ("Overdue balance", "sum", 10, 20, False, False),
}
LEVEL_KEY = ["period", "split", "measure"]


def on_time_delivery(_site, data):
    """Orders completed on the day, by kind."""
    lines = data["lines"]
    lines = lines[(lines.status != "cancelled") & (lines.net_qty > 0)]
    lines = lines[["order_no", "staff_no", "kind", "completed_on", "promise_on"]].assign(
        is_late=lines.completed_on > lines.promise_on)
    orders = lines.groupby(["order_no", "staff_no", "kind"], as_index=False).agg(
        line_count=("is_late", "size"), completed_count=("completed_on", "count"),
        promise_count=("promise_on", "count"), late_count=("is_late", "sum"), day_on=("completed_on", "max"))
    orders = orders[(orders.completed_count == orders.line_count) & (orders.promise_count > 0)]
    return parts(orders.staff_no, (orders.late_count == 0).astype(int), 1, orders.day_on, orders.kind)


def otif(_site, data):
    """Order lines promised for the day, by kind."""
    lines = data["lines"]
    lines = lines[(lines.net_qty > 0) & lines.promise_on.notna()]
    return parts(lines.staff_no, (lines.completed_on <= lines.promise_on).astype(int), 1, lines.promise_on,
                 lines.line_kind)


def visit_completion(_site, data):
    """Visits planned for the day."""
    log = data["visit_log"]
    log = log[log.planned_on.notna() & (log.is_cancelled == 0)]
    made = (log.visited_on - log.planned_on).abs() <= pandas.Timedelta(days=7)
    return parts(log.staff_no, made.astype(int), 1, log.planned_on)


def case_satisfaction(_site, data):
    """Cases closed on the day with a score."""
    cases = data["crm_cases"]
    cases = cases[cases.closed_on.notna() & cases.score.notna()]
    customers = data["customers"][["customer_no", "staff_no"]].rename(columns={"staff_no": "customer_staff_no"})
    cases = cases.merge(customers, on="customer_no", how="left")
    good = (cases.is_resolved == 1) & (cases.score >= 4)
    return parts(cases.staff_no.fillna(cases.customer_staff_no), good.astype(int), 1, cases.closed_on)


def quote_conversion(site, data):
    """Quotations decided or run out on the day."""
    quotes = data["quotations"].merge(data["orders"][["order_no", "ordered_on"]], on="order_no", how="left")
    expiry = quotes.valid_until_on.fillna(quotes.quoted_on + pandas.Timedelta(days=30))
    day = quotes.decided_on
    day = day.where(quotes.status != "won", day.fillna(quotes.ordered_on).fillna(quotes.quoted_on))
    day = day.where(quotes.status != "lost", day.fillna(quotes.quoted_on)).fillna(expiry)
    ended = (quotes.status != "open") | (expiry < site.today)
    return parts(quotes.staff_no[ended], (quotes.status[ended] == "won").astype(int), 1, day[ended])


def opened(data):
    """Open back orders with the order's staff and their worth."""
    rows = data["back_orders"][data["back_orders"].status == "open"]
    rows = rows.merge(data["orders"][["order_no", "staff_no"]], on="order_no", how="left")
    rows = rows.merge(data["order_lines"][["order_no", "line_no", "price"]], on=["order_no", "line_no"], how="left")
    rows["staff_no"] = rows.staff_no.fillna("")
    rows["amount"] = rows.back_order_amount.fillna((rows.qty * rows.price).round(4)).fillna(0)
    return rows


def back_orders_open(_site, data):
    """Orders, lines, quantity and value on back order."""
    sums = opened(data).groupby("staff_no", as_index=False).agg(
        orders=("order_no", "nunique"), lines=("order_no", "size"), qty=("qty", "sum"), amount=("amount", "sum"))
    return pandas.concat([parts(sums.staff_no, sums[measure], numpy.nan).assign(measure=measure)
                          for measure in ("orders", "lines", "qty", "amount")])


def back_order_age(site, data):
    """Open back orders by calendar days; the eldest, which bear the target, stand with 0 too."""
    rows = opened(data)
    ages = pandas.cut((site.today - rows.opened_on).dt.days, [-1, 3, 7, 14, 30, 1 << 20],
                      labels=["0-3", "4-7", "8-14", "15-30", "31+"])
    return pandas.concat([parts(rows.staff_no, 1, numpy.nan, split=ages.astype(str)),
                          parts(rows.staff_no.drop_duplicates(), 0, numpy.nan, split="31+")])


def crm_completeness(_site, data):
    """Customers who buy whose CRM record has every mandatory field."""
    buyers = data["activity"][data["activity"].is_buyer][["customer_no", "staff_no"]]
    records = data["crm_customers"][data["crm_customers"].customer_no.isin(buyers.customer_no)]
    is_credit = records.customer_no.isin(data["credit_accounts"].customer_no)
    complete = records[records[MANDATORY].notna().all(axis=1) & (records.tax_id.notna() | ~is_credit)]
    return parts(buyers.staff_no, buyers.customer_no.isin(complete.customer_no).astype(int), 1)


def overdue_balance(_site, data):
    """Overdue amounts of what is outstanding."""
    accounts = data["credit_accounts"].merge(data["customers"][["customer_no", "staff_no"]], on="customer_no",
                                             how="left")
    overdue = accounts.overdue_amount.fillna(0)
    return parts(accounts.staff_no, overdue, numpy.maximum(accounts.balance, overdue).clip(lower=0))


def parts(staff_no, part, whole, day_on=None, split=""):
    """A KPI's rows: whose, part, whole, and of flows the day."""
    rows = pandas.DataFrame({"staff_no": staff_no.fillna("")})
    rows["split"], rows["measure"], rows["part"], rows["whole"] = split, "", part, whole
    if day_on is not None:
        rows["day_on"] = day_on
    return rows


def periods(site):
    """The day (from the last working day), the month, thirty days, all."""
    last = site.last_on.to_datetime64().astype("datetime64[D]")
    day = numpy.busday_offset(last, 0, roll="backward", holidays=site.holidays)
    return {"day": pandas.Timestamp(day), "month": site.last_on.replace(day=1),
            "rolling": site.last_on - pandas.Timedelta(days=29), "all": site.accepted_from}


def staff_sums(site, rows):
    """Sums by period, staff member, split and measure."""
    key = ["staff_no", "split", "measure"]

    def summed(chosen):
        return chosen.groupby(key, as_index=False)[["part", "whole"]].sum(min_count=1)

    if "day_on" not in rows:
        return summed(rows).assign(period="now")
    # By day first: the windows overlap, and days are few.
    days = rows.groupby(key + ["day_on"], as_index=False)[["part", "whole"]].sum(min_count=1)
    days = days[days.day_on <= site.last_on]
    return pandas.concat([summed(days[days.day_on >= since]).assign(period=period)
                          for period, since in periods(site).items()])


def levels(sums, staff, has_splits):
    """The same by team, branch and company, over splits and by split."""
    sums = sums.merge(staff, on="staff_no", how="left")
    sums[["team", "branch"]] = sums[["team", "branch"]].fillna("")
    sums["company"] = ""
    kinds = [sums.assign(split="*")] + ([sums] if has_splits else [])
    for level, column in (("staff", "staff_no"), ("team", "team"), ("branch", "branch"), ("company", "company")):
        for rows in kinds:
            made = rows.groupby(LEVEL_KEY + [column], as_index=False)[["part", "whole"]].sum(min_count=1)
            yield made.rename(columns={column: "level_no"}).assign(level=level)


def status_of(values, kpi):
    """Green, amber, red or none."""
    _, _, target, amber, is_higher, _ = KPIS[kpi]
    if target is None:
        return ""
    shown = values.value if KPIS[kpi][1] == "percent" else values.share
    sign = 1 if is_higher else -1
    status = numpy.select([shown * sign >= target * sign, shown * sign >= amber * sign], ["green", "amber"], "red")
    return numpy.where(shown.isna() | ((kpi == "back_order_age") & (values.split != "31+")), "", status)


def kpi_values(site, data):
    """Every figure: kpi_id, period, level, level_no, split, measure, part, whole, value, share, status."""
    staff = data["staff"][["staff_no", "team", "branch"]]
    every = []
    for kpi, rule in zip(KPIS, (on_time_delivery, otif, visit_completion, case_satisfaction, quote_conversion,
                                back_orders_open, back_order_age, crm_completeness, overdue_balance)):
        _, unit, _, _, _, has_splits = KPIS[kpi]
        values = pandas.concat(levels(staff_sums(site, rule(site, data)), staff, has_splits)).assign(kpi_id=kpi)
        values["value"] = (values.part / values.whole * 100).round(4) if unit == "percent" else values.part
        total = values.whole
        if kpi == "back_order_age":
            key = ["period", "level", "level_no", "measure"]
            totals = values[values.split == "*"][key + ["part"]].rename(columns={"part": "total"})
            total = values[key].merge(totals, on=key, how="left").total.to_numpy()
        values["share"] = (values.part / total * 100).round(4) if unit == "sum" else numpy.nan
        values["status"] = status_of(values, kpi)
        every.append(values)
    columns = ["kpi_id", "period", "level", "level_no", "split", "measure", "part", "whole", "value", "share", "status"]
    return pandas.concat(every, ignore_index=True)[columns]


class Book:
    """A workbook whose rows go to disk as they come."""

    def __init__(self, path):
        self.book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "nan_inf_to_errors": True})
        base = {"font_name": "Tahoma", "font_size": 10, "border": 1}
        self.head = self.book.add_format({**base, "bold": True, "bg_color": "#DDEBF7", "text_wrap": True})
        self.title = self.book.add_format({"font_name": "Tahoma", "font_size": 14, "bold": True})
        self.text = self.book.add_format(base)
        self.date = self.book.add_format({**base, "num_format": "d mmm yyyy"})
        self.money = self.book.add_format({**base, "num_format": "#,##0.00"})
        self.number = self.book.add_format({**base, "num_format": "#,##0.####"})
        self.status = {name: self.book.add_format({**base, "bg_color": colour}) for name, colour in
                       (("green", "#C6EFCE"), ("amber", "#FFEB9C"), ("red", "#FFC7CE"))}

    def format_of(self, name):
        """A column's format, after its name."""
        if name.endswith(("amount", "balance", "limit", "price")):
            return self.money
        return self.number

    def sheet(self, name, title, rows):
        """A sheet with a heading, a filter and the rows of a frame."""
        sheet = self.book.add_worksheet(name)
        sheet.freeze_panes(3, 1)
        columns = list(rows.columns)
        for index, column in enumerate(columns):
            sheet.set_column(index, index, 40 if column in ("title", "what", "item_name", "customer_name") else 14)
        sheet.write_string(0, 0, title, self.title)
        for index, column in enumerate(columns):
            sheet.write_string(2, index, column, self.head)
        formats = [self.format_of(column) for column in columns]
        number = 2
        cells = rows.astype(object).where(rows.notna(), None)
        for number, row in enumerate(cells.itertuples(index=False, name=None), 3):
            for index, value in enumerate(row):
                if value is None:
                    sheet.write_blank(number, index, None, self.text)
                elif isinstance(value, str):
                    sheet.write_string(number, index, value, self.status.get(value, self.text))
                elif isinstance(value, pandas.Timestamp):
                    sheet.write_datetime(number, index, value.to_pydatetime(), self.date)
                else:
                    sheet.write_number(number, index, value, formats[index])
        if columns:
            sheet.autofilter(2, 0, number, len(columns) - 1)

    def close(self):
        """Puts the file together."""
        self.book.close()


def staff_table(data, values):
    """A row for each staff member, a column for each KPI."""
    rows = values[(values.level == "staff") & (values.split == "*") & values.period.isin(["month", "now"])]
    table = rows.assign(name=rows.kpi_id + (":" + rows.measure).where(rows.measure != "", "")).pivot(
        index="level_no", columns="name", values="value").reset_index()
    table = table.merge(data["staff"][["staff_no", "staff_name", "team"]], left_on="level_no", right_on="staff_no",
                        how="left").drop(columns="staff_no").sort_values(["team", "level_no"])
    return table[["level_no", "staff_name", "team"] + [name for name in table if name.startswith(tuple(KPIS))]]


def write_kpis(path, site, data, values):
    """kpi.xlsx: the company, its staff, every figure, what they are, where they come from."""
    book, date = Book(path), site.today.date().isoformat()
    company = values[(values.level == "company") & (values.split == "*")]
    company = company.assign(title=company.kpi_id.map(lambda kpi: KPIS[kpi][0]))
    book.sheet("Summary", f"KPIs of the company, {date}",
               company[["title", "measure", "period", "part", "whole", "value", "share", "status"]])
    book.sheet("Staff", f"KPIs by staff member, {date}", staff_table(data, values))
    book.sheet("All values", f"Every figure, {date}", values)
    book.sheet("Definitions", "Definitions", pandas.DataFrame(
        [(kpi, title, unit, target, amber) for kpi, (title, unit, target, amber, _, _) in KPIS.items()],
        columns=["kpi_id", "title", "unit", "target", "amber"]))
    book.sheet("Sources", "Rows read", data["pulls"])
    book.close()


def write_lists(folder, data, found):
    """A workbook for each list: what was found, whose customer, how to reach them."""
    rows = []
    for check, frame in found.items():
        listed = frame[["exception_id", "severity", "owner", "list_no"]].copy()
        listed.insert(1, "check_id", check)
        listed["customer_no"] = frame["customer_no"] if "customer_no" in frame else None
        details = frame.drop(columns=["exception_id", "severity", "owner", "list_no"]).astype(object)
        listed["what"] = [", ".join(f"{name} {value}" for name, value in zip(details, row) if pandas.notna(value))
                          for row in details.itertuples(index=False, name=None)]
        rows.append(listed)
    every = pandas.concat(rows).merge(data["customers"][["customer_no", "customer_name", "phone"]], on="customer_no",
                                      how="left")
    for list_no, mine in every.groupby("list_no"):
        book = Book(folder / f"{list_no.replace('role:', '')}.xlsx")
        book.sheet("To do", f"To do: {list_no}", mine.drop(columns="list_no"))
        book.close()
    return every


def write(out, site, data, found, values):
    """Everything the day leaves behind."""
    (out / "lists").mkdir(parents=True)
    (out / "csv").mkdir()
    write_kpis(out / "kpi.xlsx", site, data, values)
    book, date = Book(out / "exceptions.xlsx"), site.today.date().isoformat()
    book.sheet("Summary", f"Exceptions, {date}", pandas.DataFrame(
        [(check, len(rows)) for check, rows in found.items()], columns=["check_id", "found_count"]))
    for check, rows in found.items():
        book.sheet(check, check, rows)
        rows.to_csv(out / "csv" / f"{check}.csv", index=False, encoding="utf-8-sig")
    book.close()
    every = write_lists(out / "lists", data, found)
    every.to_csv(out / "csv" / "exceptions.csv", index=False, encoding="utf-8-sig")
    values.to_csv(out / "csv" / "kpi_values.csv", index=False, encoding="utf-8-sig")
    data["pulls"].to_csv(out / "csv" / "pulls.csv", index=False, encoding="utf-8-sig")
