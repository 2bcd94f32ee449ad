"""Needs recorded, people proposed for them, and every decision taken since: signed, reversible, journalised.

Needs that a file brings write no act of their own: the import's run is the act. A decision waits for those under way:
each would otherwise judge what the other is changing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import func, update
from sqlmodel import Session, col, select

from clauses import audit
from clauses.db import one_at_a_time
from clauses.errors import Conflict, Misused, NotFound
from clauses.matching.decisions import (
    NeedState,
    Taken,
    as_kept,
    check_open,
    check_proposable,
    check_signed,
    state_after,
    undoing,
)
from clauses.matching.models import (
    NeedVersion,
    PostedNeed,
    Proposal,
    ProposalDecision,
    SentCv,
    Suggestion,
    WeightsVersion,
)
from clauses.matching.rules import Match, ProposalState, RefusalReason, Weights, check_decision
from clauses.matching.weighing import as_data
from clauses.words import folded

LONGEST_VERSION = 80
"""Characters of the name of weights."""

LONGEST_COMMENT = 2_000
"""Characters of a comment that are kept."""


def record_need(session: Session, *, market_id: int, reference: str, state: NeedState, **version: Any) -> int:
    """Adds a need, or a version of one already recorded (columns of `NeedVersion`); the id of the need."""
    reference_key = folded(reference)
    found = session.exec(
        select(PostedNeed).where(col(PostedNeed.market_id) == market_id, col(PostedNeed.reference_key) == reference_key)
    ).one_or_none()
    need = found or PostedNeed(market_id=market_id, reference=reference, reference_key=reference_key)
    need.state = state
    session.add(need)
    session.flush()
    session.add(NeedVersion(need_id=_stored(need.id), **version))
    session.flush()
    return _stored(need.id)


def revise_need(session: Session, *, need_id: int, **changes: Any) -> None:
    """Adds a version that says otherwise (columns of `NeedVersion`); filled, or open again, by its posts."""
    need = _need(session, need_id)
    mine = select(NeedVersion).where(col(NeedVersion.need_id) == need_id)
    last = session.exec(mine.order_by(col(NeedVersion.version).desc()).limit(1)).one()
    kept = last.model_dump(exclude={"id", "version"})
    session.add(NeedVersion(**kept | changes, version=last.version + 1))
    _settle(session, need)


def close_need(session: Session, *, need_id: int, by: str) -> None:
    """Nobody is expected for a need any more. Raises ``NotFound``, or `Conflict` when it is closed already."""
    need = _need(session, need_id)
    if need.state is NeedState.CLOSED:
        raise Conflict(
            f"Le besoin « {need.reference} » est déjà fermé. Rechargez la page.", code="needs.already_closed"
        )
    need.state = NeedState.CLOSED
    audit.record(session, "close", by=check_signed(by), subject="need", subject_id=need_id)


def reopen_need(session: Session, *, need_id: int, by: str) -> None:
    """Awaits people again for a closed need. Raises ``NotFound``, or `Conflict` when it was not closed."""
    need = _need(session, need_id)
    if need.state is not NeedState.CLOSED:
        raise Conflict(f"Le besoin « {need.reference} » n'est pas fermé. Rechargez la page.", code="needs.not_closed")
    need.state = NeedState.OPEN
    _settle(session, need)
    audit.record(session, "reopen", by=check_signed(by), subject="need", subject_id=need_id, state=need.state.value)


def propose(
    session: Session,
    *,
    need_version_id: int,
    person_id: int,
    match: Match,
    weights_id: int,
    by: str,
    comment: str | None = None,
) -> Proposal:
    """Puts someone forward for a need, and keeps what the machine said of it that day beside the decision.

    ``need_version_id``: the version that was looked at. Raises `Conflict` when the need changed since or takes nobody
    any more, when the person is already proposed for it, or when a hard
    filter excludes them and no comment says why they are proposed all the same.
    """
    author = check_signed(by)
    one_at_a_time(session)
    version = session.get(NeedVersion, need_version_id)
    if version is None:
        raise NotFound("Ce besoin n'existe pas.")
    need = _need(session, version.need_id)
    check_open(need.state, need.reference)
    mine = col(NeedVersion.need_id) == need.id
    if session.exec(select(func.max(NeedVersion.version)).where(mine)).one() != version.version:
        raise Conflict(
            f"Le besoin « {need.reference} » a changé depuis que vous l'avez vu. Relisez-le.", code="needs.changed"
        )
    check_proposable(match.verdict, comment, [said.reason for said in match.blocking])
    proposal = session.exec(
        select(Proposal)
        .where(col(Proposal.need_id) == need.id, col(Proposal.person_id) == person_id)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if proposal is None:
        proposal = Proposal(need_id=_stored(need.id), person_id=person_id, state=ProposalState.PROPOSED, version=0)
    elif proposal.state not in (ProposalState.REFUSED, ProposalState.WITHDRAWN):
        raise Conflict(
            f"Cette personne est déjà proposée pour ce besoin ({proposal.state.label.lower()}). "
            "Suivez cette mise en relation, ou proposez quelqu'un d'autre.",
            code="proposals.already",
        )
    proposal.state, proposal.version = ProposalState.PROPOSED, proposal.version + 1
    session.add(proposal)
    session.flush()
    suggestion = Suggestion(
        proposal_id=_stored(proposal.id),
        need_version_id=need_version_id,
        weights_id=weights_id,
        score=round(match.score * 10_000),
        verdict=match.verdict,
        details=_details(match),
        at=datetime.now(UTC),
    )
    session.add(suggestion)
    session.flush()
    _decide(session, proposal, _stored(suggestion.id), ProposalState.PROPOSED, by=author, comment=comment)
    audit.record(
        session,
        "propose",
        by=author,
        subject="proposal",
        subject_id=proposal.id,
        score=suggestion.score,
        verdict=match.verdict.value,
        weights=match.version,
    )
    return proposal


def decide(
    session: Session,
    *,
    proposal_id: int,
    to: ProposalState,
    by: str,
    reason: RefusalReason | None = None,
    comment: str | None = None,
    seen: int | None = None,
    cv: Callable[[], int | None] | None = None,
) -> Proposal:
    """Moves a proposal on; ``seen`` is the version that the person had before them, where a page says it.

    ``cv`` makes the stored file that goes with what is sent, None for none: it is asked last, so that what is refused
    leaves no file on the shelf. Raises ``NotFound``, `Conflict` when it cannot become that (or has changed since
    ``seen``), `Misused` for a refusal without its reason, or a CV sent with nothing.
    """
    author = check_signed(by)
    proposal = _proposal(session, proposal_id, seen)
    check_decision(proposal.state, to, reason)
    if cv is not None and to is not ProposalState.SENT:
        raise Misused("Un CV part avec une mise en relation que l'on transmet. Transmettez-la, ou retirez le CV.")
    before = proposal.state
    if to is ProposalState.RETAINED:
        need = _need(session, proposal.need_id)
        check_open(need.state, need.reference)
    joined = cv() if cv is not None else None
    proposal.state, proposal.version = to, proposal.version + 1
    suggestion_id = _last_suggestion(session, proposal_id)
    decision_id = _decide(session, proposal, suggestion_id, to, by=author, reason=reason, comment=comment)
    if joined is not None:
        session.add(SentCv(decision_id=decision_id, stored_file_id=joined))
    _settle(session, _need(session, proposal.need_id))
    audit.record(
        session,
        to.value,
        by=author,
        subject="proposal",
        subject_id=proposal_id,
        before=before.value,
        reason=reason.value if reason else None,
        **({} if joined is None else {"cv": joined}),
    )
    return proposal


def undo(session: Session, *, proposal_id: int, by: str, comment: str | None = None) -> Proposal:
    """Undoes the last decision that stands; both stay readable. Raises ``NotFound``, `Conflict` when none is left."""
    author = check_signed(by)
    proposal = _proposal(session, proposal_id, None)
    recorded = session.exec(
        select(ProposalDecision)
        .where(col(ProposalDecision.proposal_id) == proposal_id)
        .order_by(col(ProposalDecision.number))
    ).all()
    back = undoing(in_order(recorded))
    numbers = {decision.number: decision for decision in recorded}
    undone = numbers[back.undoes or 0]
    proposal.state, proposal.version = back.after, proposal.version + 1
    _decide(
        session, proposal, undone.suggestion_id, back.after, by=author, reason=back.reason, comment=comment,
        undoes_id=undone.id,
    )  # fmt: skip
    _settle(session, _need(session, proposal.need_id))
    audit.record(
        session, "undo", by=author, subject="proposal", subject_id=proposal_id, undone=undone.after.value,
        state=back.after.value,
    )  # fmt: skip
    return proposal


def in_order(recorded: Sequence[ProposalDecision]) -> list[Taken]:
    """The decisions of one proposal as values, each with the state before it."""
    numbers = {decision.id: decision.number for decision in recorded}
    found: list[Taken] = []
    for decision in recorded:
        before = found[-1].after if found else None
        undoes = numbers[decision.undoes_id] if decision.undoes_id is not None else None
        found.append(Taken(decision.number, before, decision.after, decision.reason, undoes))
    return found


def add_weights(session: Session, weights: Weights, *, since: date, source: str, by: str) -> int:
    """Adds a version of the weights, in force from a day on; its id.

    Raises `Conflict` when the name is taken, `Misused` for none or one too long.
    """
    author = check_signed(by)
    if not 1 <= len(weights.version) <= LONGEST_VERSION:
        raise Misused(f"Le nom des poids a de 1 à {LONGEST_VERSION} caractères. Donnez-en un plus court.")
    one_at_a_time(session)
    if session.exec(select(WeightsVersion).where(col(WeightsVersion.name) == weights.version)).first() is not None:
        raise Conflict(
            f"Des poids s'appellent déjà « {weights.version} ». Choisissez un autre nom.", code="weights.name_taken"
        )
    points, limits = as_data(weights)
    added = WeightsVersion(
        name=weights.version,
        since=since,
        points=json.dumps(points),
        limits=json.dumps(limits),
        source=source,
        author=author,
        at=datetime.now(UTC),
    )
    session.add(added)
    session.flush()
    audit.record(session, "weights", by=author, subject="weights", subject_id=added.id, name=weights.version)
    return _stored(added.id)


def _decide(
    session: Session,
    proposal: Proposal,
    suggestion_id: int,
    after: ProposalState,
    *,
    by: str,
    reason: RefusalReason | None = None,
    comment: str | None = None,
    undoes_id: int | None = None,
) -> int:
    mine = col(ProposalDecision.proposal_id) == proposal.id
    last = session.exec(select(func.max(ProposalDecision.number)).where(mine)).one()
    said = as_kept(comment or "")[:LONGEST_COMMENT]
    made = ProposalDecision(
        proposal_id=_stored(proposal.id),
        suggestion_id=suggestion_id,
        number=(last or 0) + 1,
        after=after,
        reason=reason,
        comment=said or None,
        undoes_id=undoes_id,
        author=by,
        at=datetime.now(UTC),
    )
    session.add(made)
    session.flush()
    return _stored(made.id)


def _settle(session: Session, need: PostedNeed) -> None:
    """Filled, or open again, by how many people are retained."""
    session.flush()
    mine = col(Proposal.need_id) == need.id
    retained = session.exec(
        select(func.count()).select_from(Proposal).where(mine, col(Proposal.state) == ProposalState.RETAINED)
    ).one()
    posts = session.exec(
        select(NeedVersion.posts)
        .where(col(NeedVersion.need_id) == need.id)
        .order_by(col(NeedVersion.version).desc())
        .limit(1)
    ).one()
    state = state_after(need.state, posts=posts, retained=retained)
    session.execute(update(PostedNeed).where(col(PostedNeed.id) == need.id).values(state=state))
    session.refresh(need)


def _details(match: Match) -> str:
    said: Mapping[str, Any] = {
        "criteria": [scored._asdict() for scored in match.criteria],
        "blocking": [
            {"criterion": each.criterion, "reason": each.reason, "verdict": each.verdict.value}
            for each in match.blocking
        ],
    }
    return json.dumps(said, ensure_ascii=False)


def _need(session: Session, need_id: int) -> PostedNeed:
    one_at_a_time(session)
    need = session.get(PostedNeed, need_id, populate_existing=True)
    if need is None:
        raise NotFound("Ce besoin n'existe pas.")
    return need


def _proposal(session: Session, proposal_id: int, seen: int | None) -> Proposal:
    one_at_a_time(session)
    proposal = session.get(Proposal, proposal_id, populate_existing=True)
    if proposal is None:
        raise NotFound("Cette mise en relation n'existe pas.")
    if seen is not None and proposal.version != seen:
        raise Conflict("Cette mise en relation a changé depuis que vous l'avez ouverte. Relisez-la.")
    return proposal


def _last_suggestion(session: Session, proposal_id: int) -> int:
    found = session.exec(
        select(Suggestion.id)
        .where(col(Suggestion.proposal_id) == proposal_id)
        .order_by(col(Suggestion.id).desc())
        .limit(1)
    ).one()
    return _stored(found)


def _stored(number: int | None) -> int:
    if number is None:
        raise ValueError("the row is not stored yet")
    return number
