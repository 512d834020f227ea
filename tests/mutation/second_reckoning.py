"""What the oracle says of a company's mornings: the one place that knows how to ask it."""

import datetime

from company_site import DATES, ROOT
from oracle import company, kpis
from oracle.facts import Facts
from oracle.identity import Postcodes
from oracle.memory import Memory
from oracle.random_company import draw
from oracle.workdays import Workdays


class SecondReckoning:
    """The mornings of one company so far; `see` adds one."""

    def __init__(self):
        self.memory = Memory()

    def see(self, site, today):
        """({check: {key: (signature, owner)}}, {kpi: [(staff_no, split, measure, day_on, part, whole)]}) of a morning."""
        facts = Facts(company.as_of(company.read(site.folder / "data"), today), today, Workdays(site.etc / "holidays.yaml"),
                      Postcodes(ROOT / "jobs" / "catalogue" / "reference" / "thai_postcodes.csv"))
        exceptions = {check: {key: row[:2] for key, row in rows.items()} for check, rows in self.memory.see(facts).items()}
        figures, parts = {}, {}
        for name, kpi in kpis.KPIS.items():
            if facts.missing & set(kpi.needs):
                continue
            found = list(kpi.parts(facts, kpis.KPIS, dict(figures)) if name == "targets_met" else kpi.parts(facts))
            figures.update(kpis.kpi_figures(facts, name, found))
            parts[name] = [(row.staff_no, row.split, row.measure, row.day_on, row.part, row.whole) for row in found]
        return exceptions, parts


def disorder(folder, seed):
    """Makes of the databases in a folder, for the first morning, what a real site has."""
    draw(folder, seed, datetime.date.fromisoformat(DATES[1]))
