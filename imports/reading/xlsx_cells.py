"""The careful reader of .xlsx cells: every element looked at, one by one.

It knows all that the format allows and takes 4 µs a cell; `xlsx_quick` takes over for large regular sheets and must
give the same texts.
"""

from __future__ import annotations

from dataclasses import dataclass

from imports.prescan import Archive
from imports.reading import refusals, xml_parts
from imports.reading.cell_text import FALSE, TRUE, iso_text, written_number_text
from imports.reading.grid import Grid, split_reference
from imports.reading.limits import Budget
from imports.reading.number_formats import NumberKind
from imports.reading.xlsx_book import Book, SheetPart, StringReader
from imports.reading.xml_parts import Attributes, Elements, is_true, local


@dataclass(slots=True)
class _Cell:
    """A cell between its opening and its closing tag."""

    row: int
    column: int
    kind: str
    style: int
    value: str | None = None
    has_formula: bool = False

    def say(self, text: str) -> None:
        """A text in line, whatever the type announced."""
        self.value, self.kind = text, "str"


class SheetCells(Elements):
    """Cells of one worksheet part, put into a grid."""

    def __init__(self, grid: Grid, book: Book, strings: list[str]) -> None:
        self._grid = grid
        self._book = book
        self._strings = strings
        self._seen_root = False
        self._row = self._column = 0
        self._cell: _Cell | None = None
        self._value: list[str] | None = None
        self._inline: StringReader | None = None

    def start(self, name: str, attributes: Attributes) -> None:
        tag = local(name)
        if self._cell is not None:
            self._start_in_cell(self._cell, tag, name, attributes)
        elif tag == "c":
            self._open_cell(attributes)
        elif tag == "row":
            self._open_row(attributes)
        elif tag == "col":
            if is_true(attributes.get("hidden")):
                run = (_whole(attributes.get("min")) - 1, _whole(attributes.get("max")) - 1)
                self._grid.hidden_columns.append(run)
        elif tag == "mergeCell":
            self._grid.merged.append(attributes.get("ref", ""))
        elif not self._seen_root and tag not in ("worksheet", "dialogsheet", "macrosheet"):
            raise refusals.damaged(f"feuille « {self._grid.name} »")
        self._seen_root = True

    def text(self, data: str) -> None:
        if self._value is not None:
            self._value.append(data)
        elif self._inline is not None:
            self._inline.text(data)

    def end(self, name: str) -> None:
        if self._cell is None:
            return
        tag = local(name)
        if tag == "v" and self._value is not None:
            self._cell.value = "".join(self._value)
            self._value = None
        elif tag == "c":
            self._close_cell(self._cell)
            self._cell = self._inline = None
        elif self._inline is not None:
            self._inline.end(name)

    def _open_row(self, attributes: Attributes) -> None:
        written = attributes.get("r")
        self._row = _whole(written) if written else self._row + 1
        self._column = 0
        if is_true(attributes.get("hidden")):
            self._grid.hidden_rows.append((self._row, self._row))

    def _open_cell(self, attributes: Attributes) -> None:
        row, column = self._row or 1, self._column
        if (reference := attributes.get("r")) is not None:
            row, column = split_reference(reference)
        self._column = column + 1
        style = attributes.get("s")
        self._cell = _Cell(row, column, attributes.get("t", "n"), 0 if style is None else _whole(style, zero=True))

    def _start_in_cell(self, cell: _Cell, tag: str, name: str, attributes: Attributes) -> None:
        if tag == "v":
            self._value = []
        elif tag == "f":
            cell.has_formula = True
        elif tag == "is":
            self._inline = StringReader(cell.say, "is")
        elif self._inline is not None:
            self._inline.start(name, attributes)

    def _close_cell(self, cell: _Cell) -> None:
        if cell.value is None or (not cell.value and cell.kind != "str"):
            if cell.has_formula:
                self._grid.put_without_value(cell.row, cell.column)
            return
        self._grid.put(cell.row, cell.column, self._text(cell, cell.value))

    def _text(self, cell: _Cell, value: str) -> str:
        if cell.kind == "n":
            kinds = self._book.kinds
            kind = kinds[cell.style] if cell.style < len(kinds) else NumberKind.NUMBER
            return written_number_text(value, kind, since_1904=self._book.since_1904)
        if cell.kind == "s":
            index = _whole(value, zero=True)
            if index >= len(self._strings):
                raise refusals.damaged("texte partagé manquant")
            return self._strings[index]
        if cell.kind == "b":
            return FALSE if value.strip() in ("0", "false") else TRUE
        return iso_text(value) if cell.kind == "d" else value


def _whole(text: str | None, *, zero: bool = False) -> int:
    """A whole number of the file's own bookkeeping (a row, a style)."""
    if text is not None and len(text) <= 9 and text.isdecimal():
        number = int(text)
        if number or zero:
            return number
    raise refusals.damaged("numéro de ligne, de colonne ou de style")


def read_sheet(archive: Archive, sheet: SheetPart, book: Book, strings: list[str], budget: Budget) -> Grid:
    """One sheet, in full."""
    grid = Grid(sheet.name, budget, hidden=sheet.hidden)
    xml_parts.read(archive.chunks(sheet.part), SheetCells(grid, book, strings), budget)
    return grid
