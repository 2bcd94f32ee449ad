"""A facilitateur's pages in a browser: at two widths, light and dark, with the keyboard, without a script."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page

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

LISTS = ("marches", "personnes", "besoins", "lignes")
FIRST_SCREEN, TWO_LINES = 844, 90
"""Pixels: what a telephone shows at once, and what a menu of two lines would take."""


def height(found: Locator) -> float:
    """Of what is shown, in pixels."""
    box = found.bounding_box()
    assert box is not None
    return box["height"]


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
    assert height(page.locator(".band")) < TWO_LINES
    if name in LISTS:
        assert (page.locator("main tbody tr").first.bounding_box() or {"y": 0})["y"] < FIRST_SCREEN


def test_late_lots_are_two_clicks_away_without_a_script(opened: Callable[..., Page], site: str) -> None:
    page = opened(scripts=False)
    page.goto(f"{site}/{DAY}")
    assert "4 lots manqueront leurs heures" in page.locator("h1").inner_text()
    page.get_by_role("link", name="2022-T03, lot 1").click()
    assert "2022-T03" in page.locator("h1").inner_text()


def test_the_menu_and_the_filters_unfold_without_a_script_and_say_where_one_is(
    opened: Callable[..., Page], site: str
) -> None:
    page = opened(PHONE, scripts=False)
    page.goto(f"{site}/lignes?etat=validated&nature=BTP")
    assert not page.get_by_label("Modalité").is_visible()
    page.get_by_text("Filtres (2 actifs)").click()
    assert page.get_by_label("Modalité").is_visible()
    page.get_by_role("link", name="Nature").click()
    assert page.url.endswith("?etat=validated&tri=-mois")
    page.get_by_text("Menu", exact=True).click()
    page.get_by_role("link", name="À valider", exact=True).click()
    page = opened(DESK, scripts=False)
    page.goto(f"{site}/a-valider")
    page.locator(".menu-line summary", has_text="Heures").click()
    assert page.locator(".menu-line [aria-current=page]").inner_text() == "À valider"
    page.get_by_role("link", name="Relances", exact=True).click()
    assert page.url.endswith("/relances")


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
