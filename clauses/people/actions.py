"""People recorded, with where they lived, their time in the PLIE and their orientations.

These verbs write in the caller's transaction; an import's run, or the page's own act, is what the journal keeps.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import insert, update
from sqlmodel import Session, col

from clauses.db import upsert
from clauses.people.models import Orientation, Participation, Person, Residence
from clauses.people.rules import Name


def add_people(session: Session, people: Sequence[Mapping[str, Any]]) -> list[int]:
    """Adds people (columns of `Person` but the keys, made here); their ids, in the same order."""
    if not people:
        return []
    statement = insert(Person).returning(col(Person.id), sort_by_parameter_order=True)
    rows = [{**person, **_keys(person)} for person in people]
    return [int(number) for number in session.execute(statement, rows).scalars()]


def _keys(person: Mapping[str, Any]) -> dict[str, str]:
    name = Name.of(person["last_name"], person["first_name"])
    return {"last_key": name.last or person["last_name"], "first_key": name.first or person["first_name"]}


def change_person(session: Session, person_id: int, **values: Any) -> None:
    """Writes what is said of someone recorded; the name and birth date are not changed by an import."""
    session.execute(update(Person).where(col(Person.id) == person_id).values(**values))


def record_residences(session: Session, residences: Sequence[Mapping[str, Any]]) -> None:
    """Adds where people lived since a day, or corrects what was said of that day."""
    upsert(session, Residence, residences, ("person_id", "since"))


def record_participations(session: Session, participations: Sequence[Mapping[str, Any]]) -> None:
    """Adds times in the PLIE by their start, or moves their end."""
    upsert(session, Participation, participations, ("person_id", "starts_on"))


def record_orientations(session: Session, orientations: Sequence[Mapping[str, Any]]) -> None:
    """Adds orientations by person, day and sector, or writes what was decided of them."""
    upsert(session, Orientation, orientations, ("person_id", "oriented_on", "sector"))
