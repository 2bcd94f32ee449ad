"""Where the communes that people write are: by the official file once loaded, by the built-in table before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session, col

from clauses.matching.distance import Point
from clauses.reference import centroids
from clauses.reference.communes import communes, name_key
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
    """Where these communes are; the built-in table answers for what the official file does not have: a former name.

    A name that several communes of France bear is, without its postal code, that of the two métropoles, else none.
    """
    asked = list(dict.fromkeys(written))
    points = dict(centroids.points())
    named: dict[str, list[tuple[str, frozenset[str]]]] = defaultdict(list)
    columns = (
        col(OfficialCommune.insee), col(OfficialCommune.name_key), col(OfficialCommune.postal_codes),
        col(OfficialCommune.latitude), col(OfficialCommune.longitude),
    )  # fmt: skip
    for column, values in (
        (col(OfficialCommune.insee), sorted(points)),
        (col(OfficialCommune.name_key), sorted({name_key(name) for name, _ in asked})),
    ):
        for start in range(0, len(values), _AT_ONCE):
            rows = select(*columns).where(column.in_(values[start : start + _AT_ONCE]))
            for insee, key, postal_codes, latitude, longitude in session.execute(rows):
                named[key].append((insee, frozenset(postal_codes.split(";"))))
                if latitude is not None and longitude is not None:
                    points[insee] = (latitude / TEN_MILLIONTHS, longitude / TEN_MILLIONTHS)
    return Located({each: _meant(named, *each) or centroids.locate(*each) for each in asked}, points)


def _meant(named: Mapping[str, Iterable[tuple[str, frozenset[str]]]], name: str, postal_code: str | None) -> str | None:
    """The one commune of the official file that a name means; of several, the one of the product's territories."""
    found = {
        insee for insee, postal in named.get(name_key(name), ()) if not postal_code or postal_code.strip() in postal
    }
    if len(found) > 1:
        found &= {commune.insee for commune in communes()}
    return found.pop() if len(found) == 1 else None
