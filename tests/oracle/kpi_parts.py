"""What a KPI counts: a part, and a whole where it has one, of a member of staff, a split, a measure and a day."""

import collections

Part = collections.namedtuple("Part", "staff_no split measure day_on part whole")


def counted(staff_no, day_on, is_good, split=""):
    """One of a whole of one; `is_good` says whether it is in the part."""
    return Part(staff_no, split, "", day_on, int(is_good), 1)


def number(staff_no, day_on, part, split="", measure=""):
    """So many, of no whole."""
    return Part(staff_no, split, measure, day_on, part, None)
