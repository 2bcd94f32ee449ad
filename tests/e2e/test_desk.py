"""What waits on a facilitateur's desk, in a browser: doubles, corrections; full, empty and in error."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page
from sqlalchemy import Engine

from clauses.db import writing
from tests.clauses.web.test_corrections_pages import corrected
from tests.clauses.web.test_doubts_pages import doubted
from tests.e2e.conftest import DESK, PHONE, cookie_of, copied, screenshot, served, violations, widens


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
    pages = {
        "doublons": "/doublons",
        "doublons-vides": "/doublons?etat=refused",
        "doublon": f"/doublons/{doubt}",
        "corrections": "/corrections",
        "correction": f"/corrections/{correction}",
    }
    with served(engine, folder) as address:
        yield Desk(engine, address, pages)
    engine.dispose()


NAMES = ("doublons", "doublons-vides", "doublon", "corrections", "correction")


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
