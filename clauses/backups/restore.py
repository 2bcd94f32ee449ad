"""The return of a copy into an empty database: checked before it is trusted, refused whole when anything differs."""

from __future__ import annotations

import hashlib
import lzma
import os
import shutil
import sqlite3
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zipfile import BadZipFile, ZipFile

import psycopg
from sqlalchemy import Connection, Engine, func, select, text
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session

from clauses import tables
from clauses.backups.manifest import Manifest, describe, parse
from clauses.backups.save import DATABASE, FILES, MANIFEST, TABLES
from clauses.db import engine_for, reading
from clauses.errors import Conflict, Unusable
from clauses.files.actions import shelf_place
from clauses.migrations.upgrade import head, upgrade, version
from clauses.reports.integrity import faults

_CHUNK = 1 << 20
_ANOTHER = "Prenez-en une autre."
_UNREADABLE = (BadZipFile, KeyError, OSError, EOFError, zlib.error, lzma.LZMAError, RuntimeError, NotImplementedError)
"""What `zipfile` raises of a hostile archive: damaged streams, a password, a compression that it does not know."""
_SEALED = ("journal", "journal_head")
_LARGEST_MANIFEST = 10 << 20
_BORN_WITH = {"journal_head": 1, "territory": 1, "weights_version": 1}
"""Rows that a database has as soon as it is made; those of the copy take their place."""


def restore(engine: Engine, shelf: Path, source: Path) -> Manifest:
    """Brings a copy back. Raises ``Unusable`` for a copy that is damaged, ``Conflict`` where there is data already."""
    try:
        with ZipFile(source) as copy, tempfile.TemporaryDirectory(prefix="clauses-restore-") as folder:
            if copy.testzip() is not None:
                raise Unusable(f"Cette sauvegarde est abîmée. {_ANOTHER}", code="backup.damaged")
            said = _manifest(copy)
            _refuse(engine, said)
            _put_files(copy, shelf)
            if said.engine == "sqlite":
                _sqlite(engine, shelf, copy, Path(folder), said)
            else:
                _postgresql(engine, shelf, copy, said)
    except _UNREADABLE as error:
        raise Unusable(
            f"« {source.name} » n'est pas une sauvegarde lisible. {_ANOTHER}", code="backup.not_one"
        ) from error
    return said


def _manifest(copy: ZipFile) -> Manifest:
    if copy.getinfo(MANIFEST).file_size > _LARGEST_MANIFEST:
        raise Unusable(f"Cette sauvegarde est abîmée. {_ANOTHER}", code="backup.damaged")
    return parse(copy.read(MANIFEST))


@contextmanager
def _read_or_damaged() -> Iterator[None]:
    """Data that the engine itself cannot read are the copy's fault, whatever it calls it."""
    try:
        yield
    except (DatabaseError, psycopg.DataError, psycopg.IntegrityError, psycopg.ProgrammingError, Unusable) as error:
        if isinstance(error, Unusable) and error.code != "database.unusable":
            raise
        raise Unusable(
            f"Cette sauvegarde est abîmée : ses données ne se lisent pas. {_ANOTHER}", code="backup.damaged"
        ) from error


def _refuse(engine: Engine, said: Manifest) -> None:
    if said.engine != engine.dialect.name:
        raise Conflict(
            f"Cette sauvegarde vient de {said.engine}, la base est sur {engine.dialect.name}. "
            "Restaurez-la sur la même sorte de base.",
            code="backup.other_engine",
        )
    if said.version != head():
        raise Conflict(
            f"Cette sauvegarde est à la version {said.version}, ce programme attend {head()}. "
            "Restaurez-la avec le programme qui l'a faite, puis lancez « clauses migrate ».",
            code="backup.other_version",
        )
    if version(engine) is not None and _holds_something(engine):
        raise Conflict("La base contient déjà des données. Restaurez dans une base vide.", code="backup.not_empty")


def _holds_something(engine: Engine) -> bool:
    with engine.connect() as connection:
        counts = describe(connection, version=head(), made_at="").rows
    return any(count > _BORN_WITH.get(name, 0) for name, count in counts.items())


