"""A lot whose hours are settled: what was due and why, what was done, what was agreed, why hours are missing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlmodel import Session, col

from clauses.accounts.models import Organisation
from clauses.errors import Conflict
from clauses.hours.compliance import Span, Status
from clauses.markets.models import Amendment, Closing, Contractor, Obligation, Shortfall
from clauses.markets.obligations import Version
from clauses.markets.preparation import Explained
from clauses.markets.rules import AmendmentKind, Effect
from clauses.reports.compliance import LotPosition, Position
from clauses.reports.compliance_facts import MarketHead


@dataclass(frozen=True)
class Reduction:
    """Hours taken off by agreement, in hundredths; ``who`` owed them, None for the lot as a whole."""

    on: date
    number: str | None
    subject: str
    hours: int
    who: str | None


@dataclass(frozen=True)
class Closed:
    """The day a lot was closed, and why."""

    on: date
    reason: str


@dataclass(frozen=True)
class FinalAccount:
    """The account of a lot at a day, for the companies that its reader sees. Hours are hundredths."""

    market: MarketHead
    lot: LotPosition
    positions: tuple[Position, ...]
    reductions: tuple[Reduction, ...]
    shortfalls: tuple[Explained, ...]
    closed: Closed | None
    over: bool

    @property
    def span(self) -> Span:
        return self.lot.span

    @property
    def whole(self) -> bool:
        """Whether every company of the lot is in it."""
        return len(self.positions) == len(self.lot.positions)

    @property
    def due(self) -> int:
        return self.lot.due.hours if self.whole else sum(each.due.hours for each in self.positions)

    @property
    def counted(self) -> int:
        return sum(each.hours.counted for each in self.positions)

    @property
    def missing(self) -> int:
        """What lacks for good: nobody's surplus makes up for another's, unless the lot is judged as one."""
        if self.lot.group is not None and self.whole:
            return self.lot.group.missing
        return sum(each.standing.missing for each in self.positions if not each.judged_at_lot) + max(
            (each.standing.missing for each in self.positions if each.judged_at_lot), default=0
        )

    @property
    def unexplained(self) -> bool:
        """Whether hours are missing and nobody said why."""
        return self.missing > 0 and not self.shortfalls

    @property
    def versions(self) -> tuple[tuple[str, Version], ...]:
        """(whose, version): what made the hours due, company by company; of the lot where nobody has their own."""
        own = tuple((each.contractor.name, version) for each in self.positions for version in each.due.versions)
        return own or tuple(("Le lot", version) for version in self.lot.due.versions if self.whole)

    @property
    def status(self) -> Status:
        """Missed as soon as one is; of nothing due, nothing."""
        held = {each.standing.status for each in self.positions}
        order = (Status.MISSED, Status.LATE, Status.ON_TRACK, Status.DONE)
        return next((status for status in order if status in held), Status.NO_OBLIGATION)


def require_over(account: FinalAccount) -> None:
    """Raises ``Conflict`` for a lot that still runs: nothing of it is settled."""
    if not account.over:
        raise Conflict(
            f"Le lot {account.lot.lot.number} court encore : closez-le d'abord, ou attendez sa fin.",
            code="markets.still_running",
        )


def final_account(
    session: Session, market: MarketHead, lot: LotPosition, *, on: date, seen: Collection[int] | None = None
) -> FinalAccount:
    """The account of a lot judged at a day; ``seen``: only these contractors (None: all). Three queries."""
    positions = tuple(each for each in lot.positions if seen is None or each.contractor.id in seen)
    holders = {each.contractor.id: each.contractor.name for each in positions}
    closing = session.scalars(
        select(Closing).where(col(Closing.lot_id) == lot.lot.id, col(Closing.reopened_at).is_(None))
    ).one_or_none()
    return FinalAccount(
        market=market,
        lot=lot,
        positions=positions,
        reductions=_reductions(session, lot.lot.id, holders, whole=len(positions) == len(lot.positions), on=on),
        shortfalls=_shortfalls(session, holders),
        closed=None if closing is None else Closed(closing.closed_on, closing.reason),
        over=lot.span.over(on),
    )


def _reductions(
    session: Session, lot_id: int, holders: dict[int, str], *, whole: bool, on: date
) -> tuple[Reduction, ...]:
    rows = session.execute(
        select(Amendment, Obligation)
        .join(Obligation, col(Obligation.amendment_id) == col(Amendment.id))
        .where(
            col(Amendment.lot_id) == lot_id,
            col(Amendment.kind) == AmendmentKind.REDUCTION,
            col(Amendment.withdrawn_at).is_(None),
            col(Amendment.effective_on) <= on,
            col(Obligation.effect) == Effect.REMOVES,
        )
        .order_by(col(Amendment.effective_on), col(Amendment.id))
    )
    return tuple(
        Reduction(made.effective_on, made.number, made.subject, version.due or 0, holders.get(version.contractor_id))
        for made, version in rows
        if version.contractor_id in holders or (version.contractor_id is None and whole)
    )


def _shortfalls(session: Session, holders: dict[int, str]) -> tuple[Explained, ...]:
    """The last motive of each company, in the order of the days."""
    rows = session.execute(
        select(Shortfall, col(Organisation.name))
        .join(Contractor, col(Contractor.id) == col(Shortfall.contractor_id))
        .join(Organisation, col(Organisation.id) == col(Contractor.organisation_id))
        .where(col(Shortfall.contractor_id).in_(list(holders)))
        .order_by(col(Shortfall.stated_on), col(Shortfall.id))
    )
    last = {row.contractor_id: Explained(name, row.stated_on, row.motive, row.details) for row, name in rows}
    return tuple(sorted(last.values(), key=lambda each: each.on))
