"""Many people in columns, made once and compared with any number of needs.

What several people say alike (a job, a skill, a licence, a commune) stands once; each person keeps the positions of
what they said (``Rows``). Nothing here decides anything: `population_scores` and
`population_filters` compute the rules of `criteria` and `hard_filters` on these columns.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from clauses.matching.criteria import waiting_days
from clauses.matching.french_levels import holds_until
from clauses.matching.grounds import Grounds
from clauses.matching.licences import NO_END, Licence, ends_on
from clauses.matching.rules import Candidate, Job, Standing
from clauses.people.rules import Sector

T = TypeVar("T", bound=Hashable)
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

LATEST = date.max.toordinal()
UNSAID = -1
"""An integer that nobody gave."""


@dataclass(frozen=True)
class Rows(Generic[T]):
    """What each person said, as positions among the distinct values.

    ``values``: each once. ``ranks``: who said a first thing and its position, who said a second one, and so on.
    """

    values: list[T]
    ranks: tuple[tuple[Ints, Ints], ...]

    @classmethod
    def of(cls, said: Sequence[Iterable[T]]) -> Rows[T]:
        """From what each person said."""
        numbers: dict[T, int] = {}
        ranks: list[tuple[list[int], list[int]]] = []
        for person, values in enumerate(said):
            for rank, value in enumerate(values):
                if rank == len(ranks):
                    ranks.append(([], []))
                ranks[rank][0].append(person)
                ranks[rank][1].append(numbers.setdefault(value, len(numbers)))
        return cls(list(numbers), tuple((np.array(people), np.array(entries)) for people, entries in ranks))

    @property
    def having(self) -> Ints:
        """Who said anything."""
        return self.ranks[0][0] if self.ranks else np.empty(0, np.int64)

    def best(self, scores: Floats, otherwise: float, count: int) -> Floats:
        """For each of ``count`` people, the best score of what they said; ``otherwise`` for who said nothing."""
        found = np.full(count, otherwise)
        for rank, (people, entries) in enumerate(self.ranks):
            said = scores[entries]
            found[people] = np.maximum(found[people], said) if rank else said
        return found

    def latest(self, days: Sequence[Ints], chosen: Flags, count: int) -> Ints:
        """For each person, the latest of the ``days`` (one array a rank) of what is ``chosen``; 0 without any."""
        found = np.zeros(count, np.int64)
        for (people, entries), ends in zip(self.ranks, days, strict=True):
            found[people] = np.maximum(found[people], np.where(chosen[entries], ends, 0))
        return found

    def any_of(self, chosen: Flags, count: int) -> Flags:
        """For each person, whether anything they said is ``chosen``."""
        found = np.zeros(count, bool)
        for people, entries in self.ranks:
            found[people] |= chosen[entries]
        return found


@dataclass(frozen=True)
class Eligibility:
    """Whether each person, in their order, is of the publics of a lot on a day: 1, 0, or ``UNSAID``."""

    answers: NDArray[np.int8]

    @classmethod
    def of(cls, answers: Iterable[bool | None]) -> Eligibility:
        """From yes, no, or None when nobody knows."""
        return cls(np.array([UNSAID if answer is None else int(answer) for answer in answers], np.int8))

    @cached_property
    def excluded(self) -> Flags:
        """Who is known not to be of these publics."""
        return np.equal(self.answers, 0)

    def of_person(self, at: int) -> bool | None:
        """The answer for one person."""
        answer = int(self.answers[at])
        return None if answer == UNSAID else bool(answer)


@dataclass(frozen=True)
class Engagements:
    """The contracts whose end is known, or known not to be: whose, from which day to which (ordinals, included)."""

    people: Ints
    starts: Ints
    ends: Ints

    @classmethod
    def of(cls, standings: Sequence[Standing]) -> Engagements:
        """The contracts of everyone that exclude from others."""
        every = [
            (at, contract)
            for at, standing in enumerate(standings)
            for contract in standing.engagements
            if contract.ends_on is not None or contract.open_ended or contract.need
        ]
        return cls(
            np.array([at for at, _ in every], np.int64),
            np.array([contract.starts_on.toordinal() for _, contract in every], np.int64),
            np.array([_day(contract.ends_on, LATEST) for _, contract in every], np.int64),
        )


class Population:
    """The columns of some people, in the order given. Dates are ordinals, ``UNSAID`` when they are not known."""

    def __init__(self, people: Sequence[tuple[Candidate, Standing]], grounds: Grounds) -> None:
        self.candidates = [candidate for candidate, _ in people]
        self.standings = [standing for _, standing in people]
        self.grounds = grounds
        self.count = len(people)

        self.jobs: Rows[Job] = Rows.of([candidate.jobs for candidate in self.candidates])
        self.skills: Rows[str] = Rows.of([candidate.skills for candidate in self.candidates])
        self._licences()
        self.places, self.place = _distinct([candidate.place for candidate in self.candidates])
        self.mobility = self._ints(candidate.mobility_km for candidate in self.candidates)
        self.sectors = np.array([_bits(candidate.sectors) for candidate in self.candidates], np.int64)
        self.french = self._ints(candidate.french.rank if candidate.french else None for candidate in self.candidates)
        months = grounds.limits.french_months
        self.french_holds = np.array(
            [holds_until(candidate.french_assessed_on, months).toordinal() for candidate in self.candidates], np.int64
        )
        self.available = self._days(candidate.available_on for candidate in self.candidates)
        self.hours_from = self._ints(candidate.hours_from for candidate in self.candidates)
        self.hours_to = self._ints(candidate.hours_to for candidate in self.candidates)
        self.waited = np.array([waiting_days(candidate, grounds.today) for candidate in self.candidates], np.int64)

        self.outside_qpv = np.array([standing.in_qpv is False for standing in self.standings], bool)
        self.permit_until = np.array([_day(one.work_permit_until, LATEST) for one in self.standings], np.int64)
        self.engagements = Engagements.of(self.standings)
        self.gone = np.array([_gone(standing) for standing in self.standings], bool)

        # Equals go by longest wait, then by key: the order of keys, last first, in the lowest digits.
        by_key = sorted(range(self.count), key=lambda at: self.candidates[at].key)
        self.last_digits = np.empty(self.count, np.int64)
        self.last_digits[by_key] = np.arange(self.count - 1, -1, -1)

    def _licences(self) -> None:
        """Licences apart from their dates: many people hold the same one, each until another day."""
        holdings = [candidate.holding for candidate in self.candidates]
        bare: dict[Licence, Licence] = {}
        for holding in holdings:
            for licence in holding.licences:
                if licence not in bare:
                    bare[licence] = replace(licence, valid_until=None)
        self.licences: Rows[Licence] = Rows.of([[bare[one] for one in holding.licences] for holding in holdings])
        self.licence_ends = [
            np.array([(ends_on(holdings[at].licences[rank]) or NO_END).toordinal() for at in people.tolist()])
            for rank, (people, _) in enumerate(self.licences.ranks)
        ]
        self.listed = np.array([holding.known and not holding.unread for holding in holdings], bool)
        self.vehicle = np.array([bool(holding.vehicle) for holding in holdings], bool)
        self.denying = [at for at, holding in enumerate(holdings) if holding.denied]

    def _ints(self, values: Iterable[int | None]) -> Ints:
        return np.array([UNSAID if value is None else int(value) for value in values], np.int64)

    def _days(self, days: Iterable[date | None]) -> Ints:
        return np.array([_day(day, UNSAID) for day in days], np.int64)


def _day(day: date | None, otherwise: int) -> int:
    return otherwise if day is None else day.toordinal()


def _gone(standing: Standing) -> bool:
    return standing.left_on is not None or standing.not_integrated_on is not None


def _distinct(values: Sequence[str | None]) -> tuple[list[str | None], Ints]:
    numbers: dict[str | None, int] = {}
    positions = [numbers.setdefault(value, len(numbers)) for value in values]
    return list(numbers), np.array(positions, np.int64)


SECTOR_BITS: dict[Sector, int] = {
    sector: 1 << rank for rank, sector in enumerate(one for one in Sector if one is not Sector.UNKNOWN)
}


def _bits(sectors: frozenset[Sector]) -> int:
    return sum(SECTOR_BITS.get(sector, 0) for sector in sectors)
