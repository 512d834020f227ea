"""The demonstration company's whole day: against an analyst's script, and as the company grows."""

import csv
import decimal
import re
import shutil
import subprocess

from measure import BenchError, Measured

DATE = "2026-11-17"
NOW = DATE + "T06:00:00+07:00"
TARGET_SPEED = 3.0
TARGET_MEMORY = 0.1
TARGET_GROWTH = 1.2
ROUNDS = 2
CHECKS = ["BO-01", "BO-02", "BO-04", "BO-05", "BO-07", "BO-09", "CR-01", "CRM-01", "SRC-01", "VIS-01", "VIS-02",
          "VIS-03", "VIS-04"]
KPIS = ["on_time_delivery", "otif", "visit_completion", "case_satisfaction", "quote_conversion", "back_orders_open",
        "back_order_age", "crm_completeness", "overdue_balance"]
KEY = ["kpi_id", "period", "level", "level_no", "split", "measure"]
STAGES = [("pull", r"source \S+: "), ("prepare, checks and KPIs", r"checks and KPIs: ")]


class Company:
    """The demonstration company at a scale, and its day."""

    def __init__(self, build, folder, scale):
        self.khrop, self.folder, self.scale, self.rows = str(build / "khrop"), folder / f"scale-{scale}", scale, 0
        folder.mkdir(exist_ok=True)
        made = subprocess.run([self.khrop, "demo", str(self.folder), "--scale", str(scale)], capture_output=True,
                              text=True, check=False)
        if made.returncode != 0:
            raise BenchError(f"khrop demo: {made.stderr.strip()}")

    def keep_to(self, checks, kpis):
        """Runs only these, whatever else is shipped."""
        jobs = self.folder / "etc" / "jobs.yaml"
        jobs.write_text(f"{jobs.read_text(encoding='utf-8').rstrip()}\n    checks: [{', '.join(checks)}]\n"
                        f"    kpis: [{', '.join(kpis)}]\n", encoding="utf-8")

    def run(self):
        """A first day."""
        for name in ("state", "out"):
            shutil.rmtree(self.folder / name, ignore_errors=True)
        measured = Measured([self.khrop, "run", "daily", "--config", str(self.folder / "etc"), "--date", DATE],
                            env={"KHROP_NOW": NOW, "PATH": "/usr/bin:/bin"})
        self.rows = sum(int(row["source_row_count"]) for row in table(self.published() / "csv" / "pulls.csv"))
        return measured

    def best(self):
        """The quickest of a few, with the highest of their peaks."""
        runs = [self.run() for _ in range(ROUNDS)]
        best = min(runs, key=lambda run: run.seconds)
        best.peak_private = max(run.peak_private for run in runs)
        return best

    def published(self):
        """The folder of the day's files."""
        return self.folder / "out" / "daily" / DATE

    def peer(self, way):
        """The analyst's day."""
        out = self.folder / f"peer-{way}"
        shutil.rmtree(out, ignore_errors=True)
        return Measured(["/usr/bin/python3", "-B", "bench/peer_day.py", way, str(self.folder), str(out), DATE])


def table(path):
    """A CSV file's rows."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def exceptions_of(folder):
    """What was found and whose list it is on."""
    return {(row["exception_id"], row["list_no"]) for row in table(folder / "csv" / "exceptions.csv")}


def figures_of(folder):
    """{key: (part, whole)}; the analyst's are floating-point, and so compared to four decimals."""
    def number(text):
        return decimal.Decimal(text).quantize(decimal.Decimal("0.0001")) if text else None

    return {tuple(row[name] for name in KEY): (number(row["part"]), number(row["whole"]))
            for row in table(folder / "csv" / "kpi_values.csv")}


