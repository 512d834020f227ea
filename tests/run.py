#!/usr/bin/python3
"""Runs the tests of the kinds named and says how many passed: 'N passed, N failed' closes the output.

unit: every program of BUILD/tests. catalogue, end_to_end: every tests/KIND/*_test.py, which finds the program in KHROP.
Several run side by side, as many as there are cores and --jobs allows; each says what came of it in one piece.
"""
import argparse
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
# They say how long something may take: nothing else runs beside them.
ALONE = {"workers_test", "run_test.py", "pull_servers_test.py"}
# Of those that start database servers one runs at a time: each looks for ports that are free, and servers need memory.
SERVERS = re.compile(r"^(?:from|import) (?:\w+\.)*(?:servers|postgresql)\b", re.M)
print_lock = threading.Lock()


def commands(kind, build):
    if kind == "unit":
        return [[str(path)] for path in sorted((build / "tests").glob("*_test"))]
    return [["/usr/bin/python3", str(path)] for path in sorted((ROOT / "tests" / kind).glob("*_test.py"))]


def count(output, passed):
    """Counts of a cmocka program or a unittest module; a test that counts nothing is one."""
    match = re.findall(r"\[  PASSED  \] (\d+) test", output)
    if match:
        failed = re.findall(r"\[  FAILED  \] (\d+) test", output)
        return sum(map(int, match)), sum(map(int, failed)), 0
    match = re.search(r"^Ran (\d+) tests? in", output, re.M)
    if match:
        detail = re.search(r"^(?:FAILED|OK)(?: \((.*)\))?$", output, re.M)
        numbers = dict(re.findall(r"(\w+)=(\d+)", detail.group(1) or "")) if detail else {}
        failed = int(numbers.get("failures", 0)) + int(numbers.get("errors", 0))
        skipped = int(numbers.get("skipped", 0))
        return int(match.group(1)) - failed - skipped, failed, skipped
    return (1, 0, 0) if passed else (0, 1, 0)


def has_servers(command):
    path = pathlib.Path(command[-1])
    return path.suffix == ".py" and SERVERS.search(path.read_text(encoding="utf-8")) is not None


def run(command, environment):
    """(passed, failed, skipped); what came of it is printed in one piece."""
    started = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, errors="replace", check=False)
    passed, failed, skipped = count(done.stdout, done.returncode == 0)
    if done.returncode != 0 and failed == 0:
        failed = 1
    name = os.path.relpath(command[-1], ROOT)
    lines = [f"{'good' if failed == 0 else 'BAD '} {name}: {passed} passed, {failed} failed, {skipped} skipped, "
             f"{time.monotonic() - started:.1f} s"]
    if failed:
        lines.append(done.stdout)
    elif skipped:
        lines += ["     " + line for line in re.findall(r"^.*skipped.*$", done.stdout, re.M)[:10]]
    with print_lock:
        print("\n".join(lines), flush=True)
    return passed, failed, skipped


def rows_of(all_commands):
    """What runs side by side: rows of commands that run one after another. And those that run alone."""
    alone = [command for command in all_commands if pathlib.Path(command[-1]).name in ALONE]
    beside = [command for command in all_commands if command not in alone]
    servers = [command for command in beside if has_servers(command)]
    rows = [servers] + [[command] for command in beside if command not in servers]
    return rows, alone


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", default="build")
    parser.add_argument("--jobs", type=int, default=min(2, os.cpu_count() or 1))
    parser.add_argument("kinds", nargs="+", choices=["unit", "catalogue", "end_to_end"])
    arguments = parser.parse_args()
    build = pathlib.Path(arguments.build).resolve()
    environment = dict(os.environ, KHROP=str(build / "khrop"), PYTHONDONTWRITEBYTECODE="1", LC_ALL="C.UTF-8")
    # libsqliteodbc, libpq and the connectors keep small things until exit; what they keep is not ours to free.
    environment["LSAN_OPTIONS"] = f"suppressions={ROOT}/tests/lsan.txt:print_suppressions=0"
    all_commands = [command for kind in arguments.kinds for command in commands(kind, build)]
    rows, alone = rows_of(all_commands)
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        counts = list(pool.map(lambda row: [run(command, environment) for command in row], rows))
    counts.append([run(command, environment) for command in alone])
    totals = [sum(numbers) for numbers in zip((0, 0, 0), *(one for row in counts for one in row))]
    print(f"{totals[0]} passed, {totals[1]} failed, {totals[2]} skipped")
    sys.exit(1 if totals[1] or totals[0] == 0 else 0)


if __name__ == "__main__":
    main()
