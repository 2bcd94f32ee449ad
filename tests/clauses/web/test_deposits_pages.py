"""Files deposited: found again by their name or their sender, with what was said of them, opened, given back."""

from pathlib import Path

from sqlalchemy import Engine

from clauses.accounts.rules import ActorKind
from clauses.db import writing
from clauses.files.actions import shelf_place
from clauses.files.models import StoredFile
from clauses.files.rules import FileKind, Severity
from tests import accounts, factories
from tests.clauses.web.browser import settings
from tests.clauses.web.visiting import queries, said, visiting
from tests.factories import id_of


def deposited(engine: Engine) -> int:
    with writing(engine) as session:
        run = factories.run(session, file_name="Équipe <b>nord.xlsx", author="Ana", kind=FileKind.HOURS)
        factories.issue(session, run_id=id_of(run), severity=Severity.ERROR)
        factories.issue(session, run_id=id_of(run), severity=Severity.WARNING)
        factories.line(session, declaration_id=id_of(factories.declaration(session, run_id=id_of(run))))
        factories.run(session, file_name="marchés.xlsx", author="Bob", kind=FileKind.MARKETS)
        return id_of(run)


def test_files_are_found_by_name_sender_and_content(engine: Engine, tmp_path: Path) -> None:
    number = deposited(engine)
    with visiting(engine, tmp_path) as browser:
        page = browser.get("/depots?q=equipe")
        assert "1 fichier déposé" in said(page)
        assert "Équipe <b>nord.xlsx" in said(page)
        assert "<b>nord" not in page.text
        assert "Refusé : 1" in said(page)
        assert "par Ana" in said(page)
        assert f'href="/lignes?depot={number}"' in page.text
        assert "1 fichier déposé" in said(browser.get("/depots?q=bob"))
        assert "marchés.xlsx" in said(browser.get("/depots?sorte=markets"))
        assert "Équipe" not in said(browser.get("/depots?sorte=markets"))
        assert "Aucun fichier ne répond" in said(browser.get("/depots?q=zzz"))
        assert "151,67 h en 1 ligne" in said(browser.get(f"/lignes?depot={number}"))
        assert "Aucune ligne" in said(browser.get("/lignes?depot=999"))


def test_the_file_is_given_back_as_it_was_received(engine: Engine, tmp_path: Path) -> None:
    number = deposited(engine)
    with visiting(engine, tmp_path) as browser:
        assert browser.get(f"/depots/{number}/fichier").status_code == 404  # no longer on its shelf
        with writing(engine) as session:
            sha256 = session.get_one(StoredFile, factories.stored_file(session).id).sha256
            run = id_of(factories.run(session, stored_file_id=session.get_one(StoredFile, 1).id))
            kept = shelf_place(settings(tmp_path).files, session.get_one(StoredFile, 1).sha256)
        assert sha256
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(b"Nom;Heures\n")
        answer = browser.get(f"/depots/{run}/fichier")
    assert (answer.status_code, answer.content) == (200, b"Nom;Heures\n")
    assert answer.headers["content-disposition"].startswith("attachment")


def test_a_company_finds_its_own_and_no_sender(engine: Engine, tmp_path: Path) -> None:
    number = deposited(engine)
    with writing(engine) as session:
        company = id_of(factories.organisation(session))
        accounts.deposit(session, run_id=number, organisation_id=company)
    with visiting(engine, tmp_path, ActorKind.E, organisation_id=company) as browser:
        page = said(browser.get("/depots"))
    assert "1 fichier déposé" in page
    assert "par Ana" not in page


def test_queries_do_not_grow(engine: Engine, tmp_path: Path) -> None:
    deposited(engine)
    with visiting(engine, tmp_path) as browser:
        few = queries(engine, browser, "/depots")
        for _ in range(5):
            deposited(engine)
        assert queries(engine, browser, "/depots") == few
