"""Proof documents, for programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from litestar import Response
from litestar.datastructures import UploadFile
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery
from sqlmodel import Session

from clauses.access.lists import Wanted
from clauses.access.proofs import papers
from clauses.access.queries import found
from clauses.accounts.matrix import Act, Resource
from clauses.accounts.scope import Scope
from clauses.db import writing
from clauses.errors import Invalid
from clauses.files.papers import PaperForm
from clauses.proofs.actions import read, withdraw
from clauses.proofs.models import Proof
from clauses.proofs.rules import ProofKind, Subject
from clauses.web.api_parts import (
    FILE,
    AnyRequest,
    Cursor,
    Limit,
    Listing,
    Shown,
    Sort,
    acts,
    adds,
    one,
    page,
    shows,
)
from clauses.web.attached import handed_back
from clauses.web.days import day_said
from clauses.web.proof_work import LARGEST_BODY, keep
from clauses.web.rule import every, on
from clauses.web.sound import LARGEST_NUMBER
from clauses.web.visitors import asker, place_of

TAG = "Pièces justificatives"


class ProofShown(Shown):
    """A document. Of one that may tell of health, neither the kind nor the name: reading it is written."""

    id: int
    about: Subject
    number: int
    kind: ProofKind | None
    form: PaperForm
    file_name: str | None
    dated_on: date
    valid_until: date | None
    author: str
    at: datetime
    withdrawn_at: datetime | None


@dataclass
class ProofForm:
    """A document to attach: what it establishes (``about`` and its ``number``), what it is, its dates."""

    about: Subject
    number: int
    kind: ProofKind
    dated_on: str
    file: UploadFile
    valid_until: str | None = None


def proofs_shown(session: Session, scope: Scope, rows: Sequence[Proof]) -> list[ProofShown]:
    """Documents as the API tells them."""
    return [
        ProofShown(
            id=paper.proof.id or 0,
            about=paper.about,
            number=paper.number,
            kind=None if paper.hidden else paper.proof.kind,
            form=paper.proof.form,
            file_name=None if paper.hidden else paper.proof.file_name,
            dated_on=paper.proof.dated_on,
            valid_until=paper.proof.valid_until,
            author=paper.proof.author,
            at=paper.proof.at,
            withdrawn_at=paper.proof.withdrawn_at,
        )
        for paper in papers(session, scope, rows)
    ]


@shows("/api/proofs", every(Resource.PROOF), TAG)
def list_proofs(
    request: AnyRequest,
    sort: Sort = "-dated_on",
    cursor: Cursor = "",
    limit: Limit = 50,
    evidence_id: FromQuery[int | None] = None,
    contract_id: FromQuery[int | None] = None,
    declaration_id: FromQuery[int | None] = None,
    exit_id: FromQuery[int | None] = None,
    meeting_id: FromQuery[int | None] = None,
    person_id: FromQuery[int | None] = None,
) -> Listing[ProofShown]:
    """Les pièces que l'on peut lire, les plus récentes d'abord."""
    filters = {
        "evidence_id": evidence_id,
        "contract_id": contract_id,
        "declaration_id": declaration_id,
        "exit_id": exit_id,
        "meeting_id": meeting_id,
        "person_id": person_id,
    }
    return page(request, Proof, proofs_shown, Wanted("", sort, cursor, limit, filters))


@shows("/api/proofs/{number:int}", on(Proof, "number"), TAG)
def get_proof(request: AnyRequest, number: FromPath[int]) -> Response[ProofShown]:
    """Une pièce."""
    return one(request, Proof, number, proofs_shown)


@shows("/api/proofs/{number:int}/file", on(Proof, "number"), TAG, media_type=FILE)
def get_file(request: AnyRequest, number: FromPath[int]) -> Response[bytes]:
    """Le document, toujours en pièce jointe. Chaque lecture est journalisée."""
    scope, place = asker(request), place_of(request)
    with writing(place.engine) as session:
        row = found(session, scope, Proof, number)
        content, name = read(session, place.settings.files, row, by=scope.author), row.file_name
    return handed_back(content, name)


@adds("/api/proofs", every(Resource.PROOF, Act.CREATE), TAG, request_max_body_size=LARGEST_BODY)
def create_proof(
    request: AnyRequest, data: Annotated[ProofForm, Body(media_type=RequestEncodingType.MULTI_PART)]
) -> Response[ProofShown]:
    """Joint un document : un PDF, un PNG ou un JPEG de 10 Mo au plus, jugé par son contenu."""
    scope, place = asker(request), place_of(request)
    if not 1 <= data.number <= LARGEST_NUMBER:
        raise Invalid(
            "« number » n'est pas le numéro d'une ligne. Donnez celui de ce que la pièce établit.", field="number"
        )
    dated_on = _day(data.dated_on, "dated_on")
    if dated_on is None:
        raise Invalid("Donnez la date de la pièce.", field="dated_on")
    with writing(place.engine) as session:
        number = keep(
            session,
            scope,
            place.settings.files,
            data.file,
            about=(data.about, data.number),
            kind=data.kind,
            dated_on=dated_on,
            valid_until=_day(data.valid_until, "valid_until"),
        )
        (shown,) = proofs_shown(session, scope, [session.get_one(Proof, number)])
    return Response(shown, status_code=201, headers={"Location": f"/api/proofs/{number}"})


def _day(text: str | None, name: str) -> date | None:
    if not text:
        return None
    day = day_said(text)
    if day is None:
        raise Invalid("Cette date n'est pas lisible : écrivez par exemple 2024-03-31.", field=name)
    return day


@acts("/api/proofs/{number:int}/withdraw", on(Proof, "number", Act.CREATE), TAG)
def withdraw_proof(request: AnyRequest, number: FromPath[int]) -> Response[ProofShown]:
    """Retire un document joint par erreur : plus personne ne le lit, et qu'il fut là reste lisible."""
    scope = asker(request)
    with writing(place_of(request).engine) as session:
        row = found(session, scope, Proof, number, Act.CREATE)
        withdraw(session, row, by=scope.author)
        (shown,) = proofs_shown(session, scope, [row])
    return Response(shown)


HANDLERS = [list_proofs, get_proof, get_file, create_proof, withdraw_proof]
