"""The log of talks with companies, as far as somebody follows their lots: who answers there, what is next."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import func, select
from sqlmodel import Session, col

from clauses.access.queries import narrowed, within
from clauses.accounts.matrix import Act
from clauses.accounts.models import Organisation
from clauses.accounts.scope import Scope
from clauses.markets.exchange_models import Counterpart, Exchange
from clauses.markets.models import Contractor, Lot, Market

MOST: Final = 200


@dataclass(frozen=True)
class Place:
    """A contractor in words."""

    contractor_id: int
    market_id: int
    market: str
    title: str
    lot: str
    company: str


@dataclass(frozen=True)
class Log:
    """What is known of a contractor: who answers, what was said (the last first), the actions left to do."""

    place: Place
    counterparts: tuple[Counterpart, ...] = ()
    exchanges: tuple[Exchange, ...] = ()

    @property
    def held(self) -> tuple[Exchange, ...]:
        """Those not withdrawn."""
        return tuple(one for one in self.exchanges if one.withdrawn_by is None)

    @property
    def answering(self) -> tuple[Counterpart, ...]:
        """Those who still answer."""
        return tuple(one for one in self.counterparts if one.withdrawn_by is None)

    @property
    def next(self) -> tuple[Exchange, ...]:
        """The actions left to do, the nearest first."""
        left = [one for one in self.held if one.next_on is not None and one.done_by is None]
        return tuple(sorted(left, key=lambda one: (one.next_on or date.max, one.id or 0)))


def logs(session: Session, scope: Scope, market_id: int) -> list[Log]:
    """The logs of the contractors of a market, lot by lot. Three queries."""
    return _logs(session, scope, _places(scope).where(col(Lot.market_id) == market_id).limit(MOST))


def log(session: Session, scope: Scope, contractor_id: int) -> Log:
    """The log of one contractor that the reader was let in to."""
    (found,) = _logs(session, scope, _places(scope).where(col(Contractor.id) == contractor_id))
    return found


def _places(scope: Scope) -> Any:
    return (
        select(
            col(Contractor.id), col(Market.id), col(Market.reference), col(Market.title), col(Lot.number),
            col(Organisation.name),
        )
        .join(Lot, col(Lot.id) == col(Contractor.lot_id))
        .join(Market, col(Market.id) == col(Lot.market_id))
        .join(Organisation, col(Organisation.id) == col(Contractor.organisation_id))
        .where(within(scope, Contractor))
        .order_by(col(Lot.number), col(Organisation.name), col(Contractor.id))
    )  # fmt: skip


def _logs(session: Session, scope: Scope, places: Any) -> list[Log]:
    found = [Place(*row) for row in session.execute(places)]
    numbers = [place.contractor_id for place in found]
    people = session.scalars(
        narrowed(scope, Counterpart)
        .where(col(Counterpart.contractor_id).in_(numbers))
        .order_by(col(Counterpart.role), col(Counterpart.name), col(Counterpart.id))
    ).all()
    talks = session.scalars(
        narrowed(scope, Exchange)
        .where(col(Exchange.contractor_id).in_(numbers))
        .order_by(col(Exchange.held_on).desc(), col(Exchange.id).desc())
    ).all()
    return [
        Log(
            place,
            tuple(one for one in people if one.contractor_id == place.contractor_id),
            tuple(one for one in talks if one.contractor_id == place.contractor_id),
        )
        for place in found
    ]


def last_talks(session: Session, scope: Scope, contractors: Collection[int]) -> dict[int, date]:
    """The day of the last exchange with each of these contractors; one query."""
    rows = session.execute(
        select(col(Exchange.contractor_id), func.max(col(Exchange.held_on)))
        .where(
            col(Exchange.contractor_id).in_(sorted(set(contractors))),
            col(Exchange.withdrawn_by).is_(None),
            within(scope, Exchange),
        )
        .group_by(col(Exchange.contractor_id))
    )
    return {int(number): day for number, day in rows}


@dataclass(frozen=True)
class NextAction:
    """Something to do by a day, about a contractor; ``late`` in days past that day."""

    exchange_id: int
    action: str
    on: date
    late: int
    place: Place


def next_actions(session: Session, scope: Scope, *, until: date, limit: int = MOST) -> Sequence[NextAction]:
    """What is left to do by a day, the latest first; for whoever does it. One query."""
    rows = session.execute(
        _places(scope)
        .join(Exchange, col(Exchange.contractor_id) == col(Contractor.id))
        .where(
            col(Exchange.next_on) <= until,
            col(Exchange.done_by).is_(None),
            col(Exchange.withdrawn_by).is_(None),
            within(scope, Exchange, Act.MODIFY),
        )
        .add_columns(col(Exchange.id), col(Exchange.next_action), col(Exchange.next_on))
        .order_by(None)
        .order_by(col(Exchange.next_on), col(Exchange.id))
        .limit(limit)
    )
    return [
        NextAction(number, action, day, max((scope.today - day).days, 0), Place(*place))
        for *place, number, action, day in rows
    ]
