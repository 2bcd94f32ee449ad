"""A browser for tests: somebody who signs in, keeps cookies, and sends the forms that our pages give."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pyotp
from httpx import Response
from litestar import Litestar
from litestar.testing import TestClient
from sqlalchemy import Engine
from sqlmodel import Session

from clauses.accounts.models import User
from clauses.accounts.passwords import hashed
from clauses.accounts.rules import ActorKind
from clauses.db import writing
from clauses.settings import Settings
from clauses.web.app import over, routed
from tests import accounts
from tests.clauses.web.intruders import intruders
from tests.clauses.web.journalled import listens
from tests.factories import id_of

ADDRESS = "http://127.0.0.1:8000"
PASSWORD = "un pont sur la Norge"
_KEPT = hashed(PASSWORD)  # once: argon2id is slow on purpose


@cache
def _routes() -> Litestar:
    return routed()


def application(engine: Engine, chosen: Settings) -> Litestar:
    """The application over a database; its routes are read once for all the tests of a worker."""
    return over(_routes(), engine, chosen)


def settings(home: Path, **values: Any) -> Settings:
    """Settings of a test, whatever the machine says."""
    return Settings(home=home, _env_file=None, **values)


def somebody(session: Session, kind: ActorKind | None = ActorKind.F, **values: Any) -> User:
    """Somebody who can sign in with `PASSWORD`, in a capacity (None: in none)."""
    made = accounts.user(session, password_hash=_KEPT, created_at=datetime.now(UTC))
    if kind is not None:
        accounts.membership(session, user_id=id_of(made), kind=kind, **values)
    return made


class Browser:
    """What a person does with a browser."""

    def __init__(self, client: TestClient[Litestar]) -> None:
        self.client = client

    def get(self, path: str, **more: Any) -> Response:
        return self.client.get(path, follow_redirects=False, **more)

    def proof(self, page: str = "/connexion") -> str:
        """The proof that a page's form carries."""
        return _proof(page, self.get(page).text)

    def send(self, path: str, data: dict[str, str], *, page: str | None = None, **more: Any) -> Response:
        """Sends the form of a page, and beside it every column that the page has no field for."""
        shown = self.get(page or path).text
        named = {*re.findall(r'name="([^"]+)"', shown), *data}
        fields = {"preuve": _proof(page or path, shown), **data, **intruders(named, path)}
        return self.client.post(path, data=fields, follow_redirects=False, **more)

    def sign_in(self, email: str, password: str = PASSWORD, **more: Any) -> Response:
        return self.send("/connexion", {"email": email, "password": password, "suite": "/"}, **more)

    def bring(self, value: str) -> None:
        """Comes with this session's cookie, and no other."""
        for cookie in [one for one in self.client.cookies.jar if one.name == "session"]:
            self.client.cookies.jar.clear(cookie.domain, cookie.path, cookie.name)
        self.client.cookies.set("session", value, domain="127.0.0.1", path="/")

    def cookie(self, name: str = "session") -> str:
        return self.client.cookies.get(name) or ""


def _proof(page: str, text: str) -> str:
    found = re.search(r'name="preuve" value="(\w*)"', text)
    assert found, page
    return found[1]


@contextmanager
def browsing(engine: Engine, home: Path, *, peer: str = "127.0.0.1", **values: Any) -> Iterator[Browser]:
    """An application over a database, and somebody in front of it, who speaks from ``peer``."""
    app = application(engine, settings(home, **values))
    inside = app.asgi_handler

    async def from_peer(scope: Any, receive: Any, send: Any) -> None:
        scope["client"] = (peer, 50_000)
        await inside(scope, receive, send)

    app.asgi_handler = from_peer
    chosen = values.get("base_url") or ADDRESS
    with TestClient(app, base_url=chosen, raise_server_exceptions=False) as client:
        listens(client, engine)
        yield Browser(client)


def signed_up(engine: Engine, kind: ActorKind | None = ActorKind.F, **values: Any) -> str:
    """The address of somebody new."""
    with writing(engine) as session:
        return somebody(session, kind, **values).email


def code_now(secret: str) -> str:
    """What a telephone shows now."""
    return pyotp.TOTP(secret).now()
