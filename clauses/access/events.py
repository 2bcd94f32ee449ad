"""Standing × reach → what happened to a market after its signature: with the company, or the lot, that it is about."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import col

from clauses.access import conditions as on
from clauses.accounts.matrix import Reach
from clauses.accounts.scope import Standing
from clauses.markets.models import Amendment, Closing, Invoice

Condition = ColumnElement[bool]


def invoice(standing: Standing, reach: Reach, today: date) -> Condition:
    """Invoices, with the company that made them: never a neighbour's."""
    return on.contractor(standing, reach, today, col(Invoice.contractor_id))


def amendment(standing: Standing, reach: Reach, today: date) -> Condition:
    """Amendments: of the lots seen; of a whole market, for whoever sees it."""
    whole = and_(col(Amendment.lot_id).is_(None), on.market(standing, reach, today, col(Amendment.market_id)))
    return or_(on.lot(standing, reach, today, col(Amendment.lot_id)), whole)


def closing(standing: Standing, reach: Reach, today: date) -> Condition:
    """Closings, with their lot."""
    return on.lot(standing, reach, today, col(Closing.lot_id))
