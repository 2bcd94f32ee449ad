"""What is recorded of people, read for a plan; and a plan of people, written in the caller's transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import cast

from sqlmodel import Session, select

from clauses.dates import french_day
from clauses.people import actions
from clauses.people.models import Orientation, Participation, Person, Residence
from clauses.people.rules import Name, Sector
from clauses.questions.actions import ask
from clauses.questions.queries import confirmed_people
from clauses.questions.rules import Asked, QuestionKind, of_record
from clauses.reference.qpv_queries import quartiers
from imports.people.facts import KnownPeople, OrientationFacts, OrientationKey, PersonFacts, ResidenceFacts
from imports.people.identity import Known
from imports.people.plan import PeoplePlan


def identities(session: Session) -> list[Known]:
    """Everyone recorded, as far as telling people apart needs."""
    return [_identity(person) for person in session.exec(select(Person)).all()]


def _identity(person: Person) -> Known:
    name = Name(person.last_key, person.first_key)
    return Known(_id(person.id), person.identifier, name, person.birth_date, person.sex)


def load(session: Session) -> KnownPeople:
    """Everyone recorded, as facts."""
    people = {_id(person.id): person for person in session.exec(select(Person)).all()}
    residences: dict[int, dict[date, ResidenceFacts]] = defaultdict(dict)
    for home in session.exec(select(Residence)).all():
        residences[home.person_id][home.since] = ResidenceFacts(
            home.address, home.postal_code, home.commune, home.qpv_key, home.qpv_name, home.outside_qpv
        )
    participations: dict[int, dict[date, date | None]] = defaultdict(dict)
    for time in session.exec(select(Participation)).all():
        participations[time.person_id][time.starts_on] = time.ends_on
    orientations: dict[OrientationKey, OrientationFacts] = {}
    for sent in session.exec(select(Orientation)).all():
        key = (sent.person_id, sent.oriented_on, Sector(sent.sector))
        orientations[key] = OrientationFacts(
            sent.origin, sent.prescriber, sent.referent, sent.decision, sent.decided_on, sent.reason
        )
    return KnownPeople(
        identities=[_identity(person) for person in people.values()],
        people={number: _facts(person) for number, person in people.items()},
        residences=residences,
        participations=participations,
        orientations=orientations,
        quartiers=quartiers(session),
        confirmed={
            (last, first, born): person
            for (last, first, born, _), person in confirmed_people(session).items()
            if born is not None
        },
    )


def _facts(person: Person) -> PersonFacts:
    return PersonFacts(**{name: getattr(person, name) for name in PersonFacts.__dataclass_fields__})


def apply(session: Session, plan: PeoplePlan, *, run_id: int) -> list[int]:
    """Writes people, then where they lived, their time in the PLIE and their orientations; the ids of those added."""
    added = actions.add_people(session, [vars(facts) for number, facts in plan.people.items() if number < 0])
    numbers = dict(zip((number for number in plan.people if number < 0), added, strict=True))
    for person, facts in plan.people.items():
        if person > 0:
            actions.change_person(session, person, **vars(facts))
    actions.record_residences(
        session,
        [
            {"person_id": numbers.get(person, person), "since": since, "run_id": run_id, **vars(facts), **vars(place)}
            for person, homes in plan.residences.items()
            for since, (facts, place) in homes.items()
        ],
    )
    actions.record_participations(
        session,
        [
            {
                "person_id": numbers.get(person, person),
                "starts_on": start,
                "ends_on": end,
                "run_id": run_id,
                **vars(place),
            }
            for (person, start), (end, place) in plan.participations.items()
        ],
    )
    actions.record_orientations(
        session,
        [
            {
                "person_id": numbers.get(person, person),
                "oriented_on": day,
                "sector": sector,
                "run_id": run_id,
                **vars(facts),
                **vars(place),
            }
            for (person, day, sector), (facts, place) in plan.orientations.items()
        ],
    )
    ask(session, _doubts(plan, numbers), run_id=run_id)
    return added


def _doubts(plan: PeoplePlan, numbers: Mapping[int, int]) -> Iterator[Asked]:
    """Is somebody just added one of those that were there?"""
    for number, candidates in plan.doubts.items():
        facts, person = plan.people[number], numbers[number]
        said = f"{facts.first_name} {facts.last_name}, né(e) le {french_day(facts.birth_date)}"
        subject = {
            "last_name": facts.last_name,
            "first_name": facts.first_name,
            "birth_date": facts.birth_date.isoformat(),
            "said": said if facts.identifier is None else f"{said} ({facts.identifier})",
        }
        yield of_record(QuestionKind.SAME_PERSON, person, subject, candidates)


def _id(number: int | None) -> int:
    return cast("int", number)  # a stored row has one
