"""Penalties given up, recorded: granted, confirmed by a second person, withdrawn. Nothing is overwritten.

Every verb is signed (``by``) and leaves its act in the journal; none commits. The software never notifies a penalty,
nor a waiver: each is the buyer's own decision, whose document is named.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlmodel import Session, col, select

from clauses import audit
from clauses.db import one_at_a_time
from clauses.errors import Conflict, NotFound
from clauses.markets.models import Contractor
from clauses.markets.rules import WaiverKind
from clauses.markets.waiver_models import PenaltyWaiver
from clauses.markets.waivers import Waiver, check

_SUBJECT = "penalty_waiver"


def waive(
    session: Session,
    *,
    contractor_id: int,
    kind: WaiverKind,
    granted_on: date,
    cents: int,
    motive: str,
    document: str,
    simulated: int,
    today: date,
    by: str,
    needs_second: bool = False,
) -> int:
    """Records what a buyer gave up of a penalty, in cents; its id. ``simulated``: the penalty at that day.

    Raises ``NotFound``; ``Conflict`` as `check`, without a motive or the decision that grants it, or while another one
    of that contractor waits for a second person.
    """
    one_at_a_time(session)
    if session.get(Contractor, contractor_id) is None:
        raise NotFound("Cet attributaire n'existe pas.")
    if not motive.strip():
        raise Conflict("Dites pourquoi la pénalité est remise, en quelques mots.", code="waivers.unexplained")
    if not document.strip():
        raise Conflict(
            "Dites quelle décision accorde la remise : un courrier et sa date, par exemple.", code="waivers.no_document"
        )
    rows = session.exec(
        select(PenaltyWaiver).where(
            col(PenaltyWaiver.contractor_id) == contractor_id, col(PenaltyWaiver.withdrawn_at).is_(None)
        )
    ).all()
    if any(not row.holds for row in rows):
        raise Conflict(
            "Une remise de cet attributaire attend une seconde personne. Confirmez-la, ou retirez-la d'abord.",
            code="waivers.waiting",
        )
    before = [Waiver(row.granted_on, row.cents) for row in rows]
    check(cents, granted_on=granted_on, today=today, simulated=simulated, before=before)
    made = PenaltyWaiver(
        contractor_id=contractor_id,
        kind=kind,
        granted_on=granted_on,
        cents=cents,
        motive=motive.strip(),
        document=document.strip(),
        author=by,
        at=datetime.now(UTC),
        needs_second=needs_second,
    )
    session.add(made)
    session.flush()
    number = int(made.id or 0)
    details = {"kind": kind.value, "granted_on": granted_on.isoformat(), "cents": cents, "by_two": needs_second}
    audit.record(session, "waive", by=by, subject=_SUBJECT, subject_id=number, **details)
    return number


def confirm(session: Session, waiver_id: int, *, simulated: int, by: str) -> None:
    """The second of the two people that a buyer's waiver takes: it holds from then on.

    ``simulated``: the penalty at the day it was granted, now. Raises ``NotFound``; ``Conflict`` for the same person,
    for one that waits for nobody, or where less is left to give up since.
    """
    row = _waiver(session, waiver_id)
    if row.withdrawn_at is not None or row.holds:
        raise Conflict("Cette remise n'attend plus personne. Rechargez la page.", code="waivers.not_waiting")
    if row.author == by:
        raise Conflict(
            "Une remise demande deux personnes. Faites-la confirmer par un collègue.", code="waivers.two_people"
        )
    rows = session.exec(
        select(PenaltyWaiver).where(
            col(PenaltyWaiver.contractor_id) == row.contractor_id, col(PenaltyWaiver.withdrawn_at).is_(None)
        )
    ).all()
    before = [Waiver(each.granted_on, each.cents) for each in rows if each.holds]
    check(row.cents, granted_on=row.granted_on, today=row.granted_on, simulated=simulated, before=before)
    row.second_by, row.second_at = by, datetime.now(UTC)
    session.flush()
    audit.record(session, "confirm_waiver", by=by, subject=_SUBJECT, subject_id=waiver_id)


def withdraw_waiver(session: Session, waiver_id: int, *, by: str) -> None:
    """Undoes a waiver, which stays readable: the penalty is due again. Raises ``NotFound``, ``Conflict`` if it was."""
    row = _waiver(session, waiver_id)
    if row.withdrawn_at is not None:
        raise Conflict("Cette remise a déjà été retirée. Rechargez la page.", code="waivers.withdrawn")
    row.withdrawn_by, row.withdrawn_at = by, datetime.now(UTC)
    session.flush()
    audit.record(session, "withdraw", by=by, subject=_SUBJECT, subject_id=waiver_id)


def _waiver(session: Session, waiver_id: int) -> PenaltyWaiver:
    one_at_a_time(session)
    row = session.exec(
        select(PenaltyWaiver)
        .where(col(PenaltyWaiver.id) == waiver_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        raise NotFound("Cette remise n'existe pas.")
    return row
