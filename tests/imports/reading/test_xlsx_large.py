"""Which reader takes a large workbook, and what a large one may hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.workbooks import write_hours
from clauses.errors import Unusable
from imports.containers import Sheet, read_sheets
from imports.reading import guard, xlsx_cells
from imports.reading import xlsx as reader
from imports.reading.any_file import read_any
from imports.reading.limits import Limits
from tests.files import xlsx
from tests.files.xlsx import Tab, cell, row


@pytest.fixture
def careful(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sheets that the careful reader took."""
    taken: list[str] = []
    real = xlsx_cells.read_sheet

    def read_sheet(archive, sheet, *others):  # type: ignore[no-untyped-def]  # passed on as they came
        taken.append(sheet.name)
        return real(archive, sheet, *others)

    monkeypatch.setattr(xlsx_cells, "read_sheet", read_sheet)
    return taken


def read(data: bytes, folder: Path, limits: Limits | None = None) -> list[Sheet]:
    path = folder / "livre.xlsx"
    path.write_bytes(data)
    return read_any(path, "livre.xlsx", limits or Limits())


def shared_rows(count: int, index: int = 0) -> str:
    return "".join(row(number, cell(f"A{number}", index, kind="s")) for number in range(1, count + 1))


def test_a_small_workbook_goes_to_the_careful_reader(tmp_path: Path, careful: list[str]) -> None:
    read(xlsx.with_cells(cell("A1", 1)), tmp_path)
    assert careful == ["Feuil1"]


def test_a_large_regular_workbook_goes_to_the_quick_one(tmp_path: Path, careful: list[str]) -> None:
    rows = "".join(row(number, cell(f"A{number}", number / 4, style=1)) for number in range(1, 60_001))
    sheets = read(xlsx.xlsx(Tab(rows), Tab(row(1, cell("B1", "a")), name="b"), formats=["[h]:mm"]), tmp_path)
    assert careful == []
    assert [sheet.cells.shape for sheet in sheets] == [(60_000, 1), (1, 2)]
    assert sheets[0].cells["A"].to_list() == [f"{6 * number}:00:00" for number in range(1, 60_001)]


def test_a_large_workbook_spelt_otherwise_goes_to_the_careful_one(tmp_path: Path, careful: list[str]) -> None:
    rows = "".join(f"<row><c><v>{number}</v></c></row>" for number in range(1, 90_001))
    sheets = read(xlsx.xlsx(Tab(rows)), tmp_path)
    assert careful == ["Feuil1"]
    assert sheets[0].cells["A"].to_list() == [str(number) for number in range(1, 90_001)]


def test_a_large_workbook_that_calamine_refuses_goes_to_the_careful_one(tmp_path: Path, careful: list[str]) -> None:
    rows = "".join(row(number, cell(f"A{number}", number)) for number in range(1, 60_000))
    sheets = read(xlsx.xlsx(Tab(rows + row(60_000, cell("A60000", "a", kind="z")))), tmp_path)
    assert careful == ["Feuil1"]
    assert sheets[0].cells["A"].to_list()[-2:] == ["59999", "a"]


def test_a_number_that_calamine_loses_in_a_column_of_days_is_not_lost(tmp_path: Path, careful: list[str]) -> None:
    """A SIRET typed into a cell formatted as a date: calamine has no such day, and no text for it."""
    rows = "".join(row(number, cell(f"A{number}", 45_413, style=1)) for number in range(1, 60_000))
    rows += row(60_000, cell("A60000", 73_282_932_000_074, style=1))
    sheets = read(xlsx.xlsx(Tab(rows), formats=[14]), tmp_path)
    assert careful == ["Feuil1"]
    assert sheets[0].cells["A"].to_list()[-2:] == ["2024-05-01", "73282932000074"]


def test_long_shared_texts_are_counted_before_they_are_copied(tmp_path: Path, careful: list[str]) -> None:
    """One long text, once: read. The same in every cell: refused, before calamine copies it."""
    strings = ["<t>court</t>", "<t>" + "long " * 5_000 + "</t>"]
    once = shared_rows(60_000) + row(60_001, cell("A60001", 1, kind="s"))
    sheets = read(xlsx.xlsx(Tab(once), strings=strings), tmp_path)
    assert careful == []
    assert len(sheets[0].cells["A"][60_000]) == 24_999
    with pytest.raises(Unusable) as refusal:
        read(xlsx.xlsx(Tab(shared_rows(60_000, 1)), strings=strings), tmp_path)
    assert refusal.value.code == "file.bomb"
    assert careful == []


def test_a_shared_text_that_does_not_exist_is_a_damage_in_a_large_workbook_too(tmp_path: Path) -> None:
    strings = ["<t>" + "long " * 5_000 + "</t>"]
    with pytest.raises(Unusable) as refusal:
        read(xlsx.xlsx(Tab(shared_rows(60_000, 7)), strings=strings), tmp_path)
    assert refusal.value.code == "file.damaged"


@pytest.mark.stress
def test_a_million_rows_are_read_within_two_gigabytes(tmp_path: Path) -> None:
    path = tmp_path / "heures.xlsx"
    write_hours(path, 1_000_000)
    with guard.reading(path, "heures.xlsx", Limits()) as answer:
        assert answer.peak_bytes < 2_000_000_000
    cells = read_sheets(path)[0].cells
    assert cells.shape == (1_000_001, 18)
    assert cells.null_count().row(0)[:5] == (0, 0, 0, 0, 0)
    assert cells.row(0)[:2] == ("Référence marché", "Lot")
    assert cells.row(1_000_000)[:3] == ("2023-M 1", "2", "10000000000101")


def test_the_threshold_is_of_cells_and_texts_together(tmp_path: Path, careful: list[str]) -> None:
    strings = [f"<t>{'x' * 90} {number}</t>" for number in range(reader.CAREFUL_BYTES // 90)]
    read(xlsx.xlsx(Tab(row(1, cell("A1", 0, kind="s"))), strings=strings), tmp_path)
    assert careful == []
