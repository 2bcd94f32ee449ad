"""Issues about rows of a frame: each with the place, the header and the text that the sender knows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from clauses.files.rules import Issue, Severity

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Headers:
    """The header that a field has in each sheet, as the sender wrote it; the product's own where there is none."""

    sent: Mapping[tuple[str, str], str]
    canonical: Mapping[str, str]

    def of(self, sheet: str, field: str) -> str:
        return self.sent.get((sheet, field)) or self.canonical.get(field, field)


@dataclass(frozen=True)
class Saying:
    """What to say of a row: its code, the field concerned, how grave it is, and the sentence made from the row."""

    code: str
    field: str
    severity: Severity
    sentence: Callable[[Row], str]
    suggestion: Callable[[Row], str | None] = lambda _row: None


def say(rows: pl.DataFrame, saying: Saying, headers: Headers) -> list[Issue]:
    """One issue a row; sentences are made only for the rows concerned."""
    return [issue_of(row, saying, headers) for row in rows.iter_rows(named=True)]


def issue_of(row: Row, saying: Saying, headers: Headers) -> Issue:
    """The issue of one row."""
    value = row.get(f"{saying.field}_text", row.get(saying.field))
    return Issue(
        code=saying.code,
        message=saying.sentence(row),
        severity=saying.severity,
        sheet=row["sheet"],
        row=row["row"],
        column=headers.of(row["sheet"], saying.field),
        value=None if value is None else str(value),
        suggestion=saying.suggestion(row),
    )


def quoted(values: Iterable[str]) -> str:
    """« a », « b » et « c »: a short list in a sentence."""
    shown = [f"« {value} »" for value in values]
    if len(shown) < 2:
        return "".join(shown)
    return f"{', '.join(shown[:-1])} et {shown[-1]}"
