"""People made anonymous from a page: one asks, another does it; only within one's scope."""

from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from clauses.accounts.rules import ActorKind
from clauses.db import reading, writing
from clauses.files.destroyed import take_off_shelf
from clauses.files.models import ImportRun
from clauses.hours.models import Declaration, Line
from clauses.people.models import Person
from clauses.web import keeping_pages
from tests import accounts
from tests import factories as f
from tests.clauses.privacy.test_keeping import somebody
from tests.clauses.web.visiting import queries, said, visiting
from tests.factories import NOON, id_of

PAGE = "/conservation"


def test_one_asks_and_another_does_it(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copies: list[bool] = []

    def after_the_copy(session: Session, shelf: Path, files: list[str]) -> None:
        copies.append((tmp_path / "copie").exists())
        take_off_shelf(session, shelf, files)

    with writing(engine) as session:
        person = somebody(session, tmp_path / "files")
        elsewhere = id_of(accounts.territory(session))
    ticked = {"personne": str(person)}
    with visiting(engine, tmp_path) as browser:
        shown = browser.get(PAGE)
        assert "1 personne est à anonymiser" in said(shown)
        assert ("checked" in shown.text, 'data-ticks="personne"' in shown.text) == (False, True)
        assert "Qui est à anonymiser" in said(browser.get("/administration/conservation"))
        assert browser.send(PAGE, {"acte": "demander"}, page=PAGE).status_code == 409
        assert browser.send(PAGE, {"acte": "vendre", **ticked}, page=PAGE).status_code == 422
        assert browser.send(PAGE, {"acte": "demander", **ticked}, page=PAGE).status_code == 303
        assert "1 demande attend une seconde personne" in said(browser.get(PAGE))
        alone = browser.send(PAGE, {"acte": "faire", **ticked}, page=PAGE)
        assert (alone.status_code, "demande deux personnes" in said(alone)) == (409, True)
        assert browser.get(f"{PAGE}?paiement=l'an passé").status_code == 422
    with visiting(engine, tmp_path, territory_id=elsewhere) as stranger:
        assert "Personne n'est à anonymiser" in said(stranger.get(PAGE))
        assert stranger.send(PAGE, {"acte": "faire", **ticked}, page=PAGE).status_code == 404
    with visiting(engine, tmp_path, ActorKind.A) as keeper:
        assert keeper.get(PAGE).status_code == 403
    with visiting(engine, tmp_path) as second:
        with reading(engine) as session:
            line = session.exec(select(Line.id)).one()
            run = session.exec(select(Declaration.run_id)).one()
        assert second.get(f"/depots/{run}").status_code == 200
        (tmp_path / "copie").mkdir()
        monkeypatch.setattr(keeping_pages, "take_off_shelf", after_the_copy)
        assert second.send(PAGE, {"acte": "faire", **ticked}, page=PAGE).status_code == 303
        assert copies == [False]
        page = said(second.get(PAGE))
        told = [second.get(f"/depots/{run}{part}") for part in ("", "/fichier", "/a-corriger")]
        told += [second.get(f"/a-valider/{line}"), second.get(f"/lignes?depot={run}")]
        assert [one.status_code for one in told] == [200, 404, 404, 200, 200]
        assert all("détruit le" in said(one) and "durée de conservation" in said(one) for one in told)
    assert "1 fiche anonymisée par" in page
    assert "fichiers détruits par" in page
    assert "Personne n'est à anonymiser" in page
    with reading(engine) as session:
        assert session.exec(select(Person.last_name).where(Person.id == person)).one() == "Anonyme"


def test_queries_do_not_grow(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        somebody(session, tmp_path / "files")
    with visiting(engine, tmp_path) as browser:
        few = queries(engine, browser, PAGE)
        with writing(engine) as session:
            for number in range(3):
                somebody(session, tmp_path / "files", identifier=f"P-{number}")
        assert "4 personnes sont à anonymiser" in said(browser.get(PAGE))
        assert queries(engine, browser, PAGE) == few


def test_a_request_is_taken_back_and_people_of_the_plie_wait_for_the_year_paid(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        person = somebody(session, tmp_path / "files", plie=True)
    ticked = {"personne": str(person), "paiement": "2019"}
    with visiting(engine, tmp_path) as browser:
        assert "1 personne du PLIE attend" in said(browser.get(PAGE))
        assert "1 personne est à anonymiser" in said(browser.get(f"{PAGE}?paiement=2019"))
        assert browser.send(PAGE, {"acte": "demander", **ticked}, page=PAGE).status_code == 303
        assert "1 demande attend" in said(browser.get(PAGE))
        assert browser.send(PAGE, {"acte": "retirer", **ticked}, page=PAGE).status_code == 303
        assert "demande attend" not in said(browser.get(PAGE))


def test_files_that_name_nobody_any_more_are_destroyed_by_two_people(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        old = f.stored_file(session, stored_at=NOON.replace(year=2010))
        f.run(session, stored_file_id=id_of(old), file_name="vieux.csv")
        ticked, before = {"fichier": str(old.id)}, session.exec(select(ImportRun.id)).one()
    with visiting(engine, tmp_path) as browser:
        assert "1 fichier est à détruire" in said(browser.get(PAGE))
        assert browser.send(PAGE, {"acte": "demander_fichiers"}, page=PAGE).status_code == 409
        assert browser.send(PAGE, {"acte": "demander_fichiers", "fichier": "9999"}, page=PAGE).status_code == 404
        for act in ("demander_fichiers", "retirer_fichiers", "demander_fichiers"):
            assert browser.send(PAGE, {"acte": act, **ticked}, page=PAGE).status_code == 303
        assert "1 destruction attend une seconde personne" in said(browser.get(PAGE))
        alone = browser.send(PAGE, {"acte": "detruire_fichiers", **ticked}, page=PAGE)
        assert (alone.status_code, "demande deux personnes" in said(alone)) == (409, True)
    with visiting(engine, tmp_path) as second:
        assert second.send(PAGE, {"acte": "detruire_fichiers", **ticked}, page=PAGE).status_code == 303
        assert "1 fichier détruit par" in said(second.get(PAGE))
        assert "a été détruit le" in said(second.get(f"/depots/{before}/fichier"))
