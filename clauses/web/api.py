"""The API, in one router; it alone is described."""

from __future__ import annotations

from litestar import Router

from clauses.web import (
    accounts_api,
    contracts_api,
    conventions_api,
    criteria_api,
    device_api,
    doubts_api,
    events_api,
    exits_api,
    field_api,
    glass_api,
    hours_api,
    imports_api,
    jobs_api,
    lines_api,
    lots_api,
    markets_api,
    needs_api,
    notices_api,
    obligations_api,
    organisations_api,
    orientations_api,
    people_api,
    proofs_api,
    proposals_api,
    reports_api,
    sites_api,
    waivers_api,
)

_PARTS = (
    markets_api, lots_api, organisations_api, people_api, orientations_api, contracts_api, hours_api, imports_api,
    reports_api, sites_api, device_api, field_api, jobs_api, events_api, doubts_api, accounts_api, glass_api,
    proofs_api, obligations_api, conventions_api, notices_api, needs_api, proposals_api, exits_api, criteria_api,
    lines_api, waivers_api,
)  # fmt: skip


def api() -> Router:
    """Every route under `/api`. In one router, for the reason that `clauses.web.app` gives."""
    return Router("/", route_handlers=[handler for part in _PARTS for handler in part.HANDLERS])
