"""An operator's phone: its action served, and what somebody does with the page of the field."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import Engine
from sqlmodel import Session, SQLModel, func, select

from clauses.accounts.models import User
from clauses.accounts.rules import ActorKind
from clauses.accounts.sessions import open_session
from clauses.dates import local_day
from clauses.db import engine_for, reading, writing
from clauses.reference.rules import ContractKind
from tests import accounts, factories
from tests import factories_sites as sites
from tests.e2e.conftest import PHONE, served
from tests.factories import id_of

PEOPLE = 90
PATIENCE = 240_000
"""Milliseconds: a machine shared by many sends two hundred entries slowly."""
TODAY = local_day(datetime.now(UTC))
SINCE, UNTIL = TODAY - timedelta(days=150), TODAY + timedelta(days=150)


@dataclass
class Place:
    """An operator's action of this year with ninety people accepted, served to its phone."""

    engine: Engine
    home: Path
    address: str
    chromium: Browser
    user: int
    action: int
    server: ExitStack

    def cookie(self) -> str:
        """A session of the operator."""
        with writing(self.engine) as session:
            return open_session(session, session.get_one(User, self.user), complete=True, now=datetime.now(UTC))

    @contextmanager
    def browser(self, width: int = PHONE, shade: str = "light", cookie: str | None = None) -> Iterator[BrowserContext]:
        """A phone, unless it is wider, signed in."""
        context = self.chromium.new_context(
            viewport={"width": width, "height": 844},
            locale="fr-FR",
            timezone_id="Europe/Paris",
            reduced_motion="reduce",
            color_scheme="dark" if shade == "dark" else "light",
        )  # fmt: skip
        value = self.cookie() if cookie is None else cookie
        context.add_cookies([{"name": "session", "value": value, "domain": "127.0.0.1", "path": "/"}])
        yield context
        context.close()

    def count(self, table: type[SQLModel]) -> int:
        """How many rows a table holds."""
        with reading(self.engine) as session:
            return session.exec(select(func.count()).select_from(table)).one()


@pytest.fixture
def place(chromium: Browser, sqlite_template: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Place]:
    """Ninety people, unless the test asks for fewer."""
    shutil.copy(sqlite_template, tmp_path / "clauses.db")
    engine = engine_for(f"sqlite:///{tmp_path / 'clauses.db'}")
    with writing(engine) as session:
        user, action = _year(session, getattr(request, "param", PEOPLE))
    with ExitStack() as server:
        address = server.enter_context(served(engine, tmp_path))
        yield Place(engine, tmp_path, address, chromium, user, action, server)
    engine.dispose()


def _year(session: Session, people: int) -> tuple[int, int]:
    """People accepted and one who comes late; a mission under way; 23 positive exits."""
    body = id_of(factories.organisation(session, name="Chantiers Ensemble"))
    action = id_of(
        sites.action(session, operator_id=body, year=TODAY.year, starts_on=SINCE, ends_on=UNTIL, fse_plus=True)
    )
    holder = factories.contractor(session)
    for number in range(people + 1):
        who = factories.person(session, last_name="Tardive" if number == people else f"Terrain{number:02d}")
        sites.referral(
            session, action_id=action, person_id=id_of(who), sent_on=SINCE, decided_on=SINCE + timedelta(days=2)
        )
        if number == 0:
            sites.mission(
                session, action_id=action, person_id=id_of(who), contractor_id=id_of(holder), starts_on=SINCE,
                ends_on=UNTIL,
            )  # fmt: skip
        if number < 23:
            factories.leaving(
                session, person_id=id_of(who), exited_on=TODAY, contract_kind=ContractKind.CDI, starts_on=TODAY
            )
    member = accounts.user(session, created_at=datetime.now(UTC))
    held = accounts.membership(session, user_id=id_of(member), kind=ActorKind.O, organisation_id=body)
    accounts.lot_assignment(session, membership_id=id_of(held), lot_id=holder.lot_id)
    return id_of(member), action


def opened(place: Place, context: BrowserContext) -> Page:
    """The page of the field, once its list is there and its worker watches."""
    page = context.new_page()
    page.goto(f"{place.address}/suivi/terrain")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    expect(page.locator("#outils")).to_be_visible()
    return page


