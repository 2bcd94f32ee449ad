"""The lines behind a figure: those that it counts, no others, with where they come from."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from clauses.accounts.rules import ActorKind
from clauses.db import writing
from clauses.hours.rules import LineState
from clauses.reference.rules import Nature
from tests import accounts, factories
from tests.clauses.web.test_market_pages import worked
from tests.clauses.web.visiting import body, queries, said, visiting
from tests.factories import id_of


def test_without_a_line_the_page_says_so(engine: Engine, tmp_path: Path) -> None:
    with visiting(engine, tmp_path) as browser:
        assert "Aucune ligne d'heures ici" in said(browser.get("/lignes"))


def test_a_line_says_where_it_comes_from(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        worked(session, hours=15_167)
    with visiting(engine, tmp_path) as browser:
        page = said(browser.get("/lignes?etat=validated"))
    assert "151,67 h en 1 ligne" in page
    assert "heures-2023-04.xlsx, feuille" in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("du=2023-04-01&au=2023-04-30", True),
        ("du=2023-05-01", False),
        ("au=2023-03-31", False),
        ("nature=BTP", True),
        ("nature=PI", False),
        ("contrat=CDDI", True),
        ("contrat=CDI", False),
        ("perimetre=plie", True),
        ("etat=to_check", False),
        ("q=hÉlene", True),
        ("q=jeanne", False),
        ("marche=0", False),
        ("attributaire=abc", False),
        (f"personne={'9' * 40}", False),
    ],
)
def test_a_figure_opens_its_own_lines(engine: Engine, tmp_path: Path, query: str, shown: bool) -> None:
    with writing(engine) as session:
        person = factories.person(session, first_name="Hélène")
        factories.participation(session, person_id=id_of(person), starts_on=date(2023, 4, 30))
        contract = factories.contract(session, person_id=id_of(person))
        number = worked(session, nature=Nature.BTP)
        holder = factories.contractor(session, lot_id=id_of(factories.lot(session, market_id=number)))
        declared = factories.declaration(session, contractor_id=id_of(holder))
        factories.line(
            session,
            declaration_id=id_of(declared),
            contract_id=id_of(contract),
            hours=777,
            state=LineState.SUBMITTED,
        )
    with visiting(engine, tmp_path) as browser:
        page = said(browser.get(f"/lignes?{query}"))
    assert ("Hélène" in page.replace('value="hÉlene"', "")) is shown


def test_a_participation_begun_after_the_month_is_outside_the_perimeter(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        contract = factories.contract(session)
        factories.participation(session, person_id=contract.person_id, starts_on=date(2023, 5, 1))
        factories.line(session, contract_id=id_of(contract))
    with visiting(engine, tmp_path) as browser:
        assert "Aucune ligne" in said(browser.get("/lignes?perimetre=plie"))
        assert "en 1 ligne" in said(browser.get("/lignes"))


def test_everyone_sees_their_own_lines(engine: Engine, tmp_path: Path) -> None:
    employer = body(engine)
    with writing(engine) as session:
        elsewhere = id_of(factories.market(session))
        accounts.territory_market(session, market_id=elsewhere)
        factories.line(session, declaration_id=id_of(factories.declaration(session, employer_id=employer)), hours=777)
        factories.line(session, hours=333)
        holder = factories.contractor(session, lot_id=id_of(factories.lot(session, market_id=elsewhere)))
        hidden = factories.declaration(session, contractor_id=id_of(holder))
        factories.line(session, declaration_id=id_of(hidden), hours=555)
    with visiting(engine, tmp_path) as browser:
        assert "11,10 h en 2 lignes" in said(browser.get("/lignes"))
    with visiting(engine, tmp_path, ActorKind.E, organisation_id=employer) as browser:
        assert "7,77 h en 1 ligne" in said(browser.get("/lignes"))
    with visiting(engine, tmp_path, ActorKind.D) as browser:
        assert "Aucune ligne" in said(browser.get("/lignes"))


def test_queries_do_not_grow_and_pages_hold(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        factories.line(session)
    with visiting(engine, tmp_path) as browser:
        few = queries(engine, browser, "/lignes")
        with writing(engine) as session:
            for _ in range(30):
                factories.line(session)
        assert queries(engine, browser, "/lignes") == few
        assert "1 à 25 sur 31 lignes" in said(browser.get("/lignes"))
        assert "26 à 31 sur 31 lignes" in said(browser.get("/lignes?page=2"))


def test_a_day_that_is_not_one_is_said(engine: Engine, tmp_path: Path) -> None:
    with visiting(engine, tmp_path) as browser:
        assert browser.get("/lignes?du=hier").status_code == 422
