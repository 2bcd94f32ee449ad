"""CVs: made or given, joined to a proposal, read by the company while it is open and by nobody else of it."""

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import docx
import pypdf
import pytest
from sqlalchemy import Engine
from sqlmodel import col, func, select

from clauses.accounts.models import Membership
from clauses.accounts.rules import ActorKind
from clauses.audit import Journal
from clauses.db import reading, writing
from clauses.files.actions import shelf_place
from clauses.files.models import StoredFile
from clauses.matching.models import Proposal, SentCv
from tests import accounts, factories
from tests.clauses.files.papers import PDF
from tests.clauses.web.browser import Browser
from tests.clauses.web.test_needs_pages import mason, posted
from tests.clauses.web.visiting import body, said, visiting
from tests.factories import id_of


@pytest.fixture
def put(engine: Engine) -> dict[str, int]:
    """Somebody put forward for the need of a company."""
    with writing(engine) as session:
        company = id_of(factories.organisation(session, name="Béton & Fils"))
        need = posted(session)
        holder = factories.contractor(session, organisation_id=company)
        latest = factories.need_version(session, need_id=need, contractor_id=id_of(holder), version=2)
        person = mason(session, first_name="Inès", last_name="N'Diaye", french_level="A1.1")
        factories.residence(session, person_id=person, commune="Chenôve", address="3 rue du Canari")
        proposal = factories.proposal(session, need_id=need, person_id=person)
        seen = factories.suggestion(session, proposal_id=id_of(proposal), need_version_id=id_of(latest))
        factories.proposal_decision(session, proposal_id=id_of(proposal), suggestion_id=id_of(seen))
        return {"company": company, "need": need, "person": person, "proposal": id_of(proposal)}


@pytest.fixture
def office(engine: Engine, tmp_path: Path) -> Iterator[Browser]:
    with visiting(engine, tmp_path) as browser:
        yield browser


def decided(browser: Browser, put: dict[str, int], to: str, **more: str) -> int:
    """The status of a decision."""
    there = f"/besoins/{put['need']}"
    answer = browser.send(f"/mises-en-relation/{put['proposal']}/decider", {"to": to, **more}, page=there)
    return answer.status_code


def test_a_cv_made_goes_with_a_proposal_and_the_company_reads_it_while_it_is_open(
    engine: Engine, tmp_path: Path, put: dict[str, int], office: Browser
) -> None:
    there, door = f"/besoins/{put['need']}", f"/mises-en-relation/{put['proposal']}/cv"
    made = office.get(f"/personnes/{put['person']}/cv?format=docx")
    assert "attachment" in made.headers["content-disposition"]
    text = "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(made.content)).paragraphs)
    assert "Maçon" in text
    assert "Chenôve" in text
    assert office.get(door).status_code == 409  # none has gone yet
    with visiting(engine, tmp_path, ActorKind.E, organisation_id=put["company"]) as company:
        assert "transmise" not in said(company.get(there))
        assert company.get(door).status_code == 409
    assert decided(office, put, "sent", seen="1", cv="pdf") == 303
    sent = office.get(door).content
    with writing(engine) as session:  # what is recorded since does not change what left
        found = session.get_one(Proposal, put["proposal"])
        assert found.version == 2
    with visiting(engine, tmp_path, ActorKind.E, organisation_id=put["company"]) as company:
        page = said(company.get(there))
        assert "1 candidature vous est transmise" in page
        assert "N'Diaye" not in page
        read = company.get(door)
        assert read.content == sent
        told = "".join(part.extract_text() for part in pypdf.PdfReader(io.BytesIO(read.content)).pages)
        assert "N'Diaye" in told
        for kept in ("Canari", "1985", "A1.1"):
            assert kept not in told
        assert company.get(f"/personnes/{put['person']}/cv").status_code == 404
    other = body(engine)
    with visiting(engine, tmp_path, ActorKind.E, organisation_id=other) as company:
        assert company.get(door).status_code == 404
    assert decided(office, put, "refused", reason="trajet", seen="2") == 303
    with visiting(engine, tmp_path, ActorKind.E, organisation_id=put["company"]) as company:
        assert company.get(door).status_code == 409
        assert "transmise" not in said(company.get(there))
    assert office.get(door).content == sent
    with reading(engine) as session:
        acts = session.exec(select(Journal.act).where(col(Journal.act).in_(("read_cv", "export")))).all()
    assert sorted(acts) == ["export", "read_cv", "read_cv", "read_cv"]


