#!/usr/bin/python3
"""Measures khrop against other programs and against itself as the company grows. What is measured and how to read
it: bench/README.md. Run from the repository root; `make bench` builds first.

A figure is never a failure: the exit is 1 only when the work is wrong (rows are missing, or khrop and its peer
disagree).
"""

import argparse
import datetime
import pathlib
import sys
import tempfile

sys.dont_write_bytecode = True

import chart  # noqa: E402
import days  # noqa: E402
import lists  # noqa: E402
import pulls  # noqa: E402
import rules  # noqa: E402
import worksheets  # noqa: E402
from measure import BenchError, load, machine  # noqa: E402

KINDS = ["pull", "worksheet", "lists", "day", "growth", "rules"]
ROWS, SHEET_ROWS, SCALE, SCALES = 2000000, 200000, 50, [10, 50, 100]


class Results:
    """What was measured, printed as it comes and kept for the files."""

    def __init__(self):
        self.judged, self.day, self.growth, self.said = [], [], [], []
        self.rules = None

    def judge(self, what, measured, target, form, is_higher_better=True, note=""):
        """A figure beside its target."""
        is_reached = measured >= target if is_higher_better else measured <= target
        row = (what, form.format(measured), ("≥ " if is_higher_better else "≤ ") + form.format(target),
               "reached" if is_reached else "**not reached**", note, f"{load():.1f}")
        self.judged.append(row)
        print(" | ".join(row).replace("**", ""), flush=True)

    def say(self, sentence):
        """What is no figure."""
        self.said.append(sentence)
        print(sentence, flush=True)


def table(head, rows):
    """A Markdown table; what isn't the first column stands right, as numbers do."""
    yield "| " + " | ".join(head) + " |"
    yield "| --- |" + " ---: |" * (len(head) - 1)
    for row in rows:
        yield "| " + " | ".join(str(cell) for cell in row) + " |"
    yield ""


def growth_rows(growth):
    """A row for each size."""
    for scale, rows, run, stages in growth:
        peaks = (run.peak_private, run.peak_parent, run.peak_child)
        yield ([scale, f"{rows:,}", f"{run.seconds:.1f}", f"{run.seconds / rows * 1e6:.2f}"] +
               [f"{seconds:.1f} s, {peak / 1024:.0f} MiB" for _, seconds, peak in stages] +
               [f"{peak / 1024:.0f} MiB" for peak in peaks])


def rule_table(few_scale, many_scale, few, many, rows):
    """A row for each derived dataset, check and KPI, the dearest first."""
    yield "## Rules\n"
    yield f"{few:,} rows at scale {few_scale}, {many:,} at scale {many_scale}. Growth of 1: as the rows do.\n"
    head = [f"processor s at {few_scale}", f"at {many_scale}", f"s by the clock at {many_scale}", "growth per row"]
    yield from table(["rule"] + head,
                     [[f"{rule} ({kind})", f"{small:.3f}", f"{large:.3f}", f"{clock:.3f}", f"{growth:.2f}"]
                      for kind, rule, small, large, clock, growth in rows])


def markdown(results, loads):
    """The page."""
    yield "# What was measured\n"
    yield f"On {machine()}, {datetime.date.today().isoformat()}; load {loads[0]:.1f} at the"
    yield f"start, {loads[1]:.1f} at the end (the benchmark itself makes up to 2). How to read it:"
    yield "[README.md](../README.md).\n"
    yield from table(["what", "measured", "target", "", "in numbers", "load"], results.judged)
    for sentence in results.said:
        yield sentence + "\n"
    if results.day:
        yield "## The whole day, by stage\n"
        yield from table(["program", "seconds", "peak private memory", "stages"],
                         [[name, f"{seconds:.1f}", f"{peak / 1024:.0f} MiB",
                           ", ".join(f"{stage} {spent:.1f}" for stage, spent in stages)]
                          for name, seconds, peak, stages in results.day])
    if results.growth:
        yield "## Growth\n"
        names = [name for name, _, _ in results.growth[0][3]]
        yield from table(["scale", "rows", "seconds", "s per million rows"] + names +
                         ["peak private memory, all processes", "peak of the parent", "of the largest child"],
                         growth_rows(results.growth))
    if results.rules:
        yield from rule_table(*results.rules)
    if results.day or results.growth:
        yield "![chart](chart.svg)"


def write(results, loads, folder):
    """The table, and the chart where there is something to draw."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "results.md").write_text("\n".join(markdown(results, loads)) + "\n", encoding="utf-8")
    if results.day or results.growth:
        (folder / "chart.svg").write_text(chart.draw(results.day, results.growth), encoding="utf-8")
    print(f"written: {folder}/results.md")


def read_arguments():
    """Smaller sizes make a smoke test of it; only the whole at full size is kept in bench/results."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, default=pathlib.Path("build"))
    parser.add_argument("--only", choices=KINDS, action="append", help="measure this alone (may be given again)")
    parser.add_argument("--rows", type=int, default=ROWS, help="of a pull")
    parser.add_argument("--sheet-rows", type=int, default=SHEET_ROWS)
    parser.add_argument("--scale", type=int, default=SCALE, help="of the whole day")
    parser.add_argument("--scales", type=int, nargs="+", default=SCALES, help="of growth")
    parser.add_argument("--results", type=pathlib.Path, help="default: bench/results; of a part BUILD/bench-results")
    arguments = parser.parse_args()
    is_whole = arguments.only is None and (arguments.rows, arguments.sheet_rows, arguments.scale, arguments.scales) == (
        ROWS, SHEET_ROWS, SCALE, SCALES)
    arguments.build = arguments.build.resolve()
    if arguments.results is None:
        arguments.results = pathlib.Path("bench/results") if is_whole else arguments.build / "bench-results"
    return arguments


def measure(arguments, folder, results):
    """One kind after the other: nothing here runs side by side."""
    kinds = arguments.only or KINDS
    if "pull" in kinds:
        pulls.measure(arguments.build, folder, arguments.rows, results)
    if "worksheet" in kinds:
        worksheets.measure(arguments.build, arguments.sheet_rows, results)
    if "lists" in kinds:
        lists.sheet(arguments.build, arguments.sheet_rows, results)
        lists.day(arguments.build, folder, arguments.sheet_rows, results)
    if "day" in kinds:
        days.measure_day(arguments.build, folder, arguments.scale, results)
    if "growth" in kinds:
        days.measure_growth(arguments.build, folder, arguments.scales, results)
    if "rules" in kinds:
        (folder / "rules").mkdir()
        rules.measure(arguments.build, folder, arguments.scales, results)


def main():
    arguments, results, loads = read_arguments(), Results(), [load()]
    with tempfile.TemporaryDirectory(prefix="khrop-bench-") as folder:
        try:
            measure(arguments, pathlib.Path(folder), results)
        except BenchError as error:
            print(f"bench: {error}", file=sys.stderr)
            return 1
    write(results, loads + [load()], arguments.results)
    return 0


if __name__ == "__main__":
    sys.exit(main())
