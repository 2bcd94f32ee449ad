"""The versions of the hours due as they are kept: read without what was withdrawn, numbered when one is added."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlmodel import Session, col

from clauses.errors import Conflict
from clauses.markets.models import Amendment, Contractor, Obligation
from clauses.markets.obligations import Formula
from clauses.markets.rules import Effect
from clauses.reference.rules import Role


def versions(session: Session, owed: ColumnElement[bool]) -> list[Obligation]:
    """Those that hold: what a withdrawn amendment brought does not."""
    withdrawn = select(col(Amendment.id)).where(col(Amendment.withdrawn_at).is_not(None))
    held = or_(col(Obligation.amendment_id).is_(None), col(Obligation.amendment_id).not_in(withdrawn))
    return list(session.scalars(select(Obligation).where(owed, held).order_by(col(Obligation.version))))


def withdrawn(session: Session, amendments: Collection[int]) -> set[int]:
    """Those of these amendments that were withdrawn."""
    gone = select(col(Amendment.id)).where(col(Amendment.id).in_(amendments), col(Amendment.withdrawn_at).is_not(None))
    return set(session.scalars(gone)) if amendments else set()


def add_version(session: Session, *, lot_id: int, contractor_id: int | None, formula: Formula, **values: Any) -> int:
    """Adds the next version of what a lot, or one of its companies, owes; its id."""
    owed = (
        col(Obligation.contractor_id) == contractor_id
        if contractor_id is not None
        else (col(Obligation.lot_id) == lot_id) & col(Obligation.contractor_id).is_(None)
    )
    last = session.scalar(select(func.max(Obligation.version)).where(owed)) or 0
    added = Obligation(lot_id=lot_id, contractor_id=contractor_id, version=last + 1, **vars(formula), **values)
    session.add(added)
    session.flush()
    return int(added.id or 0)


def bearer(session: Session, lot_id: int) -> int | None:
    """Who owes the hours of a lot: None while they are the lot's own, else its one company whose hours were set."""
    members = select(col(Contractor.id)).where(
        col(Contractor.lot_id) == lot_id, col(Contractor.role) != Role.SOUS_TRAITANT
    )
    held = versions(session, col(Obligation.contractor_id).in_(members))
    setting = {row.contractor_id for row in held if row.effect is Effect.SETS}
    if len(setting) > 1:
        raise Conflict(
            "Plusieurs entreprises ont leurs propres heures sur ce lot : dites de laquelle elles changent.",
            code="markets.whose_hours",
        )
    return next(iter(setting), None)
