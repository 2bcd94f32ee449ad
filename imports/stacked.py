"""Tables one below the other in a sheet: where each starts, and what the rows above it say of it."""

from __future__ import annotations

import re
from collections.abc import Collection, Set
from dataclasses import replace

import polars as pl

from clauses.files.rules import FileKind
from clauses.markets.lot_numbers import lot_key
from clauses.words import folded
from imports.cells import Grid, position
from imports.containers import Sheet
from imports.context import Context
from imports.headers import exactly, known_words
from imports.layout import Block, Wanted, build, find_header
from imports.measures import measure
from imports.months_as_columns import month_header
from imports.sorting import IgnoredRow
from imports.titles import ASIDE, TOP, Labels, carried, is_label, is_pairs, of_title, under

SUMMARY = re.compile(r"^(?:recap\w*|synthese|totaux|total|cumuls?|bilan|tcd|resume|consolid\w*)\b")
"""How the name of a sheet, or the title of a table, says that it sums up others."""

_TOTAL = re.compile(r"^(?:(?:sous|s|ss|grand) )?(?:total|totaux|somme|cumuls?|report|ensemble)\b")
_FIGURE = re.compile(r"\d[.,]\d|\d ?h\b", re.IGNORECASE)
"""Hours written in a row: a year (« Totaux 2024 ») is none."""

_HOURS = re.compile(r"\d[\d\s.,:h]*$", re.IGNORECASE)
_SUMS = ("total", "paid")
"""Figures that a table below another may give in place of the hours of the month."""

_SUM_WORDS = ("total heures", "total des heures", "total d'heures", "total h", "nb total d'heures", "heures totales")
_MANY = 5_000
"""Rows of a sheet from which only the columns that tell at least cost are looked at for headers."""

_TOPS = 4 * TOP
"""So many rows, at most, are looked at for the titles of the first table, as `imports.titles.top_rows` does."""

_AS_HEADER = 3
_TITLES = 8
"""So many rows, at most, are the titles of a table below another."""


def blocks(sheet: Sheet, cells: Grid, wanted: Wanted) -> tuple[list[Block], list[IgnoredRow]]:
    """The headers of a sheet and the rows below each; the same header again, lower down, is a row to ignore."""
    header = _first_header(sheet, cells, wanted)
    if header is None:
        return [], []
    tops = tuple(label for row in range(min(header[0], _TOPS)) for label in cells.labels(row) if label)
    found = [replace(build(wanted, sheet, header, cells.height), titles=tops)]
    same = _spellings(header, cells)
    ignored = []
    for row in _header_rows(wanted.kind, cells, header[1] + 1):
        labels = cells.labels(row)
        if _is_row_of(found[-1], labels, worked=True):
            continue
        if is_pairs(labels):
            found[-1] = replace(found[-1], said=(*found[-1].said, (row, of_title(labels) or Context())))
            continue
        near, sums_up, titles = _above(cells, row, found[-1])
        of_year = near.dated().year if found[-1].months else None
        if _folded(labels) in same and of_year is None:
            if near != Context() and not any(ASIDE.search(folded(title)) for title in titles):
                found[-1] = replace(found[-1], said=(*found[-1].said, (row, near)))
            ignored.append(IgnoredRow(sheet.name, row + 1, "en-tête répété"))
            continue
        below = build(wanted, sheet, (row, row, labels), cells.height, first=header[0])
        found[-1:] = [replace(found[-1], stop=row), replace(below, near=near, sums_up=sums_up, titles=titles)]
        same = _spellings((row, row, labels), cells)
        ignored.append(IgnoredRow(sheet.name, row + 1, "nouvel en-tête"))
    return found, ignored


def _spellings(header: tuple[int, int, Labels], cells: Grid) -> list[Labels]:
    """A header as it is read, and each of its rows: as it may be repeated below."""
    return [_folded(header[2]), *(_folded(cells.labels(row)) for row in range(header[0], header[1] + 1))]


def _first_header(sheet: Sheet, cells: Grid, wanted: Wanted) -> tuple[int, int, Labels] | None:
    """The header of the first table: a lower one may have more columns, and the rows above it are no titles then."""
    header = find_header(sheet, wanted.kind, told=wanted.corrections)
    while header is not None:
        upper = find_header(replace(sheet, cells=sheet.cells.head(header[0])), wanted.kind, told=wanted.corrections)
        if upper is None or not _heads_data(upper, header[0], cells, wanted.kind):
            break
        header = upper
    return header


def _heads_data(upper: tuple[int, int, Labels], until: int, cells: Grid, kind: FileKind) -> bool:
    """Whether rows that look like a header are one: rows of data stand between it and the next."""
    labels = upper[2]
    if is_pairs(labels) or not _is_header(kind, labels):
        return False
    places = {place for place, label in enumerate(labels) if label}
    return any(_is_data(cells.labels(row), places) for row in range(upper[1] + 1, until))


def _is_data(labels: Labels, places: Collection[int]) -> bool:
    """A row that fills at least three of the columns of a header, one of them with a figure, and is no title."""
    filled = [label for place, label in enumerate(labels) if label and place in places]
    return len(filled) >= _AS_HEADER and any(re.match(r"\d", label) for label in filled) and not is_pairs(labels)


