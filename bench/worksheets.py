"""A worksheet through khrop's sheet writer, against bare libxlsxwriter in constant_memory."""

import subprocess

from measure import BenchError

TARGET_RATIO = 0.85


def measure(build, rows, results):
    """The program compares by itself; both write the same cells."""
    program = str(build / "bench" / "worksheet_bench")
    run = subprocess.run([program, str(rows)], capture_output=True, text=True, check=False)
    if run.returncode != 0:
        raise BenchError(f"{program}: {run.stderr.strip()}")
    best, peak = {}, {}
    for line in run.stdout.splitlines():
        name, *numbers = line.split()
        if name != "ratio":
            best[name] = min(best.get(name, float("inf")), float(numbers[2]))
            peak[name] = max(peak.get(name, 0), int(numbers[3]))
    results.judge(f"Worksheet, {rows:,} rows of 12 columns: speed of bare libxlsxwriter",
                  best["bare"] / best["khrop"], TARGET_RATIO, "{:.2f}",
                  note=f"by processor seconds: {best['khrop']:.2f} against {best['bare']:.2f}; peak "
                  f"{peak['khrop'] / 1024:.0f} MiB")
