"""Days, months and periods. Today is always an argument: nothing here reads the clock."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip

FIRST_YEAR, LAST_YEAR = 1900, 2199
"""Years that something recorded, or asked for, may be of: further, adding months would leave the calendar."""


def first_day(day: date) -> date:
    """The first day of the month of ``day``: how a month is stored everywhere."""
    return day.replace(day=1)


def last_day(day: date) -> date:
    """The last day of the month of ``day``."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def add_months(day: date, months: int) -> date:
    """The same day ``months`` later (or earlier); the last of the month where it does not exist: 31/08 + 6 → 28/02."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def months_between(start: date, end: date) -> Iterator[date]:
    """First days of the months from ``start`` to ``end``, both included; none when they are reversed."""
    for index in range(start.year * 12 + start.month - 1, end.year * 12 + end.month):
        yield date(index // 12, index % 12 + 1, 1)


def overlap_days(start: date, end: date | None, since: date, until: date) -> int:
    """Days common to [start, end] and [since, until], ends included; an open end runs on."""
    return max(0, (min(end or until, until) - max(start, since)).days + 1)


def distinct_days(spans: Iterable[tuple[date, date]]) -> int:
    """Days covered by at least one of the spans, both ends included: overlaps count once."""
    total, reached = 0, 0  # the last day counted, as a number: there is no day after the last of all
    for start, end in sorted(spans):
        since = max(start.toordinal(), reached + 1)
        total += max(0, end.toordinal() - since + 1)
        reached = max(reached, end.toordinal())
    return total


@dataclass(frozen=True, order=True)
class Period:
    """Whole days from ``starts_on`` to ``ends_on``, both included."""

    starts_on: date
    ends_on: date

    def __post_init__(self) -> None:
        if self.ends_on < self.starts_on:
            raise ValueError("a period ends on or after the day it starts")

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.starts_on <= day <= self.ends_on


def french_day(day: date) -> str:
    """``12/03/2024``."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"  # `%Y` does not pad a year mistyped as 202


def french_month(day: date) -> str:
    """``mars 2024``."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def iso_month(day: date) -> str:
    """``2024-03``."""
    return day.isoformat()[:7]
