"""What a file says of people, and what is recorded of them: values to compare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from clauses.people.rules import Sector
from clauses.reference.qpv import BUILT_IN, Quartiers
from clauses.reference.rules import Decision, Origin, Sex
from imports.people.identity import Known


@dataclass(frozen=True)
class PersonFacts:
    """What is said of a person; None where nothing is."""

    identifier: str | None
    last_name: str
    first_name: str
    birth_date: date
    sex: Sex | None = None
    rsa: bool | None = None
    rqth: bool | None = None
    work_permit_until: date | None = None
    unemployed_since: date | None = None
    education_level: str | None = None
    french_level: str | None = None
    jobs: str | None = None
    skills: str | None = None
    licences: str | None = None
    mobility_km: int | None = None
    available_on: date | None = None


@dataclass(frozen=True)
class ResidenceFacts:
    """Where someone lives, and in which quartier prioritaire.

    ``outside_qpv``: the file has a column for it, and names none; None where nobody said.
    """

    address: str | None = None
    postal_code: str | None = None
    commune: str | None = None
    qpv_key: str | None = None
    qpv_name: str | None = None
    outside_qpv: bool | None = None


@dataclass(frozen=True)
class OrientationFacts:
    """What is said of an orientation, and what was decided."""

    origin: Origin | None = None
    prescriber: str | None = None
    referent: str | None = None
    decision: Decision | None = None
    decided_on: date | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Place:
    """Where a row stands in its file."""

    sheet: str
    row: int


OrientationKey = tuple[int, date, Sector]


@dataclass(frozen=True)
class KnownPeople:
    """What is recorded, by person id."""

    identities: Sequence[Known]
    people: Mapping[int, PersonFacts]
    residences: Mapping[int, Mapping[date, ResidenceFacts]]
    participations: Mapping[int, Mapping[date, date | None]]
    orientations: Mapping[OrientationKey, OrientationFacts]
    quartiers: Quartiers = BUILT_IN
    confirmed: Mapping[tuple[str, str, date], int] = field(default_factory=dict)
