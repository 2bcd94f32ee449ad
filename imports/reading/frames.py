"""Frames of texts: the last strokes that every reader of frames needs. Columns are named by their letters."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from imports.reading.coded import is_coded, words_of
from imports.reading.grid import letters

_UNSEEN = r"^\s*$"


def columns_with(cells: pl.DataFrame, pattern: str) -> list[str]:
    """The columns where some text has ``pattern``: few, so that the costly expressions run on few."""
    if not cells.width:
        return []
    plain = pl.all().str.contains(pattern).any()
    matches = cells.select(plain).row(0, named=True) if not is_coded(cells) else _within(words_of(cells), pattern)
    return [name for name, matched in matches.items() if matched]


def _within(words: Mapping[str, pl.Series], pattern: str) -> dict[str, bool]:
    return {name: texts.str.contains(pattern).any() for name, texts in words.items()}


def where(cells: pl.DataFrame, pattern: str, expression: pl.Expr) -> pl.DataFrame:
    """``expression``, written over ``pl.all()``, applied to the columns where some text has ``pattern``."""
    names = columns_with(cells, pattern)
    return cells.with_columns(cells.select(pl.col(names).cast(pl.String)).select(expression)) if names else cells


def unseen_to_null(cells: pl.DataFrame) -> pl.DataFrame:
    """Texts of nothing but spaces, no-break ones included, become blanks."""
    return where(cells, _UNSEEN, pl.when(~pl.all().str.contains(_UNSEEN)).then(pl.all()))


def at_least(cells: pl.DataFrame, *, height: int, width: int) -> pl.DataFrame:
    """Blank rows and columns added up to a size."""
    if not cells.width:
        cells = pl.DataFrame(schema=dict.fromkeys(map(letters, range(width)), pl.String))
    cells = cells.with_columns(pl.lit(None, pl.String).alias(letters(each)) for each in range(cells.width, width))
    if height > cells.height:
        blank = pl.Series([None] * (height - cells.height), dtype=pl.String)
        cells = pl.concat([cells, pl.DataFrame(dict.fromkeys(cells.columns, blank))], rechunk=True)
    return cells


def cropped(cells: pl.DataFrame, *, height: int = 0, width: int = 0) -> pl.DataFrame:
    """Without the blank rows and columns at the end, down to a size to keep."""
    if cells.width:
        last = cells.select(pl.any_horizontal(pl.all().is_not_null()).arg_true().max()).item()
        height = max(height, 0 if last is None else last + 1)
        filled = [index + 1 for index, count in enumerate(cells.null_count().row(0)) if count < cells.height]
        width = max([width, *filled])
    return cells.select(cells.columns[:width]).head(height)
