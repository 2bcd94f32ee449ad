"""Deposit and validation with the keyboard alone: no pointer, no shortcut of ours, every step reached by Tab."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page
from sqlalchemy import Engine

from tests.e2e.conftest import cookie_of, copied, served
from tests.e2e.test_deposit import Copy, _messy

FARTHEST = 150
"""Presses of Tab after which something is out of reach."""


@pytest.fixture(scope="module")
def office(demonstration: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copy]:
    folder = tmp_path_factory.mktemp("keyboard")
    engine = copied(demonstration, folder)
    with served(engine, folder) as address:
        yield Copy(engine, address, _messy(engine, folder / "Heures équipe.xlsx"))
    engine.dispose()


def tab_to(page: Page, wanted: Locator) -> None:
    """Presses Tab until something has the focus, and sees it shown there."""
    for _ in range(FARTHEST):
        page.keyboard.press("Tab")
        if wanted.evaluate("(node) => node === document.activeElement"):
            outline = wanted.evaluate(
                "(node) => getComputedStyle(node).outlineStyle + getComputedStyle(node).boxShadow"
            )
            assert outline != "nonenone", "the focus does not show"
            return
    raise AssertionError(f"{wanted} is not reached by Tab")


def test_a_month_is_deposited_then_validated_with_the_keyboard_alone(opened: Callable[..., Page], office: Copy) -> None:
    page = opened(cookie=cookie_of(office.engine, "etti@demonstration.example"))
    page.on("filechooser", lambda _: None)  # asked for from the start: said too late, a slow browser opens its own
    page.goto(f"{office.address}/deposer")
    tab_to(page, page.get_by_label("Glissez votre fichier ici"))
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files(office.messy)
    page.wait_for_url(re.compile(r"/deposer/[0-9a-f]{64}"))
    column = page.get_by_label("« Zorglub » contient")
    tab_to(page, column)
    page.keyboard.type("Heures")
    assert column.input_value() == "hours"
    tab_to(page, page.get_by_role("button", name="Relire avec ces colonnes"))
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name=re.compile("prête")).wait_for()
    tab_to(page, page.get_by_role("button", name="Confirmer le dépôt"))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/depots/\d+"))
    assert "enregistrée" in page.locator("h1").inner_text()

    desk = opened(cookie=cookie_of(office.engine))
    desk.goto(f"{office.address}/a-valider?mois=2024-01")
    tab_to(desk, desk.locator("tbody input[type=checkbox]").first)
    desk.keyboard.press("Space")
    tab_to(desk, desk.get_by_role("button", name="Valider"))
    desk.keyboard.press("Enter")
    desk.wait_for_selector("[role=status]")
    assert "1 ligne validée" in desk.locator("[role=status]").inner_text()
    tab_to(desk, desk.get_by_role("button", name="Annuler"))
    desk.keyboard.press("Enter")
    desk.get_by_text("remise en attente").wait_for()


def test_shortcuts_are_turned_off_and_stay_so(opened: Callable[..., Page], office: Copy) -> None:
    page = opened(cookie=cookie_of(office.engine))
    page.goto(f"{office.address}/relances")
    first = page.locator("tbody input[type=checkbox]:not(:disabled)").first
    page.keyboard.press("j")
    assert first.evaluate("(node) => node === document.activeElement")
    page.get_by_label("Raccourcis à une touche").uncheck()
    page.reload()
    assert not page.get_by_label("Raccourcis à une touche").is_checked()
    page.keyboard.press("j")
    assert not first.evaluate("(node) => node === document.activeElement")
