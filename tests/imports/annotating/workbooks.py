"""Workbooks as senders make them, and the little that is asked of a marked copy."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from tests.imports.office import HOURS, KARIM_HOURS, Written

HOSTILE = '=HYPERLINK("http://exemple.invalid";"clic")'


def workbook(path: Path, *rows: Written, title: str = "Mars") -> Path:
    """A decorated workbook: a title, a second sheet with formulas, a text that looks like one, a comment, a width."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    sheet["A1"] = "Heures d'insertion de l'entreprise"
    sheet["A1"].font = Font(bold=True, size=16)
    headers = list(dict.fromkeys(header for row in rows for header in row))
    for place, header in enumerate(headers, start=1):
        sheet.cell(3, place, header).fill = PatternFill("solid", start_color="DDEEFF")
        for number, row in enumerate(rows, start=4):
            sheet.cell(number, place, row.get(header))
    sheet.column_dimensions["A"].width = 33
    sheet["A4"].comment = Comment("vu avec la paie", "Comptable")
    other = book.create_sheet("Calculs")
    other["A1"], other["A2"] = 2, "=A1*2"
    other["B1"] = HOSTILE
    other["B1"].data_type = "s"
    book.save(path)
    return path


BAD: tuple[Written, ...] = (
    HOURS,
    {**KARIM_HOURS, "Heures travaillées": "abc"},
    {**HOURS, "Mois": "04/2024", "Type de contrat": "CDDIE"},
)
GOOD: tuple[Written, ...] = (HOURS, KARIM_HOURS, {**HOURS, "Mois": "04/2024", "Type de contrat": "CDDI"})


def headers_of(sheet: Any, row: int = 3) -> dict[str, int]:
    """The place of each header."""
    return {cell.value: cell.column for cell in sheet[row] if cell.value}


def corrected(path: Path, sheet: str = "Mars") -> Path:
    """The file with what was wrong put right, as its sender would do."""
    book = load_workbook(path)
    page = book[sheet]
    places = headers_of(page)
    page.cell(5, places["Heures travaillées"]).value = "70"
    page.cell(6, places["Type de contrat"]).value = "CDDI"
    book.save(path)
    return path
