"""The corrections that wait: a month sent again over validated hours, and what the new version changes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased
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
    """A version that waits. ``hours`` are its own and ``recorded`` those in force, in hundredths.

    ``reason``: why, as its sender said it.
    """

    declaration: Declaration
    market_id: int
    market: str
    lot: str
    contractor: str
    employer: str
    file_name: str
    reason: str
    hours: int
    recorded: int

    @property
    def gained(self) -> int:
        """Hundredths of an hour that accepting it adds, or takes away."""
        return self.hours - self.recorded


def _rows() -> Any:
    return (
        select(
            Declaration, col(Market.id).label("market_id"), col(Market.reference).label("market"),
            col(Lot.number).label("lot"), col(Organisation.name).label("contractor"),
            _EMPLOYER.c.name.label("employer"), col(ImportRun.file_name), col(ImportRun.options),
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
    """A page of the corrections to decide, the oldest month first. Two queries."""
    in_force = aliased(Declaration)
    same = and_(
        col(in_force.contractor_id) == col(Declaration.contractor_id),
        col(in_force.employer_id) == col(Declaration.employer_id),
        col(in_force.month) == col(Declaration.month),
        col(in_force.state) == DeclarationState.CURRENT,
    )
    query = _rows().outerjoin(in_force, same).add_columns(col(in_force.id).label("former"))
    ordered = query.where(
        col(Declaration.state) == DeclarationState.PROPOSED, within(scope, Declaration, Act.DECIDE)
    ).order_by(col(Declaration.month), col(Market.reference), col(Lot.number), col(Declaration.id))
    rows = session.execute(ordered.offset((page - 1) * size).limit(size)).all()
    versions = [number for row in rows for number in (row.Declaration.id, row.former) if number is not None]
    totals = line_totals(session, scope, versions)
    return [_correction(row, row.former, totals) for row in rows]


def _correction(row: Any, former: int | None, totals: Mapping[int, tuple[int, int]]) -> Correction:
    """``former`` is the version in force, None without any; ``totals`` give the lines and the hours of each version."""
    nothing = (0, 0)
    return Correction(
        declaration=row.Declaration,
        market_id=row.market_id,
        market=row.market,
        lot=row.lot,
        contractor=row.contractor,
        employer=row.employer,
        file_name=row.file_name,
        reason=str(json.loads(row.options).get("reason", "")),
        hours=totals.get(row.Declaration.id, nothing)[1],
        recorded=nothing[1] if former is None else totals.get(former, nothing)[1],
    )


def correction(session: Session, scope: Scope, declaration: Declaration) -> Correction:
    """One of them, that the reader was let in to."""
    row = session.execute(_rows().where(col(Declaration.id) == declaration.id)).one()
    former = before(session, declaration)
    number = None if former is None else former.id
    totals = line_totals(session, scope, [each for each in (declaration.id, number) if each is not None])
    return _correction(row, number, totals)
