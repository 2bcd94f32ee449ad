"""Needs: the list, one with its ranked candidates, what is decided of each, a proposal for all of them at once.

Nothing here decides for anybody: what is ranked is shown with its reasons, a person chooses (RGPD art. 22).
"""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any

from litestar import Request, Response, get, post
from litestar.datastructures import State
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath
from litestar.response import Redirect, Template
from sqlmodel import Session

from clauses.access.queries import ABSENT, within
from clauses.accounts.matrix import Act, Resource
from clauses.accounts.rules import ActorKind
from clauses.db import reading, writing
from clauses.errors import Misused, NotFound
from clauses.matching import actions
from clauses.matching.criteria import CRITERIA
from clauses.matching.decisions import NeedState
from clauses.matching.models import PostedNeed, Proposal
from clauses.matching.rules import ProposalState, RefusalReason, goes_on
from clauses.proofs.models import Proof
from clauses.reports.joined_cv import given, sent_with
from clauses.reports.shortlisting import Board
from clauses.web import needs_reads
from clauses.web.lists import PAGE_SIZE, asked
from clauses.web.proposing import WHY_EXCLUDED, board_of, chosen_cv, looked_at, put_forward
from clauses.web.rule import every, on
from clauses.web.sound import row_number
from clauses.web.visitors import asker, place_of

AnyRequest = Request[Any, Any, Any]
Form = Annotated[dict[str, Any], Body(media_type=RequestEncodingType.URL_ENCODED)]
RANKED = 20
"""Candidates shown for a need."""
_RANKING = frozenset({ActorKind.F, ActorKind.S})


@get("/besoins", rule=every(Resource.NEED, programs=False), sync_to_thread=True)
def needs(request: AnyRequest, state: State) -> Template:
    """The needs that one sees."""
    scope = asker(request)
    wanted = asked(request, sorts=needs_reads.SORTS, default="debut", filters=needs_reads.FILTERS)
    with reading(state.engine) as session:
        rows, total = needs_reads.list_needs(session, scope, wanted)
    context = {"rows": rows, "total": total, "wanted": wanted, "size": PAGE_SIZE, "states": list(NeedState)}
    return Template("needs/list.html", context=context | {"ranks": bool(scope.kinds & _RANKING)})


@get("/besoins/{need_id:int}", rule=on(PostedNeed, "need_id", programs=False), sync_to_thread=True)
def need(request: AnyRequest, state: State, need_id: FromPath[int]) -> Template:
    """One need: who was put forward, and whom else one could."""
    with reading(state.engine) as session:
        return _need(request, session, need_id, {})


def _need(request: AnyRequest, session: Session, need_id: int, errors: dict[str, str], person: int = 0) -> Template:
    scope = asker(request)
    row = needs_reads.one_need(session, scope, need_id)
    put = needs_reads.proposals(session, scope, need_id)
    ranks = bool(scope.kinds & _RANKING)
    people = [each.proposal.person_id for each in put]
    sent = sent_with(session, [each.proposal.id or 0 for each in put])
    cvs = given(session, people, within(scope, Proof))
    ranked = (
        _ranked(board_of(session, scope, place_of(request)), need_id)
        if ranks and row.need.state is NeedState.OPEN
        else []
    )
    theirs = needs_reads.open_to_company(session, scope, need_id)
    session.expunge_all()  # what is shown outlives the transaction of a refused form
    taken = {each.proposal.person_id for each in put if each.proposal.state.value not in ("refused", "withdrawn")}
    return Template(
        "needs/need.html",
        context={
            "row": row,
            "put": put,
            "candidates": [each for each in ranked if each["id"] not in taken],
            "labels": {criterion.name: criterion.label for criterion in CRITERIA},
            "next": {state: [to for to in ProposalState if goes_on(state, to)] for state in ProposalState},
            "reasons": list(RefusalReason),
            "may_propose": scope.may(Resource.NEED, Act.CREATE) and ranks,
            "may_decide": scope.may(Resource.NEED, Act.DECIDE),
            "reads_why": ranks,  # what is written of somebody between those who follow them: a company reads the motive
            "sent": sent,
            "cvs": {number: cvs.get(number, ()) for number in people},
            "theirs": theirs,
            "errors": errors,
            "person": person,
        },
        status_code=422 if errors else 200,
    )


