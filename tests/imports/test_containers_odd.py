"""Odd files that a careful person understands give the right texts."""

from __future__ import annotations

from pathlib import Path

import pytest

from imports.containers import Sheet, read_sheets
from imports.reading.any_file import read_any
from imports.reading.grid import column_index, letters, split_reference
from imports.reading.limits import Limits
from tests.files import xls
from tests.files.odd import Odd
from tests.files.odd_others import ODD_OTHERS
from tests.files.odd_xlsx import ODD_XLSX

ODD = (*ODD_XLSX, *ODD_OTHERS)


def text_at(sheet: Sheet, place: str) -> str | None:
    """The text of ``B2``; None past the last cell too."""
    row, column = split_reference(place)
    if row > sheet.cells.height or column >= sheet.cells.width:
        return None
    text: str | None = sheet.cells[row - 1, letters(column)]
    return text


@pytest.mark.parametrize("case", ODD, ids=lambda case: case.name)
def test_an_odd_file_gives_the_right_texts(case: Odd, tmp_path: Path) -> None:
    path = tmp_path / "stored"
    path.write_bytes(case.build())
    sheets = read_any(path, case.sent_as, Limits())
    if case.sheets is not None:
        assert tuple(sheet.name for sheet in sheets) == case.sheets
    if case.texts or case.size or case.said:
        sheet = sheets[0]
        assert {place: text_at(sheet, place) for place in case.texts} == case.texts
        assert case.size in (None, sheet.cells.shape)
        assert {name: getattr(sheet, name) for name in case.said} == case.said
        assert sheet.cells.columns == [letters(column) for column in range(sheet.cells.width)]


def test_each_case_has_a_name_and_says_something() -> None:
    names = [case.name for case in ODD]
    assert len(set(names)) == len(names) >= 120
    assert all(case.texts or case.size or case.said or case.sheets is not None for case in ODD)


def test_what_the_child_read_comes_back_whole(tmp_path: Path) -> None:
    for case in ODD:
        if case.name in {
            "hidden rows and columns",
            "merged cells",
            "formulas of .ods",
            "hidden sheets",
            "nothing at all",
        }:
            path = tmp_path / "stored"
            path.write_bytes(case.build())
            here = read_any(path, case.sent_as, Limits())
            there = read_sheets(path, name=case.sent_as)
            assert [sheet.cells.to_dict(as_series=False) for sheet in there] == [
                sheet.cells.to_dict(as_series=False) for sheet in here
            ]
            others = ("name", "hidden", "hidden_rows", "hidden_columns", "merged", "without_value")
            for each in others:
                assert [getattr(sheet, each) for sheet in there] == [getattr(sheet, each) for sheet in here]


def test_an_old_workbook_of_ten_megabytes_is_read_to_its_end(tmp_path: Path) -> None:
    """Past 7 MB the tables of an .xls no longer fit in its header."""
    long = [xls.label(index, 0, f"{index} " + "x" * 4000) for index in range(2600)]
    path = tmp_path / "stored"
    path.write_bytes(xls.Book([xls.Tab(long)]).file())
    cells = read_any(path, "heures.xls", Limits())[0].cells
    assert cells["A"].str.head(5).str.strip_chars("x").str.strip_chars().to_list() == [
        str(index) for index in range(2600)
    ]


def test_letters_and_indexes_of_columns_agree() -> None:
    assert [letters(index) for index in (0, 25, 26, 255, 701, 702, 16_383)] == [
        "A",
        "Z",
        "AA",
        "IV",
        "ZZ",
        "AAA",
        "XFD",
    ]
    assert all(column_index(letters(index)) == index for index in range(16_384))
