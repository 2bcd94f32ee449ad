"""Compliance as tables: a lot in preparation, hours that do not count, penalties, and a scope that hides a market."""

from datetime import date

import pytest
from sqlalchemy import Engine, false, true
from sqlmodel import col

from clauses.access.counted import Countable
from clauses.db import reading, writing
from clauses.errors import NotFound
from clauses.markets.models import Market
from clauses.reports import compliance_sheets
from clauses.reports.compliance_query import market_at, overview_at
from clauses.reports.series import Dimension
from clauses.reports.series_query import series_at
from clauses.reports.table import words
from tests import factories as f
from tests.clauses.reports.standing import Told
from tests.factories import id_of

MID = date(2023, 6, 30)


def test_tables_tell_a_lot_in_preparation_and_why_hours_do_not_count(engine: Engine) -> None:
    with writing(engine) as session:
        story = Told.of(session)
        empty = id_of(f.lot(session, market_id=id_of(story.market), number="2"))
        f.obligation(session, lot_id=empty, contractor_id=None, due=50_000)
        f.obligation(session, lot_id=story.lot_id, contractor_id=story.holder_id, due=100_000)
        f.penalty_rule(session, contractor_id=story.holder_id)
        story.work({date(2022, 12, 1): 700, date(2023, 4, 1): 1_000})
        first, second = compliance_sheets.market_sheets(story.at(date(2024, 7, 1)))
    rows = [[words(cell) for cell in row.cells] for row in first.tables[0].rows]
    assert all(len(row) == len(compliance_sheets.MARKET_HEADERS) for row in rows)
    assert rows[1][1:3] == ["En préparation, sans attributaire", "500,00"]
    told = " ".join(words(row.cells[0]) for row in second.tables[0].rows).replace("\u00a0", " ")
    assert "7,00 h ne comptent pas : avant la notification du marché." in told
    assert "990,00 h manquantes à 50,00 € l'heure" in told.replace("\u202f", " ")


def test_a_market_without_a_lot_says_so(engine: Engine) -> None:
    with writing(engine) as session:
        f.market(session, reference="VIDE")
        first, second = compliance_sheets.market_sheets(market_at(session, "VIDE", on=MID))
    assert [words(cell) for cell in first.tables[0].rows[0].cells][:2] == ["Aucun lot", "–"]
    assert words(second.tables[0].rows[0].cells[0]) == "Rien à expliquer."


def only(markets: object) -> Countable:
    return Countable(markets, *[true()] * 5)  # type: ignore[arg-type]  # a condition on markets


def test_a_market_outside_the_scope_is_not_found_nor_counted(engine: Engine) -> None:
    with writing(engine) as session:
        story = Told.of(session, reference="A")
        Told.of(session, reference="B")
        mine = id_of(story.market)
    with reading(engine) as session:
        scope = only(col(Market.id) == mine)
        assert [lot.market.reference for lot in overview_at(session, on=MID, only=scope).lots] == ["A"]
        assert market_at(session, "A", on=MID, only=scope).market.reference == "A"
        with pytest.raises(NotFound):
            market_at(session, "B", on=MID, only=scope)
        assert overview_at(session, on=MID, only=only(false())).lots == ()
        assert series_at(session, Dimension.LOT, since=MID, until=MID, only=only(false())).series == ()
