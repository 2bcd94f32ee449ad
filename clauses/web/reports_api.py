"""Figures, for programs: the bilan, the compliance of a market. Each counts what its reader may count."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Annotated, Any

from litestar.params import FromPath, FromQuery, QueryParameter

from clauses.access.counted import Told, countable, told
from clauses.access.hours import contractors_counted, penalties_shown, whole_market
from clauses.access.queries import found
from clauses.access.told_people import NOT_TOLD, people_told
from clauses.accounts.matrix import Resource
from clauses.dates import Period
from clauses.db import reading
from clauses.errors import Invalid
from clauses.markets.models import Market
from clauses.reference.rules import Modality, Nature
from clauses.reports import as_json, compliance_facts, compliance_json
from clauses.reports.bilan_query import bilan as bilan_of
from clauses.reports.compliance import Compliance, compliance
from clauses.reports.figures import Perimeter
from clauses.web.api_parts import AnyRequest, shows
from clauses.web.rule import every, on
from clauses.web.visitors import asker, place_of, today

TAG = "Bilan et conformité"
_OF_MONEY = ("penalty", "at_risk", "explained")
"""What the compliance of a company says of penalties, for whoever may read their simulation."""


@shows("/api/bilan", every(Resource.REPORT), TAG)
def bilan(
    request: AnyRequest,
    since: Annotated[date, QueryParameter(name="from")],
    until: Annotated[date, QueryParameter(name="to")],
    perimeter: FromQuery[Perimeter] = Perimeter.PLIE,
    buyer: FromQuery[str | None] = None,
    market: FromQuery[str | None] = None,
    nature: FromQuery[Nature | None] = None,
    lot: FromQuery[str | None] = None,
    company: FromQuery[str | None] = None,
    modality: FromQuery[Modality | None] = None,
) -> dict[str, Any]:
    """Le bilan d'une période, de ce que l'on peut compter."""
    if until < since:
        raise Invalid("La période finit avant de commencer. Corrigez l'une des deux dates.", field="to")
    scope = asker(request)
    with reading(place_of(request).engine) as session:
        found_ = bilan_of(
            session,
            period=Period(since, until),
            perimeter=perimeter,
            buyer=buyer,
            market=market,
            nature=nature,
            lot=lot,
            company=company,
            modality=modality,
            only=countable(scope),
            copy=place_of(request).settings.copy_of_months,
        )
        narrowed = perimeter is not Perimeter.ALL or any((market, nature, lot, company, modality))
        total = people_told(session, scope, found_.employees.total, Period(since, until), narrowed=narrowed)
    return _told(as_json.shape(found_), told(scope), NOT_TOLD if total is None else total)


_OF_HOMES = frozenset({"qpv", "by_qpv", "qpv_share"})


def _told(shape: dict[str, Any], reader: Told, total: int | str) -> dict[str, Any]:
    """The figures without the breakdowns that are not this reader's."""
    if not reader.people:
        kept = {name: value for name, value in shape.items() if name in ("period", "perimeter", "filters", "hours")}
        return kept | {"employees": {"total": total}}
    kept = (
        shape if reader.followed else {n: v for n, v in shape.items() if n not in ("orientations", "exits", "checks")}
    )
    return kept if reader.homes else _without(kept, _OF_HOMES)


def _without(value: Any, names: frozenset[str]) -> Any:
    """A value without the fields of these names, however deep they stand."""
    if isinstance(value, dict):
        return {name: _without(one, names) for name, one in value.items() if name not in names}
    return [_without(one, names) for one in value] if isinstance(value, list) else value


@shows("/api/markets/{number:int}/compliance", on(Market, "number", resource=Resource.REPORT), TAG)
def market_compliance(
    request: AnyRequest, number: FromPath[int], day: Annotated[date | None, QueryParameter(name="on")] = None
) -> dict[str, Any]:
    """Où en est un marché à un jour, par lot et par attributaire : une entreprise n'y lit qu'elle, et rien des
    pénalités simulées qui ne lui ont pas été communiquées."""
    scope, asked = asker(request), day or today()
    with reading(place_of(request).engine) as session:
        found(session, scope, Market, number, resource=Resource.REPORT)
        (whole,) = compliance(compliance_facts.read(session, on=asked, market_id=number), asked)
        every_company = whole_market(session, scope, number)
        own = None if every_company else contractors_counted(session, scope)
        money = penalties_shown(session, scope, number)
    shape = compliance_json.market(whole) if own is None else _own(whole, own)
    return shape if money else _without(shape, frozenset(_OF_MONEY))


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
