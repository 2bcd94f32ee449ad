"""An .xls workbook of Excel 5 to 2003: its sheets, cell by cell."""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass, field

from imports.containers import Sheet
from imports.reading import biff, refusals
from imports.reading.biff import Record, TextReader, rk_number, text_of
from imports.reading.cell_text import FALSE, TRUE, value_text
from imports.reading.grid import Grid, letters
from imports.reading.limits import Budget
from imports.reading.number_formats import BUILT_IN, NumberKind, kind_of_format
from imports.reading.ole import CompoundFile

_PLACE = struct.Struct("<HHH")
_OTHER_DOCUMENTS = {
    "WordDocument": "un document Word",
    "PowerPoint Document": "une présentation PowerPoint",
    "VisioDocument": "un document Visio",
    "__properties_version1.0": "un message Outlook",
}


@dataclass
class _Book:
    codec: str | None = None
    """None in BIFF8, whose texts are Unicode."""
    since_1904: bool = False
    written_by_excel: bool = True
    formats: dict[int, str] = field(default_factory=dict)
    styles: list[int] = field(default_factory=list)
    sheets: list[tuple[str, int, bool]] = field(default_factory=list)
    """Name, place in the stream, hidden."""
    strings: list[str] = field(default_factory=list)
    kinds: list[NumberKind] = field(default_factory=list)


def read_xls(data: bytes, budget: Budget) -> list[Sheet]:
    """All sheets of cells in the order of the tabs; raises ``Unusable``."""
    file = CompoundFile(data)
    if "EncryptedPackage" in file.names:
        raise refusals.encrypted()
    name = next((name for name in ("Workbook", "Book", "WORKBOOK", "BOOK") if name in file.names), None)
    if name is None:
        known = next((what for each, what in _OTHER_DOCUMENTS.items() if each in file.names), None)
        raise refusals.not_a_workbook(known or "un autre document Office")
    stream = file.stream(name)
    try:
        book = _read_book(stream, budget)
        # Libraries that write .xls leave the properties out, and do not calculate.
        book.written_by_excel = "\x05SummaryInformation" in file.names
        return [_SheetReader(book, budget, each).read(stream).sheet() for each in book.sheets]
    except (struct.error, IndexError) as error:
        raise refusals.damaged("enregistrement tronqué") from error


def _read_book(stream: bytes, budget: Budget) -> _Book:
    book = _Book()
    for record in biff.substream(stream, 0):
        _read_global(book, record)
    if len(book.sheets) > budget.limits.sheets:
        raise refusals.too_large(f"ce classeur a {len(book.sheets)} feuilles. Découpez-le en plusieurs.")
    book.kinds = [_kind(book, number) for number in book.styles]
    return book


def _kind(book: _Book, number: int) -> NumberKind:
    code = book.formats.get(number)
    return BUILT_IN.get(number, NumberKind.NUMBER) if code is None else kind_of_format(code)


def _read_global(book: _Book, record: Record) -> None:
    body = record.body
    match record.kind:
        case biff.BOF:
            version = struct.unpack_from("<H", body)[0]
            book.codec = None if version >= biff.BIFF8 else "cp1252"
        case biff.FILEPASS:
            raise refusals.encrypted()
        case biff.CODEPAGE if book.codec is not None:
            book.codec = biff.codec_of(struct.unpack_from("<H", body)[0])
        case biff.DATEMODE:
            book.since_1904 = struct.unpack_from("<H", body)[0] == 1
        case biff.FORMAT:
            length = "<H" if book.codec is None else "<B"
            book.formats[struct.unpack_from("<H", body)[0]] = text_of(record, 2, length, book.codec)
        case biff.XF:
            book.styles.append(struct.unpack_from("<2xH", body)[0])
        case biff.BOUNDSHEET:
            place, hidden, kind = struct.unpack_from("<IBB", body)
            if kind == 0:  # 1 and 6 are macros, 2 charts
                book.sheets.append((text_of(record, 6, "<B", book.codec), place, bool(hidden & 3)))
        case biff.SST:
            book.strings = _strings(record)


