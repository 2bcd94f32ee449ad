"""Hours month after month, by what one wants to compare; year against year; and burn-up of a lot. Pure, on frames.

Every figure is a sum of rounded lines, in hundredths of an hour: a series adds up to the total of its period, exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from clauses.dates import first_day, last_day, months_between
from clauses.reference.rules import ContractKind, EmployerKind, Labelled, Modality, Nature
from clauses.reports.compliance import Compliance, dues_of
from clauses.reports.compliance_facts import Facts

HOURS = {
    "month": pl.Date,
    "market": pl.String,
    "lot": pl.String,
    "buyer": pl.String,
    "sector": pl.String,
    "nature": pl.String,
    "kind": pl.String,
    "modality": pl.String,
    "employer_kind": pl.String,
    "hours": pl.Int64,
}
"""One row for the hours of each month and of each combination of the others; null is « not told »."""

NOT_TOLD = "Non renseigné"

IAE = frozenset({EmployerKind.EI, EmployerKind.ACI, EmployerKind.AI, EmployerKind.ETTI, EmployerKind.REGIE})
"""Structures of insertion by economic activity; a régie de quartier is counted with them (CCAP of 2021, publics)."""

IAE_CONTRACTS = frozenset({ContractKind.CDDI, ContractKind.CTTI})
"""Contracts that only these may sign: they tell where the employer's kind is not told."""


class Dimension(Labelled):
    """What hours are compared by."""

    LOT = "lot", "Lot"
    MARKET = "market", "Marché"
    BUYER = "buyer", "Donneur d'ordre"
    SECTOR = "sector", "Secteur d'activité"
    NATURE = "nature", "Nature"
    KIND = "kind", "Type de contrat"
    MODALITY = "modality", "Modalité"
    IAE = "iae", "Insertion par l'activité économique"


@dataclass(frozen=True)
class Series:
    """The hours of one value of a dimension: by month, cumulated, and by year; hundredths of an hour."""

    name: str
    months: dict[date, int]

    @property
    def total(self) -> int:
        return sum(self.months.values())

    @property
    def cumulated(self) -> dict[date, int]:
        reached, found = 0, {}
        for month, hours in self.months.items():
            reached += hours
            found[month] = reached
        return found

    @property
    def years(self) -> dict[int, int]:
        found: dict[int, int] = {}
        for month, hours in self.months.items():
            found[month.year] = found.get(month.year, 0) + hours
        return found


@dataclass(frozen=True)
class BurnUp:
    """A lot month after month: what counted by the end of each, and what was due that day, in hundredths."""

    lot: str
    points: tuple[tuple[date, int, int], ...]


@dataclass(frozen=True)
class Asked:
    """The series of a period by one dimension, and the burn-up of the lots of a market, where one was asked."""

    dimension: Dimension
    since: date
    until: date
    series: tuple[Series, ...]
    burn_ups: tuple[BurnUp, ...] = ()


def series(hours: pl.DataFrame, dimension: Dimension, since: date, until: date) -> list[Series]:
    """The hours of each value of a dimension, largest first; a month without hours is zero, never missing.

    A month is in when its first day is, as in the bilan.
    """
    months = [month for month in months_between(since, until) if month >= since]
    named = hours.filter(pl.col("month").is_between(since, until)).with_columns(_key(dimension).alias("key"))
    sums = named.group_by("key", "month").agg(pl.col("hours").sum())
    found: dict[str, dict[date, int]] = {}
    for key, month, total in sums.select("key", "month", "hours").iter_rows():
        found.setdefault(key, dict.fromkeys(months, 0))[month] += total
    made = [Series(key, values) for key, values in found.items()]
    return sorted(made, key=lambda each: (-each.total, each.name))


def _key(dimension: Dimension) -> pl.Expr:
    """The printed name of a value."""
    if dimension is Dimension.LOT:
        return pl.concat_str("market", pl.lit(" – lot "), "lot")
    if dimension is Dimension.IAE:
        return _iae()
    column = pl.col(dimension.value)
    labels = _LABELS.get(dimension)
    named = column.replace_strict(labels, default=None) if labels else column
    return named.fill_null(NOT_TOLD)


_LABELS: dict[Dimension, dict[str, str]] = {
    Dimension.NATURE: {each.value: each.label for each in Nature},
    Dimension.KIND: {each.value: each.label for each in ContractKind},
    Dimension.MODALITY: {each.value: each.label for each in Modality},
}


def _iae() -> pl.Expr:
    employer, kind = pl.col("employer_kind"), pl.col("kind")
    inside = employer.is_in([each.value for each in IAE]) | (
        employer.is_null() & kind.is_in([each.value for each in IAE_CONTRACTS])
    )
    return (
        pl.when(inside)
        .then(pl.lit("IAE"))
        .when(employer.is_null())
        .then(pl.lit(NOT_TOLD))
        .otherwise(pl.lit("Hors IAE"))
    )


def burn_ups(facts: Facts, found: Sequence[Compliance], on: date) -> list[BurnUp]:
    """The points of a chart for each lot of the markets asked, from the first month to that of ``on``.

    What is due at the end of a month is what was due that day, in the version then in force; for the month of ``on``,
    on that day.
    """
    made = []
    for market in found:
        for lot in market.lots:
            counted: dict[date, int] = {}
            for position in lot.positions:
                for month, hours in position.hours.months.items():
                    counted[month] = counted.get(month, 0) + hours
            start = min([*counted, *([first_day(lot.span.starts_on)] if lot.span.starts_on else [])], default=None)
            if start is None:
                continue
            reached, points = 0, []
            holders = [position.contractor for position in lot.positions]
            for month in months_between(start, on):
                reached += counted.get(month, 0)
                owed = dues_of(facts, lot.lot, holders, min(on, last_day(month))).whole
                points.append((month, reached, owed.hours))
            made.append(BurnUp(f"{market.market.reference} – lot {lot.lot.number}", tuple(points)))
    return made
