"""Standing × reach → what happened to a market after its signature: with the company, or the lot, that it is about.

Hours lent have two companies: each one reads that they were.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlmodel import col

from clauses.access import conditions as on
from clauses.accounts.matrix import Reach
from clauses.accounts.scope import Standing
from clauses.hours.models import Allocation, Convention
from clauses.markets.models import Amendment, Closing, FormalNotice, Invoice, PenaltyRule, Shortfall
from clauses.markets.waiver_models import PenaltyWaiver

Condition = ColumnElement[bool]


def invoice(standing: Standing, reach: Reach, today: date) -> Condition:
    """Invoices, with the company that made them: never a neighbour's."""
    return on.contractor(standing, reach, today, col(Invoice.contractor_id))


def penalty_rule(standing: Standing, reach: Reach, today: date) -> Condition:
    """What a missing hour costs, with the company that owes: never a neighbour's."""
    return on.contractor(standing, reach, today, col(PenaltyRule.contractor_id))


def notice(standing: Standing, reach: Reach, today: date) -> Condition:
    """Mises en demeure, with the company that they were served on: never a neighbour's."""
    return on.contractor(standing, reach, today, col(FormalNotice.contractor_id))


def shortfall(standing: Standing, reach: Reach, today: date) -> Condition:
    """Why hours are missing, with the company that misses them: never a neighbour's."""
    return on.contractor(standing, reach, today, col(Shortfall.contractor_id))


def waiver(standing: Standing, reach: Reach, today: date) -> Condition:
    """Penalties given up: as the penalty simulated, which a company does not read until it is told of it elsewhere."""
    if reach is Reach.RELEASED:
        return false()
    return on.contractor(standing, reach, today, col(PenaltyWaiver.contractor_id))


def amendment(standing: Standing, reach: Reach, today: date) -> Condition:
    """Amendments: of the lots seen; of a whole market, for whoever sees it."""
    whole = and_(col(Amendment.lot_id).is_(None), on.market(standing, reach, today, col(Amendment.market_id)))
    return or_(on.lot(standing, reach, today, col(Amendment.lot_id)), whole)


def closing(standing: Standing, reach: Reach, today: date) -> Condition:
    """Closings, with their lot."""
    return on.lot(standing, reach, today, col(Closing.lot_id))


def allocation(standing: Standing, reach: Reach, today: date) -> Condition:
    """Hours lent, with the company that lends and with the one that borrows."""
    sides = (col(Allocation.lender_id), col(Allocation.borrower_id))
    return or_(*(on.contractor(standing, reach, today, side) for side in sides))


def convention(standing: Standing, reach: Reach, today: date) -> Condition:
    """Conventions of globalisation, with the hours that were lent under them."""
    lent = select(col(Allocation.convention_id)).where(allocation(standing, reach, today))
    return col(Convention.id).in_(lent)
