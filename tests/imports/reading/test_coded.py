"""A long text file is read as numbers and texts: nobody can tell it from one read as texts."""

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imports.cells import grid
from imports.containers import Sheet, read_sheets
from imports.reading import any_file, csv_text
from imports.reading.coded import Coding, is_coded, read, write
from imports.reading.csv_text import read_csv
from imports.reading.limits import Budget, Limits

TEXTS = st.sampled_from(["Roux", "151,67", "", " ", "\u00a0", "Zoé", "été", '"Petit; fils"', "a" * 40])
ROWS = st.lists(st.lists(TEXTS, min_size=1, max_size=4).map(";".join), min_size=1, max_size=12)


def as_texts(sheet: Sheet) -> list[tuple[str | None, ...]]:
    return sheet.cells.rows()


@given(ROWS, st.sampled_from([8, 40, 4_000_000]))
def test_the_cells_are_the_same_whichever_way_a_text_is_read(lines: list[str], block: int) -> None:
    data = "\n".join(lines).encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_text, "_BLOCK_BYTES", block)
        plain = read_csv(data, "heures", Budget(Limits(), len(data)))
        coded = read_csv(data, "heures", Budget(Limits(), len(data)), Coding())
    assert as_texts(coded) == as_texts(plain)
    assert coded.cells.columns == plain.cells.columns
    assert is_coded(coded.cells) or not coded.cells.width


@given(st.lists(st.tuples(st.none() | TEXTS, st.none() | TEXTS), min_size=1, max_size=9))
def test_numbered_cells_are_handed_over_as_they_were(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str | None, str | None]]
) -> None:
    cells = pl.DataFrame(rows, schema={"A": pl.String, "B": pl.String}, orient="row")
    frame = tmp_path_factory.mktemp("cells") / "0.arrow"
    for sent in (cells, Coding().of(cells)):
        assert read(frame, write(sent, frame)).cast(pl.String).equals(cells)


def test_a_long_file_comes_out_of_the_child_numbered_and_is_told_apart_as_a_short_one_is(tmp_path: Path) -> None:
    long = tmp_path / "heures.csv"
    row = "2023-M01;1;Roux;Élodie; ;{};\r\n"
    long.write_text("Marché;Lot;Nom;Prénom;Rien;Heures;\r\n" + "".join(row.format(n % 160) for n in range(70_000)))
    assert long.stat().st_size > any_file._LONG
    (sheet,) = read_sheets(long)
    assert is_coded(sheet.cells)
    assert sheet.cells.row(1) == ("2023-M01", "1", "Roux", "Élodie", None, "0")
    assert sheet.cells.shape == (70_001, 6)
    told, plain = grid(sheet), grid(Sheet("heures", sheet.cells.cast(pl.String)))
    for name, cells in plain.columns.items():
        assert told.columns[name].words.equals(cells.words)
        assert told.columns[name].at.equals(cells.at)
