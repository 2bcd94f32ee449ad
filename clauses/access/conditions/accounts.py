"""Bodies, accounts, the capacities held in them, their tokens, and emergency accesses."""

from __future__ import annotations

from datetime import date

from sqlalchemy import false, or_, select, true
from sqlmodel import col

from clauses.access.conditions.grounds import Condition, market_here
from clauses.access.conditions.markets import contractor, market
from clauses.accounts.keys import Token
from clauses.accounts.matrix import Reach
from clauses.accounts.models import BreakGlass, Membership, Organisation, User
from clauses.accounts.rules import ActorKind
from clauses.accounts.scope import Standing
from clauses.hours.models import Declaration
from clauses.markets.models import Contractor, Lot, Market


def organisation(standing: Standing, reach: Reach, today: date) -> Condition:
    """Bodies: its own; with it, those that the markets seen name, but never a company's neighbours."""
    number = col(Organisation.id)
    itself = number == standing.organisation_id
    match reach:
        case Reach.ALL:
            return true()
        case Reach.OWN:
            return itself
        case Reach.LINKED if standing.kind is ActorKind.E:
            return or_(itself, number.in_(select(col(Market.buyer_id)).where(market(standing, Reach.OWN, today))))
        case Reach.LINKED:
            held = contractor(standing, Reach.OWN, today)
            return or_(itself, number.in_(select(col(Contractor.organisation_id)).where(held)))
        case Reach.ASSIGNED:
            held = contractor(standing, reach, today)
            return or_(itself, number.in_(select(col(Contractor.organisation_id)).where(held)))
        case _:
            return false()


def user(standing: Standing, reach: Reach, _today: date) -> Condition:
    """Accounts: of one's territory, or of one's body."""
    return col(User.id).in_(select(col(Membership.user_id)).where(membership(standing, reach, _today)))


def membership(standing: Standing, reach: Reach, _today: date) -> Condition:
    """Capacities: in one's territory, or in one's body."""
    match reach:
        case Reach.ALL:
            return true()
        case Reach.TERRITORY:
            return member_here(standing)
        case Reach.OWN:
            return col(Membership.organisation_id) == standing.organisation_id
        case _:
            return false()


def member_here(standing: Standing) -> Condition:
    """Capacities of a territory: those given in it, those of the bodies that its markets name, the administrators'."""
    bought = select(col(Market.buyer_id)).where(market_here(col(Market.id), standing))
    lots = select(col(Lot.id)).where(market_here(col(Lot.market_id), standing))
    held = select(col(Contractor.organisation_id)).where(col(Contractor.lot_id).in_(lots))
    contractors = select(col(Contractor.id)).where(col(Contractor.lot_id).in_(lots))
    employed = select(col(Declaration.employer_id)).where(col(Declaration.contractor_id).in_(contractors))
    body = col(Membership.organisation_id)
    given = col(Membership.territory_id) == standing.territory_id
    return or_(given, col(Membership.kind) == ActorKind.A, body.in_(bought), body.in_(held), body.in_(employed))


def member_placed() -> Condition:
    """Capacities that have a place: given in a territory, or those of the bodies that markets name."""
    body = col(Membership.organisation_id)
    return or_(
        col(Membership.territory_id).is_not(None),
        body.in_(select(col(Market.buyer_id))),
        body.in_(select(col(Contractor.organisation_id))),
        body.in_(select(col(Declaration.employer_id))),
    )


def token(standing: Standing, reach: Reach, today: date) -> Condition:
    """Tokens, with the capacity that they act in."""
    return col(Token.membership_id).in_(select(col(Membership.id)).where(membership(standing, reach, today)))


def break_glass(standing: Standing, reach: Reach, _today: date) -> Condition:
    """Emergency accesses: to one's territory, or all of them."""
    match reach:
        case Reach.ALL:
            return true()
        case Reach.TERRITORY:
            return col(BreakGlass.territory_id) == standing.territory_id
        case _:
            return false()
