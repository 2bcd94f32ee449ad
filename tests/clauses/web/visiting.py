"""Somebody of a capacity in front of the pages, without the delay of a password."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any

from httpx import Response
from sqlalchemy import Engine

from clauses.accounts.models import Organisation, User
from clauses.accounts.rules import ActorKind
from clauses.accounts.sessions import open_session
from clauses.db import writing
from tests import accounts
from tests.clauses.web.browser import Browser, browsing
from tests.factories import id_of
from tests.recorder import asked

ABSENT = 999_999


def body(engine: Engine, **values: Any) -> int:
    """A body, stored."""
    from tests import factories

    with writing(engine) as session:
        made: Organisation = factories.organisation(session, **values)
        return id_of(made)


def cookie(engine: Engine, kind: ActorKind, **values: Any) -> str:
    """The session of somebody new, in a capacity."""
    with writing(engine) as session:
        made: User = accounts.user(session, created_at=datetime.now(UTC))
        accounts.membership(session, user_id=id_of(made), kind=kind, **values)
        return open_session(session, made, complete=True, now=datetime.now(UTC))


@contextmanager
def visiting(engine: Engine, home: Path, kind: ActorKind = ActorKind.F, **values: Any) -> Iterator[Browser]:
    """A browser signed in as somebody new."""
    value = cookie(engine, kind, **values)
    with browsing(engine, home) as browser:
        browser.bring(value)
        yield browser


def said(answer: Response) -> str:
    """The text of a page, as it was written: entities read, no-break spaces as spaces."""
    return " ".join(unescape(answer.text).replace("\u202f", " ").replace("\u00a0", " ").split())


def queries(engine: Engine, browser: Browser, path: str) -> int:
    """How many statements a page sends."""
    browser.get(path)  # the first one of a session may write that it was seen
    with asked(engine) as statements:
        assert browser.get(path).status_code == 200, path
    return len(statements)
