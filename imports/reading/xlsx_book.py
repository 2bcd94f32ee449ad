"""What an .xlsx or .xlsm says around its cells: sheets and where they are, formats, shared strings."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from dataclasses import dataclass, field

from imports.prescan import Archive
from imports.reading import refusals, xml_parts
from imports.reading.cell_text import unescaped
from imports.reading.limits import Budget
from imports.reading.number_formats import BUILT_IN, NumberKind, kind_of_format
from imports.reading.xml_parts import Attributes, Elements, by_local_name, is_true, local

_SPACES = " \t\r\n"


@dataclass(frozen=True)
class SheetPart:
    """A sheet and the entry of the archive that holds its cells."""

    name: str
    part: str
    hidden: bool


@dataclass(frozen=True)
class Book:
    """``kinds`` and ``codes`` are by cell style, in the order of ``cellXfs``."""

    sheets: tuple[SheetPart, ...]
    strings_part: str | None
    kinds: tuple[NumberKind, ...]
    codes: tuple[str, ...]
    since_1904: bool


@dataclass
class _Relation:
    kind: str
    target: str


class _Relations(Elements):
    def __init__(self) -> None:
        self.found: dict[str, _Relation] = {}

    def start(self, name: str, attributes: Attributes) -> None:
        if local(name) == "Relationship" and attributes.get("TargetMode") != "External":
            kind = attributes.get("Type", "").rpartition("/")[2]
            self.found[attributes.get("Id", "")] = _Relation(kind, attributes.get("Target", ""))


@dataclass
class _Workbook(Elements):
    since_1904: bool = False
    sheets: list[tuple[str, str, bool]] = field(default_factory=list)
    is_workbook: bool | None = None

    def start(self, name: str, attributes: Attributes) -> None:
        tag = local(name)
        if self.is_workbook is None:
            self.is_workbook = tag == "workbook"
        if tag == "workbookPr":
            self.since_1904 = is_true(attributes.get("date1904"))
        elif tag == "sheet":
            found = by_local_name(attributes)
            hidden = found.get("state", "visible") in ("hidden", "veryHidden")
            self.sheets.append((found.get("name", ""), found.get("id", ""), hidden))


class _Styles(Elements):
    def __init__(self) -> None:
        self._codes: dict[str, str] = {}
        self._inside: str = ""
        self.formats: list[str] = []

    def start(self, name: str, attributes: Attributes) -> None:
        tag = local(name)
        if tag in ("cellXfs", "cellStyleXfs", "numFmts", "dxfs"):
            self._inside = tag
        elif tag == "numFmt" and self._inside == "numFmts":
            self._codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif tag == "xf" and self._inside == "cellXfs":
            self.formats.append(attributes.get("numFmtId", "0"))

    def code(self, number: str) -> str | None:
        return self._codes.get(number)

    def kind(self, number: str) -> NumberKind:
        code = self._codes.get(number)
        if code is not None:
            return kind_of_format(code)
        return BUILT_IN.get(int(number), NumberKind.NUMBER) if number.isdecimal() else NumberKind.NUMBER


class StringReader(Elements):
    """Text of ``si`` and ``is`` elements: runs joined, phonetic readings left out, outer spaces kept when asked to."""

    def __init__(self, add: Callable[[str], None], closing: str) -> None:
        self._add = add
        self._closing = closing
        self._runs: list[str] = []
        self._pieces: list[str] | None = None
        self._preserve = False
        self._phonetic = False

    def start(self, name: str, attributes: Attributes) -> None:
        tag = local(name)
        if tag == "t" and not self._phonetic:
            self._pieces = []
            self._preserve = attributes.get("xml:space") == "preserve"
        elif tag == "rPh":
            self._phonetic = True

    def text(self, data: str) -> None:
        if self._pieces is not None:
            self._pieces.append(data)

    def end(self, name: str) -> None:
        tag = local(name)
        if tag == "t" and self._pieces is not None:
            run = "".join(self._pieces)
            self._runs.append(unescaped(run if self._preserve else run.strip(_SPACES)))
            self._pieces = None
        elif tag == "rPh":
            self._phonetic = False
        elif tag == self._closing:
            self._add("".join(self._runs))
            self._runs = []


def read_book(archive: Archive, budget: Budget) -> Book:
    """The workbook's own parts; raises ``Unusable`` for another kind of document."""
    part = _main_part(archive, budget)
    workbook = _Workbook()
    xml_parts.read(archive.chunks(part), workbook, budget)
    if not workbook.is_workbook:
        raise refusals.not_a_workbook("un autre document")
    if len(workbook.sheets) > budget.limits.sheets:
        raise refusals.too_large(
            f"ce classeur a {len(workbook.sheets)} feuilles (au plus {budget.limits.sheets}). Découpez-le en plusieurs."
        )
    relations = _relations(archive, part, budget)
    styles = _Styles()
    by_kind = {relation.kind: _resolved(part, relation.target) for relation in relations.values()}
    if (styles_part := by_kind.get("styles")) and styles_part in archive:
        xml_parts.read(archive.chunks(styles_part), styles, budget)
    strings = by_kind.get("sharedStrings")
    return Book(
        sheets=tuple(_sheet_parts(archive, workbook, relations, part)),
        strings_part=strings if strings and strings in archive else None,
        kinds=tuple(map(styles.kind, styles.formats)),
        codes=tuple(code for number in styles.formats if (code := styles.code(number)) is not None),
        since_1904=workbook.since_1904,
    )


def read_strings(archive: Archive, book: Book, budget: Budget) -> list[str]:
    """The shared strings, by index."""
    strings: list[str] = []
    if book.strings_part:
        xml_parts.read(archive.chunks(book.strings_part), StringReader(strings.append, "si"), budget)
    return strings


def _main_part(archive: Archive, budget: Budget) -> str:
    for relation in _relations(archive, "", budget).values():
        if relation.kind == "officeDocument":
            part = _resolved("", relation.target)
            if part.endswith(".bin"):
                raise refusals.binary_workbook()
            return part
    return "xl/workbook.xml"


def _relations(archive: Archive, part: str, budget: Budget) -> dict[str, _Relation]:
    folder, name = posixpath.split(part)
    found = _Relations()
    beside = posixpath.join(folder, "_rels", f"{name}.rels")
    if beside in archive:
        xml_parts.read(archive.chunks(beside), found, budget)
    return found.found


def _resolved(part: str, target: str) -> str:
    """The entry that a relation of ``part`` points to. It is only ever looked up inside the archive."""
    target = target.replace("\\", "/")
    joined = target if target.startswith("/") else posixpath.join("/", posixpath.dirname(part), target)
    return posixpath.normpath(joined).lstrip("/")


def _sheet_parts(archive: Archive, workbook: _Workbook, relations: dict[str, _Relation], part: str) -> list[SheetPart]:
    """Sheets of cells in the order of the tabs; sheets of charts, dialogs and macros hold none."""
    found = []
    for name, relation_id, hidden in workbook.sheets:
        relation = relations.get(relation_id)
        if relation is None:
            raise refusals.damaged(f"feuille « {name} » introuvable")
        if relation.kind != "worksheet":
            continue
        target = _resolved(part, relation.target)
        if target not in archive:
            raise refusals.damaged(f"feuille « {name} » introuvable")
        found.append(SheetPart(name, target, hidden))
    return found
