"""Months sent again over validated hours: what each changes, line by line; accepted, or refused with a motive."""

from __future__ import annotations

from typing import Any, Final

from litestar import Request, Response, get, post
from litestar.background_tasks import BackgroundTask
from litestar.params import FromPath
from litestar.response import Redirect, Template
from sqlmodel import Session

from clauses.access import corrections as reads
from clauses.access.queries import found
from clauses.access.waiting_lines import sender_of
from clauses.accounts.mailing import deliver
from clauses.accounts.mailing import post as post_mail
from clauses.accounts.matrix import Act, Resource
from clauses.accounts.single import validates_alone
from clauses.dates import of_month
from clauses.db import reading, writing
from clauses.errors import Conflict
from clauses.hours.actions import accept_correction, refuse_correction
from clauses.hours.correction_undoing import decision_on, undo_correction
from clauses.hours.models import Declaration
from clauses.hours.queries import market_of
from clauses.hours.versions import changes
from clauses.web.lists import asked
from clauses.web.rule import every, on
from clauses.web.sign_in_pages import Form, field
from clauses.web.visitors import asker, now, place_of

AnyRequest = Request[Any, Any, Any]
SIZE: Final = 25
_DECIDE = on(Declaration, "number", Act.DECIDE, proven=True, programs=False)
WORDS: Final = {"kind": "type de contrat", "starts_on": "début de contrat", "hours": "heures", "training": "formation"}
"""What may differ between two lines, in words."""


@get("/corrections", rule=every(Resource.HOURS, Act.DECIDE, programs=False), sync_to_thread=True)
def corrections(request: AnyRequest) -> Template:
    """The corrections that wait, the oldest month first."""
    scope = asker(request)
    wanted = asked(request, sorts=(), default="", filters={})
    with reading(place_of(request).engine) as session:
        total = reads.waiting_corrections(session, scope)
        rows = reads.corrections(session, scope, page=wanted.page, size=SIZE)
    return Template("corrections/list.html", context={"rows": rows, "total": total, "size": SIZE, "wanted": wanted})


@get("/corrections/{number:int}", rule=on(Declaration, "number", Act.DECIDE, programs=False), sync_to_thread=True)
def correction(request: AnyRequest, number: FromPath[int]) -> Template:
    """One of them: what came, what went, what changed."""
    return _correction(request, number, {}, "")


def _correction(request: AnyRequest, number: int, errors: dict[str, str], typed: str, status: int = 200) -> Template:
    scope = asker(request)
    with reading(place_of(request).engine) as session:
        declaration = found(session, scope, Declaration, number)
        one = reads.correction(session, scope, declaration)
        difference = changes(session, number)
        decided = decision_on(session, number)
    context = {
        "one": one,
        "difference": difference,
        "errors": errors,
        "typed": typed,
        "own": declaration.author == scope.author,
        "decided": decided,
        "undoes": decided is not None and decided.by == scope.author,
        "words": WORDS,
    }
    return Template("corrections/correction.html", context=context, status_code=status)


@post("/corrections/{number:int}/accepter", rule=_DECIDE, sync_to_thread=True, status_code=303)
def accept(request: AnyRequest, number: FromPath[int]) -> Response[Any]:
    """Puts it in force; its lines wait to be validated."""
    return _decided(request, number, "")


@post("/corrections/{number:int}/refuser", rule=_DECIDE, sync_to_thread=True, status_code=303)
def refuse(request: AnyRequest, number: FromPath[int], data: Form) -> Response[Any]:
    """Leaves the validated version in force, and tells whoever sent it why."""
    motive = " ".join(field(data, "motif").split())[:1_000]
    if not motive:
        words = "Dites pourquoi : l'entreprise le lira, par exemple « heures déjà attestées »."
        return _correction(request, number, {"motif": words}, "", 422)
    return _decided(request, number, motive)


def _decided(request: AnyRequest, number: int, motive: str) -> Response[Any]:
    place, scope = place_of(request), asker(request)
    try:
        with writing(place.engine) as session:
            declaration = found(session, scope, Declaration, number, Act.DECIDE)
            if motive:
                refuse_correction(session, declaration_id=number, by=scope.author, reason=motive)
            else:
                alone = validates_alone(session, scope, market_id=market_of(session, number))
                accept_correction(session, declaration_id=number, by=scope.author, alone=alone)
            if motive:
                _tell(session, request, declaration, "refusée", f"{motive}. Les heures validées restent.")
            else:
                _tell(session, request, declaration, "acceptée", "elle attend d'être validée.")
    except Conflict as refusal:
        return _correction(request, number, {"decision": refusal.message}, motive, 409)
    return Redirect(f"/corrections/{number}", status_code=303, background=BackgroundTask(
        deliver, place.engine, place.settings
    ))  # fmt: skip


@post("/corrections/{number:int}/annuler", rule=_DECIDE, sync_to_thread=True, status_code=303)
def undo(request: AnyRequest, number: FromPath[int]) -> Response[Any]:
    """Takes the decision back: the correction waits again, and whoever sent it is told."""
    place, scope = place_of(request), asker(request)
    try:
        with writing(place.engine) as session:
            declaration = found(session, scope, Declaration, number, Act.DECIDE)
            undo_correction(session, declaration_id=number, by=scope.author)
            _tell(session, request, declaration, "de nouveau en attente", "la décision a été reprise.")
    except Conflict as refusal:
        return _correction(request, number, {"decision": refusal.message}, "", 409)
    return Redirect(f"/corrections/{number}", status_code=303, background=BackgroundTask(
        deliver, place.engine, place.settings
    ))  # fmt: skip


def _tell(session: Session, request: AnyRequest, declaration: Declaration, word: str, why: str) -> None:
    """Writes to whoever deposited the correction, where an account did."""
    address = sender_of(session, declaration.run_id)
    if address is None:
        return
    said = f"{word} : {why}"
    body = (
        f"Bonjour,\n\nVotre correction {of_month(declaration.month)} est {said}\n\n"
        f"Votre dépôt : {place_of(request).settings.public_url}/depots/{declaration.run_id}\n"
    )
    post_mail(session, recipient=address, subject=f"Votre correction d'heures est {word}", body=body, now=now())


HANDLERS = [corrections, correction, accept, refuse, undo]
