"""Pictures small enough for a test, and whole: a reader opens them."""

import zlib


def chunk(name: bytes, data: bytes) -> bytes:
    """A chunk of a PNG: its length, its name, its data, its check."""
    return len(data).to_bytes(4) + name + data + zlib.crc32(name + data).to_bytes(4)


def picture(*more: bytes, side: int = 1) -> bytes:
    """One white point, as PNG; ``more``: chunks added after its header; ``side``: points of a side that it claims."""
    header = side.to_bytes(4) + side.to_bytes(4) + bytes((8, 0, 0, 0, 0))
    parts = [chunk(b"IHDR", header), *more, chunk(b"IDAT", zlib.compress(b"\x00\xff")), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def segment(marker: int, data: bytes) -> bytes:
    """A segment of a JPEG."""
    return bytes((0xFF, marker)) + (len(data) + 2).to_bytes(2) + data


def photograph(*more: bytes, side: int = 1) -> bytes:
    """The bones of a JPEG: what a reader of segments sees; ``more``: segments added after the first."""
    frame = segment(0xC0, b"\x08" + side.to_bytes(2) * 2 + b"\x01\x01\x11\x00")
    start = b"\xff\xd8" + segment(0xE0, b"JFIF\x00")
    scan = segment(0xDA, b"\x01") + b"\x12\xff\x00\x34\xff\xd0\x56"
    again = segment(0xC4, b"\xff\xd9") + segment(0xDA, b"\x02") + b"\x78"
    return start + b"".join(more) + frame + scan + again + b"\xff\xd9"
