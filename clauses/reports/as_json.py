"""A bilan → the JSON that other programs rely on: `docs/contract.md`. Added to, never changed.

Hours are strings with two decimals, dates are ISO, percentages strings with one decimal or null.
"""

from __future__ import annotations

import json
from typing import Any

from clauses.quantities import exact
from clauses.reports.figures import Bilan, Breakdown, Exits, Hours, Orientations, OriginFigures, Share


def text(bilan: Bilan) -> str:
    """The JSON as printed: indented, accents as they are, the same bytes for the same figures."""
    return json.dumps(shape(bilan), ensure_ascii=False, indent=2)


def shape(bilan: Bilan) -> dict[str, Any]:
    """The JSON value of a bilan. ``filters`` stands only where some markets were chosen."""
    selection = bilan.selection
    filters = {
        "buyer": selection.buyer.name if selection.buyer else None,
        "market": selection.market.name if selection.market else None,
        "nature": selection.nature.value if selection.nature else None,
        "lot": selection.lot.name if selection.lot else None,
        "company": selection.company.name if selection.company else None,
        "modality": selection.modality.value if selection.modality else None,
    }
    asked: dict[str, Any] = {
        "period": {
            "from": selection.period.starts_on.isoformat(),
            "to": selection.period.ends_on.isoformat(),
        },
        "perimeter": selection.perimeter.value,
    }
    if selection.filtered:
        asked["filters"] = {name: value for name, value in filters.items() if value is not None}
    if selection.include_submitted:
        asked["include"] = ["submitted"]
    employees = bilan.employees
    return asked | {
        "hours": _hours(bilan.hours),
        "orientations": _orientations(bilan.orientations),
        "employees": {
            "total": employees.total,
            "women": employees.women,
            "men": employees.men,
            "by_nature": dict(employees.by_nature),
            "qpv": _share(employees.qpv),
            "by_qpv": dict(employees.by_qpv),
        },
        "exits": _exits(bilan.exits),
        "checks": [{"code": check.code, "message": check.message} for check in bilan.checks],
    }


def _hours(hours: Hours) -> dict[str, Any]:
    worked: dict[str, Any] = {
        "total": exact(hours.total),
        "by_nature": _exact_rows(hours.by_nature),
        "by_contract": _exact_rows(hours.by_contract),
    }
    return worked | {"training": exact(hours.training)} if hours.training else worked


def _exact_rows(rows: Breakdown) -> dict[str, str]:
    return {row: exact(hours) for row, hours in rows.items()}


def _orientations(orientations: Orientations) -> dict[str, Any]:
    outcome = orientations.outcome
    return {
        "total": orientations.total,
        "qpv": orientations.qpv.numerator,
        "by_sector": dict(orientations.by_sector),
        "by_origin": {origin: _origin(figures) for origin, figures in orientations.by_origin.items()},
        "by_prescriber": dict(orientations.by_prescriber),
        "by_qpv": dict(orientations.by_qpv),
        "validated": {
            "total": outcome.validated,
            "qpv": orientations.validated_qpv.numerator,
            "by_qpv": dict(orientations.validated_by_qpv),
            "by_sector": dict(outcome.validated_by_sector),
            "qpv_share": _share(orientations.validated_qpv),
        },
        "not_integrated": outcome.not_integrated,
        "pending": outcome.pending,
        "qpv_share": _share(orientations.qpv),
    }


def _origin(figures: OriginFigures) -> dict[str, Any]:
    outcome = figures.outcome
    return {
        "total": figures.total,
        "qpv": figures.qpv,
        "by_sector": dict(figures.by_sector),
        "validated": {"total": outcome.validated, "by_sector": dict(outcome.validated_by_sector)},
        "not_integrated": outcome.not_integrated,
        "pending": outcome.pending,
    }


def _exits(exits: Exits) -> dict[str, Any]:
    return {
        "total": exits.total,
        "positive": exits.positive,
        "by_kind": dict(exits.by_kind),
        "qpv": exits.qpv,
        "by_qpv": dict(exits.by_qpv),
        "undecided": exits.undecided,
        "rate": {**_share(exits.rate), "excluded": dict(exits.excluded)},
    }


def _share(share: Share) -> dict[str, Any]:
    return {"numerator": share.numerator, "base": share.base, "percent": share.percent}
