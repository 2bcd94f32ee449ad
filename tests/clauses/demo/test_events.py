"""What happened to the markets of the demonstration: recorded once, on markets that its files hold."""

from datetime import date
from typing import Any

from sqlalchemy import Engine
from sqlmodel import select

from clauses.audit import Journal, verify
from clauses.db import reading, writing
from clauses.demo.events import EVENTS, happen
from clauses.demo.markets import MARKETS
from clauses.markets.rules import ObligationKind
from clauses.reference.rules import Role
from clauses.reports.compliance_query import market_at
from tests import factories as f
from tests.factories import id_of


def test_the_events_are_those_of_lots_with_one_titulaire() -> None:
    held = {
        (market.reference, lot.number): [holder.role for holder in lot.holders].count(Role.TITULAIRE)
        for market in MARKETS
        for lot in market.lots
    }
    assert [held.get((reference, number)) for reference, number, _ in EVENTS] == [1] * len(EVENTS)


def test_the_events_are_recorded_once_and_signed(engine: Engine) -> None:
    with writing(engine) as session:
        for reference, number, _ in EVENTS:
            market = f.market(session, reference=reference, ends_on=date(2027, 9, 3))
            lot = f.lot(session, market_id=id_of(market), number=number)
            holder = id_of(f.contractor(session, lot_id=id_of(lot)))
            f.penalty_rule(session, contractor_id=holder)
            slope: dict[str, Any] = {"cents_per_hour": 200_000, "threshold_cents": 270_000_000}
            slope |= {"kind": ObligationKind.PER_EURO, "due": None}
            owed = slope if reference == "2023-P01" else {"due": 900_000}
            f.obligation(session, lot_id=id_of(lot), contractor_id=holder, **owed)
    happen(engine, by="Démonstration")
    with reading(engine) as session:
        acts = [(act.act, act.author) for act in session.exec(select(Journal)).all()]
        dues = {
            reference: [market_at(session, reference, on=date(year, 1, 1)).lots[0].due.hours for year in (2024, 2026)]
            for reference in ("2023-P01", "2023-T09", "2022-S09")
        }
        late = market_at(session, "2022-T11", on=date(2023, 12, 31)).lots[0].positions[0].penalty
        assert verify(session) == []
    happen(engine, by="Démonstration")
    with reading(engine) as session:
        assert [(act.act, act.author) for act in session.exec(select(Journal)).all()] == acts
    assert {author for _, author in acts} == {"Démonstration"}
    assert dues == {"2023-P01": [0, 65_000], "2023-T09": [900_000, 750_000], "2022-S09": [900_000, 1_000_000]}
    assert (late.late_days, late.proofs_cents) == (18, 18 * 7_500)


def test_a_demonstration_without_these_markets_has_no_events(engine: Engine) -> None:
    happen(engine, by="Démonstration")
    with reading(engine) as session:
        assert session.exec(select(Journal)).all() == []
