"""Bytes of a document judged by what they are, never by their name: a PDF, a PNG or a JPEG, whole and inert. Pure."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Final

from clauses.errors import Unusable
from clauses.reference.rules import Labelled

LARGEST: Final = 10 << 20
"""Bytes of one document: a scan of some pages, a photograph."""

PNG_START: Final = b"\x89PNG\r\n\x1a\n"
SCAN: Final = 0xDA
END: Final = 0xD9
_MARKER: Final = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
"""What ends coded data: a marker that is neither a stuffed byte nor a restart."""
_TAIL: Final = 2048
"""Bytes at the end of a file within which its form says that it is over."""

_PIXELS: Final = 100_000_000
"""A photograph of a phone has fifty million; more is meant to exhaust whoever opens it."""

_INFLATED: Final = 20 << 20
_ACTIVE: Final = re.compile(
    rb"/(?:JavaScript|JS|Launch|EmbeddedFile|EmbeddedFiles|RichMedia|XFA|SubmitForm|ImportData|GoToE|GoToR)"
    rb"(?![A-Za-z0-9])"
)
_STREAMS: Final = re.compile(rb"/ObjStm(?:(?!endobj).){0,2000}?stream\r?\n", re.DOTALL)
_WRITTEN: Final = re.compile(rb"#([0-9A-Fa-f]{2})")


class PaperForm(Labelled):
    """What the bytes are: the only forms that are kept, because they can be told and looked through."""

    PDF = "pdf", "PDF"
    PNG = "png", "PNG"
    JPEG = "jpeg", "JPEG"


_STARTS: Final = ((b"%PDF-", PaperForm.PDF), (PNG_START, PaperForm.PNG), (b"\xff\xd8\xff", PaperForm.JPEG))
_SUFFIXES: Final = {PaperForm.PDF: "pdf", PaperForm.PNG: "png", PaperForm.JPEG: "jpg", None: "bin"}


def begun_as(content: bytes) -> PaperForm | None:
    """What the first bytes say that a document is, whole or not; None for any other form."""
    return next((form for start, form in _STARTS if content.startswith(start)), None)


def suffix_of(content: bytes) -> str:
    """The suffix of the file of a document, by its first bytes; « bin » for any other form."""
    return _SUFFIXES[begun_as(content)]


def form_of(content: bytes) -> PaperForm:
    """What a document is. Raises ``Unusable`` for what is too heavy, empty, cut, of another form, or not inert."""
    if not content:
        raise Unusable("Ce fichier est vide. Choisissez la pièce elle-même.", code="proof.empty")
    if len(content) > LARGEST:
        raise Unusable(
            f"Cette pièce dépasse {LARGEST >> 20} Mo. Réduisez-la, ou partagez-la en plusieurs.", code="proof.too_large"
        )
    form = begun_as(content)
    if form is None:
        raise Unusable("Une pièce est un PDF, un PNG ou un JPEG. Enregistrez-la ainsi, ou photographiez-la.",
                       code="proof.form")  # fmt: skip
    {PaperForm.PDF: _pdf, PaperForm.PNG: _png, PaperForm.JPEG: _jpeg}[form](content)
    return form


def segments(content: bytes) -> Iterator[tuple[int, int, int]]:
    """Each segment of a JPEG: its marker, where it starts, where it ends (ITU T.81, annex B); a scan with its data.

    Stops after the end of the picture, or where there is no whole segment.
    """
    at = 2
    while at + 2 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == 0xFF:  # a marker may be padded
            at += 1
            continue
        end = at + 2 + (0 if marker == END else int.from_bytes(content[at + 2 : at + 4]))
        if end > len(content):
            return
        if marker == SCAN:
            following = _MARKER.search(content, end)
            end = following.start() if following else len(content)
        yield marker, at, end
        if marker == END:
            return
        at = end


def _pdf(content: bytes) -> None:
    if b"%%EOF" not in content[-_TAIL:]:
        raise _cut()
    if re.search(rb"/Encrypt(?![A-Za-z0-9])", content):
        raise Unusable(
            "Ce PDF est protégé par un mot de passe : personne ne pourrait le relire. Enregistrez-le sans protection.",
            code="proof.encrypted",
        )
    for text in (content, *_inflated(content)):
        if _ACTIVE.search(_WRITTEN.sub(lambda found: bytes([int(found[1], 16)]), text)):
            raise Unusable(
                "Ce PDF contient un programme, un formulaire actif ou un fichier joint. Imprimez-le en PDF, "
                "puis déposez cette copie.",
                code="proof.active",
            )


def _inflated(content: bytes) -> list[bytes]:
    """Objects that a PDF keeps compressed: what it would run may hide there."""
    texts, left = [], _INFLATED
    for found in _STREAMS.finditer(content):
        unpacker = zlib.decompressobj()
        try:
            text = unpacker.decompress(content[found.end() :], left)
        except zlib.error:
            continue  # another coding, or none: what is not compressed was read as it is
        left -= len(text)
        if unpacker.unconsumed_tail or left <= 0:
            raise Unusable(
                "Ce PDF se déplie en bien plus que sa taille. Imprimez-le en PDF, puis déposez cette copie.",
                code="proof.bomb",
            )
        texts.append(text)
    return texts


def _png(content: bytes) -> None:
    if len(content) < 33 or content[12:16] != b"IHDR" or b"IEND" not in content[-_TAIL:]:
        raise _cut()
    _bounded(int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big"))


def _jpeg(content: bytes) -> None:
    if b"\xff\xd9" not in content[-_TAIL:]:
        raise _cut()
    for marker, start, end in segments(content):
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):  # the frame says how large the picture is
            if end - start < 9:
                break
            high, wide = content[start + 5 : start + 7], content[start + 7 : start + 9]
            _bounded(int.from_bytes(wide, "big"), int.from_bytes(high, "big"))
            return
    raise _cut()


def _bounded(width: int, height: int) -> None:
    if not 0 < width * height <= _PIXELS:
        raise Unusable(
            "Cette image est démesurée, ou sans étendue. Photographiez la pièce à nouveau.", code="proof.picture"
        )


def _cut() -> Unusable:
    return Unusable(
        "Cette pièce est incomplète ou abîmée. Enregistrez-la à nouveau, puis déposez-la.", code="proof.cut"
    )
