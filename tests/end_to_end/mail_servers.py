"""Mail servers for tests: aiosmtpd with STARTTLS by an authority of our own and passwords; servers that
misbehave in one way each; Debian's exim with a configuration of its own. On loopback and a free port,
gone when they are closed."""

import atexit
import logging
import mailbox
import os
import pathlib
import shutil
import socket
import ssl
import subprocess
import tempfile
import threading
import time
import warnings

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from servers import free_port

warnings.filterwarnings("ignore", message="Session.login_data")
logging.getLogger("mail").setLevel(logging.CRITICAL)  # aiosmtpd tells of every handshake that fails
USER, PASSWORD = "khrop", "ปลาทู-swordfish/9"
EXIM = shutil.which("exim4", path=os.environ.get("PATH", "") + ":/usr/sbin")


class Authority:
    """Signs the certificate of a server that is called localhost."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.certificate = self.folder / "ca.pem"
        self.openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key", "-out",
                     "ca.pem", "-days", "2", "-subj", f"/CN=Authority of {self.folder.name}")
        self.openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", "server.key", "-out",
                     "server.csr", "-subj", "/CN=localhost")
        (self.folder / "names").write_text("subjectAltName=DNS:localhost\n", encoding="ascii")
        self.openssl("x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key",
                     "-CAcreateserial", "-out", "server.pem", "-days", "2", "-extfile", "names")

    def openssl(self, *arguments):
        """Runs openssl in the authority's folder."""
        subprocess.run(["openssl", *arguments], cwd=self.folder, check=True, capture_output=True)

    def context(self):
        """For a server."""
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(self.folder / "server.pem", self.folder / "server.key")
        return context


class Sink:
    """A whole mail server that keeps what it takes. `refuse` has an answer for a recipient; `first`
    one for their first time alone; `answer` replaces that to DATA; `pause` is how long that takes."""

    def __init__(self, authority=None, refuse=None, first=None, answer=None, size=0, pause=0.0):
        self.refuse, self.first, self.answer = refuse or {}, first, answer
        self.messages, self.asked, self.logins, self.pause = [], [], [], pause
        settings = {"data_size_limit": size} if size else {}
        if authority is not None:
            settings.update(tls_context=authority.context(), require_starttls=True,
                            authenticator=self.login, auth_required=True)
        self.port = free_port()
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port, **settings)
        self.controller.start()

    def login(self, _server, _session, _envelope, _mechanism, data):
        """Is it the password?"""
        good = isinstance(data, LoginPassword) and data.login == USER.encode() and \
            data.password == PASSWORD.encode()
        self.logins.append(good)
        return AuthResult(success=good, handled=False)

    async def handle_RCPT(self, _server, _session, envelope, address, _options):
        """RCPT TO."""
        self.asked.append(address)
        if address in self.refuse:
            return self.refuse[address]
        if self.first and self.asked.count(address) == 1:
            return self.first
        envelope.rcpt_tos.append(address)
        return "250 recipient ok"

    async def handle_DATA(self, _server, _session, envelope):
        """The whole message."""
        if self.answer:
            return self.answer
        self.messages.append((envelope.rcpt_tos, envelope.original_content))
        if self.pause:
            time.sleep(self.pause)
        return f"250 taken as number {len(self.messages)}"

    def close(self):
        """Lets go of the port."""
        self.controller.stop()


