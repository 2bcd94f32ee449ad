"""What must be true of the whole database: the journal whole, lines that add up, files as they were received."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import func, select, text
from sqlmodel import Session, col

from clauses import audit
from clauses.files.actions import shelf_place
from clauses.files.destroyed import destroyed
from clauses.files.models import ImportIssue, ImportRun, StoredFile
from clauses.files.rules import Severity
from clauses.hours.models import Declaration, Line
from clauses.hours.rules import DeclarationState, LineState

_CHUNK = 1 << 20


def faults(session: Session, shelf: Path) -> list[str]:
    """French sentences on everything found wrong; none when all is well."""
    return [
        *_engine(session),
        *audit.verify(session),
        *_files(session, shelf),
        *_states(session),
        *_to_check_said(session),
    ]


def _engine(session: Session) -> Iterator[str]:
    """What the engine itself says of its file; PostgreSQL checks its pages as it reads them."""
    if session.get_bind().dialect.name != "sqlite":
        return
    for (said,) in session.execute(text("PRAGMA integrity_check")):
        if said != "ok":
            yield f"Base SQLite abîmée : {said}."
    for table, row, *_ in session.execute(text("PRAGMA foreign_key_check")):
        yield f"Base SQLite : la ligne {row} de « {table} » renvoie à une ligne absente."


def _files(session: Session, shelf: Path) -> Iterator[str]:
    """Every received file is on its shelf, byte for byte; one destroyed at the end of its retention is not."""
    gone = destroyed(session)
    for number, sha256, size in session.execute(
        select(col(StoredFile.id), col(StoredFile.sha256), col(StoredFile.size))
    ):
        place = shelf_place(shelf, sha256)
        if number in gone:
            if place.is_file():
                yield f"Le fichier {sha256[:12]}… est dit détruit, et se trouve encore dans {shelf} : effacez-le."
        elif not place.is_file():
            yield f"Le fichier reçu {sha256[:12]}… a disparu de {shelf}."
        elif place.stat().st_size != size or _sha256(place) != sha256:
            yield f"Le fichier reçu {sha256[:12]}… a été modifié."


def _sha256(place: Path) -> str:
    digest = hashlib.sha256()
    with place.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _states(session: Session) -> Iterator[str]:
    """No line counts under a version that is set aside, nor the reverse."""
    aside = (DeclarationState.SUPERSEDED,)
    wrong = session.execute(
        select(func.count())
        .select_from(Line)
        .join(Declaration, col(Declaration.id) == col(Line.declaration_id))
        .where((col(Declaration.state).in_(aside)) != (col(Line.state) == LineState.SUPERSEDED))
    ).scalar_one()
    if wrong:
        yield f"{wrong} ligne(s) d'heures ne sont pas dans l'état de leur déclaration."


def _to_check_said(session: Session) -> Iterator[str]:
    """A line to check always has an issue that says why."""
    said = (
        select(col(ImportIssue.id))
        .where(
            col(ImportIssue.run_id) == col(Declaration.run_id),
            col(ImportIssue.sheet) == col(Line.sheet),
            col(ImportIssue.row) == col(Line.row),
            col(ImportIssue.severity) == Severity.TO_CHECK,
        )
        .exists()
    )
    silent = session.execute(
        select(func.count())
        .select_from(Line)
        .join(Declaration, col(Declaration.id) == col(Line.declaration_id))
        .join(ImportRun, col(ImportRun.id) == col(Declaration.run_id))
        .where(col(Line.state) == LineState.TO_CHECK, ~said)
    ).scalar_one()
    if silent:
        yield f"{silent} ligne(s) à vérifier n'ont pas de motif."
