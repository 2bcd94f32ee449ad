"""Where a contractor stands on a lot at a day: done, projected, status. Pure.

Definitions of the product's own domain (PLIE Dijon, bilan 2023, and a CCAP of 2021), read as follows:

- a month is in when its first day is: asked on 15 June or on 30 June, June is counted and May too, July is not; the
  months left are those that start after the day asked, up to that of the end: asked on 30 June 2023 for an end on 28
  May 2025, 23 months are left;
- the projection is what counts, plus the mean of the last three months that hold validated hours (of those there are,
  if fewer) for each month left, rounded once, half up; a month validated at zero is a month; without any validated
  month, and once a lot is over, it is what counts; without an end it is not known;
- a lot is over the day after its end, or from the day it is closed; its last day still runs;
- statuses, the first that holds: nothing due; done (counted ≥ due); missed (over and counted < due); late (projected <
  due); on track.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from clauses.dates import french_day
from clauses.quantities import NO_BREAK_SPACE, french_hours, half_up
from clauses.reference.rules import Labelled

RECENT_MONTHS = 3
"""Validated months whose mean is projected."""


class Status(Labelled):
    """Where someone stands; the label is what people read."""

    NO_OBLIGATION = "no_obligation", "Sans obligation"
    DONE = "done", "Réalisé"
    MISSED = "missed", "Manqué"
    LATE = "late", "En retard"
    ON_TRACK = "on_track", "En bonne voie"


@dataclass(frozen=True)
class Span:
    """When a lot runs: its market's notification and end (amended), and the day it was closed, if it was."""

    starts_on: date | None = None
    ends_on: date | None = None
    closed_on: date | None = None

    def over(self, on: date) -> bool:
        """Whether nothing more can be done at a day."""
        closed = self.closed_on is not None and self.closed_on <= on
        return closed or (self.ends_on is not None and self.ends_on < on)

    def running(self, on: date) -> bool:
        """Notified by that day, or without a day of notification, and not over."""
        return (self.starts_on is None or self.starts_on <= on) and not self.over(on)


@dataclass(frozen=True)
class Standing:
    """Hundredths of an hour; ``projected`` and ``short``, what the projection lacks, are None without an end.

    ``missing`` is what lacks for good: zero while the lot runs. ``left`` is in months.
    """

    status: Status
    due: int
    counted: int
    projected: int | None
    missing: int
    short: int | None
    left: int | None

    @property
    def sentence(self) -> str:
        """What is counted of what is due, and what it comes to."""
        return _said(self.status, self.due, self.counted, self.projected, self.left)


def months_left(span: Span, on: date) -> int | None:
    """Whole months that start after the day asked, up to that of the end; None without an end."""
    if span.over(on):
        return 0
    if span.ends_on is None:
        return None
    # Reckoned, not walked through: an overview asks twenty thousand lots at once.
    return max(0, (span.ends_on.year - on.year) * 12 + span.ends_on.month - on.month)


def projection(counted: int, validated: Mapping[date, int], left: int | None) -> int | None:
    """Hundredths of an hour at the end: ``validated`` gives the counted hours of each month with validated lines."""
    if left is None:
        return None
    recent = [validated[month] for month in sorted(validated)[-RECENT_MONTHS:]]
    return counted + half_up(Fraction(sum(recent) * left, len(recent))) if recent else counted


def stands(*, due: int, counted: int, validated: Mapping[date, int], span: Span, on: date) -> Standing:
    """The standing at a day; ``counted`` and ``validated`` are those of the months up to it."""
    left = months_left(span, on)
    projected = projection(counted, validated, left)
    short = None if projected is None else max(0, due - projected)
    over = span.over(on)
    missing = max(0, due - counted) if over else 0
    status = _status(due, counted, projected, over=over)
    return Standing(status, due, counted, projected, missing, short, left)


def _status(due: int, counted: int, projected: int | None, *, over: bool) -> Status:
    if due <= 0:
        return Status.NO_OBLIGATION
    if counted >= due:
        return Status.DONE
    if over:
        return Status.MISSED
    return Status.LATE if projected is not None and projected < due else Status.ON_TRACK


def _said(status: Status, due: int, counted: int, projected: int | None, left: int | None) -> str:
    so_far = f"{french_hours(counted)} comptées sur {french_hours(due)} dues"
    if status is Status.NO_OBLIGATION:
        return f"{french_hours(counted)} comptées, aucune heure due."
    if status is Status.DONE:
        return f"{so_far}{NO_BREAK_SPACE}: obligation remplie."
    if status is Status.MISSED:
        return f"{so_far}{NO_BREAK_SPACE}: il en manque {french_hours(due - counted)}, et le lot est terminé."
    if projected is None:
        return f"{so_far}{NO_BREAK_SPACE}: sans date de fin, rien ne peut être projeté."
    pace = f"au rythme des derniers mois validés, {french_hours(projected)} à la fin ({_months(left or 0)})"
    return f"{so_far}{NO_BREAK_SPACE}: {pace}."


def _months(left: int) -> str:
    return f"dans {left}{NO_BREAK_SPACE}mois" if left else "ce mois-ci"


def over_since(span: Span) -> str:
    """When a lot was over, in words: for the table and the overview."""
    if span.closed_on is not None:
        return f"clos le {french_day(span.closed_on)}"
    return f"fin le {french_day(span.ends_on)}" if span.ends_on else "sans date de fin"
