"""Who was put forward for a need, and what people decided of it since: for programs that somebody signs in to.

Nothing here decides for anybody, and no token proposes nor decides: a person does (RGPD art. 22).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Annotated

from litestar import Response
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from pydantic import Field, StringConstraints
from sqlmodel import Session

from clauses.access.lists import Wanted
from clauses.access.queries import seen_among
from clauses.accounts.matrix import Act, Resource
from clauses.accounts.scope import Scope
from clauses.errors import Invalid
from clauses.matching import actions
from clauses.matching.models import PostedNeed, Proposal
from clauses.matching.rules import ProposalState, RefusalReason
from clauses.people.models import Person
from clauses.web.api_parts import (
    AnyRequest,
    Cursor,
    Given,
    IfMatch,
    Limit,
    Listing,
    Once,
    Shown,
    Sort,
    acts,
    adds,
    one,
    page,
    shows,
)
from clauses.web.api_writes import create, decide
from clauses.web.proposing import WHY_EXCLUDED, board_of, chosen_cv, looked_at, put_forward
from clauses.web.rule import every, on
from clauses.web.visitors import place_of

TAG = "Mises en relation"
Comment = Annotated[str, StringConstraints(min_length=1, max_length=actions.LONGEST_COMMENT)]
"""What is kept of it is all of it."""


class ProposalShown(Shown):
    """Somebody put forward for a need, and where it stands. ``person_id`` is null for whom the reader does not see."""

    id: int
    need_id: int
    person_id: int | None
    state: ProposalState
    version: int


class ProposalGiven(Given):
    """Somebody to put forward; ``comment`` says why, where a hard filter excludes them."""

    person_id: int
    comment: Comment | None = None


class ProposalMove(Given):
    """What a proposal becomes; ``reason`` goes with a refusal, and with nothing else.

    ``cv`` goes with a sending: made as ``pdf`` or ``docx``, or the number of a CV among the person's documents.
    """

    to: ProposalState
    reason: RefusalReason | None = None
    cv: Annotated[str, Field(pattern=r"^(pdf|docx|[1-9][0-9]{0,8})$")] | None = None
    comment: Comment | None = None


class ProposalUndo(Given):
    """Why the last decision is undone."""

    comment: Comment | None = None


def _shown(session: Session, scope: Scope, rows: Sequence[Proposal]) -> list[ProposalShown]:
    known = seen_among(session, scope, Person, [row.person_id for row in rows], Resource.IDENTITY)
    return [
        ProposalShown.model_validate(
            row.model_dump() | {"person_id": row.person_id if row.person_id in known else None}
        )
        for row in rows
    ]


@shows("/api/proposals", every(Resource.NEED), TAG)
def list_proposals(
    request: AnyRequest,
    sort: Sort = "",
    cursor: Cursor = "",
    limit: Limit = 50,
    need_id: FromQuery[int | None] = None,
    standing: Annotated[ProposalState | None, QueryParameter(name="state")] = None,
) -> Listing[ProposalShown]:
    """Les mises en relation que l'on peut voir."""
    return page(request, Proposal, _shown, Wanted("", sort, cursor, limit, {"need_id": need_id, "state": standing}))


@shows("/api/proposals/{number:int}", on(Proposal, "number"), TAG)
def get_proposal(request: AnyRequest, number: FromPath[int]) -> Response[ProposalShown]:
    """Une mise en relation."""
    return one(request, Proposal, number, _shown)


@adds("/api/needs/{number:int}/proposals", on(PostedNeed, "number", Act.CREATE, programs=False), TAG)
def propose(
    request: AnyRequest, number: FromPath[int], data: JSONBody[ProposalGiven], once: Once = None
) -> Response[ProposalShown]:
    """Propose une personne pour un besoin ; ce que la machine en disait ce jour-là est gardé à côté."""
    place = place_of(request)

    def write(session: Session, scope: Scope) -> int:
        looked = looked_at(board_of(session, scope, place), number, data.person_id)
        if looked is None:
            raise Invalid(
                "Cette personne n'existe pas, ou ne vous est pas ouverte. Vérifiez son numéro.", field="person_id"
            )
        if looked.excluded and data.comment is None:
            raise Invalid(WHY_EXCLUDED, field="comment", code="proposals.excluded")
        return put_forward(session, looked, by=scope.author, comment=data.comment).id or 0

    return create(request, data, Proposal, _shown, write, subject="proposal", where="/api/proposals")


@acts("/api/proposals/{number:int}/decide", on(Proposal, "number", Act.DECIDE, programs=False), TAG)
def decide_proposal(
    request: AnyRequest, number: FromPath[int], data: JSONBody[ProposalMove], version: IfMatch = None
) -> Response[ProposalShown]:
    """Transmet (avec un CV ou sans), note un entretien, retient, ou refuse avec son motif."""

    def move(session: Session, scope: Scope, _row: Proposal) -> None:
        if (data.to is ProposalState.REFUSED) is (data.reason is None):
            words = (
                "Un refus dit son motif, et rien d'autre n'en a : donnez-le, ou retirez-le. Il n'est jamais une note."
            )
            raise Invalid(words, field="reason")
        if data.cv is not None and data.to is not ProposalState.SENT:
            raise Invalid(
                "Un CV part avec une mise en relation que l'on transmet. Retirez-le, ou transmettez-la.", field="cv"
            )
        actions.decide(
            session,
            proposal_id=number,
            to=data.to,
            by=scope.author,
            reason=data.reason,
            comment=data.comment,
            cv=partial(chosen_cv, session, scope, place_of(request), number, data.cv) if data.cv else None,
        )

    return decide(request, Proposal, number, _shown, move, act=Act.DECIDE, read=True)


@acts("/api/proposals/{number:int}/undo", on(Proposal, "number", Act.DECIDE, programs=False), TAG)
def undo_decision(
    request: AnyRequest, number: FromPath[int], data: JSONBody[ProposalUndo], version: IfMatch = None
) -> Response[ProposalShown]:
    """Annule la dernière décision qui tient ; les deux restent lisibles."""

    def undo(session: Session, scope: Scope, _row: Proposal) -> None:
        actions.undo(session, proposal_id=number, by=scope.author, comment=data.comment)

    return decide(request, Proposal, number, _shown, undo, act=Act.DECIDE, read=True)


HANDLERS = [list_proposals, get_proposal, propose, decide_proposal, undo_decision]
