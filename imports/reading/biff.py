"""Records of an .xls workbook ([MS-XLS]), and the texts in them. Excel 97 and later (BIFF8), and 5 and 95 (BIFF5)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from imports.reading import refusals

BOF, EOF, CONTINUE = 0x809, 0x0A, 0x3C
FILEPASS, CODEPAGE, DATEMODE, FORMAT, XF, BOUNDSHEET, SST = 0x2F, 0x42, 0x22, 0x41E, 0xE0, 0x85, 0xFC
LABELSST, LABEL, RSTRING, NUMBER, RK, MULRK, BOOLERR, STRING = 0xFD, 0x204, 0xD6, 0x203, 0x27E, 0xBD, 0x205, 0x207
FORMULAS = frozenset({0x06, 0x206, 0x406})
ROW, COLINFO, MERGEDCELLS = 0x208, 0x7D, 0xE5
BIFF8 = 0x600

ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_CODEPAGES = {10000: "mac-roman", 437: "cp437", 850: "cp850", 1250: "cp1250", 1251: "cp1251", 1254: "cp1254"}


@dataclass
class Record:
    """``pieces`` are the body and those of the CONTINUE records after it."""

    kind: int
    pieces: list[bytes] = field(default_factory=list)

    @property
    def body(self) -> bytes:
        """The first piece: all there is but for long texts."""
        return self.pieces[0]


def records(stream: bytes, start: int) -> Iterator[Record]:
    """Records from ``start``, each with what continues it."""
    current: Record | None = None
    position, size = start, len(stream)
    while position + 4 <= size:
        kind, length = struct.unpack_from("<HH", stream, position)
        body = stream[position + 4 : position + 4 + length]
        position += 4 + length
        if len(body) < length:
            raise refusals.damaged("fichier tronqué")
        if kind == CONTINUE and current is not None:
            current.pieces.append(body)
            continue
        if current is not None:
            yield current
        current = Record(kind, [body])
    if current is not None:
        yield current


def substream(stream: bytes, start: int) -> Iterator[Record]:
    """Records of one sheet (or of the workbook) up to its end, without those of charts embedded in it."""
    depth = 0
    for record in records(stream, start):
        if record.kind == BOF:
            depth += 1
        elif record.kind == EOF:
            depth -= 1
            if depth <= 0:
                return
        elif depth == 0:
            raise refusals.damaged("début de feuille")
        if depth == 1:
            yield record
    raise refusals.damaged("fin de feuille")


class TextReader:
    """Reads BIFF8 texts across the pieces of a record: each continued piece says anew how wide its characters are."""

    def __init__(self, pieces: list[bytes], position: int = 0) -> None:
        self._pieces = pieces
        self._index = 0
        self._position = position

    def number(self, layout: str) -> int:
        """A number of the given `struct` layout; numbers are never cut in two."""
        size = struct.calcsize(layout)
        self._enter()
        found = struct.unpack_from(layout, self._pieces[self._index], self._position)[0]
        self._position += size
        return int(found)

    def text(self, length: int) -> str:
        """A text of ``length`` characters, from its flags on: formatting runs and phonetic data are passed over."""
        flags = self.number("<B")
        runs = self.number("<H") if flags & 0x8 else 0
        extra = self.number("<I") if flags & 0x4 else 0
        text = self._characters(length, wide=bool(flags & 1))
        self._skip(4 * runs + extra)
        return text

    def _enter(self) -> None:
        while self._position >= len(self._pieces[self._index]):
            if self._index + 1 >= len(self._pieces):
                raise refusals.damaged("texte tronqué")
            self._index, self._position = self._index + 1, 0

    def _characters(self, length: int, *, wide: bool) -> str:
        raw = []
        while length > 0:
            piece = self._pieces[self._index]
            width = 2 if wide else 1
            taken = min(length, (len(piece) - self._position) // width)
            part = piece[self._position : self._position + taken * width]
            raw.append(part if wide else part.decode("latin-1").encode("utf-16-le"))
            self._position += taken * width
            length -= taken
            if length > 0:
                self._position = len(piece)
                wide = bool(self.number("<B") & 1)
        return b"".join(raw).decode("utf-16-le", "replace")

    def _skip(self, count: int) -> None:
        while count > 0:
            self._enter()
            taken = min(count, len(self._pieces[self._index]) - self._position)
            self._position += taken
            count -= taken


def text_of(record: Record, position: int, layout: str, codec: str | None) -> str:
    """A text with its length in front; ``codec`` is that of BIFF5, None in BIFF8."""
    if codec is None:
        reader = TextReader(record.pieces, position)
        return reader.text(reader.number(layout))
    length = struct.unpack_from(layout, record.body, position)[0]
    start = position + struct.calcsize(layout)
    return record.body[start : start + length].decode(codec, "replace")


def codec_of(codepage: int) -> str:
    """The Python name of a code page; Western Windows unless said otherwise."""
    return _CODEPAGES.get(codepage, "cp1252")


def rk_number(raw: int) -> float:
    """A number packed in 30 bits ([MS-XLS] 2.5.218)."""
    if raw & 2:
        value = float(struct.unpack("<i", struct.pack("<I", raw))[0] >> 2)
    else:
        value = float(struct.unpack("<d", struct.pack("<Q", (raw & 0xFFFFFFFC) << 32))[0])
    return value / 100 if raw & 1 else value
