"""Zip archives as programs make them, and as nobody should."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

STORED, DEFLATED = 0, 8


def zipped(parts: Mapping[str, bytes], *, method: int = DEFLATED) -> bytes:
    """An honest archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 5, 1, 12, 0, 0)), data, method)
    return buffer.getvalue()


@dataclass(frozen=True)
class Entry:
    """An entry that may lie: None says the truth."""

    name: str
    data: bytes
    method: int = DEFLATED
    flags: int = 0
    size: int | None = None
    checksum: int | None = None
    local_name: str | None = None
    local_method: int | None = None
    body: bytes | None = None
    offset: int | None = None
    """Where the directory says that it stands."""


def raw_zip(entries: Sequence[Entry], *, comment: bytes = b"", before: bytes = b"") -> bytes:
    """An archive written field by field (APPNOTE 4.3)."""
    content, directory = bytearray(before), bytearray()
    for entry in entries:
        body = entry.body
        if body is None:
            body = entry.data if entry.method == STORED else deflated(entry.data)
        size = len(entry.data) if entry.size is None else entry.size
        checksum = zlib.crc32(entry.data) if entry.checksum is None else entry.checksum
        name, local_name = entry.name.encode(), (entry.local_name or entry.name).encode()
        local_method = entry.method if entry.local_method is None else entry.local_method
        offset = len(content) if entry.offset is None else entry.offset
        common = (0, 0x5821, checksum, len(body), size)
        content += struct.pack("<4s5H3L2H", b"PK\3\4", 20, entry.flags, local_method, *common, len(local_name), 0)
        content += local_name + body
        directory += struct.pack(
            "<4s6H3L5H2L", b"PK\1\2", 20, 20, entry.flags, entry.method, *common, len(name), 0, 0, 0, 0, 0, offset
        )
        directory += name
    ending = (0, 0, len(entries), len(entries), len(directory), len(content), len(comment))
    return bytes(content + directory) + struct.pack("<4s4H2LH", b"PK\5\6", *ending) + comment


def deflated(data: bytes) -> bytes:
    """Raw deflate."""
    deflater = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return deflater.compress(data) + deflater.flush()


def deflated_zeros(megabytes: int, filling: bytes = b" ") -> tuple[bytes, int, int]:
    """Deflate stream, size and checksum of so many megabytes of one byte, without ever holding them."""
    deflater = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    piece, checksum, out = filling * 1_000_000, 0, []
    for _ in range(megabytes):
        checksum = zlib.crc32(piece, checksum)
        out.append(deflater.compress(piece))
    out.append(deflater.flush())
    return b"".join(out), megabytes * 1_000_000, checksum
