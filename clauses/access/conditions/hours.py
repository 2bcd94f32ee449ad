"""Contracts of work, declarations and their lines."""

from __future__ import annotations

from datetime import date

from sqlalchemy import false, or_, select
from sqlmodel import col

from clauses.access.conditions.grounds import Column, Condition
from clauses.access.conditions.markets import contractor
from clauses.access.conditions.people import person
from clauses.accounts.matrix import Reach
from clauses.accounts.models import Deposit
from clauses.accounts.rules import ActorKind
from clauses.accounts.scope import Standing
from clauses.hours.models import Contract, Declaration, Line


def contract(standing: Standing, reach: Reach, today: date, column: Column = None) -> Condition:
    """Contracts of work: of the employer itself, else of the people seen."""
    number = col(Contract.id) if column is None else column
    if standing.kind is ActorKind.E:
        own = select(col(Contract.id)).where(col(Contract.employer_id) == standing.organisation_id)
        return number.in_(own) if reach is Reach.OWN else false()
    return number.in_(select(col(Contract.id)).where(person(standing, reach, today, col(Contract.person_id))))


def declaration(standing: Standing, reach: Reach, today: date, column: Column = None) -> Condition:
    """Declarations: of the territory's markets; of the employer, or that it deposited; those that hold its people."""
    number = col(Declaration.id) if column is None else column
    every = select(col(Declaration.id))
    match reach, standing.kind:
        case Reach.TERRITORY, _:
            return number.in_(every.where(contractor(standing, reach, today, col(Declaration.contractor_id))))
        case Reach.OWN, ActorKind.E:
            deposited = select(col(Deposit.run_id)).where(col(Deposit.organisation_id) == standing.organisation_id)
            own = or_(col(Declaration.employer_id) == standing.organisation_id, col(Declaration.run_id).in_(deposited))
            return number.in_(every.where(own))
        case Reach.ASSIGNED | Reach.OWN, ActorKind.O | ActorKind.P:
            held = select(col(Line.declaration_id)).where(line(standing, reach, today))
            return number.in_(held)
        case _:
            return false()


def line(standing: Standing, reach: Reach, today: date) -> Condition:
    """Lines of hours: with their declaration, else with the person who worked."""
    if standing.kind in (ActorKind.O, ActorKind.P):
        return col(Line.contract_id).in_(
            select(col(Contract.id)).where(person(standing, reach, today, col(Contract.person_id)))
        )
    return declaration(standing, reach, today, col(Line.declaration_id))
