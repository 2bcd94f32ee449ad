"""The shape of a file (its headers, whatever the month) and its sender: corrections are remembered by both."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath

from clauses.dates import MONTHS
from clauses.files.rules import FileKind
from clauses.words import folded
from imports.containers import Sheet
from imports.headers import exactly
from imports.layout import find_header
from imports.months_as_columns import month_header
from imports.spelling import key
from imports.titles import top_rows

_MONTH = "<mois>"
_OF_MONTHS = {folded(name) for name in MONTHS} | {
    "janv", "fev", "fevr", "avr", "juil", "sept", "oct", "nov", "dec",
}  # fmt: skip


def header_key(header: str) -> str:
    """What two spellings of one header have in common; the header itself where nothing is left of it."""
    return (key(header) or header.strip())[:400]


def shape(kind: FileKind, headers: Iterable[str]) -> str:
    """The fingerprint of a set of headers: their order and their months do not matter, nor case nor accents."""
    said = {_MONTH if exactly(kind, label) is None and month_header(label) else header_key(label) for label in headers}
    return hashlib.sha256("\n".join(sorted(said - {""})).encode()).hexdigest()


def shapes_there(sheets: Sequence[Sheet], kind: FileKind) -> set[str]:
    """The shapes that a file may be of: those of its headers, and of any of its first rows where none is known yet."""
    return {
        shape(kind, (label for label in labels if label)) for sheet in sheets for labels in _candidates(sheet, kind)
    }


def _candidates(sheet: Sheet, kind: FileKind) -> Iterator[list[str]]:
    found = find_header(sheet, kind)
    if found is not None:
        yield found[2]
    yield from top_rows(sheet).values()


def sender_of(siret: str | None, file_name: str) -> str:
    """Who sends: a company, else the family of the file, its name without figures nor months."""
    if siret:
        return f"siret:{siret}"
    words = [word for word in folded(re.sub(r"\d+", " ", PurePath(file_name).stem)).split() if word not in _OF_MONTHS]
    return f"file:{' '.join(words)}"[:400]
