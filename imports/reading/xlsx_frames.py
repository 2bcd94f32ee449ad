"""The texts of calamine put right: days, lengths of time, and the cells that it does not tell."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import fastexcel
import polars as pl

from imports.containers import Sheet
from imports.reading.cell_text import DAY_SECONDS, duration_text
from imports.reading.frames import at_least, columns_with, cropped, unseen_to_null, where
from imports.reading.grid import hidden_letters, letters
from imports.reading.xlsx_book import SheetPart
from imports.reading.xlsx_quick import Findings, Irregular

_MIDNIGHT = r"^\d{4}-\d\d-\d\d 00:00:00$"
_FRACTION = r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}$"
_TIME_ALONE = r"^1899-12-31 \d\d:\d\d:\d\d(?:\.\d{3})?$"
_BEYOND = r"^(?:-0$|-?inf$|(?:\+\d{5,6}|-\d{4,6}|0000)-\d\d-\d\d \d\d:\d\d:\d\d)"
_NUL = r"\x00"
_SUSPECT = r"^(?:\s*$|-0$|-?inf$|[+-]?\d{4,6}-\d\d-\d\d \d\d:\d\d:\d\d)"
_SECOND = timedelta(seconds=1)


def quick_sheet(part: SheetPart, found: Findings, loaded: fastexcel.ExcelSheet) -> Sheet:
    """One sheet from both passes; raises `Irregular` when they do not agree on the number of cells."""
    cells = _frame(loaded)
    told = sum(cells.height - nulls for nulls in cells.null_count().row(0)) if cells.width else 0
    if told + found.untold != found.values:
        raise Irregular("cells lost")
    cells = _with_findings(_put_right(cells), found)
    return Sheet(
        name=part.name,
        cells=cells,
        hidden=part.hidden,
        hidden_rows=frozenset(row for row in found.hidden_rows if row <= cells.height),
        hidden_columns=hidden_letters(found.hidden_columns, cells.width),
        merged=tuple(found.merged),
        without_value=frozenset((row, letters(column)) for row, column in found.without_value),
    )


def _frame(loaded: fastexcel.ExcelSheet) -> pl.DataFrame:
    """Columns from A on, rows from 1 on."""
    if not loaded.width:
        return pl.DataFrame()
    cells = pl.DataFrame(loaded)
    places = [column.absolute_index for column in loaded.selected_columns]
    cells.columns = [letters(place) for place in places]
    missing = [pl.lit(None, pl.String).alias(letters(place)) for place in range(min(places))]
    return cells.select(*missing, pl.all()) if missing else cells


def _put_right(cells: pl.DataFrame) -> pl.DataFrame:
    """Only the columns where some text may need it, days mostly, go through the patterns one by one."""
    names = {*columns_with(cells, _SUSPECT), *columns_with(cells, _NUL)}
    return cells.with_columns(_texts_put_right(cells.select(names))) if names else cells


def _texts_put_right(cells: pl.DataFrame) -> pl.DataFrame:
    if columns_with(cells, _BEYOND):
        raise Irregular("days and numbers that do not exist, or a number that cannot be told from its text")
    for pattern, right in ((_TIME_ALONE, _time_alone), (_FRACTION, _to_the_second)):
        cells = _mapped(cells, pattern, right)
    everything = pl.all()
    day_only = pl.when(everything.str.contains(_MIDNIGHT)).then(everything.str.head(10)).otherwise(everything)
    cells = where(cells, _MIDNIGHT, day_only)
    return unseen_to_null(where(cells, _NUL, everything.str.replace_all(_NUL, "")))


def _mapped(cells: pl.DataFrame, pattern: str, right: Callable[[str], str]) -> pl.DataFrame:
    for name in columns_with(cells, pattern):
        column = cells[name]
        odd = column.filter(column.str.contains(pattern)).unique()
        cells = cells.with_columns(column.replace(odd, pl.Series([right(text) for text in odd], dtype=pl.String)))
    return cells


def _time_alone(text: str) -> str:
    clock = datetime.fromisoformat(text)
    seconds = clock.hour * 3600 + clock.minute * 60 + clock.second + clock.microsecond / 1_000_000
    return duration_text(seconds / DAY_SECONDS)


def _to_the_second(text: str) -> str:
    whole, _, fraction = text.partition(".")
    moment = datetime.fromisoformat(whole)
    return str(moment + _SECOND if int(fraction) >= 500 else moment)  # midnight goes with that of the others


def _with_findings(cells: pl.DataFrame, found: Findings) -> pl.DataFrame:
    """The texts found in the XML in their places, and room for formulas without a value past the last cell."""
    rows = [row for texts in found.texts.values() for row in texts]
    height = max((row for row, _ in found.without_value), default=0)
    width = 1 + max((column for _, column in found.without_value), default=-1)
    cells = at_least(cells, height=max([height, *rows]), width=1 + max([width - 1, *found.texts]))
    for column, texts in found.texts.items():
        name = letters(column)
        places = pl.Series([row - 1 for row in texts], dtype=pl.UInt32)
        cells = cells.with_columns(cells[name].clone().scatter(places, list(texts.values())).alias(name))
    return cropped(cells, height=height, width=width)
