"""The whole assignment: every open post at once, each person at most once, the greatest sum of scores.

Serving needs one by one gives the best mason to the first need that would have been as well served by another. Here
the sum over all posts is the greatest possible, ties go to those who have waited longest, and nobody below the least
score is proposed: a post may stay vacant. It is a proposal, never a decision.

Only the best people of each need are looked at (a sparse bipartite matching), and the prices of the optimum then show
whether anyone further down could do better: as long as someone could, the list of that need grows. The answer is the
optimum over everyone, without comparing everyone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from clauses.matching.bipartite import Edges, earnings, solve
from clauses.matching.population import Ints
from clauses.matching.shortlists import Matcher, Rankings, Shortlist
from clauses.matching.wording import explained
from clauses.quantities import french

More = Callable[[int, int], Shortlist]
"""The shortlist of a need (by position), with this many people."""


@dataclass(frozen=True)
class Placement:
    """A person (by position) for a post of a need (by position); the score in ten-thousandths."""

    need: int
    person: int
    score: int


@dataclass(frozen=True)
class Outcome:
    """Who goes where, best for all; ``total``: the sum of scores, in ten-thousandths."""

    placements: tuple[Placement, ...]

    @property
    def total(self) -> int:
        """The sum of the scores."""
        return sum(placement.score for placement in self.placements)

    @property
    def filled(self) -> int:
        """How many posts have someone."""
        return len(self.placements)


@dataclass(frozen=True)
class Assignment:
    """The whole assignment beside what serving needs one by one would give."""

    best: Outcome
    one_by_one: Outcome
    posts: int

    @property
    def gain(self) -> int:
        """What it gains over serving needs one by one, in ten-thousandths of score."""
        return self.best.total - self.one_by_one.total

    @property
    def sentence(self) -> str:
        """What it comes to, in French."""
        filled, alone = self.best.filled, self.one_by_one.filled
        said = f"{_posts(filled)} sur {self.posts} {'ont' if filled > 1 else 'a'} une personne proposée"
        if filled != alone:
            return explained(said, f"{alone} en servant les besoins l'un après l'autre.")
        if not self.gain:
            return explained(said, "autant, et aussi bien, qu'en servant les besoins l'un après l'autre.")
        better = f"et mieux de {french(self.gain)} points de score au total."
        return explained(said, f"autant qu'en servant les besoins l'un après l'autre, {better}")


def _posts(number: int) -> str:
    return f"{number} poste{'s' if number > 1 else ''}"


def assign_all(matcher: Matcher, rankings: Rankings) -> Assignment:
    """The whole assignment of ranked needs, beside needs served one by one, the first to start first."""
    needs = rankings.needs
    return assign(
        [need.posts for need in needs],
        rankings.shortlists,
        matcher.population.waited,
        least=round(matcher.grounds.limits.least_score * 10_000),
        more=lambda at, limit: matcher.shortlist(needs[at], limit),
        order=sorted(range(len(needs)), key=lambda at: (needs[at].starts_on, needs[at].key)),
    )


def assign(
    posts: Sequence[int],
    shortlists: Sequence[Shortlist],
    waited: Ints,
    *,
    least: int,
    more: More,
    order: Sequence[int],
) -> Assignment:
    """The optimum for needs with so many ``posts`` each, and what needs served in ``order`` would get.

    ``waited``: days, by position of the person. ``least``: ten-thousandths of score below which nobody is proposed.
    ``more`` gives the longer list of a need, when its first one does not prove the optimum.
    """
    market = _Market(posts, list(shortlists), waited, least=least, more=more)
    return Assignment(market.optimum(), market.one_by_one(order), sum(posts))


class _Market:
    """Posts and people, with lists that grow where they must."""

    def __init__(
        self, posts: Sequence[int], shortlists: list[Shortlist], waited: Ints, *, least: int, more: More
    ) -> None:
        self.posts = list(posts)
        self.shortlists = shortlists
        self.waited = waited
        self.least = least
        self.more = more
        # One ten-thousandth of score outweighs the waits of everyone placed, taken together.
        self.unit = (int(waited.max(initial=0)) + 1) * max(1, sum(posts))

    def worth(self, people: Ints, scores: Ints) -> Ints:
        """One whole number for a score and a wait; doubles hold the sums exactly."""
        return scores * self.unit + self.waited[people]

    def optimum(self) -> Outcome:
        """Solves, checks by prices that nobody left out could do better, and looks further where one could."""
        while True:
            edges = self._edges()
            chosen = solve(self.posts, edges)
            short = self._unproven(edges, chosen)
            if not short:
                return self._outcome(edges, chosen)
            for need in short:
                self._look_further(need)

    def _look_further(self, need: int) -> None:
        self.shortlists[need] = self.more(need, 2 * max(len(self.shortlists[need].people), self.posts[need], 10))

    def _edges(self) -> Edges:
        """Every pair that may be proposed."""
        kept = [shortlist.scores >= self.least for shortlist in self.shortlists]
        people = [shortlist.people[keep] for shortlist, keep in zip(self.shortlists, kept, strict=True)]
        scores = [shortlist.scores[keep] for shortlist, keep in zip(self.shortlists, kept, strict=True)]
        needs = np.repeat(np.arange(len(people)), [len(found) for found in people])
        everyone = np.concatenate([np.empty(0, np.int64), *people])
        every_score = np.concatenate([np.empty(0, np.int64), *scores])
        return Edges(needs, everyone, every_score, self.worth(everyone, every_score))

    def _unproven(self, edges: Edges, chosen: Ints) -> list[int]:
        """The needs whose list stops above what someone further down might bring.

        At the prices of the optimum, a post earns at least what its last listed person would bring for nothing: those
        who are not listed bring no more than that one, and cost no less than nothing.
        """
        earned = earnings(self.posts, edges, chosen)
        short = []
        for need, shortlist in enumerate(self.shortlists):
            if shortlist.complete or not self.posts[need] or shortlist.scores[-1] < self.least:
                continue
            last = self.worth(shortlist.people[-1:], shortlist.scores[-1:])[0]
            if earned[need] < last:
                short.append(need)
        return short

    def _outcome(self, edges: Edges, chosen: Ints) -> Outcome:
        found = sorted(chosen.tolist(), key=lambda at: (edges.needs[at], -edges.worths[at], edges.people[at]))
        return Outcome(
            tuple(Placement(int(edges.needs[at]), int(edges.people[at]), int(edges.scores[at])) for at in found)
        )

    def one_by_one(self, order: Sequence[int]) -> Outcome:
        """Each need in turn takes the best of those who are left."""
        taken: set[int] = set()
        placements = []
        for need in order:
            for _ in range(self.posts[need]):
                found = self._best_left(need, taken)
                if found is None:
                    break
                taken.add(found.person)
                placements.append(found)
        return Outcome(tuple(placements))

    def _best_left(self, need: int, taken: set[int]) -> Placement | None:
        while True:
            shortlist = self.shortlists[need]
            for person, score in zip(shortlist.people.tolist(), shortlist.scores.tolist(), strict=True):
                if score < self.least:
                    return None
                if person not in taken:
                    return Placement(need, person, score)
            if shortlist.complete:
                return None
            self._look_further(need)
