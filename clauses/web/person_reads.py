"""One person's file, as far as its reader may see it: each part by its own rule of the matrix."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col

from clauses.access.acts import Done, of_subject
from clauses.access.conditions import showing
from clauses.access.eligibility import answers
from clauses.access.parts import parts_of
from clauses.access.queries import found, narrowed
from clauses.accounts.matrix import Resource
from clauses.accounts.models import Organisation
from clauses.accounts.scope import Scope
from clauses.hours.models import Contract, Declaration, Line
from clauses.hours.rules import DeclarationState, LineState
from clauses.markets.models import Market
from clauses.matching.models import PostedNeed, Proposal
from clauses.pathways.models import Exit
from clauses.people.eligibility import Answer
from clauses.people.models import Orientation, Participation, Person, Residence

_MOST_ACTS = 200


@dataclass(frozen=True)
class Worked:
    """A contract with what was validated under it, in hundredths, and its last month with hours."""

    contract: Contract
    employer: str
    hours: int
    last_month: date | None


@dataclass(frozen=True)
class Put:
    """Somebody put forward for a need."""

    proposal: Proposal
    need: str
    market: str


@dataclass(frozen=True)
class PersonFile:
    """What shows. ``parts`` names the parts that are open; ``answer`` is None for whoever sees no eligibility."""

    person: Person
    parts: frozenset[str]
    answer: Answer | None
    protected: bool
    homes: Sequence[Residence]
    participations: Sequence[Participation]
    orientations: Sequence[Orientation]
    contracts: Sequence[Worked]
    exits: Sequence[Exit]
    proposals: Sequence[Put]
    acts: Sequence[Done]

    @property
    def hours(self) -> int:
        return sum(each.hours for each in self.contracts)


def person_file(session: Session, scope: Scope, person_id: int, on: date) -> PersonFile:
    """The file of somebody whom the guard has let in. A number of queries that does not grow with it."""
    person = found(session, scope, Person, person_id)
    parts = parts_of(session, scope, person_id)
    told = answers(session, scope, [person_id]).told(person_id, None, on)
    return PersonFile(
        person=person,
        parts=parts,
        answer=None if told is None else told.answer,
        protected=told is not None and told.protected,
        homes=_homes(session, scope, person_id),
        participations=_participations(session, scope, person_id),
        orientations=session.exec(
            narrowed(scope, Orientation)
            .where(col(Orientation.person_id) == person_id)
            .order_by(col(Orientation.oriented_on).desc(), col(Orientation.id))
        ).all(),
        contracts=_contracts(session, scope, person_id),
        exits=session.exec(
            narrowed(scope, Exit)
            .where(col(Exit.person_id) == person_id, showing(scope, Resource.EXIT, "outcome"))
            .join(Person, col(Person.id) == col(Exit.person_id))
            .order_by(col(Exit.exited_on).desc())
        ).all(),
        proposals=_proposals(session, scope, person_id),
        acts=of_subject(session, scope, "person", person_id, most=_MOST_ACTS),
    )


def _homes(session: Session, scope: Scope, person_id: int) -> Sequence[Residence]:
    rows: Any = session.execute(
        narrowed(scope, Person)
        .join(Residence, col(Residence.person_id) == col(Person.id))
        .where(col(Person.id) == person_id, showing(scope, Resource.ADDRESS, "commune"))
        .with_only_columns(Residence)
        .order_by(col(Residence.since).desc())
    )
    return [row[0] for row in rows]


def _participations(session: Session, scope: Scope, person_id: int) -> Sequence[Participation]:
    rows: Any = session.execute(
        narrowed(scope, Person)
        .join(Participation, col(Participation.person_id) == col(Person.id))
        .where(col(Person.id) == person_id, showing(scope, Resource.CRITERIA))
        .with_only_columns(Participation)
        .order_by(col(Participation.starts_on).desc())
    )
    return [row[0] for row in rows]


def _contracts(session: Session, scope: Scope, person_id: int) -> list[Worked]:
    held: Any = session.execute(
        narrowed(scope, Contract)
        .join(Organisation, col(Organisation.id) == col(Contract.employer_id))
        .where(col(Contract.person_id) == person_id)
        .add_columns(col(Organisation.name))
        .order_by(col(Contract.starts_on).desc(), col(Contract.id))
    ).all()
    sums: Any = session.execute(
        narrowed(scope, Line)
        .join(Declaration, col(Declaration.id) == col(Line.declaration_id))
        .where(
            col(Line.contract_id).in_([contract.id for contract, _ in held]),
            col(Line.state) == LineState.VALIDATED,
            col(Declaration.state) == DeclarationState.CURRENT,
        )
        .with_only_columns(col(Line.contract_id), func.sum(Line.hours), func.max(Declaration.month))
        .group_by(col(Line.contract_id))
    )
    by_contract = {number: (int(hours), month) for number, hours, month in sums}
    return [Worked(contract, employer, *by_contract.get(contract.id, (0, None))) for contract, employer in held]


def _proposals(session: Session, scope: Scope, person_id: int) -> list[Put]:
    rows: Any = session.execute(
        narrowed(scope, Proposal)
        .join(PostedNeed, col(PostedNeed.id) == col(Proposal.need_id))
        .join(Market, col(Market.id) == col(PostedNeed.market_id))
        .where(col(Proposal.person_id) == person_id)
        .add_columns(col(PostedNeed.reference), col(Market.reference))
        .order_by(col(Proposal.id).desc())
    )
    return [Put(*row) for row in rows]
