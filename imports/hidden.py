"""What a workbook hides: it is read as the rest, and said so."""

from __future__ import annotations

from collections.abc import Iterator

from clauses.files.rules import Issue, Severity
from imports.containers import Sheet
from imports.layout import Block
from imports.sentences import row_list


def hidden(sheet: Sheet, found: list[Block]) -> Iterator[Issue]:
    """Hidden rows and columns are read, and said so."""
    rows = [row for row in sheet.hidden_rows if any(block.start < row <= block.stop for block in found)]
    if sheet.hidden:
        yield _hidden_issue(sheet, "La feuille est masquée : elle a été lue.")
    if rows:
        yield _hidden_issue(sheet, f"Lignes masquées : {row_list(rows)}. Elles ont été lues comme les autres.")
    names = {column.letters: column.header for block in found for column in block.columns}
    hidden = [f"{letters} « {names[letters]} »" for letters in sorted(sheet.hidden_columns) if letters in names]
    if hidden:
        yield _hidden_issue(sheet, f"Colonnes masquées : {', '.join(hidden)}. Elles ont été lues comme les autres.")


def _hidden_issue(sheet: Sheet, message: str) -> Issue:
    return Issue(code="file.hidden", severity=Severity.WARNING, sheet=sheet.name, message=message)
