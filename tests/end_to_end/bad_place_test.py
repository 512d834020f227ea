#!/usr/bin/python3
"""What is wrong around khrop: drivers that are not there, credentials, passwords, folders that can't be
written. Each is told with what to type; a password is told by nobody. Run from the repository root;
KHROP names another program."""

import contextlib
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import threading
import unittest

from company_site import DATES, KHROP, Site, faults
from servers import HAS_SERVERS, start_mariadb, start_postgresql

SECRET = "swordfish-9/เพนกวิน"
POSTGRESQL = "Driver={PostgreSQL Unicode};Server=127.0.0.1;Port=1;Database=credit;"


class Place(unittest.TestCase):
    """Each test has a site of its own; credit is the source that is ill."""

    def setUp(self):
        self.site = Site()
        self.addCleanup(self.site.close)

    def credit_fails(self, words, environment=None):
        """Credit alone is not pulled, for this reason; the run and khrop check --live say so."""
        environment = {**self.site.environment(), **(environment or {})}
        run = subprocess.run(self.site.arguments("--force"), env=environment, capture_output=True,
                             text=True, timeout=60, check=False)
        self.assertEqual(run.returncode, 1, run.stdout + run.stderr)
        self.assertIn(f"\n  source credit: {words}", run.stdout)
        self.assertRegex(run.stdout, r"\n  CR-01, .*: not checked, ")
        live = subprocess.run([KHROP, "check", "--live", "--config", str(self.site.etc)],
                              env=environment, capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(live.returncode, 69, live.stdout + live.stderr)
        self.assertIn(f"source credit: {words}", live.stdout)
        return run, live

    def set_credential(self, name):
        """Names a credential in the section of credit."""
        head, section, rest = self.site.split("credit")
        section = re.sub(r"(?m)^credential\s*=.*\n", "", section)
        section = section.replace("\n", f"\ncredential = {name}\n", 1)
        (self.site.etc / "khrop.ini").write_text(head + section + rest, encoding="utf-8")


class Drivers(Place):
    """Drivers and connection strings."""

    def test_a_missing_driver_names_its_package(self):
        # An odbcinst.ini that has SQLite alone, as on a machine without the other packages.
        folder = self.site.folder / "odbc"
        folder.mkdir()
        installed = subprocess.run(["odbcinst", "-q", "-d", "-n", "SQLite3"], capture_output=True,
                                   text=True, check=True).stdout
        (folder / "odbcinst.ini").write_text(installed, encoding="utf-8")
        for driver, name, package in (
                ("PostgreSQL Unicode", "PostgreSQL", "odbc-postgresql"),
                ("MariaDB Unicode", "MariaDB", "odbc-mariadb"), ("FreeTDS", "FreeTDS", "tdsodbc")):
            with self.subTest(driver=driver):
                self.site.set_source("credit", f"Driver={{{driver}}};Server=127.0.0.1;Database=x;")
                self.credit_fails(f"the ODBC driver for {name} is not installed: apt-get install "
                                  f"{package} (", {"ODBCSYSINI": str(folder)})

    def test_a_misspelt_driver_names_the_nearest(self):
        self.site.set_source("credit", "Driver={PostgreSQL Unicod};Server=127.0.0.1;Database=x;")
        self.credit_fails("no ODBC driver is installed as {PostgreSQL Unicod}; did you mean "
                          "Driver={PostgreSQL Unicode}?")

    def test_a_driver_or_dsn_that_nobody_knows_says_how_to_list_them(self):
        self.site.set_source("credit", "DSN=nowhere;")
        self.credit_fails("the connection string's Driver= (or DSN=) names nothing that is installed; "
                          "`odbcinst -q -d` (-s) lists what is")

    def test_a_file_that_is_not_there_is_asked_for_and_not_made(self):
        path = self.site.folder / "data" / "credti.sqlite"
        self.site.set_source("credit", f"Driver=SQLite3;Database={path};")
        self.credit_fails("can't connect: SQLite: [SQLite]connect failed [HY000]; is the file of "
                          "Database= there, and may khrop read it and its folder?")
        self.assertFalse(path.exists())


class Credentials(Place):
    """Files that hold passwords."""

    def setUp(self):
        super().setUp()
        self.site.set_source("credit", POSTGRESQL)
        self.folder = self.site.etc / "credentials"
        self.folder.mkdir(exist_ok=True)
        self.path = self.folder / "credit"

    def test_a_missing_file_says_to_write_it(self):
        self.set_credential("credit")
        self.credit_fails(f"credential file {self.path}: No such file or directory; write the password "
                          "into it and chmod 600 it")

    def test_a_file_that_others_can_read_is_refused(self):
        self.set_credential("credit")
        self.path.write_text(SECRET, encoding="utf-8")
        self.path.chmod(0o644)
        run, live = self.credit_fails(f"credential file {self.path} can be read by others; chmod 600 "
                                      f"{self.path}")
        self.assertNotIn("swordfish", run.stdout + run.stderr + live.stdout + live.stderr)
        self.path.chmod(0o600)
        self.credit_fails("can't connect: PostgreSQL: ")

    def test_an_empty_file_and_a_folder_are_no_password(self):
        self.set_credential("credit")
        self.path.write_text("\n", encoding="utf-8")
        self.path.chmod(0o600)
        self.credit_fails(f"credential file {self.path} is empty: write the password into it")
        self.path.unlink()
        self.path.mkdir()
        self.credit_fails(f"credential file {self.path}: not a file")

    def test_a_password_in_the_connection_string_is_refused_unseen(self):
        self.site.set_source("credit", POSTGRESQL + f"Pwd={SECRET};")
        for run in (self.site.run(), self.site.check(), self.site.check("--print")):
            self.assertEqual(run.returncode, 78)
            self.assertRegex(run.stderr, r'khrop\.ini:\d+: source credit: a password can\'t stand in '
                                         r'"connection"; put it into a file of the credentials folder '
                                         r"and write `credential = FILE`")
            self.assertNotIn("swordfish", run.stdout + run.stderr)

    def test_with_every_source_ill_each_is_told_and_nothing_published(self):
        for name in ("sales", "logistics", "crm"):
            self.site.set_source(name, POSTGRESQL)
        self.set_credential("credit")
        run = self.site.run()
        self.assertEqual(run.returncode, 69, run.stdout + run.stderr)
        self.assertIn("no source could be pulled, nothing is published", run.stderr)
        self.assertIn(f"  credit: credential file {self.path}: No such file", run.stderr)
        self.assertFalse((self.site.out / "latest").exists())


@unittest.skipUnless(HAS_SERVERS, "PostgreSQL and MariaDB servers are not installed")
class Passwords(Place):
    """A wrong password against real servers."""

    @classmethod
    def setUpClass(cls):
        cls.stack = contextlib.ExitStack()
        cls.servers = pathlib.Path(tempfile.mkdtemp(prefix="khrop_servers_"))
        cls.servers.chmod(0o755)
        cls.stack.callback(shutil.rmtree, cls.servers, ignore_errors=True)
        try:
            cls.postgresql = start_postgresql(cls.servers, ["credit"])
            cls.stack.callback(cls.postgresql.stop)
            cls.mariadb = start_mariadb(cls.servers, ["credit"])
            cls.stack.callback(cls.mariadb.stop)
        except BaseException:
            cls.stack.close()
            raise

    @classmethod
    def tearDownClass(cls):
        cls.stack.close()

    def watch(self, process, seen):
        """What anybody can read of a process and its children while it runs."""
        while process.poll() is None:
            found = {process.pid}
            for child in pathlib.Path("/proc").glob("[0-9]*/stat"):
                with contextlib.suppress(OSError, ValueError, IndexError):
                    if int(child.read_text(encoding="utf-8").rsplit(")", 1)[1].split()[1]) in found:
                        found.add(int(child.parent.name))
            for number in found:
                for name in ("cmdline", "environ", "comm"):
                    with contextlib.suppress(OSError):
                        seen[name] = seen.get(name, b"") + pathlib.Path(
                            f"/proc/{number}/{name}").read_bytes()
            seen["children"] = max(seen.get("children", 0), len(found) - 1)

    def leaks(self):
        """Files of the site, but for the credential itself, that hold a piece of the secret."""
        pieces = [SECRET.encode(), b"swordfish", "เพนกวิน".encode()]
        return [path for path in self.site.folder.rglob("*")
                if path.is_file() and path.parent.name != "credentials"
                and any(piece in path.read_bytes() for piece in pieces)]

    def test_a_wrong_password_is_told_without_it(self):
        (self.site.etc / "credentials").mkdir(exist_ok=True)
        secret = self.site.etc / "credentials" / "credit"
        secret.write_text(SECRET + "\n", encoding="utf-8")
        secret.chmod(0o600)
        for server, words in (
                (self.postgresql, 'password authentication failed for user "khrop"'),
                (self.mariadb, "Access denied for user 'khrop'@'localhost' (using password: YES)")):
            with self.subTest(server=server.driver):
                self.site.set_source(
                    "credit", f"Driver={{{server.driver}}};Server=127.0.0.1;Port={server.port};"
                              "Database=credit;UID=khrop;", "30s")
                self.set_credential("credit")
                seen = {}
                process = self.site.start("--force")
                watcher = threading.Thread(target=self.watch, args=(process, seen))
                watcher.start()
                output = process.communicate(timeout=60)[0]
                watcher.join()
                self.assertEqual(process.returncode, 1, output)
                self.assertIn(words, output)
                self.assertGreater(seen["children"], 0, "the pullers were watched")
                self.assertIn(b"run\0daily\0", seen["cmdline"])
                for command in (["check", "--live"], ["check", "--print"], ["status"], ["history"],
                                ["worklist", "list"]):
                    run = subprocess.run([KHROP, *command, "--config", str(self.site.etc)],
                                         capture_output=True, text=True, timeout=60, check=False)
                    output += run.stdout + run.stderr
                for text in (output.encode(), seen["cmdline"], seen["environ"], seen["comm"]):
                    self.assertNotIn(b"swordfish", text)
                self.assertEqual(self.leaks(), [])
        for log in self.servers.glob("*.log"):
            self.assertNotIn(b"swordfish", log.read_bytes())

    def test_a_right_password_is_nowhere_but_in_its_file(self):
        (self.site.etc / "credentials").mkdir(exist_ok=True)
        secret = self.site.etc / "credentials" / "credit"
        secret.write_text(SECRET, encoding="utf-8")
        secret.chmod(0o600)
        self.postgresql.execute("credit", f"CREATE ROLE teller LOGIN PASSWORD '{SECRET}'")
        self.site.set_source("credit", "Driver={PostgreSQL Unicode};Server=127.0.0.1;"
                                       f"Port={self.postgresql.port};Database=credit;", "30s")
        self.set_credential("credit\nuser = teller")
        run = self.site.run()
        self.assertEqual(run.returncode, 1, run.stdout + run.stderr)
        self.assertIn("relation \"ar_account\" does not exist", run.stdout, "it is connected")
        self.assertEqual(self.leaks(), [])
        self.assertNotIn("swordfish", run.stdout + run.stderr)


class Folders(Place):
    """Folders that can't be written, as an ordinary user finds them."""

    def run_as_nobody(self):
        """Runs the job as one who owns nothing but the state."""
        options = {"user": "nobody", "group": "nogroup", "extra_groups": []} \
            if os.geteuid() == 0 else {}
        return subprocess.run(self.site.arguments(), env=self.site.environment(), check=False,
                              capture_output=True, text=True, timeout=60, **options)

    def setUp(self):
        super().setUp()
        self.site.folder.chmod(0o755)
        for path in (self.site.folder / "etc", self.site.folder / "data"):
            for one in (path, *path.rglob("*")):
                one.chmod(0o755 if one.is_dir() else 0o644)

    def own(self, folder, mode):
        """A folder of nobody's with this mode."""
        folder.mkdir(exist_ok=True)
        if os.geteuid() == 0:
            shutil.chown(folder, "nobody", "nogroup")
        folder.chmod(mode)

    def test_a_read_only_output_folder_is_told_with_its_path_and_published_later(self):
        self.own(self.site.folder / "state", 0o755)
        self.own(self.site.folder / "share", 0o755)
        self.own(self.site.folder / "out", 0o555)
        run = self.run_as_nobody()
        self.assertEqual(run.returncode, 73, run.stdout + run.stderr)
        self.assertRegex(run.stderr, r"/out/daily.*: Permission denied")
        self.assertEqual(list((self.site.folder / "out").iterdir()), [])
        self.assertEqual(self.site.query("SELECT state, exit_code FROM attempts"), [("failed", 73)])
        (self.site.folder / "out").chmod(0o755)
        run = self.run_as_nobody()
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        self.assertEqual(faults(self.site.out / DATES[1]), [])

    def test_a_read_only_state_folder_is_told_with_its_path(self):
        self.own(self.site.folder / "state", 0o555)
        run = self.run_as_nobody()
        self.assertEqual(run.returncode, 73, run.stdout + run.stderr)
        self.assertRegex(run.stderr, r"^khrop: .*/state/.*: Permission denied")
        self.assertFalse(self.site.out.exists())


if __name__ == "__main__":
    unittest.main(verbosity=2)
