"""What a document says, whatever it is written as: chapters of sentences, charts and tables.

Values are those of `clauses/reports/sheets.py`; a writer knows how they look, not what they mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from clauses.reports.sheets import Table


@dataclass(frozen=True)
class Bar:
    """One bar: its name, its length in whole units, and its length as printed beside it."""

    name: str
    length: int
    shown: str


@dataclass(frozen=True)
class BarChart:
    """Horizontal bars, the first at the top; ``title`` says what they show, and their table stands beside."""

    title: str
    bars: tuple[Bar, ...]

    @property
    def values(self) -> str:
        """The chart for those who do not see it: ``« Travaux 19 784,11 h, Services 22 653,78 h »``."""
        return ", ".join(f"{bar.name} {bar.shown}" for bar in self.bars)


@dataclass(frozen=True)
class Chapter:
    """A titled part: sentences, then charts, then tables; ``points`` are sentences of a list."""

    title: str
    sentences: tuple[str, ...] = ()
    charts: tuple[BarChart, ...] = ()
    tables: tuple[Table, ...] = ()
    points: tuple[str, ...] = ()


@dataclass(frozen=True)
class Document:
    """A whole document. ``answer`` is its one sentence; ``heading`` says what was counted."""

    title: str
    answer: str
    heading: tuple[str, ...]
    chapters: tuple[Chapter, ...]
    established_on: date


def bar_chart(title: str, bars: Sequence[Bar]) -> tuple[BarChart, ...]:
    """The chart, or none when there is nothing to compare: one bar or none says less than its table."""
    drawn = tuple(bar for bar in bars if bar.length > 0)
    return (BarChart(title, drawn),) if len(drawn) > 1 else ()
