"""A site of the demonstration company in a folder of its own, for the tests that run khrop on it."""

import csv
import hashlib
import json
import os
import pathlib
import re
import shutil
import socket
import sqlite3
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
KHROP = os.environ.get("KHROP", str(ROOT / "build" / "khrop"))
DATES = {1: "2026-11-17", 2: "2026-11-18", 3: "2026-11-19", 4: "2026-11-20", 5: "2026-11-23"}


class Site:
    """The company as of a morning; `close` removes it."""

    def __init__(self, day=1):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="khrop_site_"))
        self.etc = self.folder / "etc"
        self.out = self.folder / "out" / "daily"
        self.state = self.folder / "state"
        self.move_to(day)
        self.ini = (self.etc / "khrop.ini").read_text(encoding="utf-8")

    def close(self):
        """Removes the folder."""
        shutil.rmtree(self.folder)

    def move_to(self, day):
        """Writes the company's databases as of that morning; the state stays."""
        subprocess.run([KHROP, "demo", str(self.folder), "--days", str(day)], check=True,
                       capture_output=True, timeout=120)
        self.day = day

    def mend(self):
        """The configuration as it was written."""
        (self.etc / "khrop.ini").write_text(self.ini, encoding="utf-8")

    def set_source(self, name, connection, time_limit="5s"):
        """Points a source elsewhere."""
        head, section, rest = self.split(name)
        section = re.sub(r"(?m)^connection\s*=.*$", f"connection = {connection}", section)
        section = re.sub(r"(?m)^time_limit\s*=.*$", f"time_limit = {time_limit}", section)
        (self.etc / "khrop.ini").write_text(head + section + rest, encoding="utf-8")

    def set_path(self, key, value):
        """Sets a key of [paths]."""
        text = re.sub(rf"(?m)^{key}\s*=.*$", f"{key} = {value}",
                      (self.etc / "khrop.ini").read_text(encoding="utf-8"))
        (self.etc / "khrop.ini").write_text(text, encoding="utf-8")

    def edit(self, name, old, new):
        """Replaces a text of a file of the configuration, which must be there."""
        path = self.etc / name
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{name} does not hold {old}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def execute(self, source, statement, *values):
        """Changes a source's database."""
        connection = sqlite3.connect(self.folder / "data" / f"{source}.sqlite")
        try:
            connection.execute(statement, values)
            connection.commit()
        finally:
            connection.close()

    def table(self, name):
        """Rows of a published csv/NAME.csv, by column."""
        path = self.out / "latest" / "csv" / f"{name}.csv"
        with open(path, encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    def check(self, *options):
        """Runs khrop check."""
        return subprocess.run([KHROP, "check", "--config", str(self.etc), *options],
                              capture_output=True, text=True, timeout=60, check=False)

    def split(self, name):
        """The text of khrop.ini before, of and after a source's section."""
        text = (self.etc / "khrop.ini").read_text(encoding="utf-8")
        start = text.index(f"[source {name}]")
        end = text.find("\n[", start + 1)
        end = len(text) if end < 0 else end
        return text[:start], text[start:end], text[end:]

    def arguments(self, *options, day=None):
        """The command line of a run."""
        return [KHROP, "run", "daily", "--config", str(self.etc), "--date", DATES[day or self.day],
                *options]

    def environment(self, day=None):
        """With the run clock at six in the morning of that day."""
        return dict(os.environ, KHROP_NOW=DATES[day or self.day] + "T06:00:00+07:00")

    def run(self, *options, day=None, timeout=120):
        """Runs the job and waits for its end."""
        return subprocess.run(self.arguments(*options, day=day), env=self.environment(day),
                              capture_output=True, text=True, timeout=timeout, check=False)

    def start(self, *options, day=None):
        """Starts the job in a process of its own; what it prints may end inside a character, if it is killed."""
        return subprocess.Popen(self.arguments(*options, day=day), env=self.environment(day),
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                                errors="replace")

    def query(self, sql, *values):
        """Rows of state.db."""
        connection = sqlite3.connect(f"file:{self.state}/state.db?mode=ro", uri=True)
        try:
            return connection.execute(sql, values).fetchall()
        finally:
            connection.close()

    def execute_state(self, sql, *values):
        """Changes state.db."""
        connection = sqlite3.connect(self.state / "state.db")
        try:
            connection.execute(sql, values)
            connection.commit()
        finally:
            connection.close()

    def mirror(self, source, sql, day=1, attempt=1):
        """Rows of a source's mirror, by column."""
        path = self.state / "slots" / "daily" / f"{DATES[day]}.{attempt}" / f"{source}.sqlite"
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        connection.row_factory = sqlite3.Row
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()

    def worklist(self, day, attempt=1):
        """{exception: state} of a slot's results."""
        path = self.state / "slots" / "daily" / f"{DATES[day]}.{attempt}" / "results.sqlite"
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        try:
            return dict(connection.execute("SELECT exception_id, state FROM khrop_worklist"))
        finally:
            connection.close()

    def columns_of_checks(self, day, attempt=1):
        """(check, column) of each column that a check that ran gives, khrop's own left out."""
        path = self.state / "slots" / "daily" / f"{DATES[day]}.{attempt}" / "results.sqlite"
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        try:
            return connection.execute(
                "SELECT t.name, c.name FROM sqlite_master AS t JOIN pragma_table_info(t.name) AS c"
                " JOIN khrop_checks AS k ON k.check_id = t.name"
                " WHERE t.type = 'table' AND c.name NOT LIKE 'khrop%'"
            ).fetchall()
        finally:
            connection.close()


def faults(folder):
    """What is wrong with a published folder: nothing, when every file is as its manifest says."""
    manifest = folder / "manifest.json"
    if not manifest.is_file():
        return [f"{manifest} is missing"]
    wrong = []
    for file in json.loads(manifest.read_text(encoding="utf-8"))["files"]:
        path = folder / file["path"]
        if not path.is_file():
            wrong.append(f"{path} is missing")
        elif hashlib.sha256(path.read_bytes()).hexdigest() != file["sha256"]:
            wrong.append(f"{path} is not as the manifest says")
    return wrong


class Deaf:
    """A server that takes connections and never answers."""

    def __init__(self):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]

    def connection(self):
        """The connection string of a PostgreSQL database that isn't there."""
        return (f"Driver={{PostgreSQL Unicode}};Server=127.0.0.1;Port={self.port};"
                "Database=credit;UID=khrop;")

    def close(self):
        """Lets go of the port."""
        self.socket.close()
