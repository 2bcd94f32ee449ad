"""A lot settled: its final account, what is still to be said before it is closed, its closing attestation."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Template
from sqlmodel import Session

from clauses import audit
from clauses.access.queries import ABSENT
from clauses.accounts.matrix import Act, Resource
from clauses.accounts.rules import ActorKind
from clauses.accounts.scope import Scope
from clauses.db import reading, writing
from clauses.errors import Misused, NotFound
from clauses.files.issuing import Issued
from clauses.files.rules import DocumentKind
from clauses.markets.models import Lot
from clauses.reports import compliance_facts
from clauses.reports.compliance import compliance
from clauses.reports.documents.as_docx import docx_bytes
from clauses.reports.documents.as_pdf import pdf_bytes
from clauses.reports.documents.closing import closing_attestation, counted, ended, motives, verdict
from clauses.reports.documents.content import Document
from clauses.reports.documents.issued import NOT_ISSUED, issue_pdf, issued_pdf
from clauses.reports.final_account import FinalAccount, final_account, require_over
from clauses.web.attached import attached
from clauses.web.market_acts_pages import links
from clauses.web.markets_reads import seen
from clauses.web.rule import on
from clauses.web.sign_in_pages import Form, field
from clauses.web.visitors import asker, place_of

AnyRequest = Request[Any, Any, Any]
_STEPS = ("cloture", "ecart", "avenant")
"""The forms that settle a lot, in the order of the work."""


def opens_account(scope: Scope) -> bool:
    """Whether somebody reads the account of a lot: a référent counts participants, not markets."""
    return any(standing.kind is not ActorKind.P for standing, _ in scope.rights(Resource.REPORT, Act.READ))


def _account(session: Session, scope: Scope, number: int) -> FinalAccount:
    """The account of a lot today, for the companies that the reader sees. Raises ``NotFound`` where they see none."""
    lot = session.get_one(Lot, number)
    found = compliance(compliance_facts.read(session, on=scope.today, market_id=lot.market_id), scope.today)
    view = next((each for each in seen(session, scope, found)[lot.market_id] if each.lot.lot.id == number), None)
    if view is None:
        raise NotFound(ABSENT)
    shown = {each.contractor.id for each in view.positions}
    return final_account(session, found[0].market, view.lot, on=scope.today, seen=shown)


@get("/lots/{number:int}/decompte", rule=on(Lot, "number", resource=Resource.REPORT, programs=False),
     sync_to_thread=True)  # fmt: skip
def account(request: AnyRequest, number: FromPath[int]) -> Template:
    """What was due, done, agreed and missing; what is to be said, then the attestation."""
    scope = asker(request)
    with reading(place_of(request).engine) as session:
        found = _account(session, scope, number)
    may = dict(links(scope))
    context = {
        "account": found,
        "answer": verdict(found),
        "counted": counted(found),
        "ended": ended(found),
        "motives": motives(found),
        "steps": [step for step in _STEPS if step in may],
        "exports": scope.may(Resource.REPORT, Act.EXPORT),
        "issues": scope.may(Resource.REPORT, Act.CREATE),
    }
    return Template("markets/account.html", context=context)


@post("/lots/{number:int}/attestation", status_code=200, sync_to_thread=True,
      rule=on(Lot, "number", Act.EXPORT, resource=Resource.REPORT, proven=True, programs=False))  # fmt: skip
def attestation(request: AnyRequest, number: FromPath[int], data: Form) -> Response[bytes]:
    """The closing attestation: delivered as a PDF by whoever issues it, the same to the others; or to be reworked."""
    scope, place = asker(request), place_of(request)
    form = field(data, "forme") or "pdf"
    if form not in ("pdf", "docx"):
        raise Misused("Ce format n'existe pas : demandez un PDF (pdf) ou un document (docx).")
    with writing(place.engine) as session:
        found = _account(session, scope, number)
        require_over(found)
        made = closing_attestation(found, established_on=scope.today)
        name = f"cloture {found.market.reference} lot {found.lot.lot.number}"
        if form == "pdf" and scope.may(Resource.REPORT, Act.CREATE):
            shelf, kind = place.settings.files, DocumentKind.CLOSING
            issued = _issued(session, shelf, made) or issue_pdf(
                session, shelf, made, kind, by=scope.author, look=place.look
            )
            return attached(issued.content, f"{issued.number} {name}", "pdf")
        audit.record(session, "export", by=scope.author, subject="lot", subject_id=number, form=form)
        before = _issued(session, place.settings.files, made) if form == "pdf" else None
    if before is not None:
        return attached(before.content, f"{before.number} {name}", "pdf")
    copy = replace(made, mentions=(*made.mentions, NOT_ISSUED))
    return attached(docx_bytes(copy, place.look) if form == "docx" else pdf_bytes(copy, place.look), name, form)


def _issued(session: Session, shelf: Path, made: Document) -> Issued | None:
    """The attestation as it left, under whichever number: the first ones were numbered with those of hours."""
    kinds = (DocumentKind.CLOSING, DocumentKind.HOURS)
    return next((found for kind in kinds if (found := issued_pdf(session, shelf, made, kind)) is not None), None)


HANDLERS = [account, attestation]
