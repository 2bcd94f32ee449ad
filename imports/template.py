"""Empty workbooks to hand out: one a kind of file, with drop-down lists, notes and a filled example beside.

The example stands on a sheet of its own, « Exemple », that the reader leaves out: a template imports as it is.
"""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from clauses.files.rules import FileKind
from imports.columns import KINDS, Field, Parser

EXAMPLE, LISTS, GUIDE = "Exemple", "Listes", "Mode d'emploi"
"""The sheets beside the one to fill in; the reader knows them by these names."""

ROWS = 2000
"""Rows that have the drop-down lists."""

_ACCENT, _SOFT, _RULE = "1F4E79", "DDE6EF", "B8C4CF"
_REQUIRED = "obligatoire"
_FORMATS = {
    Parser.DATE: "DD/MM/YYYY", Parser.BIRTH: "DD/MM/YYYY", Parser.END: "DD/MM/YYYY", Parser.HOURS: "0.00",
    Parser.COUNT: "0", Parser.DISTANCE: "0",
}  # fmt: skip
_TEXT = "@"
_AUTHOR = "clauses"


def write_template(kind: FileKind, path: Path) -> None:
    """Writes the template of a kind of file; raises KeyError for a kind that is not a workbook (decp, rome, qpv)."""
    workbook(kind).save(path)


def workbook(kind: FileKind) -> Workbook:
    """The template: the sheet to fill in, an example, how to fill it, and the lists behind the drop-downs."""
    columns = [field for field in KINDS[kind] if field.stored and field.offered]
    book = Workbook()
    sheet = book.active if isinstance(book.active, Worksheet) else book.create_sheet()
    sheet.title = kind.label
    _head(sheet, columns)
    _offer(sheet, book.create_sheet(LISTS), columns)
    for place, field in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(place)].number_format = _FORMATS.get(field.parser, _TEXT)
    _example(book.create_sheet(EXAMPLE, 1), columns)
    _guide(book.create_sheet(GUIDE, 2), columns)
    book[LISTS].sheet_state = "hidden"
    return book


def _head(sheet: Worksheet, columns: list[Field]) -> None:
    """The row of headers: required ones on the accent colour, each with its note."""
    for place, field in enumerate(columns, start=1):
        cell = sheet.cell(1, place, field.header)
        needed = field.required or field.one_of
        cell.font = Font(bold=True, color="FFFFFF" if needed else _ACCENT)
        cell.fill = PatternFill("solid", start_color=_ACCENT if needed else _SOFT)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        cell.border = Border(bottom=Side("thin", color=_RULE), right=Side("thin", color=_RULE))
        cell.comment = Comment(_note(field), _AUTHOR, height=110, width=260)
        sheet.column_dimensions[get_column_letter(place)].width = max(13, min(28, len(field.header) + 4))
    sheet.row_dimensions[1].height = 34
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}1"


def _note(field: Field) -> str:
    lines = [_needed(field), field.note]
    if field.choices:
        lines.append(f"Choix : {', '.join(field.choices)}.")
    if field.example:
        lines.append(f"Exemple : {field.example}")
    return "\n".join(line for line in lines if line)


def _needed(field: Field) -> str:
    if field.one_of:
        return f"Colonne {_REQUIRED} : le SIRET, ou le nom."
    return f"Colonne {_REQUIRED}." if field.required else "Colonne facultative."


def _offer(sheet: Worksheet, lists: Worksheet, columns: list[Field]) -> None:
    """Drop-down lists, from a hidden sheet: labels hold commas, which a list written in the cell does not allow."""
    place = 0
    for index, field in enumerate(columns, start=1):
        if not field.choices:
            continue
        place += 1
        for row, choice in enumerate(field.choices, start=1):
            lists.cell(row, place, choice)
        letter = get_column_letter(place)
        offer = DataValidation(
            type="list", formula1=f"{LISTS}!${letter}$1:${letter}${len(field.choices)}", allow_blank=True,
            showErrorMessage=True, errorStyle="warning", errorTitle=field.header,
            error="Cette valeur n'est pas dans la liste. Vous pouvez la garder si vous êtes sûr.",
        )  # fmt: skip
        column = get_column_letter(index)
        offer.add(f"{column}2:{column}{ROWS}")
        sheet.add_data_validation(offer)


def _example(sheet: Worksheet, columns: list[Field]) -> None:
    """One row filled in, as text."""
    _head(sheet, columns)
    for place, field in enumerate(columns, start=1):
        cell = sheet.cell(2, place, field.example or None)
        cell.number_format = _TEXT
        cell.font = Font(italic=True)


def _guide(sheet: Worksheet, columns: list[Field]) -> None:
    """Each column in a row: what it holds, whether it must be filled."""
    sheet.append(["Colonne", "À remplir", "Ce qu'on y met", "Exemple"])
    for cell in sheet[1]:
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", start_color=_ACCENT)
    for field in columns:
        choices = f"Choix : {', '.join(field.choices)}." if field.choices else ""
        what = " ".join(part for part in (field.note, choices) if part)
        sheet.append([field.header, _needed(field), what, field.example])
    for letter, width in zip("ABCD", (28, 30, 70, 30), strict=True):
        sheet.column_dimensions[letter].width = width
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
