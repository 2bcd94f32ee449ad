"""Columns of cells as the distinct texts they hold: each is read once, however often it stands in the file.

A column is a Polars ``Categorical`` with categories of its own: the categories are the distinct texts, the physical
codes say where each stands. Reading a text costs the same for one row or for a million.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from imports.containers import Sheet
from imports.identifiers import secrets

SPACES = r"[\s\u{feff}\u{200b}-\u{200d}\u{2060}\u{ad}]+"
"""Every kind of space, no-break ones too, and the signs that show as nothing."""

FORMULA, NIR, IBAN = "\ue000=", "\ue001nir", "\ue001iban"
"""What stands for a formula without a value, and for a number that must not be kept: its text is gone from here on."""

_MARKED = {FORMULA: "formula_without_value", NIR: "nir_dropped", IBAN: "iban_dropped"}


def tidy(text: pl.Expr) -> pl.Expr:
    """The text with one plain space between words, none at the ends; null when nothing is left."""
    spaced = text.str.replace_all(SPACES, " ").str.strip_chars(" ")
    return pl.when(spaced != "").then(spaced)


def marked(text: pl.Expr) -> pl.Expr:
    """``formula_without_value``, ``nir_dropped`` or ``iban_dropped`` for the texts that stand for those, else null."""
    return text.replace_strict(_MARKED, default=None, return_dtype=pl.String)


def letters(index: int) -> str:
    """The letters of the column at ``index``, from 0: A, B, … Z, AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def position(name: str) -> int:
    """The index of a column from its letters: A → 0, AA → 26."""
    index = 0
    for letter in name:
        index = index * 26 + ord(letter) - 64
    return index - 1


def words() -> pl.Categorical:
    """A type for columns of texts that are to be read together."""
    return pl.Categorical(pl.Categories.random())


def texts(column: pl.Series) -> pl.Series:
    """The distinct texts of a Categorical column, in the order of its codes (all those its categories hold)."""
    if not isinstance(column.dtype, pl.Categorical):
        raise TypeError(f"{column.name} is not a column of encoded texts")
    return column.dtype.categories.to_series().alias("text")


def spread(values: pl.Series, column: pl.Series) -> pl.Series:
    """What is known of each distinct text → of each cell; null where the cell is blank."""
    if values.is_empty():
        return pl.Series(values.name, [None] * len(column), dtype=values.dtype)
    return values.gather(column.to_physical())


def flagged(flag: pl.Series, column: pl.Series) -> pl.Series:
    """`spread` for a yes or no: a blank cell is no."""
    return spread(flag, column).fill_null(value=False)


def encoded(cells: pl.Series, dtype: pl.DataType | None = None) -> pl.Series:
    """Cells of text → Categorical of the tidy texts, null where a cell is blank."""
    raw = cells.cast(words())
    tidied = texts(raw).to_frame().select(tidy(pl.col("text")).cast(dtype or words()).alias(cells.name)).to_series()
    return spread(tidied, raw)


def recoded(column: pl.Series, dtype: pl.DataType) -> pl.Series:
    """The same texts, coded in another type: what columns of several sheets share."""
    return spread(texts(column).cast(dtype).alias(column.name), column)


def constant(text: str | None, length: int, dtype: pl.DataType, name: str) -> pl.Series:
    """The same text in every cell."""
    return (
        pl.Series(name, [text], dtype=pl.String).cast(dtype).gather(pl.repeat(0, length, dtype=pl.UInt32, eager=True))
    )


@dataclass(frozen=True)
class Grid:
    """A sheet's cells, encoded column by column; ``row i`` of a column is row ``i + 1`` of the sheet."""

    columns: Mapping[str, pl.Series]
    height: int

    @property
    def filled(self) -> pl.Series:
        """How many cells of each row are not blank."""
        if not self.columns:
            return pl.zeros(self.height, dtype=pl.UInt32, eager=True)
        frame = pl.DataFrame(list(self.columns.values()))
        return frame.select(pl.sum_horizontal(pl.all().is_not_null().cast(pl.UInt32))).to_series()

    def at(self, row: int) -> list[str]:
        """The texts of one row (an index from 0), "" where blank."""
        return [column[row] or "" for column in self.columns.values()]


def grid(sheet: Sheet) -> Grid:
    """The cells of a sheet, tidy, with formulas without a value and numbers that must not be kept marked as such."""
    without: dict[str, list[int]] = {}
    for row, name in sheet.without_value:
        without.setdefault(name, []).append(row - 1)
    height = sheet.cells.height
    columns: dict[str, pl.Series] = {}
    for index, name in enumerate(sheet.cells.columns):
        column = _without_secrets(encoded(sheet.cells[name].cast(pl.String)))
        if name in without:
            rows = pl.Series([row for row in without[name] if 0 <= row < height], dtype=pl.UInt32)
            column = column.scatter(rows, constant(FORMULA, len(rows), column.dtype, name))
        columns[letters(index)] = column.alias(letters(index))
    return Grid(columns, height)


def _without_secrets(column: pl.Series) -> pl.Series:
    found = secrets(texts(column))
    if not found.is_not_null().any():
        return column
    marks = found.replace_strict({"nir": NIR, "iban": IBAN}, default=None, return_dtype=pl.String)
    kept = texts(column).zip_with(found.is_null(), marks)
    return spread(kept.cast(words()).alias(column.name), column)
