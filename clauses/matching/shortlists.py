"""The best people for each need, exactly, with reasons for those alone.

Everyone is scored in columns (`population_scores`), whoever is excluded is left out, and the best are ordered by one
number that holds the score, then the wait, then the order of keys: no tie is left to chance. The few that remain are
judged one by one, which gives the reasons; `pairs.ranked` is the slow way to the same list.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass

import numpy as np

from clauses.matching.criteria import LONGEST_WAIT, scale_of
from clauses.matching.grounds import Grounds
from clauses.matching.hard_filters import Facts
from clauses.matching.pairs import match
from clauses.matching.population import Eligibility, Ints, Population
from clauses.matching.population_filters import excluded
from clauses.matching.population_scores import Scores
from clauses.matching.rules import Candidate, Match, Need, Standing

Eligible = Callable[[Need], Eligibility]
"""Answers about the publics of the lot of a need, on the day it starts, for the people in their order."""

MOST_PEOPLE = 1 << 21
_TIES = (LONGEST_WAIT + 1) * MOST_PEOPLE
"""One ten-thousandth of score outweighs any wait, one day of wait any order of keys."""


@dataclass(frozen=True)
class Shortlist:
    """The best of one need, by position among the people, best first. ``scores`` in ten-thousandths.

    ``complete``: nobody else may be proposed.
    """

    people: Ints
    scores: Ints
    complete: bool


@dataclass(frozen=True)
class Rankings:
    """Each need with its best people: all that the whole assignment starts from, and the reasons of the first."""

    needs: tuple[Need, ...]
    shortlists: list[Shortlist]
    matches: list[list[Match]]


class Matcher:
    """Some people, ready for any need. Made in a second for 10 000 of them, then milliseconds a need."""

    def __init__(
        self, people: Sequence[tuple[Candidate, Standing]], grounds: Grounds, eligible: Eligible | None = None
    ) -> None:
        if len(people) > MOST_PEOPLE:
            raise ValueError("more people than positions hold")
        self.grounds = grounds
        self.population = Population(people, grounds)
        self._scores = Scores(self.population)
        self._nobody_knows = Eligibility.of([None] * len(people))
        self._eligible = eligible or (lambda _: self._nobody_knows)
        self._ties = self.population.waited * MOST_PEOPLE + self.population.last_digits
        self._aside: Mapping[str, Sequence[int]] = {}

    def setting_aside(self, aside: Mapping[str, Sequence[int]]) -> Matcher:
        """The same, but for people (by position) who are kept out of the lists of a need (by key): refused for it."""
        other = copy(self)
        other._aside = aside
        return other

    def shortlist(self, need: Need, limit: int) -> Shortlist:
        """The ``limit`` best of those who are not excluded."""
        scores = self._scores.whole(need) + 1
        scores[excluded(self._scores, need, self._eligible(need))] = 0
        scores[list(self._aside.get(need.key, ()))] = 0
        counts = np.bincount(scores, minlength=2)
        able = int(counts[1:].sum())
        kept = max(0, min(limit, able))
        above = np.cumsum(counts[:0:-1])  # how many have the greatest score or more, then the one below…
        least = len(counts) - 1 - int(np.searchsorted(above, kept)) if kept else len(counts)
        likely = np.flatnonzero(scores >= max(least, 1))
        best = likely[np.argsort(-(scores[likely] * _TIES + self._ties[likely]))][:kept]
        return Shortlist(best, scores[best] - 1, complete=kept == able)

    def left_out(self, need: Need, limit: int) -> Shortlist:
        """The ``limit`` first of those who are excluded, ordered as if they were not: to be shown with the reason."""
        scores = self._scores.whole(need)
        gone = np.flatnonzero(excluded(self._scores, need, self._eligible(need)))
        kept = gone[np.argsort(-((scores[gone] + 1) * _TIES + self._ties[gone]))][: max(0, limit)]
        return Shortlist(kept, scores[kept], complete=len(kept) == len(gone))

    def best(self, need: Need, limit: int = 20) -> list[Match]:
        """The ``limit`` best of those who are not excluded, with their reasons."""
        return self.matches(self.shortlist(need, limit).people[:limit].tolist(), need)

    def rank_all(self, needs: Sequence[Need], limit: int = 20, kept: int = 50) -> Rankings:
        """The ``limit`` best of each need with their reasons, and the ``kept`` best for the whole assignment."""
        shortlists = [self.shortlist(need, max(limit, kept, need.posts)) for need in needs]
        pairs = zip(needs, shortlists, strict=True)
        matches = [self.matches(shortlist.people[:limit].tolist(), need) for need, shortlist in pairs]
        return Rankings(tuple(needs), shortlists, matches)

    def matches(self, people: Sequence[int], need: Need) -> list[Match]:
        """Everything there is to say of the people at these positions, for a need."""
        scale = scale_of(need, self.grounds)
        return [match(self.facts(at, need), scale) for at in people]

    def facts(self, at: int, need: Need) -> Facts:
        """One pair, as the rules see it."""
        people = self.population
        eligible = self._eligible(need).of_person(at)
        return Facts(people.candidates[at], people.standings[at], eligible, need, self.grounds)
