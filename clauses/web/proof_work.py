"""What pages and programs share of proof documents: who may attach what, and the bytes of an upload."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from litestar.datastructures import UploadFile
from sqlalchemy import exists
from sqlmodel import Session, SQLModel, col, select

from clauses.access.parts import parts_of
from clauses.access.proofs import TABLES, person_of
from clauses.access.queries import ABSENT, KINDS, found, open_to
from clauses.accounts.matrix import Act, Resource
from clauses.accounts.rules import ActorKind
from clauses.accounts.scope import Scope
from clauses.errors import Conflict, NotFound
from clauses.files.papers import LARGEST, PaperForm, begun_as
from clauses.people.models import Person
from clauses.proofs.actions import attach
from clauses.proofs.rules import ProofKind, Subject
from clauses.sites.pictures import bare

LARGEST_BODY = LARGEST + 256_000
"""Bytes of a request that carries a document, and the fields beside it."""


PICTURES = frozenset({PaperForm.PNG, PaperForm.JPEG})
"""What a photograph is."""


def require_open(session: Session, scope: Scope, about: Subject, number: int) -> None:
    """Raises as `found` when the asker may not attach a document to this. A criterion is its person's.

    Whoever neither reads nor records criteria is told of none, whichever it is: an answer that changed from one to the
    other would say that an employee has a disability.
    """
    table, row = _place(session, about, number)
    found(session, scope, table, row, Act.CREATE, resource=Resource.PROOF)
    if about is not Subject.EVIDENCE or "criteria" in parts_of(session, scope, row):
        return
    if not open_to(session, scope, Person, row, Act.CREATE, resource=Resource.CRITERIA):
        raise NotFound(ABSENT)


def _place(session: Session, about: Subject, number: int) -> tuple[type[SQLModel], int]:
    """The row that says who may attach a document to this."""
    if about is not Subject.EVIDENCE:
        return TABLES[about], number
    person = person_of(session, number)
    if person is None:
        raise NotFound(ABSENT)
    return Person, person


def body_of(session: Session, scope: Scope, about: Subject, number: int) -> int | None:
    """The body for which a document is deposited; None for a Pôle, a structure, a référent, a prescripteur.

    Of those that somebody stands for, the one that sees the row. Raises ``Conflict`` when several do: the document
    would show to one that it is not of.
    """
    table, row = _place(session, about, number)
    reached = [
        standing
        for standing, grant in scope.rights(Resource.PROOF, Act.CREATE)
        if session.exec(
            select(exists().where(col(_key(table)) == row, KINDS[table].narrow(standing, grant.reach, scope.today)))
        ).one()
    ]
    own = {one.organisation_id for one in reached if one.kind in (ActorKind.E, ActorKind.O)}
    if not own or any(one.kind not in (ActorKind.E, ActorKind.O) for one in reached):
        return None
    if len(own) > 1:
        words = "Vous représentez plusieurs organismes qui voient ceci : la pièce ne dirait pas pour lequel."
        mend = "Demandez de la joindre à quelqu'un qui n'en représente qu'un."
        raise Conflict(f"{words} {mend}", code="proof.several_bodies")
    return own.pop()


def _key(table: type[SQLModel]) -> Any:
    return getattr(table, KINDS[table].key)


def content_of(file: UploadFile) -> bytes:
    """The bytes of an upload: one more than is kept at most, so that too many is seen."""
    return file.file.read(LARGEST + 1)


def keep(
    session: Session,
    scope: Scope,
    shelf: Path,
    file: UploadFile,
    *,
    about: tuple[Subject, int],
    kind: ProofKind,
    dated_on: date,
    valid_until: date | None = None,
) -> int:
    """Attaches an upload to what it establishes, once the asker is known to be allowed; its id."""
    require_open(session, scope, *about)
    content = content_of(file)
    if about[0] is Subject.MEETING and begun_as(content) in PICTURES:
        content = bare(content)  # where a photograph of a visit was taken is nobody's to read
    return attach(
        session,
        shelf,
        about=about[0],
        number=about[1],
        content=content,
        file_name=file.filename or "",
        kind=kind,
        dated_on=dated_on,
        valid_until=valid_until,
        organisation_id=body_of(session, scope, *about),
        today=scope.today,
        by=scope.author,
    )
