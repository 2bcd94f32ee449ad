"""People as they are recorded → what scoring sees of them, and what hard filters look at besides. Pure.

Names, sex, birth dates, RSA, RQTH and levels of education are not among what is given: nothing here could use them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from clauses.matching.records import Record
from clauses.matching.rules import Engagement, Standing
from clauses.people.rules import Sector, in_force_at
from clauses.reference import communes, qpv
from clauses.reference.rules import Decision


@dataclass(frozen=True)
class Around:
    """What is known of places: the official lists once loaded, the compact tables before.

    ``known`` tells the communes that the list of quartiers covers: a name that is none of them has no answer.
    """

    quartiers: qpv.Quartiers
    known: Callable[[str, str | None], bool]

    @cached_property
    def with_quartiers(self) -> frozenset[str]:
        """The names, as compared, of the communes that have a quartier."""
        return frozenset(communes.name_key(name) for one in self.quartiers.all for name in one.communes)

    def home(self, name: str, postal_code: str | None) -> str | None:
        """The commune that someone wrote by its name of today; None for one that is not covered."""
        found = communes.find(name, postal_code)
        return found.name if found is not None else name if self.known(name, postal_code) else None


BUILT_IN = Around(qpv.BUILT_IN, known=lambda _name, _postal_code: False)


@dataclass(frozen=True)
class Home:
    """Where someone lives from a day on. ``outside_qpv``: a file has a column for the quartier, and names none."""

    commune: str | None = None
    postal_code: str | None = None
    qpv_key: str | None = None
    outside_qpv: bool | None = None


@dataclass(frozen=True)
class Oriented:
    """One orientation and what was decided of it."""

    on: date
    sector: Sector
    decision: Decision | None = None
    decided_on: date | None = None


@dataclass(frozen=True)
class Seeker:
    """What is recorded of someone, as far as matching needs. ``key``: the Identifiant of the file where there is one.

    ``contracts`` are those recorded and those that a need promises. ``exits``: the days someone left.
    """

    id: int
    key: str
    jobs: str | None = None
    skills: str | None = None
    licences: str | None = None
    french_level: str | None = None
    mobility_km: int | None = None
    available_on: date | None = None
    work_permit_until: date | None = None
    homes: Mapping[date, Home] = field(default_factory=dict)
    orientations: tuple[Oriented, ...] = ()
    participations: tuple[date, ...] = ()
    contracts: tuple[Engagement, ...] = ()
    exits: tuple[date, ...] = ()


def record_of(seeker: Seeker, today: date) -> Record:
    """What `records.candidate_of` reads of someone."""
    home = in_force_at(seeker.homes, today) or Home()
    return {
        "key": seeker.key,
        "jobs": seeker.jobs,
        "skills": seeker.skills,
        "licences": seeker.licences,
        "french_level": seeker.french_level,
        "mobility_km": seeker.mobility_km,
        "available_on": seeker.available_on,
        "commune": home.commune,
        "postal_code": home.postal_code,
        "waiting_since": waiting_since(seeker, today),
        "sectors": tuple(sorted({each.sector.value for each in _standing_orientations(seeker)})),
    }


def standing_of(seeker: Seeker, today: date, around: Around | None = None) -> Standing:
    """What hard filters look at besides."""
    return Standing(
        in_qpv=in_qpv(in_force_at(seeker.homes, today), today, around),
        work_permit_until=seeker.work_permit_until,
        engagements=seeker.contracts,
        left_on=left_on(seeker, today),
        not_integrated_on=not_integrated_on(seeker.orientations),
    )


def waiting_since(seeker: Seeker, today: date) -> date | None:
    """The day from which someone waits for work: of the first orientation since the last contract or exit.

    When there is none since, the day after that contract ended; None for someone at work today, or never oriented.
    """
    began = [contract for contract in seeker.contracts if contract.starts_on <= today and not contract.need]
    if any(contract.ends_on is None or contract.ends_on >= today for contract in began):
        return None
    ends = [contract.ends_on for contract in began if contract.ends_on is not None]
    last = max([*ends, *(day for day in seeker.exits if day <= today)], default=None)
    days = sorted(each.on for each in _standing_orientations(seeker) if each.on <= today)
    if last is None:
        return days[0] if days else None
    since = [day for day in days if day > last]
    if since:
        return since[0]
    return last + timedelta(days=1) if days and ends and last == max(ends) else None


def left_on(seeker: Seeker, today: date) -> date | None:
    """The last exit, unless someone was oriented, or entered the PLIE, since."""
    left = max((day for day in seeker.exits if day <= today), default=None)
    if left is None:
        return None
    again = [*(each.on for each in seeker.orientations), *seeker.participations]
    return None if any(day > left for day in again) else left


def not_integrated_on(orientations: Sequence[Oriented]) -> date | None:
    """The day of the last decision where all are taken and none is to integrate; None otherwise."""
    if not orientations or any(each.decision is not Decision.NOT_INTEGRATED for each in orientations):
        return None
    return max(each.decided_on or each.on for each in orientations)


def in_qpv(home: Home | None, day: date, around: Around | None = None) -> bool | None:
    """Whether a home is in a quartier prioritaire that day.

    Without a quartier, it is known to be in none where a file that tells quartiers names none for it, or where its
    commune has none; else nobody knows.
    """
    if home is None:
        return None
    if home.qpv_key is not None:
        return (around or BUILT_IN).quartiers.in_force(home.qpv_key, day) is not False
    if home.outside_qpv:
        return False
    place = (around or BUILT_IN).home(home.commune or "", home.postal_code)
    return None if place is None or communes.name_key(place) in (around or BUILT_IN).with_quartiers else False


def _standing_orientations(seeker: Seeker) -> list[Oriented]:
    """Those that were not decided against."""
    return [each for each in seeker.orientations if each.decision is not Decision.NOT_INTEGRATED]
