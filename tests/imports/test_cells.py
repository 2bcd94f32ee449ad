"""Columns as their distinct texts."""

from __future__ import annotations

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from imports.cells import FORMULA, IBAN, NIR, Cells, Lexicon, grid, letters, marked, position
from tests.imports.sheets import sheet


def texts(column: Cells) -> list[str | None]:
    return [column.text(row) for row in range(len(column.at))]


def test_letters_and_positions_are_those_of_a_spreadsheet() -> None:
    assert [letters(index) for index in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]
    assert all(position(letters(index)) == index for index in range(1000))


def test_cells_are_tidy_and_blank_ones_are_nothing() -> None:
    cells = grid(sheet(["a\u00a0 b\n", "\u200b"], [" ", "x"], ["a b", None], [None, "y"]))
    assert texts(cells.columns["A"]) == ["a b", None, "a b", None]
    assert texts(cells.columns["B"]) == [None, "x", None, "y"]
    assert cells.filled.to_list() == [1, 1, 1, 1]
    assert cells.labels(1) == ["", "x"]
    assert cells.height == 4


@settings(deadline=None)
@given(st.lists(st.one_of(st.none(), st.sampled_from(["a", "b", " a", "", "c d", "1"])), min_size=1, max_size=30))
def test_each_cell_keeps_its_text(column: list[str | None]) -> None:
    cells = grid(sheet(*([text] for text in column))).columns["A"]
    assert texts(cells) == [" ".join(text.split()) or None if text else None for text in column]


def test_formulas_without_a_value_are_marked() -> None:
    cells = grid(sheet(["1", None], ["2", "5"], without_value=frozenset({(1, "B"), (9, "A"), (1, "Z")})))
    assert texts(cells.columns["B"]) == [FORMULA, "5"]
    assert texts(cells.columns["A"]) == ["1", "2"]


def test_numbers_that_must_not_be_kept_leave_no_text() -> None:
    cells = grid(sheet(["185057800608491"], ["FR7630006000011234567890189"], ["DUPONT"])).columns["A"]
    assert texts(cells) == [NIR, IBAN, "DUPONT"]
    assert "185057800608491" not in cells.words.to_list()
    assert marked(cells.words).to_list() == ["nir_dropped", "iban_dropped", None]


def test_a_sheet_without_rows_has_columns_without_texts() -> None:
    cells = grid(sheet())
    assert cells.height == 0
    assert not cells.columns


def test_what_is_known_of_texts_is_known_of_cells() -> None:
    cells = grid(sheet(["a"], [None], ["b"])).columns["A"]
    assert cells.each(cells.words.str.to_uppercase()).to_list() == ["A", None, "B"]
    assert cells.where(cells.words == "b").to_list() == [False, False, True]
    assert cells.where(cells.words == "z").to_list() == [False, False, False]
    assert texts(cells.slice(1, 2)) == [None, "b"]
    assert texts(cells.moved(pl.Series([1, 1], dtype=pl.UInt32))) == ["b", "b"]


def test_a_column_of_blanks_gives_nothing() -> None:
    cells = grid(sheet([None], [None])).columns["A"]
    assert cells.each(cells.words).to_list() == [None, None]
    assert cells.where(cells.words == "a").to_list() == [False, False]


def test_a_lexicon_reads_the_columns_of_several_sheets_as_one() -> None:
    lexicon = Lexicon()
    first = lexicon.add("lot", grid(sheet(["1"], ["2"])).columns["A"])
    second = lexicon.add("lot", grid(sheet(["2"], [None], ["3"])).columns["A"])
    said = lexicon.place("lot", pl.Series(["4", None]))
    words = lexicon.words("lot")
    assert [words[at] for at in first] == ["1", "2"]
    assert [None if at is None else words[at] for at in second] == ["2", None, "3"]
    assert (words[said[0]], said[1]) == ("4", None)
    assert lexicon.words("market").to_list() == []
