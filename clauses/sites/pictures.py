"""Pictures of signatures without what a camera adds: place, device, thumbnails, comments. Pure.

A phone reduces its photographs itself (a canvas keeps none of it); this is for those that come another way.
"""

from __future__ import annotations

from clauses.errors import Unusable
from clauses.files.papers import form_of

PNG, JPEG, PDF = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"%PDF-"
_NOT_A_PICTURE = "L'image d'une signature est un PNG, un JPEG ou un PDF, lisible. Reprenez la photo."
_KEPT_CHUNKS = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"sRGB", b"pHYs"})
_APP0, _APP14, _APP15, _COMMENT, _SCAN, _END = 0xE0, 0xEE, 0xEF, 0xFE, 0xDA, 0xD9


def bare(content: bytes) -> bytes:
    """The same picture without its metadata; a PDF as it is, when it is whole and inert. Raises ``Unusable``."""
    if content.startswith(PNG):
        return _png(content)
    if content.startswith(JPEG):
        return _jpeg(content)
    if content.startswith(PDF):
        form_of(content)
        return content
    raise Unusable(_NOT_A_PICTURE, code="sites.picture_form")


def _png(content: bytes) -> bytes:
    """Chunk by chunk (ISO 15948, 5.3): length, name, data, check; those that make the picture are kept."""
    parts, at = [PNG], len(PNG)
    while at + 12 <= len(content):
        end = at + 12 + int.from_bytes(content[at : at + 4])
        name = content[at + 4 : at + 8]
        if end > len(content):
            break
        if name in _KEPT_CHUNKS:
            parts.append(content[at:end])
        if name == b"IEND":
            return b"".join(parts)
        at = end
    raise Unusable(_NOT_A_PICTURE, code="sites.picture_form")


def _jpeg(content: bytes) -> bytes:
    """Segment by segment (ITU T.81, annex B): applications but the first and Adobe's are dropped, comments too."""
    parts, at = [content[:2]], 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == 0xFF:  # a marker may be padded
            at += 1
            continue
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4])
        if end > len(content):
            break
        if not (_APP0 < marker <= _APP15 and marker != _APP14) and marker != _COMMENT:
            parts.append(content[at:end])
        if marker == _SCAN:
            at = _end_of_scan(content, end)
            parts.append(content[end:at])
            if content[at : at + 2] == bytes((0xFF, _END)):
                return b"".join([*parts, content[at : at + 2]])
        else:
            at = end
    raise Unusable(_NOT_A_PICTURE, code="sites.picture_form")


def _end_of_scan(content: bytes, at: int) -> int:
    """Where the coded data stops: at a marker that is neither a stuffed byte nor a restart."""
    while (at := content.find(b"\xff", at)) != -1 and at + 1 < len(content):
        following = content[at + 1]
        if following not in (0x00, 0xFF) and not 0xD0 <= following <= 0xD7:
            return at
        at += 1 if following == 0xFF else 2
    return len(content)
