"""Hours due at a day: versions of a formula, and what was invoiced by then. Pure.

Source: PLIE Dijon, bilan 2023, for fixed volumes; a CCAP of 2021 for intellectual services, for « 1 h par 2 000 €
facturés au-delà de 2 700 000 € HT ». How this is read where the texts are silent:

- A version holds from its day on, that day included; one without a day, since the start of the market.
- Versions apply in the order of their days, then of their numbers. What *sets* puts aside all before it; what *adds*
  (a tranche, a bon de commande, hours taken over) or *removes* (a reduction agreed, hours handed over) applies to the
  rest. Hours due are never below zero.
- A slope in force applies to everything invoiced up to the day asked, not to what follows its own day only.

So what is recorded later, with a later day, never changes what was due before that day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from clauses.dates import french_day
from clauses.markets.rules import Effect, ObligationKind
from clauses.quantities import HUNDREDTHS_PER_HOUR, NO_BREAK_SPACE, french, french_hours, half_up


@dataclass(frozen=True)
class Formula:
    """A fixed volume in hundredths of an hour, or cents invoiced per hour above a threshold in cents."""

    kind: ObligationKind
    due: int | None = None
    cents_per_hour: int | None = None
    threshold_cents: int = 0

    @classmethod
    def fixed(cls, due: int) -> Formula:
        return cls(ObligationKind.FIXED, due=due)

    @classmethod
    def per_euro(cls, cents_per_hour: int, threshold_cents: int = 0) -> Formula:
        return cls(ObligationKind.PER_EURO, cents_per_hour=cents_per_hour, threshold_cents=threshold_cents)

    def hours(self, invoiced: int) -> int:
        """Hundredths of an hour for ``invoiced`` cents, half up; 1 h / 2 000 € above 2,7 M€ on 4,3 M€ is 800 h."""
        if self.kind is ObligationKind.FIXED or self.cents_per_hour is None:
            return self.due or 0
        above = max(0, invoiced - self.threshold_cents)
        return half_up(Fraction(above * HUNDREDTHS_PER_HOUR, self.cents_per_hour))

    def said(self) -> str:
        """``1 000,00 h``, ``1 h par 2 000,00 € facturés au-delà de 2 700 000,00 €``."""
        if self.kind is ObligationKind.FIXED or self.cents_per_hour is None:
            return french_hours(self.due or 0)
        above = f" au-delà de {euros(self.threshold_cents)}" if self.threshold_cents else ""
        return f"1{NO_BREAK_SPACE}h par {euros(self.cents_per_hour)} facturés{above}"


@dataclass(frozen=True)
class Version:
    """One version of an obligation, in force from a day on; None since the start of the market."""

    number: int
    formula: Formula
    effect: Effect = Effect.SETS
    in_force_on: date | None = None
    source: str = ""


@dataclass(frozen=True)
class Invoiced:
    """What was invoiced a day, in cents before tax; a credit note is negative."""

    on: date
    cents: int


@dataclass(frozen=True)
class Due:
    """Hours due at a day, in hundredths, with the versions that say so: none where nothing was in force that day."""

    hours: int
    invoiced: int
    versions: tuple[Version, ...]
    on: date

    @property
    def sentence(self) -> str:
        """``800,00 h dues au 31/12/2023 : 1 h par 2 000,00 € facturés …``."""
        return _explained(self.hours, self.invoiced, self.versions, self.on)


def in_force(versions: Iterable[Version], on: date) -> tuple[Version, ...]:
    """The versions that make the obligation at a day: the last that sets it, and those that add or remove since."""
    known = [version for version in versions if version.in_force_on is None or version.in_force_on <= on]
    known.sort(key=lambda version: (version.in_force_on or date.min, version.number))
    starts = [place for place, version in enumerate(known) if version.effect is Effect.SETS]
    return tuple(known[starts[-1] :] if starts else known)


def is_set(held: Iterable[Version]) -> bool:
    """Whether versions in force set hours due, rather than only add to others or remove from them."""
    return any(version.effect is Effect.SETS for version in held)


def after(first: Sequence[Version], then: Sequence[Version]) -> tuple[Version, ...]:
    """Two rows of versions as one; of one day, those of ``then`` apply after those of ``first``."""
    last = max((version.number for version in first), default=0)
    return (*first, *(replace(version, number=version.number + last) for version in then))


def invoiced_by(invoices: Iterable[Invoiced], on: date) -> int:
    """Cents invoiced up to a day, that day included."""
    return sum(invoice.cents for invoice in invoices if invoice.on <= on)


def due(versions: Iterable[Version], invoices: Iterable[Invoiced], on: date) -> Due:
    """Hours due at a day, in the versions in force that day, with what was invoiced by then."""
    held, invoiced = in_force(versions, on), invoiced_by(invoices, on)
    hours = 0
    for version in held:
        part = version.formula.hours(invoiced)
        hours = max(0, hours - part) if version.effect is Effect.REMOVES else hours + part
    return Due(hours, invoiced, held, on)


_VERBS = {Effect.SETS: "", Effect.ADDS: "plus ", Effect.REMOVES: "moins "}


def _explained(hours: int, invoiced: int, held: Sequence[Version], on: date) -> str:
    if not held:
        return f"Aucune heure due au {french_day(on)}{NO_BREAK_SPACE}: aucune obligation en vigueur ce jour-là."
    parts = ", ".join(_VERBS[version.effect] + version.formula.said() + _origin(version) for version in held)
    billed = f" ; {euros(invoiced)} facturés" if any(_on_invoices(version) for version in held) else ""
    return f"{french_hours(hours)} dues au {french_day(on)}{NO_BREAK_SPACE}: {parts}{billed}."


def _on_invoices(version: Version) -> bool:
    return version.formula.kind is ObligationKind.PER_EURO


def _origin(version: Version) -> str:
    words = [version.source] if version.source else []
    words += [f"depuis le {french_day(version.in_force_on)}"] if version.in_force_on else []
    return f" ({', '.join(words)})" if words else ""


def euros(cents: int) -> str:
    """``2 700 000,00 €``."""
    return f"{french(cents)}{NO_BREAK_SPACE}€"
