"""What a company sees of itself: the people it employs, and the answer before hiring for those it may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlmodel import Session, col

from clauses.access.counted import countable
from clauses.access.queries import within
from clauses.accounts.matrix import Act, Resource
from clauses.accounts.models import TerritoryMarket
from clauses.accounts.queries import emails_of
from clauses.accounts.rules import FIRST_TERRITORY, ActorKind
from clauses.accounts.scope import Scope, Standing
from clauses.hours.models import Contract, Declaration, Line
from clauses.hours.rules import DeclarationState, LineState
from clauses.markets.models import Contractor, Lot
from clauses.people.eligibility import Answer, eligible
from clauses.people.models import Person
from clauses.people.queries import facts_of, known_values
from clauses.people.rules import Name
from clauses.reference.rules import ContractKind, Sex


@dataclass(frozen=True)
class Employee:
    """Somebody under contract, as their employer sees them."""

    name: str
    kind: ContractKind
    starts_on: date
    ends_on: date | None
    answer: Answer | None


def team(session: Session, scope: Scope, *, page: int, size: int) -> tuple[list[Employee], int]:
    """The contracts that run today, by name, a page of them; and how many they are."""
    running = (
        within(scope, Contract, Act.MODIFY),
        col(Contract.starts_on) <= scope.today,
        or_(col(Contract.ends_on).is_(None), col(Contract.ends_on) >= scope.today),
    )
    total = session.execute(select(func.count()).select_from(Contract).where(*running)).scalar_one()
    query = (
        select(Contract, Person)
        .join(Person, col(Person.id) == col(Contract.person_id))
        .where(*running)
        .order_by(col(Person.last_key), col(Person.first_key), col(Contract.id))
        .offset((page - 1) * size)
        .limit(size)
    )
    rows = [(contract, person) for contract, person in session.execute(query)]
    facts = facts_of(session, [person.id for _, person in rows if person.id is not None])
    values = known_values(session)
    return [
        Employee(
            f"{person.first_name} {person.last_name}",
            contract.kind,
            contract.starts_on,
            contract.ends_on,
            eligible(facts[person.id], None, contract.starts_on, values=values) if person.id in facts else None,
        )
        for contract, person in rows
    ], int(total)


@dataclass(frozen=True)
class Asked:
    """Whom a company asks about, as it writes them."""

    last: str
    first: str
    born: date


def answer_for(session: Session, scope: Scope, who: Asked, *, on: date) -> Answer | None:
    """Whether somebody whom the asker may see is eligible on a day; None for anybody else, known or not."""
    found = _named(session, who, within(scope, Person), within(scope, Person, Act.READ, Resource.CRITERIA))
    if found is None:
        return None
    return eligible(facts_of(session, [found])[found], None, on, values=known_values(session))


def _named(session: Session, who: Asked, *seen: ColumnElement[bool]) -> int | None:
    """The only person of that name and birth date, among those seen."""
    name = Name.of(who.last, who.first)
    query = select(col(Person.id)).where(
        col(Person.last_key) == name.last,
        col(Person.first_key) == name.first,
        col(Person.birth_date) == who.born,
        *seen,
    )
    found = [number for number in session.execute(query).scalars() if number is not None]
    return found[0] if len(found) == 1 else None


@dataclass(frozen=True)
class ToBeAsked:
    """A facilitateur's address, and the person among those of their territory; None: nobody there."""

    address: str
    person_id: int | None


def to_be_asked(session: Session, scope: Scope, who: Asked) -> list[ToBeAsked]:
    """The facilitateurs of the territories where the asker works, and no other; each once."""
    found: dict[str, ToBeAsked] = {}
    for territory in _territories(session, scope):
        there = Standing(membership_id=0, kind=ActorKind.F, organisation_id=None, territory_id=territory)
        person = _named(session, who, within(replace(scope, standings=(there,)), Person))
        for address in emails_of(session, ActorKind.F, scope.today, territory_id=territory):
            if address not in found or found[address].person_id is None:
                found[address] = ToBeAsked(address, person)
    return list(found.values())


def _territories(session: Session, scope: Scope) -> list[int]:
    """Those of the markets where somebody works; before the first one, that of their account."""
    worked = session.execute(
        select(func.coalesce(col(TerritoryMarket.territory_id), FIRST_TERRITORY))
        .select_from(Lot)
        .outerjoin(TerritoryMarket, col(TerritoryMarket.market_id) == col(Lot.market_id))
        .where(within(scope, Lot))
    ).scalars()
    return sorted(set(worked) or {standing.territory_id for standing in scope.standings})


@dataclass(frozen=True)
class AtWork:
    """Who worked the validated hours of a market, in figures: people by sex, contracts by kind."""

    by_sex: dict[str, int]
    by_kind: dict[str, int]


def at_work(session: Session, scope: Scope, market_id: int) -> AtWork:
    """Distinct people and contracts of the hours that a report may count; to be hidden where they are few."""
    counted = (
        col(Lot.market_id) == market_id,
        col(Line.state) == LineState.VALIDATED,
        col(Declaration.state) == DeclarationState.CURRENT,
        countable(scope).lines,
    )
    sexes = dict.fromkeys((*(sex.label for sex in Sex), "Non renseigné"), 0)
    for sex, number in session.execute(
        _worked(select(col(Person.sex), func.count(func.distinct(col(Person.id)))).select_from(Line))
        .where(*counted)
        .group_by(col(Person.sex))
    ):
        sexes[sex.label if sex is not None else "Non renseigné"] = int(number)
    kinds = session.execute(
        _worked(select(col(Contract.kind), func.count(func.distinct(col(Contract.id)))).select_from(Line))
        .where(*counted)
        .group_by(col(Contract.kind))
    )
    return AtWork(sexes, {kind.label: int(number) for kind, number in kinds})


def _worked(query: Any) -> Any:
    return (
        query.join(Declaration, col(Declaration.id) == col(Line.declaration_id))
        .join(Contractor, col(Contractor.id) == col(Declaration.contractor_id))
        .join(Lot, col(Lot.id) == col(Contractor.lot_id))
        .join(Contract, col(Contract.id) == col(Line.contract_id))
        .join(Person, col(Person.id) == col(Contract.person_id))
    )


def markets_worked(session: Session, scope: Scope) -> Sequence[int]:
    """The markets of the lots that somebody sees."""
    seen = select(col(Lot.market_id)).where(within(scope, Lot)).distinct()
    return [number for number in session.execute(seen).scalars() if number is not None]
