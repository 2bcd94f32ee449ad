"""What declarations add up to for a reader, and which months are locked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from sqlalchemy import exists, func, select
from sqlmodel import Session, col

from clauses.access.queries import within
from clauses.accounts.matrix import Act, Reach, Resource
from clauses.accounts.rules import ActorKind
from clauses.accounts.scope import Scope
from clauses.hours.models import Line, LockedMonth
from clauses.markets.models import Contractor, Market


def line_totals(session: Session, scope: Scope, declarations: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Lines, and hundredths of an hour, of each declaration: those that the reader may see, and no other. One query."""
    counted = (
        select(col(Line.declaration_id), func.count(), func.sum(col(Line.hours)))
        .where(col(Line.declaration_id).in_(declarations), within(scope, Line))
        .group_by(col(Line.declaration_id))
    )
    return {int(number): (int(lines), int(hours)) for number, lines, hours in session.execute(counted)}


@dataclass(frozen=True)
class Month:
    """A month locked once: who, and whether it still is."""

    month: date
    locked: bool
    locked_by: str
    reopening_asked_by: str | None
    reopened_by: str | None


def months(session: Session, scope: Scope) -> list[Month]:
    """The months that were locked, the latest first. Whoever is only told reads no name."""
    told = all(grant.reach is Reach.TOLD for _, grant in scope.rights(Resource.MONTH, Act.READ))
    rows = session.scalars(select(LockedMonth).order_by(col(LockedMonth.month).desc(), col(LockedMonth.id).desc()))
    return [
        Month(
            month=row.month,
            locked=row.reopened_at is None,
            locked_by="" if told else row.locked_by,
            reopening_asked_by=None if told else row.reopening_asked_by,
            reopened_by=None if told else row.reopened_by,
        )
        for row in rows
    ]


def contractors_counted(session: Session, scope: Scope) -> frozenset[int]:
    """The contractors whose row of a report the reader may see."""
    own = select(col(Contractor.id)).where(within(scope, Contractor, Act.READ, Resource.REPORT))
    return frozenset(number for number in session.scalars(own) if number is not None)


_WHOLE: Final = frozenset({ActorKind.F, ActorKind.S, ActorKind.D})
"""Who reads every company of the markets they reach: the others read their own."""


def whole_market(session: Session, scope: Scope, market_id: int) -> bool:
    """Whether the reader may count every company of that market: by the standing that reaches it, not by another one
    that they hold elsewhere."""
    held = replace(scope, standings=tuple(one for one in scope.standings if one.kind in _WHOLE))
    return _reached(session, held, market_id, Resource.REPORT)


def penalties_shown(session: Session, scope: Scope, market_id: int) -> bool:
    """Whether the penalties simulated on that market show: a company reads its own once communicated, elsewhere."""
    return _reached(session, scope, market_id, Resource.PENALTY)


def _reached(session: Session, scope: Scope, market_id: int, resource: Resource) -> bool:
    seen = within(scope, Market, Act.READ, resource)
    return bool(session.scalar(select(exists().where(col(Market.id) == market_id, seen))))
