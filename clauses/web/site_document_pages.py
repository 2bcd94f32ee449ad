"""Documents of the follow-up: working copies to have signed, fiches and bilans delivered, archives of a control."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Template
from sqlmodel import Session

from clauses import audit
from clauses.access.followed import WHOLE, followed
from clauses.access.queries import ABSENT, found, within
from clauses.access.sites import kinds_on
from clauses.accounts.matrix import Act, Resource
from clauses.accounts.scope import Scope
from clauses.db import reading, writing
from clauses.errors import NotFound
from clauses.files.rules import DocumentKind
from clauses.proofs.models import Proof
from clauses.reports.control_papers import deposited
from clauses.reports.documents.as_docx import docx_bytes
from clauses.reports.documents.as_pdf import pdf_bytes
from clauses.reports.documents.content import Document
from clauses.reports.documents.issued import NOT_ISSUED, issue_pdf, issued_pdf
from clauses.reports.documents.operator_report import operator_report
from clauses.reports.documents.site_documents import activity_sheet, attendance_sheet, follow_up_sheet
from clauses.reports.site_controls import controlled, said
from clauses.sites.controls import drawn
from clauses.sites.facts import Objectives
from clauses.sites.models import ActivitySheet, FollowUp, Meeting, OperatorAction
from clauses.sites.reading import read_action
from clauses.web import site_reads
from clauses.web.attached import attached
from clauses.web.rule import every, on
from clauses.web.sign_in_pages import Form
from clauses.web.site_follow_up_pages import fiche_of, of_fiche
from clauses.web.site_mission_pages import of_sheet, sheet_of
from clauses.web.site_pages import common
from clauses.web.typed_fields import Typed, kept
from clauses.web.visitors import asker, place_of

AnyRequest = Request[Any, Any, Any]
_MOST_DRAWN: Final = 50


@dataclass(frozen=True)
class _Paper:
    """A fiche as a document, under the name of its file; ``subject`` and ``number`` are the row that it is of,
    ``person_id`` is whom it names."""

    made: Document
    kind: DocumentKind
    name: str
    subject: str
    number: int
    person_id: int


@get("/suivi/rencontres/{meeting_id:int}/emargement", rule=on(Meeting, "meeting_id", programs=False),
     sync_to_thread=True)  # fmt: skip
def sheet_to_sign(request: AnyRequest, meeting_id: FromPath[int]) -> Response[bytes]:
    """The feuille d'émargement, to have signed or already signed, with the people whom one sees."""
    scope = asker(request)
    with writing(place_of(request).engine) as session:
        seen = followed(session, scope, site_reads.action_of_meeting(session, meeting_id), scope.today)
        held, _ = seen.meeting(meeting_id)
        audit.record(session, "export", by=scope.author, subject="meeting", subject_id=meeting_id, form="pdf")
    made = attendance_sheet(seen.facts, held, established_on=scope.today)
    return attached(pdf_bytes(made, place_of(request).look), f"emargement {held.kind.label} {held.held_on}", "pdf")


def _activity_sheet(request: AnyRequest, sheet_id: int) -> _Paper:
    seen = of_sheet(request, sheet_id)
    person, mission, sheet = sheet_of(seen, sheet_id)
    made = activity_sheet(seen.facts, person, mission, sheet, established_on=asker(request).today)
    name = f"fiche activites {sheet.starts_on} {person.name}"
    return _Paper(made, DocumentKind.ACTIVITY_SHEET, name, "activity_sheet", sheet_id, person.id)


def _follow_up(request: AnyRequest, follow_up_id: int) -> _Paper:
    seen = of_fiche(request, follow_up_id)
    person, fiche = fiche_of(seen, follow_up_id)
    made = follow_up_sheet(seen.facts, person, fiche, established_on=asker(request).today)
    name = f"fiche suivi {fiche.written_on} {person.name}"
    return _Paper(made, DocumentKind.FOLLOW_UP, name, "follow_up", follow_up_id, person.id)


@get("/suivi/fiches/{sheet_id:int}/document", rule=on(ActivitySheet, "sheet_id", programs=False),
     sync_to_thread=True)  # fmt: skip
