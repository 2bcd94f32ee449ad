"""A report → what to write on each cell of the sender's file, and the list of it all. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from clauses.files.rules import Issue, Severity

GRAVEST = (Severity.ERROR, Severity.TO_CHECK, Severity.BLOCKING, Severity.WARNING)
"""From what refuses a row to what is only worth knowing."""

_ROW_SAID = re.compile(r"^Ligne \d+\s:\s")


@dataclass(frozen=True)
class Note:
    """What is written on one cell; ``letters`` None for what concerns the row, said on its first cell."""

    sheet: str
    row: int
    letters: str | None
    severity: Severity
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Listed:
    """One line of the list of remarks; ``row`` and ``letters`` None for what concerns a sheet or the file."""

    severity: Severity
    sheet: str
    row: int | None
    letters: str | None
    column: str
    value: str
    sentence: str
    suggestion: str


@dataclass(frozen=True)
class Notes:
    """All that a report says: on cells, and in a list, the gravest first."""

    cells: tuple[Note, ...]
    listed: tuple[Listed, ...]


def notes_of(issues: Iterable[Issue], columns: Mapping[tuple[str, str], str] | None = None) -> Notes:
    """Each cell once, with everything said of it; ``columns``: letters by sheet and header, where an issue has none."""
    said: dict[tuple[str, int, str | None], list[Issue]] = {}
    listed = []
    for issue in issues:
        letters = issue.letters or (columns or {}).get((issue.sheet or "", issue.column or ""))
        listed.append(_listed(issue, letters))
        if issue.sheet is not None and issue.row is not None:
            said.setdefault((issue.sheet, issue.row, letters), []).append(issue)
    return Notes(
        cells=tuple(_note(*place, together) for place, together in said.items()),
        listed=tuple(sorted(listed, key=_order)),
    )


def _note(sheet: str, row: int, letters: str | None, together: list[Issue]) -> Note:
    ordered = sorted(together, key=lambda issue: GRAVEST.index(issue.severity))
    sentences = dict.fromkeys(f"{issue.severity.label} : {_bare(issue.message)}" for issue in ordered)
    return Note(sheet, row, letters, ordered[0].severity, tuple(sentences))


def _listed(issue: Issue, letters: str | None) -> Listed:
    return Listed(
        issue.severity, issue.sheet or "", issue.row, letters, issue.column or "", issue.value or "",
        _bare(issue.message),
        issue.suggestion or "",
    )  # fmt: skip


def _bare(message: str) -> str:
    """The sentence without « Ligne 14 : », which the place says; with its capital."""
    bare = _ROW_SAID.sub("", message)
    return bare[:1].upper() + bare[1:]


def _order(line: Listed) -> tuple[int, str, int]:
    return GRAVEST.index(line.severity), line.sheet, line.row or 0


def by_row(notes: Notes) -> dict[int, str]:
    """Everything said of each row of a file of one sheet, in one text: for a csv, which has no comments."""
    rows: dict[int, list[str]] = {}
    columns = {(line.row, line.letters): line.column for line in notes.listed}
    for note in notes.cells:
        where = columns.get((note.row, note.letters), "")
        rows.setdefault(note.row, []).extend(f"{where} – {said}" if where else said for said in note.sentences)
    return {row: " | ".join(said) for row, said in rows.items()}
