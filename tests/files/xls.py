"""Workbooks of Excel 97-2003 and 5/95 written record by record, in a compound file ([MS-XLS], [MS-CFB])."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

END_OF_CHAIN, FREE, FAT_SECTOR, LIST_SECTOR, NO_ENTRY = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD, 0xFFFFFFFC, 0xFFFFFFFF
SUMMARY = "\x05SummaryInformation"
_SECTOR = 512


def record(kind: int, body: bytes = b"") -> bytes:
    """One record."""
    return struct.pack("<HH", kind, len(body)) + body


def text8(text: str, length: str = "<H", *, wide: bool = False) -> bytes:
    """A text of BIFF8: length, flags, characters on one or two bytes."""
    wide = wide or any(ord(letter) > 0xFF for letter in text)
    raw = text.encode("utf-16-le" if wide else "latin-1")
    return struct.pack(length, len(raw) // (2 if wide else 1)) + bytes([wide]) + raw


def number(row: int, column: int, value: float, style: int = 0) -> bytes:
    """A number on eight bytes; rows and columns count from 0."""
    return record(0x203, struct.pack("<3Hd", row, column, style, value))


def rk(row: int, column: int, raw: int, style: int = 0) -> bytes:
    """A packed number."""
    return record(0x27E, struct.pack("<3HI", row, column, style, raw))


def mulrk(row: int, column: int, cells: Sequence[tuple[int, int]]) -> bytes:
    """Packed numbers side by side: (style, raw)."""
    inside = b"".join(struct.pack("<HI", style, raw) for style, raw in cells)
    return record(0xBD, struct.pack("<HH", row, column) + inside + struct.pack("<H", column + len(cells) - 1))


def label(row: int, column: int, text: str, *, codec: str | None = None, kind: int = 0x204) -> bytes:
    """A text in its own record."""
    written = text8(text) if codec is None else struct.pack("<H", len(text)) + text.encode(codec)
    return record(kind, struct.pack("<3H", row, column, 0) + written)


def label_shared(row: int, column: int, index: int) -> bytes:
    """A shared text."""
    return record(0xFD, struct.pack("<3HI", row, column, 0, index))


def boolean(row: int, column: int, value: int, *, is_error: bool = False) -> bytes:
    """A boolean, or the code of an error."""
    return record(0x205, struct.pack("<3HBB", row, column, 0, value, is_error))


def formula(row: int, column: int, result: bytes, *, style: int = 0, options: int = 0) -> bytes:
    """A formula (=1) with its result on eight bytes."""
    return record(0x06, struct.pack("<3H8sHIH", row, column, style, result, options, 0, 3) + b"\x1e\x01\x00")


def special(kind: int, value: int = 0) -> bytes:
    """A result that is not a number: 0 text, 1 boolean, 2 error, 3 nothing."""
    return bytes([kind, 0, value, 0, 0, 0, 0xFF, 0xFF])


def text_result(text: str) -> bytes:
    """The text of the formula before it."""
    return record(0x207, text8(text))


def row_options(row: int, *, hidden: bool) -> bytes:
    """A row's own record."""
    return record(0x208, struct.pack("<6HI", row, 0, 3, 255, 0, 0, 0x100 | (0x20 if hidden else 0)))


def hidden_columns(first: int, last: int) -> bytes:
    """Columns hidden together."""
    return record(0x7D, struct.pack("<6H", first, last, 2048, 0, 1, 0))


def merged(*places: tuple[int, int, int, int]) -> bytes:
    """Merged cells: first and last row, first and last column."""
    return record(0xE5, struct.pack("<H", len(places)) + b"".join(struct.pack("<4H", *place) for place in places))


def shared_strings(*pieces: bytes, count: int) -> bytes:
    """A table of shared texts, its first piece and those that continue it."""
    first, *others = pieces
    return record(0xFC, struct.pack("<II", count, count) + first) + b"".join(record(0x3C, each) for each in others)


@dataclass(frozen=True)
class Tab:
    """A sheet: its records."""

    records: Sequence[bytes] = ()
    name: str = "Feuil1"
    state: int = 0
    kind: int = 0