def waiting(page: Page, number: int) -> None:
    """« n envois en attente » is on the screen."""
    words = (
        "Aucun envoi en attente."
        if not number
        else "1 envoi en attente."
        if number == 1
        else f"{number} envois en attente."
    )
    expect(page.locator("#envois")).to_have_text(words, timeout=PATIENCE)


def meet(page: Page, kind: str, names: str, **more: str) -> None:
    """Fills the form of a meeting with everybody of these names (a pattern), each box clicked."""
    page.get_by_role("button", name="Rencontre", exact=True).click()
    page.locator("#objet").select_option(kind)
    page.evaluate(
        """(names) => document.querySelectorAll("#personnes label").forEach((label) => {
            const box = document.getElementById(label.htmlFor);
            if (box.checked !== new RegExp(names).test(label.textContent)) box.click() })""",
        names,
    )
    _keep_meeting(page, **more)


def meet_one(page: Page, kind: str, name: str, **more: str) -> None:
    """Fills the form of a meeting as a hand does: the person is searched for, then ticked."""
    page.get_by_role("button", name="Rencontre", exact=True).click()
    page.locator("#objet").select_option(kind)
    page.locator("#cherche").press_sequentially(name)
    page.locator("#personnes .form-check:not([hidden]) input").check()
    _keep_meeting(page, **more)


def _keep_meeting(page: Page, **more: str) -> None:
    for field, value in more.items():
        page.locator(f"#rencontre [name={field}]").fill(value)
    page.locator("#rencontre button.btn-primary").click()
    expect(page.locator("#fait")).to_be_visible()
    expect(page.locator("#rencontre")).to_be_hidden()


def draw(page: Page) -> None:
    """A stroke in the frame."""
    page.locator("#emargement canvas").scroll_into_view_if_needed()
    box = page.locator("#emargement canvas").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 90, box["y"] + 60, steps=4)
    page.mouse.up()


def sign(page: Page) -> None:
    """The next person signs on the screen."""
    page.get_by_role("button", name="Émargement", exact=True).click()
    draw(page)
    page.locator("#emargement button.btn-primary").click()
    expect(page.locator("#emargement")).to_be_hidden()


def sign_by_keyboard(page: Page) -> None:
    """The next person cannot sign on the screen: two witnesses do, and no pointer is needed."""
    page.get_by_role("button", name="Émargement", exact=True).press("Enter")
    expect(page.locator("#presence")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type("Attest")
    expect(page.locator("#maniere")).to_have_value("witnessed")
    for words in ("Ana Témoin", "Bob Témoin", "bras dans le plâtre"):
        page.keyboard.press("Tab")
        page.keyboard.type(words)
    page.keyboard.press("Enter")
    expect(page.locator("#emargement")).to_be_hidden()


SIGN_THE_REST = """async () => {
  const form = document.getElementById("emargement"), frame = form.querySelector("canvas");
  const waiting = form.elements.attendance.options, button = form.querySelector("button.btn-primary");
  const there = (kind, right, down) => {
    const box = frame.getBoundingClientRect(), at = { clientX: box.x + right, clientY: box.y + down };
    frame.dispatchEvent(new PointerEvent(kind, { pointerId: 1, bubbles: true, ...at }));
  };
  const enabled = () => new Promise((done) => {
    const watch = new MutationObserver(() => { if (!button.disabled) { watch.disconnect(); done(); } });
    watch.observe(button, { attributes: true, attributeFilter: ["disabled"] });
  });
  while (waiting.length) {
    const before = waiting.length, kept = enabled();
    document.querySelector("[data-open=emargement]").click();
    there("pointerdown", 20, 20);
    there("pointermove", 90, 60);
    there("pointerup", 90, 60);
    form.requestSubmit(button);
    await kept;
    if (waiting.length !== before - 1) throw new Error(form.querySelector(".field-error").textContent);
  }
}"""
"""Everybody left signs, one after the other: the form of the page opened, drawn in and sent, as `sign` does."""

FEW = pytest.mark.parametrize("place", [3], indirect=True)
"""Three people rather than ninety."""
