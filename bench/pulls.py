"""2 M rows of 8 columns into the mirror, against a loop that fetches the same rows in blocks and throws them away."""

import contextlib
import pathlib
import sqlite3
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "tests" / "end_to_end"))

from measure import BenchError  # noqa: E402
from servers import start_mariadb, start_postgresql  # noqa: E402

TARGET_RATIO = 0.55
TARGET_KIB = 48 * 1024
COLUMNS = ("id AS line_count, customer_no, customer_name, province, order_amount, ordered_on, updated_at, remark")

SQLITE = """
CREATE TABLE sales (id INTEGER PRIMARY KEY, customer_no TEXT NOT NULL, customer_name TEXT NOT NULL,
                    province TEXT NOT NULL, order_amount DECIMAL(14,2), ordered_on DATE, updated_at TIMESTAMP,
                    remark TEXT);
INSERT INTO sales
WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {rows})
SELECT n, printf('C%06d', n % 400000), 'ลูกค้ารายที่ ' || (n % 400000), 'จังหวัดที่ ' || (n % 77),
       (n % 1000000) / 4.0, date('2026-01-01', (n % 300) || ' days'),
       datetime('2026-01-01', (n % 25000000) || ' seconds'), CASE WHEN n % 3 = 0 THEN 'หมายเหตุ ' || (n % 1000) END
FROM numbers;
"""
POSTGRESQL = """
CREATE TABLE sales (id bigint PRIMARY KEY, customer_no text NOT NULL, customer_name text NOT NULL,
                    province text NOT NULL, order_amount numeric(14,2), ordered_on date, updated_at timestamp,
                    remark text);
INSERT INTO sales
SELECT n, 'C' || lpad((n % 400000)::text, 6, '0'), 'ลูกค้ารายที่ ' || (n % 400000), 'จังหวัดที่ ' || (n % 77),
       (n % 1000000) / 4.0, date '2026-01-01' + (n % 300)::integer,
       timestamp '2026-01-01' + (n % 25000000) * interval '1 second',
       CASE WHEN n % 3 = 0 THEN 'หมายเหตุ ' || (n % 1000) END
FROM generate_series(1, {rows}) AS n;
VACUUM ANALYZE sales;
"""
MARIADB = """
CREATE TABLE sales (id bigint PRIMARY KEY, customer_no varchar(20) NOT NULL, customer_name varchar(100) NOT NULL,
                    province varchar(60) NOT NULL, order_amount decimal(14,2), ordered_on date, updated_at datetime,
                    remark varchar(100)) CHARACTER SET utf8mb4;
INSERT INTO sales
SELECT seq, concat('C', lpad(seq % 400000, 6, '0')), concat('ลูกค้ารายที่ ', seq % 400000),
       concat('จังหวัดที่ ', seq % 77), (seq % 1000000) / 4.0, date '2026-01-01' + interval (seq % 300) day,
       timestamp '2026-01-01 00:00:00' + interval (seq % 25000000) second,
       CASE WHEN seq % 3 = 0 THEN concat('หมายเหตุ ', seq % 1000) END
FROM seq_1_to_{rows};
"""


def sqlite_arguments(folder, rows, _stack):
    """A file."""
    path = folder / "sales.sqlite"
    connection = sqlite3.connect(path)
    connection.executescript(SQLITE.format(rows=rows))
    connection.close()
    return [f"Driver=SQLite3;Database={path};", f"SELECT {COLUMNS} FROM sales"]


def postgresql_arguments(folder, rows, stack):
    """A server; the driver streams by its cursors."""
    server = start_postgresql(folder, ["bench"])
    stack.callback(server.stop)
    for statement in POSTGRESQL.format(rows=rows).split(";\n"):
        if statement.strip():
            server.execute("bench", statement)
    return [server.connection("bench"), f"SELECT {COLUMNS} FROM sales"]


def mariadb_arguments(folder, rows, stack):
    """A server; read by pages, for its driver keeps the whole result."""
    server = start_mariadb(folder, ["bench"])
    stack.callback(server.stop)
    server.execute("bench", MARIADB.format(rows=rows))
    query = f"SELECT {COLUMNS} FROM sales WHERE id > {{}} ORDER BY id LIMIT {{}}"
    return [server.connection("bench"), query.format(":after", ":limit"), "line_count", "", query.format("?", "?")]


DRIVERS = {"SQLite": sqlite_arguments, "PostgreSQL": postgresql_arguments, "MariaDB": mariadb_arguments}


def compare(program, arguments, rows):
    """{bare, pull: (best seconds, best processor seconds, highest peak in KiB)}"""
    run = subprocess.run([program] + arguments, capture_output=True, text=True, check=False)
    if run.returncode != 0:
        raise BenchError(f"{program}: {run.stderr.strip()}")
    best = {}
    for line in run.stdout.splitlines():
        name, found, seconds, processor, peak = line.split()
        if int(found) != rows:
            raise BenchError(f"{name} read {found} rows of {rows}")
        was = best.get(name, (float("inf"), float("inf"), 0))
        best[name] = (min(was[0], float(seconds)), min(was[1], float(processor)), max(was[2], int(peak)))
    return best


def measure(build, folder, rows, results):
    """Each driver in turn; a server stands only while it is read."""
    folder.chmod(0o755)  # the servers' own users look in
    for driver, prepare in DRIVERS.items():
        with contextlib.ExitStack() as stack:
            best = compare(str(build / "bench" / "pull_bench"), prepare(folder, rows, stack), rows)
        bare, pull = best["bare"], best["pull"]
        results.judge(f"Pull from {driver}, {rows:,} rows: speed of a bare loop", bare[0] / pull[0], TARGET_RATIO,
                      "{:.2f}", note=f"{rows / pull[0] / 1000:,.0f} k rows/s against {rows / bare[0] / 1000:,.0f} k; "
                      f"processor seconds {pull[1]:.1f} against {bare[1]:.1f}")
        results.judge(f"Pull from {driver}: peak memory", pull[2] / 1024, TARGET_KIB / 1024, "{:.0f} MiB", False,
                      f"resident, shared libraries included; the bare loop {bare[2] / 1024:.0f} MiB")
