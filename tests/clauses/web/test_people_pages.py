"""The list of people and the file of one: each reader sees their part of it, and no more."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from clauses.accounts.rules import ActorKind
from clauses.audit import Journal
from clauses.db import reading, writing
from clauses.hours.rules import LineState
from clauses.people.models import Person
from clauses.people.publics import Criterion
from clauses.reference.rules import Decision
from tests import accounts, factories
from tests.clauses.web.visiting import ABSENT, body, queries, said, visiting
from tests.factories import NOON, id_of

DAY = "?au=2023-06-15"
VALIDATED: dict[str, Any] = {"state": LineState.VALIDATED, "validated_by": "Ana", "validated_at": NOON}


def somebody(session: Session, **values: object) -> int:
    """Somebody with a home, an orientation, a contract with hours, a disability recorded."""
    person = factories.person(
        session, **{"last_name": "Ben Saïd", "first_name": "Élodie", "rsa": True, "rqth": True, **values}
    )
    number = id_of(person)
    factories.residence(session, person_id=number, address="3 rue Cachée", commune="Chenôve", qpv_key="QN02101M")
    factories.orientation(session, person_id=number, decision=Decision.VALIDATED, decided_on=date(2023, 1, 20))
    contract = factories.contract(session, person_id=number)
    factories.line(session, contract_id=id_of(contract), hours=12_345, **VALIDATED)
    factories.evidence(
        session, person_id=number, criterion=Criterion.RQTH, document="Notification MDPH", evidence_on=date(2023, 1, 1)
    )
    return number


def test_without_anybody_the_list_says_what_to_do_first(engine: Engine, tmp_path: Path) -> None:
    with visiting(engine, tmp_path) as browser:
        assert "Importez d'abord le fichier des personnes" in said(browser.get("/personnes"))


@pytest.mark.parametrize("q", ["ben said", "BEN SAÏD elodie", "élodie", "saïd"])
def test_somebody_is_found_whatever_the_accents(engine: Engine, tmp_path: Path, q: str) -> None:
    with writing(engine) as session:
        somebody(session)
        factories.person(session, last_name="Autre", first_name="Jean")
    with visiting(engine, tmp_path) as browser:
        page = said(browser.get(f"/personnes?q={q}"))
    assert "Ben Saïd Élodie" in page
    assert "Autre Jean" not in page


@pytest.mark.parametrize("q", ["Bensaid", "Elodi Ben Sayd", "Ben Sayd Elodi"])
def test_a_name_misspelt_finds_the_names_near(engine: Engine, tmp_path: Path, q: str) -> None:
    with writing(engine) as session:
        somebody(session)
    with visiting(engine, tmp_path) as browser:
        page = said(browser.get(f"/personnes?q={q}"))
    assert "Des noms proches" in page
    assert "Ben Saïd Élodie" in page


@pytest.mark.parametrize(
    ("filters", "shown"),
    [
        ("decision=validated", True),
        ("decision=attente", False),
        ("contrat=oui", True),
        ("contrat=non", False),
        ("qpv=oui", True),
        ("plie=oui", False),
        ("plie=non", True),
        ("tri=-orientation", True),
        ("tri=naissance", True),
    ],
)
def test_the_list_is_filtered(engine: Engine, tmp_path: Path, filters: str, shown: bool) -> None:
    with writing(engine) as session:
        somebody(session)
    with visiting(engine, tmp_path) as browser:
        assert ("Ben Saïd" in said(browser.get(f"/personnes{DAY}&{filters}"))) is shown


def test_a_former_quartier_does_not_count(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        number = somebody(session)
        factories.residence(session, person_id=number, since=date(2023, 3, 1), qpv_key=None, qpv_name=None)
    with visiting(engine, tmp_path) as browser:
        assert "Ben Saïd" not in said(browser.get(f"/personnes{DAY}&qpv=oui"))


def test_a_facilitator_reads_the_file_and_health_only_when_asked(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        number = somebody(session)
    with visiting(engine, tmp_path) as browser:
        page = said(browser.get(f"/personnes/{number}{DAY}"))
        assert "Élodie Ben Saïd : éligible" in page
        assert "123,45 h</a> validées" in page
        assert "3 rue Cachée" in page
        opened = re.search(r'href="(/lignes\?embauche=\d+)&amp;', browser.get(f"/personnes/{number}").text)
        assert opened
        assert "123,45 h en 1 ligne" in said(browser.get(opened[1]))
        assert "MDPH" not in page
        assert "RQTH" not in page
        with reading(engine) as session:
            assert not session.exec(select(Journal).where(col(Journal.act) == "read_protected")).all()
        asked = said(browser.send(f"/personnes/{number}/sante", {}, page=f"/personnes/{number}"))
        assert "Notification MDPH" in asked
        assert "consultation de données protégées" in said(browser.get(f"/personnes/{number}"))
    with reading(engine) as session:
        acts = session.exec(select(Journal).where(col(Journal.act) == "read_protected")).all()
    assert [act.subject_id for act in acts] == [number]
    assert "MDPH" not in acts[0].details


def test_an_employer_reads_a_name_and_an_answer_only(engine: Engine, tmp_path: Path) -> None:
    employer = body(engine)
    with writing(engine) as session:
        number = somebody(session)
        factories.contract(session, person_id=number, employer_id=employer, starts_on=date(2023, 2, 1))
    with visiting(engine, tmp_path, ActorKind.E, organisation_id=employer) as browser:
        page = said(browser.get(f"/personnes/{number}{DAY}"))
        assert browser.get("/personnes").status_code == 200
    assert "Élodie Ben Saïd : éligible" in page
    for hidden in ("rue Cachée", "Chenôve", "RSA", "RQTH", "MDPH", "validé à l'orientation", "123,45", "Maçon"):
        assert hidden not in page, hidden


def test_an_operator_reads_the_commune_and_not_the_street(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        number = somebody(session)
        member = accounts.membership(session, kind=ActorKind.O)
        accounts.assignment(session, membership_id=id_of(member), person_id=number)
        user_id = member.user_id
    from datetime import UTC, datetime

    from clauses.accounts.models import User
    from clauses.accounts.sessions import open_session
    from tests.clauses.web.browser import browsing

    with writing(engine) as session:
        value = open_session(session, session.get_one(User, user_id), complete=True, now=datetime.now(UTC))
    with browsing(engine, tmp_path) as browser:
        browser.bring(value)
        page = said(browser.get(f"/personnes/{number}{DAY}"))
        listed = said(browser.get("/personnes"))
    assert "Chenôve" in page
    assert "en quartier prioritaire" in page
    for hidden in ("rue Cachée", "RSA", "MDPH", "éligible"):
        assert hidden not in page, hidden
    assert "PLIE" not in listed


def test_what_is_out_of_scope_answers_as_what_is_absent(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        number = somebody(session)
        accounts.territory_person(session, person_id=number)
    for kind in (ActorKind.F, ActorKind.E, ActorKind.P):
        with visiting(engine, tmp_path, kind) as browser:
            hidden, absent = browser.get(f"/personnes/{number}"), browser.get(f"/personnes/{ABSENT}")
            assert (hidden.status_code, absent.status_code) == (404, 404)
            assert hidden.text == absent.text
            assert "Ben Saïd" not in said(browser.get("/personnes?q=bensaid")).replace('value="bensaid"', "")


def test_markup_shows_as_text(engine: Engine, tmp_path: Path) -> None:
    bad = "<img src=x onerror=alert(1)>"
    with writing(engine) as session:
        number = somebody(session, last_name=bad, jobs=bad, identifier=bad)
    with visiting(engine, tmp_path) as browser:
        for path in ("/personnes", f"/personnes/{number}"):
            page = browser.get(path).text
            assert bad not in page
            assert "&lt;img" in page


def test_queries_do_not_grow(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        number = somebody(session)
    paths = [f"/personnes{DAY}", f"/personnes/{number}{DAY}"]
    with visiting(engine, tmp_path) as browser:
        few = [queries(engine, browser, path) for path in paths]
        with writing(engine) as session:
            for year in range(1970, 1978):
                somebody(session, birth_date=date(year, 1, 1))
            for month in range(3, 9):
                contract = factories.contract(session, person_id=number, starts_on=date(2023, month, 2))
                factories.line(session, contract_id=id_of(contract))
                factories.leaving(session, person_id=number, exited_on=date(2023, month, 3))
            assert session.get_one(Person, number).id == number
        assert [queries(engine, browser, path) for path in paths] == few
