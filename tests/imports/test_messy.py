"""Messy years read to the hundredth."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields
from datetime import date

import pytest

from clauses.files.rules import FileKind
from clauses.words import folded
from imports.cells import grid
from imports.reader import Reading, read
from imports.sorting import IgnoredRow
from tests.imports.messy import messy_year
from tests.imports.messy_shapes import Mess, Shape
from tests.imports.sheets import TODAY

SEEDS = range(50)
UNREAD = "aucun en-tête reconnu"
Said = tuple[str, str, str, str, date, int]


def written(mess: Mess) -> Counter[Said]:
    return Counter(
        (line.market, line.lot, folded(line.last), folded(line.first), line.month, line.hours) for line in mess.lines
    )


def found(reading: Reading) -> Counter[Said]:
    names = ("market", "lot", "last_name", "first_name", "month", "hours")
    return Counter(
        (market, lot, folded(last), folded(first), month, hours)
        for market, lot, last, first, month, hours in reading.frame.select(names).iter_rows()
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_a_messy_year_is_read_as_it_was_written_and_every_row_is_accounted_for(seed: int) -> None:
    for mess in messy_year(seed, files=2):
        reading = read(mess.sheets, FileKind.HOURS, today=TODAY)
        assert found(reading) == written(mess), mess.shape
        assert reading.frame["hours"].sum() == sum(line.hours for line in mess.lines)
        assert reading.rejected == frozenset(mess.refused)
        sirets = {siret for siret in reading.frame["contractor_siret"].unique() if siret}
        assert sirets <= {line.siret for line in mess.lines}
        assert reading.ignored == mess.ignored == len(reading.ignored_rows)
        accepted = reading.frame.select("sheet", "row").unique().height
        assert reading.read == accepted + len(reading.rejected) + reading.ignored == filled_below(reading, mess)


def filled_below(reading: Reading, mess: Mess) -> int:
    """The rows of the sheets that are not blank, below the headers or in a sheet without any."""
    return sum(
        1
        for sheet in mess.sheets
        for row, filled in enumerate(grid(sheet).filled, start=1)
        if filled
        and (row > first_row(reading, sheet.name) or IgnoredRow(sheet.name, row, UNREAD) in reading.ignored_rows)
    )


def first_row(reading: Reading, sheet: str) -> int:
    """The header's last row: the one above the first row that was read or ignored."""
    rows = [row for name, row in reading.frame.select("sheet", "row").iter_rows() if name == sheet]
    rows += [row.row for row in reading.ignored_rows if row.sheet == sheet]
    rows += [row for name, row in reading.rejected if name == sheet]
    return int(min(rows)) - 1


def test_the_seeds_meet_every_shape() -> None:
    drawn = [mess.shape for seed in SEEDS for mess in messy_year(seed, files=2)]
    for field in fields(Shape):
        assert len({getattr(shape, field.name) for shape in drawn}) >= 2, field.name
    assert len(fields(Shape)) >= 12


def test_a_seed_always_writes_the_same_year() -> None:
    assert [mess.lines for mess in messy_year(7)] == [mess.lines for mess in messy_year(7)]


def test_the_proof_sees_an_hour_that_is_lost() -> None:
    mess = messy_year(3)[0]
    reading = read(mess.sheets, FileKind.HOURS, today=TODAY)
    mess.lines.pop()
    assert found(reading) != written(mess)
