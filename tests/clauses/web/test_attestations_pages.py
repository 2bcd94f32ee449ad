"""All the attestations of a period in one archive: whose, how far, left and come back to, never another's."""

import io
import time
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from clauses.accounts.rules import ActorKind
from clauses.audit import Journal
from clauses.db import reading, writing
from clauses.hours.rules import LineState
from clauses.reference.rules import Role
from clauses.web import batches
from clauses.web.folders import say
from tests import factories as f
from tests.clauses.web.browser import Browser
from tests.clauses.web.visiting import said, visiting
from tests.factories import NOON, id_of

YEAR = {"since": "2023-01-01", "until": "31/12/2023"}


@pytest.fixture
def companies(engine: Engine) -> tuple[int, int, int]:
    """Two contractors with validated hours; the second one's are partly those of a subcontractor that credits it."""
    with writing(engine) as session:
        first, second = (f.contractor(session) for _ in range(2))
        under = f.contractor(session, lot_id=second.lot_id, role=Role.SOUS_TRAITANT, credits_id=id_of(second))
        for holder in (first, second, under):
            sent = f.declaration(
                session, contractor_id=id_of(holder), employer_id=holder.organisation_id, month=date(2023, 4, 1)
            )
            f.line(
                session, declaration_id=id_of(sent), state=LineState.VALIDATED, validated_by="Ana", validated_at=NOON
            )
        return first.organisation_id, second.organisation_id, under.organisation_id


def asked(browser: Browser, **period: str) -> str:
    """The address of a batch asked for, once it is done."""
    sent = browser.send("/attestations", {**YEAR, **period})
    assert sent.status_code == 303, sent.text
    there: str = sent.headers["location"]
    until = time.monotonic() + 60
    while there.rpartition("/")[2] in batches._under_way:  # watched from aside: what a page writes is looked at
        assert time.monotonic() < until
        time.sleep(0.05)
    return there


def names(browser: Browser, there: str) -> list[str]:
    """The documents of an archive taken away."""
    answer = browser.get(f"{there}/archive")
    assert answer.headers["content-disposition"].startswith("attachment")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert all(archive.read(name).startswith(b"%PDF") for name in archive.namelist())
        return archive.namelist()


@pytest.mark.usefixtures("companies")
def test_one_person_neither_fills_the_disk_nor_keeps_the_others_waiting(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with visiting(engine, tmp_path) as browser:
        there = asked(browser)
        for limit, words in (("_MOST_KEPT", "gardés 32 heures"), ("_MOST_UNDER_WAY", "sont en cours")):
            monkeypatch.setattr(batches, limit, 0 if limit == "_MOST_UNDER_WAY" else 1)
            refused = browser.send("/attestations", {**YEAR, "until": "2023-11-30"})
            assert (refused.status_code, words in said(refused)) == (409, True)
        monkeypatch.setattr(batches, "_MOST_UNDER_WAY", 1)
        assert asked(browser) == there  # the same one, again


@pytest.mark.usefixtures("companies")
def test_a_period_is_attested_at_once_and_asked_again_gives_the_same(engine: Engine, tmp_path: Path) -> None:
    with visiting(engine, tmp_path) as browser:
        there = asked(browser)
        assert "3 attestations sont prêtes" in said(browser.get(there))
        assert "3 sont délivrées aujourd'hui" in said(browser.get(there))
        first = names(browser, there)
        assert [name[:3] for name in first] == ["AH-", "AH-", "AH-"]
        assert asked(browser) == there
        assert "Rien de nouveau n'est délivré" in said(browser.get(there))
        assert names(browser, there) == first
        assert "3 sur 3" in said(browser.get("/attestations"))
        with reading(engine) as session:
            acts = session.exec(select(Journal.act).where(col(Journal.subject) == "attestations")).all()
            issued = session.exec(select(Journal.act).where(col(Journal.act) == "issue")).all()
        assert (acts, issued) == (["export", "export"], ["issue", "issue", "issue"])
    with visiting(engine, tmp_path) as other:
        assert other.get(there).status_code == other.get(f"{there}/archive").status_code == 404
        assert "Déjà demandées" not in said(other.get("/attestations"))


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"since": ""}, "Dites le premier jour"),
        ({"until": "2022-12-31"}, "finit avant de commencer"),
        ({"since": "2019-01-01", "until": "2019-12-31"}, "Aucune heure validée"),
    ],
)
@pytest.mark.usefixtures("companies")
def test_a_period_that_cannot_be_attested_is_told(
    engine: Engine, tmp_path: Path, typed: dict[str, str], told: str
) -> None:
    with visiting(engine, tmp_path) as browser:
        answer = browser.send("/attestations", {**YEAR, **typed})
        assert answer.status_code == 422
        assert told in said(answer)
        assert browser.get(f"/attestations/{'0' * 64}").status_code == 404


def test_a_company_has_its_own_where_all_the_hours_are_its_own(
    engine: Engine, tmp_path: Path, companies: tuple[int, int, int]
) -> None:
    first, second, under = companies
    with visiting(engine, tmp_path, ActorKind.E, organisation_id=first) as company:
        (name,) = names(company, asked(company))
        assert name.startswith("projet-0001-")
    with visiting(engine, tmp_path) as office:
        asked(office)
    with visiting(engine, tmp_path, ActorKind.E, organisation_id=first) as company:
        (name,) = names(company, asked(company))
        assert name.startswith("AH-")
    with visiting(engine, tmp_path, ActorKind.E, organisation_id=second) as company:
        assert company.send("/attestations", YEAR).status_code == 422  # its subcontractor's people are not its own
    with visiting(engine, tmp_path, ActorKind.E, organisation_id=under) as company:
        (name,) = names(company, asked(company))
        assert name.startswith("AH-")
    with visiting(engine, tmp_path, ActorKind.D, organisation_id=second) as buyer:
        assert buyer.send("/attestations", YEAR).status_code == 422


@pytest.mark.usefixtures("companies")
def test_what_stops_says_so_and_goes_on(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> Any:
        raise OSError("disk full")

    with visiting(engine, tmp_path) as browser:
        with monkeypatch.context() as patched:
            patched.setattr(batches, "issued_attestations", broken)
            there = asked(browser)
        assert "Le travail s'est arrêté" in said(browser.get(there))
        assert browser.get(f"{there}/archive").status_code == 404
        token = there.rpartition("/")[2]
        batch = batches.Batch(token, tmp_path / "batches" / token)
        batch.tell(batches.State(total=3, done=1, running=True))
        assert "Préparation de l'archive" in said(browser.get(there))
        say(
            batch.folder, "state.json", {"total": 3, "done": 1, "running": True, "since": 0.0}
        )  # the server was stopped
        assert "Le travail s'est interrompu" in said(browser.get(there))
        assert "interrompue" in said(browser.get("/attestations"))
        assert asked(browser) == there
        assert len(names(browser, there)) == 3
        assert replace(batch.state, since=0.0) == batches.State(total=3, done=3, new=3)
