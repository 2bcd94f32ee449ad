"""Blank cells that stand for the one above: merged cells, and sheets laid out in groups.

A blank is filled only where the layout says so outright. Where the sender repeats a value on consecutive rows elsewhere
in the column, a blank is an omission: wrong hours are worse than a question.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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
_WHOLE = 4
"""How many columns about a person must be blank together for the row to be of the person above."""
_OUTER = (
    "market", "title", "buyer_name", "buyer_siret", "nature", "consulted_on", "notified_on", "lot", "contractor_siret",
    "contractor_name", "month", "year",
)  # fmt: skip


def merged_filled(
    columns: Mapping[str, Cells], block: Block, merged: tuple[str, ...], kind: FileKind
) -> dict[str, Cells]:
    """Cells merged over several rows say the same on each of them; hours never do, they stand on the first."""
    known = fields(kind)
    grouped = {
        position(column.letters): column.letters for name, column in block.mapping.items() if known[name].grouped
    }
    spans: dict[str, list[tuple[int, int]]] = {}
    for text in merged:
        found = cells_of(text)
        if found is None or found[1] <= found[0] or found[0] < block.start or found[1] >= block.stop:
            continue
        if found[2] in grouped:
            spans.setdefault(grouped[found[2]], []).append((found[0] - block.start, found[1] - block.start))
    filled = dict(columns)
    for letters, ranges in spans.items():
        rows = list(range(block.stop - block.start))
        reached = -1
        for first, last in sorted(ranges):
            if first > reached:  # no program merges a cell twice: a file that does may do it ten thousand times
                rows[first : last + 1] = [first] * (last - first + 1)
                reached = last
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
    month = block.mapping["month"].letters if "month" in block.mapping else None
    blanks = {column.letters: columns[column.letters].standing(rows).is_null() for column in outer}
    same_group = ~no(len(rows))
    for column in sorted(outer, key=lambda column: position(column.letters)):
        cells = columns[column.letters]
        at = cells.standing(rows)
        together = [other for other in outer if month not in (column.letters, other.letters) and other is not column]
        blank = blanks[column.letters]
        # Columns blank on the same rows, or many blanks, say that a group is meant; one month above blanks does not.
        beside = [columns[each.letters].at.gather(rows) for each in together if blank.equals(blanks[each.letters])]
        meant = bool(beside) or _many(at, is_month=month == column.letters)
        # A blank under a group that has just changed is an omission.
        if meant and _said_once(at, _unchanged(same_group, beside)) and not (blank & ~same_group).any():
            at = at.fill_null(strategy="forward")
            filled[column.letters] = cells.moved(cells.at.scatter(rows, at))
            done.append(column)
        if column.letters != month:
            same_group = same_group & at.eq_missing(at.shift(1))
    if kind is FileKind.HOURS and "month" in block.mapping:
        done += _people_down(block, columns, filled, rows, same_group)
    return filled, tuple(done)


def _many(at: pl.Series, *, is_month: bool) -> bool:
    """Whether there are as many blanks as groups; of months, two groups at least."""
    blanks = at.null_count()
    return blanks >= len(at) - blanks >= (2 if is_month else 1)


def _unchanged(same_group: pl.Series, beside: Sequence[pl.Series]) -> pl.Series:
    """Less the rows where a column that is blank on the same rows says another group: « 2024-T001 » of another lot."""
    for at in beside:
        same_group = same_group & ~(at != at.fill_null(strategy="forward").shift(1)).fill_null(value=False)
    return same_group


def _said_once(at: pl.Series, same_group: pl.Series) -> bool:
    """Whether each value stands on the first row of its group only: no blank on top, no group named as the one above.

    A sender who repeats values elsewhere in the column has forgotten one where it is blank; a value may come back where
    the groups around it change (``same_group`` false).
    """
    if at[0] is None or not at.null_count():
        return False
    above = at.fill_null(strategy="forward").shift(1)
    return not ((at == above) & same_group).fill_null(value=False).any()


def _people_down(
    block: Block, columns: Mapping[str, Cells], filled: dict[str, Cells], rows: pl.Series, same_group: pl.Series
) -> list[Column]:
    """A person named on the first of their months only: the name, and a contract that no cell of the row speaks of."""
    who = next((block.mapping[field] for field in ("last_name", "full_name") if field in block.mapping), None)
    if who is None or not _said_once(name := columns[who.letters].at.gather(rows), same_group):
        return []
    at = {
        field: columns[block.mapping[field].letters].at.gather(rows)
        for field in (*_PEOPLE, *_OF_PERSON, *_OF_CONTRACT)
        if field in block.mapping
    }
    named = name.is_not_null()
    whole = pl.DataFrame([cells.is_null().alias(field) for field, cells in at.items()])
    # A row that is blank in everything about the person is no omission of a name.
    silent = whole.select(pl.all_horizontal(pl.all())).to_series() if len(at) >= _WHOLE else no(len(rows))
    if not (silent | named).all() and not _many(name, is_month=False):
        return []
    month = filled[block.mapping["month"].letters].at.gather(rows)
    group = named.cast(pl.UInt32).cum_sum()
    # Each month once for a person: the same month twice under one name may be someone else's.
    if pl.DataFrame({"group": group, "month": month}).is_duplicated().any():
        return []
    head = pl.DataFrame({"at": rows, "named": named}).select(pl.when("named").then("at").forward_fill())["at"]
    done = []
    nothing = ~named & whole.select(pl.all_horizontal(pl.all())).to_series()
    done += _places_down(block, columns, filled, rows=rows, silent=nothing, head=head)
    for unit in (_PEOPLE, _OF_PERSON, _OF_CONTRACT):
        parts = [field for field in unit if field in at]
        blank = ~named
        for field in parts:
            blank = blank & at[field].is_null()
        for field in parts:
            column = block.mapping[field]
            cells = filled[column.letters]
            below = cells.standing(rows).zip_with(~blank, columns[column.letters].at.gather(head))
            filled[column.letters] = cells.moved(cells.at.scatter(rows, below))
            done.append(column)
    return done


def _places_down(
    block: Block,
    columns: Mapping[str, Cells],
    filled: dict[str, Cells],
    *,
    rows: pl.Series,
    silent: pl.Series,
    head: pl.Series,
) -> list[Column]:
    """Where a row says nothing of its person, of its market, lot nor company: those of the person's first row."""
    outer = [block.mapping[field] for field in _OUTER if field in block.mapping and field not in {"month", "year"}]
    blank = silent
    for column in outer:
        blank = blank & columns[column.letters].standing(rows).is_null()
    done = []
    for column in outer:
        cells = filled[column.letters]
        at = cells.standing(rows)
        if (blank & at.is_null()).any():
            filled[column.letters] = cells.moved(cells.at.scatter(rows, at.zip_with(~blank, cells.at.gather(head))))
            done.append(column)
    return done
