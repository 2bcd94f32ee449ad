"""The list of markets and the pages of one: who sees what, in how many queries."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from clauses.accounts.rules import ActorKind
from clauses.audit import record
from clauses.db import writing
from clauses.hours.rules import LineState
from clauses.markets.models import Market
from clauses.reference.rules import Nature
from tests import accounts, factories
from tests.clauses.web.visiting import ABSENT, body, queries, said, visiting
from tests.factories import NOON, id_of

DAY = "?au=2023-06-15"
PARTS = ("", "/calendrier", "/personnes", "/documents")


def worked(session: Session, *, hours: int = 64_000, state: LineState = LineState.VALIDATED, **market: Any) -> int:
    """A market with a lot whose titulaire owes 1 000 h and has some; its id."""
    made = factories.market(session, **market)
    lot = factories.lot(session, market_id=id_of(made), number="1")
    holder = factories.contractor(session, lot_id=id_of(lot))
    factories.obligation(session, contractor_id=id_of(holder), lot_id=id_of(lot))
    factories.penalty_rule(session, contractor_id=id_of(holder))
    declared = factories.declaration(session, contractor_id=id_of(holder))
    signed = {"validated_by": "Ana", "validated_at": NOON} if state is LineState.VALIDATED else {}
    factories.line(session, declaration_id=id_of(declared), hours=hours, state=state, **signed)
    return id_of(made)


def test_without_a_market_the_list_says_what_to_do_first(engine: Engine, tmp_path: Path) -> None:
    with visiting(engine, tmp_path) as browser:
        assert "Aucun marché n'est encore enregistré" in said(browser.get("/marches"))
    with visiting(engine, tmp_path, ActorKind.E) as browser:
        assert "Aucun marché ne vous est ouvert" in said(browser.get("/marches"))


def test_a_market_shows_where_it_stands(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        number = worked(session, hours=2_000, reference="2023-T07")
    with visiting(engine, tmp_path) as browser:
        listed = said(browser.get(f"/marches{DAY}"))
        assert "20,00 h faites sur 1 000,00 h dues" in listed
        page = said(browser.get(f"/marches/{number}{DAY}"))
        assert "2023-T07 : 1 lot manquera ses heures" in page
        assert "Pénalité simulée" in page
        assert "1 personne y a travaillé" in said(browser.get(f"/marches/{number}/personnes"))
        assert "heures-2023-04.xlsx" in said(browser.get(f"/marches/{number}/documents"))


def test_the_calendar_says_which_months_are_missing(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        number = worked(session, state=LineState.TO_CHECK)
    with visiting(engine, tmp_path) as browser:
        page = said(browser.get(f"/marches/{number}/calendrier{DAY}"))
    assert "4 mois manquent" in page  # January, February, March, May: April is there, to check
    assert "à vérifier" in page
    assert "120 j de retard" in page  # January was expected on 15 February


@pytest.mark.parametrize("query", ["q=ecole", "q=ÉCOLE", "q=montferrand", "q=2023-t01", "nature=MS", "etape=running"])
def test_a_list_is_searched_whatever_the_accents(engine: Engine, tmp_path: Path, query: str) -> None:
    with writing(engine) as session:
        buyer = factories.organisation(session, name="Ville de Montferrand")
        factories.market(
            session, reference="2023-T01", title="Réfection de l'école", nature=Nature.MS, buyer_id=id_of(buyer)
        )
        factories.market(
            session, reference="AUTRE", title="Gymnase", notified_on=date(2019, 1, 1), ends_on=date(2020, 1, 1)
        )
    with visiting(engine, tmp_path) as browser:
        page = said(browser.get(f"/marches?au=2023-06-15&{query}"))
    assert "2023-T01" in page
    assert "Gymnase" not in page


def test_only_late_markets_are_shown_when_asked(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        worked(session, hours=2_000, reference="TARD")
        worked(session, hours=90_000, reference="BIEN")
    with visiting(engine, tmp_path) as browser:
        page = said(browser.get(f"/marches{DAY}&etat=retard"))
    assert "1 marché manquera ses heures" in page
    assert "TARD" in page
    assert "BIEN" not in page


@pytest.mark.parametrize("part", PARTS)
def test_what_is_out_of_scope_answers_as_what_is_absent(engine: Engine, tmp_path: Path, part: str) -> None:
    with writing(engine) as session:
        number = worked(session)
        elsewhere = accounts.territory(session)
        accounts.territory_market(session, market_id=number, territory_id=id_of(elsewhere))
    for kind in (ActorKind.F, ActorKind.D, ActorKind.E, ActorKind.P):
        with visiting(engine, tmp_path, kind) as browser:
            hidden, absent = browser.get(f"/marches/{number}{part}"), browser.get(f"/marches/{ABSENT}{part}")
        assert (hidden.status_code, absent.status_code) == (404, 404)
        assert hidden.text == absent.text


def test_a_company_sees_its_own_hours_and_not_its_neighbour_s(engine: Engine, tmp_path: Path) -> None:
    mine = body(engine, name="Bâti Moi")
    with writing(engine) as session:
        number = worked(session)
        lot = factories.lot(session, market_id=number, number="2")
        own = factories.contractor(session, lot_id=id_of(lot), organisation_id=mine)
        factories.obligation(session, contractor_id=id_of(own), lot_id=id_of(lot), due=12_300)
        neighbour = factories.organisation(session, name="Voisin Secret")
        other = factories.contractor(session, lot_id=id_of(lot), organisation_id=id_of(neighbour))
        factories.obligation(session, contractor_id=id_of(other), lot_id=id_of(lot), due=77_700)
    with visiting(engine, tmp_path, ActorKind.E, organisation_id=mine) as browser:
        for part in PARTS:
            page = said(browser.get(f"/marches/{number}{part}"))
            assert "Voisin Secret" not in page
            assert "777,00" not in page
            assert "900,00" not in page  # their sum
        assert "123,00 h dues" in said(browser.get(f"/marches/{number}"))
        assert "Pénalité simulée" not in said(browser.get(f"/marches/{number}"))


def test_a_referent_sees_the_market_and_no_hours_due(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        made = factories.market(session)
        holder = factories.contractor(session, lot_id=id_of(factories.lot(session, market_id=id_of(made))))
        factories.obligation(session, contractor_id=id_of(holder), lot_id=holder.lot_id)
        contract = factories.contract(session)
        declared = factories.declaration(session, contractor_id=id_of(holder))
        factories.line(session, declaration_id=id_of(declared), contract_id=id_of(contract))
        member = accounts.membership(session, kind=ActorKind.P)
        accounts.assignment(session, membership_id=id_of(member), person_id=contract.person_id)
        user, number = member.user_id, id_of(made)
    from datetime import UTC, datetime

    from clauses.accounts.models import User
    from clauses.accounts.sessions import open_session
    from tests.clauses.web.browser import browsing

    with writing(engine) as session:
        value = open_session(session, session.get_one(User, user), complete=True, now=datetime.now(UTC))
    with browsing(engine, tmp_path) as browser:
        browser.bring(value)
        page = browser.get(f"/marches/{number}")
    assert page.status_code == 200
    assert "1 000,00" not in said(page)


def test_markup_shows_as_text(engine: Engine, tmp_path: Path) -> None:
    bad = "<script>alert(1)</script>"
    with writing(engine) as session:
        number = worked(session, title=bad, reference=f"R{bad}", publics=bad)
    with visiting(engine, tmp_path) as browser:
        for path in ("/marches", *(f"/marches/{number}{part}" for part in PARTS)):
            page = browser.get(path).text
            assert bad not in page
            assert "&lt;script&gt;" in page


def test_queries_do_not_grow_with_the_markets(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        number = worked(session)
    paths = [f"/marches{DAY}", *(f"/marches/{number}{part}{DAY}" for part in PARTS)]
    with visiting(engine, tmp_path) as browser:
        few = [queries(engine, browser, path) for path in paths]
        with writing(engine) as session:
            for _ in range(12):
                worked(session)
            lot = factories.lot(session, market_id=number, number="9")
            for _ in range(5):
                holder = factories.contractor(session, lot_id=id_of(lot))
                factories.obligation(session, contractor_id=id_of(holder), lot_id=id_of(lot))
                declared = factories.declaration(session, contractor_id=id_of(holder))
                factories.line(session, declaration_id=id_of(declared))
        assert [queries(engine, browser, path) for path in paths] == few


def test_a_day_that_is_not_one_is_said(engine: Engine, tmp_path: Path) -> None:
    with visiting(engine, tmp_path) as browser:
        answer = browser.get("/marches?au=hier")
    assert (answer.status_code, "n'est pas une date" in said(answer)) == (422, True)


def test_a_buyer_reads_what_was_done_to_its_market_without_who(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        number = worked(session)
        market = session.get_one(Market, number)
        buyer, agent = market.buyer_id, accounts.user(session, name="Agente Municipale")
        accounts.membership(session, user_id=id_of(agent), kind=ActorKind.D, organisation_id=buyer)
        record(session, "create", by=agent.author, subject="market", subject_id=number)
        factories.amendment(session, market_id=number, author="Agente Municipale (compte 1)")
    for kind, who, named in ((ActorKind.D, {"organisation_id": buyer}, False), (ActorKind.F, {}, True)):
        with visiting(engine, tmp_path, kind, **who) as browser:
            acts = said(browser.get(f"/marches/{number}/documents"))
            changes = said(browser.get(f"/marches/{number}"))
        assert ": création" in acts
        assert "Ce qui a changé depuis la signature" in changes
        assert ("Agente Municipale" in acts, "Agente Municipale" in changes) == (named, named), kind


def test_figures_of_a_market_open_their_lines(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        number = worked(session, hours=2_000)
    with visiting(engine, tmp_path) as browser:
        calendar = browser.get(f"/marches/{number}/calendrier{DAY}").text
        people = browser.get(f"/marches/{number}/personnes").text
        files = browser.get(f"/marches/{number}/documents").text
        pages = {
            re.search(r'href="(/lignes\?attributaire=[^"]*au=2023-04-01)"', calendar),
            re.search(r'href="(/lignes\?marche=[^"]*personne=[^"]*)"', people),
            re.search(r'href="(/lignes\?depot=\d+)"', files),
            re.search(r'href="(/lignes\?attributaire=\d+&amp;etat=validated)"', browser.get(f"/marches/{number}").text),
        }
        for link in pages:
            assert link is not None
            assert "20,00 h en 1 ligne" in said(browser.get(link[1].replace("&amp;", "&"))), link[1]


def test_a_prolonged_market_is_listed_shown_and_sorted_by_the_end_that_stands(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        over = date(2023, 3, 31)
        old = factories.market(session, reference="ANCIEN", notified_on=date(2022, 1, 1), ends_on=over)
        made = factories.market(session, reference="PROLONGE", notified_on=date(2022, 1, 1), ends_on=over)
        lot = factories.lot(session, market_id=id_of(made))
        factories.contractor(session, lot_id=id_of(lot))
        factories.amendment(
            session, market_id=id_of(made), lot_id=id_of(lot), effective_on=date(2023, 3, 1), ends_on=date(2024, 3, 31)
        )
        factories.market(session, reference="SANSFIN", notified_on=date(2022, 1, 1), ends_on=None)
        numbers = (id_of(old), id_of(made))
    day = "au=2023-06-15"
    with visiting(engine, tmp_path) as browser:
        running = browser.get(f"/marches?etape=running&{day}").text
        assert ("PROLONGE" in running, "SANSFIN" in running, "ANCIEN" in running) == (True, True, False)
        ended = browser.get(f"/marches?etape=ended&{day}").text
        assert ("PROLONGE" in ended, "ANCIEN" in ended) == (False, True)
        for sort, order in (("fin", ["ANCIEN", "PROLONGE", "SANSFIN"]), ("-fin", ["PROLONGE", "ANCIEN", "SANSFIN"])):
            listed = browser.get(f"/marches?tri={sort}&{day}").text
            assert sorted(order, key=listed.index) == order
        assert "31/03/2024" in said(browser.get(f"/marches?{day}"))
        assert "au 31/03/2024" in said(browser.get(f"/marches/{numbers[1]}?{day}"))
        assert "au 31/03/2023" in said(browser.get(f"/marches/{numbers[1]}?au=2023-02-15"))
        assert "au 31/03/2023" in said(browser.get(f"/marches/{numbers[0]}?{day}"))
