"""The months that nobody sent: one answer, for the dashboard, for who asks for them, and for who must send them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlmodel import Session, col

from clauses.hours.calendar import awaited as awaited_of
from clauses.hours.calendar import due_day
from clauses.hours.models import Declaration
from clauses.hours.rules import DeclarationState
from clauses.reports import compliance_facts
from clauses.reports.compliance import Compliance, compliance


@dataclass(frozen=True)
class Awaited:
    """A month that a contractor has not sent. ``late``: days past the day when it was due, zero before."""

    market_id: int
    market: str
    title: str
    lot: str
    contractor_id: int
    company: str
    month: date
    late: int


def awaited(session: Session, contractors: Collection[int], on: date, *, markets: Collection[int]) -> list[Awaited]:
    """What is awaited of these contractors, of these markets, at a day; the latest first. As many queries for one as
    for a thousand."""
    if not contractors or not markets:
        return []
    found = compliance(compliance_facts.read(session, on=on, markets=sorted(markets)), on)
    return awaited_in(session, found, contractors, on)


def awaited_in(
    session: Session, found: Collection[Compliance], contractors: Collection[int], on: date
) -> list[Awaited]:
    """The same, of markets already read. One query."""
    asked = [
        (market, lot, position, month)
        for market in found
        for lot in market.lots
        for position in lot.positions
        if position.contractor.id in contractors
        for month in awaited_of(lot.span, on, owes=position.due.hours > 0)
    ]
    sent = _sent(session, {position.contractor.id for _, _, position, _ in asked})
    rows = [
        Awaited(
            market.market.id,
            market.market.reference,
            market.market.title or "",
            lot.lot.number,
            position.contractor.id,
            position.contractor.name,
            month,
            max((on - due_day(month)).days, 0),
        )
        for market, lot, position, month in asked
        if (position.contractor.id, month) not in sent
    ]
    return sorted(rows, key=lambda one: (-one.late, one.company, one.market, one.lot))


def _sent(session: Session, contractors: Collection[int]) -> set[tuple[int, date]]:
    """The months declared, whoever sent them: an employer of the lot, or the contractor."""
    rows = session.execute(
        select(col(Declaration.contractor_id), col(Declaration.month))
        .where(col(Declaration.contractor_id).in_(contractors), col(Declaration.state) == DeclarationState.CURRENT)
        .distinct()
    )
    return {(contractor, month) for contractor, month in rows}
