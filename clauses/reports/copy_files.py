"""The files of the copy of locked months: named after their bytes once written, read back only when they are those.

One folder, that nobody else opens, in the folder of data. What is missing, cut, changed or of another database is no
error: it is not believed, and the database answers.
"""

from __future__ import annotations

import fcntl
import hashlib
import io
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import polars as pl

from clauses.errors import ClausesError, Conflict, Unusable, cause
from clauses.reports.copy_rules import Copied, Sha256, understood, written
from clauses.reports.packed import Schema

ACCOUNT: Final = "manifeste.json"
_LARGEST_ACCOUNT: Final = 10 << 20
_LARGEST_FILE: Final = 2 << 30


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Makes the copy while nobody else does: two at once would each remove the files that the other has just written.

    Raises ``Conflict`` where another is being made, ``Unusable`` when the folder cannot be written.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        held = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise _not_written(folder, error) from error
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)  # let go when closed, or when the process ends
        yield
    except BlockingIOError as error:
        raise Conflict(
            "Une autre copie des mois verrouillés est en train de se faire. Attendez qu'elle finisse ; relancez "
            "« clauses copy build » si des mois ont été verrouillés depuis.",
            code="copy.under_way",
        ) from error
    finally:
        os.close(held)


def account(folder: Path) -> Copied | None:
    """What the copy says it holds; None without a copy, or with one that cannot be read."""
    found = _bytes(folder / ACCOUNT, _LARGEST_ACCOUNT)
    if found is None:
        return None
    try:
        return understood(found.decode())
    except UnicodeDecodeError:
        return None


def frame(folder: Path, sha256: Sha256, schema: Schema) -> pl.DataFrame | None:
    """The columns of ``schema`` of a file, None unless its bytes are those that were written and these are there."""
    found = _content(folder, sha256)
    if found is None:
        return None
    try:
        read = pl.read_parquet(io.BytesIO(found), columns=list(schema), use_statistics=False)
    except (pl.exceptions.PolarsError, OSError, ValueError):
        return None
    return read if dict(read.schema) == dict(pl.Schema(schema)) else None


def keep(folder: Path, kept: pl.DataFrame) -> Sha256:
    """Writes a frame, and gives back the name of its file. Raises ``Unusable`` when the folder cannot be written."""
    text = io.BytesIO()
    kept.write_parquet(text, compression="lz4")
    sha256 = hashlib.sha256(text.getbuffer()).hexdigest()
    _write(folder, _name(sha256), text.getvalue())
    return sha256


def keep_account(folder: Path, copied: Copied) -> None:
    """Says what the copy holds from now on, then removes the files of the former one.

    Raises as ``keep``, and ``Unusable`` when one of these cannot be removed.
    """
    _write(folder, ACCOUNT, written(copied).encode())
    useful = {ACCOUNT, *map(_name, copied.files)}
    try:
        for path in folder.iterdir():
            if path.name not in useful:
                path.unlink(missing_ok=True)
    except OSError as error:
        raise Unusable(
            f"La copie des mois verrouillés est faite, mais ce qui reste de la précédente dans {folder} ne peut pas "
            f"être effacé : {cause(error)}. Effacez ce dossier, puis relancez « clauses copy build ».",
            code="copy.not_tidied",
        ) from error


def drop(folder: Path) -> bool:
    """Removes the copy, even one that is being made; whether there was one. Raises ``Unusable`` when it cannot be.

    It is moved first: files written meanwhile would keep it from being removed. What a power cut left of a former one
    goes too.
    """
    place = folder
    left = list(folder.parent.glob(f"{folder.name}.{'[0-9a-f]' * 32}"))
    try:
        if folder.exists():
            next(folder.iterdir(), None)  # what is no folder is refused where it is
            left.append(folder.rename(folder.with_name(f"{folder.name}.{uuid.uuid4().hex}")))
        for place in left:
            shutil.rmtree(place)
    except OSError as error:
        raise Unusable(
            f"La copie des mois verrouillés ({place}) ne peut pas être effacée : {cause(error)}. Effacez ce dossier.",
            code="copy.not_dropped",
        ) from error
    return bool(left)


def size(folder: Path, copied: Copied) -> int:
    """The bytes that the copy takes."""
    places = (folder / _name(sha256) for sha256 in copied.files)
    return sum(place.stat().st_size for place in places if place.is_file())


def intact(folder: Path, copied: Copied) -> bool:
    """Whether every file is what was written."""
    return all(_content(folder, sha256) is not None for sha256 in copied.files)


def _content(folder: Path, sha256: Sha256) -> bytes | None:
    found = _bytes(folder / _name(sha256), _LARGEST_FILE)
    return found if found is not None and hashlib.sha256(found).hexdigest() == sha256 else None


def _name(sha256: Sha256) -> str:
    return f"{sha256}.parquet"


def _bytes(path: Path, largest: int) -> bytes | None:
    try:
        if not path.is_file():  # a pipe would never answer
            return None
        with path.open("rb") as file:
            if os.fstat(file.fileno()).st_size > largest:
                return None
            return file.read()
    except OSError:
        return None


def _write(folder: Path, name: str, content: bytes) -> None:
    """Written aside, then named: whoever reads meanwhile sees the former file or this one, whole."""
    aside = folder / f"{uuid.uuid4().hex}.partial"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
        aside.replace(folder / name)
    except OSError as error:
        with suppress(OSError):
            aside.unlink()
        raise _not_written(folder, error) from error


def _not_written(folder: Path, error: OSError) -> ClausesError:
    if isinstance(error, FileNotFoundError):  # the folder was there when it began
        return Conflict(
            "La copie des mois verrouillés a été effacée pendant qu'elle se faisait. Relancez « clauses copy build ».",
            code="copy.dropped_meanwhile",
        )
    return Unusable(
        f"La copie des mois verrouillés ne peut pas s'écrire dans {folder} : {cause(error)}. "
        "Donnez à ce compte le droit d'y écrire, ou faites de la place.",
        code="copy.not_written",
    )
