"""Documents attached, read, withdrawn. Each is signed and leaves its act in the journal; none commits."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel, col

from clauses import audit
from clauses.errors import Conflict, NotFound, Unusable
from clauses.files.actions import keep_bytes, shelf_place, stored_file
from clauses.files.destroyed import require_not_destroyed
from clauses.files.models import StoredFile
from clauses.files.papers import form_of
from clauses.people.models import Evidence
from clauses.proofs.models import Proof
from clauses.proofs.rules import ProofKind, Subject, fault, misplaced
from clauses.words import tidy


def attach(
    session: Session,
    shelf: Path,
    *,
    about: Subject,
    number: int,
    content: bytes,
    file_name: str,
    kind: ProofKind,
    dated_on: date,
    today: date,
    by: str,
    valid_until: date | None = None,
    organisation_id: int | None = None,
) -> int:
    """Keeps a document about a row; its id.

    Raises ``NotFound``; ``Unusable`` for bytes that are no document; ``Conflict`` for dates that cannot be, for what is
    never kept, and for a document that is there already. Nothing is written on the shelf before all of it holds.
    """
    table = SQLModel.metadata.tables[about.value]
    if session.execute(select(table.c.id).where(table.c.id == number)).first() is None:
        raise NotFound("Ce que cette pièce établit n'est pas enregistré.")
    evidence = session.get(Evidence, number) if about is Subject.EVIDENCE else None
    said = misplaced(about, kind) or fault(
        dated_on=dated_on,
        valid_until=valid_until,
        today=today,
        criterion=None if evidence is None else evidence.criterion,
    )
    if said is not None:
        code, words = said
        raise Conflict(words, code=code)
    form = form_of(content)
    row = Proof(
        kind=kind,
        form=form,
        stored_file_id=stored_file(session, keep_bytes(content, shelf)),
        file_name=tidy(Path(file_name.replace("\\", "/")).name)[-200:] or f"piece.{form.value}",
        dated_on=dated_on,
        valid_until=valid_until,
        organisation_id=organisation_id,
        author=by,
        at=datetime.now(UTC),
    )
    setattr(row, f"{about.value}_id", number)
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError as error:
        raise Conflict("Cette pièce est déjà jointe ici. Choisissez-en une autre.", code="proof.known") from error
    audit.record(session, "attach", by=by, subject="proof", subject_id=row.id, about=about.value, number=number)
    return int(row.id or 0)


def read(session: Session, shelf: Path, proof: Proof, *, by: str) -> bytes:
    """The bytes of a document, once who reads it is written in the journal.

    Raises ``Conflict`` for one that was withdrawn, ``NotFound`` for one destroyed at the end of its retention,
    ``Unusable`` when its file is no longer on the shelf.
    """
    if proof.withdrawn_at is not None:
        raise Conflict(
            "Cette pièce a été retirée : elle ne se lit plus. Joignez-la de nouveau s'il le faut.",
            code="proof.withdrawn",
        )
    sha256 = session.execute(
        select(col(StoredFile.sha256)).where(col(StoredFile.id) == proof.stored_file_id)
    ).scalar_one()
    place = shelf_place(shelf, sha256)
    if not place.is_file():
        require_not_destroyed(session, shelf, sha256)
        words = "Cette pièce n'est plus sur son étagère. Prévenez qui tient l'installation."
        raise Unusable(words, code="file.missing")
    audit.record(session, "read_proof", by=by, subject="proof", subject_id=proof.id)
    return place.read_bytes()


def withdraw(session: Session, proof: Proof, *, by: str) -> None:
    """Sets aside a document attached by mistake. Raises ``Conflict`` the second time."""
    session.refresh(proof, with_for_update=True)
    if proof.withdrawn_at is not None:
        raise Conflict("Cette pièce a déjà été retirée. Rechargez la page.", code="proof.withdrawn")
    proof.withdrawn_by, proof.withdrawn_at = by, datetime.now(UTC)
    session.add(proof)
    session.flush()
    audit.record(session, "withdraw", by=by, subject="proof", subject_id=proof.id)
