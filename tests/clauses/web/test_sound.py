"""No address and no form makes the application fail: what no row can hold is refused in French, on both databases."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from httpx import Response
from hypothesis import given
from hypothesis import strategies as st

from clauses.web.days import day_said, day_typed, month_said
from clauses.web.sound import LARGEST_NUMBER, row_number, strange
from tests.clauses.web.test_permissions import ROUTES, Site, sites

__all__ = ["sites"]

TOO_LARGE = (str(2**31), str(2**63), "9" * 25, "9" * 5_000, str(-(2**70)))
PARAMETERS = [
    ("au", "0001-01-01"), ("du", "9999-12-31"), ("au", "00010101"), ("mois", "0001-01"), ("page", "9" * 25),
    ("lot", "9" * 25), ("marche", "9" * 25), ("numero", "²"), ("q", "a%00b"), ("mois", "%01"), ("tri", "%ED%A0%80"),
]  # fmt: skip
ACCEPTED = (200, 303, 400, 403, 404, 405, 409, 412, 413, 415, 422, 428)


@pytest.fixture(params=["sqlite", "postgresql"])
def site(request: pytest.FixtureRequest, sites: Callable[[str], Site]) -> Site:
    return sites(request.param)


def _paths() -> Iterator[tuple[str, str]]:
    """Each route, its method: with numbers that no row bears."""
    for route in ROUTES:
        if re.search(r"\{\w+\}", route.path):
            for number in TOO_LARGE:
                yield route.method, re.sub(r"\{\w+\}", number, route.path)
            yield route.method, re.sub(r"\{\w+\}", "a%00b", route.path)


def _said(answer: Response, said: str) -> None:
    assert answer.status_code in ACCEPTED, f"{said}: {answer.text[:300]}"


def test_a_path_names_no_row_that_cannot_be(site: Site) -> None:
    for method, path in _paths():
        body: dict[str, Any] = {} if method == "GET" else {"json": {}}
        answer = site.ask("F1", method, path, **body)
        _said(answer, f"{method} {path[:80]}")
        numbered = "month" not in path and "/device/" not in path  # a device is named by itself, as it likes
        if path.startswith("/api") and "%00" not in path and numbered:
            assert answer.status_code in (404, 422), path[:80]


def test_a_page_reads_any_parameter(site: Site) -> None:
    pages = [route for route in ROUTES if route.method == "GET" and "{" not in route.path and route.rule.table is None]
    assert len(pages) > 30
    for route in pages:
        for name, value in PARAMETERS:
            _said(site.ask("F1", "GET", f"{route.path}?{name}={value}"), f"{route.path}?{name}={value[:40]}")


FORMS: dict[str, dict[str, Any]] = {
    "/a-valider": {"decision": "valider", "ligne": ["9" * 25 + ":1", "1:" + "9" * 25, "²:1", "-1:1"]},
    "/entreprise": {"nom": "a\x00b", "prenom": "Léa", "naissance": "0001-01-01", "embauche": "9999-12-31"},
    "/relances": {"mois": ["9" * 25 + ":0001-01", "\x00"]},
    "/deposer/saisie": {"lot": "9" * 25, "mois": "0001-01", "coller": "a\tb", "equipe": "1"},
    "/marches/nouveau": {"reference": "a\x00", "debut": "0001-01-01", "fin": "99999-01-01", "heures": "9" * 25},
}


@pytest.mark.parametrize("path", FORMS)
@pytest.mark.parametrize("actor", ["F1", "E1a"])
def test_a_form_holds_what_no_row_can(site: Site, path: str, actor: str) -> None:
    for name, value in FORMS[path].items():
        whole = {**dict.fromkeys(FORMS[path], "1"), name: value}
        _said(site.ask(actor, "POST", path, data=whole), f"{path} {name}")


def test_a_body_holds_what_no_row_can(site: Site) -> None:
    someone = {"last_name": "Neuve", "first_name": "Ana", "birth_date": "1990-01-01"}
    market = {"reference": "R9", "title": "École", "nature": "BTP", "buyer_id": site.world.ids["buyer 1"]}
    for path, body, name, value in (
        ("/api/people", someone, "last_name", "a\x00b"), ("/api/people", someone, "identifier", "\x00"),
        ("/api/people", someone, "birth_date", "0001-01-01"), ("/api/markets", market, "buyer_id", 2**31),
        ("/api/markets", market, "buyer_id", 10**40), ("/api/markets", market, "ends_on", "9999-12-31"),
        ("/api/markets", market, "title", "\x01"),
    ):  # fmt: skip
        answer = site.ask("F1", "POST", path, json=body | {name: value})
        assert (answer.status_code, answer.json()["field"]) == (422, name), answer.text


@pytest.mark.parametrize("page", ["http://[", "http://[::1/a", "//", "%", "http://a/\\[?b=1"])
def test_a_referer_that_is_no_address_comes_back_to_the_start(site: Site, page: str) -> None:
    answer = site.ask("nobody", "POST", "/relances", data={"mois": "1"}, headers={"referer": page})
    _said(answer, page)


@given(st.text(max_size=12) | st.dates().map(str))
def test_a_day_read_is_of_this_life_or_none(text: str) -> None:
    for read in (day_said, day_typed, month_said):
        found = read(text)
        assert found is None or 1900 <= found.year <= 2199


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_a_day_is_read_as_browsers_and_people_write_it(day: date) -> None:
    assert day_said(day.isoformat()) == day_typed(day.isoformat()) == day_typed(f"{day:%d/%m/%Y}") == day
    assert month_said(day.isoformat()[:7]) == day.replace(day=1)


def test_the_number_of_a_row_is_one_that_databases_hold() -> None:
    assert [row_number(text) for text in ("12", "", "²", "-1", str(2**31 - 1), str(2**31), "9" * 5_000)] == [
        12,
        None,
        None,
        None,
        LARGEST_NUMBER,
        None,
        None,
    ]
    assert [strange(text) for text in ("é\tà\n", "\x00", "\x1b", "\ud800")] == [False, True, True, True]
