"""Versions of declarations read: those of a unit, their lines, what one changes to another."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from clauses.accounts.models import Organisation
from clauses.errors import NotFound
from clauses.hours.differences import Difference, LineFacts, difference
from clauses.hours.models import Contract, Declaration, Line
from clauses.hours.rules import DeclarationState
from clauses.markets.models import Contractor, Lot, Market
from clauses.people.models import Person
from clauses.people.rules import Name
from clauses.reference.rules import ContractKind


@dataclass(frozen=True)
class Listed:
    """A version of a unit in words: ``lines`` counts them, ``hours`` are hundredths."""

    declaration: Declaration
    market: str
    lot: str
    contractor: str
    employer: str
    lines: int
    hours: int


def declaration(session: Session, declaration_id: int) -> Declaration:
    """One version, as it is now. Raises ``NotFound``."""
    found = session.exec(
        select(Declaration).where(col(Declaration.id) == declaration_id).execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NotFound(f"La déclaration {declaration_id} n'existe pas.")
    return found


def lines_of(session: Session, declaration_id: int) -> list[LineFacts]:
    """The lines of a version, in the order of the file."""
    found = session.exec(
        select(Line, Contract, Person)
        .outerjoin(Contract, col(Contract.id) == col(Line.contract_id))
        .outerjoin(Person, col(Person.id) == col(Contract.person_id))
        .where(col(Line.declaration_id) == declaration_id)
        .order_by(col(Line.sheet), col(Line.row), col(Line.column))
    ).all()
    return [_facts(line, contract, person) for line, contract, person in found]


def _facts(line: Line, contract: Contract | None, person: Person | None) -> LineFacts:
    place = (line.hours, line.training, line.sheet, line.row, line.column)
    if contract is not None and person is not None:
        bearer = f"{person.first_name} {person.last_name}"
        return LineFacts(f"#{person.id}", bearer, contract.kind, contract.starts_on, *place)
    said = json.loads(line.claim or "{}")
    last, first = said.get("last_name", ""), said.get("first_name", "")
    name = Name.of(last, first)
    return LineFacts(
        f"{name.last} {name.first} {said.get('birth_date', '')}",
        f"{first} {last} (à vérifier)",
        ContractKind(said["contract_kind"]) if "contract_kind" in said else None,
        date.fromisoformat(said["starts_on"]) if "starts_on" in said else None,
        *place,
    )


def before(session: Session, version: Declaration) -> Declaration | None:
    """The version that another replaces, or would: the one in force for a correction, else the one just before."""
    same = select(Declaration).where(
        col(Declaration.contractor_id) == version.contractor_id,
        col(Declaration.employer_id) == version.employer_id,
        col(Declaration.month) == version.month,
        col(Declaration.id) != version.id,
    )
    if version.state is DeclarationState.PROPOSED:
        return session.exec(same.where(col(Declaration.state) == DeclarationState.CURRENT)).one_or_none()
    # A correction that was refused, or replaced while it waited, was never in force.
    held = [DeclarationState.CURRENT, DeclarationState.SUPERSEDED]
    earlier = same.where(col(Declaration.version) < version.version, col(Declaration.state).in_(held))
    return session.exec(earlier.order_by(col(Declaration.version).desc()).limit(1)).first()


def changes(session: Session, declaration_id: int, *, against: int | None = None) -> Difference:
    """What a version changes to the one it replaces, or to another one. Raises ``NotFound``."""
    version = declaration(session, declaration_id)
    former = before(session, version) if against is None else declaration(session, against)
    recorded = [] if former is None or former.id is None else lines_of(session, former.id)
    return difference(recorded, lines_of(session, declaration_id))


def listed(
    session: Session, *, month: date | None = None, states: Sequence[DeclarationState] | None = None
) -> list[Listed]:
    """Versions in words, by month, market and lot; ``states``: only those in one of these."""
    employer = Organisation.__table__.alias("employer")  # type: ignore[attr-defined]  # every table class has one
    query = (
        select(Declaration, Contractor, Lot, Market, Organisation, employer.c.name)  # type: ignore[call-overload]  # six
        .join(Contractor, col(Contractor.id) == col(Declaration.contractor_id))
        .join(Lot, col(Lot.id) == col(Contractor.lot_id))
        .join(Market, col(Market.id) == col(Lot.market_id))
        .join(Organisation, col(Organisation.id) == col(Contractor.organisation_id))
        .join(employer, employer.c.id == col(Declaration.employer_id))
        .order_by(col(Declaration.month), col(Market.reference), col(Lot.number), col(Declaration.id))
    )
    if month is not None:
        query = query.where(col(Declaration.month) == month)
    if states is not None:
        query = query.where(col(Declaration.state).in_(states))
    found = session.exec(query).all()
    totals = _totals(session, [version.id for version, *_ in found])
    return [
        Listed(version, market.reference, lot.number, body.name, name, *totals.get(version.id, (0, 0)))
        for version, _, lot, market, body, name in found
    ]


def _totals(session: Session, ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """How many lines each version has, and their hours."""
    totals: dict[int, tuple[int, int]] = {}
    for start in range(0, len(ids), 500):
        rows = session.exec(
            select(Line.declaration_id, Line.hours).where(col(Line.declaration_id).in_(ids[start : start + 500]))
        ).all()
        for number, hours in rows:
            count, total = totals.get(number, (0, 0))
            totals[number] = (count + 1, total + hours)
    return totals
