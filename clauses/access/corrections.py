"""The corrections that wait: a month sent again over validated hours, and what the new version changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col

from clauses.access.hours import line_totals
from clauses.access.queries import within
from clauses.accounts.matrix import Act
from clauses.accounts.models import Organisation
from clauses.accounts.scope import Scope
from clauses.files.models import ImportRun
from clauses.hours.models import Declaration
from clauses.hours.rules import DeclarationState
from clauses.hours.versions import before
from clauses.markets.models import Contractor, Lot, Market

_EMPLOYER = Organisation.__table__.alias("correcting")  # type: ignore[attr-defined]  # every table class has one


@dataclass(frozen=True)
class Correction:
    """A version that waits. ``hours`` are its own and ``recorded`` those in force, in hundredths; None when unknown."""

    declaration: Declaration
    market_id: int
    market: str
    lot: str
    contractor: str
    employer: str
    file_name: str
    hours: int = 0
    recorded: int = 0

    @property
    def gained(self) -> int:
        """Hundredths of an hour that accepting it adds, or takes away."""
        return self.hours - self.recorded


def _rows() -> Any:
    return (
        select(
            Declaration, col(Market.id), col(Market.reference), col(Lot.number), col(Organisation.name),
            _EMPLOYER.c.name, col(ImportRun.file_name),
        )
        .join(Contractor, col(Contractor.id) == col(Declaration.contractor_id))
        .join(Lot, col(Lot.id) == col(Contractor.lot_id))
        .join(Market, col(Market.id) == col(Lot.market_id))
        .join(Organisation, col(Organisation.id) == col(Contractor.organisation_id))
        .join(_EMPLOYER, _EMPLOYER.c.id == col(Declaration.employer_id))
        .join(ImportRun, col(ImportRun.id) == col(Declaration.run_id))
    )  # fmt: skip


def waiting_corrections(session: Session, scope: Scope) -> int:
    """How many wait for whoever decides."""
    query = select(func.count()).select_from(Declaration).where(
        col(Declaration.state) == DeclarationState.PROPOSED, within(scope, Declaration, Act.DECIDE)
    )  # fmt: skip
    return int(session.execute(query).scalar_one())


def corrections(session: Session, scope: Scope, *, page: int, size: int) -> list[Correction]:
    """A page of the corrections to decide, the oldest month first. Four queries."""
    ordered = _rows().where(
        col(Declaration.state) == DeclarationState.PROPOSED, within(scope, Declaration, Act.DECIDE)
    ).order_by(col(Declaration.month), col(Market.reference), col(Lot.number), col(Declaration.id))  # fmt: skip
    found = [Correction(*row) for row in session.execute(ordered.offset((page - 1) * size).limit(size))]
    held = _in_force(session, found)
    totals = line_totals(session, scope, [one.declaration.id or 0 for one in found] + [*held.values()])
    return [_with_hours(one, held.get(one.declaration.id or 0), totals) for one in found]


def _with_hours(one: Correction, former: int | None, totals: dict[int, tuple[int, int]]) -> Correction:
    own = totals.get(one.declaration.id or 0, (0, 0))[1]
    recorded = totals.get(former or 0, (0, 0))[1]
    return Correction(
        one.declaration, one.market_id, one.market, one.lot, one.contractor, one.employer, one.file_name, own, recorded
    )


def _in_force(session: Session, found: list[Correction]) -> dict[int, int]:
    """The version in force that each would replace."""
    units = {(one.declaration.contractor_id, one.declaration.employer_id, one.declaration.month) for one in found}
    rows = session.execute(
        select(
            col(Declaration.id), col(Declaration.contractor_id), col(Declaration.employer_id), col(Declaration.month)
        ).where(
            col(Declaration.state) == DeclarationState.CURRENT,
            col(Declaration.contractor_id).in_({unit[0] for unit in units}),
            col(Declaration.employer_id).in_({unit[1] for unit in units}),
            col(Declaration.month).in_({unit[2] for unit in units}),
        )
    )
    held = {(contractor, employer, month): int(number or 0) for number, contractor, employer, month in rows}
    return {
        one.declaration.id or 0: held[unit]
        for one in found
        if (unit := (one.declaration.contractor_id, one.declaration.employer_id, one.declaration.month)) in held
    }


def correction(session: Session, scope: Scope, declaration: Declaration) -> Correction:
    """One of them, that the reader was let in to."""
    row = session.execute(_rows().where(col(Declaration.id) == declaration.id)).one()
    shown, former = Correction(*row), before(session, declaration)
    number = former.id if former is not None else None
    totals = line_totals(session, scope, [declaration.id or 0, number or 0])
    return _with_hours(shown, number, totals)
