"""What a file of official data holds once read, whatever its kind: values a row, what is said of them, and counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from clauses.files.rules import Issue, Severity
from clauses.words import tidy
from imports.sentences import quoted

Place = tuple[str, int]
"""A sheet and a row."""

_LONGEST = 200


@dataclass(frozen=True)
class Record:
    """The values of one row, by field, and where it stands."""

    values: Mapping[str, Any]
    sheet: str
    row: int


@dataclass
class Rows:
    """Counts and issues while a file is read: every row that is not blank ends in one of the three."""

    read: int = 0
    ignored: int = 0
    issues: list[Issue] = field(default_factory=list)

    def refuse(self, code: str, message: str, place: Place, *, column: str | None = None, value: str = "") -> None:
        """The row is not stored."""
        self.say(code, message, place, column=column, value=value, severity=Severity.ERROR)

    def say(
        self,
        code: str,
        message: str,
        place: Place,
        *,
        column: str | None = None,
        value: str = "",
        severity: Severity = Severity.WARNING,
    ) -> None:
        """A remark, which does not stop the row unless its severity is an error."""
        sheet, row = place
        shown = tidy(value)[:_LONGEST] or None
        self.issues.append(Issue(code, message, severity, sheet=sheet, row=row, column=column, value=shown))


def unreadable(expected: str, text: str) -> str:
    """What is said of a cell that is not what the publisher announces."""
    return f"{quoted(text)} n'est pas {expected}."
