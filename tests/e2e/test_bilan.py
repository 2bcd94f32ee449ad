"""The bilan as people see it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import DESK, PHONE, SHADES, screenshot, violations, widens


@pytest.mark.parametrize("shade", SHADES)
@pytest.mark.parametrize("width", [PHONE, DESK])
def test_everybody_can_read_it(opened: Callable[..., Page], site: str, width: int, shade: str) -> None:
    page = opened(width, shade)
    page.goto(f"{site}/bilan")
    assert "42 437,89 h" in page.locator("h1").inner_text().replace("\u202f", " ").replace("\u00a0", " ")
    screenshot(page, f"bilan-{width}-{shade}")
    assert violations(page) == []
    assert not widens(page)


def test_a_period_is_chosen_with_the_keyboard_alone(opened: Callable[..., Page], site: str) -> None:
    page = opened()
    page.goto(f"{site}/bilan?du=2022-01-01&au=2022-12-31&perimetre=all")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Aller au contenu"
    page.keyboard.press("Enter")
    page.get_by_label("Du", exact=True).fill("2023-01-01")
    page.get_by_label("Au", exact=True).fill("2023-12-31")
    page.keyboard.press("Enter")
    page.wait_for_url("**du=2023-01-01**")
    assert "2023" in page.title()


def test_it_needs_no_script(opened: Callable[..., Page], site: str) -> None:
    page = opened(scripts=False)
    page.goto(f"{site}/bilan")
    page.get_by_label("Périmètre").select_option("all")
    page.get_by_role("button", name="Voir le bilan").click()
    assert "perimetre=all" in page.url
