"""Published contracts on their pages: searched, made into markets, set aside, taken back; whose each is."""

from dataclasses import replace
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session, select

from clauses.accounts.models import Organisation, TerritoryMarket
from clauses.accounts.rules import ActorKind
from clauses.db import reading, writing
from clauses.markets.draft_models import MarketDraft
from clauses.markets.drafts import DraftState
from clauses.markets.models import Lot, Market
from tests import accounts, factories
from tests.clauses.markets.test_draft_actions import FACTS, file
from tests.clauses.web.visiting import queries, said, visiting
from tests.factories import id_of


def state_of(engine: Engine, number: int) -> DraftState:
    with reading(engine) as session:
        return session.get_one(MarketDraft, number).state


def filed(engine: Engine, **values: object) -> int:
    with writing(engine) as session:
        return file(session, replace(FACTS, **values))  # type: ignore[arg-type]  # the facts of a test


def test_without_a_publication_the_page_says_where_they_come_from(engine: Engine, tmp_path: Path) -> None:
    with visiting(engine, tmp_path) as browser:
        assert "clauses import decp" in said(browser.get("/brouillons"))
        assert "Aucun marché publié ne répond" in said(browser.get("/brouillons?q=zzz"))


def test_they_are_searched_and_shown_whole(engine: Engine, tmp_path: Path) -> None:
    number = filed(engine, title="École <b>Gambetta")
    filed(engine, reference="R2", title="Gymnase", considerations=(), holders=(), subcontractors=())
    with visiting(engine, tmp_path) as browser:
        found, one = browser.get("/brouillons?q=macons"), browser.get(f"/brouillons/{number}")
        social = said(browser.get("/brouillons?clause=oui"))
    assert "1 marché publié à décider" in said(found)
    assert "Gymnase" not in social
    told = said(one)
    for words in ("Clause sociale", "Maçons du Sud", "250 000,00 €", "01/02/2024", "1 modification publiée"):
        assert words in told
    assert "École <b>" not in one.text + found.text


def test_accepting_makes_the_market_and_taking_back_removes_it(engine: Engine, tmp_path: Path) -> None:
    number = filed(engine)
    with visiting(engine, tmp_path) as browser:
        path = f"/brouillons/{number}"
        assert browser.send(f"{path}/accepter", {}, page=path).status_code == 303
        with reading(engine) as session:
            market = session.exec(select(Market.id)).one()
        assert f'href="/marches/{market}"' in browser.get(path).text
        assert "1 marché publié" in said(browser.get("/brouillons?etat=accepted"))
        assert browser.send(f"{path}/annuler", {}, page=path).status_code == 303
    assert state_of(engine, number) is DraftState.OPEN
    with reading(engine) as session:
        assert (session.exec(select(Market)).all(), session.exec(select(Lot)).all()) == ([], [])


def test_a_market_that_served_since_stays(engine: Engine, tmp_path: Path) -> None:
    number = filed(engine)
    with visiting(engine, tmp_path) as browser:
        path = f"/brouillons/{number}"
        browser.send(f"{path}/accepter", {}, page=path)
        with writing(engine) as session:
            factories.obligation(session, lot_id=session.exec(select(Lot.id)).one())
        refused = browser.send(f"{path}/annuler", {}, page=path)
    assert (refused.status_code, "a changé ou servi depuis" in said(refused)) == (409, True)
    assert state_of(engine, number) is DraftState.ACCEPTED


def test_a_nature_that_nobody_published_is_asked_for(engine: Engine, tmp_path: Path) -> None:
    number = filed(engine, nature=None)
    with visiting(engine, tmp_path) as browser:
        path = f"/brouillons/{number}"
        refused = browser.send(f"{path}/accepter", {"nature": "ZZ"}, page=path)
        assert (refused.status_code, "choisissez-la" in said(refused)) == (422, True)
        assert browser.send(f"{path}/accepter", {"nature": "BTP"}, page=path).status_code == 303
        assert browser.send(f"{path}/annuler", {}, page=path).status_code == 303


