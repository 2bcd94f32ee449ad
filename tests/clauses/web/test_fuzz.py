"""Every operation of the API, called as its own description allows and a little beside, by everybody, on both engines.

Never a failure of ours, and each answer is one that the description announces. `make fuzz` calls each operation
thousands of times; here, thirty.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from httpx import Response
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from clauses.db import engine_for
from clauses.web.schema_api import described
from tests.clauses.web import browser
from tests.clauses.web.test_permissions import ACTORS, Site, sites

__all__ = ["sites"]

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
KNOWN = st.integers(1, 9)
"""Rows that there are: random numbers would only meet what is absent."""


def _described() -> Any:
    engine = engine_for("sqlite://")
    text = described(browser.application(engine, browser.settings(Path(), secret="s" * 40)))
    engine.dispose()
    return schemathesis.openapi.from_dict(json.loads(text))


def _operations() -> Iterator[Any]:
    for found in _described().get_all_operations():
        assert isinstance(found, Ok)
        yield found.ok()


OPERATIONS = {operation.label: operation for operation in _operations()}


def _sent(site: Site, actor: str, case: Any) -> Response:
    told = case.as_transport_kwargs(base_url=browser.ADDRESS)
    headers = {name: value for name, value in (told.get("headers") or {}).items() if name.lower() != "cookie"}
    more = {name: told[name] for name in ("params", "json", "data", "content") if told.get(name) is not None}
    if told.get("files") is not None:
        more["files"] = [_part(name, value) for name, value in told["files"]]
    answer = site.ask(actor, told["method"], told["url"], headers=headers, **more)
    answer.request.read()  # its body, to be shown with what fails
    return answer


def _part(name: str, value: Any) -> tuple[str, tuple[str | None, bytes]]:
    """A field of a form in parts, as bytes, whatever was drawn for it."""
    file_name, content = (value[0], value[1]) if isinstance(value, tuple) else (None, value)
    if name == "file":
        file_name = file_name or "heures.csv"
    return name, (file_name, content if isinstance(content, bytes) else str(content).encode("utf-8", "replace"))


def _closer(case: Any, draw: Callable[[st.SearchStrategy[Any]], Any]) -> None:
    """Half of the time, ids are those of rows that there are."""
    if not draw(st.booleans()):
        return
    if "number" in case.path_parameters:
        case.path_parameters["number"] = draw(KNOWN)
    if "month" in case.path_parameters:
        case.path_parameters["month"] = draw(st.sampled_from(["2031-05", "2023-04"]))
    for given_ in (case.body, case.query):
        if isinstance(given_, dict):
            for name in [one for one in given_ if one.endswith("_id")]:
                given_[name] = draw(KNOWN)


@pytest.mark.hypothesis
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # a file refused before it is read
@pytest.mark.parametrize("label", OPERATIONS)
@given(data=st.data())
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck), database=None)
def test_an_operation_answers_as_it_says(sites: Callable[[str], Site], label: str, data: st.DataObject) -> None:
    site = sites(data.draw(st.sampled_from(["sqlite", "postgresql"])))
    actor = data.draw(st.sampled_from(ACTORS))
    case = data.draw(OPERATIONS[label].as_strategy())
    _closer(case, data.draw)
    answer = _sent(site, actor, case)
    case.validate_response(answer, checks=CHECKS)


def test_every_operation_is_called() -> None:
    assert len(OPERATIONS) > 55


def test_each_filter_that_a_list_announces_is_one_it_knows(sites: Callable[[str], Site]) -> None:
    site, wrong, asked = sites("sqlite"), [], 0
    for label, operation in OPERATIONS.items():
        verb, path = label.split(" ", 1)
        for parameter in operation.definition.raw.get("parameters", ()) if verb == "GET" and "{" not in path else ():
            asked += 1
            answer = site.ask("F1", "GET", path, params={parameter["name"]: "1"})
            wrong += [f"{label} ?{parameter['name']}"] if answer.status_code >= 500 else []
    assert wrong == []
    assert asked > 60
