"""The oracle's view of a company's site: its databases, calendar, postcodes and authority matrix."""

import re

from company_site import ROOT
from oracle import company
from oracle.authority import Authority, read_matrix
from oracle.facts import Facts
from oracle.identity import Postcodes
from oracle.workdays import Workdays

POSTCODES = [ROOT / "jobs" / "catalogue" / "reference" / "thai_postcodes.csv",
             ROOT / "examples" / "company" / "thai_postcodes.csv"]


def postcodes():
    """The table of postcodes, wherever it stands."""
    return Postcodes(next(path for path in POSTCODES if path.is_file()))


def restate_days(site):
    """How many days a site's job reckons again."""
    return int(re.search(r"(?m)^ *restate_days: (\d+)$", (site.etc / "jobs.yaml").read_text(encoding="utf-8")).group(1))


def facts_of(site, datasets, today):
    """What is known of a site's datasets on a day."""
    facts = Facts(company.as_of(datasets, today), today, Workdays(site.etc / "holidays.yaml"), postcodes(),
                  Authority(read_matrix(site.etc / "authority.yaml")))
    facts.row_counts = {name: len(rows) for name, rows in datasets.items() if rows is not None}
    return facts
