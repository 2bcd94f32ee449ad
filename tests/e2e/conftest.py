"""Pages in a real browser: Chromium, the application served on this machine, the demonstration as its data."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright
from sqlalchemy import Engine, make_url

from clauses.accounts.queries import user_by_email
from clauses.accounts.sessions import open_session
from clauses.db import engine_for, writing
from clauses.settings import Settings
from tests.clauses.web.browser import application

PHONE, DESK = 390, 1280
SHADES = ("light", "dark")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser of the machine: `.ci/run` installs it and refuses a run where it was missing."""
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if path is None:
        pytest.skip("Chromium manque (apt install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield browser
        browser.close()


@contextmanager
def served(engine: Engine, home: Path, port: int = 0) -> Iterator[str]:
    """The address of the application over a database, as `clauses serve` would have it; on a port, to come back to."""
    server = uvicorn.Server(uvicorn.Config(_not_yet, host="127.0.0.1", port=port, log_config=None, lifespan="on"))
    socket = server.config.bind_socket()
    port = socket.getsockname()[1]
    server.config.app = application(engine, Settings(home=home, port=port, _env_file=None))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [socket]}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()
        socket.close()


async def _not_yet(*_: object) -> None:
    """Stands for the application until its port is known."""


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The demonstration's database, made once by the commands of `make demo`: who writes takes a copy."""
    folder = tmp_path_factory.mktemp("demonstration")
    settings = {"CLAUSES_HOME": str(folder), "CLAUSES_ENVIRONMENT": "demonstration"}
    plain = {name: value for name, value in os.environ.items() if not name.startswith("CLAUSES_")}
    for command in ("migrate", "seed"):
        subprocess.run(
            [sys.executable, "-c", "from clauses.cli import main; main()", command],
            env=plain | settings,
            cwd=Path(__file__).parents[2],
            check=True,
            capture_output=True,
        )
    engine = engine_for(f"sqlite:///{folder / 'clauses.db'}")
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def site(demonstration: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the demonstration, for those who only read."""
    with served(demonstration, tmp_path_factory.mktemp("site")) as address:
        yield address


def copied(demonstration: Engine, folder: Path) -> Engine:
    """The demonstration again, for those who write."""
    with demonstration.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(str(make_url(demonstration.url).database), folder / "clauses.db")
    return engine_for(f"sqlite:///{folder / 'clauses.db'}")


def cookie_of(engine: Engine, email: str = "facilitatrice@demonstration.example") -> str:
    """A session of one of the demonstration's accounts, opened without its form."""
    with writing(engine) as session:
        user = user_by_email(session, email)
        assert user is not None, email
        return open_session(session, user, complete=True, now=datetime.now(UTC))


@pytest.fixture
def opened(chromium: Browser, demonstration: Engine) -> Iterator[Callable[..., Page]]:
    """Opens pages of a given width and shade, as the facilitator of the demonstration unless ``cookie`` says otherwise
    (empty: nobody); at the end, nothing the pages' own policy refused may have been tried."""
    facilitator = cookie_of(demonstration)
    contexts: list[BrowserContext] = []
    refused: list[str] = []

    def open_page(width: int = DESK, shade: str = "light", *, scripts: bool = True, cookie: str | None = None) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if shade == "dark" else "light",
            locale="fr-FR",
            timezone_id="Europe/Paris",
            java_script_enabled=scripts,
        )
        contexts.append(context)
        value = facilitator if cookie is None else cookie
        if value:
            context.add_cookies([{"name": "session", "value": value, "domain": "127.0.0.1", "path": "/"}])
        page = context.new_page()
        page.on("console", lambda message: refused.append(message.text) if _wrong(message) else None)
        page.on("pageerror", lambda error: refused.append(str(error)))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert refused == []


def _wrong(message: ConsoleMessage) -> bool:
    """Whether a message tells of a fault; a form answered with what is to be corrected (409, 422) is none."""
    return message.type == "error" and not re.search(r"responded with a status of (409|422)", message.text)


def violations(page: Page) -> list[str]:
    """What axe holds against a page (WCAG 2.1 A and AA), each with the first element concerned."""
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]})
    return [f"{one['id']}: {one['help']} {one['nodes'][0]['html']}" for one in found.response["violations"]]


def widens(page: Page) -> bool:
    """Whether the page itself scrolls sideways (a table may, in its own frame), or a card of a phone is cut.

    The cards of « À valider » once ran out of their frame: the page did not widen, and the months could not be read.
    """
    return bool(
        page.evaluate(
            """() => document.documentElement.scrollWidth > document.documentElement.clientWidth
            || (innerWidth <= 640 && [...document.querySelectorAll("table.stack")]
                .some((table) => table.getBoundingClientRect().right > innerWidth))"""
        )
    )


def screenshot(page: Page, name: str) -> None:
    """Kept where ``SCREENSHOTS`` says, to be looked at by a person."""
    folder = os.environ.get("SCREENSHOTS")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)
