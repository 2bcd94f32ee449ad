"""What the list of markets shows: the markets that somebody may see, searched and paged, with where each stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, not_
from sqlmodel import Session, col

from clauses.access.counted import countable
from clauses.access.queries import narrowed, within
from clauses.accounts.matrix import Resource
from clauses.accounts.models import Organisation
from clauses.accounts.scope import Scope
from clauses.hours.compliance import Status
from clauses.markets.models import Contractor, Lot, Market
from clauses.markets.queries import ended, ends_changed
from clauses.markets.rules import Stage
from clauses.reference.rules import Nature
from clauses.reports import compliance_facts
from clauses.reports.collecting import uncollected
from clauses.reports.compliance import Compliance, compliance
from clauses.web.lists import PAGE_SIZE, Asked, holds, paged, unaccented
from clauses.web.lot_view import Gauge, LotView, views, whole

SORTS = ("reference", "acheteur", "debut", "fin")
LATE = "retard"
FILTERS = {"nature": [nature.value for nature in Nature], "etape": [stage.value for stage in Stage], "etat": [LATE]}


@dataclass(frozen=True)
class MarketRow:
    """One market of the list; ``gauge`` is None for whoever sees no hours due."""

    id: int
    reference: str
    title: str
    nature: Nature
    buyer: str
    notified_on: date | None
    ends_on: date | None
    stage: Stage
    lots: int
    late: int
    gauge: Gauge | None


def stage_of(notified_on: date | None, ends_on: date | None, on: date) -> Stage:
    """Where a market stands at a day, by its notification and its end as it stood that day."""
    if ends_on is not None and ends_on < on:
        return Stage.ENDED
    return Stage.PREPARATION if notified_on is None or notified_on > on else Stage.RUNNING


def list_markets(session: Session, scope: Scope, wanted: Asked, on: date) -> tuple[list[MarketRow], int]:
    """The markets of one page, and how many there are in all. A number of queries that does not grow with them."""
    by_end = wanted.key == "fin"
    changed = _ends(session, within(scope, Market), on) if by_end or wanted.filters["etape"] else {}
    matching = (
        narrowed(scope, Market)
        .join(Organisation, col(Organisation.id) == col(Market.buyer_id))
        .where(*_conditions(session, scope, wanted, on, changed))
    )
    total = session.scalar(matching.with_only_columns(func.count(col(Market.id)))) or 0
    named = matching.add_columns(col(Organisation.name))
    asked = _by_end(session, matching, wanted, changed) if by_end else None
    rows: Sequence[Any] = session.execute(
        paged(named.order_by(*_order(wanted)), wanted) if asked is None else named.where(col(Market.id).in_(asked))
    ).all()
    if asked is not None:
        rows = sorted(rows, key=lambda row: asked.index(row[0].id))
    numbers = [row.id for row, _ in rows]
    found = standing(session, scope, numbers, on)
    changed |= _ends(session, col(Market.id).in_(numbers), on)
    return [
        _row(market, buyer, changed.get(market.id or 0, market.ends_on), found.get(market.id or 0, ()), on)
        for market, buyer in rows
    ], total


def _ends(session: Session, markets: ColumnElement[bool], on: date) -> dict[int, date | None]:
    """The ends of those of some markets whose row no longer says them."""
    return {number: ends.on(on) for number, ends in ends_changed(session, markets).items()}


def _by_end(session: Session, matching: Any, wanted: Asked, changed: Mapping[int, date | None]) -> list[int]:
    """The markets of a page sorted by their ends as they stood: amendments set some, which no column holds."""
    rows = session.execute(
        matching.with_only_columns(col(Market.id), col(Market.ends_on), col(Market.reference_key))
    ).all()
    ends = [(changed.get(number, end), key, number) for number, end, key in rows]
    known = sorted((each for each in ends if each[0] is not None), key=lambda each: each[1:])
    known.sort(key=lambda each: each[0], reverse=wanted.descending)
    unknown = sorted((each for each in ends if each[0] is None), key=lambda each: each[1:])
    first = (wanted.page - 1) * PAGE_SIZE
    return [number for _, _, number in [*known, *unknown][first : first + PAGE_SIZE]]


def _row(market: Market, buyer: str, ends_on: date | None, lots: tuple[LotView, ...], on: date) -> MarketRow:
    return MarketRow(
        id=market.id or 0,
        reference=market.reference,
        title=market.title,
        nature=market.nature,
        buyer=buyer,
        notified_on=market.notified_on,
        ends_on=ends_on,
        stage=stage_of(market.notified_on, ends_on, on),
        lots=len(lots),
        late=sum(lot.status in (Status.LATE, Status.MISSED) for lot in lots),
        gauge=whole(lots) if lots else None,
    )


def standing(session: Session, scope: Scope, markets: Sequence[int], on: date) -> dict[int, tuple[LotView, ...]]:
    """Where the lots of some markets stand, reduced to the companies whose hours due somebody may see."""
    if not markets:
        return {}
    found = compliance(compliance_facts.read(session, on=on, markets=markets), on)
    return seen(session, scope, found)


def seen(session: Session, scope: Scope, found: Sequence[Compliance]) -> dict[int, tuple[LotView, ...]]:
    """The lots of each market as somebody sees them; nothing of the markets whose hours due they do not see."""
    contractors = shown_contractors(session, scope, [each.market.id for each in found])
    every = {position.contractor.id for each in found for lot in each.lots for position in lot.positions}
    kept: dict[int, tuple[LotView, ...]] = {}
    for each in found:
        lots = views(each, None if every <= contractors else contractors)
        kept[each.market.id] = tuple(lot for lot in lots if lot.positions or every <= contractors)
    return kept


def shown_contractors(session: Session, scope: Scope, markets: Sequence[int]) -> frozenset[int]:
    """The contractors of some markets that somebody sees, with what they owe."""
    query = (
        narrowed(scope, Contractor)
        .join(Lot, col(Lot.id) == col(Contractor.lot_id))
        .where(col(Lot.market_id).in_(markets), within(scope, Contractor, resource=Resource.OBLIGATION))
    )
    return frozenset(number or 0 for number in session.scalars(query.with_only_columns(col(Contractor.id))))


def late_lots(session: Session, scope: Scope, on: date) -> list[tuple[Compliance, LotView]]:
    """The lots that run that day and will miss their hours, what they risk most first."""
    with uncollected():
        found = compliance(compliance_facts.read(session, on=on, only=countable(scope)), on)
    return late_among(found, seen(session, scope, found), on)


def late_among(
    found: Sequence[Compliance], shown: Mapping[int, tuple[LotView, ...]], on: date
) -> list[tuple[Compliance, LotView]]:
    """The same, of markets already read."""
    late = [
        (each, lot)
        for each in found
        for lot in shown.get(each.market.id, ())
        if lot.status is Status.LATE and lot.span.running(on)
    ]
    return sorted(late, key=lambda each: (-each[1].at_risk_cents, -each[1].gauge.short, each[0].market.reference))


def buyers(session: Session, scope: Scope) -> list[tuple[int, str]]:
    """The buyers of the markets that somebody sees, by name."""
    named = (
        narrowed(scope, Market)
        .join(Organisation, col(Organisation.id) == col(Market.buyer_id))
        .with_only_columns(col(Organisation.id), col(Organisation.name), col(Organisation.name_key))
        .distinct()
        .order_by(col(Organisation.name_key), col(Organisation.id))
    )
    return [(number, name) for number, name, _ in session.execute(named)]


def _conditions(
    session: Session, scope: Scope, wanted: Asked, on: date, changed: Mapping[int, date | None]
) -> list[ColumnElement[bool]]:
    found = holds(wanted.terms, col(Market.reference_key), unaccented(Market.title), col(Organisation.name_key))
    if nature := wanted.filters["nature"]:
        found.append(col(Market.nature) == nature)
    if stage := wanted.filters["etape"]:
        found.append(_at_stage(Stage(stage), on, changed))
    if buyer := wanted.filters["acheteur"]:
        found.append(col(Market.buyer_id) == int(buyer))
    if wanted.filters["etat"] == LATE:
        late = {each.market.id for each, _ in late_lots(session, scope, on)}
        found.append(col(Market.id).in_(sorted(late)))
    return found


def _at_stage(stage: Stage, on: date, changed: Mapping[int, date | None]) -> ColumnElement[bool]:
    """The markets at that stage; ``changed``: the ends of those whose own column no longer says it."""
    over = ended(changed, on)
    if stage is Stage.ENDED:
        return over
    begun = func.coalesce(col(Market.notified_on), date.max) <= on
    return and_(begun if stage is Stage.RUNNING else not_(begun), not_(over))


def _order(wanted: Asked) -> list[Any]:
    columns: dict[str, Any] = {
        "reference": col(Market.reference_key),
        "acheteur": col(Organisation.name_key),
        "debut": col(Market.notified_on),
    }
    chosen = columns[wanted.key]
    ordered = (chosen.desc() if wanted.descending else chosen.asc()).nulls_last()
    return [ordered, col(Market.reference_key), col(Market.id)]