def _put_files(copy: ZipFile, shelf: Path) -> None:
    for name in copy.namelist():
        folder, _, sha256 = name.partition("/")
        if folder != FILES:
            continue
        if len(sha256) != 64 or not sha256.isalnum():
            raise Unusable(f"Cette sauvegarde contient un nom de fichier inattendu. {_ANOTHER}", code="backup.damaged")
        place = shelf_place(shelf, sha256)
        place.parent.mkdir(parents=True, exist_ok=True)
        handle, aside = tempfile.mkstemp(dir=place.parent, prefix="arriving-")
        digest = hashlib.sha256()
        with os.fdopen(handle, "wb") as out, copy.open(name) as held:
            while chunk := held.read(_CHUNK):
                digest.update(chunk)
                out.write(chunk)
        if digest.hexdigest() != sha256:
            Path(aside).unlink()
            raise Unusable(
                f"Le fichier reçu {sha256[:12]}… est abîmé dans la sauvegarde. {_ANOTHER}", code="backup.damaged"
            )
        Path(aside).replace(place)


def _sqlite(engine: Engine, shelf: Path, copy: ZipFile, folder: Path, said: Manifest) -> None:
    aside = folder / DATABASE
    with copy.open(DATABASE) as held, aside.open("wb") as out:
        shutil.copyfileobj(held, out)
    twin_engine = engine_for(f"sqlite:///{aside}")
    try:
        with _read_or_damaged(), twin_engine.connect() as connection:
            _same(connection, said)
        with _read_or_damaged(), reading(twin_engine) as session:
            _without_faults(session, shelf)
    finally:
        twin_engine.dispose()
    with engine.connect() as connection, sqlite3.connect(aside) as twin:
        target = connection.connection.driver_connection
        if not isinstance(target, sqlite3.Connection):
            raise TypeError("a SQLite connection is expected")
        connection.exec_driver_sql("COMMIT")
        twin.backup(target)
    twin.close()


def _without_faults(session: Session, shelf: Path) -> None:
    found = faults(session, shelf)
    if found:
        raise Unusable(f"Cette sauvegarde est abîmée : {found[0]} {_ANOTHER}", code="backup.damaged")


def _postgresql(engine: Engine, shelf: Path, copy: ZipFile, said: Manifest) -> None:
    upgrade(engine)
    with engine.begin() as connection:
        for name in _SEALED:
            connection.execute(text(f"ALTER TABLE {name} DISABLE TRIGGER USER"))
        for name in _BORN_WITH:
            connection.execute(text(f"DELETE FROM {name}"))  # noqa: S608  # names of ours
        cursor = connection.connection.cursor()
        for table in tables.metadata.sorted_tables:
            columns = ", ".join(f'"{column.name}"' for column in table.columns)
            with (
                _read_or_damaged(),
                copy.open(f"{TABLES}/{table.name}") as held,
                cursor.copy(f'COPY "{table.name}" ({columns}) FROM STDIN') as rows,
            ):
                while block := held.read(_CHUNK):
                    rows.write(block)
        _follow(connection)
        for name in _SEALED:
            connection.execute(text(f"ALTER TABLE {name} ENABLE TRIGGER USER"))
        _same(connection, said)
        with Session(connection, join_transaction_mode="create_savepoint") as session:
            _without_faults(session, shelf)


def _follow(connection: Connection) -> None:
    """Numbers given from now on follow those that came back."""
    for table in tables.metadata.sorted_tables:
        for column in table.primary_key:
            sequence = connection.execute(
                text("SELECT pg_get_serial_sequence(:table, :column)"),
                {"table": f'"{table.name}"', "column": column.name},
            ).scalar_one()
            if sequence:
                last = connection.execute(select(func.max(column))).scalar_one()
                connection.execute(
                    text("SELECT setval(:sequence, :last, :called)"),
                    {"sequence": sequence, "last": last or 1, "called": last is not None},
                )


def _same(connection: Connection, said: Manifest) -> None:
    found = describe(connection, version=said.version, made_at=said.made_at)
    if not found.same_content(said):
        raise Unusable(f"Cette sauvegarde ne contient pas ce qu'elle annonce. {_ANOTHER}", code="backup.damaged")
