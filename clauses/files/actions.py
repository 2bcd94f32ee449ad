"""Received files kept under their SHA-256, and the account of each import."""

import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from clauses import audit
from clauses.bulk import insert_rows
from clauses.errors import Unusable, cause
from clauses.files.models import ImportIssue, ImportRun, StoredFile
from clauses.files.rules import FileKind, Issue

_CHUNK = 1 << 20
LARGEST = 200 << 20
"""Bytes. A million lines of hours weigh about 60 MB as a workbook and 150 MB as csv."""


@dataclass(frozen=True)
class Kept:
    """A file on its shelf."""

    path: Path
    sha256: str
    size: int


def keep_file(source: Path, shelf: Path, *, largest: int | None = None) -> Kept:
    """Copies a file to its place under its SHA-256; the same bytes are kept once.

    Raises ``Unusable`` when the file cannot be read, is not a file, is larger than ``largest`` (bytes), or cannot be
    kept.
    """
    return _kept(_chunks(source, largest or LARGEST), shelf, source.name)


def keep_bytes(content: bytes, shelf: Path, name: str = "document") -> Kept:
    """Keeps bytes that come from no file: a signature, a document issued. Raises ``Unusable`` as `keep_file`."""
    return _kept(iter((content,)), shelf, name)


def _kept(chunks: Iterator[bytes], shelf: Path, name: str) -> Kept:
    """Written aside, flushed, then renamed: a cut never leaves half a file under a full name."""
    try:
        shelf.mkdir(parents=True, exist_ok=True)
        handle, aside = tempfile.mkstemp(dir=shelf, prefix="arriving-")
    except OSError as error:
        raise _not_kept(name, shelf, error) from error
    digest, size = hashlib.sha256(), 0
    try:
        with os.fdopen(handle, "wb") as copy:
            for chunk in chunks:
                size += len(chunk)
                digest.update(chunk)
                copy.write(chunk)
            copy.flush()
            os.fsync(copy.fileno())
        place = shelf_place(shelf, digest.hexdigest())
        place.parent.mkdir(exist_ok=True)
        Path(aside).replace(place)
        _settle(place.parent)
        _settle(shelf)
    except OSError as error:
        raise _not_kept(name, shelf, error) from error
    finally:
        Path(aside).unlink(missing_ok=True)
    return Kept(place, digest.hexdigest(), size)


def _chunks(source: Path, largest: int) -> Iterator[bytes]:
    """The bytes of a file, refused as soon as they are too many."""
    try:
        if source.exists() and not source.is_file() and not source.is_dir():
            raise Unusable(f"« {source} » n'est pas un fichier. Donnez un classeur ou un csv.", code="file.unreadable")
        size = 0
        with source.open("rb") as original:
            while chunk := original.read(_CHUNK):
                size += len(chunk)
                if size > largest:
                    raise Unusable(
                        f"« {source.name} » dépasse {largest >> 20} Mo. Partagez-le en plusieurs fichiers.",
                        code="file.too_large",
                    )
                yield chunk
    except OSError as error:
        raise Unusable(_unreadable(source, error), code="file.unreadable") from error


def _settle(folder: Path) -> None:
    """Writes the names that a folder holds to the disk: without it, a power cut may forget a file that was kept."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _unreadable(source: Path, error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return f"« {source} » n'existe pas. Vérifiez le nom et le dossier."
    if isinstance(error, IsADirectoryError):
        return f"« {source} » est un dossier. Donnez le fichier lui-même."
    return f"« {source} » ne peut pas être lu : {cause(error)}."


def _not_kept(name: str, shelf: Path, error: OSError) -> Unusable:
    advice = "Rien n'a été importé : corrigez cela, puis recommencez."
    return Unusable(f"« {name} » n'a pas pu être gardé dans {shelf} : {cause(error)}. {advice}", code="file.not_kept")


def shelf_place(shelf: Path, sha256: str) -> Path:
    """Where the file of that SHA-256 is kept."""
    return shelf / sha256[:2] / sha256


def stored_file(session: Session, kept: Kept) -> int:
    """The id of the row of a kept file, added if it is new; kept from now on where the same bytes were destroyed."""
    dialect = {"sqlite": sqlite, "postgresql": postgresql}[session.get_bind().dialect.name]
    now = datetime.now(UTC)
    statement = dialect.insert(StoredFile).values(sha256=kept.sha256, size=kept.size, stored_at=now)
    session.execute(statement.on_conflict_do_update(index_elements=["sha256"], set_={"stored_at": now}))
    return int(session.execute(select(col(StoredFile.id)).where(col(StoredFile.sha256) == kept.sha256)).scalar_one())


def begin_run(
    session: Session, *, kind: FileKind, stored_file_id: int, file_name: str, options: Mapping[str, Any], by: str
) -> ImportRun:
    """Opens the account of an import, in the import's own transaction."""
    run = ImportRun(
        kind=kind,
        stored_file_id=stored_file_id,
        file_name=file_name,
        author=by,
        at=datetime.now(UTC),
        options=json.dumps(options, ensure_ascii=False, sort_keys=True, default=str),
    )
    session.add(run)
    session.flush()
    return run


_ISSUE = ("severity", "code", "message", "sheet", "row", "column", "value", "suggestion")


def close_run(session: Session, run: ImportRun, issues: Iterable[Issue], **counts: int) -> None:
    """Writes what the import did and said, and one act in the journal."""
    for name, count in counts.items():
        setattr(run, name, count)
    session.add(run)
    session.flush()
    told = ((run.id, *(getattr(issue, name) for name in _ISSUE)) for issue in issues)
    insert_rows(session, ImportIssue, ("run_id", *_ISSUE), told)
    audit.record(
        session, "import", by=run.author, subject="import_run", subject_id=run.id, kind=run.kind.value, **counts
    )
