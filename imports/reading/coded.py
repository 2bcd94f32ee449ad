"""A long text file as codes: each distinct text of a column once, and its number in each cell.

A national file says the same few thousand texts a million times over: handed over as numbers it is four times smaller,
and whoever reads each text once finds them told apart already.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl


def _kind() -> pl.Categorical:
    return pl.Categorical(pl.Categories.random())


@dataclass(frozen=True)
class Coding:
    """One way of numbering the texts of each column, shared by frames that follow each other."""

    kinds: dict[str, pl.Categorical] = field(default_factory=lambda: defaultdict(_kind))

    def of(self, cells: pl.DataFrame) -> pl.DataFrame:
        """The same cells as Categorical columns; those that are already stay as they are."""
        texts = [name for name, dtype in cells.schema.items() if dtype == pl.String]
        return cells.with_columns(pl.col(name).cast(self.kinds[name]) for name in texts)


def is_coded(cells: pl.DataFrame) -> bool:
    """Whether the texts of every column are numbered."""
    return cells.width > 0 and all(isinstance(kind, pl.Categorical) for kind in cells.dtypes)


def codes_of(cells: pl.DataFrame) -> pl.DataFrame:
    """The number of the text of each cell of numbered columns, null where it is blank."""
    return cells.select(pl.all().to_physical()).rechunk()


def words_of(cells: pl.DataFrame) -> dict[str, pl.Series]:
    """The texts that the numbers of each column stand for, from 0 to the last one of its cells."""
    last = cells.select(pl.all().to_physical().max()).row(0) if cells.width else ()
    return {name: _words(kind, top) for (name, kind), top in zip(cells.schema.items(), last, strict=True)}


def _words(kind: pl.DataType, last: int | None) -> pl.Series:
    codes = pl.int_range(0 if last is None else last + 1, dtype=pl.UInt32, eager=True).to_frame("text")
    return codes.select(pl.col("text").cat.to(kind).cast(pl.String)).to_series()


def write(cells: pl.DataFrame, frame: Path) -> Path | None:
    """Writes the cells to a file; where they are numbered, their texts to another, which is returned."""
    if not is_coded(cells):
        cells.write_ipc(frame)
        return None
    words = frame.with_suffix(".words.arrow")
    codes_of(cells).write_ipc(frame)
    pl.DataFrame({name: [texts] for name, texts in words_of(cells).items()}).write_ipc(words)
    return words


def read(frame: Path, words: Path | None) -> pl.DataFrame:
    """The cells that `write` wrote, as they were."""
    cells = pl.read_ipc(frame)
    return cells if words is None else _decoded(pl.read_ipc(words), cells)


def _decoded(words: pl.DataFrame, codes: pl.DataFrame) -> pl.DataFrame:
    kinds = {name: _kind() for name in codes.columns}
    # Texts are numbered in the order in which a kind meets them, and it knows them as long as something holds it.
    held = [words[name][0].cast(kind) for name, kind in kinds.items()]
    cells = codes.select(pl.col(name).cat.to(kind) for name, kind in kinds.items())
    del held
    return cells
