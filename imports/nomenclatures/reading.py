"""Sheets of an official nomenclature → records, part by part. Nothing is stored here."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from clauses.errors import Unusable
from clauses.files.rules import FileKind, Issue, Severity
from clauses.reference.parts import ReferencePart
from clauses.words import folded
from imports.containers import Sheet
from imports.nomenclatures.parts import DERIVED, Column, Part, parts_of
from imports.official import Record, Rows, unreadable

_HEADER_ROWS = 20
_VERSION = re.compile(r"(?:^|[_\- ])v(?:ersion)?[_\- ]?(\d{2,4})(?:[_\-. ]|$)", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_WHAT = {
    FileKind.ROME: "un fichier du ROME 4.0 (France Travail) : ni codes, ni appellations, ni compétences…",
    FileKind.COMMUNES: "la liste des communes : il faut au moins le code INSEE, le nom et les codes postaux",
    FileKind.QPV: "la liste ou les contours des quartiers prioritaires : il faut au moins le code et le nom",
    FileKind.NAF: "la nomenclature d'activités (NAF) : il faut au moins le code et le libellé",
    FileKind.CPV: "le vocabulaire des marchés (CPV) : il faut au moins le code et le libellé",
}


@dataclass(frozen=True)
class PartRead:
    """The rows of one part, from every sheet that holds some, with the version that the file's name gives."""

    part: Part
    version: str | None
    records: tuple[Record, ...]


@dataclass(frozen=True)
class NomenclatureRead:
    """A file read: its parts, what is said of its rows, and how many they are."""

    parts: tuple[PartRead, ...]
    issues: tuple[Issue, ...]
    read: int
    ignored: int
    recognised: tuple[Any, ...] = ()


def read(sheets: Sequence[Sheet], kind: FileKind, called: str) -> NomenclatureRead:
    """The records of a file; ``called`` is the name that the sender gave it.

    Raises ``Unusable``: ``<kind>.other_file`` when no sheet has the headers of an official file of this kind,
    ``<kind>.two_versions`` when one part of it is there in two versions.
    """
    rows, parts, strangers = Rows(), [], []
    for sheet in sheets:
        headed = _headed(sheet, kind)
        if headed is None:
            strangers.append(sheet.name)
            continue
        part, header_row, columns = headed
        name = sheet.name if len(sheets) > 1 else called
        records = tuple(_records(sheet, part, header_row, columns, rows))
        parts.append(PartRead(part, version_of(name), records))
    if not parts:
        raise Unusable(
            f"« {PurePath(called).name} » : ce fichier n'est pas {_WHAT[kind]}. "
            "Envoyez le fichier tel qu'il est publié.",
            code=f"{kind.value}.other_file",
        )
    issues = [_stranger(name, kind) for name in strangers]
    return NomenclatureRead(tuple(_gathered(parts, called)), (*issues, *rows.issues), rows.read, rows.ignored)


def _gathered(parts: Sequence[PartRead], called: str) -> Iterator[PartRead]:
    """Each part once: an archive may hold it in several files, whose rows are compared with one another."""
    by_code: dict[ReferencePart, list[PartRead]] = defaultdict(list)
    for each in parts:
        by_code[each.part.code].append(each)
    for same in by_code.values():
        part, versions = same[0].part, sorted({each.version for each in same if each.version is not None})
        if part.ages and len(versions) > 1:
            raise Unusable(
                f"« {PurePath(called).name} » : {part.code.label} en plusieurs versions ({', '.join(versions)}). "
                "Gardez les fichiers d'une seule version.",
                code=f"{part.kind.value}.two_versions",
            )
        records = tuple(record for each in same for record in each.records)
        yield PartRead(part, versions[-1] if versions else None, records)


def version_of(name: str) -> str | None:
    """The version that a file's name gives: « unix_referentiel_code_rome_v460_utf8.csv » → 460; else its year."""
    found = _VERSION.search(PurePath(name).stem) or _YEAR.search(PurePath(name).stem)
    return found[1] if found else None


def _stranger(name: str, kind: FileKind) -> Issue:
    message = f"La feuille « {name} » n'est pas reconnue : ses lignes ne sont pas lues."
    return Issue(f"{kind.value}.unknown_sheet", message, Severity.WARNING, sheet=name)


def _headed(sheet: Sheet, kind: FileKind) -> tuple[Part, int, dict[Column, int]] | None:
    """The part that a sheet is, the row of its headers, and where each column stands; None for another sheet."""
    for number, cells in enumerate(sheet.cells.head(_HEADER_ROWS).iter_rows(), 1):
        told = {folded(text): place for place, text in reversed(list(enumerate(cells))) if text}
        fitting = []
        for part in parts_of(kind):
            columns = _columns(part, told)
            if all(column in columns for column in part.columns if column.needed) and {*part.beside} <= {*told}:
                fitting.append((part, columns))
        if fitting:
            # « code_rome » alone is in many files: the one that uses most of the headers is meant.
            part, columns = max(fitting, key=lambda each: len({*each[1].values()}) + len(each[0].beside))
            return part, number, columns
    return None


def _columns(part: Part, told: Mapping[str, int]) -> dict[Column, int]:
    found = {}
    for column in part.columns:
        places = [told[header] for header in column.headers if header in told]
        if places:
            found[column] = places[0]
    return found


def _records(sheet: Sheet, part: Part, header_row: int, columns: Mapping[Column, int], rows: Rows) -> Iterator[Record]:
    headers = sheet.cells.row(header_row - 1)
    derive = DERIVED.get(part.code)
    for number, cells in enumerate(sheet.cells.slice(header_row).iter_rows(), header_row + 1):
        if not any(cells):
            continue
        rows.read += 1
        values: dict[str, Any] | None = dict(part.same)
        for column, at in columns.items():
            value, fault = _value(column, cells[at] or "")
            if fault is not None:
                code, message = fault
                header = headers[at]
                place = (sheet.name, number)
                rows.refuse(f"{part.kind.value}.{code}", message, place, column=header, value=cells[at] or "")
                values = None
                break
            if values is not None:
                values[column.name] = value
        if values is None:
            continue
        why = part.left_out(values) if part.left_out else None
        if why is not None:
            rows.ignored += 1
            rows.say(f"{part.kind.value}.left_out", why, (sheet.name, number))
            continue
        yield Record(values | (derive(values) if derive else {}), sheet.name, number)


def _value(column: Column, text: str) -> tuple[Any, tuple[str, str] | None]:
    """The value of a cell, or the code and the sentence of what is wrong with it."""
    form = column.form
    if not text.strip():
        if form.blank:
            return form.when_blank, None
        return None, ("missing", f"Il manque {form.expected}.")
    value = form.read(text)
    if value is None:
        return None, ("unreadable", unreadable(form.expected, text))
    return value, None
