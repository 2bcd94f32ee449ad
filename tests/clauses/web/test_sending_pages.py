"""Sending somebody to the clauses, and following them."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import col, func, select

import imports.run
from clauses.accounts.rules import ActorKind
from clauses.db import reading, writing
from clauses.people.models import Orientation, Person
from tests import factories
from tests.clauses.web.browser import Browser, browsing, somebody
from tests.factories import id_of
from tests.imports.office import unguarded

LEA = {"last_name": "Roux", "first_name": "Léa", "birth_date": "04/05/1990", "sex": "F", "commune": "Dijon",
       "sector": "BTP"}  # fmt: skip


@dataclass(frozen=True)
class Relay:
    """A prescriber, another one, and a company."""

    engine: Engine
    browser: Browser
    other: str
    company: str


@pytest.fixture
def relay(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Relay]:
    monkeypatch.setattr(imports.run, "read_sheets", unguarded)
    with writing(engine) as session:
        body = factories.organisation(session, name="Relais de l'Ouche")
        email = somebody(session, ActorKind.R, organisation_id=id_of(body)).email
        other = somebody(session, ActorKind.R).email
        company = somebody(session, ActorKind.E).email
    with browsing(engine, tmp_path / "home") as browser:
        browser.sign_in(email)
        yield Relay(engine, browser, other, company)


def test_six_answers_are_an_orientation_that_its_sender_follows(relay: Relay) -> None:
    assert "Personne encore" in relay.browser.get("/orienter").text
    answer = relay.browser.send("/orienter", LEA)
    assert "Léa Roux est orienté" in answer.text, answer.text.partition("a-corriger")[2][:900]
    assert "en attente" in answer.text
    with reading(relay.engine) as session:
        prescriber = session.exec(select(col(Orientation.prescriber))).one()
    assert prescriber == "Relais de l'Ouche"
    relay.browser.sign_in(relay.other)
    assert "Roux" not in relay.browser.get("/orienter").text


def test_the_same_person_sent_again_is_one_person(relay: Relay) -> None:
    for _ in range(2):
        relay.browser.send("/orienter", LEA)
    with reading(relay.engine) as session:
        assert session.exec(select(func.count()).select_from(Person)).one() == 1


def test_what_is_missing_or_unreadable_is_said_beside_its_field(relay: Relay) -> None:
    answer = relay.browser.send("/orienter", LEA | {"last_name": ""})
    assert (answer.status_code, 'value="Léa"' in answer.text) == (422, True)
    answer = relay.browser.send("/orienter", LEA | {"birth_date": "hier <b>"})
    assert (answer.status_code, "<b>" in answer.text) == (422, False)


def test_a_company_sends_nobody(relay: Relay) -> None:
    relay.browser.sign_in(relay.company)
    assert relay.browser.get("/orienter").status_code == 403
