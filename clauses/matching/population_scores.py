"""The criteria on columns: for one need, the score of everyone, equal to the last bit to `criteria` one by one.

Operations are done in the order of the functions they repeat, in double precision: a property compares the two.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from clauses.matching import criteria
from clauses.matching.jobs_compared import WORDS_ONLY, title_key
from clauses.matching.licences import CAR, NO_END, Cover, Requirement, Validity, best_cover, held
from clauses.matching.population import SECTOR_BITS, UNSAID, Flags, Floats, Ints, Population, Rows
from clauses.matching.rome import RomeTable
from clauses.matching.rules import Job, JobCode, Need
from clauses.matching.skill_index import SkillIndex

NO_END_DAY = NO_END.toordinal()
MOST_NUMBERS = 4_000_000
"""How many numbers of shared columns are remembered: 32 MB."""

Column = TypeVar("Column")


@dataclass(frozen=True)
class HeldColumns:
    """`licences.Held` of everyone towards one requirement.

    ``undated``: the validity of everyone, as positions in ``VALIDITIES``, of whoever has no licence with an end on or
    after the mission's. ``dated``: who has a licence with an end, ``ends``: its last day.
    """

    undated: NDArray[np.intp]
    dated: Ints
    ends: Ints


class Scores:
    """Compares a population with one need after another, remembering what needs have in common."""

    def __init__(self, population: Population) -> None:
        self.population = population
        self.grounds = population.grounds
        jobs = population.jobs.values
        self._job_codes: Rows[JobCode] = Rows.of([job.codes for job in jobs])
        self._codes, self._code_of = _codes(self._job_codes)
        self._sureness = np.array([code.score for code in self._job_codes.values])
        self._table = RomeTable(self.grounds.rome, self._codes)
        self._by_title: dict[tuple[str, ...], list[int]] = {}
        for at, job in enumerate(jobs):
            self._by_title.setdefault(title_key(job.text), []).append(at)
        self._without_code = [at for at, job in enumerate(jobs) if not job.codes]
        self._main = [(at, job.codes[0].code) for at, job in enumerate(jobs) if job.codes]
        self._skills = SkillIndex(population.skills.values)
        self._waiting = np.minimum(1.0, population.waited / self.grounds.limits.wait_days)
        self._answers: dict[str, tuple[Ints, Floats]] = {}
        self._held: dict[Requirement, HeldColumns] = {}
        self._nearness: dict[str, Floats] = {}
        self._columns: dict[tuple[object, ...], Any] = {}

    def _kept(self, key: tuple[object, ...], make: Callable[[], Column]) -> Column:
        """A column that several needs share, made once; all are forgotten when they take too much room."""
        if key not in self._columns:
            if len(self._columns) * self.population.count > MOST_NUMBERS:
                self._columns.clear()
            self._columns[key] = make()
        column: Column = self._columns[key]
        return column

    def whole(self, need: Need) -> Ints:
        """The score of everyone for a need, in ten-thousandths."""
        scale = criteria.scale_of(need, self.grounds)
        total, whole = np.zeros(self.population.count), sum(scale.points)
        for criterion, points in zip(criteria.CRITERIA, scale.points, strict=True):
            if points:
                total += points * _COLUMNS[criterion.name](self, need)
        found: Ints = (total / (whole or 1) * 10_000 + 0.5).astype(np.int64)
        return found

    # One column a criterion

    def metier(self, need: Need) -> Floats:
        """The nearest job that each person looks for."""
        return self.population.jobs.best(self._near(need.job), criteria.UNKNOWN_JOB, self.population.count)

    def _near(self, needed: Job) -> Floats:
        """The score of each distinct job of the population beside the one needed."""
        found = np.zeros(len(self.population.jobs.values))
        if needed.codes and self._codes:
            rows = [self._row(code.code) * code.score for code in needed.codes]
            best = rows[0] if len(rows) == 1 else np.maximum.reduce(rows)
            found = self._job_codes.best(best[self._code_of] * self._sureness, 0.0, len(found))
        if needed.codes:
            found[self._without_code] = 0.0
        if self._without_code or not needed.codes:
            titles, positions = self._wordless if needed.codes else self._titles
            for at, score in titles.like(needed.text):
                found[positions[at]] = WORDS_ONLY * score
        key = title_key(needed.text)
        if key:
            found[self._by_title.get(key, [])] = 1.0
        return found

    @cached_property
    def _titles(self) -> tuple[SkillIndex, list[int]]:
        """Every job in words, to be compared with one that has no code."""
        return SkillIndex([job.text for job in self.population.jobs.values]), list(
            range(len(self.population.jobs.values))
        )

    @cached_property
    def _wordless(self) -> tuple[SkillIndex, list[int]]:
        """The jobs that have no code."""
        texts = [self.population.jobs.values[at].text for at in self._without_code]
        return SkillIndex(texts), self._without_code

    def _row(self, code: str) -> Floats:
        if code not in self._nearness:
            self._nearness[code] = self._table.scores(code)
        return self._nearness[code]

    def competences(self, need: Need) -> Floats:
        """The mean of the best answers to each skill asked for."""
        total = np.zeros(self.population.count)
        for asked in need.skills:
            people, scores = self._answer(asked)
            each = np.full(self.population.count, criteria.NOT_SAID)
            each[people] = scores
            total += each
        total /= len(need.skills)
        found = np.full(self.population.count, criteria.UNSAID_SKILLS)
        found[self.population.skills.having] = total[self.population.skills.having]
        return found

    def _answer(self, asked: str) -> tuple[Ints, Floats]:
        """Who answers a skill better than by saying nothing of it: what they say, or what the job they look for has."""
        if asked not in self._answers:
            said = np.zeros(len(self.population.skills.values))
            for at, score in self._skills.like(asked):
                said[at] = score
            by_job = np.zeros(len(self.population.jobs.values))
            jobs = self.grounds.job_skills.of(asked)
            for at, code in self._main:
                if code in jobs:
                    by_job[at] = jobs[code][0]
            count = self.population.count
            best = np.maximum(
                self.population.skills.best(said, 0.0, count),
                criteria.OF_THE_JOB * self.population.jobs.best(by_job, 0.0, count),
            )
            people = np.flatnonzero(best > criteria.NOT_SAID)
            self._answers[asked] = people, best[people]
        return self._answers[asked]

    def secteur(self, need: Need) -> Floats:
        """The sector of orientation, else the activity of the company."""
        return self._kept(("secteur", need.sector, need.division), lambda: self._secteur(need))

    def _secteur(self, need: Need) -> Floats:
        sectors = self.population.sectors
        bit = SECTOR_BITS[need.sector] if need.sector is not None else 0
        elsewhere = np.where(self._employed(need.division), criteria.OTHER_SECTOR, 0.0) if need.division else 0.0
        return np.where(sectors & bit, 1.0, np.where(sectors == 0, criteria.UNKNOWN, elsewhere))

    def _employed(self, division: str) -> Flags:
        there = np.zeros(len(self.population.jobs.values), bool)
        for at, code in self._main:
            there[at] = bool(self.grounds.rome.is_found_in(code, division))
        return self.population.jobs.any_of(there, self.population.count)

    def habilitations(self, need: Need) -> Floats:
        """The mean of what is known of each licence asked for."""
        total = np.zeros(self.population.count)
        for asked in need.required:
            total += _VALIDITY[self.validity(asked, need.last_needed)]
        return total / len(need.required)

    def validity(self, asked: Requirement, last_needed: date) -> NDArray[np.intp]:
        """`licences.validity` of everyone, as positions in ``VALIDITIES``."""
        answer = self.held(asked)
        if not len(answer.dated):
            return answer.undated
        found = answer.undated.copy()
        found[answer.dated[answer.ends >= last_needed.toordinal()]] = _RANK[Validity.VALID]
        return found

    def held(self, asked: Requirement) -> HeldColumns:
        """What everyone holds towards a requirement, remembered."""
        if asked not in self._held:
            people = self.population
            covers = np.array([best_cover(licence, asked) for licence in people.licences.values], np.int64)
            until = people.licences.latest(people.licence_ends, covers == Cover.FULLY, people.count)
            doubtful = people.licences.any_of(covers == Cover.PARTLY, people.count)
            known = people.listed.copy() if not asked.unread else np.zeros(people.count, bool)
            for at in people.denying:
                known[at] = held(asked, people.candidates[at].holding).known
            found = np.where(known, _RANK[Validity.MISSING], _RANK[Validity.UNKNOWN])
            found[until > 0] = _RANK[Validity.EXPIRED]
            found[doubtful] = _RANK[Validity.TO_CHECK]
            found[until == NO_END_DAY] = _RANK[Validity.UNDATED]
            dated = np.flatnonzero((until > 0) & (until < NO_END_DAY))
            self._held[asked] = HeldColumns(found, dated, until[dated])
        return self._held[asked]

    def distance(self, need: Need) -> Floats:
        """How far, within what each person can reach."""
        km, (reach, _) = self.kilometres(need), self.reach(need.starts_on)
        return np.where(km == UNSAID, criteria.UNKNOWN, np.maximum(0.0, 1 - km / reach / 2))

    def kilometres(self, need: Need) -> Ints:
        """From each person's commune; ``UNSAID`` when either is not known."""
        return self._kept(("km", need.place), lambda: self._kilometres(need.place))

    def _kilometres(self, place: str | None) -> Ints:
        each = [self.grounds.places.km(home, place) for home in self.population.places]
        return np.array([UNSAID if km is None else km for km in each], np.int64)[self.population.place]

    def reach(self, on: date) -> tuple[Ints, Flags]:
        """`Grounds.reach_of` everyone: kilometres, and who is known not to drive."""
        same_every_day = not len(self.held(CAR).dated)
        return self._kept(("reach", None if same_every_day else on), lambda: self._reach(on))

    def _reach(self, on: date) -> tuple[Ints, Flags]:
        people, limits, found = self.population, self.grounds.limits, self.validity(CAR, on)
        drives = people.vehicle | (found == _RANK[Validity.VALID]) | (found == _RANK[Validity.UNDATED])
        stays = ~drives & ((found == _RANK[Validity.MISSING]) | (found == _RANK[Validity.EXPIRED]))
        usual = np.where(drives, limits.reach_driving_km, limits.reach_km)
        return np.where(people.mobility == UNSAID, usual, np.maximum(people.mobility, 1)), stays

    def francais(self, need: Need) -> Floats:
        """By how many levels each person's French falls short."""
        return self._kept(("francais", need.french, need.starts_on), lambda: self._francais(need))

    def _francais(self, need: Need) -> Floats:
        people = self.population
        needed = need.french.rank if need.french is not None else 0
        short = np.clip(needed - people.french, 0, len(criteria.FRENCH_SCORES) - 1)
        found = _FRENCH[short]
        old = (short > 0) & (people.french_holds < need.starts_on.toordinal())
        found = np.where(old, np.maximum(found, criteria.UNKNOWN), found)
        return np.where(people.french == UNSAID, criteria.UNKNOWN, found)

    def disponibilite(self, need: Need) -> Floats:
        """How late each person is available."""
        return self._kept(("disponibilite", need.starts_on), lambda: self._disponibilite(need))

    def _disponibilite(self, need: Need) -> Floats:
        late = np.maximum(self.population.available - need.starts_on.toordinal(), 0)
        found = np.maximum(0.0, 1 - late / self.grounds.limits.late_days)
        return np.where(self.population.available == UNSAID, criteria.UNKNOWN, found)

    def temps_de_travail(self, need: Need) -> Floats:
        """The hours a week beside those that each person can do."""
        return self._kept(("temps_de_travail", need.weekly_hours), lambda: self._temps_de_travail(need))

    def _temps_de_travail(self, need: Need) -> Floats:
        hours, least, most = need.weekly_hours or 0, self.population.hours_from, self.population.hours_to
        gap = np.maximum(np.maximum(least, 0) - hours, np.where(most == UNSAID, 0, hours - most))
        found = np.maximum(0.0, 1 - np.maximum(gap, 0) / criteria.HOURS_GAP)
        return np.where((least == UNSAID) & (most == UNSAID), criteria.UNKNOWN, found)

    def attente(self, _: Need) -> Floats:
        """How long each person has waited."""
        return self._waiting


VALIDITIES = tuple(Validity)
_RANK = {found: rank for rank, found in enumerate(VALIDITIES)}
_VALIDITY = np.array([criteria.VALIDITY_SCORES[found] for found in VALIDITIES])
_FRENCH = np.array(criteria.FRENCH_SCORES)

_COLUMNS: Mapping[str, Callable[[Scores, Need], Floats]] = {
    "metier": Scores.metier,
    "competences": Scores.competences,
    "secteur": Scores.secteur,
    "habilitations": Scores.habilitations,
    "distance": Scores.distance,
    "francais": Scores.francais,
    "disponibilite": Scores.disponibilite,
    "temps_de_travail": Scores.temps_de_travail,
    "attente": Scores.attente,
}


def _codes(codes: Rows[JobCode]) -> tuple[list[str], Ints]:
    """The distinct codes, and which one each distinct ``JobCode`` has."""
    numbers: dict[str, int] = {}
    positions = [numbers.setdefault(code.code, len(numbers)) for code in codes.values]
    return list(numbers), np.array(positions, np.int64)
