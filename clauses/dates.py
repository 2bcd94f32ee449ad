"""Days, months, periods and moments. Today is always an argument: nothing here reads the clock.

Moments are stored in UTC and read by the clocks of France: this is the one place that turns one into the other.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip

FIRST_YEAR, LAST_YEAR = 1900, 2199
"""Years that something recorded, or asked for, may be of: further, adding months would leave the calendar."""


PARIS: Final = ZoneInfo("Europe/Paris")
"""Whose clocks people read. Territories overseas would need another: they have none here yet."""

_SPACE: Final = "\u00a0"


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


def local(moment: datetime) -> datetime:
    """A moment by the clocks of France; one that says no zone is in UTC, as it is stored."""
    return (moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)).astimezone(PARIS)


def local_day(moment: datetime) -> date:
    """The day that it was in France."""
    return local(moment).date()


def comes_twice(moment: datetime) -> bool:
    """Whether the clocks show that hour twice: between two and three, the night when summer time ends."""
    there = local(moment)
    return there.replace(fold=0).utcoffset() != there.replace(fold=1).utcoffset()


def french_time(moment: datetime) -> str:
    """``14 h 30``; of an hour that comes twice, which of the two: ``2 h 30 (heure d'été)``."""
    there = local(moment)
    told = f"{there.hour}{_SPACE}h{_SPACE}{there.minute:02d}"
    season = "d'hiver" if there.fold else "d'été"
    return f"{told} (heure {season})" if comes_twice(moment) else told


def french_moment(moment: datetime) -> str:
    """``12/03/2024 à 14 h 30``."""
    return f"{french_day(moment)} à {french_time(moment)}"


def french_day(day: date) -> str:
    """``12/03/2024``; of a moment, the day that it was in France."""
    if isinstance(day, datetime):
        day = local_day(day)
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"  # `%Y` does not pad a year mistyped as 202


def french_month(day: date) -> str:
    """``mars 2024``."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def of_month(month: date) -> str:
    """« de mars 2023 », « d'avril 2023 »."""
    said = french_month(month)
    return f"d'{said}" if said.startswith(("a", "o")) else f"de {said}"


def iso_month(day: date) -> str:
    """``2024-03``."""
    return day.isoformat()[:7]
