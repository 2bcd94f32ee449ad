"""The CV of somebody and the sheet of their candidacy, to send with a proposal; the CV that went with one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath
from sqlmodel import Session, col, select

from clauses import audit
from clauses.access.needs import proposed_to
from clauses.access.parts import parts_of
from clauses.access.queries import found, narrowed, open_to
from clauses.accounts.matrix import Act, Resource
from clauses.accounts.scope import Scope
from clauses.db import writing
from clauses.errors import Conflict
from clauses.hours.models import Contract
from clauses.matching.models import Proposal
from clauses.people.models import Person
from clauses.reports.documents.as_docx import docx_bytes
from clauses.reports.documents.as_pdf import pdf_bytes
from clauses.reports.documents.candidate import Candidate, candidate_numbered, candidate_sheet
from clauses.reports.joined_cv import FORMS, OPEN, made, read_sent
from clauses.web.attached import attached
from clauses.web.proposing import sight_of
from clauses.web.rule import on
from clauses.web.visitors import asker, place_of

AnyRequest = Request[Any, Any, Any]
_OF_SOMEBODY = on(Person, "person_id", resource=Resource.CONTACT, programs=False)


@get("/personnes/{person_id:int}/cv", rule=_OF_SOMEBODY, sync_to_thread=True)
def made_cv(request: AnyRequest, person_id: FromPath[int]) -> Response[bytes]:
    """The CV made from what is recorded; that it leaves is written first."""
    scope, form = asker(request), _form(request)
    with writing(place_of(request).engine) as session:
        person = found(session, scope, Person, person_id)
        sight = sight_of(session, scope, person_id)
        paper = made(session, person_id, form, today=scope.today, sight=sight, look=place_of(request).look)
        audit.record(
            session, "export", by=scope.author, subject="person", subject_id=person_id, document="cv", form=form
        )
        name = f"cv {person.first_name} {person.last_name}"
    return attached(paper.content, name, paper.form)


@get("/personnes/{person_id:int}/candidature", rule=_OF_SOMEBODY, sync_to_thread=True)
def sheet(request: AnyRequest, person_id: FromPath[int]) -> Response[bytes]:
    """The sheet of a candidacy, of what its reader sees; that it leaves is written first."""
    scope, form = asker(request), _form(request)
    with writing(place_of(request).engine) as session:
        person = _seen(session, scope, person_id)
        audit.record(
            session, "export", by=scope.author, subject="person", subject_id=person_id, document="candidat", form=form
        )
    document = candidate_sheet(person, established_on=scope.today)
    look = place_of(request).look
    content = docx_bytes(document, look) if form == "docx" else pdf_bytes(document, look)
    return attached(content, f"candidature {person.name}", form)


def _seen(session: Session, scope: Scope, person_id: int) -> Candidate:
    """Somebody, without what the asker does not see of them."""
    person, parts = candidate_numbered(session, person_id), parts_of(session, scope, person_id)
    own = narrowed(scope, Contract).where(col(Contract.person_id) == person_id)
    hidden: dict[str, Any] = {
        "commune": None if not parts & {"address", "commune"} else person.commune,
        "french_level": None if not parts & {"criteria", "french_level"} else person.french_level,
        "education_level": None if "criteria" not in parts else person.education_level,
        "worked": () if session.exec(own.limit(1)).first() is None else person.worked,
    }
    return replace(person, **hidden)


@get("/mises-en-relation/{proposal_id:int}/cv", rule=on(Proposal, "proposal_id", programs=False), sync_to_thread=True)
def sent_cv(request: AnyRequest, proposal_id: FromPath[int]) -> Response[bytes]:
    """The CV that went with a proposal: to whom sees the person's own, and to the company while it is open."""
    scope, place = asker(request), place_of(request)
    with writing(place.engine) as session:
        row = found(session, scope, Proposal, proposal_id)
        if not open_to(session, scope, Person, row.person_id, Act.READ, resource=Resource.CONTACT):
            theirs = select(Proposal.id).where(col(Proposal.id) == proposal_id, proposed_to(scope))
            if row.state not in OPEN or session.exec(theirs).first() is None:
                words = "Cette mise en relation n'est pas ouverte : le CV ne se lit que tant qu'elle l'est."
                raise Conflict(f"{words} Demandez-le au facilitateur.", code="cv.closed")
        paper = read_sent(session, place.settings.files, row, by=scope.author)
    return attached(paper.content, f"cv mise en relation {proposal_id}", paper.form)


def _form(request: AnyRequest) -> str:
    """The form asked for; a PDF for what is none."""
    asked = request.query_params.get("format", "")
    return asked if asked in FORMS else "pdf"


HANDLERS = [made_cv, sheet, sent_cv]
