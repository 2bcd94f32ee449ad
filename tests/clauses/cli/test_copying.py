"""`clauses copy`: the copy of locked months made, looked at, dropped."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import Engine

from clauses import audit
from clauses.db import engine_for, writing
from clauses.files.rules import FileKind
from clauses.hours.actions import lock_month
from tests.clauses.cli.conftest import CommandLine

REPORT = ("report", "bilan", "--from", "2024-03-01", "--to", "2024-03-31", "--perimeter", "all", "--format", "json")


@pytest.fixture
def engine_of(clauses: CommandLine) -> Iterator[Engine]:
    made = engine_for(f"sqlite:///{clauses.database}")
    yield made
    made.dispose()


def plain(said: str) -> str:
    return said.replace("\u00a0", " ").replace("\u202f", " ")


def test_the_life_of_a_copy(clauses: CommandLine, engine_of: Engine) -> None:
    clauses.bring(FileKind.MARKETS, FileKind.PEOPLE, FileKind.HOURS)
    folder = clauses.home / "copie"
    assert "Aucune copie. Mois verrouillés : 0." in plain(clauses("copy", "status", status=0).out)
    assert "il n'y a rien à copier" in plain(clauses("copy", "build", status=0).out)
    with writing(engine_of) as session:
        lock_month(session, month=date(2024, 3, 1), by="Ana")
    before = clauses(*REPORT, status=0).out
    assert "Mois copiés : 1 (2 lignes, 1 Mo), dont 1 relus" in plain(clauses("copy", "build", status=0).out)
    told = plain(clauses("copy", "status", status=0).out)
    assert "Mois verrouillés : 1, copiés : 1, qui servent : 1. Contrats et personnes servent aussi." in told
    assert "mettre à jour" not in told
    assert "dont 0 relus" in plain(clauses("copy", "build", status=0).out)
    assert "dont 1 relus" in plain(clauses("copy", "build", "--whole", status=0).out)
    assert clauses(*REPORT, status=0).out == before
    with writing(engine_of) as session:
        audit.record(session, "modify", by="Ana", subject="person", subject_id=1)
    told = plain(clauses("copy", "status", status=0).out)
    assert "qui servent : 1. Contrats et personnes se lisent dans la base." in told
    assert "Pour la mettre à jour : clauses copy build." in told
    for path in folder.glob("*.parquet"):
        path.write_bytes(b"")
    assert "qui servent : 0." in plain(clauses("copy", "status", status=0).out)
    assert clauses(*REPORT, status=0).out == before
    assert plain(clauses("copy", "drop", status=0).out) == "Copie effacée.\n"
    assert "rien n'est effacé" in plain(clauses("copy", "drop", status=0).out)
    assert not folder.exists()


def test_a_restored_database_starts_without_a_copy(clauses: CommandLine) -> None:
    saved = clauses.desk / "sauvegarde.zip"
    clauses("backup", saved, status=0)
    clauses("copy", "build", status=0)
    assert (clauses.home / "copie").exists()
    clauses.database.unlink()
    clauses("restore", saved, status=0)
    assert not (clauses.home / "copie").exists()


def test_a_folder_that_cannot_be_written_is_refused_in_words(clauses: CommandLine) -> None:
    (clauses.home / "copie").write_text("un fichier")
    assert "ne peut pas s'écrire dans" in plain(clauses("copy", "build", status=2).err)
