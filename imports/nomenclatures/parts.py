"""The official files as their publishers write them: by which headers each is known, and where its columns go.

Sources: France Travail, ROME 4.0 open data; INSEE and Etalab, communes and NAF; European Union, CPV 2008 in French.
Headers are compared without case, accents or punctuation.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import SQLModel

from clauses.files.rules import FileKind
from clauses.reference import nomenclatures as m
from clauses.reference.communes import name_key
from clauses.reference.contours import bounds, understood
from clauses.reference.parts import QpvGeneration, ReferencePart, RomeItemKind
from clauses.words import folded
from imports.nomenclatures import forms
from imports.nomenclatures.forms import Form
from imports.sentences import quoted


@dataclass(frozen=True)
class Column:
    """A column of the file: its headers, folded; the field it fills; how its cells are read."""

    name: str
    headers: tuple[str, ...]
    form: Form
    needed: bool = True
    """Whether a file without this column is another file."""


@dataclass(frozen=True)
class Part:
    """One kind of official file. ``key`` are the fields that tell a row; ``same`` the values that all its rows bear.

    ``renewed``: a newer file is the whole nomenclature, so what it no longer holds goes. Otherwise rows stay: a commune
    that merged is still on people's papers.
    """

    code: ReferencePart
    kind: FileKind
    table: type[SQLModel]
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    same: Mapping[str, Any] = field(default_factory=dict)
    renewed: bool = True
    ages: bool = True
    """Whether an older version is refused; generations of perimeters stand beside each other, in any order."""
    left_out: Callable[[Mapping[str, Any]], str | None] | None = None
    """Why a row that is well written is not of this list, in French; None when it is."""
    beside: tuple[str, ...] = ()
    """Headers that are not kept, but tell this file from those that share its other columns."""
    own_codes: tuple[int, int] | None = None
    """Where two parts share a table: the lengths, from and to, of the codes of this one."""


def _column(name: str, headers: str, form: Form, *, needed: bool = True) -> Column:
    return Column(name, tuple(header.strip() for header in headers.split("|")), form, needed)


_JOB = _column("job", "code rome", forms.ROME_CODE)
_ITEMS = {
    ReferencePart.ROME_SKILLS: (RomeItemKind.COMPETENCE, "code ogr", "libelle competence", "sous cat comp"),
    ReferencePart.ROME_KNOWLEDGE: (RomeItemKind.SAVOIR, "code ogr savoir", "libelle savoir", "categorie savoir"),
    ReferencePart.ROME_CONTEXTS: (
        RomeItemKind.CONTEXTE,
        "code ogr",
        "libelle cont travail",
        "libelle type cont trav",
    ),
}


def _items(part: ReferencePart) -> Part:
    kind, ogr, label, category = _ITEMS[part]
    return Part(
        part,
        FileKind.ROME,
        m.RomeItem,
        ("ogr",),
        (
            _column("ogr", ogr, forms.NUMBER),
            _column("label", label, forms.WORDS),
            _column("category", category, forms.MAYBE_WORDS),
        ),
        same={"kind": kind},
    )


_ROME = (
    Part(
        ReferencePart.ROME_JOBS,
        FileKind.ROME,
        m.RomeJob,
        ("code",),
        (
            _column("code", "code rome", forms.ROME_CODE),
            _column("label", "libelle rome", forms.WORDS),
            _column("parent", "code rome parent", forms.ROME_CODE),
        ),
    ),
    Part(
        ReferencePart.ROME_APPELLATIONS,
        FileKind.ROME,
        m.RomeAppellation,
        ("ogr",),
        (
            _column("ogr", "code ogr", forms.NUMBER),
            _column("label", "libelle appellation long", forms.WORDS),
            _column("short_label", "libelle appellation court", forms.WORDS),
            _JOB,
            _column("parent", "code rome parent", forms.MAYBE_ROME_CODE, needed=False),
            _column("seldom_used", "peu usite", forms.FLAG, needed=False),
        ),
    ),
    *map(_items, _ITEMS),
    Part(
        ReferencePart.ROME_JOB_ITEMS,
        FileKind.ROME,
        m.RomeJobItem,
        ("job", "ogr"),
        (
            _JOB,
            _column("ogr", "code ogr", forms.NUMBER),
            _column("core", "coeur metier", forms.MAYBE_WORDS),
        ),
    ),
    Part(
        ReferencePart.ROME_MOBILITY,
        FileKind.ROME,
        m.RomeNeighbour,
        ("job", "near"),
        (
            _JOB,
            _column("near", "code rome cible", forms.ROME_CODE),
            _column("rank", "numero ordre", forms.NUMBER),
        ),
    ),
    Part(
        ReferencePart.ROME_GREAT_DOMAINS,
        FileKind.ROME,
        m.RomeDomain,
        ("code",),
        (
            _column("code", "code grand domaine", forms.DOMAIN),
            _column("label", "libelle grand domaine", forms.WORDS),
        ),
        own_codes=(1, 1),
    ),
    Part(
        ReferencePart.ROME_DOMAINS,
        FileKind.ROME,
        m.RomeDomain,
        ("code",),
        (
            _column("code", "code domaine professionnel|code domaine professionel", forms.DOMAIN),
            _column("label", "libelle domaine professionnel|libelle domaine professionel", forms.WORDS),
        ),
        own_codes=(3, 3),
    ),
    Part(
        ReferencePart.ROME_JOB_DOMAINS,
        FileKind.ROME,
        m.RomeJobDomain,
        ("job",),
        (
            _JOB,
            _column("domain", "code domaine professionel|code domaine professionnel", forms.DOMAIN),
        ),
        beside=("libelle rome",),
    ),
    Part(
        ReferencePart.ROME_SECTORS,
        FileKind.ROME,
        m.RomeSector,
        ("division",),
        (
            _column("division", "code secteur naf", forms.DIVISION),
            _column("label", "libelle secteur naf", forms.WORDS),
        ),
    ),
    Part(
        ReferencePart.ROME_JOB_SECTORS,
        FileKind.ROME,
        m.RomeJobSector,
        ("job", "division"),
        (_JOB, _column("division", "code secteur naf", forms.DIVISION)),
        beside=("libelle rome",),
    ),
    Part(
        ReferencePart.ROME_MOVES,
        FileKind.ROME,
        m.RomeMove,
        ("ogr",),
        (
            _column("ogr", "code ogr", forms.NUMBER),
            _column("label", "appellation", forms.WORDS),
            _column("before", "rome v347", forms.ROME_CODE),
            _column("before_label", "label v347", forms.MAYBE_WORDS, needed=False),
            _column("after", "rome v460", forms.ROME_CODE),
        ),
    ),
    Part(
        ReferencePart.ROME_LICENCES,
        FileKind.ROME,
        m.RomeLicence,
        ("ogr",),
        (
            _column("ogr", "code ogr", forms.NUMBER),
            _column("label", "libelle", forms.WORDS),
            _column("category", "sous categorie", forms.MAYBE_WORDS),
        ),
    ),
)


def _watched(row: Mapping[str, Any]) -> str | None:
    """A quartier de veille is followed, and never counts."""
    words = f" {folded(row['name'])} "
    if row["code"].startswith("QV") or " veille " in words:
        return f"{quoted(row['name'])} est un quartier de veille : il ne compte pas parmi les QPV."
    return None


def _perimeter(row: Mapping[str, Any]) -> dict[str, Any]:
    """The generation of a code, and the box of a contour."""
    made: dict[str, Any] = {
        "generation": QpvGeneration.QPV2015 if row["code"].startswith("QP") else QpvGeneration.QPV2024
    }
    if row.get("contour"):
        made |= dict(zip(("west", "south", "east", "north"), bounds(understood(row["contour"])), strict=True))
    return made


_OTHERS = (
    Part(
        ReferencePart.QPV,
        FileKind.QPV,
        m.QpvPerimeter,
        ("code",),
        (
            _column("code", "code qp|code quartier|code", forms.QPV),
            _column("name", "nom qp|lib qp|nom|libelle", forms.WORDS),
            _column("insee", "insee|insee com|insee communes|code insee", forms.LISTED, needed=False),
            _column("communes", "communes|commune qp|lib com|commune", forms.LISTED, needed=False),
            _column("contour", "contour", forms.CONTOUR, needed=False),
        ),
        renewed=False,
        ages=False,
        left_out=_watched,
    ),
    Part(
        ReferencePart.COMMUNES,
        FileKind.COMMUNES,
        m.OfficialCommune,
        ("insee",),
        (
            _column("insee", "insee|code insee|code commune insee|codgeo|com", forms.INSEE),
            _column("name", "nom|nom commune|libelle|nom standard|libgeo", forms.WORDS),
            _column("postal_codes", "codes postaux|code postal|codes postal", forms.POSTAL_CODES),
            _column("department", "departement|dep code|dep", forms.MAYBE_WORDS, needed=False),
            _column("population", "population", forms.MAYBE_NUMBER, needed=False),
            _column("epci", "siren epci|epci code", forms.MAYBE_WORDS, needed=False),
            _column("epci_name", "epci|epci nom", forms.MAYBE_WORDS, needed=False),
            _column("longitude", "lon|longitude|longitude centre", forms.COORDINATE, needed=False),
            _column("latitude", "lat|latitude|latitude centre", forms.COORDINATE, needed=False),
        ),
        renewed=False,
    ),
    Part(
        ReferencePart.NAF,
        FileKind.NAF,
        m.NafCode,
        ("code",),
        (
            _column("code", "code|code naf|naf|code ape", forms.NAF),
            _column("label", "libelle|intitule|libelle naf", forms.WORDS),
        ),
    ),
    Part(
        ReferencePart.CPV,
        FileKind.CPV,
        m.CpvCode,
        ("code",),
        (
            _column("code", "code|cpv|code cpv", forms.CPV),
            _column("check_digit", "code|cpv|code cpv", forms.CPV_CHECK),
            _column("label", "libelle|fr|libelle fr|libelle cpv", forms.WORDS),
            _column("parent", "parent", forms.MAYBE_CPV, needed=False),
        ),
    ),
)

PARTS: tuple[Part, ...] = (*_ROME, *_OTHERS)

DERIVED: Mapping[ReferencePart, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
    ReferencePart.COMMUNES: lambda row: {"name_key": name_key(row["name"])},
    ReferencePart.QPV: _perimeter,
}
"""Fields computed from the others of a row."""


def parts_of(kind: FileKind) -> tuple[Part, ...]:
    """The files that an import of this kind understands."""
    return tuple(part for part in PARTS if part.kind is kind)
