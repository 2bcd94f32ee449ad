"""What the official nomenclatures answer, once loaded: jobs, their neighbours, domains, sectors and skills.

Everything is empty until the official files have been imported: callers then use the compact built-in tables.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from clauses.reference.nomenclatures import (
    ReferenceEdition,
    RomeAppellation,
    RomeDomain,
    RomeItem,
    RomeJob,
    RomeJobItem,
    RomeJobSector,
    RomeLicence,
    RomeMove,
    RomeNeighbour,
    RomeSector,
)
from clauses.reference.parts import ReferencePart, RomeItemKind
from clauses.reference.rome_compact import Title, titles

EVERYWHERE = "00"
"""The division of what is found in every sector: it says nothing of one."""


@dataclass(frozen=True)
class Edition:
    """The edition of a part in use: its version and date as far as its file says them, its file, when it was loaded."""

    part: ReferencePart
    version: str | None
    dated_on: date | None
    sha256: str
    rows: int
    loaded_at: datetime


def editions(session: Session) -> dict[ReferencePart, Edition]:
    """The last edition of each part that has been loaded."""
    last = select(func.max(col(ReferenceEdition.id))).group_by(col(ReferenceEdition.part))
    rows = session.exec(select(ReferenceEdition).where(col(ReferenceEdition.id).in_(last))).all()
    return {row.part: Edition(row.part, row.version, row.dated_on, row.sha256, row.rows, row.loaded_at) for row in rows}


def rome_labels(session: Session) -> dict[str, str]:
    """The label of each code: of the official file once loaded, else of the compact table."""
    official = dict(session.exec(select(RomeJob.code, RomeJob.label)).all())
    return official or {title.code: title.label for title in titles()}


def rome_titles(session: Session) -> Sequence[Title]:
    """Every appellation, its code and the label of that code: official once loaded, else of the compact table."""
    rows = session.exec(
        select(RomeAppellation.job, RomeAppellation.label).order_by(col(RomeAppellation.job), col(RomeAppellation.ogr))
    ).all()
    if not rows:
        return titles()
    labels = {title.code: title.label for title in titles()} | rome_labels(session)
    return [Title(job, labels.get(job, label), label) for job, label in rows]


def rome_parents(session: Session) -> dict[str, str]:
    """The code of before 2023 of each code (its own where it did not move), from the fiches of both vintages."""
    return dict(session.exec(select(RomeJob.code, RomeJob.parent)).all())


def rome_heirs(session: Session, code: str) -> tuple[str, ...]:
    """The codes of today of a code of either vintage, itself first where it still exists."""
    found = session.exec(select(RomeJob.code).where(col(RomeJob.parent) == code).order_by(col(RomeJob.code))).all()
    moved = session.exec(select(RomeMove.after).where(col(RomeMove.before) == code).distinct()).all()
    own = session.exec(select(RomeJob.code).where(col(RomeJob.code) == code)).all()
    return tuple(dict.fromkeys([*own, *found, *sorted(moved)]))


def rome_neighbours(session: Session) -> dict[str, tuple[str, ...]]:
    """The jobs that one may move to from each job, the nearest first (« rubrique mobilité »)."""
    rows = session.exec(
        select(RomeNeighbour.job, RomeNeighbour.near).order_by(
            col(RomeNeighbour.job), col(RomeNeighbour.rank), col(RomeNeighbour.near)
        )
    ).all()
    return _gathered(rows)


def rome_skills(
    session: Session,
    jobs: Iterable[str] | None = None,
    kinds: Iterable[RomeItemKind] = (RomeItemKind.COMPETENCE, RomeItemKind.SAVOIR),
) -> dict[str, tuple[str, ...]]:
    """The skills and knowledge of each job (of ``jobs`` only where given), in words, those at its core first."""
    asked = (
        select(RomeJobItem.job, RomeItem.label)
        .join(RomeItem, col(RomeItem.ogr) == col(RomeJobItem.ogr))
        .where(col(RomeItem.kind).in_(list(kinds)))
        .order_by(col(RomeJobItem.job), col(RomeJobItem.core).is_(None), col(RomeJobItem.ogr))
    )
    if jobs is not None:
        asked = asked.where(col(RomeJobItem.job).in_(list(jobs)))
    return _gathered(session.exec(asked).all())


def rome_divisions(session: Session) -> dict[str, frozenset[str]]:
    """The NAF divisions (two digits) where each job is found; a job found in every one has none here."""
    asked = select(RomeJobSector.job, RomeJobSector.division).where(col(RomeJobSector.division) != EVERYWHERE)
    return {job: frozenset(found) for job, found in _gathered(session.exec(asked).all()).items()}


def rome_sectors(session: Session) -> dict[str, str]:
    """The label of each NAF division as the ROME says it."""
    return dict(session.exec(select(RomeSector.division, RomeSector.label)).all())


def rome_domains(session: Session) -> dict[str, str]:
    """The label of each grand domaine (F) and domaine professionnel (F17): the beginning of a code is its domain."""
    return dict(session.exec(select(RomeDomain.code, RomeDomain.label)).all())


def rome_licences(session: Session) -> tuple[str, ...]:
    """The CACES, licences and habilitations that the ROME names."""
    return tuple(session.exec(select(RomeLicence.label).order_by(col(RomeLicence.ogr))).all())


def _gathered(rows: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for name, value in rows:
        found[name].append(value)
    return {name: tuple(values) for name, values in found.items()}


def fingerprint(known: Mapping[ReferencePart, Edition], parts: Iterable[ReferencePart]) -> str:
    """What tells one state of these parts from another: the files that they come from."""
    return "-".join(known[part].sha256[:12] if part in known else "none" for part in parts)
