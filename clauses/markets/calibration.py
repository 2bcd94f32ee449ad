"""How many hours to ask for, before the tender: amount × labour share × insertion rate ÷ loaded hourly cost.

Published examples (guides of facilitateurs): 1 000 000 € × 50 % × 5 % ÷ 30 €/h = 833 h; 1 500 000 € × 70 % ÷ 30 €/h =
35 000 h of work, × 10 % = 3 500 h. Shares are dated values (`Family.LABOUR_SHARE`). Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from clauses.errors import Misused
from clauses.quantities import HUNDREDTHS_PER_HOUR, half_up
from clauses.reference.parameters import BUILT_IN, Dated, Family, in_force
from clauses.words import folded

WHOLE = 10_000
"""Shares and rates are in hundredths of a percent: 50 % is 5 000."""

MONTH_OF_WORK = 15_167
"""Hundredths of an hour of a full-time month: 35 h × 52 weeks ÷ 12."""


@dataclass(frozen=True)
class Part:
    """An amount in cents before tax, and the share of it that pays labour, with where that share comes from."""

    amount_cents: int
    share: int
    trade: str | None = None
    source: str = ""


@dataclass(frozen=True)
class Calibration:
    """``work`` is all the labour of the market, ``hours`` those to ask for, in hundredths of an hour.

    ``whole_hours`` is what a market writes. ``person_months`` is in hundredths of a full-time month.
    """

    work: int
    hours: int
    parts: tuple[Part, ...]
    rate: int
    cost_cents: int

    @property
    def whole_hours(self) -> int:
        return half_up(Fraction(self.hours, HUNDREDTHS_PER_HOUR))

    @property
    def person_months(self) -> int:
        return half_up(Fraction(self.hours * 100, MONTH_OF_WORK))

    def people(self, months: int) -> int:
        """People at full time for so many months, rounded up: no less than one where hours are asked."""
        return -(-self.hours // (MONTH_OF_WORK * months))


def calibrate(parts: Iterable[Part], *, rate: int, cost_cents: int) -> Calibration:
    """The hours to ask for, rounded once, half up. Raises ``Misused`` for what is out of bounds."""
    given = tuple(parts)
    if cost_cents <= 0:
        raise Misused("Le coût horaire chargé est un montant positif. Écrivez par exemple 30.")
    if not given or any(part.amount_cents < 0 for part in given):
        raise Misused("Donnez au moins un montant hors taxes, positif.")
    if not 0 <= rate <= WHOLE or any(not 0 <= part.share <= WHOLE for part in given):
        raise Misused("Une part et un taux sont des pourcentages. Écrivez-les de 0 à 100.")
    labour = sum(part.amount_cents * part.share for part in given)
    work = Fraction(labour * HUNDREDTHS_PER_HOUR, WHOLE * cost_cents)
    return Calibration(half_up(work), half_up(work * Fraction(rate, WHOLE)), given, rate, cost_cents)


def trade_part(trade: str, amount_cents: int, *, on: date, values: Sequence[Dated] = BUILT_IN) -> Part:
    """An amount with the labour share of its trade in force at a day. Raises ``Misused`` for an unknown trade."""
    names = {value.name for value in values if value.family is Family.LABOUR_SHARE}
    name = next((each for each in sorted(names) if folded(each) == folded(trade)), None)
    known = in_force(values, Family.LABOUR_SHARE, name, on) if name else None
    if known is None:
        listed = ", ".join(sorted(names))
        raise Misused(f"La part de main-d'œuvre de « {trade} » n'est pas connue ({listed}). Donnez-la avec --share.")
    return Part(amount_cents, known.value, known.name, known.source)
