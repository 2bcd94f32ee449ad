"""The first pages: what they answer, empty, full and refused."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from litestar import Litestar
from litestar.testing import TestClient
from sqlalchemy import Engine, text

from clauses.accounts.rules import ActorKind
from tests.clauses.web.browser import browsing, signed_up


@pytest.fixture
def client(engine: Engine, tmp_path: Path) -> Iterator[TestClient[Litestar]]:
    """Pages as a facilitator sees them."""
    email = signed_up(engine, ActorKind.F)
    with browsing(engine, tmp_path) as browser:
        browser.sign_in(email)
        yield browser.client


def test_health_answers_when_the_database_does(client: TestClient[Litestar]) -> None:
    assert client.get("/health").json() == {"status": "ok"}


def test_health_says_when_the_database_is_of_another_version(engine: Engine, client: TestClient[Litestar]) -> None:
    with engine.execution_options(writes=True).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    answer = client.get("/health")
    assert (answer.status_code, answer.json()["code"]) == (409, "database.other_version")


def test_without_hours_the_page_says_what_to_do_first(client: TestClient[Litestar]) -> None:
    answer = client.get("/bilan")
    assert answer.status_code == 200
    assert "clauses import markets" in answer.text


def test_a_period_without_hours_is_a_bilan_of_zeros(client: TestClient[Litestar]) -> None:
    answer = client.get("/bilan?du=2023-01-01&au=2023-12-31&perimetre=all")
    assert answer.status_code == 200
    assert "0,00\u00a0h d&#39;insertion" in answer.text or "0,00\u00a0h d'insertion" in answer.text


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("du=hier&au=demain", "deux dates"),
        ("du=2023-12-31&au=2023-01-01", "la première avant la seconde"),
        ("du=2023-01-01&au=2023-12-31&perimetre=tous", "périmètre"),
    ],
)
def test_what_cannot_be_read_is_said_in_french(client: TestClient[Litestar], query: str, words: str) -> None:
    answer = client.get(f"/bilan?{query}")
    assert (answer.status_code, words in answer.text) == (422, True)


def test_an_address_that_does_not_exist_is_a_page(client: TestClient[Litestar]) -> None:
    answer = client.get("/nulle-part")
    assert (answer.status_code, "n'existe pas" in answer.text.replace("&#39;", "'")) == (404, True)


def test_every_page_forbids_scripts_frames_and_copies(client: TestClient[Litestar]) -> None:
    headers = client.get("/").headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert (headers["x-content-type-options"], headers["cache-control"]) == ("nosniff", "no-store")


def test_a_page_of_elsewhere_cannot_reach_in_under_another_name(client: TestClient[Litestar]) -> None:
    assert client.get("/", headers={"host": "attacker.example"}).status_code == 400


def test_no_template_writes_a_style_or_a_script_of_its_own() -> None:
    folder = Path(__file__).parents[3] / "clauses" / "web" / "templates"
    for template in folder.rglob("*.html"):
        markup = template.read_text(encoding="utf-8")
        assert all("src=" in script for script in re.findall(r"<script[^>]*>", markup))
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", markup)
