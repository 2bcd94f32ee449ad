"""The cell that a line comes from, shown among its neighbours in the sender's own sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from clauses.errors import ClausesError
from imports.containers import read_sheets
from imports.ours import without_ours

LARGEST: Final = 3_000_000
"""Bytes: past it, reading the file again would make the page wait."""

_AROUND = 2
_COLUMNS = 20
_TOP = 4


@dataclass(frozen=True)
class Excerpt:
    """A few rows of a sheet: column letters, then (row number, cells); ``row`` and ``letters`` are the cell's own."""

    sheet: str
    letters: Sequence[str]
    rows: Sequence[tuple[int, Sequence[str]]]
    row: int
    column: str


def excerpt(path: Path, name: str, sheet: str, row: int, column: str) -> Excerpt | None:
    """The rows around a cell, with the header above; None where the file is gone, too large, or read no more."""
    try:
        if path.stat().st_size > LARGEST:
            return None
        sheets = without_ours(read_sheets(path, name=name))
    except (OSError, ClausesError):
        return None
    cells = next((one.cells for one in sheets if one.name == sheet), None)
    if cells is None or not 1 <= row <= cells.height:
        return None
    shown = cells.columns[:_COLUMNS]
    if column in cells.columns and column not in shown:
        shown = [*shown[:-1], column]
    top = next((index + 1 for index in range(min(_TOP * 5, cells.height)) if _filled(cells.row(index)) >= 3), 1)
    numbers = sorted({top, *range(max(top, row - _AROUND), min(cells.height, row + _AROUND) + 1)})
    picked = cells.select(shown)
    rows = [(number, ["" if cell is None else str(cell)[:60] for cell in picked.row(number - 1)]) for number in numbers]
    return Excerpt(sheet, shown, rows, row, column)


def _filled(cells: Sequence[object]) -> int:
    return sum(cell is not None for cell in cells)
