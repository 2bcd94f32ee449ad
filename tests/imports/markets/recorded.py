"""A small recorded world for tests of markets: one buyer, two companies, one market of one lot that the masons hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from clauses.markets.rules import ObligationKind
from clauses.reference.rules import Nature, Role
from imports.companies import Body
from imports.markets.facts import ContractorFacts, KnownMarkets, LotFacts, MarketFacts, ObligationFacts
from imports.markets.plan import MarketsPlan, plan
from imports.said import Headers

METROPOLE, MASON, GARDENER = 1, 2, 3
MARKET_ID, LOT_ID, MASON_ON_1 = 10, 20, 30
MARKET = (METROPOLE, "2024 t001")
LOT_1 = (MARKET, "1")
HEADERS = Headers({("Marchés", "ends_on"): "Fin du marché"}, {"lot": "Lot", "title": "Intitulé marché"})

NOBODY = KnownMarkets((), {}, {}, {}, {}, {}, {})

_BLANK = dict.fromkeys(
    (
        "market", "title", "buyer_name", "buyer_siret", "nature", "consulted_on", "notified_on", "ends_on", "lot",
        "lot_title", "sector", "cpv", "contractor_name", "contractor_siret", "role", "due", "euros_per_hour_cents",
        "threshold_cents", "amount_cents", "penalty_cents_per_hour", "social_consideration", "publics",
    )
)  # fmt: skip


def row(**said: Any) -> dict[str, Any]:
    """Lot 1 of a market of works of Dijon Métropole, held by the masons who owe 1 200 h; ``said`` changes it."""
    usual = {
        "market": "2024-T001",
        "title": "Groupe scolaire",
        "buyer_name": "Dijon Métropole",
        "nature": "BTP",
        "lot": "1",
        "contractor_name": "Maçons du Sud",
        "contractor_siret": "11111111111111",
        "due": 120_000,
    }
    return {**_BLANK, **usual, **said}


def world(**changed: Any) -> KnownMarkets:
    """What the usual row left when it was imported; parts given by name replace the usual ones."""
    usual = KnownMarkets(
        bodies=(
            Body(METROPOLE, "Dijon Métropole", None),
            Body(MASON, "Maçons du Sud", "11111111111111"),
            Body(GARDENER, "Verts Horizons", "22222222222222"),
        ),
        markets={MARKET: (MARKET_ID, MarketFacts(METROPOLE, "2024-T001", "Groupe scolaire", Nature.BTP))},
        lots={LOT_1: (LOT_ID, LotFacts(MARKET, "1"))},
        contractors={(LOT_1, MASON): (MASON_ON_1, ContractorFacts(LOT_1, MASON, Role.TITULAIRE))},
        obligations={MASON_ON_1: ObligationFacts(ObligationKind.FIXED, due=120_000)},
        lot_obligations={},
        penalties={},
    )
    return replace(usual, **changed)


TODAY = date(2024, 9, 1)


def decided(*rows: Mapping[str, Any], known: KnownMarkets = NOBODY, correction: bool = False) -> MarketsPlan:
    """The plan of a file of these rows, numbered from the second row of its one sheet."""
    numbered = ({"sheet": "Marchés", "row": index, **said} for index, said in enumerate(rows, start=2))
    return plan(numbered, known, HEADERS, today=TODAY, correction=correction)


def recorded(made: MarketsPlan, known: KnownMarkets) -> KnownMarkets:
    """What is known once a plan is applied: the same rules as the database, without one."""
    bodies = {body.id: body for body in known.bodies}
    bodies |= {number: replace(bodies[number], siret=siret) for number, siret in made.companies.completed.items()}
    last = max(bodies, default=0)
    ids = {body.id: last - body.id for body in made.companies.new.values()}
    bodies |= {ids[body.id]: replace(body, id=ids[body.id]) for body in made.companies.new.values()}

    def market_key(key: tuple[int, str]) -> tuple[int, str]:
        return ids.get(key[0], key[0]), key[1]

    def lot_key(key: tuple[tuple[int, str], str]) -> tuple[tuple[int, str], str]:
        return market_key(key[0]), key[1]

    markets, lots, contractors = dict(known.markets), dict(known.lots), dict(known.contractors)
    obligations, of_lots, penalties = dict(known.obligations), dict(known.lot_obligations), dict(known.penalties)
    for market in made.markets.values():
        stored = replace(market, buyer_id=ids.get(market.buyer_id, market.buyer_id))
        markets[stored.key] = (markets.get(stored.key, (len(markets) + 2000, None))[0], stored)
    for lot in made.lots.values():
        there = replace(lot, market=market_key(lot.market))
        lots[there.key] = (lots.get(there.key, (len(lots) + 3000, None))[0], there)
    for contractor in made.contractors.values():
        organisation = ids.get(contractor.organisation_id, contractor.organisation_id)
        holder = replace(contractor, lot=lot_key(contractor.lot), organisation_id=organisation)
        contractors[holder.key] = (contractors.get(holder.key, (len(contractors) + 4000, None))[0], holder)
    for (on_lot, held_by), (owed, _) in made.obligations.items():
        if held_by is None:
            number = lots[lot_key(on_lot)][0]
            of_lots[number] = owed
        else:
            number = contractors[lot_key(on_lot), ids.get(held_by, held_by)][0]
            obligations[number] = owed
    for (on_lot, held_by), cents in made.penalties.items():
        number = contractors[lot_key(on_lot), ids.get(held_by, held_by)][0]
        penalties[number] = cents
    return KnownMarkets(tuple(bodies.values()), markets, lots, contractors, obligations, of_lots, penalties)


def codes(made: MarketsPlan) -> list[str]:
    """What was said, in order."""
    return [issue.code for issue in made.issues]


def writes(made: MarketsPlan) -> set[str]:
    """The parts of a plan that would write something."""
    parts = {name: getattr(made, name) for name in ("markets", "lots", "contractors", "obligations", "penalties")}
    parts |= {"new": made.companies.new, "completed": made.companies.completed}
    return {name for name, part in parts.items() if part}


NOTIFIED, ENDED = date(2024, 4, 2), date(2026, 3, 31)
