"""What missing hours and missing proofs would cost at a day: simulated, never notified. Pure.

Two lines of reasoning apart, each with its source: hours missing once the lot is over (200 €/h in a CCAP of 2021, or a
multiple of a dated reference rate), and proofs missing since a mise en demeure (75 € a day in the same CCAP). A cap,
where the market has one, bounds the two together, the hours first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from clauses.dates import french_day
from clauses.markets.obligations import euros
from clauses.markets.rules import PenaltyKind
from clauses.quantities import HUNDREDTHS_PER_HOUR, NO_BREAK_SPACE, french, french_hours, half_up
from clauses.reference.parameters import BUILT_IN, Dated, Family, in_force


@dataclass(frozen=True)
class Tariff:
    """One version of a penalty, in force from a day on; None since the start. ``multiple`` is in hundredths."""

    number: int
    kind: PenaltyKind = PenaltyKind.PER_HOUR
    cents_per_hour: int | None = None
    multiple: int | None = None
    reference_rate: str | None = None
    cents_per_late_day: int | None = None
    cap_cents: int | None = None
    in_force_on: date | None = None
    source: str = ""


@dataclass(frozen=True)
class Notice:
    """A mise en demeure, and the day when the proofs were received, if they were."""

    served_on: date
    received_on: date | None = None


@dataclass(frozen=True)
class Penalty:
    """Cents for missing hours and for late proofs, after the cap, each with its sentence; ``sentences`` in that order.

    ``missing`` is in hundredths of an hour; ``late_days`` adds up the days of every mise en demeure.
    """

    missing: int = 0
    hours_cents: int = 0
    late_days: int = 0
    proofs_cents: int = 0
    sentences: tuple[str, ...] = ()

    @property
    def cents(self) -> int:
        return self.hours_cents + self.proofs_cents


def tariff_on(tariffs: Iterable[Tariff], on: date) -> Tariff | None:
    """The version in force at a day: the last day by then, then the last number. None without any."""
    known = [tariff for tariff in tariffs if tariff.in_force_on is None or tariff.in_force_on <= on]
    return max(known, key=lambda tariff: (tariff.in_force_on or date.min, tariff.number), default=None)


def simulate(
    tariff: Tariff | None,
    missing: int,
    *,
    on: date,
    notices: Sequence[Notice] = (),
    rated_on: date | None = None,
    values: Sequence[Dated] = BUILT_IN,
    foreseen: bool = False,
) -> Penalty:
    """What ``missing`` hundredths of an hour, and proofs still missing at ``on``, would cost.

    A multiple is of the reference rate in force on ``rated_on``, the day the lot was over (``on`` without it); without
    a known rate the amount is zero, and it is said. ``foreseen``: the lot still runs, and nothing is missing yet.
    """
    hours_cents, words = _for_hours(tariff, missing, rated_on or on, values, foreseen=foreseen)
    days = sum(_late_days(notice, on) for notice in notices)
    proofs_cents, more = _for_proofs(tariff, days)
    sentences = [*words, *more]
    cap = tariff.cap_cents if tariff else None
    if cap is not None and hours_cents + proofs_cents > cap:
        sentences.append(f"Plafond des pénalités{NO_BREAK_SPACE}: {euros(cap)}{_source(tariff)}.")
        hours_cents = min(hours_cents, cap)
        proofs_cents = min(proofs_cents, cap - hours_cents)
    return Penalty(max(0, missing), hours_cents, days, proofs_cents, tuple(sentences))


def _for_hours(
    tariff: Tariff | None, missing: int, on: date, values: Sequence[Dated], *, foreseen: bool
) -> tuple[int, list[str]]:
    if missing <= 0:
        return 0, []
    lacking = f"{french_hours(missing)} {'qui manqueraient à la fin' if foreseen else 'manquantes'}"
    if tariff is None:
        return 0, [f"{lacking}{NO_BREAK_SPACE}: le marché ne dit pas ce que coûte une heure manquante."]
    rate, words = _rate(tariff, on, values)
    if rate is None:
        return 0, [f"{lacking}{NO_BREAK_SPACE}: {words}."]
    cents = half_up(Fraction(missing * rate, HUNDREDTHS_PER_HOUR))
    return cents, [f"{lacking} à {words}, soit {euros(cents)}{_source(tariff)}."]


def _rate(tariff: Tariff, on: date, values: Sequence[Dated]) -> tuple[int | None, str]:
    """Cents per missing hour, and how they are said."""
    if tariff.kind is PenaltyKind.PER_HOUR:
        cents = tariff.cents_per_hour or 0
        return cents, f"{euros(cents)} l'heure"
    name, multiple = tariff.reference_rate or "", tariff.multiple or 0
    known = in_force(values, Family.REFERENCE_RATE, name, on)
    if known is None:
        return None, f"le taux de référence « {name} » n'est pas connu au {french_day(on)}"
    cents = half_up(Fraction(known.value * multiple, 100))
    said = f"{french(multiple)} fois {euros(known.value)} ({known.source}, depuis le {french_day(known.since)})"
    return cents, said


def _late_days(notice: Notice, on: date) -> int:
    """Days after the mise en demeure, up to the day asked or to that of the proofs: received the same day, none."""
    until = on if notice.received_on is None else min(on, notice.received_on)
    return max(0, (until - notice.served_on).days)


def _for_proofs(tariff: Tariff | None, days: int) -> tuple[int, list[str]]:
    if days <= 0:
        return 0, []
    late = f"Justificatifs en retard de {days}{NO_BREAK_SPACE}jour{'s' if days > 1 else ''} après mise en demeure"
    if tariff is None or tariff.cents_per_late_day is None:
        return 0, [f"{late}{NO_BREAK_SPACE}: le marché ne dit pas ce que coûte un jour de retard."]
    cents = days * tariff.cents_per_late_day
    return cents, [f"{late} à {euros(tariff.cents_per_late_day)} par jour, soit {euros(cents)}{_source(tariff)}."]


def _source(tariff: Tariff | None) -> str:
    return f" ({tariff.source})" if tariff and tariff.source else ""
