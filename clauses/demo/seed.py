"""The demonstration brought in through the same path as a user's files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from clauses.demo.generate import files
from clauses.files.rules import FileKind

ImportFile = Callable[[FileKind, Path, str | None], None]
"""Imports one file of a kind. The name, where there is one, is whoever validates its hours (a takeover of history)."""


def seed(folder: Path, *, import_file: ImportFile, by: str) -> list[Path]:
    """Writes the files of the demonstration into ``folder`` and imports each in turn; says which.

    Hours up to January 2024 are validated in the name of ``by``; the last ones wait for somebody to look at them.
    """
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for file in files():
        path = file.write(folder)
        import_file(file.kind, path, by if file.validated else None)
        paths.append(path)
    return paths
