"""Around the application: headers everywhere, logs without names, incidents, denials kept, routes with rules."""

import json
import logging
from pathlib import Path
from typing import Any

import pytest
from litestar import Litestar, get
from litestar.testing import TestClient
from sqlalchemy import Engine
from sqlmodel import col, select

from clauses.audit import Journal
from clauses.db import reading
from clauses.errors import Misused
from clauses.web import app as application_module
from clauses.web.app import application
from clauses.web.installation import installation
from clauses.web.logs import OneLine
from clauses.web.rule import OPEN, Rule, handlers_of, rule_of, without_rule
from tests.clauses.web.browser import ADDRESS, browsing, settings, signed_up

PAGES = ["/", "/connexion", "/health", "/nulle-part", "/static/nulle-part.css", "/api/nulle-part"]


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_has_its_headers(engine: Engine, tmp_path: Path, path: str) -> None:
    with browsing(engine, tmp_path) as browser:
        headers = browser.get(path).headers
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert "camera=()" in headers["permissions-policy"]
        assert "server" not in headers
        assert path.startswith("/static/") or headers["cache-control"] == "no-store"
        assert "strict-transport-security" not in headers


def test_a_nonce_serves_once(engine: Engine, tmp_path: Path) -> None:
    with browsing(engine, tmp_path) as browser:
        policies = {browser.get("/connexion").headers["content-security-policy"] for _ in range(5)}
    assert len(policies) == 5


@pytest.mark.parametrize(
    "host", ["attacker.example", "127.0.0.1", "127.0.0.1:9000", "127.0.0.1:8000.attacker.example", ""]
)
def test_another_host_is_refused(engine: Engine, tmp_path: Path, host: str) -> None:
    with browsing(engine, tmp_path) as browser:
        assert browser.get("/health", headers={"host": host}).status_code == 400


def test_in_production_the_loopback_names_are_strangers(engine: Engine, tmp_path: Path) -> None:
    given = {"environment": "production", "base_url": "https://clauses.exemple.fr", "secret": "s" * 40}
    with browsing(engine, tmp_path, **given) as browser:
        assert browser.get("/health").status_code == 200
        assert browser.get("/health", headers={"host": "127.0.0.1:8000"}).status_code == 400


@pytest.mark.parametrize(
    ("values", "word"),
    [
        ({"environment": "production", "secret": "s" * 40}, "https"),
        ({"environment": "production", "base_url": "http://clauses.exemple.fr", "secret": "s" * 40}, "https"),
        ({"environment": "production", "base_url": "https://clauses.exemple.fr"}, "CLAUSES_SECRET"),
        ({"secret": "court"}, "32"),
        ({"base_url": "clauses.exemple.fr"}, "CLAUSES_BASE_URL"),
        ({"base_url": "https://clauses.exemple.fr/chemin"}, "CLAUSES_BASE_URL"),
        ({"trusted_proxies": "partout"}, "CLAUSES_TRUSTED_PROXIES"),
    ],
)
def test_what_would_not_be_safe_is_not_served(
    engine: Engine, tmp_path: Path, values: dict[str, str], word: str
) -> None:
    with pytest.raises(Misused, match=word):
        installation(engine, settings(tmp_path, **values))


def test_the_secret_is_drawn_once_and_closed_to_others(engine: Engine, tmp_path: Path) -> None:
    first, second = (installation(engine, settings(tmp_path)).secret for _ in range(2))
    assert first == second
    assert (tmp_path / "secret").stat().st_mode & 0o077 == 0
    (tmp_path / "secret").write_text("coupé")
    assert len(installation(engine, settings(tmp_path)).secret) >= 32


def test_a_route_without_a_rule_is_not_served(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    @get("/oubliee", sync_to_thread=False)
    def forgotten() -> str:
        return "ouverte"

    monkeypatch.setattr(application_module, "health", forgotten)
    with pytest.raises(RuntimeError, match="GET /oubliee"):
        application(engine, settings(tmp_path))
    assert without_rule(Litestar([forgotten], openapi_config=None))


def test_every_route_has_a_rule_and_few_are_open(engine: Engine, tmp_path: Path) -> None:
    app = application(engine, settings(tmp_path))
    assert without_rule(app) == []
    opened = {path for path, _, handler in handlers_of(app.routes) if rule_of(handler) == OPEN}
    signing_in = {"/health", "/connexion", "/mot-de-passe-oublie", "/lien/{raw}", "/static/{name}"}
    signing_in |= {"/connexion/ailleurs", "/connexion/retour"}
    without_data = {"/suivi/terrain", "/suivi/terrain.js", "/suivi/terrain.webmanifest"}
    legal = {"/mentions-legales", "/donnees-personnelles", "/accessibilite", "/verifier"}
    assert opened == signing_in | without_data | legal


def crashing(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, rule: Rule = OPEN) -> Any:
    @get("/health", rule=rule, sync_to_thread=False)
    def broken() -> str:
        raise ValueError("Camille Exemple habite 3 rue du Port")

    monkeypatch.setattr(application_module, "health", broken)
    return TestClient(application(engine, settings(tmp_path)), base_url=ADDRESS, raise_server_exceptions=False)


def test_a_bug_has_a_number_and_says_nothing_of_anybody(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with crashing(engine, tmp_path, monkeypatch) as client, caplog.at_level(logging.INFO, "clauses.web"):
        answer = client.get("/health?nom=Camille")
        missing = client.get("/nulle-part?nom=Camille")
    said = answer.json()
    assert (answer.status_code, said["code"]) == (500, "incident")
    logged = [OneLine().format(record) for record in caplog.records if record.name == "clauses.web"]
    incident = said["message"].split("incident ")[1].rstrip(".")
    assert sum(incident in line for line in logged) == 2
    assert not any("Camille" in line or "rue du Port" in line for line in logged)
    assert "Camille" not in answer.text
    assert "incident" not in missing.text
    assert {json.loads(line)["route"] for line in logged if "route" in json.loads(line)} == {"/health", "(inconnue)"}


def test_every_denial_is_kept_with_its_author(engine: Engine, tmp_path: Path) -> None:
    email = signed_up(engine, None)
    with browsing(engine, tmp_path) as browser:
        browser.get("/")
        browser.get("/nulle-part")
        browser.sign_in(email)
        assert browser.get("/bilan").status_code == 403
    with reading(engine) as session:
        kept = session.exec(select(Journal).where(col(Journal.act) == "denied").order_by(col(Journal.number))).all()
        assert [
            (one.author.partition(" (")[0].split()[0], one.subject, json.loads(one.details)["code"]) for one in kept
        ] == [
            ("personne", "/", "signed_out"),
            ("Camille", "/bilan", "forbidden"),
        ]
