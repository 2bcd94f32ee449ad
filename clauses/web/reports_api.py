"""Figures, for programs: the bilan, the compliance of a market. Each counts what its reader may count."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Annotated, Any

from litestar.params import FromPath, FromQuery, QueryParameter

from clauses.access.counted import countable
from clauses.access.hours import contractors_counted
from clauses.access.queries import found
from clauses.accounts.matrix import Resource
from clauses.accounts.rules import ActorKind
from clauses.accounts.scope import Scope
from clauses.dates import Period
from clauses.db import reading
from clauses.markets.models import Market
from clauses.reference.rules import Nature
from clauses.reports import as_json, compliance_facts, compliance_json
from clauses.reports.bilan_query import bilan as bilan_of
from clauses.reports.compliance import Compliance, compliance
from clauses.reports.figures import Perimeter
from clauses.web.api_parts import AnyRequest, shows
from clauses.web.errors import Invalid
from clauses.web.rule import every, on
from clauses.web.visitors import asker, place_of, today

TAG = "Bilan et conformité"
_WHOLE = frozenset({ActorKind.F, ActorKind.S, ActorKind.D})
"""Who reads every company of a market: the others read their own."""

SMALLEST_CELL = 5
"""Below it, a donneur d'ordre reads « n.c. » (non communiqué): one of five people is soon recognised."""


@shows("/api/bilan", every(Resource.REPORT), TAG)
def bilan(
    request: AnyRequest,
    since: Annotated[date, QueryParameter(name="from")],
    until: Annotated[date, QueryParameter(name="to")],
    perimeter: FromQuery[Perimeter] = Perimeter.PLIE,
    buyer: FromQuery[str | None] = None,
    market: FromQuery[str | None] = None,
    nature: FromQuery[Nature | None] = None,
) -> dict[str, Any]:
    """Le bilan d'une période, de ce que l'on peut compter."""
    if until < since:
        raise Invalid("La période finit avant de commencer.", field="to")
    scope = asker(request)
    with reading(place_of(request).engine) as session:
        found_ = bilan_of(
            session,
            period=Period(since, until),
            perimeter=perimeter,
            buyer=buyer,
            market=market,
            nature=nature,
            only=countable(scope),
        )
    shape = as_json.shape(found_)
    return shape if follows_people(scope) else _without_people(shape)


def follows_people(scope: Scope) -> bool:
    """Whether somebody follows people, or employs them: else what is counted of people is hours and one total."""
    return bool(scope.kinds - {ActorKind.D, ActorKind.A})


def _without_people(shape: dict[str, Any]) -> dict[str, Any]:
    """Hours, which are contract data, and how many people worked, where they are enough; no breakdown of people."""
    total = shape["employees"]["total"]
    told = {name: value for name, value in shape.items() if name in ("period", "perimeter", "filters", "hours")}
    return told | {"employees": {"total": total if total >= SMALLEST_CELL else "n.c."}}


@shows("/api/markets/{number:int}/compliance", on(Market, "number", resource=Resource.REPORT), TAG)
def market_compliance(
    request: AnyRequest, number: FromPath[int], day: Annotated[date | None, QueryParameter(name="on")] = None
) -> dict[str, Any]:
    """Où en est un marché à un jour, par lot et par attributaire : une entreprise n'y lit qu'elle."""
    scope, asked = asker(request), day or today()
    with reading(place_of(request).engine) as session:
        found(session, scope, Market, number, resource=Resource.REPORT)
        whole = compliance(compliance_facts.read(session, on=asked, market_id=number), asked)[0]
        own = None if scope.kinds & _WHOLE else contractors_counted(session, scope)
    return compliance_json.market(whole) if own is None else _own(whole, own)


def _own(whole: Compliance, contractors: frozenset[int]) -> dict[str, Any]:
    """The lots where one stands, with one's own row: neither the neighbours, nor what adds them up."""
    lots = []
    for lot in whole.lots:
        positions = tuple(one for one in lot.positions if one.contractor.id in contractors)
        if positions:
            lots.append(replace(lot, positions=positions))
    shape = compliance_json.market(replace(whole, lots=tuple(lots)))
    for lot_shape in shape["lots"]:
        for name in ("due", "checks", "group", "grouping"):
            lot_shape.pop(name, None)
    return shape


HANDLERS = [bilan, market_compliance]
