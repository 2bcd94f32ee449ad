"""A copy made while people work, brought back exactly, refused when it is not what it says."""

import json
import shutil
import sqlite3
import uuid
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.pool import NullPool

from clauses import audit
from clauses.backups.manifest import describe, parse
from clauses.backups.restore import restore
from clauses.backups.save import save
from clauses.db import engine_for, reading, writing
from clauses.errors import Conflict, Unusable
from clauses.files.actions import begin_run, close_run, keep_file, stored_file
from clauses.files.rules import FileKind
from clauses.hours.actions import lock_month
from clauses.migrations.upgrade import head, upgrade
from clauses.reports.integrity import faults


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    return tmp_path / "shelf"


@pytest.fixture
def filled(engine: Engine, shelf: Path, tmp_path: Path) -> Engine:
    """A database with a received file, an import and a locked month."""
    sent = tmp_path / "sent.csv"
    sent.write_text("Nom;Heures\nÉlodie;151,67\n", encoding="utf-8")
    kept = keep_file(sent, shelf)
    with writing(engine) as session:
        run = begin_run(
            session,
            kind=FileKind.HOURS,
            stored_file_id=stored_file(session, kept),
            file_name="sent.csv",
            options={},
            by="Claire\t\\N « ; »",
        )
        close_run(session, run, [], rows_read=1, rows_accepted=1)
        lock_month(session, month=date(2024, 3, 1), by="Claire")
    return engine


