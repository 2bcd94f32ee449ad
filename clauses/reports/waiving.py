"""Penalties given up, measured against what was simulated that day: the rule is `markets`', the penalty is computed."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from clauses.errors import NotFound
from clauses.markets import waiving
from clauses.markets.models import Contractor, Lot
from clauses.markets.rules import WaiverKind
from clauses.markets.waiver_models import PenaltyWaiver
from clauses.reports import compliance_facts
from clauses.reports.compliance import compliance

_ABSENT = "Cet attributaire n'existe pas."


def simulated(session: Session, contractor_id: int, on: date) -> int:
    """Cents of the penalty simulated for a contractor at a day, what is waived included. Raises ``NotFound``."""
    row = session.get(Contractor, contractor_id)
    if row is None:
        raise NotFound(_ABSENT)
    market = session.get_one(Lot, row.lot_id).market_id
    (found,) = compliance(compliance_facts.read(session, on=on, market_id=market), on)
    positions = (each for lot in found.lots for each in lot.positions)
    return sum(each.penalty.cents for each in positions if each.contractor.id == contractor_id)


def waive(
    session: Session,
    *,
    contractor_id: int,
    kind: WaiverKind,
    granted_on: date,
    cents: int,
    motive: str,
    document: str,
    today: date,
    by: str,
    needs_second: bool = False,
) -> int:
    """Records a waiver, once it is known to be within the penalty of that day; its id. Raises as `waiving.waive`."""
    return waiving.waive(
        session,
        contractor_id=contractor_id,
        kind=kind,
        granted_on=granted_on,
        cents=cents,
        motive=motive,
        document=document,
        simulated=simulated(session, contractor_id, granted_on),
        today=today,
        by=by,
        needs_second=needs_second,
    )


def confirm(session: Session, waiver_id: int, *, by: str) -> None:
    """The second person's word on a waiver. Raises as `waiving.confirm`."""
    row = session.get(PenaltyWaiver, waiver_id)
    if row is None:
        raise NotFound("Cette remise n'existe pas.")
    waiving.confirm(session, waiver_id, simulated=simulated(session, row.contractor_id, row.granted_on), by=by)
