"""Communes by their names and codes: the official list once loaded, the two métropoles before."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from clauses.reference import communes as compact
from clauses.reference.nomenclatures import OfficialCommune
from clauses.words import folded

TOWN = 10_000
"""Inhabitants: below, the names of villages are too often words of something else."""


@dataclass(frozen=True)
class PlacedCommune:
    """A commune; its centre in ten-millionths of a degree, None where it is not known."""

    insee: str
    name: str
    postal_codes: tuple[str, ...]
    epci: str | None = None
    longitude: int | None = None
    latitude: int | None = None


def communes_named(session: Session, name: str, postal_code: str | None = None) -> list[PlacedCommune]:
    """The communes of that name, whatever its spelling: several bear the same, and a postal code tells them apart."""
    key = compact.name_key(name)
    asked = select(OfficialCommune).where(col(OfficialCommune.name_key) == key).order_by(col(OfficialCommune.insee))
    found = [_placed(row) for row in session.exec(asked).all()]
    if not found:
        commune = compact.find(name)
        found = [] if commune is None else [_compact(session, commune)]
    if postal_code:
        return [commune for commune in found if postal_code.strip() in commune.postal_codes]
    return found


def commune_of(session: Session, insee: str) -> PlacedCommune | None:
    """The commune of an INSEE code; None for one that is not known."""
    row = session.get(OfficialCommune, insee)
    if row is not None:
        return _placed(row)
    return next((_compact(session, one) for one in compact.communes() if one.insee == insee), None)


def towns(session: Session) -> frozenset[str]:
    """The names, folded, of the towns of `TOWN` inhabitants or more, of one word; none before the file is loaded."""
    asked = select(OfficialCommune.name).where(col(OfficialCommune.population) >= TOWN)
    return frozenset(name for name in map(folded, session.exec(asked).all()) if " " not in name)


def _placed(row: OfficialCommune) -> PlacedCommune:
    codes = tuple(code for code in row.postal_codes.split(";") if code)
    return PlacedCommune(row.insee, row.name, codes, row.epci, row.longitude, row.latitude)


def _compact(session: Session, commune: compact.Commune) -> PlacedCommune:
    """A commune of the compact table, or what the official list says of it: it may have changed its name."""
    row = session.get(OfficialCommune, commune.insee)
    if row is not None:
        return _placed(row)
    return PlacedCommune(commune.insee, commune.name, commune.postal_codes, commune.metropolis.value)
