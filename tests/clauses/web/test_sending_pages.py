"""Sending somebody to the clauses, and following them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import col, func, select

import imports.run
from clauses.accounts.models import Assignment, TerritoryPerson
from clauses.accounts.rules import ActorKind
from clauses.audit import Journal
from clauses.db import reading, writing
from clauses.people.models import Orientation, Person, Residence
from clauses.people.rules import Sector
from clauses.questions.models import Question
from clauses.reference.rules import Origin, Sex
from clauses.web.visitors import today
from tests import accounts, factories
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


# Whose it is to write

TODAY = today()  # the day of a request
BORN = {"birth_date": date(1990, 5, 4)}


def recorded(engine: Engine, **values: Any) -> int:
    """Léa Roux, known already, in Quetigny."""
    with writing(engine) as session:
        someone = factories.person(session, last_name="Roux", first_name="Léa", **BORN, sex=None, **values)
        factories.residence(session, person_id=id_of(someone), commune="Quetigny", since=date(2020, 1, 1))
        return id_of(someone)


def facts(engine: Engine, number: int) -> tuple[Any, list[str | None], list[str | None]]:
    """Their sex, the communes where they lived, and who sent them."""
    with reading(engine) as session:
        homes = session.exec(select(Residence.commune).where(col(Residence.person_id) == number)).all()
        sent = session.exec(select(Orientation.prescriber).where(col(Orientation.person_id) == number)).all()
        return session.get_one(Person, number).sex, list(homes), list(sent)


def enter(relay: Relay, kind: ActorKind, **values: Any) -> None:
    with writing(relay.engine) as session:
        email = somebody(session, kind, **values).email
    relay.browser.sign_in(email)


def count(engine: Engine, table: Any) -> int:
    with reading(engine) as session:
        return session.exec(select(func.count()).select_from(table)).one()


def test_an_operator_sends_nobody(relay: Relay) -> None:
    enter(relay, ActorKind.O)
    assert relay.browser.get("/orienter").status_code == 403
    proof = relay.browser.proof("/confirmer")
    answer = relay.browser.client.post("/orienter", data={"preuve": proof, **LEA}, follow_redirects=False)
    assert answer.status_code == 403
    assert count(relay.engine, Person) == 0


def test_a_prescriber_changes_nothing_of_somebody_known(relay: Relay) -> None:
    number = recorded(relay.engine)
    assert "est orienté" in relay.browser.send("/orienter", LEA).text
    assert facts(relay.engine, number) == (None, ["Quetigny"], ["Relais de l'Ouche"])
    relay.browser.send("/orienter", LEA | {"sector": "MS", "sex": "M"})
    assert facts(relay.engine, number) == (None, ["Quetigny"], ["Relais de l'Ouche"] * 2)
    assert count(relay.engine, Person) == 1


def test_an_orientation_of_the_day_by_another_is_not_taken_over(relay: Relay) -> None:
    number = recorded(relay.engine)
    with writing(relay.engine) as session:
        factories.orientation(
            session, person_id=number, oriented_on=TODAY, sector=Sector.BTP, prescriber="Mission"
        )  # fmt: skip
    answer = relay.browser.send("/orienter", LEA)
    assert (answer.status_code, "déjà orienté" in answer.text) == (422, True)
    assert facts(relay.engine, number) == (None, ["Quetigny"], ["Mission"])
    assert "est orienté" in relay.browser.send("/orienter", LEA | {"sector": "MS"}).text


def test_a_structure_that_may_change_people_completes_what_is_known(relay: Relay) -> None:
    number = recorded(relay.engine)
    enter(relay, ActorKind.S)
    relay.browser.send("/orienter", LEA)
    assert facts(relay.engine, number)[:2] == (Sex.F, ["Quetigny", "Dijon"])


def test_somebody_new_is_of_the_territory_of_who_sends(relay: Relay) -> None:
    with writing(relay.engine) as session:
        other = id_of(accounts.territory(session))
    enter(relay, ActorKind.R, territory_id=other)
    assert "est orienté" in relay.browser.send("/orienter", LEA).text
    with reading(relay.engine) as session:
        assert session.exec(select(TerritoryPerson.territory_id)).all() == [other]
    enter(relay, ActorKind.F)
    assert relay.browser.get("/api/people?q=roux").json()["items"] == []
    assert "en attente" not in relay.browser.get("/orienter").text


def test_somebody_of_another_territory_is_neither_changed_nor_shown(relay: Relay) -> None:
    number = recorded(relay.engine)
    with writing(relay.engine) as session:
        other = id_of(accounts.territory(session))
    enter(relay, ActorKind.S, territory_id=other)
    answer = relay.browser.send("/orienter", LEA)
    assert (answer.status_code, "Demandez à votre facilitateur" in answer.text) == (422, True)
    assert facts(relay.engine, number) == (None, ["Quetigny"], [])
    near = relay.browser.send("/orienter", LEA | {"last_name": "Rous"})
    assert "est orienté" in near.text
    assert (count(relay.engine, Person), count(relay.engine, Question)) == (2, 0), "no question about the other"


def test_a_guide_orients_their_own_and_follows_who_they_enter(relay: Relay) -> None:
    number = recorded(relay.engine)
    enter(relay, ActorKind.P)
    assert relay.browser.send("/orienter", LEA).status_code == 422
    assert facts(relay.engine, number) == (None, ["Quetigny"], [])
    answer = relay.browser.send("/orienter", LEA | {"last_name": "Petit"})
    assert "en attente" in answer.text
    with reading(relay.engine) as session:
        followed = session.exec(select(Assignment.person_id)).all()
        assert followed == session.exec(select(Person.id).where(col(Person.last_name) == "Petit")).all()
    assert "est orienté" in relay.browser.send("/orienter", LEA | {"last_name": "Petit", "sector": "MS"}).text


def test_a_guide_hands_somebody_over_in_their_own_name_within_their_own_reach(relay: Relay) -> None:
    """Somebody of origin AUTRES: every act is signed by the référent, who alone among référents follows them."""
    with writing(relay.engine) as session:
        guide = somebody(session, ActorKind.P)
        author, email = guide.author, guide.email
        others = [somebody(session, kind).email for kind in (ActorKind.P, ActorKind.E, ActorKind.O, ActorKind.R)]
        own = somebody(session, ActorKind.F).email
    relay.browser.sign_in(email)
    assert "est orienté" in relay.browser.send("/orienter", LEA).text
    with reading(relay.engine) as session:
        row = session.exec(select(Orientation)).one()
        number, sent = row.person_id, id_of(row)
        assert row.origin is Origin.AUTRES
        acts = session.exec(select(Journal).where(col(Journal.subject).in_(["import_run", "assignment"]))).all()
        assert {(one.author, one.subject) for one in acts} == {(author, "import_run"), (author, "assignment")}
    path = f"/api/people/{number}/orientations"
    proof = {"x-csrf-token": relay.browser.proof("/orienter")}
    again = {"oriented_on": TODAY.isoformat(), "sector": "MS", "origin": "AUTRES"}
    made = relay.browser.client.post(path, json=again, headers=proof)
    assert made.status_code == 201, made.text
    with reading(relay.engine) as session:
        last = session.exec(select(Journal).where(col(Journal.subject) == "orientation")).one()
        assert (last.act, last.author, last.subject_id) == ("create", author, made.json()["id"])
    for email in others:
        relay.browser.sign_in(email)
        assert relay.browser.get(f"/api/people/{number}").status_code == 404, email
        assert relay.browser.get(f"/api/orientations/{sent}").status_code in (403, 404), email
    relay.browser.sign_in(own)
    assert relay.browser.get(f"/api/orientations/{sent}").json()["origin"] == "AUTRES"
