"""The CV of a candidate, made from what is recorded: jobs, skills, licences, past work, and nothing else.

No birth date, sex, nationality, street, RSA, RQTH or justice, no level of French, and no kind of contract either: « CDD
d'insertion » would say to an employer what it has no right to know (RGPD art. 5, Code du travail L1132-1).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import ColumnElement, select, true
from sqlmodel import Session, col

from clauses.accounts.models import Organisation
from clauses.dates import french_day, french_month
from clauses.errors import NotFound
from clauses.hours.models import Contract
from clauses.markets.models import Contractor
from clauses.people.models import Person, Residence
from clauses.quantities import NO_BREAK_SPACE
from clauses.reports.documents.candidate import listed
from clauses.reports.documents.content import Chapter, Document
from clauses.reports.sheets import Row, Table
from clauses.sites.models import Mission
from clauses.words import folded

_SAME_JOB = timedelta(days=31)
"""Between two contracts of the same job at the same company: renewed every month, they are one line of a CV."""


@dataclass(frozen=True)
class Sight:
    """What whoever makes a CV may see of somebody: their contracts and missions, the CVs that they gave, their town."""

    contracts: ColumnElement[bool]
    missions: ColumnElement[bool]
    proofs: ColumnElement[bool]
    commune: bool


WHOLE = Sight(contracts=true(), missions=true(), proofs=true(), commune=True)
"""For the command line."""


@dataclass(frozen=True)
class Held:
    """A job held at a company; ``ends_on`` None: still."""

    job: str
    company: str
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True)
class Cv:
    """What a CV says of somebody."""

    name: str
    commune: str | None
    jobs: tuple[str, ...]
    skills: tuple[str, ...]
    licences: tuple[str, ...]
    mobility_km: int | None
    available_on: date | None
    held: tuple[Held, ...]

    @property
    def says_something(self) -> bool:
        """Whether it says anything of what the person can do: a name alone is no CV."""
        return bool(self.jobs or self.skills or self.licences or self.held)


def cv_of(session: Session, person_id: int, *, today: date, sight: Sight = WHOLE) -> Cv:
    """Somebody's CV, with the work begun by ``today``, of what is in ``sight``. Raises ``NotFound``."""
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound("Cette personne n'existe pas.")
    commune = session.execute(
        select(col(Residence.commune))
        .where(col(Residence.person_id) == person_id, col(Residence.since) <= today)
        .order_by(col(Residence.since).desc())
    ).scalar()
    contracts = session.execute(
        select(col(Contract.job), col(Organisation.name), col(Contract.starts_on), col(Contract.ends_on))
        .join(Organisation, col(Organisation.id) == col(Contract.employer_id))
        .where(col(Contract.person_id) == person_id, col(Contract.starts_on) <= today, sight.contracts)
    )
    missions = session.execute(
        select(col(Mission.job), col(Organisation.name), col(Mission.starts_on), col(Mission.ends_on))
        .join(Contractor, col(Contractor.id) == col(Mission.contractor_id))
        .join(Organisation, col(Organisation.id) == col(Contractor.organisation_id))
        .where(col(Mission.person_id) == person_id, col(Mission.starts_on) <= today, sight.missions)
    )
    return Cv(
        name=f"{person.first_name} {person.last_name}",
        commune=commune if sight.commune else None,
        jobs=listed(person.jobs),
        skills=listed(person.skills),
        licences=listed(person.licences),
        mobility_km=person.mobility_km,
        available_on=person.available_on,
        held=told([Held(job or "", *rest) for job, *rest in (*contracts, *missions)]),
    )


def told(work: Iterable[Held]) -> tuple[Held, ...]:
    """Work as a CV tells it, the last one first: renewed contracts together, each job told once.

    A mission at a company and the contract there that covers it are one and the same job.
    """
    found: list[Held] = []
    for each in sorted(work, key=lambda one: (one.starts_on, folded(one.company), one.job == "", folded(one.job))):
        before = next((at for at, one in enumerate(found) if _goes_on(one, each)), None)
        if before is None:
            found.append(each)
        else:
            found[before] = _together(found[before], each)
    return tuple(sorted(found, key=lambda one: (one.ends_on or date.max, one.starts_on), reverse=True))


def _goes_on(one: Held, other: Held) -> bool:
    same = not one.job or not other.job or folded(one.job) == folded(other.job)
    near = one.ends_on is None or other.starts_on <= one.ends_on + _SAME_JOB
    return folded(one.company) == folded(other.company) and same and near


def _together(one: Held, other: Held) -> Held:
    ends = None if one.ends_on is None or other.ends_on is None else max(one.ends_on, other.ends_on)
    return replace(one, job=one.job or other.job, ends_on=ends)


def cv(found: Cv, *, established_on: date) -> Document:
    """The CV as a document: a chapter without anything to say is left out."""
    lists = (
        ("Métiers", found.jobs), ("Compétences", found.skills), ("Habilitations et permis", found.licences)
    )  # fmt: skip
    return Document(
        title="Curriculum vitæ",
        answer=found.name,
        heading=_heading(found),
        chapters=(
            *(Chapter(title, points=values) for title, values in lists if values),
            *((Chapter("Expérience", tables=(_table(found.held),)),) if found.held else ()),
        ),
        established_on=established_on,
        mentions=(
            (
                "CV établi par le facilitateur des clauses d'insertion, qui le transmet et met en relation. "
                "À n'employer que pour ce recrutement, puis à détruire."
            ),
        ),
    )


def _heading(found: Cv) -> tuple[str, ...]:
    told = (
        found.commune,
        None if found.mobility_km is None else f"mobile dans un rayon de {found.mobility_km}{NO_BREAK_SPACE}km",
        None if found.available_on is None else f"disponible à partir du {french_day(found.available_on)}",
    )
    said = ", ".join(each for each in told if each)
    return (f"{said[0].upper()}{said[1:]}.",) if said else ()


def _table(held: Sequence[Held]) -> Table:
    rows = tuple(Row((one.job or "Emploi", one.company, _period(one))) for one in held)
    return Table("Emplois et missions", ("Emploi", "Entreprise", "Période"), rows, worded=True)


def _period(one: Held) -> str:
    since = french_month(one.starts_on)
    if one.ends_on is None:
        return f"Depuis {since}"
    until = french_month(one.ends_on)
    return since.capitalize() if until == since else f"De {since} à {until}"
