"""Hours that conventions of globalisation move between markets, as far as the reader of one of them may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import or_, select
from sqlmodel import Session, col

from clauses.access.queries import narrowed
from clauses.accounts.models import Organisation
from clauses.accounts.scope import Scope
from clauses.hours.models import Allocation, Convention, Signature
from clauses.markets.models import Contractor, Lot, Market

_MOST_ROWS: Final = 200
_ELSEWHERE: Final = "un autre marché"


@dataclass(frozen=True)
class Lent:
    """Hours lent under a convention, in hundredths; a side that the reader does not see is not named.

    ``signed``: every buyer concerned has signed; ``both``: the reader sees the two companies.
    """

    id: int
    convention: str
    document: str
    month: date
    hours: int
    lender: str
    borrower: str
    received: bool
    signed: bool
    both: bool
    withdrawn: bool
    author: str


def loans(session: Session, scope: Scope, market_id: int) -> list[Lent]:
    """The hours that a market lends or receives under conventions, the last month first. Four queries."""
    held = select(col(Contractor.id)).join(Lot, col(Lot.id) == col(Contractor.lot_id))
    here = held.where(col(Lot.market_id) == market_id)
    query = (
        narrowed(scope, Allocation)
        .join(Convention, col(Convention.id) == col(Allocation.convention_id))
        .where(or_(col(Allocation.lender_id).in_(here), col(Allocation.borrower_id).in_(here)))
        .order_by(col(Allocation.month).desc(), col(Allocation.id).desc())
        .limit(_MOST_ROWS)
    )
    rows: Sequence[Any] = session.execute(query.add_columns(col(Convention.reference), col(Convention.source))).all()
    sides = sides_of(session, scope, [row for row, _, _ in rows])
    return [
        Lent(
            row.id,
            reference,
            source,
            row.month,
            row.hours,
            sides.name(row.lender_id),
            sides.name(row.borrower_id),
            sides.every[row.borrower_id].market_id == market_id,
            sides.signed(row),
            sides.shown >= {row.lender_id, row.borrower_id},
            row.withdrawn_at is not None,
            row.author,
        )
        for row, reference, source in rows
    ]


@dataclass(frozen=True)
class Side:
    """« 2023-T01, lot 1 (Bâti Bourgogne) », the buyer and the market of a company that lends or borrows."""

    name: str
    buyer_id: int
    market_id: int


@dataclass(frozen=True)
class Sides:
    """The companies of some loans by contractor id, those that the reader sees, who signed each convention."""

    every: Mapping[int, Side]
    shown: frozenset[int]
    signatures: Mapping[int, Collection[int]]

    def name(self, contractor: int) -> str:
        """Its name, for whoever sees it."""
        return self.every[contractor].name if contractor in self.shown else _ELSEWHERE

    def signed(self, row: Allocation) -> bool:
        """Whether the buyers of both sides signed."""
        buyers = {self.every[row.lender_id].buyer_id, self.every[row.borrower_id].buyer_id}
        return buyers <= set(self.signatures.get(row.convention_id, ()))


def sides_of(session: Session, scope: Scope, rows: Sequence[Allocation]) -> Sides:
    """The two sides of each loan, as far as the reader may see them. Three queries."""
    contractors = {side for row in rows for side in (row.lender_id, row.borrower_id)}
    theirs = narrowed(scope, Contractor).where(col(Contractor.id).in_(contractors))
    shown = frozenset(number or 0 for number in session.scalars(theirs.with_only_columns(col(Contractor.id))))
    signed: dict[int, set[int]] = defaultdict(set)
    for convention, buyer in session.execute(
        select(col(Signature.convention_id), col(Signature.buyer_id)).where(
            col(Signature.convention_id).in_({row.convention_id for row in rows})
        )
    ):
        signed[convention].add(buyer)
    return Sides(_every(session, contractors), shown, signed)


def _every(session: Session, contractors: Collection[int]) -> dict[int, Side]:
    rows = session.execute(
        select(col(Contractor.id), col(Market.reference), col(Lot.number), col(Organisation.name),
               col(Market.buyer_id), col(Market.id))
        .join(Lot, col(Lot.id) == col(Contractor.lot_id))
        .join(Market, col(Market.id) == col(Lot.market_id))
        .join(Organisation, col(Organisation.id) == col(Contractor.organisation_id))
        .where(col(Contractor.id).in_(contractors))
    )  # fmt: skip
    return {
        number: Side(f"{reference}, lot {lot} ({name})", buyer, market)
        for number, reference, lot, name, buyer, market in rows
    }
