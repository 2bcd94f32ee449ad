"""The sheet of a candidate that goes with a proposal: what an employer may know, and nothing else.

No birth date, sex, nationality, street, RSA, RQTH or justice: none of them is asked of a post (RGPD art. 5, Code du
travail L1132-1), and an employer has no right to them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlmodel import Session, col

from clauses.dates import french_day
from clauses.errors import NotFound
from clauses.hours.models import Contract
from clauses.people.models import Person, Residence
from clauses.quantities import ABSENT, NO_BREAK_SPACE
from clauses.reference.rules import ContractKind
from clauses.reports.documents.content import Chapter, Document
from clauses.reports.sheets import Row, Table
from clauses.sites.models import Attendance


@dataclass(frozen=True)
class Candidate:
    """What may be said of somebody to an employer. ``jobs``, ``skills`` and ``licences`` as people wrote them."""

    id: int
    name: str
    identifier: str | None
    commune: str | None
    jobs: tuple[str, ...]
    skills: tuple[str, ...]
    licences: tuple[str, ...]
    mobility_km: int | None
    available_on: date | None
    french_level: str | None
    education_level: str | None
    tested_on: date | None
    worked: tuple[tuple[str, ContractKind, date, date | None], ...] = ()


def candidate(session: Session, identifier: str) -> Candidate:
    """Somebody by the identifier of the people file. Raises ``NotFound``."""
    return candidate_numbered(session, numbered(session, identifier))


def numbered(session: Session, identifier: str) -> int:
    """The id of whoever bears that identifier of the people file. Raises ``NotFound``."""
    found = session.execute(select(col(Person.id)).where(col(Person.identifier) == identifier)).scalar()
    if found is None:
        raise NotFound(f"Personne ne porte l'identifiant « {identifier} ». Vérifiez-le dans le fichier des personnes.")
    return int(found)


def candidate_numbered(session: Session, number: int) -> Candidate:
    """Somebody by their id. Raises ``NotFound``."""
    found = session.execute(
        select(
            col(Person.identifier), col(Person.first_name), col(Person.last_name), col(Person.jobs), col(Person.skills),
            col(Person.licences), col(Person.mobility_km), col(Person.available_on), col(Person.french_level),
            col(Person.education_level),
        ).where(col(Person.id) == number)
    ).first()  # fmt: skip
    if found is None:
        raise NotFound("Cette personne n'existe pas.")
    identifier, first, last, jobs, skills, licences, mobility, available, french, education = found
    commune = session.execute(
        select(col(Residence.commune)).where(col(Residence.person_id) == number).order_by(col(Residence.since).desc())
    ).first()
    tested = session.execute(
        select(col(Attendance.test_taken_on))
        .where(col(Attendance.person_id) == number, col(Attendance.test_taken_on).is_not(None))
        .order_by(col(Attendance.test_taken_on).desc())
    ).first()
    worked: Sequence[tuple[str, ContractKind, date, date | None]] = [
        (job or "Emploi", kind, starts, ends)
        for job, kind, starts, ends in session.execute(
            select(col(Contract.job), col(Contract.kind), col(Contract.starts_on), col(Contract.ends_on))
            .where(col(Contract.person_id) == number)
            .order_by(col(Contract.starts_on))
        )
    ]
    return Candidate(
        id=number,
        name=f"{first} {last}",
        identifier=identifier,
        commune=commune[0] if commune else None,
        jobs=listed(jobs),
        skills=listed(skills),
        licences=listed(licences),
        mobility_km=mobility,
        available_on=available,
        french_level=french,
        education_level=education,
        tested_on=tested[0] if tested else None,
        worked=tuple(worked),
    )


def listed(kept: str | None) -> tuple[str, ...]:
    """What a file lists with « ; », each one tidied."""
    return tuple(each.strip() for each in (kept or "").split(";") if each.strip())


def candidate_sheet(found: Candidate, *, established_on: date) -> Document:
    """The sheet: what the person looks for, knows and may do, and what was worked on the clauses."""
    distance = None if found.mobility_km is None else f"{found.mobility_km}{NO_BREAK_SPACE}km"
    told = (
        ("Identifiant", found.identifier),
        ("Commune", found.commune),
        ("Mobilité", distance),
        ("Disponible le", None if found.available_on is None else french_day(found.available_on)),
        ("Niveau de français", found.french_level),
        ("Niveau de formation", found.education_level),
        ("Test de sécurité et de développement durable", found.tested_on and f"passé le {french_day(found.tested_on)}"),
    )
    return Document(
        title="Fiche de candidature",
        answer=found.name,
        heading=("Proposée par le facilitateur des clauses d'insertion.",),
        chapters=(
            Chapter("Profil", facts=tuple((name, value or ABSENT) for name, value in told)),
            *(
                Chapter(title, sentences=() if values else ("Non renseigné.",), points=values)
                for title, values in (
                    ("Métiers recherchés", found.jobs),
                    ("Compétences", found.skills),
                    ("Habilitations et permis", found.licences),
                )
            ),
            Chapter("Expérience dans les clauses", sentences=_none(found), tables=_experience(found)),
        ),
        established_on=established_on,
        mentions=("À n'employer que pour la mise en relation, puis à détruire.",),
    )


def _none(found: Candidate) -> tuple[str, ...]:
    return () if found.worked else ("Pas encore.",)


def _experience(found: Candidate) -> tuple[Table, ...]:
    rows = tuple(
        Row((job, kind.label, french_day(starts), french_day(ends) if ends else "en cours"))
        for job, kind, starts, ends in found.worked
    )
    return (Table("Contrats", ("Emploi", "Contrat", "Début", "Fin"), rows, worded=True),) if rows else ()
