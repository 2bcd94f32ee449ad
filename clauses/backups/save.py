"""A safe copy: the database by its engine's own means, every received file, and a manifest, in one zip.

SQLite copies itself with its backup interface, PostgreSQL with COPY in one REPEATABLE READ transaction: people go on
working meanwhile, and the copy is of one moment.
"""

from __future__ import annotations

import sqlite3
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from sqlalchemy import Connection, Engine, select
from sqlmodel import Session, col

from clauses import tables
from clauses.backups.manifest import Manifest, describe
from clauses.db import engine_for
from clauses.errors import Unusable
from clauses.files.actions import shelf_place
from clauses.files.destroyed import destroyed
from clauses.files.models import StoredFile
from clauses.migrations.upgrade import head

MANIFEST, DATABASE, TABLES, FILES = "manifest.json", "database.sqlite", "tables", "files"


def save(engine: Engine, shelf: Path, target: Path) -> Manifest:
    """Writes the copy aside, then gives it its name. Raises ``Unusable`` when a received file is missing."""
    aside = target.with_name(f"{target.name}.partial")
    try:
        with tempfile.TemporaryDirectory(prefix="clauses-backup-") as folder, ZipFile(aside, "w", ZIP_DEFLATED) as copy:
            if engine.dialect.name == "sqlite":
                made = _sqlite(engine, shelf, copy, Path(folder) / DATABASE)
            else:
                made = _postgresql(engine, shelf, copy)
            copy.writestr(MANIFEST, made.text())
        aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)
    return made


def _sqlite(engine: Engine, shelf: Path, copy: ZipFile, aside: Path) -> Manifest:
    with engine.connect() as connection:
        source = connection.connection.driver_connection
        if not isinstance(source, sqlite3.Connection):
            raise TypeError("a SQLite connection is expected")
        with sqlite3.connect(aside) as twin:
            source.backup(twin)
        twin.close()
    twin_engine = engine_for(f"sqlite:///{aside}")
    with twin_engine.connect() as connection:
        made = _manifest(connection)
        _files(connection, shelf, copy)
    twin_engine.dispose()
    _settle(aside)
    copy.write(aside, DATABASE)
    return made


def _settle(path: Path) -> None:
    """Everything in the one file that is copied: no write-ahead log beside it."""
    with sqlite3.connect(path) as twin:
        twin.execute("PRAGMA journal_mode = DELETE")
    twin.close()


def _postgresql(engine: Engine, shelf: Path, copy: ZipFile) -> Manifest:
    with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        made = _manifest(connection)
        cursor = connection.connection.cursor()
        for table in tables.metadata.sorted_tables:
            columns = ", ".join(f'"{column.name}"' for column in table.columns)
            with (
                copy.open(f"{TABLES}/{table.name}", "w", force_zip64=True) as out,
                cursor.copy(f'COPY "{table.name}" ({columns}) TO STDOUT') as rows,
            ):
                for block in rows:
                    out.write(block)
        _files(connection, shelf, copy)
    return made


def _manifest(connection: Connection) -> Manifest:
    return describe(connection, version=head(), made_at=datetime.now(UTC).isoformat(timespec="seconds"))


def _files(connection: Connection, shelf: Path, copy: ZipFile) -> None:
    with Session(connection) as session:
        gone = destroyed(session)
    for number, sha256 in connection.execute(
        select(col(StoredFile.id), col(StoredFile.sha256)).order_by(col(StoredFile.id))
    ):
        place = shelf_place(shelf, sha256)
        if number in gone:
            continue
        if not place.is_file():
            raise Unusable(
                f"Le fichier reçu {sha256[:12]}… a disparu de {shelf} : la sauvegarde serait incomplète. "
                "Lancez « clauses check » pour voir ce qui manque.",
                code="backup.file_missing",
            )
        copy.write(place, f"{FILES}/{sha256}")
