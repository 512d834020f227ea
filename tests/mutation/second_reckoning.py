"""What the oracle says of a company's mornings: the one place that knows how to ask it."""

import datetime

from company_site import DATES
from oracle import checks, company, kpis
from oracle.disturbance import disturb
from oracle.facts import Facts
from oracle.workdays import Workdays


class SecondReckoning:
    """The mornings of one company so far; `see` adds one."""

    def __init__(self):
        self.usual = {}

    def see(self, site, today):
        """A morning's exceptions, {check: {key: (signature, owner)}}, and KPIs, {kpi: [(staff_no, split, measure,
        day_on, part, whole)]}."""
        raw = company.read(site.folder / "data")
        facts = Facts(company.as_of(raw, today), today, Workdays(site.etc / "holidays.yaml"))
        exceptions = checks.exceptions(facts, self.usual)
        self.usual = checks.now_usual(facts, self.usual)
        parts = {name: [(row.staff_no, row.split, row.measure, row.day_on, row.part, row.whole)
                        for row in kpi.parts(facts)] for name, kpi in kpis.KPIS.items()}
        return exceptions, parts


def disorder(folder, seed):
    """Makes of the databases in a folder, for the first morning, what a real site has."""
    disturb(folder, seed, datetime.date.fromisoformat(DATES[1]))
