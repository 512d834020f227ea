"""Days as khrop counts them (integers since 1970-01-01) and the company's working days, from its holidays.yaml."""

import datetime
import re

EPOCH = datetime.date(1970, 1, 1).toordinal()
WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


def day_of(year, month, day):
    """Days since 1970-01-01."""
    return datetime.date(year, month, day).toordinal() - EPOCH


def day_of_iso(text):
    """Of 2026-11-17, with or without a time of day behind it."""
    return day_of(int(text[0:4]), int(text[5:7]), int(text[8:10]))


def iso_of(day):
    """A day as 2026-11-17."""
    return datetime.date.fromordinal(day + EPOCH).isoformat()


def first_of_month(day):
    """The first day of a day's month."""
    date = datetime.date.fromordinal(day + EPOCH)
    return day_of(date.year, date.month, 1)


class Workdays:
    """The working days between the first and the last accepted date."""

    def __init__(self, path):
        text = path.read_text(encoding="utf-8")
        accepted = re.search(r"^accepted: *\{from: *(\S+), *to: *(\S+)\}", text, re.M)
        weekend = re.search(r"^weekend: *\[(.*)\]", text, re.M).group(1)
        free = {WEEKDAYS.index(name.strip()) for name in weekend.split(",")}
        holidays = {day_of_iso(found) for found in re.findall(r"^ *- *\{date: *(\d{4}-\d\d-\d\d)", text, re.M)}
        self.first, self.last = day_of_iso(accepted.group(1)), day_of_iso(accepted.group(2))
        self.working = {day for day in range(self.first, self.last + 1)
                        if (day + EPOCH - 1) % 7 not in free and day not in holidays}
        self.counted, count = {}, 0
        for day in range(self.first, self.last + 1):
            count += day in self.working
            self.counted[day] = count

    def between(self, after, through):
        """wd(a, b): the working days in (a, b], never below 0."""
        return max(0, self.counted[through] - self.counted[after])

    def due(self, after, count):
        """The count-th working day after a day."""
        day = after
        while count > 0:
            day += 1
            count -= day in self.working
        return day

    def last_at(self, day):
        """The last working day at or before a day."""
        while day not in self.working:
            day -= 1
        return day
