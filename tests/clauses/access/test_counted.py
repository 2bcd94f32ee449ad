"""Where every line of a contractor is counted, lines are told apart by contractors alone."""

from dataclasses import replace
from typing import Any

from sqlalchemy import Engine
from sqlmodel import col, select

from clauses.access.counted import countable, told
from clauses.accounts.queries import standing_of
from clauses.accounts.rules import ActorKind
from clauses.db import writing
from clauses.hours.models import Contract, Declaration, Line
from clauses.markets.models import Contractor, Lot, Market
from clauses.pathways.models import Exit
from clauses.people.models import Orientation
from tests import accounts, factories
from tests.clauses.access.asking import asking
from tests.factories import id_of


def test_lines_are_told_apart_by_contractors_for_buyers_and_territories_alone() -> None:
    for kind in ActorKind:
        by_contractors = countable(asking(kind, body=1)).contractors is not None
        assert by_contractors is (kind not in (ActorKind.E, ActorKind.O, ActorKind.P)), kind


def test_who_was_oriented_and_who_left_are_counted_for_those_who_follow_people_alone() -> None:
    for kind in ActorKind:
        counted = countable(asking(kind, body=1))
        follows = kind in (ActorKind.F, ActorKind.S, ActorKind.O, ActorKind.P)
        assert (str(counted.orientations) != "false", str(counted.exits) != "false") == (follows, follows), kind


def test_what_is_counted_is_that_of_the_market_of_the_company_or_of_the_people_followed(engine: Engine) -> None:
    """A company counts the hours that credit it, whoever employs, and those of its own people elsewhere."""
    with writing(engine) as session:
        held = [factories.contractor(session) for _ in range(3)]
        own, far = held[0].organisation_id, id_of(accounts.territory(session))
        agency = id_of(factories.organisation(session))
        markets = [session.get_one(Lot, each.lot_id).market_id for each in held]
        accounts.territory_market(session, market_id=markets[2], territory_id=far)
        buyer = session.get_one(Market, markets[0]).buyer_id
        numbers: dict[Any, list[int]] = {table: [] for table in (Line, Declaration, Contract, Orientation, Exit)}
        for at, employer in ((0, agency), (1, own), (2, agency)):
            declared = factories.declaration(session, contractor_id=id_of(held[at]), employer_id=employer)
            hired = factories.contract(session, employer_id=employer)
            worked = factories.line(session, declaration_id=id_of(declared), contract_id=id_of(hired))
            sent = factories.orientation(session, person_id=hired.person_id)
            left = factories.leaving(session, person_id=hired.person_id)
            if at == 2:
                accounts.territory_person(session, person_id=hired.person_id, territory_id=far)
            for row in (worked, declared, hired, sent, left):
                numbers[type(row)].append(id_of(row))
        guide = accounts.membership(session, kind=ActorKind.P)
        followed = session.get_one(Contract, numbers[Contract][1]).person_id
        accounts.assignment(session, membership_id=id_of(guide), person_id=followed)
        of_guide = replace(asking(), standings=(standing_of(guide),))
        for who, *expected in (
            (asking(), {0, 1}, {0, 1}, {0, 1}, {0, 1}, {0, 1}),
            (asking(territory=far), {2}, {2}, {2}, {2}, {2}),
            (asking(ActorKind.D, body=buyer), {0}, {0}, set(), set(), set()),
            (asking(ActorKind.E, body=own), {0, 1}, {1}, {1}, set(), set()),
            (of_guide, {1}, {1}, {1}, {1}, {1}),
        ):
            counted = countable(who)
            parts = (counted.lines, counted.declarations, counted.contracts, counted.orientations, counted.exits)
            for (table, known), condition, some in zip(numbers.items(), parts, expected, strict=True):
                query = select(col(table.id))
                if table is Line:
                    query = query.join(Declaration, col(Declaration.id) == col(Line.declaration_id)).join(
                        Contractor, col(Contractor.id) == col(Declaration.contractor_id)
                    )
                assert set(session.exec(query.where(condition))) == {known[each] for each in some}, (who, table)


def test_a_report_tells_of_homes_orientations_and_people_to_those_who_follow_people() -> None:
    shown = {kind: told(asking(kind, body=1)) for kind in ActorKind}
    follow = {ActorKind.F, ActorKind.S, ActorKind.P}
    assert {kind for kind, one in shown.items() if one.homes} == follow
    assert {kind for kind, one in shown.items() if one.followed} == follow | {ActorKind.O, ActorKind.R}
    assert {kind for kind, one in shown.items() if not one.people} == {ActorKind.D, ActorKind.A}
