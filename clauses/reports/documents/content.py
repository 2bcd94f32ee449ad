"""What a document says, whatever it is written as: chapters of sentences, charts and tables.

Values are those of `clauses/reports/sheets.py`; a writer knows how they look, not what they mean.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from clauses.reports.documents.pictures import Chart
from clauses.reports.sheets import Table


@dataclass(frozen=True)
class SignatureBox:
    """A place to sign: who signs, and how it was signed when it was."""

    label: str
    signed: str = ""


@dataclass(frozen=True)
class Chapter:
    """A titled part: sentences, facts, then charts, then tables; ``points`` are sentences of a list.

    ``facts`` are names with their value; ``boxes`` are places to sign, one under the other at the end.
    """

    title: str
    sentences: tuple[str, ...] = ()
    charts: tuple[Chart, ...] = ()
    tables: tuple[Table, ...] = ()
    points: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    boxes: tuple[SignatureBox, ...] = ()


@dataclass(frozen=True)
class Document:
    """A whole document. ``answer`` is its one sentence; ``heading`` says what was counted.

    ``mentions`` are the small print at the end: who pays, how to check the document. ``emblem``: whether that of the
    European Union stands beside them, where it pays.
    """

    title: str
    answer: str
    heading: tuple[str, ...]
    chapters: tuple[Chapter, ...]
    established_on: date
    mentions: tuple[str, ...] = ()
    emblem: bool = False
