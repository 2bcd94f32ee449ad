"""Markets, lots, contractors, obligations and penalties recorded.

These verbs write one thing each, in the caller's transaction; an import's run, or the page's own act, is what the
journal keeps.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from clauses.errors import Conflict, Invalid
from clauses.markets.before import as_kept, rewriting_of
from clauses.markets.lot_numbers import lot_number
from clauses.markets.models import Contractor, Lot, Market, MarketBefore, Obligation, PenaltyRule
from clauses.reference.rules import Role
from clauses.words import folded


def record_market(session: Session, *, reference: str, **values: Any) -> int:
    """Adds a market; its id."""
    market = Market(reference=reference, reference_key=folded(reference), **values)
    session.add(market)
    session.flush()
    return _stored(market.id)


def rewrite_market(
    session: Session,
    market_id: int,
    *,
    on: date,
    by: str,
    run_id: int | None = None,
    correction: bool = False,
    **values: Any,
) -> None:
    """Writes new values on a market; what each one said before is kept, and holds for the days before ``on``.

    ``correction``: what was written was a slip, and the new values hold for every day.
    """
    market = session.get_one(Market, market_id, with_for_update=True, populate_existing=True)
    were = {name: getattr(market, name) for name, value in values.items() if getattr(market, name) != value}
    now = datetime.now(UTC)
    session.add_all(
        MarketBefore(
            market_id=market_id,
            field=field,
            said=said,
            until=on,
            rewriting=rewriting_of(field, said, correction=correction),
            run_id=run_id,
            author=by,
            at=now,
        )
        for field, said in as_kept(were).items()
    )
    session.execute(update(Market).where(col(Market.id) == market_id).values(**values))


def record_lot(session: Session, *, market_id: int, number: str, **values: Any) -> int:
    """Adds a lot under its number as files are read (« Lot 01 » is lot 1); its id.

    Raises ``Conflict`` where the market has it.
    """
    read = lot_number(number)
    known = select(Lot.id).where(col(Lot.market_id) == market_id, col(Lot.number) == read)
    if session.exec(known).first() is not None:
        raise Conflict(f"Ce marché a déjà un lot {read}. Donnez-en un autre.", code="lot.exists")
    lot = Lot(market_id=market_id, number=read, **values)
    session.add(lot)
    session.flush()
    return _stored(lot.id)


def record_contractor(session: Session, **values: Any) -> int:
    """Adds a contractor to a lot; its id.

    ``credits_id`` names who subcontracts. Raises ``Invalid`` when the role has nobody to credit, or when it is not the
    titulaire or a cotraitant of the same lot.
    """
    if values.get("credits_id") is not None:
        creditable(session, values["lot_id"], values["role"], values["credits_id"])
    contractor = Contractor(**values)
    session.add(contractor)
    session.flush()
    return _stored(contractor.id)


def creditable(session: Session, lot_id: int, role: Role, credited: int, *, itself: int | None = None) -> None:
    """Only a subcontractor credits, and only who holds a part of the same lot. Raises ``Invalid``."""
    if role is not Role.SOUS_TRAITANT:
        raise Invalid(
            "Seul un sous-traitant a quelqu'un qui sous-traite. Retirez ce champ.",
            field="credits_id",
            code="markets.credits",
        )
    held = session.get(Contractor, credited)
    if held is None or held.lot_id != lot_id or held.role is Role.SOUS_TRAITANT or credited == itself:
        raise Invalid(
            "Ce lot n'a pas de titulaire ni de cotraitant de ce numéro. Choisissez celui qui sous-traite.",
            field="credits_id",
            code="markets.credits",
        )


def credit_subcontractors(session: Session, lot_ids: Iterable[int]) -> None:
    """A subcontractor's hours credit the only titulaire of its lot; with several, a person says which."""
    for lot_id in lot_ids:
        holders = session.exec(
            select(Contractor.id).where(col(Contractor.lot_id) == lot_id, col(Contractor.role) == Role.TITULAIRE)
        ).all()
        if len(holders) == 1:
            session.execute(
                update(Contractor)
                .where(
                    col(Contractor.lot_id) == lot_id,
                    col(Contractor.role) == Role.SOUS_TRAITANT,
                    col(Contractor.credits_id).is_(None),
                )
                .values(credits_id=holders[0])
            )


def add_obligation(session: Session, **values: Any) -> None:
    """Adds a version of the hours due; versions before it stay as they were."""
    session.add(Obligation(**values))
    session.flush()


def add_penalty_rule(session: Session, *, in_force_on: date | None = None, **values: Any) -> int:
    """Adds the next version of what a missing hour costs; its id. What is not said again of late days and of the cap
    is what the version that held on ``in_force_on`` says: what a later one says does not reach back."""
    rows = session.exec(select(PenaltyRule).where(col(PenaltyRule.contractor_id) == values["contractor_id"])).all()
    day = in_force_on or date.min
    then = [row for row in rows if (row.in_force_on or date.min) <= day]
    held = max(then, key=lambda row: (row.in_force_on or date.min, row.version), default=None)
    kept = {name: getattr(held, name, None) for name in ("cents_per_late_day", "cap_cents")}
    number = max((row.version for row in rows), default=0) + 1
    added = PenaltyRule(**{"version": number, "in_force_on": in_force_on, **kept, **values})
    session.add(added)
    session.flush()
    return _stored(added.id)


def _stored(number: int | None) -> int:
    if number is None:
        raise ValueError("the row is not stored yet")
    return number
