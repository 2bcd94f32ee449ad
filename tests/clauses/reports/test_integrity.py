"""What must be true of the whole database: each fault is found, in words, and nothing else is."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session

from clauses.db import reading, writing
from clauses.files.actions import keep_file, stored_file
from clauses.files.rules import Severity
from clauses.hours.rules import DeclarationState, LineState
from clauses.reports.integrity import faults
from tests import factories


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A transaction of the test, on each engine in turn."""
    with writing(engine) as open_session:
        yield open_session


def found(session: Session, shelf: Path) -> list[str]:
    """What is wrong, but for the files that the factories invent without a shelf."""
    return [said for said in faults(session, shelf) if "a disparu" not in said]


# --- all is well ------------------------------------------------------------------------------------------------------


def test_an_empty_database_is_whole(engine: Engine, tmp_path: Path) -> None:
    with reading(engine) as open_session:
        assert faults(open_session, tmp_path) == []


def test_versions_in_force_and_set_aside_are_whole(session: Session, tmp_path: Path) -> None:
    factories.line(session)
    aside = factories.declaration(session, state=DeclarationState.SUPERSEDED)
    factories.line(session, declaration_id=factories.id_of(aside), state=LineState.SUPERSEDED)
    proposed = factories.declaration(session, state=DeclarationState.PROPOSED)
    factories.line(session, declaration_id=factories.id_of(proposed))
    assert found(session, tmp_path) == []


# --- states -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("version", "line"),
    [(DeclarationState.SUPERSEDED, LineState.SUBMITTED), (DeclarationState.CURRENT, LineState.SUPERSEDED)],
)
def test_a_line_that_is_not_in_the_state_of_its_version_is_found(
    session: Session, tmp_path: Path, version: DeclarationState, line: LineState
) -> None:
    wrong = factories.declaration(session, state=version)
    factories.line(session, declaration_id=factories.id_of(wrong), state=line)
    assert found(session, tmp_path) == ["1 ligne(s) d'heures ne sont pas dans l'état de leur déclaration."]


# --- lines to check ---------------------------------------------------------------------------------------------------


def to_check(session: Session) -> dict[str, int | str]:
    """A line to check; the run, the sheet and the row that an issue must speak of."""
    version = factories.declaration(session)
    line = factories.line(
        session, declaration_id=factories.id_of(version), contract_id=None, state=LineState.TO_CHECK, claim="{}"
    )
    return {"run_id": version.run_id, "sheet": line.sheet, "row": line.row}


def test_a_line_to_check_without_a_motive_is_found(session: Session, tmp_path: Path) -> None:
    to_check(session)
    assert found(session, tmp_path) == ["1 ligne(s) à vérifier n'ont pas de motif."]


def test_a_line_to_check_with_its_motive_is_whole(session: Session, tmp_path: Path) -> None:
    factories.issue(session, **to_check(session), severity=Severity.TO_CHECK)
    assert found(session, tmp_path) == []


@pytest.mark.parametrize(
    "other", [{"severity": Severity.WARNING}, {"sheet": "Autre"}, {"row": 9_999}], ids=["gravity", "sheet", "row"]
)
def test_a_motive_that_speaks_of_something_else_does_not_count(
    session: Session, tmp_path: Path, other: dict[str, object]
) -> None:
    factories.issue(session, **{**to_check(session), "severity": Severity.TO_CHECK, **other})
    assert found(session, tmp_path) == ["1 ligne(s) à vérifier n'ont pas de motif."]


# --- files ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def kept(session: Session, tmp_path: Path) -> Path:
    """A received file, in its place on the shelf."""
    source = tmp_path / "heures.csv"
    source.write_bytes(b"Nom;Heures\n" * 200_000)  # more than is read at once
    received = keep_file(source, tmp_path / "shelf")
    stored_file(session, received)
    return received.path


def test_a_file_as_it_was_received_is_whole(session: Session, tmp_path: Path, kept: Path) -> None:
    assert kept.stat().st_size > 1 << 20
    assert faults(session, tmp_path / "shelf") == []


def test_a_modified_file_is_found_whatever_its_size(session: Session, tmp_path: Path, kept: Path) -> None:
    content = kept.read_bytes()
    for changed in (content[:-1] + b" ", content + b" ", b""):
        kept.write_bytes(changed)
        assert faults(session, tmp_path / "shelf") == [f"Le fichier reçu {kept.name[:12]}… a été modifié."]


def test_a_file_that_is_gone_is_found(session: Session, tmp_path: Path, kept: Path) -> None:
    kept.unlink()
    assert faults(session, tmp_path / "shelf") == [
        f"Le fichier reçu {kept.name[:12]}… a disparu de {tmp_path / 'shelf'}."
    ]


# --- the engine and the journal ---------------------------------------------------------------------------------------


def test_a_row_that_points_to_nothing_is_found(engine: Engine, tmp_path: Path) -> None:
    if engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL cannot be told to forget its foreign keys")
    with writing(engine) as open_session:
        factories.lot(open_session)
    connection = engine.raw_connection()
    connection.cursor().execute("PRAGMA foreign_keys = OFF")
    connection.cursor().execute("UPDATE lot SET market_id = 999")
    connection.close()
    engine.dispose()
    with reading(engine) as open_session:
        assert found(open_session, tmp_path) == ["Base SQLite : la ligne 1 de « lot » renvoie à une ligne absente."]


def test_a_damaged_page_is_found(engine: Engine, tmp_path: Path) -> None:
    if engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL checks its pages as it reads them")
    with writing(engine) as open_session:
        for _ in range(200):
            factories.person(open_session)
    with engine.connect() as connection:
        (page,) = connection.execute(
            text("SELECT rootpage FROM sqlite_master WHERE name = 'ix_person_birth_date'")
        ).one()
        (size,) = connection.execute(text("PRAGMA page_size")).one()
        connection.rollback()
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    file = Path(str(engine.url.database))
    content = bytearray(file.read_bytes())
    start = (page - 1) * size
    content[start + 100 : start + size - 50] = bytes(size - 150)
    file.write_bytes(content)
    with reading(engine) as open_session:
        assert any(said.startswith("Base SQLite abîmée") for said in faults(open_session, tmp_path))


def test_a_journal_that_does_not_hold_together_is_found(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as open_session:
        if engine.dialect.name == "postgresql":
            open_session.execute(text("DROP TRIGGER journal_head_forward ON journal_head"))
        else:
            open_session.execute(text("DROP TRIGGER journal_head_forward"))
        open_session.execute(text("UPDATE journal_head SET count = 1"))
    with reading(engine) as open_session:
        (said,) = faults(open_session, tmp_path)
    assert said.startswith("Journal : 1 actes écrits")
