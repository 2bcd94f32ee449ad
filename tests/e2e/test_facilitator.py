"""A facilitateur's pages in a browser: at two widths, light and dark, with the keyboard, without a script."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import DESK, PHONE, screenshot, violations, widens

DAY = "?au=2023-11-15"
PAGES = {
    "tableau": f"/{DAY}",
    "marches": f"/marches{DAY}",
    "marche": f"/marches/3{DAY}",
    "calendrier": f"/marches/3/calendrier{DAY}",
    "personnes": "/personnes",
    "personne": f"/personnes/15{DAY}",
    "besoins": "/besoins",
    "besoin": "/besoins/1",
    "ensemble": "/besoins/ensemble",
    "bilan-compare": "/bilan?comparer=an",
    "lignes": "/lignes?du=2023-01-01&au=2023-12-31&etat=validated&perimetre=plie",
    "lignes-vides": "/lignes?du=1999-01-01&au=1999-12-31",
    "calibrage": "/calibrage?montant=1000000&part=50&taux=5&cout=30",
}


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("name", PAGES)
def test_everybody_can_read_it(opened: Callable[..., Page], site: str, name: str, width: int) -> None:
    """Light on a desk, dark on a telephone: each page is seen both ways."""
    page = opened(width, "dark" if width == PHONE else "light")
    page.goto(site + PAGES[name])
    page.wait_for_load_state("networkidle")
    screenshot(page, f"{name}-{width}")
    assert violations(page) == []
    assert not widens(page)


def test_late_lots_are_two_clicks_away_without_a_script(opened: Callable[..., Page], site: str) -> None:
    page = opened(scripts=False)
    page.goto(f"{site}/{DAY}")
    assert "4 lots manqueront leurs heures" in page.locator("h1").inner_text()
    page.get_by_role("link", name="2022-T03, lot 1").click()
    assert "2022-T03" in page.locator("h1").inner_text()


def test_a_figure_of_the_bilan_opens_lines_that_add_up_to_it(opened: Callable[..., Page], site: str) -> None:
    page = opened()
    page.goto(f"{site}/bilan?du=2023-01-01&au=2023-12-31&perimetre=plie")
    link = page.get_by_role("link", name="19")
    figure = link.first.inner_text()
    link.first.click()
    assert page.locator("h1").inner_text().startswith(figure)


def test_the_list_of_people_is_searched_with_the_keyboard(opened: Callable[..., Page], site: str) -> None:
    page = opened()
    page.goto(f"{site}/personnes")
    page.get_by_label("Nom, prénom ou identifiant").focus()
    page.keyboard.type("helene")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=helene**")
    assert page.locator("h1").inner_text() == "1 personne"