class Rude:
    """Says what it is told to at each command, and hangs up where it is told to: `answers` by the
    command's first word (`.`: the message's end), None to hang up, "" to stay silent. `data`: hangs up
    after so many bytes of a message."""

    USUAL = {"GREETING": "220 localhost", "EHLO": "250 localhost", "MAIL": "250 ok", "RCPT": "250 ok",
             "DATA": "354 go on", ".": "250 taken", "QUIT": "221 bye", "RSET": "250 ok", "NOOP": "250 ok"}

    def __init__(self, data=None, **answers):
        self.answers, self.data, self.commands, self.ended = {**self.USUAL, **answers}, data, [], 0
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.open = []
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        """Takes connections until it is closed."""
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            self.open.append(connection)
            threading.Thread(target=self.speak, args=(connection,), daemon=True).start()

    def say(self, connection, what):
        """False: it is over."""
        answer = self.answers.get(what, "502 what?")
        if answer is None:
            connection.shutdown(socket.SHUT_RDWR)
            connection.close()
            return False
        if answer:
            connection.sendall(answer.encode() + b"\r\n")
        return True

    def take(self, connection, lines):
        """A message up to its last line; False when it hangs up before."""
        size = 0
        for line in lines:
            size += len(line)
            if self.data is not None and size >= self.data:
                connection.close()
                lines.close()
                return False
            if line == b".\r\n":
                self.ended += 1
                return True
        return False

    def speak(self, connection):
        """One connection."""
        lines = connection.makefile("rb")
        try:
            if not self.say(connection, "GREETING"):
                return
            for line in lines:
                word = line.decode("ascii", "replace").split()[0].upper()
                self.commands.append(word)
                if not self.say(connection, word):
                    return
                if word == "DATA" and not (self.take(connection, lines) and self.say(connection, ".")):
                    return
        except (OSError, ValueError):
            return

    def close(self):
        """Lets go of the port and of who is still connected."""
        self.socket.close()
        for connection in self.open:
            connection.close()


class Exim:
    """Debian's exim, which keeps what it takes in one mailbox."""

    SETTINGS = """
exim_path = {exim}
spool_directory = {folder}/spool
log_file_path = {folder}/log/%slog
pid_file_path = {folder}/pid
primary_hostname = localhost
qualify_domain = localhost
daemon_smtp_ports = {port}
local_interfaces = 127.0.0.1
tls_certificate = {folder}/server.pem
tls_privatekey = {folder}/server.key
tls_advertise_hosts = *
auth_advertise_hosts = ${{if eq{{$tls_in_cipher}}{{}}{{}}{{*}}}}
never_users =
exim_user = {user}
exim_group = {group}
message_size_limit = 40M
smtp_accept_queue_per_connection = 0
acl_smtp_rcpt = rcpt
keep_environment =
begin acl
rcpt:
  deny local_parts = nobody
       message = no such person here
  accept authenticated = *
  deny message = authentication is needed
begin routers
all:
  driver = accept
  transport = keep
begin transports
keep:
  driver = appendfile
  file = {folder}/mail/all
  envelope_to_add
  user = {user}
  group = {group}
begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = ${{if and{{{{eq{{$auth2}}{{{name}}}}}{{eq{{$auth3}}{{{password}}}}}}}}}
  server_set_id = $auth2
"""

    def __init__(self, authority):
        self.folder, self.port = pathlib.Path(tempfile.mkdtemp(prefix="khrop_exim_")), free_port()
        for name in ("spool", "log", "mail"):
            (self.folder / name).mkdir()
        for name in ("server.pem", "server.key"):
            shutil.copy(authority.folder / name, self.folder)
        user, group = str(os.geteuid()), str(os.getegid())
        if os.geteuid() == 0:
            user = group = "Debian-exim"
            for path in [self.folder, *self.folder.iterdir()]:
                shutil.chown(path, user, group)
        text = self.SETTINGS.format(exim=EXIM, folder=self.folder, port=self.port, user=user, group=group,
                                    name=USER, password=PASSWORD)
        (self.folder / "exim.conf").write_text(text, encoding="utf-8")
        with open(self.folder / "exim.log", "wb") as log:
            self.process = subprocess.Popen(
                [EXIM, "-C", str(self.folder / "exim.conf"), "-bdf"], stdout=log, stderr=log)
        atexit.register(self.close)
        self.wait()

    def wait(self):
        """Until it greets."""
        for _ in range(100):
            try:
                with socket.create_connection(("127.0.0.1", self.port), 1) as connection:
                    if connection.recv(3) == b"220":
                        return
            except OSError:
                time.sleep(0.1)
        raise AssertionError("exim does not answer: " +
                             (self.folder / "exim.log").read_text(encoding="utf-8"))

    def messages(self, count):
        """What it keeps, as its bytes by recipient, once there are so many."""
        path = self.folder / "mail" / "all"
        for _ in range(100):
            if path.exists() and path.read_bytes().count(b"\nEnvelope-to: ") >= count:
                break
            time.sleep(0.1)
        box = mailbox.mbox(path)
        try:
            return {message["Envelope-to"]: bytes(message) for message in box}
        finally:
            box.close()

    def close(self):
        """Ends it."""
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)
