"""Cells put one by one into a sheet."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

import polars as pl

from imports.containers import Sheet
from imports.reading import refusals
from imports.reading.cell_text import is_blank
from imports.reading.limits import Budget

_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9]\d{0,6})", re.ASCII)


@cache
def letters(column: int) -> str:
    """Letters of a column counted from 0: 0 → ``A``, 27 → ``AB``."""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


@cache
def column_index(text: str) -> int:
    """Column counted from 0 from its letters: ``AB`` → 27."""
    index = 0
    for letter in text.upper():
        index = index * 26 + ord(letter) - 64
    return index - 1


def split_reference(reference: str) -> tuple[int, int]:
    """``AB12`` → (12, 27): row from 1, column from 0."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        raise refusals.damaged(f"référence de cellule « {reference[:20]} »")
    return int(match[2]), column_index(match[1])


class Grid:
    """A sheet being read; rows count from 1, columns from 0."""

    def __init__(self, name: str, budget: Budget, *, hidden: bool = False, most_rows: int | None = None) -> None:
        self.name = name
        self.hidden = hidden
        self.hidden_rows: list[tuple[int, int]] = []
        """First and last row of each hidden run."""
        self.hidden_columns: list[tuple[int, int]] = []
        """The same of columns."""
        self.merged: list[str] = []
        self._budget = budget
        self._most_rows = most_rows or budget.limits.rows
        self._most_columns = budget.limits.columns
        self._columns: dict[int, dict[int, str]] = {}
        self._without_value: set[tuple[int, int]] = set()
        self._height = 0

    def put(self, row: int, column: int, text: str) -> None:
        """A cell as text; blank ones leave no trace. The last of two at one place wins, as in spreadsheet programs."""
        if is_blank(text):
            return
        self._budget.write(len(text))
        self._reach(row, column)[row] = text.replace("\0", "") if "\0" in text else text

    def put_without_value(self, row: int, column: int) -> None:
        """A formula that the file holds without a computed value."""
        self._reach(row, column)
        self._without_value.add((row, column))

    def _reach(self, row: int, column: int) -> dict[int, str]:
        if row > self._most_rows or column >= self._most_columns:
            raise self._too_far(row, column)
        self._height = max(self._height, row)
        cells = self._columns.get(column)
        if cells is None:
            cells = self._columns[column] = {}
        return cells

    def _too_far(self, row: int, column: int) -> Exception:
        return refusals.too_large(
            f"la feuille « {self.name} » a une cellule remplie en {letters(column)}{row}, très loin des autres (au "
            f"plus {self._most_rows} lignes et {self._most_columns} colonnes). Supprimez les lignes et les colonnes "
            "inutiles, ou découpez le fichier en plusieurs."
        )

    def _check_area(self, width: int) -> None:
        limits = self._budget.limits
        filled = sum(map(len, self._columns.values())) + len(self._without_value)
        if self._height * width > max(limits.area, limits.area_per_cell * filled):
            raise self._too_far(self._height, width - 1)

    def sheet(self) -> Sheet:
        """The sheet, as wide and as high as its furthest cell."""
        width = max(self._columns, default=-1) + 1
        self._check_area(width)
        frame = {letters(index): self._series(self._columns.pop(index, {})) for index in range(width)}
        return Sheet(
            name=self.name,
            cells=pl.DataFrame(frame, schema=dict.fromkeys(frame, pl.String)),
            hidden=self.hidden,
            hidden_rows=hidden_numbers(self.hidden_rows, self._height),
            hidden_columns=hidden_letters(self.hidden_columns, width),
            merged=tuple(self.merged),
            without_value=frozenset((row, letters(column)) for row, column in self._without_value),
        )

    def _series(self, cells: dict[int, str]) -> pl.Series:
        return pl.Series(list(map(cells.get, range(1, self._height + 1))), dtype=pl.String)


def hidden_numbers(runs: Iterable[tuple[int, int]], height: int) -> frozenset[int]:
    """The hidden rows among the ``height`` first."""
    return frozenset(row for first, last in runs for row in range(first, min(last, height) + 1))


def hidden_letters(runs: Iterable[tuple[int, int]], width: int) -> frozenset[str]:
    """Letters of the hidden columns among the ``width`` first."""
    return frozenset(letters(column) for first, last in runs for column in range(first, min(last + 1, width)))
