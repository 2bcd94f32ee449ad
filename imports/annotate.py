"""The sender's own file back, with the cells at fault marked: to be corrected and sent again as it is.

A workbook keeps its formatting, formulas, macros and other sheets; the others (.xls, .ods, or what openpyxl cannot
open) become an .xlsx with the same cells; a csv gets one more column. Past some size, only the list of remarks.
"""

from __future__ import annotations

import shutil
import struct
import tempfile
import zipfile
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from clauses.errors import Misused, Unusable, cause
from imports.annotating import child
from imports.annotating.child import How
from imports.annotating.notes import Notes, notes_of
from imports.annotating.text import listed_text
from imports.reading import guard
from imports.report import Report

LARGEST_BYTES = 20 << 20
LARGEST_ROWS = 50_000
"""Past either, a copy would take minutes and hardly open: the list of remarks is given alone."""

_BOOKS = (".xlsx", ".xlsm")
_ZIP, _OLE = b"PK", b"\xd0\xcf\x11\xe0"
_CHILD = "imports.annotating.child"


class Form(Enum):
    """What is given back, with the sentence that says so."""

    MARKED = "votre fichier, cellules à corriger marquées"
    COPIED = (
        "une copie .xlsx de votre fichier, cellules à corriger marquées : c'est elle qu'il faut corriger et renvoyer"
    )
    LISTED = "la liste des remarques seule : le fichier est trop grand pour être rendu marqué"


@dataclass(frozen=True)
class Given:
    """The file written, and what it is."""

    path: Path
    form: Form


def place(source: Path, out: Path) -> Path:
    """Where the copy of ``source`` goes; ``out`` may be a folder. Raises ``Misused`` where it could not be opened."""
    beginning = _beginning(source)
    is_book = beginning.startswith((_ZIP, _OLE))
    if out.is_dir():
        suffix = ".xlsm" if _has_macros(source) else ".xlsx" if is_book else ".csv"
        out = out / f"{source.stem}-à-corriger{suffix}"
    suffix = out.suffix.casefold()
    if out.exists() and source.exists() and out.samefile(source):
        raise Misused("--annotated : donnez un autre nom que celui du fichier envoyé, qui serait écrasé.")
    if suffix == ".xlsm" and not _has_macros(source):
        raise Misused("--annotated : ce fichier n'a pas de macros. Donnez un nom en .xlsx.")
    if suffix not in _BOOKS and (is_book or suffix not in (".csv", ".txt")):
        expected = ".xlsx" if is_book else ".csv ou .xlsx"
        raise Misused(f"--annotated : « {out.name} » ne convient pas à ce fichier. Donnez un nom en {expected}.")
    return out


def give_back(source: Path, report: Report, out: Path) -> Given:
    """Writes the copy of ``source``, marked with what ``report`` says, at ``out`` (see `place`).

    Raises ``Unusable`` when the file cannot be read at all, or when the copy cannot be written.
    """
    notes = notes_of(report.issues, _columns(report))
    try:
        size = source.stat().st_size
        with tempfile.TemporaryDirectory(prefix="clauses-") as folder:
            made = Path(folder) / out.name
            form = _write(source, report, notes, made, size)
            shutil.copyfile(made, out)
    except OSError as error:
        raise Unusable(
            f"« {out} » ne peut pas être écrit : {cause(error)}. Choisissez un autre endroit.",
            code="file.not_annotated",
        ) from error
    return Given(out, form)


def _write(source: Path, report: Report, notes: Notes, made: Path, size: int) -> Form:
    """Everything that the file is made of is read and written in a guarded child process; see `child.write`."""
    is_text = made.suffix.casefold() not in _BOOKS
    if size <= LARGEST_BYTES and (report.rows.read <= LARGEST_ROWS or is_text):
        ways: dict[How, Form] = {"text": Form.MARKED} if is_text else {"copy": Form.COPIED}
        if not is_text and _beginning(source).startswith(_ZIP):
            ways = {"mark": Form.MARKED, **ways}
        job = {
            "path": str(source.resolve()),
            "out": str(made),
            "name": report.file,
            "notes": child.packed(notes),
            "header": min((column["row"] for column in report.recognised), default=1),
        }
        for how, form in ways.items():
            if _done({**job, "how": how}, size) and made.exists():
                return form
    _list_alone(notes, made, is_text=is_text)
    return Form.LISTED


def _done(job: dict[str, Any], size: int) -> bool:
    """Whether the copy could be made that way; raises ``Unusable`` for a file that cannot be read."""
    answer = guard.work(_CHILD, job, child.LIMITS, size) or {}
    if "refused" in answer:
        raise Unusable(answer["refused"], code=answer["code"])
    return bool(answer.get("done"))


def _list_alone(notes: Notes, made: Path, *, is_text: bool) -> None:
    from imports.annotating.book import LISTED, copied, mark

    if is_text:
        rows = [(line.severity.label, str(line.row or ""), line.column, line.value, line.sentence, line.suggestion)
                for line in notes.listed[:LISTED]]  # fmt: skip
        head = ("Gravité", "Ligne", "Colonne", "Valeur", "Que faire", "Écrire plutôt")
        more = len(notes.listed) - LISTED
        left = [(f"Les {more} dernières remarques ne sont pas écrites ici.",)] if more > 0 else []
        made.write_bytes(listed_text([head, *rows, *left]))
        return
    book, _ = copied([])
    mark(book, notes)
    book.save(made)


def _columns(report: Report) -> dict[tuple[str, str], str]:
    """The letters of the column of each header, those that are read first."""
    ordered = sorted(report.recognised, key=lambda column: column["field"] is not None)
    return {(column["sheet"], column["header"]): column["column"] for column in ordered}


def _beginning(source: Path) -> bytes:
    try:
        with source.open("rb") as file:
            return file.read(4)
    except OSError:
        return b""


def _has_macros(source: Path) -> bool:
    try:
        with zipfile.ZipFile(source) as archive:
            return any(name.casefold().endswith("vbaproject.bin") for name in archive.namelist())
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, struct.error):
        return False  # what `zipfile` raises of an archive it cannot list, one made by a later version included
