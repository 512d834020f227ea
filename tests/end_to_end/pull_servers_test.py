#!/usr/bin/python3
"""A pull from real PostgreSQL and MariaDB servers: what each brand's values become, what is refused, and
that one bad dataset costs no other."""

import contextlib
import os
import pathlib
import shutil
import sqlite3
import subprocess
import tempfile
import threading
import time
import unittest

from servers import HAS_SERVERS, PASSWORD, start_mariadb, start_postgresql

ROOT = pathlib.Path(__file__).resolve().parents[2]
KHROP = os.environ.get("KHROP", str(ROOT / "build" / "khrop"))
DATE = "2026-11-25"
NOW = DATE + "T06:00:00+07:00"

FILES = {
    "holidays.yaml": "accepted: {from: 2020-01-01, to: 2030-12-31}\nweekend: [sunday]\n",
    "jobs.yaml": "jobs:\n  daily:\n    title: {en: Daily, th: ประจำวัน}\n",
    "checks.yaml": "checks: {}\n", "kpis.yaml": "kpis: {}\n", "desks.yaml": "desks: {}\n",
    "reports.yaml": "reports:\n  kpi: {language: en}\n",
}

POSTGRESQL = """
CREATE TABLE crm (crm_no text PRIMARY KEY, customer_name text, credit_limit numeric,
                  updated_at timestamptz, phone varchar(20));
INSERT INTO crm VALUES
  ('C1', 'ลูกค้า', 1000.5, '2026-11-25 08:30:00+07', ' 02-123 '),
  ('C2', NULL, 'NaN', NULL, NULL),
  ('C3', NULL, 'Infinity', NULL, NULL),
  ('C4', NULL, 0.12345, NULL, NULL),
  ('C5', NULL, 922337203685477.5808, NULL, NULL),
  ('C6', repeat('ก', 32767), -922337203685477.5808, '2026-11-24 23:00:00Z', NULL),
  ('C7', repeat('ก', 40000), 1, NULL, NULL),
  ('C8', E'a\\x07b', 1, NULL, NULL);
CREATE TABLE o (order_no bigint, customer_no text, staff_no integer, ordered_on date, kind text,
                status text, order_amount numeric(14,2));
INSERT INTO o VALUES (1, 'X', 7, '2026-11-24', 'normal', 'open', 12.30),
  (2, 'X', 7, '2569-11-24', 'normal', 'open', 1), (3, 'X', 7, '9999-12-31', 'normal', 'open', 1),
  (4, 'X', 7, '2026-11-24', 'urgent', 'open', 1), (1, 'X', 7, '2026-11-24', 'normal', 'open', 1),
  (5, 'X', NULL, '2026-11-24', 'normal', 'open', 1);
CREATE TABLE st AS SELECT 'S1' AS staff_no, 'Somchai' AS staff_name, 'A' AS team, 'B' AS branch,
  'G3' AS grade, true AS is_active;
"""

MARIADB = """
CREATE TABLE d (id bigint unsigned PRIMARY KEY AUTO_INCREMENT, order_no varchar(20), line_no int,
                qty decimal(12,4), shipped date, route varchar(10), proof bit(1), checked tinyint(1))
  CHARACTER SET utf8mb4;
INSERT INTO d (order_no, line_no, qty, shipped, route, proof, checked)
  SELECT concat('SO', seq), 1, seq / 4, '2026-11-24', 'warehouse', seq % 2, NULL FROM seq_1_to_12345;
CREATE TABLE c (claim varchar(10), item text, kind varchar(10), opened varchar(10));
INSERT INTO c VALUES ('K1', 'I1', 'damaged', '25/11/2569'), ('K2', concat('I', char(0), '2'), 'damaged',
  '25/11/2569'), ('K3', 'I3', 'short', '31/02/2569'), ('K4', 'I4', 'short', '24/11/2026');
CREATE TABLE twice (id int, order_no varchar(20));
INSERT INTO twice VALUES (1, 'SO1'), (1, 'SO2'), (2, 'SO3');
"""

DATASETS = """
datasets:
  orders:
    source: pg
    query: |
      SELECT order_no, customer_no, staff_no, ordered_on, kind, status, order_amount FROM o ORDER BY ctid
  visit_log:
    source: pg
    query: SELECT visit_no FROM nowhere
  crm_customers:
    source: pg
    query: SELECT * FROM crm ORDER BY crm_no
  staff:
    source: pg
    query: SELECT * FROM st
  deliveries:
    source: my
    page_by: id
    query: |
      SELECT id, concat('D', id) AS delivery_no, order_no, line_no, qty AS qty_delivered,
             shipped AS shipped_on, route, proof AS has_proof, checked AS is_checked
      FROM d WHERE id > :after ORDER BY id LIMIT :limit
  claims:
    source: my
    dates: dmy
    era: buddhist
    query: SELECT claim AS claim_no, item AS item_no, kind AS claim_kind, opened AS opened_on FROM c
  order_lines:
    source: my
    page_by: id
    query: |
      SELECT id, order_no, 1 AS line_no, 'I' AS item_no, 1 AS qty_ordered, 1 AS price
      FROM twice WHERE id > :after ORDER BY id LIMIT :limit
  receipts:
    source: my
    row_limit: 12000
    query: |
      SELECT order_no AS receipt_no, 'I' AS item_no, 1 AS qty_received, shipped AS received_on FROM d
"""


