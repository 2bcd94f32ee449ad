"""The charts of a document or a page, as values: what they compare, never how they are drawn.

``title`` is the answer that the chart gives; ``values`` says the chart to those who do not see it. Hours are ``int`` of
hundredths of an hour.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from clauses.dates import french_month
from clauses.quantities import french_hours


@dataclass(frozen=True)
class Bar:
    """One bar: its name, its length in whole units, and its length as printed beside it."""

    name: str
    length: int
    shown: str


@dataclass(frozen=True)
class BarChart:
    """Horizontal bars, the first at the top."""

    title: str
    bars: tuple[Bar, ...]

    @property
    def values(self) -> str:
        """``« Travaux 19 784,11 h, Services 22 653,78 h »``."""
        return ", ".join(f"{bar.name} {bar.shown}" for bar in self.bars)


@dataclass(frozen=True)
class StackedMonths:
    """Hours of each month, stacked by series (contract kinds): every series has one figure for each month."""

    title: str
    months: tuple[date, ...]
    series: Mapping[str, tuple[int, ...]]

    def __post_init__(self) -> None:
        if any(len(hours) != len(self.months) for hours in self.series.values()):
            raise ValueError("a series has one figure for each month")

    @property
    def values(self) -> str:
        """The total of each month: ``« janvier 2023 1 204,50 h, février 2023 0,00 h »``."""
        totals = [sum(hours) for hours in zip(*self.series.values(), strict=True)] or [0] * len(self.months)
        return ", ".join(
            f"{french_month(month)} {french_hours(total)}" for month, total in zip(self.months, totals, strict=True)
        )


@dataclass(frozen=True)
class BurnUp:
    """Hours of one lot as they add up at the end of each month.

    ``planned`` and ``done`` are totals so far; ``done`` stops at the last month known, ``projected`` starts there. None
    is a month of which a line says nothing.
    """

    title: str
    months: tuple[date, ...]
    due: int
    planned: tuple[int | None, ...]
    done: tuple[int | None, ...]
    projected: tuple[int | None, ...]

    def __post_init__(self) -> None:
        if not len(self.months) == len(self.planned) == len(self.done) == len(self.projected):
            raise ValueError("a line has one figure for each month")

    @property
    def values(self) -> str:
        """Where the lines end: ``« 1 000,00 h dues, 640,00 h faites, 980,00 h prévues en juin 2025 »``."""
        said = [f"{french_hours(self.due)} dues", f"{french_hours(_last(self.done) or 0)} faites"]
        projected = _last(self.projected)
        if projected is not None:
            said.append(f"{french_hours(projected)} prévues en {french_month(self.months[-1])}")
        return ", ".join(said)


Chart = BarChart | StackedMonths | BurnUp


def bar_chart(title: str, bars: Sequence[Bar]) -> tuple[BarChart, ...]:
    """The chart, or none when there is nothing to compare: one bar or none says less than its table."""
    drawn = tuple(bar for bar in bars if bar.length > 0)
    return (BarChart(title, drawn),) if len(drawn) > 1 else ()


def _last(hours: tuple[int | None, ...]) -> int | None:
    return next((amount for amount in reversed(hours) if amount is not None), None)
