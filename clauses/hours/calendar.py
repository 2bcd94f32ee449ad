"""Where the months of a contractor stand: to be sent, sent, to check, validated, locked. Pure.

A month is expected from whoever owes hours, from the one of the notification to the one of the end, once it is over.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from clauses.dates import add_months, first_day, months_between
from clauses.hours.compliance import Span
from clauses.hours.rules import LineState
from clauses.reference.rules import Labelled

USUAL_DAY = 15
"""« Before the 15th of the next month », in a CCAP of 2021 for intellectual services: the day taken where none is
recorded. It is a usage, not a law, and is shown with its source."""

ASKED_AFTER_END = 3
"""Months after the end of a lot during which a month that never came is still asked for."""


class MonthState(Labelled):
    """What is still to be done of a month; the label is what people read."""

    MISSING = "missing", "à déposer"
    SUBMITTED = "submitted", "déposé"
    TO_CHECK = "to_check", "à vérifier"
    VALIDATED = "validated", "validé"
    LOCKED = "locked", "verrouillé"


@dataclass(frozen=True)
class Month:
    """One month of one contractor. ``state`` None: nothing was expected nor sent. ``hours`` are hundredths, whatever
    their state; ``late`` the days past the day when it was due."""

    month: date
    state: MonthState | None
    hours: int = 0
    late: int = 0


def due_day(month: date, day: int = USUAL_DAY) -> date:
    """The last day to send a month: that day of the next one."""
    return add_months(first_day(month), 1).replace(day=day)


def expected(span: Span, on: date, *, owes: bool) -> frozenset[date]:
    """The months that should have been sent by a day: whole ones, while the lot ran."""
    if not owes or span.starts_on is None:
        return frozenset()
    last = add_months(first_day(on), -1)
    for end in (span.ends_on, span.closed_on):
        last = min(last, first_day(end)) if end is not None else last
    return frozenset(months_between(span.starts_on, last)) if last >= first_day(span.starts_on) else frozenset()


def awaited(span: Span, on: date, *, owes: bool) -> frozenset[date]:
    """The months expected that are still asked for: those of a lot that is not closed, until three months after its
    end; what never came of an older lot is settled with its penalty, not asked for (our choice, said on the page)."""
    ended = span.ends_on is not None and add_months(first_day(span.ends_on), ASKED_AFTER_END) < first_day(on)
    if ended or span.closed_on is not None:
        return frozenset()
    return expected(span, on, owes=owes)


def months_of(
    shown: Iterable[date],
    sent: Mapping[date, Mapping[LineState, int]],
    awaited: Collection[date],
    *,
    locked: Collection[date],
    on: date,
) -> tuple[Month, ...]:
    """One contractor's row of the calendar. ``sent``: hundredths of an hour by state, of each month declared (an empty
    mapping is a declaration without a line)."""
    return tuple(_month(month, sent.get(month), month in awaited, month in locked, on) for month in shown)


def _month(month: date, sent: Mapping[LineState, int] | None, awaited: bool, locked: bool, on: date) -> Month:
    if sent is None:
        if not awaited:
            return Month(month, None)
        return Month(month, MonthState.MISSING, late=max(0, (on - due_day(month)).days))
    hours = sum(sent.values())
    if LineState.TO_CHECK in sent:
        return Month(month, MonthState.TO_CHECK, hours)
    if LineState.SUBMITTED in sent:
        return Month(month, MonthState.SUBMITTED, hours)
    return Month(month, MonthState.LOCKED if locked else MonthState.VALIDATED, hours)