@dataclass(frozen=True)
class Book:
    """A workbook stream; ``formats`` are codes for styles 1, 2…, or built-in numbers; ``codec`` makes it BIFF5."""

    tabs: Sequence[Tab] = (Tab(),)
    formats: Sequence[int | str] = ()
    since_1904: bool = False
    codec: str | None = None
    others: Sequence[bytes] = ()
    codepage: int = 1252
    version: int = field(default=0)

    def stream(self) -> bytes:
        """The bytes of the stream."""
        version = self.version or (0x600 if self.codec is None else 0x500)
        beginning = record(
            0x809, struct.pack("<4HII", version, 5, 0x0DBB, 0x07CC, 0, 6)[: 16 if self.codec is None else 8]
        )
        middle = [record(0x42, struct.pack("<H", 1200 if self.codec is None else self.codepage)), *self.others]
        if self.since_1904:
            middle.append(record(0x22, b"\1\0"))
        middle += [
            record(0x41E, struct.pack("<H", 164 + index) + self._name(code, "<H" if self.codec is None else "<B"))
            for index, code in enumerate(self.formats)
            if isinstance(code, str)
        ]
        numbers = [0, *(164 + index if isinstance(code, str) else code for index, code in enumerate(self.formats))]
        middle += [record(0xE0, struct.pack("<HH16x", 0, each)) for each in numbers]
        sheets = [self._sheet(tab, version) for tab in self.tabs]
        listed = [
            record(0x85, b"\0\0\0\0" + bytes([tab.state, tab.kind]) + self._name(tab.name, "<B")) for tab in self.tabs
        ]
        place = len(beginning) + sum(map(len, [*middle, *listed])) + len(record(0x0A))
        for index, (tab, sheet) in enumerate(zip(self.tabs, sheets, strict=True)):
            body = struct.pack("<I", place) + bytes([tab.state, tab.kind]) + self._name(tab.name, "<B")
            listed[index] = record(0x85, body)
            place += len(sheet)
        return b"".join([beginning, *middle, *listed, record(0x0A), *sheets])

    def file(self, **others: bytes) -> bytes:
        """The compound file, as Excel writes it: with its properties."""
        name = "Workbook" if self.codec is None else "Book"
        return compound({name: self.stream(), SUMMARY: b"\xfe\xff" + b"\0" * 100, **others})

    def _name(self, text: str, length: str) -> bytes:
        if self.codec is None:
            return text8(text, length)
        return struct.pack(length, len(text)) + text.encode(self.codec)

    def _sheet(self, tab: Tab, version: int) -> bytes:
        beginning = struct.pack("<4HII", version, 0x10, 0x0DBB, 0x07CC, 0, 6)
        return record(0x809, beginning[: 16 if self.codec is None else 8]) + b"".join(tab.records) + record(0x0A)


def compound(streams: Mapping[str, bytes], *, least: int = 4096) -> bytes:
    """A compound file; streams below ``least`` bytes go to the mini stream, as the format wants."""
    minis = {name: data for name, data in streams.items() if len(data) < least}
    mini_stream, starts = b"", {}
    mini_fat: list[int] = []
    for name, data in minis.items():
        starts[name] = len(mini_fat)
        count = -(-len(data) // 64)
        mini_fat += [*range(len(mini_fat) + 1, len(mini_fat) + count), END_OF_CHAIN]
        mini_stream += data.ljust(64 * count, b"\0")
    sectors: list[bytes] = []
    fat: list[int] = []

    def store(data: bytes) -> int:
        start, count = len(sectors), -(-len(data) // _SECTOR)
        sectors.extend(data[_SECTOR * index :][:_SECTOR].ljust(_SECTOR, b"\0") for index in range(count))
        fat.extend([*range(start + 1, start + count), END_OF_CHAIN] if count else [])
        return start if count else END_OF_CHAIN

    for name, data in streams.items():
        if name not in minis:
            starts[name] = store(data)
    mini_start = store(mini_stream)
    mini_fat_start = store(struct.pack(f"<{len(mini_fat)}I", *mini_fat))
    entries = [_entry("Root Entry", 5, mini_start, len(mini_stream), child=1 if streams else NO_ENTRY)]
    for index, (name, data) in enumerate(streams.items(), 1):
        right = index + 1 if index < len(streams) else NO_ENTRY
        entries.append(_entry(name, 2, starts[name], len(data), right=right))
    directory = store(b"".join(entries))
    count = lists = 0
    while len(fat) + count + lists > count * (_SECTOR // 4):
        count += 1
        lists = -(-max(0, count - 109) // 127)
    fat_at = len(sectors)
    fat += [FAT_SECTOR] * count + [LIST_SECTOR] * lists
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(count * _SECTOR, b"\xff")
    listed = [*range(fat_at, fat_at + count)]
    further = b""
    for index in range(lists):
        some = listed[109 + 127 * index :][:127]
        following = fat_at + count + index + 1 if index + 1 < lists else END_OF_CHAIN
        further += struct.pack("<128I", *some, *[FREE] * (127 - len(some)), following)
    first = fat_at + count if lists else END_OF_CHAIN
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    numbers = (0, count, directory, 0, least, mini_fat_start, 1 if minis else 0, first, lists)
    header += struct.pack("<9I", *numbers) + struct.pack("<109I", *listed[:109], *[FREE] * (109 - len(listed[:109])))
    return header + b"".join(sectors) + table + further


def _entry(name: str, kind: int, start: int, size: int, *, child: int = NO_ENTRY, right: int = NO_ENTRY) -> bytes:
    raw = (name + "\0").encode("utf-16-le")
    return struct.pack("<64sHBBIII36xIQ", raw.ljust(64, b"\0"), len(raw), kind, 1, NO_ENTRY, right, child, start, size)
