"""Columns of cells as the distinct texts they hold: each is read once, however often it stands in the file.

Reading a text then costs the same for one row or for a million.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import polars as pl

from imports.attempts import repeated
from imports.containers import Sheet
from imports.identifiers import secrets
from imports.reading.coded import Coding, codes_of, is_coded, words_of

SPACES = r"[\s\u{feff}\u{200b}-\u{200d}\u{2060}\u{ad}]+"
"""Every kind of space, no-break ones too, and the signs that show as nothing."""

FORMULA, NIR, IBAN = "\ue000=", "\ue001nir", "\ue001iban"
"""What stands for a formula without a value, and for a number that must not be kept: its text is gone from here on."""

HIDDEN = frozenset({FORMULA, NIR, IBAN})
"""What is never shown as the text of a cell."""

_FEW = 5_000
"""So many texts are looked at one by one sooner than together."""

_MARKED = {FORMULA: "formula_without_value", NIR: "nir_dropped", IBAN: "iban_dropped"}


_ESCAPED = r"^' ?([=+@\-0-9])"
"""How a text that could be run as a formula, or a number kept as it is, leaves a program: an apostrophe says so."""


_QUOTED = r"""^(?:="([^"]*)"|'([^']+)')$"""
"""How a program keeps a text a text: ="0123" for a spreadsheet, or apostrophes around."""


_UNTIDY = r"""^$|^[' =]| $|  |[\t-\r\x{85}\p{Z}&&[^ ]]|[\u{feff}\u{200b}-\u{200d}\u{2060}\u{ad}]"""
"""What `tidy` would change: most texts have none of it, and one look is sooner done than four replacements."""


def tidied(texts: pl.Series) -> pl.Series:
    """`tidy`, of the texts that need it."""
    odd = texts.str.contains(_UNTIDY).arg_true()
    if odd.is_empty():
        return texts
    return texts.clone().scatter(odd, texts.gather(odd).to_frame("text").select(tidy(pl.col("text"))).to_series())


def tidy(text: pl.Expr) -> pl.Expr:
    """The text with one plain space between words, none at the ends; null when nothing is left."""
    spaced = text.str.replace_all(SPACES, " ").str.strip_chars(" ")
    spaced = spaced.str.replace(_QUOTED, "$1$2").str.replace(_ESCAPED, "$1")
    return pl.when(spaced != "").then(spaced)


def marked(text: pl.Series) -> pl.Series:
    """``formula_without_value``, ``nir_dropped`` or ``iban_dropped`` for the texts that stand for those, else null."""
    if len(text) < _FEW and _MARKED.keys().isdisjoint(text.to_list()):  # sooner told than by the engine
        return repeated(None, len(text), pl.String()).alias(text.name)
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


def no(length: int) -> pl.Series:
    """As many times no."""
    return repeated(False, length, pl.Boolean())


@dataclass(frozen=True)
class Cells:
    """One column: its distinct texts, tidy, and which of them stands in each row (null where a cell is blank)."""

    words: pl.Series
    at: pl.Series

    def each(self, values: pl.Series) -> pl.Series:
        """What is known of each distinct text → of each cell; null where the cell is blank."""
        return spread(values, self.at)

    def where(self, flag: pl.Series) -> pl.Series:
        """`each` for a yes or no: a blank cell is no."""
        if not flag.any():
            return no(len(self.at))
        return spread(flag, self.at).fill_null(value=False)

    def slice(self, start: int, length: int) -> Cells:
        """Some consecutive rows."""
        return Cells(self.words, self.at.slice(start, length))

    def standing(self, rows: pl.Series) -> pl.Series:
        """Where the texts of some rows stand; ``rows`` are indexes, in order, each once. Rows in one piece are cut."""
        if len(rows) and rows[-1] - rows[0] + 1 == len(rows):
            return self.at.slice(rows[0], len(rows))
        return self.at.gather(rows)

    def moved(self, at: pl.Series) -> Cells:
        """The same texts, standing elsewhere."""
        return Cells(self.words, at)

    def text(self, row: int) -> str | None:
        """The text of one row."""
        at = self.at[row]
        return None if at is None else self.words[at]


def spread(values: pl.Series, at: pl.Series) -> pl.Series:
    """The value that each row points to; null where it points to none."""
    if values.is_empty():
        return repeated(None, len(at), values.dtype).alias(values.name)
    return values.gather(at)


