"""What a world where each has its own row does not show: the edges of each condition, seen by faults put in it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, not_
from sqlmodel import Session, SQLModel, col, select

from clauses.access.conditions import entrusted_lots
from clauses.access.queries import narrowed
from clauses.accounts.queries import standing_of
from clauses.accounts.rules import FIRST_TERRITORY, ActorKind
from clauses.db import writing
from clauses.files.models import ImportIssue, ImportRun
from clauses.hours.models import Declaration
from clauses.markets.models import Amendment, Lot, Market, Obligation
from clauses.people.models import Person
from clauses.sites.models import Attendance
from clauses.sites.rules import MeetingKind, ReferralState
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


def test_what_is_entrusted_is_so_from_its_first_day_to_its_last(engine: Engine) -> None:
    with writing(engine) as session:
        held, other = (accounts.membership(session, kind=ActorKind.P) for _ in range(2))
        accounts.assignment(session, membership_id=id_of(other))
        people = []
        for first, last in ((0, 0), (-9, -1), (1, None), (0, None), (-9, 0)):
            entrusted = accounts.assignment(
                session, membership_id=id_of(held), starts_on=TODAY + timedelta(days=first),
                ends_on=None if last is None else TODAY + timedelta(days=last),
            )  # fmt: skip
            people.append(entrusted.person_id)
        who = replace(asking(), standings=(standing_of(held),))
        read = {one.id for one in session.exec(narrowed(who, Person))}
        assert read == {people[0], people[3], people[4]}


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


def test_a_file_is_read_where_it_was_deposited_before_it_holds_any_hours(engine: Engine) -> None:
    with writing(engine) as session:
        far = id_of(accounts.territory(session))
        runs = [id_of(factories.run(session)) for _ in range(3)]
        for run, territory in zip(runs, (1, far), strict=False):
            accounts.deposit(session, run_id=run, territory_id=territory)
        said = [id_of(factories.issue(session, run_id=run)) for run in runs]
        for territory, read in ((1, (0, 2)), (far, (1,))):
            who = asking(territory=territory)
            assert [one.id for one in session.exec(narrowed(who, ImportRun))] == [runs[at] for at in read]
            assert [one.id for one in session.exec(narrowed(who, ImportIssue))] == [said[at] for at in read]


def test_a_market_put_in_the_first_territory_by_name_is_of_it(engine: Engine) -> None:
    with writing(engine) as session:
        named = accounts.territory_market(session, territory_id=FIRST_TERRITORY).market_id
        assert [one.id for one in session.exec(narrowed(asking(), Market))] == [named]


def test_hours_are_read_by_the_company_that_employs_and_by_the_one_that_sent_them(engine: Engine) -> None:
    with writing(engine) as session:
        employer, sender, neither = (id_of(factories.organisation(session)) for _ in range(3))
        run = id_of(factories.run(session))
        accounts.deposit(session, run_id=run, organisation_id=sender)
        sent = id_of(factories.declaration(session, employer_id=employer, run_id=run))
        for body, read in ((employer, [sent]), (sender, [sent]), (neither, [])):
            who = asking(ActorKind.E, body=body)
            assert [one.id for one in session.exec(narrowed(who, Declaration))] == read


def test_an_operator_sees_whom_it_was_sent_but_no_more_whom_it_refused(engine: Engine) -> None:
    with writing(engine) as session:
        action = sites.action(session)
        days = {ReferralState.WAITING: None, ReferralState.ACCEPTED: TODAY, ReferralState.REFUSED: TODAY}
        sent = {
            state: sites.referral(
                session, action_id=id_of(action), state=state, decided_on=day, motive=day and "Absent"
            ).person_id
            for state, day in days.items()
        }
        who = asking(ActorKind.O, body=action.operator_id)
        seen_now = {one.id for one in session.exec(narrowed(who, Person))}
        assert seen_now == {number for state, number in sent.items() if state is not ReferralState.REFUSED}


def test_what_is_not_entrusted_is_known_not_to_be(engine: Engine) -> None:
    """One entrusts a lot or a person: the blank of the other column says nothing of the lots that are not entrusted."""
    with writing(engine) as session:
        held = accounts.membership(session, kind=ActorKind.O)
        lots = [id_of(factories.lot(session)) for _ in range(2)]
        accounts.lot_assignment(session, membership_id=id_of(held), lot_id=lots[0])
        accounts.assignment(session, membership_id=id_of(held))
        entrusted = col(Lot.id).in_(entrusted_lots(standing_of(held), TODAY))
        assert session.exec(select(Lot.id).where(entrusted)).all() == lots[:1]
        assert session.exec(select(Lot.id).where(not_(entrusted))).all() == lots[1:]


def test_an_amendment_of_a_whole_market_is_read_where_the_market_is(engine: Engine) -> None:
    with writing(engine) as session:
        far = id_of(accounts.territory(session))
        here, there = (id_of(factories.amendment(session)) for _ in range(2))
        accounts.territory_market(session, market_id=session.get_one(Amendment, there).market_id, territory_id=far)
        for territory, expected in ((1, [here]), (far, [there])):
            assert [one.id for one in session.exec(narrowed(asking(territory=territory), Amendment))] == expected
