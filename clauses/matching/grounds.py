"""What judging a pair stands on, besides the pair: the ROME, the places, the weights in force, and the day."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from clauses.matching.distance import Places, reach
from clauses.matching.licences import drives
from clauses.matching.rome import Rome
from clauses.matching.rules import Candidate, Limits, Need, Weights
from clauses.matching.skill_index import JobSkills


@dataclass(frozen=True)
class Grounds:
    """Made once, used for every pair; ``today`` is the day from which waiting is counted."""

    today: date
    rome: Rome = field(default_factory=Rome)
    places: Places = field(default_factory=Places)
    weights: Weights = field(default_factory=Weights)

    @cached_property
    def job_skills(self) -> JobSkills:
        """The skills of jobs, ready to be asked."""
        return JobSkills(self.rome)

    @property
    def limits(self) -> Limits:
        """The thresholds in force."""
        return self.weights.limits

    def reach_of(self, candidate: Candidate, on: date) -> tuple[int, bool | None]:
        """How many kilometres someone goes, and whether they drive (None: nobody said)."""
        can_drive = drives(candidate.holding, on)
        kilometres = reach(
            candidate.mobility_km, can_drive, driving=self.limits.reach_driving_km, otherwise=self.limits.reach_km
        )
        return kilometres, can_drive

    def km(self, candidate: Candidate, need: Need) -> int | None:
        """Kilometres from home to work; None when either is not known."""
        return self.places.km(candidate.place, need.place)
