"""Bytes → sheets of text cells with their origin, in a guarded child process."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from imports.reading import guard
from imports.reading.coded import read
from imports.reading.limits import Limits


@dataclass(frozen=True)
class Sheet:
    """One sheet, every cell as text.

    ``cells`` has one String column per sheet column, named by its letters ("A", "B", … "AA"), from A to the last used
    one; row *i* of the frame is row *i + 1* of the sheet, blank rows included; null is a blank cell. In a long text
    file all are Categorical (`imports.reading.coded`), and give texts all the same. Texts: dates
    ``2024-05-01`` (``2024-05-01 13:00:00`` with a time), numbers in shortest plain form (``8.91``, ``142``; never
    ``1e5``; nine decimals at most, so that 0.1 + 0.2 is ``0.3``), durations and times of day ``151:40:00``, booleans
    ``VRAI``/``FAUX``, errors as shown (``#REF!``).
    """

    name: str
    cells: pl.DataFrame
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[str] = frozenset()
    merged: tuple[str, ...] = ()
    without_value: frozenset[tuple[int, str]] = field(default_factory=frozenset)
    """Formula cells, as (row, column letters), that the file holds without a computed value."""


def read_sheets(
    path: Path, *, name: str | None = None, limits: Limits | None = None, how: str = "sheets"
) -> list[Sheet]:
    """The sheets of a workbook or csv; ``name`` is the name the sender gave it.

    ``how`` says who reads it: workbooks and csv (``sheets``), or one of the readers of official files
    (`imports.reading.child.READERS`). The container is told from the content, whatever the name says. Sheets come in
    the order of their tabs; an empty file has none. Raises ``clauses.errors.Unusable``, with a French sentence and a
    stable code (those of `imports.reading.refusals`), when the file cannot be read at all.
    """
    with guard.reading(path, name or path.name, limits or Limits(), how) as answer:
        return [_sheet(described, answer.folder) for described in answer.sheets]


def _sheet(described: guard.Described, folder: Path) -> Sheet:
    frame, words = described["frame"], folder / described["words"] if described["words"] else None
    return Sheet(
        name=described["name"],
        cells=read(folder / frame, words) if frame else pl.DataFrame(),
        hidden=described["hidden"],
        hidden_rows=frozenset(described["hidden_rows"]),
        hidden_columns=frozenset(described["hidden_columns"]),
        merged=tuple(described["merged"]),
        without_value=frozenset((row, column) for row, column in described["without_value"]),
    )
