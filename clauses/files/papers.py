"""Bytes of a document judged by what they are, never by their name: a PDF, a PNG or a JPEG, whole and inert. Pure."""

from __future__ import annotations

import re
import zlib
from typing import Final

from clauses.errors import Unusable
from clauses.reference.rules import Labelled

LARGEST: Final = 10 << 20
"""Bytes of one document: a scan of some pages, a photograph."""

_PDF, _PNG, _JPEG = b"%PDF-", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
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


def form_of(content: bytes) -> PaperForm:
    """What a document is. Raises ``Unusable`` for what is too heavy, empty, cut, of another form, or not inert."""
    if not content:
        raise Unusable("Ce fichier est vide. Choisissez la pièce elle-même.", code="proof.empty")
    if len(content) > LARGEST:
        raise Unusable(
            f"Cette pièce dépasse {LARGEST >> 20} Mo. Réduisez-la, ou partagez-la en plusieurs.", code="proof.too_large"
        )
    for start, form, check in (
        (_PDF, PaperForm.PDF, _pdf),
        (_PNG, PaperForm.PNG, _png),
        (_JPEG, PaperForm.JPEG, _jpeg),
    ):
        if content.startswith(start):
            check(content)
            return form
    raise Unusable("Une pièce est un PDF, un PNG ou un JPEG. Enregistrez-la ainsi, ou photographiez-la.",
                   code="proof.form")  # fmt: skip


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
    place = 2
    while place + 9 < len(content) and content[place] == 0xFF:
        marker, length = content[place + 1], int.from_bytes(content[place + 2 : place + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):  # the frame says how large the picture is
            high, wide = content[place + 5 : place + 7], content[place + 7 : place + 9]
            _bounded(int.from_bytes(wide, "big"), int.from_bytes(high, "big"))
            return
        place += 2 + length
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
