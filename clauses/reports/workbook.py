"""A bilan → a workbook that a facilitateur sends as it is: sheets of tables, then the lines with their origin.

Hours are numbers with exactly their two decimals, percentages are the printed ones with their numerator and base in the
cells before. Texts that a spreadsheet would run as formulas are made harmless.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

import polars as pl
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from clauses.dates import comes_twice, french_day, french_moment, local
from clauses.hours.rules import LineState
from clauses.quantities import HUNDREDTHS_PER_HOUR, NO_BREAK_SPACE
from clauses.reference.rules import ContractKind, Nature
from clauses.reports.escaping import harmless
from clauses.reports.figures import Bilan, Selection
from clauses.reports.sheets import NOT_COMPUTABLE, Cell, InEuros, InHours, Percent, Row, Sheet, heading, sheets, title

A4 = 9  # as the file format numbers paper

LINES_PER_SHEET = 1_000_000
"""A sheet holds 1 048 576 rows."""

HOURS, WHOLE, PERCENT, DAY, MONTH, TIME = "#,##0.00", "#,##0", "0.0%", "dd/mm/yyyy", "mm/yyyy", "dd/mm/yyyy hh:mm"
"""Formats as the file keeps them; a spreadsheet in French shows 42 437,89 and 37,5 %."""

_BOLD, _TITLE, _NOTE = Font(bold=True), Font(bold=True, size=14), Font(italic=True, color="595959")
_HEADER = PatternFill("solid", fgColor="DDE6F0")
_LINE = Side(style="thin", color="8EA4BE")
_FIRST_WIDTH, _WIDTH = 46, 18

_NAMED = ("identifier", "last_name", "first_name")

LINE_COLUMNS: tuple[tuple[str, str, int, str | None], ...] = (
    ("month", "Mois", 10, MONTH),
    ("buyer", "Donneur d'ordre", 26, None),
    ("market", "Marché", 16, None),
    ("lot", "Lot", 8, None),
    ("nature", "Nature", 14, None),
    ("contractor", "Attributaire", 26, None),
    ("employer", "Employeur", 26, None),
    ("identifier", "Identifiant", 14, None),
    ("last_name", "Nom", 18, None),
    ("first_name", "Prénom", 18, None),
    ("kind", "Type de contrat", 24, None),
    ("starts_on", "Début de contrat", 14, DAY),
    ("hours", "Heures travaillées", 12, HOURS),
    ("training", "Heures de formation", 12, HOURS),
    ("state", "État", 12, None),
    ("file_name", "Fichier", 30, None),
    ("sheet", "Feuille", 14, None),
    ("row", "Ligne du fichier", 10, None),
    ("column", "Colonne du fichier", 12, None),
    ("author", "Déposé par", 18, None),
    ("imported_at", "Importé le (heure de Paris)", 17, TIME),
    ("validated_by", "Validé par", 18, None),
    ("validated_at", "Validé le (heure de Paris)", 17, TIME),
    ("sha256", "Empreinte SHA-256 du fichier", 24, None),
)
"""Column of the frame, header, width, format."""


def write(
    bilan: Bilan,
    lines: pl.DataFrame,
    target: Path | IO[bytes],
    *,
    established_on: date | None = None,
    nominative: bool = True,
) -> None:
    """Writes the workbook of a bilan and of the ``lines_behind`` it.

    ``nominative`` false leaves out who people are: what a donneur d'ordre may receive.
    """
    book = Workbook(write_only=True)
    intro = _intro(heading(bilan.selection), established_on)
    for sheet in sheets(bilan):
        _write_tables(book, sheet, title(bilan.selection), intro)
    _write_lines(book, lines, bilan.selection, nominative=nominative)
    _save(book, title(bilan.selection), target)


def write_sheets(
    head: str,
    intro: Iterable[str],
    pages: Iterable[Sheet],
    target: Path | IO[bytes],
    *,
    established_on: date | None = None,
) -> None:
    """Writes tables under a title and a few sentences, a sheet each."""
    book = Workbook(write_only=True)
    for page in pages:
        _write_tables(book, page, head, _intro(intro, established_on))
    _save(book, head, target)


def _intro(sentences: Iterable[str], established_on: date | None) -> list[str]:
    return [*sentences, *([f"Établi le {french_day(established_on)}."] if established_on else [])]


def _save(book: Workbook, head: str, target: Path | IO[bytes]) -> None:
    book.properties.title = head
    book.properties.creator = "clauses"
    book.save(target)


def _write_tables(book: Workbook, sheet: Sheet, head: str, intro: list[str]) -> None:
    page = _page(book, sheet.name, head)
    width = max(len(table.headers) for table in sheet.tables)
    long_text = sheet.name == "Contrôles"
    for number in range(1, width + 1):
        page.column_dimensions[get_column_letter(number)].width = _FIRST_WIDTH if number == 1 else _WIDTH
    if long_text:
        page.column_dimensions["A"].width, page.column_dimensions["B"].width = 110, 32
    page.freeze_panes = f"B{len(intro) + 2}"
    page.append([_cell(page, head, _TITLE)])
    for sentence in intro:
        page.append([_cell(page, sentence, _NOTE)])
    for table in sheet.tables:
        page.append([])
        page.append([_cell(page, table.title, _BOLD)])
        page.append([_header(page, header, number) for number, header in enumerate(table.headers)])
        for row in table.rows:
            page.append(_cells(page, row, wrap=long_text))
        if table.note:
            page.append([_cell(page, table.note, _NOTE)])


def _write_lines(book: Workbook, lines: pl.DataFrame, selection: Selection, *, nominative: bool) -> None:
    columns = [column for column in LINE_COLUMNS if nominative or column[0] not in _NAMED]
    parts = range(0, max(lines.height, 1), LINES_PER_SHEET)
    for number, start in enumerate(parts, start=1):
        name = "Lignes" if len(parts) == 1 else f"Lignes {number}"
        page = _page(book, name, title(selection))
        for place, (_, _, width, _) in enumerate(columns, start=1):
            page.column_dimensions[get_column_letter(place)].width = width
        part = lines.slice(start, LINES_PER_SHEET)
        page.freeze_panes = "A2"
        page.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{part.height + 1}"
        page.print_title_rows = "1:1"
        page.append([_header(page, header, 0) for _, header, _, _ in columns])
        formats = [form for _, _, _, form in columns]
        for values in _line_values(part, [name for name, _, _, _ in columns]):
            page.append([_formatted(page, value, form) for value, form in zip(values, formats, strict=True)])


def _line_values(lines: pl.DataFrame, names: list[str]) -> Iterator[Iterable[Any]]:
    labels: dict[str, dict[str, str]] = {
        "nature": {nature.value: nature.label for nature in Nature},
        "kind": {kind.value: kind.label for kind in ContractKind},
        "state": {state.value: state.label for state in LineState},
    }
    shown = lines.select(names).with_columns(
        pl.col(name).cast(pl.String).replace_strict(labels[name]) for name in names if name in labels
    )
    places = [place for place, name in enumerate(names) if name in ("hours", "training")]
    moments = [place for place, name in enumerate(names) if name in ("imported_at", "validated_at")]
    for values in shown.iter_rows():
        row = list(values)
        for place in places:
            row[place] = _hours(row[place])
        for place in moments:
            row[place] = _moment(row[place])
        yield row


def _moment(stored: datetime | None) -> datetime | str | None:
    """A moment as a cell holds it: without a zone, by the clocks of France; of an hour that comes twice, in words."""
    if stored is None or not comes_twice(stored):
        return stored and local(stored).replace(tzinfo=None)
    return french_moment(stored)


def _page(book: Workbook, name: str, head: str) -> Any:
    page = book.create_sheet(name)
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.oddHeader.left.text = head
    page.oddFooter.left.text = name
    page.oddFooter.right.text = f"&P{NO_BREAK_SPACE}/{NO_BREAK_SPACE}&N"
    return page


def _cells(page: Any, row: Row, *, wrap: bool) -> list[Any]:
    return [_table_cell(page, cell, row, wrap=wrap) for cell in row.cells]


def _table_cell(page: Any, cell: Cell, row: Row, *, wrap: bool) -> Any:
    value, form = _shown(cell)
    made = _formatted(page, value, form)
    if row.total:
        made.font = _BOLD
        made.border = Border(top=_LINE)
    if value == NOT_COMPUTABLE:
        made.alignment = Alignment(horizontal="right")
    elif wrap:
        made.alignment = Alignment(wrap_text=True, vertical="top")
    return made


def _shown(cell: Cell) -> tuple[Any, str | None]:
    """The value of a cell and its format; a percentage is the printed one, to the tenth."""
    if isinstance(cell, InHours):
        return _hours(cell.hundredths), HOURS
    if isinstance(cell, InEuros):
        return _hours(cell.cents), HOURS
    if isinstance(cell, Percent):
        printed = cell.share.percent
        return (NOT_COMPUTABLE, None) if printed is None else (Decimal(printed) / 100, PERCENT)
    return cell, WHOLE if isinstance(cell, int) else None


def _hours(hundredths: int) -> Decimal:
    """Exact: 4243789 is 42437.89."""
    return Decimal(hundredths) / HUNDREDTHS_PER_HOUR


def _header(page: Any, text: str, number: int) -> Any:
    made = _cell(page, text, _BOLD)
    made.fill = _HEADER
    made.border = Border(bottom=_LINE)
    made.alignment = Alignment(wrap_text=True, vertical="center", horizontal="right" if number else "left")
    return made


def _cell(page: Any, text: str, font: Font) -> Any:
    made = _formatted(page, text, None)
    made.font = font
    return made


def _formatted(page: Any, value: Any, form: str | None) -> Any:
    made = WriteOnlyCell(page, harmless(value) if isinstance(value, str) else value)
    if form:
        made.number_format = form
    return made
