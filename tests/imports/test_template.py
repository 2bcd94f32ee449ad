"""Templates that are handed out import as they are."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from clauses.files.rules import FileKind, Severity
from imports.columns import KINDS
from imports.containers import read_sheets
from imports.reader import Reading, read
from imports.template import EXAMPLE, GUIDE, LISTS, workbook, write_template
from tests.imports.sheets import TODAY

KIND_LIST = list(KINDS)


def reading(path: Path, kind: FileKind) -> Reading:
    return read(read_sheets(path, name=path.name), kind, today=TODAY)


@pytest.fixture(params=KIND_LIST, ids=lambda kind: kind.value)
def kind(request: pytest.FixtureRequest) -> FileKind:
    return FileKind(request.param)


def test_an_empty_template_is_read_without_a_row_and_without_a_word(kind: FileKind, tmp_path: Path) -> None:
    path = tmp_path / "modele.xlsx"
    write_template(kind, path)
    found = reading(path, kind)
    assert (found.read, found.ignored, found.issues) == (0, 0, ())
    fields = {field.name for field in KINDS[kind] if field.stored and field.offered}
    assert {column.field for column in found.recognised} == fields
    assert {column.confidence for column in found.recognised} == {1.0}


def test_a_template_filled_as_its_example_is_accepted(kind: FileKind, tmp_path: Path) -> None:
    path = tmp_path / "modele.xlsx"
    book = workbook(kind)
    for cell in book[EXAMPLE][2]:
        book.worksheets[0].cell(2, cell.column or 1, cell.value)
    book.save(path)
    found = reading(path, kind)
    assert (found.frame.height, found.read, found.ignored) == (1, 1, 0)
    assert [issue.message for issue in found.issues] == []


def test_rows_added_to_the_example_are_said_and_not_read(tmp_path: Path) -> None:
    path = tmp_path / "modele.xlsx"
    book = workbook(FileKind.HOURS)
    for row in (3, 4):
        for cell in book[EXAMPLE][2]:
            book[EXAMPLE].cell(row, cell.column or 1, cell.value)
    book.save(path)
    found = reading(path, FileKind.HOURS)
    assert (found.frame.height, found.ignored) == (0, 4)
    assert [(issue.code, issue.severity, issue.sheet) for issue in found.issues] == [
        ("file.sheet_skipped", Severity.WARNING, EXAMPLE)
    ]


def test_each_column_has_its_note_and_its_list(kind: FileKind, tmp_path: Path) -> None:
    path = tmp_path / "modele.xlsx"
    write_template(kind, path)
    book = load_workbook(path)
    assert book.sheetnames == [kind.label, EXAMPLE, GUIDE, LISTS]
    assert book[LISTS].sheet_state == "hidden"
    sheet, stored = book[kind.label], [field for field in KINDS[kind] if field.stored and field.offered]
    assert [cell.value for cell in sheet[1]] == [field.header for field in stored]
    assert all(cell.comment is not None for cell in sheet[1])
    offered = {str(offer.sqref): str(offer.formula1) for offer in sheet.data_validations.dataValidation}
    assert len(offered) == sum(1 for field in stored if field.choices)
    for where, formula in offered.items():
        letter = where.split(":")[0].rstrip("0123456789")
        field = stored[next(cell.column for cell in sheet[1] if cell.column_letter == letter) - 1]
        source = formula.replace("$", "").split("!")[1].split(":")
        listed = [row[0].value for row in book[LISTS][source[0] : source[1]]]
        assert tuple(listed) == field.choices


def test_required_columns_are_said_to_be_in_the_note() -> None:
    sheet = workbook(FileKind.HOURS).worksheets[0]
    notes = {cell.value: str(cell.comment.text) if cell.comment else "" for cell in sheet[1]}
    assert notes["Mois"].startswith("Colonne obligatoire.")
    assert notes["Attributaire"].startswith("Colonne obligatoire : le SIRET, ou le nom.")
    assert notes["Poste"].startswith("Colonne facultative.")


def test_other_kinds_have_no_template(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        write_template(FileKind.ROME, tmp_path / "rome.xlsx")