def _ranked(board: Board, need_id: int) -> list[dict[str, Any]]:
    stored = next(each for each in board.needs if each.id == need_id)
    positions = {key: at for at, key in enumerate(board.keys)}
    found = []
    for match in board.candidates(stored, RANKED):
        number = board.people[positions[match.person]].id
        found.append({"id": number, "name": board.named[number].name, "match": match})
    return found


@post(
    "/besoins/{need_id:int}/proposer",
    rule=on(PostedNeed, "need_id", Act.CREATE, programs=False),
    sync_to_thread=True,
    status_code=303,
)
def propose(request: AnyRequest, state: State, need_id: FromPath[int], data: Form) -> Response[Any]:
    """Puts somebody forward; somebody excluded, only with the reason why all the same."""
    scope, comment = asker(request), _text(data, "comment")
    if not _text(data, "person"):
        raise Misused("Choisissez d'abord qui proposer : ouvrez le besoin, puis « Proposer ».")
    with writing(state.engine) as session:
        board = board_of(session, scope, place_of(request))
        looked = looked_at(board, need_id, row_number(_text(data, "person")))
        if looked is None:
            raise NotFound(ABSENT)
        if looked.excluded and not comment:
            return _need(request, session, need_id, {f"comment-{looked.person_id}": WHY_EXCLUDED}, looked.person_id)
        put_forward(session, looked, by=scope.author, comment=comment or None)
    return Redirect(f"/besoins/{need_id}", status_code=303)


@post(
    "/mises-en-relation/{proposal_id:int}/decider",
    rule=on(Proposal, "proposal_id", Act.DECIDE, programs=False),
    sync_to_thread=True,
    status_code=303,
)
def decide(request: AnyRequest, state: State, proposal_id: FromPath[int], data: Form) -> Response[Any]:
    """Sends, with a CV or without; notes an interview, retains, refuses with a reason; or undoes the last decision."""
    scope, to = asker(request), _text(data, "to")
    with writing(state.engine) as session:
        if to == "undo":
            moved = actions.undo(
                session, proposal_id=proposal_id, by=scope.author, comment=_text(data, "comment") or None
            )
            return Redirect(f"/besoins/{moved.need_id}", status_code=303)
        chosen, reason = _one_of(ProposalState, to), _text(data, "reason")
        if chosen is ProposalState.REFUSED and not reason:
            need_id = needs_reads.need_of(session, scope, proposal_id)
            said = "Choisissez le motif du refus : il nourrit les statistiques, jamais la note d'une personne."
            return _need(request, session, need_id, {f"reason-{proposal_id}": said})
        cv = None
        if chosen is ProposalState.SENT:
            cv = partial(chosen_cv, session, scope, place_of(request), proposal_id, _text(data, "cv"))
        moved = actions.decide(
            session,
            proposal_id=proposal_id,
            to=chosen,
            cv=cv,
            by=scope.author,
            reason=_one_of(RefusalReason, reason) if reason else None,
            comment=_text(data, "comment") or None,
            seen=row_number(_text(data, "seen")),
        )
        return Redirect(f"/besoins/{moved.need_id}", status_code=303)


@get("/besoins/ensemble", rule=every(Resource.NEED, Act.DECIDE, programs=False), sync_to_thread=True)
def whole(request: AnyRequest, state: State) -> Template:
    """A proposal for every open need at once, to be accepted line by line."""
    scope = asker(request)
    with reading(state.engine) as session:
        board = board_of(session, scope, place_of(request))
        seen = needs_reads.visible_needs(session, scope)
        board.needs = [each for each in board.needs if each.id in seen]
        found = board.whole()
    placed = [
        {
            "need": one.need,
            "id": board.people[one.person].id,
            "name": board.named[board.people[one.person].id].name,
            "match": one.match,
        }
        for one in found.placed
    ]
    return Template(
        "needs/whole.html",
        context={
            "placed": placed,
            "vacant": found.vacant,
            "sentence": found.assignment.sentence,
            "labels": {criterion.name: criterion.label for criterion in CRITERIA},
        },
    )


def _text(data: dict[str, Any], name: str) -> str:
    value = data.get(name, "")
    return " ".join(value.replace("\x00", "").split()) if isinstance(value, str) else ""


def _one_of(codes: Any, text: str) -> Any:
    try:
        return codes(text)
    except ValueError as error:
        raise Misused("Ce choix n'existe pas : prenez-en un de la liste.") from error


HANDLERS = [needs, whole, need, propose, decide]
