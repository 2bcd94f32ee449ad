"""The description of the API: the one committed, printed by `clauses openapi`, shown to whoever is signed in."""

import json
import os
from pathlib import Path

import pytest
from sqlalchemy import Engine

from clauses.accounts.rules import ActorKind
from tests.clauses.cli.conftest import CommandLine
from tests.clauses.web.browser import browsing, signed_up
from tests.clauses.web.test_permissions import ROUTES

SNAPSHOT = Path(__file__).parents[3] / "docs/openapi.json"


@pytest.fixture
def printed(tmp_path: Path) -> str:
    return CommandLine(tmp_path / "home", tmp_path / "desk")("openapi", status=0).out


@pytest.mark.snapshot
def test_the_description_is_the_one_committed(printed: str) -> None:
    if os.environ.get("SNAPSHOTS") == "write":
        SNAPSHOT.write_text(printed, encoding="utf-8")
    assert printed == SNAPSHOT.read_text(encoding="utf-8")


def test_it_describes_every_route_of_the_api_and_no_page(printed: str) -> None:
    told = json.loads(printed)
    described = {
        (method.upper(), path.replace("{number}", "{}").replace("{month}", "{}"))
        for path, how in told["paths"].items()
        for method in how
        if method in ("get", "post", "patch", "delete", "put")
    }
    routes = {
        (route.method, route.path.replace("{number}", "{}").replace("{month}", "{}"))
        for route in ROUTES
        if route.path.startswith("/api/") and route.method != "HEAD"
    }
    assert described == routes


def test_every_operation_says_what_it_is_and_how_it_refuses(printed: str) -> None:
    for path, how in json.loads(printed)["paths"].items():
        for method, operation in how.items():
            if isinstance(operation, dict):
                assert operation["description"].endswith("."), (method, path)
                assert {"401", "403", "404", "409", "422"} <= operation["responses"].keys(), (method, path)


def test_it_is_shown_to_whoever_is_signed_in(engine: Engine, tmp_path: Path) -> None:
    email = signed_up(engine, ActorKind.F)
    with browsing(engine, tmp_path) as browser:
        for path in ("/schema/openapi.json", "/schema"):
            assert browser.get(path).status_code == 401
        browser.sign_in(email)
        shown = browser.get("/schema/openapi.json")
        assert shown.status_code == 200
        assert json.loads(shown.text)["info"]["title"] == "Clauses"
