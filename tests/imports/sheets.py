"""Sheets built by hand, as a container gives them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl

from clauses.files.rules import FileKind, Severity
from imports.cells import letters
from imports.containers import Sheet
from imports.reader import Given, Reading, read

TODAY = date(2026, 1, 15)
HEADER = (
    "Référence marché", "Lot", "SIRET attributaire", "Nom", "Prénom", "Date de naissance", "Type de contrat",
    "Début de contrat", "Fin de contrat", "Mois", "Heures travaillées",
)  # fmt: skip
LINE = (
    "2024-T001", "1", "49825979500025", "Benali", "Andrzej", "1967-09-17", "CDI", "2024-01-02", None, "2024-03-01",
    "100",
)  # fmt: skip


def frame(rows: Sequence[Sequence[str | None]]) -> pl.DataFrame:
    """Rows of texts → the frame of a sheet, columns named by letters."""
    width = max((len(row) for row in rows), default=0)
    columns = {
        letters(at): pl.Series([row[at] if at < len(row) else None for row in rows], dtype=pl.String)
        for at in range(width)
    }
    return pl.DataFrame(columns)


def sheet(
    *rows: Sequence[str | None],
    name: str = "Feuil1",
    merged: tuple[str, ...] = (),
    without_value: frozenset[tuple[int, str]] = frozenset(),
    hidden: bool = False,
    hidden_rows: frozenset[int] = frozenset(),
    hidden_columns: frozenset[str] = frozenset(),
) -> Sheet:
    """A sheet of these rows."""
    return Sheet(
        name, frame(rows), hidden=hidden, hidden_rows=hidden_rows, hidden_columns=hidden_columns, merged=merged,
        without_value=without_value,
    )  # fmt: skip


def line(**said: str | None) -> tuple[str | None, ...]:
    """A canonical row of hours, with some cells said otherwise: ``line(hours="abc")``."""
    places = {
        "market": 0, "lot": 1, "siret": 2, "last": 3, "first": 4, "born": 5, "kind": 6, "starts": 7, "ends": 8,
        "month": 9,
        "hours": 10,
    }  # fmt: skip
    row: list[str | None] = list(LINE)
    for name, text in said.items():
        row[places[name]] = text
    return tuple(row)


def hours(*sheets: Sheet, given: Given | None = None) -> Reading:
    """What is read of sheets of hours."""
    return read(sheets, FileKind.HOURS, given=given or Given(), today=TODAY)


def said(reading: Reading, *, of_rows: bool = True) -> list[tuple[int | None, str]]:
    """(row, code) of each issue; those of whole sheets are left out unless asked for."""
    return [(issue.row, issue.code) for issue in reading.issues if issue.row is not None or not of_rows]


def severities(reading: Reading) -> dict[str, Severity]:
    """The severity of each code said."""
    return {issue.code: issue.severity for issue in reading.issues}
