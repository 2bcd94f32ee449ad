"""Columns that may hold hours and are not read: said, so that no hour is lost for want of a header."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from clauses.files.rules import FileKind, Issue, Severity
from imports.attempts import says_nothing
from imports.cells import Cells, Grid, letters, position
from imports.headers import recognise
from imports.layout import TOTAL, Column, read_beside, unread
from imports.measures import measure
from imports.numbers import hours, scaled
from imports.rows import Taken
from imports.sentences import row_list
from imports.spelling import key
from imports.vocabulary import fold

_HOURS = ("hours", "training_hours")
_OVERTIME = re.compile(
    r"\b(?:hs|heures?(?: (?:en|dont))? (?:sup|supp|suppl|supplementaires?|complementaires?|majorees?))\b"
)
_ADJUSTED = re.compile(r"\b(?:ajust\w*|regul\w*|rectif\w*|rattrap\w*|rappels?)\b")
_NO = r"^(?:non|n|aucune?s?|neant|rien|ras|so|sans(?: objet)?|na|n a)$"
_DATE = r"^[0-9]{1,4}[/.\-][0-9]{1,2}[/.\-][0-9]{1,4}"
_SHOWN = 5


@dataclass(frozen=True)
class UnreadHours:
    """What is said of a column, and the rows of the sheet (their numbers) where it says something: they wait for it."""

    issue: Issue
    rows: pl.Series


def unread_hours(taken: Taken, cells: Grid) -> Iterator[UnreadHours]:
    """Someone must look: months that are not read, a second column of hours, overtime beside the hours."""
    for column in unread(taken.block, lambda name: mostly_hours(taken, cells, name)):
        yield _said(
            taken, column, f"n'est pas lue : {column.match.why}. {_what_to_do(read_beside(taken.block, column))}",
            _below(taken, cells, column.letters).at.is_not_null(),
        )  # fmt: skip
    yield from _decimals(taken, cells)
    yield from _alone_in_sums(taken, cells)
    read = {column.letters for column in (*taken.block.months, *taken.block.mapping.values())}
    for column in taken.block.columns:
        if column.letters in read or column.match.told or column.month is not None:
            continue
        yield from _second(taken, cells, column)
        hours_read = taken.block.mapping.get("hours")
        if hours_read is not None and hours_read.match.why == TOTAL:
            continue
        if _ADJUSTED.search(key(column.header)) and measure(column.header) is None:
            adjusted = _adjusts(taken, cells, column)
            if adjusted.any():
                yield _said(
                    taken, column, "n'est pas lue. Si ce sont des heures qui ne sont pas déjà dans celle des heures, "
                    "ajoutez-les-y ; sinon, retirez cette colonne.",
                    adjusted,
                )  # fmt: skip
        overtime = worked(taken, cells, column.letters).fill_null(0) > 0 if _is_overtime(column) else None
        if overtime is not None and overtime.any():
            yield _said(
                taken, column, "n'est pas lue : une heure supplémentaire compte pour une heure. Si elles ne sont pas "
                "déjà dans la colonne des heures, ajoutez-les-y.",
                overtime,
            )  # fmt: skip


def _adjusts(taken: Taken, cells: Grid, column: Column) -> pl.Series:
    """The cells of a column of adjustments that say something other than none: « -20 », « 20 h en moins »."""
    below = _below(taken, cells, column.letters)
    text = pl.col("text")
    known = below.words.alias("text").to_frame().with_columns(worked=_signed(below.words))
    told = ~says_nothing(text) & ~fold(text).str.contains(_NO) & ~text.str.contains(_DATE)
    return below.where(
        known.select(pl.when(pl.col("worked").is_null()).then(told).otherwise(pl.col("worked") != 0)).to_series()
    )


def _what_to_do(first: Column | None) -> str:
    if first is None:
        return "Si ce sont des heures, écrivez le mois seul en en-tête, par exemple mars 2024."
    return (
        f"La colonne {first.letters} « {first.header} », qui est lue, donne le même mois : si d'autres heures s'y "
        "ajoutent ou les remplacent, corrigez-la, et retirez celle-ci."
    )


def _is_overtime(column: Column) -> bool:
    return bool(_OVERTIME.search(key(column.header)))


def _second(taken: Taken, cells: Grid, column: Column) -> Iterator[UnreadHours]:
    """Another column of the same hours is no matter; one of other hours is a question: which ones count?"""
    name = recognise(FileKind.HOURS, column.header).field
    first = taken.block.mapping.get(name or "")
    if name not in _HOURS or first is None or first.match.told:
        return
    mine, theirs = (worked(taken, cells, name) for name in (first.letters, column.letters))
    differs = theirs.is_not_null() & theirs.ne_missing(mine) & ((theirs > 0) | mine.is_not_null())
    if differs.any():
        yield _said(
            taken, column, f"donne d'autres heures que la colonne {first.letters} « {first.header} », qui est lue "
            f"({_rows_of(taken, differs)}). Dites laquelle compte : corrigez la reconnaissance des "
            "colonnes, ou retirez celle qui ne compte pas.",
            differs,
        )  # fmt: skip


def _alone_in_sums(taken: Taken, cells: Grid) -> Iterator[UnreadHours]:
    """A quarter that gives hours where none of its months does."""
    for column in taken.block.columns:
        if not column.sums:
            continue
        blank = pl.DataFrame([_below(taken, cells, name).at.is_null().alias(name) for name in column.sums])
        alone = (worked(taken, cells, column.letters).fill_null(0) > 0) & blank.select(
            pl.all_horizontal(pl.all())
        ).to_series()
        if alone.any():
            yield _said(
                taken, column, f"donne des heures qu'aucun de ses mois ne donne ({_rows_of(taken, alone)}) : elles ne "
                "sont pas lues. Écrivez-les dans la colonne de chaque mois.",
                alone,
            )  # fmt: skip


def _decimals(taken: Taken, cells: Grid) -> Iterator[UnreadHours]:
    """« 100,50 » in a file cut at its commas: « 100 », then « 50 » under no header."""
    column = taken.block.mapping.get("hours")
    beside = letters(position(column.letters) + 1) if column else ""
    headed = {each.letters for each in taken.block.columns}
    if column is None or beside in headed or beside not in cells.columns:
        return
    texts = _below(taken, cells, beside)
    few = texts.where(texts.words.str.contains(r"^[0-9]{1,2}$"))
    whole = _below(taken, cells, column.letters)
    cut = few & whole.where(whole.words.str.contains(r"^[0-9]+$"))
    if few.any() and texts.at.is_not_null().sum() == cut.sum():
        row = taken.block.start + 1 + cut.arg_true()[0]
        yield _said(
            taken, column, f"est suivie de nombres sans en-tête, qui semblent en être les décimales (ligne {row}) : "
            "elles ne sont pas lues. Enregistrez le fichier avec des points-virgules, ou donnez un en-tête à la "
            f"colonne {beside}.",
            few,
        )  # fmt: skip


def _rows_of(taken: Taken, where: pl.Series) -> str:
    """« ligne 3 », « lignes 3-5, 8… »."""
    rows = [taken.block.start + 1 + index for index in where.arg_true().to_list()]
    listed = row_list(rows) if len(rows) <= _SHOWN else f"{row_list(rows[:_SHOWN])}…"
    return f"ligne{'s' if len(rows) > 1 else ''} {listed}"


def _said(taken: Taken, column: Column, what: str, where: pl.Series) -> UnreadHours:
    issue = Issue(
        code="file.column_not_read", severity=Severity.BLOCKING, sheet=taken.sheet, column=column.header,
        message=f"La colonne {column.letters} « {column.header} » {what}",
    )  # fmt: skip
    return UnreadHours(issue, (where.arg_true() + taken.block.start + 1).cast(pl.UInt32))


def mostly_hours(taken: Taken, cells: Grid, name: str) -> bool:
    """Whether the cells of a column (by its letters) are mostly hours."""
    known = worked(taken, cells, name).is_not_null().sum()
    return 2 * known > _below(taken, cells, name).at.is_not_null().sum()


def worked(taken: Taken, cells: Grid, name: str) -> pl.Series:
    """The hundredths of an hour of a column, below the header, be they below zero; null where a cell says none."""
    column = _below(taken, cells, name)
    return column.each(_signed(column.words))


def _signed(words: pl.Series) -> pl.Series:
    """The hundredths of hours of texts, below zero too where a month is put right: « -20 », « - 3,5 h »."""
    bare = words.str.replace(r" ?(?i:h|heures?)$", "")
    below = scaled(bare, 2)
    return hours(words).value.fill_null(below.zip_with((below < 0).fill_null(value=False), below.clear(len(below))))


def _below(taken: Taken, cells: Grid, name: str) -> Cells:
    return cells.columns[name].slice(taken.block.start, taken.block.stop - taken.block.start)
