"""Months of rows: a national file has a million rows and twelve months."""

from __future__ import annotations

import polars as pl


def last_days(months: pl.Series) -> pl.Series:
    """The last day of each month (first days), null for null: found once a month, not once a row."""
    distinct = months.drop_nulls().unique()
    return months.replace_strict(distinct, distinct.dt.month_end(), default=None, return_dtype=pl.Date)
