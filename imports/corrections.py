"""Corrections of layout, from one file to the next: those that apply to it, and those that it brings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Engine
from sqlmodel import Session

from clauses.dates import french_day
from clauses.db import reading
from clauses.errors import Misused
from clauses.files import layouts
from clauses.files.rules import FileKind
from clauses.words import folded
from imports.columns import fields
from imports.containers import Sheet
from imports.layout import Told
from imports.reader import Reading, Recognised
from imports.shapes import header_key, shape, shapes_there
from imports.titles import top_rows

NOT_READ = "-"
"""What is written instead of a column, for one that must not be read."""


def told(
    engine: Engine, kind: FileKind, sender: str, sheets: Sequence[Sheet], now: Mapping[str, str | None]
) -> dict[str, Told]:
    """What people said of the headers of this sender's files of this shape, and what is said ``now``, which wins."""
    with reading(engine) as session:
        kept = layouts.in_force(session, sender=sender, kind=kind, shapes=shapes_there(sheets, kind))
        said = {each.header: Told(each.field, f"corrigé par {each.author} le {french_day(each.at)}") for each in kept}
    # A header spelt otherwise than when it was corrected is the same one.
    spelt = {header_key(label): label for sheet in sheets for label in _labels(sheet)}
    before = {spelt.get(header_key(header), header): each for header, each in said.items()}
    return {folded(header): each for header, each in before.items()} | {
        folded(header): Told(name, "dit par l'expéditeur pour ce fichier") for header, name in now.items()
    }


def _labels(sheet: Sheet) -> Iterable[str]:
    return (label for labels in top_rows(sheet).values() for label in labels if label)


def require(now: Mapping[str, str | None], found: Reading) -> None:
    """Raises ``Misused`` for a header that the file does not have."""
    seen = {folded(column.header) for column in found.recognised}
    for header in now:
        if folded(header) not in seen:
            names = ", ".join(f"« {column.header} »" for column in found.recognised[:20])
            raise Misused(
                f"--column : « {header} » n'est pas un en-tête du fichier. Prenez l'un de ceux lus : {names}."
            )


def keep(
    session: Session,
    kind: FileKind,
    sender: str,
    now: Mapping[str, str | None],
    recognised: Sequence[Recognised],
    *,
    by: str,
) -> None:
    """Remembers what was said of headers, for the next files of this sender that have the same shape."""
    said = {folded(header): name for header, name in now.items()}
    if not said:
        return
    headers: dict[tuple[str, int], list[str]] = {}
    for column in recognised:
        headers.setdefault((column.sheet, column.row), []).append(column.header)
    for labels in headers.values():
        columns = {header_key(label): (label, said[folded(label)]) for label in labels if folded(label) in said}
        if columns:
            layouts.remember(session, sender=sender, kind=kind, shape=shape(kind, labels), columns=columns, by=by)


def parsed(kind: FileKind, pairs: Sequence[str]) -> dict[str, str | None]:
    """« Qté prestée=Heures travaillées » → ``{"Qté prestée": "hours"}``; « Obs=- » → None. Raises ``Misused``."""
    known: dict[str, str] = {}
    for name, column in fields(kind).items():
        known |= {folded(name): name, folded(column.header): name}
    found: dict[str, str | None] = {}
    for pair in pairs:
        header, equals, wanted = pair.rpartition("=")
        if not equals or not header.strip():
            raise Misused(f"--column : écrivez « En-tête du fichier=Champ », pas « {pair} ».")
        if wanted.strip() == NOT_READ:
            found[header.strip()] = None
            continue
        if folded(wanted) not in known:
            raise Misused(
                f"--column : « {wanted} » n'est pas un champ. Choisissez entre {_listed(kind)}, ou - pour ne pas lire."
            )
        found[header.strip()] = known[folded(wanted)]
    return found


def _listed(kind: FileKind) -> str:
    return ", ".join(f"« {column.header} »" for column in fields(kind).values())


def field_said(kind: FileKind, name: str | None) -> str:
    """The header of a field as people read it."""
    return "non lue" if name is None else fields(kind)[name].header