def test_the_cv_that_the_person_gave_is_checked_chosen_and_handed_over_byte_for_byte(
    engine: Engine, tmp_path: Path, put: dict[str, int], office: Browser
) -> None:
    page = f"/personnes/{put['person']}/pieces"
    given = {"sorte": "cv", "date": "2024-02-01", "fin": "", "etablit": f"person:{put['person']}"}

    def add(content: bytes, **values: str) -> int:
        file = {"fichier": ("Mon CV.pdf", content, "application/pdf")}
        return office.send(page, {**given, **values}, page=page, files=file).status_code

    assert add(PDF.replace(b"/Catalog", b"/JavaScript")) == 422
    assert add(PDF, sorte="rights") == 422
    assert add(PDF) == 303
    assert "Parcours de la personne" in said(office.get(page))
    assert "Le CV que la personne a donné, du 01/02/2024 (PDF)" in said(office.get(f"/besoins/{put['need']}"))
    assert decided(office, put, "sent", cv="9999") == 409
    assert decided(office, put, "sent", cv="x") == 422
    assert decided(office, put, "sent", cv="1") == 303
    door = f"/mises-en-relation/{put['proposal']}/cv"
    assert office.get(door).content == PDF
    assert office.send("/pieces/1/retrait", {}, page=page).status_code == 303
    assert office.get(door).content == PDF  # what left has left
    assert decided(office, put, "undo") == 303
    assert decided(office, put, "sent", cv="1") == 409
    assert decided(office, put, "sent", cv="") == 303
    assert office.get(door).status_code == 409  # sent again, without one
    with writing(engine) as session:
        kept = session.exec(select(StoredFile.sha256).join(SentCv, col(SentCv.stored_file_id) == StoredFile.id)).one()
    shelf_place(tmp_path / "files", kept).unlink()
    assert decided(office, put, "undo") == 303


def test_nobody_gets_by_a_cv_or_a_sheet_what_they_do_not_see(
    engine: Engine, tmp_path: Path, put: dict[str, int], office: Browser
) -> None:
    with writing(engine) as session:
        factories.contract(session, person_id=put["person"], job="Coffreuse", starts_on=date(2023, 1, 9))
        bare = id_of(factories.person(session))
        sender = id_of(factories.organisation(session, name="Mission"))
    assert office.get(f"/personnes/{bare}/cv").status_code == 409  # a name alone is no CV
    sheet = f"/personnes/{put['person']}/candidature"
    with visiting(engine, tmp_path, ActorKind.R, organisation_id=sender, territory_id=1) as prescriber:
        with writing(engine) as session:
            member = session.exec(select(func.max(Membership.id))).one()
            accounts.assignment(session, membership_id=member, person_id=put["person"])
        for path in (sheet, f"/personnes/{put['person']}/cv"):
            answer = prescriber.get(f"{path}?format=docx")
            held = docx.Document(io.BytesIO(answer.content))
            cells = [cell.text for table in held.tables for row in table.rows for cell in row.cells]
            text = "\n".join([*cells, *(paragraph.text for paragraph in held.paragraphs)])
            assert "Maçon" in text
            for kept in ("Chenôve", "A1.1", "Coffreuse"):
                assert kept not in text, (path, kept)
    whole = office.get(f"{sheet}?format=docx")
    text = "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(whole.content)).paragraphs)
    assert "Chenôve" in text
    assert "A1.1" in text
    assert office.get(sheet).content.startswith(b"%PDF")


def test_what_is_refused_leaves_no_cv_on_the_shelf(tmp_path: Path, put: dict[str, int], office: Browser) -> None:
    assert decided(office, put, "sent") == 303
    assert decided(office, put, "sent", cv="pdf") == 409  # it has gone already
    door = f"/api/proposals/{put['proposal']}"
    proof = {"x-csrf-token": office.proof(f"/besoins/{put['need']}"), "if-match": office.get(door).headers["etag"]}
    again = office.client.post(f"{door}/decide", json={"to": "sent", "cv": "docx"}, headers=proof)
    assert (again.status_code, again.json()["code"]) == (409, "conflict")
    assert not [path for path in (tmp_path / "files").rglob("*") if path.is_file()]
