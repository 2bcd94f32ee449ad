"""What establishes that somebody is eligible, recorded from their file."""

from pathlib import Path

import pytest
from httpx import Response
from sqlalchemy import Engine
from sqlmodel import col, select

from clauses.accounts.rules import ActorKind
from clauses.audit import Journal
from clauses.db import reading, writing
from clauses.people.models import Evidence, Opinion
from clauses.people.publics import Criterion
from clauses.proofs.models import Proof
from tests import factories
from tests.clauses.files.papers import PDF
from tests.clauses.web.browser import Browser
from tests.clauses.web.visiting import ABSENT, said, visiting
from tests.factories import id_of

PAGE = "/personnes/1/criteres"
SEEN = {"critere": "RSA", "tient": "oui", "document": "Attestation CAF", "date": "2026-01-05", "fin": ""}
OPINION = {"eligible": "oui", "avis_date": "2026-01-05", "avis_fin": "", "raison": "Rupture de parcours"}


@pytest.fixture
def ready(engine: Engine) -> Engine:
    with writing(engine) as session:
        factories.person(session, last_name="Ben Saïd", first_name="Élodie")
    return engine


def send(browser: Browser, given: dict[str, str], content: bytes | None = None) -> Response:
    file = ("", b"", "application/octet-stream") if content is None else ("a.pdf", content, "application/pdf")
    return browser.send(PAGE, given, page=PAGE, files={"fichier": file})


def test_a_document_seen_makes_somebody_eligible_with_its_copy_and_is_withdrawn(ready: Engine, tmp_path: Path) -> None:
    with visiting(ready, tmp_path) as browser:
        assert f'href="{PAGE}"' in browser.get("/personnes/1").text
        assert send(browser, SEEN, PDF).headers["location"] == "/personnes/1"
        assert "Élodie Ben Saïd : éligible" in said(browser.get("/personnes/1"))
        assert "Attestation CAF du 05/01/2026" in said(browser.get(PAGE))
        assert "Bénéficiaire du RSA" in said(browser.get("/personnes/1/pieces"))
        assert browser.send("/criteres/1/retrait", {}, page=PAGE).headers["location"] == PAGE
        assert "Attestation CAF du" not in said(browser.get(PAGE))
        assert browser.send("/criteres/1/retrait", {}, page=PAGE).status_code == 409
        assert browser.send(f"/criteres/{ABSENT}/retrait", {}, page=PAGE).status_code == 404


def test_a_document_that_denies_a_criterion_is_kept_without_a_copy(ready: Engine, tmp_path: Path) -> None:
    with visiting(ready, tmp_path) as browser:
        assert send(browser, {**SEEN, "tient": "non", "fin": "2026-12-31"}).status_code == 303
        assert "non rempli, Attestation CAF" in said(browser.get(PAGE))
    with reading(ready) as session:
        assert session.exec(select(Evidence)).one().holds is False
        assert session.exec(select(Proof)).all() == []


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"critere": "X"}, "critere"),
        ({"critere": "RQTH"}, "critere"),
        ({"critere": "JUSTICE"}, "critere"),
        ({"tient": "peut-être"}, "tient"),
        ({"document": " "}, "document"),
        ({"date": ""}, "date"),
        ({"date": "2099-01-01"}, "date"),
        ({"fin": "demain"}, "fin"),
        ({"fin": "2026-01-04"}, "fin"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(ready: Engine, tmp_path: Path, changed: dict[str, str], field: str) -> None:
    with visiting(ready, tmp_path) as browser:
        answer = send(browser, {**SEEN, **changed})
    assert answer.status_code == 422
    assert f'id="{field}-erreur"' in answer.text
    with reading(ready) as session:
        assert session.exec(select(Evidence)).all() == []


def test_a_copy_that_is_refused_leaves_the_criterion_unrecorded(ready: Engine, tmp_path: Path) -> None:
    with visiting(ready, tmp_path) as browser:
        answer = send(browser, SEEN, b"<html>")
        assert answer.status_code == 422
        assert 'id="fichier-erreur"' in answer.text
        assert "Attestation CAF" in answer.text
    with reading(ready) as session:
        assert session.exec(select(Evidence)).all() == []


def test_an_opinion_goes_over_the_criteria_and_is_withdrawn(ready: Engine, tmp_path: Path) -> None:
    with visiting(ready, tmp_path) as browser:
        assert browser.send("/personnes/1/avis", OPINION, page=PAGE).status_code == 303
        assert "Élodie Ben Saïd : éligible" in said(browser.get("/personnes/1"))
        assert "Rupture de parcours" in said(browser.get(PAGE))
        for changed, name in (
            ({"raison": ""}, "raison"),
            ({"eligible": ""}, "eligible"),
            ({"avis_date": ""}, "avis_date"),
            ({"avis_fin": "2026-01-04"}, "avis_fin"),
        ):
            answer = browser.send("/personnes/1/avis", OPINION | changed, page=PAGE)
            assert answer.status_code == 422
            assert f'id="{name}-erreur"' in answer.text
        assert browser.send("/avis/1/retrait", {}, page=PAGE).status_code == 303
        assert "Rupture de parcours" not in said(browser.get(PAGE))
    with reading(ready) as session:
        assert session.exec(select(Opinion)).one().withdrawn_by is not None


def test_what_tells_of_health_shows_no_document(ready: Engine, tmp_path: Path) -> None:
    with writing(ready) as session:
        factories.evidence(session, person_id=1, criterion=Criterion.RQTH, document="Notification MDPH")
    with visiting(ready, tmp_path) as browser:
        assert "Critère protégé," not in said(browser.get(PAGE))
        page = said(browser.get(f"{PAGE}?proteges=oui"))
        assert "/criteres/1/retrait" not in page
        assert browser.send("/criteres/1/retrait", {}, page=PAGE).status_code == 403
    with reading(ready) as session:
        assert session.exec(select(Evidence)).one().withdrawn_by is None
        acts = session.exec(select(Journal.act).where(col(Journal.act) == "read_protected")).all()
        assert len(acts) == 1
    assert "Critère protégé" in page
    assert "MDPH" not in page
    assert "RQTH" not in page


def test_a_prescriber_records_health_and_reads_nothing(ready: Engine, tmp_path: Path) -> None:
    with writing(ready) as session:
        sender = id_of(factories.organisation(session, name="Mission locale"))
        factories.orientation(session, person_id=1, prescriber="Mission locale")
        factories.evidence(session, person_id=1, document="Notification secrète")
    with visiting(ready, tmp_path, ActorKind.R, organisation_id=sender, territory_id=1) as browser:
        page = said(browser.get(PAGE))
        assert "Travailleur handicapé (RQTH)" in page
        assert "secrète" not in page
        assert send(browser, {**SEEN, "critere": "RQTH"}).status_code == 303
        assert browser.send("/criteres/1/retrait", {}, page=PAGE).status_code == 403
        assert browser.send("/personnes/1/avis", OPINION, page=PAGE).status_code == 403


def test_a_company_records_nothing_of_criteria(ready: Engine, tmp_path: Path) -> None:
    with writing(ready) as session:
        hired = factories.contract(session, person_id=1)
        company = hired.employer_id
    with visiting(ready, tmp_path, ActorKind.E, organisation_id=company) as browser:
        assert browser.get(PAGE).status_code == 403
        assert PAGE not in browser.get("/personnes/1").text