def test_setting_aside_keeps_why_and_is_taken_back(engine: Engine, tmp_path: Path) -> None:
    number = filed(engine)
    with visiting(engine, tmp_path) as browser:
        path = f"/brouillons/{number}"
        browser.send(f"{path}/ecarter", {"motif": "sans <i>clause"}, page=path)
        page = browser.get(path)
        assert "Écarté, par" in said(page)
        assert "sans <i>clause" in said(page)
        assert "<i>clause" not in page.text
        proof = {"preuve": browser.proof(path)}
        again = browser.client.post(f"{path}/ecarter", data=proof, follow_redirects=False)
        assert (again.status_code, "déjà décidé" in said(again)) == (409, True)
        browser.send(f"{path}/annuler", {}, page=path)
        twice = browser.client.post(f"{path}/annuler", data=proof, follow_redirects=False)
    assert (twice.status_code, state_of(engine, number)) == (409, DraftState.OPEN)


def test_a_market_already_followed_is_linked_and_left(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        buyer = factories.organisation(session, siret=FACTS.buyer_siret)
        factories.market(session, reference="2024-T001", title="Autre titre", buyer_id=id_of(buyer))
        number = file(session)
    with visiting(engine, tmp_path) as browser:
        path = f"/brouillons/{number}"
        page = said(browser.get(path))
        assert "Vous suivez déjà ce marché" in page
        assert "Autre titre" in page
        browser.send(f"{path}/accepter", {}, page=path)
        browser.send(f"{path}/annuler", {}, page=path)
    with reading(engine) as session:
        assert session.exec(select(Market.title)).one() == "Autre titre"


def publication_here(session: Session, territory: int) -> int:
    """The same contract, in a file of another territory."""
    number = file(session)
    draft = session.get_one(MarketDraft, number)
    accounts.deposit(session, run_id=draft.run_id, territory_id=territory)
    return number


def test_another_territory_has_its_own_and_a_market_followed_elsewhere_is_left(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        elsewhere = id_of(accounts.territory(session))
        number = publication_here(session, elsewhere)
    with visiting(engine, tmp_path) as browser:
        assert "Gambetta" not in said(browser.get("/brouillons"))
        assert browser.get(f"/brouillons/{number}").status_code == 404
    with visiting(engine, tmp_path, territory_id=elsewhere) as browser:
        path = f"/brouillons/{number}"
        browser.send(f"{path}/accepter", {}, page=path)
        with reading(engine) as session:
            assert session.exec(select(TerritoryMarket.territory_id)).one() == elsewhere
        browser.send(f"{path}/annuler", {}, page=path)
        with writing(engine) as session:
            buyer = session.exec(select(Organisation.id).where(Organisation.siret == FACTS.buyer_siret)).one()
            factories.market(session, reference="2024-T001", buyer_id=buyer)
        refused = browser.send(f"{path}/accepter", {}, page=path)
    assert (refused.status_code, "autre territoire" in said(refused)) == (409, True)


def test_a_buyer_sees_its_own_alone(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        buyer = id_of(factories.organisation(session, siret=FACTS.buyer_siret))
        other = id_of(factories.organisation(session, siret=factories.siret(88)))
        number = file(session)
    with visiting(engine, tmp_path, ActorKind.D, organisation_id=buyer) as browser:
        assert "1 marché publié" in said(browser.get("/brouillons"))
    with visiting(engine, tmp_path, ActorKind.D, organisation_id=other) as browser:
        assert "Aucun marché publié" in said(browser.get("/brouillons"))
        assert browser.get(f"/brouillons/{number}").status_code == 404
    with visiting(engine, tmp_path, ActorKind.E) as browser:
        assert browser.get("/brouillons").status_code == 403


def test_queries_do_not_grow(engine: Engine, tmp_path: Path) -> None:
    number = filed(engine)
    with visiting(engine, tmp_path) as browser:
        few, one = queries(engine, browser, "/brouillons"), queries(engine, browser, f"/brouillons/{number}")
        for at in range(6):
            filed(engine, reference=f"R{at}")
        assert queries(engine, browser, "/brouillons") == few
        assert queries(engine, browser, f"/brouillons/{number}") == one


def test_markets_are_created_from_a_workbook_too(engine: Engine, tmp_path: Path) -> None:
    with visiting(engine, tmp_path) as browser:
        page = browser.get("/marches").text
        assert 'href="/deposer?sorte=markets"' in page
        assert 'href="/brouillons"' in page
        chosen = browser.get("/deposer?sorte=markets").text
        assert '<option value="markets" selected>' in chosen
        assert "/deposer/modele/markets" in chosen
        assert "/deposer/modele/hours" in browser.get("/deposer?sorte=rien").text
