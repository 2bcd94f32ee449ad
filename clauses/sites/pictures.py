"""Pictures of signatures without what a camera adds: place, device, thumbnails, comments. Pure.

A phone reduces its photographs itself (a canvas keeps none of it); this is for those that come another way.
"""

from __future__ import annotations

from clauses.errors import Unusable
from clauses.files.papers import END, PNG_START, SCAN, PaperForm, begun_as, form_of, segments

_NOT_A_PICTURE = "L'image d'une signature est un PNG, un JPEG ou un PDF, lisible. Reprenez la photo."
_KEPT_CHUNKS = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"sRGB", b"pHYs"})
_APP0, _APP14, _APP15, _COMMENT = 0xE0, 0xEE, 0xEF, 0xFE


def bare(content: bytes) -> bytes:
    """The same picture without its metadata; a PDF as it is. Raises ``Unusable`` for what is cut, immense, not inert.

    What is judged is what is kept: some phones write a film after the end of a photograph, which is dropped first.
    """
    kept = _kept(content, begun_as(content))
    form_of(kept)
    return kept


def _kept(content: bytes, form: PaperForm | None) -> bytes:
    match form:
        case PaperForm.PNG:
            return _png(content)
        case PaperForm.JPEG:
            return _jpeg(content)
        case PaperForm.PDF:
            return content
        case None:
            raise Unusable(_NOT_A_PICTURE, code="sites.picture_form")


def _png(content: bytes) -> bytes:
    """Chunk by chunk (ISO 15948, 5.3): length, name, data, check; those that make the picture are kept."""
    parts, at = [PNG_START], len(PNG_START)
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
    """Segment by segment: applications but the first and Adobe's are dropped, comments too."""
    parts, scanned = [content[:2]], False
    for marker, start, end in segments(content):
        if not (_APP0 < marker <= _APP15 and marker != _APP14) and marker != _COMMENT:
            parts.append(content[start:end])
        if marker == END and scanned:
            return b"".join(parts)
        scanned = scanned or marker == SCAN
    raise Unusable(_NOT_A_PICTURE, code="sites.picture_form")
