"""Exits recorded, read for a plan; and a plan of exits, written in the caller's transaction."""

from __future__ import annotations

from sqlmodel import Session, select

from clauses.pathways.actions import record_exits
from clauses.pathways.models import Exit
from clauses.pathways.recording import ExitRecord
from clauses.people.rules import KnownPerson, Register
from imports.exits.plan import ExitsPlan, KnownExits
from imports.people.apply import identities


def load(session: Session) -> KnownExits:
    """Everyone who could leave, and the exits recorded."""
    people = identities(session)
    return KnownExits(
        register=Register(KnownPerson(person.id, person.name, person.birth_date) for person in people),
        born={person.id: person.birth_date for person in people},
        exits={(row.person_id, row.exited_on): _record(row) for row in session.exec(select(Exit)).all()},
    )


def _record(row: Exit) -> ExitRecord:
    return ExitRecord(**{name: getattr(row, name) for name in ExitRecord.__dataclass_fields__})


def apply(session: Session, plan: ExitsPlan, *, run_id: int) -> None:
    """Writes exits by person and day."""
    record_exits(
        session,
        [
            {"person_id": person, "exited_on": day, "run_id": run_id, **vars(record), **vars(place)}
            for (person, day), (record, place) in plan.exits.items()
        ],
    )
