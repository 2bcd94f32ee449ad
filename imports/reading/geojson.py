"""GeoJSON of quartiers → a sheet: one row a feature, its contour as whole numbers, or what is wrong with it.

Source: RFC 7946. Coordinates are degrees of longitude and latitude (WGS 84), which the standard asks for.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import polars as pl

from clauses.errors import Unusable
from clauses.quantities import half_up
from clauses.reference.contours import Contour, tidied, written
from clauses.words import folded
from imports.containers import Sheet
from imports.reading.archive_of_texts import read_texts
from imports.reading.grid import letters
from imports.reading.json_text import read_json
from imports.reading.limits import Limits

_DEGREE = 10_000_000
_FIELDS = {
    "code_qp": ("code qp", "code quartier", "code"),
    "nom_qp": ("nom qp", "lib qp", "nom", "libelle"),
    "insee": ("insee", "insee com", "insee communes", "code insee"),
    "communes": ("communes", "commune qp", "lib com", "noms communes", "commune"),
}


class _Fault(Exception):
    """A contour that is none; says what the cell is then filled with."""


def read_features(path: Path, name: str, limits: Limits) -> list[Sheet]:
    """A GeoJSON of surfaces as one sheet; any other file as `read_texts` reads it (the list of the quartiers is a csv).

    Raises ``Unusable`` (``qpv.other_file``) for JSON that holds no feature.
    """
    with path.open("rb") as file:
        beginning = file.read(512).lstrip(b"\xef\xbb\xbf \t\r\n")
    if not beginning.startswith((b"{", b"[")):
        return read_texts(path, name, limits)
    value = read_json(path.read_bytes())
    features = value.get("features") if isinstance(value, dict) else None
    if not isinstance(features, list) or not features:
        raise Unusable(
            "ce fichier n'est pas un GeoJSON de quartiers : il n'a pas de liste « features ». "
            "Téléchargez les contours des QPV (ANCT) au format GeoJSON.",
            code="qpv.other_file",
        )
    told = [_properties(feature) for feature in features]
    fields = [field for field in _FIELDS if any(field in one for one in told)]
    rows = [[*fields, "contour"]]
    rows += [
        [*(one.get(field, "") for field in fields), _geometry(feature)]
        for one, feature in zip(told, features, strict=True)
    ]
    columns = zip(*rows, strict=True)
    cells = {
        letters(place): pl.Series([text or None for text in texts], dtype=pl.String)
        for place, texts in enumerate(columns)
    }
    return [Sheet(name=Path(name).stem, cells=pl.DataFrame(cells))]


def _properties(feature: Any) -> dict[str, str]:
    """What a feature says of itself, by our own headers."""
    given = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(given, Mapping):
        return {}
    said = {folded(str(key)): value for key, value in given.items()}
    found = {}
    for field, names in _FIELDS.items():
        value = next((said[name] for name in names if said.get(name) not in (None, "", [])), None)
        if value is not None:
            found[field] = ";".join(map(_text, value)) if isinstance(value, list) else _text(value)
    return found


def _text(value: Any) -> str:
    return value.replace("\0", "") if isinstance(value, str) else str(value) if isinstance(value, int) else ""


def _geometry(feature: Any) -> str:
    """The contour of a feature as it is kept, or what stands in its place in the file."""
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    try:
        return written(_contour(geometry))
    except _Fault as fault:
        return str(fault)


def _contour(geometry: Any) -> Contour:
    if not isinstance(geometry, Mapping):
        raise _Fault("sans géométrie")
    kind, given = geometry.get("type"), geometry.get("coordinates")
    if kind not in ("Polygon", "MultiPolygon"):
        raise _Fault(f"géométrie « {str(kind)[:40]} »")
    polygons = [given] if kind == "Polygon" else given
    contour = tidied([[_ring(ring) for ring in _list(polygon)] for polygon in _list(polygons)])
    if not contour:
        raise _Fault("surface nulle")
    return contour


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise _Fault("coordonnées mal emboîtées")
    return value


def _ring(given: Any) -> list[tuple[int, int]]:
    points = []
    for point in _list(given):
        if not isinstance(point, list) or len(point) < 2:
            raise _Fault("coordonnées mal emboîtées")
        points.append((_units(point[0], 180), _units(point[1], 90)))
    return points


def _units(degrees: Any, most: int) -> int:
    if isinstance(degrees, bool) or not isinstance(degrees, int | Decimal):
        raise _Fault(f"coordonnée « {str(degrees)[:40]} »")
    if not -most <= degrees <= most:
        raise _Fault(f"coordonnée {str(degrees)[:40]} hors du globe (attendu : degrés, WGS 84)")
    return half_up(Fraction(degrees) * _DEGREE)
