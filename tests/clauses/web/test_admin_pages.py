"""Accounts opened by one administrator and granted by another; the journal; the pages that everybody may read."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from clauses.accounts.keys import Mail
from clauses.accounts.models import Membership, User
from clauses.accounts.rules import ActorKind
from clauses.db import reading, writing
from tests import factories
from tests.clauses.web.browser import Browser, browsing, somebody

NEW = {"nom": "Ana <i>Lopez</i>", "email": "ana@exemple.fr", "titre": "E", "siret": factories.siret(77)}


@dataclass(frozen=True)
class House:
    """Two administrators, a facilitator and a company."""

    engine: Engine
    browser: Browser
    emails: dict[str, str]


@pytest.fixture
def house(engine: Engine, tmp_path: Path) -> Iterator[House]:
    with writing(engine) as session:
        factories.organisation(session, siret=factories.siret(77))
        emails = {
            "A": somebody(session, ActorKind.A).email,
            "A2": somebody(session, ActorKind.A).email,
            "F": somebody(session).email,
            "R": somebody(session, ActorKind.R).email,
        }
    with browsing(engine, tmp_path / "home") as browser:
        browser.sign_in(emails["A"])
        yield House(engine, browser, emails)


def test_an_account_is_opened_by_one_and_granted_by_another(house: House) -> None:
    answer = house.browser.send("/administration", NEW)
    assert "est invité" in answer.text
    assert "<i>Lopez" not in answer.text
    with reading(house.engine) as session:
        mail = session.exec(select(Mail)).one()
        number = session.exec(select(Membership.id).where(col(Membership.approved_by).is_(None))).one()
    assert mail.recipient == "ana@exemple.fr"
    path = f"/administration/titres/{number}/accorder"
    assert house.browser.send(path, {}, page="/administration").status_code == 409
    house.browser.sign_in(house.emails["A2"])
    assert house.browser.send(path, {}, page="/administration").status_code == 303
    assert "attend" not in house.browser.get("/administration").text.partition("<h1")[2].partition("</h1>")[0]


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"email": "ana"}, "adresse"), ({"titre": "Z"}, "titre"), ({"siret": "1"}, "SIRET"), ({"nom": ""}, "nom")],
)
def test_what_is_wrong_is_said_beside_its_field(house: House, changes: dict[str, str], words: str) -> None:
    answer = house.browser.send("/administration", NEW | changes)
    assert (answer.status_code, words in answer.text.partition("field-error")[2]) == (422, True)
    with reading(house.engine) as session:
        assert session.exec(select(User).where(col(User.email) == "ana@exemple.fr")).first() is None


def test_an_account_is_closed_but_not_ones_own(house: House) -> None:
    with reading(house.engine) as session:
        ids = {user.email: user.id for user in session.exec(select(User)).all()}
    for who, status in (("A", 409), ("R", 303)):
        path = f"/administration/comptes/{ids[house.emails[who]]}/fermer"
        assert house.browser.send(path, {}, page="/administration").status_code == status
    assert "fermé" in house.browser.get("/administration").text


def test_the_journal_shows_acts_without_values_to_an_administrator(house: House) -> None:
    house.browser.send("/administration", NEW)
    page = house.browser.get("/administration/journal").text
    assert "invitation" in page
    assert "user_id :" not in page
    house.browser.sign_in(house.emails["F"])
    page = house.browser.get("/administration/journal").text
    assert ("connexion" in page, "sign_in" in page, "(compte " in page) == (True, False, False)


def test_accounts_are_not_everybodys(house: House) -> None:
    house.browser.sign_in(house.emails["R"])
    assert house.browser.get("/administration").status_code == 403
    house.browser.sign_in(house.emails["F"])
    assert "Inviter" not in house.browser.get("/administration").text


@pytest.mark.parametrize("path", ["/mentions-legales", "/donnees-personnelles", "/accessibilite"])
def test_everybody_may_read_what_is_kept_and_for_how_long(engine: Engine, tmp_path: Path, path: str) -> None:
    with browsing(engine, tmp_path / "home") as browser:
        answer = browser.get(path)
    assert (answer.status_code, "<h1>" in answer.text) == (200, True)
