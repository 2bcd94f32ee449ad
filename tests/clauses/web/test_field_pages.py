"""The page that works without network holds nobody's data, and its worker keeps that page and its assets alone."""

import json
import re
from pathlib import Path

from sqlalchemy import Engine

from clauses.accounts.rules import ActorKind
from clauses.web.assets import asset
from clauses.web.field_pages import KEPT, PAGE
from tests.clauses.web.browser import browsing
from tests.clauses.web.visiting import visiting


def test_the_shell_is_the_same_for_everybody(engine: Engine, tmp_path: Path) -> None:
    with browsing(engine, tmp_path) as nobody:
        bare = nobody.get(PAGE)
    with visiting(engine, tmp_path, ActorKind.F) as somebody:
        mine = somebody.get(PAGE)
    assert bare.status_code == 200
    assert bare.content == mine.content
    assert "preuve" not in bare.text
    assert "worker-src 'self'; manifest-src 'self'" in bare.headers["content-security-policy"]


def test_the_worker_keeps_the_shell_and_what_it_names_and_nothing_else(engine: Engine, tmp_path: Path) -> None:
    with browsing(engine, tmp_path) as browser:
        script = browser.get("/suivi/terrain.js")
        shell = browser.get(PAGE).text
    assert script.headers["content-type"].startswith("text/javascript")
    kept = json.loads(re.search(r"const KEPT = (\[.*?\])", script.text)[1])  # type: ignore[index]
    assert kept == [PAGE, *(asset(name) for name in KEPT)]
    named = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', shell))
    assert named == set(kept[1:])
    assert "cache.put" not in script.text


def test_the_manifest_opens_the_shell(engine: Engine, tmp_path: Path) -> None:
    with browsing(engine, tmp_path) as browser:
        answer = browser.get("/suivi/terrain.webmanifest")
    assert answer.headers["content-type"].startswith("application/manifest+json")
    assert answer.json()["start_url"] == PAGE
