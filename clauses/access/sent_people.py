"""The people that somebody sent to the clauses, and what became of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlmodel import Session, col

from clauses.access.queries import within
from clauses.accounts.models import Organisation
from clauses.accounts.scope import Scope
from clauses.people.models import Orientation, Person
from clauses.people.rules import Sector
from clauses.reference.rules import Decision


@dataclass(frozen=True)
class Sent:
    """An orientation, as whoever sent it follows it."""

    name: str
    oriented_on: date
    sector: Sector
    decision: Decision | None
    decided_on: date | None


def sent(session: Session, scope: Scope, *, page: int, size: int) -> tuple[list[Sent], int]:
    """A page of the orientations that somebody sees, the last first; and how many they are."""
    seen = (within(scope, Orientation), within(scope, Person))
    joined = select(Orientation, Person).join(Person, col(Person.id) == col(Orientation.person_id)).where(*seen)
    total = session.execute(
        select(func.count())
        .select_from(Orientation)
        .join(Person, col(Person.id) == col(Orientation.person_id))
        .where(*seen)
    ).scalar_one()
    ordered = joined.order_by(col(Orientation.oriented_on).desc(), col(Orientation.id).desc())
    return [
        Sent(f"{person.first_name} {person.last_name}", one.oriented_on, one.sector, one.decision, one.decided_on)
        for one, person in session.execute(ordered.offset((page - 1) * size).limit(size))
    ], int(total)


def body_of(session: Session, organisation_id: int | None) -> str:
    """The name under which a body sends people; none for a territory."""
    if organisation_id is None:
        return ""
    return session.get_one(Organisation, organisation_id).name
