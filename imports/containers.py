"""Bytes → sheets of text cells with their origin, in a guarded child process."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import polars as pl


@dataclass(frozen=True)
class Sheet:
    """One sheet, every cell as text.

    ``cells`` has one String column per sheet column, named by its letters ("A", "B", … "AA"), from A to the last used
    one; row *i* of the frame is row *i + 1* of the sheet, blank rows included; null is a blank cell. Texts:
    dates ``2024-05-01`` (``2024-05-01 13:00:00`` with a time), numbers in shortest plain form (``8.91``, ``142``; never
    ``1e5``), durations ``151:40:00``, booleans ``VRAI``/``FAUX``, errors as shown (``#REF!``).
    """

    name: str
    cells: pl.DataFrame
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[str] = frozenset()
    merged: tuple[str, ...] = ()
    without_value: frozenset[tuple[int, str]] = field(default_factory=frozenset)
    """Formula cells, as (row, column letters), that the file holds without a computed value."""


def read_sheets(path: Path, *, name: str | None = None) -> list[Sheet]:
    """The sheets of a workbook or csv; ``name`` is the name the sender gave it.

    Raises ``clauses.errors.Unusable`` with a French sentence and a stable code when the file cannot be read at all.
    """
    raise NotImplementedError
