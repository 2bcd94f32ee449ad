"""The compound file that holds an .xls ([MS-CFB]): the streams of its root, by name."""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass

from imports.reading import refusals

_HEADER = struct.Struct("<24xHHHHH6xIIIIIIIII")
_ENTRY = struct.Struct("<64sHBBIII36xIQ")
_HEADER_BYTES = 512
_HEADER_TABLE = struct.Struct("<109I")
_MINI_BYTES = 64
_LAST_SECTOR = 0xFFFFFFFA  # above: end of chain, free, or a sector of the tables
_STORAGE, _STREAM, _ROOT = 1, 2, 5


@dataclass(frozen=True)
class _Entry:
    name: str
    kind: int
    left: int
    right: int
    child: int
    start: int
    size: int


class CompoundFile:
    """``names`` are the root's own entries; what embedded objects hold is theirs."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        if len(data) < _HEADER_BYTES:
            raise refusals.damaged("fichier tronqué")
        _, _, order, shift, _, _, _, directory, _, cutoff, mini_fat, _, more, _ = _HEADER.unpack_from(data)
        if order != 0xFFFE or shift not in (9, 12):
            raise refusals.damaged("en-tête")
        self._bytes = 1 << shift
        self._cutoff = cutoff
        self._fat = self._read_fat(more)
        entries = self._read_entries(directory)
        self._mini_fat = _numbers(self._chain(mini_fat, self._fat, self._sector))
        self._mini_stream = self._chain(entries[0].start, self._fat, self._sector)
        self._found = {entry.name: entry for entry in _children(entries)}
        self.names = frozenset(self._found)

    def stream(self, name: str) -> bytes:
        """The bytes of a stream."""
        entry = self._found[name]
        if entry.size < self._cutoff:
            found = self._chain(entry.start, self._mini_fat, self._mini_sector)
        else:
            found = self._chain(entry.start, self._fat, self._sector)
        if len(found) < entry.size:
            raise refusals.damaged("fichier tronqué")
        return found[: entry.size]

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._bytes
        return self._data[start : start + self._bytes]

    def _mini_sector(self, number: int) -> bytes:
        return self._mini_stream[number * _MINI_BYTES : (number + 1) * _MINI_BYTES]

    def _chain(self, number: int, table: list[int], sector: Callable[[int], bytes]) -> bytes:
        """The sectors of a stream one after the other; a chain that comes back on itself is refused."""
        pieces: list[bytes] = []
        while number <= _LAST_SECTOR:
            if number >= len(table) or len(pieces) > len(table):
                raise refusals.damaged("chaînage")
            pieces.append(sector(number))
            number = table[number]
        return b"".join(pieces)

    def _read_fat(self, more: int) -> list[int]:
        """The table of chains, itself in sectors listed by the header, then by a chain of lists."""
        sectors = list(_HEADER_TABLE.unpack_from(self._data, 76))
        for _ in range(len(self._data) // self._bytes):
            if more > _LAST_SECTOR:
                break
            *listed, more = _numbers(self._sector(more)) or [_LAST_SECTOR + 1]
            sectors += listed
        fat: list[int] = []
        for sector in sectors[: len(self._data) // self._bytes]:
            if sector <= _LAST_SECTOR:
                fat += _numbers(self._sector(sector))
        return fat

    def _read_entries(self, directory: int) -> list[_Entry]:
        raw = self._chain(directory, self._fat, self._sector)
        entries = []
        for start in range(0, len(raw) - _ENTRY.size + 1, _ENTRY.size):
            name, name_bytes, kind, _, left, right, child, first, size = _ENTRY.unpack_from(raw, start)
            text = name[: max(0, min(name_bytes, 64) - 2)].decode("utf-16-le", "replace")
            entries.append(_Entry(text, kind, left, right, child, first, size & 0xFFFFFFFF))
        if not entries or entries[0].kind != _ROOT:
            raise refusals.damaged("répertoire")
        return entries


def _children(entries: list[_Entry]) -> list[_Entry]:
    """The root's own entries: a tree of brothers."""
    found, waiting, seen = [], [entries[0].child], set()
    while waiting:
        index = waiting.pop()
        if index >= len(entries) or index in seen:
            continue
        seen.add(index)
        entry = entries[index]
        waiting += (entry.left, entry.right)
        if entry.kind in (_STORAGE, _STREAM):
            found.append(entry)
    return found


def _numbers(raw: bytes) -> list[int]:
    return list(struct.unpack_from(f"<{len(raw) // 4}I", raw))
