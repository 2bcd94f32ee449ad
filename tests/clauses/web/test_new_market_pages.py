"""A market created by hand: whole, or not at all, with what is to be mended beside its field."""

from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from clauses.accounts.rules import ActorKind
from clauses.db import reading, writing
from clauses.markets.models import Market
from tests import factories
from tests.clauses.web.visiting import body, said, visiting
from tests.factories import id_of

DOOR = "/marches/nouveau"
TYPED = {
    "reference": "2026-T01", "objet": "Réfection de l'école", "donneur": "Ville de Test", "nature": "BTP",
    "debut": "2026-01-05", "fin": "2027-06-30", "lot": "1", "attributaire": "Bâti Test", "heures": "1 000,50",
}  # fmt: skip


def test_one_short_form_makes_a_market_with_its_hours(engine: Engine, tmp_path: Path) -> None:
    with visiting(engine, tmp_path) as browser:
        there = browser.send(DOOR, TYPED)
        assert there.status_code == 303
        page = said(browser.get(there.headers["location"]))
        assert "Bâti Test" in page
        assert "1 000,50 h dues" in page
        again = browser.send(DOOR, TYPED)
        assert again.status_code == 422
        assert 'id="reference-erreur"' in again.text


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"reference": " - "}, "reference"),
        ({"reference": "x" * 121}, "reference"),
        ({"objet": ""}, "objet"),
        ({"donneur": ""}, "donneur"),
        ({"nature": "XX"}, "nature"),
        ({"debut": "hier"}, "debut"),
        ({"fin": "2025-01-01"}, "fin"),
        ({"heures": "beaucoup"}, "heures"),
        ({"lot": "9" * 41}, "lot"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    engine: Engine, tmp_path: Path, changed: dict[str, str], field: str
) -> None:
    with visiting(engine, tmp_path) as browser:
        answer = browser.send(DOOR, TYPED | changed)
    assert answer.status_code == 422
    assert f'id="{field}-erreur"' in answer.text
    assert "Bâti Test" in said(answer)
    with reading(engine) as session:
        assert session.exec(select(Market)).all() == []


def test_a_buyer_creates_its_own_markets_only(engine: Engine, tmp_path: Path) -> None:
    mine = body(engine, name="Métropole de Test")
    with writing(engine) as session:
        other = id_of(factories.organisation(session, name="Ville de Test"))
    with visiting(engine, tmp_path, ActorKind.D, organisation_id=mine) as browser:
        assert browser.send(DOOR, TYPED).status_code == 303
    with reading(engine) as session:
        assert session.exec(select(Market.buyer_id)).one() == mine != other


def test_a_company_does_not(engine: Engine, tmp_path: Path) -> None:
    with visiting(engine, tmp_path, ActorKind.E) as browser:
        assert browser.get(DOOR).status_code == 403
