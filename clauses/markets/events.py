"""What happens to a market once signed, recorded: amended, invoiced, closed. Nothing is overwritten.

Every verb is signed (``by``) and leaves its act in the journal; none commits.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, TypeVar

from sqlalchemy import func, select
from sqlmodel import Session, SQLModel, col

from clauses import audit
from clauses.dates import french_day
from clauses.db import one_at_a_time
from clauses.errors import Conflict, NotFound
from clauses.markets.models import (
    Amendment,
    Closing,
    Contractor,
    Derogation,
    FormalNotice,
    Grouping,
    Invoice,
    Lot,
    Market,
    MentionCheck,
    Shortfall,
)
from clauses.markets.obligations import Formula
from clauses.markets.rules import AmendmentKind, DerogationMotive, Effect, GroupingKind, Mention, ShortfallMotive
from clauses.markets.versions import add_version, bearer

_EFFECTS = {
    AmendmentKind.TRANCHE: Effect.ADDS,
    AmendmentKind.BON_DE_COMMANDE: Effect.ADDS,
    AmendmentKind.REDUCTION: Effect.REMOVES,
}
"""What an amendment of each kind does to the hours due; the others set them."""


def amend(
    session: Session,
    *,
    lot_id: int,
    kind: AmendmentKind,
    effective_on: date,
    subject: str,
    by: str,
    number: str | None = None,
    contractor_id: int | None = None,
    hours: Formula | None = None,
    amount_cents: int | None = None,
    ends_on: date | None = None,
    source: str = "",
) -> int:
    """Records an amendment of a lot, with the version of the obligation that it brings; its id.

    ``hours`` is what a tranche or an order adds, what a reduction removes, else the hours due from that day on.
    The hours are those of the company named, else of whoever owes those of the lot.

    Raises ``NotFound``; ``Conflict`` for an end before that day, for a day before the notification of the market, for a
    company of another lot, for hours of a transfer (it takes from one what it gives to another: `transfers`), or where
    it cannot be told whose hours change.
    """
    if kind is AmendmentKind.TRANSFERT and hours is not None:
        raise Conflict(
            "Un avenant ne transfère pas d'heures d'une entreprise à une autre. Passez par le formulaire "
            "« Transférer des heures » du marché.",
            code="markets.transfer_apart",
        )
    lot = _found(session, Lot, lot_id, "Ce lot n'existe pas.")
    if contractor_id is not None:
        named = _found(session, Contractor, contractor_id, "Cet attributaire n'existe pas.")
        if named.lot_id != lot_id:
            raise Conflict(
                "Cet attributaire n'est pas sur ce lot : choisissez-en un de ce lot.", code="markets.whose_hours"
            )
    if ends_on is not None and ends_on < effective_on:
        raise Conflict(
            "La nouvelle fin précède la prise d'effet de la modification. Corrigez l'une des deux dates.",
            code="markets.dates",
        )
    _after_notification(
        session, lot.market_id, effective_on, "La modification prend effet avant", code="markets.before_notification"
    )
    made = Amendment(
        market_id=lot.market_id,
        lot_id=lot_id,
        kind=kind,
        number=number,
        effective_on=effective_on,
        subject=subject,
        amount_cents=amount_cents,
        ends_on=ends_on,
        source=source,
        **_signed(by),
    )
    amendment_id = _kept(session, made, "amend", by=by, kind=kind.value, effective_on=effective_on.isoformat())
    if hours is not None:
        add_version(
            session,
            lot_id=lot_id,
            contractor_id=bearer(session, lot_id) if contractor_id is None else contractor_id,
            formula=hours,
            effect=_EFFECTS.get(kind, Effect.SETS),
            in_force_on=effective_on,
            source=source or f"{kind.label}{f' n° {number}' if number else ''}",
            amendment_id=amendment_id,
        )
    return amendment_id


def withdraw(session: Session, row: Amendment | Invoice, *, by: str) -> None:
    """Sets aside what was recorded by mistake; it stays readable. Raises ``Conflict`` the second time.

    The versions of obligations that an amendment brought no longer hold either.
    """
    session.refresh(row, with_for_update=True)  # two at once: the second one is told
    if row.withdrawn_at is not None:
        raise Conflict("Cette pièce a déjà été retirée. Rechargez la page.", code="markets.withdrawn")
    row.withdrawn_by, row.withdrawn_at = by, datetime.now(UTC)
    session.flush()
    audit.record(session, "withdraw", by=by, subject=str(type(row).__tablename__), subject_id=row.id)


def invoice(
    session: Session, *, contractor_id: int, number: str, invoiced_on: date, cents: int, by: str, source: str = ""
) -> int:
    """Records an invoice before tax, negative for a credit note; its id. Raises ``NotFound`` and ``Conflict``."""
    _found(session, Contractor, contractor_id, "Cet attributaire n'existe pas.")
    if not number.strip():
        raise Conflict("Donnez le numéro de la facture.", code="markets.no_number")
    same = select(Invoice.id).where(  # type: ignore[call-overload]  # SQLModel declares columns as the values of rows
        col(Invoice.contractor_id) == contractor_id,
        col(Invoice.number) == number.strip(),
        col(Invoice.withdrawn_at).is_(None),
    )
    if session.scalars(same).first() is not None:
        raise Conflict(
            f"La facture « {number.strip()} » est déjà enregistrée. Donnez un autre numéro, ou retirez la première.",
            code="markets.invoice_known",
        )
    made = Invoice(
        contractor_id=contractor_id,
        number=number.strip(),
        invoiced_on=invoiced_on,
        cents=cents,
        source=source,
        **_signed(by),
    )
    return _kept(session, made, "invoice", by=by)


def group(
    session: Session, *, lot_id: int, kind: GroupingKind, by: str, in_force_on: date | None = None, source: str = ""
) -> int:
    """Records how the companies of a lot answer for it, from a day on; its id. Raises ``NotFound``."""
    _found(session, Lot, lot_id, "Ce lot n'existe pas.")
    last = session.scalar(select(func.max(Grouping.version)).where(col(Grouping.lot_id) == lot_id)) or 0
    made = Grouping(lot_id=lot_id, version=last + 1, in_force_on=in_force_on, kind=kind, source=source, **_signed(by))
    return _kept(session, made, "group", by=by, kind=kind.value)


def serve_notice(
    session: Session, *, contractor_id: int, served_on: date, about: str, by: str, source: str = ""
) -> int:
    """Records a mise en demeure to send proofs, that somebody served; its id. Raises ``NotFound``."""
    _found(session, Contractor, contractor_id, "Cet attributaire n'existe pas.")
    made = FormalNotice(contractor_id=contractor_id, served_on=served_on, about=about, source=source, **_signed(by))
    return _kept(session, made, "serve_notice", by=by)


def receive_proofs(session: Session, *, notice_id: int, received_on: date, by: str) -> None:
    """The proofs came: the daily penalty stops. Raises ``NotFound``, and ``Conflict`` for a day before the notice."""
    notice = _found(session, FormalNotice, notice_id, "Cette mise en demeure n'existe pas.")
    session.refresh(notice, with_for_update=True)
    if notice.received_on is not None:
        raise Conflict(
            "Les justificatifs de cette mise en demeure sont déjà reçus. Rechargez la page.", code="markets.received"
        )
    if received_on < notice.served_on:
        raise Conflict("Les justificatifs précèdent la mise en demeure. Corrigez la date.", code="markets.dates")
    notice.received_on = received_on
    session.flush()
    audit.record(session, "receive_proofs", by=by, subject="formal_notice", subject_id=notice_id)


def state_shortfall(
    session: Session, *, contractor_id: int, stated_on: date, motive: ShortfallMotive, details: str, by: str
) -> int:
    """Records why hours are missing; its id. Raises ``NotFound``, and ``Conflict`` without an explanation."""
    _found(session, Contractor, contractor_id, "Cet attributaire n'existe pas.")
    made = Shortfall(
        contractor_id=contractor_id, stated_on=stated_on, motive=motive, details=_said(details), **_signed(by)
    )
    return _kept(session, made, "state_shortfall", by=by, motive=motive.value)


def close(session: Session, *, lot_id: int, closed_on: date, reason: str, by: str) -> int:
    """Closes a lot: from that day what is missing is missed; its id.

    Raises ``NotFound``; ``Conflict`` if closed, or before the notification of the market.
    """
    lot = _found(session, Lot, lot_id, "Ce lot n'existe pas.")
    one_at_a_time(session)
    if _closing(session, lot_id) is not None:
        raise Conflict("Ce lot est déjà clos. Rouvrez-le d'abord.", code="markets.closed")
    _after_notification(session, lot.market_id, closed_on, "La clôture précède")
    made = Closing(lot_id=lot_id, closed_on=closed_on, reason=reason, **_signed(by))
    return _kept(session, made, "close", by=by, closed_on=closed_on.isoformat())


def reopen(session: Session, *, lot_id: int, by: str) -> None:
    """Undoes a closing, which stays readable. Raises ``Conflict`` when the lot is open."""
    closing = _closing(session, lot_id)
    if closing is None:
        raise Conflict("Ce lot n'est pas clos. Rechargez la page.", code="markets.open")
    closing.reopened_by, closing.reopened_at = by, datetime.now(UTC)
    session.flush()
    audit.record(session, "reopen", by=by, subject="closing", subject_id=closing.id)


def check_mention(session: Session, *, market_id: int, mention: Mention, given: bool, by: str, place: str = "") -> int:
    """Records whether the documents of a market give a mention, and where; its id. Raises ``NotFound``."""
    _found(session, Market, market_id, "Ce marché n'existe pas.")
    made = MentionCheck(market_id=market_id, mention=mention, given=given, place=place, **_signed(by))
    return _kept(session, made, "check_mention", by=by, mention=mention.value, given=given)


def derogate(session: Session, *, market_id: int, motive: DerogationMotive, details: str, by: str) -> int:
    """Records why a market has no social condition; its id. Raises ``NotFound``, ``Conflict`` unexplained."""
    _found(session, Market, market_id, "Ce marché n'existe pas.")
    made = Derogation(market_id=market_id, motive=motive, details=_said(details), **_signed(by))
    return _kept(session, made, "derogate", by=by, motive=motive.value)


def _closing(session: Session, lot_id: int) -> Closing | None:
    return session.scalars(
        select(Closing)
        .where(col(Closing.lot_id) == lot_id, col(Closing.reopened_at).is_(None))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()


def _after_notification(session: Session, market_id: int, day: date, what: str, *, code: str = "markets.dates") -> None:
    notified_on = session.get_one(Market, market_id).notified_on
    if notified_on is not None and day < notified_on:
        raise Conflict(f"{what} la notification du marché, le {french_day(notified_on)}. Corrigez la date.", code=code)


def _said(details: str) -> str:
    if not details.strip():
        raise Conflict("Dites pourquoi, en quelques mots.", code="markets.unexplained")
    return details.strip()


def _signed(by: str) -> dict[str, Any]:
    return {"author": by, "at": datetime.now(UTC)}


T = TypeVar("T", bound=SQLModel)


def _found(session: Session, table: type[T], number: int, otherwise: str) -> T:
    row = session.get(table, number)
    if row is None:
        raise NotFound(otherwise)
    return row


def _kept(session: Session, row: Any, act: str, *, by: str, **details: Any) -> int:
    session.add(row)
    session.flush()
    audit.record(session, act, by=by, subject=type(row).__tablename__, subject_id=row.id, **details)
    return int(row.id)
