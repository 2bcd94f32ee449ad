"""Where the communes that people write are: the built-in table first, then the official file where it is loaded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session, col

from clauses.matching.distance import Point
from clauses.reference import centroids
from clauses.reference.communes import name_key
from clauses.reference.nomenclatures import OfficialCommune

TEN_MILLIONTHS = 10_000_000
_AT_ONCE = 5_000

Written = tuple[str, str | None]
"""The name of a commune and its postal code, as someone wrote them."""


@dataclass(frozen=True)
class Located:
    """``codes``: the INSEE code of each commune written, None where none, or several, can be meant.

    ``points``: latitude and longitude in degrees, by INSEE code.
    """

    codes: dict[Written, str | None]
    points: dict[str, Point]

    def __call__(self, name: str, postal_code: str | None) -> str | None:
        """The code of a commune as it was written."""
        return self.codes.get((name, postal_code))


def locate(session: Session, written: Iterable[Written]) -> Located:
    """Where these communes are. The official file is read only for those that the built-in table does not have.

    A name that several communes of France bear is none of them without its postal code.
    """
    codes = {each: centroids.locate(*each) for each in written}
    points = dict(centroids.points())
    unknown = sorted({name_key(name) for (name, _), insee in codes.items() if insee is None})
    named: dict[str, list[tuple[str, frozenset[str]]]] = defaultdict(list)
    for start in range(0, len(unknown), _AT_ONCE):
        asked = select(
            col(OfficialCommune.insee), col(OfficialCommune.name_key), col(OfficialCommune.postal_codes),
            col(OfficialCommune.latitude), col(OfficialCommune.longitude),
        ).where(col(OfficialCommune.name_key).in_(unknown[start : start + _AT_ONCE]))  # fmt: skip
        for insee, key, postal_codes, latitude, longitude in session.execute(asked):
            named[key].append((insee, frozenset(postal_codes.split(";"))))
            if latitude is not None and longitude is not None:
                points[insee] = (latitude / TEN_MILLIONTHS, longitude / TEN_MILLIONTHS)
    for (name, postal_code), insee in codes.items():
        if insee is None:
            meant = [
                each
                for each, postal in named.get(name_key(name), ())
                if not postal_code or postal_code.strip() in postal
            ]
            codes[name, postal_code] = meant[0] if len(meant) == 1 else None
    return Located(codes, points)
