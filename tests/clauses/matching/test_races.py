"""Two people who decide at the same time: one waits, then sees what the other did."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillWaiting
from dataclasses import dataclass

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from clauses.audit import verify
from clauses.db import reading, writing
from clauses.errors import Conflict
from clauses.matching import actions
from clauses.matching.decisions import NeedState
from clauses.matching.models import PostedNeed, Proposal, ProposalDecision
from clauses.matching.rules import Match, ProposalState, RefusalReason, Verdict
from tests import factories as f
from tests.factories import id_of

MATCH = Match("P1", "B001", 0.8, Verdict.PROPOSABLE, (), (), "essai")
Verb = Callable[[Session], object]


@dataclass(frozen=True)
class World:
    """A need of one post, and two people sent for it."""

    version: int
    need: int
    weights: int
    one: int
    other: int


@pytest.fixture
def world(engine: Engine) -> World:
    with writing(engine) as session:
        version = f.need_version(session, posts=1)
        weights = id_of(f.weights(session))
        sent = []
        for _ in range(2):
            proposal = actions.propose(
                session, need_version_id=id_of(version), person_id=id_of(f.person(session)), match=MATCH,
                weights_id=weights, by="Ana",
            )  # fmt: skip
            actions.decide(session, proposal_id=id_of(proposal), to=ProposalState.SENT, by="Ana")
            sent.append(id_of(proposal))
        return World(id_of(version), version.need_id, weights, *sent)


def _one_then_the_other(engine: Engine, first: Verb, second: Verb) -> None:
    """``second`` starts while the transaction of ``first`` is open: it must wait for its end. Raises what it raises."""

    def later() -> None:
        with writing(engine) as session:
            second(session)

    with ThreadPoolExecutor(1) as pool:
        with writing(engine) as session:
            first(session)
            waiting = pool.submit(later)
            with pytest.raises(StillWaiting):
                waiting.result(timeout=0.5)
        waiting.result(timeout=30.0)


def _retain(proposal: int) -> Verb:
    return lambda session: actions.decide(session, proposal_id=proposal, to=ProposalState.RETAINED, by="Bob")


def _states(engine: Engine) -> list[ProposalState]:
    with reading(engine) as session:
        assert verify(session) == []
        return [ProposalState(each) for each in session.exec(select(Proposal.state).order_by(col(Proposal.id))).all()]


def test_the_last_post_goes_to_the_first_retained(engine: Engine, world: World) -> None:
    with pytest.raises(Conflict) as refused:
        _one_then_the_other(engine, _retain(world.one), _retain(world.other))
    assert refused.value.code == "needs.not_open"
    assert _states(engine) == [ProposalState.RETAINED, ProposalState.SENT]


def test_nobody_is_retained_for_a_need_being_closed(engine: Engine, world: World) -> None:
    def close(session: Session) -> None:
        actions.close_need(session, need_id=world.need, by="Ana")

    with pytest.raises(Conflict) as refused:
        _one_then_the_other(engine, close, _retain(world.one))
    assert refused.value.code == "needs.not_open"
    with reading(engine) as session:
        assert session.get_one(PostedNeed, world.need).state is NeedState.CLOSED


def test_two_decisions_of_one_proposal_follow_each_other(engine: Engine, world: World) -> None:
    def refuse(session: Session) -> None:
        actions.decide(
            session, proposal_id=world.one, to=ProposalState.REFUSED, reason=RefusalReason.ABSENCE, by="Bob", seen=2
        )

    def interview(session: Session) -> None:
        actions.decide(session, proposal_id=world.one, to=ProposalState.INTERVIEW, by="Ana", seen=2)

    with pytest.raises(Conflict, match="a changé"):
        _one_then_the_other(engine, interview, refuse)
    with reading(engine) as session:
        mine = col(ProposalDecision.proposal_id) == world.one
        numbers = session.exec(select(ProposalDecision.number).where(mine).order_by(col(ProposalDecision.number))).all()
    assert list(numbers) == [1, 2, 3]


def test_one_person_is_proposed_once_whoever_asks(engine: Engine, world: World) -> None:
    with writing(engine) as session:
        person = id_of(f.person(session))

    def propose(session: Session) -> None:
        actions.propose(
            session, need_version_id=world.version, person_id=person, match=MATCH, weights_id=world.weights, by="Ana"
        )

    with pytest.raises(Conflict) as refused:
        _one_then_the_other(engine, propose, propose)
    assert refused.value.code == "proposals.already"
    assert len(_states(engine)) == 3