@unittest.skipUnless(HAS_SERVERS, "PostgreSQL and MariaDB servers are not installed")
class Servers(unittest.TestCase):
    """One site with a source in each brand."""

    @classmethod
    def setUpClass(cls):
        cls.stack = contextlib.ExitStack()
        try:
            cls.prepare()
        except BaseException:
            cls.stack.close()
            raise

    @classmethod
    def tearDownClass(cls):
        cls.stack.close()

    @classmethod
    def prepare(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="khrop_pull_"))
        cls.folder.chmod(0o755)
        cls.stack.callback(shutil.rmtree, cls.folder, ignore_errors=True)
        cls.postgresql = start_postgresql(cls.folder)
        cls.stack.callback(cls.postgresql.stop)
        cls.mariadb = start_mariadb(cls.folder, ["crm"])
        cls.stack.callback(cls.mariadb.stop)
        cls.postgresql.execute("sales", POSTGRESQL)
        cls.mariadb.execute("crm", MARIADB)
        cls.etc = cls.folder / "etc"
        cls.etc.mkdir()
        for name, text in {**FILES, "datasets.yaml": DATASETS, "pg": PASSWORD, "my": PASSWORD}.items():
            (cls.etc / name).write_text(text, encoding="utf-8")
            (cls.etc / name).chmod(0o600)
        cls.write_ini("pg")
        cls.morning = cls.khrop("run", "daily", "--date", DATE)
        cls.slot = cls.folder / "state" / "slots" / "daily" / (DATE + ".1")

    @classmethod
    def write_ini(cls, credential, time_limit="1m"):
        ini = "[khrop]\norganisation_en = Test\ntime_zone = Asia/Bangkok\nlanguage = en\n"
        ini += "[paths]\nstate = ../state\noutput = ../out\ncredentials = .\n"
        for name, server, database in (("pg", cls.postgresql, "sales"), ("my", cls.mariadb, "crm")):
            ini += (f"[source {name}]\ntitle_en = {name}\nconnection = Driver={{{server.driver}}};"
                    f"Server=127.0.0.1;Port={server.port};Database={database};\nuser = khrop\n"
                    f"credential = {credential if name == 'pg' else name}\n"
                    f"time_limit = {time_limit}\n")
        (cls.etc / "khrop.ini").write_text(ini, encoding="utf-8")

    @classmethod
    def khrop(cls, *arguments):
        return subprocess.run([KHROP, *arguments, "--config", str(cls.etc)], capture_output=True,
                              text=True, timeout=120, check=False,
                              # Memory that nobody has written shows: a driver may write less than was bound.
                              env=dict(os.environ, KHROP_NOW=NOW, MALLOC_PERTURB_="85"))

    def rows(self, source, statement):
        path = self.slot / (source + ".sqlite")
        self.assertTrue(path.exists(), self.morning.stdout + self.morning.stderr)
        with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
            return database.execute(statement).fetchall()

    def reasons(self, source, dataset):
        """{row number: (column, reason)}"""
        return {row[0]: row[1:] for row in self.rows(
            source, f"SELECT row_no, column_name, reason FROM khrop_rejects WHERE dataset = '{dataset}'")}

    def test_postgresql_values(self):
        # 08:30 in Bangkok is 01:30 UTC; 922337203685477.5808 below zero is the last that fits.
        self.assertEqual(self.rows("pg", "SELECT khrop_row, crm_no, length(customer_name), credit_limit, "
                                         "updated_at, phone FROM crm_customers"),
                         [(1, "C1", 6, 10005000, 1795570200, "02-123"),
                          (6, "C6", 32767, -2**63, 1795561200, None)])

    def test_postgresql_rejects(self):
        reasons = self.reasons("pg", "crm_customers")
        self.assertEqual(sorted(reasons), [2, 3, 4, 5, 7, 8])
        self.assertIn("is not a number", reasons[2][1])
        self.assertIn("is not a number", reasons[3][1])
        self.assertIn("round(credit_limit, 4)", reasons[4][1])
        self.assertIn("is beyond 922337203685477.5807", reasons[5][1])
        self.assertIn("longer than 32767 characters", reasons[7][1])
        self.assertIn("control character", reasons[8][1])

    def test_dates_lists_keys_and_nulls(self):
        reasons = self.reasons("pg", "orders")
        self.assertEqual(self.rows("pg", "SELECT khrop_row, order_no, order_amount FROM orders"),
                         [(1, "1", 123000)])
        self.assertIn("`era: buddhist`", reasons[2][1])
        self.assertIn("normal, deposit, reserved, special, drop_ship", reasons[4][1])
        self.assertIn("row 5 has the key of row 1", reasons[5][1])
        self.assertEqual(reasons[6], ("staff_no", "is empty, and must not be"))

    def test_failed_query_costs_no_other_dataset_of_the_transaction(self):
        states = dict(self.rows("pg", "SELECT dataset, state FROM khrop_pulls"))
        self.assertEqual(states, {"orders": "whole", "visit_log": "failed", "crm_customers": "whole",
                                  "staff": "whole"})
        self.assertEqual(self.rows("pg", "SELECT is_active FROM staff"), [(1,)])
        message = self.rows("pg", "SELECT message FROM khrop_pulls WHERE dataset = 'visit_log'")[0][0]
        self.assertIn('relation "nowhere" does not exist', message)
        self.assertIn("datasets.yaml:", message)

    def test_mariadb_pages(self):
        # The sum of 1/4 .. 12345/4 is 12345 * 12346 / 8.
        self.assertEqual(self.rows("my", "SELECT count(*), count(DISTINCT delivery_no), sum(has_proof), "
                                         "count(is_checked) FROM deliveries"), [(12345, 12345, 6173, 0)])
        self.assertEqual(self.rows("my", "SELECT total FROM khrop_controls WHERE column_name = "
                                         "'qty_delivered'"), [("19051421.25",)])

    def test_mariadb_rejects(self):
        reasons = self.reasons("my", "claims")
        self.assertEqual(self.rows("my", "SELECT claim_no, opened_on FROM claims"), [("K1", 20782)])
        self.assertIn("NUL character", reasons[2][1])
        self.assertIn("is not a day of the calendar", reasons[3][1])
        self.assertIn("common era", reasons[4][1])

    def test_pages_by_a_column_that_repeats_fail(self):
        message = self.rows("my", "SELECT message FROM khrop_pulls WHERE dataset = 'order_lines'")[0][0]
        self.assertIn("page_by = id: row 2 has the value of the row before", message)

    def test_whole_result_has_a_limit(self):
        message = self.rows("my", "SELECT message FROM khrop_pulls WHERE dataset = 'receipts'")[0][0]
        self.assertIn("more than row_limit = 12000 rows", message)
        self.assertIn("page_by", message)

    def test_live_check_says_what_to_mend(self):
        check = self.khrop("check", "--live")
        self.assertNotEqual(check.returncode, 0)
        self.assertIn("nowhere", check.stdout)
        self.assertIn('credit_limit: "NaN" is not a number', check.stdout)
        self.assertIn("deliveries           rows come as the contract says", check.stdout)
        self.assertNotIn(PASSWORD, check.stdout + check.stderr)

    def test_wrong_password_is_never_printed(self):
        secret = self.etc / "wrong"
        secret.write_text("swordfish-9", encoding="utf-8")
        secret.chmod(0o600)
        self.write_ini("wrong")
        self.addCleanup(self.write_ini, "pg")
        check = self.khrop("check", "--live")
        self.assertIn("password authentication failed", check.stdout)
        self.assertNotIn("swordfish", check.stdout + check.stderr)

    def test_closed_connection_fails_what_it_had_left(self):
        datasets = self.etc / "datasets.yaml"
        cut = ("datasets:\n  staff:\n    source: pg\n    query: SELECT * FROM st\n  visit_log:\n"
               "    source: pg\n    query: SELECT pg_terminate_backend(pg_backend_pid())::text AS visit_no,"
               " '' AS customer_no, '' AS staff_no, 0 AS is_cancelled\n  orders:\n    source: pg\n"
               "    query: SELECT order_no, customer_no, staff_no, ordered_on, kind, status, order_amount "
               "FROM o\n")
        datasets.write_text(cut, encoding="utf-8")
        self.addCleanup(datasets.write_text, DATASETS, encoding="utf-8")
        self.khrop("run", "daily", "--date", "2026-11-27")
        path = self.folder / "state" / "slots" / "daily" / "2026-11-27.1" / "pg.sqlite"
        with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
            states = dict(database.execute("SELECT dataset, state FROM khrop_pulls"))
        self.assertEqual(states, {"staff": "whole", "visit_log": "failed", "orders": "failed"})

    def test_server_stops_a_query_at_the_time_limit(self):
        """Killed or not, the child must leave no query behind on the server."""
        datasets = self.etc / "datasets.yaml"
        datasets.write_text("datasets:\n  staff:\n    source: pg\n    query: SELECT 'S1' AS staff_no, "
                            "pg_sleep(60)::text AS staff_name, '' AS team, '' AS branch, '' AS grade, "
                            "1 AS is_active\n", encoding="utf-8")
        self.write_ini("pg", "2s")
        self.addCleanup(datasets.write_text, DATASETS, encoding="utf-8")
        self.addCleanup(self.write_ini, "pg")
        started = time.monotonic()
        run = self.khrop("run", "daily", "--date", "2026-11-26")
        self.assertLess(time.monotonic() - started, 15)
        self.assertIn("time limit of 2 s passed", run.stdout + run.stderr)
        time.sleep(1)
        left = self.postgresql.client("sales", "DO $$ BEGIN ASSERT NOT EXISTS (SELECT 1 FROM "
                                               "pg_stat_activity WHERE query LIKE '%pg_sleep(60)%' AND "
                                               "state = 'active' AND pid <> pg_backend_pid()); END $$")
        self.assertEqual(left.returncode, 0, left.stderr)


