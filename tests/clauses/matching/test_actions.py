"""Needs closed, people proposed, decisions taken and undone: what the database and the journal hold."""

import json
from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from clauses.audit import Journal, verify
from clauses.db import writing
from clauses.errors import Conflict, Misused, NotFound
from clauses.matching import actions
from clauses.matching.decisions import NeedState
from clauses.matching.models import PostedNeed, Proposal, ProposalDecision, Suggestion, WeightsVersion
from clauses.matching.rules import (
    Blocking,
    CriterionScore,
    Match,
    ProposalState,
    RefusalReason,
    Verdict,
    Weights,
)
from tests import factories as f
from tests.factories import id_of

ANA, BOB = "Ana Roux", "Bob Petit"
MATCH = Match(
    "P1", "B001", 0.8251, Verdict.PROPOSABLE, (CriterionScore("metier", 0.9, 0.4, "Recherche ce métier."),), (), "essai"
)
EXCLUDED = Match("P1", "B001", 0.2, Verdict.EXCLUDED, (), (Blocking("caces", "Sans CACES."),), "essai")


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with writing(engine) as made:
        yield made


def proposed(session: Session, posts: int = 1, match: Match = MATCH, comment: str | None = None) -> Proposal:
    """Someone put forward for a new need."""
    version = f.need_version(session, posts=posts)
    return again(session, id_of(version), id_of(f.person(session)), match, comment)


def again(session: Session, version: int, person: int, match: Match = MATCH, comment: str | None = None) -> Proposal:
    weights = id_of(f.weights(session))
    return actions.propose(
        session, need_version_id=version, person_id=person, match=match, weights_id=weights, by=ANA, comment=comment
    )


def move(session: Session, proposal: Proposal, to: ProposalState, **how: object) -> Proposal:
    return actions.decide(session, proposal_id=id_of(proposal), to=to, by=BOB, **how)  # type: ignore[arg-type]


def decisions(session: Session, proposal: Proposal) -> list[tuple[int, str, str]]:
    found = session.exec(
        select(ProposalDecision)
        .where(col(ProposalDecision.proposal_id) == proposal.id)
        .order_by(col(ProposalDecision.number))
    ).all()
    return [(one.number, one.after.value, one.author) for one in found]


def acts(session: Session) -> list[tuple[str, str]]:
    return [(act.act, act.author) for act in session.exec(select(Journal).order_by(col(Journal.number))).all()]


def need_of(session: Session, proposal: Proposal) -> PostedNeed:
    return session.exec(select(PostedNeed).where(col(PostedNeed.id) == proposal.need_id)).one()


def test_what_the_machine_said_is_kept_apart_from_what_is_decided(session: Session) -> None:
    proposal = proposed(session)
    move(session, proposal, ProposalState.SENT)
    move(session, proposal, ProposalState.REFUSED, reason=RefusalReason.TRAJET, comment=" deux bus\n par jour ")
    said = session.exec(select(Suggestion)).one()
    assert (said.score, said.verdict, json.loads(said.details)["criteria"][0]["name"]) == (
        8_251,
        Verdict.PROPOSABLE,
        "metier",
    )
    assert decisions(session, proposal) == [(1, "proposed", ANA), (2, "sent", BOB), (3, "refused", BOB)]
    last = session.exec(select(ProposalDecision).where(col(ProposalDecision.number) == 3)).one()
    assert (last.reason, last.comment, last.suggestion_id) == (RefusalReason.TRAJET, "deux bus par jour", said.id)
    assert acts(session) == [("propose", ANA), ("sent", BOB), ("refused", BOB)]
    assert verify(session) == []


def test_the_journal_tells_no_comment_and_no_name(session: Session) -> None:
    move(session, proposed(session), ProposalState.REFUSED, reason=RefusalReason.AUTRE, comment="secret")
    assert not any("secret" in act.details for act in session.exec(select(Journal)).all())


def test_a_need_is_filled_by_the_last_retained_and_opens_again_when_that_is_undone(session: Session) -> None:
    proposal = proposed(session)
    move(session, proposal, ProposalState.SENT)
    move(session, proposal, ProposalState.RETAINED)
    assert need_of(session, proposal).state is NeedState.FILLED
    undone = actions.undo(session, proposal_id=id_of(proposal), by=ANA)
    assert (undone.state, need_of(session, proposal).state) == (ProposalState.SENT, NeedState.OPEN)
    assert decisions(session, proposal)[-1] == (4, "sent", ANA)
    assert acts(session)[-1] == ("undo", ANA)


