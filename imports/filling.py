"""Blank cells that stand for the one above: merged cells, and sheets laid out in groups.

A blank is filled only where the layout says so outright. Where the sender repeats a value on consecutive rows elsewhere
in the column, a blank is an omission: wrong hours are worse than a question.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from clauses.files.rules import FileKind
from imports.cells import Cells, no, position
from imports.columns import fields
from imports.layout import Block, Column, cells_of

_PEOPLE = ("last_name", "first_name", "full_name")
_OF_PERSON = ("birth_date",)
_OF_CONTRACT = (
    "employer_siret", "employer_name", "employer_kind", "modality", "contract_kind", "starts_on", "ends_on", "job",
)  # fmt: skip
_OUTER = (
    "market", "title", "buyer_name", "buyer_siret", "nature", "consulted_on", "notified_on", "lot", "contractor_siret",
    "contractor_name", "month", "year",
)  # fmt: skip


def merged_filled(
    columns: Mapping[str, Cells], block: Block, merged: tuple[str, ...], kind: FileKind
) -> dict[str, Cells]:
    """Cells merged over several rows say the same on each of them; hours never do, they stand on the first."""
    known = fields(kind)
    grouped = [column.letters for name, column in block.mapping.items() if known[name].grouped]
    spans: dict[str, list[tuple[int, int]]] = {}
    for text in merged:
        found = cells_of(text)
        if found is None or found[1] <= found[0]:
            continue
        for letters in grouped:
            if found[2] == position(letters) and found[0] >= block.start and found[1] < block.stop:
                spans.setdefault(letters, []).append((found[0] - block.start, found[1] - block.start))
    filled = dict(columns)
    for letters, ranges in spans.items():
        rows = list(range(block.stop - block.start))
        for first, last in ranges:
            rows[first : last + 1] = [first] * (last - first + 1)
        filled[letters] = columns[letters].moved(columns[letters].at.gather(rows))
    return filled


def filled_down(
    kind: FileKind, block: Block, columns: Mapping[str, Cells], rows: pl.Series
) -> tuple[dict[str, Cells], tuple[Column, ...]]:
    """Columns where a group is said on its first row only → every row of it, and which columns those were.

    ``rows`` are the indexes of the rows of data.
    """
    filled = dict(columns)
    if kind not in (FileKind.HOURS, FileKind.MARKETS, FileKind.NEEDS) or len(rows) < 2:
        return filled, ()
    done: list[Column] = []
    known = fields(kind)
    outer = [block.mapping[name] for name in _OUTER if name in block.mapping and known[name].grouped]
    blank_above = ~no(len(rows))
    for column in sorted(outer, key=lambda column: position(column.letters)):
        cells = columns[column.letters]
        at = cells.at.gather(rows)
        # A blank under a group that has just changed is an omission: the outer groups must be blank too.
        if _said_once(at) and not (at.is_null() & ~blank_above).any():
            blank_above = blank_above & at.is_null()
            filled[column.letters] = cells.moved(cells.at.scatter(rows, at.fill_null(strategy="forward")))
            done.append(column)
    if kind is FileKind.HOURS and "month" in block.mapping:
        done += _people_down(block, columns, filled, rows)
    return filled, tuple(done)


def _said_once(at: pl.Series) -> bool:
    """Whether a column says each value on the first of its rows only: blanks, none on top, no value twice running."""
    if at[0] is None or not at.null_count():
        return False
    return not (at == at.shift(1)).fill_null(value=False).any()


def _people_down(block: Block, columns: Mapping[str, Cells], filled: dict[str, Cells], rows: pl.Series) -> list[Column]:
    """A person named on the first of their months only: the name, and a contract that no cell of the row speaks of."""
    name = next((block.mapping[field] for field in ("last_name", "full_name") if field in block.mapping), None)
    if name is None or not _said_once(columns[name.letters].at.gather(rows)):
        return []
    month = filled[block.mapping["month"].letters].at.gather(rows)
    named = columns[name.letters].at.gather(rows).is_not_null()
    group = named.cast(pl.UInt32).cum_sum()
    # Each month once for a person: the same month twice under one name may be someone else's.
    if pl.DataFrame({"group": group, "month": month}).is_duplicated().any():
        return []
    head = pl.DataFrame({"at": rows, "named": named}).select(pl.when("named").then("at").forward_fill())["at"]
    done = []
    for unit in (_PEOPLE, _OF_PERSON, _OF_CONTRACT):
        known = [block.mapping[field] for field in unit if field in block.mapping]
        if not known:
            continue
        silent = pl.DataFrame(
            [columns[column.letters].at.gather(rows).is_null().alias(column.letters) for column in known]
        )
        blank = silent.select(pl.all_horizontal(pl.all())).to_series() & ~named
        for column in known:
            cells = filled[column.letters]
            at = cells.at.gather(rows).zip_with(~blank, columns[column.letters].at.gather(head))
            filled[column.letters] = cells.moved(cells.at.scatter(rows, at))
            done.append(column)
    return done
