"""The calculator of hours to ask for."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from clauses.accounts.rules import ActorKind
from tests.clauses.web.visiting import said, visiting

ASKED = "/calibrage?montant={}&part={}&taux={}&cout={}"


@pytest.mark.parametrize(
    ("values", "hours"),
    [(("1 000 000", "50", "5", "30"), "833 h"), (("1500000,00 €", "70 %", "10", "30"), "3 500 h")],
)
def test_the_published_examples(engine: Engine, tmp_path: Path, values: tuple[str, str, str, str], hours: str) -> None:
    query = dict(zip(("montant", "part", "taux", "cout"), values, strict=True))
    with visiting(engine, tmp_path) as browser:
        assert f"Demandez {hours} d'insertion" in said(browser.get("/calibrage", params=query))


def test_a_trade_gives_its_share_with_its_source(engine: Engine, tmp_path: Path) -> None:
    with visiting(engine, tmp_path) as browser:
        page = said(browser.get("/calibrage?montant=1000000&metier=maçonnerie&taux=5&cout=30"))
    assert "Demandez 833 h" in page
    assert "Part publiée : ordre de grandeur publié" in page


@pytest.mark.parametrize(
    ("values", "field"),
    [
        (("abc", "50", "5", "30"), "montant"),
        (("1e9", "50", "5", "30"), "montant"),
        (("1", "101", "5", "30"), "part"),
        (("1", "50", "-5", "30"), "taux"),
        (("1", "50", "5", "0"), "cout"),
        (("", "50", "5", "30"), "montant"),
        (("<b>", "50", "5", "30"), "montant"),
    ],
)
def test_what_cannot_be_read_is_said_beside_its_field(
    engine: Engine, tmp_path: Path, values: tuple[str, str, str, str], field: str
) -> None:
    with visiting(engine, tmp_path) as browser:
        answer = browser.get(ASKED.format(*values))
    assert answer.status_code == 422
    assert f'id="{field}-erreur"' in answer.text
    assert "<b>" not in answer.text


def test_it_is_for_those_who_write_markets(engine: Engine, tmp_path: Path) -> None:
    with visiting(engine, tmp_path) as browser:
        assert "833 h" in said(browser.get("/calibrage"))
    with visiting(engine, tmp_path, ActorKind.E) as browser:
        assert browser.get("/calibrage").status_code == 403
