"""One market: where its lots stand, its calendar, who works there, where its figures come from."""

from __future__ import annotations

from typing import Any

from litestar import Request, get
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Template
from sqlalchemy import select
from sqlmodel import Session, col

from clauses.access.acts import names_authors, of_subject
from clauses.access.hours import penalties_shown
from clauses.db import reading
from clauses.hours.compliance import Status
from clauses.hours.queries import market_publics
from clauses.markets.models import Market
from clauses.web import market_reads
from clauses.web.closing_pages import opens_account
from clauses.web.days import day_of
from clauses.web.lot_view import LotView, burn_up, whole
from clauses.web.market_acts_pages import links
from clauses.web.market_loans import loans
from clauses.web.market_waivers import waivers
from clauses.web.rule import on
from clauses.web.visitors import asker

AnyRequest = Request[Any, Any, Any]
_ONE = on(Market, "market_id", programs=False)
_MOST_ACTS = 200


def answer(lots: tuple[LotView, ...]) -> str:
    """What the title of a market says of its hours."""
    late = [lot for lot in lots if lot.status is Status.LATE]
    missed = [lot for lot in lots if lot.status is Status.MISSED]
    if late:
        return "1 lot manquera ses heures" if len(late) == 1 else f"{len(late)} lots manqueront leurs heures"
    if missed:
        return "1 lot a manqué ses heures" if len(missed) == 1 else f"{len(missed)} lots ont manqué leurs heures"
    if not any(lot.gauge.due for lot in lots):
        return "aucune heure due"
    return "les heures sont faites" if all(lot.status is not Status.ON_TRACK for lot in lots) else "en bonne voie"


@get("/marches/{market_id:int}", rule=_ONE, sync_to_thread=True)
def market(request: AnyRequest, state: State, market_id: FromPath[int]) -> Template:
    """Its lots: due, done, projected; who owes, what it would cost; how the obligation came to be."""
    scope = asker(request)
    with reading(state.engine) as session:
        common = _common(session, request, market_id)
        changes = market_reads.amendments(session, scope, market_id)
        penalties = penalties_shown(session, scope, market_id)
        lent = loans(session, scope, market_id)
        given_up = waivers(session, scope, market_id)
        publics = market_publics(session, select(col(Market.id)).where(col(Market.id) == market_id))[market_id]
    lots: tuple[LotView, ...] = common["lots"]
    return Template(
        "markets/market.html",
        context={
            **common,
            "charts": {lot.lot.lot.id: burn_up(lot, common["on"]) for lot in lots},
            "amendments": changes,
            "loans": lent,
            "waivers": given_up,
            "publics": publics.in_words(common["on"]),
            "signed": names_authors(scope),
            "penalties": penalties,
            "total": whole(lots) if lots else None,
            "forms": links(scope),
            "accounts": opens_account(scope),
            "tab": "lots",
        },
    )


@get("/marches/{market_id:int}/calendrier", rule=_ONE, sync_to_thread=True)
def calendar(request: AnyRequest, state: State, market_id: FromPath[int]) -> Template:
    """Which months were sent, and which are missing, contractor by contractor."""
    with reading(state.engine) as session:
        common = _common(session, request, market_id)
        found = market_reads.calendar(session, common["lots"], common["on"])
    return Template("markets/calendar.html", context={**common, "calendar": found, "tab": "calendrier"})


@get("/marches/{market_id:int}/personnes", rule=_ONE, sync_to_thread=True)
def people(request: AnyRequest, state: State, market_id: FromPath[int]) -> Template:
    """Who works there, and the posts to fill."""
    scope = asker(request)
    with reading(state.engine) as session:
        common = _common(session, request, market_id)
        workers = market_reads.workers(session, scope, market_id)
        needs = market_reads.needs(session, scope, market_id)
    return Template("markets/people.html", context={**common, "workers": workers, "needs": needs, "tab": "personnes"})


@get("/marches/{market_id:int}/documents", rule=_ONE, sync_to_thread=True)
def documents(request: AnyRequest, state: State, market_id: FromPath[int]) -> Template:
    """The files its hours came from, and what was done to it."""
    scope = asker(request)
    with reading(state.engine) as session:
        common = _common(session, request, market_id)
        files = market_reads.documents(session, scope, market_id)
        acts = of_subject(session, scope, "market", market_id, most=_MOST_ACTS)
    return Template("markets/documents.html", context={**common, "files": files, "acts": acts, "tab": "documents"})


def _common(session: Session, request: AnyRequest, market_id: int) -> dict[str, Any]:
    """What every page of a market shows."""
    scope, day = asker(request), day_of(request)
    head = market_reads.head(session, scope, market_id, day)
    lots = market_reads.lots(session, scope, market_id, day)
    return {"head": head, "market": head.market, "lots": lots, "on": day, "answer": answer(lots) if lots else ""}


HANDLERS = [market, calendar, people, documents]
