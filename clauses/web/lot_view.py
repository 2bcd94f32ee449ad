"""A lot as one reader sees it: what the companies shown owe, did and will do, in figures and in one sentence. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from clauses.dates import french_day, months_between
from clauses.hours.compliance import Span, Status
from clauses.quantities import NO_BREAK_SPACE, french_hours, half_up
from clauses.reports.compliance import Compliance, LotPosition, Position
from clauses.reports.documents.pictures import BurnUp

_WORST = (Status.MISSED, Status.LATE, Status.ON_TRACK, Status.DONE, Status.NO_OBLIGATION)
"""The state of a lot, or of a market, is that of what it must worry about most."""
_MOST_MONTHS = 120


@dataclass(frozen=True)
class Gauge:
    """Hundredths of an hour: due, counted, projected at the end (None where nothing can be projected)."""

    due: int
    done: int
    projected: int | None
    status: Status
    short: int
    sentence: str


@dataclass(frozen=True)
class LotView:
    """A lot with the companies that the reader may see."""

    lot: LotPosition
    positions: tuple[Position, ...]
    gauge: Gauge
    at_risk_cents: int

    @property
    def span(self) -> Span:
        return self.lot.span

    @property
    def status(self) -> Status:
        return self.gauge.status


def worst(statuses: Iterable[Status]) -> Status:
    """The one to worry about most; of nothing, nothing due."""
    held = set(statuses)
    return next((status for status in _WORST if status in held), Status.NO_OBLIGATION)


def lot_view(lot: LotPosition, seen: Collection[int] | None = None) -> LotView:
    """The lot reduced to the contractors of ``seen`` (None: all of them)."""
    shown = tuple(each for each in lot.positions if seen is None or each.contractor.id in seen)
    due = lot.due.hours if seen is None or len(shown) == len(lot.positions) else sum(each.due.hours for each in shown)
    done = sum(each.hours.counted for each in shown)
    known = [each.projected for each in shown]
    projected = None if None in known or not known else sum(amount or 0 for amount in known)
    status = worst(each.standing.status for each in shown) if lot.positions else worst(lot.statuses)
    if lot.group is not None:
        short = (lot.group.short or 0) if status is Status.LATE else lot.group.missing
    else:
        wanting = (Status.LATE, Status.MISSED)
        short = sum(
            max(each.standing.missing, each.standing.short or 0) for each in shown if each.standing.status in wanting
        )
    gauge = Gauge(
        due,
        done,
        projected,
        status,
        short,
        progress_words(due, done, projected, short, lot.span.ends_on, over=status is Status.MISSED),
    )
    return LotView(lot, shown, gauge, sum(each.exposed for each in shown))


def views(found: Compliance, seen: Collection[int] | None = None) -> tuple[LotView, ...]:
    """Every lot of a market, as its reader sees it."""
    return tuple(lot_view(lot, seen) for lot in found.lots)


def whole(lots: Iterable[LotView]) -> Gauge:
    """The gauge of several lots at once; what cannot be projected counts for what was done."""
    gauges = [lot.gauge for lot in lots]
    due, done = sum(each.due for each in gauges), sum(each.done for each in gauges)
    projected = sum(each.done if each.projected is None else each.projected for each in gauges)
    short = sum(each.short for each in gauges)
    status = worst(each.status for each in gauges)
    over = all(each.status not in (Status.LATE, Status.ON_TRACK) for each in gauges) and short > 0
    words = progress_words(due, done, projected, short, None, over=over)
    return Gauge(due, done, projected, status, short, words)


def progress_words(
    due: int, done: int, projected: int | None, short: int, ends_on: date | None, *, over: bool = False
) -> str:
    """« 640,00 h faites sur 1 000,00 h dues, 980,00 h prévues au 30/06/2025 : il manquera 20,00 h. »"""
    if not due:
        return f"{french_hours(done)} faites, aucune heure due."
    said = f"{french_hours(done)} faites sur {french_hours(due)} dues"
    if projected is not None and projected > done:
        end = f" au {french_day(ends_on)}" if ends_on else " à la fin"
        said += f", {french_hours(projected)} prévues{end}"
    return f"{said}{NO_BREAK_SPACE}: {_ending(due, done, projected, short, over=over)}."


def _ending(due: int, done: int, projected: int | None, short: int, *, over: bool) -> str:
    if not short:
        return "c'est fait" if done >= due else "en bonne voie"
    reached = done if over or projected is None else projected
    # Each answers for its own hours: what one does beyond its due fills nobody else's.
    whose = " à un attributaire au moins" if short > max(due - reached, 0) else ""
    return f"{'il en a manqué' if over else 'il manquera'} {french_hours(short)}{whose}"


def burn_up(view: LotView, on: date) -> BurnUp | None:
    """The hours of a lot as they add up, against an even pace; None without hours due or without both ends."""
    span, gauge = view.span, view.gauge
    start = span.starts_on
    if start is None or span.ends_on is None or not gauge.due:
        return None
    months = list(months_between(start, span.ends_on))[:_MOST_MONTHS]
    if len(months) < 2:
        return None
    per_month: dict[date, int] = defaultdict(int)
    for position in view.positions:
        for month, counted in position.hours.months.items():
            per_month[max(month, months[0])] += counted
    so_far, done = 0, []
    for month in months:
        so_far += per_month.get(month, 0)
        done.append(so_far if month <= on else None)
    last = max((at for at, amount in enumerate(done) if amount is not None), default=-1)
    return BurnUp(
        title=gauge.sentence,
        months=tuple(months),
        due=gauge.due,
        planned=tuple(half_up(Fraction(gauge.due * (at + 1), len(months))) for at in range(len(months))),
        done=tuple(done),
        projected=_towards(gauge, done, last, len(months)),
    )


def _towards(gauge: Gauge, done: list[int | None], last: int, months: int) -> tuple[int | None, ...]:
    """From the last month known to the end, evenly."""
    if last < 0 or last == months - 1 or gauge.projected is None:
        return (None,) * months
    start, left = done[last] or 0, months - 1 - last
    rise = gauge.projected - start
    return (*(None,) * last, *(start + half_up(Fraction(rise * step, left)) for step in range(left + 1)))