def spread_all(frame: pl.DataFrame, told: Mapping[str, tuple[pl.Series, str]]) -> pl.DataFrame:
    """`spread` of many columns at once, on all processors; ``told``: values and the column that points to them."""
    once = {(id(values), at): name for name, (values, at) in reversed([*told.items()])}
    blank = {at for _, at in told.values() if frame[at].null_count() == frame.height}
    each = [
        pl.lit(values).gather(pl.col(at)).alias(name)
        if len(values) and at not in blank
        else pl.lit(None, dtype=values.dtype).alias(name)
        for name, (values, at) in told.items()
        if once[id(values), at] == name
    ]
    # The same values spread by the same places are made once, however many columns show them.
    return frame.with_columns(each).select(
        pl.col(once[id(values), at]).alias(name) for name, (values, at) in told.items()
    )


@dataclass
class Lexicon:
    """The distinct texts of each field, of all the sheets of a file together: each is read once."""

    parts: dict[str, list[pl.Series]] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)

    def add(self, name: str, cells: Cells) -> pl.Series:
        """The cells of one more column of a field, as places in `words`."""
        first = self.sizes.get(name, 0)
        self.parts.setdefault(name, []).append(cells.words)
        self.sizes[name] = first + len(cells.words)
        return (cells.at + first if first else cells.at).alias(name)

    def place(self, name: str, texts: pl.Series) -> pl.Series:
        """Where texts of one more source stand; null for those that say nothing."""
        places = pl.int_range(len(texts), dtype=pl.UInt32, eager=True)
        known = texts.to_frame("text").select(pl.when(pl.col("text").is_not_null()).then(places)).to_series()
        return self.add(name, Cells(texts, known))

    def words(self, name: str) -> pl.Series:
        """The distinct texts of a field; one may stand more than once when several sheets hold it."""
        parts = self.parts.get(name)
        return (pl.concat(parts) if parts else pl.Series(dtype=pl.String)).alias("text")


@dataclass(frozen=True)
class Grid:
    """A sheet's cells, column by column; ``row i`` of a column is row ``i + 1`` of the sheet."""

    columns: Mapping[str, Cells]
    height: int

    @cached_property
    def filled(self) -> pl.Series:
        """How many cells of each row are not blank."""
        frame = pl.DataFrame([column.at.alias(name) for name, column in self.columns.items()])
        return frame.select(pl.sum_horizontal(pl.all().is_not_null().cast(pl.UInt32)).cast(pl.UInt32)).to_series()

    def labels(self, row: int) -> list[str]:
        """The texts of one row (an index from 0), "" where blank."""
        return [column.text(row) or "" for column in self.columns.values()]


def grid(sheet: Sheet) -> Grid:
    """The cells of a sheet, tidy, with formulas without a value and numbers that must not be kept marked as such."""
    named = {name: letters(index) for index, name in enumerate(sheet.cells.columns)}
    raw = sheet.cells.rename(named)
    told = raw if is_coded(raw) else Coding().of(raw.cast(pl.String))
    codes = codes_of(told)
    columns = {name: _column(texts, codes[name]) for name, texts in words_of(told).items()}
    for name, rows in _without_value(sheet).items():
        columns[name] = _with_formulas(columns[name], rows)
    return Grid(columns, raw.height)


def _column(texts: pl.Series, codes: pl.Series) -> Cells:
    """A column from its distinct texts and the code of each cell's."""
    words = _without_secrets(tidied(texts))
    if not words.null_count():
        return Cells(words, codes)
    kept = pl.int_range(len(words), dtype=pl.UInt32, eager=True).to_frame("at").select(
        pl.when(words.is_not_null()).then("at")
    )  # fmt: skip
    return Cells(words, spread(kept.to_series(), codes))


def _without_secrets(words: pl.Series) -> pl.Series:
    found = secrets(words)
    if found.null_count() == len(found):
        return words
    return words.zip_with(found.is_null(), found.replace_strict({"nir": NIR, "iban": IBAN}, default=None))


def _without_value(sheet: Sheet) -> dict[str, list[int]]:
    """The indexes of the rows of formulas without a value, by column."""
    places = {name: letters(index) for index, name in enumerate(sheet.cells.columns)}
    found: dict[str, list[int]] = {}
    for row, name in sheet.without_value:
        if name in places and 0 < row <= sheet.cells.height:
            found.setdefault(places[name], []).append(row - 1)
    return found


def _with_formulas(cells: Cells, rows: list[int]) -> Cells:
    words = pl.concat([cells.words, pl.Series([FORMULA])])
    return Cells(words, cells.at.scatter(rows, pl.repeat(len(words) - 1, len(rows), dtype=pl.UInt32, eager=True)))
