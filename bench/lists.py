"""Lists to work in: one of many rows against bare libxlsxwriter, two at once, and a day with 200,000 exceptions of which
one person has 10,000."""

import re
import subprocess
import zipfile

from days import Company
from measure import BenchError

TARGET_RATIO, TARGET_AT_ONCE, TARGET_MEMORY = 0.8, 1.6, 64
ONE, MANY = 10000, 200000
# A check of the site's own that finds as many as are wanted: the first of them are one person's, the others everybody's.
CHECK = """-- id: X-01
-- title: {en: Made for the benchmark, th: รายการสำหรับวัดความเร็ว}
-- why: {en: "{item_name}: {owed_qty} owed since {opened_on}", th: "สินค้า {item_name} ยังค้างส่ง {owed_qty} ตั้งแต่ {opened_on}"}
-- todo: {en: Ask the shop which is right, th: ตรวจสอบจำนวนที่ค้างส่งจริง แล้วแก้จำนวนให้ตรงกัน}
-- compares: [owed_qty, crm_qty]
-- at_stake: order_amount
-- needs: {customers: [], staff: []}
-- key: [order_no]
-- signature: [owed_qty]
-- kind: state
-- owner: staff_no
-- severity: high
WITH RECURSIVE numbers(number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < MANY),
buyers AS (SELECT customer_no, row_number() OVER (ORDER BY customer_no) AS place FROM customers),
people AS (SELECT staff_no, row_number() OVER (ORDER BY staff_no) AS place, count(*) OVER () AS people_count
    FROM staff WHERE is_active = 1)
SELECT 'SO' || numbers.number AS order_no, buyers.customer_no, people.staff_no,
       'กระเบื้องปูพื้น 60x60 ซม. สีเทา รุ่น ' || (numbers.number % 997) AS item_name,
       :today - numbers.number % 40 AS opened_on, (numbers.number % 90) * 10000 AS owed_qty,
       (numbers.number % 70) * 10000 AS crm_qty, numbers.number * 12345 AS order_amount
FROM numbers
LEFT JOIN buyers ON buyers.place = numbers.number % 400 + 1
JOIN people ON people.place = CASE WHEN numbers.number <= ONE THEN 1 ELSE 2 + numbers.number % (people_count - 1) END
"""


def sheet(build, rows, results):
    """The program compares by itself; both write the same cells."""
    program = str(build / "bench" / "list_bench")
    run = subprocess.run([program, str(rows)], capture_output=True, text=True, check=False)
    if run.returncode != 0:
        raise BenchError(f"{program}: {run.stderr.strip()}")
    seconds, processor, peak = {}, {}, {}
    for line in run.stdout.splitlines():
        name, *numbers = line.split()
        seconds[name] = min(seconds.get(name, float("inf")), float(numbers[1]))
        processor[name] = min(processor.get(name, float("inf")), float(numbers[2]))
        peak[name] = max(peak.get(name, 0), int(numbers[3]))
    results.judge(f"List, {rows:,} rows of 12 columns with styles and validations: speed of bare libxlsxwriter",
                  processor["bare"] / processor["khrop"], TARGET_RATIO, "{:.2f}",
                  note=f"by processor seconds: {processor['khrop']:.2f} against {processor['bare']:.2f}; peak "
                  f"{peak['khrop'] / 1024:.0f} MiB")
    results.judge(f"Two such lists at once, {rows:,} rows each: speed of one after the other",
                  seconds["turns"] / seconds["pair"], TARGET_AT_ONCE, "{:.2f}",
                  note=f"by the clock: {seconds['pair']:.2f} s against {seconds['turns']:.2f}; peak "
                  f"{peak['pair'] / 1024:.0f} MiB")


def rows_of(path):
    """How many rows the first sheet of a workbook has."""
    with zipfile.ZipFile(path) as parts, parts.open("xl/worksheets/sheet1.xml") as part:
        return sum(len(re.findall(rb"<row ", line)) for line in iter(lambda: part.read(1 << 20) + part.readline(), b""))


def day(build, folder, many, results):
    """A day on which that many are found: its time and memory, and that the lists hold them."""
    company = Company(build, folder / "lists", 1)
    one = max(1, many * ONE // MANY)
    checks = company.folder / "etc" / "catalogue" / "checks"
    checks.mkdir(parents=True, exist_ok=True)
    (checks / "X-01.sql").write_text(CHECK.replace("MANY", str(many)).replace("ONE", str(one)), encoding="utf-8")
    company.keep_to(["X-01"], ["exceptions_open"])
    run = company.run()
    lists = {path.name: rows_of(path) for path in (company.published() / "lists").glob("*.xlsx")}
    # Above the rows stand four lines and the headings.
    found = sum(lists.values()) - 5 * len(lists)
    if found != many:
        raise BenchError(f"{many} exceptions, {found} on the lists")
    results.judge(f"A day with {many:,} exceptions, {one:,} of them one person's: private memory, MiB",
                  run.peak_private / 1024, TARGET_MEMORY, "{:.0f}", is_higher_better=False,
                  note=f"{run.seconds:.1f} s, {run.processor:.1f} of the processor, all files; {len(lists)} lists")
