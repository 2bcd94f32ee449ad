"""What a dry run understood, as a page shows it: columns on their own rows, what would change, what is refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from clauses.dates import french_month
from clauses.files.rules import FileKind, Severity
from clauses.quantities import NO_BREAK_SPACE, french_hours, grouped
from imports.columns import fields
from imports.report import UNUSABLE, Grouped, Report
from imports.report import grouped as together

_SHOWN = 100
"""Remarks listed on the page; the marked workbook has them all."""
SURE, GUESSED = 0.9, 0.0
_CONFIRMABLE = frozenset({"hours.replacement_to_confirm"})
_CORRECTABLE = frozenset({"markets.changed", "markets.corrected"})
"""What a file of markets writes over: from today on, or for every day where it was a slip."""
_IN_COMMAND = f"{NO_BREAK_SPACE}(--replace)", " (--replace)", " (clauses import markets --correction)"


@dataclass(frozen=True)
class Column:
    """A column of the sender's sheet: what it is read as, how sure, and its first cells. ``number`` names its field."""

    number: int
    letters: str
    header: str
    field: str
    why: str
    sureness: str
    first: Sequence[str]


@dataclass(frozen=True)
class Sheet:
    """A sheet of the sender's, its columns in order."""

    name: str
    columns: Sequence[Column]

    @property
    def depth(self) -> int:
        """How many first rows are shown."""
        return max((len(column.first) for column in self.columns), default=0)


@dataclass(frozen=True)
class Remarks:
    """What is said of the rows, for one severity."""

    severity: Severity
    groups: Sequence[Grouped]
    total: int


@dataclass(frozen=True)
class View:
    """The whole of a dry run. ``must_explain``: validated hours would be sent again, and whoever decides reads why."""

    title: str
    report: Report
    sheets: Sequence[Sheet]
    choices: Sequence[tuple[str, str]]
    remarks: Sequence[Remarks]
    must_confirm: bool
    must_explain: bool
    may_correct: bool
    usable: bool
    changes_something: bool

    @property
    def unread(self) -> Sequence[Column]:
        """The columns that are not read: what is missing may be there."""
        return [column for sheet in self.sheets for column in sheet.columns if column.sureness == "none"]


def view_of(report: Report) -> View:
    """A dry run, ready to be shown."""
    usable = report.status != UNUSABLE
    codes = Counter(issue.code for issue in report.issues)
    changes = report.changes
    return View(
        title=title_of(report),
        report=report,
        sheets=sheets_of(report),
        choices=[(name, one.header) for name, one in fields(report.kind).items()],
        remarks=remarks_of(report),
        must_confirm=any(codes[code] for code in _CONFIRMABLE),
        must_explain=usable and bool(changes.proposed),
        may_correct=any(codes[code] for code in _CORRECTABLE),
        usable=usable,
        changes_something=usable and bool(changes.created or changes.replaced or changes.proposed),
    )


def title_of(report: Report) -> str:
    """The answer: what would be stored."""
    rows, changes = report.rows, report.changes
    if report.status == UNUSABLE:
        return "Ce fichier ne peut pas être lu tel quel" if not report.recognised else "Dites ce que sont les colonnes"
    ready = changes.created + changes.replaced + changes.proposed
    parts = []
    if ready:
        what = "ligne prête" if ready == 1 else "lignes prêtes"
        hours = f", {french_hours(report.hours)}" if report.hours is not None else ""
        parts.append(f"{grouped(ready)} {what}{hours}")
    elif changes.unchanged and not rows.rejected:
        return "Ce fichier est déjà enregistré : rien ne changerait".replace(" :", f"{NO_BREAK_SPACE}:")
    else:
        parts.append("Aucune ligne ne peut être enregistrée")
    if rows.rejected:
        parts.append(f"{grouped(rows.rejected)} {'refusée' if rows.rejected == 1 else 'refusées'}")
    return ", ".join(parts)


def sheets_of(report: Report) -> list[Sheet]:
    """The columns of each sheet, numbered through the file."""
    sheets: dict[str, list[Column]] = {}
    for number, column in enumerate(report.recognised):
        sheets.setdefault(column["sheet"], []).append(_column(number, column))
    return [Sheet(name, columns) for name, columns in sheets.items()]


def _column(number: int, column: Any) -> Column:
    sureness = "none" if column["field"] is None else "sure" if column["confidence"] >= SURE else "guess"
    first = ["" if cell is None else str(cell) for cell in column["first"]]
    return Column(number, column["column"], column["header"], column["field"] or "", column["why"], sureness, first)


def remarks_of(report: Report) -> list[Remarks]:
    """What is said of the rows, gravest first, the same thing said once."""
    found = []
    for severity in Severity:
        groups = together(issue for issue in report.issues if issue.severity is severity)
        if groups:
            found.append(Remarks(severity, groups[:_SHOWN], len(groups)))
    return found


def said_on_a_page(sentence: str) -> str:
    """The sentence without what is only said to a terminal."""
    for words in _IN_COMMAND:
        sentence = sentence.replace(words, "")
    return sentence


def corrections_of(report: Report, chosen: dict[str, str]) -> dict[str, str | None]:
    """What somebody changed in the drop-down lists: the field of each header; "" is « not read »."""
    known = fields(report.kind)
    found: dict[str, str | None] = {}
    for number, column in enumerate(report.recognised):
        answer = chosen.get(f"colonne-{number}")
        if answer is None or answer == (column["field"] or ""):
            continue
        if answer == "" or answer in known:
            found[column["header"]] = answer or None
    return found


def months_said(report: Report) -> list[str]:
    """The months that a dry run would write, in French."""
    months = sorted({str(unit["month"]) for unit in report.units})
    return [french_month(date.fromisoformat(month)) for month in months]


KINDS = (FileKind.HOURS, FileKind.PEOPLE, FileKind.MARKETS, FileKind.NEEDS, FileKind.EXITS)
"""What a file may hold, hours first: they come every month."""
