"""Doubles to settle: what a file wrote beside what is recorded; the same, another, or taken back."""

from __future__ import annotations

from typing import Any, Final

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from sqlmodel import Session

from clauses.access import doubts as reads
from clauses.access.queries import ABSENT, found
from clauses.access.sides import compared
from clauses.accounts.matrix import Act, Resource
from clauses.db import reading, writing
from clauses.errors import ClausesError, Conflict, Misused, NotFound
from clauses.questions import actions
from clauses.questions.models import Question
from clauses.questions.rules import QuestionKind, QuestionState
from clauses.web.errors import status_of_form
from clauses.web.lists import asked
from clauses.web.rule import every, on
from clauses.web.sign_in_pages import Form, field
from clauses.web.visitors import asker, place_of

AnyRequest = Request[Any, Any, Any]
SIZE: Final = 25
_DECIDE = on(Question, "number", Act.DECIDE, proven=True, programs=False)
_FILTERS: Final = {
    "sorte": [kind.value for kind in QuestionKind],
    "etat": [QuestionState.ACCEPTED.value, QuestionState.REFUSED.value],
}


@get("/doublons", rule=every(Resource.HOURS, Act.DECIDE, programs=False), sync_to_thread=True)
def doubts(request: AnyRequest) -> Template:
    """The doubts that wait, the oldest first; those already settled when the address asks for them."""
    wanted = asked(request, sorts=(), default="", filters=_FILTERS)
    state = QuestionState(wanted.filters["etat"] or QuestionState.OPEN)
    kind = QuestionKind(wanted.filters["sorte"]) if wanted.filters["sorte"] else None
    with reading(place_of(request).engine) as session:
        rows, total = reads.doubts(session, asker(request), state=state, kind=kind, page=wanted.page, size=SIZE)
    context = {
        "rows": rows,
        "total": total,
        "size": SIZE,
        "wanted": wanted,
        "kinds": list(QuestionKind),
        "settled": [QuestionState.ACCEPTED, QuestionState.REFUSED],
    }
    return Template("doubts/list.html", context=context)


@get("/doublons/{number:int}", rule=on(Question, "number", programs=False), sync_to_thread=True)
def doubt(request: AnyRequest, number: FromPath[int]) -> Template:
    """One doubt, its sides compared fact by fact."""
    return _doubt(request, number, {})


def _doubt(request: AnyRequest, number: int, errors: dict[str, str], status: int = 200) -> Template:
    scope = asker(request)
    with reading(place_of(request).engine) as session:
        shown = reads.one(session, scope, found(session, scope, Question, number))
        sides = compared(session, scope, shown)
    context = {
        "doubt": shown,
        "question": shown.question,
        "sides": sides,
        "said": reads.subject_said(shown.question),
        "errors": errors,
        "decides": scope.may(Resource.HOURS, Act.DECIDE),
    }
    return Template("doubts/doubt.html", context=context, status_code=status)


@post("/doublons/{number:int}/meme", rule=_DECIDE, sync_to_thread=True, status_code=303)
def same(request: AnyRequest, number: FromPath[int], data: Form) -> Response[Any]:
    """« It is the same »: as the candidate whose button was pressed."""
    answer = field(data, "reponse")
    if not (answer.isascii() and answer.isdigit() and len(answer) < 16):
        return _doubt(request, number, {"reponse": "Dites de qui il s'agit : choisissez l'un des deux."}, 422)

    def decide(session: Session) -> None:
        scope = asker(request)
        if int(answer) not in reads.one(session, scope, found(session, scope, Question, number)).sides:
            raise NotFound(ABSENT)
        actions.accept(session, question_id=number, answer_id=int(answer), by=scope.author)

    return _settled(request, number, decide)


@post("/doublons/{number:int}/autre", rule=_DECIDE, sync_to_thread=True, status_code=303)
def another(request: AnyRequest, number: FromPath[int], data: Form) -> Response[Any]:
    """« It is another »."""
    reason = field(data, "motif").strip()[:1_000] or None

    def decide(session: Session) -> None:
        actions.refuse(session, question_id=number, by=asker(request).author, reason=reason)

    return _settled(request, number, decide)


def _settled(request: AnyRequest, number: int, decide: Any) -> Response[Any]:
    """Decides, or shows the page again with what forbids it."""
    try:
        with writing(place_of(request).engine) as session:
            decide(session)
    except (Conflict, Misused) as refusal:
        return _refused(request, number, refusal)
    return Redirect(f"/doublons/{number}", status_code=303)


def _refused(request: AnyRequest, number: int, refusal: ClausesError) -> Template:
    return _doubt(request, number, {"decision": refusal.message}, status_of_form(refusal))


@post("/doublons/{number:int}/annuler", rule=_DECIDE, sync_to_thread=True, status_code=303)
def undo(request: AnyRequest, number: FromPath[int]) -> Response[Any]:
    """Takes the answer back: everything is as before, and the doubt is asked again."""
    try:
        with writing(place_of(request).engine) as session:
            again = actions.undo(session, question_id=number, by=asker(request).author).id
    except Conflict as refusal:
        return _refused(request, number, refusal)
    return Redirect(f"/doublons/{again}", status_code=303)


HANDLERS = [doubts, doubt, same, another, undo]
