"""What waits on a facilitateur's desk, in a browser: doubles, corrections; full, empty and in error."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

import pytest
from playwright.sync_api import Page
from sqlalchemy import Engine

from clauses.db import writing
from clauses.hours.models import Declaration
from clauses.markets.models import Contractor, Lot
from tests.clauses.markets.test_draft_actions import FACTS, file
from tests.clauses.web.test_corrections_pages import corrected
from tests.clauses.web.test_doubts_pages import doubted
from tests.e2e.conftest import DESK, PHONE, cookie_of, copied, screenshot, served, violations, widens
from tests.factories import NOON, contractor, id_of
from tests.factories_exchanges import counterpart, exchange


@dataclass(frozen=True)
class Desk:
    """The demonstration with something to settle, and the pages that show it."""

    engine: Engine
    address: str
    pages: dict[str, str]


@pytest.fixture(scope="module")
def desk(demonstration: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("desk")
    engine = copied(demonstration, folder)
    with writing(engine) as session:
        doubt, _ = doubted(session, first="Hélène-<b>Marie")
        correction = corrected(session)
        holder = session.get_one(Declaration, correction).contractor_id
        lot = session.get_one(Contractor, holder).lot_id
        market = session.get_one(Lot, lot).market_id
        exchange(session, contractor_id=holder, said="Le tuteur <b>revient</b> lundi.")
        exchange(session, contractor_id=holder, next_on=date(2099, 1, 1), done_by="Ana", done_on=date(2023, 5, 2))
        counterpart(session, contractor_id=holder, email="roy@exemple.fr", phone="03 80 00 00 00")
        counterpart(session, contractor_id=holder, name="M. Parti", withdrawn_by="Ana", withdrawn_at=NOON)
        quiet = id_of(contractor(session, lot_id=lot))
        draft = file(session, replace(FACTS, reference="2024-<i>T9", nature=None))
    pages = {
        "doublons": "/doublons",
        "doublons-vides": "/doublons?etat=refused",
        "doublon": f"/doublons/{doubt}",
        "corrections": "/corrections",
        "correction": f"/corrections/{correction}",
        "echanges": f"/marches/{market}/echanges",
        "attributaire": f"/attributaires/{holder}",
        "attributaire-vide": f"/attributaires/{quiet}",
        "relances-actions": "/relances",
        "brouillons": "/brouillons",
        "brouillons-vides": "/brouillons?q=zzzz",
        "brouillon": f"/brouillons/{draft}",
    }
    with served(engine, folder) as address:
        yield Desk(engine, address, pages)
    engine.dispose()


NAMES = (
    "doublons", "doublons-vides", "doublon", "corrections", "correction", "brouillons", "brouillons-vides", "brouillon",
    "echanges", "attributaire", "attributaire-vide", "relances-actions",
)  # fmt: skip


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("name", NAMES)
def test_everybody_can_use_these_pages(opened: Callable[..., Page], desk: Desk, name: str, width: int) -> None:
    page = opened(width, "dark" if width == PHONE else "light", cookie=cookie_of(desk.engine))
    page.goto(desk.address + desk.pages[name])
    screenshot(page, f"{name}-{width}")
    assert violations(page) == []
    assert not widens(page)


def test_a_refusal_without_a_motive_is_said_beside_it(opened: Callable[..., Page], desk: Desk) -> None:
    page = opened(cookie=cookie_of(desk.engine))
    page.goto(desk.address + desk.pages["correction"])
    page.get_by_label("Motif du refus").fill("   ")
    page.get_by_role("button", name="Refuser la correction").click()
    page.get_by_text("Une réponse est à corriger").wait_for()
    assert violations(page) == []


def test_a_double_is_settled_and_taken_back_without_a_script(opened: Callable[..., Page], desk: Desk) -> None:
    page = opened(scripts=False, cookie=cookie_of(desk.engine))
    page.goto(f"{desk.address}/doublons")
    page.get_by_role("link", name="Hélène-<b>Marie MARTIN").click()
    page.get_by_role("button", name="C'est la même personne").click()
    assert "C'est le même" in page.locator("h1").inner_text()
    page.get_by_role("button", name="Annuler cette réponse").click()
    assert "Est-ce la même personne" in page.locator("h1").inner_text()


def test_an_exchange_is_noted_and_its_action_done_without_a_script(opened: Callable[..., Page], desk: Desk) -> None:
    page = opened(PHONE, scripts=False, cookie=cookie_of(desk.engine))
    page.goto(desk.address + desk.pages["attributaire-vide"])
    page.get_by_label("Ce qui s'est dit").fill("Rendez-vous pris sur le chantier.")
    page.get_by_label("Prochaine action").fill("Visiter le chantier")
    page.get_by_role("button", name="Noter").click()
    assert "Donnez le jour de cette action" in page.locator("#action_jour-erreur").inner_text()
    assert page.get_by_label("Ce qui s'est dit").input_value() == "Rendez-vous pris sur le chantier."
    assert not widens(page)
    page.get_by_label("À faire le").fill("2099-05-04")
    page.get_by_role("button", name="Noter").click()
    assert "à faire le 04/05/2099" in page.locator("h1").inner_text()
    page.get_by_role("button", name="C'est fait").click()
    assert "rien de prévu" in page.locator("h1").inner_text()