def test_a_need_of_two_posts_awaits_the_second(session: Session) -> None:
    proposal = proposed(session, posts=2)
    move(session, proposal, ProposalState.SENT)
    move(session, proposal, ProposalState.RETAINED)
    assert need_of(session, proposal).state is NeedState.OPEN


def test_nobody_is_retained_for_a_need_that_is_filled(session: Session) -> None:
    version = id_of(f.need_version(session, posts=1))
    one, other = (again(session, version, id_of(f.person(session))) for _ in range(2))
    for proposal in (one, other):
        move(session, proposal, ProposalState.SENT)
    move(session, one, ProposalState.RETAINED)
    with pytest.raises(Conflict, match="est pourvu"):
        move(session, other, ProposalState.RETAINED)
    with pytest.raises(Conflict, match="est pourvu"):
        again(session, version, id_of(f.person(session)))
    move(session, other, ProposalState.REFUSED, reason=RefusalReason.AUTRE_CANDIDAT)


def test_someone_refused_may_be_proposed_again_with_what_the_machine_says_then(session: Session) -> None:
    version, person = id_of(f.need_version(session)), id_of(f.person(session))
    proposal = again(session, version, person)
    with pytest.raises(Conflict, match="déjà proposée"):
        again(session, version, person)
    move(session, proposal, ProposalState.REFUSED, reason=RefusalReason.ABSENCE)
    assert again(session, version, person).id == proposal.id
    assert [number for number, _, _ in decisions(session, proposal)] == [1, 2, 3]
    assert len(session.exec(select(Suggestion)).all()) == 2
    back = actions.undo(session, proposal_id=id_of(proposal), by=ANA)
    last = session.exec(select(ProposalDecision).where(col(ProposalDecision.number) == 4)).one()
    assert (back.state, last.reason) == (ProposalState.REFUSED, RefusalReason.ABSENCE)


def test_whom_a_filter_excludes_is_proposed_with_a_reason_only(session: Session) -> None:
    with pytest.raises(Conflict, match=r"Sans CACES\."):
        proposed(session, match=EXCLUDED)
    assert proposed(session, match=EXCLUDED, comment="CACES passé hier").state is ProposalState.PROPOSED


def test_a_need_is_closed_and_opened_again_by_someone(session: Session) -> None:
    version = f.need_version(session)
    actions.close_need(session, need_id=version.need_id, by=ANA)
    with pytest.raises(Conflict, match="déjà fermé"):
        actions.close_need(session, need_id=version.need_id, by=ANA)
    with pytest.raises(Conflict, match="est fermé"):
        again(session, id_of(version), id_of(f.person(session)))
    actions.reopen_need(session, need_id=version.need_id, by=BOB)
    with pytest.raises(Conflict, match="n'est pas fermé"):
        actions.reopen_need(session, need_id=version.need_id, by=BOB)
    assert acts(session) == [("close", ANA), ("reopen", BOB)]


def test_a_need_that_changed_since_it_was_seen_takes_nobody(session: Session) -> None:
    version = f.need_version(session)
    f.need_version(session, need_id=version.need_id, version=2, contractor_id=version.contractor_id)
    with pytest.raises(Conflict, match="a changé depuis"):
        again(session, id_of(version), id_of(f.person(session)))


def test_what_does_not_exist_is_not_decided(session: Session) -> None:
    for verb in (
        lambda: actions.undo(session, proposal_id=9, by=ANA),
        lambda: actions.decide(session, proposal_id=9, to=ProposalState.SENT, by=ANA),
        lambda: again(session, 9, 9),
        lambda: actions.close_need(session, need_id=9, by=ANA),
    ):
        with pytest.raises(NotFound):
            verb()


def test_a_decision_is_signed_and_made_on_what_was_seen(session: Session) -> None:
    proposal = proposed(session)
    with pytest.raises(Misused, match="signée"):
        actions.decide(session, proposal_id=id_of(proposal), to=ProposalState.SENT, by="  ")
    move(session, proposal, ProposalState.SENT, seen=1)
    with pytest.raises(Conflict, match="a changé"):
        move(session, proposal, ProposalState.INTERVIEW, seen=1)


def test_weights_are_added_under_their_own_name(session: Session) -> None:
    actions.add_weights(session, Weights("proche"), since=date(2024, 1, 1), source="comité", by=ANA)
    with pytest.raises(Conflict, match="« proche »"):
        actions.add_weights(session, Weights("proche"), since=date(2024, 1, 1), source="", by=ANA)
    kept = session.exec(select(WeightsVersion).where(col(WeightsVersion.name) == "proche")).one()
    assert json.loads(kept.points) == dict(Weights().points)


def test_a_row_that_is_not_stored_has_no_number() -> None:
    with pytest.raises(ValueError, match="not stored"):
        actions._stored(None)
