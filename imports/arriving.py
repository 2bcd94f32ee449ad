"""A file on its way: beside its place while it is read, then put there with one move."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from clauses.errors import Unusable
from clauses.files.actions import Kept, shelf_place

_ABANDONED = 24 * 3600
"""Seconds after which a file still arriving is that of an import that was killed."""


@contextmanager
def arriving(shelf: Path | None) -> Iterator[Path]:
    """A folder for the file while it is read: on the disk of the shelf, or elsewhere when nothing will be kept.

    What cannot be used leaves nothing behind; the folder that a killed import left is removed by a later one.
    """
    with _refusing(shelf or Path(tempfile.gettempdir())):
        if shelf is not None:
            shelf.mkdir(parents=True, exist_ok=True)
            _sweep(shelf)
        aside = tempfile.TemporaryDirectory(dir=shelf, prefix="arriving-", ignore_cleanup_errors=True)
    with aside as folder:
        yield Path(folder)


def _sweep(shelf: Path) -> None:
    for left in shelf.glob("arriving-*"):
        with suppress(FileNotFoundError):  # another import swept it first
            if time.time() - left.stat().st_mtime > _ABANDONED:
                shutil.rmtree(left, ignore_errors=True)


def shelve(kept: Kept, shelf: Path) -> None:
    """Puts the file in its place, last of all: a transaction never names a file that is not there.

    A cut before the commit leaves the file alone on its shelf, where the same bytes sent again find their place.
    """
    place = shelf_place(shelf, kept.sha256)
    with _refusing(shelf):
        place.parent.mkdir(exist_ok=True)
        kept.path.replace(place)
        for folder in (place.parent, shelf):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)  # the name is on the disk before the commit is
            finally:
                os.close(handle)


@contextmanager
def _refusing(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Unusable(
            f"Le dossier {folder} ne peut pas recevoir les fichiers : {error.strerror}. "
            "Vérifiez CLAUSES_HOME, les droits et la place sur le disque.",
            code="file.no_shelf",
        ) from error
