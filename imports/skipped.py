"""Sheets that are not read: their rows are listed, and they hold the file's lines where they may give hours.

A list of people beside the hours holds numbers too: « N° », « Âge », « Code postal » are known not to be hours. Any
other column of figures that a month could hold makes it a sheet to look at: « Temps passé », « 1 ».
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from clauses.files.rules import Issue, Severity
from imports.cells import Cells, Grid, grid
from imports.containers import Sheet
from imports.layout import Column, Wanted
from imports.measures import measure, speaks_of_hours
from imports.numbers import hours
from imports.sorting import IgnoredRow
from imports.spelling import key
from imports.stacked import blocks

OURS_FILLED = "la feuille d'exemple n'est jamais lue"
NO_HEADER = "aucun en-tête reconnu"
NO_HOURS = "aucune colonne d'heures"
NOBODY = "aucune colonne de noms"
SUMMED_UP = "récapitulatif d'autres feuilles"
NOT_READ = (OURS_FILLED, NO_HEADER, NO_HOURS, NOBODY, SUMMED_UP)
"""Why a whole sheet is not read."""

_MONTH = 744_00
"""Hundredths of an hour in the longest month."""

_LEAST = 2
"""So many figures, at least, look like a column of hours where no header says so."""


@dataclass(frozen=True)
class Skipped:
    """A sheet that is not read: its rows that are not blank, what is said, whether the whole file waits for it."""

    rows: tuple[IgnoredRow, ...]
    issue: Issue | None
    holds_file: bool


def skipped(sheet: Sheet, why: str, wanted: Wanted, own: str | None = None) -> Skipped:
    """What is said of a sheet that is not read, ``why`` being one of `NOT_READ`; nothing of one that is blank.

    ``own``: what says that the hours of a summary stand nowhere else (`imports.summaries`).
    """
    cells = grid(sheet)
    rows = tuple(IgnoredRow(sheet.name, row + 1, why) for row in (cells.filled > 0).arg_true().to_list())
    if not rows:
        return Skipped((), None, holds_file=False)
    text = f"La feuille « {sheet.name} » n'est pas lue : {why} ({len(rows)} lignes)."
    where = next(_may_be_hours(sheet, cells, why, wanted), None)
    if where is not None:
        help_ = "ajoutez le nom de chaque salarié" if why == NOBODY else "mettez « Heures travaillées » en en-tête"
        text += (
            f" {where} peut donner des heures, que rien ne compte. Si c'est le cas, {help_} et renvoyez le fichier ; "
            "sinon, retirez cette feuille, ou validez les lignes une à une."
        )
    if own is not None:
        text += (
            f" Son nom le dit, mais {own} : ses heures ne sont comptées nulle part. S'il faut les compter, renommez "
            "cette feuille et renvoyez le fichier ; sinon, retirez-la, ou validez les lignes une à une."
        )
    holds = where is not None or own is not None
    return Skipped(
        rows,
        Issue(
            code="file.sheet_skipped", message=text, sheet=sheet.name,
            severity=Severity.BLOCKING if holds else Severity.WARNING,
        ),
        holds_file=holds,
    )  # fmt: skip


def _may_be_hours(sheet: Sheet, cells: Grid, why: str, wanted: Wanted) -> Iterator[str]:
    """The columns of a sheet, named, that may hold hours."""
    if why == NO_HEADER:
        if any(_is_words(column) for column in cells.columns.values()):
            yield from (f"La colonne {name}" for name, column in cells.columns.items() if _is_of_hours(column))
    elif why in (NO_HOURS, NOBODY):
        for block in blocks(sheet, cells, wanted)[0]:
            headed = {column.letters: column for column in block.columns}
            for name, whole in cells.columns.items():
                below, column = whole.slice(block.start, block.stop - block.start), headed.get(name)
                if column is None and _is_of_hours(below):
                    yield f"La colonne {name}, sans en-tête,"
                elif column is not None and not _is_known(column) and _has_figures(below):
                    yield f"La colonne {name} « {column.header} »"


_NOT_HOURS = re.compile(
    r"\b(?:numero|ages?|telephones?|portables?|mobiles?|fax|codes?|postal|cp|siret|siren|nir|matricules?|identifiants?"
    r"|ids?|taux|montants?|eur|euros?|prix|couts?|annees?|ans?|dates?|naissance|jour|mois|lots?|marches?|references?"
    r"|rangs?|ordre|lignes?|postes?|departements?|dept|insee|ape|naf|rome|notes?|points?|coef\w*|coefficients?"
    r"|niveaux?|echelons?|classes?|anciennete|enfants?|km|kilometres?|distances?|pourcentages?|effectifs?|salaries?"
    r"|personnes?|vu|vue|vus|adresses?|rues?|pages?|versions?|caces|permis)\b"
)
"""Headers of figures that are not hours, by their words (`imports.spelling.key`)."""


def _is_known(column: Column) -> bool:
    """Whether a header is known not to be of hours that count: a number, an age, a rate, leave, hours foreseen."""
    if column.month is not None:
        return column.month.what == "other"
    if column.reads in ("hours", "training_hours") or speaks_of_hours(column.header):
        return False
    told = measure(column.header)
    return column.reads is not None or told == "other" or (told is None and bool(_NOT_HOURS.search(key(column.header))))


def _figures(column: Cells) -> pl.Series:
    """The hundredths of hours of a column, null where a cell says none that a month could hold."""
    worked = column.each(hours(column.words).value)
    return worked.zip_with((worked <= _MONTH).fill_null(value=False), pl.Series([None], dtype=worked.dtype))


def _has_figures(column: Cells) -> bool:
    figures = _figures(column)
    return bool(2 * figures.is_not_null().sum() >= column.at.is_not_null().sum() and (figures > 0).any())


def _is_of_hours(column: Cells) -> bool:
    """Whether a column that no header names is mostly figures that a month could hold, and does not number the rows."""
    known = _figures(column).drop_nulls()
    numbers_rows = bool((known.diff().drop_nulls() == 1_00).all())
    return _has_figures(column) and len(known) >= _LEAST and not numbers_rows


def _is_words(column: Cells) -> bool:
    """Whether a column is mostly words, as names are."""
    said = column.where(column.words.str.contains(r"\pL{2}"))
    return 2 * int(said.sum()) >= int(column.at.is_not_null().sum()) > 0
