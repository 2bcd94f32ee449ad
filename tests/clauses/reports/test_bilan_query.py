"""The bilan of a database: buyers and markets found by name, and refusals in words."""

from datetime import date

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from clauses.accounts.models import Organisation
from clauses.db import reading, writing
from clauses.errors import Misused, NotFound
from clauses.hours.models import Declaration
from clauses.hours.rules import DeclarationState
from clauses.markets.models import Market
from clauses.reference.rules import Nature
from clauses.reports.bilan_query import bilan, last_whole_year, selected
from clauses.reports.figures import Bilan, Chosen, Perimeter
from tests import factories
from tests.clauses.reports.territory import DECEMBER, JUNE, YEAR, Territory, Values
from tests.factories import id_of

SIRET = "21210231600011"


@pytest.fixture
def stored(engine: Engine) -> Engine:
    territory = Territory()
    territory.worked(10_00, nature=Nature.BTP)
    territory.worked(20_00, nature=Nature.MS)
    with writing(engine) as session:
        territory.store(session)
        buyer(session, 50, "Ville de Dijon", SIRET, "2023-T004")
        buyer(session, 51, "Ville de Talant", None, "2023-BTP")
        buyer(session, 60, "CCAS", "11111111111111", "A1")
        buyer(session, 61, "CCAS", "22222222222222", "A2")
    return engine


def buyer(session: Session, number: int, name: str, siret: str | None, reference: str) -> None:
    session.add(Organisation(id=number, name=name, name_key=name.lower(), siret=siret))
    session.flush()
    key = reference.lower().replace("-", " ")
    session.add(Market(buyer_id=number, reference=reference, reference_key=key, title="x", nature=Nature.BTP))


def asked(engine: Engine, **values: str | Nature | bool) -> Bilan:
    said: Values = {"period": YEAR, "perimeter": Perimeter.ALL} | values
    with reading(engine) as session:
        return bilan(session, **said)


def test_without_a_filter_every_market_counts(stored: Engine) -> None:
    found = asked(stored)
    assert (found.hours.total, found.selection.filtered) == (30_00, False)


@pytest.mark.parametrize("name", ["Métropole du Suzon", "METROPOLE  DU SUZON", "métropole-du-suzon"])
def test_a_buyer_is_found_by_its_name_in_any_spelling(stored: Engine, name: str) -> None:
    found = asked(stored, buyer=name)
    assert found.hours.total == 30_00
    assert found.selection.buyer == Chosen(1, "Métropole du Suzon")


@pytest.mark.parametrize("siret", [SIRET, "212 102 316 00011"])
def test_a_buyer_is_found_by_its_siret(stored: Engine, siret: str) -> None:
    found = asked(stored, buyer=siret)
    assert (found.hours.total, found.selection.buyer) == (0, Chosen(50, "Ville de Dijon"))


@pytest.mark.parametrize("name", ["Ville de Lyon", "Insert Éco", "12345678901234", "99999999999999"])
def test_who_buys_nothing_is_not_found(stored: Engine, name: str) -> None:
    with pytest.raises(NotFound, match="donneur d'ordre d'aucun marché") as refused:
        asked(stored, buyer=name)
    assert (refused.value.code, name in refused.value.message) == ("buyer.not_found", True)


def test_two_buyers_of_one_name_are_told_apart_by_their_siret(stored: Engine) -> None:
    with pytest.raises(Misused, match="11111111111111, 22222222222222"):
        asked(stored, buyer="CCAS")
    assert asked(stored, buyer="22222222222222").selection.buyer == Chosen(61, "CCAS")


@pytest.mark.parametrize("reference", ["2023-MS", "2023 ms", "2023/MS"])
def test_a_market_is_found_by_its_reference_in_any_spelling(stored: Engine, reference: str) -> None:
    found = asked(stored, market=reference)
    assert found.hours.total == 20_00
    assert found.selection.market is not None
    assert found.selection.market.name == "2023-MS"


def test_a_market_that_nobody_has_is_not_found(stored: Engine) -> None:
    with pytest.raises(NotFound, match="Aucun marché n'a la référence") as refused:
        asked(stored, market="2099-X")
    assert refused.value.code == "market.not_found"


def test_a_market_of_another_buyer_is_not_found(stored: Engine) -> None:
    with pytest.raises(NotFound, match="Ville de Dijon"):
        asked(stored, buyer="Ville de Dijon", market="2023-MS")


def test_a_reference_that_two_buyers_use_needs_its_buyer(stored: Engine) -> None:
    with pytest.raises(Misused, match="Précisez le donneur d'ordre"):
        asked(stored, market="2023-BTP")
    assert asked(stored, buyer="Métropole du Suzon", market="2023-BTP").hours.total == 10_00
    assert asked(stored, buyer="Ville de Talant", market="2023-BTP").hours.total == 0


def test_a_nature_and_the_lines_submitted_are_passed_on(stored: Engine) -> None:
    found = asked(stored, nature=Nature.MS, include_submitted=True)
    assert (found.hours.total, found.selection.include_submitted) == (20_00, True)


# The year that a first page shows


def year_of(engine: Engine, *months: date) -> int | None:
    territory = Territory()
    contract = territory.contract(territory.person())
    for month in months:
        territory.line(contract, 100, month)
    with writing(engine) as session:
        territory.store(session)
    with reading(engine) as session:
        return last_whole_year(session)


def test_without_a_declaration_there_is_no_year(engine: Engine) -> None:
    assert year_of(engine) is None


def test_a_year_is_whole_once_its_december_is_declared(engine: Engine) -> None:
    assert year_of(engine, date(2022, 5, 1), DECEMBER) == 2023


def test_until_then_the_year_before_is_the_last_whole_one(engine: Engine) -> None:
    assert year_of(engine, date(2022, 5, 1), JUNE) == 2022


def test_a_first_year_is_shown_before_it_is_whole(engine: Engine) -> None:
    assert year_of(engine, JUNE) == 2023


def test_what_is_not_in_force_makes_no_year(engine: Engine) -> None:
    assert year_of(engine, JUNE) == 2023
    with writing(engine) as session:
        session.get_one(Declaration, 1).state = DeclarationState.SUPERSEDED
    with reading(engine) as session:
        assert last_whole_year(session) is None


def test_a_lot_is_found_by_its_number_in_any_spelling(stored: Engine) -> None:
    with writing(stored) as session:
        market = session.exec(select(Market).where(col(Market.reference) == "A1")).one()
        factories.lot(session, market_id=id_of(market), number="7")
    said: Values = {"period": YEAR, "perimeter": Perimeter.ALL, "market": "a1"}
    with reading(stored) as session:
        for lot in ("7", "07", "Lot 7", "lot n° 07"):
            found = selected(session, lot=lot, **said).lot
            assert found is not None, lot
            assert found.name == "7"
        with pytest.raises(NotFound, match="Ses lots : 7"):
            selected(session, lot="8", **said)
