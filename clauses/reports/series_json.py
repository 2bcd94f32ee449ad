"""Series and burn-up → JSON for charts. Months are ``2023-04``, hours strings with two decimals."""

from __future__ import annotations

from typing import Any

from clauses.dates import iso_month
from clauses.quantities import exact
from clauses.reports.series import Asked, BurnUp, Series


def shape(found: Asked) -> dict[str, Any]:
    """The JSON value; ``burn_up`` stands only where one market was asked."""
    asked: dict[str, Any] = {
        "by": found.dimension.value,
        "from": iso_month(found.since),
        "to": iso_month(found.until),
        "total": exact(sum(each.total for each in found.series)),
        "series": [_series(each) for each in found.series],
    }
    return asked | {"burn_up": [_burn_up(each) for each in found.burn_ups]} if found.burn_ups else asked


def _series(each: Series) -> dict[str, Any]:
    return {
        "name": each.name,
        "total": exact(each.total),
        "months": {iso_month(month): exact(hours) for month, hours in each.months.items()},
        "cumulated": {iso_month(month): exact(hours) for month, hours in each.cumulated.items()},
        "years": {str(year): exact(hours) for year, hours in each.years.items()},
    }


def _burn_up(each: BurnUp) -> dict[str, Any]:
    points = [
        {"month": iso_month(month), "counted": exact(hours), "due": exact(due)} for month, hours, due in each.points
    ]
    return {"lot": each.lot, "points": points}
