"""Totals that a file carries, against the rows: never imported, compared where they can be."""

from __future__ import annotations

import polars as pl

from imports.attempts import repeated


def sums_above(values: pl.Series, data: pl.Series, candidates: pl.Series) -> pl.Series:
    """Which candidate rows hold the sum of a run of rows of data just above them, from the top or from a candidate."""
    agreed = repeated(False, len(values), pl.Boolean())
    rows = [
        index for index, written, summed in _judged(values, data, candidates) if written is not None and summed is None
    ]
    return agreed.scatter(rows, [True] * len(rows)) if rows else agreed


def differences(values: pl.Series, data: pl.Series, totals: pl.Series) -> list[tuple[int, int]]:
    """Total rows that are the sum of no run of rows above them: (index, what the rows make).

    ``values`` are hundredths, null where unread. A total may sum everything above, or what follows any earlier total:
    sub-totals of groups and grand totals both agree. Where a cell of data could not be read, no total is judged.
    """
    if (values.is_null() & data).any():
        return []
    return [
        (index, summed)
        for index, written, summed in _judged(values, data, totals)
        if written is not None and summed is not None
    ]


def _judged(values: pl.Series, data: pl.Series, totals: pl.Series) -> list[tuple[int, int | None, int | None]]:
    """(index, what is written, what the rows make where that differs) for each total row."""
    nothing = pl.zeros(len(values), dtype=pl.Int64, eager=True)
    reached = values.fill_null(0).zip_with(data, nothing).cum_sum()
    starts, last = {0}, 0
    found: list[tuple[int, int | None, int | None]] = []
    for index in totals.arg_true().to_list():
        written, above = values[index], reached[index]
        if written is None or above - written in starts:
            found.append((index, written, None))
        else:
            since = above - last
            found.append((index, written, since if abs(since - written) < abs(above - written) else above))
        starts.add(above)
        last = above
    return found
