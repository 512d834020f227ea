#!/usr/bin/python3
"""The same company in PostgreSQL (sales), MariaDB (logistics, CRM) and SQLite (credit) gives the same
exceptions and KPI figures as in SQLite alone, byte for byte. The servers are the test's own: free
ports, an ordinary user, gone afterwards. Run from the repository root; KHROP names another program."""

import contextlib
import os
import pathlib
import pwd
import shutil
import socket
import sqlite3
import subprocess
import tempfile
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
KHROP = os.environ.get("KHROP", str(ROOT / "build" / "khrop"))
DATES = ["2026-11-17", "2026-11-18"]
PASSWORD = "demo;pass"


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def program(name):
    """A server's program: on the path, or where Debian keeps PostgreSQL's."""
    places = [shutil.which(name)] + sorted(map(str, pathlib.Path("/usr/lib/postgresql").glob(
        f"*/bin/{name}")), reverse=True)
    return next((place for place in places if place), None)


def ordinary(name):
    """Who runs a server: oneself, or the server's own user for root."""
    if os.geteuid() != 0:
        return {}
    user = pwd.getpwnam(name)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


class Server:
    """A database server in a folder of its own."""

    def __init__(self, folder, user):
        self.folder, self.port, self.who, self.process = folder, free_port(), ordinary(user), None
        folder.mkdir()
        if self.who:
            os.chown(folder, self.who["user"], self.who["group"])

    def call(self, *arguments, **options):
        subprocess.run(arguments, check=True, capture_output=True, cwd=self.folder, **self.who,
                       **options)

    def start(self, *arguments):
        with open(self.folder.parent / (self.folder.name + ".log"), "wb") as log:
            self.process = subprocess.Popen(arguments, stdout=log, stderr=log, cwd=self.folder,
                                            **self.who)

    def wait_for(self, attempt):
        for _ in range(100):
            if self.process.poll() is None and attempt().returncode == 0:
                return
            time.sleep(0.1)
        raise AssertionError(f"{self.folder.name} does not answer")

    def stop(self):
        if self.process is not None:
            self.process.terminate()
            self.process.wait(timeout=30)


def start_postgresql(folder):
    server = Server(folder / "postgresql", "postgres")
    password = folder / "postgresql" / "password"
    password.write_text(PASSWORD, encoding="utf-8")
    password.chmod(0o644)
    server.call(program("initdb"), "-D", str(server.folder / "data"), "-U", "khrop", "-A",
                "scram-sha-256", "--pwfile", str(password), "-E", "UTF8", "--locale=C")
    server.start(program("postgres"), "-D", str(server.folder / "data"), "-p", str(server.port),
                 "-h", "127.0.0.1", "-k", str(server.folder), "-c", "fsync=off")
    server.wait_for(lambda: subprocess.run(
        ["psql", "-h", "127.0.0.1", "-p", str(server.port), "-U", "khrop", "postgres", "-c",
         "CREATE DATABASE sales"], env=dict(os.environ, PGPASSWORD=PASSWORD), capture_output=True,
        check=False))
    return server


def start_mariadb(folder):
    server = Server(folder / "mariadb", "mysql")
    socket_path = server.folder / "socket"
    data = f"--datadir={server.folder / 'data'}"
    server.call("mariadb-install-db", "--no-defaults", data,
                "--auth-root-authentication-method=normal", "--skip-test-db")
    server.start(program("mariadbd"), "--no-defaults", data, "--bind-address=127.0.0.1",
                 f"--port={server.port}", f"--socket={socket_path}",
                 f"--pid-file={server.folder / 'pid'}", "--innodb-flush-log-at-trx-commit=0")
    users = "".join(f"CREATE USER khrop@'{host}' IDENTIFIED BY '{PASSWORD}'; "
                    f"GRANT ALL ON *.* TO khrop@'{host}'; " for host in ("localhost", "127.0.0.1"))
    statements = "CREATE DATABASE logistics; CREATE DATABASE crm; " + users
    server.wait_for(lambda: subprocess.run(
        ["mariadb", "--no-defaults", f"--socket={socket_path}", "-uroot", "-e", statements],
        capture_output=True, check=False))
    return server


