"""Columns whose header is not quite one that is known: what is read is said, and so is what resembles and is not."""

from __future__ import annotations

import re
from collections.abc import Iterator

import polars as pl

from clauses.files.rules import FileKind, Issue, Severity
from clauses.words import folded
from imports.cells import Grid
from imports.columns import Parser, fields
from imports.decisions import EXIT_DECISIONS
from imports.headers import SURE, UNKNOWN
from imports.layout import PAID, TOTAL, Column
from imports.measures import speaks_of_hours
from imports.rows import Taken
from imports.spelling import key
from imports.unread_hours import mostly_hours, worked
from imports.vocabulary import fold

_FIGURES = frozenset({Parser.HOURS, Parser.OBLIGATION, Parser.MONEY, Parser.COUNT})
_TELLING = _FIGURES | {Parser.DATE, Parser.END}
_OF_A_DECISION = re.compile(
    r"\b(?:statuts?|etats?|situation|avis|decisions?|commission|validation|resultats?|suite|cses)\b"
)
_NOT_DECIDED = [folded(word) for name in ("waiting", "refused") for word in EXIT_DECISIONS[name]]


def doubtful(taken: Taken, cells: Grid, kind: FileKind) -> Iterator[Issue]:
    """What is to be said of the columns of a table whose header leaves a doubt."""
    yield from _guessed(taken, kind)
    if kind is FileKind.HOURS:
        yield from _more_hours(taken, cells)
    else:
        yield from _nearly(taken, kind)
    if kind is FileKind.EXITS and {"decided_on", "exit_decision"}.isdisjoint(taken.block.mapping):
        yield from _decisions(taken, cells)


def _guessed(taken: Taken, kind: FileKind) -> Iterator[Issue]:
    """Figures read from a header that is not quite theirs."""
    known = fields(kind)
    for name, column in taken.block.mapping.items():
        field, match = known[name], column.match
        if field.parser in _FIGURES and match.confidence < SURE and not match.told and match.why not in (PAID, TOTAL):
            yield Issue(
                code="file.column_guessed", severity=Severity.WARNING, sheet=taken.sheet, column=column.header,
                message=f"La colonne {column.letters} « {column.header} » est lue comme « {field.header} » : "
                f"{match.why}. Vérifiez ; si elle dit autre chose, corrigez la reconnaissance des colonnes.",
            )  # fmt: skip


def _nearly(taken: Taken, kind: FileKind) -> Iterator[Issue]:
    """Headers that resemble those of a figure or a day that nothing else gives, and say something else."""
    known = fields(kind)
    for column in taken.block.columns:
        near = known.get(column.match.near or "")
        if near is not None and near.parser in _TELLING and near.name not in taken.block.mapping:
            yield _not_read(
                taken,
                column,
                f"elle {column.match.why}. Si elle le donne bien, corrigez la reconnaissance des colonnes.",
            )


def _more_hours(taken: Taken, cells: Grid) -> Iterator[Issue]:
    """A header that is not known and speaks of hours, over more of them than are read; fewer are a part of them."""
    first = taken.block.mapping.get("hours")
    if first is None or first.match.told or first.match.why == TOTAL:
        return
    for column in taken.block.columns:
        if column.match.why != UNKNOWN or column.month is not None or not speaks_of_hours(column.header):
            continue
        mine, theirs = (worked(taken, cells, letters) for letters in (first.letters, column.letters))
        more = (theirs > mine.fill_null(0)).fill_null(value=False).any()
        if more and mostly_hours(taken, cells, column.letters):
            yield _not_read(
                taken, column, f"{column.match.why}. Elle donne plus d'heures que la colonne {first.letters} "
                f"« {first.header} », qui est lue. Si ce sont elles qui comptent, corrigez la reconnaissance des "
                "colonnes.",
            )  # fmt: skip


def _decisions(taken: Taken, cells: Grid) -> Iterator[Issue]:
    """A column that says what a commission decided, under a header that does not: the file is no takeover."""
    for column in taken.block.columns:
        if column.match.why != UNKNOWN or not _OF_A_DECISION.search(key(column.header)):
            continue
        words = cells.columns[column.letters].words
        said = words.to_frame("text").select(fold(pl.col("text")).is_in(_NOT_DECIDED)).to_series()
        if said.any():
            yield _not_read(
                taken, column, "elle semble dire la décision de la commission, et toutes les sorties sont prises pour "
                "décidées. Nommez-la « Décision », ou corrigez la reconnaissance des colonnes.", Severity.BLOCKING,
            )  # fmt: skip


def _not_read(taken: Taken, column: Column, why: str, severity: Severity = Severity.WARNING) -> Issue:
    return Issue(
        code="file.column_not_read", severity=severity, sheet=taken.sheet, column=column.header,
        message=f"La colonne {column.letters} « {column.header} » n'est pas lue : {why}",
    )  # fmt: skip
