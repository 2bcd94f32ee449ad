"""What a world where each has its own row does not show: the edges of each condition, seen by faults put in it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, SQLModel

from clauses.access.queries import narrowed
from clauses.db import writing
from clauses.markets.models import Obligation
from clauses.people.models import Person
from clauses.sites.models import Attendance
from clauses.sites.rules import MeetingKind
from tests import accounts, factories
from tests import factories_sites as sites
from tests.clauses.access.asking import asking
from tests.clauses.access.world import World, build
from tests.factories import NOON, id_of

TODAY = NOON.date()


@pytest.fixture
def world(engine: Engine) -> Iterator[tuple[Session, World]]:
    with writing(engine) as session:
        yield session, build(session)


def seen(session: Session, made: World, who: str, table: type[SQLModel]) -> set[int]:
    session.flush()
    return {id_of(row) for row in session.exec(narrowed(made.scopes[who], table)).all()}


def test_who_was_at_a_meeting_is_seen_by_who_sees_both_the_person_and_the_action(world: tuple[Session, World]) -> None:
    session, made = world
    ids = made.ids
    somebody_else = sites.attendance(
        session, meeting_id=ids["meeting 1a"], kind=MeetingKind.SITE_VISIT, person_id=ids["person 1b"]
    )
    elsewhere = sites.attendance(
        session, meeting_id=ids["meeting 1b"], kind=MeetingKind.SITE_VISIT, person_id=ids["person 1a"]
    )
    module = sites.attendance(session, person_id=ids["person 1a"])
    both = {ids["attendance 1a"]}
    assert seen(session, made, "O1a", Attendance) == both
    assert seen(session, made, "P1a", Attendance) == both
    assert seen(session, made, "E1a", Attendance) == both | {id_of(elsewhere)}, "visits of its people, never a module"
    assert seen(session, made, "F1", Attendance) >= both | {id_of(one) for one in (somebody_else, elsewhere, module)}


def test_what_is_entrusted_is_so_from_its_first_day_to_its_last(world: tuple[Session, World]) -> None:
    session, made = world
    (standing,) = made.scopes["P1a"].standings
    spans = [(0, 0), (-9, -1), (1, None), (0, None), (-9, 0)]
    people = []
    for first, last in spans:
        someone = factories.person(session)
        ends_on = None if last is None else TODAY + timedelta(days=last)
        accounts.assignment(
            session, membership_id=standing.membership_id, person_id=id_of(someone),
            starts_on=TODAY + timedelta(days=first), ends_on=ends_on,
        )  # fmt: skip
        people.append(id_of(someone))
    expected = {made.ids["person 1a"], people[0], people[3], people[4]}
    assert seen(session, made, "P1a", Person) == expected


def test_a_prescriber_follows_those_sent_in_its_name_in_its_own_territory(world: tuple[Session, World]) -> None:
    session, made = world
    factories.orientation(session, person_id=made.ids["person 2a"], prescriber="Mission 1a", oriented_on=TODAY)
    assert seen(session, made, "R1a", Person) == {made.ids["person 1a"]}


def test_hours_due_of_a_lot_that_nobody_holds_are_seen_where_the_lot_is(engine: Engine) -> None:
    with writing(engine) as session:
        places = [1, *(id_of(accounts.territory(session)) for _ in range(2))]
        lots = [factories.lot(session) for _ in places]
        for lot, territory in zip(lots[1:], places[1:], strict=True):
            accounts.territory_market(session, market_id=lot.market_id, territory_id=territory)
        free = [id_of(factories.obligation(session, contractor_id=None, lot_id=id_of(each))) for each in lots]
        for territory, due in zip(places, free, strict=True):
            rows = session.exec(narrowed(asking(territory=territory), Obligation)).all()
            assert [id_of(row) for row in rows] == [due]
