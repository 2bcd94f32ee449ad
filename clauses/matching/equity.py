"""Whom the first ranks show, beside whom the population is made of: by sex, by residence in a quartier prioritaire.

For reporting only. Scores never see these groups, which come here apart from candidates; nothing computed here goes
back into a ranking.

Exposure of a rank: 1 ÷ log2(1 + rank), the attention that a person going down a list gives it (Singh and Joachims,
« Fairness of Exposure in Rankings », 2018).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from clauses.quantities import half_up, percent

UNKNOWN_GROUP = "non renseigné"


@dataclass(frozen=True)
class GroupExposure:
    """One group. ``ranked``: its places in the first ranks, ``exposure`` what they are worth, in ten-thousandths.

    ``population`` and ``places`` are bases: people, and places of all groups. ``whole_exposure`` likewise.
    """

    group: str
    people: int
    population: int
    ranked: int
    places: int
    exposure: int
    whole_exposure: int

    @property
    def population_percent(self) -> str | None:
        """Its share of the population, "37.5"; None without anybody."""
        return percent(self.people, self.population)

    @property
    def exposure_percent(self) -> str | None:
        """Its share of the exposure; None when nobody is ranked."""
        return percent(self.exposure, self.whole_exposure)

    @property
    def ratio_percent(self) -> str | None:
        """Its share of the exposure over its share of the population: "100.0" when it is shown as much as it counts."""
        if not self.people or not self.whole_exposure:
            return None
        share = Fraction(self.exposure * self.population, self.whole_exposure * self.people)
        return percent(share.numerator, share.denominator)


def exposures(
    rankings: Sequence[Sequence[str]], groups: Mapping[str, str | None], first: int = 20
) -> tuple[GroupExposure, ...]:
    """The exposure of each group in the ``first`` ranks of each need, the most numerous group first.

    ``rankings``: keys of people, best first, one list a need. ``groups``: the group of everyone in the population,
    None when nobody knows it; whoever is ranked without being there counts as unknown.
    """
    people: dict[str, int] = {}
    for group in groups.values():
        people[group or UNKNOWN_GROUP] = people.get(group or UNKNOWN_GROUP, 0) + 1
    ranked = dict.fromkeys(people, 0)
    exposure = dict.fromkeys(people, 0)
    for ranking in rankings:
        for rank, person in enumerate(ranking[:first], 1):
            group = groups.get(person) or UNKNOWN_GROUP
            ranked[group] = ranked.get(group, 0) + 1
            exposure[group] = exposure.get(group, 0) + of_rank(rank)
    return tuple(
        GroupExposure(
            group=group,
            people=people.get(group, 0),
            population=len(groups),
            ranked=places,
            places=sum(ranked.values()),
            exposure=exposure[group],
            whole_exposure=sum(exposure.values()),
        )
        for group, places in sorted(ranked.items(), key=lambda pair: (-people.get(pair[0], 0), pair[0]))
    )


def of_rank(rank: int) -> int:
    """The exposure of a rank, from 1, in ten-thousandths: 10 000, 6 309, 5 000, 4 307…"""
    return half_up(Fraction(10_000 / math.log2(1 + rank)))
