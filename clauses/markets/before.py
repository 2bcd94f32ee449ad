"""What a market said before it was written over: the state that held on a day. Pure.

An end that is postponed, or publics that change, hold from the day they are written; what a day before answered stands.
A slip that is corrected never held, and what was blank is filled for every day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from clauses.dates import french_day
from clauses.markets.rules import MarketField, Rewriting
from clauses.quantities import NO_BREAK_SPACE

HELD_FROM_A_DAY = frozenset({MarketField.ENDS_ON, MarketField.PUBLICS})
"""What may change while a market runs. A title, a notification or a consultation has one value: another is a slip."""


@dataclass(frozen=True)
class Before:
    """What a field said (None: nothing), as it is kept, until the day it was written over; by whom, from which file."""

    field: MarketField
    said: str | None
    until: date
    rewriting: Rewriting
    author: str
    file: str | None = None


def rewriting_of(field: MarketField, said: str | None, *, correction: bool) -> Rewriting:
    """How writing over ``said`` is taken: from a day on where it changes, for every day where it was blank or wrong."""
    dated = field in HELD_FROM_A_DAY and said is not None and not correction
    return Rewriting.CHANGE if dated else Rewriting.CORRECTION


def said_on(before: Sequence[Before], field: MarketField, now: str | None, on: date) -> str | None:
    """What a field said on a day; ``now`` is what it says today, ``before`` is in the order of the writings."""
    return next((each.said for each in _changes(before, field) if on < each.until), now)


def end_on(before: Sequence[Before], now: date | None, on: date) -> date | None:
    """The end that a market had on a day, its amendments apart."""
    return _day(said_on(before, MarketField.ENDS_ON, _text(now), on))


def ends_written(before: Sequence[Before], now: date | None) -> tuple[date | None, list[tuple[date, date | None]]]:
    """The end first agreed, and those written since, each with the day from which it holds."""
    changes = _changes(before, MarketField.ENDS_ON)
    said = [*(_day(each.said) for each in changes), now]
    return said[0], [(each.until, end) for each, end in zip(changes, said[1:], strict=True)]


def in_words(before: Sequence[Before], on: date) -> list[str]:
    """French sentences on what a market said before, as known at a day; corrections are told at any day."""
    return [
        _in_words(each)
        for each in before
        if each.said is not None and (each.rewriting is Rewriting.CORRECTION or each.until <= on)
    ]


def _in_words(each: Before) -> str:
    said = french_day(day) if (day := _as_day(each)) else f"«{NO_BREAK_SPACE}{each.said}{NO_BREAK_SPACE}»"
    source = f" (fichier «{NO_BREAK_SPACE}{each.file}{NO_BREAK_SPACE}»)" if each.file else ""
    when = french_day(each.until)
    whose, told = f"{each.author}{source}", f"{each.field.label}{NO_BREAK_SPACE}: {said}"
    if each.rewriting is Rewriting.CORRECTION:
        return f"{told} était une erreur, corrigée le {when} par {whose}."
    return f"{told} avant le {when}, puis une autre valeur, d'après {whose}."


def _as_day(each: Before) -> date | None:
    dated = each.field in (MarketField.ENDS_ON, MarketField.NOTIFIED_ON, MarketField.CONSULTED_ON)
    return _day(each.said) if dated else None


def _changes(before: Sequence[Before], field: MarketField) -> list[Before]:
    """In the order of their days; of one day, in that of the writings."""
    changes = (each for each in before if each.field is field and each.rewriting is Rewriting.CHANGE)
    return sorted(changes, key=lambda each: each.until)


def as_kept(values: Mapping[str, object]) -> dict[MarketField, str | None]:
    """The columns of a market as texts: what is kept of each when it is written over."""
    return {MarketField(name): _text(value) for name, value in values.items()}


def _text(value: object) -> str | None:
    return None if value is None else value.isoformat() if isinstance(value, date) else str(value)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
