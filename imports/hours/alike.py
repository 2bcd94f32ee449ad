"""Rows that say the same of some columns, judged once.

In a national file each lot stands fifty times and each contract twelve: a join of every row, with all its columns, for
what a few thousand combinations tell is most of what an import costs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from math import prod

import polars as pl

from imports.attempts import repeated

_MOST = 1 << 63
"""What an integer of a column cannot hold."""


@dataclass(frozen=True)
class Alike:
    """The combinations of some columns of a frame: the first row of each, and which one each row is.

    ``once`` holds those columns and ``alike``, the number of the combination, in the order of the file.
    """

    once: pl.DataFrame
    at: pl.Series

    @classmethod
    def of(cls, frame: pl.DataFrame, names: Sequence[str]) -> Alike:
        """Nulls are alike. A column that says nothing tells no row from another."""
        told = [name for name in names if frame[name].null_count() < frame.height]
        rows = pl.int_range(frame.height, dtype=pl.UInt32, eager=True).alias("alike")
        if not told:
            return cls(frame.select(names).head(1).with_row_index("alike"), rows * 0)
        apart = _in_one(frame.select(told))
        first = apart.with_columns(rows).select(pl.col("alike").first().over(apart.columns)).to_series()
        firsts = first.unique().sort()
        number = rows.scatter(firsts, pl.int_range(len(firsts), dtype=pl.UInt32, eager=True))
        return cls(frame.select(names)[firsts].with_row_index("alike"), number.gather(first))

    def rows(self, frame: pl.DataFrame, judged: pl.DataFrame) -> pl.DataFrame:
        """The rows of some of the combinations, with what was judged of them: ``judged`` names each once (``alike``).

        ``frame`` is the one that they were told from; its own columns give way to those of the same name.
        """
        places = pl.int_range(judged.height, dtype=pl.UInt32, eager=True)
        at = repeated(None, self.once.height, pl.UInt32()).scatter(judged["alike"], places)
        at = at.gather(self.at)
        if judged.height < self.once.height:
            there = at.is_not_null()
            frame, at = frame.filter(there), at.filter(there)
        return frame.with_columns(judged.drop("alike")[at].get_columns())


def _in_one(told: pl.DataFrame) -> pl.DataFrame:
    """Columns that tell the same rows apart: numbers that one column can hold are told apart twice sooner in one."""
    numbers = told.select(pl.all().to_physical())
    if told.width < 2 or not all(kind.is_integer() for kind in numbers.dtypes):
        return told
    first, last = numbers.select(pl.all().min()).row(0), numbers.select(pl.all().max()).row(0)
    sizes = [high - low + 2 for low, high in zip(first, last, strict=True)]  # and one for nothing
    if prod(sizes) >= _MOST:
        return told
    parts = [
        (pl.col(name).cast(pl.Int64) - low + 1).fill_null(0) for name, low in zip(told.columns, first, strict=True)
    ]
    key = reduce(lambda key, part: key * part[0] + part[1], zip(sizes[1:], parts[1:], strict=True), parts[0])
    return numbers.select(key.alias("key"))
