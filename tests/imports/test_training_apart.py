"""Tables of training alone, beside tables of hours: read for whom those name, refused for others."""

from __future__ import annotations

import pytest

from clauses.errors import Unusable
from imports.reader import Reading
from tests.imports.sheets import HEADER, hours, line, said, sheet

TRAINED = (*HEADER[:-1], "Heures de formation")


def figures(reading: Reading) -> list[tuple[int, int | None]]:
    assert reading.read == reading.frame.height + len(reading.rejected) + reading.ignored
    return reading.frame.select("hours", "training_hours").rows()


def test_training_in_a_sheet_of_its_own_is_read_whatever_its_place() -> None:
    worked, trained = sheet(HEADER, line(), name="A"), sheet(TRAINED, line(hours="7"), name="B")
    assert figures(hours(worked, trained)) == [(10000, None), (0, 700)]
    assert figures(hours(trained, worked)) == [(0, 700), (10000, None)]
    below = sheet(HEADER, line(), (), ("Formation",), TRAINED, line(hours="7"))
    assert figures(hours(below)) == [(10000, None), (0, 700)]


def test_training_of_whom_no_other_table_gives_the_hours_is_refused() -> None:
    others = [line(last="Roux"), line(month="02/2024"), line(lot="2"), line()]
    trained = sheet(TRAINED, *[(*other[:-1], "7") for other in others], name="B")
    reading = hours(sheet(HEADER, line(), name="A"), trained)
    assert figures(reading) == [(10000, None), (0, 700)]
    assert reading.rejected == {("B", 2), ("B", 3), ("B", 4)}
    assert said(reading) == [(row, "hours.training_apart") for row in (2, 3, 4)]


def test_training_alone_is_no_file_of_hours() -> None:
    with pytest.raises(Unusable, match="« Heures travaillées »"):
        hours(sheet(TRAINED, line(hours="7")))
    with pytest.raises(Unusable, match="« Heures travaillées »"):
        hours(sheet(TRAINED, line(hours="7")), sheet(TRAINED, line(last="Roux", hours="7"), name="B"))


def test_training_that_cannot_be_read_is_refused_for_it() -> None:
    reading = hours(sheet(HEADER, line(), name="A"), sheet(TRAINED, line(hours="beaucoup"), name="B"))
    assert figures(reading) == [(10000, None)]
    assert said(reading) == [(2, "hours.not_a_number")]
