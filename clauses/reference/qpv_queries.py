"""In which quartier prioritaire a place was on a day, and the table of quartiers that the whole product uses.

Perimeters of 2015 and of 2024 are kept apart: those in force on the day answer, and no others.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from clauses.reference import communes as compact
from clauses.reference import qpv
from clauses.reference.contours import Standing, standing, understood
from clauses.reference.nomenclatures import OfficialCommune, QpvPerimeter
from clauses.reference.parts import QpvGeneration
from clauses.reference.qpv import Quartier, Quartiers


@dataclass(frozen=True)
class Located:
    """A quartier that holds a point; ``on_border``: the point is on its very limit, which counts as inside."""

    key: str
    code: str
    name: str
    on_border: bool


@dataclass(frozen=True)
class Residence:
    """The answer for a point on a day. ``known`` is false where no perimeter in force that day has been loaded."""

    known: bool
    quartiers: tuple[Located, ...] = ()


def quartiers(session: Session) -> Quartiers:
    """The quartiers of the official list once loaded, those of the compact table before."""
    rows = session.exec(
        select(QpvPerimeter.code, QpvPerimeter.name, QpvPerimeter.communes, QpvPerimeter.insee).order_by(
            col(QpvPerimeter.code)
        )
    ).all()
    if not rows:
        return qpv.BUILT_IN
    named = _names(session, {code for row in rows if not row[2] for code in row[3].split(";") if code})
    return qpv.BUILT_IN.completed(
        Quartier(code, name, _places(places, insee, named)) for code, name, places, insee in rows
    )


def qpv_at(session: Session, *, longitude: int, latitude: int, day: date) -> Residence:
    """The quartiers that hold a point (ten-millionths of a degree) on ``day``, by the perimeters in force then.

    A quartier that did not change in 2024 (« I ») answers for the days before too, when those of 2015 are not loaded.
    """
    near = session.exec(
        select(QpvPerimeter)
        .where(col(QpvPerimeter.west) <= longitude, col(QpvPerimeter.east) >= longitude)
        .where(col(QpvPerimeter.south) <= latitude, col(QpvPerimeter.north) >= latitude)
        .order_by(col(QpvPerimeter.code))
    ).all()
    placed = [(row, place) for row in near if _in_force(row, day) and (place := _standing(row, longitude, latitude))]
    if day < qpv.FIRST_GENERATION:
        return Residence(known=True)
    if placed:
        table = quartiers(session)
        return Residence(known=True, quartiers=tuple(_located(row, place, table) for row, place in placed))
    return Residence(known=_loaded(session, day))


def perimeter(session: Session, code: str) -> QpvPerimeter | None:
    """The perimeter of that code as the official list gives it; None when it is not loaded."""
    return session.get(QpvPerimeter, code)


def _in_force(row: QpvPerimeter, day: date) -> bool:
    change = qpv.second_generation(row.code)
    if row.generation is QpvGeneration.QPV2015:
        return qpv.FIRST_GENERATION <= day < change
    return day >= (qpv.FIRST_GENERATION if row.code.endswith("I") else change)


def _standing(row: QpvPerimeter, longitude: int, latitude: int) -> Standing:
    return standing(understood(row.contour or "[]"), longitude, latitude)


def _located(row: QpvPerimeter, place: Standing, table: Quartiers) -> Located:
    key = table.recognise(row.code).key or row.code
    return Located(key, row.code, row.name, on_border=place is Standing.BORDER)


def _loaded(session: Session, day: date) -> bool:
    """Whether contours of the generation of a day have been loaded at all."""
    wanted = QpvGeneration.QPV2024 if day >= qpv.SECOND_GENERATION else QpvGeneration.QPV2015
    asked = select(QpvPerimeter.code).where(col(QpvPerimeter.contour).is_not(None))
    return session.exec(asked.where(col(QpvPerimeter.generation) == wanted).limit(1)).first() is not None


def _names(session: Session, insee: Iterable[str]) -> dict[str, str]:
    """The names of communes by their INSEE codes: official once loaded, else those of the two métropoles."""
    asked = select(OfficialCommune.insee, OfficialCommune.name).where(col(OfficialCommune.insee).in_(sorted(insee)))
    return {commune.insee: commune.name for commune in compact.communes()} | dict(session.exec(asked).all())


def _places(names: str, insee: str, named: dict[str, str]) -> tuple[str, ...]:
    given = tuple(name for name in names.split(";") if name)
    return given or tuple(named[code] for code in insee.split(";") if code in named)
