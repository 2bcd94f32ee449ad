"""Rows that wait for a reason that is not their sender's to know: all of them wait alike, and are said alike.

Somebody whom a company does not follow may not be of the publics of a market, have declared hours elsewhere, or too
many of them with what is declared elsewhere: one sentence and one code for the three, so that no deposit tells them
apart, and none of it before anything is stored, so that nobody asks by depositing (`silent`).
"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from clauses.files.rules import Issue, Severity
from clauses.hours.rules import LineState
from imports.said import Headers, Row, Saying, say

CODE = "hours.facilitator_looks"


def wait(rows: pl.DataFrame, waiting: pl.Series, headers: Headers) -> tuple[pl.DataFrame, list[Issue]]:
    """(All the rows, what is said.) ``waiting`` holds the ``row_id`` of those that somebody must look at.

    Their units are decided before: whether one is replaced would tell the reason too.
    """
    if waiting.is_empty():
        return rows, []
    aside = pl.col("row_id").is_in(waiting.implode()) & (pl.col("state") == LineState.SUBMITTED.value)
    said = say(rows.filter(aside), Saying(CODE, "last_name", Severity.TO_CHECK, _looked_at), headers)
    state = pl.when(aside).then(pl.lit(LineState.TO_CHECK.value)).otherwise("state").alias("state")
    return rows.with_columns(state), said


def silent(issues: Iterable[Issue]) -> tuple[Issue, ...]:
    """What may be said of a file before it is stored."""
    return tuple(issue for issue in issues if issue.code != CODE)


def _looked_at(row: Row) -> str:
    return f"Ligne {row['row']} : le facilitateur regardera cette ligne. Les heures sont gardées en attendant."
