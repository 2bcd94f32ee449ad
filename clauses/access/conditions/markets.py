"""Markets, their lots, the companies that hold them, and the hours that these owe."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import and_, false, or_, select, true
from sqlmodel import col

from clauses.access.conditions.grounds import Column, Condition, assigned, market_here
from clauses.access.conditions.people import person
from clauses.accounts.matrix import Reach
from clauses.accounts.models import Assignment
from clauses.accounts.rules import ActorKind
from clauses.accounts.scope import Standing
from clauses.hours.models import Contract, Declaration, Line
from clauses.markets.models import Contractor, Lot, Market, Obligation


def lot(  # noqa: PLR0911  # one answer a reach
    standing: Standing, reach: Reach, today: date, column: Column = None
) -> Condition:
    """Lots, by the column that holds their id."""
    number = col(Lot.id) if column is None else column
    match reach, standing.kind:
        case Reach.ALL, _:
            return true()
        case Reach.TERRITORY, _:
            return number.in_(select(col(Lot.id)).where(market_here(col(Lot.market_id), standing)))
        case Reach.OWN, ActorKind.E:
            return number.in_(_lots_where_it_works(standing))
        case Reach.OWN, ActorKind.D:
            return number.in_(select(col(Lot.id)).where(col(Lot.market_id).in_(_bought(standing))))
        case Reach.ASSIGNED, ActorKind.O:
            return number.in_(assigned(Assignment.lot_id, standing, today))
        case Reach.LINKED, ActorKind.P:
            return number.in_(select(col(Contractor.lot_id)).where(_where_its_people_work(standing, today)))
        case _:
            return false()


def market(standing: Standing, reach: Reach, today: date, column: Column = None) -> Condition:
    """Markets: their own, else those of the lots reached."""
    number = col(Market.id) if column is None else column
    match reach, standing.kind:
        case Reach.ALL, _:
            return true()
        case Reach.TERRITORY, _:
            return market_here(number, standing)
        case Reach.OWN, ActorKind.D:
            return number.in_(_bought(standing))
        case _:
            return number.in_(select(col(Lot.market_id)).where(lot(standing, reach, today)))


def contractor(standing: Standing, reach: Reach, today: date, column: Column = None) -> Condition:
    """Contractors of a lot: a company sees itself alone, not its neighbours on the lot."""
    number = col(Contractor.id) if column is None else column
    own = select(col(Contractor.id))
    match reach, standing.kind:
        case Reach.OWN | Reach.RELEASED, ActorKind.E:
            return number.in_(own.where(col(Contractor.organisation_id) == standing.organisation_id))
        case Reach.LINKED, ActorKind.P:
            return number.in_(own.where(_where_its_people_work(standing, today)))
        case _:
            return number.in_(own.where(lot(standing, reach, today, col(Contractor.lot_id))))


def obligation(standing: Standing, reach: Reach, today: date) -> Condition:
    """Hours due: of the contractors seen; of a lot that nobody holds yet, for whoever sees the whole lot."""
    held = contractor(standing, reach, today, col(Obligation.contractor_id))
    if standing.kind is ActorKind.E:
        return held
    free = and_(col(Obligation.contractor_id).is_(None), lot(standing, reach, today, col(Obligation.lot_id)))
    return or_(held, free)


def _bought(standing: Standing) -> Any:
    return select(col(Market.id)).where(col(Market.buyer_id) == standing.organisation_id)


def _lots_where_it_works(standing: Standing) -> Any:
    """Lots that a company holds a part of, and lots where it has declared hours as an employer."""
    employed = select(col(Declaration.contractor_id)).where(col(Declaration.employer_id) == standing.organisation_id)
    return select(col(Contractor.lot_id)).where(
        or_(col(Contractor.organisation_id) == standing.organisation_id, col(Contractor.id).in_(employed))
    )


def _where_its_people_work(standing: Standing, today: date) -> Condition:
    contracts = select(col(Contract.id)).where(person(standing, Reach.OWN, today, col(Contract.person_id)))
    declared = select(col(Line.declaration_id)).where(col(Line.contract_id).in_(contracts))
    return col(Contractor.id).in_(select(col(Declaration.contractor_id)).where(col(Declaration.id).in_(declared)))
