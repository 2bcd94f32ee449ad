"""The operator's follow-up: in what capacities one reads an action, whom one sees of it, the visits of one's people."""

from dataclasses import replace
from datetime import date

from sqlalchemy import Engine
from sqlmodel import SQLModel

from clauses.access.followed import followed
from clauses.access.queries import narrowed
from clauses.access.sites import kinds_on, people_seen, visits_of
from clauses.accounts.queries import standing_of
from clauses.accounts.rules import ActorKind
from clauses.db import writing
from clauses.people.models import Person
from clauses.sites.models import FollowUp, Referral
from clauses.sites.rules import MeetingKind
from tests import accounts, factories
from tests import factories_sites as sites
from tests.clauses.access.asking import asking
from tests.factories import id_of


def test_somebody_reads_each_action_in_the_capacities_that_reach_it(engine: Engine) -> None:
    """An operator of one action may be the référent of somebody of another."""
    with writing(engine) as session:
        own, other = (sites.action(session) for _ in range(2))
        guided = sites.referral(session, action_id=id_of(other)).person_id
        stranger = sites.referral(session, action_id=id_of(other)).person_id
        received = sites.referral(session, action_id=id_of(own)).person_id
        operator = accounts.membership(session, kind=ActorKind.O, organisation_id=own.operator_id)
        guide = accounts.membership(session, kind=ActorKind.P)
        accounts.assignment(session, membership_id=id_of(guide), person_id=guided)
        both = replace(asking(), standings=(standing_of(operator), standing_of(guide)))
        assert kinds_on(session, both, id_of(own)) == {ActorKind.O}
        assert kinds_on(session, both, id_of(other)) == {ActorKind.P}
        assert people_seen(session, both, id_of(own)) == {received}
        assert people_seen(session, both, id_of(other)) == {guided}
        assert people_seen(session, asking(), id_of(other)) == {guided, stranger}
        day = date(2023, 6, 1)
        whole, part = (followed(session, both, id_of(each), day) for each in (own, other))
        assert (whole.whole is None, part.whole is None) == (False, True)
        assert [one.id for one in part.facts.people] == [guided]
        assert {one.person_id for one in part.alerts} == {guided}
        assert {one.person_id for one in whole.alerts} == {received, None}
        assert whole.person(whole.facts.people[0].referral_id) == whole.facts.people[0]


def test_an_employer_reads_the_visits_of_its_people_and_nothing_told_to_their_referent(engine: Engine) -> None:
    with writing(engine) as session:
        hired, elsewhere = factories.contract(session), factories.contract(session)
        own, other = hired.person_id, elsewhere.person_id
        opened = id_of(sites.action(session))
        for person in (own, other):
            sites.referral(session, action_id=opened, person_id=person)
            sites.follow_up(session, action_id=opened, person_id=person)
        lot = factories.lot(session)
        held = [
            sites.meeting(session, action_id=opened, kind=kind, lot_id=id_of(lot), held_on=date(2023, 4, day))
            for kind, day in ((MeetingKind.SITE_VISIT, 3), (MeetingKind.MODULE, 4), (MeetingKind.SITE_VISIT, 5))
        ]
        for meeting, person in ((held[0], own), (held[1], own), (held[2], other)):
            sites.attendance(
                session, meeting_id=id_of(meeting), kind=meeting.kind, held_on=meeting.held_on, person_id=person
            )
        company = asking(ActorKind.E, body=hired.employer_id)
        name = session.get_one(Person, own).last_name
        assert [(one.held_on.day, one.person) for one in visits_of(session, company)] == [(3, f"Camille {name}")]
        assert [(one.held_on.day, one.lot) for one in visits_of(session, asking())] == [
            (5, lot.number),
            (3, lot.number),
        ]
        seen, whole = (followed(session, who, opened, date(2023, 6, 1)) for who in (company, asking()))
        (mine,) = seen.facts.people
        assert (mine.id, [one.meeting.held_on.day for one in mine.attendances]) == (own, [3])
        assert (mine.follow_ups, mine.referent) == ((), None)
        theirs = next(one for one in whole.facts.people if one.id == own)
        assert ([one.meeting.held_on.day for one in theirs.attendances], len(theirs.follow_ups)) == ([3, 4], 1)
        facts, there = whole.meeting(id_of(held[0]))
        assert (facts.id, [person.id for person, _ in there]) == (id_of(held[0]), [own])


def test_what_is_written_of_somebody_of_another_territory_is_not_read_with_the_action(engine: Engine) -> None:
    with writing(engine) as session:
        opened, far = id_of(sites.action(session)), id_of(accounts.territory(session))
        rows: dict[type[SQLModel], list[int]] = {
            table: [id_of(make(session, action_id=opened)) for _ in range(2)]
            for table, make in ((Referral, sites.referral), (FollowUp, sites.follow_up))
        }
        for table, (_, there) in rows.items():
            person = session.get_one(table, there).person_id  # type: ignore[attr-defined]  # both have one
            accounts.territory_person(session, person_id=person, territory_id=far)
        for table, (here, _) in rows.items():
            assert [id_of(row) for row in session.exec(narrowed(asking(), table))] == [here]
            assert session.exec(narrowed(asking(territory=far), table)).all() == []
