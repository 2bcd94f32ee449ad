"""Hours still due, handed over by one company of a lot to another that comes in; the past stays where it was."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select
from sqlmodel import Session, col

from clauses.dates import french_day
from clauses.db import one_at_a_time
from clauses.errors import Conflict, NotFound
from clauses.markets.events import amend
from clauses.markets.models import Contractor, Invoice, Obligation, PenaltyRule
from clauses.markets.obligations import Formula, Invoiced, Version, due
from clauses.markets.rules import AmendmentKind, Effect
from clauses.markets.versions import add_version, versions
from clauses.quantities import french_hours
from clauses.reference.rules import Role


def transfer(
    session: Session, *, from_id: int, organisation_id: int, hours: int, effective_on: date, reason: str, by: str
) -> int:
    """Hands hundredths of hours still due over to another company of the lot, that comes in; the id of that contractor.

    What was due before that day, and what was done, stay where they were; who comes in takes the penalty too.
    Raises ``NotFound``; ``Conflict`` for more hours than are due that day.
    """
    one_at_a_time(session)
    giving = session.get(Contractor, from_id)
    if giving is None:
        raise NotFound("Cet attributaire n'existe pas.")
    if giving.organisation_id == organisation_id:
        raise Conflict(
            "Un attributaire ne se transfère pas ses propres heures. Choisissez-en un autre.",
            code="markets.same_contractor",
        )
    if hours <= 0:
        raise Conflict("Dites combien d'heures sont transférées.", code="markets.no_hours")
    _own(session, giving)
    owed = _due(session, giving, effective_on)
    if hours > owed:
        raise Conflict(
            f"{french_hours(owed)} sont dues le {french_day(effective_on)} : transférez-en au plus autant.",
            code="markets.more_than_due",
        )
    known = select(Contractor).where(
        col(Contractor.lot_id) == giving.lot_id, col(Contractor.organisation_id) == organisation_id
    )
    taking = session.scalars(known).one_or_none()
    if taking is None:
        taking = Contractor(lot_id=giving.lot_id, organisation_id=organisation_id, role=Role.TITULAIRE)
        session.add(taking)
        session.flush()
        _same_penalty(session, giving, taking)
    amendment_id = amend(
        session,
        lot_id=giving.lot_id,
        kind=AmendmentKind.TRANSFERT,
        effective_on=effective_on,
        subject=reason,
        by=by,
    )
    for contractor, effect in ((giving, Effect.REMOVES), (taking, Effect.ADDS)):
        add_version(
            session,
            lot_id=giving.lot_id,
            contractor_id=contractor.id,
            formula=Formula.fixed(hours),
            effect=effect,
            in_force_on=effective_on,
            source=f"transfert{'' if not reason else f', {reason}'}",
            amendment_id=amendment_id,
        )
    return int(taking.id or 0)


def _own(session: Session, contractor: Contractor) -> None:
    """Writes the hours of the lot as those of its only company, from the same days: what was due stays due."""
    if any(row.effect is Effect.SETS for row in versions(session, col(Obligation.contractor_id) == contractor.id)):
        return
    of_lot = versions(session, (col(Obligation.lot_id) == contractor.lot_id) & col(Obligation.contractor_id).is_(None))
    others = select(col(Contractor.id)).where(
        col(Contractor.lot_id) == contractor.lot_id,
        col(Contractor.role) != Role.SOUS_TRAITANT,
        col(Contractor.id) != contractor.id,
    )
    if of_lot and session.scalars(others).first() is not None:
        raise Conflict(
            "Les heures de ce lot sont dues ensemble par ses entreprises : donnez d'abord à chacune les siennes.",
            code="markets.owed_together",
        )
    last = session.scalar(select(func.max(Obligation.version)).where(col(Obligation.contractor_id) == contractor.id))
    for row in of_lot:
        values = row.model_dump(exclude={"id", "contractor_id", "version"})
        session.add(Obligation(contractor_id=contractor.id, version=(last or 0) + row.version, **values))
    session.flush()


def _due(session: Session, contractor: Contractor, on: date) -> int:
    """Hundredths of an hour that a company owes at a day by its own versions and invoices."""
    held = [
        Version(
            row.version,
            Formula(row.kind, row.due, row.cents_per_hour, row.threshold_cents),
            row.effect,
            row.in_force_on,
        )
        for row in versions(session, col(Obligation.contractor_id) == contractor.id)
    ]
    billed = select(Invoice).where(col(Invoice.contractor_id) == contractor.id, col(Invoice.withdrawn_at).is_(None))
    return due(held, [Invoiced(row.invoiced_on, row.cents) for row in session.scalars(billed)], on).hours


def _same_penalty(session: Session, giving: Contractor, taking: Contractor) -> None:
    for row in session.scalars(select(PenaltyRule).where(col(PenaltyRule.contractor_id) == giving.id)):
        session.add(PenaltyRule(**row.model_dump(exclude={"id"}) | {"contractor_id": taking.id}))
    session.flush()
