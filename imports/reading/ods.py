"""An OpenDocument spreadsheet (.ods): content.xml read cell by cell.

Names are those of the usual prefixes (``table:``, ``office:``…): every program writes them so, and no reader of
spreadsheets accepts others.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from imports.containers import Sheet
from imports.prescan import Archive
from imports.reading import refusals, xml_parts
from imports.reading.cell_text import (
    FALSE,
    TRUE,
    duration_of_time_alone,
    is_blank,
    iso_duration_text,
    iso_text,
    written_number_text,
)
from imports.reading.grid import Grid, letters
from imports.reading.limits import Budget
from imports.reading.number_formats import NumberKind
from imports.reading.xml_parts import Attributes, Elements

_CELLS = frozenset({"table:table-cell", "table:covered-table-cell"})
_NUMBERS = frozenset({"float", "percentage", "currency"})
_NOT_TEXT = ("office:annotation", "draw:", "text:note", "text:ruby-text", "dc:", "table:detective")
_NO_DAY = "1899-12-30 "  # day 0 of LibreOffice: a time without a day, in a cell formatted as a date


@dataclass
class _Cell:
    attributes: Attributes
    repeated: int
    pieces: list[str] = field(default_factory=list)
    paragraphs: int = 0


class _Manifest(Elements):
    def start(self, name: str, _: Attributes) -> None:
        if name.endswith("encryption-data"):
            raise refusals.encrypted()


class _Content(Elements):
    def __init__(self, budget: Budget) -> None:
        self.grids: list[Grid] = []
        self._budget = budget
        self._root = ""
        self._style = ""
        self._hidden_styles: set[str] = set()
        self._grid: Grid | None = None
        self._row = self._row_repeated = 1
        self._column = self._declared = 0
        self._said: list[tuple[int, str | None]] = []
        """Of the row being read: column, and text or None for a formula without a value."""
        self._cell: _Cell | None = None
        self._skipping = 0

    def start(self, name: str, attributes: Attributes) -> None:
        if self._skipping:
            self._skipping += 1
        elif self._cell is not None:
            self._start_in_cell(self._cell, name, attributes)
        elif name in _CELLS and self._grid is not None:
            self._open_cell(self._grid, attributes)
        elif name == "table:table-row":
            self._open_row(attributes)
        elif name.startswith("table:"):
            self._start_in_table(name, attributes)
        elif name == "style:style":
            self._style = attributes.get("style:name", "")
        elif name == "style:table-properties" and attributes.get("table:display") == "false":
            self._hidden_styles.add(self._style)
        elif not self._root and name != "office:document-content":
            raise refusals.damaged("contenu")
        self._root = self._root or name

    def text(self, data: str) -> None:
        if self._cell is not None and self._cell.paragraphs and not self._skipping:
            self._cell.pieces.append(data)

    def end(self, name: str) -> None:
        if self._skipping:
            self._skipping -= 1
        elif name in _CELLS and self._cell is not None:
            self._close_cell(self._cell)
            self._cell = None
        elif name == "table:table-row":
            self._close_row()
        elif name == "table:table":
            self._grid = None

    def _start_in_table(self, name: str, attributes: Attributes) -> None:
        if name == "table:table":
            self._open_table(attributes)
        elif name == "table:table-column":
            repeated = _count(attributes.get("table:number-columns-repeated"))
            if self._grid is not None and _is_hidden(attributes):
                self._grid.hidden_columns.append((self._declared, self._declared + repeated - 1))
            self._declared += repeated
        elif name == "table:table-source" and self._grid is not None:
            self.grids.remove(self._grid)  # a copy of another file's cells, kept for its formulas
            self._grid = None
        elif name in ("table:tracked-changes", "table:dde-link", "table:shapes"):
            self._skipping = 1

    def _open_table(self, attributes: Attributes) -> None:
        most = self._budget.limits.sheets
        if len(self.grids) >= most:
            raise refusals.too_large(f"ce classeur a plus de {most} feuilles. Découpez-le en plusieurs.")
        hidden = attributes.get("table:style-name") in self._hidden_styles
        self._grid = Grid(attributes.get("table:name", ""), self._budget, hidden=hidden)
        self.grids.append(self._grid)
        self._row, self._declared = 1, 0

    def _open_row(self, attributes: Attributes) -> None:
        self._row_repeated = _count(attributes.get("table:number-rows-repeated"))
        self._column = 0
        if self._grid is not None and _is_hidden(attributes):
            self._grid.hidden_rows.append((self._row, self._row + self._row_repeated - 1))

    def _close_row(self) -> None:
        if self._said and self._grid is not None:
            self._budget.repeat(self._row_repeated * len(self._said))
            for row in range(self._row, self._row + self._row_repeated):
                for column, text in self._said:
                    if text is None:
                        self._grid.put_without_value(row, column)
                    else:
                        self._grid.put(row, column, text)
        self._said = []
        self._row += self._row_repeated

    def _open_cell(self, grid: Grid, attributes: Attributes) -> None:
        self._cell = _Cell(attributes, _count(attributes.get("table:number-columns-repeated")))
        across = _count(attributes.get("table:number-columns-spanned"))
        down = _count(attributes.get("table:number-rows-spanned"))
        if across > 1 or down > 1:
            last = f"{letters(self._column + across - 1)}{self._row + down - 1}"
            grid.merged.append(f"{letters(self._column)}{self._row}:{last}")

    def _start_in_cell(self, cell: _Cell, name: str, attributes: Attributes) -> None:
        if name.startswith(_NOT_TEXT):
            self._skipping = 1
        elif name in ("text:p", "text:h"):
            if cell.paragraphs:
                cell.pieces.append("\n")
            cell.paragraphs += 1
        elif name == "text:s":
            spaces = _count(attributes.get("text:c"))
            self._budget.write(spaces)
            cell.pieces.append(" " * spaces)
        elif name == "text:tab":
            cell.pieces.append("\t")
        elif name == "text:line-break":
            cell.pieces.append("\n")

    def _close_cell(self, cell: _Cell) -> None:
        text = _text(cell)
        missing = "table:formula" in cell.attributes and "office:value-type" not in cell.attributes and is_blank(text)
        if missing or not is_blank(text):
            self._budget.repeat(cell.repeated)
            columns = range(self._column, self._column + cell.repeated)
            self._said.extend((column, None if missing else text) for column in columns)
        self._column += cell.repeated


def _text(cell: _Cell) -> str:
    attributes = cell.attributes
    kind = attributes.get("office:value-type")
    shown = "".join(cell.pieces)
    if kind in _NUMBERS:
        return written_number_text(attributes.get("office:value", shown), NumberKind.NUMBER, since_1904=False)
    if kind == "date":
        return duration_of_time_alone(iso_text(attributes.get("office:date-value", shown)), _NO_DAY)
    if kind == "time":
        return iso_duration_text(attributes.get("office:time-value", shown))
    if kind == "boolean":
        return TRUE if attributes.get("office:boolean-value") == "true" else FALSE
    written = attributes.get("office:string-value", "")
    return shown if is_blank(written) else written


def _is_hidden(attributes: Attributes) -> bool:
    return attributes.get("table:visibility") in ("collapse", "filter")


def _count(written: str | None) -> int:
    """A number of repetitions: 1 when unsaid."""
    if written is None:
        return 1
    if not written.isdecimal() or len(written) > 9 or not int(written):
        raise refusals.damaged("nombre de répétitions")
    return int(written)


def read_ods(archive: Archive, budget: Budget) -> list[Sheet]:
    """All sheets in the order of the tabs; raises ``Unusable``."""
    if "META-INF/manifest.xml" in archive:
        xml_parts.read(archive.chunks("META-INF/manifest.xml"), _Manifest(), budget)
    content = _Content(budget)
    xml_parts.read(archive.chunks("content.xml"), content, budget)
    return [grid.sheet() for grid in content.grids]
