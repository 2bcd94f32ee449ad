"""Separated text: what one program writes comes back, whatever the separator, the encoding and the quotes."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from clauses.errors import Unusable
from imports.reading import csv_text
from imports.reading.csv_text import DELIMITERS, read_csv
from imports.reading.limits import Budget, Limits

letters_and_marks = st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"), exclude_characters="\ufeff")
cells = st.text(letters_and_marks | st.sampled_from(' ";,|\n'), max_size=8)
tables = st.lists(st.lists(cells, min_size=1, max_size=5), min_size=1, max_size=15)


def rows_of(data: bytes) -> list[tuple[str | None, ...]]:
    """The rows read."""
    return read_csv(data, "heures", Budget(Limits(), len(data))).cells.rows()


def rows_or_code(data: bytes) -> list[tuple[str | None, ...]] | str:
    """The rows, or the code of the refusal."""
    try:
        return rows_of(data)
    except Unusable as refusal:
        return refusal.code


def cropped(rows: list[list[str]]) -> list[tuple[str | None, ...]]:
    """What is to be read: blanks are null, the end of the table is its last text."""
    texts = [[text if text.strip() else None for text in row] for row in rows]
    height = max((index for index, row in enumerate(texts, 1) if any(row)), default=0)
    width = max((index for row in texts for index, text in enumerate(row, 1) if text), default=0)
    return [tuple([*row, *[None] * width][:width]) for row in texts[:height]]


@settings(max_examples=200, deadline=None)
@given(tables, st.sampled_from(DELIMITERS), st.booleans(), st.sampled_from(["\n", "\r\n"]))
def test_what_the_csv_module_writes_comes_back(
    rows: list[list[str]], delimiter: str, all_quoted: bool, line_end: str
) -> None:
    written = io.StringIO()
    csv.writer(
        written,
        delimiter=delimiter,
        quoting=csv.QUOTE_ALL if all_quoted else csv.QUOTE_MINIMAL,
        lineterminator=line_end,
    ).writerows(rows)
    data = f"sep={delimiter}\n{written.getvalue()}".encode()
    assert rows_of(data) == cropped(rows)


@settings(max_examples=100, deadline=None)
@given(tables, st.integers(1, 40))
def test_blocks_cut_anywhere_give_the_same_rows(rows: list[list[str]], size: int) -> None:
    written = io.StringIO()
    csv.writer(written, delimiter=";").writerows(rows)
    data = b"sep=;\n" + written.getvalue().encode()
    before, csv_text._BLOCK_BYTES = csv_text._BLOCK_BYTES, size
    try:
        assert rows_of(data) == cropped(rows)
    finally:
        csv_text._BLOCK_BYTES = before


@given(
    st.lists(st.tuples(st.sampled_from(["Zoé", "Noël", "Dupont"]), st.integers(0, 999)), min_size=2, max_size=20),
    st.sampled_from(DELIMITERS),
    st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16", "utf-32"]),
)
def test_separator_and_encoding_are_found(people: list[tuple[str, int]], delimiter: str, encoding: str) -> None:
    lines = [f"Nom{delimiter}Heures travaillées", *(f"{name}{delimiter}{hours},5" for name, hours in people)]
    if delimiter == ",":
        lines = [f'{name},"{hours},5"' for name, hours in people]
    found = rows_of("\n".join(lines).encode(encoding))
    assert found[-len(people) :] == [(name, f"{hours},5") for name, hours in people]


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_in_words(data: bytes) -> None:
    found = rows_or_code(data)
    assert isinstance(found, list) or found.startswith("file.")


@given(st.text(st.sampled_from('ab;,\n"'), max_size=60))
def test_no_text_is_lost(text: str) -> None:
    assume(text.strip())
    found = rows_or_code(text.encode())
    told = "".join(cell for row in found for cell in row if cell) if isinstance(found, list) else text
    assert (told.count("a"), told.count("b")) == (text.count("a"), text.count("b"))
    assert isinstance(found, list) or found == "file.open_quote"


def test_a_file_of_quotes_in_the_middle_of_words_is_read_slowly_but_right(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_text, "_BLOCK_BYTES", 64)
    lines = [f'tube {index}" ;{index}' for index in range(100)]
    assert rows_of("\n".join(lines).encode()) == [(f'tube {index}" ', str(index)) for index in range(100)]


def test_a_row_of_an_open_quote_is_named() -> None:
    with pytest.raises(Unusable, match="ligne 3") as refusal:
        rows_of(b'Nom;Heures\nZoe;1\n"Lea;2\nMax;3\n')
    assert refusal.value.code == "file.open_quote"
