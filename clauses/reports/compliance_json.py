"""Compliance and overview → the JSON that other programs rely on: `docs/contract.md`. Added to, never changed.

Hours are strings with two decimals, amounts too, in euros; dates are ISO. ``projected`` is null without a date of end.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from clauses.hours.compliance import Standing
from clauses.hours.counting import Uncounted
from clauses.markets.penalties import Penalty
from clauses.quantities import exact
from clauses.reports.compliance import Compliance, LotPosition, Position
from clauses.reports.overview import Overview, OverviewLot


def text(shape: Mapping[str, Any]) -> str:
    """The JSON as printed: indented, accents as they are, the same bytes for the same figures."""
    return json.dumps(shape, ensure_ascii=False, indent=2)


def market(found: Compliance) -> dict[str, Any]:
    """The JSON value of a market at a day."""
    return {
        "market": found.market.reference,
        "on": found.on.isoformat(),
        "title": found.market.title,
        "buyer": found.market.buyer,
        "lots": [_lot(lot) for lot in found.lots],
        "stage": found.stage.value,
        "notes": list(found.notes),
    }


def overview(found: Overview) -> dict[str, Any]:
    """The JSON value of the open lots at a day, and their sums."""
    return {
        "on": found.on.isoformat(),
        "lots": [_open_lot(lot) for lot in found.lots],
        "totals": {
            "lots": len(found.lots),
            "due": exact(found.due),
            "done": exact(found.done),
            "counted": exact(found.counted),
            "late": found.late,
            "short": exact(found.short),
            "penalty_at_risk": exact(found.at_risk_cents),
        },
    }


def _lot(lot: LotPosition) -> dict[str, Any]:
    shape: dict[str, Any] = {
        "lot": lot.lot.number,
        "contractors": [_contractor(position, lot) for position in lot.positions],
        "title": lot.lot.title,
        "due": exact(lot.due.hours),
        "closed_on": _iso(lot.span.closed_on),
        "checks": list(lot.checks),
    }
    if lot.grouping is not None:
        shape["grouping"] = lot.grouping.value
    if lot.group is not None:
        shape["group"] = _standing(lot.group)
    return shape


def _contractor(position: Position, lot: LotPosition) -> dict[str, Any]:
    hours, standing = position.hours, position.standing
    return {
        "siret": position.contractor.siret,
        "name": position.contractor.name,
        "role": position.contractor.role.value,
        "due": exact(position.due.hours),
        "done": exact(hours.done),
        "to_check": exact(hours.to_check),
        "projected": _hours(position.projected),
        "starts_on": _iso(lot.span.starts_on),
        "ends_on": _iso(lot.span.ends_on),
        "status": standing.status.value,
        "penalty": {
            "missing_hours": exact(position.penalty.missing),
            "amount": exact(position.penalty.hours_cents),
            "late_days": position.penalty.late_days,
            "late_amount": exact(position.penalty.proofs_cents),
            "simulated": exact(position.penalty.cents),
            "waived": exact(position.waived),
            "remaining": exact(position.remaining),
        },
        "counted": exact(hours.counted),
        "submitted": exact(hours.submitted),
        "worked": exact(hours.worked),
        "lent": exact(hours.lent),
        "borrowed": exact(hours.borrowed),
        "uncounted": [
            {"reason": reason, "label": Uncounted(reason).label, "hours": exact(each)}
            for reason, each in hours.uncounted.items()
        ],
        "at_risk": _penalty(position.at_risk),
        "judged_at": "lot" if position.judged_at_lot else "contractor",
        "explained": [position.due.sentence, standing.sentence, *position.penalty.sentences],
    }


def _standing(standing: Standing) -> dict[str, Any]:
    return {
        "status": standing.status.value,
        "projected": _hours(standing.projected),
        "missing_hours": exact(standing.missing),
        "explained": standing.sentence,
    }


def _penalty(penalty: Penalty) -> dict[str, str]:
    return {"missing_hours": exact(penalty.missing), "amount": exact(penalty.hours_cents)}


def _open_lot(lot: OverviewLot) -> dict[str, Any]:
    return {
        "market": lot.market.reference,
        "buyer": lot.market.buyer,
        "lot": lot.position.lot.number,
        "title": lot.position.lot.title,
        "contractors": [position.contractor.name for position in lot.position.positions],
        "ends_on": _iso(lot.position.span.ends_on),
        "due": exact(lot.due),
        "done": exact(lot.done),
        "counted": exact(lot.counted),
        "to_check": exact(lot.to_check),
        "projected": _hours(lot.projected),
        "status": lot.status.value,
        "late": lot.late,
        "short": exact(lot.short),
        "penalty_at_risk": exact(lot.at_risk_cents),
    }


def _hours(hours: int | None) -> str | None:
    return None if hours is None else exact(hours)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
