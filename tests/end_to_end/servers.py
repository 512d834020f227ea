#!/usr/bin/python3
"""Real database servers for tests and benchmarks: each in a folder of its own, on a free port, run
by an ordinary user, gone when the program ends. `servers.py FOLDER` starts both, prints a connection
string for each and keeps them until its input ends."""

import atexit
import os
import pathlib
import pwd
import shutil
import socket
import subprocess
import sys
import time

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


HAS_POSTGRESQL = all(program(name) for name in ("initdb", "postgres", "psql"))
HAS_MARIADB = all(program(name) for name in ("mariadbd", "mariadb", "mariadb-install-db"))
HAS_SERVERS = HAS_POSTGRESQL and HAS_MARIADB


def ordinary(name):
    """Who runs a server: oneself, or the server's own user for root."""
    if os.geteuid() != 0:
        return {}
    user = pwd.getpwnam(name)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


class Server:
    """A database server in a folder of its own."""

    driver = ""

    def __init__(self, folder, user):
        self.folder, self.port, self.who, self.process = folder, free_port(), ordinary(user), None
        folder.mkdir()
        if self.who:
            os.chown(folder, self.who["user"], self.who["group"])
        atexit.register(self.stop)

    def connection(self, database):
        """A connection string as a site writes it, with its password."""
        return (f"Driver={{{self.driver}}};Server=127.0.0.1;Port={self.port};Database={database};"
                f"UID=khrop;PWD={{{PASSWORD}}};")

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
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


class PostgreSQL(Server):
    """PostgreSQL with a database for each name, owned by khrop."""

    driver = "PostgreSQL Unicode"

    def client(self, database, statement):
        return subprocess.run(
            ["psql", "-qX", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p", str(self.port), "-U",
             "khrop", database, "-c", statement], env=dict(os.environ, PGPASSWORD=PASSWORD),
            capture_output=True, check=False)

    def execute(self, database, statement):
        run = self.client(database, statement)
        if run.returncode != 0:
            raise AssertionError(run.stderr.decode())


class MariaDB(Server):
    """MariaDB with a database for each name, all granted to khrop."""

    driver = "MariaDB Unicode"

    def client(self, database, statement):
        return subprocess.run(
            ["mariadb", "--no-defaults", f"--socket={self.folder / 'socket'}", "-uroot", "-e",
             statement] + ([database] if database else []), capture_output=True, check=False)

    def execute(self, database, statement):
        run = self.client(database, statement)
        if run.returncode != 0:
            raise AssertionError(run.stderr.decode())


def start_postgresql(folder, databases=("sales",)):
    server = PostgreSQL(folder / "postgresql", "postgres")
    password = server.folder / "password"
    password.write_text(PASSWORD, encoding="utf-8")
    password.chmod(0o644)
    server.call(program("initdb"), "-D", str(server.folder / "data"), "-U", "khrop", "-A",
                "scram-sha-256", "--pwfile", str(password), "-E", "UTF8", "--locale=C")
    server.start(program("postgres"), "-D", str(server.folder / "data"), "-p", str(server.port),
                 "-h", "127.0.0.1", "-k", str(server.folder), "-c", "fsync=off")
    server.wait_for(lambda: server.client("postgres", "SELECT 1"))
    for database in databases:
        server.execute("postgres", f"CREATE DATABASE {database}")
    return server


def start_mariadb(folder, databases=("logistics", "crm")):
    server = MariaDB(folder / "mariadb", "mysql")
    data = f"--datadir={server.folder / 'data'}"
    server.call("mariadb-install-db", "--no-defaults", data,
                "--auth-root-authentication-method=normal", "--skip-test-db")
    server.start(program("mariadbd"), "--no-defaults", data, "--bind-address=127.0.0.1",
                 f"--port={server.port}", f"--socket={server.folder / 'socket'}",
                 f"--pid-file={server.folder / 'pid'}", "--innodb-flush-log-at-trx-commit=0")
    server.wait_for(lambda: server.client("", "SELECT 1"))
    for host in ("localhost", "127.0.0.1"):
        server.execute("", f"CREATE USER khrop@'{host}' IDENTIFIED BY '{PASSWORD}'; "
                           f"GRANT ALL ON *.* TO khrop@'{host}'")
    for database in databases:
        server.execute("", f"CREATE DATABASE {database} CHARACTER SET utf8mb4")
    return server


def main():
    folder = pathlib.Path(sys.argv[1]).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    for server in (start_postgresql(folder, ["test"]), start_mariadb(folder, ["test"])):
        print(server.connection("test"), flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
