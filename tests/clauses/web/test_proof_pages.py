"""Documents of a person, a contract, a declaration, an exit, a meeting: pages and programs."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from httpx import Response
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from clauses.accounts.rules import ActorKind
from clauses.accounts.sessions import open_session
from clauses.audit import Journal
from clauses.db import reading, writing
from clauses.people.publics import Criterion
from clauses.proofs.models import Proof
from clauses.web.forms import HEADER
from tests import accounts, factories, factories_sites
from tests.clauses.files.papers import PDF, png
from tests.clauses.web.browser import Browser, browsing
from tests.clauses.web.visiting import ABSENT, said, visiting
from tests.factories import id_of

GIVEN = {"sorte": "rights", "date": "2023-03-01", "fin": "2023-12-31"}


def somebody(session: Session) -> dict[str, int]:
    """Somebody with a criterion, one that tells of health, a contract, a declaration, an exit."""
    person = factories.person(session, last_name="Ben Saïd", first_name="Élodie")
    hired = factories.contract(session, person_id=id_of(person))
    line = factories.line(session, contract_id=id_of(hired))
    return {
        "person": id_of(person),
        "evidence": id_of(factories.evidence(session, person_id=id_of(person))),
        "health": id_of(factories.evidence(session, person_id=id_of(person), criterion=Criterion.RQTH)),
        "justice": id_of(factories.evidence(session, person_id=id_of(person), criterion=Criterion.JUSTICE)),
        "contract": id_of(hired),
        "employer": hired.employer_id,
        "declaration": line.declaration_id,
        "exit": id_of(factories.leaving(session, person_id=id_of(person))),
    }


def send(browser: Browser, page: str, about: str = "", content: bytes = PDF, **values: Any) -> Response:
    return browser.send(
        page,
        {**GIVEN, "etablit": about, **values},
        page=page,
        files={"fichier": ("Attestation é.pdf", content, "text/html")},
    )


def post(browser: Browser, path: str, data: dict[str, str], *, page: str = "/", **more: Any) -> Response:
    """What a program of the page would send."""
    headers = {HEADER: browser.proof(page)}
    return browser.client.post(path, data=data, headers=headers, follow_redirects=False, **more)


@pytest.fixture
def ids(engine: Engine) -> dict[str, int]:
    with writing(engine) as session:
        return somebody(session)


def test_a_document_is_added_to_a_criterion_listed_read_and_withdrawn(
    engine: Engine, tmp_path: Path, ids: dict[str, int]
) -> None:
    page = f"/personnes/{ids['person']}/pieces"
    with visiting(engine, tmp_path) as browser:
        assert f'href="{page}"' in browser.get(f"/personnes/{ids['person']}").text
        assert "Pièces de Élodie Ben Saïd : aucune" in said(browser.get(page))
        assert send(browser, page, f"evidence:{ids['evidence']}").status_code == 303
        shown = said(browser.get(page))
        assert "Pièces de Élodie Ben Saïd : 1" in shown
        assert "Attestation de droits" in shown
        assert "Bénéficiaire du RSA" in shown
        assert "01/03/2023" in shown
        assert "31/12/2023 (périmée)" in shown
        answer = browser.get("/pieces/1")
        assert answer.content == PDF
        assert answer.headers["content-disposition"].startswith("attachment;")
        assert "Attestation%20%C3%A9.pdf" in answer.headers["content-disposition"]
        assert (answer.headers["content-type"], answer.headers["x-content-type-options"]) == (
            "application/pdf",
            "nosniff",
        )
        assert "no-store" in answer.headers["cache-control"]
        assert browser.send("/pieces/1/retrait", {}, page=page).status_code == 303
        assert "Pièce n° 1 retirée" in said(browser.get(page))
        assert browser.get("/pieces/1").status_code == 409
    with reading(engine) as session:
        acts = session.exec(select(Journal.act).where(col(Journal.subject) == "proof").order_by(col(Journal.number)))
        assert list(acts) == ["attach", "read_proof", "withdraw"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"sorte": "x"}, ("sorte", "Choisissez la sorte de pièce")),
        ({"date": ""}, ("date", "Donnez la date écrite sur la pièce")),
        ({"date": "0024-03-12"}, ("date", "Donnez la date écrite sur la pièce")),
        ({"date": "2099-01-01"}, ("date", "un jour à venir")),
        ({"fin": "31 décembre"}, ("fin", "Ce n'est pas une date")),
        ({"fin": "2023-02-28"}, ("fin", "avant sa propre date")),
        ({"about": "evidence:999999"}, ("etablit", "Choisissez ce que la pièce établit")),
        ({"about": "declaration:1"}, ("etablit", "Choisissez ce que la pièce établit")),
        ({"content": b"<html><script>alert(1)</script></html>"}, ("fichier", "un PDF, un PNG ou un JPEG")),
        ({"content": PDF.replace(b"/Catalog", b"/JavaScript")}, ("fichier", "contient un programme")),
        ({"content": PDF + b" " * (10 << 20)}, ("fichier", "dépasse 10 Mo")),
        ({"content": b""}, ("fichier", "vide")),
    ],
)
def test_what_is_to_be_mended_is_said_at_its_field(
    engine: Engine, tmp_path: Path, ids: dict[str, int], change: dict[str, Any], told: tuple[str, str]
) -> None:
    field, words = told
    page = f"/personnes/{ids['person']}/pieces"
    with visiting(engine, tmp_path) as browser:
        answer = send(browser, page, **{"about": f"evidence:{ids['evidence']}", **change})
    assert answer.status_code == 422
    assert words in said(answer)
    assert f'id="{field}-erreur"' in answer.text
    with reading(engine) as session:
        assert session.exec(select(Proof)).all() == []


def test_a_form_without_a_file_is_mended(engine: Engine, tmp_path: Path, ids: dict[str, int]) -> None:
    page = f"/contrats/{ids['contract']}/pieces"
    with visiting(engine, tmp_path) as browser:
        answer = browser.send(page, GIVEN, page=page, files={"autre": ("x", b"x", "text/plain")})
        assert answer.status_code == 422
        assert "Choisissez la pièce" in said(answer)


def test_health_shows_in_no_list_and_no_paper_of_justice_is_kept(
    engine: Engine, tmp_path: Path, ids: dict[str, int]
) -> None:
    page = f"/personnes/{ids['person']}/pieces"
    with visiting(engine, tmp_path) as browser:
        assert send(browser, page, f"evidence:{ids['health']}", sorte="registration").status_code == 303
        shown = said(browser.get(page))
        assert "Pièce protégée" in shown
        assert "Attestation é" not in shown
        assert "RQTH" not in shown
        told = browser.get("/api/proofs/1").json()
        assert (told["kind"], told["file_name"]) == (None, None)
        refused = send(browser, page, f"evidence:{ids['justice']}")
        assert refused.status_code == 422
        assert "Aucune pièce de justice" in said(refused)


@pytest.mark.parametrize("thing", ["contract", "declaration", "exit"])
def test_other_things_have_their_own_page(engine: Engine, tmp_path: Path, ids: dict[str, int], thing: str) -> None:
    place = {"contract": "contrats", "declaration": "declarations", "exit": "sorties"}[thing]
    page = f"/{place}/{ids[thing]}/pieces"
    with visiting(engine, tmp_path) as browser:
        assert send(browser, page, content=png()).status_code == 303
        assert "Attestation de droits" in said(browser.get(page))
        assert browser.send("/pieces/1/retrait", {}, page=page).headers["location"] == page
        assert browser.get(f"/{place}/{ABSENT}/pieces").status_code == 404


def test_a_meeting_has_its_own_page(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        number = id_of(factories_sites.meeting(session))
        factories_sites.attendance(session, meeting_id=number)
    page = f"/rencontres/{number}/pieces"
    with visiting(engine, tmp_path) as browser:
        assert send(browser, page, sorte="attendance").status_code == 303
        assert "Feuille d'émargement" in said(browser.get(page))


def test_a_company_reads_what_it_deposited_and_nothing_else(
    engine: Engine, tmp_path: Path, ids: dict[str, int]
) -> None:
    with writing(engine) as session:
        other = id_of(factories.proof(session, contract_id=ids["contract"]))
    page = f"/contrats/{ids['contract']}/pieces"
    with visiting(engine, tmp_path, ActorKind.E, organisation_id=ids["employer"]) as browser:
        assert send(browser, page, sorte="contract").status_code == 303
        shown = said(browser.get(page))
        assert shown.count("Attestation é.pdf") == 1
        assert "piece.pdf" not in shown
        assert browser.get(f"/pieces/{other + 1}").status_code == 200
        assert browser.get(f"/pieces/{other}").status_code == 404
        assert browser.get(f"/sorties/{ids['exit']}/pieces").status_code == 404
        whole = said(browser.get(f"/personnes/{ids['person']}/pieces"))
        assert "Bénéficiaire du RSA" not in whole
        assert send(browser, f"/personnes/{ids['person']}/pieces", f"evidence:{ids['evidence']}").status_code == 422
    with writing(engine) as session:
        neighbour = id_of(factories.organisation(session))
    with visiting(engine, tmp_path, ActorKind.E, organisation_id=neighbour) as browser:
        assert browser.get(page).status_code == 404


def test_a_program_attaches_reads_and_withdraws(engine: Engine, tmp_path: Path, ids: dict[str, int]) -> None:
    with visiting(engine, tmp_path) as browser:

        def ask(**values: Any) -> Response:
            form = {"about": "contract", "number": str(ids["contract"]), "kind": "contract", "dated_on": "2023-03-01"}
            return post(browser, "/api/proofs", {**form, **values}, files={"file": ("c.pdf", PDF, "application/pdf")})

        made = ask(valid_until="2023-12-31")
        assert made.status_code == 201, made.text
        assert made.headers["location"] == "/api/proofs/1"
        assert browser.get("/api/proofs/1").json()["about"] == "contract"
        listed = browser.get(f"/api/proofs?contract_id={ids['contract']}").json()
        assert [one["id"] for one in listed["items"]] == [1]
        assert browser.get("/api/proofs?exit_id=1").json()["items"] == []
        kept = browser.get("/api/proofs/1/file")
        assert (kept.content, kept.headers["content-disposition"][:11]) == (PDF, "attachment;")
        assert (ask().status_code, ask().json()["code"]) == (409, "proof.known")
        assert (ask(dated_on="hier").status_code, ask(dated_on="hier").json()["field"]) == (422, "dated_on")
        assert (ask(dated_on="0024-03-12").status_code, ask(dated_on="0024-03-12").json()["field"]) == (422, "dated_on")
        assert ask(dated_on="").json()["field"] == "dated_on"
        assert ask(number=str(ABSENT)).status_code == 404
        for number in (0, -1, 2**31, 2**70):
            assert (ask(number=str(number)).status_code, ask(number=str(number)).json()["field"]) == (422, "number")
        assert ask(about="evidence", number=str(ABSENT)).status_code == 404
        assert ask(about="evidence", number=str(ids["evidence"])).status_code == 201
        assert post(browser, "/api/proofs/1/withdraw", {}).json()["withdrawn_at"] is not None
        assert post(browser, "/api/proofs/1/withdraw", {}).status_code == 409


def test_a_prescriber_attaches_without_reading(engine: Engine, tmp_path: Path, ids: dict[str, int]) -> None:
    with writing(engine) as session:
        sender = id_of(factories.organisation(session, name="Mission locale"))
        factories.orientation(session, person_id=ids["person"], prescriber="Mission locale")
    with visiting(engine, tmp_path, ActorKind.R, organisation_id=sender, territory_id=1) as browser:
        assert browser.get(f"/personnes/{ids['person']}/pieces").status_code == 403
        form = {"about": "evidence", "number": str(ids["evidence"]), "kind": "rights", "dated_on": "2023-03-01"}
        file = {"file": ("c.pdf", PDF, "application/pdf")}
        made = post(browser, "/api/proofs", form, page="/orienter", files=file)
        assert made.status_code == 201, made.text
        assert browser.get("/api/proofs/1").status_code == 404
        assert browser.get("/api/proofs").status_code == 403


@pytest.mark.parametrize("kind", [ActorKind.E, ActorKind.O])
def test_whoever_reads_no_criteria_is_told_the_same_of_each(
    engine: Engine, tmp_path: Path, ids: dict[str, int], kind: ActorKind
) -> None:
    """One answer for a criterion of health, of justice, of any, and for none: otherwise an employer asks by numbers."""
    with writing(engine) as session:
        body = ids["employer"] if kind is ActorKind.E else id_of(factories.organisation(session))
        if kind is ActorKind.O:
            action = factories_sites.action(session, operator_id=body)
            factories_sites.referral(session, action_id=id_of(action), person_id=ids["person"])
    told = set()
    with visiting(engine, tmp_path, kind, organisation_id=body) as browser:
        for number in (ids["evidence"], ids["health"], ids["justice"], ABSENT):
            form = {"about": "evidence", "number": str(number), "kind": "rights", "dated_on": "2023-03-01"}
            file = {"file": ("c.pdf", PDF, "application/pdf")}
            answer = post(browser, "/api/proofs", form, page="/confirmer", files=file)
            told.add((answer.status_code, answer.json()["code"], answer.json()["message"]))
    assert [status for status, *_ in told] == [404], told
    with reading(engine) as session:
        assert session.exec(select(Proof)).all() == []


def test_documents_about_criteria_look_alike_to_the_company_that_once_deposited_them(
    engine: Engine, tmp_path: Path, ids: dict[str, int]
) -> None:
    with writing(engine) as session:
        for name in ("evidence", "health"):
            factories.proof(session, evidence_id=ids[name], organisation_id=ids["employer"], file_name=f"{name}.pdf")
    with visiting(engine, tmp_path, ActorKind.E, organisation_id=ids["employer"]) as browser:
        page = said(browser.get(f"/personnes/{ids['person']}/pieces"))
        listed = browser.get("/api/proofs").json()["items"]
    assert "Pièces de Élodie Ben Saïd : 2" in page
    assert not [word for word in ("RSA", "protégé ", "evidence.pdf", "health.pdf") if word in page]
    assert [(one["kind"], one["file_name"]) for one in listed] == [(None, None)] * 2
    with visiting(engine, tmp_path) as browser:
        assert "Bénéficiaire du RSA" in said(browser.get(f"/personnes/{ids['person']}/pieces"))


def test_a_document_is_of_the_body_that_sees_the_row_not_of_the_first_one(
    engine: Engine, tmp_path: Path, ids: dict[str, int]
) -> None:
    with writing(engine) as session:
        user = accounts.user(session, created_at=datetime.now(UTC))
        other = id_of(factories.organisation(session))
        for body in (other, ids["employer"]):
            accounts.membership(session, user_id=id_of(user), kind=ActorKind.E, organisation_id=body)
        raw = open_session(session, user, complete=True, now=datetime.now(UTC))
    page = f"/contrats/{ids['contract']}/pieces"
    with browsing(engine, tmp_path) as browser:
        browser.bring(raw)
        assert send(browser, page, sorte="contract").status_code == 303
    with reading(engine) as session:
        assert [one.organisation_id for one in session.exec(select(Proof))] == [ids["employer"]]


def test_a_document_that_two_bodies_of_one_account_see_is_refused(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        user = accounts.user(session, created_at=datetime.now(UTC))
        visit = factories_sites.visit(session)
        someone = id_of(factories.person(session))
        factories_sites.attendance(session, meeting_id=id_of(visit), kind=visit.kind, person_id=someone)
        for _ in range(2):
            hired = factories.contract(session, person_id=someone)
            accounts.membership(session, user_id=id_of(user), kind=ActorKind.E, organisation_id=hired.employer_id)
        raw = open_session(session, user, complete=True, now=datetime.now(UTC))
        page = f"/rencontres/{visit.id}/pieces"
    with browsing(engine, tmp_path) as browser:
        browser.bring(raw)
        answer = send(browser, page, sorte="attendance")
        assert answer.status_code == 422
        assert "plusieurs organismes" in said(answer)
    with reading(engine) as session:
        assert session.exec(select(Proof)).all() == []
