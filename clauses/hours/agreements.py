"""What counts for a market, agreed and recorded: counting rules, conventions of globalisation, hours lent.

Every verb is signed (``by``) and leaves its act in the journal; none commits.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col

from clauses import audit
from clauses.dates import first_day, french_day, french_month
from clauses.db import one_at_a_time
from clauses.errors import Conflict, NotFound
from clauses.hours.models import (
    Allocation,
    ContractCap,
    Convention,
    CountingRule,
    Declaration,
    Line,
    Signature,
)
from clauses.hours.rules import DeclarationState, LineState
from clauses.markets.models import Contractor, Lot, Market
from clauses.people.publics import Criterion
from clauses.quantities import french_hours
from clauses.reference.rules import ContractKind


def set_counting(
    session: Session,
    *,
    market_id: int,
    source: str,
    by: str,
    in_force_on: date | None = None,
    publics: frozenset[Criterion] | None = None,
    kind_months: Mapping[ContractKind, int] | None = None,
    **bounds: Any,
) -> int:
    """Adds a version of what counts for a market, in force from a day on; its id.

    ``bounds`` are columns of `CountingRule`. Raises ``NotFound``, and ``Conflict`` without a source.
    """
    if session.get(Market, market_id) is None:
        raise NotFound("Ce marché n'existe pas.")
    if not source.strip():
        raise Conflict("Dites d'où vient la règle : l'article du marché, par exemple.", code="hours.no_source")
    if any(bound is not None and bound < 0 for bound in bounds.values()):
        raise Conflict("Une borne ne descend pas sous zéro. Corrigez-la.", code="hours.bounds")
    last = session.scalar(select(func.max(CountingRule.version)).where(col(CountingRule.market_id) == market_id)) or 0
    rule = CountingRule(
        market_id=market_id,
        version=last + 1,
        in_force_on=in_force_on,
        publics=" ".join(sorted(publics)) if publics is not None else None,
        source=source.strip(),
        author=by,
        at=datetime.now(UTC),
        **bounds,
    )
    number = _kept(session, rule, "set_counting", by=by, version=last + 1)
    for kind, months in (kind_months or {}).items():
        session.add(ContractCap(counting_rule_id=number, kind=kind, months=months))
    session.flush()
    return number


def open_convention(session: Session, *, reference: str, by: str, source: str = "") -> int:
    """Records a convention of globalisation; its id. It moves no hour until every buyer concerned has signed it."""
    made = Convention(reference=reference.strip(), source=source, author=by, at=datetime.now(UTC))
    return _kept(session, made, "open_convention", by=by)


def sign_convention(session: Session, *, convention_id: int, buyer_id: int, signed_on: date, by: str) -> int:
    """Records the day when a buyer signed; the same day again changes nothing. Its id.

    Raises ``NotFound``; ``Conflict`` where another day is recorded: hours move from that day, and moving it is an act
    of its own (`correct_signature`).
    """
    if session.get(Convention, convention_id) is None:
        raise NotFound("Cette convention n'existe pas.")
    known = _signature(session, convention_id, buyer_id)
    if known is None:
        made = Signature(
            convention_id=convention_id, buyer_id=buyer_id, signed_on=signed_on, author=by, at=datetime.now(UTC)
        )
        return _kept(session, made, "sign_convention", by=by, signed_on=signed_on.isoformat())
    if known.signed_on != signed_on:
        raise Conflict(
            f"Ce donneur d'ordre a déjà signé cette convention, le {french_day(known.signed_on)}. Laissez la date "
            "vide ; si elle est fausse, corrigez d'abord la signature, sur la page de son marché.",
            code="hours.signed_already",
        )
    return int(known.id or 0)


def correct_signature(session: Session, *, convention_id: int, buyer_id: int, signed_on: date, by: str) -> int:
    """Mends the day when a buyer signed, for every day; the journal keeps what it said before. Its id.

    Raises ``NotFound`` where that buyer has not signed.
    """
    one_at_a_time(session)
    known = _signature(session, convention_id, buyer_id)
    if known is None:
        raise NotFound("Ce donneur d'ordre n'a pas signé cette convention. Vérifiez sa référence.")
    was, known.signed_on = known.signed_on, signed_on
    details = {"before": was.isoformat(), "signed_on": signed_on.isoformat()}
    return _kept(session, known, "correct_signature", by=by, **details)


def _signature(session: Session, convention_id: int, buyer_id: int) -> Signature | None:
    signed = select(Signature).where(col(Signature.convention_id) == convention_id, col(Signature.buyer_id) == buyer_id)
    return session.scalars(signed.execution_options(populate_existing=True)).one_or_none()


def lend(
    session: Session, *, convention_id: int, lender_id: int, borrower_id: int, month: date, hours: int, by: str
) -> int:
    """Adds a row to the allocation table: hundredths of hours of a month, from one contractor to another; its id.

    Raises ``Conflict`` for more than the lender's validated hours of that month less what it lent already, or without
    the signature of each buyer. ``NotFound`` for an unknown convention.
    """
    one_at_a_time(session)
    month = first_day(month)
    if session.get(Convention, convention_id) is None:
        raise NotFound("Cette convention n'existe pas.")
    if lender_id == borrower_id or hours <= 0:
        raise Conflict(
            "Une heure se prête à un autre attributaire, et il en faut. Choisissez qui la reçoit, et combien.",
            code="hours.no_loan",
        )
    signed = session.scalars(select(Signature.buyer_id).where(col(Signature.convention_id) == convention_id)).all()  # type: ignore[call-overload]  # SQLModel declares columns as values
    if not _buyers(session, lender_id, borrower_id) <= set(signed):
        raise Conflict(
            "Tous les donneurs d'ordre n'ont pas signé cette convention. Notez d'abord la signature de chacun.",
            code="hours.not_signed",
        )
    left = _validated(session, lender_id, month) - _lent(session, lender_id, month)
    if hours > left:
        raise Conflict(
            f"{french_hours(hours)} prêtées pour {french_month(month)} : il en reste {french_hours(max(0, left))}. "
            "Une heure ne compte qu'une fois : prêtez-en moins, ou retirez d'abord un autre prêt.",
            code="hours.lent_twice",
        )
    made = Allocation(
        convention_id=convention_id,
        lender_id=lender_id,
        borrower_id=borrower_id,
        month=month,
        hours=hours,
        author=by,
        at=datetime.now(UTC),
    )
    return _kept(session, made, "lend", by=by, hours=hours)


def take_back(session: Session, row: Allocation, *, by: str) -> None:
    """Withdraws a row of the table, which stays readable. Raises ``Conflict`` the second time."""
    session.refresh(row, with_for_update=True)
    if row.withdrawn_at is not None:
        raise Conflict(
            "Ce prêt d'heures a déjà été retiré. Rechargez la page pour voir ceux qui restent.", code="hours.withdrawn"
        )
    row.withdrawn_by, row.withdrawn_at = by, datetime.now(UTC)
    session.flush()
    audit.record(session, "take_back", by=by, subject="allocation", subject_id=row.id)


def _buyers(session: Session, *contractors: int) -> set[int]:
    return set(
        session.scalars(
            select(col(Market.buyer_id))
            .join(Lot, col(Lot.market_id) == col(Market.id))
            .join(Contractor, col(Contractor.lot_id) == col(Lot.id))
            .where(col(Contractor.id).in_(contractors))
        )
    )


def _validated(session: Session, contractor_id: int, month: date) -> int:
    total = session.scalar(
        select(func.sum(Line.hours))
        .join(Declaration, col(Declaration.id) == col(Line.declaration_id))
        .where(
            col(Declaration.contractor_id) == contractor_id,
            col(Declaration.month) == month,
            col(Declaration.state) == DeclarationState.CURRENT,
            col(Line.state) == LineState.VALIDATED,
        )
    )
    return int(total or 0)


def _lent(session: Session, contractor_id: int, month: date) -> int:
    total = session.scalar(
        select(func.sum(Allocation.hours)).where(
            col(Allocation.lender_id) == contractor_id,
            col(Allocation.month) == month,
            col(Allocation.withdrawn_at).is_(None),
        )
    )
    return int(total or 0)


def _kept(session: Session, row: Any, act: str, *, by: str, **details: Any) -> int:
    session.add(row)
    session.flush()
    audit.record(session, act, by=by, subject=type(row).__tablename__, subject_id=row.id, **details)
    return int(row.id)