def khrop(*arguments, date):
    run = subprocess.run([KHROP, *arguments], capture_output=True, text=True, timeout=300,
                         env=dict(os.environ, KHROP_NOW=date + "T06:00:00+07:00"), check=False)
    if run.returncode not in (0, 1):
        raise AssertionError(f"khrop {arguments}: {run.returncode}\n{run.stdout}{run.stderr}")
    return run


def run_days(folder, sources):
    """Writes and runs the company; what was found and measured, by date."""
    seen = {}
    for day, date in enumerate(DATES, 1):
        khrop("demo", str(folder), "--days", str(day),
              *[part for source in sources for part in ("--source", source)], date=date)
        khrop("run", "daily", "--config", str(folder / "etc"), "--date", date, date=date)
        exceptions = folder / "out" / "daily" / date / "csv" / "exceptions.csv"
        results = next((folder / "state" / "slots" / "daily").glob(date + ".*/results.sqlite"))
        with contextlib.closing(sqlite3.connect(f"file:{results}?mode=ro", uri=True)) as database:
            figures = sorted(map(str, database.execute("SELECT * FROM khrop_kpi_values")))
        seen[date] = (exceptions.read_bytes(), figures)
    return seen


HAS_SERVERS = all(program(name) for name in
                  ("initdb", "postgres", "psql", "mariadbd", "mariadb", "mariadb-install-db"))


@unittest.skipUnless(HAS_SERVERS, "PostgreSQL and MariaDB servers are not installed")
class Brands(unittest.TestCase):
    """Two companies, one of them spread over three brands."""

    @classmethod
    def setUpClass(cls):
        cls.stack = contextlib.ExitStack()
        try:
            cls.prepare()
        except BaseException:
            cls.stack.close()
            raise

    @classmethod
    def prepare(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="khrop_brands_"))
        cls.folder.chmod(0o755)
        cls.stack.callback(shutil.rmtree, cls.folder, ignore_errors=True)
        postgresql = start_postgresql(cls.folder)
        cls.stack.callback(postgresql.stop)
        mariadb = start_mariadb(cls.folder)
        cls.stack.callback(mariadb.stop)
        spread = [f"sales=Driver={{PostgreSQL Unicode}};Server=127.0.0.1;Port={postgresql.port};"
                  f"Database=sales;UID=khrop;PWD={{{PASSWORD}}};"]
        spread += [f"{name}=Driver={{MariaDB Unicode}};Server=127.0.0.1;Port={mariadb.port};"
                   f"Database={name};UID=khrop;PWD={{{PASSWORD}}};" for name in ("logistics", "crm")]
        cls.spread = cls.folder / "spread"
        cls.seen_alone = run_days(cls.folder / "alone", [])
        cls.seen_spread = run_days(cls.spread, spread)

    @classmethod
    def tearDownClass(cls):
        cls.stack.close()

    def test_exceptions_are_the_same_bytes(self):
        for date in DATES:
            with self.subTest(date=date):
                self.assertEqual(self.seen_alone[date][0], self.seen_spread[date][0])

    def test_figures_are_the_same(self):
        for date in DATES:
            with self.subTest(date=date):
                self.assertGreater(len(self.seen_alone[date][1]), 0)
                self.assertEqual(self.seen_alone[date][1], self.seen_spread[date][1])

    def test_no_password_stands_in_the_configuration(self):
        for path in (self.spread / "etc").iterdir():
            if path.is_file():
                with self.subTest(path=path.name):
                    self.assertNotIn(PASSWORD, path.read_text(encoding="utf-8"))

    def test_passwords_are_for_their_owner_only(self):
        credentials = self.spread / "etc" / "credentials"
        for path in [credentials, *credentials.iterdir()]:
            with self.subTest(path=path.name):
                self.assertEqual(path.stat().st_mode & 0o077, 0)


if __name__ == "__main__":
    unittest.main()
