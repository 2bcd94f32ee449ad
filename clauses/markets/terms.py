"""What a market says of its penalties, recorded by hand: versions that hold from a day on, signed and journalised."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlmodel import Session, col

from clauses import audit
from clauses.errors import Conflict, NotFound
from clauses.markets.actions import add_penalty_rule
from clauses.markets.models import Contractor, FormalNotice, PenaltyRule
from clauses.markets.rules import PenaltyKind


def set_penalty(
    session: Session,
    *,
    contractor_id: int,
    source: str,
    by: str,
    in_force_on: date | None = None,
    cents_per_hour: int | None = None,
    multiple: int | None = None,
    reference_rate: str | None = None,
    cents_per_late_day: int | None = None,
    cap_cents: int | None = None,
) -> int:
    """Adds a version of what a missing hour and a late day cost, from a day on; its id.

    ``multiple`` is in hundredths of the reference rate. What is not said of late days and of the cap stays as it was.
    Raises ``NotFound``; ``Conflict`` unless there is one price of an hour, without a source, for an amount below zero.
    """
    if session.get(Contractor, contractor_id) is None:
        raise NotFound("Cet attributaire n'existe pas.")
    if (cents_per_hour is None) == (multiple is None) or (multiple is None) != (reference_rate is None):
        raise Conflict(
            "Donnez le prix d'une heure manquante : un montant, ou un multiple et son taux de référence.",
            code="markets.one_price",
        )
    if any(amount is not None and amount < 0 for amount in (cents_per_hour, multiple, cents_per_late_day, cap_cents)):
        raise Conflict("Une pénalité ne descend pas sous zéro. Corrigez le montant.", code="markets.below_zero")
    if not source.strip():
        raise Conflict("Dites d'où vient la pénalité : l'article du marché, par exemple.", code="markets.no_source")
    told = {"cents_per_late_day": cents_per_late_day, "cap_cents": cap_cents}
    number = add_penalty_rule(
        session,
        contractor_id=contractor_id,
        in_force_on=in_force_on,
        kind=PenaltyKind.PER_HOUR if multiple is None else PenaltyKind.MULTIPLE,
        cents_per_hour=cents_per_hour,
        multiple=multiple,
        reference_rate=reference_rate,
        source=source.strip(),
        **{name: cents for name, cents in told.items() if cents is not None},
    )
    version = session.get_one(PenaltyRule, number).version
    audit.record(session, "set_penalty", by=by, subject="penalty_rule", subject_id=number, version=version)
    return number


def notices_of(session: Session, contractors: list[int]) -> list[FormalNotice]:
    """The mises en demeure of some contractors, the last first."""
    rows = select(FormalNotice).where(col(FormalNotice.contractor_id).in_(contractors))
    return list(session.scalars(rows.order_by(col(FormalNotice.served_on).desc(), col(FormalNotice.id).desc())))
