"""What matching reads, on both engines: needs as they stand, people as far as it may see them, proposals, weights."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session

from clauses.db import reading, writing
from clauses.hours.agreements import set_counting
from clauses.matching import queries
from clauses.matching.decisions import NeedState
from clauses.matching.models import PostedNeed, WeightsVersion
from clauses.matching.rules import Engagement, Limits, ProposalState, RefusalReason, Verdict, Weights
from clauses.matching.seekers import Home, Oriented
from clauses.people.publics import Criterion
from clauses.people.rules import Sector
from clauses.reference.rules import ContractKind, Decision, Nature, Sex
from tests import factories as f
from tests.factories import id_of

TODAY = date(2024, 6, 15)


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with writing(engine) as made:
        yield made


def need(session: Session, reference: str = "B001", **values: object) -> int:
    """A need of a contractor of its own market, in one version; its id."""
    market = f.market(session, reference=f"M-{reference}-{values.get('starts_on', '')}", publics="RSA ; DELD")
    lot = f.lot(session, market_id=id_of(market), number="1")
    holder = f.contractor(session, lot_id=id_of(lot))
    posted = f.posted_need(session, market_id=id_of(market), reference=reference)
    f.need_version(session, need_id=id_of(posted), contractor_id=id_of(holder), **values)
    return id_of(posted)


# --- needs ------------------------------------------------------------------------------------------------------------


def test_a_need_is_read_in_its_last_version_with_who_it_is_for(session: Session) -> None:
    number = need(session, posts=2)
    first = queries.needs(session)[0]
    market = f.market(session, nature=Nature.BTP)
    lot = f.lot(session, market_id=id_of(market), nature=Nature.MS, number="7")
    holder = f.contractor(session, lot_id=id_of(lot))
    f.need_version(
        session, need_id=number, version=2, job="Coffreur", posts=3, contractor_id=id_of(holder), weekly_hours=35_00,
        licences="Permis B", skills="coffrage", french_level="A2", qpv_only=True, contract_kind=ContractKind.CDI,
    )  # fmt: skip
    [found] = queries.needs(session)
    assert (first.version, first.job, first.record["sector"]) == (1, "Maçon", "BTP")
    assert (found.id, found.version, found.key, found.lot, found.job, found.posts) == (
        number, 2, "B001", "7", "Coffreur", 3,
    )  # fmt: skip
    assert found.record == {
        "key": "B001", "job": "Coffreur", "skills": "coffrage", "licences": "Permis B", "french_level": "A2",
        "commune": "Chenôve", "posts": 3, "starts_on": date(2024, 5, 2), "ends_on": date(2024, 12, 31),
        "weekly_hours": 35_00, "sector": "MS", "qpv_only": True,
        "publics": frozenset({Criterion.RSA, Criterion.DELD}),
    }  # fmt: skip


def test_the_first_need_to_start_comes_first_and_a_shared_reference_takes_its_market(session: Session) -> None:
    need(session, "B001", starts_on=date(2024, 9, 1))
    need(session, "B002", starts_on=date(2024, 3, 1))
    need(session, "B003", starts_on=date(2024, 4, 1))
    assert [each.key for each in queries.needs(session)] == ["B002", "B003", "B001"]
    need(session, "B002", starts_on=date(2024, 5, 1))
    assert [each.key for each in queries.needs(session) if each.reference == "B002"] == [
        "M-B002-2024-03-01/B002", "M-B002-2024-05-01/B002",
    ]  # fmt: skip


def test_a_need_asks_for_the_publics_of_its_market_on_the_day_it_starts(session: Session) -> None:
    rule_day = date(2024, 5, 1)
    for reference, start in (("B001", rule_day - timedelta(days=1)), ("B002", rule_day)):
        number = need(session, reference, starts_on=start)
        market = session.get_one(PostedNeed, number).market_id
        told: dict[str, Any] = {"market_id": market, "source": "CCAP", "by": "Ana"}
        set_counting(session, **told, publics=frozenset({Criterion.QPV}))
        set_counting(session, **told, in_force_on=rule_day)
    asked = {each.reference: each.record["publics"] for each in queries.needs(session)}
    assert asked == {"B001": {Criterion.QPV}, "B002": {Criterion.RSA, Criterion.DELD}}


def test_a_supply_market_has_no_sector_of_orientation(session: Session) -> None:
    market = f.market(session, nature=Nature.FOURNITURES)
    holder = f.contractor(session, lot_id=id_of(f.lot(session, market_id=id_of(market))))
    posted = f.posted_need(session, market_id=id_of(market))
    f.need_version(session, need_id=id_of(posted), contractor_id=id_of(holder))
    assert queries.needs(session)[0].record["sector"] is None


def test_posts_left_are_those_without_anyone_retained(session: Session) -> None:
    number = need(session, posts=2)
    for state in (ProposalState.RETAINED, ProposalState.SENT):
        f.proposal(session, need_id=number, state=state)
    [found] = queries.needs(session)
    assert (found.retained, found.left, found.state) == (1, 1, NeedState.OPEN)
    assert (found.is_over(date(2024, 12, 31)), found.is_over(date(2025, 1, 1))) == (False, True)


# --- people -----------------------------------------------------------------------------------------------------------


def test_someone_is_read_with_everything_that_has_a_say(session: Session) -> None:
    person = id_of(
        f.person(session, identifier="P0001", jobs="maçon", skills="coffrage", licences="Permis B", french_level="B1",
                 mobility_km=20, available_on=TODAY, work_permit_until=date(2030, 1, 1), sex=Sex.F)
    )  # fmt: skip
    f.residence(session, person_id=person, since=date(2023, 1, 1), commune="Dijon", postal_code="21000")
    f.orientation(
        session,
        person_id=person,
        oriented_on=date(2023, 2, 1),
        decision=Decision.VALIDATED,
        decided_on=date(2023, 2, 8),
    )
    f.participation(session, person_id=person, starts_on=date(2023, 3, 1))
    f.contract(session, person_id=person, starts_on=date(2023, 4, 3), ends_on=date(2023, 9, 29))
    f.contract(session, person_id=person, starts_on=date(2023, 10, 2), kind=ContractKind.CDI)
    f.contract(session, person_id=person, starts_on=date(2023, 11, 2), kind=ContractKind.CDD)
    f.proposal(session, need_id=need(session), person_id=person, state=ProposalState.RETAINED)
    needs = queries.needs(session)
    [found] = queries.seekers(session, exits={person: [date(2023, 9, 30)]}, promised=needs)
    assert (found.id, found.key, found.jobs, found.mobility_km, found.available_on) == (
        person, "P0001", "maçon", 20, TODAY,
    )  # fmt: skip
    assert found.homes == {date(2023, 1, 1): Home("Dijon", "21000", None)}
    assert found.orientations == (Oriented(date(2023, 2, 1), Sector.BTP, Decision.VALIDATED, date(2023, 2, 8)),)
    assert (found.participations, found.exits) == ((date(2023, 3, 1),), (date(2023, 9, 30),))
    assert set(found.contracts) == {
        Engagement(date(2023, 4, 3), date(2023, 9, 29)),
        Engagement(date(2023, 10, 2), None, open_ended=True),
        Engagement(date(2023, 11, 2), None),
        Engagement(date(2024, 5, 2), date(2024, 12, 31), need="B001"),
    }
    assert queries.named_people(session)[person].sex is Sex.F


def test_someone_without_an_identifier_is_named_by_number(session: Session) -> None:
    number = id_of(f.person(session, first_name="Camille", last_name="Exemple"))
    [found] = queries.seekers(session, exits={})
    named = queries.named_people(session)[number]
    assert (found.key, named.key, named.name) == (f"personne-{number}", f"personne-{number}", "Camille Exemple")
    assert (found.homes, found.orientations, found.contracts) == ({}, (), ())


def test_the_number_of_queries_does_not_grow_with_people(engine: Engine) -> None:
    counts = []
    for more in (1, 30):
        with writing(engine) as session:
            for _ in range(more):
                f.residence(session)
                need(session, f"B{more}{_}")
        seen: list[str] = []

        def on_statement(_c: object, _u: object, statement: str, *_rest: object, seen: list[str] = seen) -> None:
            seen.append(statement)

        event.listen(engine, "before_cursor_execute", on_statement)
        with reading(engine) as session:
            needs = queries.needs(session)
            queries.seekers(session, exits={}, promised=needs)
            queries.proposals(session)
            queries.named_people(session)
        event.remove(engine, "before_cursor_execute", on_statement)
        counts.append(len(seen))
    assert counts[0] == counts[1]


# --- proposals and weights --------------------------------------------------------------------------------------------


def test_a_proposal_is_read_with_what_was_last_said_and_last_decided(session: Session) -> None:
    proposal = f.proposal(session, state=ProposalState.REFUSED)
    weights = f.weights(session, name="territoire")
    said = f.suggestion(
        session, proposal_id=id_of(proposal), weights_id=id_of(weights), score=7_001, verdict=Verdict.TO_CHECK
    )
    f.proposal_decision(session, proposal_id=id_of(proposal), suggestion_id=id_of(said))
    f.proposal_decision(
        session, proposal_id=id_of(proposal), suggestion_id=id_of(said), number=2, after=ProposalState.REFUSED,
        reason=RefusalReason.TRAJET, comment="deux bus", author="Bob",
    )  # fmt: skip
    [found] = queries.proposals(session)
    assert (found.state, found.score, found.verdict, found.weights) == (
        ProposalState.REFUSED, 7_001, Verdict.TO_CHECK, "territoire",
    )  # fmt: skip
    assert (found.author, found.reason, found.comment) == ("Bob", RefusalReason.TRAJET, "deux bus")


def test_the_weights_of_a_new_database_are_those_of_the_product(session: Session) -> None:
    number, weights = queries.weights_in_force(session, TODAY)
    assert (weights, session.get_one(WeightsVersion, number).name) == (Weights(), "initiale")


def test_the_last_weights_in_force_that_day_hold(session: Session) -> None:
    def add(name: str, since: date) -> int:
        return id_of(
            f.weights(session, name=name, since=since, points=json.dumps({"metier": 1}), limits='{"reach_km": 9}')
        )

    later, now = add("plus tard", TODAY + timedelta(days=1)), add("maintenant", TODAY)
    assert queries.weights_in_force(session, TODAY) == (now, Weights("maintenant", {"metier": 1}, Limits(reach_km=9)))
    assert queries.weights_in_force(session, TODAY + timedelta(days=1))[0] == later
    assert queries.weights_in_force(session, date(1999, 1, 1))[1].version == "initiale"
