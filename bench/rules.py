"""Every derived dataset, check and KPI on its own: does its time grow as the company does?"""

import pathlib
import shutil
import sqlite3

from days import Company
from measure import BenchError

TARGET = 1.2
TARGET_AT_ONCE = 1.8
ROUNDS = 2
LEAST_SECONDS = 0.02  # of the processor at the larger scale; a query below it measures the clock


def times_of(company):
    """[(kind, rule, begun, seconds, processor seconds)] of the day that has just run."""
    with sqlite3.connect(company.folder / "state" / "state.db") as state:
        return [(kind, rule, begun / 1e6, duration / 1e6, processor / 1e6)
                for kind, rule, begun, duration, processor in
                state.execute("SELECT kind, rule_id, begun_us, duration_us, processor_us FROM rule_times")]


def side_by_side(times):
    """How many checks and KPIs are at work on average while any is, and the processors that they have."""
    rules = sorted((begun, begun + seconds, processor)
                   for kind, _, begun, seconds, processor in times if kind != "derived")
    covered, reached = 0.0, 0.0
    for begun, ended, _ in rules:
        covered += max(0.0, ended - max(begun, reached))
        reached = max(reached, ended)
    return sum(ended - begun for begun, ended, _ in rules) / covered, sum(row[2] for row in rules) / covered


def measure_scale(build, folder, scale):
    """Rows, {(kind, rule): (seconds, processor seconds)} with the lower of a few runs, and side_by_side of the busiest."""
    company = Company(build, folder, scale)
    best, busy = {}, (0.0, 0.0)
    for _ in range(ROUNDS):
        company.run()
        times = times_of(company)
        busy = max(busy, side_by_side(times))
        for kind, rule, _, seconds, processor in times:
            found = best.get((kind, rule), (seconds, processor))
            best[kind, rule] = (min(seconds, found[0]), min(processor, found[1]))
    shutil.rmtree(company.folder)
    return company.rows, best, busy


def measure(build, folder, scales, results):
    """The smallest and the largest of the scales."""
    (few, small, _), (many, large, busy) = (
        measure_scale(build, pathlib.Path(folder) / "rules", scale) for scale in (min(scales), max(scales)))
    if small.keys() != large.keys():
        raise BenchError(f"not the same rules ran at both scales: {sorted(small.keys() ^ large.keys())[:5]}")
    rows = [(kind, rule, small[kind, rule][1], large[kind, rule][1], large[kind, rule][0],
             large[kind, rule][1] / small[kind, rule][1] / (many / few)) for kind, rule in large]
    rows.sort(key=lambda row: -row[3])
    results.rules = (min(scales), max(scales), few, many, rows)
    steepest = max((row for row in rows if row[3] >= LEAST_SECONDS), key=lambda row: row[5])
    results.judge(f"Rules, scale {min(scales)} to {max(scales)}: the steepest growth of a query's seconds per row",
                  steepest[5], TARGET, "{:.2f}", False,
                  f"{steepest[1]}: {steepest[2]:.3f} s, then {steepest[3]:.3f} s of the processor; "
                  f"rows x {many / few:.2f}")
    results.judge(f"Rules, scale {max(scales)}: checks and KPIs at work at once, on 2 cores", busy[0], TARGET_AT_ONCE,
                  "{:.2f}", note=f"they had {busy[1]:.2f} processors; who else works on the machine takes a share")
