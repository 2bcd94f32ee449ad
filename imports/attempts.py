"""Texts read by the first way that understands them; what says nothing, and what no way reads.

Everything here works on distinct texts (`imports.cells`): each way is tried only on what the ways before it left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

import polars as pl
from polars._typing import PolarsDataType

_NOTHING = r"^[\-–—−_/.]+$"
_ERROR = r"^#[A-ZÀ-Ý0-9/?!]+[!?]?$"


def repeated(value: object, length: int, dtype: PolarsDataType) -> pl.Series:
    """One value as many times. ``polars.repeat`` asks its engine, which takes longer than reading a small column."""
    return pl.Series([value], dtype=dtype).new_from_index(0, length)


class Parsed(NamedTuple):
    """``value``, null where there is none, and ``code``, null where nothing is wrong: a blank cell has neither."""

    value: pl.Series
    code: pl.Series


Way = Callable[[pl.Series], pl.Series]
"""Texts → values, null for those it does not understand."""


def says_nothing(text: pl.Expr) -> pl.Expr:
    """Whether a cell is blank or holds dashes only."""
    return text.is_null() | text.str.contains(_NOTHING)


def is_error(text: pl.Expr) -> pl.Expr:
    """Whether a cell shows an error of the spreadsheet: ``#REF!``, ``#N/A``, ``#DIV/0!``."""
    return text.str.contains(_ERROR).fill_null(value=False)


def groups(text: pl.Series, pattern: str) -> pl.DataFrame:
    """The named groups of a pattern, a column each, null where it does not match."""
    return text.str.extract_groups(pattern).struct.unnest()


def first_read(text: pl.Series, ways: Iterable[Way], dtype: pl.DataType) -> pl.Series:
    """The value that the first way to understand each text gives it; null where none does."""
    value = repeated(None, len(text), dtype)
    left = text.is_not_null().arg_true()
    for way in ways:
        if left.is_empty():
            break
        read = way(text.gather(left))
        known = read.is_not_null()
        value = value.scatter(left.filter(known), read.filter(known))
        left = left.filter(~known)
    return value.alias("value")


def judged(
    text: pl.Series, value: pl.Series, unreadable: str, *, signed: bool = False, ambiguous: pl.Expr | None = None
) -> Parsed:
    """The values with their codes: ``cell_error``, ``ambiguous``, ``unreadable``, ``negative`` when ``signed``."""
    cell = pl.col("text")
    negative = pl.col("value") < 0 if signed else pl.lit(value=False)
    code = (
        pl.when(says_nothing(cell)).then(None)
        .when(is_error(cell)).then(pl.lit("cell_error"))
        .when(pl.lit(value=False) if ambiguous is None else ambiguous).then(pl.lit("ambiguous"))
        .when(pl.col("value").is_null()).then(pl.lit(unreadable))
        .when(negative).then(pl.lit("negative"))
        .otherwise(None).cast(pl.String)
    )  # fmt: skip
    frame = pl.DataFrame([text.alias("text"), value.alias("value")]).with_columns(code=code)
    kept = frame.select(pl.when(pl.col("code").is_null() & ~says_nothing(cell)).then("value").alias("value"))
    return Parsed(kept["value"], frame["code"])
