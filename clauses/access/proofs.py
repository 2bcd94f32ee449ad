"""Proof documents, and meetings: which of them somebody may see; what shows of one that tells of health or justice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, false, or_, select
from sqlmodel import Session, SQLModel, col

from clauses.access import conditions as on
from clauses.access.sites import meeting
from clauses.accounts.matrix import Reach, Resource
from clauses.accounts.rules import ActorKind
from clauses.accounts.scope import Scope, Standing
from clauses.dates import french_day
from clauses.hours.models import Contract, Declaration
from clauses.pathways.models import Exit
from clauses.people.models import Evidence, Person
from clauses.people.publics import PROTECTED
from clauses.proofs.models import Proof
from clauses.proofs.rules import Subject
from clauses.sites.models import Meeting

TABLES: dict[Subject, type[SQLModel]] = {
    Subject.CONTRACT: Contract,
    Subject.DECLARATION: Declaration,
    Subject.EXIT: Exit,
    Subject.MEETING: Meeting,
    Subject.PERSON: Person,
}
"""What a document may be about, but a criterion: that one is its person's (`Person`)."""

_OF_PEOPLE: tuple[tuple[Any, Any, Any], ...] = (
    (Proof.evidence_id, Evidence.id, Evidence.person_id),
    (Proof.contract_id, Contract.id, Contract.person_id),
    (Proof.exit_id, Exit.id, Exit.person_id),
    (Proof.person_id, Person.id, Person.id),
)


def proof(standing: Standing, reach: Reach, today: date) -> ColumnElement[bool]:
    """Documents: those that a body deposited itself, for a company or an operator; else those about people seen.

    A declaration holds the names of many: its documents are for whoever sees the market it is of.
    """
    match reach, standing.kind:
        case Reach.OWN, ActorKind.E | ActorKind.O:
            return col(Proof.organisation_id) == standing.organisation_id
        case ((Reach.TERRITORY | Reach.OWN), (ActorKind.F | ActorKind.S | ActorKind.P)):
            of_people = [
                col(column).in_(select(col(number)).where(on.person(standing, reach, today, col(person))))
                for column, number, person in _OF_PEOPLE
            ]
            declared = on.declaration(standing, reach, today, col(Proof.declaration_id))
            return or_(
                *of_people,
                meeting(standing, reach, today, col(Proof.meeting_id)),
                declared if standing.kind is not ActorKind.P else false(),
            )
        case _:
            return false()


@dataclass(frozen=True)
class Paper:
    """A document as it is listed. ``hidden``: its very name would tell of health, so that only reading it says more.

    To whoever reads no criteria of somebody, every document about one is hidden, in the same words.
    """

    proof: Proof
    about: Subject
    number: int
    said: str
    hidden: bool


def about(proof: Proof) -> tuple[Subject, int]:
    """What a document is about, and the id of it."""
    for subject in Subject:
        number = getattr(proof, f"{subject.value}_id")
        if number is not None:
            return subject, int(number)
    raise LookupError("a proof is about one thing")  # the database holds it


def papers(session: Session, scope: Scope, proofs: Sequence[Proof]) -> list[Paper]:
    """Documents with what they are about, in words: one query a kind of thing."""
    of_criteria = _rows(session, Evidence, [each.evidence_id for each in proofs])
    readable = _with_criteria(session, scope, {row.person_id for row in of_criteria.values()})
    contracts = _rows(session, Contract, [each.contract_id for each in proofs])
    exits = _rows(session, Exit, [each.exit_id for each in proofs])
    made = []
    for each in proofs:
        subject, number = about(each)
        hidden, said = False, subject.label
        if subject is Subject.EVIDENCE:
            row = of_criteria[number]
            hidden = row.criterion in PROTECTED or row.person_id not in readable
            if row.person_id in readable:
                said = "Critère protégé" if hidden else row.criterion.label
        elif subject is Subject.CONTRACT:
            said = f"{contracts[number].kind.label} du {french_day(contracts[number].starts_on)}"
        elif subject is Subject.EXIT:
            said = f"Sortie du {french_day(exits[number].exited_on)}"
        made.append(Paper(each, subject, number, said, hidden))
    return made


def _with_criteria(session: Session, scope: Scope, people: set[int]) -> frozenset[int]:
    """Of these people, those whose criteria show as a whole: not a mere « éligible », nor a level of French."""
    whole = select(col(Person.id)).where(col(Person.id).in_(people), on.showing(scope, Resource.CRITERIA))
    rows = session.scalars(whole) if people else ()
    return frozenset(number for number in rows if number is not None)


def _rows(session: Session, table: Any, numbers: Sequence[int | None]) -> dict[int, Any]:
    wanted = {number for number in numbers if number is not None}
    found = session.scalars(select(table).where(col(table.id).in_(wanted))) if wanted else ()
    return {row.id: row for row in found}


def of_person(person_id: int) -> ColumnElement[bool]:
    """The documents about somebody: their CV, their criteria, their contracts, their exits."""
    return or_(
        *(col(column).in_(select(col(number)).where(col(person) == person_id)) for column, number, person in _OF_PEOPLE)
    )


def person_of(session: Session, evidence_id: int) -> int | None:
    """Whose criterion it is."""
    row = session.get(Evidence, evidence_id)
    return None if row is None else row.person_id
