"""Every derived dataset, check and KPI on its own: does its time grow as the company does?"""

import pathlib
import shutil
import sqlite3

from days import Company
from measure import BenchError

TARGET = 1.2
TARGET_BUSY = 0.8
ROUNDS = 2
LEAST_SECONDS = 0.02  # of the processor at the larger scale; a query below it measures the clock


def times_of(company):
    """[(kind, rule, begun, seconds, processor seconds)] of the day that has just run."""
    with sqlite3.connect(company.folder / "state" / "state.db") as state:
        return [(kind, rule, begun / 1e6, duration / 1e6, processor / 1e6)
                for kind, rule, begun, duration, processor in
                state.execute("SELECT kind, rule_id, begun_us, duration_us, processor_us FROM rule_times")]


def busy_of(times):
    """Processor seconds in each second, while checks and KPIs run side by side."""
    rules = [row for row in times if row[0] != "derived"]
    span = max(begun + seconds for _, _, begun, seconds, _ in rules) - min(row[2] for row in rules)
    return sum(row[4] for row in rules) / span


def measure_scale(build, folder, scale):
    """Rows, {(kind, rule): (seconds, processor seconds)} with the lower of a few runs, and the busiest of them."""
    company = Company(build, folder, scale)
    best, busy = {}, 0.0
    for _ in range(ROUNDS):
        company.run()
        times = times_of(company)
        busy = max(busy, busy_of(times))
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
    results.judge(f"Rules, scale {max(scales)}: processors at work while checks and KPIs run, of 2", busy / 2,
                  TARGET_BUSY, "{:.2f}", note="the others on the machine take their share too")
