"""What a program takes: its seconds, and the memory of all its processes together while it runs."""

import os
import pathlib
import platform
import re
import resource
import subprocess
import threading
import time

INTERVAL_SECONDS = 0.02


class BenchError(Exception):
    """The work itself is wrong: a figure of speed would mean nothing."""


def status_of(process):
    """RssAnon and VmHWM of a process in KiB; zeros when it has gone."""
    try:
        text = pathlib.Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    except OSError:
        return 0, 0
    found = dict(re.findall(r"^(RssAnon|VmHWM):\s+(\d+)", text, re.M))
    return int(found.get("RssAnon", 0)), int(found.get("VmHWM", 0))


def family_of(process):
    """A process and all that descend from it."""
    family, todo = [], [process]
    while todo:
        member = todo.pop()
        family.append(member)
        for children in pathlib.Path(f"/proc/{member}/task").glob("*/children"):
            try:
                todo += [int(child) for child in children.read_text(encoding="utf-8").split()]
            except OSError:
                pass
    return family


class Measured:
    """A program that has run: seconds, processor seconds, peaks of memory in KiB, its lines with when they came."""

    def __init__(self, command, **options):
        self.peak_private, self.peak_parent, self.peak_child, self.lines = 0, 0, 0, []
        self.private_by_time = []
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.started = time.monotonic()
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
                              **options) as process:
            reader = threading.Thread(target=self.listen, args=(process.stdout,))
            reader.start()
            while process.poll() is None:
                self.sample(process.pid)
                time.sleep(INTERVAL_SECONDS)
            reader.join()
        self.seconds = time.monotonic() - self.started
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        if process.returncode != 0:
            raise BenchError(f"{' '.join(command)}: exit {process.returncode}\n" +
                             "\n".join(line for _, line in self.lines[-20:]))

    def listen(self, stream):
        """Notes each line and when it came."""
        for line in stream:
            self.lines.append((time.monotonic() - self.started, line.rstrip()))

    def sample(self, parent):
        """Looks at the memory of the program and its children."""
        private = 0
        for member in family_of(parent):
            anonymous, peak = status_of(member)
            private += anonymous
            if member == parent:
                self.peak_parent = max(self.peak_parent, peak)
            else:
                self.peak_child = max(self.peak_child, peak)
        self.peak_private = max(self.peak_private, private)
        self.private_by_time.append((time.monotonic() - self.started, private))

    def peak_private_between(self, begun, ended):
        """The peak of a stage."""
        return max((private for at, private in self.private_by_time if begun <= at <= ended), default=0)


def machine():
    """What the figures were measured on."""
    processor = re.search(r"^model name\s*:\s*(.*)$", pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8"), re.M)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30)
    release = re.search(r'^PRETTY_NAME="(.*)"$', pathlib.Path("/etc/os-release").read_text(encoding="utf-8"), re.M)
    return (f"{os.cpu_count()} cores ({processor.group(1) if processor else platform.machine()}), {memory:.0f} GiB of "
            f"memory, {release.group(1) if release else 'Linux'}, kernel {platform.release()}")


def load():
    """How busy the machine is: the mean of the last minute."""
    return os.getloadavg()[0]
