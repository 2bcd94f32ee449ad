"""Issues about rows of a frame: each with the place, the header and the text that the sender knows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from clauses.files.rules import FileKind, Issue, Severity
from clauses.words import folded

Row = Mapping[str, Any]

LONGEST = {
    "market": 120, "lot": 40, "cpv": 20, "buyer_name": 300, "contractor_name": 300, "employer_name": 300,
    "identifier": 80, "last_name": 200, "first_name": 200, "postal_code": 10, "commune": 120, "qpv": 200,
    "prescriber": 200, "referent": 200, "education_level": 80, "french_level": 80, "reference": 120,
}  # fmt: skip
"""Characters that the database keeps of a field; those that are not here have no limit."""


@dataclass(frozen=True)
class Headers:
    """The header that a field has in each sheet, as the sender wrote it; the product's own where there is none.

    ``letters`` are those of its column; ``by_letters`` gives the header of each column of a sheet, for months that are
    columns.
    """

    sent: Mapping[tuple[str, str], str]
    canonical: Mapping[str, str]
    letters: Mapping[tuple[str, str], str] = field(default_factory=dict)
    by_letters: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def of(self, sheet: str, field: str) -> str:
        return self.sent.get((sheet, field)) or self.canonical.get(field, field)

    def place(self, row: Row, field: str) -> tuple[str, str | None]:
        """The header and the letters of the column of a field in a row: those of its month where months are columns."""
        sheet, own = row["sheet"], row.get("column")
        told_by_cell = field == "hours" or (field == "month" and (sheet, field) not in self.letters)
        if told_by_cell and own is not None and (sheet, own) in self.by_letters:
            return self.by_letters[sheet, own], own
        return self.of(sheet, field), self.letters.get((sheet, field))


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
    header, letters = headers.place(row, saying.field)
    return Issue(
        code=saying.code,
        message=saying.sentence(row),
        severity=saying.severity,
        sheet=row["sheet"],
        row=row["row"],
        column=header,
        value=None if value is None else str(value),
        suggestion=saying.suggestion(row),
        letters=letters,
    )


def fitting(rows: pl.DataFrame, kind: FileKind, headers: Headers) -> tuple[pl.DataFrame, pl.DataFrame, list[Issue]]:
    """Rows whose texts the database can keep, those with one that it cannot, and what to say: (kept, refused, issues).

    A name is kept as compared too, and some signs fold into several letters (« ﷺ » into eighteen).
    """
    too_long = {
        name: [text for text in rows[name].unique().drop_nulls() if _length(text, longest) > longest]
        for name, longest in LONGEST.items()
        if name in rows.columns and _may_be_long(rows[name], longest)
    }
    issues, refused = [], pl.lit(value=False)
    for name, texts in too_long.items():
        if texts:
            concerned = pl.col(name).is_in(texts)
            saying = Saying(f"{kind.value}.too_long", name, Severity.ERROR, _too_long(LONGEST[name]))
            issues += say(rows.filter(concerned), saying, headers)
            refused = refused | concerned.fill_null(value=False)
    return rows.filter(~refused), rows.filter(refused), issues


_FOLDED = 18
"""Letters, at most, that one sign is folded into."""


def _may_be_long(texts: pl.Series, longest: int) -> bool:
    """Whether one of the texts has more bytes than are surely kept: fewer signs than bytes, folded as they may be."""
    return bool((texts.str.len_bytes() > longest // _FOLDED).any())


def _length(text: str, longest: int) -> int:
    return len(text) if text.isascii() or len(text) * _FOLDED <= longest else max(len(text), len(folded(text)))


def _too_long(longest: int) -> Callable[[Row], str]:
    def sentence(row: Row) -> str:
        return f"Ligne {row['row']} : ce texte est trop long. Il a {longest} caractères au plus : abrégez-le."

    return sentence


def quoted(values: Iterable[str]) -> str:
    """« a », « b » et « c »: a short list in a sentence."""
    shown = [f"« {value} »" for value in values]
    if len(shown) < 2:
        return "".join(shown)
    return f"{', '.join(shown[:-1])} et {shown[-1]}"
