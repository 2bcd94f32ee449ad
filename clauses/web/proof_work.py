"""What pages and programs share of proof documents: who may attach what, and the bytes of an upload."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from litestar.datastructures import UploadFile
from sqlmodel import Session

from clauses.access.proofs import TABLES, person_of
from clauses.access.queries import ABSENT, found
from clauses.accounts.matrix import Act, Resource
from clauses.accounts.rules import ActorKind
from clauses.accounts.scope import Scope
from clauses.errors import NotFound
from clauses.people.models import Person
from clauses.proofs.actions import attach
from clauses.proofs.rules import LARGEST, ProofKind, Subject

LARGEST_BODY = LARGEST + 256_000
"""Bytes of a request that carries a document, and the fields beside it."""


def require_open(session: Session, scope: Scope, about: Subject, number: int) -> None:
    """Raises as `found` when the asker may not attach a document to this. A criterion is its person's."""
    if about is Subject.EVIDENCE:
        person = person_of(session, number)
        if person is None:
            raise NotFound(ABSENT)
        found(session, scope, Person, person, Act.CREATE, resource=Resource.PROOF)
    else:
        found(session, scope, TABLES[about], number, Act.CREATE, resource=Resource.PROOF)


def body_of(scope: Scope) -> int | None:
    """The body for which a document is deposited; None for a Pôle, a structure, a référent, a prescripteur."""
    standings = [standing for standing, _ in scope.rights(Resource.PROOF, Act.CREATE)]
    own = [one.organisation_id for one in standings if one.kind in (ActorKind.E, ActorKind.O)]
    return own[0] if own and len(own) == len(standings) else None


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
    return attach(
        session,
        shelf,
        about=about[0],
        number=about[1],
        content=content_of(file),
        file_name=file.filename or "",
        kind=kind,
        dated_on=dated_on,
        valid_until=valid_until,
        organisation_id=body_of(scope),
        today=scope.today,
        by=scope.author,
    )