def _above(cells: Grid, header: int, upper: Block) -> tuple[Context, bool, tuple[str, ...]]:
    """What the rows between the data above and a header say: their context, whether they name a summary, their texts.

    « Totaux février 2024 » just below the hours of January names no summary of them: it is above those of February.
    """
    near, sums_up, titles = Context(), False, list[str]()
    for row in range(header - 1, max(upper.start, header - _TITLES) - 1, -1):
        labels = cells.labels(row)
        said, is_total = _title(labels, upper), _ends_table(cells, row, upper)
        elsewhere = said is not None and is_total and _is_elsewhere(labels, said, upper)
        if said is None or (is_total and not elsewhere):
            break
        near = near.over(said)
        texts = [label for label in labels if label]
        titles += texts
        sums_up = sums_up or (not elsewhere and any(SUMMARY.match(folded(text)) for text in texts))
    return near, sums_up, tuple(titles)


def _title(labels: Labels, upper: Block) -> Context | None:
    """What a row says of the table below it; None where it is of the one above, or no title."""
    return None if _is_row_of(upper, labels) else of_title(labels)


_WHO = frozenset({"last_name", "full_name"})
_NAMES = (*_WHO, "first_name")


def _is_row_of(block: Block, labels: Labels, *, worked: bool = False) -> bool:
    """Whether a row is one of the data of a table: it names somebody, and gives hours or fills most of the columns.

    Words of headers may stand in it, and make no title of it: « ETTI » is a kind of employer. ``worked``: it gives
    hours.
    """
    read = {name: labels[position(column.letters)] for name, column in block.mapping.items()}
    names = [text for name in _NAMES if (text := read.get(name))]
    if not names or any(is_label(text) or re.search(r"[\d:]", text) for text in names):
        return False
    if all(is_label(label) for label in [label for label in labels if label][::2]):
        return False  # « Attributaire » | « Maçons » | « Lot » | « 2 »
    told = [read.get("hours", ""), read.get("training_hours", "")]
    told += [labels[position(column.letters)] for column in block.months]
    filled = sum(1 for text in read.values() if text)
    return any(_HOURS.match(text) for text in told) or (not worked and filled > _AS_HEADER and 2 * filled > len(read))


def _ends_table(cells: Grid, row: int, upper: Block) -> bool:
    """Whether a row is the total of the table above: it says so, just below data or with a figure, in one cell or not.

    A formula may have left no figure: « Total heures » alone, just below the last row.
    """
    labels = [label for label in cells.labels(row) if label]
    if not labels or not _TOTAL.match(folded(labels[0])):
        return False
    if row == upper.start or _FIGURE.search(" ".join(labels)):
        return True
    return _title(cells.labels(row - 1), upper) is None or _ends_table(cells, row - 1, upper)


def _is_elsewhere(labels: Labels, said: Context, upper: Block) -> bool:
    """Whether a total without a figure is of another month or lot than the last rows of the table above it."""
    if _FIGURE.search(" ".join(labels)):
        return False
    *_, (_, last) = carried([(0, upper.near), *upper.said])
    there = under(last, upper.context)
    of_month = _is_other_month(said, there)
    return of_month or (said.lot is not None and there.lot is not None and lot_key(said.lot) != lot_key(there.lot))


def _is_other_month(here: Context, there: Context) -> bool:
    """Whether two contexts name two months; by their numbers where one has no year."""
    if here.month and there.month:
        return here.month != there.month
    first, second = (each.month.month if each.month else each.month_number for each in (here, there))
    return first is not None and second is not None and first != second


def _folded(labels: Labels) -> Labels:
    return [folded(label) for label in labels]


def _header_rows(kind: FileKind, cells: Grid, start: int) -> list[int]:
    """Rows below the header whose cells are headers too: three at least, and most of those that are not blank.

    Rows of two labels and their values are among them: they say the same of the rows below as a title would.
    """
    vocabulary = {*known_words(kind), *_SUM_WORDS}
    hits = pl.zeros(cells.height, dtype=pl.UInt32, eager=True)
    # The columns with the fewest distinct texts tell at least cost where such a row may stand.
    most = 2 * _AS_HEADER if cells.height > _MANY else len(cells.columns)
    few = sorted(cells.columns.values(), key=lambda column: len(column.words))[:most]
    for column in few:
        flag = _among(column.words, vocabulary)
        if flag.any():
            hits = hits + column.where(flag).cast(pl.UInt32)
    least = min(_AS_HEADER - 1, len(few))
    found = []
    for row in (hits >= least).arg_true().to_list():
        labels = cells.labels(row) if row >= start else []
        if labels and (_is_header(kind, labels) or is_pairs(labels)):
            found.append(row)
    return found


def _among(words: pl.Series, vocabulary: Set[str]) -> pl.Series:
    """Which texts are in a vocabulary, whatever their case; a few are told sooner one by one."""
    if len(words) > _MANY:
        return words.str.to_lowercase().is_in(list(vocabulary)).fill_null(value=False)
    return pl.Series([word is not None and word.lower() in vocabulary for word in words], dtype=pl.Boolean)


def _is_header(kind: FileKind, labels: Labels) -> bool:
    filled = [label for label in labels if label]
    names = [match.field for label in filled if (match := exactly(kind, label))]
    sums = sum(1 for label in filled if kind is FileKind.HOURS and not exactly(kind, label) and measure(label) in _SUMS)
    months = sum(1 for label in filled if month_header(label))
    known = len(names) + sums
    if kind is FileKind.HOURS and known == len(filled) == _AS_HEADER - 1:  # « Nom et prénom » | « Heures »
        return not _WHO.isdisjoint(names) and (sums > 0 or "hours" in names)
    return known >= _AS_HEADER and 2 * (known + months) > len(filled)
