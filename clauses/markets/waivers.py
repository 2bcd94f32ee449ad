"""Remises de pénalités: what a buyer gave up of a penalty simulated, and what remains due. Pure.

A buyer gives up all or part of a penalty, by its own will or because its market exempts the company. Which article says
so differs from one market to the next and was not read: it stands with the decision, in the words of whoever records
it, and no text of law is printed here. The amounts are cents.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from clauses.dates import french_day
from clauses.errors import Conflict
from clauses.markets.obligations import euros
from clauses.quantities import NO_BREAK_SPACE


@dataclass(frozen=True)
class Waiver:
    """What was given up on a day, in cents; only those that hold: not withdrawn, and confirmed where it takes two."""

    granted_on: date
    cents: int


def waived(waivers: Iterable[Waiver], on: date) -> int:
    """Cents given up by the end of a day."""
    return sum(each.cents for each in waivers if each.granted_on <= on)


def remaining(simulated: int, given_up: int) -> int:
    """Cents still due: nothing below zero, when hours validated since made the penalty smaller than what was waived."""
    return max(0, simulated - given_up)


def said(simulated: int, given_up: int) -> str:
    """The three amounts together: what remains is never shown alone."""
    return (
        f"Pénalité simulée{NO_BREAK_SPACE}: {euros(simulated)}{NO_BREAK_SPACE}; remise{NO_BREAK_SPACE}: "
        f"{euros(given_up)}{NO_BREAK_SPACE}; reste{NO_BREAK_SPACE}: {euros(remaining(simulated, given_up))}."
    )


def check(cents: int, *, granted_on: date, today: date, simulated: int, before: Sequence[Waiver]) -> None:
    """Refuses what cannot be given up on a day. ``simulated``: the penalty at that day; ``before``: what holds already.

    Raises ``Conflict``: nothing, a day to come, a day before another waiver (what that one was measured against would
    change), or more than what is left at that day.
    """
    if cents <= 0:
        raise Conflict("Une remise est un montant au-dessus de zéro. Corrigez-le.", code="waivers.nothing")
    if granted_on > today:
        raise Conflict(
            f"Une remise se note une fois accordée{NO_BREAK_SPACE}: le {french_day(granted_on)} est à venir. Corrigez "
            "la date.",
            code="waivers.not_yet",
        )
    last = max((each.granted_on for each in before), default=granted_on)
    if granted_on < last:
        raise Conflict(
            f"Une remise du {french_day(last)} est déjà enregistrée{NO_BREAK_SPACE}: celle d'un jour d'avant ne peut "
            "plus l'être. Corrigez la date, ou retirez d'abord l'autre.",
            code="waivers.before_another",
        )
    given_up = waived(before, granted_on)
    if cents > remaining(simulated, given_up):
        raise Conflict(
            f"Au {french_day(granted_on)}, il reste {euros(remaining(simulated, given_up))} à remettre "
            f"(pénalité simulée{NO_BREAK_SPACE}: {euros(simulated)}, déjà remis{NO_BREAK_SPACE}: {euros(given_up)}). "
            "Corrigez le montant, ou la date.",
            code="waivers.too_much",
        )