@pytest.fixture
def empty(filled: Engine, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Engine]:
    """A database of the same engine where nothing was ever created."""
    if filled.dialect.name == "sqlite":
        made = engine_for(f"sqlite:///{tmp_path / 'empty.db'}")
        yield made
        made.dispose()
        return
    server = make_url(request.getfixturevalue("postgres_server")).set(drivername="postgresql+psycopg")
    name = f"empty_{uuid.uuid4().hex}"
    administrator = create_engine(server, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with administrator.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'"))
    made = engine_for(server.set(database=name).render_as_string(hide_password=False))
    yield made
    made.dispose()
    with administrator.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


def test_what_comes_back_is_what_was_copied(filled: Engine, empty: Engine, shelf: Path, tmp_path: Path) -> None:
    made = save(filled, shelf, tmp_path / "copy.zip")
    other_shelf = tmp_path / "other"
    assert restore(empty, other_shelf, tmp_path / "copy.zip") == made
    assert made.rows["import_run"] == 1
    with reading(empty) as session:
        assert faults(session, other_shelf) == []
        assert session.execute(text("SELECT author FROM import_run")).scalar_one() == "Claire\t\\N « ; »"


def test_life_goes_on_after_a_return(filled: Engine, empty: Engine, shelf: Path, tmp_path: Path) -> None:
    save(filled, shelf, tmp_path / "copy.zip")
    restore(empty, shelf, tmp_path / "copy.zip")
    with writing(empty) as session:
        lock_month(session, month=date(2024, 4, 1), by="Claire")
    with reading(empty) as session:
        assert audit.verify(session) == []
    with pytest.raises(Exception, match=r"journal|avance"), writing(empty) as session:
        session.execute(text("DELETE FROM journal"))


def test_a_database_just_made_and_still_empty_takes_a_copy(
    filled: Engine, empty: Engine, shelf: Path, tmp_path: Path
) -> None:
    """It already has what every database is born with: a territory, the first weights, the head of the journal."""
    save(filled, shelf, tmp_path / "copy.zip")
    upgrade(empty)
    restore(empty, shelf, tmp_path / "copy.zip")
    with reading(empty) as session:
        assert audit.verify(session) == []
        assert session.execute(text("SELECT count(*) FROM territory")).scalar_one() == 1


def test_a_database_that_holds_something_is_never_overwritten(filled: Engine, shelf: Path, tmp_path: Path) -> None:
    save(filled, shelf, tmp_path / "copy.zip")
    with pytest.raises(Conflict) as refused:
        restore(filled, shelf, tmp_path / "copy.zip")
    assert refused.value.code == "backup.not_empty"


def test_a_missing_file_stops_the_copy(filled: Engine, shelf: Path, tmp_path: Path) -> None:
    shutil.rmtree(shelf)
    with pytest.raises(Unusable) as refused:
        save(filled, shelf, tmp_path / "copy.zip")
    assert refused.value.code == "backup.file_missing"
    assert list(tmp_path.glob("copy.zip*")) == []


def _changed(source: Path, target: Path, name: str, content: bytes) -> Path:
    with ZipFile(source) as before, ZipFile(target, "w") as after:
        for entry in before.namelist():
            after.writestr(entry, content if entry == name else before.read(entry))
    return target


def test_a_received_file_changed_in_the_copy_is_refused(
    filled: Engine, empty: Engine, shelf: Path, tmp_path: Path
) -> None:
    save(filled, shelf, tmp_path / "copy.zip")
    with ZipFile(tmp_path / "copy.zip") as copy:
        name = next(entry for entry in copy.namelist() if entry.startswith("files/"))
    bad = _changed(tmp_path / "copy.zip", tmp_path / "bad.zip", name, b"other")
    with pytest.raises(Unusable, match="abîmé"):
        restore(empty, tmp_path / "other", bad)


def test_a_copy_that_does_not_hold_what_it_says_is_refused(
    filled: Engine, empty: Engine, shelf: Path, tmp_path: Path
) -> None:
    save(filled, shelf, tmp_path / "copy.zip")
    with ZipFile(tmp_path / "copy.zip") as copy:
        said = json.loads(copy.read("manifest.json"))
    said["rows"]["import_run"] = 2
    bad = _changed(tmp_path / "copy.zip", tmp_path / "bad.zip", "manifest.json", json.dumps(said).encode())
    with pytest.raises(Unusable, match="annonce"):
        restore(empty, shelf, bad)
    said["rows"]["import_run"], said["version"] = 1, "0000"
    other = _changed(tmp_path / "copy.zip", tmp_path / "old.zip", "manifest.json", json.dumps(said).encode())
    with pytest.raises(Conflict, match="0000"):
        restore(empty, shelf, other)
    said["version"], said["engine"] = head(), "oracle"
    foreign = _changed(tmp_path / "copy.zip", tmp_path / "foreign.zip", "manifest.json", json.dumps(said).encode())
    with pytest.raises(Conflict, match="oracle"):
        restore(empty, shelf, foreign)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04nothing", b"not a copy"])
def test_any_other_file_is_refused_in_words(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(content)
    with pytest.raises(Unusable, match="sauvegarde"):
        restore(engine_for(f"sqlite:///{tmp_path / 'target.db'}"), tmp_path, tmp_path / "x.zip")


def _damaged_stream(place: Path) -> None:
    """A deflated member whose first block is of a kind that does not exist."""
    with ZipFile(place, "w", ZIP_DEFLATED) as copy:
        copy.writestr("manifest.json", b"{}" * 500)
    content = bytearray(place.read_bytes())
    content[30 + len("manifest.json")] = 0xFF
    place.write_bytes(content)


def _flagged(place: Path, *, at: int, value: int) -> None:
    """A zip whose member says something else of itself, in both of its headers."""
    with ZipFile(place, "w") as copy:
        copy.writestr("manifest.json", b"{}")
    content = bytearray(place.read_bytes())
    directory = content.index(b"PK\x01\x02")
    content[at] = content[directory + at + 2] = value
    place.write_bytes(content)


@pytest.mark.parametrize("fault", ["stream", "encrypted", "compression", "no manifest", "huge manifest"])
def test_a_hostile_archive_is_refused_in_words(fault: str, tmp_path: Path) -> None:
    place = tmp_path / "x.zip"
    if fault == "stream":
        _damaged_stream(place)
    elif fault == "encrypted":
        _flagged(place, at=6, value=1)
    elif fault == "compression":
        _flagged(place, at=8, value=99)
    else:
        with ZipFile(place, "w", ZIP_DEFLATED) as copy:
            copy.writestr("other" if fault == "no manifest" else "manifest.json", b" " * (11 << 20))
    with pytest.raises(Unusable, match="sauvegarde"):
        restore(engine_for(f"sqlite:///{tmp_path / 'target.db'}"), tmp_path, place)


def test_data_that_the_engine_cannot_read_are_refused_in_words(
    filled: Engine, empty: Engine, shelf: Path, tmp_path: Path
) -> None:
    save(filled, shelf, tmp_path / "copy.zip")
    name = "database.sqlite" if filled.dialect.name == "sqlite" else "tables/import_run"
    with ZipFile(tmp_path / "copy.zip") as copy:
        content = bytearray(copy.read(name))
    content[10:] = b"\xff" * len(content[10:])
    bad = _changed(tmp_path / "copy.zip", tmp_path / "bad.zip", name, bytes(content))
    with pytest.raises(Unusable, match="abîmée"):
        restore(empty, tmp_path / "other", bad)
    if empty.dialect.name == "postgresql":
        with empty.connect() as connection:
            assert connection.execute(text("SELECT count(*) FROM import_run")).scalar_one() == 0


def _forged(copy: Path, engine: str, folder: Path) -> tuple[str, bytes]:
    """The part of a copy that holds the journal, with another author on its acts."""
    with ZipFile(copy) as opened:
        if engine == "postgresql":
            acts = opened.read("tables/journal")
            assert b"Claire" in acts
            return "tables/journal", acts.replace(b"Claire", b"Elodie", 1)
        opened.extract("database.sqlite", folder)
    twin = sqlite3.connect(folder / "database.sqlite")
    twin.execute("DROP TRIGGER journal_no_update")
    twin.execute("UPDATE journal SET author = 'Elodie'")
    twin.commit()
    twin.close()
    return "database.sqlite", (folder / "database.sqlite").read_bytes()


def test_a_copy_whose_journal_was_changed_is_refused(
    filled: Engine, empty: Engine, shelf: Path, tmp_path: Path
) -> None:
    save(filled, shelf, tmp_path / "copy.zip")
    name, content = _forged(tmp_path / "copy.zip", filled.dialect.name, tmp_path)
    bad = _changed(tmp_path / "copy.zip", tmp_path / "bad.zip", name, content)
    with pytest.raises(Unusable, match="acte n° 1"):
        restore(empty, tmp_path / "other", bad)
    if empty.dialect.name == "postgresql":
        with empty.connect() as connection:
            assert connection.execute(text("SELECT count(*) FROM journal")).scalar_one() == 0


@pytest.mark.parametrize(
    "said",
    [
        b"7",
        b'"x"',
        b"null",
        b"[" * 100_000,
        b"[]",
        b"{}",
        b"{",
        b'{"journal": 1}',
        b'{"journal": [1, "x"], "other": 2}',
    ],
)
def test_a_manifest_that_is_not_one_is_refused(said: bytes) -> None:
    with pytest.raises(Unusable, match="sauvegarde"):
        parse(said)


def test_a_manifest_of_another_format_is_refused(engine: Engine) -> None:
    with engine.connect() as connection:
        made = describe(connection, version=head(), made_at="")
    said = json.loads(made.text()) | {"format": 2}
    with pytest.raises(Unusable, match="format"):
        parse(json.dumps(said).encode())
