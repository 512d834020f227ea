#!/usr/bin/python3
"""Runs the tests of the kinds named and says how many passed: 'N passed, N failed' closes the output.

unit: every program of BUILD/tests. catalogue, end_to_end: every tests/KIND/*_test.py, which finds the program in KHROP.
"""
import argparse
import os
import pathlib
import re
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent


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


def run(command, environment):
    started = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, errors="replace", check=False)
    passed, failed, skipped = count(done.stdout, done.returncode == 0)
    if done.returncode != 0 and failed == 0:
        failed = 1
    name = os.path.relpath(command[-1], ROOT)
    print(f"{'good' if failed == 0 else 'BAD '} {name}: {passed} passed, {failed} failed, {skipped} skipped, "
          f"{time.monotonic() - started:.1f} s", flush=True)
    if failed:
        print(done.stdout, flush=True)
    elif skipped:
        for line in re.findall(r"^.*skipped.*$", done.stdout, re.M)[:10]:
            print("     " + line, flush=True)
    return passed, failed, skipped


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", default="build")
    parser.add_argument("kinds", nargs="+", choices=["unit", "catalogue", "end_to_end"])
    arguments = parser.parse_args()
    build = pathlib.Path(arguments.build).resolve()
    environment = dict(os.environ, KHROP=str(build / "khrop"), PYTHONDONTWRITEBYTECODE="1", LC_ALL="C.UTF-8")
    # libsqliteodbc, libpq and the connectors keep small things until exit; what they keep is not ours to free.
    environment["LSAN_OPTIONS"] = f"suppressions={ROOT}/tests/lsan.txt:print_suppressions=0"
    totals = [0, 0, 0]
    for kind in arguments.kinds:
        for command in commands(kind, build):
            totals = [a + b for a, b in zip(totals, run(command, environment))]
    print(f"{totals[0]} passed, {totals[1]} failed, {totals[2]} skipped")
    sys.exit(1 if totals[1] or totals[0] == 0 else 0)


if __name__ == "__main__":
    main()