def activity_document(request: AnyRequest, sheet_id: FromPath[int]) -> Response[bytes]:
    """The fiche d'activités as it was delivered, else a working copy."""
    return _read(request, _activity_sheet(request, sheet_id))


@post("/suivi/fiches/{sheet_id:int}/document", rule=on(ActivitySheet, "sheet_id", Act.CREATE, programs=False),
      sync_to_thread=True, status_code=200)  # fmt: skip
def deliver_activity(request: AnyRequest, sheet_id: FromPath[int]) -> Response[bytes]:
    """Delivers the fiche d'activités."""
    return _delivered(request, _activity_sheet(request, sheet_id))


@get("/suivi/fiches-suivi/{follow_up_id:int}/document", rule=on(FollowUp, "follow_up_id", programs=False),
     sync_to_thread=True)  # fmt: skip
def follow_up_document(request: AnyRequest, follow_up_id: FromPath[int]) -> Response[bytes]:
    """The fiche de suivi as it was delivered, else a working copy."""
    return _read(request, _follow_up(request, follow_up_id))


@post("/suivi/fiches-suivi/{follow_up_id:int}/document", sync_to_thread=True, status_code=200,
      rule=on(FollowUp, "follow_up_id", Act.CREATE, programs=False))  # fmt: skip
def deliver_follow_up(request: AnyRequest, follow_up_id: FromPath[int]) -> Response[bytes]:
    """Delivers the fiche de suivi."""
    return _delivered(request, _follow_up(request, follow_up_id))


def _read(request: AnyRequest, paper: _Paper) -> Response[bytes]:
    """The document issued, else one that says to be a copy. Reading numbers and freezes nothing: the journal alone."""
    place = place_of(request)
    with writing(place.engine) as session:
        issued = issued_pdf(session, place.settings.files, paper.made, paper.kind)
        _told(session, request, paper)
    if issued is not None:
        return attached(issued.content, f"{issued.number} {paper.name}", "pdf")
    copy = replace(paper.made, mentions=(*paper.made.mentions, NOT_ISSUED))
    return attached(pdf_bytes(copy, place.look), paper.name, "pdf")


def _delivered(request: AnyRequest, paper: _Paper) -> Response[bytes]:
    """Numbered and frozen, once however often it is asked for."""
    place = place_of(request)
    with writing(place.engine) as session:
        issued = issue_pdf(
            session, place.settings.files, paper.made, paper.kind, by=asker(request).author, look=place.look,
            people=(paper.person_id,),
        )  # fmt: skip
        _told(session, request, paper)
    return attached(issued.content, f"{issued.number} {paper.name}", "pdf")


def _told(session: Session, request: AnyRequest, paper: _Paper) -> None:
    by = asker(request).author
    audit.record(session, "export", by=by, subject=paper.subject, subject_id=paper.number, form="pdf")


@get("/suivi/actions/{action_id:int}/documents", rule=every(Resource.REPORT, Act.EXPORT, programs=False),
     sync_to_thread=True)  # fmt: skip
def documents(request: AnyRequest, action_id: FromPath[int]) -> Template:
    """The bilans, and the control of files drawn."""
    return _documents(request, action_id, {}, {}, 200)


def _documents(
    request: AnyRequest, action_id: int, typed: dict[str, Any], errors: dict[str, str], status: int
) -> Template:
    scope = asker(request)
    with reading(place_of(request).engine) as session:
        _followed_whole(session, scope, action_id)
        seen = followed(session, scope, action_id, scope.today)
    context = {"typed": kept(typed), "errors": errors, "half": _middle(seen.facts.objectives), **common(scope, seen)}
    return Template("site/documents.html", context=context, status_code=status)


def _followed_whole(session: Session, scope: Scope, action_id: int) -> None:
    """Raises ``NotFound`` for whoever does not follow that action whole: its bilan is not theirs."""
    found(session, scope, OperatorAction, action_id)
    if not kinds_on(session, scope, action_id) & WHOLE:
        raise NotFound(ABSENT)


def _middle(action: Objectives) -> date:
    """The day in the middle of an action: that of its mid-term bilan, unless another one is asked for."""
    return action.starts_on + (action.ends_on - action.starts_on) // 2


