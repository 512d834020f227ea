"""What the oracle says of a company's mornings: the one place that knows how to ask it."""

import datetime

from company_site import DATES
from oracle import company, kpis
from oracle.memory import Memory
from oracle.random_company import draw
from oracle_site import facts_of, restate_days


class SecondReckoning:
    """The mornings of one company so far; `see` adds one."""

    def __init__(self):
        self.memory = None

    def see(self, site, today):
        """({check: {key: (signature, owner)}}, {kpi: [(staff_no, split, measure, day_on, part, whole)]}) of a morning."""
        self.memory = self.memory or Memory(restate_days=restate_days(site))
        facts = facts_of(site, company.read(site.folder / "data"), today)
        exceptions = {check: {key: row[:2] for key, row in rows.items()} for check, rows in self.memory.see(facts).items()}
        figures, parts = {}, {}
        for name, kpi in kpis.KPIS.items():
            if facts.missing & set(kpi.needs):
                continue
            found = list(kpi.parts(facts, kpis.KPIS, dict(figures)) if name == "targets_met" else kpi.parts(facts))
            parts[name] = [(row.staff_no, row.split, row.measure, row.day_on, row.part, row.whole) for row in found]
            kept = found if kpi.stock or not kpis.HISTORY else self.memory.with_older_days(facts, name, found)
            figures.update(kpis.kpi_figures(facts, name, kept))
        return exceptions, parts


def disorder(folder, seed):
    """Makes of the databases in a folder, for the first morning, what a real site has."""
    draw(folder, seed, datetime.date.fromisoformat(DATES[1]))