def agree(company, way):
    """Both have found the same exceptions, for the same lists, and the same figures on every level. Returns how
    many of each."""
    ours, theirs = company.published(), company.folder / f"peer-{way}"
    differing = exceptions_of(ours) ^ exceptions_of(theirs)
    if differing:
        raise BenchError(f"scale {company.scale}: khrop and the peer differ in {sorted(differing)[:5]}")
    mine, other = figures_of(ours), figures_of(theirs)
    wrong = [key for key in mine.keys() | other.keys() if mine.get(key) != other.get(key)]
    if wrong:
        raise BenchError(f"scale {company.scale}: of {len(mine)} figures {len(wrong)} differ, such as {wrong[0]}: "
                         f"{mine.get(wrong[0])} and {other.get(wrong[0])}")
    return len(exceptions_of(ours)), len(mine)


def stages_of(measured):
    """[(name, seconds, peak private KiB)], as far as the run tells: it prints a line when a stage is over."""
    ends = [(name, max((at for at, line in measured.lines if re.match(start, line)), default=None))
            for name, start in STAGES]
    if any(end is None for _, end in ends):
        return []
    begun, stages = 0.0, []
    for name, end in ends + [("worklist and reports", measured.seconds)]:
        stages.append((name, end - begun, measured.peak_private_between(begun, end)))
        begun = end
    return stages


def peer_stages_of(measured):
    """The same of the analyst's script."""
    return [(line.split()[1], float(line.split()[2])) for _, line in measured.lines if line.startswith("stage ")]


def measure_day(build, folder, scale, results):
    """The same thirteen checks and nine KPIs by both, agreed upon first on a small company."""
    counts = {}
    for size in sorted({1, scale}):
        company = Company(build, folder, size)
        company.keep_to(CHECKS, KPIS)
        ours = company.best()
        for way, what in (("odbc", "over ODBC, the same job"), ("files", "by the short cut of files")):
            theirs = company.peer(way)
            counts[size] = agree(company, way)
            if size != scale:
                continue
            results.judge(f"Whole day at scale {scale}: times faster than pandas {what}",
                          theirs.seconds / ours.seconds, TARGET_SPEED, "{:.1f}",
                          note=f"{company.rows:,} rows: {ours.seconds:.1f} s against {theirs.seconds:.1f} s; processor "
                          f"seconds {ours.processor:.1f} against {theirs.processor:.1f}")
            results.judge(f"Whole day at scale {scale}: memory, of that of pandas {what}",
                          ours.peak_private / theirs.peak_private, TARGET_MEMORY, "{:.3f}", False,
                          f"{ours.peak_private / 1024:.0f} MiB (all processes together) against "
                          f"{theirs.peak_private / 1024:.0f} MiB")
            results.day.append((f"pandas, {way}", theirs.seconds, theirs.peak_private, peer_stages_of(theirs)))
        if size == scale:
            results.day.insert(0, ("khrop", ours.seconds, ours.peak_private,
                                   [stage[:2] for stage in stages_of(ours)]))
    agreed = " and ".join(f"{exceptions} exceptions and {figures:,} figures at scale {size}"
                          for size, (exceptions, figures) in counts.items())
    results.say(f"Khrop and both scripts agree on all {agreed}.")


def measure_growth(build, folder, scales, results):
    """The whole catalogue as shipped, on a company of several sizes."""
    for scale in scales:
        company = Company(build, folder / "growth", scale)
        measured = company.best()
        results.growth.append((scale, company.rows, measured, stages_of(measured)))
        shutil.rmtree(company.folder)
    costs = [measured.seconds / rows for _, rows, measured, _ in results.growth]
    peaks = [measured.peak_private for _, _, measured, _ in results.growth]
    ends = f"scale {scales[0]} to {scales[-1]}"
    results.judge(f"Growth, {ends}: seconds per row, the dearest to the cheapest", max(costs) / min(costs),
                  TARGET_GROWTH, "{:.2f}", False,
                  ", ".join(f"{cost * 1e6:.2f}" for cost in costs) + " s per million rows")
    results.judge(f"Growth, {ends}: peak memory, the highest to the lowest", max(peaks) / min(peaks),
                  TARGET_GROWTH, "{:.2f}", False,
                  ", ".join(f"{peak / 1024:.0f}" for peak in peaks) + " MiB, all processes together")
