"""A small recorded world for tests of people: Léa, who lives in Fontaine d'Ouche and was oriented to building."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from clauses.people.rules import Name, Sector
from clauses.reference.rules import Decision, Origin, Sex
from imports.people.facts import KnownPeople, OrientationFacts, PersonFacts, ResidenceFacts
from imports.people.identity import Known
from imports.people.plan import PeoplePlan, plan
from imports.said import Headers

LEA = 51
BORN = date(1990, 5, 4)
ORIENTED = date(2023, 3, 1)
TODAY = date(2024, 6, 15)
OUCHE = ResidenceFacts("3 rue du Lac", "21000", "Dijon", "QN02102M", "Fontaine d'Ouche")
WITH_QPV = Headers({("Personnes", "qpv"): "Quartier"}, {"last_name": "Nom", "qpv": "QPV"})
WITHOUT_QPV = Headers({}, WITH_QPV.canonical)

NOBODY = KnownPeople((), {}, {}, {}, {})

_BLANK = dict.fromkeys(
    (
        "identifier", "last_name", "first_name", "birth_date", "sex", "address", "postal_code", "commune", "qpv",
        "origin", "prescriber", "referent", "plie_from", "plie_until", "oriented_on", "sector", "decision",
        "decided_on", "reason", "rsa", "rqth", "work_permit_until", "unemployed_since", "education_level",
        "french_level", "jobs", "skills", "licences", "mobility_km", "available_on",
    )
)  # fmt: skip


def row(**said: Any) -> dict[str, Any]:
    """Léa Roux of Fontaine d'Ouche, oriented to building in March 2023 and validated; ``said`` changes it."""
    usual = {
        "last_name": "Roux",
        "first_name": "Léa",
        "birth_date": BORN,
        "sex": "F",
        "commune": "Dijon",
        "address": "3 rue du Lac",
        "postal_code": "21000",
        "qpv": "Fontaine d'Ouche",
        "origin": "AUTRES",
        "prescriber": "France Travail",
        "oriented_on": ORIENTED,
        "sector": "BTP",
        "decision": "validated",
        "decided_on": date(2023, 3, 8),
    }
    return {**_BLANK, **usual, **said}


def someone(**said: Any) -> dict[str, Any]:
    """Léa Roux again, in a row that says nothing else of her than her commune."""
    named = {name: row()[name] for name in ("last_name", "first_name", "birth_date", "sex", "commune")}
    return {**_BLANK, **named, **said}


def world(**changed: Any) -> KnownPeople:
    """What the usual row left when it was imported; parts given by name replace the usual ones."""
    lea = PersonFacts(None, "Roux", "Léa", BORN, Sex.F)
    usual = KnownPeople(
        identities=(Known(LEA, None, Name.of("Roux", "Léa"), BORN, Sex.F),),
        people={LEA: lea},
        residences={LEA: {ORIENTED: OUCHE}},
        participations={},
        orientations={
            (LEA, ORIENTED, Sector.BTP): OrientationFacts(
                Origin.AUTRES, "France Travail", None, Decision.VALIDATED, date(2023, 3, 8)
            )
        },
    )
    return replace(usual, **changed)


def known_as(*identities: tuple[int, str | None, str, str, Sex | None], born: date = BORN) -> KnownPeople:
    """People recorded with nothing but their identity: (id, identifier, last name, first name, sex)."""
    people = {number: PersonFacts(mark, last, first, born, sex) for number, mark, last, first, sex in identities}
    return replace(NOBODY, identities=_identities(people), people=people)


def _identities(people: Mapping[int, PersonFacts]) -> tuple[Known, ...]:
    return tuple(
        Known(number, facts.identifier, Name.of(facts.last_name, facts.first_name), facts.birth_date, facts.sex)
        for number, facts in people.items()
    )


def decided(
    *rows: Mapping[str, Any], known: KnownPeople = NOBODY, headers: Headers = WITH_QPV, today: date = TODAY
) -> PeoplePlan:
    """The plan of a file of these rows, numbered from the second row of its one sheet."""
    numbered = ({"sheet": "Personnes", "row": index, **said} for index, said in enumerate(rows, start=2))
    return plan(numbered, known, headers, today=today)


def recorded(made: PeoplePlan, known: KnownPeople) -> KnownPeople:
    """What is known once a plan is applied: the same rules as the database, without one."""
    last = max(known.people, default=0)
    ids = {number: last - number for number in made.people if number < 0}
    people = {**known.people, **{ids.get(number, number): facts for number, facts in made.people.items()}}
    residences = {person: dict(homes) for person, homes in known.residences.items()}
    for person, homes in made.residences.items():
        residences.setdefault(ids.get(person, person), {}).update({day: facts for day, (facts, _) in homes.items()})
    participations = {person: dict(times) for person, times in known.participations.items()}
    for (person, start), (end, _) in made.participations.items():
        participations.setdefault(ids.get(person, person), {})[start] = end
    orientations = dict(known.orientations)
    for (person, day, sector), (facts, _) in made.orientations.items():
        orientations[ids.get(person, person), day, sector] = facts
    return KnownPeople(_identities(people), people, residences, participations, orientations)


def codes(made: PeoplePlan) -> list[str]:
    """What was said, in order."""
    return [issue.code for issue in made.issues]


def writes(made: PeoplePlan) -> set[str]:
    """The parts of a plan that would write something."""
    return {name for name in ("people", "residences", "participations", "orientations") if getattr(made, name)}
