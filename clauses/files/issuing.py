"""Documents issued: numbered, frozen under their hash, told true from false by a code.

The code is drawn, not computed: computed from what the document says, it would let anybody who guesses a person's hours
have the guess confirmed.
"""

import secrets
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlmodel import Session, col, func, select

from clauses import audit
from clauses.db import one_at_a_time
from clauses.errors import NotFound
from clauses.files.actions import keep_bytes, shelf_place, stored_file
from clauses.files.destroyed import require_not_destroyed
from clauses.files.models import IssuedDocument, StoredFile
from clauses.files.rules import DocumentKind

_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Figures and letters that a hand does not mistake for one another (Crockford's base 32): 16 of them are 80 bits."""

_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None, "\u00a0": None, "\u202f": None})
_LETTERS = {
    DocumentKind.HOURS: "AH",
    DocumentKind.FOLLOW_UP: "FS",
    DocumentKind.ACTIVITY_SHEET: "FA",
    DocumentKind.OPERATOR_REPORT: "BO",
    DocumentKind.MARKET_STATE: "EM",
    DocumentKind.CLOSING: "AC",
}


@dataclass(frozen=True)
class Issued:
    """A document as it left. ``content`` are its frozen bytes; ``new`` is False when it had been issued before."""

    id: int
    number: str
    code: str
    content: bytes
    new: bool


def issue(
    session: Session,
    shelf: Path,
    *,
    kind: DocumentKind,
    fingerprint: str,
    render: Callable[[str, str], bytes],
    by: str,
    people: Collection[int] = (),
) -> Issued:
    """Numbers, renders and freezes a document, or gives back the one issued with the same ``fingerprint``.

    ``render`` makes the bytes from the number and the code (in groups of four) that the document must bear. ``people``
    are those whom it names: the journal keeps their numbers, by which it is destroyed with the last of them. Raises
    ``NotFound`` when the frozen bytes are no longer on the shelf.
    """
    one_at_a_time(session)
    before = issued_before(session, shelf, kind=kind, fingerprint=fingerprint)
    if before is not None:
        return before
    now = datetime.now(UTC)
    number, code = _number(session, kind, now.year), "".join(secrets.choice(_SIGNS) for _ in range(16))
    content = render(number, grouped_code(code))
    kept = keep_bytes(content, shelf, number)
    made = IssuedDocument(
        kind=kind,
        number=number,
        code=code,
        fingerprint=fingerprint,
        stored_file_id=stored_file(session, kept),
        issued_by=by,
        issued_at=now,
    )
    session.add(made)
    session.flush()
    audit.record(
        session, "issue", by=by, subject="issued_document", subject_id=made.id, kind=kind.value, sha256=kept.sha256,
        people=sorted(people),
    )  # fmt: skip
    return Issued(made.id or 0, number, code, content, new=True)


def issued_before(session: Session, shelf: Path, *, kind: DocumentKind, fingerprint: str) -> Issued | None:
    """The document issued with that ``fingerprint``, None where none was. Raises ``NotFound`` as ``issue`` does."""
    before = session.exec(
        select(IssuedDocument, StoredFile.sha256)
        .join(StoredFile, col(StoredFile.id) == col(IssuedDocument.stored_file_id))
        .where(col(IssuedDocument.kind) == kind, col(IssuedDocument.fingerprint) == fingerprint)
    ).first()
    if before is None:
        return None
    row, sha256 = before
    require_not_destroyed(session, shelf, sha256)
    return Issued(row.id or 0, row.number, row.code, _frozen(shelf, sha256, row.number), new=False)


def number_issued(session: Session, *, kind: DocumentKind, fingerprint: str) -> str | None:
    """The number of the document issued with that ``fingerprint``, None where none was."""
    asked = (col(IssuedDocument.kind) == kind, col(IssuedDocument.fingerprint) == fingerprint)
    return session.exec(select(IssuedDocument.number).where(*asked)).first()


def _frozen(shelf: Path, sha256: str, number: str) -> bytes:
    place = shelf_place(shelf, sha256)
    if not place.is_file():
        raise NotFound(f"Le document {number} a disparu de {shelf}. Restaurez une sauvegarde.")
    return place.read_bytes()


def _number(session: Session, kind: DocumentKind, year: int) -> str:
    """« AH-2026-000012 »: the next of its kind and year."""
    start = f"{_LETTERS[kind]}-{year}-"
    last = session.exec(
        select(func.max(IssuedDocument.number)).where(col(IssuedDocument.number).startswith(start))
    ).one()
    return f"{start}{int((last or '0').rpartition('-')[2]) + 1:06d}"


def grouped_code(code: str) -> str:
    """« 7K2M-9QXA-… »: four groups of four."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def is_valid(session: Session, code: str, *, sha256: str | None = None) -> bool:
    """Whether a document bears that code; with ``sha256``, whether its file is that one too. Nothing else is said."""
    asked = code.strip().upper().translate(_MISREAD)
    stated = select(StoredFile.sha256).join(IssuedDocument, col(IssuedDocument.stored_file_id) == col(StoredFile.id))
    kept = session.exec(stated.where(col(IssuedDocument.code) == asked)).first()
    return kept is not None and (sha256 is None or kept == sha256)
