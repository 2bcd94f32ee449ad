"""Nobody sets what a form or a body does not name: every column of every table is sent beside, to every write route.

Forms that the tests send carry every column that their page has no field for (`Browser.send`), and none may be written
(`journalled.listens`), whatever the form then does; here, routes are taken one by one, and the guard is seen failing.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from clauses.db import engine_for
from clauses.web.app import application
from clauses.web.schema_api import described
from tests.clauses.access.world import WORDS
from tests.clauses.web.browser import settings
from tests.clauses.web.intruders import COLUMNS, INTRUDER, intruders
from tests.clauses.web.test_permissions import ABSENT, OWN, ROUTES, Route, Site
from tests.databases import database

WRITES_OF_A_REFUSAL = {"journal", "journal_head", "signed_in"}


@pytest.fixture(scope="module")
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("assigned")
    with database("sqlite", request, folder) as engine:
        made = Site(engine, folder)
        with made.client:
            yield made


def bodies() -> dict[str, dict[str, Any]]:
    """« METHOD path » → the schema of its JSON body."""
    engine = engine_for("sqlite://")
    api = json.loads(described(application(engine, settings(Path(), secret="s" * 40))))
    engine.dispose()
    shapes = api["components"]["schemas"]
    found = {}
    for path, operations in api["paths"].items():
        for method, operation in operations.items():
            content = operation.get("requestBody", {}).get("content", {}).get("application/json")
            if content is not None:
                found[f"{method.upper()} {path}"] = shapes[content["schema"]["$ref"].rpartition("/")[2]]
    return found


def address(site: Site, route: Route) -> str:
    table = route.rule.table
    word = WORDS.get(table, "") if table is not None else ""
    key = f"{word} 1a" if word else OWN.get(table, "") if table is not None else ""
    number = site.world.ids.get(key, ABSENT)
    return re.sub(r"\{(\w+)\}", lambda name: "2031-05" if name[1] == "month" else str(number), route.path)


def test_every_body_of_a_program_refuses_a_column_that_it_does_not_name(site: Site) -> None:
    shapes = bodies()
    assert len(shapes) > 40
    assert [name for name, shape in shapes.items() if shape.get("additionalProperties") is not False] == []
    by_name = {f"{route.method} {re.sub(r':int|:str|:path', '', route.path)}": route for route in ROUTES}
    for name, shape in shapes.items():
        route = by_name[name]
        for who in ("F1", "E1a", "A"):
            extra: dict[str, Any] = dict(intruders(shape["properties"]))
            answer = site.ask(who, route.method, address(site, route), json=extra, headers={"If-Match": "*"})
            assert 400 <= answer.status_code < 500, (who, name, answer.text)
            assert set(site.written) <= WRITES_OF_A_REFUSAL, (who, name, site.written)


def test_one_column_too_many_is_enough(site: Site) -> None:
    body = {"reference": "M 77", "title": "Un lycée", "nature": "BTP", "buyer_id": site.world.ids["buyer 1"]}
    shape = bodies()["POST /api/markets"]["properties"]
    for column in sorted(COLUMNS - set(shape)):
        answer = site.ask("F1", "POST", "/api/markets", json=body | {column: INTRUDER})
        assert (answer.status_code, set(site.written) <= WRITES_OF_A_REFUSAL) == (422, True), column
    assert site.ask("F1", "POST", "/api/markets", json=body).status_code == 201


def test_no_form_writes_a_column_that_it_does_not_name(site: Site) -> None:
    """Alone: with the fields of its page as well, wherever a test sends a form."""
    forms = [route for route in ROUTES if route.method == "POST" and not route.path.startswith("/api")]
    assert len(forms) > 60
    for route in forms:
        for who in ("F1", "E1a", "O1a", "A"):
            path = address(site, route)
            named = re.findall(r'name="([^"]+)"', site.ask(who, "GET", path).text)  # a form has the path of its page
            answer = site.ask(who, "POST", path, data=intruders(named, path))
            assert answer.status_code < 500, (who, route.name)


def test_an_intruder_written_is_heard(site: Site) -> None:
    said, values = text("UPDATE user_account SET name = :name WHERE id = :id"), {"name": INTRUDER}

    def write(_request: object) -> None:
        with site.engine.execution_options(writes=True).begin() as connection:
            connection.execute(said, values | {"id": site.world.users["F2"]})

    site.client.event_hooks["request"].append(write)
    with pytest.raises(AssertionError, match="wrote an intruder"):
        site.ask("F1", "GET", "/api/me")
    site.client.event_hooks["request"].remove(write)