@post("/suivi/actions/{action_id:int}/bilan", sync_to_thread=True, status_code=200,
      rule=every(Resource.REPORT, Act.EXPORT, proven=True, programs=False))  # fmt: skip
def bilan(request: AnyRequest, action_id: FromPath[int], data: Form) -> Response[Any]:
    """The bilan of an action at a day: delivered as a PDF, or to be reworked as a DOCX."""
    scope, place, typed = asker(request), place_of(request), Typed(data)
    day = typed.day("on", missing="Dites à quel jour le bilan est arrêté.")
    with reading(place.engine) as session:
        _followed_whole(session, scope, action_id)
        facts = read_action(session, action_id)
    if day is None:
        return _documents(request, action_id, data, typed.errors, 422)
    made = operator_report(facts, on=day, established_on=scope.today)
    name = f"bilan {facts.objectives.operator} {facts.objectives.year} au {day}"
    if typed.text("form") == "docx":
        with writing(place.engine) as session:
            audit.record(
                session, "export", by=scope.author, subject="operator_action", subject_id=action_id, form="docx",
                until=day.isoformat(),
            )  # fmt: skip
        copy = replace(made, mentions=(*made.mentions, NOT_ISSUED))
        return attached(docx_bytes(copy, place.look), name, "docx")
    with writing(place.engine) as session:
        shelf, kind = place.settings.files, DocumentKind.OPERATOR_REPORT
        issued = issue_pdf(session, shelf, made, kind, by=scope.author, look=place.look)
    return attached(issued.content, f"{issued.number} {name}", "pdf")


@post("/suivi/actions/{action_id:int}/controle", sync_to_thread=True, status_code=200,
      rule=every(Resource.REPORT, Act.EXPORT, proven=True, programs=False))  # fmt: skip
def control(request: AnyRequest, action_id: FromPath[int], data: Form) -> Response[Any]:
    """People drawn by a word: for each one archive with every proof, and what is missing by name; in one archive."""
    scope, place, typed = asker(request), place_of(request), Typed(data)
    seed = typed.text("seed", missing="Donnez le mot du tirage : le même mot tire les mêmes personnes.", most=80)
    people = typed.number("people", most=_MOST_DRAWN, missing="Dites combien de personnes, par exemple 10.")
    if not people or typed.errors:
        with reading(place.engine) as session:
            _followed_whole(session, scope, action_id)
        if not people:
            typed.errors.setdefault("people", f"Tirez de 1 à {_MOST_DRAWN} personnes.")
        return _documents(request, action_id, data, typed.errors, 422)
    with writing(place.engine) as session:
        _followed_whole(session, scope, action_id)
        seen = followed(session, scope, action_id, scope.today)
        chosen = drawn(seen.facts, people, seed)
        papers = deposited(session, chosen, within(scope, Proof))
        audit.record(
            session, "control", by=scope.author, subject="operator_action", subject_id=action_id, people=len(chosen),
            seed=seed,
        )  # fmt: skip
    if not chosen:
        raise NotFound("Cette action n'a encore reçu personne : il n'y a personne à tirer au sort.")
    made, day = io.BytesIO(), scope.today
    lacking = []
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for person in chosen:
            mine = papers.get(person.id, ())
            shelf, look = place.settings.files, place.look
            one = controlled(seen.facts, person, shelf, established_on=day, papers=mine, look=look)
            archive.writestr(_undated(one.name), one.content)
            lacking += [f"{one.name} : {said(one.lacks)}", *(f"  - {lack}" for lack in one.lacks)]
        archive.writestr(_undated("00-manquants.txt"), "\n".join(lacking) + "\n")
    return attached(made.getvalue(), f"controle {seen.facts.objectives.operator} {seen.facts.objectives.year}", "zip")


def _undated(name: str) -> zipfile.ZipInfo:
    """A part of an archive that no clock dates: the same draw gives the same bytes."""
    return zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))


HANDLERS = [
    sheet_to_sign, activity_document, deliver_activity, follow_up_document, deliver_follow_up,
    documents, bilan, control,
]  # fmt: skip
