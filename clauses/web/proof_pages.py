"""Proof documents of a person, a contract, a declaration, an exit, a meeting: listed, attached, read, withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any

from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath
from litestar.response import Redirect, Template
from sqlalchemy import ColumnElement
from sqlmodel import Session, SQLModel, col, select

from clauses.access.parts import parts_of
from clauses.access.proofs import TABLES, about, of_person, papers
from clauses.access.queries import found, narrowed
from clauses.accounts.matrix import Act, Resource
from clauses.accounts.scope import Scope
from clauses.dates import french_day
from clauses.db import reading, writing
from clauses.errors import ClausesError, Forbidden, NotFound
from clauses.hours.models import Contract
from clauses.pathways.models import Exit
from clauses.people.models import Evidence, Person
from clauses.people.publics import PROTECTED
from clauses.proofs.actions import read, withdraw
from clauses.proofs.models import Proof
from clauses.proofs.rules import ENDS_FIRST, JUSTICE, MISPLACED, TO_COME, ProofKind, Subject
from clauses.web.attached import handed_back
from clauses.web.days import day_typed
from clauses.web.proof_work import LARGEST_BODY, keep
from clauses.web.rule import on
from clauses.web.sign_in_pages import field as text_of
from clauses.web.visitors import asker, place_of

AnyRequest = Request[Any, Any, Any]
Upload = Annotated[dict[str, Any], Body(media_type=RequestEncodingType.MULTI_PART)]
FIELDS = ("etablit", "sorte", "date", "fin")
_MEDIA = {"pdf": "application/pdf", "png": "image/png", "jpeg": "image/jpeg"}


@dataclass(frozen=True)
class Folder:
    """The documents of one thing. ``choices``: what a new one may establish, one where the page says it already."""

    title: str
    address: str
    back: tuple[str, str]
    shown: ColumnElement[bool]
    choices: Sequence[tuple[str, str]] = field(default_factory=tuple)


def _folder_of_person(session: Session, scope: Scope, number: int) -> Folder:
    person = found(session, scope, Person, number)
    name = f"{person.first_name} {person.last_name}"
    own = session.exec(narrowed(scope, Contract).where(col(Contract.person_id) == number)).all()
    left = session.exec(narrowed(scope, Exit).where(col(Exit.person_id) == number)).all()
    choices = [
        (f"person:{number}", Subject.PERSON.label),
        *(_criteria(session, number) if "criteria" in parts_of(session, scope, number) else []),
        *((f"contract:{one.id}", f"{one.kind.label} du {french_day(one.starts_on)}") for one in own),
        *((f"exit:{one.id}", f"Sortie du {french_day(one.exited_on)}") for one in left),
    ]
    address = f"/personnes/{number}"
    return Folder(f"Pièces de {name}", f"{address}/pieces", (address, name), of_person(number), choices)


def _criteria(session: Session, person_id: int) -> list[tuple[str, str]]:
    """Criteria recorded of somebody; of those that tell of health, the day alone."""
    rows = session.exec(
        select(Evidence).where(col(Evidence.person_id) == person_id, col(Evidence.withdrawn_at).is_(None))
    ).all()
    return [(f"evidence:{row.id}", f"{_said(row)}, vu le {french_day(row.evidence_on)}") for row in rows]


def _said(row: Evidence) -> str:
    return "Critère protégé" if row.criterion in PROTECTED else row.criterion.label


_PLACES: dict[Subject, tuple[str, str]] = {
    Subject.CONTRACT: ("contrats", "Pièces du contrat n° {}"),
    Subject.DECLARATION: ("declarations", "Pièces de la déclaration n° {}"),
    Subject.EXIT: ("sorties", "Pièces de la sortie n° {}"),
    Subject.MEETING: ("rencontres", "Pièces de la rencontre n° {}"),
}


def _folder_of(session: Session, scope: Scope, subject: Subject, number: int) -> Folder:
    row = found(session, scope, TABLES[subject], number)
    place, title = _PLACES[subject]
    person = getattr(row, "person_id", None)
    back = (f"/personnes/{person}", "Dossier de la personne") if person is not None else ("/", "Accueil")
    shown = col(getattr(Proof, f"{subject.value}_id")) == number
    choice = (f"{subject.value}:{number}", subject.label)
    return Folder(title.format(number), f"/{place}/{number}/pieces", back, shown, [choice])


def _page(
    session: Session, scope: Scope, folder: Folder, given: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
) -> Template:  # fmt: skip
    rows = session.exec(narrowed(scope, Proof).where(folder.shown).order_by(col(Proof.dated_on).desc(), col(Proof.id)))
    listed = papers(session, scope, rows.all())
    mine = narrowed(scope, Proof, Act.CREATE).where(folder.shown)
    withdrawable = {row.id for row in session.exec(mine)}
    context = {
        "folder": folder,
        "papers": [paper for paper in listed if paper.proof.withdrawn_at is None],
        "gone": [paper for paper in listed if paper.proof.withdrawn_at is not None],
        "withdrawable": withdrawable,
        "adds": bool(folder.choices) and scope.may(Resource.PROOF, Act.CREATE),
        "kinds": list(ProofKind),
        "given": given or dict.fromkeys(FIELDS, ""),
        "errors": errors or {},
        "on": scope.today,
    }
    session.expunge_all()  # the page is written after the session ends
    return Template("proofs/list.html", context=context, status_code=422 if errors else 200)


_FIELDS_AT_FAULT = {TO_COME: "date", ENDS_FIRST: "fin", JUSTICE: "etablit", MISPLACED: "sorte"}
"""The field at which a refusal is said, by its code: the document itself for the others."""


def _added(request: AnyRequest, data: dict[str, Any], folder_of: Any) -> Response[Any]:
    """Attaches what the form gives, or shows it again with what is to be mended."""
    scope, place = asker(request), place_of(request)
    given = {name: text_of(data, name).strip()[:80] for name in FIELDS}
    with writing(place.engine) as session:
        folder = folder_of(session, scope)
        if not given["etablit"] and len(folder.choices) == 1:
            given["etablit"] = folder.choices[0][0]
        file, dated_on, valid_until = data.get("fichier"), day_typed(given["date"]), day_typed(given["fin"])
        errors = _mended(given, folder, file)
        if not errors and isinstance(file, UploadFile) and dated_on is not None:
            subject, _, number = given["etablit"].partition(":")
            try:
                keep(
                    session,
                    scope,
                    place.settings.files,
                    file,
                    about=(Subject(subject), int(number)),
                    kind=ProofKind(given["sorte"]),
                    dated_on=dated_on,
                    valid_until=valid_until,
                )
            except (NotFound, Forbidden):
                raise
            except ClausesError as refused:
                errors = {_FIELDS_AT_FAULT.get(refused.code, "fichier"): refused.message}
        if errors:
            return _page(session, scope, folder, given, errors)
    return Redirect(folder.address, status_code=303)


def _mended(given: dict[str, str], folder: Folder, file: Any) -> dict[str, str]:
    errors: dict[str, str] = {}
    if given["etablit"] not in {code for code, _ in folder.choices}:
        errors["etablit"] = "Choisissez ce que la pièce établit."
    if given["sorte"] not in set(ProofKind):
        errors["sorte"] = "Choisissez la sorte de pièce."
    if day_typed(given["date"]) is None:
        errors["date"] = "Donnez la date écrite sur la pièce."
    if given["fin"] and day_typed(given["fin"]) is None:
        errors["fin"] = "Ce n'est pas une date. Choisissez-la dans le calendrier, ou laissez vide."
    if not isinstance(file, UploadFile) or not file.filename:
        errors["fichier"] = "Choisissez la pièce : un PDF, un PNG ou un JPEG de 10 Mo au plus."
    return errors


def _handlers(path: str, table: type[SQLModel], folder_of: Any) -> list[Any]:
    """The page of the documents of a thing, and where a new one is sent."""

    @get(path, rule=on(table, "number", resource=Resource.PROOF, programs=False), sync_to_thread=True)
    def folder(request: AnyRequest, number: FromPath[int]) -> Template:
        scope = asker(request)
        with reading(place_of(request).engine) as session:
            return _page(session, scope, folder_of(session, scope, number))

    @post(
        path,
        rule=on(table, "number", Act.CREATE, resource=Resource.PROOF, programs=False),
        sync_to_thread=True,
        status_code=200,
        request_max_body_size=LARGEST_BODY,
    )
    def add(request: AnyRequest, number: FromPath[int], data: Upload) -> Response[Any]:
        return _added(request, data, lambda session, scope: folder_of(session, scope, number))

    return [folder, add]


def _of(subject: Subject) -> Any:
    return lambda session, scope, number: _folder_of(session, scope, subject, number)


@get("/pieces/{proof_id:int}", rule=on(Proof, "proof_id", programs=False), sync_to_thread=True)
def download(request: AnyRequest, proof_id: FromPath[int]) -> Response[bytes]:
    """The document, to download; who read it is written in the journal first."""
    scope, place = asker(request), place_of(request)
    with writing(place.engine) as session:
        row = found(session, scope, Proof, proof_id)
        content, name, form = read(session, place.settings.files, row, by=scope.author), row.file_name, row.form.value
    return handed_back(content, name, _MEDIA[form])


@post(
    "/pieces/{proof_id:int}/retrait",
    rule=on(Proof, "proof_id", Act.CREATE, programs=False),
    sync_to_thread=True,
    status_code=200,
)
def set_aside(request: AnyRequest, proof_id: FromPath[int]) -> Redirect:
    """Withdraws a document attached by mistake: nobody reads it any more."""
    scope = asker(request)
    with writing(place_of(request).engine) as session:
        row = found(session, scope, Proof, proof_id, Act.CREATE)
        withdraw(session, row, by=scope.author)
        subject, number = about(row)
        person = number if subject is Subject.PERSON else None
        if subject is Subject.EVIDENCE:
            person = session.get_one(Evidence, number).person_id
    address = f"/personnes/{person}/pieces" if person is not None else f"/{_PLACES[subject][0]}/{number}/pieces"
    return Redirect(address, status_code=303)


HANDLERS = [
    *_handlers("/personnes/{number:int}/pieces", Person, _folder_of_person),
    *(
        handler
        for subject, (place, _) in _PLACES.items()
        for handler in _handlers(f"/{place}/{{number:int}}/pieces", TABLES[subject], _of(subject))
    ),
    download,
    set_aside,
]
