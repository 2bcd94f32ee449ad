"""Where communes are: the centres of those of the two métropoles that come with the product.

A distance between two centres says the order of things. The official file of communes, once imported, gives the others;
a commune without a centre has no distance, which excludes nobody. Source: communes de France 2026 (Etalab, INSEE;
Licence Ouverte), to a thousandth of a degree, about 100 m.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from importlib import resources
from typing import NamedTuple

from clauses.reference import communes


class Centre(NamedTuple):
    """A commune: INSEE code, postal codes, name, latitude and longitude in degrees."""

    insee: str
    postal_codes: tuple[str, ...]
    name: str
    latitude: float
    longitude: float


@cache
def centres() -> dict[str, Centre]:
    """Every commune of the table by INSEE code."""
    text = resources.files("clauses.reference").joinpath("centroids.txt").read_text(encoding="utf-8")
    return {line.split(";", 1)[0]: _read(line) for line in text.splitlines() if not line.startswith("#")}


def _read(line: str) -> Centre:
    insee, postal_codes, name, latitude, longitude = line.split(";")
    return Centre(insee, tuple(postal_codes.split(",")), name, float(latitude), float(longitude))


@cache
def points() -> dict[str, tuple[float, float]]:
    """Latitude and longitude by INSEE code."""
    return {insee: (centre.latitude, centre.longitude) for insee, centre in centres().items()}


def locate(name: str, postal_code: str | None = None) -> str | None:
    """The INSEE code of the one commune of that name, or of a name it bore; None when none, or several, can be meant.

    A postal code that the commune does not have makes it another one, of the same name: None.
    """
    found = _by_name().get(communes.name_key(name), ())
    if not found:
        former = communes.find(name, postal_code)
        return former.insee if former else None
    if postal_code:
        found = tuple(insee for insee in found if postal_code.strip() in centres()[insee].postal_codes)
    return found[0] if len(found) == 1 else None


@cache
def _by_name() -> dict[str, tuple[str, ...]]:
    named: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for insee, centre in centres().items():
        named[communes.name_key(centre.name)] += (insee,)
    return dict(named)
