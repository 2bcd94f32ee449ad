"""The best people for each need, exactly, with reasons for those alone.

Everyone is scored in columns (`population_scores`), whoever is excluded is left out, and the best are taken by one
number that holds the score, then the wait, then the order of keys: no tie is left to chance. The few that remain are
judged one by one, which gives the reasons; `pairs.ranked` is the slow way to the same list.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from clauses.matching.criteria import LONGEST_WAIT
from clauses.matching.grounds import Grounds
from clauses.matching.hard_filters import Facts
from clauses.matching.pairs import match
from clauses.matching.population import Eligibility, Ints, Population
from clauses.matching.population_filters import verdicts
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

    def shortlist(self, need: Need, limit: int) -> Shortlist:
        """The ``limit`` best of those who are not excluded."""
        return self._best(self._ordered(need), limit)

    def best(self, need: Need, limit: int = 20) -> list[Match]:
        """The ``limit`` best of those who are not excluded, with their reasons."""
        return [self.match(at, need) for at in self.shortlist(need, limit).people.tolist()]

    def rank_all(self, needs: Sequence[Need], limit: int = 20, kept: int = 50) -> Rankings:
        """The ``limit`` best of each need with their reasons, and the ``kept`` best for the whole assignment."""
        shortlists = [self.shortlist(need, max(limit, kept, need.posts)) for need in needs]
        matches = [
            [self.match(at, need) for at in shortlist.people[:limit].tolist()]
            for need, shortlist in zip(needs, shortlists, strict=True)
        ]
        return Rankings(tuple(needs), shortlists, matches)

    def match(self, at: int, need: Need) -> Match:
        """Everything there is to say of the person at a position, for a need."""
        return match(self.facts(at, need))

    def facts(self, at: int, need: Need) -> Facts:
        """One pair, as the rules see it."""
        people = self.population
        eligible = self._eligible(need).of_person(at)
        return Facts(people.candidates[at], people.standings[at], eligible, need, self.grounds)

    def _ordered(self, need: Need) -> Ints:
        """One number a person: the better the greater, all different; negative for whoever is excluded."""
        excluded = verdicts(self._scores, need, self._eligible(need)).excluded
        order = self._scores.whole(need) * _TIES + self._ties
        order[excluded] = -1
        return order

    def _best(self, order: Ints, limit: int) -> Shortlist:
        kept = max(0, min(limit, len(order)))
        best = np.argpartition(order, len(order) - kept)[len(order) - kept :] if kept else np.empty(0, np.int64)
        best = best[np.argsort(order[best])[::-1]]
        best = best[order[best] >= 0]
        complete = len(best) < kept or kept == len(order)
        return Shortlist(best, order[best] // _TIES, complete)
