"""What an import did, as programs and people read it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from clauses.files.rules import FileKind, Issue, Severity
from clauses.quantities import NO_BREAK_SPACE, exact

if TYPE_CHECKING:
    import polars as pl

DONE, SOME_REJECTED, UNUSABLE, REFUSED = 0, 1, 2, 3
"""The exit statuses of a command, from the best to the worst."""


Accepted: TypeAlias = "frozenset[tuple[str, int]] | pl.DataFrame"
"""Rows of the sheets, each once: pairs, or the columns ``sheet`` and ``row`` of a frame where there may be many."""


@dataclass(frozen=True)
class Rows:
    """Rows of the sheets: ``read`` are those that hold something; the three others add up to it."""

    read: int = 0
    accepted: int = 0
    rejected: int = 0
    ignored: int = 0
    warned: int = 0


@dataclass(frozen=True)
class Changes:
    """What is stored: lines for hours, rows for the other kinds. ``proposed`` are corrections to accept."""

    created: int = 0
    replaced: int = 0
    unchanged: int = 0
    proposed: int = 0


@dataclass(frozen=True)
class Report:
    """What an import did. ``hours`` are hundredths of an hour, None for a kind without hours.

    ``recognised`` is what was understood of each column of the sheets; `as_json` gives it for a dry run.
    ``units``, of a dry run of hours: what would change in each (`imports.hours.differences.UnitChange`).
    """

    file: str
    kind: FileKind
    sha256: str | None
    run: int | None = None
    dry_run: bool = False
    rows: Rows = field(default_factory=Rows)
    changes: Changes = field(default_factory=Changes)
    hours: int | None = None
    issues: tuple[Issue, ...] = ()
    recognised: tuple[Mapping[str, Any], ...] = ()
    units: tuple[Any, ...] = ()
    status: int = DONE

    def as_json(self) -> dict[str, Any]:
        """The object that `clauses import --json` prints."""
        shown: dict[str, Any] = {
            "file": self.file,
            "kind": self.kind.value,
            "sha256": self.sha256,
            "run": self.run,
            "dry_run": self.dry_run,
            "rows": vars(self.rows),
            "changes": vars(self.changes),
        }
        if self.hours is not None:
            shown["hours"] = exact(self.hours)
        if self.recognised and self.dry_run:
            shown["recognised"] = list(self.recognised)
        return shown | {"issues": [_issue(issue) for issue in self.issues]}


def _issue(issue: Issue) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "sheet": issue.sheet,
        "row": issue.row,
        "column": issue.column,
        "value": issue.value,
        "severity": issue.severity.value,
        "code": issue.code,
        "message": issue.message,
    }
    return shown | ({"suggestion": issue.suggestion} if issue.suggestion else {})


def counted(*, read: int, ignored: int, accepted: Accepted, issues: Sequence[Issue]) -> Rows:
    """Counts that add up: what is neither accepted nor ignored was rejected. Warned rows are accepted ones."""
    said = {(issue.sheet, issue.row) for issue in issues if issue.severity is not Severity.ERROR}
    return Rows(
        read=read,
        accepted=len(accepted),
        rejected=read - ignored - len(accepted),
        ignored=ignored,
        warned=_warned(accepted, said),
    )


def _warned(accepted: Accepted, said: set[tuple[str | None, int | None]]) -> int:
    if isinstance(accepted, frozenset):
        return len(accepted & said)
    import polars as pl  # commands that import nothing speak at once

    places = pl.DataFrame(list(said), schema=accepted.select("sheet", "row").schema, orient="row")
    return accepted.join(places, on=["sheet", "row"], how="semi").height


@dataclass(frozen=True)
class Grouped:
    """The same thing said of several rows, once: ``said`` names them all."""

    issue: Issue
    rows: tuple[int, ...]
    said: str


def grouped(issues: Iterable[Issue]) -> list[Grouped]:
    """Issues that say the same thing, together, in the order of the file: « Lignes 1, 3-5 : … »."""
    found: dict[tuple[Any, ...], list[Issue]] = defaultdict(list)
    for issue in issues:
        found[issue.code, issue.severity, issue.sheet, issue.column, _without_row(issue)].append(issue)
    return [_together(same) for same in found.values()]


def _without_row(issue: Issue) -> str:
    return re.sub(rf"^Ligne {issue.row}\s: ", "", issue.message)


def _together(same: Sequence[Issue]) -> Grouped:
    rows = tuple(sorted({issue.row for issue in same if issue.row is not None}))
    said = same[0].message if len(rows) < 2 else typeset(f"Lignes {ranges(rows)} : {_without_row(same[0])}")
    return Grouped(same[0], rows, said)


def typeset(sentence: str) -> str:
    """With the no-break spaces of French typography, before : ; ! ? and inside « »."""
    return re.sub(r" (?=[:;!?»])|(?<=«) ", NO_BREAK_SPACE, sentence)


def in_order(issues: Iterable[Issue]) -> tuple[Issue, ...]:
    """Issues as they are told: typeset, in the order of sheets, rows and headers."""
    return tuple(sorted(map(_typeset, issues), key=_place))


def _typeset(issue: Issue) -> Issue:
    # Made anew rather than by `replace`, three times slower: a national file may have a million remarks.
    return Issue(
        issue.code, typeset(issue.message), issue.severity, issue.sheet, issue.row, issue.column, issue.value,
        issue.suggestion, issue.letters,
    )  # fmt: skip


def _place(issue: Issue) -> tuple[str, int, str]:
    return issue.sheet or "", issue.row or 0, issue.column or ""


def ranges(rows: Sequence[int]) -> str:
    """Row numbers as people write them: ``1, 3-5, 7``."""
    parts: list[str] = []
    start = previous = None
    for row in [*rows, None]:
        if start is None:
            start = previous = row
        elif row is not None and previous is not None and row == previous + 1:
            previous = row
        else:
            parts.append(str(start) if start == previous else f"{start}-{previous}")
            start = previous = row
    return ", ".join(parts)


def by_severity(issues: Iterable[Issue]) -> Counter[Severity]:
    """How many issues of each severity."""
    return Counter(issue.severity for issue in issues)