def _strings(record: Record) -> list[str]:
    reader = TextReader(record.pieces, 4)
    count = reader.number("<I")
    return [reader.text(reader.number("<H")) for _ in range(count)]


class _SheetReader:
    def __init__(self, book: _Book, budget: Budget, sheet: tuple[str, int, bool]) -> None:
        name, self._place, hidden = sheet
        self._book = book
        self._grid = Grid(name, budget, hidden=hidden)
        self._awaiting: tuple[int, int] | None = None
        """Where the text of the last formula goes, which comes in a record of its own."""

    def read(self, stream: bytes) -> Grid:
        for record in biff.substream(stream, self._place):
            kind = record.kind
            if kind in (biff.ROW, biff.COLINFO, biff.MERGEDCELLS):
                self._read_layout(record)
            elif kind in biff.FORMULAS:
                self._read_formula(record.body)
            elif kind == biff.STRING and self._awaiting:
                row, column = self._awaiting
                self._grid.put(row, column, text_of(record, 0, "<H", self._book.codec))
                self._awaiting = None
            else:
                self._read_cell(record)
        return self._grid

    def _read_layout(self, record: Record) -> None:
        body = record.body
        if record.kind == biff.ROW:
            row, options = struct.unpack_from("<H10xH", body)
            if options & 0x20:
                self._grid.hidden_rows.append((row + 1, row + 1))
        elif record.kind == biff.COLINFO:
            first, last, _, _, options = struct.unpack_from("<5H", body)
            if options & 1:
                self._grid.hidden_columns.append((first, last))
        else:
            count = struct.unpack_from("<H", body)[0]
            for index in range(count):
                top, bottom, left, right = struct.unpack_from("<4H", body, 2 + 8 * index)
                self._grid.merged.append(f"{letters(left)}{top + 1}:{letters(right)}{bottom + 1}")

    def _read_cell(self, record: Record) -> None:
        body = record.body
        match record.kind:
            case biff.NUMBER:
                row, column, style, value = struct.unpack_from("<3Hd", body)
                self._put_number(row, column, style, value)
            case biff.RK:
                row, column, style, raw = struct.unpack_from("<3HI", body)
                self._put_number(row, column, style, rk_number(raw))
            case biff.MULRK:
                row, column = struct.unpack_from("<HH", body)
                for index in range((len(body) - 6) // 6):
                    style, raw = struct.unpack_from("<HI", body, 4 + 6 * index)
                    self._put_number(row, column + index, style, rk_number(raw))
            case biff.LABELSST:
                row, column, _, index = struct.unpack_from("<3HI", body)
                self._grid.put(row + 1, column, self._book.strings[index])
            case biff.LABEL | biff.RSTRING:
                row, column, _ = _PLACE.unpack_from(body)
                self._grid.put(row + 1, column, text_of(record, 6, "<H", self._book.codec))
            case biff.BOOLERR:
                row, column, _, value, is_error = struct.unpack_from("<3HBB", body)
                self._grid.put(row + 1, column, _error(value) if is_error else _boolean(value))

    def _read_formula(self, body: bytes) -> None:
        row, column, style, result, options = struct.unpack_from("<3H8sH", body)
        self._awaiting = None
        if result[6:] != b"\xff\xff":
            self._put_number(row, column, style, struct.unpack("<d", result)[0])
        elif result[0] == 0:
            self._awaiting = (row + 1, column)
        elif result[0] == 1:
            self._grid.put(row + 1, column, _boolean(result[2]))
        elif result[0] == 2:
            self._grid.put(row + 1, column, _error(result[2]))
        elif not self._book.written_by_excel or options & 1:  # an empty text, or never calculated
            self._grid.put_without_value(row + 1, column)

    def _put_number(self, row: int, column: int, style: int, value: float) -> None:
        kinds = self._book.kinds
        kind = kinds[style] if style < len(kinds) else NumberKind.NUMBER
        if math.isfinite(value):
            self._grid.put(row + 1, column, value_text(value, kind, since_1904=self._book.since_1904))


def _boolean(value: int) -> str:
    return TRUE if value else FALSE


def _error(code: int) -> str:
    return biff.ERRORS.get(code, "#ERREUR!")
