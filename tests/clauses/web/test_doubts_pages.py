"""Doubles settled side by side: who sees them, what is compared, what each answer does, and taking it back."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from clauses.accounts.rules import ActorKind
from clauses.db import reading, writing
from clauses.hours.models import Line
from clauses.hours.rules import LineState
from clauses.people.models import Person
from clauses.questions.models import Question
from clauses.questions.rules import Claimed, QuestionKind, QuestionState
from tests import accounts, factories
from tests.clauses.web.visiting import ABSENT, queries, said, visiting
from tests.factories import NOON, id_of

BORN = date(1990, 4, 5)


def doubted(session: Session, *, born: date | None = BORN, first: str = "Helene", **person: Any) -> tuple[int, int]:
    """A line names somebody who may be somebody recorded: the question, and that person."""
    known = factories.person(session, **{"last_name": "Martin", "first_name": "Hélène", "birth_date": BORN, **person})
    run = factories.run(session, file_name="heures <b>.xlsx")
    declared = factories.declaration(session, run_id=id_of(run))
    claim = {"last_name": "MARTIN", "first_name": first, "contract_kind": "CDD", "starts_on": "2023-02-01"}
    if born:
        claim["birth_date"] = born.isoformat()
    factories.line(
        session, declaration_id=id_of(declared), contract_id=None, state=LineState.TO_CHECK, hours=3_550,
        claim=json.dumps(claim), sheet="Avril", row=7,
    )  # fmt: skip
    claimed = Claimed("MARTIN", first, born, None if born else declared.employer_id)
    asked = claimed.asked([id_of(known)])
    made = Question(
        kind=asked.kind, key=asked.key, subject=json.dumps(asked.subject), candidates=json.dumps(asked.candidates),
        run_id=id_of(run), asked_at=NOON,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return id_of(made), id_of(known)


def line_of(engine: Engine) -> Line:
    with reading(engine) as session:
        return session.exec(select(Line)).one()


def test_nothing_to_settle_says_so(engine: Engine, tmp_path: Path) -> None:
    with visiting(engine, tmp_path) as browser:
        assert "Aucun doublon à trancher" in said(browser.get("/doublons"))


def test_the_two_are_shown_side_by_side(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        number, person = doubted(session, born=date(1990, 5, 4))
    with visiting(engine, tmp_path) as browser:
        listed = browser.get("/doublons")
        page = browser.get(f"/doublons/{number}")
    assert "1 doublon à trancher" in said(listed)
    assert "heures <b>.xlsx" in said(listed)
    assert "<b>.xlsx" not in listed.text + page.text
    told = said(page)
    assert "Est-ce la même personne" in told
    assert f'href="/personnes/{person}"' in told
    assert "feuille Avril, ligne 7" in told
    assert "35,50 h" in told
    assert told.count("identique") == 2  # the names, whatever the case and the accents
    assert told.count("différent") == 1  # the birth date


def test_the_same_takes_the_lines_and_is_taken_back(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        number, person = doubted(session)
    with visiting(engine, tmp_path) as browser:
        path = f"/doublons/{number}"
        answer = browser.send(f"{path}/meme", {"reponse": str(person)}, page=path)
        assert (answer.status_code, answer.headers["location"]) == (303, path)
        assert line_of(engine).state is LineState.SUBMITTED
        assert "C'est le même" in said(browser.get(path))
        assert "1 doublon tranché" in said(browser.get("/doublons?etat=accepted"))
        back = browser.send(f"{path}/annuler", {}, page=path)
        assert line_of(engine).state is LineState.TO_CHECK
        assert "Est-ce la même personne" in said(browser.get(back.headers["location"]))


def test_another_makes_somebody_new_and_keeps_why(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        number, _ = doubted(session, born=date(1990, 5, 4))
    with visiting(engine, tmp_path) as browser:
        path = f"/doublons/{number}"
        assert browser.send(f"{path}/autre", {"motif": "sœur <i>jumelle"}, page=path).status_code == 303
        page = browser.get(path)
    assert "sœur <i>jumelle" in said(page)
    assert "<i>jumelle" not in page.text
    with reading(engine) as session:
        assert len(session.exec(select(Person).where(col(Person.last_key) == "martin")).all()) == 2


def test_an_answer_that_is_not_one_is_said_on_the_page(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        number, person = doubted(session)
        other = id_of(factories.person(session))
    with visiting(engine, tmp_path) as browser:
        path = f"/doublons/{number}"
        assert browser.send(f"{path}/meme", {"reponse": ""}, page=path).status_code == 422
        assert browser.send(f"{path}/meme", {"reponse": str(other)}, page=path).status_code == 404
        proof = {"preuve": browser.proof(path)}
        browser.client.post(f"{path}/meme", data=proof | {"reponse": str(person)}, follow_redirects=False)
        again = browser.client.post(f"{path}/autre", data=proof, follow_redirects=False)
        assert again.status_code == 409
        assert "déjà tranchée" in said(again)
        undone = browser.client.post(f"{path}/annuler", data=proof, follow_redirects=False)
        assert undone.status_code == 303
        twice = browser.client.post(f"{path}/annuler", data=proof, follow_redirects=False)
        assert (twice.status_code, "pas de décision à annuler" in said(twice)) == (409, True)


def test_two_records_of_a_company_become_one_and_two_again(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        kept = factories.organisation(session, name="Bâti Nord", siret=factories.siret(41))
        gone = factories.organisation(session, name="Bati-Nord", siret=None)
        factories.contractor(session, organisation_id=id_of(gone))
        asked = factories.question(
            session, kind=QuestionKind.SAME_COMPANY, key=f"#{gone.id}", subject=json.dumps({"said": "Bati-Nord"}),
            subject_id=id_of(gone), candidates=json.dumps([id_of(kept)]),
        )  # fmt: skip
        number, held = id_of(asked), id_of(kept)
    with visiting(engine, tmp_path) as browser:
        path = f"/doublons/{number}"
        page = said(browser.get(path))
        assert "Est-ce le même organisme" in page
        assert "Les deux fiches restent" in page
        browser.send(f"{path}/meme", {"reponse": str(held)}, page=path)
        assert "Annuler cette réponse" in said(browser.get(path))
        assert browser.send(f"{path}/annuler", {}, page=path).status_code == 303


def test_two_records_of_a_market_are_compared(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        one, other = (factories.market(session, reference=text, title="Halle") for text in ("2023-T1", "2023-T01"))
        asked = factories.question(
            session, kind=QuestionKind.SAME_MARKET, key="#m", subject=json.dumps({"said": "2023-T01"}),
            subject_id=id_of(other), candidates=json.dumps([id_of(one)]),
        )  # fmt: skip
        number = id_of(asked)
    with visiting(engine, tmp_path) as browser:
        page = said(browser.get(f"/doublons/{number}"))
    assert "Est-ce le même marché" in page
    assert "2023-T1" in page


def test_another_territory_neither_sees_nor_settles(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        number, _ = doubted(session)
        elsewhere = id_of(accounts.territory(session))
    with visiting(engine, tmp_path, territory_id=elsewhere) as browser:
        assert "Aucun doublon" in said(browser.get("/doublons"))
        assert browser.get(f"/doublons/{number}").status_code == 404
    with visiting(engine, tmp_path, ActorKind.S) as browser:
        assert browser.get("/doublons").status_code == 403
        page = said(browser.get(f"/doublons/{number}"))
        assert "Votre réponse" not in page
        assert browser.get(f"/doublons/{ABSENT}").status_code == 404


def test_somebody_of_another_territory_is_counted_but_not_named(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        number, person = doubted(session, last_name="Secret")
        accounts.territory_person(session, person_id=person)
    with visiting(engine, tmp_path) as browser:
        pages = said(browser.get("/doublons")) + said(browser.get(f"/doublons/{number}"))
        answer = browser.send(f"/doublons/{number}/meme", {"reponse": str(person)}, page=f"/doublons/{number}")
    assert "Secret" not in pages
    assert "suivie sur un autre territoire" in pages
    assert answer.status_code == 404


@pytest.mark.parametrize("query", ["", "?sorte=same_person", "?etat=refused"])
def test_queries_do_not_grow(engine: Engine, tmp_path: Path, query: str) -> None:
    with writing(engine) as session:
        number, _ = doubted(session)
    with visiting(engine, tmp_path) as browser:
        few, one = queries(engine, browser, f"/doublons{query}"), queries(engine, browser, f"/doublons/{number}")
        with writing(engine) as session:
            for at in range(6):
                doubted(session, first=f"Helene{at}", birth_date=date(1980, 1, 1 + at))
        assert queries(engine, browser, f"/doublons{query}") == few
        assert queries(engine, browser, f"/doublons/{number}") == one


def test_the_dashboard_opens_them(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        factories.market(session)
        doubted(session)
        settled, _ = doubted(session, first="Autre", birth_date=date(1970, 1, 1))
        question = session.get_one(Question, settled)
        question.state, question.decided_by, question.decided_at = QuestionState.REFUSED, "Ana", NOON
    with visiting(engine, tmp_path) as browser:
        page = said(browser.get("/"))
    assert "1 question sur des personnes" in page
    assert 'href="/doublons"' in page
