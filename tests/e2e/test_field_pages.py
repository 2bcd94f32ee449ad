"""The pages of an operator, read by everybody: at phone and desktop width, in both shades."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from sqlmodel import Session

from clauses.db import writing
from tests import factories_sites as sites
from tests.e2e.conftest import DESK, PHONE, screenshot, violations, widens
from tests.e2e.phone import FEW, SINCE, TODAY, UNTIL, Place, place

__all__ = ["place"]
from tests.factories import id_of


@FEW
@pytest.mark.parametrize("width", [PHONE, DESK])
def test_everybody_can_read_the_pages_of_the_operator(place: Place, width: int) -> None:
    with writing(place.engine) as session:
        numbers = _everything(session, place.action)
    there = f"/suivi/actions/{place.action}"
    pages = [
        there, f"{there}/personnes?etat=waiting", f"{there}/rencontres", f"{there}/rencontre?genre=site_visit",
        f"{there}/adresser?q=terrain0", f"{there}/documents", *numbers, "/suivi/terrain",
    ]  # fmt: skip
    with place.browser(width) as context:
        page = context.new_page()
        refused: list[str] = []
        page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
        for address in pages:
            page.goto(place.address + address)
            page.wait_for_load_state("networkidle")
            page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")
            assert violations(page) == [], address
            page.emulate_media(color_scheme="dark")
            assert pale(page) == [], address  # shades differ by their colours alone
            page.emulate_media(color_scheme="light")
            assert not widens(page), address
            screenshot(page, f"suivi-{pages.index(address):02d}-{width}")
        _forms(page)
    assert refused == []


def pale(page: Page) -> list[str]:
    """What has too little contrast."""
    found = Axe().run(page, options={"runOnly": ["color-contrast"]})
    return [str(one["nodes"][0]["html"]) for one in found.response["violations"]]


def _forms(page: Page) -> None:
    """Each form of the field, opened."""
    for name in ("Rencontre", "Présences", "Mission", "Émargement", "Fiche d'activités", "Fiche de suivi"):
        page.get_by_role("button", name=name, exact=True).click()
        assert violations(page) == [], name
        assert not widens(page), name


def _everything(session: Session, action: int) -> list[str]:
    """A visit, a module, a mission and fiches; the addresses of their pages."""
    sent = sites.referral(session, action_id=action, sent_on=SINCE, decided_on=TODAY)
    of: dict[str, Any] = {"action_id": action, "person_id": sent.person_id}
    visit = sites.visit(session, action_id=action, held_on=TODAY, seen="Casque porté")
    there = sites.attendance(session, meeting_id=id_of(visit), kind=visit.kind, held_on=TODAY, person_id=sent.person_id)
    sites.visit_task(session, meeting_id=id_of(visit))
    mission = sites.mission(session, starts_on=SINCE, ends_on=UNTIL, **of)
    sheet = sites.activity_sheet(session, mission_id=id_of(mission))
    sites.activity_task(session, sheet_id=id_of(sheet))
    fiche = sites.follow_up(session, **of)
    referral = id_of(sent)
    return [
        f"/suivi/envois/{referral}", f"/suivi/envois/{referral}/mission", f"/suivi/envois/{referral}/fiche-suivi",
        f"/suivi/rencontres/{visit.id}", f"/suivi/presences/{there.id}/signer", f"/suivi/missions/{mission.id}/fiche",
        f"/suivi/fiches/{sheet.id}", f"/suivi/fiches-suivi/{fiche.id}",
    ]  # fmt: skip
