"""Needs, who is put forward, what is decided: chosen by a person, signed, undone."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from clauses.accounts.rules import ActorKind
from clauses.db import reading, writing
from clauses.matching.models import Proposal, ProposalDecision
from clauses.matching.rules import ProposalState
from clauses.reference.rules import Decision
from tests import accounts, factories
from tests.clauses.web.visiting import ABSENT, body, queries, said, visiting
from tests.factories import id_of


def posted(session: Session, **version: object) -> int:
    """An open need of a mason; its id."""
    need = factories.posted_need(session)
    holder = factories.contractor(session, lot_id=id_of(factories.lot(session, market_id=need.market_id)))
    values = {"job": "Maçon", "starts_on": date(2030, 1, 7), "ends_on": date(2031, 1, 7), **version}
    factories.need_version(session, need_id=id_of(need), contractor_id=id_of(holder), **values)
    return id_of(need)


def mason(session: Session, **values: object) -> int:
    """Somebody who looks for that job; their id."""
    person = factories.person(session, **{"jobs": "Maçon", **values})
    factories.orientation(session, person_id=id_of(person), decision=Decision.VALIDATED, decided_on=date(2023, 1, 20))
    return id_of(person)


def test_without_a_need_the_list_says_what_to_do_first(engine: Engine, tmp_path: Path) -> None:
    with visiting(engine, tmp_path) as browser:
        assert "Importez le classeur des besoins" in said(browser.get("/besoins"))
        assert "Aucun besoin ouvert n'attend quelqu'un" in said(browser.get("/besoins/ensemble"))


def test_somebody_is_proposed_sent_refused_with_a_reason_and_undone(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        number, person = posted(session), mason(session, first_name="Inès", last_name="Proposée")
    there = f"/besoins/{number}"
    with visiting(engine, tmp_path) as browser:
        page = said(browser.get(there))
        assert "Inès Proposée" in page
        assert "Les raisons" in page
        assert browser.send(f"{there}/proposer", {"person": str(person)}, page=there).status_code == 303
        with reading(engine) as session:
            proposal = id_of(session.exec(select(Proposal)).one())
        door = f"/mises-en-relation/{proposal}/decider"
        assert browser.send(door, {"to": "sent", "seen": "1"}, page=there).status_code == 303
        stale = browser.send(door, {"to": "interview", "seen": "1"}, page=there)
        assert stale.status_code == 409
        bare = browser.send(door, {"to": "refused", "seen": "2"}, page=there)
        assert bare.status_code == 422
        assert f'id="reason-{proposal}-erreur"' in bare.text
        assert browser.send(door, {"to": "refused", "reason": "francais", "seen": "2"}, page=there).status_code == 303
        assert "niveau de français insuffisant" in said(browser.get(there))
        assert browser.send(door, {"to": "undo"}, page=there).status_code == 303
    with reading(engine) as session:
        assert session.exec(select(Proposal)).one().state is ProposalState.SENT
        signed = session.exec(select(ProposalDecision.author).order_by(col(ProposalDecision.number))).all()
    assert len(signed) == 4
    assert all(author.startswith("Camille Exemple") for author in signed)


def test_somebody_excluded_is_proposed_with_a_reason_only(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        number = posted(session)
        person = mason(session, work_permit_until=date(2024, 1, 1))
    there = f"/besoins/{number}"
    with visiting(engine, tmp_path) as browser:
        refused = browser.send(f"{there}/proposer", {"person": str(person)}, page=there)
        assert refused.status_code == 422
        assert f'id="comment-{person}-erreur"' in refused.text
        taken = browser.send(f"{there}/proposer", {"person": str(person), "comment": "Titre renouvelé"}, page=there)
        assert taken.status_code == 303


def test_a_person_of_elsewhere_is_neither_shown_nor_proposed(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        number, person = posted(session), mason(session, last_name="Ailleurs")
        accounts.territory_person(session, person_id=person)
    there = f"/besoins/{number}"
    with visiting(engine, tmp_path) as browser:
        assert "Ailleurs" not in said(browser.get(there))
        browser.get(there)
        answer = browser.send(f"{there}/proposer", {"person": str(person)}, page="/bilan?du=2023-01-01&au=2023-12-31")
        assert answer.status_code == 404


def test_a_company_sees_its_own_need_and_no_ranking(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        number = posted(session)
        mason(session, last_name="Secret")
    company = body(engine)
    with visiting(engine, tmp_path, ActorKind.E, organisation_id=company) as browser:
        hidden, absent = browser.get(f"/besoins/{number}"), browser.get(f"/besoins/{ABSENT}")
        assert (hidden.status_code, hidden.text) == (404, absent.text)
    with writing(engine) as session:
        holder = factories.contractor(session, organisation_id=company)
        factories.need_version(session, need_id=number, contractor_id=id_of(holder), version=2)
    with visiting(engine, tmp_path, ActorKind.E, organisation_id=company) as browser:
        page = browser.get(f"/besoins/{number}")
        assert page.status_code == 200
        assert "Secret" not in said(page)


def test_all_the_needs_are_proposed_for_at_once(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        posted(session)
        mason(session, first_name="Inès", last_name="Proposée")
    with visiting(engine, tmp_path) as browser:
        page = said(browser.get("/besoins/ensemble"))
    assert "1 personne à proposer" in page
    assert "Inès Proposée" in page


@pytest.mark.parametrize("query", ["q=macon", "q=MAÇON", "etat=open", "tri=-metier"])
def test_the_list_is_searched(engine: Engine, tmp_path: Path, query: str) -> None:
    with writing(engine) as session:
        posted(session)
    with visiting(engine, tmp_path) as browser:
        assert "1 besoin" in said(browser.get(f"/besoins?{query}"))
        assert "Aucun besoin ne répond" in said(browser.get("/besoins?q=boulanger"))


def test_markup_shows_as_text_and_queries_do_not_grow(engine: Engine, tmp_path: Path) -> None:
    bad = "<script>x</script>"
    with writing(engine) as session:
        number = posted(session, job=f"Maçon {bad}", commune=bad)
        mason(session, last_name=bad)
    paths = ["/besoins", f"/besoins/{number}"]
    with visiting(engine, tmp_path) as browser:
        assert all(bad not in browser.get(path).text for path in paths)
        few = [queries(engine, browser, path) for path in paths]
        with writing(engine) as session:
            for _ in range(5):
                posted(session)
                mason(session)
        assert [queries(engine, browser, path) for path in paths] == few
