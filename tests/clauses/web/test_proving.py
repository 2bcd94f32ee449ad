"""Validation, exports and rights ask for the password of lately: by their cell of the matrix, on every route."""

from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import Engine, update

from clauses.accounts.keys import SignedIn
from clauses.accounts.matrix import Act, Resource
from clauses.accounts.rules import RECENT
from clauses.db import writing
from tests.clauses.web.browser import PASSWORD, browsing, signed_up
from tests.clauses.web.test_permissions import ROUTES, Route

WITHOUT = {
    "POST /relances",
    "GET /suivi/actions/{action_id}/documents",
    "GET /attestations",
    "GET /attestations/{token}",
}
"""A reminder is sent, and the pages where documents are chosen and waited for: nothing is validated, leaves, nor is
granted."""


def asks(route: Route) -> bool:
    """Whether the cell of a route is one of validation, export or rights."""
    writes = route.method not in ("GET", "HEAD")
    match route.rule.resource, route.rule.act:
        case _, Act.EXPORT:
            return True
        case Resource.HOURS | Resource.MONTH, Act.DECIDE:
            return writes
        case Resource.ACCOUNT | Resource.BREAK_GLASS, _:
            return writes
        case _:
            return False


def test_every_route_that_validates_exports_or_grants_asks_for_it() -> None:
    told = {route.name for route in ROUTES if asks(route)}
    assert len(told) > 15
    assert {route.name for route in ROUTES if asks(route) and not route.rule.proven} == WITHOUT


@pytest.mark.parametrize("route", [route for route in ROUTES if route.rule.proven], ids=lambda route: route.name)
def test_no_program_comes_through_such_a_route(route: Route) -> None:
    """A token has no password to give: it would go round."""
    assert not route.rule.programs


def test_an_export_waits_for_the_password_then_is_the_one_that_was_asked_for(engine: Engine, tmp_path: Path) -> None:
    email = signed_up(engine)
    path = "/bilan/fichier/xlsx?du=2023-01-01&au=2023-12-31&perimetre=all"
    with browsing(engine, tmp_path) as browser:
        browser.sign_in(email)
        with writing(engine) as session:
            session.execute(update(SignedIn).values(proven_at=datetime.now(UTC) - RECENT))
        sent = urlsplit(browser.get(path).headers["location"])
        assert (sent.path, parse_qs(sent.query)["suite"]) == ("/confirmer", [path])
        back = browser.send("/confirmer", {"password": PASSWORD, "suite": path}, page=f"{sent.path}?{sent.query}")
        assert back.headers["location"] == path
        assert browser.get(path).status_code == 200
