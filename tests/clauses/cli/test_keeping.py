"""`clauses migrate`, `check` and `settings`, and the version of the database that every command asks."""

import sqlite3
from pathlib import Path

import pytest

from clauses.files.rules import FileKind
from clauses.migrations.upgrade import head
from clauses.settings import Settings
from tests.clauses.cli.conftest import CommandLine

SPACE = "\u00a0"
COMMANDS = [
    ("check",),
    ("import", "markets", "x.csv"),
    ("report", "bilan", "--from", "2023-01-01", "--to", "2023-12-31"),
    ("seed",),
    ("serve",),
]


def altered(path: Path, *statements: str) -> None:
    """Does to a database what its triggers forbid."""
    connection = sqlite3.connect(path)
    for (trigger,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {trigger}")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


# --- the version of the database --------------------------------------------------------------------------------------


def test_migrate_makes_the_database_and_says_its_version(clauses: CommandLine) -> None:
    clauses.database.unlink()
    for _ in range(2):
        assert clauses("migrate", status=0).out == f"Base de données à la version {head()}.\n"
    assert clauses("check", status=0).out == "Données, journal et fichiers sont intègres.\n"


@pytest.mark.parametrize("command", COMMANDS)
def test_an_empty_database_ends_with_3_and_the_advice(clauses: CommandLine, command: tuple[str, ...]) -> None:
    clauses.database.unlink()
    told = clauses(*command, status=3)
    assert told.out == ""
    assert told.err == f"Refusé{SPACE}: La base de données est vide. Lancez «{SPACE}clauses migrate{SPACE}».\n"


@pytest.mark.parametrize("command", COMMANDS)
def test_a_database_of_another_version_ends_with_3(clauses: CommandLine, command: tuple[str, ...]) -> None:
    altered(clauses.database, "UPDATE alembic_version SET version_num = '9999'")
    told = clauses(*command, status=3)
    assert f"est à la version 9999, ce programme attend {head()}" in told.err


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("postgresql://nobody@127.0.0.1:1/none", "La base de données ne répond pas"),
        ("mysql://nobody@127.0.0.1/none", "n'est pas pris en charge"),
        ("n'importe quoi", "n'est pas une adresse de base de données"),
    ],
)
def test_a_database_that_cannot_be_reached_ends_with_2(
    clauses: CommandLine, monkeypatch: pytest.MonkeyPatch, url: str, words: str
) -> None:
    monkeypatch.setenv("CLAUSES_DATABASE_URL", url)
    for command in (("migrate",), *COMMANDS):
        told = clauses(*command, status=2)
        assert (told.out, words in told.err) == ("", True), told.err


def test_a_file_that_is_no_database_ends_with_2(clauses: CommandLine) -> None:
    clauses.database.write_bytes(b"une liste de courses, et rien d'autre" * 100)
    assert "n'est pas une base de données" in clauses("check", status=2).err


def test_a_home_that_cannot_be_written_ends_with_2(clauses: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAUSES_HOME", str(clauses.database))
    assert "Refusé" in clauses("migrate", status=2).err


# --- check ------------------------------------------------------------------------------------------------------------


def test_a_modified_file_is_found(clauses: CommandLine) -> None:
    clauses.bring(FileKind.MARKETS)
    (kept,) = (path for path in (clauses.home / "files").rglob("*") if path.is_file())
    content = kept.read_bytes()
    kept.write_bytes(content.replace(b"1 200", b"1 300"))
    told = clauses("check", status=1)
    assert told.out.splitlines()[0] == f"Le fichier reçu {kept.name[:12]}… a été modifié."
    assert "1 défaut(s)" in told.out
    kept.write_bytes(content + b" ")
    assert "a été modifié" in clauses("check", status=1).out
    kept.unlink()
    assert "a disparu" in clauses("check", status=1).out
    kept.write_bytes(content)
    clauses("check", status=0)


def test_a_broken_journal_is_found(clauses: CommandLine) -> None:
    clauses.bring(FileKind.MARKETS, FileKind.PEOPLE)
    altered(clauses.database, "UPDATE journal SET author = 'quelqu''un d''autre' WHERE number = 1")
    assert "l'acte n° 1 a été modifié" in clauses("check", status=1).out


def test_a_journal_whose_end_was_cut_is_found(clauses: CommandLine) -> None:
    clauses.bring(FileKind.MARKETS, FileKind.PEOPLE)
    altered(clauses.database, "DELETE FROM journal WHERE number = 2")
    assert "la fin a été coupée" in clauses("check", status=1).out


@pytest.mark.parametrize("table", ["journal", "import_run", "line"])
def test_a_damaged_database_file_is_said_without_a_traceback(clauses: CommandLine, table: str) -> None:
    clauses.bring(FileKind.MARKETS, FileKind.PEOPLE)
    connection = sqlite3.connect(clauses.database)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    (size,) = connection.execute("PRAGMA page_size").fetchone()
    connection.close()
    content = bytearray(clauses.database.read_bytes())
    content[(page - 1) * size : page * size] = b"\xff" * size
    clauses.database.write_bytes(content)
    told = clauses("check")
    assert told.status in (1, 2)
    assert "abîmée" in told.out + told.err


# --- settings ---------------------------------------------------------------------------------------------------------


def test_settings_are_listed_with_their_meaning_and_their_value(clauses: CommandLine) -> None:
    told = clauses("settings", status=0).out
    for name, field in Settings.model_fields.items():
        assert f"CLAUSES_{name.upper()}\n    {field.description}\n" in told
    assert f"    valeur : {clauses.home}\n" in told
    assert "    valeur : (vide)\n" in told


@pytest.mark.parametrize("url", ["postgresql://moi:chut@hote/base", "postgresql:///base?user=moi&password=chut"])
def test_the_secret_of_the_database_is_not_shown(
    clauses: CommandLine, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("CLAUSES_DATABASE_URL", url)
    told = clauses("settings", status=0).out
    assert "chut" not in told
    assert "(renseigné, masqué)" in told


def test_a_setting_that_cannot_be_read_is_named_beside_what_is_expected(
    clauses: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAUSES_PORT", "beaucoup")
    told = clauses("settings", status=2)
    assert "CLAUSES_PORT\n    Port d'écoute" in told.out
    assert "    valeur par défaut : 8000" in told.out
    assert "Réglage illisible" in told.err
    assert "CLAUSES_PORT" in clauses("check", status=2).err