@unittest.skipUnless(HAS_SERVERS, "PostgreSQL and MariaDB servers are not installed")
class Snapshots(unittest.TestCase):
    """Datasets of one source stand as of one moment while others write."""

    def test_both_tables_have_the_same_rows(self):
        with tempfile.TemporaryDirectory(prefix="khrop_snapshot_") as name:
            folder = pathlib.Path(name)
            folder.chmod(0o755)
            for server, connect in ((start_postgresql(folder), "sales"), (start_mariadb(folder), "crm")):
                with self.subTest(server=server.driver):
                    try:
                        self.pull_while_written(folder / connect, server, connect)
                    finally:
                        server.stop()

    def pull_while_written(self, folder, server, database):
        etc = folder / "etc"
        etc.mkdir(parents=True)
        wide = "repeat('x', 200)"
        series = ("generate_series(1, 100000) AS g(seq)" if database == "sales" else "seq_1_to_100000")
        server.execute(database, "CREATE TABLE a (n integer PRIMARY KEY, t text)")
        server.execute(database, "CREATE TABLE b (n integer PRIMARY KEY)")
        server.execute(database, f"INSERT INTO a SELECT seq, {wide} FROM {series}")
        server.execute(database, f"INSERT INTO b SELECT seq FROM {series}")
        page = " WHERE n > :after ORDER BY n LIMIT :limit\n    page_by: n" if database == "crm" else ""
        datasets = ("datasets:\n  crm_customers:\n    source: it\n    query: SELECT n, n AS crm_no, "
                    f"t AS customer_name FROM a{page}\n  crm_follow_ups:\n    source: it\n    query: "
                    "SELECT n, n AS follow_up_no, 'SO' AS order_no, 'L' AS line_no, 'open' AS status "
                    f"FROM b{page}\n")
        connection = server.connection(database).replace(f"PWD={{{PASSWORD}}};", "")
        ini = ("[khrop]\norganisation_en = Test\ntime_zone = Asia/Bangkok\n[paths]\nstate = ../state\n"
               f"output = ../out\ncredentials = .\n[source it]\ntitle_en = it\nconnection = {connection}\n"
               "credential = secret\n")
        for path, text in {**FILES, "datasets.yaml": datasets, "khrop.ini": ini,
                           "secret": PASSWORD}.items():
            (etc / path).write_text(text, encoding="utf-8")
            (etc / path).chmod(0o600)
        stop = threading.Event()

        def write():
            number = 100000
            while not stop.is_set():
                number += 1
                server.client(database, f"BEGIN; INSERT INTO a VALUES ({number}, 'new'); "
                                        f"INSERT INTO b VALUES ({number}); COMMIT")
        writer = threading.Thread(target=write)
        writer.start()
        try:
            run = subprocess.run([KHROP, "run", "daily", "--date", DATE, "--config", str(etc)],
                                 capture_output=True, text=True, timeout=120,
                                 env=dict(os.environ, KHROP_NOW=NOW), check=False)
        finally:
            stop.set()
            writer.join()
        path = folder / "state" / "slots" / "daily" / (DATE + ".1") / "it.sqlite"
        self.assertTrue(path.exists(), run.stdout + run.stderr)
        with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as mirror:
            counts = mirror.execute("SELECT (SELECT count(*) FROM crm_customers), (SELECT count(*) FROM "
                                    "crm_follow_ups), group_concat(state) FROM khrop_pulls").fetchone()
        self.assertEqual(counts[0], counts[1])
        self.assertEqual(counts[2], "whole,whole")
        self.assertGreaterEqual(counts[0], 100000)


if __name__ == "__main__":
    unittest.main()
