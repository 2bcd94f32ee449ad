"""Official files are published one by one or in an archive of csv: each text of the archive is a sheet."""

from __future__ import annotations

from collections import Counter
from pathlib import Path, PurePosixPath

from imports.containers import Sheet
from imports.prescan import Archive
from imports.reading import refusals
from imports.reading.any_file import ZIP, read_any
from imports.reading.limits import Budget, Limits

_TEXTS = frozenset({".csv", ".txt", ".tsv"})


def read_texts(path: Path, name: str, limits: Limits) -> list[Sheet]:
    """The sheets of a workbook or csv, or of every csv of an archive, named by their own files.

    Two files of one name, in two folders, are named with their folders. What a system leaves beside the files
    (``__MACOSX``, names that begin with a dot) is not read.

    Raises ``Unusable`` for any other file; a text of the archive that is no table is left out.
    """
    with path.open("rb") as file:
        beginning = file.read(4)
    if not beginning.startswith(ZIP):
        return read_any(path, name, limits)
    budget = Budget(limits, path.stat().st_size)
    with Archive(path, budget) as archive:
        texts = [one for one in archive.names() if PurePosixPath(one).suffix.casefold() in _TEXTS and not _left(one)]
        if not texts or "[content_types].xml" in archive or "mimetype" in archive:
            return read_any(path, name, limits)
        bare = Counter(map(_bare, texts))
        called = {one: one if bare[_bare(one)] > 1 else PurePosixPath(one).name for one in sorted(texts)}
        return [_sheet(archive, one, name, budget) for one, name in called.items()]


def _bare(name: str) -> str:
    return PurePosixPath(name).name.casefold()


def _left(name: str) -> bool:
    path = PurePosixPath(name)
    return path.name.startswith(".") or "__MACOSX" in path.parts


def _sheet(archive: Archive, name: str, called: str, budget: Budget) -> Sheet:
    from imports.reading.csv_text import read_csv

    if archive.size(name) > budget.limits.file_bytes:
        raise refusals.bomb()
    return read_csv(b"".join(archive.chunks(name)), called, budget)
